//! What `infra/` deploys, compared with the product: variables, sources, events, routes, rights and options. Whether
//! AWS and Azure accept it is checked by `tests/templates/run`; the chart by `tests/helm/run`.

mod alarms;

mod aws;

mod azure;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use toml::Table;

const ALERTMANAGER: &str = include_str!("../../../infra/prometheus/alertmanager.yml");
const RULES: &str = include_str!("../../../infra/prometheus/rules.yml");

/// Variables that a template sets for others than Lamplighter: the platform's own.
const OTHERS: &[&str] = &[
    // Azure Functions
    "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
    "APPLICATIONINSIGHTS_CONNECTION_STRING",
    "FUNCTIONS_EXTENSION_VERSION",
    "FUNCTIONS_WORKER_RUNTIME",
    "WEBSITE_RUN_FROM_PACKAGE",
    "WEBSITE_TIME_ZONE",
];

/// Whatever a template sets, by the name that something reads.
#[test]
fn every_variable_in_infra_is_read() {
    // Not the scripts: they have variables of their own.
    let kinds = ["Containerfile", ".yaml", ".yml", ".toml", ".json", ".bicep"];
    let is_template = |name: &str| kinds.iter().any(|kind| name.ends_with(kind));
    let infra = text_of_those(&root().join("infra"), &is_template);
    let sources = text_of(&root().join("src"));
    let configured = infra.split("{ env = \"").skip(1);
    let configured: BTreeSet<_> = configured.map(|rest| rest.split('"').next().unwrap()).collect();
    let set: BTreeSet<_> = infra.lines().flat_map(variables_set_in).collect();
    for name in &set {
        let read = sources.contains(&format!("\"{name}\"")) || configured.contains(name);
        assert!(read || OTHERS.contains(name), "nothing reads {name}");
    }
    assert!(set.len() > 3, "{set:?} are not all");
}

/// The variables that a line of a template sets: in YAML, JSON, Bicep and a Containerfile, and for `docker run`.
fn variables_set_in(line: &str) -> Vec<&str> {
    let line = line.trim().trim_start_matches("- ").trim_start_matches("ENV ");
    let mut names: Vec<_> = line.split("-e ").skip(1).collect();
    names.extend(["name:", "\"name\":"].iter().filter_map(|named| line.strip_prefix(named)));
    names.extend(line.split_once('=').map(|(name, _)| name));
    names.into_iter().filter_map(variable).collect()
}

/// The name that stands at the beginning, in quotes or not, if it is in capitals and with an underscore.
fn variable(text: &str) -> Option<&str> {
    let text = text.trim_start().trim_start_matches(['"', '\'']);
    let fits = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    let end = text.bytes().position(|b| !fits(b)).unwrap_or(text.len());
    let apart = text[end..].is_empty() || text[end..].starts_with([' ', '"', '\'', '=', ',']);
    Some(&text[..end]).filter(|name| name.contains('_') && apart)
}

/// An action that no call needs should not be granted.
#[test]
fn every_azure_action_in_infra_is_used() {
    let infra = text_of(&root().join("infra"));
    let asked = fs::read_to_string(root().join("src/command/actions.rs")).unwrap();
    let mut actions = BTreeSet::new();
    for provider in ["Microsoft.MachineLearningServices/", "Microsoft.Resources/tags/"] {
        for (at, _) in infra.match_indices(provider) {
            let end = infra[at..].find(['"', '\'', '`', ' ', '\n']).unwrap();
            actions.insert(&infra[at..at + end]);
        }
    }
    let ends = ["/read", "/write", "/delete", "/action", "*"];
    actions.retain(|action| ends.iter().any(|end| action.ends_with(end)));
    for action in &actions {
        assert!(asked.contains(&format!("\"{action}\"")), "nothing in src/ asks for {action}");
    }
    assert!(actions.len() > 9, "{actions:?} are not all");
}

/// Every path called at Lamplighter's address is one of its routes.
#[test]
fn every_address_in_infra_and_the_pages_is_a_route() {
    let text = text_of(&root().join("infra")) + &text_of(&root().join("docs"));
    let hosts = ["https://HOST", "https://lamplighter.example.com"];
    let mut routes = 0;
    for rest in hosts.iter().flat_map(|host| text.split(host).skip(1)) {
        let path: &str = rest.split([' ', '\n', '`', '"', '\'', ')', ',', ';']).next().unwrap();
        let path = path.trim_end_matches('.');
        // Azure Functions puts /api before what it forwards.
        let route = path.strip_prefix("/api").unwrap_or(path);
        let named = |name: &str| {
            let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b);
            !name.is_empty() && name.bytes().all(fits)
        };
        let is_one = ["", "/", "/healthz", "/readyz"].contains(&route)
            || route.strip_prefix("/hooks/").is_some_and(named);
        assert!(is_one, "{path:?} is no route of Lamplighter");
        routes += usize::from(!path.is_empty());
    }
    assert!(routes > 5, "{routes} addresses are not all");
}

#[test]
fn the_alerts_that_are_routed_are_those_that_fire() {
    let fired: BTreeSet<_> = RULES.lines().filter_map(|line| line.trim().strip_prefix("- alert: ")).collect();
    let sent = ALERTMANAGER.split("alertname =~ \"").nth(1).unwrap();
    let sent: BTreeSet<_> = sent.split('"').next().unwrap().split('|').collect();
    assert_eq!(fired, sent);
}

fn table(text: &str) -> Table {
    text.parse().unwrap()
}

/// What a configuration names, as `{ KIND = "NAME" }`.
fn references(config: &Table, kind: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (key, value) in config {
        match value {
            toml::Value::String(name) if key == kind => {
                names.insert(name.clone());
            }
            toml::Value::Table(inner) => names.extend(references(inner, kind)),
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
    inside.into_iter().map(|line| line.get(inner..).unwrap_or_default()).collect()
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
    text_of_those(folder, &|_| true)
}

/// What is written below a folder, in the files whose names fit.
fn text_of_those(folder: &Path, fits: &dyn Fn(&str) -> bool) -> String {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let texts = entries.map(|path| match path.is_dir() {
        true => text_of_those(&path, fits),
        false if !fits(path.file_name().unwrap().to_str().unwrap()) => String::new(),
        false => fs::read_to_string(&path).unwrap_or_default(),
    });
    texts.collect()
}
