//! What infra/azure/functions deploys, compared with the binary.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::{Value, json};
use toml::Table;

use super::TIMER;
use crate::support::functions_host::Functions;

const CONFIG: &str = include_str!("../../../../infra/azure/lamplighter.toml");
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/infra/azure/functions");

fn read(path: &str) -> Value {
    let text = fs::read_to_string(Path::new(FOLDER).join(path)).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The functions, each a folder.
fn functions() -> BTreeSet<String> {
    let entries = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap());
    let folders = entries.filter(|entry| entry.path().is_dir());
    folders.map(|entry| entry.file_name().into_string().unwrap()).collect()
}

/// The trigger of a function, and whether it is only HTTP, in which case the host proxies it.
fn trigger(function: &str) -> (Value, bool) {
    let bindings = read(&format!("{function}/function.json"))["bindings"].take();
    let types: Vec<_> = bindings.as_array().unwrap().iter().map(|binding| &binding["type"]).collect();
    let plain = types == ["httpTrigger", "http"];
    (bindings[0].clone(), plain)
}

#[test]
fn the_host_starts_the_binary_and_forwards_requests_below_api() {
    let host = read("host.json");
    let binary = Path::new(env!("CARGO_BIN_EXE_lamplighter")).file_name().unwrap();
    let handler = &host["customHandler"];
    assert_eq!(handler["description"]["defaultExecutablePath"], binary.to_str().unwrap());
    // With arguments the binary would be the command line.
    assert_eq!(handler["description"]["arguments"], Value::Null);
    assert_eq!(handler["enableProxyingHttpRequest"], true);
    assert_eq!(handler["enableForwardingHttpRequest"], Value::Null);
    // The rule that distinguishes public requests from invocations depends on it.
    assert_eq!(host["extensions"]["http"]["routePrefix"], "api");
    assert_eq!(host["functionTimeout"], "00:10:00");
}

#[tokio::test]
async fn the_binary_answers_every_function() {
    let running = Functions::start().await;
    assert_eq!(
        functions(),
        ["due", "evening-notice", "healthz", "hooks", "morning", "nightly"].map(str::to_owned).into()
    );
    for function in functions() {
        let (trigger, plain) = trigger(&function);
        if trigger["type"] == "timerTrigger" {
            assert_eq!(running.invokes(&function, TIMER).await.status, 200, "{function}");
            continue;
        }
        assert!(plain, "{function} would come wrapped");
        assert_eq!(trigger["authLevel"], "anonymous", "signatures are what is checked");
        let route = trigger["route"].as_str().unwrap().replace("{source}", "slack");
        let expected = match function.as_str() {
            "healthz" => ("get", 200),
            _ => ("post", 401),
        };
        let (method, status) = expected;
        assert!(trigger["methods"].as_array().unwrap().contains(&json!(method)));
        let target = format!("/api/{route}");
        let answer = running.proxies(&method.to_uppercase(), &target, &[], b"").await;
        assert_eq!(answer.status, status, "{target}");
    }
}

/// A function has the name of its source.
#[test]
fn each_timer_has_its_source() {
    let timers = functions().into_iter().filter(|function| trigger(function).0["type"] == "timerTrigger");
    let config: Table = CONFIG.parse().unwrap();
    let sources = config["sources"].as_table().unwrap().iter();
    let events = sources.filter(|(_, source)| source["kind"].as_str() == Some("event"));
    let events: BTreeSet<_> = events.map(|(name, _)| name.clone()).collect();
    assert_eq!(timers.collect::<BTreeSet<_>>(), events);
}

#[test]
fn the_timers_run_on_weekdays_with_retries() {
    // Second, minute, hour, day, month, day of the week; as long before the stop as its announcement says.
    for (function, at) in
        [("evening-notice", "0 30 19 * * 1-5"), ("nightly", "0 0 20 * * 1-5"), ("morning", "0 0 8 * * 1-5")]
    {
        let (timer, _) = trigger(function);
        assert_eq!(timer["schedule"], at, "{function}");
        assert_eq!(
            (&timer["useMonitor"], &timer["runOnStartup"]),
            (&json!(true), &json!(false)),
            "{function}"
        );
        let retry = &read(&format!("{function}/function.json"))["retry"];
        assert_eq!(
            (&retry["strategy"], &retry["maxRetryCount"]),
            (&json!("fixedDelay"), &json!(2)),
            "{function}"
        );
    }
}

#[test]
fn no_settings_are_shipped() {
    assert!(!Path::new(FOLDER).join("local.settings.json").exists(), "it would hold secrets");
}
