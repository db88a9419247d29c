//! What `infra/azure` deploys, compared with the product. Whether Azure accepts it, and whether the JSON here matches
//! the Bicep beside it, is checked by `tests/templates/run`.

use std::collections::BTreeSet;

use lamplighter::config::{Config, Document};
use serde_json::{Value, json};
use toml::Table;

const FUNCTIONS: &str = include_str!("../../../../infra/azure/functions.json");
const CONTAINER_APPS: &str = include_str!("../../../../infra/azure/container-apps.json");
const BUDGET: &str = include_str!("../../../../infra/azure/budget.bicep");
const FUNCTIONS_CONFIG: &str = include_str!("../../../../infra/azure/lamplighter.toml");
const CONTAINER_CONFIG: &str = include_str!("../../../../infra/azure/container-apps.toml");
const CONTAINERFILE: &str = include_str!("../../../../infra/container/Containerfile");
const CHART_VALUES: &str = include_str!("../../../../infra/helm/values.yaml");

/// What the host of Functions reads itself.
const HOST_SETTINGS: &[&str] = &[
    "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
    "APPLICATIONINSIGHTS_CONNECTION_STRING",
    "AzureWebJobsStorage__accountName",
];

#[test]
fn the_app_has_the_settings_that_its_configuration_needs_and_no_other() {
    let site = resource(FUNCTIONS, "Microsoft.Web/sites");
    let settings = &site["properties"]["siteConfig"]["appSettings"];
    let set: BTreeSet<_> = names(settings).collect();
    let read: BTreeSet<_> = HOST_SETTINGS.iter().copied().chain(["LAMPLIGHTER_CONFIG"]).collect();
    assert_eq!(set, read);
    // A file of the zip, where the program is started; and a managed identity that is the system's.
    assert_eq!(named(settings, "LAMPLIGHTER_CONFIG")["value"], "lamplighter.toml");
    assert_eq!(references(&table(FUNCTIONS_CONFIG), "env"), BTreeSet::new());
    for config in [FUNCTIONS_CONFIG, CONTAINER_CONFIG] {
        assert_eq!(table(config)["azure"]["credential"].as_str(), Some("managed-identity"));
    }
}

#[test]
fn the_container_has_the_variables_that_its_configuration_needs_and_no_other() {
    let app = resource(CONTAINER_APPS, "Microsoft.App/containerApps");
    let container = &app["properties"]["template"]["containers"][0];
    // A user-assigned identity is known by its client id.
    let set: BTreeSet<_> = names(&container["env"]).collect();
    assert_eq!(set, ["AZURE_CLIENT_ID", "LAMPLIGHTER_CONFIG"].into());
    let config = &named(&container["env"], "LAMPLIGHTER_CONFIG")["value"];
    assert_eq!(config, "[parameters('config')]");
    assert_eq!(references(&table(CONTAINER_CONFIG), "env"), BTreeSet::new());
}

#[test]
fn the_container_is_probed_on_its_port_and_has_time_to_shut_down() {
    let app = resource(CONTAINER_APPS, "Microsoft.App/containerApps");
    let template = &app["properties"]["template"];
    let port = &app["properties"]["configuration"]["ingress"]["targetPort"];
    assert!(CONTAINERFILE.contains(&format!("PORT={port} ")), "{port}");
    let probes = template["containers"][0]["probes"].as_array().unwrap();
    let kinds: Vec<_> = probes.iter().map(|probe| &probe["type"]).collect();
    assert_eq!(kinds, ["Startup", "Readiness", "Liveness"]);
    for probe in probes {
        let path = if probe["type"] == "Readiness" { "/readyz" } else { "/healthz" };
        let asked = json!({"path": path, "port": port, "scheme": "HTTP"});
        assert_eq!(probe["httpGet"], asked);
    }
    assert!(template["terminationGracePeriodSeconds"].as_u64() >= Some(30));
    assert_eq!(template["scale"]["minReplicas"], 1, "a chat does not wait for a start");
    // One process is enough, as on Kubernetes, and channels hear each thing once.
    assert_eq!(template["scale"]["maxReplicas"], 1);
    assert!(CHART_VALUES.contains("\nreplicas: 1\n"));
}

