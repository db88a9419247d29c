use std::{cell::RefCell, fs};

use insta::assert_snapshot;
use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::{
    ask::{Caller, CallerKind},
    azure::CredentialSettings,
    command::Verb,
    source::Kind,
    target::{ComputeId, Instance},
    ticket::{self, Ticket},
};

const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
const TICKET_KEY: &str = "a-key-of-more-than-thirty-two-letters";

const MINIMAL: &str = r#"
[azure]
credential = "azure-cli"

[workspaces.research]
subscription = "00000000-0000-0000-0000-000000000001"
resource_group = "ml-rg"
workspace = "ml-research"

[sources.slack]
kind = "slack"
secret = { env = "SLACK_SIGNING_SECRET" }

[[grants]]
to = ["slack:T1/*"]
may = ["reader"]
on = ["*"]
"#;

fn env(name: &str) -> Option<String> {
    let value = match name {
        "SLACK_SIGNING_SECRET" => SECRET,
        "LAMPLIGHTER_TICKET_KEY" => TICKET_KEY,
        "AZURE_TENANT_ID" => "11111111-0000-0000-0000-000000000000",
        "AZURE_CLIENT_ID" => " 22222222-0000-0000-0000-000000000000\n",
        "AZURE_CLIENT_SECRET" => "azure-secret",
        "AZURE_FEDERATED_TOKEN_FILE" => "/var/run/token",
        "SHORT" => "short-secret",
        "EMPTY" => "",
        "BLANK" => " \n",
        _ => return None,
    };
    Some(value.to_owned())
}

fn read(text: &str) -> Result<Config, Faults> {
    Config::read(&Document::new("lamplighter.toml", text), &env)
}

fn faults(text: &str) -> String {
    read(text).expect_err("it has faults").to_string()
}

/// The minimal configuration with `from` put right, or wrong.
fn with(from: &str, to: &str) -> String {
    assert!(MINIMAL.contains(from), "{from}");
    MINIMAL.replace(from, to)
}

fn slack(config: &Config) -> &crate::source::slack::Slack {
    match &config.sources[0].kind {
        Kind::Slack(slack) => slack,
    }
}

#[test]
fn the_least_that_works() {
    let config = read(MINIMAL).unwrap();
    assert_eq!(config.locale, Locale::English);
    assert_eq!(config.zone, TimeZone::UTC);
    assert_eq!(config.azure.cloud, crate::azure::Cloud::public());
    assert_eq!(config.azure.api_version, crate::azure::DEFAULT_API_VERSION);
    assert!(matches!(config.azure.credential, CredentialSettings::AzureCli));
    assert_eq!(config.azure.workspaces.len(), 1);
    assert_eq!(config.sources[0].name, "slack");
    assert_eq!(slack(&config).reply_hosts, ["hooks.slack.com"]);
    assert!(slack(&config).teams.is_empty());
    assert_eq!(config.policy.grants.len(), 1);
    assert!(config.policy.people.is_empty());
}

