//! README.md and the other pages, compared with the product.

mod log_queries;
mod readmes;
mod results;
mod shell_blocks;
mod statuses;
mod verified;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use lamplighter::{
    command::{self, VERBS, VerbRow},
    config::{Config, Document},
};
use serde_json::Value;

use crate::support::{
    chat::teams,
    demo_config::{CONFIG as DEMO, amended, variables},
};

const README: &str = include_str!("../../../README.md");
const LOGS: &str = include_str!("../../../docs/logs-and-alarms.md");
const ROLE: &str = include_str!("../../../infra/azure/lamplighter-role.json");
const DELETE_ROLE: &str = include_str!("../../../infra/azure/lamplighter-delete-role.json");
const KEEP_ROLE: &str = include_str!("../../../infra/azure/lamplighter-keep-role.json");
const JOBS_ROLE: &str = include_str!("../../../infra/azure/lamplighter-jobs-role.json");
const SCHEDULES_ROLE: &str = include_str!("../../../infra/azure/lamplighter-schedules-role.json");
const IDLE_ROLE: &str = include_str!("../../../infra/azure/lamplighter-idle-role.json");
const PRICES_ROLE: &str = include_str!("../../../infra/azure/lamplighter-prices-role.json");

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
                lamplighter(&[subcommand.iter().map(|name| name.as_str()).collect(), vec!["--help"]].concat())
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
    let (_, commands) =
        lamplighter(&["--help"]).split_once("Commands:").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let there = commands.lines().skip(1).take_while(|line| !line.is_empty());
    let there: BTreeSet<_> = there.filter_map(|line| line.split_whitespace().next()).collect();
    let left_out: Vec<_> = there.iter().filter(|name| **name != "help" && !named.contains(**name)).collect();
    assert!(left_out.is_empty(), "the pages do not speak of {left_out:?}");
}

#[test]
fn the_audit_line_has_the_fields_of_a_real_one() {
    let command = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lamplighter"));
        command
            .args(args)
            .env_clear()
            .envs(variables())
            .env("LAMPLIGHTER_CONFIG", DEMO)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    };
    let mut server = command(&["serve", "--addr", "127.0.0.1:0"]).spawn().unwrap();
    let mut greeting = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut greeting).unwrap();
    let url = format!("{}/hooks/slack", greeting.split(' ').next().unwrap());
    let sent = command(&["send", "slack/help", "--to", &url]).output();
    server.kill().unwrap();
    let log = String::from_utf8(server.wait_with_output().unwrap().stderr).unwrap();
    assert!(sent.unwrap().status.success(), "{log}");
    let fields = |line: &str| {
        let line: serde_json::Map<String, Value> = serde_json::from_str(line).unwrap();
        line.keys().cloned().collect::<BTreeSet<_>>()
    };
    let real = log.lines().find(|line| line.contains("\"heard\"")).unwrap_or_else(|| panic!("{log}"));
    let (_, shown) = fences(LOGS).find(|(language, _)| *language == "json").unwrap();
    let mut shown = fields(shown.lines().next().unwrap());
    shown.remove("azure"); // which help does not call
    assert_eq!(shown, fields(real));
}

