//! Plays a history: the emulator, processes of the product and other people, on one clock that advances while
//! everything waits.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, Method};
use jiff::{SignedDuration, Timestamp};
use lamplighter::{
    clock::Clock,
    command_request::RequestId,
    verify::{Origin, PATIENCE, Request},
};
use lamplighter_emulator::{Emulator, Options};
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinSet, time::Instant};

use super::{
    chats, config,
    history::{Deed, History, Verb},
    host::Host,
    log,
    record::{Answer, Delivery, Job, Other, Record},
    sign,
};
use crate::support::{
    captured_log::CapturedLog,
    chat::{Chat, teams_bot},
    entra::Directory,
};

/// A Monday evening.
const BEGINNING: &str = "2026-11-23T18:00:00Z";

/// Longer than any work: an instance is followed for 25 minutes, and throttling lasts 15 at most.
const UNTIL_QUIET: Duration = Duration::from_secs(3600);

/// Plays it from its beginning until nothing goes on any more.
pub fn play(history: &History) -> Record {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let (began, beginning) = (Instant::now(), BEGINNING.parse::<Timestamp>().unwrap());
        let clock = Clock::new(move || beginning + began.elapsed());
        let log = CapturedLog::begin(clock.clone());
        Player::new(history, clock, log).await.play().await
    })
}

pub struct Player<'a> {
    pub(super) history: &'a History,
    /// The clock of Azure and of all but the product.
    pub(super) clock: Clock,
    /// The product's clock.
    our_clock: Clock,
    began: Instant,
    pub(super) emulator: Emulator,
    pub(super) azure: String,
    /// Where the Bot Connector's keys are.
    keys: String,
    hosts: Vec<Host>,
    /// Each process's number, which is never reused.
    numbers: Vec<usize>,
    /// The job that runs on each instance.
    jobs: BTreeMap<String, String>,
    /// The bytes of what was signed, by request and whether it is the yes to its question.
    pub(super) bytes: BTreeMap<(usize, bool), (usize, Bytes, HeaderMap)>,
    answers: JoinSet<(usize, Option<Answer>)>,
    log: CapturedLog,
    pub(super) record: Record,
}

