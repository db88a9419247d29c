//! What each step of a request costs, without a network: `cargo bench --bench functions`.

#![allow(clippy::unwrap_used, reason = "it ends at the first fault")]

use std::{fmt, sync::LazyLock};

use divan::{Bencher, black_box};
use http::{HeaderMap, HeaderName, Method};
use jiff::{Timestamp, tz::TimeZone};
use lamplighter::{
    command::{self, Command, Verb},
    command_request::{Caller, CallerKind},
    config::{Config, Document},
    locale::Locale,
    reply::{self, Localizer, Surface},
    source::Source,
    target::{ComputeId, Instance},
    verify::{Origin, PATIENCE, Request},
};

/// The demo's sources, and one of each other kind that signs.
const MORE: &str = r#"
[tickets]
key = { env = "ANY" }

[sources.mattermost]
kind = "mattermost"
token = { env = "MATTERMOST_TOKEN" }
site_url = "https://chat.example.com"
url = "https://lamplighter.example.com"

[sources.teams]
kind = "teams"
tokens = { research = { env = "TEAMS_TOKEN" } }

[sources.grafana]
kind = "grafana"
secret = { env = "ANY" }
notify = ["ml-ops"]
rules = [{ when = { alert = "GpuIdle" }, command = "stop {instance}" }]

[sources.alertmanager]
kind = "alertmanager"
token = { env = "ANY" }
notify = ["ml-ops"]
rules = [{ when = { alert = "GpuIdle" }, command = "stop {instance}" }]
"#;

static CONFIG: LazyLock<Config> = LazyLock::new(|| {
    let demo = include_str!("../docs/demo.toml");
    let (before, grants) = demo.split_once("[people]").unwrap();
    let text = format!("{before}{MORE}\n[people]{grants}");
    let env = |name: &str| {
        Some(match name {
            "LAMPLIGHTER_CONFIG" => text.clone(),
            "NIGHTLY_SECRET" => "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned(),
            "MATTERMOST_TOKEN" => "abcdefghijklmnopqrstuvwxyz".to_owned(),
            "TEAMS_TOKEN" => "dGVzdC1zZWNyZXQtb2YtdGhpcnR5LXR3by1ieXRlcyE=".to_owned(),
            "SLACK_OPS_WEBHOOK" => "https://hooks.slack.com/services/T0DEMO/B0OPS/any".to_owned(),
            _ => "any-secret-of-thirty-two-letters".to_owned(),
        })
    };
    Config::read(&Document::locate(None, &env).unwrap(), &env).unwrap()
});

/// When the samples were sent: some say so.
const NOW: Timestamp = Timestamp::constant(1_795_456_800, 0);

/// A sample of a kind of source, by the name of its file.
struct Sample {
    source: &'static Source,
    name: &'static str,
    request: Request,
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.source.platform.kind, self.name)
    }
}

/// Each sample that the configured secrets can sign.
static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(|| {
    let sources = CONFIG.sources.iter();
    let samples =
        sources.flat_map(|source| source.platform.samples.iter().map(move |sample| (source, sample)));
    samples
        .filter_map(|(source, (name, body))| Some(Sample { source, name, request: signed(source, body)? }))
        .collect()
});

fn signed(source: &Source, body: &'static str) -> Option<Request> {
    let headers = source.sign(NOW, body.as_bytes())?;
    let headers =
        headers.into_iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()));
    Some(Request {
        method: Method::POST,
        path: format!("/hooks/{}", source.name),
        query: None,
        headers: HeaderMap::from_iter(headers),
        body: body.as_bytes().into(),
        origin: Origin::Public,
        arrived: NOW,
        patience: PATIENCE,
    })
}

const TEXTS: [&str; 7] = [
    "ping",
    "help",
    "stop myci",
    "please stop my machine",
    "keep gpu-* until friday 18:00",
    "quais estão ligadas?",
    "stpo myci",
];

fn main() {
    divan::main();
}

#[divan::bench(args = SAMPLES.iter())]
fn verify(bencher: Bencher<'_, '_>, sample: &Sample) {
    bencher
        .with_inputs(|| sample.request.clone())
        .bench_values(|request| sample.source.verify(request, NOW).is_ok());
}

/// From a verified payload to what it asks for.
#[divan::bench(args = SAMPLES.iter())]
fn read(bencher: Bencher<'_, '_>, sample: &Sample) {
    let verified = sample.source.verify(sample.request.clone(), NOW);
    let Ok((verified, at)) = verified else { panic!("{sample} is not verified") };
    bencher.bench(|| sample.source.adapter.read(sample.source, black_box(&verified), at));
}

#[divan::bench(args = TEXTS)]
fn parse(text: &str) -> bool {
    command::parse(black_box(text)).is_ok()
}

#[divan::bench]
fn permit(bencher: Bencher<'_, '_>) {
    let (caller, instance) = (ada(), myci());
    bencher.bench(|| CONFIG.policy.permit(black_box(&caller), Verb::Stop, false, &instance).is_ok());
}

#[divan::bench(args = Locale::ALL.iter().copied())]
fn render_text(locale: Locale) -> usize {
    reply::parse_error(&localizer(locale), &command::parse("stpo").unwrap_err()).for_terminal().len()
}

/// As the message of a channel.
#[divan::bench]
fn render_message(bencher: Bencher<'_, '_>) {
    let source = CONFIG.sources.iter().find(|source| source.name == "nightly").unwrap();
    let reply = reply::parse_error(&localizer(Locale::English), &command::parse("stpo myci").unwrap_err());
    bencher.bench(|| source.tell(black_box(&reply), None));
}

#[divan::bench]
fn print() -> String {
    let stop: Command = command::parse("stop myci gpu-* --force").unwrap();
    black_box(&stop).to_string()
}

fn localizer(locale: Locale) -> Localizer {
    Localizer {
        surface: Surface::terminal(),
        locale,
        zone: TimeZone::UTC,
        now: NOW,
        request: None,
        name_workspaces: false,
    }
}

fn ada() -> Caller {
    Caller {
        kind: CallerKind::Person,
        source: "slack".to_owned(),
        id: "slack:T0DEMO/U0ADA".to_owned(),
        name: None,
        channel: None,
        entra: None,
        conversation: None,
    }
}

fn myci() -> Instance {
    Instance {
        id: ComputeId { workspace: "research".parse().unwrap(), name: "myci".to_owned() },
        owner: None,
        owner_name: None,
        created_on: None,
    }
}