#[test]
fn the_release_names_no_command_that_it_lacks() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let cli = fs::read_to_string(root.join("src/cli.rs")).unwrap();
    let arguments = fs::read_to_string(root.join("src/cli/arguments.rs")).unwrap();
    let send = fs::read_to_string(root.join("src/cli/send.rs")).unwrap();
    const ONLY: &str = "#[cfg(feature = \"emulator\")]\n";
    let word = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap().to_lowercase()
    };
    let variants = arguments.split(ONLY).skip(1).map(str::trim_start);
    let lacking: BTreeSet<_> =
        variants.filter(|rest| rest.starts_with(char::is_uppercase)).map(word).collect();
    assert!(lacking.contains("demo") && lacking.contains("emulate"), "{lacking:?}");
    let modules = cli.split(ONLY).chain(send.split(ONLY)).filter_map(|rest| rest.strip_prefix("mod "));
    let modules: Vec<_> = modules.map(word).collect();
    for (path, text) in files("src") {
        let is_left_out = path.iter().any(|part| part == "tests" || part == "tests.rs")
            || modules.iter().any(|module| {
                path.iter().any(|part| part.to_str().unwrap().trim_end_matches(".rs") == module)
            });
        let lines: Vec<_> = text.lines().collect();
        for (at, line) in
            lines.iter().enumerate().filter(|(_, line)| !is_left_out && !line.trim_start().starts_with("//"))
        {
            let mut named = line.split("`lamplighter ").skip(1).map(word);
            let is_conditional =
                lines[at.saturating_sub(2)..=at].iter().any(|line| line.contains("feature = \"emulator\""));
            assert!(
                is_conditional || named.all(|name| !lacking.contains(&name)),
                "{}: {line}",
                path.display()
            );
        }
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

/// The first cell of a row quotes what a reply says; names and numbers in it vary.
#[test]
fn every_quoted_reply_is_one_of_the_product() {
    for (page, locale, least) in [
        ("docs/troubleshooting.md", "en", 9),
        ("docs/pt-BR/troubleshooting.md", "pt-BR", 9),
        ("docs/timers.md", "en", 2),
        ("docs/pt-BR/timers.md", "pt-BR", 2),
        ("docs/alerts.md", "en", 6),
        ("docs/blueprints.md", "en", 15),
        ("docs/pt-BR/blueprints.md", "pt-BR", 15),
    ] {
        let read =
            |path: String| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        let words = read(format!("src/reply/locales/{locale}.ftl"));
        let text = read(page.to_owned());
        let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
        let quotes: Vec<_> = rows.flat_map(|cell| cell.split('"').skip(1).step_by(2)).collect();
        assert!(quotes.len() >= least, "{page}: {quotes:?} are not all");
        let parts = quotes.iter().flat_map(|quote| quote.split(|c: char| "`*…()0123456789".contains(c)));
        for part in parts.map(str::trim).filter(|part| part.split(' ').count() > 3) {
            assert!(words.contains(part), "{page}: no reply says {part:?}");
        }
    }
}

/// Words and forms that made the pages hard to read: subjects such as *whoever*, negation by *none*, and words that
/// technical English does not use.
#[test]
fn the_pages_are_in_plain_english() {
    const UNUSUAL: &[&str] = &[
        " anew",
        "whoever",
        "for ever ",
        "foreseen",
        " is none",
        " that is no ",
        " of theirs",
        "errand",
        " besides,",
        "summer time",
        ". Who ",
        ". What ",
        " mends",
        " mended",
        "no matter of",
    ];
    let pages = pages().into_iter().filter(|page| !page.path.to_str().unwrap().contains("pt-BR"));
    for page in pages {
        let prose = page.text.split("```").step_by(2).collect::<String>();
        let prose = prose.split('`').step_by(2).collect::<Vec<_>>().join("x");
        let prose = prose.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        for words in UNUSUAL {
            let found = prose.find(&words.to_lowercase());
            let found = found.map(|at| prose[at..].chars().take(60).collect::<String>());
            assert_eq!(found, None, "{} says {words:?}", page.path.display());
        }
    }
}

/// A path with a `*` stands for several files.
#[test]
fn every_file_that_the_pages_name_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ours = ["src/", "tests/", "infra/", "docs/", "emulator/"];
    let mut read = 0;
    for page in pages() {
        let prose = page.text.split("```").step_by(2).collect::<String>();
        let paths = prose.split('`').skip(1).step_by(2);
        let is_path = |code: &&str| {
            ours.iter().any(|folder| code.starts_with(folder))
                && !code.contains(['*', ' ', '…'])
                && !code.contains("KIND")
        };
        for path in paths
            .filter(is_path)
            .filter(|path| !path.chars().any(char::is_uppercase) || path.ends_with(".md"))
        {
            assert!(root.join(path).exists(), "{} names {path}, which does not exist", page.path.display());
            read += 1;
        }
    }
    assert!(read > 40, "{read} paths are not all");
}

#[test]
fn every_name_in_the_architecture_exists() {
    let page = include_str!("../../../docs/architecture.md");
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
        assert!(exists, "docs/architecture.md speaks of `{code}`, which is not there any more");
    }
}

