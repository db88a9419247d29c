//! `lamplighter demo`: a short conversation, for real, against the emulator. Requests go over HTTP,
//! signed as Slack signs; answers are what Slack would get.

mod script;

use std::{future::pending, process::ExitCode, sync::Arc, time::Duration};

use jiff::Timestamp;
use lamplighter::{
    app::App,
    client,
    config::{Config, Document},
    emulator::{Emulator, Options},
    host,
    locale::Locale,
    verify::SLACK,
};
use serde_json::Value;
use tokio::{net::TcpListener, time::Instant};
use url::{Url, form_urlencoded};

use super::send;
use script::{Script, with};

const CONFIG: &str = include_str!("../../docs/demo.toml");
/// As good as any: this Slack is played too.
const SECRET: &str = "demo-signing-secret";
/// Longer than the emulated Azure takes for anything.
const PATIENCE: Duration = Duration::from_secs(30);

struct Demo {
    script: &'static Script,
    client: reqwest::Client,
    emulator: Emulator,
    hook: Url,
    inbox: Url,
}

pub async fn demo(keep: bool, locale: Locale) -> ExitCode {
    let began = Instant::now();
    let demo = match start(keep, locale).await {
        Ok(demo) => demo,
        Err(error) => return super::fail(error),
    };
    if let Err(error) = demo.play().await {
        eprintln!("lamplighter: the demo went wrong: {error}");
        return ExitCode::FAILURE;
    }
    let took = demo.script.seconds(began.elapsed().as_secs_f64());
    println!("{}", with(demo.script.played, took));
    if keep {
        demo.how_to_go_on();
        host::http::stop_signal().await;
    }
    ExitCode::SUCCESS
}

/// Starts the emulator and the server: on their usual ports to be kept, else wherever there is room.
async fn start(keep: bool, locale: Locale) -> Result<Demo, String> {
    let listen = async |usual: &'static str| {
        let addr = if keep { usual } else { "127.0.0.1:0" };
        TcpListener::bind(addr)
            .await
            .map_err(|error| format!("cannot listen on {addr}: {error}"))
    };
    let (azure, server) = (listen("127.0.0.1:8181").await?, listen("127.0.0.1:8080").await?);
    let url = |listener: &TcpListener| {
        let addr = listener.local_addr().map_err(|error| error.to_string())?;
        format!("http://{addr}")
            .parse::<Url>()
            .map_err(|error| error.to_string())
    };
    let (azure_url, server_url) = (url(&azure)?, url(&server)?);
    let emulator = Emulator::new(Options::default());
    let app = app(&azure_url, locale)?;
    tokio::spawn(emulator.clone().serve(azure));
    tokio::spawn(host::http::serve(app, server, pending()));
    Ok(Demo {
        script: Script::of(locale),
        client: client::http_client().map_err(|error| error.to_string())?,
        emulator,
        hook: server_url
            .join("/hooks/slack")
            .map_err(|error| error.to_string())?,
        inbox: azure_url
            .join("/_emulator/inbox/slack")
            .map_err(|error| error.to_string())?,
    })
}

fn app(azure: &Url, locale: Locale) -> Result<Arc<App>, String> {
    let azure = azure.as_str().trim_end_matches('/');
    let text = format!(
        "locale = {:?}\n{}",
        locale.tag(),
        CONFIG.replace("http://127.0.0.1:8181", azure)
    );
    let document = Document::new("docs/demo.toml", &text);
    let env = |name: &str| match name {
        "SLACK_SIGNING_SECRET" => Some(SECRET.to_owned()),
        "AZURE_TENANT_ID" | "AZURE_CLIENT_ID" => Some("00000000-0000-0000-0000-0000000000aa".to_owned()),
        "AZURE_CLIENT_SECRET" => Some("any".to_owned()),
        _ => None,
    };
    let config = Config::read(&document, &env).map_err(|faults| faults.to_string())?;
    super::assemble(config)
}

impl Demo {
    async fn play(&self) -> Result<(), String> {
        let script = self.script;
        println!("{}\n", script.opening);
        self.show_state();
        self.says("Ada", "U0ADA", script.status).await?;
        self.says("Ada", "U0ADA", script.typo).await?;
        self.says("Bob", "U0BOB", script.stop).await?;
        self.says("Ada", "U0ADA", script.stop).await?;
        self.late_answer().await?;
        self.show_state();
        self.says("Ada", "U0ADA", script.stop).await?;
        self.forged().await?;
        match self.emulator.state("myci").as_deref() {
            Some("Stopped") => Ok(()),
            other => Err(format!("myci is {other:?}")),
        }
    }

