//! `audit`: findings for people, for a channel once a week, and for a CI job.

use std::time::Duration;

use insta::assert_snapshot;
use jiff::Timestamp;
use lamplighter_emulator::{Options, Pace};
use serde_json::{Value, json};

use crate::support::{
    lambda_deployment::Deployment,
    process::{Azure, told},
    world::{MACHINES, World, by_hand_with},
};

/// A weekly digest for the channel.
const WEEKLY: &str = r#"
[sources.weekly]
kind = "signed"
secret = { env = "NIGHTLY_SECRET" }
command = "audit all"
notify = ["ml-ops"]

[[grants]]
to = ["weekly"]
may = ["audit"]
on = ["research/*"]
"#;

const OPS: &str = r#"
[notify.ml-ops]
kind = "slack"
url = { env = "OPS_WEBHOOK" }
"#;

fn mixed(instances: usize) -> Options {
    by_hand_with(instances)
}

/// An instance without findings.
fn flawless() -> Value {
    json!({
        "identity": null,
        "disableLocalAuth": true,
        "subnet": { "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/ml" },
        "idleTimeBeforeShutdown": "PT60M",
        "sshSettings": { "sshPublicAccess": "Disabled" },
        "errors": [],
        "osImageMetadata": {
            "currentImageVersion": "26.10.22", "latestImageVersion": "26.10.22", "isLatestOsImageVersion": true,
        },
        "lastOperation": started("2026-11-23T13:00:00.000+00:00"),
    })
}

fn started(at: &str) -> Value {
    json!({
        "operationName": "Start", "operationTime": at, "operationStatus": "Succeeded", "operationTrigger": "User",
    })
}

