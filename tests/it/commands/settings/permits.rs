//! A permit is for its verb. The compiler knows of permits, not of their verbs.

use std::sync::Arc;

use jiff::SignedDuration;
use lamplighter::{
    ask::{Caller, CallerKind},
    azure::{Azure, Waiting},
    client::http_client,
    clock::Clock,
    command::Verb,
    config::{Config, Document},
    lifecycle::{Change, Lifecycle},
    policy::Permit,
    target::{ComputeId, Instance},
};
use tokio::time::Instant;

const CONFIG: &str = r#"
[azure]
credential = "azure-cli"

[workspaces.research]
subscription = "00000000-0000-0000-0000-000000000001"
resource_group = "ml-rg"
workspace = "ml-research"

[sources.slack]
kind = "slack"
secret = { env = "SECRET" }

[[grants]]
to = ["slack:T1/*"]
may = ["reader"]
on = ["*"]
"#;

fn lifecycle_and_permit_to_look() -> (Lifecycle, Permit) {
    let secret = |_: &str| Some("8f742231b10e8888abcd99yyyzzz85a5".to_owned());
    let config = Config::read(&Document::new("permits.toml", CONFIG), &secret).unwrap();
    let caller = Caller {
        id: "slack:T1/U1".to_owned(),
        kind: CallerKind::Person,
        channel: None,
        entra: None,
        source: "slack".to_owned(),
        name: None,
    };
    let instance = Instance {
        id: ComputeId {
            workspace: "research".parse().unwrap(),
            name: "myci".to_owned(),
        },
        owner: None,
        created_on: None,
    };
    let permit = config.policy.permit(&caller, Verb::Status, false, &instance);
    let azure = Azure::new(config.azure, http_client().unwrap()).unwrap();
    let lifecycle = Lifecycle::new(Arc::new(azure), Clock::system());
    (lifecycle, permit.ok().unwrap())
}

#[tokio::test]
#[should_panic(expected = "right: Schedule")]
async fn no_other_permit_is_good_for_schedules() {
    let (lifecycle, permit) = lifecycle_and_permit_to_look();
    let change = Change::Remove("7".to_owned());
    let _ = lifecycle.schedule(permit, &change, &Waiting::new()).await;
}

#[tokio::test]
#[should_panic(expected = "right: Idle")]
async fn no_other_permit_is_good_for_idle() {
    let (lifecycle, permit) = lifecycle_and_permit_to_look();
    let after = SignedDuration::from_hours(1);
    let _ = lifecycle.idle(permit, after, &Waiting::new()).await;
}

#[tokio::test]
#[should_panic(expected = "right: Keep")]
async fn no_other_permit_is_good_for_keeps() {
    let (lifecycle, permit) = lifecycle_and_permit_to_look();
    let _ = lifecycle
        .keep(permit, Instant::now(), None, &Waiting::new())
        .await;
}
