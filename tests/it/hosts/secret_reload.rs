//! A secret changes in its store while the process runs.

use std::time::Duration;

use insta::assert_snapshot;
use lamplighter_emulator::{Call, Effect, Fault, Store};
use serde_json::json;

use crate::support::{
    reply::Reply,
    signers,
    world::{MACHINE_KEY, World, by_hand},
};

const OLD: &str = "the-signing-secret-of-last-year";
const NEW: &str = "the-signing-secret-of-this-year";
const AT_ONCE: Duration = Duration::ZERO;
/// Longer than the minimum between two reloads.
const A_WHILE: Duration = Duration::from_secs(31);

/// Slack's secret, and that of a machine, in a key vault.
async fn world() -> World {
    let all = kept(OLD);
    World::with_secrets(&[(Store::KeyVault, "lamplighter", &all)], by_hand(), |config| {
        let kept = |member: &str| {
            format!("{{ key-vault = \"http://127.0.0.1:8181/secrets/lamplighter#{member}\" }}")
        };
        config
            .replace("{ env = \"SLACK_SIGNING_SECRET\" }", &kept("SLACK"))
            .replace("{ env = \"NIGHTLY_SECRET\" }", &kept("MACHINE"))
    })
    .await
}

fn base64(bytes: &[u8]) -> String {
    use ::base64::{Engine, engine::general_purpose::STANDARD};
    STANDARD.encode(bytes)
}

/// Ada pings, `later` than the last request, signed with `secret`.
async fn asks(world: &World, secret: &str, later: Duration) -> Reply {
    tokio::time::advance(later).await;
    let body = world.typed("U0ADA", "ping");
    let headers = signers::slack(secret, world.now(), &body);
    world.post_with(&headers, &body).await
}

async fn status(world: &World, secret: &str, later: Duration) -> u16 {
    asks(world, secret, later).await.status
}

/// Asks until a reload in the background has taken effect.
async fn is_soon_refused(world: &World, secret: &str) {
    for _ in 0..100 {
        if status(world, secret, AT_ONCE).await == 401 {
            return;
        }
    }
    panic!("{secret} still counts");
}

fn keep(world: &World, slack: &str) {
    world.emulator.keep_secret(Store::KeyVault, "lamplighter", &kept(slack));
}

/// The JSON in the vault.
fn kept(slack: &str) -> String {
    let machines = format!("whsec_{}", base64(MACHINE_KEY));
    json!({"SLACK": slack, "MACHINE": machines}).to_string()
}

