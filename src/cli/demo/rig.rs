//! Where the demo plays: the emulator, the server, and whatever sends requests to it.

use std::{future::pending, time::Duration};

use jiff::Timestamp;
use lamplighter::{
    app::App,
    client,
    clock::Clock,
    config::{Config, Document},
    host,
    locale::Locale,
    source::slack::SIGNATURE,
};
use lamplighter_emulator::{ADDRESS, Emulator, Message, Options};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use url::{Url, form_urlencoded};

use super::super::send;

const CONFIG: &str = include_str!("../../../docs/demo.toml");
/// What [`CONFIG`] names: as good as any, since everybody here is played.
const VARIABLES: &str = include_str!("../../../docs/demo.env");

/// Besides those always there: enough that an alert and a timer have something to stop.
const INSTANCES: usize = 3;

/// Longer than the emulated Azure takes for anything.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where in the inbox answers come to commands, to clicks, and what the channel is told.
pub const TYPED: &str = "slack";
pub const PRESSED: &str = "click";
pub const OPS: &str = "ops";

/// Somebody in the played Slack.
#[derive(Clone, Copy)]
pub struct DemoUser {
    pub name: &'static str,
    id: &'static str,
    /// As Slack shows it.
    user: &'static str,
}

pub const ADA: DemoUser = DemoUser { name: "Ada", id: "U0ADA", user: "ada" };
pub const BOB: DemoUser = DemoUser { name: "Bob", id: "U0BOB", user: "bob" };

pub struct DemoRig {
    pub emulator: Emulator,
    /// What is below it stands for Slack.
    pub inbox: String,
    client: reqwest::Client,
    /// What the senders know: the same secrets as the server's.
    config: Config,
    azure: String,
    server: Url,
    /// Messages that came before anybody asked for them.
    unheard: Vec<Message>,
}

impl DemoRig {
    /// Starts the emulator and the server: on their usual ports to be kept, else wherever there is room.
    pub async fn set(keep: bool, locale: Locale) -> Result<Self, String> {
        let azure = listen(ADDRESS, keep).await?;
        let server = listen("127.0.0.1:8080", keep).await?;
        let address = |listener: &TcpListener| {
            let address = listener.local_addr().map_err(|error| error.to_string())?;
            Ok::<_, String>(format!("http://{address}"))
        };
        let (azure_url, server_url) = (address(&azure)?, address(&server)?);
        let emulator = Emulator::new(Options { instances: INSTANCES, ..Options::default() });
        let client = client::http_client().map_err(|error| error.to_string())?;
        let app = App::new(config(&azure_url, locale)?, client.clone(), Clock::system());
        let app = app.map_err(|error| error.to_string())?;
        tokio::spawn(emulator.clone().serve(azure));
        tokio::spawn(host::http::serve(app, server, pending()));
        Ok(Self {
            emulator,
            inbox: format!("{azure_url}/_emulator/inbox"),
            client,
            config: config(&azure_url, locale)?,
            azure: azure_url,
            server: server_url.parse().map_err(|error: url::ParseError| error.to_string())?,
            unheard: Vec::new(),
        })
    }

    /// `who` types `/ci text`.
    pub async fn types(&self, who: DemoUser, text: &str) -> Result<(u16, Value), String> {
        let form = self.command(who, text)?;
        self.post("slack", self.proof("slack", form.as_bytes()).await?, form.into()).await
    }

    /// The same in Ada's name, by somebody who does not know the secret.
    pub async fn forges(&self, text: &str) -> Result<(u16, Value), String> {
        let form = self.command(ADA, text)?;
        let forged = SIGNATURE.sign(b"not-the-secret", Timestamp::now(), form.as_bytes());
        self.post("slack", forged, form.into()).await
    }

    /// `who` presses a button, `value`, below a message of the channel.
    pub async fn presses(&self, who: DemoUser, value: &str) -> Result<u16, String> {
        let payload = json!({
            "type": "block_actions",
            "user": {"id": who.id, "username": who.user, "team_id": "T0DEMO"},
            "container": {"type": "message", "is_ephemeral": false},
            "channel": {"id": "C0OPS"},
            "response_url": format!("{}/{PRESSED}", self.inbox),
            "actions": [{"type": "button", "value": value}],
        });
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("payload", &payload.to_string())
            .finish();
        let proof = self.proof("slack", form.as_bytes()).await?;
        Ok(self.post("slack", proof, form.into()).await?.0)
    }

    /// What `lamplighter send SAMPLE --source SOURCE` does.
    pub async fn delivers(&self, source: &str, sample: &str) -> Result<u16, String> {
        let body = send::sample_body(sample, None)?;
        let proof = self.proof(source, &body).await?;
        Ok(self.post(source, proof, body).await?.0)
    }

    /// The next message at `place` of the inbox.
    pub async fn hears(&mut self, place: &str) -> Result<Value, String> {
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
        tokio::time::timeout(PATIENCE, search).await.map_err(|_| format!("nothing came to {place}"))
    }

    /// The form of a slash command: the sample, in somebody else's words.
    fn command(&self, who: DemoUser, text: &str) -> Result<String, String> {
        let sample = send::sample("slack/stop").ok_or("the sample is missing")?;
        let fields = form_urlencoded::parse(sample.as_bytes()).map(|(key, value)| match key.as_ref() {
            "user_id" => (key, who.id.into()),
            "user_name" => (key, who.user.into()),
            "text" => (key, text.into()),
            "response_url" => (key, format!("{}/{TYPED}", self.inbox).into()),
            _ => (key, value),
        });
        Ok(form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish())
    }

    /// The headers that show `source` who sent `body`.
    async fn proof(&self, source: &str, body: &[u8]) -> Result<Vec<(&'static str, String)>, String> {
        let source = send::named(&self.config, source)?;
        let environment = |name: &str| variable(name, &self.azure);
        send::signature(source, &self.config.azure.cloud, body, &environment, &self.client).await
    }

    async fn post(
        &self,
        source: &str,
        proof: Vec<(&'static str, String)>,
        body: Vec<u8>,
    ) -> Result<(u16, Value), String> {
        let hook = self.server.join(&format!("/hooks/{source}"));
        let hook = hook.map_err(|error| error.to_string())?;
        let (status, body) = send::post(&self.client, proof, hook, body).await?;
        Ok((status, serde_json::from_str(&body).unwrap_or_default()))
    }
}

async fn listen(usual: &str, keep: bool) -> Result<TcpListener, String> {
    let address = if keep { usual } else { "127.0.0.1:0" };
    TcpListener::bind(address).await.map_err(|error| format!("cannot listen on {address}: {error}"))
}

/// The demo's configuration, with the emulator at `azure`.
fn config(azure: &str, locale: Locale) -> Result<Config, String> {
    let text = format!("locale = {:?}\n{}", locale.tag(), at(CONFIG, azure));
    let document = Document::new("docs/demo.toml", &text);
    Config::read(&document, &|name| variable(name, azure)).map_err(|faults| faults.to_string())
}

fn variable(name: &str, azure: &str) -> Option<String> {
    let mut words = VARIABLES.split_whitespace();
    let value = words.find_map(|word| word.strip_prefix(name)?.strip_prefix('='))?;
    Some(at(value, azure))
}

/// `text`, with the emulator where it is.
fn at(text: &str, azure: &str) -> String {
    text.replace(&format!("http://{ADDRESS}"), azure)
}
