//! Confirmations: before a delete, and before a person acts on many instances.

use jiff::Timestamp;

use super::{
    execution::{Action, Execution, Permitted},
    refusal::Refusal,
    result::CommandResult,
};
use crate::{
    azure::{Compute, State},
    command::{self, BULK, Command, Power, Verb},
    command_request::{CommandRequest, Confirmation},
    lifecycle,
    reply::{self, JobsSeen, Priced, Text},
    target::Instance,
    ticket::{self, SealedInstance, Ticket, TicketError},
};

/// Turns `confirm CODE COMMAND…`, which platforms without buttons use, into the command and its ticket.
pub fn read_typed_confirmation(request: &mut CommandRequest) {
    let mut words = request.text.split_whitespace();
    if !words.next().is_some_and(|word| command::CONFIRM.include(word)) {
        return;
    }
    let code = words.next().unwrap_or_default().to_owned();
    let text = words.collect::<Vec<_>>().join(" ");
    let canonical = command::parse(&text).map(|command| command.to_string());
    let ticket = canonical.ok().and_then(|command| ticket::typed(&code, &command));
    // Any other text is refused as a ticket, not read as a command.
    let ticket = ticket.unwrap_or_default();
    request.confirmation = Confirmation::Ticket(ticket);
    request.text = text;
}

/// Refuses a ticket that cannot be read, has expired, or belongs to a command that never needs confirmation.
pub(super) fn check_ticket(execution: &Execution<'_>, command: Option<&Command>) -> Result<(), Refusal> {
    let Confirmation::Ticket(text) = &execution.request.confirmation else { return Ok(()) };
    // The time of the click counts: Azure's throttling does not void a ticket.
    match Ticket::read(text) {
        Some(ticket) if execution.localizer().now > ticket.expires => {
            Err(Refusal::Ticket(TicketError::Expired))
        }
        Some(_) if command.is_some_and(may_be_confirmed) => Ok(()),
        _ => Err(Refusal::Ticket(TicketError::Malformed)),
    }
}

fn may_be_confirmed(command: &Command) -> bool {
    match command {
        Command::Power { .. } | Command::Create { .. } | Command::Renew { .. } => true,
        Command::Idle { .. } => command.may_need_a_yes(),
        other => other.for_later().is_some(),
    }
}

