//! One command from its words to its last answer: parse, look, permit, perform, say, follow.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures::{FutureExt, future::BoxFuture};
use tokio::time::Instant;

use super::{
    App, Later,
    acted::Acted,
    confirm,
    perform::heed,
    progress::Progress,
    said::{News, Row, Said, UnreadWorkspace, Verdict},
    speaker::Speaker,
};
use crate::{
    ask::{Ask, CallerKind, Mode},
    azure::{Compute, Money, Seen},
    command::{self, Command, Verb},
    fleet::Miss,
    follow_up::FollowUp,
    lifecycle::Outcome,
    policy::Permit,
    reply::{self, Announced, Audience, Late, NEVER_MIND, Voice},
    traces,
};

/// A terminal waits as long as its person does.
const NEVER: Duration = Duration::from_secs(24 * 3600);

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
        traces::note("id", tracing::field::display(ask.id));
        traces::note("source", ask.caller.source.as_str());
        let said = {
            let errand = self.errand(&ask, &progress, &mut speaker, later.as_ref());
            AssertUnwindSafe(errand).catch_unwind().await.unwrap_or_else(|_| {
                tracing::error!(id = %ask.id, "the errand panicked");
                Said::finally(Verdict::Failed, reply::internal(&progress.voice, ask.id))
            })
        };
        traces::note("verdict", tracing::field::debug(said.verdict));
        if said.verdict == Verdict::Failed {
            traces::failed();
        }
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
        let again = !self.is_asked_first(ask);
        let acted = tokio::select! {
            biased;
            acted = self.line(ask, progress, speaker) => acted,
            () = end() => self.cut_short(ask, progress),
        };
        let mut acted = match acted {
            Ok(acted) => acted,
            Err(mut said) => {
                self.mind_repetition(ask, progress, again, &mut said);
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
            let said = acted.said(&progress.voice, ask, None, false);
            self.audit(event, ask, progress, &said, began);
            if progress.voice.stage.late == Late::Nowhere {
                return said; // nobody would hear what came of it
            }
            event = "settled";
            if ask.is_from_a_card() {
                speaker.say(ask, progress, said.aside(), true).await
            } else {
                speaker.say(ask, progress, said, false).await
            }
            self.resume(&mut acted.reports, &progress.waiting, end()).await;
        }
        let voice = Voice {
            now: self.clock.now(),
            ..progress.voice.clone()
        };
        let saved = self.saved(ask, &acted).await;
        let mut said = acted.said(&voice, ask, saved, true);
        self.mind_repetition(ask, progress, again, &mut said);
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
        let source = self.doors.get(&ask.caller.source);
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
        let command = command::parse(&ask.text);
        let verb = command.as_ref().map_or(Verb::Help, |command| command.verb());
        let ticket = self.ticket(ask, verb, voice)?;
        let command =
            command.map_err(|misread| Said::finally(Verdict::Misread, reply::misread(voice, &misread)))?;
        progress.understood(&command);
        traces::note("otel.name", command.verb().name());
        traces::note("verb", command.verb().name());
        self.about_ourselves(ask, &command, voice)?;
        let verb = command.verb();
        let selection = command.selection().cloned().unwrap_or_default();
        let look = self
            .fleet
            .look(&self.policy, &ask.caller, verb, &selection, &progress.waiting);
        let (looked, ahead) = tokio::join!(look, self.look_ahead(ask, &command));
        let looked = looked.map_err(|miss| missed(ask, &command, voice, &miss))?;
        progress.looked(&looked);
        match &command {
            Command::Keep { keep, .. } => return Err(self.keep(ask, keep, looked, progress).await),
            Command::Idle { idle, .. } => return Err(self.idle(ask, *idle, looked, progress).await),
            Command::Schedule { schedule, .. } => {
                return Err(self.schedule(ask, schedule.as_ref(), looked, progress).await);
            }
            Command::Announce {
                verb,
                dry_run,
                force,
                lead,
                ..
            } => {
                let what = Announced {
                    verb: (*verb).into(),
                    lead: *lead,
                    dry_run: *dry_run,
                };
                return Err(self.announce(ask, what, *force, looked, progress).await);
            }
            Command::Audit { longer_than, .. } => {
                return Err(self.examine(ask, &command, *longer_than, &looked, voice));
            }
            Command::Cost { since, .. } => return Err(self.cost(ask, *since, &looked, voice).await),
            Command::Power { .. } => {}
            Command::Status { .. }
            | Command::List { .. }
            | Command::Help { .. }
            | Command::Whoami
            | Command::Ping => return Err(self.overview(ask, &command, &looked, ahead, voice).await),
        }
        let seen = match ask.caller.kind {
            CallerKind::Machine => looked.found.clone(),
            CallerKind::Person | CallerKind::Terminal => Vec::new(),
        };
        let permitted = self.permit(ask, verb, command.force(), looked.found, voice)?;
        let only = match permitted.as_slice() {
            [(permit, _)] => Some(permit.instance().clone()),
            _ => None,
        };
        let permitted = self
            .heed_keeps(heed(ask, &command), ask.at, permitted, progress)
            .await;
        let (permitted, unchecked) = match ask.caller.kind {
            CallerKind::Machine => {
                self.heed_jobs(ask, (command.verb(), command.force()), permitted, progress)
                    .await
            }
            CallerKind::Person | CallerKind::Terminal => (permitted, Vec::new()),
        };
        let jobs = self
            .jobs_to_name(ask, &command, &permitted, &progress.waiting)
            .await;
        let cleared = self.confirm(ask, &command, ticket.as_ref(), permitted, &jobs, progress)?;
        let asked = cleared.asked;
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
        let acted = Acted {
            reports: progress.reports(command.verb()),
            unread: looked.unread,
            missing: looked.missing,
            only,
            seen,
            unchecked,
            asked,
            command,
        };
        match ask.mode {
            Mode::Act => Ok(acted),
            Mode::Propose => Err(self.propose(ask, &acted, voice).await),
        }
    }

    /// What the instances that a machine stopped no longer cost per hour.
    async fn saved(&self, ask: &Ask, acted: &Acted) -> Option<Money> {
        let stopped = |compute: &&Seen<Compute>| {
            let mut reports = acted.reports.iter();
            reports.any(|report| report.id == compute.id && matches!(report.outcome, Outcome::Done { .. }))
        };
        let stops = ask.caller.kind == CallerKind::Machine && acted.command.verb() == Verb::Stop;
        let stopped: Vec<_> = acted.seen.iter().filter(|_| stops).filter(stopped).collect();
        if stopped.is_empty() {
            return None;
        }
        let prices = self.prices(stopped.into_iter().map(|seen| &**seen)).await;
        prices
            .into_values()
            .reduce(|sum, price| sum.plus(price).unwrap_or(sum))
    }

    /// A permit for each instance, or for none.
    pub(super) fn permit(
        &self,
        ask: &Ask,
        verb: Verb,
        force: bool,
        found: Vec<Seen<Compute>>,
        voice: &Voice,
    ) -> Result<Vec<(Permit, Seen<Compute>)>, Said> {
        let permit = |compute: Seen<Compute>| {
            let permit = self.policy.permit(&ask.caller, verb, force, &compute.instance());
            permit
                .map(|permit| (permit, compute))
                .map_err(|refusal| Said::refused(reply::refused(voice, &refusal, &ask.caller)))
        };
        found.into_iter().map(permit).collect()
    }

    /// The verbs that need neither grant nor Azure.
    fn about_ourselves(&self, ask: &Ask, command: &Command, voice: &Voice) -> Result<(), Said> {
        let rights = || self.policy.rights(&ask.caller);
        let reply = match command {
            Command::Help { topic } => reply::help(voice, &rights().0, *topic),
            Command::Whoami => reply::whoami(voice, &ask.caller, self.policy.entra(&ask.caller), &rights()),
            Command::Ping => reply::ping(voice),
            _ => return Ok(()),
        };
        Err(Said {
            news: News::Answer,
            ..Said::finally(Verdict::Done, reply)
        })
    }

    /// What is known when the end came before all instances were through.
    fn cut_short(&self, ask: &Ask, progress: &Progress) -> Result<Acted, Said> {
        let command = progress.command();
        let verb = command.as_ref().map_or(Verb::Help, |command| command.verb());
        let mut reports = progress.reports(verb);
        for report in &mut reports {
            if let Some((follow_up, _)) = FollowUp::of(report.id.clone(), &report.outcome) {
                report.outcome = follow_up.give_up();
            }
        }
        match command.filter(|_| !reports.is_empty()) {
            None => Err(Said {
                transient: true,
                ..Said::finally(
                    Verdict::Failed,
                    reply::out_of_time(&progress.voice, progress.command().as_ref(), ask.id),
                )
            }),
            Some(command) => Ok(Acted {
                reports,
                unread: progress.unread(),
                missing: Vec::new(),
                only: None,
                seen: Vec::new(),
                unchecked: Vec::new(),
                asked: ask.at,
                command,
            }),
        }
    }

    pub(super) fn has_fixed_command(&self, source: &str) -> bool {
        self.doors
            .get(source)
            .is_some_and(|source| source.has_fixed_command())
    }

    /// The audit line: who, what, to which instance, how it ended. One when a request was heard
    /// and carried out as far as Azure accepting it; one more when what was accepted has settled.
    fn audit(&self, event: &str, ask: &Ask, progress: &Progress, said: &Said, began: Instant) {
        let command = progress.command();
        let changes = command
            .as_ref()
            .is_some_and(|command| command.acts() && command.verb().changes_the_world());
        let results: Vec<_> = said.results.iter().map(Row::to_string).collect();
        if ask.caller.kind == CallerKind::Machine && said.verdict == Verdict::Misread {
            tracing::warn!(id = %ask.id, source = ask.caller.source, undone = true, "a command is not understood; nothing was done");
        }
        // Whoever sends these reads no answer: an alarm can count the line.
        let is_blind = self.has_fixed_command(&ask.caller.source);
        let failed = matches!(said.verdict, Verdict::Refused | Verdict::Failed);
        let unread: Vec<_> = said.unread.iter().map(UnreadWorkspace::to_string).collect();
        let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(
            id = %ask.id,
            source = ask.caller.source,
            caller = ask.caller.id,
            command = command.as_ref().map(Command::to_string),
            confirmed = progress.is_confirmed(),
            permitted = !matches!(said.verdict, Verdict::Refused | Verdict::Misread),
            verdict = ?said.verdict,
            duplicate = (said.news == News::Repeat).then_some(true),
            undone = (is_blind && failed).then_some(true),
            unread = (!unread.is_empty()).then(|| unread.join(", ")),
            results = if changes { results.join(", ") } else { results.len().to_string() },
            azure = said.results.iter().find_map(|row| row.correlation.as_deref()),
            ms,
            "{event}"
        );
    }
}

fn missed(ask: &Ask, command: &Command, voice: &Voice, miss: &Miss) -> Said {
    let reply = reply::missed(voice, miss, &ask.caller, command, ask.id);
    match miss {
        Miss::Failed(alias, error) => {
            tracing::warn!(id = %ask.id, %error, "could not look");
            Said {
                unread: UnreadWorkspace::all(&[(alias.clone(), error.clone())], &[]),
                ..Said::finally(Verdict::Failed, reply)
            }
        }
        Miss::NothingFits if command.is_of_no_state() => Said::finally(Verdict::Misread, reply),
        // There is nothing to do.
        Miss::NothingFits => Said {
            news: News::Nothing,
            ..Said::finally(Verdict::Done, reply)
        },
        _ => Said::refused(reply),
    }
}
