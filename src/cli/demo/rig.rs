//! The demo's emulator, server and chat: its users, the requests that are sent, and the messages as they read them.

use std::{
    error::Error,
    future::pending,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use lamplighter::{
    app::App,
    client,
    clock::Clock,
    config::{Config, Document, Faults},
    host,
    locale::Locale,
    source::played,
};
use lamplighter_emulator::{ADDRESS, Emulator, Message, Options};
use serde_json::Value;
use url::Url;

use super::super::{
    listen,
    output::{self, OutputError},
    send,
};

pub const CONFIG: &str = include_str!("../../../docs/demo.toml");
/// The variables that [`CONFIG`] refers to.
const VARIABLES: &str = include_str!("../../../docs/demo.env");

/// Instances besides the emulator's own, for the alert and the timer to stop.
const INSTANCES: usize = 3;

/// Longer than any operation of the emulator takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where in the inbox answers to clicks arrive, and messages to the channel.
pub const PRESSED: &str = "click";
pub const OPS: &str = "ops";

pub struct DemoRig {
    pub emulator: Emulator,
    /// URLs below it stand for Slack's.
    pub inbox: String,
    client: reqwest::Client,
    /// The server's configuration, with the secrets that senders sign with.
    config: Config,
    azure: String,
    server: Url,
    /// How many seconds everybody's clock is ahead of this machine's.
    ahead: Arc<AtomicI64>,
    /// Messages that arrived before the demo waited for them.
    unheard: Vec<Message>,
}

impl DemoRig {
    /// Starts the emulator and the server, configured by `text`: with `keep` on their usual ports, else on free ones.
    pub async fn set(text: &str, keep: bool, locale: Locale) -> Result<Self, Box<dyn Error>> {
        let [azure, server] =
            [ADDRESS, "127.0.0.1:8080"].map(|usual| if keep { usual } else { "127.0.0.1:0" });
        let (azure, server) = (listen(azure).await?, listen(server).await?);
        let azure_url = format!("http://{}", azure.local_addr()?);
        let server_url = format!("http://{}", server.local_addr()?).parse()?;
        let ahead = Arc::<AtomicI64>::default();
        let clock = ahead.clone();
        let clock = move || now(&clock);
        let options = Options { instances: INSTANCES, clock: Arc::new(clock.clone()), ..Options::default() };
        let emulator = Emulator::new(options);
        let client = client::http_client()?;
        let app = App::new(config(text, &azure_url, locale)?, client.clone(), Clock::new(clock))?;
        tokio::spawn(emulator.clone().serve(azure));
        tokio::spawn(host::http::serve(app, server, pending()));
        Ok(Self {
            emulator,
            inbox: format!("{azure_url}/_emulator/inbox"),
            client,
            config: config(text, &azure_url, locale)?,
            azure: azure_url,
            server: server_url,
            ahead,
            unheard: Vec::new(),
        })
    }

    /// The time, for everybody in the demo.
    pub fn now(&self) -> Timestamp {
        now(&self.ahead)
    }

    /// Lets an hour pass.
    pub fn pass_an_hour(&self) {
        self.ahead.fetch_add(3600, Ordering::Relaxed);
    }

    /// `who` types `/ci text`, and hears late answers at `place`.
    pub async fn types(
        &self,
        who: DemoUser,
        text: &str,
        place: &str,
    ) -> Result<(u16, Value), Box<dyn Error>> {
        self.send_form(played::command(who.account, text, &self.place(place))).await
    }

    /// The same in Ada's name, by somebody who does not know the secret.
    pub async fn forges(&self, text: &str) -> Result<(u16, Value), Box<dyn Error>> {
        let form = played::command(ADA.account, text, &self.place(played::KIND));
        let signature = played::SIGNATURE.sign(b"not-the-secret", self.now(), form.as_bytes());
        self.post(played::KIND, signature, form.into()).await
    }

    /// `who` presses the button `value` below a message, and hears the answer at `place`.
    pub async fn presses(
        &self,
        who: DemoUser,
        value: &str,
        is_ephemeral: bool,
        place: &str,
    ) -> Result<(u16, Value), Box<dyn Error>> {
        self.send_form(played::click(who.account, value, is_ephemeral, &self.place(place))).await
    }

    /// What `lamplighter send SAMPLE --source SOURCE` does.
    pub async fn delivers(&self, source: &str, sample: &str) -> Result<(u16, Value), Box<dyn Error>> {
        let body = send::sample_body(sample, None, self.now())?;
        let proof = self.proof(source, &body).await?;
        self.post(source, proof, body).await
    }

    /// The next message at `place` of the inbox.
    pub async fn hears(&mut self, place: &str) -> Result<Value, Box<dyn Error>> {
        let there = |message: &Message| message.path.ends_with(&format!("/{place}"));
        if let Some(at) = self.unheard.iter().position(there) {
            return Ok(self.unheard.remove(at).body);
        }
        let search = async {
            loop {
                let message = self.emulator.next_message().await;
                if there(&message) {
                    return message.body;
                }
                self.unheard.push(message);
            }
        };
        Ok(tokio::time::timeout(PATIENCE, search).await.map_err(|_| format!("nothing came to {place}"))?)
    }

    fn place(&self, name: &str) -> String {
        format!("{}/{name}", self.inbox)
    }

    async fn send_form(&self, form: String) -> Result<(u16, Value), Box<dyn Error>> {
        let proof = self.proof(played::KIND, form.as_bytes()).await?;
        self.post(played::KIND, proof, form.into()).await
    }

    /// The headers that prove to `source` who sends `body`.
    async fn proof(&self, source: &str, body: &[u8]) -> Result<Vec<(&'static str, String)>, Box<dyn Error>> {
        let source = send::named(&self.config, source)?;
        let environment = |name: &str| variable(name, &self.azure);
        let cloud = &self.config.azure.cloud;
        Ok(send::signature(source, cloud, body, self.now(), &environment, &self.client).await?)
    }

    async fn post(
        &self,
        source: &str,
        proof: Vec<(&'static str, String)>,
        body: Vec<u8>,
    ) -> Result<(u16, Value), Box<dyn Error>> {
        let hook = self.server.join(&format!("/hooks/{source}"))?;
        let (status, body) = send::post(&self.client, proof, hook, body).await?;
        Ok((status, serde_json::from_str(&body).unwrap_or_default()))
    }
}

fn now(ahead: &AtomicI64) -> Timestamp {
    Timestamp::now() + SignedDuration::from_secs(ahead.load(Ordering::Relaxed))
}

/// The demo's configuration, with the emulator at `azure`.
fn config(text: &str, azure: &str, locale: Locale) -> Result<Config, Faults> {
    let text = format!("locale = {:?}\n{}", locale.tag(), at(text, azure));
    let document = Document::new("docs/demo.toml", &text);
    Config::read(&document, &|name| variable(name, azure))
}

fn variable(name: &str, azure: &str) -> Option<String> {
    let mut words = VARIABLES.split_whitespace();
    let value = words.find_map(|word| word.strip_prefix(name)?.strip_prefix('='))?;
    Some(at(value, azure))
}

/// `text`, with the emulator's actual address.
fn at(text: &str, azure: &str) -> String {
    text.replace(&format!("http://{ADDRESS}"), azure)
}

/// A user of the demo's chat.
#[derive(Clone, Copy)]
pub struct DemoUser {
    pub name: &'static str,
    /// The id, and the name as the chat writes it.
    pub account: [&'static str; 2],
}

pub const ADA: DemoUser = DemoUser { name: "Ada", account: ["U0ADA", "ada"] };
pub const BOB: DemoUser = DemoUser { name: "Bob", account: ["U0BOB", "bob"] };

/// Users whom messages mention: their ids and names.
pub const PEOPLE: [(&str, &str); 3] = [("U0ADA", "Ada"), ("U0DAN", "Dan"), ("U0CLEO", "Cleo")];

/// Prints the text and the buttons of a message. `how` says where and when it arrived.
pub fn tell(message: &Value, how: &str) -> Result<(), OutputError> {
    let text = played::shown(message).unwrap_or_default();
    let text =
        PEOPLE.iter().fold(text, |text, (id, name)| text.replace(&format!("<@{id}>"), &format!("@{name}")));
    let lines: String = text.lines().map(|line| format!("    {line}\n")).collect();
    output::line(format_args!("  Lamplighter ({how}):\n{lines}"))
}
