//! What a platform implements, and a source that is configured to use it.

use std::{any::Any, fmt, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};

use super::{
    capabilities::Capabilities,
    context::SourceContext,
    delivery::Delivery,
    event::event_source::EventSource,
    http_answer::Answer,
    incoming::Alerts,
    manifest::Manifest,
    webhook::{Channel, Webhook},
};
use crate::{
    command::Verb,
    command_request::{Addressee, Caller, CallerKind, CommandRequest},
    reply::{Expected, LateChannel, Locale, Reply, Surface},
    toml_document::Table,
    verify::{Rejection, Request, Secrets, Verified},
};

/// One kind of source: everything that is known of it before any source is configured.
///
/// `PLATFORMS` in `source.rs` lists them all. Configuration, manifests, samples and documentation
/// derive from it.
pub struct Platform {
    /// As the configuration names it: `kind = "azure-monitor"`.
    pub kind: &'static str,
    /// The keys of a source's table.
    pub keys: &'static [&'static str],
    pub capabilities: Capabilities,
    /// Reads a source's table, whose keys are checked already. `None`: its faults have been noted.
    pub read_config: fn(&Table<'_>, &SourceContext<'_>) -> Option<Input>,
    /// How the platform's channels take messages, if it has channels.
    pub webhook: Option<Webhook>,
    /// How the platform is told of a source, if it has to be.
    pub manifest: Option<Manifest>,
    /// Requests as the platform sends them, by name. Only ids are made up.
    #[cfg(any(test, feature = "emulator"))]
    pub samples: &'static [(&'static str, &'static str)],
}

impl Platform {
    /// Whether `key` may stand in a source's table.
    pub fn has_key(&self, key: &str) -> bool {
        self.keys.contains(&key)
    }
}

impl fmt::Debug for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind)
    }
}

/// What a verified request asks for.
#[derive(Debug)]
pub enum Incoming {
    /// A person's command, or a click on a button.
    Command(CommandRequest, Arc<dyn ReplyHandle>),
    /// Verb and TARGETs of a command that a person is still typing. The last word wants completions.
    Unfinished(CommandRequest, Arc<dyn ReplyHandle>),
    /// A click on a button that has expired.
    ExpiredButton(CommandRequest, Arc<dyn ReplyHandle>),
    /// The platform does not say who the person is. They speak this language.
    Nameless(Option<String>, Arc<dyn ReplyHandle>),
    /// A machine's command.
    Machine(CommandRequest),
    /// What alerts ask for, by the source's rules.
    Alerts(Alerts),
    /// Not what a machine's source takes: mostly its sender is set up for something else.
    NotUnderstood(Expected),
    /// There is nothing to do, and this is the answer.
    Nothing(Answer),
}

/// The way back to the person who sent one request. Each platform has its own.
///
/// Late answers pass the source as it is then, so that a renewed secret or webhook counts.
pub trait ReplyHandle: Send + Sync {
    /// The answer given at once, without words, where everything else comes through
    /// [`ReplyHandle::deliveries`].
    fn answer_at_once(&self) -> Option<Answer> {
        None
    }

    /// The reply as the direct answer to the request.
    fn render(&self, source: &Source, reply: &Reply) -> Answer;

    /// The direct answer when the work takes longer, to those who will see `reply`: its words, or
    /// a placeholder.
    fn acknowledge(&self, source: &Source, reply: &Reply) -> Answer {
        self.render(source, reply)
    }

    /// The completions of what is being typed, as the direct answer.
    fn offer(&self, _choices: &[Choice]) -> Answer {
        Answer::empty(http::StatusCode::OK)
    }

    /// Whether nobody but the caller sees the direct answer, whatever it says.
    fn is_answered_aside(&self) -> bool {
        false
    }

    /// The reply as messages to where late answers go, in order. `in_place`: it replaces the message
    /// that is there.
    fn deliveries(&self, source: &Source, reply: &Reply, in_place: bool) -> Vec<Delivery>;
}

/// Shows nothing: a handle lets whoever has it answer.
impl fmt::Debug for dyn ReplyHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReplyHandle")
    }
}

/// A name offered to somebody who is typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub label: String,
    pub value: String,
}

