//! One instance in full: what people look for first comes first.

use jiff::Timestamp;

use super::{
    azure_error,
    last_operation::{by, did, led_to},
    localizer::{Args, Voice},
    markup::{Span, Text, link, literal},
    state::{dot, size_name, state_word},
};
use crate::{
    ask::AskId,
    azure::{
        Action, AzureError, Compute, InstanceError, LastOperation, Money, OperationName, OperationStatus,
        Schedule, State,
    },
    lifecycle::{Kept, keep::tag},
};

/// What there is to tell of an instance that the instance itself does not say.
#[derive(Clone, Debug, Default)]
pub struct Detail {
    /// Per hour, where Azure names one.
    pub price: Option<Money>,
    /// Whether somebody keeps it, where that could be read.
    pub keep: Option<Kept>,
}

/// One instance, for one caller.
pub(super) struct Full<'a> {
    pub voice: &'a Voice,
    pub compute: &'a Compute,
    pub detail: Detail,
    /// Who the caller is in Entra.
    pub entra: Option<&'a str>,
    pub id: AskId,
}

impl Full<'_> {
    pub fn lines(&self) -> Vec<Text> {
        let errors = self.compute.errors.iter().map(|fault| self.error(fault));
        let mut lines = vec![self.head()];
        lines.extend(errors);
        lines.push(self.facts());
        lines.extend(self.kept());
        lines.extend(self.last());
        lines.extend(self.image());
        lines.extend(self.applications());
        lines
    }

    /// `🟢 myci is running, since 13:00 (5 h), started by a person.`
    fn head(&self) -> Text {
        let (voice, state) = (self.voice, self.compute.state.as_ref());
        let since = self.cause().map(|last| self.since(last)).unwrap_or_default();
        let args = Args::new()
            .piece("dot", dot(voice, state))
            .text("instance", voice.name(&self.compute.id))
            .piece("state", state_word(voice, state))
            .piece("since", since);
        voice.line("status-head", args)
    }

    /// The last operation, where it led to the state that the instance is in.
    fn cause(&self) -> Option<&LastOperation> {
        let last = self.compute.last_operation.as_ref()?;
        led_to(last, self.compute.state.as_ref()).then_some(last)
    }

    fn since(&self, last: &LastOperation) -> String {
        let voice = self.voice;
        let for_how_long = voice.now.duration_since(last.time);
        let ago = if for_how_long.as_secs() > 0 {
            voice.say(
                "status-for",
                Args::new().piece("ago", voice.duration(for_how_long)),
            )
        } else {
            String::new()
        };
        // "Stopped by" need not be said of what is stopped.
        let did = match (&last.name, &last.status) {
            (_, OperationStatus::InProgress) | (OperationName::Stop, _) => "same",
            (OperationName::Start, _) => "start",
            (OperationName::Restart, _) => "restart",
            _ => "create",
        };
        let cause = by(self.voice, last).map(|by| {
            let args = Args::new().text("did", did).piece("by", by);
            voice.say("status-cause", args)
        });
        let args = Args::new()
            .piece("since", voice.since(last.time))
            .piece("ago", ago)
            .piece("cause", cause.unwrap_or_default());
        voice.say("status-since", args)
    }

    fn error(&self, fault: &InstanceError) -> Text {
        if let Some(kind) = fault.kind() {
            let mut advice = azure_error::failure(self.voice, &AzureError::of(kind), self.id);
            let dot = format!("{} ", self.voice.word("dot-trouble"));
            advice.0.insert(0, Span::Plain(dot));
            return advice;
        }
        let said = fault.message.as_deref().unwrap_or(&fault.code);
        self.voice.line("status-error", Args::new().text("error", said))
    }

    fn facts(&self) -> Text {
        let (voice, compute) = (self.voice, self.compute);
        let mut facts = Vec::new();
        if let Some(size) = &compute.vm_size {
            facts.push(voice.say("status-size", Args::new().text("size", size_name(size))));
        }
        facts.extend(self.detail.price.map(|price| {
            let price = voice.money(price);
            let message = match compute.state {
                Some(State::Running | State::JobRunning) => "per-hour",
                _ => "status-price-if",
            };
            voice.say(message, Args::new().piece("money", price))
        }));
        facts.extend(self.owner());
        facts.push(match compute.idle_shutdown {
            Some(idle) => voice.say("status-idle", Args::new().piece("idle", voice.duration(idle))),
            None if compute.posture.has_idle_time => voice.word("status-idle-unreadable"),
            None => voice.word("status-idle-none"),
        });
        facts.extend(self.schedules());
        Text::read(&format!("{}.", facts.join(" · ")))
    }

    /// How many there are, and what they do next.
    fn schedules(&self) -> Option<String> {
        let (voice, n) = (self.voice, self.compute.schedules.len());
        let args = Args::new().number("n", n);
        let said = match next_action(self.compute, voice.now) {
            Some((action, at)) => {
                let args = args.text("action", action.as_str().to_lowercase());
                voice.say("status-schedules-next", args.piece("at", voice.at(at)))
            }
            None => voice.say("status-schedules", args),
        };
        (n > 0).then_some(said)
    }

    /// By name where Azure tells one, else by the id in Entra.
    fn owner(&self) -> Option<String> {
        let owner = self.compute.owner.as_deref()?;
        if self.is_the_callers() {
            return Some(self.voice.word("status-owner-you"));
        }
        let owner = match &self.compute.owner_name {
            Some(name) => literal(name),
            None => format!("`{}`", literal(owner)),
        };
        Some(self.voice.say("status-owner", Args::new().piece("owner", owner)))
    }

    fn is_the_callers(&self) -> bool {
        let owner = self.compute.owner.as_deref();
        matches!((owner, self.entra), (Some(owner), Some(entra)) if owner.eq_ignore_ascii_case(entra))
    }

    fn kept(&self) -> Option<Text> {
        let voice = self.voice;
        let keep = match &self.detail.keep {
            Some(Kept::No) => return None,
            Some(Kept::Until(keep)) => keep,
            Some(Kept::Unreadable) => {
                let id = &self.compute.id;
                let args = Args::new().text("tag", tag(id)).text("instance", &id.name);
                return Some(voice.line("status-keep-unreadable", args));
            }
            None => return Some(voice.line("status-keep-unknown", Args::new())),
        };
        Some(voice.line("status-kept", voice.keep(Args::new(), keep)))
    }

    /// What was last done to it, where the first line has not told that.
    fn last(&self) -> Option<Text> {
        let last = self.compute.last_operation.as_ref()?;
        if self.cause().is_some() {
            return None;
        }
        let voice = self.voice;
        let by = by(self.voice, last).map(|by| voice.say("status-by", Args::new().piece("by", by)));
        let args = Args::new()
            .piece("at", voice.at(last.time))
            .piece("since", voice.since(last.time))
            .piece("did", did(voice, last))
            .text("operation", last.name.as_str().to_lowercase())
            .piece("by", by.unwrap_or_default());
        let message = match last.status {
            OperationStatus::InProgress => "status-last-running",
            OperationStatus::Failed => "status-last-failed",
            OperationStatus::Succeeded | OperationStatus::Other(_) => "status-last",
        };
        Some(voice.line(message, args))
    }

    fn image(&self) -> Option<Text> {
        let image = &self.compute.posture.os_image;
        if image.is_latest != Some(false) {
            return None;
        }
        Some(match (&image.version, &image.latest) {
            (Some(version), Some(latest)) => {
                let args = Args::new().text("version", version).text("latest", latest);
                self.voice.line("status-image-of", args)
            }
            _ => self.voice.line("status-image", Args::new()),
        })
    }

    /// What can be opened in a browser, by its owner alone; and only while it runs.
    fn applications(&self) -> Option<Text> {
        if !matches!(self.compute.state, Some(State::Running | State::JobRunning)) {
            return None;
        }
        if !self.is_the_callers() {
            return Some(self.voice.line("status-apps", Args::new()));
        }
        let links = self.compute.applications.iter();
        let links: Vec<_> = links
            .map(|app| link(&app.endpoint_uri, &app.display_name))
            .collect();
        let args = Args::new().piece("links", links.join(" · "));
        (!links.is_empty()).then(|| self.voice.line("status-open", args))
    }
}

/// What the instance's own schedules do next, and when: of those that are on and that we can read.
fn next_action(compute: &Compute, now: Timestamp) -> Option<(&Action, Timestamp)> {
    let due = |schedule: &Schedule| schedule.due(now).next;
    let known = compute
        .schedules
        .iter()
        .filter(|schedule| !matches!(schedule.action, Action::Other(_)));
    known
        .filter_map(|schedule| Some((&schedule.action, due(schedule)?)))
        .min_by_key(|(_, at)| *at)
}
