//! Every row of a table that names an HTTP status, an exit code, a verdict or a reason, compared with what the
//! program does.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use lamplighter::verify::{NotRead, Rejection};
use lamplighter_emulator::Pace;
use serde_json::{Value, json};

use super::{
    pages,
    results::{codes, reasons, table, variants},
};
use crate::support::{process::Azure, signers, world::World};

/// Who answers with the statuses of a row.
enum Who {
    /// Lamplighter, in these situations.
    Lamplighter(&'static [Situation]),
    /// Azure, AWS or a chat.
    Others,
}

/// A situation in which Lamplighter answers with a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Situation {
    Done,
    Asked,
    Changing,
    Misread,
    NoCommand,
    ForeignSecret,
    WrongTime,
    NoGrant,
    NoInstance,
    ADelete,
    TooLarge,
    TooSlow,
    BrokenOff,
    NoMemory,
    NoConnection,
    UnreadForALastingReason,
    UnreadForAPassingReason,
    KeepsUnread,
    NoSuchPath,
    ChatSignature,
    ChatTime,
    ChatToken,
    ForeignAudience,
    NoRole,
    AnotherApp,
    NoKeys,
    NoTimestamp,
}

use Situation::*;
use Who::{Lamplighter, Others};

/// The rows, by their page and a part of their first cell; those of translated pages too.
const ROWS: &[(&str, &str, Who)] = &[
    ("docs/timers.md", "200", Lamplighter(&[Done])),
    ("docs/timers.md", "202", Lamplighter(&[Asked])),
    ("docs/timers.md", "400", Lamplighter(&[Misread, NoCommand])),
    ("docs/timers.md", "401 ", Lamplighter(&[ForeignSecret, WrongTime])),
    ("docs/timers.md", "403 ", Lamplighter(&[NoGrant, NoInstance, ADelete])),
    ("docs/timers.md", "408, 413", Lamplighter(&[TooSlow, TooLarge])),
    ("docs/timers.md", "424 ", Lamplighter(&[UnreadForALastingReason, KeepsUnread])),
    ("docs/timers.md", "503", Lamplighter(&[UnreadForAPassingReason])),
    ("docs/timers.md", "424, o", Lamplighter(&[UnreadForALastingReason])),
    ("docs/timers.md", "403, o", Lamplighter(&[NoGrant])),
    ("docs/alerts.md", "mentions the audience", Lamplighter(&[ForeignAudience])),
    ("docs/alerts.md", "mentions the role or the app", Lamplighter(&[NoRole, AnotherApp])),
    ("docs/alerts.md", "mentions the timestamp", Lamplighter(&[NoTimestamp])),
    ("docs/mattermost.md", "Command with a trigger", Others),
    ("docs/mattermost.md", "returned response 401", Lamplighter(&[ChatToken])),
    ("docs/secrets.md", "{ file = … }", Others),
    (
        "docs/logs-and-alarms.md",
        "a request was not read",
        Lamplighter(&[TooLarge, TooSlow, NoMemory, BrokenOff]),
    ),
    ("docs/logs-and-alarms.md", "too many connections", Lamplighter(&[NoConnection])),
    ("docs/logs-and-alarms.md", "the keys that tokens are checked with", Lamplighter(&[NoKeys])),
    ("docs/limits.md", "ReservedConcurrency", Others),
    ("docs/limits.md", "256 KiB, 1 MiB", Lamplighter(&[TooLarge])),
    ("docs/limits.md", "32 com", Lamplighter(&[UnreadForAPassingReason])),
    ("docs/limits.md", "16 MiB", Lamplighter(&[NoMemory])),
    ("docs/limits.md", "512 con", Lamplighter(&[NoConnection])),
    ("docs/operations.md", "AWS Lambda", Others),
    ("docs/security.md", "A stranger on the internet", Lamplighter(&[ChatSignature, NoSuchPath])),
    ("docs/json.md", "`pending`", Lamplighter(&[Changing])),
    ("docs/json.md", "`title`, `status`, `detail`", Lamplighter(&[Misread])),
    ("docs/troubleshooting.md", "Slack: `dispatch_failed`", Lamplighter(&[Done, NoSuchPath, ChatSignature])),
    ("docs/troubleshooting.md", "no signature fits", Lamplighter(&[ChatSignature])),
    ("docs/troubleshooting.md", "the timestamp is … s old", Lamplighter(&[ChatTime])),
    ("docs/troubleshooting.md", "Azure has no workspace", Others),
    ("docs/troubleshooting.md", "Azure asks us to wait", Others),
    ("docs/troubleshooting.md", "o Azure não tem um workspace", Others),
    ("docs/troubleshooting.md", "O Azure pediu para esperar", Others),
    ("docs/teams.md", "the author of the configuration", Lamplighter(&[NoSuchPath])),
    ("docs/teams.md", "quem escreve a configuração", Lamplighter(&[NoSuchPath])),
    ("infra/aws/README.md", "Slack: `dispatch_failed`", Others),
    ("infra/live_check/README.md", "", Others),
];