#[test]
fn each_job_signs_for_its_own_source() {
    let config = table(CONTAINER_CONFIG);
    let timers = json(CONTAINER_APPS)["variables"]["timers"].take();
    let rung: BTreeSet<_> =
        timers.as_array().unwrap().iter().map(|timer| timer["source"].as_str().unwrap()).collect();
    assert_eq!(rung, sources(&config, "signed"));
    for source in &rung {
        // The job reads the secret of its source's name, and the server the same.
        let secret = config["sources"][source]["secret"]["key-vault"].as_str().unwrap();
        assert!(secret.ends_with(&format!(".vault.azure.net/secrets/{source}")), "{secret}");
    }
    let cron = |source: &str| {
        let timers = timers.as_array().unwrap();
        let timer = timers.iter().find(|timer| timer["source"] == source).unwrap();
        timer["cron"].as_str().unwrap().to_owned()
    };
    // As many minutes before as the announcement says.
    assert_eq!(cron("evening-notice"), "30 19 * * 1-5");
    assert_eq!(cron("nightly"), "0 20 * * 1-5");
}

#[test]
fn the_job_sends_what_the_product_can_send() {
    let module = module("timerJobs");
    let url = &module["properties"]["parameters"]["url"]["value"];
    assert!(url.as_str().unwrap().contains("'https://{0}.{1}/hooks/{2}'"), "{url}");
    let template = &module["properties"]["template"];
    let job = resource(&template.to_string(), "Microsoft.App/jobs");
    let container = &job["properties"]["template"]["containers"][0];
    assert!(CONTAINERFILE.contains(&format!("ENTRYPOINT [{}", container["command"][0])));
    let args = [
        "send",
        "-",
        "[format('--source={0}', parameters('source'))]",
        "[format('--to={0}', parameters('url'))]",
    ];
    assert_eq!(container["args"], json!(args));
    let set: BTreeSet<_> = names(&container["env"]).collect();
    assert_eq!(set, ["LAMPLIGHTER_CONFIG", "TIMER_SECRET"].into());
    // The text that it puts the source's name into.
    let text = template["variables"]["config"].as_str().unwrap().replace("SOURCE", "nightly");
    assert_eq!(references(&table(&text), "env"), ["TIMER_SECRET".to_owned()].into());
    let secret = |_: &str| Some("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned());
    if let Err(faults) = Config::read(&Document::new("job", &text), &secret) {
        panic!("{faults}");
    }
}

/// A stolen job can sign only for its own timer.
#[test]
fn each_jobs_identity_reads_only_its_own_secret() {
    let [identities, jobs] = ["timerIdentities", "timerJobs"].map(module);
    let given = |module: &Value, parameter: &str| {
        let value = &module["properties"]["parameters"][parameter]["value"];
        value.as_str().unwrap().replace("'due'", "'timers'")
    };
    assert_eq!(given(&jobs, "identityName"), given(&identities, "name"));
    assert!(given(&jobs, "identityName").ends_with("[copyIndex()].source)]"));
    let template = jobs["properties"]["template"].to_string();
    let reader = resource(&template, "Microsoft.Authorization/roleAssignments");
    let secret =
        "[resourceId('Microsoft.KeyVault/vaults/secrets', parameters('vaultName'), parameters('source'))]";
    assert_eq!(reader["scope"], secret);
    let own = "resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', parameters('identityName'))";
    let principal = reader["properties"]["principalId"].as_str().unwrap();
    assert!(principal.contains(own), "{principal}");
    let job = resource(&template, "Microsoft.App/jobs");
    let identities = job["identity"]["userAssignedIdentities"].as_object().unwrap();
    let identities: Vec<_> = identities.keys().collect();
    assert_eq!(identities, [&format!("[format('{{0}}', {own})]")]);
}

/// A secret is changed without a deployment: the line for the one before it is there, and leads to a name of its own.
#[test]
fn each_secret_allows_a_previous_one() {
    for (config, kinds) in [(FUNCTIONS_CONFIG, &["slack"][..]), (CONTAINER_CONFIG, &["slack", "signed"])] {
        let config = table(config);
        let proven: BTreeSet<_> = kinds.iter().flat_map(|kind| sources(&config, kind)).collect();
        assert!(!proven.is_empty());
        for source in proven {
            let source = &config["sources"][source];
            let current = source["secret"]["key-vault"].as_str().unwrap();
            let previous = source["previous_secret"]["key-vault"].as_str();
            assert_eq!(previous, Some(format!("{current}-previous").as_str()));
        }
    }
}

#[test]
fn the_nightly_stop_and_its_announcement_begin_as_a_dry_run() {
    for (config, kind) in [(FUNCTIONS_CONFIG, "event"), (CONTAINER_CONFIG, "signed")] {
        let config = table(config);
        assert_eq!(sources(&config, kind), ["evening-notice", "nightly", "morning", "due"].into());
        let source = |name: &str| &config["sources"][name];
        let command = |name: &str| source(name)["command"].as_str().unwrap();
        for name in ["evening-notice", "nightly"] {
            assert_eq!(source(name)["dry_run"].as_bool(), Some(true), "{name}");
        }
        let announced = format!("announce {} in 30m", command("nightly"));
        assert_eq!(command("evening-notice"), announced);
        assert_eq!(command("morning"), "cost --since 18:00");
    }
}

/// With each secret of the vault in a variable of the same name instead.
#[test]
fn the_configurations_are_valid() {
    let secret = |name: &str| {
        let value = match name {
            "slack-signing-secret" => "8f742231b10e8888abcd99yyyzzz85a5",
            "slack-ops-webhook" => "https://hooks.slack.com/services/T0DEMO/B0OPS/any",
            "lamplighter-ticket-key" => "a-key-of-more-than-thirty-two-letters",
            "evening-notice" | "nightly" | "morning" | "due" => "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            _ => return None,
        };
        Some(value.to_owned())
    };
    for text in [FUNCTIONS_CONFIG, CONTAINER_CONFIG] {
        let text = text.replace("{ key-vault = \"https://VAULT.vault.azure.net/secrets/", "{ env = \"");
        assert!(!text.contains("key-vault"), "another vault");
        if let Err(faults) = Config::read(&Document::new("infra/azure", &text), &secret) {
            panic!("{faults}");
        }
    }
}

/// Only signatures and tokens authenticate; access keys of Azure are disabled.
#[test]
fn every_deployed_resource_requires_an_identity() {
    let storage = resource(FUNCTIONS, "Microsoft.Storage/storageAccounts");
    assert_eq!(storage["properties"]["allowSharedKeyAccess"], false);
    assert!(BUDGET.contains("useAadAuth: true"));
    for template in [FUNCTIONS, CONTAINER_APPS] {
        assert!(!template.contains("listKeys"), "a key is read");
        assert!(!template.contains("securestring"), "a secret passes through");
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn table(text: &str) -> Table {
    text.parse().unwrap()
}

/// The one resource of a template that is of that type.
fn resource(template: &str, kind: &str) -> Value {
    let resources = json(template)["resources"].take();
    let fits = |resource: &&Value| resource["type"] == kind;
    let mut found = resources.as_array().unwrap().iter().filter(fits);
    let one = found.next().unwrap_or_else(|| panic!("no {kind}"));
    assert_eq!(found.next(), None, "a second {kind}");
    one.clone()
}

/// What stands for the timers, each once.
fn module(name: &str) -> Value {
    let modules = json(CONTAINER_APPS)["resources"].take();
    let mut modules = modules.as_array().unwrap().iter();
    let module = modules.find(|module| module["copy"]["name"] == name);
    module.unwrap_or_else(|| panic!("no {name}")).clone()
}

/// The names in a list of settings.
fn names(settings: &Value) -> impl Iterator<Item = &str> {
    let settings = settings.as_array().unwrap().iter();
    settings.map(|setting| setting["name"].as_str().unwrap())
}

fn named<'a>(settings: &'a Value, name: &str) -> &'a Value {
    let mut settings = settings.as_array().unwrap().iter();
    settings.find(|setting| setting["name"] == name).unwrap()
}

/// The sources of a kind.
fn sources<'a>(config: &'a Table, kind: &str) -> BTreeSet<&'a str> {
    let all = config["sources"].as_table().unwrap().iter();
    let fits = all.filter(|(_, source)| source["kind"].as_str() == Some(kind));
    fits.map(|(name, _)| name.as_str()).collect()
}

/// What a configuration refers to as `{ KIND = "NAME" }`.
fn references(config: &Table, kind: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (key, value) in config {
        match value {
            toml::Value::String(name) if key == kind => _ = names.insert(name.clone()),
            toml::Value::Table(inner) => names.extend(references(inner, kind)),
            _ => {}
        }
    }
    names
}
