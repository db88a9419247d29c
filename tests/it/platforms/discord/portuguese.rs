//! A client in Portuguese; everything else in this world is English.

use insta::assert_snapshot;

use super::world;
use crate::support::{
    chat::discord::{ADA, BOB},
    world::World,
};

async fn in_brazil() -> World {
    let mut world = world().await;
    world.locale = "pt-BR";
    world
}

#[tokio::test(start_paused = true)]
async fn a_stop_and_its_late_answer_are_in_portuguese() {
    let world = in_brazil().await;
    assert_snapshot!(world.says(ADA, "status name:myci").await, @r"
    to the caller:
    🟢 **myci** está rodando desde <t:1795438800:t> (há 5 h), iniciada manualmente.
    Tamanho DS3\_V2 · US$ 0,29 por hora · pertence a Ana · desliga após 1 h de inatividade · 1 agendamento, próxima parada: <t:1795474800:t>.
    A imagem do SO é 26.06.14, e a mais recente é 26.10.22. `desatualizadas myci` mostra como renovar a instância.
    Só o dono pode abrir Jupyter, JupyterLab e RStudio. [Parar] [Reiniciar]
    ");
    assert_snapshot!(world.says(ADA, "stop name:myci").await, @"
    to the channel:
    🟡 **myci**: pedi ao Azure para pará-la. Aviso quando ela parar.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ **myci** parou. Levou 10 s. Disco, IP público e balanceador de carga continuam sendo cobrados.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn mistakes_and_refusals_are_in_portuguese() {
    let world = in_brazil().await;
    assert_snapshot!(world.says(BOB, "stop name:myci").await, @"
    to the caller:
    Em research você pode usar `estado`, `listar`, `auditar`, `desatualizadas` e `custo`, mas não `parar`. Fale com um responsável por research.
    ");
    assert_snapshot!(world.says(ADA, "stop name:mcyi").await, @"
    to the caller:
    Não encontrei `mcyi`. Você quis dizer `parar myci`? [parar myci]
    ");
    assert_snapshot!(world.says(ADA, "do text:parar busy-ci").await, @"
    to the caller:
    🟢 **busy-ci** está executando um job. Parar agora encerra o job. Se for isso mesmo, digite `parar busy-ci --forçar`. Um notebook ocupado não aparece aqui.
    2 jobs estão em execução nela ou à espera dela: `train-43` e `train-42`.
    ");
    assert_snapshot!(world.says(ADA, "do text:estdo myci").await, @"
    to the caller:
    Não conheço `estdo`. Você quis dizer `estado myci`? [estado myci]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_delete_asks_first_in_portuguese() {
    let world = in_brazil().await;
    let prompt = world.says(ADA, "delete name:myci").await;
    assert_snapshot!(prompt, @"
    to the caller:
    Excluir **myci**? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
    Os botões valem por 5 min, e só para você. [Excluir] [Não excluir]
    ");
    world.presses(ADA, &prompt.button("Excluir")).await;
    assert_snapshot!(world.hears().await, @"
    edited:
    Pode deixar: `excluir myci`.
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟡 **myci**: pedi ao Azure para excluí-la. Aviso quando ela não existir mais.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ **myci** foi excluída. Levou 10 s.
    ");
    world.finish().await;
}
