//! The demo's `budget`: its channel is shown what there is to stop, and whoever presses a button stops an instance.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{
    alert_senders::BUDGET,
    world::{World, by_hand_with},
};

/// The world in which 80 % of the budget are spent.
async fn alerted(configure: impl FnOnce(String) -> String, instances: usize) -> World {
    let world = World::with(by_hand_with(instances), configure).await;
    let token = world.token_for("api://00000000-0000-0000-0000-0000000000ab").await;
    let mut fired: Value = serde_json::from_str(BUDGET).unwrap();
    fired["data"]["essentials"]["firedDateTime"] = json!(world.now().to_string());
    let token = [("authorization", format!("Bearer {token}"))];
    let answer = world.sends_with("budget", &token, &fired.to_string()).await;
    assert_eq!(answer.status, 200);
    world
}

#[tokio::test(start_paused = true)]
async fn a_budget_proposes_to_the_channel_and_the_presser_needs_a_grant() {
    let world = alerted(|config| config, 2).await;
    let proposal = world.hears().await;
    assert_snapshot!(proposal, @"
    to the channel:
    Budget *ml-monthly*: $3,311.90 of $4,000.00 spent (83%). Cost data is 8 to 24 hours old.
    3 instances to stop, dearest first. Nothing has been done yet; type `stop NAME`, or `stop research/all` for all.
    Saves $0.73 per hour.
    🟢 *myci* · DS3_V2 · $0.29 per hour · <@U0ADA>
    🟢 *ci-a0002* · E4S_V3 · $0.25 per hour · <@U0CLEO>
    🟢 *ci-a0001* · DS11_V2 · $0.19 per hour · <@U0DAN>
    🟢 *busy-ci* is running a job; left running [Stop myci] [Stop ci-a0002] [Stop ci-a0001]
    ");
    let stop = proposal.button("Stop ci-a0002");
    world.presses("U0BOB", &stop).await;
    assert_snapshot!(world.hears().await, @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `stop`. Ask an owner of research.
    ");
    assert_eq!(world.asked("stop"), 0);
    world.presses("U0ADA", &stop).await;
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟡 *ci-a0002*: asked Azure to stop it. I'll tell you when it is down.
    ");
    world.emulator.settle("ci-a0002");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ *ci-a0002* is stopped. It took 0 s. Disk, public IP and load balancer are still billed.
    <@U0CLEO>: *u0ada* stopped *ci-a0002*.
    ");
    assert_eq!(world.asked("stop"), 1);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_instance_with_a_job_has_no_button_and_one_instance_is_not_a_list() {
    let world = alerted(|config| config, 0).await;
    assert_snapshot!(world.hears().await, @"
    to the channel:
    Budget *ml-monthly*: $3,311.90 of $4,000.00 spent (83%). Cost data is 8 to 24 hours old.
    1 instance to stop. Nothing has been done yet; to do it, type `stop research/all`.
    Saves $0.29 per hour.
    🟢 *myci* · DS3_V2 · $0.29 per hour · <@U0ADA>
    🟢 *busy-ci* is running a job; left running [Stop myci]
    ");
    world.finish().await;
    let world = alerted(|config| format!("locale = \"pt-BR\"\n{config}"), 0).await;
    assert_snapshot!(world.hears().await, @"
    to the channel:
    Orçamento *ml-monthly*: US$ 3.311,90 de US$ 4.000,00 gastos (83%). Os dados de custo têm de 8 a 24 horas de atraso.
    1 instância para parar. Nada foi feito ainda; se quiser, digite `parar research/todas`.
    Economia de US$ 0,29 por hora.
    🟢 *myci* · DS3_V2 · US$ 0,29 por hora · <@U0ADA>
    🟢 *busy-ci* está executando um job; deixei rodando [Parar myci]
    ");
    world.finish().await;
}
