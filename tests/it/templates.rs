//! What `infra/` deploys, held against the product: variables, sources, events, routes and options.
//! Whether it is what AWS, Azure and Kubernetes take is asked by `tests/templates/run`.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use lamplighter::config::{Config, Document};
use serde_json::{Value, json};
use toml::Table;

const TEMPLATE: &str = include_str!("../../infra/aws/template.yaml");
const AWS_CONFIG: &str = include_str!("../../infra/aws/lamplighter.toml");
const CRON_JOB: &str = include_str!("../../infra/kubernetes/cronjob.yaml");
const ALERTMANAGER: &str = include_str!("../../infra/prometheus/alertmanager.yml");
const RULES: &str = include_str!("../../infra/prometheus/rules.yml");

/// What the product reads besides the variables that a configuration names.
const READ: &[&str] = &[
    "LAMPLIGHTER_CONFIG",
    "AZURE_TENANT_ID",
    "AZURE_CLIENT_ID",
    "AZURE_CLIENT_SECRET",
];

#[test]
fn the_function_has_the_variables_that_its_configuration_needs_and_no_other() {
    let set: BTreeSet<_> = block(TEMPLATE, "Variables:")
        .into_iter()
        .filter_map(key)
        .collect();
    let named = references(&table(AWS_CONFIG));
    let read: BTreeSet<_> = READ
        .iter()
        .copied()
        .chain(named.iter().map(String::as_str))
        .collect();
    assert_eq!(set, read);
    let sources = text_of(&root().join("src"));
    for name in READ {
        assert!(
            sources.contains(&format!("\"{name}\"")),
            "nothing in src/ reads {name}"
        );
    }
    // Each secret is fetched by its own name.
    for line in block(TEMPLATE, "Variables:") {
        if let Some((_, secret)) = line.split_once(":SecretString:") {
            assert_eq!(key(line), secret.split('}').next(), "{line}");
        }
    }
}

#[test]
fn each_schedule_names_an_event_source_with_a_command_of_its_own() {
    let config = table(AWS_CONFIG);
    let inputs: Vec<Value> = TEMPLATE
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Input: "))
        .map(|input| serde_json::from_str(input.trim_matches('\'')).unwrap())
        .collect();
    let mut named = BTreeSet::new();
    for input in &inputs {
        let name = input["source"].as_str().unwrap();
        let whole = json!({"source": name, "time": "<aws.scheduler.scheduled-time>"});
        assert_eq!(*input, whole);
        let source = &config["sources"][name];
        assert_eq!(source["kind"].as_str(), Some("event"), "{name}");
        assert!(source["command"].is_str(), "{name}");
        assert!(named.insert(name), "{name} is sent by two schedules");
    }
    let events = config["sources"].as_table().unwrap().iter();
    let events = events.filter(|(_, source)| source["kind"].as_str() == Some("event"));
    assert_eq!(named, events.map(|(name, _)| name.as_str()).collect());
}

#[test]
fn the_nightly_stop_begins_dry_and_is_announced_as_it_is_done() {
    let config = table(AWS_CONFIG);
    let command = |source: &str| config["sources"][source]["command"].as_str().unwrap();
    assert_eq!(config["sources"]["nightly"]["dry_run"].as_bool(), Some(true));
    let announced = format!("announce {} in 30m", command("nightly"));
    assert_eq!(command("evening-notice"), announced);
    // As many minutes as there are between the two schedules.
    assert!(TEMPLATE.contains("Default: cron(30 19 ? * MON-FRI *)"));
    assert!(TEMPLATE.contains("Default: cron(0 20 ? * MON-FRI *)"));
    let started: Vec<_> = command("morning").split(' ').skip(1).collect();
    assert!(
        started
            .iter()
            .all(|name| !["all", "mine"].contains(name) && !name.contains('*')),
        "the morning starts {started:?}"
    );
}

#[test]
fn the_configurations_are_ones() {
    let in_pod = block(CRON_JOB, "lamplighter.toml: |").join("\n");
    for (name, text) in [("infra/aws", AWS_CONFIG), ("infra/kubernetes", &in_pod)] {
        if let Err(faults) = Config::read(&Document::new(name, text), &environment) {
            panic!("{faults}");
        }
    }
}