impl Execution<'_> {
    /// The instances to act on, and the time of the request or, for a confirmed command, of its question. After a
    /// question, only those that it named are acted on: there was nothing to do to the others, so their attempts end.
    ///
    /// # Errors
    ///
    /// The question, or the reason why the ticket does not count.
    pub async fn confirm(
        &self,
        action: &Action<'_>,
        permitted: Vec<Permitted>,
        jobs: &JobsSeen,
    ) -> Result<(Vec<Permitted>, Timestamp), Refusal> {
        let request = self.request;
        // What is settled now, or runs a job, may not by its time.
        let is_now = matches!(action.command, Command::Power { .. });
        let affected = |(permit, seen): &Permitted| {
            !is_now || action.verb == Power::Delete || lifecycle::might_act(permit, seen, request.at)
        };
        let working = |seen: &Compute| (is_now || action.force) && seen.state == Some(State::JobRunning);
        let sealed = |(permit, seen): &Permitted| SealedInstance {
            instance: permit.instance().clone(),
            working: working(seen),
            jobs: jobs.names.iter().filter(|_| working(seen)).cloned().collect(),
        };
        let sealed: Vec<_> = permitted.iter().filter(|one| affected(one)).map(sealed).collect();
        let most = action.max.map_or(sealed.len(), |max| max.min(sealed.len()));
        let bulk = !request.is_unattended() && most > BULK;
        let asks_first = bulk || action.verb == Power::Delete && !sealed.is_empty();
        let verb = action.verb.into();
        let asks = asks_first && !action.dry_run;
        // Nobody knows yet what it will hit later.
        let stakes = if asks && is_now && matches!(request.confirmation, Confirmation::None) {
            self.stakes(verb, permitted.iter().filter(|one| affected(one)), most).await
        } else {
            Vec::new()
        };
        let question = asks.then_some((verb, most, stakes, jobs));
        let asked = self.answered(action.command, &sealed, question)?;
        if !matches!(request.confirmation, Confirmation::Ticket(_)) {
            return Ok((permitted, asked));
        }
        let settled = |one: &Permitted| {
            let (permit, seen) = one;
            (!affected(one)).then(|| (seen.id.clone(), lifecycle::dry_run(permit, seen, asked)))
        };
        Ok((self.unsettled(permitted, settled), asked))
    }

    /// Asks before a setting of several instances changes.
    ///
    /// # Errors
    ///
    /// As [`Self::confirm`].
    pub fn confirm_setting(
        &self,
        command: &Command,
        instances: impl Iterator<Item = Instance>,
    ) -> Result<(), Refusal> {
        let sealed = |instance| SealedInstance { instance, working: false, jobs: Vec::new() };
        let sealed: Vec<_> = instances.map(sealed).collect();
        let (no_jobs, asks) = (JobsSeen::default(), !self.request.is_unattended() && sealed.len() > 1);
        let question = asks.then(|| (command.verb(), sealed.len(), Vec::new(), &no_jobs));
        self.answered(command, &sealed, question).map(drop)
    }

    /// Asks before instances are made, and says on which `terms`. Returns when that was asked.
    ///
    /// # Errors
    ///
    /// As [`Self::confirm`].
    pub fn confirm_making(
        &self,
        command: &Command,
        instances: impl IntoIterator<Item = Instance>,
        terms: Vec<Text>,
    ) -> Result<Timestamp, Refusal> {
        let sealed = |instance| SealedInstance { instance, working: false, jobs: Vec::new() };
        let sealed: Vec<_> = instances.into_iter().map(sealed).collect();
        self.answered(command, &sealed, Some((command.verb(), 1, terms, &JobsSeen::default())))
    }

    /// The time of the request or, for a confirmed command, of its question. `question`, if one has to be asked: what is
    /// done, to how many instances at most, what is at stake, and the jobs.
    fn answered(
        &self,
        command: &Command,
        sealed: &[SealedInstance],
        question: Option<(Verb, usize, Vec<Text>, &JobsSeen)>,
    ) -> Result<Timestamp, Refusal> {
        let (request, now) = (self.request, self.localizer().now);
        let source = self.engine.registry.get(&request.caller.source);
        let keys = source.as_ref().map_or(&self.engine.terminal_tickets, |source| &source.tickets);
        match (&request.confirmation, question) {
            (Confirmation::Ticket(text), _) => {
                let ticket = Ticket::read(text).ok_or(Refusal::Ticket(TicketError::Malformed))?;
                let checked = ticket.check(keys, &request.caller, sealed, now);
                let asked = checked.map_err(Refusal::Ticket)?.issued();
                self.progress.confirmed.get_or_init(|| ());
                if request.replaces_message {
                    let pressed = reply::after_click(self.localizer(), Some(command));
                    drop(self.updates.send(CommandResult::in_place(pressed)));
                }
                Ok(asked)
            }
            (Confirmation::Terminal, _) => {
                self.progress.confirmed.get_or_init(|| ());
                Ok(request.at)
            }
            (Confirmation::None, None) => Ok(request.at),
            (Confirmation::None, Some((verb, most, stakes, jobs))) => {
                let ticket = ticket::issue(keys, &request.caller, &command.to_string(), sealed, now);
                let (localizer, kind) = (self.localizer(), request.caller.kind);
                let question = reply::confirm(localizer, (verb, most), sealed, stakes, jobs, ticket, kind);
                Err(Refusal::Unconfirmed(question))
            }
        }
    }

    /// What a bulk action on these saves and whom it hits; with a limit, only if prices say which are the dearest.
    async fn stakes<'p>(
        &self,
        verb: Verb,
        affected: impl Iterator<Item = &'p Permitted>,
        most: usize,
    ) -> Vec<Text> {
        let mut priced = self.priced(affected.map(|(_, seen)| &**seen), self.patience()).await;
        if priced.len() > most && priced.iter().any(|one| one.money.is_none()) {
            return Vec::new();
        }
        priced.sort_unstable_by_key(Priced::rank);
        priced.truncate(most);
        reply::stakes(self.localizer(), false, verb, &priced, self.entra().as_deref())
    }
}
