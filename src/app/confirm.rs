//! Asking first: before a delete, and before a person in a chat touches many at once.

use jiff::Timestamp;

use super::{App, Said, Verdict, progress::Progress};
use crate::{
    ask::{Ask, CallerKind, Confirmation},
    azure::{Compute, Seen, State},
    command::{self, BULK, Command, Verb},
    lifecycle,
    policy::Permit,
    reply::{self, JobsSeen, Voice},
    ticket::{self, Sealed, Ticket, Void},
};

/// `confirm CODE COMMAND…`, for platforms without buttons: becomes the command and the ticket.
pub(super) fn typed(ask: &mut Ask) {
    let mut words = ask.text.split_whitespace();
    if !words.next().is_some_and(|word| command::CONFIRM.include(word)) {
        return;
    }
    let code = words.next().unwrap_or_default().to_owned();
    let text = words.collect::<Vec<_>>().join(" ");
    let canonical = command::parse(&text).map(|command| command.to_string());
    let ticket = canonical.ok().and_then(|command| ticket::typed(&code, &command));
    // Whatever it is, it is refused as a ticket, not read as a command.
    let ticket = ticket.unwrap_or_default();
    ask.confirmation = Confirmation::Ticket(ticket);
    ask.text = text;
}

/// What a command may go on with.
pub(super) struct Cleared {
    pub(super) to_do: Vec<(Permit, Seen<Compute>)>,
    /// What the prompt did not name, since there was nothing to do to it.
    pub(super) left: Vec<(Permit, Seen<Compute>)>,
    /// When it was asked for: a confirmed command when its author was asked to confirm it.
    pub(super) asked: Timestamp,
}

impl Cleared {
    fn all(to_do: Vec<(Permit, Seen<Compute>)>, asked: Timestamp) -> Self {
        Self {
            to_do,
            left: Vec::new(),
            asked,
        }
    }
}

impl App {
    /// The ticket that came with the request, if it is one, has not expired, and `verb` is one that
    /// asks for confirmations.
    pub(super) fn ticket(&self, ask: &Ask, verb: Verb, voice: &Voice) -> Result<Option<Ticket>, Said> {
        let Confirmation::Ticket(text) = &ask.confirmation else {
            return Ok(None);
        };
        let void = |void| Said::refused(reply::void_ticket(voice, void, &ask.text));
        let ticket = Ticket::read(text).map_err(void)?;
        // By the time of the click: that Azure makes us wait voids nothing.
        if voice.now > ticket.expires {
            Err(void(Void::Expired))
        } else if verb.is_power() {
            Ok(Some(ticket))
        } else {
            Err(void(Void::Malformed))
        }
    }

    /// What may be done now: everything when nothing has to be confirmed; what the prompt named
    /// when that was confirmed, the rest being rehearsed only. Else it ends with the prompt, or
    /// with why the confirmation does not count.
    pub(super) fn confirm(
        &self,
        ask: &Ask,
        command: &Command,
        ticket: Option<&Ticket>,
        permitted: Vec<(Permit, Seen<Compute>)>,
        jobs: &JobsSeen,
        progress: &Progress,
    ) -> Result<Cleared, Said> {
        let voice = &progress.voice;
        let affected = |(permit, seen): &(Permit, Seen<Compute>)| {
            command.verb() == Verb::Delete || lifecycle::might_act(permit, seen, ask.at)
        };
        let working = |seen: &Compute| seen.state == Some(State::JobRunning);
        let sealed: Vec<_> = permitted
            .iter()
            .filter(|one| affected(one))
            .map(|(permit, seen)| Sealed {
                instance: permit.instance().clone(),
                working: working(seen),
                jobs: jobs.names.iter().filter(|_| working(seen)).cloned().collect(),
            })
            .collect();
        let source = self.doors.get(&ask.caller.source);
        let keys = match &source {
            Some(source) => &source.tickets,
            None => &self.terminal_tickets,
        };
        match (&ask.confirmation, ticket) {
            (Confirmation::Terminal, _) => {
                progress.confirmed();
                return Ok(Cleared::all(permitted, ask.at));
            }
            (Confirmation::Ticket(_), ticket) => {
                let checked = ticket.map_or(Err(Void::Malformed), |t| {
                    t.check(keys, &ask.caller, &sealed, voice.now)
                });
                return match checked {
                    Ok(ticket) => {
                        progress.confirmed();
                        let (to_do, left) = permitted.into_iter().partition(affected);
                        Ok(Cleared {
                            to_do,
                            left,
                            asked: ticket.issued(),
                        })
                    }
                    Err(void) => Err(Said::refused(reply::void_ticket(voice, void, &ask.text))),
                };
            }
            (Confirmation::None, _) => {}
        }
        let max = match command {
            Command::Power { max, .. } => *max,
            _ => None,
        };
        let most = max.map_or(sealed.len(), |max| max.min(sealed.len()));
        let bulk = ask.caller.kind == CallerKind::Person && most > BULK;
        let asks_first = bulk || command.verb() == Verb::Delete && !sealed.is_empty();
        if !asks_first || command.dry_run() {
            return Ok(Cleared::all(permitted, ask.at));
        }
        let ticket = ticket::issue(keys, &ask.caller, &command.to_string(), &sealed, voice.now);
        let reply = reply::confirm(
            voice,
            (command.verb(), most),
            &sealed,
            jobs,
            ticket,
            ask.caller.kind,
        );
        Err(Said::finally(Verdict::Unconfirmed, reply))
    }
}
