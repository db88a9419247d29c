mod alerts;
mod discord;
mod documents;
mod faulty;
mod mattermost_source;
mod people_file;
mod teams_bot;

use insta::assert_snapshot;
use jiff::Timestamp;

use super::{
    hostile_tests::{
        AZURE_SECRET, EXAMPLE, OPS_WEBHOOK, PREVIOUS_SECRET, SECRET, TEAMS_TOKEN, TICKET_KEY, env,
        whole_example,
    },
    *,
};
use crate::{
    azure::{Cloud, CredentialSettings, DEFAULT_API_VERSION},
    command::Verb,
    command_request::{Caller, CallerKind},
    policy::Person,
    source::{PLATFORMS, slack::config::Slack},
    target::{ComputeId, Instance},
    ticket::{self, Ticket},
};

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

fn read(text: &str) -> Result<Config, Faults> {
    Config::read(&Document::new("lamplighter.toml", text), &env)
}

/// What is read from the minimal configuration with `from` replaced.
fn read_with(from: &str, to: &str) -> Result<Config, Faults> {
    read(&with(from, to))
}

fn with(from: &str, to: &str) -> String {
    assert!(MINIMAL.contains(from), "{from}");
    MINIMAL.replace(from, to)
}

/// What is read when these lines stand in the table of the source.
fn read_with_slack(lines: &str) -> Result<Config, Faults> {
    read_with("kind = \"slack\"", &format!("kind = \"slack\"\n{lines}"))
}

fn slack(config: &Config) -> &Slack {
    config.sources.iter().find_map(Source::adapter_as).expect("a Slack")
}

fn caller(id: &str) -> Caller {
    Caller {
        id: id.to_owned(),
        kind: CallerKind::Person,
        channel: None,
        conversation: None,
        entra: None,
        source: "slack".to_owned(),
        name: None,
    }
}

fn instance(owner: Option<&str>) -> Instance {
    Instance {
        id: ComputeId { workspace: "research".parse().unwrap(), name: "myci".to_owned() },
        owner: owner.map(str::to_owned),
        owner_name: None,
        created_on: None,
    }
}

#[test]
fn the_least_that_works() {
    let config = read(MINIMAL).unwrap();
    assert_eq!(config.locale, Locale::English);
    assert_eq!(config.zone, TimeZone::UTC);
    assert_eq!(config.azure.cloud, Cloud::public());
    assert_eq!(config.azure.api_version, DEFAULT_API_VERSION);
    assert!(matches!(config.azure.credential, CredentialSettings::AzureCli));
    assert_eq!(config.sources[0].name, "slack");
    assert_eq!(slack(&config).reply_hosts, ["hooks.slack.com"]);
    assert!(slack(&config).team_ids.is_empty());
    assert!(config.policy.people.is_empty());
}

#[test]
fn limits_have_values_of_their_own_and_others_where_they_are_set() {
    assert_eq!(read(MINIMAL).unwrap().limits, Limits::default());
    let set = "[limits]\ncommands_in_flight = 100\ncommands_per_caller = 1\nunverified_mib = 2\n";
    let config = read(&format!("{MINIMAL}\n{set}")).unwrap();
    assert_eq!(config.limits, Limits { commands_in_flight: 100, commands_per_caller: 1, unverified_mib: 2 });
    // The example shows the defaults.
    assert_eq!(read(&whole_example()).unwrap().limits, Limits::default());
}

#[test]
fn the_example_works_as_it_stands() {
    let config = read(EXAMPLE).unwrap();
    assert_eq!(slack(&config).secrets.all().count(), 1);
    let anybody = caller("slack:T012AB3CD/U1");
    let permit = |verb| config.policy.permit(&anybody, verb, false, &instance(None));
    assert!(permit(Verb::Start).is_ok());
    assert!(permit(Verb::Stop).is_err());
}

