//! What is said of a configuration that is wrong: all of it, line by line.

use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;

fn faults(text: &str) -> String {
    read(text).expect_err("it has faults").to_string()
}

#[test]
fn everything_missing() {
    assert_snapshot!(faults(""), @r#"
    lamplighter.toml:1: azure: is missing: write [azure] and below it credential = "client-secret"
    lamplighter.toml:1: workspaces: is missing: write [workspaces.research], with the alias that people type
    lamplighter.toml:1: sources: is missing: write [sources.slack] and below it kind = "slack"
    lamplighter.toml:1: grants: is missing: write [[grants]] with to, may and on; without one, nobody may do anything
    "#);
    assert_snapshot!(faults("azure = {}\nworkspaces = {}\nsources = {}\ngrants = []"), @r#"
    lamplighter.toml:1: azure.credential: is missing: write credential = "client-secret"
    lamplighter.toml:2: workspaces: is empty: write at least one [workspaces.ALIAS]
    lamplighter.toml:3: sources: is empty: write at least one [sources.NAME]
    lamplighter.toml:4: grants: is empty: name at least one
    "#);
    assert_snapshot!(faults("[workspaces.a]\n[sources.b]\n[sources.c]\nkind='slack'\n[azure.cloud]\n[tickets]\n[[grants]]"), @r#"
    lamplighter.toml:1: workspaces.a.subscription: is missing: write subscription = "00000000-…", the id that the portal shows
    lamplighter.toml:1: workspaces.a.resource_group: is missing: write resource_group = "NAME"
    lamplighter.toml:1: workspaces.a.workspace: is missing: write workspace = "NAME", as Azure knows it
    lamplighter.toml:2: sources.b.kind: is missing: write kind = "slack"
    lamplighter.toml:3: sources.c.secret: is missing: write secret = { env = "SLACK_SIGNING_SECRET" }
    lamplighter.toml:5: azure.cloud.authority: is missing: write authority = "https://HOST", where tokens come from
    lamplighter.toml:5: azure.cloud.resource_manager: is missing: write resource_manager = "https://HOST"
    lamplighter.toml:5: azure.cloud.audience: is missing: write audience = "https://HOST", whom tokens are for
    lamplighter.toml:5: azure.credential: is missing: write credential = "client-secret"
    lamplighter.toml:6: tickets.key: is missing: write key = { env = "LAMPLIGHTER_TICKET_KEY" }, or leave [tickets] out
    lamplighter.toml:7: grants[0].to: is missing: write to = ["<source>:<team>/<user>"]
    lamplighter.toml:7: grants[0].may: is missing: write may = ["reader"]
    lamplighter.toml:7: grants[0].on: is missing: write on = ["WORKSPACE/*"]
    "#);
}

#[test]
fn limits_that_would_let_nothing_through() {
    assert_snapshot!(faults(&format!("{MINIMAL}\n[limits]\ncommands_in_flight = 0\ncommands_per_caller = 1.5\nunverified_mib = 1")), @"
    lamplighter.toml:20: limits.commands_in_flight: is not in range: write a whole number from 1 to 100000
    lamplighter.toml:21: limits.commands_per_caller: is not in range: write a whole number from 1 to 100000
    lamplighter.toml:22: limits.unverified_mib: is not in range: write a whole number from 2 to 100000
    ");
    assert_snapshot!(faults(&format!("{MINIMAL}\n[limits]\ncommands_in_flight = \"many\"\nbodies = 3\nunverified_mib = 1e9")), @"
    lamplighter.toml:20: limits.commands_in_flight: is text: write a number
    lamplighter.toml:21: limits.bodies: is unknown: write one of commands_in_flight, commands_per_caller, unverified_mib
    lamplighter.toml:22: limits.unverified_mib: is not in range: write a whole number from 2 to 100000
    ");
}

#[test]
fn wrong_types() {
    assert_snapshot!(faults(r#"
locale = 1
tz = ["UTC"]
azure = "public"
people = 3

[workspaces]
research = "ml-research"
lab = { subscription = 1, resource_group = true, workspace = 2026-01-01 }

[sources]
mail = []
slack = { kind = "slack", secret = "hunter2hunter2", reply_hosts = "hooks.slack.com", teams = [1.5] }

[grants]
to = "everybody"
"#), @r#"
    lamplighter.toml:2: locale: is a number: write text in quotes
    lamplighter.toml:3: tz: is a list: write text in quotes
    lamplighter.toml:4: azure: is text: write a table
    lamplighter.toml:5: people: is a number: write a table
    lamplighter.toml:8: workspaces.research: is text: write a table
    lamplighter.toml:9: workspaces.lab.subscription: is a number: write text in quotes
    lamplighter.toml:9: workspaces.lab.resource_group: is true or false: write text in quotes
    lamplighter.toml:9: workspaces.lab.workspace: is a date or time: write text in quotes
    lamplighter.toml:12: sources.mail: is a list: write a table
    lamplighter.toml:13: sources.slack.secret: is not a reference, and secrets are never in this file: write { env = "NAME" } or { file = "PATH" }, or with aws-secret, aws-parameter or key-vault for a store
    lamplighter.toml:13: sources.slack.reply_hosts: is text: write a list in brackets
    lamplighter.toml:13: sources.slack.teams[0]: is a number: write text in quotes
    lamplighter.toml:15: grants: is a table: write a list in brackets
    "#);
}

#[test]
fn typos() {
    assert_snapshot!(faults(r#"
local = "en"
colour = "green"

[azure]
cloud = "publik"
credential = "client_secret"
api-version = "2025-12-01"

[workspaces.research]
subscription = "00000000-0000-0000-0000-00000000001"
resource-group = "ml-rg"
workspace = "ml research"

[workspaces.Lab]
subscription = "00000000-0000-0000-0000-000000000001"
resource_group = "ml-rg."
workspace = "ml-lab"

[workspaces.lab]
subscription = "00000000-0000-0000-0000-000000000001"
resource_group = "ml-rg"
workspace = "ml-lab"

[workspaces.lab-again]
subscription = "00000000-0000-0000-0000-000000000001"
resource_group = "ML-RG"
workspace = "ml-lab"

[workspaces.all]
subscription = "00000000-0000-0000-0000-000000000001"
resource_group = "ml-rg"
workspace = "ml-lab"

[sources.slack]
kind = "slak"

[sources.slack2]
kind = "slack"
secrets = { env = "SLACK_SIGNING_SECRET" }
reply_hosts = ["https://hooks.slack.com", "hooks.slack.com/x", "me@hooks.slack.com", "", "hooks slack"]
teams = ["Acme", "T1"]

[sources.cli]
kind = "slack"
secret = { env = "SLACK_SIGNING_SECRET" }

[sources."My Slack"]
kind = "slack"
secret = { env = "SLACK_SIGNING_SECRET" }

[people]
"slack2:T1/U1" = { id = "ada", locale = "tlh", tz = "America/Sao_Paolo", name = "Ada" }
"slack2:T1/*" = {}
"slakc2:T1/U1" = {}
"ada" = {}
"#), @r#"
lamplighter.toml:1: grants: is missing: write [[grants]] with to, may and on; without one, nobody may do anything
lamplighter.toml:2: local: is unknown: did you mean `locale`?
lamplighter.toml:3: colour: is unknown: write one of locale, tz, azure, workspaces, sources, tickets, notify, people, people_file, lists, grants, limits, blueprints
lamplighter.toml:6: azure.cloud: is not a cloud: did you mean `public`?
lamplighter.toml:7: azure.credential: is not a credential: did you mean `client-secret`?
lamplighter.toml:8: azure.api-version: is unknown: did you mean `api_version`?
lamplighter.toml:10: workspaces.research.resource_group: is missing: write resource_group = "NAME"
lamplighter.toml:11: workspaces.research.subscription: is not an id: write it as 00000000-0000-0000-0000-000000000000
lamplighter.toml:12: workspaces.research.resource-group: is unknown: did you mean `resource_group`?
lamplighter.toml:13: workspaces.research.workspace: is not a workspace: 3 to 33 of a-z, A-Z, 0-9, - and _, a letter or digit first
lamplighter.toml:15: workspaces.Lab: is not an alias: an alias is 1 to 40 of a-z, 0-9, - and _
lamplighter.toml:17: workspaces.Lab.resource_group: is not a resource group: 1 to 90 letters, digits and -_.(), no dot at the end
lamplighter.toml:25: workspaces.lab-again: is the same workspace as `lab`: leave one of them out
lamplighter.toml:30: workspaces.all: means several instances in commands: call the workspace something else
lamplighter.toml:36: sources.slack.kind: is not a kind of source: did you mean `slack`?
lamplighter.toml:38: sources.slack2.secret: is missing: write secret = { env = "SLACK_SIGNING_SECRET" }
lamplighter.toml:40: sources.slack2.secrets: is unknown: did you mean `secret`?
lamplighter.toml:41: sources.slack2.reply_hosts[0]: is not a host: write it without scheme or path, such as "hooks.slack.com" or "127.0.0.1:8181"
lamplighter.toml:41: sources.slack2.reply_hosts[1]: is not a host: write it without scheme or path, such as "hooks.slack.com" or "127.0.0.1:8181"
lamplighter.toml:41: sources.slack2.reply_hosts[2]: is not a host: write it without scheme or path, such as "hooks.slack.com" or "127.0.0.1:8181"
lamplighter.toml:41: sources.slack2.reply_hosts[3]: is empty: write something between the quotes
lamplighter.toml:41: sources.slack2.reply_hosts[4]: is not a host: write it without scheme or path, such as "hooks.slack.com" or "127.0.0.1:8181"
lamplighter.toml:42: sources.slack2.teams[0]: is not a Slack workspace: write its id, such as "T012AB3CD", never its name
lamplighter.toml:44: sources.cli: is what callers at the terminal are called: name the source otherwise
lamplighter.toml:48: sources."My Slack": cannot name a source: 1 to 40 of a-z, 0-9, - and _
lamplighter.toml:53: people."slack2:T1/U1".id: is not an id: write it as 00000000-0000-0000-0000-000000000000
lamplighter.toml:53: people."slack2:T1/U1".locale: is not a language that there are words in: write "en" or "pt-BR"
lamplighter.toml:53: people."slack2:T1/U1".tz: is not an IANA time zone: write one such as "America/Sao_Paulo"
lamplighter.toml:54: people."slack2:T1/*": is not one person: write <source>:<team>/<user>, ids without * or #
lamplighter.toml:55: people."slakc2:T1/U1": names no source of this file: did you mean `slack2`?
lamplighter.toml:56: people.ada: is not one person: write <source>:<team>/<user>, ids without * or #
"#);
}

#[test]
fn grants_that_would_never_hold() {
    assert_snapshot!(faults(&with(r#"to = ["slack:T1/*"]
may = ["reader"]
on = ["*"]"#, r##"to = [
    "slakc:T1/U1",
    "slack",
    "slack:*",
    "slack:/U1",
    "slack:T1/",
    "slack:T1/U1/x",
    "slack:acme/ada",
    "slack:T1/#C1",
    "slack:T1/#general",
    "nobody",
    "*",
    "cli:",
    7,
]
may = ["staus", "read", "keep", "help", "*", "Stop"]
on = ["reserch/*", "research", "all", "research/all", "research/mine", "research/my.ci", "*/gpu-*", "", "mine"]

[[grants]]
to = []
may = []
on = []
form = []

[[grants]]
to = ["cli:ada"]
"##)), @r#"
lamplighter.toml:16: grants[0].to[0]: names no source of this file: did you mean `slack`?
lamplighter.toml:17: grants[0].to[1]: is a chat: write slack:<team>/<user>, or slack:<team>/* for a whole team
lamplighter.toml:18: grants[0].to[2]: is not a caller: write <source>:<team>/<user> or <source>:<team>/#<channel>, * for any
lamplighter.toml:19: grants[0].to[3]: is not a caller: write <source>:<team>/<user> or <source>:<team>/#<channel>, * for any
lamplighter.toml:20: grants[0].to[4]: is not a caller: write <source>:<team>/<user> or <source>:<team>/#<channel>, * for any
lamplighter.toml:21: grants[0].to[5]: does not go by ids: write Slack's, which look like T012AB3CD, U0456 and C0789
lamplighter.toml:22: grants[0].to[6]: does not go by ids: write Slack's, which look like T012AB3CD, U0456 and C0789
lamplighter.toml:23: grants[0].to[7]: would never hold: channels count for the source's own `teams` alone; write those there
lamplighter.toml:24: grants[0].to[8]: does not go by ids: write Slack's, which look like T012AB3CD, U0456 and C0789
lamplighter.toml:25: grants[0].to[9]: is not a caller: write <source>:<team>/<user>, <source>:<team>/#<channel>, cli:<user>, or a machine's source alone
lamplighter.toml:26: grants[0].to[10]: is not a caller: write <source>:<team>/<user>, <source>:<team>/#<channel>, cli:<user>, or a machine's source alone
lamplighter.toml:27: grants[0].to[11]: names nobody: write cli:<user>, or cli:*
lamplighter.toml:28: grants[0].to[12]: is a number: write text in quotes
lamplighter.toml:30: grants[0].may[0]: is neither a verb nor a role: did you mean `status`?
lamplighter.toml:30: grants[0].may[1]: is neither a verb nor a role: did you mean `reader`?
lamplighter.toml:30: grants[0].may[3]: needs no grant: leave it out
lamplighter.toml:30: grants[0].may[4]: is neither a verb nor a role: write one of reader, operator, owner, force, status, list, start, stop, restart, delete, create, renew, idle, schedule, announce, keep, audit, outdated, cost, check
lamplighter.toml:30: grants[0].may[5]: is neither a verb nor a role: did you mean `stop`?
lamplighter.toml:31: grants[0].on[0]: names no workspace of this file: did you mean `research`?
lamplighter.toml:31: grants[0].on[1]: is not a place: write "WORKSPACE/INSTANCE", globs allowed, "mine" or "*"
lamplighter.toml:31: grants[0].on[2]: is not a place: write "WORKSPACE/INSTANCE", globs allowed, "mine" or "*"
lamplighter.toml:31: grants[0].on[3]: would be an instance called all: write * for all of them
lamplighter.toml:31: grants[0].on[4]: would be an instance called mine: write "mine" alone
lamplighter.toml:31: grants[0].on[5]: cannot be the name of an instance: a-z, A-Z, 0-9 and -, and * for a run of them
lamplighter.toml:31: grants[0].on[7]: is empty: write something between the quotes
lamplighter.toml:34: grants[1].to: is empty: name at least one
lamplighter.toml:35: grants[1].may: is empty: name at least one
lamplighter.toml:36: grants[1].on: is empty: name at least one
lamplighter.toml:37: grants[1].form: is unknown: write one of to, may, on
lamplighter.toml:39: grants[2].may: is missing: write may = ["reader"]
lamplighter.toml:39: grants[2].on: is missing: write on = ["WORKSPACE/*"]
"#);
}

#[test]
fn what_is_in_stores_and_comes_from_aws() {
    assert_snapshot!(faults(&format!(r#"{}
[sources.nightly]
kind = "signed"
secret = {{ aws-secret = "nightly" }}
command = "stop all"

[sources.two]
kind = "slack"
secret = {{ key-vault = "https://v.vault.azure.net/secrets/x" }}
previous_secret = {{ aws-parameter = "/x" }}

[[grants]]
to = ["nightly", "night*:x"]
may = ["stop"]
on = ["research/*"]
"#, with("azure-cli", "aws-federation"))), @"
    lamplighter.toml:3: azure.credential: needs AWS_REGION in the environment: AWS Lambda sets it; elsewhere `eval $(aws configure export-credentials --format env)` and AWS_REGION do
    lamplighter.toml:21: sources.nightly.secret.aws-secret: is in a store, and nobody asked there
    lamplighter.toml:26: sources.two.secret.key-vault: is in a store, and nobody asked there
    ");
}

#[test]
fn tokens_of_teams_and_ids_of_entra() {
    assert_snapshot!(faults(&with("[[grants]]", r#"
[sources.none]
kind = "teams"

[sources.empty]
kind = "teams"
tokens = {}

[sources.text]
kind = "teams"
tokens = { env = "TEAMS_TOKEN_RESEARCH" }

[sources.teams]
kind = "teams"
tokens = { a = { env = "SHORT" }, b = { env = "LAMPLIGHTER_TICKET_KEY" }, c = { env = "NOT_SET" } }
token = { env = "TEAMS_TOKEN_RESEARCH" }

[sources.good]
kind = "teams"
tokens = { research = { env = "TEAMS_TOKEN_RESEARCH" } }

[[grants]]
to = ["good", "good:*", "good:contoso/*", "good:*/Ada", "good:*/#19abc", "good:00000000-0000-0000-0000-00000000000A/*"]
may = ["reader"]
on = ["*"]

[[grants]]
to = ["good:00000000-0000-0000-0000-00000000000a/*", "good:*/00000000-0000-0000-0000-00000000000b", "*:*/*"]
may = ["reader"]
on = ["mine"]

[[grants]]"#)), @r#"
    lamplighter.toml:15: sources.none.tokens: is missing: write tokens = { TEAM = { env = "TEAMS_TOKEN" } }, one for each team
    lamplighter.toml:20: sources.empty.tokens: is empty: write tokens = { TEAM = { env = "TEAMS_TOKEN" } }, one for each team
    lamplighter.toml:24: sources.text.tokens.env: is not a reference, and secrets are never in this file: write { env = "NAME" } or { file = "PATH" }, or with aws-secret, aws-parameter or key-vault for a store
    lamplighter.toml:28: sources.teams.tokens.a: leads to no security token: it is what Teams shows once, 44 characters of base64
    lamplighter.toml:28: sources.teams.tokens.b: leads to no security token: it is what Teams shows once, 44 characters of base64
    lamplighter.toml:28: sources.teams.tokens.c.env: names NOT_SET, which is not set, or empty: set it
    lamplighter.toml:29: sources.teams.token: is unknown: did you mean `tokens`?
    lamplighter.toml:36: grants[0].to[0]: is a chat: write good:<team>/<user>, or good:<team>/* for a whole team
    lamplighter.toml:36: grants[0].to[1]: is not a caller: write <source>:<tenant>/<user>, * for any
    lamplighter.toml:36: grants[0].to[2]: does not go by ids: write those of Entra, 00000000-0000-… in lower case
    lamplighter.toml:36: grants[0].to[3]: does not go by ids: write those of Entra, 00000000-0000-… in lower case
    lamplighter.toml:36: grants[0].to[4]: does not go by ids: write those of Entra, 00000000-0000-… in lower case
    lamplighter.toml:36: grants[0].to[5]: does not go by ids: write those of Entra, 00000000-0000-… in lower case
    "#);
}

#[test]
fn channels_to_tell() {
    assert_snapshot!(faults(&with("[[grants]]", r#"
[sources.teams]
kind = "teams"
tokens = { research = { env = "TEAMS_TOKEN_RESEARCH" } }
notify = ["ml-ops", "ml-opps", "No Where"]

[notify.ml-ops]
kind = "slack"
url = { env = "OPS_WEBHOOK" }
source = "slakc"
urls = 3

[notify."No Where"]

[notify.elsewhere]
kind = "teams"
url = { env = "OPS_WEBHOOK" }

[notify.secret]
kind = "slak"
url = "https://hooks.slack.com/services/T1/B2/hunter2"

[[grants]]"#)), @r#"
    lamplighter.toml:18: sources.teams.notify[1]: names no [notify.NAME] of this file: did you mean `ml-ops`?
    lamplighter.toml:23: notify.ml-ops.source: names no source of this file: did you mean `slack`?
    lamplighter.toml:24: notify.ml-ops.urls: is unknown: did you mean `url`?
    lamplighter.toml:26: notify."No Where": cannot name a channel: 1 to 40 of a-z, 0-9, - and _
    lamplighter.toml:26: notify."No Where".kind: is missing: write kind = "slack"
    lamplighter.toml:26: notify."No Where".url: is missing: write url = { env = "OPS_WEBHOOK" }
    lamplighter.toml:30: notify.elsewhere.url: leads to no workflow: its URL begins with https:// and a host that ends in .logic.azure.com or .environment.api.powerplatform.com
    lamplighter.toml:33: notify.secret.kind: is not a kind of channel: did you mean `slack`?
    lamplighter.toml:34: notify.secret.url: is not a reference, and secrets are never in this file: write { env = "NAME" } or { file = "PATH" }, or with aws-secret, aws-parameter or key-vault for a store
    "#);
}

#[test]
fn references_that_lead_nowhere() {
    assert_snapshot!(faults(&format!(r#"{}
previous_secret = "{SECRET}"
[tickets]
key = {{ env = "SHORT" }}
previous_key = {{ env = "SHORT" }}
"#, MINIMAL.split("[[grants]]").next().unwrap().replace("SLACK_SIGNING_SECRET", "SLACK_SECRET"))), @r#"
    lamplighter.toml:1: grants: is missing: write [[grants]] with to, may and on; without one, nobody may do anything
    lamplighter.toml:12: sources.slack.secret.env: names SLACK_SECRET, which is not set, or empty: set it
    lamplighter.toml:15: sources.slack.previous_secret: is not a reference, and secrets are never in this file: write { env = "NAME" } or { file = "PATH" }, or with aws-secret, aws-parameter or key-vault for a store
    lamplighter.toml:17: tickets.key: leads to a key of less than 32 characters: make a longer one
    lamplighter.toml:18: tickets.previous_key: leads to a key of less than 32 characters: make a longer one
    "#);
    for (reference, fault) in [
        (r#"{ env = "EMPTY" }"#, "names a variable"),
        (r#"{ env = "BLANK" }"#, "names a variable"),
        (r#"{ file = "no/such/file" }"#, "names a file that does not exist"),
        (r#"{ file = "." }"#, "names a file that cannot be read"),
        (r#"{ env = "" }"#, "is empty"),
        (r#"{ evn = "X" }"#, "did you mean `env`"),
        (r#"{ path = "X" }"#, "write one of env, file"),
        ("{}", "is not one reference"),
        (r#"{ env = "X", file = "y" }"#, "is not one reference"),
        ("17", "is not a reference"),
    ] {
        let faults = faults(&with(r#"{ env = "SLACK_SIGNING_SECRET" }"#, reference));
        assert!(faults.contains(fault), "{reference}: {faults}");
    }
}

#[test]
fn what_is_no_toml() {
    let text = "[azure]\ncloud = \"public\"\n[azure]\nsecret = hunter2, hunter3\ntz = [\"UTC\"\nx = \"\\q\"";
    assert_snapshot!(faults(text), @"
    lamplighter.toml:3: this is not TOML: duplicate key
    lamplighter.toml:4: this is not TOML: string values must be quoted, expected literal string
    lamplighter.toml:6: this is not TOML: missing comma between array elements, expected `,`
    ");
}

/// The example with `text` in place of one of the values in quotes; keys are shown in faults.
fn example_with_value(at: prop::sample::Index, text: &str) -> String {
    let mut example = whole_example();
    let quotes: Vec<_> = example.match_indices('"').map(|(at, _)| at).collect();
    let is_value = |pair: &&[usize]| !example[..pair[0]].ends_with('.');
    let values: Vec<_> = quotes.chunks(2).filter(is_value).collect();
    let value = at.get(&values);
    example.replace_range(value[0] + 1..value[1], text);
    example
}

proptest! {
    #[test]
    fn no_fault_repeats_a_value(at: prop::sample::Index, secret in "[a-z0-9~._-]{20,40}") {
        if let Err(faults) = read(&example_with_value(at, &secret)) {
            let said = format!("{faults} {faults:?}");
            let others = [SECRET, TICKET_KEY, AZURE_SECRET, TEAMS_TOKEN, OPS_WEBHOOK, "short-secret"];
            for secret in others.into_iter().chain([secret.as_str()]) {
                prop_assert!(!said.contains(secret), "{}", faults);
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused_with_reasons(text in "(?s).{0,200}") {
        let faults = read(&text).expect_err("so short a text lacks something");
        prop_assert!(!faults.0.is_empty());
    }

    #[test]
    fn a_damaged_example_is_read_or_refused_line_by_line(
        from: prop::sample::Index, length in 0..80usize, text in "[ -~\n\"=\\[\\]{}#é]{0,20}",
    ) {
        let mut example: Vec<char> = whole_example().chars().collect();
        let from = from.index(example.len());
        let to = (from + length).min(example.len());
        example.splice(from..to, text.chars());
        let example: String = example.into_iter().collect();
        if let Err(faults) = read(&example) {
            let lines = example.split('\n').count();
            let stands = |fault: &Fault| fault.line.is_some_and(|line| (1..=lines).contains(&line));
            prop_assert!(faults.0.iter().all(stands), "{}", faults);
            prop_assert_eq!(faults.to_string().lines().count(), faults.0.len());
        }
    }
}

#[test]
fn a_command_that_is_not_understood_is_told_why() {
    let faults = |command: &str| {
        let more = format!("[sources.nightly]\nkind = \"event\"\ncommand = \"{command}\"\n");
        let faults = read(&format!("{MINIMAL}{more}")).unwrap_err().to_string();
        faults.split("command: ").nth(1).unwrap().to_owned()
    };
    assert_snapshot!(["sotp all", "frobnicate", "stop", "stop all --max", "stop all --mx 3", "stop all if idle", "keep myci for ages", "", "?"].map(faults).join("\n"), @r#"
    is not understood: I don't know `…`. Did you mean `stop all`?
    is not understood: I don't know `…`. What I know is, for example, `list`, `status NAME`, `start NAME`, `stop NAME`, `keep NAME for 2h` and `cost`; `help` has more.
    is not understood: Which one? Type `stop NAME`. `list` shows what there is.
    is not understood: `--max` needs something after it, as in `stop all --max 10 --dry-run`.
    is not understood: I don't know the option `…`. Did you mean `stop all --max 3`?
    is not understood: its last words belong to nothing
    is not understood: I don't understand the duration `…`. Type one such as `45m`, `2h` or `1d12h`.
    is empty: write something between the quotes
    says nothing: write what is to be done, such as "stop all"
    "#);
}

/// A program that reads `check --json` shows the same as the terminal, part by part.
#[test]
fn a_fault_has_its_place_and_its_remedy() {
    let faults = read(&MINIMAL.replace("azure-cli", "azure_cli")).unwrap_err().0;
    assert_eq!(
        serde_json::to_value(&faults).unwrap(),
        serde_json::json!([{
            "file": "lamplighter.toml",
            "line": 3,
            "path": "azure.credential",
            "message": "is not a credential",
            "fix": "did you mean `azure-cli`?",
        }])
    );
    let syntax = read("[azure\n").unwrap_err().0;
    assert_eq!((syntax[0].line, &syntax[0].fix), (Some(1), &None), "a cause is no remedy: {syntax:?}");
}

#[test]
fn blueprints_from_which_nothing_can_be_made() {
    let blueprint = r#"
[blueprints.small]
size = "Standard_DS3_v2"
idle = "1h"
schedules = ["stop weekdays", "stop 0 0 31 2 *"]
most_per_person = 3
most = 2
"#;
    assert_snapshot!(faults(&format!("{MINIMAL}{blueprint}")), @r#"
    lamplighter.toml:22: blueprints.small.schedules[0]: is not a schedule: write one such as "stop weekdays at 20:00 Europe/Lisbon"
    lamplighter.toml:22: blueprints.small.schedules[1]: is never due: write one such as "stop weekdays at 20:00 Europe/Lisbon"
    lamplighter.toml:23: blueprints.small.most_per_person: is more than `most`, which is 2: write a number up to that
    "#);
}