#[test]
fn the_example_is_read_as_it_says() {
    let config = read(include_str!("../../lamplighter.example.toml")).unwrap();
    assert_snapshot!(format!("{config:#?}"), @r#"
    Config {
        locale: English,
        zone: TimeZone(
            UTC,
        ),
        azure: Settings {
            cloud: Cloud {
                authority: https://login.microsoftonline.com,
                resource_manager: https://management.azure.com,
                audience: "https://management.azure.com",
            },
            credential: ClientSecret {
                tenant: "11111111-0000-0000-0000-000000000000",
                client: "22222222-0000-0000-0000-000000000000",
                secret: SecretBox<str>([REDACTED]),
            },
            api_version: "2025-12-01",
            workspaces: {
                Alias(
                    "research",
                ): Workspace {
                    subscription: "00000000-0000-0000-0000-000000000001",
                    resource_group: "ml-rg",
                    workspace: "ml-research",
                },
            },
        },
        sources: [
            Source {
                name: "slack",
                kind: Slack(
                    Slack {
                        secrets: Secrets([redacted]),
                        reply_hosts: [
                            "hooks.slack.com",
                        ],
                        teams: [
                            "T012AB3CD",
                        ],
                    },
                ),
                tickets: Keys([redacted]),
            },
        ],
        policy: Policy {
            grants: [
                Grant {
                    to: [
                        Pattern {
                            text: "slack:T012AB3CD/*",
                            glob: WildMatchPattern {
                                pattern: [
                                    's',
                                    'l',
                                    'a',
                                    'c',
                                    'k',
                                    ':',
                                    'T',
                                    '0',
                                    '1',
                                    '2',
                                    'A',
                                    'B',
                                    '3',
                                    'C',
                                    'D',
                                    '/',
                                    '*',
                                ],
                                case_insensitive: false,
                            },
                        },
                    ],
                    may: [
                        Do(
                            Status,
                        ),
                        Do(
                            List,
                        ),
                        Do(
                            Start,
                        ),
                    ],
                    on: [
                        Named {
                            workspace: Pattern {
                                text: "research",
                                glob: WildMatchPattern {
                                    pattern: [
                                        'r',
                                        'e',
                                        's',
                                        'e',
                                        'a',
                                        'r',
                                        'c',
                                        'h',
                                    ],
                                    case_insensitive: true,
                                },
                            },
                            name: Pattern {
                                text: "*",
                                glob: WildMatchPattern {
                                    pattern: [
                                        '*',
                                    ],
                                    case_insensitive: true,
                                },
                            },
                        },
                    ],
                },
                Grant {
                    to: [
                        Pattern {
                            text: "slack:T012AB3CD/*",
                            glob: WildMatchPattern {
                                pattern: [
                                    's',
                                    'l',
                                    'a',
                                    'c',
                                    'k',
                                    ':',
                                    'T',
                                    '0',
                                    '1',
                                    '2',
                                    'A',
                                    'B',
                                    '3',
                                    'C',
                                    'D',
                                    '/',
                                    '*',
                                ],
                                case_insensitive: false,
                            },
                        },
                    ],
                    may: [
                        Do(
                            Status,
                        ),
                        Do(
                            List,
                        ),
                        Do(
                            Start,
                        ),
                        Do(
                            Stop,
                        ),
                        Do(
                            Restart,
                        ),
                    ],
                    on: [
                        Mine,
                    ],
                },
                Grant {
                    to: [
                        Pattern {
                            text: "slack:T012AB3CD/#C0789",
                            glob: WildMatchPattern {
                                pattern: [
                                    's',
                                    'l',
                                    'a',
                                    'c',
                                    'k',
                                    ':',
                                    'T',
                                    '0',
                                    '1',
                                    '2',
                                    'A',
                                    'B',
                                    '3',
                                    'C',
                                    'D',
                                    '/',
                                    '#',
                                    'C',
                                    '0',
                                    '7',
                                    '8',
                                    '9',
                                ],
                                case_insensitive: false,
                            },
                        },
                        Pattern {
                            text: "cli:*",
                            glob: WildMatchPattern {
                                pattern: [
                                    'c',
                                    'l',
                                    'i',
                                    ':',
                                    '*',
                                ],
                                case_insensitive: false,
                            },
                        },
                    ],
                    may: [
                        Do(
                            Status,
                        ),
                        Do(
                            List,
                        ),
                        Do(
                            Start,
                        ),
                        Do(
                            Stop,
                        ),
                        Do(
                            Restart,
                        ),
                        Do(
                            Delete,
                        ),
                        Force,
                    ],
                    on: [
                        Named {
                            workspace: Pattern {
                                text: "research",
                                glob: WildMatchPattern {
                                    pattern: [
                                        'r',
                                        'e',
                                        's',
                                        'e',
                                        'a',
                                        'r',
                                        'c',
                                        'h',
                                    ],
                                    case_insensitive: true,
                                },
                            },
                            name: Pattern {
                                text: "gpu-*",
                                glob: WildMatchPattern {
                                    pattern: [
                                        'g',
                                        'p',
                                        'u',
                                        '-',
                                        '*',
                                    ],
                                    case_insensitive: true,
                                },
                            },
                        },
                    ],
                },
            ],
            people: {
                "slack:T012AB3CD/U0456": Person {
                    entra: Some(
                        "00000000-0000-0000-0000-000000000456",
                    ),
                    locale: Some(
                        "en",
                    ),
                    time_zone: Some(
                        "America/Sao_Paulo",
                    ),
                },
            },
        },
    }
    "#);
}

#[test]
fn the_example_shows_every_key() {
    let example = include_str!("../../lamplighter.example.toml");
    let known = [
        KEYS,
        azure::KEYS,
        azure::CLOUD_KEYS,
        azure::WORKSPACE_KEYS,
        sources::SLACK_KEYS,
        sources::TICKET_KEYS,
        grants::PERSON_KEYS,
        grants::GRANT_KEYS,
        secret::KEYS,
    ];
    let shown = |key: &str| {
        let set = |line: &str| line.contains(&format!("{key} = "));
        let table = |line: &str| line.trim_start_matches('[').starts_with(key) && line.starts_with('[');
        example.lines().any(|line| set(line) || table(line))
    };
    let missing: Vec<_> = known.concat().into_iter().filter(|key| !shown(key)).collect();
    assert_eq!(missing, ["notify"], "which this version refuses");
}

#[test]
fn everything_missing() {
    assert_snapshot!(faults(""), @r#"
    lamplighter.toml:1: workspaces: is missing: write [workspaces.research], with the alias that people type
    lamplighter.toml:1: azure: is missing: write [azure] and below it credential = "client-secret"
    lamplighter.toml:1: sources: is missing: write [sources.slack] and below it kind = "slack"
    lamplighter.toml:1: grants: is missing: write [[grants]] with to, may and on; without one, nobody may do anything
    "#);
    assert_snapshot!(faults("azure = {}\nworkspaces = {}\nsources = {}\ngrants = []"), @r#"
    lamplighter.toml:1: azure.credential: is missing: write credential = "client-secret"
    lamplighter.toml:2: workspaces: is empty: write at least one [workspaces.ALIAS]
    lamplighter.toml:3: sources: is empty: write at least one [sources.NAME]
    lamplighter.toml:4: grants: is an empty list: name at least one, or leave it out
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
    lamplighter.toml:13: sources.slack.secret: is not a reference: secrets are never in this file; write { env = "NAME" } or { file = "PATH" }
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
    lamplighter.toml:2: local: is no key here: did you mean `locale`?
    lamplighter.toml:3: colour: is no key here: write one of locale, tz, azure, workspaces, sources, tickets, people, grants, notify
    lamplighter.toml:6: azure.cloud: is no cloud: did you mean `public`?, or { authority, resource_manager, audience }
    lamplighter.toml:7: azure.credential: is no credential: did you mean `client-secret`?
    lamplighter.toml:8: azure.api-version: is no key here: did you mean `api_version`?
    lamplighter.toml:10: workspaces.research.resource_group: is missing: write resource_group = "NAME"
    lamplighter.toml:11: workspaces.research.subscription: is no id: write it as 00000000-0000-0000-0000-000000000000
    lamplighter.toml:12: workspaces.research.resource-group: is no key here: did you mean `resource_group`?
    lamplighter.toml:13: workspaces.research.workspace: is no workspace: 3 to 33 of a-z, A-Z, 0-9, - and _, a letter or digit first
    lamplighter.toml:15: workspaces.Lab: is no alias: an alias is 1 to 40 of a-z, 0-9, - and _
    lamplighter.toml:17: workspaces.Lab.resource_group: is no resource group: 1 to 90 letters, digits and -_.(), no dot at the end
    lamplighter.toml:20: workspaces.all: means several instances in commands: call the workspace something else
    lamplighter.toml:26: sources.slack.kind: is no kind of source: did you mean `slack`?
    lamplighter.toml:28: sources.slack2.secret: is missing: write secret = { env = "SLACK_SIGNING_SECRET" }
    lamplighter.toml:30: sources.slack2.secrets: is no key here: did you mean `secret`?
    lamplighter.toml:31: sources.slack2.reply_hosts[0]: is no host: write it without scheme or path, such as "hooks.slack.com" or "127.0.0.1:8181"
    lamplighter.toml:31: sources.slack2.reply_hosts[1]: is no host: write it without scheme or path, such as "hooks.slack.com" or "127.0.0.1:8181"
    lamplighter.toml:31: sources.slack2.reply_hosts[2]: is no host: write it without scheme or path, such as "hooks.slack.com" or "127.0.0.1:8181"
    lamplighter.toml:31: sources.slack2.reply_hosts[3]: is empty: write something, or leave the key out
    lamplighter.toml:31: sources.slack2.reply_hosts[4]: is no host: write it without scheme or path, such as "hooks.slack.com" or "127.0.0.1:8181"
    lamplighter.toml:32: sources.slack2.teams[0]: is no Slack workspace: write its id, such as "T012AB3CD", never its name
    lamplighter.toml:34: sources.cli: is what callers at the terminal are called: name the source otherwise
    lamplighter.toml:38: sources."My Slack": is no name for a source: 1 to 40 of a-z, 0-9, - and _
    lamplighter.toml:43: people."slack2:T1/U1".name: is no key here: write one of id, locale, tz
    lamplighter.toml:43: people."slack2:T1/U1".id: is no id: write it as 00000000-0000-0000-0000-000000000000
    lamplighter.toml:43: people."slack2:T1/U1".locale: is a language that there are no words in yet: write "en"
    lamplighter.toml:43: people."slack2:T1/U1".tz: is no IANA time zone: write one such as "America/Sao_Paulo"
    lamplighter.toml:44: people."slack2:T1/*": is not one person: write <source>:<team>/<user>, ids without * or #
    lamplighter.toml:45: people."slakc2:T1/U1": names no source of this file: did you mean `slack2`?
    lamplighter.toml:46: people.ada: is not one person: write <source>:<team>/<user>, ids without * or #
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
    lamplighter.toml:18: grants[0].to[2]: is no caller: write <source>:<team>/<user> or <source>:<team>/#<channel>, * for any
    lamplighter.toml:19: grants[0].to[3]: is no caller: write <source>:<team>/<user> or <source>:<team>/#<channel>, * for any
    lamplighter.toml:20: grants[0].to[4]: is no caller: write <source>:<team>/<user> or <source>:<team>/#<channel>, * for any
    lamplighter.toml:21: grants[0].to[5]: names somebody otherwise than by id: Slack's are like T012AB3CD, U0456 and C0789
    lamplighter.toml:22: grants[0].to[6]: names somebody otherwise than by id: Slack's are like T012AB3CD, U0456 and C0789
    lamplighter.toml:23: grants[0].to[7]: would never hold: channels count for the source's own `teams` alone; write those there
    lamplighter.toml:24: grants[0].to[8]: names somebody otherwise than by id: Slack's are like T012AB3CD, U0456 and C0789
    lamplighter.toml:25: grants[0].to[9]: is no caller: write <source>:<team>/<user>, <source>:<team>/#<channel> or cli:<user>
    lamplighter.toml:26: grants[0].to[10]: is no caller: write <source>:<team>/<user>, <source>:<team>/#<channel> or cli:<user>
    lamplighter.toml:27: grants[0].to[11]: names nobody: write cli:<user>, or cli:*
    lamplighter.toml:28: grants[0].to[12]: is a number: write text in quotes
    lamplighter.toml:30: grants[0].may[0]: is neither a verb nor a role: did you mean `status`?
    lamplighter.toml:30: grants[0].may[1]: is neither a verb nor a role: did you mean `reader`?
    lamplighter.toml:30: grants[0].may[2]: is not in this version yet: write one of reader, operator, owner, force, status, list, start, stop, restart, delete
    lamplighter.toml:30: grants[0].may[3]: needs no grant: leave it out
    lamplighter.toml:30: grants[0].may[4]: is neither a verb nor a role: write one of reader, operator, owner, force, status, list, start, stop, restart, delete
    lamplighter.toml:30: grants[0].may[5]: is neither a verb nor a role: did you mean `stop`?
    lamplighter.toml:31: grants[0].on[0]: names no workspace of this file: did you mean `research`?
    lamplighter.toml:31: grants[0].on[1]: is no place: write "WORKSPACE/INSTANCE", globs allowed, "mine" or "*"
    lamplighter.toml:31: grants[0].on[2]: is no place: write "WORKSPACE/INSTANCE", globs allowed, "mine" or "*"
    lamplighter.toml:31: grants[0].on[3]: would be an instance called all: write * for all of them
    lamplighter.toml:31: grants[0].on[4]: would be an instance called mine: write "mine" alone
    lamplighter.toml:31: grants[0].on[5]: cannot be the name of an instance: a-z, A-Z, 0-9 and -, and * for a run of them
    lamplighter.toml:31: grants[0].on[7]: is empty: write something, or leave the key out
    lamplighter.toml:34: grants[1].to: is an empty list: name at least one, or leave it out
    lamplighter.toml:35: grants[1].may: is an empty list: name at least one, or leave it out
    lamplighter.toml:36: grants[1].on: is an empty list: name at least one, or leave it out
    lamplighter.toml:37: grants[1].form: is no key here: write one of to, may, on
    lamplighter.toml:39: grants[2].may: is missing: write may = ["reader"]
    lamplighter.toml:39: grants[2].on: is missing: write on = ["WORKSPACE/*"]
    "#);
}

#[test]
fn a_channel_counts_for_its_own_team() {
    let config = |teams: &str, to: &str| {
        let text = with("SECRET\" }", &format!("SECRET\" }}\n{teams}"));
        read(&text.replace("slack:T1/*", to))
            .map(|_| ())
            .map_err(|faults| faults.to_string())
    };
    assert_eq!(config(r#"teams = ["T1"]"#, "slack:T1/#C1"), Ok(()));
    assert_eq!(config(r#"teams = ["T1"]"#, "s*:T*/#C*"), Ok(()));
    assert_eq!(config(r#"teams = ["T1"]"#, "slack:*/#*"), Ok(()));
    assert_snapshot!(config(r#"teams = ["T1"]"#, "slack:T2/#C1").unwrap_err(), @r#"lamplighter.toml:16: grants[0].to[0]: would never hold: this team is not among the source's `teams`; add it there"#);
    assert_snapshot!(config("", "slack:T1/#C1").unwrap_err(), @r#"lamplighter.toml:16: grants[0].to[0]: would never hold: channels count for the source's own `teams` alone; write those there"#);
}

#[test]
fn what_this_version_does_not_have() {
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

[notify.ml-ops]
kind = "slack"
"#, with("azure-cli", "aws-federation"))), @r#"
    lamplighter.toml:3: azure.credential: is not in this version yet: write one of client-secret, workload-identity, managed-identity, azure-cli
    lamplighter.toml:20: sources.nightly.kind: is not in this version yet: write one of slack
    lamplighter.toml:26: sources.two.secret.key-vault: is not in this version yet: write { env = "NAME" } or { file = "PATH" }
    lamplighter.toml:27: sources.two.previous_secret.aws-parameter: is not in this version yet: write { env = "NAME" } or { file = "PATH" }
    lamplighter.toml:34: notify: is not in this version yet: answers go to who asked; leave this table out
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
    lamplighter.toml:12: sources.slack.secret.env: names SLACK_SECRET, which is not set or is empty: set it
    lamplighter.toml:15: sources.slack.previous_secret: is not a reference: secrets are never in this file; write { env = "NAME" } or { file = "PATH" }
    lamplighter.toml:17: tickets.key: leads to a key that is too short: make it 32 characters or more
    lamplighter.toml:18: tickets.previous_key: leads to a key that is too short: make it 32 characters or more
    "#);
    for (reference, fault) in [
        (r#"{ env = "EMPTY" }"#, "names a variable"),
        (r#"{ env = "BLANK" }"#, "names a variable"),
        (r#"{ file = "no/such/file" }"#, "names a file that does not exist"),
        (r#"{ file = "." }"#, "names a file that cannot be read"),
        (r#"{ env = "" }"#, "is empty"),
        (r#"{ evn = "X" }"#, "did you mean `env`"),
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
    for text in [
        "[azure",
        "[sources]\nslack.secret = whsec_abc\nx = 1",
        "azure = {\ncloud = 1",
        "a = [1, 2\n[azure]\ncredential = \"x\"",
        "\u{feff}[azure]\r\ncloud = 1\r\ncredential=2",
        "a.b = 1\na = 2",
        "\u{0}",
        "[[a]]\n[a]",
        "x = \"\\q\"",
        "[azure",
        "a = ",
        "a = 1\na = 2",
        "secret = hunter2",
        "a = \"x\nb = 1",
    ] {
        println!("{}", faults(text));
    }
    assert_snapshot!(faults("[azure]\ncloud = \"public\"\n[azure]\nsecret = hunter2\n"), @r#"
    lamplighter.toml:3: is not TOML: duplicate key
    lamplighter.toml:4: is not TOML: string values must be quoted, expected literal string
    "#);
}

#[test]
fn each_credential_takes_its_own_variables() {
    let credential = |name: &str| read(&with("azure-cli", name)).unwrap().azure.credential;
    let CredentialSettings::ClientSecret { client, .. } = credential("client-secret") else {
        panic!()
    };
    assert_eq!(client, "22222222-0000-0000-0000-000000000000", "without blanks");
    let CredentialSettings::WorkloadIdentity { token_file, .. } = credential("workload-identity") else {
        panic!()
    };
    assert_eq!(token_file.unwrap().to_str(), Some("/var/run/token"));
    let CredentialSettings::ManagedIdentity { client_id } = credential("managed-identity") else {
        panic!()
    };
    assert!(client_id.is_some());

    let bare = |name: &str| {
        let env = |name: &str| env(name).filter(|_| !name.starts_with("AZURE_"));
        let config = Config::read(&Document::new("lamplighter.toml", &with("azure-cli", name)), &env);
        config
            .map(|config| config.azure.credential)
            .map_err(|faults| faults.to_string())
    };
    assert_snapshot!(bare("client-secret").unwrap_err(), @r#"
    lamplighter.toml:3: azure.credential: needs AZURE_TENANT_ID in the environment, which is not set or is empty
    lamplighter.toml:3: azure.credential: needs AZURE_CLIENT_ID in the environment, which is not set or is empty
    lamplighter.toml:3: azure.credential: needs AZURE_CLIENT_SECRET in the environment, which is not set or is empty
    "#);
    assert_snapshot!(bare("workload-identity").unwrap_err(), @r#"
    lamplighter.toml:3: azure.credential: needs AZURE_TENANT_ID in the environment, which is not set or is empty
    lamplighter.toml:3: azure.credential: needs AZURE_CLIENT_ID in the environment, which is not set or is empty
    lamplighter.toml:3: azure.credential: needs AZURE_FEDERATED_TOKEN_FILE in the environment, which is not set or is empty
    "#);
    assert!(matches!(
        bare("managed-identity"),
        Ok(CredentialSettings::ManagedIdentity { client_id: None })
    ));
    assert!(matches!(bare("azure-cli"), Ok(CredentialSettings::AzureCli)));
}
