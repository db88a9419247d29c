//! A smaller form with the real process, which is told to end or killed at any moment of a request; then the same
//! bytes go to another process.

use std::{fmt::Write, process::Stdio, time::Duration};

use jiff::Timestamp;
use lamplighter::client;
use lamplighter_emulator::{Call, Effect, Emulator, Fault, Options};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::TcpListener,
    process::{Child, Command},
    task::JoinSet,
    time::{sleep, timeout},
};
use url::form_urlencoded;

use super::{
    chats::SIGNING_SECRET,
    config::{self, MACHINE_KEY},
    dice::Dice,
    number,
    record::said,
    rules::is_last,
};
use crate::support::signers;

/// The default number of histories, and how many are played at the same time.
const USUALLY: u64 = 36;
const AT_ONCE: usize = 6;

/// How long a process may keep us waiting for anything at all.
const PATIENCE: Duration = Duration::from_secs(40);

/// One request, its fault, and when its process ends.
#[derive(Debug)]
struct History {
    seed: u64,
    by_machine: bool,
    verb: &'static str,
    target: &'static str,
    fault: Option<Fault>,
    delay: Duration,
    /// After the request was sent.
    signal_after: Duration,
    killed: bool,
}

impl History {
    fn of(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let (verb, write) = *dice.pick(&[("stop", Call::Stop), ("restart", Call::Restart)]);
        let target = *dice.pick(&["myci", "my*"]);
        let call = *dice.pick(&[Call::Token, Call::Get, Call::List, Call::Tags, write, write, write]);
        let effects = [Effect::Slow, Effect::Slow, Effect::Late, Effect::ServerError, Effect::ResetAfter];
        let fault = Fault::new(call, *dice.pick(&effects)).delay_ms(*dice.pick(&[50, 150, 300, 600]));
        Self {
            seed,
            by_machine: dice.chance(30),
            verb,
            target,
            fault: dice.chance(70).then_some(fault),
            delay: Duration::from_millis(*dice.pick(&[0, 0, 20, 60])),
            signal_after: Duration::from_millis(dice.below(700) as u64),
            killed: dice.chance(50),
        }
    }

    fn text(&self) -> String {
        format!("{} {}", self.verb, self.target)
    }
}

#[tokio::test]
async fn a_process_that_ends_at_any_moment_acts_once_and_reports_once() {
    let (first, many) = (number("LAMPLIGHTER_SEED", 1), number("LAMPLIGHTER_PROCESSES", USUALLY));
    let mut playing = JoinSet::new();
    let mut broken = Vec::new();
    for seed in first..first + many {
        if playing.len() == AT_ONCE {
            broken.extend(playing.join_next().await.unwrap().unwrap());
        }
        playing.spawn(play(History::of(seed)));
    }
    broken.extend(playing.join_all().await.into_iter().flatten());
    assert!(broken.is_empty(), "{}\n{} of {many} histories were broken", broken.join("\n"), broken.len());
}

/// Plays a history; returns it as it went if a rule is broken.
async fn play(history: History) -> Option<String> {
    let azure = Azure::start(&history).await;
    let (headers, body) = azure.signed(&history);
    let mut first = azure.serve().await;
    if let Some(fault) = history.fault.clone() {
        azure.emulator.fault(fault);
    }
    let sent = tokio::spawn(azure.post(&first.1, &history, &headers, &body));
    sleep(history.signal_after).await;
    let well = first.0.end(history.killed).await;
    let answer = sent.await.unwrap();
    let after_the_first = azure.told();
    // A sender without an answer sends again, and sometimes one with an answer does.
    let mut second = azure.serve().await;
    let again = azure.post(&second.1, &history, &headers, &body).await;
    let well = second.0.end(false).await && well;
    let all = azure.told();
    let mut wrong = Vec::new();
    if !well {
        wrong.push("a process that was told to end did not, or not well".to_owned());
    }
    wrong.extend(azure.wrong(&history, answer.as_ref(), &after_the_first, history.killed));
    wrong.extend(azure.wrong(&history, again.as_ref(), &all[after_the_first.len()..], false));
    let accepted = azure.accepted(&history);
    if accepted > 1 {
        wrong.push(format!("{} was accepted {accepted} times", history.verb));
    }
    let told = || azure.tell(&history, [answer.as_ref(), again.as_ref()], &all, &wrong);
    (!wrong.is_empty()).then(told)
}

struct Process(Child);

impl Process {
    /// Ends the process by a signal. Returns whether it ended as expected.
    async fn end(&mut self, killed: bool) -> bool {
        if killed {
            self.0.kill().await.unwrap();
            return true;
        }
        let id = self.0.id().expect("it runs").to_string();
        Command::new("kill").args(["-TERM", &id]).status().await.unwrap();
        let ended = timeout(PATIENCE, self.0.wait()).await;
        ended.is_ok_and(|status| status.unwrap().success())
    }
}