#[test]
fn the_example_works_with_all_its_options() {
    let config = read(&whole_example()).unwrap();
    assert_eq!(config.zone.iana_name(), Some("America/Sao_Paulo"));
    assert_snapshot!(format!("{:#?}", config.azure), @r#"
    Settings {
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
        jobs: true,
        idle_api_version: "2021-07-01",
        schedules_api_version: "2021-03-01-preview",
        workspaces: {
            Alias(
                "research",
            ): WorkspaceAddress {
                subscription: "00000000-0000-0000-0000-000000000001",
                resource_group: "ml-rg",
                workspace: "ml-research",
            },
        },
        blueprints: [
            Blueprint {
                name: "small",
                size: "Standard_DS3_v2",
                idle: 3600s,
                schedules: [
                    (
                        Stop,
                        "0 20 * * 1-5",
                        Zone {
                            windows: "GMT Standard Time",
                            clock: TimeZone(
                                TZif(
                                    "Europe/London",
                                ),
                            ),
                        },
                    ),
                ],
                subnet: Some(
                    "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/net-rg/providers/Microsoft.Network/virtualNetworks/ml-net/subnets/ml",
                ),
                public_ip: true,
                identity: Some(
                    "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ml-rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ml-user",
                ),
                tags: {
                    "cost-center": "4711",
                },
                workspaces: [
                    Alias(
                        "research",
                    ),
                ],
                most_per_person: 1,
                most: 20,
            },
        ],
    }
    "#);
    let (machines, chats): (Vec<_>, Vec<_>) = config.sources.iter().partition(|source| source.is_machine());
    let machines: Vec<_> = machines.iter().map(|source| source.name.as_str()).collect();
    assert_eq!(machines, ["alertmanager", "budget", "due", "evening", "grafana", "nightly"]);
    assert_snapshot!(format!("{chats:#?}"), @r#"
    [
        Source {
            name: "bot",
            platform: teams-bot,
            adapter: TeamsBot {
                connector: BotConnector {
                    app_id: "00000000-0000-0000-0000-0000000000ab",
                    issuer: "https://api.botframework.com",
                    channel: "msteams",
                    tenants: [
                        "00000000-0000-0000-0000-0000000000aa",
                    ],
                    is_test: false,
                },
                keys: SigningKeys {
                    url: Url {
                        scheme: "https",
                        cannot_be_a_base: false,
                        username: "",
                        password: None,
                        host: Some(
                            Domain(
                                "login.botframework.com",
                            ),
                        ),
                        port: None,
                        path: "/v1/.well-known/keys",
                        query: None,
                        fragment: None,
                    },
                    cache: RwLock {
                        data: Cache {
                            keys: None,
                            tried: None,
                            searched: None,
                        },
                        poisoned: false,
                        ..
                    },
                    fetching: Mutex {
                        data: (),
                    },
                },
                host: Some(
                    "smba.trafficmanager.net",
                ),
                authority: Some(
                    "https://login.microsoftonline.com",
                ),
                audience: "https://api.botframework.com",
                is_targeted: true,
            },
            tickets: Secrets([redacted]),
            later: Some(
                Secrets([redacted]),
            ),
            notify: [],
            quiet: false,
            max_age: None,
            locale: None,
            closed: false,
        },
        Source {
            name: "discord",
            platform: discord,
            adapter: Discord {
                public_key: 9e8b53eed42d88f0bf1b6005f305108df673775688d33f63a38663ea8d406525,
                application_id: "1290000000000000001",
                api: Url {
                    scheme: "http",
                    cannot_be_a_base: false,
                    username: "",
                    password: None,
                    host: Some(
                        Ipv4(
                            127.0.0.1,
                        ),
                    ),
                    port: Some(
                        8181,
                    ),
                    path: "/_emulator/inbox",
                    query: None,
                    fragment: None,
                },
            },
            tickets: Secrets([redacted]),
            later: Some(
                Secrets([redacted]),
            ),
            notify: [],
            quiet: false,
            max_age: None,
            locale: Some(
                English,
            ),
            closed: false,
        },
        Source {
            name: "mattermost",
            platform: mattermost,
            adapter: Mattermost {
                tokens: Secrets([redacted]),
                site: "https://chat.example.com",
                hook: "https://lamplighter.example.com/hooks/mattermost",
            },
            tickets: Secrets([redacted]),
            later: Some(
                Secrets([redacted]),
            ),
            notify: [],
            quiet: false,
            max_age: None,
            locale: Some(
                English,
            ),
            closed: false,
        },
        Source {
            name: "slack",
            platform: slack,
            adapter: Slack {
                secrets: Secrets([redacted]),
                reply_hosts: [
                    "hooks.slack.com",
                ],
                team_ids: [
                    "T012AB3CD",
                ],
            },
            tickets: Secrets([redacted]),
            later: Some(
                Secrets([redacted]),
            ),
            notify: [],
            quiet: false,
            max_age: None,
            locale: Some(
                Portuguese,
            ),
            closed: false,
        },
        Source {
            name: "teams",
            platform: teams,
            adapter: Teams {
                tokens: Secrets([redacted]),
            },
            tickets: Secrets([redacted]),
            later: Some(
                Secrets([redacted]),
            ),
            notify: [
                Channel(ml-ops),
            ],
            quiet: false,
            max_age: None,
            locale: None,
            closed: false,
        },
    ]
    "#);
    assert_snapshot!(format!("{:#?}", config.policy.people), @r#"
    {
        "slack:T012AB3CD/U0456": Person {
            entra: Some(
                "00000000-0000-0000-0000-000000000456",
            ),
            name: Some(
                "Ada Lovelace",
            ),
            locale: Some(
                "pt-BR",
            ),
            time_zone: Some(
                "Europe/Lisbon",
            ),
        },
    }
    "#);
    let ada = caller("slack:T012AB3CD/U0456");
    let own = instance(Some("00000000-0000-0000-0000-000000000456"));
    let permit = |instance| config.policy.permit(&ada, Verb::Stop, false, instance);
    assert!(permit(&own).is_ok());
    assert!(permit(&instance(None)).is_err());
}

#[test]
fn the_example_shows_every_key() {
    let known = [
        KEYS,
        azure::KEYS,
        azure::CLOUD_KEYS,
        azure::WORKSPACE_KEYS,
        crate::source::alerts::config::KEYS,
        crate::source::alerts::config::WHEN_KEYS,
        channels::KEYS,
        sources::TICKET_KEYS,
        people::PERSON_KEYS,
        grants::GRANT_KEYS,
        limits::KEYS,
        crate::toml_document::secret::KEYS,
    ];
    let example = whole_example();
    let shown = |key: &str| {
        let set = |line: &str| line.contains(&format!("{key} = "));
        let heads = |line: &str| line.starts_with('[') && line.trim_start_matches('[').starts_with(key);
        example.lines().any(|line| set(line) || heads(line))
    };
    let platforms = PLATFORMS.iter().flat_map(|platform| platform.keys);
    let known = known.into_iter().flatten().chain(platforms);
    let missing: Vec<_> = known.filter(|key| !shown(key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_other_cloud_of_the_example_works() {
    let custom = EXAMPLE.lines().find_map(|line| line.strip_prefix("# cloud = ")).unwrap();
    let config = read(&EXAMPLE.replace("cloud = \"public\"", &format!("cloud = {custom}"))).unwrap();
    assert_eq!(config.azure.cloud.resource_manager.to_string(), "http://127.0.0.1:8181");
    assert_eq!(config.azure.cloud.audience, "https://management.azure.com");
}

#[test]
fn clouds_go_by_name_and_leave_this_machine_by_https_alone() {
    let cloud = |cloud: &str| {
        let config = read_with("credential", &format!("cloud = {cloud}\ncredential"));
        config.map(|config| config.azure.cloud).map_err(|faults| faults.to_string())
    };
    assert_eq!(cloud("\"us-gov\""), Ok(Cloud::us_government()));
    assert_eq!(cloud("\"china\""), Ok(Cloud::china()));
    let endpoints = |authority: &str, manager: &str| {
        cloud(&format!(
            "{{ authority = \"{authority}\", resource_manager = \"{manager}\", audience = \"a\" }}"
        ))
    };
    assert!(endpoints("https://login.example", "http://[::1]:8181").is_ok());
    assert_snapshot!(endpoints("http://login.example", "login.example").unwrap_err(), @"
    lamplighter.toml:3: azure.cloud.authority: must be https; http is for 127.0.0.0/8, ::1 and localhost only
    lamplighter.toml:3: azure.cloud.resource_manager: is not a URL of the form https://host
    ");
}

#[test]
fn each_credential_takes_its_own_variables() {
    let credential = |name: &str| read_with("azure-cli", name).unwrap().azure.credential;
    assert_snapshot!(format!("{:?}", credential("client-secret")), @r#"ClientSecret { tenant: "11111111-0000-0000-0000-000000000000", client: "22222222-0000-0000-0000-000000000000", secret: SecretBox<str>([REDACTED]) }"#);
    assert_snapshot!(format!("{:?}", credential("workload-identity")), @r#"WorkloadIdentity { tenant: Some("11111111-0000-0000-0000-000000000000"), client: Some("22222222-0000-0000-0000-000000000000"), token_file: Some("/var/run/token") }"#);
    assert_snapshot!(format!("{:?}", credential("managed-identity")), @r#"ManagedIdentity { client_id: Some("22222222-0000-0000-0000-000000000000") }"#);
}

#[test]
fn a_variable_that_a_credential_lacks_is_named() {
    let credential = |name: &str| {
        let env = |name: &str| env(name).filter(|_| !name.starts_with("AZURE_"));
        let document = Document::new("lamplighter.toml", &with("azure-cli", name));
        Config::read(&document, &env)
            .map(|config| config.azure.credential)
            .map_err(|faults| faults.to_string())
    };
    assert_snapshot!(credential("client-secret").unwrap_err(), @"
    lamplighter.toml:3: azure.credential: needs AZURE_TENANT_ID in the environment: set it
    lamplighter.toml:3: azure.credential: needs AZURE_CLIENT_ID in the environment: set it
    lamplighter.toml:3: azure.credential: needs AZURE_CLIENT_SECRET in the environment: set it
    ");
    assert_snapshot!(credential("workload-identity").unwrap_err(), @"
    lamplighter.toml:3: azure.credential: needs AZURE_TENANT_ID in the environment: set it
    lamplighter.toml:3: azure.credential: needs AZURE_CLIENT_ID in the environment: set it
    lamplighter.toml:3: azure.credential: needs AZURE_FEDERATED_TOKEN_FILE in the environment: set it
    ");
    assert_snapshot!(format!("{:?}", credential("managed-identity").unwrap()), @"ManagedIdentity { client_id: None }");
    assert_snapshot!(format!("{:?}", credential("azure-cli").unwrap()), @"AzureCli");
}

#[test]
fn a_previous_secret_need_not_be_there() {
    let secrets = |lines: &str| {
        let config = read_with_slack(lines).unwrap();
        slack(&config).secrets.all().map(<[u8]>::to_vec).collect::<Vec<_>>()
    };
    let current = SECRET.as_bytes().to_vec();
    let previous = PREVIOUS_SECRET.as_bytes().to_vec();
    for absent in
        ["{ env = \"NOT_SET\" }", "{ env = \"EMPTY\" }", "{ env = \"BLANK\" }", "{ file = \"not/there\" }"]
    {
        assert_eq!(secrets(&format!("previous_secret = {absent}")), [current.as_slice()], "{absent}");
    }
    let both = secrets("previous_secret = { env = \"SLACK_SIGNING_SECRET_PREVIOUS\" }");
    assert_eq!(both, [current, previous]);
}

#[test]
fn the_line_end_behind_a_secret_is_not_part_of_it() {
    let config = read_with("SLACK_SIGNING_SECRET", "WITH_NEWLINE").unwrap();
    assert_eq!(slack(&config).secrets.current(), SECRET.as_bytes());
}

#[test]
fn a_signing_secret_has_a_minimum_unless_no_answer_leaves_this_machine() {
    let short = |lines: &str| {
        read(
            &with("SLACK_SIGNING_SECRET", "SHORT")
                .replace("kind = \"slack\"", &format!("kind = \"slack\"\n{lines}")),
        )
    };
    for hosts in ["", "reply_hosts = [\"127.0.0.1:8181\", \"hooks.slack.com\"]"] {
        let faults = short(hosts).unwrap_err().to_string();
        assert!(faults.contains("sources.slack.secret: leads to no signing secret"), "{faults}");
    }
    let previous = read_with_slack("previous_secret = { env = \"SHORT\" }").unwrap_err().to_string();
    assert!(previous.contains("sources.slack.previous_secret: leads to no"), "{previous}");
    for hosts in ["127.0.0.1:8181", "[::1]:80\", \"localhost"] {
        short(&format!("reply_hosts = [\"{hosts}\"]")).unwrap();
    }
}

#[test]
fn tickets_are_sealed_with_their_own_key_or_else_the_sources() {
    let opens = |text: &str, secret: &str| {
        let (ada, now) = (caller("slack:T1/U1"), Timestamp::UNIX_EPOCH);
        let issued = ticket::issue(&ticket::keys([secret.as_bytes()]), &ada, "delete myci", &[], now);
        let ticket = Ticket::read(&issued).unwrap();
        ticket.check(&read(text).unwrap().sources[0].tickets, &ada, &[], now).is_ok()
    };
    assert!(opens(MINIMAL, SECRET));
    assert!(!opens(MINIMAL, PREVIOUS_SECRET));
    let rotated = with("kind", "previous_secret = { env = \"SLACK_SIGNING_SECRET_PREVIOUS\" }\nkind");
    assert!(opens(&rotated, SECRET));
    assert!(opens(&rotated, PREVIOUS_SECRET));
    let own = format!("{MINIMAL}\n[tickets]\nkey = {{ env = \"LAMPLIGHTER_TICKET_KEY\" }}");
    assert!(opens(&own, TICKET_KEY));
    assert!(!opens(&own, SECRET));
    let unset = format!("{own}\nprevious_key = {{ env = \"NOT_SET\" }}");
    assert!(opens(&unset, TICKET_KEY));
}

#[test]
fn hosts_are_spelled_as_urls_spell_them() {
    let hosts = r#"reply_hosts = ["Hooks.Slack.com:443", "127.0.0.1:8181", "[::1]:80", "localhost"]"#;
    let config = read_with_slack(hosts).unwrap();
    assert_eq!(slack(&config).reply_hosts, ["hooks.slack.com", "127.0.0.1:8181", "[::1]:80", "localhost"]);
}

#[test]
fn each_kind_of_call_has_an_api_version_of_its_own() {
    let more = "[azure]\nidle_api_version = \"2025-01-01-preview\"\nschedules_api_version = \"2022-01-01\"";
    let azure = read_with("[azure]", more).unwrap().azure;
    assert_eq!(azure.api_version, DEFAULT_API_VERSION);
    assert_eq!(azure.idle_api_version, "2025-01-01-preview");
    assert_eq!(azure.schedules_api_version, "2022-01-01");
    let wrong = "[azure]\nidle_api_version = \"latest\"\nschedules_api_version = 2022";
    let faults = read_with("[azure]", wrong).unwrap_err().to_string();
    assert_snapshot!(faults, @r#"
    lamplighter.toml:3: azure.idle_api_version: is not an API version: write a date such as "2025-12-01"
    lamplighter.toml:4: azure.schedules_api_version: is a number: write text in quotes
    "#);
}

#[test]
fn a_person_may_have_an_id_a_language_and_a_time_zone_or_none_of_them() {
    let people = |tables: &str| read(&format!("{MINIMAL}\n{tables}")).unwrap().policy.people;
    let people =
        people("[people.\"slack:T1/U1\"]\n[people.\"cli:ada\"]\nlocale = \"en-GB\"\ntz = \"Europe/Lisbon\"");
    assert_eq!(people["slack:T1/U1"], Person::default());
    let at_terminal = Person {
        locale: Some("en-GB".to_owned()),
        time_zone: Some("Europe/Lisbon".to_owned()),
        ..Person::default()
    };
    assert_eq!(people["cli:ada"], at_terminal);
}

#[test]
fn a_channel_counts_for_its_own_team() {
    let config = |teams: &str, to: &str| {
        let text = with("kind", &format!("{teams}\nkind")).replace("slack:T1/*", to);
        read(&text).map(|_| ()).map_err(|faults| faults.to_string())
    };
    for to in ["slack:T1/#C1", "s*:T*/#C*", "slack:*/#*"] {
        assert_eq!(config(r#"teams = ["T1", "E2"]"#, to), Ok(()), "{to}");
    }
    assert_snapshot!(config(r#"teams = ["T1"]"#, "slack:T2/#C1").unwrap_err(), @"lamplighter.toml:16: grants[0].to[0]: would never hold: this team is not among the source's `teams`; add it there");
    assert_snapshot!(config("", "slack:T1/#C1").unwrap_err(), @"lamplighter.toml:16: grants[0].to[0]: would never hold: channels count for the source's own `teams` alone; write those there");
}
