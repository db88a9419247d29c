//! One permit on its way: it is judged on a fresh look, sent once, and looked at again where the
//! answer leaves a doubt.

use std::{ops::ControlFlow, time::Duration};

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::{
    Heed, Lifecycle, UNTIL_VISIBLE, judge,
    outcome::{Attempt, Outcome, Pending},
};
use crate::{
    azure::{Accepted, AzureError, Compute, Kind, OLDEST_LOOK, Order, PATIENCE, Seen, State},
    command::Verb,
    policy::Permit,
};

/// How often an unanswered request is sent, each time after looking.
const ATTEMPTS: u32 = 3;

/// How often an instance is looked at for one request, where each look is too old by the time the
/// request can be sent.
const LOOKS: u32 = 3;

/// On what terms a permit is carried out.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// When it was asked for: what was done to the instance since, its author could not know.
    pub asked: Timestamp,
    pub heed: Heed,
    /// Whether its confirmation named a job that ends by it.
    pub job_confirmed: bool,
}

/// A permit, and what was sent and seen for it so far.
struct Performance<'a> {
    lifecycle: &'a Lifecycle,
    permit: &'a Permit,
    terms: Terms,
    attempt: &'a Attempt,
    /// When it was first sent without an answer.
    unanswered: Option<Timestamp>,
    attempts: u32,
    looks: u32,
    /// How much longer it sits out what Azure tells it to wait.
    patience: Duration,
    /// Whether a token was refused: another one is tried, once.
    token_refused: bool,
}

impl Lifecycle {
    /// Does what `permit` allows to the instance, unless it is done, running, or overtaken already.
    /// `seen` spares a look where it is fresh enough.
    ///
    /// Instances have one turn at a time in this process, so that two deliveries of one request
    /// act once: a look that was sent before the end of another's turn is not acted on. Across
    /// processes Azure's 409 and the look that follows it do the same.
    pub async fn perform(
        &self,
        permit: Permit,
        seen: Seen<Compute>,
        terms: Terms,
        attempt: &Attempt,
    ) -> Outcome {
        let turn = self.turn(&permit.instance().id).await;
        // Lists may leave out what the guard hangs on; and what is deleted is looked at twice.
        let whole = seen.state.is_some() && seen.last_operation.is_some();
        let since_last_turn = turn.0.is_none_or(|ended| seen.sent_at() > ended);
        let enough = since_last_turn && whole && permit.verb() != Verb::Delete;
        let performance = Performance {
            lifecycle: self,
            permit: &permit,
            terms,
            attempt,
            unanswered: None,
            attempts: 0,
            looks: 0,
            patience: PATIENCE,
            token_refused: false,
        };
        performance.run(Some(seen).filter(|_| enough)).await
    }
}

impl<'a> Performance<'a> {
    async fn run(mut self, seen: Option<Seen<Compute>>) -> Outcome {
        let mut seen = seen.filter(Seen::is_fresh);
        loop {
            match self.round(seen).await {
                ControlFlow::Break(outcome) => return self.unless_sent(outcome),
                ControlFlow::Continue(()) => seen = None,
            }
        }
    }

    /// Looks, judges and sends. Goes on where it should be looked at and judged anew.
    async fn round(&mut self, seen: Option<Seen<Compute>>) -> ControlFlow<Outcome> {
        let mut look = match seen {
            Some(seen) => seen,
            None => self.look().await?,
        };
        self.judge(&look)?;
        let mut allowed_until = self.allowed(&look).await?;
        let order = match self.order().await {
            Ok(order) => order,
            Err(error) => return self.refused(error).await,
        };
        // It may have stood in line for long, and so may each of these reads, until the other is too old.
        while is_over(allowed_until) || !look.is_fresh() {
            if self.looks >= LOOKS {
                return self.again();
            }
            if is_over(allowed_until) {
                match tokio::time::timeout(OLDEST_LOOK, self.allowed(&look)).await {
                    Ok(allowed) => allowed_until = allowed?,
                    Err(_) => return self.again(),
                }
            }
            if !look.is_fresh() {
                look = match self.glance().await {
                    Ok(look) => look,
                    // Throttled, it goes back into the line.
                    Err(error) => {
                        drop(order);
                        return self.not_seen(error).await;
                    }
                };
            }
        }
        self.judge(&look)?;
        let good_until = look.good_until();
        let not_after = allowed_until.map_or(good_until, |until| until.min(good_until));
        match order.send(not_after, &self.attempt.sent).await {
            Some((sent_at, answer)) => self.answered(sent_at, answer).await,
            None => self.again(),
        }
    }

