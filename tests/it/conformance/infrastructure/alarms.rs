//! The alarms of `infra/azure`: their queries are run over lines that the product really logs, and they are those of
//! `infra/aws`.

use std::{collections::BTreeSet, fs, time::Duration};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{root, text_of};
use crate::support::{functions_host::Functions, world::World};

const ALARMS: &str = include_str!("../../../../infra/azure/alarms.json");
const AWS: &str = include_str!("../../../../infra/aws/template.yaml");
const PAGE: &str = include_str!("../../../../docs/logs-and-alarms.md");

/// A timer without a grant, and one that nothing may run beside.
const TIMERS: &str = "
[sources.ungranted]
kind = \"event\"
command = \"stop all\"
[sources.nightly-stop]
kind = \"event\"
command = \"stop myci\"
[[grants]]
to = [\"nightly-stop\"]
may = [\"stop\"]
on = [\"research/*\"]
[limits]
commands_in_flight = 1
";

fn variables() -> Value {
    serde_json::from_str::<Value>(ALARMS).unwrap()["variables"].take()
}

fn alarms() -> Vec<Value> {
    variables()["alarms"].as_array().unwrap().clone()
}

/// The alarms over Lamplighter's own lines.
fn of_lines() -> Vec<Value> {
    let alarms = alarms().into_iter();
    alarms.filter(|alarm| alarm["from"] == "[variables('lines')]").collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// What a query looks for, on one line; and what it adds for each line, a number or a field.
fn parts(alarm: &Value) -> (String, String) {
    let query = text(&alarm["query"]).split_whitespace().collect::<Vec<_>>().join(" ");
    let (condition, times) = query.split_once(" | extend times = ").unwrap();
    (condition.strip_prefix("| where ").unwrap().to_owned(), times.to_owned())
}

/// The texts in quotes, and the condition with a `$` for each.
fn apart(condition: &str) -> (Vec<&str>, String) {
    let texts = condition.split('"').skip(1).step_by(2).collect();
    (texts, condition.split('"').step_by(2).collect::<Vec<_>>().join("$"))
}

/// Kusto, as much as the queries use: `or` of `and` of `log.field == value` and `log.field in (texts)`.
fn holds(condition: &str, line: &Value) -> bool {
    let (texts, code) = apart(condition);
    let mut texts = texts.into_iter().map(|text| json!(text));
    let mut holds = false;
    for group in code.split(" or ") {
        let group = group.trim_start_matches('(');
        // Each is read, so that the texts stay in step.
        let terms = group.split(" and ").map(|term| {
            let words: Vec<_> = term.split(' ').collect();
            let [field, operator @ ("==" | "in"), values @ ..] = &words[..] else {
                panic!("{term} is not known")
            };
            let field = &line[field.strip_prefix("log.").unwrap()];
            let values = values.iter().map(|value| value.trim_matches(['(', ')', ',']));
            let values = values.map(|value| match value {
                "$" => texts.next().unwrap(),
                value => serde_json::from_str(value).unwrap(),
            });
            let values: Vec<_> = values.collect();
            assert!(values.len() == 1 || *operator == "in", "{term}");
            values.contains(field)
        });
        let terms: Vec<_> = terms.collect();
        holds |= terms.into_iter().all(|is_so| is_so);
    }
    holds
}

/// How much of an alarm is in a line.
fn times(alarm: &Value, line: &Value) -> u64 {
    let (condition, times) = parts(alarm);
    if !holds(&condition, line) {
        return 0;
    }
    let field = times.strip_prefix("tolong(log.").and_then(|rest| rest.strip_suffix(")"));
    field.map_or_else(|| times.parse().unwrap(), |field| line[field].as_u64().unwrap())
}

/// The alarms that fire if all of this is logged within five minutes.
fn fired(lines: &[Value]) -> Vec<String> {
    let fires = |alarm: &Value| {
        let times: u64 = lines.iter().map(|line| times(alarm, line)).sum();
        times >= alarm["atLeast"].as_u64().unwrap()
    };
    of_lines().iter().filter(|alarm| fires(alarm)).map(|alarm| text(&alarm["name"]).to_owned()).collect()
}

/// The lines that the handler wrote on Azure Functions, which the query finds by how they begin.
fn read(log: &str) -> Vec<Value> {
    let lines: Vec<_> = log.lines().collect();
    assert!(lines.iter().all(|line| line.starts_with("{\"timestamp\"")), "{log}");
    lines.into_iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

async fn forged(world: &World, count: usize) {
    for _ in 0..count {
        assert_eq!(world.post_with(&[], "text=stop+myci").await.status, 401);
    }
    // Until what is held back for a second is written.
    tokio::time::sleep(Duration::from_secs(2)).await;
}

/// Commands, a typo, a refusal, a timer, and a scanner that comes by.
#[tokio::test(start_paused = true)]
async fn an_ordinary_evening_fires_no_alarm() {
    let world = World::with_machines("").await;
    let log = world.captures_log();
    world.says("U0ADA", "status").await;
    world.says("U0ADA", "stopp everything pls").await;
    world.says("U0BOB", "stop myci").await;
    assert_eq!(world.sends("nightly", "", &[]).await.status, 202);
    world.emulator.settle_all();
    world.hears().await;
    forged(&world, 1).await;
    let lines: Vec<_> = log.take().into_iter().map(|(_, line)| line).collect();
    let heard = lines.iter().filter(|line| line["message"] == "heard").count();
    assert_eq!((heard, fired(&lines)), (4, vec![]), "{lines:#?}");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn five_refused_requests_fire_an_alarm_and_four_do_not() {
    let world = World::new().await;
    let log = world.captures_log();
    let mut lines = Vec::new();
    for (count, expected) in [(1, None), (3, None), (1, Some("RefusedRequests"))] {
        forged(&world, count).await;
        lines.extend(log.take().into_iter().map(|(_, line)| line));
        assert_eq!(fired(&lines), expected.into_iter().collect::<Vec<_>>(), "{lines:#?}");
    }
    world.finish().await;
}

/// On Azure Functions, as the program writes its log there.
#[tokio::test]
async fn what_goes_wrong_fires_its_alarm() {
    let now = Timestamp::now().to_string();
    let timer =
        json!({"Data": {"timer": {"IsPastDue": false}}, "Metadata": {"sys": {"UtcNow": now}}}).to_string();
    let functions = Functions::configured(TIMERS).await;
    assert_eq!(functions.invokes("ungranted", &timer).await.status, 200);
    let (_, log) = functions.terminate().await;
    assert_eq!(fired(&read(&log)), ["TimersUndone"], "{log}");

    let functions = Functions::configured(TIMERS).await;
    let stop = functions.says("stop myci").await;
    assert_eq!(stop.status, 200);
    assert_eq!(functions.invokes("nightly-stop", &timer).await.status, 500);
    let (_, log) = functions.terminate().await;
    assert_eq!(fired(&read(&log)), ["Errors", "Throttles"], "{log}");
}

#[test]
fn the_alarms_look_for_what_is_logged() {
    let logged = text_of(&root().join("src"));
    for alarm in of_lines() {
        let (condition, _) = parts(&alarm);
        let texts = apart(&condition).0.into_iter().map(str::to_owned).collect::<Vec<_>>();
        for text in texts.iter().filter(|text| *text != "ERROR") {
            assert!(logged.contains(&format!("\"{text}\"")), "nobody logs {text:?}");
        }
        // A description quotes the beginning of lines.
        for quoted in text(&alarm["description"]).split('"').skip(1).step_by(2) {
            let quoted = quoted.trim_start_matches("undone");
            assert!(quoted.is_empty() || logged.contains(&format!("\"{quoted}")), "nobody logs {quoted:?}");
        }
    }
    // Where the platform puts the lines, as the page reads them.
    for log in ["functionsLog", "containerLog"] {
        let variables = variables();
        let begin = text(&variables[log]).lines().take(2).collect::<Vec<_>>().join("\n");
        assert!(PAGE.contains(&begin.replace("APP", "lamplighter")), "{begin}");
    }
}

/// Of AWS's alarms, one has no counterpart: neither host of Azure keeps what a timer sent in vain.
#[test]
fn the_alarms_are_those_of_aws_and_on_the_page() {
    let number = |text: &str| text.split([' ', '\n']).next().unwrap().parse::<u64>().unwrap();
    let aws: BTreeSet<_> = AWS
        .split("    Type: AWS::CloudWatch::Alarm\n")
        .collect::<Vec<_>>()
        .windows(2)
        .map(|pair| {
            let name = pair[0].trim_end().lines().last().unwrap().trim().trim_end_matches(':');
            (name.to_owned(), number(pair[1].split("Threshold: ").nth(1).unwrap()))
        })
        .filter(|(name, _)| name != "DeadLettersThere")
        .collect();
    let ours: BTreeSet<_> = alarms()
        .iter()
        .map(|alarm| (text(&alarm["name"]).to_owned(), alarm["atLeast"].as_u64().unwrap()))
        .collect();
    assert_eq!(ours, aws);
    for (name, _) in ours {
        assert!(PAGE.contains(&format!("| `{name}` |")), "{name} is not on the page");
    }
}

/// What fails at the platform: each function that is not HTTP, and each job, by its name and its tries.
#[test]
fn a_failing_timer_is_found_on_both_hosts() {
    let variables = variables();
    let folder = root().join("infra/azure/functions");
    let functions = fs::read_dir(folder).unwrap().filter_map(|entry| {
        let path = entry.unwrap().path();
        let function = fs::read_to_string(path.join("function.json")).ok()?;
        Some((path.file_name()?.to_str()?.to_owned(), serde_json::from_str::<Value>(&function).unwrap()))
    });
    let (http, timers): (Vec<_>, Vec<_>) =
        functions.partition(|(_, function)| function["bindings"][0]["type"] == "httpTrigger");
    let query = text(&variables["functionsTimers"]);
    let left_out: BTreeSet<_> = query.split('"').skip(1).step_by(2).collect();
    assert_eq!(left_out, http.iter().map(|(name, _)| name.as_str()).collect());
    for (name, function) in timers {
        assert_eq!(function["retry"]["maxRetryCount"], 2, "{name} is tried three times");
    }
    let job = fs::read_to_string(root().join("infra/azure/container-job.bicep")).unwrap();
    assert!(job.contains("replicaRetryLimit: 2\n"));
    let apps = fs::read_to_string(root().join("infra/azure/container-apps.bicep")).unwrap();
    assert!(apps.contains("name: '${name}-${timer.source}'\n"));
    assert!(text(&variables["containerTimers"]).contains("JobName startswith \"APP-\""));
}
