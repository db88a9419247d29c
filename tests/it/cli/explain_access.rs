//! `check --as`: why a caller may or may not run a command, grant by grant, without running it.

use insta::assert_snapshot;
use lamplighter_emulator::{Call, Pace};
use serde_json::{Value, json};

use crate::support::{
    chat::teams,
    demo_config::CONFIG,
    process::{Azure, told},
};

const MORE: &str = r#"
[sources.evening]
kind = "signed"
secret = { env = "NIGHTLY_SECRET" }

[sources.teams]
kind = "teams"
tokens = { research = { env = "TEAMS_TOKEN" } }

[[grants]]
to = ["evening"]
may = ["stop", "force"]
on = ["research/*"]

[[grants]]
to = ["teams:00000000-0000-0000-0000-0000000000aa/*"]
may = ["operator"]
on = ["mine"]
"#;

const ADA: &str = "slack:T0DEMO/U0ADA";
const BOB: &str = "slack:T0DEMO/U0BOB";
const BRUNO_OF_TEAMS: &str =
    "teams:00000000-0000-0000-0000-0000000000aa/00000000-0000-0000-0000-0000000000bc";

/// `check --as caller command`, and how often Azure was asked.
async fn check(azure: &Azure, args: &[&str]) -> (i32, String, usize) {
    check_with(azure, "", args).await
}

