//! A client in Portuguese.

use insta::assert_snapshot;
use lamplighter_emulator::Options;
use serde_json::json;

use super::with;
use crate::support::{
    chat::teams::{self, ADA, BOB},
    world::{World, by_hand},
};

async fn in_brazil(options: Options, config: &str) -> World {
    let mut world = with(options, config).await;
    world.locale = "pt-BR";
    world
}

#[tokio::test(start_paused = true)]
async fn a_client_in_portuguese_is_answered_in_portuguese() {
    let world = in_brazil(by_hand(), teams::CONFIG).await;
    assert_snapshot!(world.says(ADA, "estado myci").await, @"
    🟢 *myci* está rodando desde {{TIME(2026-11-23T13:00:00Z)}} (há 5 h), iniciada manualmente.
    Tamanho DS3_V2 · US$ 0,29 por hora · é sua · desliga após 1 h de inatividade · 1 agendamento, próxima parada: {{TIME(2026-11-23T23:00:00Z)}}.
    A imagem do SO é 26.06.14, e a mais recente é 26.10.22. `desatualizadas myci` mostra como renovar a instância.
    Abrir [Jupyter] · [Jupyter Lab]
    ");
    assert_snapshot!(world.says(ADA, "praar myci").await, @"Não conheço `praar`. Você quis dizer `parar myci`?");
    assert_snapshot!(world.says(BOB, "parar myci").await, @"*myci* é de Ana; você só pode usar `parar` em suas próprias instâncias.");
    assert_snapshot!(world.says(ADA, "parar myci").await, @"🟡 *myci*: pedi ao Azure para pará-la. Aviso em *ml-ops* quando ela parar.");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    <at>Ada Lovelace</at>
    ⚪ *myci* parou. Levou 10 s. Disco, IP público e balanceador de carga continuam sendo cobrados.
    ");
    assert_snapshot!(world.says(ADA, "parar myci").await, @"⚪ *myci* já está parada, desde {{TIME(2026-11-23T18:00:00Z)}}.");
    let prompt = world.says(ADA, "excluir myci").await;
    assert_snapshot!(prompt, @"
    Excluir *myci*? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
    Para fazer isso, me mencione com esta linha em até 5 min. Ela só vale para você.
    `confirmar toyvkm.9d6de11c18ea5cf726e1a75ebc673c37 excluir myci`
    ");
    let line = prompt.lines().last().unwrap().trim_matches('`');
    assert_snapshot!(world.says(ADA, line).await, @"🟡 *myci*: pedi ao Azure para excluí-la. Aviso em *ml-ops* quando ela não existir mais.");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    <at>Ada Lovelace</at>
    ⚪ *myci* foi excluída. Levou 10 s.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn without_another_channel_status_is_suggested_in_portuguese() {
    let alone = teams::CONFIG.replace("notify = [\"ml-ops\"]\n", "");
    let world = in_brazil(Options::default(), &alone).await;
    assert_snapshot!(world.says(ADA, "parar myci").await, @"🟡 *myci*: pedi ao Azure para pará-la. Digite `estado myci` para saber quando ela parar.");
    world.fault("get", "slow", json!({"delay_ms": 10_000}));
    assert_snapshot!(world.says(ADA, "reiniciar myci").await, @"🟡 O Azure está demorando para responder. Ainda estou cuidando de `reiniciar myci`. Para ver se funcionou, digite `estado` daqui a pouco.");
    world.finish().await;
}
