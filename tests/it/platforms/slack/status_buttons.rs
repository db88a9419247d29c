//! Statuses with buttons, and what pressing one does.

use std::time::Duration;

use insta::assert_snapshot;
use serde_json::json;

use super::{grant, more};
use crate::support::world::World;

#[tokio::test(start_paused = true)]
async fn a_status_has_the_buttons_that_state_and_grants_allow() {
    let starter = grant("T0DEMO/U0STA", "start", "research/*");
    let stopper = grant("T0DEMO/U0STO", "stop", "research/my*");
    let world = World::with(more(0), |config| config + &starter + &stopper).await;
    let offers = async |user: &str, text: &str| {
        let read = world.says(user, text).await;
        let last = read.lines().last().unwrap_or_default().to_owned();
        last.split_once(" [").map(|(_, labels)| format!("[{labels}"))
    };
    assert_eq!(offers("U0ADA", "status myci").await.as_deref(), Some("[Stop] [Restart]"));
    assert_eq!(offers("U0STO", "status myci").await.as_deref(), Some("[Stop]"));
    assert_eq!(offers("U0ADA", "status stopped-ci").await.as_deref(), Some("[Start]"));
    assert_eq!(offers("U0STA", "status stopped-ci").await.as_deref(), Some("[Start]"));
    assert_eq!(offers("U0STA", "status myci").await, None, "it runs");
    assert_eq!(offers("U0STO", "status stopped-ci").await, None, "not hers");
    assert_eq!(offers("U0BOB", "status myci").await, None, "a reader");
    assert_eq!(offers("U0ADA", "status busy-ci").await, None, "its job would end");
    assert_eq!(offers("U0ADA", "status myci stopped-ci").await, None, "more than one");
    assert_eq!(offers("U0ADA", "list myci").await, None);
    world.says("U0ADA", "stop myci").await;
    assert_eq!(offers("U0ADA", "status myci").await, None, "it is stopping");
    world.emulator.settle("myci");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_button_on_a_status_updates_it_and_reports_to_the_channel_once() {
    let world = World::new().await;
    let status = world.says("U0ADA", "status myci").await;
    assert_eq!(status.button("Stop").value(), "stop research/myci");
    let click = world.presses("U0ADA", &status.button("Stop")).await;
    assert_eq!((click.status, &*click), (200, "(empty)"));
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    🟡 *myci*: asked Azure to stop it. I'll tell you when it is down.
    ");
    tokio::time::advance(Duration::from_secs(41)).await;
    world.emulator.settle("myci");
    let card = world.hears().await;
    assert_snapshot!(card, @"
    to the caller, in place:
    ⚪ *myci* is stopped. [Start]
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ *myci* is stopped. It took 41 s. Disk, public IP and load balancer are still billed.
    ");
    assert_eq!(world.posts(), 3, "of the 5 that Slack takes");
    // And back again, with the button of the new message.
    world.presses("U0ADA", &card.button("Start")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    🟡 *myci*: asked Azure to start it. I'll tell you when it is running.
    ");
    tokio::time::advance(Duration::from_secs(83)).await;
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    🟢 *myci* is running. [Stop] [Restart]
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟢 *myci* is running. It took 1 min 23 s.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_button_runs_a_command_of_its_presser() {
    let world = World::new().await;
    let status = world.says("U0ADA", "status myci").await;
    world.presses("U0BOB", &status.button("Stop")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `stop`. Ask an owner of research.
    ");
    // Pressed twice in a row.
    world.presses("U0ADA", &status.button("Stop")).await;
    world.hears().await;
    world.presses("U0ADA", &status.button("Stop")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    🟡 *myci* is already stopping; there is nothing more to do.
    ");
    assert_eq!(world.asked("stop"), 1);
    world.emulator.settle("myci");
    world.hears().await;
    world.hears().await;
    // The buttons of the old status.
    world.presses("U0ADA", &status.button("Stop")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    ⚪ *myci* has been stopped since <!date^1795456800^{time}|18:00>. [Start]
    ");
    world.presses("U0ADA", &status.button("Restart")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    ⚪ *myci* is stopped, so there is nothing to restart. To start it, type `start myci`. [Start]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_failure_behind_a_button_replaces_the_message() {
    let world = World::new().await;
    let status = world.says("U0ADA", "status myci").await;
    world.fault("stop", "disk-full", json!({}));
    world.presses("U0ADA", &status.button("Stop")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    🔴 *myci*: its disk is full. Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`. Don't run `sudo shutdown` inside.
    ");
    world.fault("get", "403", json!({}));
    world.presses("U0ADA", &status.button("Stop")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    Azure refused: Lamplighter lacks `Microsoft.MachineLearningServices/workspaces/computes/read` on ml-research. An Azure owner can grant it with the role *Lamplighter* in `infra/azure`; `lamplighter check` lists everything that is missing. (id ……)
    Nothing was done.
    ");
    assert_eq!(world.posts(), 2);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn status_buttons_are_in_portuguese() {
    let world = World::with(more(0), |config| {
        config.replace("[people]\n", "[people]\n\"slack:T0DEMO/U0BIA\" = { locale = \"pt-BR\" }\n")
            + &grant("T0DEMO/U0BIA", "owner", "research/*")
    })
    .await;
    let status = world.says("U0BIA", "estado myci").await;
    assert_snapshot!(status, @"
    to the caller:
    🟢 *myci* está rodando desde <!date^1795438800^{time}|13:00> (há 5 h), iniciada manualmente.
    Tamanho DS3_V2 · US$ 0,29 por hora · pertence a Ana · desliga após 1 h de inatividade · 1 agendamento, próxima parada: <!date^1795474800^{time}|23:00>.
    A imagem do SO é 26.06.14, e a mais recente é 26.10.22. `desatualizadas myci` mostra como renovar a instância.
    Só o dono pode abrir Jupyter, JupyterLab e RStudio. [Parar] [Reiniciar]
    ");
    world.presses("U0BIA", &status.button("Parar")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    🟡 *myci*: pedi ao Azure para pará-la. Aviso quando ela parar.
    ");
    tokio::time::advance(Duration::from_secs(41)).await;
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    ⚪ *myci* está parada. [Iniciar]
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ *myci* parou. Levou 41 s. Disco, IP público e balanceador de carga continuam sendo cobrados.
    <@U0ADA>: *u0bia* parou *myci*.
    ");
    world.finish().await;
}
