//! Slack in Portuguese: commands and replies as in Brazil.

mod azure_failures;
mod confirmations;
mod mistakes;

use std::time::Duration;

use insta::assert_snapshot;
use jiff::SignedDuration;
use lamplighter_emulator::{Options, Pace};
use serde_json::json;

use crate::support::world::{World, by_hand_with};

/// Everybody in São Paulo.
fn in_brazil(config: String) -> String {
    let lisbon = "tz = \"Europe/Lisbon\"";
    assert!(config.contains(lisbon));
    config.replace(lisbon, "locale = \"pt-BR\"\ntz = \"America/Sao_Paulo\"")
}

async fn world_with(instances: usize) -> World {
    let options = by_hand_with(instances);
    World::with(options, in_brazil).await
}

#[tokio::test(start_paused = true)]
async fn status_and_list() {
    let world = world_with(0).await;
    assert_snapshot!(world.says("U0ADA", "estado myci").await, @"
    to the caller:
    🟢 *myci* está rodando desde <!date^1795438800^{time}|10:00> (há 5 h), iniciada manualmente.
    Tamanho DS3_V2 · US$ 0,29 por hora · é sua · desliga após 1 h de inatividade · 1 agendamento, próxima parada: <!date^1795474800^{time}|20:00>.
    A imagem do SO é 26.06.14, e a mais recente é 26.10.22. `desatualizadas myci` mostra como renovar a instância.
    Abrir <https://myci.eastus2.instances.azureml.ms/tree/|Jupyter> · <https://myci.eastus2.instances.azureml.ms/lab|Jupyter Lab> [Parar] [Reiniciar]
    ");
    assert_snapshot!(world.says("U0BOB", "estado stopped-ci").await, @"
    to the caller:
    ⚪ *stopped-ci* está parada desde <!date^1795406400^{time}|01:00> (há 14 h), pelo desligamento automático por inatividade.
    Tamanho NC6S_V3 · US$ 3,06 por hora quando roda · pertence a `00000000-0000-0000-0000-0000000000bc` · desliga após 1 h de inatividade.
    ");
    assert_snapshot!(world.says("U0BOB", "listar").await, @"
    to the caller:
    3 instâncias: 1 rodando, 1 executando um job, 1 parada.
    🟢 *myci* rodando desde <!date^1795438800^{time}|10:00> · DS3_V2 · US$ 0,29/h · Ana
    🟢 *busy-ci* executando um job · E4S_V3 · US$ 0,25/h · `00000000-0000-0000-0000-0000000000bc`
    ⚪ *stopped-ci* parada desde <!date^1795406400^{time}|01:00> · NC6S_V3 · US$ 3,06/h quando ligada · `00000000-0000-0000-0000-0000000000bc`
    ");
    assert_snapshot!(world.says("U0BOB", "lista --estado parada").await, @"
    to the caller:
    1 instância: 1 parada.
    ⚪ *stopped-ci* parada desde <!date^1795406400^{time}|01:00> · NC6S_V3 · US$ 3,06/h quando ligada · `00000000-0000-0000-0000-0000000000bc`
    ");
    assert_snapshot!(world.says("U0BOB", "listar --dono eu").await, @"
    to the caller:
    Não sei quem você é no Entra; por isso não sei quais instâncias são suas. Quem administra o Lamplighter pode incluir você em `[people]`; você é `slack:T0DEMO/U0BOB`.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_state_since_yesterday_names_the_day() {
    let world = world_with(0).await;
    world.emulator.set(
        "stopped-ci",
        json!({"lastOperation": {
        "operationName": "Stop", "operationTime": "2026-11-22T21:02:00.000+00:00",
        "operationStatus": "Succeeded", "operationTrigger": "Schedule"}}),
    );
    assert_snapshot!(world.says("U0BOB", "estado stopped-ci").await, @"
    to the caller:
    ⚪ *stopped-ci* está parada desde <!date^1795381320^{date_short} {time}|dom. 22/11 às 18:02> (há 20 h 58 min), por um agendamento.
    Tamanho NC6S_V3 · US$ 3,06 por hora quando roda · pertence a `00000000-0000-0000-0000-0000000000bc` · desliga após 1 h de inatividade.
    ");
    assert_snapshot!(world.says("U0ADA", "parar stopped-ci").await, @"
    to the caller:
    ⚪ *stopped-ci* já está parada, desde <!date^1795381320^{date_short} {time}|dom. 22/11 às 18:02> (agendamento).
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn stop_start_and_restart() {
    let world = world_with(0).await;
    assert_snapshot!(world.says("U0ADA", "Parar a myci").await, @"
    to the channel:
    🟡 *myci*: pedi ao Azure para pará-la. Aviso quando ela parar.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ *myci* parou. Levou 10 s. Disco, IP público e balanceador de carga continuam sendo cobrados.
    ");
    assert_snapshot!(world.says("U0ADA", "pare myci").await, @"
    to the caller:
    ⚪ *myci* já está parada, desde <!date^1795456800^{time}|15:00>.
    ");
    assert_snapshot!(world.says("U0ADA", "reiniciar myci").await, @"
    to the caller:
    ⚪ *myci* está parada; não há o que reiniciar. Para iniciá-la, digite `iniciar myci`. [iniciar myci]
    ");
    assert_snapshot!(world.says("U0ADA", "ligar myci").await, @"
    to the channel:
    🟡 *myci*: pedi ao Azure para iniciá-la. Aviso quando ela estiver rodando.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟢 *myci* está rodando. Levou 10 s.
    ");
    assert_snapshot!(world.says("U0ADA", "iniciar myci").await, @"
    to the caller:
    🟢 *myci* já está rodando, desde <!date^1795456810^{time}|15:00>.
    ");
    assert_snapshot!(world.says("U0ADA", "reiniciar myci").await, @"
    to the channel:
    🟡 *myci*: pedi ao Azure para reiniciá-la. Aviso quando ela voltar.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟢 *myci* está rodando de novo. O reinício levou 10 s.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_command_that_cannot_change_anything_says_why() {
    let world = world_with(0).await;
    let restarted = world.typed("U0ADA", "reiniciar myci");
    let asked = world.now();
    world.post_at(asked, &restarted).await;
    tokio::time::advance(Duration::from_secs(40)).await;
    assert_snapshot!(world.says("U0ADA", "parar myci").await, @"
    to the caller:
    🟡 *myci* está reiniciando, há 40 s. Tente de novo quando terminar; o Azure não permite interromper.
    ");
    world.emulator.settle("myci");
    world.hears().await;
    assert_snapshot!(world.post_at(asked, &restarted).await, @"
    to the caller:
    🟢 *myci* já foi reiniciada às <!date^1795456800^{time}|15:00>.
    ");
    let stop = world.typed("U0ADA", "parar myci");
    let earlier = asked - SignedDuration::from_secs(120);
    assert_snapshot!(world.post_at(earlier, &stop).await, @"
    to the caller:
    *myci* foi reiniciada manualmente às <!date^1795456800^{time}|15:00>, depois do seu pedido. Deixei como está. Se ainda quiser pará-la, digite `parar myci`. [parar myci]
    ");
    world.emulator.set("myci", json!({"state": null, "lastOperation": null}));
    assert_snapshot!(world.says("U0ADA", "parar myci").await, @"
    to the caller:
    🟡 *myci* está sendo criada. Tente de novo quando terminar; o Azure não permite interromper.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_running_job_needs_force() {
    let operator =
        "\n[[grants]]\nto = [\"slack:T0DEMO/U0OPE\"]\nmay = [\"operator\"]\non = [\"research/*\"]\n";
    let world = World::with(Options { pace: Pace::ByHand, ..Options::default() }, |config| {
        in_brazil(config) + operator
    })
    .await;
    assert_snapshot!(world.says("U0ADA", "parar busy-ci").await, @"
    to the caller:
    🟢 *busy-ci* está executando um job. Parar agora encerra o job. Se for isso mesmo, digite `parar busy-ci --forçar`. Um notebook ocupado não aparece aqui.
    2 jobs estão em execução nela ou à espera dela: `train-43` e `train-42`.
    ");
    assert_snapshot!(world.says("U0OPE", "reiniciar busy-ci").await, @"
    to the caller:
    🟢 *busy-ci* está executando um job. Reiniciar agora encerra o job, e você não tem a permissão *forçar* aqui. Espere o job terminar ou fale com um responsável por research.
    2 jobs estão em execução nela ou à espera dela: `train-43` e `train-42`.
    ");
    assert_snapshot!(world.says("U0OPE", "parar busy-ci --forcar").await, @"
    to the caller:
    Você pode usar `parar` em *busy-ci*, mas não com `--forçar`: encerrar o trabalho de alguém exige a permissão *forçar*, que você não tem. Fale com um responsável por research.
    ");
    assert_eq!(world.asked("stop"), 0);
    world.says("U0ADA", "parar busy-ci --forçar").await;
    assert_eq!(world.asked("stop"), 1);
    world.emulator.settle("busy-ci");
    world.hears().await;
    assert_snapshot!(world.says("U0ADA", "parar myci --simular").await, @"
    to the caller:
    🟢 *myci* está rodando. Ela seria parada. Nada foi feito: era só uma simulação.
    Economizaria US$ 0,29 por hora.
    Pertence a você.
    ");
    assert_snapshot!(world.says("U0ADA", "iniciar tudo --simular").await, @"
    to the caller:
    Iniciar: 2 a iniciar, 1 já estava rodando.
    Nada foi feito: era só uma simulação.
    Custaria US$ 3,31 por hora.
    Pertencem a `00000000-0000-0000-0000-0000000000bc` (2).
    ⚪ *busy-ci* está parada: seria iniciada
    🟢 *myci* já está rodando, desde <!date^1795438800^{time}|10:00>.
    ⚪ *stopped-ci* está parada: seria iniciada
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn whoami_and_help() {
    let world = world_with(0).await;
    assert_snapshot!(world.says("U0ADA", "ajuda").await, @"
    to the caller:
    Inicio instâncias de computação do Azure ML quando você precisa delas e paro quando não precisa mais.
    `estado [NOME…]` estado, desde quando e por quê, preço, dono, inatividade e o que vem a seguir
    `listar [NOME…] [--estado ESTADO] [--dono DONO]` tudo o que você pode ver, uma linha cada: estado, tamanho, preço e dono
    `iniciar NOME…` inicia instâncias
    `parar NOME… [--exceto NOME] [--máximo N] [--forçar]` desliga instâncias; as que têm job, só com `--forçar`
    `manter NOME… por DURAÇÃO | até HORA | fim [porque TEXTO]` nenhum temporizador ou alerta meu vai pará-las antes disso; no máximo 7 dias
    `custo [NOME…] [--desde HORA]` o que está rodando agora, por hora e por dia, por dono
    NOME é uma instância, como `myci` ou `workspace/myci`, um padrão, como `gpu-*`, `todas` ou `minhas`.
    `ajuda tudo` mostra todos os comandos, e `ajuda parar` explica um deles.
    ");
    assert_snapshot!(world.says("U0ADA", "ajuda parar").await, @"
    to the caller:
    `parar NOME… [--exceto NOME] [--máximo N] [--forçar]` desliga instâncias; as que têm job, só com `--forçar`
    Opções: `--exceto`, `--estado`, `--dono`, `--gpu`, `--tamanho`, `--máximo`, `--simular` e `--forçar`
    Também entendo: `pare`, `desligar`, `desligue` e `desliga`
    Por exemplo: `parar todas --exceto prod-*`
    ");
    assert_snapshot!(world.says("U0BOB", "ajuda excluir").await, @"
    to the caller:
    `excluir NOME` exclui uma instância; pergunta antes
    Opções: `--simular`
    Também entendo: `exclua`, `apagar`, `apague` e `deletar`
    Por exemplo: `excluir myci`
    Você não tem permissão para isto: `quem-sou` mostra o que você pode fazer.
    ");
    assert_snapshot!(world.says("U0ADA", "quem-sou").await, @"
    to the caller:
    Você é `slack:T0DEMO/U0ADA`.
    Em research você pode usar `estado`, `listar`, `iniciar`, `parar`, `reiniciar`, `excluir`, `inatividade`, `agendar`, `anunciar`, `manter`, `auditar`, `desatualizadas`, `custo`, `verificar` e `--forçar`.
    No Entra, você é `00000000-0000-0000-0000-0000000000bb`; é isso que define `minhas`.
    ");
    assert_snapshot!(world.says("U0BOB", "whoami").await, @"
    to the caller:
    Você é `slack:T0DEMO/U0BOB`.
    Em research você pode usar `estado`, `listar`, `auditar`, `desatualizadas` e `custo`.
    Não sei quem você é no Entra; por isso `minhas` fica vazio para você.
    ");
    let pong = world.says("U0BOB", "ping").await;
    assert!(pong.contains("Estou aqui. Lamplighter "), "{pong}");
    world.finish().await;
}