/// Where a source's requests come from.
#[derive(Debug)]
pub enum Input {
    /// HTTP requests to the source's own route.
    Requests(Box<dyn Adapter>),
    /// Events that the hosting platform delivers. They have no route and no signature.
    Events(EventSource),
}

/// A verified request with the time at which it was signed; or why it is not verified.
pub type Verification = Result<(Verified<Request>, Timestamp), Rejection>;

/// Checks and reads the requests of one source.
pub trait Adapter: Any + fmt::Debug + Send + Sync {
    /// An answer that is given before anything is verified. It must show nothing and do nothing.
    fn greet(&self, _request: &Request) -> Option<Answer> {
        None
    }

    /// Fetches what [`Adapter::verify`] needs for this request, unless that is cached.
    fn prepare<'a>(
        &'a self,
        _request: &'a Request,
        _client: &'a reqwest::Client,
        _now: Timestamp,
    ) -> Option<futures::future::BoxFuture<'a, ()>> {
        None
    }

    /// Checks the signature or token, over the raw bytes. Gives the time of signing, or of arrival
    /// where the platform signs none.
    fn verify(&self, source: &Source, request: Request, now: Timestamp) -> Verification;

    /// What a verified request, signed at `at`, asks for.
    fn read(&self, source: &Source, request: &Verified<Request>, at: Timestamp) -> Incoming;

    /// The verbs that the configuration lets this source carry out. `None`: the sender chooses.
    fn fixed_commands(&self) -> Option<Vec<Verb>> {
        None
    }

    /// A secret to seal tickets with where `[tickets]` gives no key. It must never travel with a request.
    fn ticket_secret(&self) -> Option<&Secrets> {
        None
    }

    /// Checks what a grant or a person calls a caller, without the source's name in front. The error
    /// says what is wrong, after the key's name.
    fn check_member(&self, _member: &str) -> Result<(), &'static str> {
        Err(IS_A_MACHINE)
    }

    /// The headers that the platform would send with `body`. `None`: nobody else can sign for it.
    fn sign(&self, _at: Timestamp, _body: &[u8]) -> Option<Vec<(&'static str, String)>> {
        None
    }
}

const IS_A_MACHINE: &str = "is a machine: write its name alone";

/// One `[sources.<name>]` table, ready to use.
#[derive(Debug)]
pub struct Source {
    pub name: String,
    pub platform: &'static Platform,
    pub input: Input,
    pub tickets: Secrets,
    /// The channels that are told what the platform takes no late answer for.
    pub notify: Vec<Channel>,
    /// Whether the channels are not told of a run that changed nothing.
    pub quiet: bool,
    /// The age at which a machine's request is too old to be carried out.
    pub max_age: Option<SignedDuration>,
    /// The language for callers whose own language is unknown.
    pub locale: Option<Locale>,
    /// Whether the source's secret was removed since the process started. Every request is refused.
    pub closed: bool,
}

#[cfg(test)]
impl Source {
    /// A source with nothing set but what it takes.
    pub(super) fn bare(platform: &'static Platform, input: Input) -> Self {
        Self {
            name: "nightly".to_owned(),
            platform,
            input,
            tickets: crate::ticket::keys([b"any".as_slice()]),
            notify: Vec::new(),
            quiet: false,
            max_age: None,
            locale: None,
            closed: false,
        }
    }
}

impl Source {
    fn adapter(&self) -> Option<&dyn Adapter> {
        match &self.input {
            Input::Requests(adapter) => Some(&**adapter),
            Input::Events(_) => None,
        }
    }

    /// The adapter, if it is of this type.
    pub fn adapter_as<T: Adapter>(&self) -> Option<&T> {
        let adapter: &dyn Any = self.adapter()?;
        adapter.downcast_ref()
    }

    /// The settings of a source for the hosting platform's events.
    pub fn as_event(&self) -> Option<&EventSource> {
        match &self.input {
            Input::Requests(_) => None,
            Input::Events(event) => Some(event),
        }
    }

    /// An answer that is given before anything is verified.
    pub fn greet(&self, request: &Request) -> Option<Answer> {
        self.adapter()?.greet(request)
    }

    /// Fetches what [`Source::verify`] needs for this request, unless that is cached.
    pub async fn prepare(&self, request: &Request, client: &reqwest::Client, now: Timestamp) {
        if let Some(work) = self.adapter().and_then(|adapter| adapter.prepare(request, client, now)) {
            work.await;
        }
    }

