//! What a platform implements, and a source that is configured to use it.

use std::{any::Any, collections::BTreeMap, fmt::Debug, sync::Arc};

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use url::Url;

use super::{
    capabilities::Capabilities,
    delivery::Delivery,
    http_answer::Answer,
    incoming::Alerts,
    manifest::Manifest,
    signing_keys::SigningKeys,
    webhook::{Channel, Webhook},
};
use crate::{
    command::Verb,
    command_request::{CallerKind, CommandRequest},
    reply::{Expected, Locale, Mention, Reply, Surface},
    target::{Alias, WorkspaceAddress},
    toml_document::Table,
    verify::{Rejection, Request, Secrets, SignatureScheme, Verified},
};

/// One kind of source: everything that is known about it before any source is configured.
///
/// `PLATFORMS` in `source.rs` lists them all. Configuration, manifests, samples and documentation
/// derive from it.
pub struct Platform {
    /// Its name in the configuration: `kind = "azure-monitor"`.
    pub kind: &'static str,
    /// The keys of a source's table.
    pub keys: &'static [&'static str],
    /// What the platform can do with answers and buttons, and who calls through it.
    pub capabilities: Capabilities,
    /// Reads a source's table, whose keys are checked already. `None`: its faults have been noted.
    pub read_config: fn(&Table<'_>, &SourceContext<'_>) -> Option<Box<dyn Adapter>>,
    /// How the platform's channels take messages, if it has channels.
    pub webhook: Option<Webhook>,
    /// How a source is registered with the platform, if it has to be.
    pub manifest: Option<Manifest>,
    /// What the answer to a verified request says that the platform never sends.
    pub malformed: &'static str,
    /// What a reader would see of an answer to a request, as plain text: of a machine's, its message. `None`: nothing.
    pub shown: fn(&Value) -> Option<String>,
    /// Requests as the platform sends them, by name. Only ids are made up.
    #[cfg(any(test, feature = "emulator"))]
    pub samples: &'static [(&'static str, &'static str)],
}

impl Platform {
    /// Programs that need no registration, as far as they are alike.
    pub(super) const MACHINE: Self = Self {
        kind: "",
        keys: &[],
        capabilities: Capabilities::MACHINE,
        read_config: |_, _| None,
        webhook: None,
        manifest: None,
        malformed: "",
        shown: super::message,
        #[cfg(any(test, feature = "emulator"))]
        samples: &[],
    };
}

formatted!(Debug for Platform, |platform| "{}", platform.kind);

/// What a verified request asks for.
pub enum Incoming {
    /// A person's command, or a click on a button.
    Command(CommandRequest, Arc<dyn ReplyHandle>),
    /// Verb and targets of a command that a person is still typing. Completions are wanted for the last word.
    Unfinished(CommandRequest, Arc<dyn ReplyHandle>),
    /// Lamplighter was added to a conversation, and greets the people there with the answer to this command.
    Greeting(CommandRequest, Arc<dyn ReplyHandle>),
    /// A click on a button that has expired.
    ExpiredButton(CommandRequest, Arc<dyn ReplyHandle>),
    /// A person whom the platform does not identify, and their language.
    Nameless(Option<String>, Arc<dyn ReplyHandle>),
    /// A machine's command.
    Machine(CommandRequest),
    /// The commands that the source's rules make of alerts.
    Alerts(Alerts),
    /// A machine's request of another form than its source expects.
    NotUnderstood(Expected),
    /// Nothing to do but give this answer.
    Nothing(Answer),
}

/// The way back to the person who sent one request. Each platform has its own.
///
/// Late answers get the source as it is at that time, so that a renewed secret or webhook counts.
pub trait ReplyHandle: Send + Sync {
    /// The immediate answer without words, if everything else is sent by [`ReplyHandle::deliveries`].
    fn answer_at_once(&self) -> Option<Answer> {
        None
    }

    /// The reply as the direct answer to the request.
    fn render(&self, source: &Source, reply: &Reply) -> Answer;

    /// The direct answer when the work takes longer: the words of `reply`, or a placeholder that the same people see.
    fn acknowledge(&self, source: &Source, reply: &Reply) -> Answer {
        self.render(source, reply)
    }

    /// The completions of what is being typed, as the direct answer.
    fn offer(&self, _choices: &[Choice]) -> Answer {
        Answer::empty(StatusCode::OK)
    }