#[tokio::test(start_paused = true)]
async fn findings_are_listed_with_the_worst_first() {
    let world = World::with(mixed(5), |config| config).await;
    world.emulator.set(
        "ci-a0004",
        json!({
            "state": "Unusable", "errors": [{ "code": "UserError", "message": "It encountered an unusable node." }],
        }),
    );
    world.emulator.set("ci-a0001", flawless());
    assert_snapshot!(world.says("U0ADA", "audit").await, @"
    to the caller:
    8 instances, 7 with findings: 1 unusable or failed, 2 without idle shutdown, 3 whose idle shutdown may not work, 2 with an old OS image, 1 running for more than 1 d, 6 with local authentication, 6 outside a virtual network.
    🔴 *ci-a0004*: unusable (UserError) · idle shutdown may not work (managed identity) · local authentication on · not in a virtual network. `restart ci-a0004` often brings it back; if not, delete and recreate it.
    🟢 *busy-ci*: no idle shutdown · local authentication on · not in a virtual network. To set one, type `idle busy-ci 1h`.
    🟢 *ci-a0003*: no idle shutdown. To set one, type `idle ci-a0003 1h`.
    🟢 *myci*: idle shutdown may not work (managed identity) · OS image out of date, 162 d old (26.06.14, latest 26.10.22) · local authentication on · not in a virtual network. Give its identity the role *Contributor* on the workspace.
    🟢 *ci-a0002*: OS image out of date, 162 d old (26.06.14, latest 26.10.22) · local authentication on · not in a virtual network. To see how to renew it, type `outdated ci-a0002`.
    🟢 *ci-a0005*: running for 3 d 5 h · local authentication on · not in a virtual network. If nobody needs it, type `stop ci-a0005`.
    ⚪ *stopped-ci*: idle shutdown may not work (managed identity) · local authentication on · not in a virtual network. Give its identity the role *Contributor* on the workspace.
    ");
    assert_snapshot!(world.says("U0ADA", "audit myci ci-a0001").await, @"
    to the caller:
    2 instances, 1 with findings: 1 whose idle shutdown may not work, 1 with an old OS image, 1 with local authentication, 1 outside a virtual network.
    🟢 *myci*: idle shutdown may not work (managed identity) · OS image out of date, 162 d old (26.06.14, latest 26.10.22) · local authentication on · not in a virtual network. Give its identity the role *Contributor* on the workspace.
    ");
    assert_snapshot!(world.says("U0ADA", "audit myci --longer-than 4h").await, @"
    to the caller:
    1 instance, 1 with findings: 1 whose idle shutdown may not work, 1 running for more than 4 h, 1 with an old OS image, 1 with local authentication, 1 outside a virtual network.
    🟢 *myci*: idle shutdown may not work (managed identity) · running for 5 h · OS image out of date, 162 d old (26.06.14, latest 26.10.22) · local authentication on · not in a virtual network. Give its identity the role *Contributor* on the workspace.
    ");
    assert_snapshot!(world.says("U0ADA", "audit ci-a0001").await, @"
    to the caller:
    1 instance: nothing found.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn every_finding_has_its_own_text() {
    let world = World::with(mixed(0), |config| config).await;
    world.emulator.set(
        "myci",
        json!({
            "sshSettings": { "sshPublicAccess": "Enabled" }, "owner": null, "idleTimeBeforeShutdown": null,
            "errors": [{ "error": { "code": "DiskFull" } }],
            "lastOperation": started("2026-11-20T08:00:00.000+00:00"),
        }),
    );
    world.emulator.set(
        "stopped-ci",
        json!({ "state": "CreateFailed", "osImageMetadata": { "isLatestOsImageVersion": "False" } }),
    );
    world.emulator.set(
        "busy-ci",
        json!({
            "identity": null, "idleTimeBeforeShutdown": "PT60M",
            "lastOperation": started("2026-11-22T08:00:00.000+00:00"),
        }),
    );
    assert_snapshot!(world.says("U0ADA", "audit").await, @"
    to the caller:
    3 instances, 3 with findings: 1 with public SSH access, 1 without idle shutdown, 1 unusable or failed, 1 with an error, 2 running for more than 1 d, 2 with an old OS image, 1 without an owner, 3 with local authentication, 3 outside a virtual network, 1 whose idle shutdown may not work.
    🟢 *myci*: public SSH access on · no idle shutdown · Azure reports DiskFull · running for 3 d 10 h · OS image out of date, 162 d old (26.06.14, latest 26.10.22) · Azure names no owner · local authentication on · not in a virtual network. Public SSH access can't be turned off later. Create a new instance without it, with `renew myci` or in Azure ML studio.
    🔴 *stopped-ci*: not created: creating it failed · OS image out of date, age unknown · idle shutdown may not work (managed identity) · local authentication on · not in a virtual network. To fix that, delete and recreate it.
    🟢 *busy-ci*: running for 1 d 10 h · local authentication on · not in a virtual network. When its job is done, type `stop busy-ci`.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn missing_data_is_counted_and_not_taken_for_fine() {
    let world = World::with(mixed(0), |config| config).await;
    for instance in ["myci", "stopped-ci", "busy-ci"] {
        world.emulator.set(instance, flawless());
    }
    assert_snapshot!(world.says("U0ADA", "audit").await, @"
    to the caller:
    3 instances: nothing found.
    ");
    world.emulator.set("myci", json!({ "osImageMetadata": null, "idleTimeBeforeShutdown": "some day" }));
    world
        .emulator
        .set("busy-ci", json!({ "lastOperation": null, "osImageMetadata": {}, "sshSettings": null }));
    world.emulator.set("stopped-ci", json!({ "state": null }));
    assert_snapshot!(world.says("U0ADA", "audit").await, @"
    to the caller:
    3 instances: nothing found.
    Azure does not say whether 1 has public SSH access, how long 1 has been running, whether the OS image of 2 is the latest, the idle time of 1 in a form that I can read and the state of 1.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_owner_sees_only_their_own_instances() {
    let mine = "\n[[grants]]\nto = [\"slack:T0EVE/U0EVE\"]\nmay = [\"audit\"]\non = [\"mine\"]\n\n\
                [people.\"slack:T0EVE/U0EVE\"]\nid = \"00000000-0000-0000-0000-0000000000bc\"\n";
    let world = World::with(mixed(3), |config| config + mine).await;
    let says = async |text: &str| {
        let body = world.typed("U0EVE", text).replace("T0DEMO", "T0EVE");
        world.post(&body).await
    };
    assert_snapshot!(says("audit").await, @"
    to the caller:
    3 instances, 3 with findings: 1 without idle shutdown, 3 with local authentication, 3 outside a virtual network, 1 whose idle shutdown may not work.
    🟢 *busy-ci*: no idle shutdown · local authentication on · not in a virtual network. To set one, type `idle busy-ci 1h`.
    ⚪ *stopped-ci*: idle shutdown may not work (managed identity) · local authentication on · not in a virtual network. Give its identity the role *Contributor* on the workspace.
    🟢 *ci-a0001*: local authentication on · not in a virtual network. Local authentication can only be turned off when an instance is created: `disableLocalAuth` in its ARM template.
    ");
    assert_snapshot!(says("audit myci").await, @"
    to the caller:
    I don't see `myci`. `list` shows what you can see. [list]
    ");
    assert_snapshot!(says("audit all --longer-than 1h").await, @"
    to the caller:
    3 instances, 3 with findings: 1 without idle shutdown, 2 running for more than 1 h, 3 with local authentication, 3 outside a virtual network, 1 whose idle shutdown may not work.
    🟢 *busy-ci*: no idle shutdown · running for 5 h · local authentication on · not in a virtual network. To set one, type `idle busy-ci 1h`.
    🟢 *ci-a0001*: running for 5 h · local authentication on · not in a virtual network. If nobody needs it, type `stop ci-a0001`.
    ⚪ *stopped-ci*: idle shutdown may not work (managed identity) · local authentication on · not in a virtual network. Give its identity the role *Contributor* on the workspace.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_large_fleet_is_truncated_and_counted() {
    let world = World::with(mixed(90), |config| config).await;
    let said = world.says("U0ADA", "audit").await;
    let lines: Vec<_> = said.lines().collect();
    assert_snapshot!(format!("{}\n{}\n…\n{}", lines[1], lines[2], lines[lines.len() - 1]), @"
    93 instances, 81 with findings: 19 without idle shutdown, 9 with public SSH access, 16 with an old OS image, 11 running for more than 1 d, 19 whose idle shutdown may not work, 63 with local authentication, 63 outside a virtual network.
    🟢 *ci-a0008*: no idle shutdown · OS image out of date, 162 d old (26.06.14, latest 26.10.22) · local authentication on · not in a virtual network. To set one, type `idle ci-a0008 1h`.
    …
    … and 41 more. Narrow it down with a glob.
    ");
    assert_eq!(lines.len(), 43, "whom it is shown to, the head, 40 lines, the cut");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_unreadable_workspace_is_listed_first() {
    let two = "\n[workspaces.vision]\nsubscription = \"00000000-0000-0000-0000-000000000001\"\n\
               resource_group = \"ml-rg\"\nworkspace = \"no-such\"\n";
    let world =
        World::with(mixed(0), |config| config.replace("on = [\"research/*\"]", "on = [\"*\"]") + two).await;
    assert_snapshot!(world.says("U0ADA", "audit").await, @"
    to the caller:
    3 instances, 3 with findings: 1 without idle shutdown, 2 whose idle shutdown may not work, 1 with an old OS image, 3 with local authentication, 3 outside a virtual network.
    🔴 I could not read *vision*: Azure has no workspace with the name in the configuration. The Lamplighter administrator can correct it. (id ……)
    🟢 *research/busy-ci*: no idle shutdown · local authentication on · not in a virtual network. To set one, type `idle research/busy-ci 1h`.
    🟢 *research/myci*: idle shutdown may not work (managed identity) · OS image out of date, 162 d old (26.06.14, latest 26.10.22) · local authentication on · not in a virtual network. Give its identity the role *Contributor* on the workspace.
    ⚪ *research/stopped-ci*: idle shutdown may not work (managed identity) · local authentication on · not in a virtual network. Give its identity the role *Contributor* on the workspace.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn findings_are_in_portuguese_for_those_who_speak_it() {
    let world = World::with(mixed(4), |config| {
        config.replace("tz = \"Europe/Lisbon\"", "locale = \"pt-BR\"\ntz = \"America/Sao_Paulo\"")
    })
    .await;
    world.emulator.set(
        "myci",
        json!({
            "sshSettings": { "sshPublicAccess": "Enabled" }, "owner": null,
            "errors": [{ "error": { "code": "DiskFull" } }],
        }),
    );
    world.emulator.set("ci-a0001", json!({ "state": "Unusable" }));
    world.emulator.set("ci-a0002", json!({ "state": "UserSetupFailed", "sshSettings": null }));
    world.emulator.set(
        "ci-a0004",
        json!({ "osImageMetadata": null, "lastOperation": null, "idleTimeBeforeShutdown": "um dia" }),
    );
    world.emulator.set("busy-ci", json!({ "lastOperation": started("2026-11-22T08:00:00.000+00:00") }));
    world.emulator.set("stopped-ci", json!({ "state": null }));
    assert_snapshot!(world.says("U0ADA", "auditar").await, @"
    to the caller:
    7 instâncias, 7 com algo a resolver: 1 com acesso público por SSH, 2 sem desligamento automático por inatividade, 2 com falha ou inutilizáveis, 1 com erro, 2 com desligamento automático que pode não funcionar, 2 com imagem do SO desatualizada, 1 sem dono, 1 rodando há mais de 1 d, 6 com autenticação local, 6 fora de uma rede virtual.
    O Azure não diz se 1 tem acesso público por SSH, o estado de 1, o tempo de inatividade de 1 em um formato que eu consiga ler, desde quando 1 está rodando e se a imagem do SO de 1 é a mais recente.
    🟢 *myci*: acesso público por SSH ligado · o Azure informa DiskFull · desligamento automático pode não funcionar (identidade gerenciada) · imagem do SO desatualizada, com 162 d (26.06.14; a mais recente é 26.10.22) · o Azure não diz quem é o dono · autenticação local ligada · fora de uma rede virtual. O acesso público por SSH não pode ser desligado depois. Crie uma instância nova sem ele, com `renovar myci` ou no estúdio do Azure ML.
    🟢 *busy-ci*: sem desligamento automático por inatividade · rodando há 1 d 10 h · autenticação local ligada · fora de uma rede virtual. Para definir um, digite `inatividade busy-ci 1h`.
    🔴 *ci-a0002*: com falha no script de configuração · imagem do SO desatualizada, com 162 d (26.06.14; a mais recente é 26.10.22) · autenticação local ligada · fora de uma rede virtual. Para corrigir, exclua e recrie a instância.
    🔴 *ci-a0001*: inutilizável · autenticação local ligada · fora de uma rede virtual. `reiniciar ci-a0001` costuma resolver; se não resolver, exclua e recrie a instância.
    🟢 *ci-a0003*: sem desligamento automático por inatividade. Para definir um, digite `inatividade ci-a0003 1h`.
    🟡 *stopped-ci*: desligamento automático pode não funcionar (identidade gerenciada) · autenticação local ligada · fora de uma rede virtual. Dê à identidade dela a função Colaborador (*Contributor*) no workspace.
    🟢 *ci-a0004*: autenticação local ligada · fora de uma rede virtual. A autenticação local só pode ser desligada na criação de uma instância: `disableLocalAuth` no modelo do ARM.
    ");
    assert_snapshot!(world.says("U0ADA", "auditar myci --mais-de 4h").await, @"
    to the caller:
    1 instância, 1 com algo a resolver: 1 com acesso público por SSH, 1 com erro, 1 com desligamento automático que pode não funcionar, 1 rodando há mais de 4 h, 1 com imagem do SO desatualizada, 1 sem dono, 1 com autenticação local, 1 fora de uma rede virtual.
    🟢 *myci*: acesso público por SSH ligado · o Azure informa DiskFull · desligamento automático pode não funcionar (identidade gerenciada) · rodando há 5 h · imagem do SO desatualizada, com 162 d (26.06.14; a mais recente é 26.10.22) · o Azure não diz quem é o dono · autenticação local ligada · fora de uma rede virtual. O acesso público por SSH não pode ser desligado depois. Crie uma instância nova sem ele, com `renovar myci` ou no estúdio do Azure ML.
    ");
    world.emulator.set("ci-a0001", flawless());
    world.emulator.set("ci-a0001", json!({ "state": "Running" }));
    assert_snapshot!(world.says("U0ADA", "auditoria ci-a0001").await, @"
    to the caller:
    1 instância: nada a apontar.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_weekly_timer_posts_the_digest_to_the_channel() {
    let world = World::with_machines(WEEKLY).await;
    assert_snapshot!(world.sends("weekly", "", &[]).await, @"
    HTTP 200: weekly audit all:
    3 instances, 3 with findings: 1 without idle shutdown, 2 whose idle shutdown may not work, 1 with an old OS image, 3 with local authentication, 3 outside a virtual network.
    🟢 busy-ci: no idle shutdown · local authentication on · not in a virtual network. To set one, type idle busy-ci 1h.
    🟢 myci: idle shutdown may not work (managed identity) · OS image out of date, 162 d old (26.06.14, latest 26.10.22) · local authentication on · not in a virtual network. Give its identity the role Contributor on the workspace.
    ⚪ stopped-ci: idle shutdown may not work (managed identity) · local authentication on · not in a virtual network. Give its identity the role Contributor on the workspace.
      research/busy-ci done JobRunning
      research/myci done Running
      research/stopped-ci done Stopped
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *weekly* `audit all`:
    3 instances, 3 with findings: 1 without idle shutdown, 2 whose idle shutdown may not work, 1 with an old OS image, 3 with local authentication, 3 outside a virtual network.
    🟢 *busy-ci*: no idle shutdown · local authentication on · not in a virtual network. To set one, type `idle busy-ci 1h`.
    🟢 *myci*: idle shutdown may not work (managed identity) · OS image out of date, 162 d old (26.06.14, latest 26.10.22) · local authentication on · not in a virtual network. Give its identity the role *Contributor* on the workspace.
    ⚪ *stopped-ci*: idle shutdown may not work (managed identity) · local authentication on · not in a virtual network. Give its identity the role *Contributor* on the workspace.
    ");
    for instance in ["myci", "stopped-ci", "busy-ci"] {
        world.emulator.set(instance, flawless());
    }
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_snapshot!(world.sends("weekly", "", &[]).await, @"
    HTTP 200: weekly audit all:
    3 instances: nothing found.
      research/busy-ci done JobRunning
      research/myci done Running
      research/stopped-ci done Stopped
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *weekly* `audit all`:
    3 instances: nothing found.
    ");
    world.finish().await;
}

/// EventBridge invokes the function, and the function posts to the channel.
#[tokio::test]
async fn a_platforms_timer_posts_the_digest_too() {
    let sources = WEEKLY.replace("secret = { env = \"NIGHTLY_SECRET\" }\n", "");
    let sources = sources.replace("kind = \"signed\"", "kind = \"event\"") + OPS;
    let mut deployed = Deployment::configured(&sources, &[]).await;
    deployed.lambda.asks_next().await;
    for instance in ["myci", "stopped-ci"] {
        deployed.emulator.set(instance, flawless());
        deployed.emulator.set(instance, json!({ "state": "Stopped" }));
    }
    let event = json!({"source": "weekly", "time": Timestamp::now().to_string()});
    deployed.lambda.invoke(event, Duration::from_secs(900));
    deployed.lambda.replies().await.result.expect("a result");
    let told = deployed.emulator.next_message().await.body;
    assert_snapshot!(told["text"].as_str().unwrap(), @"
    *weekly* `audit all`:
    3 instances, 1 with findings: 1 without idle shutdown, 1 with local authentication, 1 outside a virtual network.
    🟢 *busy-ci*: no idle shutdown · local authentication on · not in a virtual network. To set one, type `idle busy-ci 1h`.
    ");
}

#[tokio::test(start_paused = true)]
async fn a_quiet_digest_is_posted_only_with_findings() {
    let quiet = WEEKLY.replace("notify =", "quiet = true\nnotify =");
    let world = World::with_machines(&quiet).await;
    for instance in ["myci", "stopped-ci", "busy-ci"] {
        world.emulator.set(instance, flawless());
    }
    assert_eq!(world.sends("weekly", "", &[]).await.status, 200);
    world.emulator.set("myci", json!({ "subnet": null }));
    assert_eq!(world.sends("weekly", "", &[]).await.status, 200);
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *weekly* `audit all`:
    3 instances, 1 with findings: 1 outside a virtual network.
    🟢 *myci*: not in a virtual network. The network is set when an instance is created: create a new one in a virtual network.
    ");
    world.emulator.set("myci", flawless());
    world.fault("list", "403", json!({"times": 1}));
    assert_eq!(world.sends("weekly", "", &[]).await.status, 424);
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *weekly* `audit all`:
    Azure refused: Lamplighter lacks `Microsoft.MachineLearningServices/workspaces/computes/read` on ml-research. An Azure owner can grant it with the role *Lamplighter* in `infra/azure`; `lamplighter check` lists everything that is missing. (id ……)
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_script_gets_each_finding_as_data() {
    let world = World::with(mixed(0), |config| format!("{config}{MACHINES}")).await;
    world.emulator.set("busy-ci", flawless());
    let body = json!({ "command": "audit busy-ci stopped-ci" }).to_string();
    let answer = world.sends("script", &body, &[]).await;
    assert_snapshot!(serde_json::to_string_pretty(&answer.body["findings"]).unwrap(), @r#"
    [
      {
        "detail": "idle shutdown may not work (managed identity)",
        "finding": "idle-shutdown-may-fail",
        "instance": "stopped-ci",
        "policy": null,
        "remedy": "Give its identity the role *Contributor* on the workspace.",
        "severity": "low",
        "workspace": "research"
      },
      {
        "detail": "local authentication on",
        "finding": "local-auth",
        "instance": "stopped-ci",
        "policy": "e96a9a5f-07ca-471b-9bc5-6a0f33cbd68f",
        "remedy": "Local authentication can only be turned off when an instance is created: `disableLocalAuth` in its ARM template.",
        "severity": "low",
        "workspace": "research"
      },
      {
        "detail": "not in a virtual network",
        "finding": "no-vnet",
        "instance": "stopped-ci",
        "policy": "7804b5c7-01dc-4723-969b-ae300cc07ff1",
        "remedy": "The network is set when an instance is created: create a new one in a virtual network.",
        "severity": "low",
        "workspace": "research"
      }
    ]
    "#);
    let body = json!({ "command": "audit busy-ci" }).to_string();
    assert_eq!(
        world.sends("script", &body, &[]).await.body["findings"],
        json!([]),
        "none, where there is none"
    );
    let body = json!({ "command": "list" }).to_string();
    assert_eq!(world.sends("script", &body, &[]).await.body.get("findings"), None);
    world.finish().await;
}

/// An Azure with a fleet whose findings are the same on every day.
async fn settled() -> Azure {
    let azure = Azure::at(Pace::ByHand).await;
    azure.emulator.set("busy-ci", flawless());
    azure.emulator.set("busy-ci", json!({ "state": "Stopped", "osImageMetadata": null, "subnet": null }));
    azure.emulator.set("stopped-ci", flawless());
    azure.emulator.set("myci", json!({ "state": "Stopped", "errors": [{ "code": "Quote\", comma" }] }));
    let image = json!({ "currentImageVersion": "odd", "isLatestOsImageVersion": false });
    azure.emulator.set("myci", json!({ "osImageMetadata": image }));
    azure
}

#[tokio::test]
async fn a_terminal_prints_text_csv_or_json() {
    let azure = settled().await;
    let run = async |args: &[&str]| azure.run(&[&["run", "audit all"], args].concat()).await;
    let (code, words) = run(&[]).await;
    assert_eq!(code, 0, "{words}");
    assert_snapshot!(words, @r#"
    3 instances, 2 with findings: 1 with an error, 1 with an old OS image, 1 whose idle shutdown may not work, 1 with local authentication, 2 outside a virtual network.
    Azure does not say whether the OS image of 1 is the latest.
    ⚪ myci: Azure reports Quote", comma · OS image out of date, age unknown · idle shutdown may not work (managed identity) · local authentication on · not in a virtual network. To see more, type `status myci`.
    ⚪ busy-ci: not in a virtual network. The network is set when an instance is created: create a new one in a virtual network.
    "#);
    assert_eq!(run(&["--format", "text"]).await, (0, words));
    let (code, sheet) = run(&["--format", "csv"]).await;
    assert_eq!(code, 0, "{sheet}");
    assert!(sheet.lines().count() > 3 && sheet.matches("\r\n").count() == sheet.lines().count());
    assert_snapshot!(sheet.replace("\r\n", "\n"), @r#"
    workspace,instance,finding,severity,policy,detail,remedy
    research,myci,azure-error,medium,,"Azure reports Quote"", comma","To see more, type `status research/myci`."
    research,myci,image-outdated,medium,f110a506-2dcb-422e-bcea-d533fc8c35e2,"OS image out of date, age unknown","To see how to renew it, type `outdated research/myci`."
    research,myci,idle-shutdown-may-fail,low,,idle shutdown may not work (managed identity),Give its identity the role *Contributor* on the workspace.
    research,myci,local-auth,low,e96a9a5f-07ca-471b-9bc5-6a0f33cbd68f,local authentication on,Local authentication can only be turned off when an instance is created: `disableLocalAuth` in its ARM template.
    research,myci,no-vnet,low,7804b5c7-01dc-4723-969b-ae300cc07ff1,not in a virtual network,The network is set when an instance is created: create a new one in a virtual network.
    research,busy-ci,no-vnet,low,7804b5c7-01dc-4723-969b-ae300cc07ff1,not in a virtual network,The network is set when an instance is created: create a new one in a virtual network.
    research,busy-ci,image-unknown,unknown,,Azure does not say whether its OS image is the latest,
    "#);
    let (code, json) = run(&["--format", "json"]).await;
    assert_eq!(code, 0, "{json}");
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_snapshot!(serde_json::to_string_pretty(&json["findings"][0]).unwrap(), @r#"
    {
      "detail": "Azure reports Quote\", comma",
      "finding": "azure-error",
      "instance": "myci",
      "policy": null,
      "remedy": "To see more, type `status research/myci`.",
      "severity": "medium",
      "workspace": "research"
    }
    "#);
    assert_eq!(json["findings"].as_array().unwrap().len(), sheet.lines().count() - 1);
    let (_, line) = run(&["--json"]).await;
    let line: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(line["findings"], json["findings"]);
}

#[tokio::test]
async fn a_csv_is_in_the_readers_language() {
    let azure = settled().await;
    let mut run = azure.lamplighter(&["run", "auditar todas", "--format", "csv"]);
    let config = std::fs::read_to_string("docs/demo.toml").unwrap();
    let config = config.replace("http://127.0.0.1:8181", &azure.url);
    run.env("LAMPLIGHTER_CONFIG", format!("locale = \"pt-BR\"\n{config}"));
    let (code, sheet) = told(run.output().await.unwrap());
    assert_eq!(code, 0, "{sheet}");
    assert_snapshot!(sheet.replace("\r\n", "\n"), @r#"
    workspace,instance,finding,severity,policy,detail,remedy
    research,myci,azure-error,medium,,"o Azure informa Quote"", comma","Para saber mais, digite `estado research/myci`."
    research,myci,image-outdated,medium,f110a506-2dcb-422e-bcea-d533fc8c35e2,"imagem do SO desatualizada, idade desconhecida","Para ver como renovar, digite `desatualizadas research/myci`."
    research,myci,idle-shutdown-may-fail,low,,desligamento automático pode não funcionar (identidade gerenciada),Dê à identidade dela a função Colaborador (*Contributor*) no workspace.
    research,myci,local-auth,low,e96a9a5f-07ca-471b-9bc5-6a0f33cbd68f,autenticação local ligada,A autenticação local só pode ser desligada na criação de uma instância: `disableLocalAuth` no modelo do ARM.
    research,myci,no-vnet,low,7804b5c7-01dc-4723-969b-ae300cc07ff1,fora de uma rede virtual,A rede é definida na criação: crie uma instância nova dentro de uma rede virtual.
    research,busy-ci,no-vnet,low,7804b5c7-01dc-4723-969b-ae300cc07ff1,fora de uma rede virtual,A rede é definida na criação: crie uma instância nova dentro de uma rede virtual.
    research,busy-ci,image-unknown,unknown,,o Azure não diz se a imagem do SO dela é a mais recente,
    "#);
}

#[tokio::test]
async fn the_exit_code_is_for_ci() {
    let azure = settled().await;
    let run = async |args: &[&str]| azure.run(&[&["run", "audit all"], args].concat()).await.0;
    assert_eq!(run(&[]).await, 0, "nothing of high severity");
    assert_eq!(run(&["--fail-on", "medium"]).await, 5);
    azure.emulator.set("myci", flawless());
    assert_eq!(run(&["--fail-on", "medium"]).await, 0);
    assert_eq!(run(&["--fail-on", "low"]).await, 5, "no virtual network");
    azure.emulator.set("busy-ci", json!({ "subnet": flawless()["subnet"] }));
    assert_eq!(run(&["--fail-on", "low"]).await, 0, "what is unknown fails nothing");
    azure.emulator.set("myci", json!({ "state": "Unusable" }));
    for format in ["text", "csv", "json"] {
        assert_eq!(run(&["--format", format]).await, 5, "{format}");
    }
    azure.fault(json!({"operation": "list", "fault": "403", "times": 0}));
    let (code, said) = azure.run(&["run", "audit", "--format", "csv"]).await;
    assert_eq!(code, 1, "not read is not clean: {said}");
    assert!(said.starts_with("Azure refused"), "{said}");
}

#[tokio::test]
async fn a_format_is_accepted_only_for_findings() {
    let azure = Azure::at(Pace::ByHand).await;
    for args in [&["list", "--format", "csv"][..], &["stop myci", "--fail-on", "low"]] {
        let (code, said) = azure.run(&[&["run"], args].concat()).await;
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("go with `audit` and `outdated`"), "{said}");
    }
    let (code, said) = azure.run(&["run", "audit", "--format", "csv", "--json"]).await;
    assert_eq!(code, 2, "{said}");
    assert_eq!(azure.emulator.requests().len(), 0);
    let (code, said) = azure.run(&["run", "adit all", "--format", "csv"]).await;
    assert_eq!(code, 2);
    assert!(said.contains("Did you mean `audit all`?"), "{said}");
}
