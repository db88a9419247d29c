//! One command from its words to its last answer: parse, look, permit, perform, say, follow.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures::{FutureExt, future::join_all};
use tokio::time::Instant;

use super::{
    App, Later,
    progress::Progress,
    said::{Row, Said, Verdict},
    speaker::Speaker,
};
use crate::{
    ask::{Ask, CallerKind, Confirmation},
    azure::{AzureError, Compute, State},
    command::{self, Command, Verb},
    fleet::Miss,
    lifecycle::{self, Report},
    policy::Permit,
    reply::{self, NEVER_MIND, Reply, Voice},
    target::Alias,
    ticket::{self, Ticket, Void},
};

/// More instances than this, and a person in a chat is asked first.
const BULK: usize = 5;

/// Something said after which nothing follows, or reports of which some are to be followed.
enum Turn {
    Over(Said),
    Acted(Vec<Report>, Vec<(Alias, AzureError)>),
}

impl App {
    /// Carries out what was asked. Whatever happens, exactly one final answer is given.
    pub(super) async fn run(
        self: Arc<Self>,
        ask: Ask,
        progress: Progress,
        mut speaker: Speaker,
        later: Arc<dyn Later>,
    ) {
        let began = Instant::now();
        let voice = progress.voice.clone();
        let said = {
            let errand = self.errand(&ask, &progress, &mut speaker, later.as_ref());
            AssertUnwindSafe(errand).catch_unwind().await.unwrap_or_else(|_| {
                tracing::error!(id = %ask.id, "the errand panicked");
                finally(Verdict::Failed, reply::internal(&voice, ask.id))
            })
        };
        self.audit(&ask, &progress, &said, began.elapsed());
        let in_place =
            said.verdict != Verdict::Done && said.verdict != Verdict::Pending || ask.text == NEVER_MIND;
        speaker.say(ask.id, &ask.reply_to, said, in_place).await;
    }

    async fn errand(&self, ask: &Ask, progress: &Progress, speaker: &mut Speaker, later: &dyn Later) -> Said {
        if ask.text == NEVER_MIND {
            return finally(Verdict::Done, reply::pressed(&progress.voice, None));
        }
        let result = tokio::select! {
            biased;
            result = self.line(ask, progress, speaker) => result,
            () = later.out_of_time() => return self.cut_short(ask, progress),
        };
        let (mut reports, unread) = match result {
            Turn::Over(said) => return said,
            Turn::Acted(reports, unread) => (reports, unread),
        };
        let voice = &progress.voice;
        if reports.iter().any(|report| report.outcome.pending().is_some()) {
            let first = reply::outcomes(voice, &reports, &unread, ask.id, false);
            let said = Said {
                last: false,
                ..acted(first, &reports, &unread)
            };
            speaker.say(ask.id, &ask.reply_to, said, false).await;
            self.resume(&mut reports, later).await;
        }
        let voice = Voice {
            now: self.clock.now(),
            ..voice.clone()
        };
        acted(
            reply::outcomes(&voice, &reports, &unread, ask.id, true),
            &reports,
            &unread,
        )
    }

    /// Parse, look, permit, perform.
    async fn line(&self, ask: &Ask, progress: &Progress, speaker: &mut Speaker) -> Turn {
        let voice = &progress.voice;
        let ticket = match self.ticket(ask) {
            Ok(ticket) => ticket,
            Err(void) => return refused(reply::void_ticket(voice, void, &ask.text)),
        };
        let command = match command::parse(&ask.text) {
            Ok(command) => command,
            Err(misread) => return Turn::Over(finally(Verdict::Misread, reply::misread(voice, &misread))),
        };
        progress.understood(&command);
        if let Some(reply) = self.about_ourselves(ask, &command, voice) {
            return Turn::Over(finally(Verdict::Done, reply));
        }
        let looked = match self
            .fleet
            .look(&self.policy, &ask.caller, &command, &progress.waiting)
            .await
        {
            Ok(looked) => looked,
            Err(miss) => return missed(ask, &command, voice, &miss),
        };
        if !command.verb.changes_the_world() {
            let entra = self
                .policy
                .person(&ask.caller)
                .and_then(|person| person.entra.as_deref());
            let reply = reply::status(voice, command.verb, &looked, entra, ask.id);
            return Turn::Over(Said {
                results: looked.found.iter().map(Row::seen).collect(),
                ..finally(Verdict::Done, reply)
            });
        }
        let mut permitted = Vec::with_capacity(looked.found.len());
        for compute in looked.found {
            match self
                .policy
                .permit(&ask.caller, command.verb, command.force, &compute.instance())
            {
                Ok(permit) => permitted.push((permit, compute)),
                Err(refusal) => return refused(reply::refused(voice, &refusal, &ask.caller)),
            }
        }
        if let Some(unconfirmed) = self.confirm(ask, &command, ticket.as_ref(), &permitted, voice) {
            return unconfirmed;
        }
        if ticket.is_some() {
            let pressed = Said {
                last: false,
                ..finally(Verdict::Pending, reply::pressed(voice, Some(&command)))
            };
            speaker.say(ask.id, &ask.reply_to, pressed, true).await;
        }
        Turn::Acted(
            self.perform(ask, &command, permitted, progress).await,
            looked.unread,
        )
    }