    /// Whether only the caller sees the direct answer, whatever it says.
    fn is_answered_aside(&self) -> bool {
        false
    }

    /// Whether the reply is sent as a message too: everybody else gets it, or it asks, and the direct answer has no buttons.
    fn is_message_too(&self, _reply: &Reply) -> bool {
        false
    }

    /// The reply as messages to the place of late answers, in order. `in_place`: it replaces the message there.
    fn deliveries(&self, source: &Source, reply: &Reply, in_place: bool) -> Vec<Delivery>;
}

/// A name offered to somebody who is typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the person sees.
    pub label: String,
    /// What takes the place of the typed word.
    pub value: String,
}

/// A verified request with the time at which it was signed, or the reason for refusing it.
pub type Verification = Result<(Verified<Request>, Timestamp), Rejection>;

/// Checks and reads the requests of one source.
pub trait Adapter: Any + Debug + Send + Sync {
    /// An answer that is given before anything is verified. It must show nothing and do nothing.
    fn greet(&self, _request: &Request) -> Option<Answer> {
        None
    }

    /// The sender's keys, if its requests show tokens instead of a signature.
    fn signing_keys(&self) -> Option<&SigningKeys> {
        None
    }

    /// How each request is signed, and with which secrets. `None`: it is proved in another way, or it is the platform's own.
    fn signature(&self) -> Option<(&SignatureScheme, &Secrets)> {
        None
    }

    /// Checks the signature or token, over the raw bytes. Returns the time of signing, or of arrival
    /// if the platform signs no time.
    fn verify(&self, _source: &Source, request: Request, now: Timestamp) -> Verification {
        let (scheme, secrets) = self.signature().ok_or(Rejection::NotThePlatform)?;
        scheme.verify(request, secrets.all(), now)
    }

    /// What a verified request, signed at `at`, asks for. `None` if the platform never sends such a one.
    fn read(&self, source: &Source, request: &Verified<Request>, at: Timestamp) -> Option<Incoming>;

    /// The verbs that the configuration lets this source carry out. `None`: the sender chooses.
    fn fixed_commands(&self) -> Option<Vec<Verb>> {
        None
    }

    /// Whether a delivery to this URL may show the token of its app.
    fn shows_token_to(&self, _url: &Url) -> bool {
        false
    }

    /// Whether everything that it sends, beyond the channels, stays on this machine.
    fn is_local(&self) -> bool {
        true
    }

    /// Whether it accepts the requests of a test, which only a configuration for this machine may do.
    fn is_for_tests(&self) -> bool {
        false
    }

    /// The app whose tokens its deliveries show: the app's id, Entra's address unless it is that of `[azure]`, and the
    /// audience. `None`: URLs alone are enough.
    fn app(&self) -> Option<(&str, Option<&'static str>, &'static str)> {
        None
    }

    /// The hosts that it calls besides Azure's, as `lamplighter check` tries them.
    fn called(&self) -> Vec<Url> {
        Vec::new()
    }

    /// A secret to seal tickets with if `[tickets]` has no key. It must never travel with a request.
    fn ticket_secret(&self) -> Option<&Secrets> {
        self.signature().map(|(_, secrets)| secrets)
    }

    /// Checks a caller's name in a grant or a person's entry, without the source's name in front. The error
    /// says what is wrong, after the key's name.
    fn check_member(&self, _member: &str) -> Result<(), &'static str> {
        Err("is a machine: write its name alone")
    }

    /// The headers that the platform would send with `body`. `None`: nobody else can sign for it.
    fn sign(&self, at: Timestamp, body: &[u8]) -> Option<Vec<(&'static str, String)>> {
        // Without the emulator, only those sign whose secrets other programs have.
        let (scheme, secrets) = self.signature().filter(|_| cfg!(any(test, feature = "emulator")))?;
        Some(scheme.sign(secrets.current(), at, body))
    }
}

