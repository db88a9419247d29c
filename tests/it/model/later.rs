//! Random histories of pending commands: timers that come at once and to two processes, processes that die between an
//! action and the deletion of its tag, tags that are put back or changed, failures of Azure, and other people. Each
//! command acts at most once, in its hour, and its author is told.

use std::{sync::Arc, time::Duration};

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::{SignedDuration, Timestamp};
use lamplighter::{
    clock::Clock,
    verify::{Origin, PATIENCE, Request},
};
use lamplighter_emulator::{Call, Effect, Emulator, Fault, Options};
use serde_json::{Value, json};
use tokio::{net::TcpListener, time::Instant};
use url::form_urlencoded;

use super::{
    chats::SIGNING_SECRET,
    config::{self, MACHINE_KEY},
    dice::Dice,
    host::Host,
};
use crate::support::signers::{self, Headers};

const HISTORIES: u64 = 60;

/// Verbs and instances, of which each command has its own, so that what Azure gets can be told apart.
const WANTED: [(&str, &str, Call); 7] = [
    ("stop", "myci", Call::Stop),
    ("restart", "ci-a0001", Call::Restart),
    ("start", "stopped-ci", Call::Start),
    ("stop", "ci-a0003", Call::Stop),
    ("restart", "ci-a0005", Call::Restart),
    ("stop", "dev-w0001", Call::Stop),
    ("restart", "gpu-w0001", Call::Restart),
];

const TAGS: &str = "/providers/Microsoft.Resources/tags/default";

struct Pending {
    user: String,
    verb: &'static str,
    instance: &'static str,
    call: Call,
    due: Timestamp,
    tag: Tag,
}

