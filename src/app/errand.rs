//! One command from its words to its last answer: parse, look, permit, perform, say, follow.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures::{
    FutureExt,
    future::{BoxFuture, join_all},
};
use tokio::time::Instant;

use super::{
    App, Later,
    confirm::{self, Cleared},
    progress::Progress,
    said::{Row, Said, Verdict},
    speaker::Speaker,
};
use crate::{
    ask::{Ask, Confirmation},
    azure::Compute,
    command::{self, Command, Verb},
    fleet::{Looked, Miss, Unread},
    follow_up::FollowUp,
    lifecycle::{self, Outcome, Report},
    policy::Permit,
    reply::{self, Audience, Late, NEVER_MIND, Voice},
    target::Instance,
};

/// A terminal waits as long as its person does.
const NEVER: Duration = Duration::from_secs(24 * 3600);

/// What was done, some of it perhaps still to be followed.
struct Acted {
    reports: Vec<Report>,
    /// Workspaces that could not be looked at.
    unread: Vec<Unread>,
    /// The one that was acted on, if it was one.
    only: Option<Instance>,
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
        confirm::typed(&mut ask);
        let said = {
            let errand = self.errand(&ask, &progress, &mut speaker, later.as_ref());
            AssertUnwindSafe(errand).catch_unwind().await.unwrap_or_else(|_| {
                tracing::error!(id = %ask.id, "the errand panicked");
                Said::finally(Verdict::Failed, reply::internal(&progress.voice, ask.id))
            })
        };
        // A question is answered, and a refusal given, where it was asked; deeds are told anew, but
        // on a card what its caller alone shall see of them.
        let aside = ask.is_from_a_card() && said.reply.audience == Audience::Caller;
        let in_place = said.results.is_empty() || aside;
        speaker.say(&ask, &progress, said, in_place).await;
    }

    async fn errand(&self, ask: &Ask, progress: &Progress, speaker: &mut Speaker, later: &dyn Later) -> Said {
        let began = Instant::now();
        let end = || self.end(ask, began, later);
        if ask.text == NEVER_MIND {
            return Said::finally(Verdict::Done, reply::pressed(&progress.voice, None));
        }
        let acted = tokio::select! {
            biased;
            acted = self.line(ask, progress, speaker) => acted,
            () = end() => self.cut_short(ask, progress),
        };
        let mut acted = match acted {
            Ok(acted) => acted,
            Err(said) => {
                self.audit("heard", ask, progress, &said, began);
                return said;
            }
        };
        let mut event = "heard";
        if acted
            .reports
            .iter()
            .any(|report| report.outcome.pending().is_some())
        {
            let said = acted.said(&progress.voice, ask, false);
            self.audit(event, ask, progress, &said, began);
            if progress.voice.stage.late == Late::Nowhere {
                return said; // nobody would hear what came of it
            }
            event = "settled";
            match ask.is_from_a_card() {
                true => speaker.say(ask, progress, said.aside(), true).await,
                false => speaker.say(ask, progress, said, false).await,
            }
            self.resume(&mut acted.reports, end()).await;
        }
        let voice = Voice {
            now: self.clock.now(),
            ..progress.voice.clone()
        };
        let mut said = acted.said(&voice, ask, true);
        self.audit(event, ask, progress, &said, began);
        if let (Some(only), [report]) = (&acted.only, acted.reports.as_slice())
            && ask.is_from_a_card()
        {
            let card = self.turn_over(ask, only, report, &mut said, &voice);
            if let Some(card) = card {
                speaker.say(ask, progress, card, true).await;
            }
        }
        said
    }

    /// When the last answer has to be given: the host ends, or the platform stops taking it.
    fn end<'a>(&self, ask: &Ask, began: Instant, later: &'a dyn Later) -> BoxFuture<'a, ()> {
        let source = self.sources.get(&ask.caller.source);
        let reach = source.map_or(NEVER, |source| source.reach());
        Box::pin(async move {
            tokio::select! {
                () = later.out_of_time() => {}
                () = tokio::time::sleep_until(began + reach) => {}
            }
        })
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
        let only = match permitted.as_slice() {
            [(permit, _)] => Some(permit.instance().clone()),
            _ => None,
        };
        let cleared = self.confirm(ask, &command, ticket.as_ref(), permitted, voice)?;
        let work = self.perform(ask, &command, cleared, progress);
        if ask.reply_to.is_click() && !ask.is_from_a_card() {
            // The deed does not wait for the platform to take the news of it.
            let pressed = Said::finally(Verdict::Pending, reply::pressed(voice, Some(&command)));
            let news = speaker.say(
                ask,
                progress,
                Said {
                    last: false,
                    ..pressed
                },
                true,
            );
            tokio::join!(work, news);
        } else {
            work.await;
        }
        Ok(Acted {
            reports: progress.reports(command.verb),
            unread: looked.unread,
            only,
        })
    }

    fn overview(&self, ask: &Ask, command: &Command, looked: &Looked, voice: &Voice) -> Said {
        let entra = self.policy.entra(&ask.caller);
        let mut reply = reply::status(voice, command.verb, looked, entra, ask.id);
        if let (Verb::Status, [only], []) = (command.verb, looked.found.as_slice(), looked.unread.as_slice())
        {
            reply.buttons = self.offers(ask, &only.instance(), only.state.as_ref(), voice);
        }
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

    async fn perform(&self, ask: &Ask, command: &Command, cleared: Cleared, progress: &Progress) {
        for (permit, seen) in &cleared.left {
            let outcome = lifecycle::rehearse(permit, seen, ask.at);
            progress.ended(&progress.attempt(seen.id.clone()), outcome);
        }
        join_all(cleared.to_do.into_iter().map(async |(permit, seen)| {
            let attempt = progress.attempt(seen.id.clone());
            let outcome = match command.dry_run {
                true => lifecycle::rehearse(&permit, &seen, ask.at),
                false => self.lifecycle.perform(permit, seen, ask.at, &attempt).await,
            };
            progress.ended(&attempt, outcome);
        }))
        .await;
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

    /// What is known when the end came before all instances were through.
    fn cut_short(&self, ask: &Ask, progress: &Progress) -> Result<Acted, Said> {
        let command = progress.command();
        let verb = command.as_ref().map_or(Verb::Help, |command| command.verb);
        let mut reports = progress.reports(verb);
        for report in &mut reports {
            if let Some((follow_up, _)) = FollowUp::of(report.id.clone(), &report.outcome) {
                report.outcome = follow_up.give_up();
            }
        }
        match reports.is_empty() {
            true => Err(Said::finally(
                Verdict::Failed,
                reply::out_of_time(&progress.voice, command.as_ref(), ask.id),
            )),
            false => Ok(Acted {
                reports,
                unread: Vec::new(),
                only: None,
            }),
        }
    }

    /// The audit line: who, what, to which instance, how it ended. One when a request was heard
    /// and carried out as far as Azure accepting it; one more when what was accepted has settled.
    fn audit(&self, event: &str, ask: &Ask, progress: &Progress, said: &Said, began: Instant) {
        let command = progress.command();
        let changes = command
            .as_ref()
            .is_some_and(|command| command.verb.changes_the_world());
        let results: Vec<_> = said.results.iter().map(Row::to_string).collect();
        let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(
            id = %ask.id,
            source = ask.caller.source,
            caller = ask.caller.id,
            command = command.as_ref().map(Command::to_string),
            confirmed = !matches!(ask.confirmation, Confirmation::None) && said.verdict != Verdict::Refused,
            permitted = !matches!(said.verdict, Verdict::Refused | Verdict::Misread),
            verdict = ?said.verdict,
            results = if changes { results.join(", ") } else { results.len().to_string() },
            azure = said.results.iter().find_map(|row| row.correlation.as_deref()),
            ms,
            "{event}"
        );
    }
}

fn missed(ask: &Ask, command: &Command, voice: &Voice, miss: &Miss) -> Said {
    let verdict = match miss {
        Miss::Failed(..) => Verdict::Failed,
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
        let cut_short = self
            .reports
            .iter()
            .any(|report| matches!(report.outcome, Outcome::CutShort { .. }));
        let verdict = match () {
            () if any(&["failed"]) || cut_short || !self.unread.is_empty() => Verdict::Failed,
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
