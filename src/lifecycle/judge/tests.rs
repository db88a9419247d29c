//! The whole judgement as tables: a line for each verb and last operation, a column for each state.

use std::fmt::Write;

use insta::assert_snapshot;
use serde_json::json;

use super::*;
use crate::{
    command_request::Caller,
    policy::{Grant, GrantTarget, Grantee, Policy, abilities},
    target::Pattern,
};

const STATES: [&str; 6] = ["Running", "Stopped", "JobRunning", "Stopping", "Unusable", "null"];

const VERBS: [Verb; 4] = [Verb::Start, Verb::Stop, Verb::Restart, Verb::Delete];

/// The last operation of an instance: its verb, or another; its status; and when, in seconds since the command was given.
const LAST: [(&str, &str, i64); 8] = [
    ("another", "Succeeded", 2),
    ("another", "Succeeded", 3),
    ("another", "InProgress", -8000),
    ("the same", "InProgress", -2),
    ("the same", "Succeeded", -2),
    ("the same", "Succeeded", -3),
    ("the same", "Failed", 0),
    ("the same", "Halted", 5),
];

fn asked() -> Timestamp {
    "2026-11-23T18:00:00Z".parse().unwrap()
}

fn compute(state: &str, last: Option<(&str, &str, i64)>) -> Compute {
    let last = last.map(|(name, status, after)| {
        let time = asked() + jiff::SignedDuration::from_secs(after);
        json!({"operationName": name, "operationStatus": status, "operationTime": time.to_string()})
    });
    let state = Some(state).filter(|state| *state != "null");
    let resource = json!({
        "name": "myci",
        "properties": {
            "computeType": "ComputeInstance",
            "properties": {"state": state, "lastOperation": last},
        },
    });
    Compute::read(&"research".parse().unwrap(), &resource).unwrap()
}

fn permit(verb: Verb, may: &[&str], force: bool) -> Permit {
    let ada = Caller::person("slack", "T1/UADA");
    let grant = Grant {
        to: vec![Grantee::Matching(Pattern::exact_case(&ada.id))],
        may: may.iter().flat_map(|word| abilities(word).unwrap()).collect(),
        on: vec![GrantTarget::parse("*").unwrap()],
    };
    let policy = Policy { grants: vec![grant], ..Policy::default() };
    policy.permit(&ada, verb, force, &compute("Running", None).instance()).unwrap()
}

/// In a word: what is known of an outcome beside its kind in brackets.
fn word(outcome: Option<&Outcome>) -> String {
    match outcome {
        None => "go".to_owned(),
        Some(Outcome::Already { last, .. }) => format!("already{}", if last.is_some() { "" } else { "(?)" }),
        Some(Outcome::Busy { since, .. }) => format!("busy{}", if since.is_some() { "" } else { "(?)" }),
        Some(Outcome::Stuck { .. }) => "stuck".to_owned(),
        Some(Outcome::Stale(_)) => "stale".to_owned(),
        Some(Outcome::Working { may_force }) => format!("job{}", if *may_force { "(!)" } else { "" }),
        Some(Outcome::NothingToRestart) => "off".to_owned(),
        Some(Outcome::Would(state)) => format!("would({})", state.as_ref().map_or("?", State::as_str)),
        Some(other) => format!("{other:?}"),
    }
}

/// Lines of one word for each state.
fn table(
    judge: impl Fn(Verb, &Compute) -> String,
    verbs: &[Verb],
    last: &[Option<(&str, &str, i64)>],
) -> String {
    let mut table = String::new();
    for verb in verbs {
        for last in last {
            let other = if *verb == Verb::Stop { "Start" } else { "Stop" };
            let last = last.map(|(name, status, after)| {
                let own = format!("{verb:?}");
                (if name == "another" { other.to_owned() } else { own }, status, after)
            });
            let told = last
                .as_ref()
                .map_or("nothing".to_owned(), |(name, status, at)| format!("{name} {status} {at}"));
            write!(table, "{:<8}{told:<25}", verb.name()).unwrap();
            for state in STATES {
                let last = last.as_ref().map(|(name, status, after)| (name.as_str(), *status, *after));
                write!(table, "{:<18}", judge(*verb, &compute(state, last))).unwrap();
            }
            table = table.trim_end().to_owned() + "\n";
        }
    }
    table
}