/// Its workspace, name and value.
type Tag = (&'static str, String, String);

struct Player {
    dice: Dice,
    emulator: Emulator,
    azure: String,
    clock: Clock,
    hosts: Vec<Host>,
    pending: Vec<Pending>,
    /// When a process died, whose reports were lost.
    died: bool,
    told: String,
}

fn text(azure: &str) -> String {
    let more = format!(
        r#"
[workspaces.team1]
subscription = "00000000-0000-0000-0000-000000000001"
resource_group = "ml-rg"
workspace = "ml-ws-0001"

[sources.due]
kind = "signed"
secret = {{ env = "MACHINE_SECRET" }}
command = "due"
notify = ["ops"]

[notify.ops]
kind = "slack"
url = {{ env = "INBOX_{azure}/_emulator/inbox/ops" }}
"#
    );
    config::head(azure) + &more
}

impl Player {
    async fn new(seed: u64) -> Self {
        let (began, beginning) = (Instant::now(), "2026-11-23T18:00:00Z".parse::<Timestamp>().unwrap());
        let now = move || beginning + began.elapsed();
        // Azure's minutes: two processes could not tell what takes no longer than a look may be old.
        let options =
            Options { instances: 5, workspaces: 1, slowness: 20, clock: Arc::new(now), ..Options::default() };
        let emulator = Emulator::new(options);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let azure = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(emulator.clone().serve(listener));
        let clock = Clock::new(now);
        let mut hosts = Vec::new();
        for _ in 0..2 {
            hosts.push(Host::start(text(&azure), clock.clone()).await);
        }
        let (dice, pending, told) = (Dice::new(seed), Vec::new(), String::new());
        Self { dice, emulator, azure, clock, hosts, pending, died: false, told }
    }

    fn hear(
        &mut self,
        host: usize,
        source: &str,
        body: String,
        headers: Headers,
    ) -> impl Future<Output = Option<Value>> + use<> {
        self.told += &format!("{} to {host}: {source} {body}\n", self.clock.now());
        let headers: HeaderMap = headers
            .into_iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(&value).unwrap()))
            .collect();
        let answer = self.hosts[host].hear(Request {
            method: Method::POST,
            path: format!("/hooks/{source}"),
            query: None,
            headers,
            body: body.into(),
            origin: Origin::Public,
            arrived: self.clock.now(),
            patience: PATIENCE,
        });
        async move { answer.await.map(|answer| serde_json::from_slice(answer.body()).unwrap_or(Value::Null)) }
    }

    /// Somebody types a command for later, which is noted.
    async fn asks(&mut self, number: usize) {
        let (verb, instance, call) = WANTED[number];
        let (user, minutes) = (format!("U{number}"), 1 + self.dice.below(30));
        let text = format!("{verb} {instance} in {minutes}m");
        let inbox = format!("{}/_emulator/inbox/{user}", self.azure);
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("team_id", "T1"), ("user_id", &user), ("channel_id", "C0OPS")])
            .extend_pairs([("command", "/ci"), ("text", &text), ("response_url", &inbox)])
            .finish();
        let headers = signers::slack(SIGNING_SECRET, self.clock.now(), &body);
        let before = self.tags().await;
        let said = self.hear(0, "slack", body, headers).await.unwrap();
        let new = self.tags().await.into_iter().find(|tag| !before.contains(tag));
        let tag = new.unwrap_or_else(|| panic!("{text} was not noted: {said}"));
        let due = self.clock.now() + SignedDuration::from_mins(minutes as i64);
        self.pending.push(Pending { user, verb, instance, call, due, tag });
    }

    async fn tags(&self) -> Vec<Tag> {
        let client = lamplighter::client::http_client().unwrap();
        let mut tags = Vec::new();
        for workspace in ["ml-research", "ml-ws-0001"] {
            let group = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ml-rg/providers/\
                         Microsoft.MachineLearningServices/workspaces";
            let url = format!("{}{group}/{workspace}{TAGS}?api-version=2021-04-01", self.azure);
            let answer = client.get(url).header("authorization", "Bearer any").send().await.unwrap();
            let answer: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
            let read = answer["properties"]["tags"].as_object().cloned().unwrap_or_default();
            tags.extend(
                read.into_iter().map(|(name, value)| (workspace, name, value.as_str().unwrap().to_owned())),
            );
        }
        tags
    }

    /// Somebody else writes a tag of the first workspace: for a command of the other, that is the wrong place.
    fn writes(&self, name: &str, value: &str) {
        let body = json!({"operation": "Merge", "properties": {"tags": {name: value}}});
        assert_eq!(self.emulator.send_as_another_client(Method::PATCH, TAGS, &body), 200);
    }

    fn timer(&mut self, host: usize) {
        let now = self.clock.now();
        let headers =
            signers::standard_webhook(MACHINE_KEY, &format!("msg_{}", now.as_millisecond()), now, "");
        tokio::spawn(self.hear(host, "due", String::new(), headers));
    }

    async fn step(&mut self) {
        let host = self.dice.below(2);
        match self.dice.below(12) {
            0..=3 => self.timer(host),
            4 | 5 => {
                self.timer(0);
                self.timer(1);
            }
            6 => {
                self.timer(host);
                let after = [0, 1, 5, 20, 100, 400, 2000, 9000];
                tokio::time::sleep(Duration::from_millis(*self.dice.pick(&after))).await;
                let new = Host::start(text(&self.azure), self.clock.clone()).await;
                std::mem::replace(&mut self.hosts[host], new).die();
                self.told += &format!("{} {host} dies\n", self.clock.now());
                self.died = true;
            }
            7 => {
                let at = self.dice.below(self.pending.len());
                let (_, name, value) = self.pending[at].tag.clone();
                self.told += &format!("{} {value} is put back\n", self.clock.now());
                self.writes(&name, &value);
            }
            8 => {
                let at = self.dice.below(self.pending.len());
                let Pending { instance, tag: (_, _, value), .. } = &self.pending[at];
                let changed = value.replacen(instance, "busy-ci", 1);
                self.writes("lamplighter-later-0000000000", &changed);
            }
            9 => {
                let call = *self.dice.pick(&[Call::Tags, Call::Tag, Call::Get, Call::Stop, Call::Restart]);
                let effects =
                    [Effect::ServerError, Effect::Reset, Effect::ResetAfter, Effect::Slow, Effect::Late];
                let effect = *self.dice.pick(&effects);
                let fault = Fault::new(call, effect);
                let fault = match effect {
                    Effect::Slow | Effect::Late => fault.delay_ms(*self.dice.pick(&[900, 4000, 9000])),
                    _ => fault,
                };
                self.told += &format!("{} {fault:?}\n", self.clock.now());
                self.emulator.fault(fault);
            }
            _ => {
                let (verb, instance) = (*self.dice.pick(&["start", "stop", "restart"]), self.dice.below(5));
                let path = format!("/computes/{}/{verb}", WANTED[instance].1);
                self.emulator.send_as_another_client(Method::POST, &path, &Value::Null);
            }
        }
    }

    async fn play(mut self) {
        for number in 0..1 + self.dice.below(WANTED.len()) {
            self.asks(number).await;
        }
        for _ in 0..4 + self.dice.below(12) {
            tokio::time::sleep(Duration::from_secs(self.dice.below(400) as u64)).await;
            self.step().await;
        }
        self.emulator.clear_faults();
        for _ in 0..16 {
            tokio::time::sleep(Duration::from_secs(600)).await;
            self.timer(0);
        }
        tokio::time::sleep(Duration::from_secs(3600)).await;
        self.check().await;
        for host in self.hosts {
            host.end().await;
        }
    }

    async fn check(&self) {
        let requests = self.emulator.requests();
        let accepted = |of: &&lamplighter_emulator::RecordedRequest| {
            of.found.as_ref().is_some_and(|found| found.accepted)
        };
        let writes = requests.iter().filter(|request| {
            matches!(request.operation, Call::Start | Call::Stop | Call::Restart | Call::Delete)
        });
        let writes: Vec<_> = writes.filter(accepted).collect();
        let messages: Vec<_> = self.emulator.inbox().iter().map(|message| message.body.to_string()).collect();
        let story = || format!("{}{requests:#?}\n{messages:#?}", self.told);
        let left = self.tags().await;
        for Pending { user, verb, instance, call, due, tag } in &self.pending {
            let own = writes
                .iter()
                .filter(|write| write.operation == *call && write.instance.as_deref() == Some(*instance));
            let own: Vec<_> = own.collect();
            assert!(own.len() <= 1, "{verb} {instance} acted {} times: {}", own.len(), story());
            let in_time = |at: Timestamp| {
                at >= *due - SignedDuration::from_secs(2)
                    && at.duration_since(*due) < SignedDuration::from_mins(62)
            };
            assert!(own.iter().all(|write| in_time(write.at)), "{verb} {instance} at its hour: {}", story());
            let mention = format!("<@{user}>");
            let is_told = messages.iter().any(|message| message.contains(&mention));
            assert!(is_told || self.died, "{user} was told nothing: {}", story());
            assert!(!left.contains(tag), "{verb} {instance} is still pending: {}", story());
        }
        let is_wanted = |write: &&&lamplighter_emulator::RecordedRequest| {
            self.pending
                .iter()
                .any(|one| write.operation == one.call && write.instance.as_deref() == Some(one.instance))
        };
        assert!(writes.iter().all(|write| is_wanted(&write)), "nobody asked for it: {}", story());
    }
}

#[test]
fn a_pending_command_acts_at_most_once_in_its_hour_and_is_told() {
    let first = super::number("LAMPLIGHTER_SEED", 1);
    for seed in first..first + super::number("LAMPLIGHTER_HISTORIES", HISTORIES).min(HISTORIES * 20) {
        println!("seed {seed}");
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().start_paused(true).build().unwrap();
        runtime.block_on(async { Player::new(seed).await.play().await });
    }
}