    async fn perform(
        &self,
        ask: &Ask,
        command: &Command,
        permitted: Vec<(Permit, Compute)>,
        progress: &Progress,
    ) -> Vec<Report> {
        progress.sending(!command.dry_run);
        join_all(permitted.into_iter().map(async |(permit, seen)| {
            let id = seen.id.clone();
            let outcome = match command.dry_run {
                true => lifecycle::rehearse(&permit, &seen, ask.at),
                false => {
                    self.lifecycle
                        .perform(permit, seen, ask.at, &progress.waiting)
                        .await
                }
            };
            Report {
                id,
                verb: command.verb,
                outcome,
            }
        }))
        .await
    }

    /// The prompt, if this has to be confirmed and was not; or why the confirmation does not count.
    fn confirm(
        &self,
        ask: &Ask,
        command: &Command,
        ticket: Option<&Ticket>,
        permitted: &[(Permit, Compute)],
        voice: &Voice,
    ) -> Option<Turn> {
        let in_chat = ask.caller.kind == CallerKind::Person;
        let asks_first = command.verb == Verb::Delete || in_chat && permitted.len() > BULK;
        let instances: Vec<_> = permitted
            .iter()
            .map(|(permit, _)| permit.instance().clone())
            .collect();
        let keys = self.sources.get(&ask.caller.source).map(|source| &source.tickets);
        let now = self.clock.now();
        match (&ask.confirmation, ticket, keys) {
            (Confirmation::Ticket(_), Some(ticket), Some(keys)) => {
                match ticket.check(keys, &ask.caller, &instances, now) {
                    Ok(()) => None,
                    Err(void) => Some(refused(reply::void_ticket(voice, void, &ask.text))),
                }
            }
            (Confirmation::Terminal, ..) => None,
            _ if !asks_first || command.dry_run => None,
            (_, _, keys) => {
                let sealed =
                    keys.map(|keys| ticket::issue(keys, &ask.caller, &command.to_string(), &instances, now));
                let asked: Vec<_> = permitted
                    .iter()
                    .map(|(permit, seen)| (permit.instance().clone(), seen.state == Some(State::JobRunning)))
                    .collect();
                let reply = reply::confirm(voice, command.verb, &asked, sealed);
                Some(Turn::Over(finally(Verdict::Unconfirmed, reply)))
            }
        }
    }

    fn ticket(&self, ask: &Ask) -> Result<Option<Ticket>, Void> {
        let Confirmation::Ticket(text) = &ask.confirmation else {
            return Ok(None);
        };
        let ticket = Ticket::read(text)?;
        match self.clock.now() > ticket.expires {
            true => Err(Void::Expired),
            false => Ok(Some(ticket)),
        }
    }

    /// The verbs that need neither grant nor Azure.
    fn about_ourselves(&self, ask: &Ask, command: &Command, voice: &Voice) -> Option<Reply> {
        let rights = || self.policy.rights(&ask.caller);
        match command.verb {
            Verb::Help => Some(reply::help(voice, &rights().0, command.topic)),
            Verb::Whoami => Some(reply::whoami(
                voice,
                &ask.caller,
                self.policy.person(&ask.caller),
                &rights(),
            )),
            Verb::Ping => Some(reply::ping(voice)),
            Verb::Status | Verb::List | Verb::Start | Verb::Stop | Verb::Restart | Verb::Delete => None,
        }
    }

    fn cut_short(&self, ask: &Ask, progress: &Progress) -> Said {
        let sent = progress.sent();
        let reply = reply::out_of_time(&progress.voice, progress.command().as_ref(), sent, ask.id);
        finally(Verdict::Failed, reply)
    }

    /// The one line of a request that was heard: who, what, to which instance, how it ended.
    fn audit(&self, ask: &Ask, progress: &Progress, said: &Said, took: Duration) {
        let command = progress.command();
        let changes = command
            .as_ref()
            .is_some_and(|command| command.verb.changes_the_world());
        let results: Vec<_> = said.results.iter().map(Row::to_string).collect();
        tracing::info!(
            id = %ask.id,
            source = ask.caller.source,
            caller = ask.caller.id,
            command = command.as_ref().map(Command::to_string),
            confirmed = !matches!(ask.confirmation, Confirmation::None),
            permitted = !matches!(said.verdict, Verdict::Refused | Verdict::Misread),
            verdict = ?said.verdict,
            results = if changes { results.join(", ") } else { results.len().to_string() },
            azure = said.results.iter().find_map(|row| row.correlation.as_deref()),
            ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            "heard"
        );
    }
}

fn finally(verdict: Verdict, reply: Reply) -> Said {
    Said {
        reply,
        verdict,
        results: Vec::new(),
        last: true,
    }
}

fn refused(reply: Reply) -> Turn {
    Turn::Over(finally(Verdict::Refused, reply))
}

fn missed(ask: &Ask, command: &Command, voice: &Voice, miss: &Miss) -> Turn {
    let verdict = if matches!(miss, Miss::Failed(_)) {
        Verdict::Failed
    } else {
        Verdict::Refused
    };
    Turn::Over(finally(
        verdict,
        reply::missed(voice, miss, &ask.caller, command.verb, ask.id),
    ))
}

fn acted(reply: Reply, reports: &[Report], unread: &[(Alias, AzureError)]) -> Said {
    let any = |wanted: &[&str]| {
        reports
            .iter()
            .any(|report| wanted.contains(&report.outcome.word()))
    };
    let verdict = match () {
        () if any(&["failed"]) || !unread.is_empty() => Verdict::Failed,
        () if any(&["asked", "busy", "unsure"]) => Verdict::Pending,
        () => Verdict::Done,
    };
    Said {
        results: reports.iter().map(Row::of).collect(),
        ..finally(verdict, reply)
    }
}
