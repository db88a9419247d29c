//! Asking first: before a delete, and before a person in a chat touches many at once.

use super::{App, Said, Verdict};
use crate::{
    ask::{Ask, CallerKind, Confirmation},
    azure::{Compute, State},
    command::{self, BULK, Command, Verb},
    lifecycle,
    policy::Permit,
    reply::{self, Voice},
    ticket::{self, Ticket, Void},
};

/// `confirm CODE COMMAND…`, for platforms without buttons: becomes the command, and the ticket
/// whose request time is when it was issued.
pub(super) fn typed(ask: &mut Ask) {
    let mut words = ask.text.split_whitespace();
    if !words
        .next()
        .is_some_and(|word| word.eq_ignore_ascii_case("confirm"))
    {
        return;
    }
    let code = words.next().unwrap_or_default().to_owned();
    let text = words.collect::<Vec<_>>().join(" ");
    let canonical = command::parse(&text).map(|command| command.to_string());
    let ticket = canonical.ok().and_then(|command| ticket::typed(&code, &command));
    // Whatever it is, it is refused as a ticket, not read as a command.
    let ticket = ticket.unwrap_or_default();
    if let Ok(read) = Ticket::read(&ticket) {
        ask.at = read.issued();
    }
    ask.confirmation = Confirmation::Ticket(ticket);
    ask.text = text;
}

impl App {
    /// The ticket that came with the request, if it is one and has not expired.
    pub(super) fn ticket(&self, ask: &Ask, voice: &Voice) -> Result<Option<Ticket>, Said> {
        let Confirmation::Ticket(text) = &ask.confirmation else {
            return Ok(None);
        };
        let void = |void| Said::refused(reply::void_ticket(voice, void, &ask.text));
        let ticket = Ticket::read(text).map_err(void)?;
        match self.clock.now() > ticket.expires {
            true => Err(void(Void::Expired)),
            false => Ok(Some(ticket)),
        }
    }

    /// Goes on when nothing has to be confirmed, or it was. Else it ends with the prompt, or with
    /// why the confirmation does not count.
    pub(super) fn confirm(
        &self,
        ask: &Ask,
        command: &Command,
        ticket: Option<&Ticket>,
        permitted: &[(Permit, Compute)],
        voice: &Voice,
    ) -> Result<(), Said> {
        let now = self.clock.now();
        let keys = self.sources.get(&ask.caller.source).map(|source| &source.tickets);
        let instances: Vec<_> = permitted
            .iter()
            .map(|(permit, _)| permit.instance().clone())
            .collect();
        let void = |void| Said::refused(reply::void_ticket(voice, void, &ask.text));
        match (&ask.confirmation, ticket.zip(keys)) {
            (Confirmation::Terminal, _) => return Ok(()),
            (Confirmation::Ticket(_), Some((ticket, keys))) => {
                return ticket.check(keys, &ask.caller, &instances, now).map_err(void);
            }
            (Confirmation::Ticket(_), None) => return Err(void(Void::Unfitting)),
            (Confirmation::None, _) => {}
        }
        let affected: Vec<_> = permitted
            .iter()
            .filter(|(permit, seen)| lifecycle::would_act(permit, seen, ask.at))
            .map(|(permit, seen)| (permit.instance().clone(), seen.state == Some(State::JobRunning)))
            .collect();
        let bulk = ask.caller.kind == CallerKind::Person && affected.len() > BULK;
        let asks_first = bulk || command.verb == Verb::Delete && !affected.is_empty();
        if !asks_first || command.dry_run {
            return Ok(());
        }
        let sealed = keys.map(|keys| ticket::issue(keys, &ask.caller, &command.to_string(), &instances, now));
        let reply = reply::confirm(voice, command.verb, &affected, sealed);
        Err(Said::finally(Verdict::Unconfirmed, reply))
    }
}