impl<'a> Player<'a> {
    async fn new(history: &'a History, clock: Clock, log: CapturedLog) -> Self {
        let now = clock.clone();
        let emulator = Emulator::new(Options {
            instances: history.setting.instances,
            workspaces: history.setting.workspaces,
            slowness: history.setting.slowness,
            delay: history.setting.delay,
            headers: history.setting.headers,
            clock: Arc::new(move || now.now()),
            ..Options::default()
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let azure = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(emulator.clone().serve(listener));
        let directory = Directory::with(&[&teams_bot::signer()]).await;
        let keys = format!("http://{}/connector/discovery/v2.0/keys", directory.address);
        let (theirs, off) = (clock.clone(), SignedDuration::from_millis(history.setting.clock));
        let mut player = Self {
            history,
            our_clock: Clock::new(move || theirs.now() + off),
            began: Instant::now(),
            emulator,
            azure,
            keys,
            hosts: Vec::new(),
            numbers: Vec::new(),
            jobs: BTreeMap::from([("busy-ci".to_owned(), "train-42".to_owned())]),
            bytes: BTreeMap::new(),
            answers: JoinSet::new(),
            record: Record {
                beginning: clock.now(),
                signed: Vec::new(),
                deliveries: Vec::new(),
                requests: Vec::new(),
                messages: Vec::new(),
                lines: Vec::new(),
                others: Vec::new(),
                keeps: Vec::new(),
                jobs: vec![Job { name: "train-42".to_owned(), began: Timestamp::MIN }],
                logged: Vec::new(),
                steps: Vec::new(),
                left_over: false,
            },
            clock,
            log,
        };
        for number in 0..history.setting.hosts {
            let host = player.host().await;
            player.hosts.push(host);
            player.numbers.push(number);
        }
        player
    }

    async fn host(&self) -> Host {
        Host::start(config::text(self.history, &self.azure, &self.keys), self.our_clock.clone()).await
    }

    async fn play(mut self) -> Record {
        for step in &self.history.steps {
            tokio::time::sleep_until(self.began + step.at).await;
            self.collect();
            let now = self.clock.now();
            let skipped = self.step(&step.deed).await.err();
            let skipped = skipped.map_or(String::new(), |why| format!(" ({why})"));
            self.record.steps.push((now, format!("{}{skipped}", step.deed)));
        }
        tokio::time::sleep(UNTIL_QUIET).await;
        for host in std::mem::take(&mut self.hosts) {
            self.record.left_over |= host.end().await;
        }
        while let Some(answer) = self.answers.join_next().await {
            let (delivery, answer) = answer.unwrap();
            self.record.deliveries[delivery].answer = answer;
        }
        self.record.requests = self.emulator.requests();
        self.record.messages = self.emulator.inbox();
        let ids: Vec<_> = self.record.deliveries.iter().map(|delivery| delivery.id.clone()).collect();
        log::into_record(&self.log, &mut self.record, &ids);
        self.record
    }

    /// Takes the answers that have come.
    fn collect(&mut self) {
        while let Some(answer) = self.answers.try_join_next() {
            let (delivery, answer) = answer.unwrap();
            self.record.deliveries[delivery].answer = answer;
        }
    }

    /// Takes a step; or says why there is nothing to take.
    async fn step(&mut self, deed: &Deed) -> Result<(), &'static str> {
        let now = self.clock.now();
        match deed {
            Deed::Deliver { request, host } => {
                if !self.bytes.contains_key(&(*request, false)) {
                    self.sign(*request);
                }
                self.deliver((*request, false), *host);
            }
            Deed::Confirm { request, yes, host } => {
                if !self.bytes.contains_key(&(*request, true)) {
                    self.say_yes(*request, *yes)?;
                }
                self.deliver((*request, true), *host);
            }
            Deed::Somebody { verb, instance } => self.somebody(now, *verb, instance)?,
            Deed::SomebodyKeeps(instance) => {
                let tags = json!({ format!("lamplighter-keep-{instance}"): "2026-11-24T18:00:00Z" });
                let body = json!({"operation": "Merge", "properties": {"tags": tags}});
                let path = "/providers/Microsoft.Resources/tags/default";
                assert_eq!(self.emulator.send_as_another_client(Method::PATCH, path, &body), 200);
                self.record.keeps.push((now, instance.clone()));
            }
            Deed::JobBegins(instance) => {
                let name = format!("job-{}", self.record.jobs.len());
                if !self.is_there(instance) || !self.emulator.begin_job(instance, &name) {
                    return Err("it is not running");
                }
                self.jobs.insert(instance.clone(), name.clone());
                self.record.jobs.push(Job { name, began: now });
            }
            Deed::JobEnds(instance) => {
                let job = self.jobs.get(instance).ok_or("none runs")?;
                if !self.is_there(instance) || !self.emulator.end_job(instance, job) {
                    return Err("none runs");
                }
            }
            Deed::Fault(fault) => self.emulator.fault(fault.clone()),
            Deed::NoFaults => self.emulator.clear_faults(),
            Deed::HostEnds(host) => {
                let new = self.host().await;
                let old = std::mem::replace(&mut self.hosts[*host], new);
                self.replaced(*host, None);
                tokio::spawn(old.end());
            }
            Deed::HostDies(host) => {
                let new = self.host().await;
                std::mem::replace(&mut self.hosts[*host], new).die();
                self.replaced(*host, Some(now));
            }
        }
        Ok(())
    }

    fn replaced(&mut self, host: usize, died: Option<Timestamp>) {
        let old = self.numbers[host];
        self.numbers[host] = self.numbers.iter().max().map_or(0, |most| most + 1);
        let his = self.record.deliveries.iter_mut().filter(|one| one.host == old);
        his.for_each(|delivery| delivery.died = died);
    }

    fn is_there(&self, instance: &str) -> bool {
        let path = format!("/computes/{instance}");
        self.emulator.send_as_another_client(Method::GET, &path, &Value::Null) == 200
    }

    fn somebody(&mut self, at: Timestamp, verb: Verb, instance: &str) -> Result<(), &'static str> {
        let path = format!("/computes/{instance}");
        let (method, path) = match verb {
            Verb::Delete => (Method::DELETE, path),
            Verb::Create => (Method::PUT, path),
            verb => (Method::POST, format!("{path}/{}", verb.word())),
        };
        let body = json!({"location": "eastus2", "properties": {
            "computeType": "ComputeInstance", "properties": {"vmSize": "STANDARD_DS3_V2"},
        }});
        let status = self.emulator.send_as_another_client(method, &path, &body);
        let instance = instance.to_owned();
        self.record.others.push(Other { at, verb, instance, status });
        match status {
            201 | 202 => Ok(()),
            409 => Err("refused: in the middle of something"),
            _ => Err("nothing to do"),
        }
    }

    fn deliver(&mut self, key: (usize, bool), host: usize) {
        let (signed, mut body, mut headers) = self.bytes[&key].clone();
        let (at, arrived) = (self.clock.now(), self.our_clock.now());
        let chat = self.record.signed[signed].chat;
        if chat == Some(Chat::TeamsBot) {
            (body, headers) = sign::sent_again(&body, at, self.record.deliveries.len());
        }
        let source = chat.map_or_else(|| format!("m{}", key.0), |chat| chats::source(chat, key.0));
        let moment = arrived.as_nanosecond().to_be_bytes();
        let id = if chat.is_none() {
            RequestId::of(&[source.as_bytes(), &body, &moment])
        } else {
            RequestId::of(&[&body, &moment])
        };
        let answer = self.hosts[host].hear(Request {
            method: Method::POST,
            path: format!("/hooks/{source}"),
            query: None,
            headers,
            body,
            origin: Origin::Public,
            arrived,
            patience: PATIENCE,
        });
        let (delivery, clock) = (self.record.deliveries.len(), self.clock.clone());
        self.record.deliveries.push(Delivery {
            signed,
            host: self.numbers[host],
            at,
            id: id.to_string(),
            answer: None,
            died: None,
        });
        self.answers.spawn(async move {
            let answer = answer.await.map(|answer| {
                let body = serde_json::from_slice(answer.body()).unwrap_or(Value::Null);
                (clock.now(), answer.status().as_u16(), body)
            });
            (delivery, answer)
        });
    }
}