    /// A slash command, signed as Slack does, and the first answer.
    async fn says(&self, who: &str, user: &str, text: &str) -> Result<(), String> {
        println!("{who}: /ci {text}");
        let (status, answer, took) = self.post(user, text, SECRET).await?;
        if status != 200 {
            return Err(format!("HTTP {status}"));
        }
        let whom = match answer["response_type"].as_str() {
            Some("in_channel") => self.script.to_channel,
            _ => self.script.to_caller,
        };
        tell(&answer, &with(whom, took));
        Ok(())
    }

    async fn late_answer(&self) -> Result<(), String> {
        let asked = Instant::now();
        let late = tokio::time::timeout(PATIENCE, self.emulator.next_message());
        let message = late.await.map_err(|_| "the late answer did not come")?;
        let after = self.script.seconds(asked.elapsed().as_secs_f64());
        tell(&message.body, &with(self.script.late, after));
        Ok(())
    }

    /// The same command, signed with a secret that is not ours.
    async fn forged(&self) -> Result<(), String> {
        let Script {
            forged,
            start,
            refused,
            ..
        } = self.script;
        println!("{forged}: /ci {start}");
        let (status, body, _) = self.post("U0ADA", start, "not-the-secret").await?;
        println!("  Lamplighter: {}\n", with(refused, status));
        match (status, body) {
            (401, Value::Null) => Ok(()),
            (status, _) => Err(format!("a forged request got HTTP {status}")),
        }
    }

    async fn post(&self, user: &str, text: &str, secret: &str) -> Result<(u16, Value, u128), String> {
        let sample = send::sample("slack/stop").ok_or("the sample is missing")?;
        let fields = form_urlencoded::parse(sample.as_bytes()).map(|(key, value)| match key.as_ref() {
            "user_id" => (key, user.into()),
            "text" => (key, text.into()),
            _ => (key, value),
        });
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let body = send::with_reply_to(&form, &self.inbox);
        let mut request = self.client.post(self.hook.clone());
        for (name, value) in SLACK.sign(secret.as_bytes(), Timestamp::now(), body.as_bytes()) {
            request = request.header(name, value);
        }
        let sent = Instant::now();
        let response = request
            .body(body)
            .send()
            .await
            .map_err(|error| error.to_string())?;
        let status = response.status().as_u16();
        let body = response.bytes().await.map_err(|error| error.to_string())?;
        Ok((
            status,
            serde_json::from_slice(&body).unwrap_or_default(),
            sent.elapsed().as_millis(),
        ))
    }

    fn show_state(&self) {
        let state = self.emulator.state("myci").unwrap_or_else(|| "gone".to_owned());
        println!("{}\n", with(self.script.in_azure, state));
    }

    fn how_to_go_on(&self) {
        println!("\n{}\n", self.script.kept);
        println!("  export SLACK_SIGNING_SECRET={SECRET} LAMPLIGHTER_CONFIG=docs/demo.toml");
        println!("  export AZURE_TENANT_ID=demo AZURE_CLIENT_ID=demo AZURE_CLIENT_SECRET=demo");
        println!(
            "  lamplighter send slack/start --to {} --reply-to {}",
            self.hook, self.inbox
        );
        println!("  lamplighter run '{}'\n", self.script.look);
        println!("{}", with(self.script.inbox, &self.inbox));
    }
}

/// The text of a Slack message, as it would be read.
fn tell(message: &Value, how: &str) {
    let text = message["text"].as_str().unwrap_or_default();
    println!("  Lamplighter ({how}):");
    for line in text.lines() {
        println!("    {}", readable(line));
    }
    println!();
}

/// Slack shows `<!date^1790000000^{time}|18:02>` as a time, `<https://…|Jupyter>` as a link, and its
/// escapes as what they stand for.
fn readable(line: &str) -> String {
    let mut shown = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('<') {
        let (date, tail) = after.split_once('>').unwrap_or((after, ""));
        shown.push_str(before);
        shown.push_str(date.rsplit('|').next().unwrap_or_default());
        rest = tail;
    }
    shown.push_str(rest);
    shown
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}
