//! A reader that goes, and a disk that is full.

use std::{
    fs::File,
    io::{PipeWriter, pipe},
    process::Stdio,
};

use lamplighter_emulator::Pace;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::Command,
};

use crate::support::process::{Azure, bare, told};

/// Command lines that print, at least one for each subcommand but `healthz`, which prints nothing to standard output.
const LINES: &[&str] = &[
    "--help",
    "--version",
    "run --help",
    "demo",
    "serve --addr 127.0.0.1:0",
    "emulate --addr 127.0.0.1:0",
    "run list",
    "run help --json",
    "run audit --format csv",
    "run audit --format json",
    "run stop nobodys",
    "send eventbridge/scheduler",
    "check",
    "check --json",
    "check --offline",
    "check --offline --json",
    "check --as cli:ada stop myci",
    "check --as cli:ada stop myci --json",
    "manifest slack --url https://lamplighter.example",
    "people --help",
    "init --help",
    "completions bash",
];

fn closed() -> PipeWriter {
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    writer
}

fn line(azure: &Azure, line: &str) -> Command {
    azure.lamplighter(&line.split(' ').collect::<Vec<_>>())
}

#[tokio::test]
async fn every_subcommand_is_tried() {
    let (_, help) = told(bare(&["--help"]).output().await.unwrap());
    let (_, subcommands) = help.split_once("Commands:\n").unwrap();
    let names = subcommands.lines().map_while(|line| line.strip_prefix("  ")?.split(' ').next());
    for name in names.filter(|name| !name.is_empty() && !["healthz", "help"].contains(name)) {
        assert!(LINES.iter().any(|line| line.split(' ').next() == Some(name)), "{name}");
    }
}

/// `lamplighter … | head -1`
#[tokio::test]
async fn a_reader_that_has_gone_ends_the_program_quietly() {
    let azure = Azure::at(Pace::Real).await;
    for text in LINES.iter().filter(|line| !line.starts_with("serve") && !line.starts_with("emulate")) {
        let mut child = line(&azure, text);
        let child = child.stdout(closed()).stderr(Stdio::piped()).spawn().unwrap();
        let output = child.wait_with_output().await.unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{text}");
        assert_eq!(output.status.code(), Some(141), "{text}");
    }
}

#[tokio::test]
async fn servers_go_on_when_nobody_reads_where_they_listen() {
    let azure = Azure::at(Pace::ByHand).await;
    let mut serve = line(&azure, "serve --addr 127.0.0.1:0");
    let mut serve = serve.stdout(closed()).stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(serve.stderr.take().unwrap()).lines();
    let mut listening = String::new();
    while !listening.contains("\"listening\"") {
        listening = log.next_line().await.unwrap().expect("it goes on");
    }
    let address = listening.split("\"address\":\"").nth(1).unwrap().split('"').next().unwrap();
    let client = lamplighter::client::http_client().unwrap();
    let health = client.get(format!("http://{address}/healthz")).send().await.unwrap();
    assert_eq!(health.status(), 200);
}

#[tokio::test]
async fn a_full_disk_is_reported_and_an_error() {
    let azure = Azure::at(Pace::Real).await;
    for text in LINES {
        let full = || Stdio::from(File::options().write(true).open("/dev/full").unwrap());
        let mut child = line(&azure, text);
        let child = child.stdout(full()).stderr(Stdio::piped()).spawn().unwrap();
        let (code, said) = told(child.wait_with_output().await.unwrap());
        assert_eq!(code, 1, "{text}: {said}");
        let said = said.lines().last().unwrap();
        assert_eq!(
            said, "lamplighter: standard output cannot be written: No space left on device (os error 28)",
            "{text}"
        );
        let nowhere = line(&azure, text).stdout(full()).stderr(full()).status().await.unwrap();
        assert_eq!(nowhere.code(), Some(1), "{text}, with nowhere to say so");
    }
    let full = File::options().write(true).open("/dev/full").unwrap();
    let usage = line(&azure, "frobnicate").stderr(full).status().await.unwrap();
    assert_ne!(usage.code(), Some(101), "it panicked");
}
