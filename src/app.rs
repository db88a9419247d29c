//! The whole story on one screen: a request is heard, answered in time, and the work it asked for
//! goes on until there is a last thing to say.

mod acted;
mod admission;
mod announce;
mod card;
mod complete;
mod confirm;
mod cost;
mod doors;
mod errand;
mod event;
mod examine;
mod first_arrival;
mod jobs;
mod keep;
mod machine;
mod overview;
mod perform;
mod progress;
mod refuse;
mod resume;
mod said;
mod setting;
mod speaker;
mod told;

use std::sync::Arc;

use bytes::Bytes;
use futures::future::BoxFuture;
use http::{Method, StatusCode, header};
use jiff::{Timestamp, tz::TimeZone};
use tokio::{sync::oneshot, time::Instant};

use crate::{
    ask::{Ask, AskId, Caller, CallerKind, Confirmation, Mode, ReplyTo},
    azure::{Azure, AzureError},
    clock::Clock,
    config::Config,
    fleet::Fleet,
    lifecycle::Lifecycle,
    log_limit::LogLimit,
    policy::{Person, Policy},
    reply::{self, Locale, Voice},
    source::{Answer, Heard, Mailbox, Source},
    ticket, traces,
    verify::{NotRead, Request},
};

use admission::Admission;
use doors::Doors;
use first_arrival::FirstArrivals;
use progress::Progress;
use refuse::{bare, log_wrong_method, no_such_path, wrong_method};
use speaker::Speaker;

pub use said::{Found, Row, Said, UnreadWorkspace, Verdict};

pub type Response = http::Response<Bytes>;

/// Where work goes on after the first answer was written. One implementation per host.
pub trait Later: Send + Sync {
    /// Runs `work` to its end, after the response too, as long as the host lives.
    fn spawn(&self, work: BoxFuture<'static, ()>);

    /// Resolves when the host is about to end or freeze us: say now what is known.
    fn out_of_time(&self) -> BoxFuture<'static, ()>;
}

/// A platform event could not even be attempted, for a reason that may pass; the platform should
/// deliver it again.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct EventFailed(pub String);

/// The application, ready to hear.
pub struct App {
    doors: Arc<Doors>,
    pub(crate) policy: Policy,
    pub(crate) azure: Arc<Azure>,
    fleet: Fleet,
    lifecycle: Lifecycle,
    admission: Arc<Admission>,
    log_limit: LogLimit,
    unverified_mib: usize,
    told: told::Told,
    mailbox: Mailbox,
    client: reqwest::Client,
    clock: Clock,
    locale: Locale,
    zone: TimeZone,
    /// A terminal's tickets hold the set that was named; there is nobody to forge them.
    terminal_tickets: ticket::Keys,
    first_arrivals: FirstArrivals,
}

impl App {
    /// Puts together what `config` describes. Nobody is contacted.
    ///
    /// # Errors
    ///
    /// When the credential lacks something, such as the federated token's file.
    pub fn new(config: Config, client: reqwest::Client, clock: Clock) -> Result<Arc<Self>, AzureError> {
        for warning in &config.warnings {
            tracing::warn!(warning, "the configuration");
        }
        let azure = Arc::new(Azure::new(config.azure, client.clone())?);
        let log_limit = LogLimit::default();
        Ok(Arc::new(Self {
            doors: Doors::new(config.sources, config.renewal),
            policy: config.policy,
            fleet: Fleet::new(azure.clone()),
            lifecycle: Lifecycle::new(azure.clone(), clock.clone()),
            admission: Admission::new(config.limits, log_limit.clone()),
            log_limit,
            unverified_mib: config.limits.unverified_mib,
            told: told::Told::default(),
            azure,
            mailbox: Mailbox::new(client.clone()),
            client,
            clock,
            locale: config.locale,
            zone: config.zone,
            terminal_tickets: ticket::Keys::derived_from(b"terminal", None),
            first_arrivals: FirstArrivals::default(),
        }))
    }

