//! One command from its words to its last answer: parse, look, permit, perform, say, follow.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures::{FutureExt, future::join_all};
use tokio::time::Instant;

use super::{
    App, Later, confirm,
    progress::Progress,
    said::{Row, Said, Verdict},
    speaker::Speaker,
};
use crate::{
    ask::{Ask, Confirmation},
    azure::{AzureError, Compute},
    command::{self, Command, Verb},
    fleet::{Looked, Miss},
    lifecycle::{self, Report},
    policy::Permit,
    reply::{self, Audience, NEVER_MIND, Voice},
    target::Alias,
};

/// What was done, some of it perhaps still to be followed.
struct Acted {
    reports: Vec<Report>,
    /// Workspaces that could not be looked at.
    unread: Vec<(Alias, AzureError)>,
}

impl App {
    /// Carries out what was asked. Whatever happens, exactly one final answer is given.
    pub(super) async fn run(
        self: Arc<Self>,
        mut ask: Ask,
        progress: Progress,
        mut speaker: Speaker,
        later: Arc<dyn Later>,
    ) {
        let began = Instant::now();
        confirm::typed(&mut ask);
        let voice = progress.voice.clone();
        let said = {
            let errand = self.errand(&ask, &progress, &mut speaker, later.as_ref());
            AssertUnwindSafe(errand).catch_unwind().await.unwrap_or_else(|_| {
                tracing::error!(id = %ask.id, "the errand panicked");
                Said::finally(Verdict::Failed, reply::internal(&voice, ask.id))
            })
        };
        self.audit(&ask, &progress, &said, began.elapsed());
        // The prompt was for the caller alone: what the channel shall read is a message of its own.
        let ended = !matches!(said.verdict, Verdict::Done | Verdict::Pending);
        let in_place = said.reply.audience == Audience::Caller && (ended || ask.text == NEVER_MIND);
        speaker.say(ask.id, &ask.reply_to, said, in_place).await;
    }

    async fn errand(&self, ask: &Ask, progress: &Progress, speaker: &mut Speaker, later: &dyn Later) -> Said {
        if ask.text == NEVER_MIND {
            return Said::finally(Verdict::Done, reply::pressed(&progress.voice, None));
        }
        let acted = tokio::select! {
            biased;
            acted = self.line(ask, progress, speaker) => acted,
            () = later.out_of_time() => return self.cut_short(ask, progress),
        };
        let mut acted = match acted {
            Ok(acted) => acted,
            Err(said) => return said,
        };
        if acted
            .reports
            .iter()
            .any(|report| report.outcome.pending().is_some())
        {
            let said = acted.said(&progress.voice, ask, false);
            speaker.say(ask.id, &ask.reply_to, said, false).await;
            self.resume(&mut acted.reports, later).await;
        }
        let voice = Voice {
            now: self.clock.now(),
            ..progress.voice.clone()
        };
        acted.said(&voice, ask, true)
    }

    /// Parse, look, permit, perform. What ends early ends with something said.
    async fn line(&self, ask: &Ask, progress: &Progress, speaker: &mut Speaker) -> Result<Acted, Said> {
        let voice = &progress.voice;
        let ticket = self.ticket(ask, voice)?;
        let command = command::parse(&ask.text)
            .map_err(|misread| Said::finally(Verdict::Misread, reply::misread(voice, &misread)))?;
        progress.understood(&command);
        self.about_ourselves(ask, &command, voice)?;
        let looked = self
            .fleet
            .look(&self.policy, &ask.caller, &command, &progress.waiting)
            .await;
        let looked = looked.map_err(|miss| missed(ask, &command, voice, &miss))?;
        if !command.verb.changes_the_world() {
            return Err(self.overview(ask, &command, &looked, voice));
        }
        let permitted = self.permit(ask, &command, looked.found, voice)?;
        self.confirm(ask, &command, ticket.as_ref(), &permitted, voice)?;
        if ask.reply_to.is_click() {
            let pressed = Said::finally(Verdict::Pending, reply::pressed(voice, Some(&command)));
            speaker
                .say(
                    ask.id,
                    &ask.reply_to,
                    Said {
                        last: false,
                        ..pressed
                    },
                    true,
                )
                .await;
        }
        let reports = self.perform(ask, &command, permitted, progress).await;
        Ok(Acted {
            reports,
            unread: looked.unread,
        })
    }

    fn overview(&self, ask: &Ask, command: &Command, looked: &Looked, voice: &Voice) -> Said {
        let entra = self.policy.entra(&ask.caller);
        let reply = reply::status(voice, command.verb, looked, entra, ask.id);
        Said {
            results: looked.found.iter().map(Row::seen).collect(),
            ..Said::finally(Verdict::Done, reply)
        }
    }

    /// A permit for each instance, or for none.
    fn permit(
        &self,
        ask: &Ask,
        command: &Command,
        found: Vec<Compute>,
        voice: &Voice,
    ) -> Result<Vec<(Permit, Compute)>, Said> {
        let permit = |compute: Compute| {
            let permit = self
                .policy
                .permit(&ask.caller, command.verb, command.force, &compute.instance());
            permit
                .map(|permit| (permit, compute))
                .map_err(|refusal| Said::refused(reply::refused(voice, &refusal, &ask.caller)))
        };
        found.into_iter().map(permit).collect()
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

    /// The verbs that need neither grant nor Azure.
    fn about_ourselves(&self, ask: &Ask, command: &Command, voice: &Voice) -> Result<(), Said> {
        let rights = || self.policy.rights(&ask.caller);
        let reply = match command.verb {
            Verb::Help => reply::help(voice, &rights().0, command.topic),
            Verb::Whoami => reply::whoami(voice, &ask.caller, self.policy.entra(&ask.caller), &rights()),
            Verb::Ping => reply::ping(voice),
            Verb::Status | Verb::List | Verb::Start | Verb::Stop | Verb::Restart | Verb::Delete => {
                return Ok(());
            }
        };
        Err(Said::finally(Verdict::Done, reply))
    }

    fn cut_short(&self, ask: &Ask, progress: &Progress) -> Said {
        let sent = progress.sent();
        let reply = reply::out_of_time(&progress.voice, progress.command().as_ref(), sent, ask.id);
        Said::finally(Verdict::Failed, reply)
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

fn missed(ask: &Ask, command: &Command, voice: &Voice, miss: &Miss) -> Said {
    let verdict = match miss {
        Miss::Failed(_) => Verdict::Failed,
        _ => Verdict::Refused,
    };
    Said::finally(verdict, reply::missed(voice, miss, &ask.caller, command, ask.id))
}

impl Acted {
    fn said(&self, voice: &Voice, ask: &Ask, last: bool) -> Said {
        let any = |wanted: &[&str]| {
            self.reports
                .iter()
                .any(|report| wanted.contains(&report.outcome.word()))
        };
        let verdict = match () {
            () if any(&["failed"]) || !self.unread.is_empty() => Verdict::Failed,
            () if any(&["asked", "busy", "unsure"]) => Verdict::Pending,
            () => Verdict::Done,
        };
        Said {
            results: self.reports.iter().map(Row::of).collect(),
            last,
            ..Said::finally(
                verdict,
                reply::outcomes(voice, &self.reports, &self.unread, ask.id, last),
            )
        }
    }
}