#[tokio::test(start_paused = true)]
async fn a_new_secret_replaces_the_old_one_without_a_restart() {
    let world = world().await;
    assert_eq!(status(&world, OLD, AT_ONCE).await, 200);
    assert_eq!(world.calls(), ["token", "vault-secret"], "both secrets by one call");
    keep(&world, NEW);
    // No reload happens while signatures are valid.
    assert_eq!(status(&world, OLD, A_WHILE).await, 200);
    assert_eq!(status(&world, NEW, AT_ONCE).await, 200);
    assert_eq!(status(&world, OLD, AT_ONCE).await, 401);
    assert_eq!(world.calls()[2..], ["vault-secret"]);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn wrong_signatures_trigger_a_reload_every_30_seconds_at_most() {
    let world = world().await;
    for _ in 0..10 {
        assert_eq!(status(&world, "a-guess", Duration::from_secs(10)).await, 401);
    }
    let looks = world.calls().iter().filter(|call| *call == "vault-secret").count();
    assert_eq!(looks, 4, "at the start, and after 30, 60 and 90 s");
    // A change just after a reload is seen half a minute later.
    assert_eq!(status(&world, "a-guess", A_WHILE).await, 401);
    keep(&world, NEW);
    assert_eq!(status(&world, NEW, Duration::from_secs(1)).await, 401);
    assert_eq!(status(&world, NEW, A_WHILE).await, 200);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_malformed_or_late_request_triggers_no_reload() {
    let world = world().await;
    tokio::time::advance(A_WHILE).await;
    let body = world.typed("U0ADA", "ping");
    let long_ago = world.now() - Duration::from_secs(3600);
    let headers = signers::slack(OLD, long_ago, &body);
    assert_eq!(world.post_with(&headers, &body).await.status, 401);
    assert_eq!(world.post_with(&[], &body).await.status, 401);
    assert_eq!(world.calls(), ["token", "vault-secret"]);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn previous_secrets_stay_valid_while_the_store_fails() {
    let world = world().await;
    for effect in [Effect::Forbidden, Effect::Garbage, Effect::ServerError] {
        world.emulator.fault(Fault::new(Call::VaultSecret, effect).times(3));
        assert_eq!(status(&world, "a-guess", A_WHILE).await, 401, "{effect:?}");
        assert_eq!(status(&world, OLD, AT_ONCE).await, 200, "{effect:?}");
    }
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn concurrent_requests_share_one_reload() {
    let world = world().await;
    tokio::time::advance(A_WHILE).await;
    keep(&world, NEW);
    let asked = (0..5).map(|_| status(&world, NEW, AT_ONCE));
    assert_eq!(futures::future::join_all(asked).await, [200; 5]);
    assert_eq!(world.calls(), ["token", "vault-secret", "vault-secret"]);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_command_signed_with_the_new_secret_is_carried_out() {
    let world = world().await;
    keep(&world, NEW);
    tokio::time::advance(A_WHILE).await;
    let body = world.typed("U0ADA", "stop myci");
    let headers = signers::slack(NEW, world.now(), &body);
    let answer = world.post_with(&headers, &body).await;
    assert_snapshot!(answer, @"
    to the channel:
    🟡 *myci*: asked Azure to stop it. I'll tell you when it is down.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ *myci* is stopped. It took 10 s. Disk, public IP and load balancer are still billed.
    ");
    // The machine's secret is unchanged.
    let signed = signers::standard_webhook(MACHINE_KEY, "msg_2", world.now(), "{}");
    assert_eq!(world.sends_with("nightly", &signed, "{}").await.status, 200);
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_channels_missing_webhook_triggers_a_reload() {
    let webhook = |world: &World, name: &str| {
        let url = format!("{}/_emulator/inbox/{name}", world.azure_url());
        world.emulator.keep_secret(Store::KeyVault, "ops", &url);
    };
    let nowhere = "http://127.0.0.1:8181/_emulator/inbox/first";
    let world = World::with_secrets(&[(Store::KeyVault, "ops", nowhere)], by_hand(), |config| {
        let kept = "{ key-vault = \"http://127.0.0.1:8181/secrets/ops\" }";
        config.replace("{ env = \"SLACK_OPS_WEBHOOK\" }", kept)
    })
    .await;
    webhook(&world, "second");
    world.emulator.fault(Fault::new(Call::Inbox, Effect::NotFound));
    tokio::time::advance(A_WHILE).await;
    let signed = signers::standard_webhook(MACHINE_KEY, "msg_1", world.now(), "{}");
    assert_eq!(world.sends_with("nightly", &signed, "{}").await.status, 202);
    world.emulator.settle("myci");
    let told = world.emulator.next_message().await;
    assert_eq!(told.path, "/_emulator/inbox/second");
    world.finish().await;
}

/// Slack's secret, its previous secret and a channel's webhook, each under its own name.
async fn apart() -> World {
    let kept = [
        (Store::KeyVault, "slack", OLD),
        (Store::KeyVault, "slack-before", "the-signing-secret-of-two-years-ago"),
        (Store::KeyVault, "ops", "http://127.0.0.1:8181/_emulator/inbox/ops"),
    ];
    World::with_secrets(&kept, by_hand(), |config| {
        let at = |name: &str| format!("{{ key-vault = \"http://127.0.0.1:8181/secrets/{name}\" }}");
        let both = format!("secret = {}\nprevious_secret = {}", at("slack"), at("slack-before"));
        config
            .replace("secret = { env = \"SLACK_SIGNING_SECRET\" }", &both)
            .replace("{ env = \"SLACK_OPS_WEBHOOK\" }", &at("ops"))
    })
    .await
}

fn keep_one(world: &World, name: &str, value: &str) {
    world.emulator.keep_secret(Store::KeyVault, name, value);
}

const BEFORE: &str = "the-signing-secret-of-two-years-ago";

#[tokio::test(start_paused = true)]
async fn one_missing_secret_does_not_affect_the_others() {
    let world = apart().await;
    keep_one(&world, "slack", NEW);
    world.emulator.forget_secret(Store::KeyVault, "ops");
    assert_eq!(status(&world, NEW, A_WHILE).await, 200);
    assert_eq!(status(&world, OLD, AT_ONCE).await, 401);
    // Reloads go on while the webhook is missing.
    keep_one(&world, "slack", OLD);
    assert_eq!(status(&world, OLD, A_WHILE).await, 200);
    // The previous webhook is still used.
    let signed = signers::standard_webhook(MACHINE_KEY, "msg_1", world.now(), "{}");
    assert_eq!(world.sends_with("nightly", &signed, "{}").await.status, 202);
    world.emulator.settle("myci");
    world.emulator.next_message().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_slow_reload_goes_on_after_the_request_was_refused() {
    let world = apart().await;
    keep_one(&world, "slack", NEW);
    let slow = Fault::new(Call::VaultSecret, Effect::Slow).delay_ms(2500);
    world.emulator.fault(slow);
    let late = asks(&world, NEW, A_WHILE).await;
    assert_eq!(late.status, 401);
    assert!(late.took < Duration::from_millis(1600), "{:?}", late.took);
    assert_eq!(status(&world, NEW, Duration::from_secs(2)).await, 200);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_removed_previous_secret_is_valid_for_ten_minutes_at_most() {
    let world = apart().await;
    assert_eq!(status(&world, BEFORE, AT_ONCE).await, 200);
    world.emulator.forget_secret(Store::KeyVault, "slack-before");
    assert_eq!(status(&world, BEFORE, Duration::from_secs(9 * 60)).await, 200);
    assert_eq!(status(&world, BEFORE, Duration::from_secs(61)).await, 200, "which makes us look");
    is_soon_refused(&world, BEFORE).await;
    assert_eq!(status(&world, OLD, AT_ONCE).await, 200);
    // The secret does not become valid again when the store fails.
    let forbidden = Fault::new(Call::VaultSecret, Effect::Forbidden).times(0);
    world.emulator.fault(forbidden);
    assert_eq!(status(&world, BEFORE, A_WHILE).await, 401);
    assert_eq!(status(&world, OLD, AT_ONCE).await, 200);
    world.finish().await;
}

/// Key Vault answers 403 for a disabled secret, not 404.
#[tokio::test(start_paused = true)]
async fn a_disabled_secret_counts_as_removed() {
    let world = apart().await;
    keep_one(&world, "slack", NEW);
    let disabled = Fault::new(Call::VaultSecret, Effect::Forbidden).because("SecretDisabled", "");
    world.emulator.fault(disabled.times(3));
    assert_eq!(status(&world, "a-guess", A_WHILE).await, 401);
    for secret in [OLD, BEFORE] {
        assert_eq!(status(&world, secret, AT_ONCE).await, 401, "{secret}");
    }
    assert_eq!(status(&world, NEW, A_WHILE).await, 200);
    assert_eq!(status(&world, BEFORE, AT_ONCE).await, 200);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_removed_secret_closes_only_its_source() {
    let world = apart().await;
    world.emulator.forget_secret(Store::KeyVault, "slack");
    assert_eq!(status(&world, "a-guess", A_WHILE).await, 401);
    for secret in [OLD, BEFORE] {
        assert_eq!(status(&world, secret, AT_ONCE).await, 401, "{secret}");
    }
    let signed = signers::standard_webhook(MACHINE_KEY, "msg_1", world.now(), "{}");
    assert_eq!(world.sends_with("nightly", &signed, "{}").await.status, 202);
    world.emulator.settle("myci");
    world.emulator.next_message().await;
    keep_one(&world, "slack", NEW);
    assert_eq!(status(&world, NEW, A_WHILE).await, 200);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_removed_secret_stays_removed_when_the_store_fails() {
    let world = apart().await;
    world.emulator.forget_secret(Store::KeyVault, "slack");
    assert_eq!(status(&world, OLD, Duration::from_secs(600)).await, 200, "which makes us look");
    is_soon_refused(&world, OLD).await;
    for effect in [Effect::Forbidden, Effect::ServerError, Effect::Garbage] {
        world.emulator.fault(Fault::new(Call::VaultSecret, effect).times(9));
        assert_eq!(status(&world, OLD, A_WHILE).await, 401, "{effect:?}");
        assert_eq!(status(&world, OLD, AT_ONCE).await, 401, "{effect:?}");
        world.emulator.clear_faults();
    }
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_removed_member_closes_only_its_source() {
    let world = world().await;
    let machine = |key: &[u8]| format!("whsec_{}", base64(key));
    let keep = |json: serde_json::Value| {
        let text = json.to_string();
        world.emulator.keep_secret(Store::KeyVault, "lamplighter", &text);
    };
    keep(json!({"MACHINE": machine(MACHINE_KEY)}));
    for _ in 0..3 {
        assert_eq!(status(&world, "a-guess", A_WHILE).await, 401);
        assert_eq!(status(&world, OLD, AT_ONCE).await, 401);
    }
    // The other member changes meanwhile and is reloaded.
    let other = b"another key of the nightly stop,";
    keep(json!({"MACHINE": machine(other), "SLACK": null}));
    assert_eq!(status(&world, OLD, A_WHILE).await, 401);
    let signed = signers::standard_webhook(other, "msg_1", world.now(), "{}");
    assert_eq!(world.sends_with("nightly", &signed, "{}").await.status, 202);
    world.emulator.settle("myci");
    world.emulator.next_message().await;
    keep(json!({"MACHINE": machine(other), "SLACK": NEW}));
    assert_eq!(status(&world, NEW, A_WHILE).await, 200);
    world.finish().await;
}

/// The ten minutes apply only after a complete reload.
#[tokio::test(start_paused = true)]
async fn a_failed_reload_is_retried_before_ten_minutes() {
    let world = apart().await;
    keep_one(&world, "slack", NEW);
    world.emulator.fault(Fault::new(Call::VaultSecret, Effect::ServerError).times(9));
    assert_eq!(status(&world, OLD, Duration::from_secs(600)).await, 200);
    world.emulator.clear_faults();
    assert_eq!(status(&world, OLD, A_WHILE).await, 200, "which makes us look again");
    is_soon_refused(&world, OLD).await;
    world.finish().await;
}