    /// Begins to send traces, through our own client, where the environment asks for it.
    #[cfg(feature = "otel")]
    pub fn trace(&self, env: impl Fn(&str) -> Option<String>) {
        traces::begin(&self.client, env);
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Bounds the log lines that strangers can cause, in whichever host we run.
    pub fn log_limit(&self) -> &LogLimit {
        &self.log_limit
    }

    /// How much memory the bodies of requests may take that are not verified yet.
    pub fn unverified_mib(&self) -> usize {
        self.unverified_mib
    }

    /// How long the body of a request for this path may be, in bytes. Where nobody is at home, none is read.
    pub fn longest_body(&self, path: &str) -> usize {
        self.source_at(path).map_or(0, |source| source.longest_body())
    }

    /// Where requests are heard over HTTP, as an operator reads it.
    pub fn routes(&self) -> Vec<String> {
        let sources = self.doors.all();
        let heard = sources.iter().filter(|source| source.has_route());
        heard
            .map(|source| format!("POST /hooks/{}", source.name))
            .chain(["GET /healthz".to_owned()])
            .collect()
    }

    /// Answers a request that came over HTTP.
    pub async fn handle(self: &Arc<Self>, request: Request, later: Arc<dyn Later>) -> Response {
        let source = self.source_at(&request.path);
        let answer = match (&request.method, request.path.as_str(), source) {
            (&Method::GET | &Method::HEAD, "/healthz", _) => Answer::empty(StatusCode::OK),
            (_, "/healthz", _) => return wrong_method("GET, HEAD"),
            (&Method::POST, _, Some(source)) if request.body.len() > source.longest_body() => {
                return self.not_read(request, NotRead::TooLarge, later).await;
            }
            (&Method::POST, _, Some(source)) => self.request(source, request, later).await,
            (&Method::GET, _, Some(source)) if source.greet(&request).is_some() => {
                Answer::empty(StatusCode::OK)
            }
            (_, _, Some(source)) => {
                log_wrong_method(&self.log_limit, &source, &request);
                return wrong_method("POST");
            }
            (_, _, None) => no_such_path(&self.log_limit, &request),
        };
        response(answer)
    }

    /// The source that is heard at this path.
    fn source_at(&self, path: &str) -> Option<Arc<Source>> {
        let name = path.strip_prefix("/hooks/")?;
        self.doors.get(name).filter(|source| source.has_route())
    }

    /// One request to a source.
    #[cfg_attr(feature = "otel", tracing::instrument(
        target = "traces", level = "debug", skip_all,
        fields(
            otel.kind = "server", otel.name = format!("POST {}", request.path), otel.status_code, source = source.name,
            http.request.method = "POST", http.route = %request.path, http.response.status_code,
        )
    ))]
    async fn request(
        self: &Arc<Self>,
        source: Arc<Source>,
        request: Request,
        later: Arc<dyn Later>,
    ) -> Answer {
        let answer = self.hear(source, request, later).await;
        traces::answered(answer.status.as_u16(), answer.status.is_server_error());
        answer
    }

    /// Nothing is read of a request before it is verified, and nobody learns why it was not.
    async fn hear(self: &Arc<Self>, source: Arc<Source>, request: Request, later: Arc<dyn Later>) -> Answer {
        if let Some(greeting) = source.greet(&request) {
            return greeting;
        }
        source.prepare(&request, &self.client, self.clock.now()).await;
        let arrived = request.arrived;
        let (source, verified, signed_at) = match self.verify(source, request, &later).await {
            Ok(verified) => verified,
            Err(rejection) => return bare(rejection.status()),
        };
        let source = &*source;
        let now = self.clock.now();
        let asked_at = self
            .first_arrivals
            .asked_at(&source.name, &verified, signed_at, now);
        let heard = source.read(&verified, asked_at);
        let due = self.due_for_machine(source, &verified);
        let id = AskId::of(&[source.name.as_bytes(), &verified.body]);
        // Its body would count as one that is not verified for as long as the answer takes.
        drop(verified);
        match heard {
            Heard::NotUnderstood(expected) => self.not_understood(source, id, expected, &later),
            Heard::Nothing(answer) => {
                let (source, status) = (&source.name, answer.status.as_u16());
                if answer.status.is_client_error() {
                    tracing::warn!(source, "a request is not understood; nothing was done");
                } else {
                    tracing::info!(source, status, "nothing was asked");
                }
                answer
            }
            Heard::Nameless { locale } => {
                tracing::info!(source = source.name, "heard from nobody who is known by an id");
                let voice = self.voice_at(Some(source), None, locale.as_deref());
                source.render(&ReplyTo::Waiting, &reply::nameless(&voice))
            }
            Heard::Ask(ask) if ask.caller.kind == CallerKind::Machine => {
                self.answer_machine(source, vec![ask], &[], due, later).await
            }
            Heard::Alerts(alerts) => self.alerted(source, alerts, due, later).await,
            Heard::Ask(ask) => self.converse(source, ask, arrived, later).await,
            Heard::Unfinished(ask) => self.complete(source, &ask, arrived).await,
            Heard::TooLate(ask) => {
                let expired = reply::button_expired(&self.voice(&ask), &ask.text);
                source.render(&ask.reply_to, &expired)
            }
        }
    }

    /// Starts the work and answers with what it has to say, or in time with what is known so far.
    async fn converse(
        self: &Arc<Self>,
        source: &Source,
        ask: Ask,
        arrived: Timestamp,
        later: Arc<dyn Later>,
    ) -> Answer {
        let due = self.due(source, arrived);
        let at_once = source.answers_at_once(&ask);
        let reply_to = ask.reply_to.clone();
        let admitted = match self.admission.admit(&ask.caller) {
            Ok(admitted) => admitted,
            Err(overload) => return self.turn_away(source, &ask, overload, &later),
        };
        let (first, mut answered) = oneshot::channel();
        let progress = Progress::new(self.voice(&ask), &ask.caller.id);
        let first = at_once.is_none().then_some(first);
        // A click's direct answer has no words.
        let click = at_once.is_some().then(|| (ask.id, ask.reply_to.clone()));
        let speaker = Speaker::source(self.clone(), source.name.clone(), first);
        let run = self.clone().run(ask, progress.clone(), speaker, later.clone());
        later.spawn(Box::pin(async move {
            run.await;
            drop(admitted);
        }));
        if let Some(click) = click {
            let acknowledge =
                self.clone()
                    .acknowledge_click(source.name.clone(), click, progress.clone(), due);
            later.spawn(Box::pin(acknowledge));
        }
        if let Some(answer) = at_once {
            return answer;
        }
        let reply = tokio::select! {
            biased;
            Ok(reply) = &mut answered => reply,
            ack = progress.acknowledge(due) => {
                // From here on the work speaks through the late channel; unless it was faster.
                answered.close();
                match answered.try_recv() {
                    Ok(reply) => reply,
                    Err(_) => {
                        if !reply_to.is_answered_aside() {
                            progress.said(&ack);
                        }
                        return source.acknowledge(&reply_to, &ack);
                    }
                }
            }
        };
        source.render(&reply_to, &reply)
    }

    /// When the first answer to a request is due that came at `arrived`.
    fn due(&self, source: &Source, arrived: Timestamp) -> Instant {
        let spent = self.clock.now().duration_since(arrived);
        Instant::now()
            + source
                .patience()
                .saturating_sub(spent.try_into().unwrap_or_default())
    }

    /// One command from a terminal, through the same line.
    pub fn run_at_terminal(
        self: &Arc<Self>,
        user: &str,
        text: &str,
        confirmation: Confirmation,
        later: Arc<dyn Later>,
    ) -> tokio::sync::mpsc::UnboundedReceiver<Said> {
        let (said, hear) = tokio::sync::mpsc::unbounded_channel();
        let now = self.clock.now();
        let ask = Ask {
            id: AskId::of(&[text.as_bytes(), &now.as_nanosecond().to_be_bytes()]),
            caller: Caller {
                id: format!("cli:{user}"),
                kind: CallerKind::Terminal,
                channel: None,
                entra: None,
                source: "cli".to_owned(),
                name: None,
            },
            text: text.to_owned(),
            at: now,
            confirmation,
            locale: None,
            reply_to: ReplyTo::Waiting,
            mode: Mode::Act,
            cause: None,
            alerts: Vec::new(),
        };
        let progress = Progress::new(self.voice(&ask), &ask.caller.id);
        let speaker = Speaker::terminal(said);
        later.spawn(Box::pin(self.clone().run(ask, progress, speaker, later.clone())));
        hear
    }

    fn voice(&self, ask: &Ask) -> Voice {
        let source = self.doors.get(&ask.caller.source);
        let person = self.policy.person(&ask.caller);
        self.voice_at(source.as_deref(), person, ask.locale.as_deref())
    }

    /// How we speak to a person at a source: in the language of the request, whose tag this is, else
    /// the person's own, else the source's, else the config's; and by the person's clock.
    fn voice_at(&self, source: Option<&Source>, person: Option<&Person>, tag: Option<&str>) -> Voice {
        let own = [tag, person.and_then(|person| person.locale.as_deref())];
        let locale = own
            .into_iter()
            .flatten()
            .find_map(Locale::from_tag)
            .or_else(|| source?.locale)
            .unwrap_or(self.locale);
        let zone = person.and_then(|person| person.time_zone.as_deref());
        Voice {
            stage: source.map(Source::stage).unwrap_or_default(),
            locale,
            zone: zone
                .and_then(|name| TimeZone::get(name).ok())
                .unwrap_or_else(|| self.zone.clone()),
            now: self.clock.now(),
            name_workspaces: self.azure.workspaces().count() > 1,
        }
    }
}

fn response(answer: Answer) -> Response {
    let mut response = Response::new(answer.body);
    *response.status_mut() = answer.status;
    if let Some(content_type) = answer.content_type {
        let value = header::HeaderValue::from_static(content_type);
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    if let Some(seconds) = answer.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

#[cfg(test)]
mod tests;
