//! Owners: by name in every reply, by name or mention in `--owner`, and mentioned when somebody else stops or starts
//! what is theirs.

use insta::assert_snapshot;

use crate::support::{
    chat::Chat,
    world::{World, by_hand},
};

/// In Mattermost.
const ADA: &str = "ada00000000000000000000001";

/// The demo's people with names; of Cleo only Azure has one.
fn named(config: String) -> String {
    let name = |config: String, id: &str, name: &str| {
        let id = format!("\"00000000-0000-0000-0000-0000000000{id}\"");
        config.replace(&format!("id = {id}"), &format!("id = {id}, name = \"{name}\""))
    };
    name(name(config, "bb", "Ada Lovelace"), "bc", "Dan Souza")
}

#[tokio::test(start_paused = true)]
async fn an_owner_goes_by_a_mention_and_by_names() {
    let world = World::with(by_hand(), named).await;
    assert_snapshot!(world.says("U0ADA", "list --owner <@U0DAN|dan>").await, @"
    to the caller:
    2 instances: 1 running a job, 1 stopped.
    🟢 *busy-ci* running a job · E4S_V3 · $0.25/h · Dan Souza
    ⚪ *stopped-ci* stopped since <!date^1795406400^{time}|04:00> · NC6S_V3 · $3.06/h when on · Dan Souza
    ");
    let dans = world.says("U0ADA", "list --owner <@U0DAN|dan>").await.to_string();
    for owner in ["<@U0DAN>", "Dan", "@dan", "souza", "\"Dan Souza\"", "Dan Souza", "dan.souza"] {
        assert_eq!(world.says("U0ADA", &format!("list --owner {owner}")).await.to_string(), dans, "{owner}");
    }
    assert_snapshot!(world.says("U0ADA", "list --owner a").await, @"
    to the caller:
    1 instance: 1 running.
    🟢 *myci* running since <!date^1795438800^{time}|13:00> · DS3_V2 · $0.29/h · you
    ");
    assert_snapshot!(world.says("U0ADA", "list --owner Grace").await, @"
    to the caller:
    I don't know who `Grace` is. Owners here: *Ada Lovelace* and *Dan Souza*. `list` shows whose each instance is. [list]
    ");
    assert_snapshot!(world.says("U0ADA", "stop all --owner <@U0GRACE|grace>").await, @"
    to the caller:
    I don't know who `U0GRACE` is. Owners here: *Ada Lovelace* and *Dan Souza*. `list` shows whose each instance is. [list]
    ");
    assert_snapshot!(world.says("U0DAN", "status myci").await, @"
    to the caller:
    🟢 *myci* has been running since <!date^1795438800^{time}|13:00> (5 h), started manually.
    Size DS3_V2 · $0.29 per hour · owner Ada Lovelace · stops when idle for 1 h · 1 schedule, next stop: <!date^1795474800^{time}|23:00>.
    Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
    Only its owner can open Jupyter, JupyterLab and RStudio.
    ");
    assert_snapshot!(world.says("U0DAN", "cost").await, @"
    to the caller:
    2 instances are running: *$0.55 per hour*, $13.08 per day at list price.
    🟢 *myci* (Ada Lovelace): $0.29 per hour, since <!date^1795438800^{time}|13:00>: $1.47 so far, another $46.29 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    🟢 *busy-ci* (you): $0.25 per hour, another $39.82 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    1 stopped: not included, but disk, public IP and load balancer are still billed.
    ");
    assert_eq!(world.posts(), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_refusal_names_the_owner() {
    let world = World::with(by_hand(), |config| {
        named(config).replace(
            "\"slack:T0DEMO/U0ADA\"]\nmay = [\"owner\"]\non = [\"research/*\"]",
            "\"slack:T0DEMO/*\"]\nmay = [\"owner\"]\non = [\"mine\"]",
        )
    })
    .await;
    assert_snapshot!(world.says("U0DAN", "stop myci").await, @"
    to the caller:
    *myci* is Ada Lovelace's; you can use `stop` only on your own instances.
    ");
    assert_snapshot!(world.says("U0DAN", "status myci --owner me").await, @"
    to the caller:
    Nothing that you can see matches `myci --owner me`. `list` shows what there is. [list]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_owner_is_mentioned_when_another_person_acts() {
    let world = World::with(by_hand(), named).await;
    assert_snapshot!(world.says("U0ADA", "start stopped-ci").await, @"
    to the channel:
    🟡 *stopped-ci*: asked Azure to start it. I'll tell you when it is running.
    ");
    world.emulator.settle("stopped-ci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟢 *stopped-ci* is running. It took 10 s.
    <@U0DAN>: *Ada Lovelace* started *stopped-ci*.
    ");
    // Of one's own instance, nobody is told.
    world.says("U0ADA", "stop myci").await;
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ *myci* is stopped. It took 10 s. Disk, public IP and load balancer are still billed.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_owners_are_mentioned_when_a_timer_acts() {
    let world = World::with(by_hand(), named).await;
    let began = world.sends("nightly", "{}", &[]).await;
    assert_eq!(began.status, 202);
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *nightly* `stop all`: 1 stopped, 1 already off, 1 running a job. Saves $0.29 per hour.
    🟢 *busy-ci* is running a job; left running
    ⚪ *myci* is stopped (10 s)
    ⚪ *stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (idle shutdown).
    <@U0ADA>: *nightly* stopped *myci*.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_chat_without_ids_in_the_text_sends_them_beside_it() {
    let team = "mattermost:demoteam000000000000000001";
    let people = format!(
        "[people]\n\"{team}/dan00000000000000000000001\" = {{ id = \"00000000-0000-0000-0000-0000000000bc\" }}\n"
    );
    let world = World::on(Chat::Mattermost, by_hand(), |config| config + &people).await;
    let body = world.typed(ADA, "list --owner @d.souza");
    let beside = "&user_mentions=x.y&user_mentions=d.souza&user_mentions_ids=x&user_mentions_ids=dan00000000000000000000001";
    assert_snapshot!(world.post(format!("{body}{beside}")).await, @"
    to the caller:
    2 instances: 1 running a job, 1 stopped.
    🟢 **busy-ci** running a job · E4S\\_V3 · $0.25/h · `00000000-0000-0000-0000-0000000000bc`
    ⚪ **stopped-ci** stopped since 04:00 · NC6S\\_V3 · $3.06/h when on · `00000000-0000-0000-0000-0000000000bc`
    ");
    assert_snapshot!(world.post(world.typed(ADA, "keep busy-ci for 2h because @d.souza asked") + beside).await, @"
    to the caller:
    **busy-ci** is kept until 20:00 (@\u{200b}d.souza asked): timers and alerts will not stop it before then. To end that, type `keep busy-ci off`. [keep busy-ci off]
    ");
    assert_snapshot!(world.says(ADA, "list --owner @d.souza").await, @"
    to the caller:
    I don't know who `d.souza` is. Owners here: **00000000-0000-0000-0000-0000000000bc** and **Ana**. `list` shows whose each instance is. [list]
    ");
    world.finish().await;
}