    async fn order(&self) -> Result<Order<'a>, AzureError> {
        let (azure, waiting) = (&self.lifecycle.azure, &self.attempt.waiting);
        let id = &self.permit.instance().id;
        match self.permit.verb() {
            Verb::Start => azure.start(id, waiting).await,
            Verb::Stop => azure.stop(id, waiting).await,
            Verb::Restart => azure.restart(id, waiting).await,
            Verb::Delete => azure.delete(id, waiting).await,
            Verb::Status
            | Verb::List
            | Verb::Announce
            | Verb::Keep
            | Verb::Idle
            | Verb::Schedule
            | Verb::Audit
            | Verb::Cost
            | Verb::Help
            | Verb::Whoami
            | Verb::Ping => unreachable!("only powers are performed"),
        }
    }

    /// Ends where what was seen makes sending needless or wrong, or it was sent often enough.
    fn judge(&self, seen: &Compute) -> ControlFlow<Outcome> {
        let settled = judge::settled_already(self.permit, seen, self.terms.asked);
        if let Some(outcome) = settled {
            return ControlFlow::Break(outcome);
        }
        let deletes = self.permit.verb() == Verb::Delete && !self.permit.force();
        if deletes && seen.state == Some(State::JobRunning) && !self.terms.job_confirmed {
            return ControlFlow::Break(Outcome::JobBegan);
        }
        match self.unanswered {
            Some(sent) if self.attempts == ATTEMPTS || self.permit.verb() == Verb::Restart => {
                ControlFlow::Break(Outcome::Unsure(judge::unanswered(self.permit, sent)))
            }
            _ => ControlFlow::Continue(()),
        }
    }

    /// Until when keeps and jobs allow it, where it hangs on them.
    async fn allowed(&self, seen: &Compute) -> ControlFlow<Outcome, Option<Instant>> {
        let waiting = &self.attempt.waiting;
        let kept = self.lifecycle.kept(self.permit, self.terms.heed, waiting).await?;
        let no_jobs = self.no_jobs(seen).await?;
        ControlFlow::Continue(kept.into_iter().chain(no_jobs).min())
    }

    /// Until when no job is known to run on it or to wait for it, where a machine would end jobs. Where
    /// they cannot be looked at, the report says so.
    async fn no_jobs(&self, seen: &Compute) -> ControlFlow<Outcome, Option<Instant>> {
        let ends_work = self.terms.heed == Heed::KeepsAndJobs && !self.permit.force();
        if !ends_work || !self.lifecycle.azure.sees_jobs() {
            return ControlFlow::Continue(None);
        }
        let id = &self.permit.instance().id;
        let read = self.lifecycle.jobs(&id.workspace, &self.attempt.waiting).await;
        let Ok(read) = read else {
            return ControlFlow::Continue(None);
        };
        let (jobs, state) = (read.on(id), seen.state.clone());
        if jobs.is_empty() {
            ControlFlow::Continue(Some(read.sent_at() + OLDEST_LOOK))
        } else {
            ControlFlow::Break(Outcome::HasJobs { jobs, state })
        }
    }

    /// Sits out a throttle; nothing is reserved meanwhile.
    async fn look(&mut self) -> ControlFlow<Outcome, Seen<Compute>> {
        self.looks += 1;
        let waiting = &self.attempt.waiting;
        let read = waiting.patiently(|| self.read()).await;
        match read {
            Ok(seen) => ControlFlow::Continue(seen),
            Err(error) => ControlFlow::Break(missing(error)),
        }
    }

    async fn glance(&mut self) -> Result<Seen<Compute>, AzureError> {
        self.looks += 1;
        self.read().await
    }

    /// The instance as it is; a younger one of its name is not it.
    async fn read(&self) -> Result<Seen<Compute>, AzureError> {
        let instance = self.permit.instance();
        let seen = self
            .lifecycle
            .azure
            .get(&instance.id, &self.attempt.waiting)
            .await?;
        if seen.created_on == instance.created_on {
            Ok(seen)
        } else {
            Err(AzureError::of(Kind::NotFound))
        }
    }

    async fn answered(
        &mut self,
        sent_at: Instant,
        answer: Result<Accepted, AzureError>,
    ) -> ControlFlow<Outcome> {
        let ago = SignedDuration::try_from(sent_at.elapsed()).unwrap_or_default();
        let sent = self.lifecycle.clock.now() - ago;
        self.looks = 0;
        let error = match answer {
            Ok(accepted) if accepted.done => return ControlFlow::Break(done_at_once()),
            Ok(accepted) => {
                return ControlFlow::Break(Outcome::Asked(self.accepted(sent, accepted)));
            }
            Err(error) => error,
        };
        if error.may_have_been_done() {
            self.unanswered.get_or_insert(sent);
            self.attempts += 1;
        }
        self.attempt.set_sent(self.unanswered.is_some());
        self.refused(error).await
    }

    /// What Azure's refusal, or its silence, leaves to be done.
    async fn refused(&mut self, error: AzureError) -> ControlFlow<Outcome> {
        match error.kind {
            Kind::Throttled { retry_after } if retry_after <= self.patience => {
                self.patience -= retry_after;
                self.attempt.waiting.wait(retry_after).await;
            }
            Kind::TokenRejected if !self.token_refused => self.token_refused = true,
            // Somebody was faster, perhaps we ourselves: what was done decides what there is to say.
            // Azure has several codes for that.
            _ if error.status == Some(409) => {
                let look = self.look().await?;
                self.judge(&look)?;
                return ControlFlow::Break(Outcome::Failed(error));
            }
            _ if error.may_have_been_done() => tokio::time::sleep(UNTIL_VISIBLE).await,
            _ => return ControlFlow::Break(Outcome::Failed(error)),
        }
        ControlFlow::Continue(())
    }

    async fn not_seen(&mut self, error: AzureError) -> ControlFlow<Outcome> {
        if matches!(error.kind, Kind::Throttled { .. }) {
            return self.refused(error).await;
        }
        ControlFlow::Break(missing(error))
    }

    /// What was seen is too old by now: it is looked at and judged anew, unless it was so often enough.
    fn again(&self) -> ControlFlow<Outcome> {
        if self.looks < LOOKS {
            return ControlFlow::Continue(());
        }
        ControlFlow::Break(Outcome::Failed(AzureError::of(Kind::LookTooOld)))
    }

    /// After a request that was not answered, nothing makes us sure that it was not taken: neither a
    /// refusal of the next one, nor what is seen of the instance, which may be somebody else's doing.
    fn unless_sent(&self, otherwise: Outcome) -> Outcome {
        match (self.unanswered, otherwise) {
            (_, known @ (Outcome::Asked(_) | Outcome::Done { .. })) | (None, known) => known,
            (Some(sent), _) => Outcome::Unsure(judge::unanswered(self.permit, sent)),
        }
    }

    fn accepted(&self, sent: Timestamp, accepted: Accepted) -> Pending {
        Pending {
            accepted: Some(self.lifecycle.clock.now()),
            correlation: accepted.correlation,
            operation: accepted.operation,
            ..judge::unanswered(self.permit, sent)
        }
    }
}

fn is_over(until: Option<Instant>) -> bool {
    until.is_some_and(|until| Instant::now() > until)
}

fn missing(error: AzureError) -> Outcome {
    if error.kind == Kind::NotFound {
        Outcome::Gone
    } else {
        Outcome::Failed(error)
    }
}

/// A delete that Azure answers with "there is nothing (left)".
fn done_at_once() -> Outcome {
    Outcome::Done {
        state: None,
        took: SignedDuration::ZERO,
    }
}