    /// Checks the signature, over the raw bytes.
    ///
    /// # Errors
    ///
    /// When the request is not verified; the sender must not learn why.
    pub fn verify(&self, request: Request, now: Timestamp) -> Verification {
        match self.adapter() {
            _ if self.closed => Err(Rejection::NoSecret),
            Some(adapter) => adapter.verify(self, request, now),
            None => Err(Rejection::NotThePlatform),
        }
    }

    /// The headers that the platform would send with `body`. `None`: nobody else can sign for it.
    pub fn sign(&self, at: Timestamp, body: &[u8]) -> Option<Vec<(&'static str, String)>> {
        self.adapter()?.sign(at, body)
    }

    /// What a verified request, signed at `at`, asks for.
    pub fn read(&self, request: &Verified<Request>, at: Timestamp) -> Incoming {
        match self.adapter() {
            Some(adapter) => adapter.read(self, request, at),
            None => Incoming::Nothing(Answer::empty(http::StatusCode::OK)),
        }
    }

    /// How long after a request's arrival the first answer is due, with a margin for the way back.
    pub fn patience(&self) -> Duration {
        self.platform.capabilities.first_answer
    }

    /// How long after a request its last answer can still be delivered, with a margin.
    pub fn reach(&self) -> Duration {
        self.platform.capabilities.last_answer
    }

    /// What replies can promise and offer here.
    pub fn surface(&self) -> Surface {
        let capabilities = &self.platform.capabilities;
        Surface {
            typed: capabilities.confirms_by_typing,
            button: capabilities.button_limit,
            late: if capabilities.answers_late {
                LateChannel::Here
            } else if self.notify.is_empty() {
                LateChannel::Nowhere
            } else {
                LateChannel::There(self.notify.iter().map(|channel| channel.name.clone()).collect())
            },
        }
    }

    /// Whether a program waits for the answers, not a person in a chat.
    pub fn is_machine(&self) -> bool {
        self.platform.capabilities.caller == CallerKind::Machine
    }

    /// The machine that sends this source's requests, as a caller.
    pub fn machine(&self) -> Caller {
        Caller::machine(&self.name)
    }

    /// Whether the configuration says what is done, whoever sends what.
    pub fn has_fixed_command(&self) -> bool {
        match self.adapter() {
            Some(adapter) => adapter.fixed_commands().is_some(),
            // Nobody reads the answer to an event.
            None => true,
        }
    }

    /// The verbs that the configuration has it carry out.
    pub fn ordered(&self) -> Vec<Verb> {
        match &self.input {
            Input::Requests(adapter) => adapter.fixed_commands().unwrap_or_default(),
            Input::Events(event) => event.order.verb().into_iter().collect(),
        }
    }

    /// Checks what a grant or a person calls a caller of this source, without the source's name.
    ///
    /// # Errors
    ///
    /// When it can be no caller; the error says why, after the key's name.
    pub fn check_member(&self, member: &str) -> Result<(), &'static str> {
        match self.adapter() {
            Some(adapter) => adapter.check_member(member),
            None => Err(IS_A_MACHINE),
        }
    }

    /// The longest body that is read, in bytes. Chats send a few kilobytes, alerts come by the hundred.
    pub fn longest_body(&self) -> usize {
        if self.is_machine() { 1024 * 1024 } else { 256 * 1024 }
    }

    /// Whether the headers alone prove who sends a request.
    pub fn proves_by_head(&self) -> bool {
        self.platform.capabilities.proves_by_head
    }

    /// Whether requests reach it over HTTP.
    pub fn has_route(&self) -> bool {
        self.adapter().is_some()
    }

    /// Whether an acknowledgement is a placeholder, which the next answer replaces.
    pub fn holds_a_place(&self) -> bool {
        self.platform.capabilities.defers
    }

    /// The reply as messages to the channels that the source notifies. `to` is mentioned, where the
    /// platform can.
    pub fn tell(&self, reply: &Reply, to: Option<&Addressee>) -> Vec<Delivery> {
        self.notify.iter().map(|channel| channel.tell(reply, to)).collect()
    }
}
