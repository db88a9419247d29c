//! What a stranger reads first, held against the product: README.md and the other pages.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use jiff::{Timestamp, tz::TimeZone};
use lamplighter::{
    azure::actions,
    command::{VERBS, VerbRow},
    config::{Config, Document},
    follow_up,
    reply::{self, Locale, Span, Stage, Voice},
    ticket,
};
use serde_json::Value;

use crate::world::TEAMS_TOKEN;

const README: &str = include_str!("../../README.md");
const DEMO: &str = include_str!("../../docs/demo.toml");
const ROLE: &str = include_str!("../../infra/azure/lamplighter-role.json");
const DELETE_ROLE: &str = include_str!("../../infra/azure/lamplighter-delete-role.json");

/// What Azure's names of our actions begin with.
const WORKSPACES: &str = "Microsoft.MachineLearningServices/workspaces/";

#[test]
fn the_first_commands_are_the_demo_and_the_tests() {
    let (_, first) = fences(README).next().unwrap();
    let lines: Vec<_> = first
        .lines()
        .map(|line| line.split('#').next().unwrap().trim())
        .collect();
    assert_eq!(lines, ["cargo run -- demo", "cargo test"]);
}

#[test]
fn the_transcript_is_what_the_demo_prints() {
    let printed = lamplighter(&["demo"]);
    let (_, shown) = fences(behind("<!-- demo")).next().unwrap();
    assert_eq!(
        masked(&printed),
        masked(shown),
        "\n\nThe demo printed:\n\n{printed}"
    );
}

#[test]
fn the_command_table_is_the_products() {
    let expected = table();
    let shown = behind("<!-- commands")
        .lines()
        .skip(1)
        .skip_while(|line| line.is_empty());
    let shown: Vec<_> = shown.take_while(|line| line.starts_with('|')).collect();
    assert_eq!(
        shown.join("\n"),
        expected,
        "\n\nREADME's table should be:\n\n{expected}\n"
    );
}

#[test]
fn every_command_that_the_pages_name_exists() {
    let mut helps = BTreeMap::new();
    let mut named = BTreeSet::new();
    for page in pages() {
        for call in calls(&page.text) {
            let (subcommand, options): (Vec<_>, Vec<_>) =
                call.iter().partition(|word| !word.starts_with('-'));
            let subcommand: Vec<_> = subcommand.into_iter().take(1).collect();
            let name = subcommand.first().map_or("", |name| name.as_str());
            let help = helps.entry(name.to_owned()).or_insert_with(|| {
                lamplighter(
                    &[
                        subcommand.iter().map(|name| name.as_str()).collect(),
                        vec!["--help"],
                    ]
                    .concat(),
                )
            });
            for option in options {
                let option = option.split('=').next().unwrap();
                assert!(
                    help.split([' ', ',', '\n']).any(|word| word == option),
                    "{} writes `lamplighter {}`, but {name:?} has no {option}:\n\n{help}",
                    page.path.display(),
                    call.join(" "),
                );
            }
            named.insert(name.to_owned());
        }
    }
    let (_, commands) = lamplighter(&["--help"])
        .split_once("Commands:")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    let there = commands.lines().skip(1).take_while(|line| !line.is_empty());
    let there: BTreeSet<_> = there.filter_map(|line| line.split_whitespace().next()).collect();
    let left_out: Vec<_> = there
        .iter()
        .filter(|name| **name != "help" && !named.contains(**name))
        .collect();
    assert!(left_out.is_empty(), "the pages do not speak of {left_out:?}");
}

#[test]
fn the_audit_line_has_the_fields_of_a_real_one() {
    let env = [
        ("LAMPLIGHTER_CONFIG", DEMO),
        ("SLACK_SIGNING_SECRET", "any"),
        ("AZURE_TENANT_ID", "any"),
        ("AZURE_CLIENT_ID", "any"),
        ("AZURE_CLIENT_SECRET", "any"),
    ];
    let command = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lamplighter"));
        command
            .args(args)
            .env_clear()
            .envs(env)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    };
    let mut server = command(&["serve", "--addr", "127.0.0.1:0"]).spawn().unwrap();
    let mut greeting = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut greeting)
        .unwrap();
    let url = format!("{}/hooks/slack", greeting.split(' ').next().unwrap());
    let sent = command(&["send", "slack/help", "--to", &url]).output();
    server.kill().unwrap();
    let log = String::from_utf8(server.wait_with_output().unwrap().stderr).unwrap();
    assert!(sent.unwrap().status.success(), "{log}");
    let fields = |line: &str| {
        let line: serde_json::Map<String, Value> = serde_json::from_str(line).unwrap();
        line.keys().cloned().collect::<BTreeSet<_>>()
    };
    let real = log
        .lines()
        .find(|line| line.contains("\"heard\""))
        .unwrap_or_else(|| panic!("{log}"));
    let (_, shown) = fences(README).find(|(language, _)| *language == "json").unwrap();
    for line in shown.lines() {
        let mut shown = fields(line);
        shown.remove("azure"); // which help does not call
        assert_eq!(shown, fields(real));
    }
}

