//! `check` in a chat: an owner sees what our identity lacks in Azure.

use insta::assert_snapshot;
use serde_json::json;

use crate::support::world::World;

fn only(world: &World, actions: &[&str]) {
    let actions: Vec<_> = actions
        .iter()
        .map(|action| format!("Microsoft.MachineLearningServices/workspaces/{action}"))
        .collect();
    let rights = json!({"actions": actions, "notActions": []});
    world.emulator.grant(serde_json::from_value(rights).unwrap());
}

#[tokio::test(start_paused = true)]
async fn an_owner_sees_what_lamplighter_lacks_and_nobody_else_does() {
    let world = World::new().await;
    assert_snapshot!(world.says("U0ADA", "check").await.to_string(), @"
    to the caller:
    In research, I have every permission in Azure that I need.
    ");
    only(&world, &["computes/read", "computes/start/action", "computes/restart/action"]);
    assert_snapshot!(world.says("U0ADA", "check").await.to_string(), @"
    to the caller:
    In research, I lack permissions. These roles of `infra/azure` have them: *Lamplighter prices* (`locations/vmSizes/read`), *Lamplighter delete* (`computes/delete`), *Lamplighter* (`computes/stop/action` and `Microsoft.Resources/tags/read`), *Lamplighter idle* (`computes/updateIdleShutdownSetting/action`), *Lamplighter schedules* (`computes/updateSchedules/action`), *Lamplighter jobs* (`jobs/read`) and *Lamplighter keep* (`Microsoft.Resources/tags/write`). An Azure owner can grant them.
    ");
    // A reader is refused, and nothing is asked of Azure.
    let before = world.calls().len();
    assert_snapshot!(world.says("U0BOB", "check").await.to_string(), @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `check`. Ask an owner of research.
    ");
    assert_eq!(world.calls().len(), before);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn rights_that_cannot_be_read_are_not_missing_ones() {
    let world = World::new().await;
    world.fault("permissions", "500", json!({"times": 0}));
    world.says("U0ADA", "check").await;
    assert_snapshot!(world.hears().await.to_string(), @"
    to the caller:
    🔴 I could not read *research*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id ……)
    ");
    world.finish().await;
}