/// One `[sources.<name>]` table, ready to use.
#[derive(Debug)]
pub struct Source {
    /// The key of its table, which is in its URL, in caller ids and in the log.
    pub name: String,
    /// Its kind.
    pub platform: &'static Platform,
    /// Its settings and secrets, and how its requests are checked with them.
    pub adapter: Box<dyn Adapter>,
    /// The keys that seal the tickets of its callers.
    pub(crate) tickets: Secrets,
    /// The keys that seal pending commands. `None` without `[tickets]`.
    pub(crate) later: Option<Secrets>,
    /// The channels that get what the platform takes no late answer for.
    pub notify: Vec<Channel>,
    /// Whether runs that changed nothing are not reported to the channels.
    pub quiet: bool,
    /// The age at which a machine's request is too old to be carried out.
    pub max_age: Option<SignedDuration>,
    /// The language for callers whose own language is unknown.
    pub locale: Option<Locale>,
    /// Whether the source's secret was removed since the process started. Every request is refused.
    pub closed: bool,
}

impl Source {
    /// The adapter, if it is of this type.
    pub fn adapter_as<T: Adapter>(&self) -> Option<&T> {
        let adapter: &dyn Any = &*self.adapter;
        adapter.downcast_ref()
    }

    /// Fetches the keys that [`Self::verify`] needs for this request, unless they are cached.
    pub async fn prepare(&self, request: &Request, client: &reqwest::Client, now: Timestamp) {
        if let Some(keys) = self.adapter.signing_keys() {
            keys.prepare(request, client, now).await;
        }
    }

    /// Checks the signature, over the raw bytes.
    ///
    /// # Errors
    ///
    /// When the request is not verified; the sender must not learn why.
    pub fn verify(&self, request: Request, now: Timestamp) -> Verification {
        if self.closed { Err(Rejection::NoSecret) } else { self.adapter.verify(self, request, now) }
    }

    /// What a verified request asks for.
    pub(crate) fn read(&self, request: &Verified<Request>, at: Timestamp) -> Incoming {
        let malformed = || Answer::problem(StatusCode::BAD_REQUEST, self.platform.malformed);
        self.adapter.read(self, request, at).unwrap_or_else(|| Incoming::Nothing(malformed()))
    }

    /// The headers that the platform would send with `body`. `None`: nobody else can sign for it.
    pub fn sign(&self, at: Timestamp, body: &[u8]) -> Option<Vec<(&'static str, String)>> {
        self.adapter.sign(at, body)
    }

    /// Whether its answers show the token of an app, and its requests that of the platform.
    pub fn has_app(&self) -> bool {
        self.adapter.app().is_some()
    }

    /// What replies can promise and offer here.
    pub fn surface(&self) -> Surface {
        self.platform.capabilities.surface(self.notify.iter().map(|channel| channel.name.clone()).collect())
    }

    /// Whether a program waits for the answers, not a person in a chat.
    pub fn is_machine(&self) -> bool {
        self.platform.capabilities.caller == CallerKind::Machine
    }

    /// Whether the configuration chooses the command, and not the sender.
    pub fn has_fixed_command(&self) -> bool {
        self.adapter.fixed_commands().is_some()
    }

    /// Whether the configuration lets it carry out this verb, and no sender chooses.
    pub fn carries_out(&self, verb: Verb) -> bool {
        self.adapter.fixed_commands().is_some_and(|verbs| verbs.contains(&verb))
    }

    /// The longest body that is read, in bytes. Chats send a few kilobytes, alerts come by the hundred.
    pub fn longest_body(&self) -> usize {
        if self.is_machine() { 1024 * 1024 } else { 256 * 1024 }
    }

    /// The reply as messages to the channels that the source notifies. `to` is mentioned, if the
    /// platform can.
    pub fn tell(&self, reply: &Reply, to: Option<&Mention>) -> Vec<Delivery> {
        self.notify.iter().map(|channel| channel.tell(reply, to)).collect()
    }
}

/// The parts of the configuration that reading one source needs.
pub struct SourceContext<'a> {
    /// The source's name.
    pub name: &'a str,
    /// Whether the configuration has channels to notify.
    pub has_channels: bool,
    /// The configured workspaces. `None` if `[azure]` has faults.
    pub workspaces: Option<&'a BTreeMap<Alias, WorkspaceAddress>>,
    /// Looks up a directory by its id. `None` if `[azure]` has faults.
    pub directory: &'a dyn Fn(&str) -> Option<Directory>,
}

/// What the tokens of an Entra directory are checked with: the issuers that they may name, and where the signing keys are.
pub type Directory = (Vec<String>, Url);