#[test]
fn every_link_leads_somewhere() {
    for page in pages() {
        for link in links(&page.text).filter(|link| !link.contains("://")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => page.path.clone(),
                file => page.path.parent().unwrap().join(file),
            };
            assert!(target.exists(), "{}: {link} leads nowhere", page.path.display());
            let text = fs::read_to_string(&target).unwrap_or_default();
            let found = anchor.is_empty() || headings(&text).any(|heading| heading == anchor);
            assert!(found, "{}: {link} has no such heading", page.path.display());
        }
    }
}

#[test]
fn what_the_architecture_names_is_in_the_code() {
    let page = include_str!("../../docs/architecture.md");
    let sources = sources();
    let prose = page.split("```").step_by(2).collect::<String>();
    for code in prose.split('`').skip(1).step_by(2) {
        let path = code.starts_with("src/") || code.starts_with("tests/");
        let exists = match code.split_once("::") {
            _ if path => Path::new(env!("CARGO_MANIFEST_DIR")).join(code).exists(),
            Some((_, name)) if name.starts_with(char::is_lowercase) => {
                sources.contains(&format!("fn {name}"))
            }
            Some((_, name)) => sources.contains(name),
            None => true,
        };
        assert!(
            exists,
            "docs/architecture.md speaks of `{code}`, which is not there any more"
        );
    }
}

/// `config` without the table of its Slack, for a page that shows another.
fn without_slack(config: &str) -> String {
    let (before, rest) = config.split_once("[sources.slack]").unwrap();
    let next = rest.find("\n[").unwrap();
    format!("{before}{}", &rest[next..])
}

#[test]
fn every_configuration_that_the_pages_show_is_one() {
    let env = |name: &str| {
        let value = match name {
            "TEAMS_TOKEN_RESEARCH" => TEAMS_TOKEN,
            "OPS_WEBHOOK" => "https://prod-1.westeurope.logic.azure.com:443/workflows/x?sig=y",
            "MATTERMOST_TOKEN" => "okwexkjpe7ygb8eq1ww58t483w",
            _ => "something-of-more-than-thirty-two-letters",
        };
        Some(value.to_owned())
    };
    let mut read = 0;
    for page in pages() {
        let shown = fences(&page.text).filter(|(language, _)| *language == "toml");
        let (whole, parts): (Vec<_>, Vec<_>) = shown
            .map(|(_, text)| text)
            .partition(|text| text.contains("[azure]"));
        // What is not whole is there to be added to something that is.
        let parts = parts.concat();
        let base = match parts.contains("[sources.slack]") {
            true => without_slack(DEMO),
            false => DEMO.to_owned(),
        };
        let added = (!parts.is_empty()).then(|| format!("{base}\n{parts}"));
        for text in whole.into_iter().chain(added.as_deref()) {
            let document = Document::new(&page.path.display().to_string(), text);
            if let Err(faults) = Config::read(&document, &env) {
                panic!("{faults}");
            }
            read += 1;
        }
    }
    assert!(read > 0);
}

#[test]
fn the_roles_hold_what_the_verbs_need_and_no_more() {
    let held = |role: &str| {
        let role: Value = serde_json::from_str(role).unwrap();
        let actions = role["Actions"].as_array().unwrap().iter();
        actions
            .map(|action| action.as_str().unwrap().to_owned())
            .collect::<BTreeSet<_>>()
    };
    let needed = |wanted: fn(&VerbRow) -> bool| {
        let rows = VERBS.iter().filter(|row| wanted(row));
        rows.flat_map(|row| actions(row.verb))
            .map(|action| action.to_string())
            .collect::<BTreeSet<_>>()
    };
    let role = held(ROLE);
    let of_check = "Microsoft.Authorization/permissions/read".to_owned();
    let everyday = needed(|row| row.verb.name() != "delete");
    assert_eq!(role, everyday.into_iter().chain([of_check]).collect());
    let deleting = needed(|row| row.verb.name() == "delete");
    assert_eq!(held(DELETE_ROLE), deleting.difference(&role).cloned().collect());
}

#[test]
fn numbers_are_the_codes() {
    let followed = format!("followed for {} minutes", follow_up::PATIENCE.as_mins());
    let confirmed = format!("hold for {} minutes", ticket::LIFETIME.as_mins());
    let text = README.split_whitespace().collect::<Vec<_>>().join(" ");
    for phrase in [followed, confirmed] {
        assert!(text.contains(&phrase), "README does not say {phrase:?}");
    }
}

