//! Azure slow, throttling, refusing; and a host that shuts down.

use std::time::Duration;

use insta::assert_snapshot;
use lamplighter_emulator::Options;
use serde_json::json;

use super::{in_brazil, world_with};
use crate::support::world::World;

#[tokio::test(start_paused = true)]
async fn a_slow_azure_is_explained() {
    let world = World::with(Options::default(), in_brazil).await;
    world.fault("*", "slow", json!({"delay_ms": 10_000, "times": 0}));
    assert_snapshot!(world.says("U0ADA", "parar myci").await, @"
    to the channel:
    🟡 O Azure está demorando para responder. Ainda estou cuidando de `parar myci` e aviso quando terminar.
    ");
    world.emulator.clear_faults();
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ *myci* parou. Levou 3 s. Disco, IP público e balanceador de carga continuam sendo cobrados.
    ");
    world.fault("list", "slow", json!({"delay_ms": 10_000}));
    assert_snapshot!(world.says("U0ADA", "listar").await, @"
    to the caller:
    🟡 O Azure está demorando para responder. Ainda estou cuidando de `listar` e aviso quando terminar.
    ");
    world.hears().await;
    world.fault("start", "slow", json!({"delay_ms": 10_000}));
    assert_snapshot!(world.says("U0ADA", "iniciar myci").await, @"
    to the channel:
    🟡 O Azure ainda não respondeu; não sei se aceitou `iniciar myci`. Vou olhar de novo e aviso.
    ");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn throttling_is_explained() {
    let world = World::with(Options::default(), in_brazil).await;
    world.fault("get", "429", json!({"retry_after": 161}));
    assert_snapshot!(world.says("U0ADA", "parar myci").await, @"
    to the channel:
    🟡 O Azure pediu para esperar 2 min 41 s antes da próxima chamada. Depois continuo com `parar myci` e aviso.
    ");
    world.hears().await;
    world.fault("get", "429", json!({"retry_after": 300, "times": 0}));
    world.says("U0ADA", "iniciar myci").await;
    assert_snapshot!(world.hears().await, @"
    to the channel:
    O Azure pediu para esperar 5 min antes da próxima chamada. Tente de novo depois disso. (id ……)
    Nada foi feito.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn refusals_are_explained() {
    let world = world_with(0).await;
    world.fault("stop", "403", json!({}));
    assert_snapshot!(world.says("U0ADA", "parar myci").await, @"
    to the caller:
    🔴 *myci*: o Azure recusou: falta `Microsoft.MachineLearningServices/workspaces/computes/stop/action` ao Lamplighter em ml-research. Quem administra o Azure concede com a função *Lamplighter* de `infra/azure`; `lamplighter check` mostra tudo o que falta. (id ……)
    ");
    world.fault("stop", "disk-full", json!({}));
    assert_snapshot!(world.says("U0ADA", "parar myci").await, @"
    to the caller:
    🔴 *myci*: o disco dela está cheio. Libere 1–2 GB pelo terminal dela antes de parar ou reiniciar; arquivos temporários devem ficar em `/mnt`. Não execute `sudo shutdown` nela.
    ");
    world.fault("start", "quota", json!({}));
    assert_snapshot!(world.says("U0ADA", "iniciar stopped-ci").await, @"
    to the caller:
    🔴 *stopped-ci*: a cota da assinatura para este tamanho, ou para a região, não é suficiente. Parar uma instância não libera cota: exclua uma de que ninguém precise ou peça mais cota a quem administra a assinatura. (id ……)
    ");
    world.fault("stop", "409", json!({}));
    assert_snapshot!(world.says("U0ADA", "parar myci").await, @"
    to the caller:
    🔴 *myci*: o Azure ainda está fazendo outra operação com ela. Tente de novo em um minuto. (id ……)
    ");
    world.fault("get", "401", json!({"times": 0}));
    assert_snapshot!(world.says("U0ADA", "estado myci").await, @"
    to the caller:
    O Azure não aceitou a autenticação do Lamplighter. Quem administra o Lamplighter descobre por quê com `lamplighter check`. (id ……)
    ");
    world.emulator.clear_faults();
    world.fault("stop", "fails-late", json!({}));
    world.says("U0ADA", "parar myci").await;
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🔴 *myci*: o Azure desistiu: demorou demais. Veja `estado` e tente de novo. (id ……) [estado]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_explained() {
    let world = World::with(Options::default(), in_brazil).await;
    world.fault("restart", "reset", json!({}));
    assert_snapshot!(world.says("U0ADA", "reiniciar myci").await, @"
    to the channel:
    🟡 O Azure ainda não respondeu; não sei se aceitou `reiniciar myci`. Vou olhar de novo e aviso.
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟢 *myci* continua rodando: o Azure não executou o reinício. Para tentar de novo, digite `reiniciar myci`. (id ……) [reiniciar myci]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_conflict_is_explained() {
    let world = world_with(0).await;
    world.fault("stop", "429", json!({"retry_after": 300}));
    world.says("U0ADA", "parar myci").await;
    world.emulator.set(
        "myci",
        json!({"lastOperation": {
        "operationName": "Restart", "operationTime": "2026-11-23T18:02:00.000+00:00",
        "operationStatus": "Succeeded", "operationTrigger": "User"}}),
    );
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *myci* foi reiniciada manualmente às <!date^1795456920^{time}|15:02>, depois do seu pedido. Deixei como está. Se ainda quiser pará-la, digite `parar myci`. [parar myci]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_is_explained() {
    let world = world_with(0).await;
    world.says("U0ADA", "parar myci").await;
    let emulator = world.emulator.clone();
    let finish = tokio::spawn(world.finish_after_reading(1));
    let last = emulator.next_message().await;
    assert_snapshot!(last.body["text"].as_str().unwrap(), @"🟡 *myci*: o Azure aceitou o pedido de parada, e não consigo mais acompanhar. Para ver se funcionou, digite `estado myci`.");
    finish.await.unwrap();

    let world = world_with(0).await;
    world.fault("get", "slow", json!({"delay_ms": 60_000, "times": 0}));
    world.says("U0ADA", "parar myci").await;
    tokio::time::advance(Duration::from_secs(1)).await;
    let emulator = world.emulator.clone();
    let finish = tokio::spawn(world.finish_after_reading(1));
    let last = emulator.next_message().await;
    let text = last.body["text"].as_str().unwrap();
    assert_snapshot!(text.split(" (id ").next().unwrap(), @"O meu tempo acabou antes de o Azure responder. Nada foi feito. Para tentar de novo, digite `parar myci`.");
    finish.await.unwrap();
}