#[test]
fn the_pod_sends_what_the_product_can_send() {
    let args: Vec<_> = block(CRON_JOB, "args:")
        .into_iter()
        .map(|line| line.trim().trim_start_matches("- ").trim_matches('"'))
        .map(|arg| arg.split(" #").next().unwrap())
        .collect();
    assert_eq!(args[..2], ["send", "-"]);
    let help = Command::new(env!("CARGO_BIN_EXE_lamplighter"))
        .args(["send", "--help"])
        .env_clear()
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let option = |name: &str| {
        let value = args.iter().find_map(|arg| arg.strip_prefix(&format!("{name}=")));
        assert!(help.contains(name), "`send` has no {name}");
        value.unwrap_or_else(|| panic!("no {name} among {args:?}"))
    };
    assert_eq!(option("--config"), "/etc/lamplighter/lamplighter.toml");
    assert!(CRON_JOB.contains("mountPath: /etc/lamplighter\n"));
    let source = option("--source");
    assert!(option("--to").ends_with(&format!("/hooks/{source}")));
    let config = table(&block(CRON_JOB, "lamplighter.toml: |").join("\n"));
    assert_eq!(config["sources"][source]["kind"].as_str(), Some("signed"));
    for name in references(&config) {
        assert!(
            CRON_JOB.contains(&format!("- name: {name}\n")),
            "{name} is not set in the pod"
        );
    }
}

/// Whatever is called at Lamplighter's place is a route of it.
#[test]
fn every_address_in_infra_and_the_pages_is_a_route() {
    let text = text_of(&root().join("infra")) + &text_of(&root().join("docs"));
    let hosts = ["https://HOST", "https://lamplighter.example.com"];
    let mut routes = 0;
    for rest in hosts.iter().flat_map(|host| text.split(host).skip(1)) {
        let path: &str = rest
            .split([' ', '\n', '`', '"', '\'', ')', ',', ';'])
            .next()
            .unwrap();
        let path = path.trim_end_matches('.');
        // Azure Functions puts /api before what it forwards.
        let route = path.strip_prefix("/api").unwrap_or(path);
        let named = |name: &str| {
            let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b);
            !name.is_empty() && name.bytes().all(fits)
        };
        let is_one =
            ["", "/", "/healthz"].contains(&route) || route.strip_prefix("/hooks/").is_some_and(named);
        assert!(is_one, "{path:?} is no route of Lamplighter");
        routes += usize::from(!path.is_empty());
    }
    assert!(routes > 5, "{routes} addresses are not all");
}

#[test]
fn the_alerts_that_are_sent_are_those_that_fire() {
    let fired: BTreeSet<_> = RULES
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- alert: "))
        .collect();
    let sent = ALERTMANAGER.split("alertname =~ \"").nth(1).unwrap();
    let sent: BTreeSet<_> = sent.split('"').next().unwrap().split('|').collect();
    assert_eq!(fired, sent);
}

/// Something to be read for each variable that a configuration names.
fn environment(name: &str) -> Option<String> {
    let value = match name {
        "NIGHTLY_SECRET" => "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "SLACK_OPS_WEBHOOK" => "https://hooks.slack.com/services/T0DEMO/B0OPS/any",
        _ => "something-of-more-than-thirty-two-letters",
    };
    Some(value.to_owned())
}

fn table(text: &str) -> Table {
    text.parse().unwrap()
}

/// The variables that a configuration names, as `{ env = "NAME" }`.
fn references(config: &Table) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (key, value) in config {
        match value {
            toml::Value::String(name) if key == "env" => {
                names.insert(name.clone());
            }
            toml::Value::Table(inner) => names.extend(references(inner)),
            _ => {}
        }
    }
    names
}

/// The lines of YAML that stand below `head`, without what they are indented by.
fn block<'a>(yaml: &'a str, head: &str) -> Vec<&'a str> {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut lines = yaml.lines().skip_while(|line| line.trim() != head);
    let outer = depth(lines.next().unwrap_or_else(|| panic!("there is no {head}")));
    let inside = lines.take_while(|line| line.is_empty() || depth(line) > outer);
    let inside: Vec<_> = inside.collect();
    let inner = depth(inside[0]);
    inside
        .into_iter()
        .map(|line| line.get(inner..).unwrap_or_default())
        .collect()
}

/// The key of a line of YAML; none where it is a comment.
fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(':').filter(|_| !line.starts_with('#'))?;
    Some(key.trim())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// All that is written below a folder.
fn text_of(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let texts = entries.map(|path| match path.is_dir() {
        true => text_of(&path),
        false => fs::read_to_string(&path).unwrap_or_default(),
    });
    texts.collect()
}