/// The table of commands as README has to show it.
fn table() -> String {
    let head = [
        "| command | what it does | needs in Azure |".to_owned(),
        "|---|---|---|".to_owned(),
    ];
    let rows = VERBS.iter().map(|row| {
        let usage = format!(
            "{} {}",
            row.verb.name(),
            row.usage(lamplighter::locale::Locale::English)
        );
        let needed: Vec<_> = actions(row.verb)
            .iter()
            .map(|action| format!("`{}`", action.strip_prefix(WORKSPACES).unwrap()))
            .collect();
        let needed = match needed.is_empty() {
            true => "nothing".to_owned(),
            false => needed.join(", "),
        };
        let cells = [format!("`{}`", usage.trim_end()), what(row), needed];
        format!("| {} |", cells.map(|cell| cell.replace('|', "\\|")).join(" | "))
    });
    head.into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

/// What a verb does, in the words of its help.
fn what(row: &VerbRow) -> String {
    let voice = Voice {
        stage: Stage::default(),
        locale: Locale::default(),
        zone: TimeZone::UTC,
        now: Timestamp::UNIX_EPOCH,
        name_workspaces: false,
    };
    let help = reply::help(&voice, &[], Some(row.verb));
    let words = help.lines[0].0.iter().skip(1).map(|span| match span {
        Span::Code(text) => format!("`{text}`"),
        Span::Bold(text) => format!("**{text}**"),
        Span::Plain(text) | Span::Time { shown: text, .. } => text.clone(),
    });
    words.collect::<String>().trim().to_owned()
}

/// What the real binary prints.
fn lamplighter(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_lamplighter"))
        .args(args)
        .env_clear()
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success(), "lamplighter {args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Times and how long things took, which differ from run to run, as `#`.
fn masked(transcript: &str) -> String {
    transcript
        .trim()
        .lines()
        .map(masked_line)
        .collect::<Vec<_>>()
        .join("\n")
}

const PUNCTUATION: [char; 4] = ['.', ',', ':', ')'];

fn masked_line(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let mut masked = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let number = word.trim_end_matches(PUNCTUATION);
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let unit = words
            .get(at + 1)
            .map_or("", |unit| unit.trim_end_matches(PUNCTUATION));
        let timed = ["ms", "s"].contains(&unit);
        let (date, clock) = (number.contains('-'), number.contains(':'));
        match number.split([':', '.', '-']).all(digits) && (timed || date || clock) {
            true if date => {} // stands before the time when that was yesterday
            true => masked.push(format!("#{}", &word[number.len()..])),
            false => masked.push((*word).to_owned()),
        }
    }
    masked.join(" ")
}

struct Page {
    path: PathBuf,
    text: String,
}

/// Every page of ours.
fn pages() -> Vec<Page> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.to_owned()];
    let mut pages = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() && !name.starts_with('.') && !["target", "venv", "node_modules"].contains(&name)
            {
                folders.push(path);
            } else if name.ends_with(".md") {
                let text = fs::read_to_string(&path).unwrap();
                pages.push(Page { path, text });
            }
        }
    }
    assert!(pages.len() >= 4, "{} pages are not all", pages.len());
    pages
}

/// All that is written in `src/`.
fn sources() -> String {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut text = String::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            match path.is_dir() {
                true => folders.push(path),
                false => text += &fs::read_to_string(&path).unwrap(),
            }
        }
    }
    text
}

/// README from the mark on.
fn behind(mark: &str) -> &'static str {
    let (_, rest) = README
        .split_once(mark)
        .unwrap_or_else(|| panic!("README has no {mark} -->"));
    rest
}

/// The fenced blocks, with their languages.
fn fences(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split("```")
        .skip(1)
        .step_by(2)
        .map(|block| block.split_once('\n').unwrap_or((block, "")))
}

/// What follows `lamplighter` wherever it is called in code: subcommand and options, without what
/// stands in quotes.
fn calls(text: &str) -> Vec<Vec<String>> {
    let blocks = fences(text)
        .filter(|(language, _)| *language == "sh")
        .flat_map(|(_, block)| block.lines());
    let prose = text
        .split("```")
        .step_by(2)
        .flat_map(|prose| prose.split('`').skip(1).step_by(2));
    let lines = blocks.chain(prose).map(|line| line.split(" #").next().unwrap());
    let lines = lines.map(|line| line.replace("cargo run -- ", "lamplighter "));
    lines
        .filter_map(|line| {
            let unquoted: String = line.split(['"', '\'']).step_by(2).collect();
            let mut words = unquoted.split_whitespace().map(str::to_owned);
            words
                .next()
                .filter(|word| word == "lamplighter" || word.ends_with("/lamplighter"))?;
            let call: Vec<_> = words
                .take_while(|word| !["|", "&", "&&", ";", ">"].contains(&word.as_str()))
                .collect();
            let subcommand = |word: &String| word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
            call.first().is_some_and(subcommand).then_some(call)
        })
        .collect()
}

fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

/// The anchors that GitHub gives to the headings.
fn headings(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter(|line| line.starts_with('#')).map(|line| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let kept = title
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.collect::<String>().replace(' ', "-")
    })
}
