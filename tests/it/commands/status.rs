//! `status` of few instances: the details, for three calls.

use insta::assert_snapshot;
use jiff::SignedDuration;
use lamplighter_emulator::{Options, Pace, Rights};
use serde_json::{Value, json};

use crate::support::{
    reply::Reply,
    world::{World, by_hand},
};

/// Asks as Ada, who owns `myci`.
async fn status(world: &World, text: &str) -> Reply {
    world.says("U0ADA", text).await
}

async fn speaking_portuguese() -> World {
    World::with(by_hand(), |config| format!("locale = \"pt-BR\"\n{config}")).await
}

/// A last operation, two hours ago.
fn last(world: &World, name: &str, status: &str, trigger: Value) -> Value {
    let at = world.now() - SignedDuration::from_hours(2);
    json!({
        "operationName": name, "operationTime": at.to_string(), "operationStatus": status,
        "operationTrigger": trigger,
    })
}

#[tokio::test(start_paused = true)]
async fn a_status_of_one_instance_takes_three_calls() {
    let world = World::new().await;
    world.says("U0ADA", "keep myci for 4h because training").await;
    status(&world, "status myci").await;
    tokio::time::advance(std::time::Duration::from_secs(20)).await;
    world.emulator.forget_requests();
    assert_snapshot!(status(&world, "status myci").await, @"
    to the caller:
    🟢 *myci* has been running since <!date^1795438800^{time}|13:00> (5 h), started manually.
    Size DS3_V2 · $0.29 per hour · owner: you · stops when idle for 1 h · 1 schedule, next stop: <!date^1795474800^{time}|23:00>.
    Kept by u0ada until <!date^1795471200^{time}|22:00> (training).
    Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
    Open <https://myci.eastus2.instances.azureml.ms/tree/|Jupyter> · <https://myci.eastus2.instances.azureml.ms/lab|Jupyter Lab> [Stop] [Restart]
    ");
    let mut calls = world.calls();
    calls.sort();
    assert_eq!(calls, ["get", "tags"], "prices hold for a day");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn several_instances_share_one_read_of_tags() {
    let world = World::new().await;
    assert_snapshot!(status(&world, "status all").await, @"
    to the caller:
    🟢 *myci* has been running since <!date^1795438800^{time}|13:00> (5 h), started manually.
    Size DS3_V2 · $0.29 per hour · owner: you · stops when idle for 1 h · 1 schedule, next stop: <!date^1795474800^{time}|23:00>.
    Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
    Open <https://myci.eastus2.instances.azureml.ms/tree/|Jupyter> · <https://myci.eastus2.instances.azureml.ms/lab|Jupyter Lab>
    🟢 *busy-ci* is running a job.
    Size E4S_V3 · $0.25 per hour · owner `00000000-0000-0000-0000-0000000000bc` · no idle shutdown.
    Last: started manually at <!date^1795438800^{time}|13:00>.
    Only its owner can open Jupyter, JupyterLab and RStudio.
    ⚪ *stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (14 h), by idle shutdown.
    Size NC6S_V3 · $3.06 per hour when it runs · owner `00000000-0000-0000-0000-0000000000bc` · stops when idle for 1 h.
    ");
    let mut calls = world.calls();
    calls.sort();
    assert_eq!(calls, ["list", "tags", "token", "vmSizes"]);
    world.emulator.forget_requests();
    world.says("U0ADA", "list").await;
    assert_eq!(world.calls(), ["list"]);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_cause_of_a_state_is_shown_as_far_as_azure_says() {
    let world = World::new().await;
    let head = async |changes: Value| {
        world.emulator.set("myci", changes);
        let read = status(&world, "status myci").await;
        let told = read.lines().filter(|line| line.contains("*myci*") || line.starts_with("Last"));
        told.collect::<Vec<_>>().join("\n")
    };
    let mut told = Vec::new();
    for (state, name, ended, trigger) in [
        ("Running", "Start", "Succeeded", json!("Schedule")),
        ("Running", "Restart", "Succeeded", json!("User")),
        ("Running", "Create", "Succeeded", Value::Null),
        ("Running", "Start", "Succeeded", json!("Autopilot")),
        ("Stopped", "Stop", "Succeeded", json!("IdleShutdown")),
        ("Stopping", "Stop", "InProgress", json!("Schedule")),
        ("JobRunning", "Start", "Succeeded", json!("User")),
        ("Running", "Stop", "StopFailed", json!("IdleShutdown")),
        ("Unusable", "Resize", "InProgress", Value::Null),
    ] {
        let last = last(&world, name, ended, trigger);
        told.push(head(json!({"state": state, "lastOperation": last})).await);
    }
    assert_snapshot!(told.join("\n"), @"
    🟢 *myci* has been running since <!date^1795449600^{time}|16:00> (2 h), started by a schedule.
    🟢 *myci* has been running since <!date^1795449600^{time}|16:00> (2 h), restarted manually.
    🟢 *myci* has been running since <!date^1795449600^{time}|16:00> (2 h).
    🟢 *myci* has been running since <!date^1795449600^{time}|16:00> (2 h), started by Autopilot.
    ⚪ *myci* has been stopped since <!date^1795449600^{time}|16:00> (2 h), by idle shutdown.
    🟡 *myci* is stopping, since <!date^1795449600^{time}|16:00> (2 h), by a schedule.
    🟢 *myci* is running a job.
    Last: started manually at <!date^1795449600^{time}|16:00>.
    🟢 *myci* is running.
    Last: stop by idle shutdown at <!date^1795449600^{time}|16:00>; it failed.
    🔴 *myci* is unusable.
    Last: resize, since <!date^1795449600^{time}|16:00>; not finished yet.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_failed_state_is_shown_with_a_remedy() {
    let world = World::new().await;
    world.emulator.set(
        "stopped-ci",
        json!({"state": "Unusable", "errors": [
            {"error": {"code": "UserError", "message": "It encountered an unusable node."}},
            {"code": "Odd", "message": "Something that nobody has seen before."},
        ], "osImageMetadata": {"isLatestOsImageVersion": false}}),
    );
    assert_snapshot!(status(&world, "status stopped-ci").await, @"
    to the caller:
    🔴 *stopped-ci* is unusable.
    🔴 Azure reports it unusable. `restart` often brings it back; if not, delete and recreate it. (id ……)
    🔴 Azure says: Something that nobody has seen before.
    Size NC6S_V3 · $3.06 per hour when it runs · owner `00000000-0000-0000-0000-0000000000bc` · stops when idle for 1 h.
    Last: stopped by idle shutdown at <!date^1795406400^{time}|04:00>.
    Its OS image is out of date. `outdated stopped-ci` shows how to renew it. [Restart]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn details_that_may_not_be_read_are_omitted() {
    let world = World::new().await;
    let mut rights = Rights::default();
    rights.actions.retain(|action| !action.contains("tags") && !action.contains("locations"));
    world.emulator.grant(rights);
    assert_snapshot!(status(&world, "status stopped-ci").await, @"
    to the caller:
    ⚪ *stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (14 h), by idle shutdown.
    Size NC6S_V3 · owner `00000000-0000-0000-0000-0000000000bc` · stops when idle for 1 h.
    I could not see just now whether somebody keeps it. [Start]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn details_delay_a_status_by_two_seconds_at_most() {
    let world = World::new().await;
    world.fault("tags", "slow", json!({"delay_ms": 30_000, "times": 0}));
    world.fault("vmSizes", "slow", json!({"delay_ms": 30_000, "times": 0}));
    let began = world.now();
    world.says("U0ADA", "status stopped-ci").await;
    assert!(world.hears().await.contains("*stopped-ci* has been stopped"));
    let took = world.now().duration_since(began);
    assert!(took <= SignedDuration::from_secs(5), "{took:#}");
    assert_eq!(world.asked("tags"), 1);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_expired_keep_is_neither_shown_nor_removed() {
    let world = World::new().await;
    world.says("U0ADA", "keep myci for 1h").await;
    tokio::time::advance(std::time::Duration::from_secs(2 * 3600)).await;
    world.emulator.forget_requests();
    let told = status(&world, "status myci").await;
    assert!(!told.contains("Kept"), "{told}");
    assert_eq!(world.asked("tag"), 0, "who only looks changes nothing");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn tags_are_read_only_in_the_instances_workspace() {
    let two = "\n[workspaces.vision]\nsubscription = \"00000000-0000-0000-0000-000000000001\"\nresource_group = \"ml-rg\"\nworkspace = \"ml-ws-0001\"\n\n[[grants]]\nto = [\"slack:T0DEMO/U0ADA\"]\nmay = [\"owner\"]\non = [\"vision/*\"]\n";
    let options = Options { pace: Pace::ByHand, workspaces: 1, ..Options::default() };
    let world = World::with(options, |config| config + two).await;
    status(&world, "status myci").await;
    assert_eq!((world.asked("get"), world.asked("tags")), (2, 1));
    let read = status(&world, "status vision/spare-w0001").await;
    assert!(read.contains("*vision/spare-w0001*"), "{read}");
    assert_eq!((world.asked("get"), world.asked("tags")), (3, 2));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_status_is_in_portuguese_for_those_who_speak_it() {
    let world = speaking_portuguese().await;
    world.says("U0ADA", "manter myci por 4h porque treino").await;
    assert_snapshot!(status(&world, "estado myci").await, @"
    to the caller:
    🟢 *myci* está rodando desde <!date^1795438800^{time}|13:00> (há 5 h), iniciada manualmente.
    Tamanho DS3_V2 · US$ 0,29 por hora · é sua · desliga após 1 h de inatividade · 1 agendamento, próxima parada: <!date^1795474800^{time}|23:00>.
    Protegida por u0ada até <!date^1795471200^{time}|22:00> (treino).
    A imagem do SO é 26.06.14, e a mais recente é 26.10.22. `desatualizadas myci` mostra como renovar a instância.
    Abrir <https://myci.eastus2.instances.azureml.ms/tree/|Jupyter> · <https://myci.eastus2.instances.azureml.ms/lab|Jupyter Lab> [Parar] [Reiniciar]
    ");
    assert_snapshot!(status(&world, "estado stopped-ci").await, @"
    to the caller:
    ⚪ *stopped-ci* está parada desde <!date^1795406400^{time}|04:00> (há 14 h), pelo desligamento automático por inatividade.
    Tamanho NC6S_V3 · US$ 3,06 por hora quando roda · pertence a `00000000-0000-0000-0000-0000000000bc` · desliga após 1 h de inatividade. [Iniciar]
    ");
    let failed = last(&world, "Stop", "StopFailed", json!("Schedule"));
    world.emulator.set("busy-ci", json!({"state": "Running", "lastOperation": failed, "errors": [
        {"error": {"code": "X", "message": "StopCompute is not allowed when ComputeInstance disk is full."}},
    ]}));
    assert_snapshot!(status(&world, "estado busy-ci").await, @"
    to the caller:
    🟢 *busy-ci* está rodando.
    🔴 O disco dela está cheio. Libere 1–2 GB pelo terminal dela antes de parar ou reiniciar; arquivos temporários devem ficar em `/mnt`. Não execute `sudo shutdown` nela.
    Tamanho E4S_V3 · US$ 0,25 por hora · pertence a `00000000-0000-0000-0000-0000000000bc` · sem desligamento automático por inatividade.
    Última operação: parada pedida por um agendamento às <!date^1795449600^{time}|16:00>; falhou.
    Só o dono pode abrir Jupyter, JupyterLab e RStudio.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_state_claims_no_more_than_azure_says() {
    let world = World::new().await;
    for (state, read) in [
        ("Updating", "🟡 *myci* is Updating."),
        ("SetupFailed", "🔴 *myci* is not set up: setting it up failed."),
        ("UserSetupFailed", "🔴 *myci* is not set up: its set-up script failed."),
    ] {
        world.emulator.set("myci", json!({"state": state}));
        let said = status(&world, "status myci").await;
        assert!(said.contains(read), "{state}: {said}");
    }
    world.finish().await;
}
