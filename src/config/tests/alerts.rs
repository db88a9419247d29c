//! Sources that alerts come from, and their rules.

use insta::{assert_debug_snapshot, assert_snapshot};
use jiff::SignedDuration;

use super::*;
use crate::{
    command_request::Mode,
    source::{
        Source,
        alerts::{azure_monitor::AzureMonitor, group::Rules},
    },
};

const BUDGET: &str = r#"
[sources.budget]
kind = "azure-monitor"
tenant = "00000000-0000-0000-0000-0000000000AA"
audience = "api://lamplighter"
notify = ["ml-ops"]
rules = [{ when = { budget = "ml-*", at_least = 90 }, command = "stop research/*" }]

[notify.ml-ops]
kind = "slack"
url = { env = "OPS_WEBHOOK" }
"#;

/// The minimal configuration with a budget source, and with these lines changed.
fn read_with(changes: &[(&str, &str)]) -> Result<Config, String> {
    let mut text = MINIMAL.to_owned() + BUDGET;
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    read(&text).map_err(|faults| faults.to_string())
}

fn faults(changes: &[(&str, &str)]) -> String {
    read_with(changes).expect_err("it has faults")
}

/// With these in place of the one rule.
fn with_rules(rules: &str) -> Result<Config, String> {
    let rule = r#"{ when = { budget = "ml-*", at_least = 90 }, command = "stop research/*" }"#;
    read_with(&[(rule, rules)])
}

fn source<'a>(config: &'a Config, name: &str) -> &'a Source {
    config.sources.iter().find(|source| source.name == name).expect(name)
}

fn monitor<'a>(config: &'a Config, name: &str) -> &'a AzureMonitor {
    source(config, name).adapter_as().expect(name)
}

fn rules(config: &Config) -> &Rules {
    &monitor(config, "budget").rules
}