const STATUSES: [&str; 12] =
    ["200", "202", "204", "400", "401", "403", "404", "408", "409", "413", "424", "503"];

/// The statuses that a text names, with 429 and 410. Prices, sizes and counts are none.
fn statuses(text: &str) -> BTreeSet<u16> {
    let words: Vec<_> = text.split(|c: char| !(c.is_alphanumeric() || c == '.' || c == '$')).collect();
    let number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit()) && !word.is_empty();
    let mut found = BTreeSet::new();
    for (at, word) in words.iter().enumerate() {
        let (before, after) =
            (at.checked_sub(1).map_or("", |at| words[at]), words.get(at + 1).copied().unwrap_or(""));
        let counts = [
            "×",
            "s",
            "h",
            "ms",
            "KB",
            "MB",
            "KiB",
            "stops",
            "starts",
            "status",
            "commands",
            "connections",
            "vCPU",
        ];
        let is_part = number(after) && after.len() == 3 && !STATUSES.contains(&after)
            || before.len() < 3 && number(before.trim_start_matches('$'));
        if (STATUSES.contains(word) || ["410", "429"].contains(word)) && !is_part && !counts.contains(&after)
        {
            found.insert(word.parse().unwrap());
        }
    }
    found
}

/// The rows of all tables, by page.
fn rows() -> Vec<(String, String)> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/");
    let mut rows = Vec::new();
    for page in pages() {
        let name = page.path.display().to_string().replacen(root, "", 1);
        let is_ours = ["docs/", "README", "infra/"].iter().any(|start| name.starts_with(start));
        let prose: String = page.text.split("```").step_by(2).collect();
        let lines = prose.lines().filter(|line| is_ours && line.starts_with("| ")).map(str::to_owned);
        rows.extend(lines.map(|line| (name.clone(), line)));
    }
    rows
}

fn first_cell(row: &str) -> &str {
    row.trim_start_matches("| ").split(" |").next().unwrap()
}

#[tokio::test(start_paused = true)]
async fn every_row_that_names_a_status_is_true() {
    let mut answers = BTreeMap::new();
    for (page, row) in rows() {
        let named = statuses(&row);
        if named.is_empty() {
            continue;
        }
        let cell = format!("{} ", first_cell(&row));
        let original = page.replace("docs/pt-BR/", "docs/");
        let fits = |(of, part, _): &&(&str, &str, Who)| original == *of && cell.contains(part);
        let (_, _, who) = ROWS.iter().find(fits).unwrap_or_else(|| {
            panic!("{page} names {named:?}, and no test holds it to that: add the row to ROWS\n{row}")
        });
        let Lamplighter(situations) = who else { continue };
        let mut answered = BTreeSet::new();
        for situation in *situations {
            if !answers.contains_key(situation) {
                answers.insert(*situation, Box::pin(answer(*situation)).await);
            }
            answered.insert(answers[situation]);
        }
        assert!(answered.is_subset(&named), "{page}: {situations:?} is answered {answered:?}\n{row}");
        let unproven: Vec<_> = named.difference(&answered).filter(|status| **status != 200).collect();
        assert!(unproven.is_empty(), "{page}: who answers {unproven:?}?\n{row}");
    }
}

/// A timer without grants, and Grafana.
const MORE: &str = r#"
[sources.ungranted]
kind = "signed"
secret = { env = "NIGHTLY_SECRET" }
command = "stop all"

[sources.grafana]
kind = "grafana"
secret = { env = "GRAFANA_SECRET" }
rules = [{ when = {}, command = "stop {instance}" }]
"#;