/// Azure, and everybody who gets messages.
struct Azure {
    emulator: Emulator,
    url: String,
}

/// Status and body, where an answer came.
type Answer = Option<(u16, Value)>;

impl Azure {
    async fn start(history: &History) -> Self {
        let emulator = Emulator::new(Options {
            delay: history.delay,
            // Nothing ends while a history lasts.
            slowness: 100,
            ..Options::default()
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(emulator.clone().serve(listener));
        Self { emulator, url }
    }

    /// A process, and where it listens.
    async fn serve(&self) -> (Process, String) {
        let text = config::head(&self.url) + &config::machine(&self.url, 0, "owner", "");
        let mut command = Command::new(env!("CARGO_BIN_EXE_lamplighter"));
        let variables = config::names(&self.url, 0);
        let variables =
            variables.iter().filter_map(|name| Some((name.clone(), config::variable(name, &text)?)));
        let command = command
            .args(["serve", "--addr", "127.0.0.1:0"])
            .env_clear()
            .envs(variables)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line = timeout(PATIENCE, lines.next_line()).await.expect("it listens");
        let line = line.unwrap().unwrap_or_default();
        // It may go on writing.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let address = line.split_whitespace().next().unwrap_or_default().to_owned();
        (Process(process), address)
    }

    fn signed(&self, history: &History) -> (Vec<(&'static str, String)>, String) {
        let now = Timestamp::now();
        if history.by_machine {
            let body = json!({ "command": history.text() }).to_string();
            return (signers::standard_webhook(MACHINE_KEY, "msg_1", now, &body), body);
        }
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("team_id", "T1"),
                ("user_id", "U0ADA"),
                ("command", "/ci"),
                ("text", history.text().as_str()),
                ("response_url", &format!("{}/_emulator/inbox/r0", self.url)),
            ])
            .finish();
        (signers::slack(SIGNING_SECRET, now, &body), body)
    }

    fn post(
        &self,
        address: &str,
        history: &History,
        headers: &[(&'static str, String)],
        body: &str,
    ) -> impl Future<Output = Answer> + Send + use<> {
        let source = if history.by_machine { "m0" } else { "slack" };
        let client = client::http_client().unwrap();
        let mut request = client.post(format!("{address}/hooks/{source}")).body(body.to_owned());
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        async move {
            let response = request.timeout(PATIENCE).send().await.ok()?;
            let status = response.status().as_u16();
            let body = response.bytes().await.ok()?;
            Some((status, serde_json::from_slice(&body).unwrap_or(Value::Null)))
        }
    }

    /// The late messages so far.
    fn told(&self) -> Vec<Value> {
        self.emulator.inbox().into_iter().map(|message| message.body).collect()
    }

    /// What is wrong with the answer and the late messages of one process.
    fn wrong(
        &self,
        history: &History,
        answer: Option<&(u16, Value)>,
        late: &[Value],
        killed: bool,
    ) -> Option<String> {
        let late = late.iter().filter(|message| is_last(message)).count();
        let Some((status, body)) = answer else {
            // The request was not received, or the process was killed before it could answer.
            let fits = late == 0 || killed && late == 1;
            return (!fits).then(|| format!("{late} last answers, and no first"));
        };
        let fits = if history.by_machine {
            // The channel always gets the outcome of a command that acted.
            late <= 1 && (*status != 202 || late == 1 || killed)
        } else {
            let last = late + usize::from(is_last(body));
            *status == 200 && (last == 1 || killed && last == 0)
        };
        (!fits).then(|| format!("answered {status}, {}, and then told {late} last answers", said(body)))
    }

    fn accepted(&self, history: &History) -> usize {
        let requests = self.emulator.requests();
        let ours = requests.iter().filter(|request| request.operation.to_string() == history.verb);
        ours.filter(|request| request.found.as_ref().is_some_and(|met| met.accepted)).count()
    }

    fn tell(
        &self,
        history: &History,
        answers: [Option<&(u16, Value)>; 2],
        late: &[Value],
        wrong: &[String],
    ) -> String {
        let mut told = format!("{history:?}\n");
        for request in self.emulator.requests() {
            let met = request.found.map_or(String::new(), |met| format!("{met:?}"));
            writeln!(told, "  {} {} {:?} {met}", request.at, request.operation, request.status).unwrap();
        }
        for answer in answers {
            let answer = answer.map(|(status, body)| format!("{status} {}", said(body)));
            writeln!(told, "  answer: {}", answer.as_deref().unwrap_or("none")).unwrap();
        }
        for message in late {
            writeln!(told, "  message: {}", said(message)).unwrap();
        }
        for wrong in wrong {
            writeln!(told, "  BROKEN: {wrong}").unwrap();
        }
        let seed = history.seed;
        writeln!(
            told,
            "again: LAMPLIGHTER_SEED={seed} LAMPLIGHTER_PROCESSES=1 cargo test --test it model::process"
        )
        .unwrap();
        told
    }
}