/// The same, with `more` in the configuration.
async fn check_with(azure: &Azure, more: &str, args: &[&str]) -> (i32, String, usize) {
    azure.emulator.forget_requests();
    let mut command = azure.lamplighter(&[&["check", "--as"], args].concat());
    let config = CONFIG.replace("http://127.0.0.1:8181", &azure.url) + MORE + more;
    command.env("LAMPLIGHTER_CONFIG", config);
    command.env("NIGHTLY_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    command.env("TEAMS_TOKEN", teams::TOKEN);
    let (code, text) = told(command.output().await.unwrap());
    (code, text, azure.emulator.requests().len())
}

#[tokio::test]
async fn names_suffice_where_no_grant_depends_on_the_owner() {
    let azure = Azure::at(Pace::ByHand).await;
    let (code, text, asked) = check(&azure, &[ADA, "stop myci --force"]).await;
    assert_eq!((code, asked), (0, 0), "{text}");
    assert_snapshot!(text, @"
    caller     slack:T0DEMO/U0ADA, a person; in Entra 00000000-0000-0000-0000-0000000000bb
    command    stop myci --force
    grant 1    names them by slack:T0DEMO/U0ADA; gives stop; gives force; on research/*, reaches research/myci
    grant 2    names them by slack:T0DEMO/*; does not give stop; does not give force; on research/*, reaches research/myci
    grant 3    does not name them; it is to cli:*
    grant 4    does not name them; it is to nightly, budget
    grant 5    does not name them; it is to evening
    grant 6    does not name them; it is to teams:00000000-0000-0000-0000-0000000000aa/*
    Permitted, by grant 1.
    ");
    let (code, text, asked) = check(&azure, &[BOB, "stop all"]).await;
    assert_eq!((code, asked), (3, 0), "{text}");
    assert_snapshot!(text, @"
    caller     slack:T0DEMO/U0BOB, a person; not known in Entra, so nothing is theirs
    command    stop all
    grant 1    does not name them; it is to slack:T0DEMO/U0ADA
    grant 2    names them by slack:T0DEMO/*; does not give stop; is on research/*
    grant 3    does not name them; it is to cli:*
    grant 4    does not name them; it is to nightly, budget
    grant 5    does not name them; it is to evening
    grant 6    does not name them; it is to teams:00000000-0000-0000-0000-0000000000aa/*
    Refused. They are told: You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `stop`. Ask an owner of research.
    ");
    let (code, text, asked) = check(&azure, &["cli:ada", "delete myci"]).await;
    assert_eq!((code, asked), (0, 0), "{text}");
    assert!(text.ends_with("Permitted, by grant 3. It asks first.\n"), "{text}");
    let (code, text, _) = check(&azure, &["slack:T9/U0EVE", "help"]).await;
    assert_eq!(code, 0, "{text}");
    assert!(text.ends_with("Permitted: help takes no grant.\n"), "{text}");
    assert_eq!(azure.emulator.state("myci").as_deref(), Some("Running"));
}

#[tokio::test]
async fn azure_is_asked_which_instances_exist_and_who_owns_them() {
    let azure = Azure::at(Pace::ByHand).await;
    let (code, text, asked) = check(&azure, &[BRUNO_OF_TEAMS, "stop stopped-ci"]).await;
    assert_eq!((code, asked), (0, 2), "a token and the instance: {text}");
    assert_snapshot!(text, @"
    caller     teams:00000000-0000-0000-0000-0000000000aa/00000000-0000-0000-0000-0000000000bc, a person; in Entra 00000000-0000-0000-0000-0000000000bc
    command    stop stopped-ci
    grant 1    does not name them; it is to slack:T0DEMO/U0ADA
    grant 2    does not name them; it is to slack:T0DEMO/*
    grant 3    does not name them; it is to cli:*
    grant 4    does not name them; it is to nightly, budget
    grant 5    does not name them; it is to evening
    grant 6    names them by teams:00000000-0000-0000-0000-0000000000aa/*; gives stop; on mine, reaches research/stopped-ci
    Permitted, by grant 6.
    ");
    let (code, text, _) = check(&azure, &[BRUNO_OF_TEAMS, "stop myci"]).await;
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("They are told: I don't see `myci`"), "{text}");
    let (code, text, _) = check(&azure, &[BRUNO_OF_TEAMS, "start mine"]).await;
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("on mine, reaches research/busy-ci, research/stopped-ci\n"), "{text}");
    let (code, text, _) = check(&azure, &[ADA, "stop gpu-*"]).await;
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("There is nothing now that it would be about."), "{text}");
    azure.fault(json!({"operation": "token", "fault": "401", "times": 0}));
    let (code, text, _) = check(&azure, &[BRUNO_OF_TEAMS, "stop stopped-ci"]).await;
    assert_eq!(code, 1, "{text}");
    assert_snapshot!(text.lines().last().unwrap(), @"That depends on what is in Azure, which could not be read: Entra ID refused a token (AADSTS7000215).");
    let (code, text, _) = check(&azure, &[ADA, "stop stopped-ci"]).await;
    assert_eq!(code, 0, "it does not depend on that: {text}");
}

/// As in the chat: no timer carries out later what a person announces.
#[tokio::test]
async fn a_persons_announcement_is_refused_as_in_the_chat() {
    let azure = Azure::at(Pace::ByHand).await;
    let (code, text, asked) = check(&azure, &[ADA, "announce stop all in 30m"]).await;
    assert_eq!((code, asked), (3, 0), "{text}");
    assert!(text.contains("no timer is set up that carries out what is due"), "{text}");
    let (code, text, asked) = check(&azure, &["cli:ana", "stop stopped-ci in 2h"]).await;
    assert_eq!((code, asked), (3, 0), "{text}");
    let (code, text, _) = check(&azure, &[ADA, "announce stop all in 30m --dry-run"]).await;
    assert_eq!(code, 0, "{text}");
}

#[tokio::test]
async fn machines_access_is_explained_too() {
    let azure = Azure::at(Pace::ByHand).await;
    let (code, text, asked) = check(&azure, &["evening", "stop all --force --except busy-ci"]).await;
    assert_eq!((code, asked), (0, 2), "{text}");
    assert_snapshot!(text, @"
    caller     evening, a machine
    command    stop all --except busy-ci --force
    grant 1    does not name them; it is to slack:T0DEMO/U0ADA
    grant 2    does not name them; it is to slack:T0DEMO/*
    grant 3    does not name them; it is to cli:*
    grant 4    does not name them; it is to nightly, budget
    grant 5    names them by evening; gives stop; gives force; on research/*, reaches research/myci, research/stopped-ci
    grant 6    does not name them; it is to teams:00000000-0000-0000-0000-0000000000aa/*
    Permitted, by grant 5.
    ");
    let (code, text, _) = check(&azure, &["evening", "delete myci"]).await;
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("a person has to confirm it"), "{text}");
    let (code, text, _) = check(&azure, &["evening", "announce stop all in 30m"]).await;
    assert_eq!(code, 3, "{text}");
}

#[tokio::test]
async fn scripts_get_json() {
    let azure = Azure::at(Pace::ByHand).await;
    let (code, text, _) = check(&azure, &[ADA, "status myci", "--json"]).await;
    assert_eq!(code, 0, "{text}");
    let said: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(said["verdict"], "permitted");
    assert_eq!(said["kind"], "person");
    assert_eq!(
        said["grants"][1],
        json!({
            "grant": 2, "names": "slack:T0DEMO/*", "gives": true, "forces": false,
            "reaches": ["research/myci"], "does_not_reach": [], "unknown": [],
        })
    );
    assert_eq!(said["grants"][2]["names"], Value::Null);
}

#[tokio::test]
async fn an_invalid_question_exits_with_2() {
    let azure = Azure::at(Pace::ByHand).await;
    for caller in ["ada", "slack", "evening:T1/U1", "slack:U0ADA", "cli:", "mattermost:a/b"] {
        let (code, text, _) = check(&azure, &[caller, "stop myci"]).await;
        assert_eq!(code, 2, "{caller}: {text}");
        assert!(text.contains("the sources are budget, evening, nightly, slack, teams"), "{text}");
    }
    let (code, text, _) = check(&azure, &[ADA, "stpo myci"]).await;
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("Did you mean `stop myci`?"), "{text}");
    let (code, text, _) = check(&azure, &[ADA]).await;
    assert_eq!(code, 2, "{text}");
    for channel in [
        "bad",
        "",
        "slack:T0DEMO/C0OPS",
        "slack:T0DEMO/#",
        "slack:T0DEMO/#*",
        "slack:T9/#C0OPS",
        "teams:a/#b",
    ] {
        let (code, text, _) = check(&azure, &[ADA, "--in", channel, "stop myci"]).await;
        assert_eq!(code, 2, "{channel}: {text}");
        assert!(text.contains("write slack:T0DEMO/#<channel>"), "{channel}: {text}");
    }
    let (code, text, _) = check(&azure, &[ADA, "--in", "slack:T0DEMO/#C0OPS", "stop myci"]).await;
    assert_eq!(code, 2, "the source does not vouch for its channels: {text}");
    assert!(text.contains("channels count for the source's own `teams` alone"), "{text}");
    for caller in ["evening", "cli:ada"] {
        let (code, text, _) = check(&azure, &[caller, "--in", "slack:T0DEMO/#C0OPS", "stop myci"]).await;
        assert_eq!(code, 2, "{caller}: {text}");
        assert!(text.contains("Leave --in out"), "{caller}: {text}");
    }
}

/// The kind of a source is known without its secret.
#[tokio::test]
async fn a_caller_of_a_source_without_its_secret_is_explained() {
    let azure = Azure::at(Pace::ByHand).await;
    for caller in [ADA, "nightly"] {
        let mut command = azure.lamplighter(&["check", "--as", caller, "stop myci"]);
        command.env_remove("SLACK_SIGNING_SECRET").env_remove("NIGHTLY_SECRET");
        let (code, text) = told(command.output().await.unwrap());
        assert_eq!(code, 0, "{text}");
        assert!(text.contains("Permitted, by grant"), "{text}");
    }
}

#[tokio::test]
async fn a_channels_grant_applies_in_that_channel() {
    let azure = Azure::at(Pace::ByHand).await;
    let channel = "\n[[grants]]\nto = [\"slack:T0DEMO/#C0OPS\"]\nmay = [\"owner\"]\non = [\"research/*\"]\n";
    let check = async |args: &[&str]| {
        let mut command = azure.lamplighter(&[&["check", "--as", BOB], args].concat());
        let config = CONFIG.replace("http://127.0.0.1:8181", &azure.url).replacen(
            "kind = \"slack\"\n",
            "kind = \"slack\"\nteams = [\"T0DEMO\"]\n",
            1,
        );
        command.env("LAMPLIGHTER_CONFIG", config + channel);
        told(command.output().await.unwrap())
    };
    let (code, text) = check(&["stop myci"]).await;
    assert_eq!(code, 3, "{text}");
    let (code, text) = check(&["--in", "slack:T0DEMO/#C0OPS", "stop myci"]).await;
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("names them by slack:T0DEMO/#C0OPS; gives stop"), "{text}");
    let (code, text) = check(&["--in", "slack:T0DEMO/#C0OPS", "delete myci"]).await;
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("names them by slack:T0DEMO/#C0OPS; does not give delete"), "{text}");
}

const BLUEPRINT: &str = r#"
[blueprints.small]
size = "Standard_DS3_v2"
idle = "1h"

[[grants]]
to = ["slack:T0DEMO/U0DAN"]
may = ["create", "renew"]
on = ["mine"]
"#;

/// What is to be made is its owner's, although Azure shows nothing yet; and who renews stops.
#[tokio::test]
async fn of_a_creation_and_a_renewal_it_says_what_the_chat_says() {
    let azure = Azure::at(Pace::ByHand).await;
    let dan = "slack:T0DEMO/U0DAN";
    let more = |text: &str| format!("{BLUEPRINT}{text}");
    let (code, text, _) = check_with(&azure, &more(""), &[dan, "create newci"]).await;
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("on mine, reaches, if it is theirs, research/newci"), "{text}");
    assert!(text.ends_with("Permitted, by grant 7. It asks first.\n"), "{text}");
    for refused in ["create nowhere/newci", "create ana-2", "create newci from huge", "create newci for zoe"]
    {
        let (code, text, _) = check_with(&azure, &more(""), &[dan, refused]).await;
        assert_eq!(code, 3, "{refused}: {text}");
    }
    let (code, text, _) = check_with(&azure, &more(""), &[dan, "create newci for ana"]).await;
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("You can use `create` only on your own instances"), "{text}");
    let (code, text, _) = check_with(&azure, &more(""), &[BOB, "create newci"]).await;
    assert_eq!(code, 3, "{text}");
    let cli = "\n[[grants]]\nto = [\"cli:*\"]\nmay = [\"create\"]\non = [\"research/*\"]\n";
    let (code, text, _) = check_with(&azure, cli, &["cli:ada", "create newci"]).await;
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("There is no blueprint for your workspaces"), "{text}");
    let (code, text, _) = check_with(&azure, &more(cli), &["cli:ada", "create newci"]).await;
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("I don't know your id in Entra ID"), "{text}");
    let (code, text, _) = check_with(&azure, &more(""), &[dan, "renew stopped-ci"]).await;
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("permission for `stop`"), "{text}");
    let stop = more("\n[[grants]]\nto = [\"slack:T0DEMO/U0DAN\"]\nmay = [\"stop\"]\non = [\"mine\"]\n");
    let (code, text, _) = check_with(&azure, &stop, &[dan, "renew stopped-ci"]).await;
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("No blueprint makes an instance such as"), "{text}");
    let fitting = stop.replace("Standard_DS3_v2", "Standard_NC6s_v3");
    let (code, text, _) = check_with(&azure, &fitting, &[dan, "renew stopped-ci"]).await;
    assert_eq!(code, 0, "{text}");
    let requests = azure.emulator.requests();
    assert!(requests.iter().all(|request| request.operation != Call::Create), "nothing is made");
}
