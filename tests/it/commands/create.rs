//! `create` and `renew`: made from a blueprint alone, for one person, once, and followed to the end.

use std::time::Duration;

use http::Method;
use insta::assert_snapshot;
use lamplighter_emulator::{Call, Effect, Fault, Options};
use serde_json::{Value, json};

use crate::support::world::{World, by_hand};

/// What the demo's people may make, and of which size.
const BLUEPRINTS: &str = r#"
[blueprints.small]
size = "Standard_DS3_v2"
idle = "1h"
schedules = ["stop weekdays at 20:00 America/Sao_Paulo"]
tags = { team = "ml" }
most_per_person = 2

[blueprints.gpu]
size = "Standard_NC6"
idle = "30m"

[[grants]]
to = ["slack:T0DEMO/U0ADA"]
may = ["create", "renew"]
on = ["research/*"]
"#;

async fn world() -> World {
    World::with(by_hand(), |config| format!("{config}{BLUEPRINTS}")).await
}

#[tokio::test(start_paused = true)]
async fn a_creation_and_a_renewal_from_the_question_to_the_end() {
    let world = world().await;
    world.says("U0BOB", "create newci from small").await;
    world.says("U0ADA", "create newci").await;
    world.says("U0ADA", "create newci-7 from small").await;
    let question = world.says("U0ADA", "create newci from small").await;
    world.presses("U0BOB", &question.button("Create newci")).await;
    world.hears().await;
    world.presses("U0ADA", &question.button("Create newci")).await;
    world.hears().await;
    world.hears().await;
    world.emulator.settle("newci");
    world.hears().await;
    world.says("U0ADA", "create newci from small").await;
    world.says("U0ADA", "create third from small").await;
    let question = world.says("U0ADA", "renew myci").await;
    world.presses("U0ADA", &question.button("Create myci-b")).await;
    world.hears().await;
    world.hears().await;
    world.emulator.settle("myci-b");
    world.hears().await;
    world.emulator.settle("myci");
    world.hears().await;
    assert_snapshot!(world.transcript(), @"
    Bob: create newci from small
        to the caller:
        You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `create`. Ask the Lamplighter administrator.
    Ada: create newci
        to the caller:
        Choose one of these: `create newci from gpu` and `create newci from small`. [create newci from gpu] [create newci from small]
    Ada: create newci-7 from small
        to the caller:
        Azure doesn't accept the name `newci-7`: 3 to 24 letters (a–z), digits and hyphens, beginning with a letter, and no hyphen before digits at the end.
    Ada: create newci from small
        to the caller:
        Create *newci*?
        Blueprint *small*: DS3_v2, $0.29 per hour, $213.89 per month if it never stops. For you. It shuts down after 1 h idle.
        It has 1 schedule, next stop: <!date^1795474800^{time}|23:00>.
        The buttons work for 5 min, and only for you. [Create newci] [Never mind]
    Bob presses [Create newci]
        (empty)
    later
        to the caller, in place:
        You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `create`. Ask the Lamplighter administrator.
    Ada presses [Create newci]
        (empty)
    later
        to the caller, in place:
        On it: `create research/newci from small`.
    later
        to the channel:
        🟡 *newci*: asked Azure to create it. I'll tell you when it is running.
    later
        to the channel:
        🟢 *newci* is created and running. It took 0 s.
    Ada: create newci from small
        to the caller:
        *newci* exists already. Choose another name.
    Ada: create third from small
        to the caller:
        Create *third*?
        Blueprint *small*: DS3_v2, $0.29 per hour, $213.89 per month if it never stops. For you. It shuts down after 1 h idle.
        It has 1 schedule, next stop: <!date^1795474800^{time}|23:00>.
        The buttons work for 5 min, and only for you. [Create third] [Never mind]
    Ada: renew myci
        to the caller:
        Create *myci-b*?
        Blueprint *small*: DS3_v2, $0.29 per hour, $213.89 per month if it never stops. For you. It shuts down after 1 h idle.
        It has 1 schedule, next stop: <!date^1795474800^{time}|23:00>.
        It takes the place of *myci*, with its tags and schedules. *myci* is stopped once the new one runs, and not deleted. Not carried over: packages, environments, kernels and other files on the OS disk; the temporary disk `/mnt`; set-up scripts, which may contain secrets; the roles of its system-assigned identity; preview settings `enableOSPatching=false`, `enableRootAccess=true` and `releaseQuotaOnStop=false`. Files on the file share (`~/cloudfiles`) are there on both.
        The buttons work for 5 min, and only for you. [Create myci-b] [Never mind]
    Ada presses [Create myci-b]
        (empty)
    later
        to the caller, in place:
        On it: `renew research/myci as myci-b`.
    later
        to the channel:
        🟡 *myci-b*: asked Azure to create it. I'll tell you when it is running.
    later
        to the channel:
        🟢 *myci-b* is created and running. It took 0 s.
        🟡 *myci*: asked Azure to stop it. I'll tell you when it is down.
    later
        to the channel:
        🟢 *myci-b* is created and running. It took 0 s.
        ⚪ *myci* is stopped. It took 10 s. Disk, public IP and load balancer are still billed.
        *myci* is still there, stopped. When all is well with the new one, type `delete myci`.
    ");
    assert_eq!(world.asked("create"), 2);
}

/// Each of them is heard once, and settles once.
#[tokio::test(start_paused = true)]
async fn the_log_has_what_was_made_and_what_was_stopped() {
    let world = world().await;
    let question = world.says("U0ADA", "renew myci").await;
    let log = world.captures_log();
    world.presses("U0ADA", &question.button("Create myci-b")).await;
    world.hears().await;
    world.hears().await;
    for name in ["myci-b", "myci"] {
        world.emulator.settle(name);
        world.hears().await;
    }
    let lines = log.take().into_iter().filter(|(_, line)| line["target"] == "lamplighter::audit");
    let said = lines.map(|(_, line)| ["message", "verb", "results"].map(|key| line[key].clone()));
    let said: Vec<_> = said.map(|said| serde_json::to_string(&said).unwrap()).collect();
    assert_snapshot!(said.join("\n"), @r#"
    ["heard",null,"research/myci-b asked"]
    ["heard, continued",null,"research/myci asked"]
    ["settled","create","research/myci-b done"]
    ["settled","stop","research/myci done"]
    "#);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_name_of_another_kind_of_compute_is_taken() {
    let world = World::with(by_hand(), |config| format!("{config}{BLUEPRINTS}")).await;
    let cluster = world.azure("GET", "/computes?api-version=2025-12-01", Value::Null).await;
    let cluster = cluster["value"].as_array().unwrap().iter();
    let cluster = cluster.clone().find(|one| one["properties"]["computeType"] == "AmlCompute").unwrap();
    let name = cluster["name"].as_str().unwrap();
    let taken = world.says("U0ADA", &format!("create {name} from small")).await.to_string();
    assert!(taken.contains("exists already"), "{taken}");
}

#[tokio::test(start_paused = true)]
async fn a_grant_to_a_channel_creates_and_renews_nothing() {
    let grant = "[[grants]]\nto = [\"slack:T0DEMO/#C0OPS\"]\nmay = [\"create\", \"renew\", \"stop\"]\non = [\"research/*\"]\n";
    let here =
        |config: String| config.replacen("kind = \"slack\"", "kind = \"slack\"\nteams = [\"T0DEMO\"]", 1);
    let world = World::with(by_hand(), |config| format!("{}{BLUEPRINTS}{grant}", here(config))).await;
    for text in ["create newci from small", "renew myci"] {
        let refused = world.says("U0BOB", text).await.to_string();
        assert!(refused.contains("A channel can't be given permission"), "{refused}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_proposed_name_is_free_and_what_fails_leaves_the_old_one() {
    let world = world().await;
    let end = confirmed(&world, "create myci-b from small", "myci-b").await;
    assert!(end.contains("created and running"), "{end}");
    world.emulator.fault(Fault::new(Call::Create, Effect::FailsLate));
    let end = confirmed(&world, "renew myci", "myci-c").await;
    assert!(end.contains("gave up") && end.contains("*research/myci* is left as it is"), "{end}");
    assert!(end.contains("type `delete myci-c`"), "{end}");
    assert_eq!(world.asked("stop"), 0);
    // What failed is in the way until it is deleted.
    for text in ["renew myci", "outdated myci"] {
        let failed = world.says("U0ADA", text).await.to_string();
        assert!(failed.contains("Type `delete myci-c` first, then `renew myci`"), "{failed}");
    }
    let taken = world.says("U0ADA", "create myci-c from small").await.to_string();
    assert!(taken.contains("creating it failed"), "{taken}");
}

/// Ada asks and confirms; returns what she hears at the end, when Azure has settled.
async fn confirmed(world: &World, text: &str, name: &str) -> String {
    let question = world.says("U0ADA", text).await;
    world.presses("U0ADA", &question.button(&format!("Create {name}"))).await;
    world.hears().await;
    let first = world.hears().await.to_string();
    if !first.contains("asked Azure") {
        return first;
    }
    world.emulator.settle(name);
    world.hears().await.to_string()
}

#[tokio::test(start_paused = true)]
async fn each_reason_of_azure_is_said_in_words() {
    for (fault, words) in [
        (Effect::Quota, "quota"),
        (Effect::Policy, "policy"),
        (Effect::Locked, "lock"),
        (Effect::NoCapacity, "free in the region"),
        (Effect::SetupFails, "StorageMountError"),
        (Effect::FailsLate, "gave up"),
        (Effect::Forbidden, "Lamplighter create"),
    ] {
        let world = world().await;
        world.emulator.fault(Fault::new(Call::Create, fault));
        let answer = confirmed(&world, "create newci from small", "newci").await;
        assert!(answer.contains(words), "{fault:?}: {answer}");
        assert_eq!(world.asked("create"), 1, "{fault:?}");
        // What follows from it holds.
        let is_there = world.emulator.state("newci").is_some();
        assert_eq!(answer.contains("type `delete newci`"), is_there, "{fault:?}: {answer}");
        let status = world.says("U0ADA", "status newci").await.to_string();
        assert_eq!(status.contains("type `delete newci`"), is_there, "{fault:?}: {status}");
    }
    // Names are unique in a region: this one is in another workspace.
    let world = World::with(by_hand(), |config| format!("{config}{BLUEPRINTS}")).await;
    let answer = confirmed(&world, "create sandbox-ci from small", "sandbox-ci").await;
    assert!(answer.contains("the name is taken"), "{answer}");
}

#[tokio::test(start_paused = true)]
async fn two_presses_and_two_processes_make_one() {
    let world = world().await;
    let question = world.says("U0ADA", "create newci from small").await;
    for _ in 0..2 {
        world.presses("U0ADA", &question.button("Create newci")).await;
    }
    let heard = [world.hears().await, world.hears().await, world.hears().await, world.hears().await];
    assert_eq!(world.asked("create"), 1, "{heard:?}");
    assert!(heard.iter().all(|heard| !heard.to_string().contains("already created")), "{heard:?}");
    world.emulator.settle("newci");
    let end = world.hears().await.to_string();
    assert!(end.contains("newci* is created and running"), "{end}");
    // Another process makes it between the look and the request, and Azure ignores the condition.
    world.emulator.fault(Fault::new(Call::Create, Effect::Unconditional));
    let question = world.says("U0ADA", "create other from small").await;
    world.emulator.fault(Fault::new(Call::Create, Effect::ResetAfter));
    world.presses("U0ADA", &question.button("Create other")).await;
    world.hears().await;
    let asked = world.hears().await.to_string();
    assert!(asked.contains("*other*: asked Azure to create it"), "{asked}");
    assert_eq!(world.asked("create"), 2, "sent once, whatever became of the answer");
    world.emulator.settle("other");
    assert!(world.hears().await.to_string().contains("other* is created and running"));
}

/// Azure is not known to honour the condition of the request: with 200, it has changed what was there.
#[tokio::test(start_paused = true)]
async fn one_that_somebody_makes_at_the_same_moment_is_not_called_ours() {
    for fault in [Effect::Unconditional, Effect::Reset] {
        let delay = Duration::from_millis(300);
        let options = Options { delay, ..by_hand() };
        let world = World::with(options, |config| format!("{config}{BLUEPRINTS}")).await;
        let question = world.says("U0ADA", "create newci from small").await;
        world.emulator.fault(Fault::new(Call::Create, fault));
        let looks = world.asked("get");
        world.presses("U0ADA", &question.button("Create newci")).await;
        while world.asked("get") < looks + 2 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let body = json!({ "location": "eastus2", "properties": {
            "computeType": "ComputeInstance", "properties": { "vmSize": "STANDARD_DS3_V2" },
        } });
        assert_eq!(world.emulator.send_as_another_client(Method::PUT, "/computes/newci", &body), 201);
        world.hears().await;
        let end = world.hears().await.to_string();
        assert_eq!(world.asked("create"), 1, "{fault:?}");
        assert!(!end.contains("asked Azure") && end.contains("the name is taken"), "{fault:?}: {end}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_name_that_cannot_be_looked_up_is_neither_free_nor_taken() {
    let delay = Duration::from_millis(300);
    let world = World::with(Options { delay, ..by_hand() }, |config| format!("{config}{BLUEPRINTS}")).await;
    let question = world.says("U0ADA", "create newci from small").await;
    let looks = world.asked("get");
    world.presses("U0ADA", &question.button("Create newci")).await;
    while world.asked("get") == looks {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    world.emulator.fault(Fault::new(Call::Get, Effect::Forbidden).on("newci"));
    world.hears().await;
    let end = world.hears().await.to_string();
    assert!(end.contains("Azure refused") && !end.contains("the name is taken"), "{end}");
    assert_eq!(world.asked("create"), 0, "{end}");
}

/// Its name cannot be looked up once Azure has answered, or not.
#[tokio::test(start_paused = true)]
async fn only_what_azure_accepted_is_called_asked() {
    for fault in [None, Some(Effect::Reset)] {
        let delay = Duration::from_millis(300);
        let options = Options { delay, ..by_hand() };
        let world = World::with(options, |config| format!("{config}{BLUEPRINTS}")).await;
        let question = world.says("U0ADA", "create newci from small").await;
        fault.into_iter().for_each(|fault| world.emulator.fault(Fault::new(Call::Create, fault)));
        world.presses("U0ADA", &question.button("Create newci")).await;
        while world.asked("create") == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        world.emulator.fault(Fault::new(Call::Get, Effect::ServerError).on("newci").times(20));
        world.hears().await;
        let first = world.hears().await.to_string();
        assert_eq!(first.contains("asked Azure to create it"), fault.is_none(), "{fault:?}: {first}");
    }
}

/// Azure is waited for as long as for every other command.
#[tokio::test(start_paused = true)]
async fn a_throttled_creation_is_sent_again() {
    for (seconds, times, sent) in [(40, 1, 2), (1000, 1, 1), (500, 2, 2)] {
        let world = world().await;
        let question = world.says("U0ADA", "create newci from small").await;
        let fault = Fault::new(Call::Create, Effect::Throttled).retry_after(seconds).times(times);
        world.emulator.fault(fault);
        world.presses("U0ADA", &question.button("Create newci")).await;
        world.hears().await;
        let first = world.hears().await.to_string();
        let asked = first.contains("asked Azure to create it");
        assert_eq!((world.asked("create"), asked), (sent, seconds == 40), "{seconds} {times}: {first}");
        assert!(asked || first.contains("wait"), "{seconds} {times}: {first}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_done_to_it_since_does_not_change_that_it_is_created() {
    let world = world().await;
    let question = world.says("U0ADA", "create newci from small").await;
    for _ in 0..2 {
        world.presses("U0ADA", &question.button("Create newci")).await;
        world.hears().await;
        let end = world.hears().await.to_string();
        if end.contains("asked Azure") {
            world.emulator.settle("newci");
            world.hears().await;
            let restart = "/computes/newci/restart";
            assert_eq!(world.emulator.send_as_another_client(Method::POST, restart, &Value::Null), 202);
            world.emulator.settle("newci");
        } else {
            assert!(end.contains("newci* is already created"), "{end}");
        }
    }
}

/// The process may end before the platform takes anything.
#[tokio::test(start_paused = true)]
async fn the_outcome_is_logged_although_the_platform_has_not_taken_the_first_message() {
    let world = world().await;
    let log = world.captures_log();
    let question = world.says("U0ADA", "create newci from small").await;
    world.fault("inbox", "429", json!({ "retry_after": 60 }));
    let began = world.now();
    world.presses("U0ADA", &question.button("Create newci")).await;
    while world.asked("create") == 0 {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    world.emulator.settle("newci");
    world.hears().await;
    let settled = log.take().into_iter().find(|(_, line)| line["message"] == "settled");
    let (at, line) = settled.expect("it is logged");
    assert!(at.duration_since(began).as_secs() < 30, "{line}");
}

#[tokio::test(start_paused = true)]
async fn a_press_that_comes_again_does_not_call_a_failed_one_created() {
    let world = world().await;
    world.emulator.fault(Fault::new(Call::Create, Effect::FailsLate));
    let question = world.says("U0ADA", "create newci from small").await;
    for _ in 0..2 {
        world.presses("U0ADA", &question.button("Create newci")).await;
        world.hears().await;
        let mut end = world.hears().await.to_string();
        if end.contains("asked Azure") {
            world.emulator.settle("newci");
            end = world.hears().await.to_string();
        }
        assert!(end.contains("gave up"), "{end}");
    }
    assert_eq!(world.asked("create"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_press_that_comes_again_makes_no_second_one_after_the_first_is_deleted() {
    let world = world().await;
    let question = world.says("U0ADA", "create newci from small").await;
    world.presses("U0ADA", &question.button("Create newci")).await;
    world.hears().await;
    world.hears().await;
    world.emulator.settle("newci");
    world.hears().await;
    let path = "/computes/newci";
    assert_eq!(world.emulator.send_as_another_client(Method::DELETE, path, &Value::Null), 202);
    world.emulator.settle("newci");
    confirmed(&world, "create other from small", "other").await;
    world.presses("U0ADA", &question.button("Create newci")).await;
    world.hears().await;
    let again = world.hears().await.to_string();
    assert!(again.contains("newci* does not exist"), "{again}");
    assert_eq!(world.asked("create"), 2);
    // A new question counts.
    let end = confirmed(&world, "create newci from small", "newci").await;
    assert!(end.contains("created and running"), "{end}");
}

#[tokio::test(start_paused = true)]
async fn a_press_that_comes_again_sends_nothing_twice_whatever_became_of_the_first() {
    // Azure does not answer, and nobody knows what it did.
    let world = world().await;
    world.emulator.fault(Fault::new(Call::Create, Effect::Reset));
    let question = world.says("U0ADA", "create newci from small").await;
    world.presses("U0ADA", &question.button("Create newci")).await;
    let mut end = String::new();
    while !end.contains("Azure did not create") {
        end = world.hears().await.to_string();
    }
    assert!(end.contains("type `create research/newci from small`"), "{end}");
    world.presses("U0ADA", &question.button("Create newci")).await;
    world.hears().await;
    let again = world.hears().await.to_string();
    assert!(again.contains("I had sent that to Azure already"), "{again}");
    assert_eq!(world.asked("create"), 1);
    // Azure does not show yet what it accepted.
    let question = world.says("U0ADA", "create other from small").await;
    world.presses("U0ADA", &question.button("Create other")).await;
    world.hears().await;
    world.hears().await;
    for _ in 0..2 {
        world.emulator.fault(Fault::new(Call::Get, Effect::NotFound));
    }
    world.presses("U0ADA", &question.button("Create other")).await;
    world.hears().await;
    let again = world.hears().await.to_string();
    assert!(again.contains("*other* is already being created"), "{again}");
    assert_eq!(world.asked("create"), 2);
}

#[tokio::test(start_paused = true)]
async fn limits_grants_and_machines_are_kept_to() {
    let more = "[sources.script]\nkind = \"signed\"\nsecret = { env = \"NIGHTLY_SECRET\" }\n\n[[grants]]\nto = [\"script\"]\nmay = [\"create\"]\non = [\"research/*\"]\n";
    let world = World::with(by_hand(), |config| format!("{config}{BLUEPRINTS}{more}")).await;
    for name in ["one-ci", "two-ci"] {
        let end = confirmed(&world, &format!("create {name} from small"), name).await;
        assert!(end.contains("created and running"), "{end}");
    }
    let third = world.says("U0ADA", "create third from small").await.to_string();
    assert!(third.contains("allows 2 per person, and that many exist: *one-ci* and *two-ci*"), "{third}");
    let other = world.says("U0ADA", "create third from huge").await.to_string();
    assert!(other.contains("There is no blueprint `huge` here"), "{other}");
    let taken = world.says("U0ADA", "create myci from gpu").await.to_string();
    assert!(taken.contains("exists already"), "{taken}");
    let nameless = world.says("U0ADA", "create gpu").await.to_string();
    assert!(nameless.contains("`gpu` is a blueprint"), "{nameless}");
    let nowhere = world.says("U0ADA", "create nowhere/third from gpu").await.to_string();
    assert!(nowhere.contains("I don't see `nowhere/third`"), "{nowhere}");
    let unfit = world.says("U0ADA", "renew busy-ci").await.to_string();
    assert!(unfit.contains("No blueprint makes an instance such as"), "{unfit}");
    assert!(unfit.contains("so it needs no renewal"), "{unfit}");
    let machine = world.sends("script", r#"{"command":"create fourth from gpu"}"#, &[]).await;
    assert_eq!(machine.status, 403);
    // Azure names the owner of myci.
    let for_ana = world.says("U0ADA", "create other-ci from gpu for ana").await.to_string();
    assert!(for_ana.contains("Create *other-ci*?") && for_ana.contains("For you"), "{for_ana}");
    assert!(world.says("U0ADA", "list --owner ana").await.to_string().contains("myci"));
    let for_nobody = world.says("U0ADA", "create other-ci from gpu for zoe").await.to_string();
    assert!(for_nobody.contains("I don't know who `zoe` is"), "{for_nobody}");
    assert_eq!(world.asked("create"), 2);
}

#[tokio::test(start_paused = true)]
async fn an_old_one_with_a_job_is_left_running() {
    let world = world().await;
    let own = world.says("U0ADA", "recreate my instance").await.to_string();
    assert!(own.contains("Create *myci-b*?"), "{own}");
    let question = world.says("U0ADA", "renew myci as fresh").await;
    world.presses("U0ADA", &question.button("Create fresh")).await;
    world.hears().await;
    world.hears().await;
    assert!(world.emulator.begin_job("myci", "train-1"));
    world.emulator.settle("fresh");
    let end = world.hears().await.to_string();
    assert!(end.contains("fresh* is created and running") && end.contains("running a job"), "{end}");
    assert_eq!(world.asked("stop"), 0);
}

#[tokio::test(start_paused = true)]
async fn one_that_has_a_successor_is_not_renewed_again() {
    let world = world().await;
    let question = world.says("U0ADA", "renew myci").await;
    world.presses("U0ADA", &question.button("Create myci-b")).await;
    world.hears().await;
    world.hears().await;
    let again = world.says("U0ADA", "renew myci").await.to_string();
    assert!(again.contains("*myci-b* takes the place of *myci* already, and is being created"), "{again}");
    assert!(!again.contains("delete"), "{again}");
    let unfinished = world.says("U0ADA", "renew myci-b").await.to_string();
    assert!(unfinished.contains("is still being created"), "{unfinished}");
    world.emulator.settle("myci-b");
    world.hears().await;
    world.emulator.settle("myci");
    world.hears().await;
    let outdated = world.says("U0ADA", "outdated myci").await.to_string();
    assert!(outdated.contains("type `delete myci`"), "{outdated}");
    let other = world.says("U0ADA", "renew myci as fresh").await.to_string();
    assert!(other.contains("Create *fresh*?"), "{other}");
    // One that is being deleted takes the place of nothing.
    let path = "/computes/myci-b";
    assert_eq!(world.emulator.send_as_another_client(Method::DELETE, path, &Value::Null), 202);
    let third = world.says("U0ADA", "renew myci").await.to_string();
    assert!(third.contains("Create *myci-c*?"), "{third}");
}

#[tokio::test(start_paused = true)]
async fn a_successor_out_of_sight_is_not_named() {
    let some = "[[grants]]\nto = [\"slack:T0DEMO/U0EVE\"]\nmay = [\"renew\", \"stop\"]\non = [\"research/myci\", \"research/myci-*\"]\n";
    let world = World::with(by_hand(), |config| {
        format!("{}{BLUEPRINTS}{some}", config.replace("slack:T0DEMO/*", "slack:T0DEMO/U0BOB"))
    })
    .await;
    let question = world.says("U0ADA", "renew myci as hidden").await;
    world.presses("U0ADA", &question.button("Create hidden")).await;
    world.hears().await;
    world.hears().await;
    let eve = world.says("U0EVE", "renew myci").await.to_string();
    assert!(eve.contains("Create *myci-b*?") && !eve.contains("hidden"), "{eve}");
}

#[tokio::test(start_paused = true)]
async fn what_a_grant_on_own_instances_gives_is_for_oneself() {
    let own = "[[grants]]\nto = [\"slack:T0DEMO/U0DAN\"]\nmay = [\"create\"]\non = [\"mine\", \"research/dev-*\"]\n";
    let world = World::with(by_hand(), |config| format!("{config}{BLUEPRINTS}{own}")).await;
    let refused = world.says("U0DAN", "create newci from small for ana").await.to_string();
    assert!(refused.contains("You can use `create` only"), "{refused}");
    assert!(!refused.contains("Ana's"), "{refused}");
}

#[tokio::test(start_paused = true)]
async fn in_portuguese() {
    let world = World::with(by_hand(), |config| format!("locale = \"pt-BR\"\n{config}{BLUEPRINTS}")).await;
    world.says("U0ADA", "criar a máquina nova-ci").await;
    let question = world.says("U0ADA", "crie nova-ci do modelo small").await;
    world.presses("U0ADA", &question.button("Criar nova-ci")).await;
    world.hears().await;
    world.hears().await;
    world.emulator.settle("nova-ci");
    world.hears().await;
    let question = world.says("U0ADA", "renovar myci como outra").await;
    world.presses("U0ADA", &question.button("Criar outra")).await;
    world.hears().await;
    world.hears().await;
    world.emulator.settle("outra");
    world.hears().await;
    world.emulator.settle("myci");
    world.hears().await;
    assert_snapshot!(world.transcript(), @"
    Ada: criar a máquina nova-ci
        to the caller:
        Escolha uma destas opções: `criar nova-ci do modelo gpu` e `criar nova-ci do modelo small`. [criar nova-ci do modelo gpu] [criar nova-ci do modelo small]
    Ada: crie nova-ci do modelo small
        to the caller:
        Criar *nova-ci*?
        Modelo *small*: DS3_v2, US$ 0,29 por hora, US$ 213,89 por mês se nunca parar. Para você. Ela desliga após 1 h de inatividade.
        Ela tem 1 agendamento, próxima parada: <!date^1795474800^{time}|23:00>.
        Os botões valem por 5 min, e só para você. [Criar nova-ci] [Deixar como está]
    Ada presses [Criar nova-ci]
        (empty)
    later
        to the caller, in place:
        Pode deixar: `criar research/nova-ci do modelo small`.
    later
        to the channel:
        🟡 *nova-ci*: pedi ao Azure para criá-la. Aviso quando ela estiver rodando.
    later
        to the channel:
        🟢 *nova-ci* foi criada e está rodando. Levou 0 s.
    Ada: renovar myci como outra
        to the caller:
        Criar *outra*?
        Modelo *small*: DS3_v2, US$ 0,29 por hora, US$ 213,89 por mês se nunca parar. Para você. Ela desliga após 1 h de inatividade.
        Ela tem 1 agendamento, próxima parada: <!date^1795474800^{time}|23:00>.
        Ela entra no lugar de *myci*, com as mesmas tags e agendamentos. *myci* será parada quando a nova estiver rodando, e não será excluída. Não é levado: pacotes, ambientes, kernels e outros arquivos do disco do SO; o disco temporário `/mnt`; scripts de configuração, que podem conter segredos; as funções da identidade atribuída pelo sistema; configurações em versão preliminar `enableOSPatching=false`, `enableRootAccess=true` e `releaseQuotaOnStop=false`. Os arquivos do compartilhamento (`~/cloudfiles`) estão nas duas.
        Os botões valem por 5 min, e só para você. [Criar outra] [Deixar como está]
    Ada presses [Criar outra]
        (empty)
    later
        to the caller, in place:
        Pode deixar: `renovar research/myci como outra`.
    later
        to the channel:
        🟡 *outra*: pedi ao Azure para criá-la. Aviso quando ela estiver rodando.
    later
        to the channel:
        🟢 *outra* foi criada e está rodando. Levou 0 s.
        🟡 *myci*: pedi ao Azure para pará-la. Aviso quando ela parar.
    later
        to the channel:
        🟢 *outra* foi criada e está rodando. Levou 0 s.
        ⚪ *myci* parou. Levou 10 s. Disco, IP público e balanceador de carga continuam sendo cobrados.
        *myci* continua existindo, parada. Quando tudo estiver certo com a nova, digite `excluir myci`.
    ");
}

#[tokio::test(start_paused = true)]
async fn what_can_be_created_is_shown_and_names_of_ours_are_refused() {
    let world = world().await;
    for text in [
        "blueprints",
        "create newci small",
        "create an instance from small",
        "create newci other-ci",
        "create monday",
        "create stop from small",
        "renew myci as stop",
        "create máquina",
        "replace myci with myci-c",
    ] {
        world.says("U0ADA", text).await;
    }
    world.says("U0BOB", "create").await;
    assert_snapshot!(world.transcript(), @"
    Ada: blueprints
        to the caller:
        Type `create NAME from BLUEPRINT` with a name of your choice. The blueprints:
        *gpu*: NC6, shuts down after 30 min idle
        *small*: DS3_v2, shuts down after 1 h idle
    Ada: create newci small
        to the caller:
        Create *newci*?
        Blueprint *small*: DS3_v2, $0.29 per hour, $213.89 per month if it never stops. For you. It shuts down after 1 h idle.
        It has 1 schedule, next stop: <!date^1795474800^{time}|23:00>.
        The buttons work for 5 min, and only for you. [Create newci] [Never mind]
    Ada: create an instance from small
        to the caller:
        `small` is a blueprint. Type `create NAME from small` with a name of your choice.
    Ada: create newci other-ci
        to the caller:
        Type `create NAME` with one name of your choice, such as `create NAME from BLUEPRINT for PERSON`. `create` alone shows the blueprints. [create]
    Ada: create monday
        to the caller:
        `monday` means something else to me, so a new instance can't have that name. Choose another name: 3 to 24 letters (a–z), digits and hyphens, beginning with a letter, and no hyphen before digits at the end.
    Ada: create stop from small
        to the caller:
        `stop` means something else to me, so a new instance can't have that name. Choose another name: 3 to 24 letters (a–z), digits and hyphens, beginning with a letter, and no hyphen before digits at the end.
    Ada: renew myci as stop
        to the caller:
        `stop` means something else to me, so a new instance can't have that name. Choose another name: 3 to 24 letters (a–z), digits and hyphens, beginning with a letter, and no hyphen before digits at the end.
    Ada: create máquina
        to the caller:
        Type `create NAME from BLUEPRINT` with a name of your choice. The blueprints:
        *gpu*: NC6, shuts down after 30 min idle
        *small*: DS3_v2, shuts down after 1 h idle
    Ada: replace myci with myci-c
        to the caller:
        Nothing was done. Did you mean `renew myci as myci-c` or `renew myci`? [renew myci as myci-c] [renew myci]
    Bob: create
        to the caller:
        You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `create`. Ask the Lamplighter administrator.
    ");
}