#[test]
fn every_configuration_on_the_pages_is_valid() {
    let env = |name: &str| {
        let value = match name {
            "TEAMS_TOKEN_RESEARCH" => teams::TOKEN,
            "OPS_WEBHOOK" => "https://prod-1.westeurope.logic.azure.com:443/workflows/x?sig=y",
            "NIGHTLY_SECRET" | "NOTICE_SECRET" | "WEEKLY_SECRET" | "DUE_SECRET" => {
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            }
            "SLACK_OPS_WEBHOOK" => "https://hooks.slack.com/services/T0DEMO/B0OPS/any",
            "MATTERMOST_TOKEN" => "okwexkjpe7ygb8eq1ww58t483w",
            _ => "something-of-more-than-thirty-two-letters",
        };
        Some(value.to_owned())
    };
    let mut read = 0;
    for page in pages() {
        let shown = fences(&page.text).filter(|(language, _)| *language == "toml");
        let (whole, parts): (Vec<_>, Vec<_>) =
            shown.map(|(_, text)| text).partition(|text| text.contains("[azure]"));
        // A block without `[azure]` is a part that is added to a whole one.
        let parts = parts.concat();
        let added = (!parts.is_empty()).then(|| amended(&format!("{DEMO}\n{parts}")));
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
        actions.map(|action| action.as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    let needed = |wanted: fn(&VerbRow) -> bool| {
        let rows = VERBS.iter().filter(|row| wanted(row));
        rows.flat_map(|row| row.actions).map(ToString::to_string).collect::<BTreeSet<_>>()
    };
    let set = |actions: &[&str]| actions.iter().map(|action| (*action).to_owned()).collect();
    let role = held(ROLE);
    // `check` calls the first; a machine reads the second before it stops anything.
    let besides: BTreeSet<_> =
        set(&["Microsoft.Authorization/permissions/read", "Microsoft.Resources/tags/read"]);
    let everyday = needed(|row| row.role.is_none());
    assert_eq!(role, everyday.union(&besides).cloned().collect());
    for (name, beside) in [("delete", DELETE_ROLE), ("idle", IDLE_ROLE), ("schedule", SCHEDULES_ROLE)] {
        let rows = VERBS.iter().filter(|row| row.verb.name() == name);
        let actions = rows.flat_map(|row| row.actions);
        let needed: BTreeSet<_> = actions.map(ToString::to_string).collect();
        assert_eq!(held(beside), needed.difference(&role).cloned().collect(), "{name}");
    }
    assert_eq!(held(KEEP_ROLE), set(&["Microsoft.Resources/tags/write"]));
    let sizes = "Microsoft.MachineLearningServices/locations/vmSizes/read";
    assert_eq!(held(JOBS_ROLE), set(&[command::READ_JOBS]));
    assert_eq!(held(PRICES_ROLE), set(&[sizes]));
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

pub struct Page {
    pub path: PathBuf,
    pub text: String,
}

/// Every page of ours.
pub fn pages() -> Vec<Page> {
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
                // A folder may hold pictures.
                let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
                pages.push(Page { path, text });
            }
        }
    }
    assert!(pages.len() >= 4, "{} pages are not all", pages.len());
    pages
}

/// All that is written in `src/`.
fn sources() -> String {
    files("src").into_iter().map(|(_, text)| text).collect()
}

/// Every file below a folder, with its text.
pub fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                // A folder may hold pictures.
                let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
                files.push((path, text));
            }
        }
    }
    files
}

/// The fenced blocks, with their languages.
fn fences(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split("```").skip(1).step_by(2).map(|block| block.split_once('\n').unwrap_or((block, "")))
}

/// What follows `lamplighter` wherever it is called in code: subcommand and options, without what
/// stands in quotes.
fn calls(text: &str) -> Vec<Vec<String>> {
    let blocks = fences(text).filter(|(language, _)| *language == "sh").flat_map(|(_, block)| block.lines());
    let prose = text.split("```").step_by(2).flat_map(|prose| prose.split('`').skip(1).step_by(2));
    let lines = blocks.chain(prose).map(|line| line.split(" #").next().unwrap());
    let lines = lines.map(|line| line.replace("cargo run -- ", "lamplighter "));
    lines
        .filter_map(|line| {
            let unquoted: String = line.split(['"', '\'']).step_by(2).collect();
            let mut words = unquoted.split_whitespace().map(str::to_owned);
            words.next().filter(|word| word == "lamplighter" || word.ends_with("/lamplighter"))?;
            let call: Vec<_> =
                words.take_while(|word| !["|", "&", "&&", ";", ">"].contains(&word.as_str())).collect();
            let subcommand = |word: &String| word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
            call.first().is_some_and(subcommand).then_some(call)
        })
        .collect()
}

/// Where links lead, and the files of pictures.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let marks = [("](", ')'), (" src=\"", '"'), (" srcset=\"", '"')];
    marks.into_iter().flat_map(move |(begin, end)| {
        text.split(begin).skip(1).filter_map(move |rest| rest.split(end).next())
    })
}

/// The anchors that GitHub gives to the headings.
fn headings(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter(|line| line.starts_with('#')).map(|line| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.collect::<String>().replace(' ', "-")
    })
}