/// The status that Lamplighter answers with.
async fn answer(situation: Situation) -> u16 {
    let world = World::with_machines(MORE).await;
    let asks = async |command: &str| {
        world.sends("script", &json!({ "command": command }).to_string(), &[]).await.status
    };
    let now = world.now();
    let late = now - SignedDuration::from_mins(6);
    let typed = world.typed("U0ADA", "list");
    match situation {
        Done => asks("stop stopped-ci").await,
        Asked => asks("stop myci").await,
        Changing => {
            world.emulator.set("stopped-ci", json!({"state": "Stopping"}));
            asks("stop stopped-ci").await
        }
        Misread => asks("frobnicate").await,
        NoCommand => asks("?").await,
        ForeignSecret => {
            let headers = signers::standard_webhook(b"another key, of thirty-two bytes", "msg_1", now, "");
            world.sends_with("nightly", &headers, "").await.status
        }
        WrongTime => world.sends_at(late, "nightly", "", &[]).await.status,
        NoGrant => world.sends("ungranted", "", &[]).await.status,
        NoInstance => asks("stop nobodys").await,
        ADelete => asks("delete myci").await,
        TooLarge => world.sends("nightly", &" ".repeat(1_100_000), &[]).await.status,
        TooSlow => NotRead::TooSlow.status().as_u16(),
        BrokenOff => NotRead::UnknownForm.status().as_u16(),
        NoMemory => NotRead::NoMemory.status().as_u16(),
        NoConnection => NotRead::NoConnection.status().as_u16(),
        UnreadForALastingReason => {
            world.fault("list", "403", json!({"times": 0}));
            asks("stop all").await
        }
        UnreadForAPassingReason => {
            world.fault("list", "500", json!({"times": 0}));
            asks("stop all").await
        }
        KeepsUnread => {
            world.fault("tags", "403", json!({"times": 0}));
            asks("stop myci").await
        }
        NoSuchPath => world.sends("nobody", "", &[]).await.status,
        ChatSignature => world.post_with(&[], &typed).await.status,
        ChatTime => world.post_at(late, &typed).await.status,
        ChatToken => Rejection::WrongToken.status().as_u16(),
        ForeignAudience => {
            let token = world.token_for("api://another").await;
            let headers = [("authorization", format!("Bearer {token}"))];
            world.sends_with("budget", &headers, "{}").await.status
        }
        NoRole => Rejection::NoRole.status().as_u16(),
        AnotherApp => Rejection::WrongApp.status().as_u16(),
        NoKeys => Rejection::NoKeys.status().as_u16(),
        NoTimestamp => {
            let headers = signers::grafana("a-secret-of-grafana", now, "{}");
            let signature = headers.into_iter().filter(|(name, _)| !name.contains("timestamp"));
            world.sends_with("grafana", &signature.collect::<Vec<_>>(), "{}").await.status
        }
    }
}

#[tokio::test]
async fn every_exit_code_in_a_table_is_true() {
    let azure = Azure::at(Pace::Real).await;
    let mut seen = BTreeSet::new();
    let mut run = async |command: &str| {
        let (code, text) = azure.run(&["run", command, "--json"]).await;
        let last: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
        seen.insert((last["verdict"].as_str().unwrap().to_owned(), code.to_string()));
    };
    for command in ["list", "stop busy-ci", "delete myci", "stop nobodys", "frobnicate"] {
        run(command).await;
    }
    azure.emulator.set("stopped-ci", json!({"state": "Stopping"}));
    run("stop stopped-ci").await;
    let found = azure.run(&["run", "audit all", "--fail-on", "low"]).await.0;
    let clean = azure.run(&["run", "audit stopped-ci"]).await.0;
    azure.fault(json!({"operation": "list", "fault": "403", "times": 0}));
    run("list").await;
    let table = table("Verdicts and exit codes");
    let told = table.iter().flat_map(|row| codes(row[0]).map(|verdict| (verdict, row[2].to_owned())));
    assert_eq!(told.collect::<BTreeSet<_>>(), seen);

    let codes: BTreeSet<_> = seen.iter().map(|(_, code)| code.as_str()).chain(["5"]).collect();
    assert_eq!((found, clean), (5, 0));
    let of_audit = rows().into_iter().filter(|(page, _)| page == "docs/audit.md").map(|(_, row)| row);
    let of_audit = of_audit.filter(|row| first_cell(row).split(", ").all(|code| code.parse::<u8>().is_ok()));
    let named: Vec<_> = of_audit.map(|row| first_cell(&row).to_owned()).collect();
    let named: BTreeSet<_> = named.iter().flat_map(|cell| cell.split(", ")).collect();
    assert!(named.contains("5") && named.is_subset(&codes), "{named:?}");
}

#[test]
fn every_verdict_and_reason_in_a_table_exists() {
    let (verdicts, reasons) = (variants("src/engine/result.rs", "Verdict"), reasons());
    for (page, row) in rows() {
        if page == "docs/logs-and-alarms.md" && first_cell(&row) == "`verdict`" {
            let named: BTreeSet<_> = codes(&row).skip(1).map(|word| word.to_lowercase()).collect();
            assert_eq!(named, verdicts, "{row}");
        }
        let (outcome, rest) = row.split_once("`, reason `").unwrap_or_default();
        if let Some(reason) = rest.split('`').next().filter(|reason| !reason.is_empty()) {
            let outcome = outcome.rsplit('`').next().unwrap();
            assert!(reasons.contains(&(outcome.to_owned(), reason.to_owned())), "{page}: {row}");
        }
    }
}