#[test]
fn the_last_operation_is_judged_before_the_state() {
    let last: Vec<_> = [None].into_iter().chain(LAST.map(Some)).collect();
    let judge = |verb: Verb, seen: &Compute| {
        let (careful, may) = (permit(verb, &["operator", "delete"], false), permit(verb, &["owner"], false));
        let word = word(settled_already(&careful, seen, asked()).as_ref());
        // The right to end work changes nothing but the advice.
        assert_eq!(word, self::word(settled_already(&may, seen, asked()).as_ref()).replace("(!)", ""));
        word
    };
    assert_snapshot!(table(judge, &VERBS, &last), @r"
    start   nothing                  already(?)        go                already(?)        busy(?)           go                busy(?)
    start   Stop Succeeded 2         already           go                already           busy(?)           go                busy(?)
    start   Stop Succeeded 3         stale             stale             stale             stale             stale             stale
    start   Stop InProgress -8000    already           go                already           stuck             go                busy
    start   Start InProgress -2      busy              busy              busy              busy              busy              busy
    start   Start Succeeded -2       already           already           already           already           already           already
    start   Start Succeeded -3       already           go                already           busy(?)           go                busy(?)
    start   Start Failed 0           already           go                already           busy(?)           go                busy(?)
    start   Start Halted 5           already           go                already           busy(?)           go                busy(?)
    stop    nothing                  go                already(?)        job               busy(?)           go                busy(?)
    stop    Start Succeeded 2        go                already           job               busy(?)           go                busy(?)
    stop    Start Succeeded 3        stale             stale             stale             stale             stale             stale
    stop    Start InProgress -8000   go                already           job               stuck             go                busy
    stop    Stop InProgress -2       busy              busy              busy              busy              busy              busy
    stop    Stop Succeeded -2        already           already           already           already           already           already
    stop    Stop Succeeded -3        go                already           job               busy(?)           go                busy(?)
    stop    Stop Failed 0            go                already           job               busy(?)           go                busy(?)
    stop    Stop Halted 5            go                already           job               busy(?)           go                busy(?)
    restart nothing                  go                off               job               busy(?)           go                busy(?)
    restart Stop Succeeded 2         go                off               job               busy(?)           go                busy(?)
    restart Stop Succeeded 3         stale             stale             stale             stale             stale             stale
    restart Stop InProgress -8000    go                off               job               stuck             go                busy
    restart Restart InProgress -2    busy              busy              busy              busy              busy              busy
    restart Restart Succeeded -2     already           already           already           already           already           already
    restart Restart Succeeded -3     go                off               job               busy(?)           go                busy(?)
    restart Restart Failed 0         go                off               job               busy(?)           go                busy(?)
    restart Restart Halted 5         go                off               job               busy(?)           go                busy(?)
    delete  nothing                  go                go                go                busy(?)           go                busy(?)
    delete  Stop Succeeded 2         go                go                go                busy(?)           go                busy(?)
    delete  Stop Succeeded 3         stale             stale             stale             stale             stale             stale
    delete  Stop InProgress -8000    go                go                go                go                go                busy
    delete  Delete InProgress -2     busy              busy              busy              busy              busy              busy
    delete  Delete Succeeded -2      already           already           already           already           already           already
    delete  Delete Succeeded -3      go                go                go                busy(?)           go                busy(?)
    delete  Delete Failed 0          go                go                go                busy(?)           go                busy(?)
    delete  Delete Halted 5          go                go                go                busy(?)           go                busy(?)
    ");
}

#[test]
fn force_ends_work_and_nothing_else() {
    let judge = |verb: Verb, seen: &Compute| {
        let may = word(settled_already(&permit(verb, &["owner"], false), seen, asked()).as_ref());
        let forced = word(settled_already(&permit(verb, &["owner"], true), seen, asked()).as_ref());
        if may == forced { forced } else { format!("{may}/{forced}") }
    };
    assert_snapshot!(table(judge, &VERBS, &[None]), @r"
    start   nothing                  already(?)        go                already(?)        busy(?)           go                busy(?)
    stop    nothing                  go                already(?)        job(!)/go         busy(?)           go                busy(?)
    restart nothing                  go                off               job(!)/go         busy(?)           go                busy(?)
    delete  nothing                  go                go                go                busy(?)           go                busy(?)
    ");
}

/// A look in part settles nothing: the state or the last operation may change before its turn.
#[test]
fn what_may_change_might_act() {
    let judge = |verb: Verb, seen: &Compute| {
        let might = might_act(&permit(verb, &["owner"], false), seen, asked());
        if might { "maybe" } else { "no" }.to_owned()
    };
    let last = [None, Some(LAST[1]), Some(LAST[2]), Some(LAST[4]), Some(LAST[5])];
    assert_snapshot!(table(judge, &[Verb::Stop, Verb::Restart], &last), @r"
    stop    nothing                  maybe             maybe             maybe             maybe             maybe             maybe
    stop    Start Succeeded 3        no                no                no                no                no                maybe
    stop    Start InProgress -8000   maybe             no                no                maybe             maybe             maybe
    stop    Stop Succeeded -2        no                no                no                no                no                maybe
    stop    Stop Succeeded -3        maybe             no                no                maybe             maybe             maybe
    restart nothing                  maybe             maybe             maybe             maybe             maybe             maybe
    restart Stop Succeeded 3         no                no                no                no                no                maybe
    restart Stop InProgress -8000    maybe             no                no                maybe             maybe             maybe
    restart Restart Succeeded -2     no                no                no                no                no                maybe
    restart Restart Succeeded -3     maybe             no                no                maybe             maybe             maybe
    ");
}

#[test]
fn a_dry_run_and_a_forecast_say_what_would_be_done() {
    let dry =
        |verb: Verb, seen: &Compute| word(Some(&dry_run(&permit(verb, &["owner"], false), seen, asked())));
    let foreseen = |verb: Verb, seen: &Compute| word(Some(&predict(verb, false, seen, asked())));
    let forced = |verb: Verb, seen: &Compute| word(Some(&predict(verb, true, seen, asked())));
    let tables = [
        table(dry, &[Verb::Stop], &[None, Some(LAST[1])]),
        table(foreseen, &[Verb::Stop], &[None, Some(LAST[1])]),
        table(forced, &[Verb::Stop], &[None]),
    ];
    assert_snapshot!(tables.concat(), @r"
    stop    nothing                  would(Running)    already(?)        job(!)            busy(?)           would(Unusable)   busy(?)
    stop    Start Succeeded 3        stale             stale             stale             stale             stale             stale
    stop    nothing                  would(Running)    already(?)        job               busy(?)           would(Unusable)   busy(?)
    stop    Start Succeeded 3        would(Running)    already           job               busy(?)           would(Unusable)   busy(?)
    stop    nothing                  would(Running)    already(?)        would(JobRunning) busy(?)           would(Unusable)   busy(?)
    ");
}

#[test]
fn no_verb_is_offered_that_ends_work_or_that_azure_refuses() {
    let offered = STATES.map(|state| {
        let state = State::from(state.to_owned());
        let verbs: Vec<_> = available_verbs(&state).iter().map(|verb| verb.name()).collect();
        format!("{}: {}", state.as_str(), verbs.join(" ")).trim_end().to_owned()
    });
    assert_snapshot!(offered.join("\n"), @r"
    Running: stop restart
    Stopped: start
    JobRunning:
    Stopping:
    Unusable: restart
    null:
    ");
}