#[test]
fn a_budget_that_asks() {
    let config = read_with(&[]).unwrap();
    let budget = source(&config, "budget");
    assert_eq!(budget.max_age, Some(SignedDuration::from_hours(1)));
    assert_eq!(source(&config, "slack").max_age, None);
    let monitor = monitor(&config, "budget");
    assert_debug_snapshot!(monitor.webhook, @r#"
    SecureWebhook {
        tenant: "00000000-0000-0000-0000-0000000000aa",
        audiences: [
            "api://lamplighter",
        ],
        issuers: [
            "https://login.microsoftonline.com/00000000-0000-0000-0000-0000000000aa/v2.0",
            "https://sts.windows.net/00000000-0000-0000-0000-0000000000aa/",
        ],
    }
    "#);
    assert!(
        format!("{:?}", monitor.keys).contains("/00000000-0000-0000-0000-0000000000aa/discovery/v2.0/keys")
    );
    let rules = rules(&config);
    assert_eq!(rules.rules[0].mode, Mode::Propose);
    assert_eq!(rules.rules[0].when.at_least, Some(90.0));
    let workspaces: Vec<_> = rules.workspaces.values().map(|address| &address.workspace).collect();
    assert_eq!(workspaces, ["ml-research"]);
}

#[test]
fn each_cloud_has_its_own_issuers() {
    let issuers = |cloud: &str| {
        let config = read_with(&[("credential", &format!("cloud = {cloud}\ncredential"))]).unwrap();
        monitor(&config, "budget").webhook.issuers.join("\n")
    };
    assert_snapshot!(issuers("\"us-gov\""), @"
    https://login.microsoftonline.us/00000000-0000-0000-0000-0000000000aa/v2.0
    https://sts.windows.net/00000000-0000-0000-0000-0000000000aa/
    ");
    assert_snapshot!(issuers("\"china\""), @"
    https://login.partner.microsoftonline.cn/00000000-0000-0000-0000-0000000000aa/v2.0
    https://login.chinacloudapi.cn/00000000-0000-0000-0000-0000000000aa/v2.0
    https://sts.chinacloudapi.cn/00000000-0000-0000-0000-0000000000aa/
    ");
    assert_snapshot!(issuers("{ authority = \"http://127.0.0.1:8181\", resource_manager = \"https://a\", audience = \"a\" }"), @"
    https://login.microsoftonline.com/00000000-0000-0000-0000-0000000000aa/v2.0
    https://sts.windows.net/00000000-0000-0000-0000-0000000000aa/
    http://127.0.0.1:8181/00000000-0000-0000-0000-0000000000aa/v2.0
    ");
}

#[test]
fn audiences_and_ages_may_be_said_in_more_than_one_way() {
    let several = read_with(&[(
        "\"api://lamplighter\"",
        "[\"api://lamplighter\", \"00000000-0000-0000-0000-0000000000ab\"]\nmax_age = \"90 min\"",
    )])
    .unwrap();
    let budget = source(&several, "budget");
    assert_eq!(budget.max_age, Some(SignedDuration::from_mins(90)));
    let monitor = monitor(&several, "budget");
    assert_eq!(monitor.webhook.audiences.len(), 2);
}

#[test]
fn rules_say_all_they_can() {
    let config = with_rules(
        r#"
        { when = {}, command = "stop {workspace}/{instance} --force", mode = "act" },
        { when = { alert = "gpu-*", severity = "Sev1", state = "resolved", resource = "*/x", label.team = "research", "label.a.b" = "c" }, command = "status", mode = "act" },
        { when = { dimension.ComputeName = "gpu-*", forecast = false, at_least = 12.5 }, command = "parar {dimension.ComputeName}", mode = "ask" },
        "#,
    )
    .unwrap();
    assert_debug_snapshot!(rules(&config).rules[1].when, @r#"
    When {
        alert: Some(
            Pattern(
                "gpu-*",
            ),
        ),
        labels: [
            (
                "team",
                Pattern(
                    "research",
                ),
            ),
            (
                "a.b",
                Pattern(
                    "c",
                ),
            ),
        ],
        dimensions: [],
        resource: Some(
            Pattern(
                "*/x",
            ),
        ),
        severity: Some(
            Pattern(
                "Sev1",
            ),
        ),
        state: Resolved,
        budget: None,
        at_least: None,
        forecast: false,
    }
    "#);
    assert_eq!(rules(&config).rules[2].when.at_least, Some(12.5));
}

#[test]
fn what_is_missing_or_wrong_is_named() {
    assert_snapshot!(faults(&[
        ("tenant = \"00000000-0000-0000-0000-0000000000AA\"", "secret = { env = \"X\" }"),
        ("audience = \"api://lamplighter\"", "previous_secret = 3"),
        ("rules = [{", "rulez = [{"),
    ]), @r#"
    lamplighter.toml:19: sources.budget.tenant: is missing: write tenant = "00000000-…", the id of the Entra directory
    lamplighter.toml:19: sources.budget.audience: is missing: write audience = "api://…", the Application ID URI of the app that the action group names
    lamplighter.toml:19: sources.budget.rules: is missing: write rules = [{ when = { alert = "NAME" }, command = "stop {instance}" }]
    lamplighter.toml:21: sources.budget.secret: is unknown: write one of kind, tenant, audience, rules, notify, max_age, quiet, locale
    lamplighter.toml:22: sources.budget.previous_secret: is unknown: write one of kind, tenant, audience, rules, notify, max_age, quiet, locale
    lamplighter.toml:24: sources.budget.rulez: is unknown: did you mean `rules`?
    "#);
    assert_snapshot!(faults(&[
        ("00000000-0000-0000-0000-0000000000AA", "contoso.onmicrosoft.com"),
        ("\"api://lamplighter\"", "[\"api://lamplighter/.default\", \"a b\", 3, \"\"]\nmax_age = \"soon\""),
        ("[\"ml-ops\"]", "[\"ml-op\"]"),
    ]), @r#"
    lamplighter.toml:21: sources.budget.tenant: is not an id: write it as 00000000-0000-0000-0000-000000000000
    lamplighter.toml:22: sources.budget.audience[0]: is a scope: leave /.default out
    lamplighter.toml:22: sources.budget.audience[1]: is no audience: it has blanks in it
    lamplighter.toml:22: sources.budget.audience[2]: is a number: write text in quotes
    lamplighter.toml:22: sources.budget.audience[3]: is empty: write something between the quotes
    lamplighter.toml:23: sources.budget.max_age: is not a duration: write one such as "1h" or "30m"
    lamplighter.toml:24: sources.budget.notify[0]: names no [notify.NAME] of this file: did you mean `ml-ops`?
    "#);
    assert_snapshot!(faults(&[("\"api://lamplighter\"", "[]\nmax_age = \"-1h\"\nlocale = \"tlh\"")]), @r#"
    lamplighter.toml:22: sources.budget.audience: is empty: name at least one
    lamplighter.toml:23: sources.budget.max_age: is not a duration: write one such as "1h" or "30m"
    lamplighter.toml:24: sources.budget.locale: is not a language that there are words in: write "en" or "pt-BR"
    "#);
}

#[test]
fn rules_that_would_never_hold() {
    assert_snapshot!(with_rules(r#"
        { },
        { when = { alertname = "x" }, command = "stop {host}", mod = "act" },
        { when = { state = "firing", at_least = "90", forecast = "yes", label = "x", dimension = {} }, command = "", mode = "acts" },
        { when = { at_least = 0, alert = "", label.team = 3 }, command = "delete {instance}" },
        { when = [], command = "status {instance}" },
        "stop all",
    "#).unwrap_err(), @r#"
    lamplighter.toml:25: sources.budget.rules[0].when: is missing: write when = { alert = "NAME" }, or {} for any that fires
    lamplighter.toml:25: sources.budget.rules[0].command: is missing: write command = "stop {instance}"
    lamplighter.toml:26: sources.budget.rules[1].mod: is unknown: did you mean `mode`?
    lamplighter.toml:26: sources.budget.rules[1].when.alertname: is unknown: write one of alert, label, dimension, resource, severity, state, budget, at_least, forecast
    lamplighter.toml:26: sources.budget.rules[1].command: holds braces that nothing is known for: write {instance}, {workspace}, {label.KEY} or {dimension.KEY}
    lamplighter.toml:27: sources.budget.rules[2].when.state: is not a state: write one of fired, resolved
    lamplighter.toml:27: sources.budget.rules[2].when.forecast: is text: write true or false
    lamplighter.toml:27: sources.budget.rules[2].when.at_least: is text: write a number
    lamplighter.toml:27: sources.budget.rules[2].when.label: is text: write a table
    lamplighter.toml:27: sources.budget.rules[2].when.dimension: is empty: write dimension.KEY = "VALUE"
    lamplighter.toml:27: sources.budget.rules[2].mode: is not a mode: did you mean `act`?
    lamplighter.toml:27: sources.budget.rules[2].command: is empty: write something between the quotes
    lamplighter.toml:28: sources.budget.rules[3].when.at_least: is not a percentage: write one such as 90
    lamplighter.toml:28: sources.budget.rules[3].when.alert: is empty: write something between the quotes
    lamplighter.toml:28: sources.budget.rules[3].when.label.team: is a number: write text in quotes
    lamplighter.toml:28: sources.budget.rules[3].command: is nothing that an alert may ask for: write stop, start, restart, status or list
    lamplighter.toml:29: sources.budget.rules[4].when: is a list: write a table
    lamplighter.toml:29: sources.budget.rules[4].command: is nothing to ask people about: write stop, start or restart, or set mode = "act"
    lamplighter.toml:30: sources.budget.rules[5]: is text: write a table
    "#);
    assert_snapshot!(with_rules("").unwrap_err(), @"lamplighter.toml:24: sources.budget.rules: is empty: name at least one");
}

#[test]
fn whoever_asks_needs_somebody_to_ask() {
    let all = read_with(&[("notify = [\"ml-ops\"]\n", "")]).unwrap();
    assert_eq!(source(&all, "budget").notify.len(), 1, "every channel there is");
    let nobody = "\n[notify.ml-ops]\nkind = \"slack\"\nurl = { env = \"OPS_WEBHOOK\" }\n";
    let without = [("notify = [\"ml-ops\"]\n", ""), (nobody, "")];
    assert_snapshot!(faults(&without), @r#"lamplighter.toml:23: sources.budget.rules[0]: has nobody to ask: write a [notify.NAME], or mode = "act" here"#);
    let acts = ("research/*\" }", "research/*\", mode = \"act\" }");
    assert!(read_with(&[without[0], without[1], acts]).is_ok());
}

const GRAFANA: &str = r#"
[sources.grafana]
kind = "grafana"
secret = { env = "GRAFANA_SECRET" }
rules = [{ when = {}, command = "stop {instance}", mode = "act" }]

[sources.am]
kind = "alertmanager"
token = { env = "ALERTMANAGER_TOKEN" }
previous_token = { env = "NOT_SET" }
rules = [{ when = {}, command = "stop {instance}", mode = "act" }]
"#;

#[test]
fn tools_with_a_secret_of_their_own() {
    let config = read(&format!("{MINIMAL}{GRAFANA}")).unwrap();
    let (at, body) = (Timestamp::UNIX_EPOCH, b"{}");
    let header = |name: &str| source(&config, name).sign(at, body).unwrap()[0].clone();
    assert_eq!(header("grafana"), ("x-grafana-alerting-timestamp", "0".to_owned()));
    assert_eq!(header("am").1, "Bearer a-secret-of-an-alerting-tool");
    let named = GRAFANA.replace("secret =", "timestamp_header = \"X-Signed-At\"\nsecret =");
    let config = read(&format!("{MINIMAL}{named}")).unwrap();
    assert_eq!(source(&config, "grafana").sign(at, body).unwrap()[0].0, "x-signed-at");
}

#[test]
fn what_is_wrong_with_them() {
    let faults = |from: &str, to: &str| {
        assert!(GRAFANA.contains(from), "{from}");
        read(&format!("{MINIMAL}{}", GRAFANA.replace(from, to))).unwrap_err().to_string()
    };
    assert_snapshot!(faults("{ env = \"GRAFANA_SECRET\" }", "{ env = \"SHORT\" }\ntimestamp_header = \"X Signed\""), @"
    lamplighter.toml:21: sources.grafana.secret: leads to less than 16 characters: make a longer one
    lamplighter.toml:22: sources.grafana.timestamp_header: is not the name of a header
    ");
    assert_snapshot!(faults("secret = {", "timestamp_header = \"X-Grafana-Alerting-Signature\"\nsecrets = {"), @r#"
    lamplighter.toml:19: sources.grafana.secret: is missing: write secret = { env = "GRAFANA_SECRET" }
    lamplighter.toml:21: sources.grafana.timestamp_header: is where the signature stands: write another name, here and in Grafana
    lamplighter.toml:22: sources.grafana.secrets: is unknown: did you mean `secret`?
    "#);
    assert_snapshot!(faults("token = { env = \"ALERTMANAGER_TOKEN\" }", "secret = \"x\""), @r#"
    lamplighter.toml:24: sources.am.token: is missing: write token = { env = "ALERTMANAGER_TOKEN" }
    lamplighter.toml:26: sources.am.secret: is unknown: write one of kind, token, previous_token, rules, notify, quiet, locale
    "#);
    assert_snapshot!(faults("when = {}", "when = { budget = \"x\", dimension.x = \"y\" }"), @"
    lamplighter.toml:22: sources.grafana.rules[0].when.dimension: would never hold: only alerts of kind azure-monitor have it
    lamplighter.toml:22: sources.grafana.rules[0].when.budget: would never hold: only alerts of kind azure-monitor have it
    lamplighter.toml:28: sources.am.rules[0].when.dimension: would never hold: only alerts of kind azure-monitor have it
    lamplighter.toml:28: sources.am.rules[0].when.budget: would never hold: only alerts of kind azure-monitor have it
    ");
}

#[test]
fn machines_go_by_their_name_alone() {
    let grant = |to: &str| read_with(&[("slack:T1/*", to)]).map(|_| ());
    assert_eq!(grant("budget"), Ok(()));
    assert_snapshot!(grant("budget:x/y").unwrap_err(), @"lamplighter.toml:15: grants[0].to[0]: is a machine: write its name alone");
    assert_snapshot!(grant("bugdet").unwrap_err(), @"lamplighter.toml:15: grants[0].to[0]: is not a caller: write <source>:<team>/<user>, <source>:<team>/#<channel>, cli:<user>, or a machine's source alone");
}
