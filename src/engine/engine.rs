//! The parts that commands are carried out with.

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::{
    azure::Azure,
    clock::Clock,
    command_request::CommandRequest,
    lifecycle::Lifecycle,
    policy::{Person, Policy},
    registry::SourceRegistry,
    reply::{Locale, Localizer, Surface},
    source::Source,
    ticket,
    verify::Secrets,
};

/// Carries out the commands of a process. All requests share it, with its caches and locks.
pub struct Engine {
    /// Reads and changes instances.
    pub azure: Arc<Azure>,
    pub(super) lifecycle: Lifecycle,
    /// Says when a request is too old and a keep ends.
    pub clock: Clock,
    pub(super) registry: Arc<SourceRegistry>,
    locale: Locale,
    zone: TimeZone,
    /// Signs a terminal's tickets. They need no secret: they only repeat which instances a question named.
    pub(super) terminal_tickets: Secrets,
}

impl Engine {
    /// `locale` and `zone` are for callers without their own.
    pub fn new(
        azure: Arc<Azure>,
        registry: Arc<SourceRegistry>,
        clock: Clock,
        (locale, zone): (Locale, TimeZone),
    ) -> Self {
        let lifecycle = Lifecycle::new(azure.clone(), clock.clone());
        let terminal_tickets = ticket::keys([b"terminal".as_slice()]);
        Self { azure, lifecycle, clock, registry, locale, zone, terminal_tickets }
    }

    /// Who may do what now.
    pub fn policy(&self) -> Arc<Policy> {
        self.registry.policy()
    }

    /// The language and clock of a caller.
    pub fn localizer(&self, request: &CommandRequest) -> Localizer {
        let source = self.registry.get(&request.caller.source);
        let policy = self.policy();
        let person = policy.person(&request.caller);
        Localizer {
            request: Some(request.id),
            ..self.localizer_for(source.as_deref(), person, request.locale.as_deref())
        }
    }

    /// The language of the request, given as its tag, else the person's, else the source's, else the
    /// configuration's; and the person's clock.
    pub fn localizer_for(
        &self,
        source: Option<&Source>,
        person: Option<&Person>,
        tag: Option<&str>,
    ) -> Localizer {
        let own = [tag, person.and_then(|person| person.locale.as_deref())];
        let own = own.into_iter().flatten().find_map(Locale::from_tag);
        let locale = own.or_else(|| source?.locale).unwrap_or(self.locale);
        let zone = person.and_then(|person| person.time_zone.as_deref());
        Localizer {
            surface: source.map_or_else(Surface::terminal, Source::surface),
            locale,
            zone: zone.and_then(|name| TimeZone::get(name).ok()).unwrap_or_else(|| self.zone.clone()),
            now: self.clock.now(),
            request: None,
            name_workspaces: self.azure.workspaces().count() > 1,
        }
    }
}
