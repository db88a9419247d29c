//! Carries out one permit: judges a fresh look, sends the command once, and looks again if the answer leaves a doubt.

use std::{
    ops::ControlFlow::{self, Break, Continue},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::{
    Lifecycle, judge,
    keep::KeepPolicy,
    outcome::{Attempt, Outcome, Pending},
    timing::UNTIL_VISIBLE,
};
use crate::{
    azure::{
        Accepted, AzureError, AzureErrorKind, Compute, OLDEST_READ, PATIENCE, PendingRequest, Seen, State,
    },
    command::Power,
    policy::Permit,
};

/// How often an unanswered request is sent, each time after another look.
const ATTEMPTS: u32 = 3;

/// How often an instance is looked at for one request, if each look is too old by the time the request can be sent.
const LOOKS: u32 = 3;

/// A permit, and what was sent and seen for it so far.
struct Performance<'a> {
    lifecycle: &'a Lifecycle,
    permit: &'a Permit<Power>,
    /// When the command was given: its author did not know what was done to the instance after that.
    asked: Timestamp,
    policy: KeepPolicy,
    /// Whether the confirmation named a job that the command ends.
    job_confirmed: bool,
    attempt: &'a Attempt,
    /// When the command was first sent without an answer.
    unanswered: Option<Timestamp>,
    attempts: u32,
    looks: u32,
    /// How much longer this command waits when Azure throttles it.
    patience: Duration,
    /// Whether a token was rejected: a new token is tried once.
    token_rejected: bool,
}

impl Lifecycle {
    /// Starts, stops, restarts or deletes the instance, unless that is done or under way, or somebody did something
    /// else since `asked`, when the command was given. `seen` saves a look if it is fresh enough; a job that it shows
    /// was confirmed.
    ///
    /// Two deliveries of one request act once: within this process by turns, across processes by Azure's 409 and the look
    /// after it.
    pub async fn perform(
        &self,
        permit: Permit<Power>,
        seen: Seen<Compute>,
        asked: Timestamp,
        policy: KeepPolicy,
        attempt: &Attempt,
    ) -> Outcome {
        let turn = self.turns.take(&permit.instance().id).await;
        // A list may lack what the judgement needs. A delete always takes another look.
        let whole = seen.state.is_some() && seen.last_operation.is_some();
        let since_last_turn = turn.is_none_or(|end| seen.sent_at() > end);
        let enough = since_last_turn && whole && permit.action() != Power::Delete;
        let performance = Performance {
            lifecycle: self,
            permit: &permit,
            asked,
            policy,
            job_confirmed: seen.state == Some(State::JobRunning),
            attempt,
            unanswered: None,
            attempts: 0,
            looks: 0,
            patience: PATIENCE,
            token_rejected: false,
        };
        performance.run(Some(seen).filter(|_| enough)).await
    }
}

impl<'a> Performance<'a> {
    /// Sends the command, unless `seen` or a new look makes that needless or wrong.
    async fn run(mut self, seen: Option<Seen<Compute>>) -> Outcome {
        let mut seen = seen.filter(Seen::is_fresh);
        loop {
            match self.round(seen).await {
                Continue(()) => seen = None,
                Break(outcome) => {
                    // After an unanswered request, the outcome stays unsure: neither the next refusal nor the state
                    // of the instance, which somebody else may have caused, shows that it was not accepted.
                    return match (self.unanswered, outcome) {
                        (_, known @ (Outcome::Asked(_) | Outcome::Done { .. })) | (None, known) => known,
                        (Some(sent), _) => Outcome::Unsure(Pending::unanswered(self.permit, sent)),
                    };
                }
            }
        }
    }

    /// Looks, judges and sends. `Continue` asks for another look and judgement.
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
        // Waiting for `order` can take long, and so can each of these reads, so that the other one gets too old.
        while is_over(allowed_until) || !look.is_fresh() {
            if self.looks >= LOOKS {
                return self.again();
            }
            if is_over(allowed_until) {
                match tokio::time::timeout(OLDEST_READ, self.allowed(&look)).await {
                    Ok(allowed) => allowed_until = allowed?,
                    Err(_) => return self.again(),
                }
            }
            if !look.is_fresh() {
                // Without waiting, because the command holds its place in the queue. If the read is throttled, the
                // command queues again.
                self.looks += 1;
                look = match self.read().await {
                    Ok(look) => look,
                    Err(error) if matches!(error.kind, AzureErrorKind::Throttled { .. }) => {
                        drop(order);
                        return self.refused(error).await;
                    }
                    Err(error) => return Break(missing(error)),
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

    async fn order(&self) -> Result<PendingRequest<'a>, AzureError> {
        let id = &self.permit.instance().id;
        self.lifecycle.azure.prepare(self.permit.action(), id, &self.attempt.waiting).await
    }

    /// `Break` if sending is needless or wrong, or the command was sent often enough.
    fn judge(&self, seen: &Compute) -> ControlFlow<Outcome> {
        if let Some(outcome) = judge::settled_already(self.permit, seen, self.asked) {
            return Break(outcome);
        }
        let deletes = self.permit.action() == Power::Delete && !self.permit.force();
        if deletes && seen.state == Some(State::JobRunning) && !self.job_confirmed {
            return Break(Outcome::JobBegan);
        }
        match self.unanswered {
            Some(sent) if self.attempts == ATTEMPTS || self.permit.action() == Power::Restart => {
                Break(Outcome::Unsure(Pending::unanswered(self.permit, sent)))
            }
            _ => Continue(()),
        }
    }

    /// Until when keeps and jobs allow the command, if they matter to it.
    async fn allowed(&self, seen: &Compute) -> ControlFlow<Outcome, Option<Instant>> {
        self.lifecycle.allowed(self.permit, self.policy, seen, &self.attempt.waiting).await
    }

    /// Looks at the instance, and waits while it is throttled. Holds no place in the queue of writes meanwhile.
    async fn look(&mut self) -> ControlFlow<Outcome, Seen<Compute>> {
        self.looks += 1;
        let waiting = &self.attempt.waiting;
        match waiting.retry_throttled(|| self.read()).await {
            Ok(seen) => Continue(seen),
            Err(error) => Break(missing(error)),
        }
    }

    /// Reads the instance. A younger one with its name counts as not found.
    async fn read(&self) -> Result<Seen<Compute>, AzureError> {
        let instance = self.permit.instance();
        let seen = self.lifecycle.azure.get(&instance.id, &self.attempt.waiting).await?;
        let same = seen.created_on == instance.created_on;
        same.then_some(seen).ok_or_else(|| AzureError::of(AzureErrorKind::NotFound))
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
            // The instance to delete does not exist any more.
            Ok(accepted) if accepted.done => {
                return Break(Outcome::Done { state: None, took: SignedDuration::ZERO });
            }
            Ok(accepted) => {
                return Break(Outcome::Asked(Pending {
                    accepted: Some(self.lifecycle.clock.now()),
                    correlation: accepted.correlation,
                    operation: accepted.operation,
                    ..Pending::unanswered(self.permit, sent)
                }));
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

    /// Decides what follows an error: waiting and another look, or an outcome.
    async fn refused(&mut self, error: AzureError) -> ControlFlow<Outcome> {
        match error.kind {
            AzureErrorKind::Throttled { retry_after } if retry_after <= self.patience => {
                self.patience -= retry_after;
                self.attempt.waiting.wait(retry_after).await;
            }
            AzureErrorKind::TokenRejected(_) if !self.token_rejected => self.token_rejected = true,
            // Somebody was faster, perhaps another process of ours. Azure has several codes for this.
            _ if error.status == Some(409) => {
                let look = self.look().await?;
                self.judge(&look)?;
                return Break(judge::stuck(&look, self.asked).unwrap_or(Outcome::Failed(error)));
            }
            _ if error.may_have_been_done() => tokio::time::sleep(UNTIL_VISIBLE).await,
            _ => return Break(Outcome::Failed(error)),
        }
        Continue(())
    }

    /// The look is too old by now: asks for another one, unless there were enough.
    fn again(&self) -> ControlFlow<Outcome> {
        if self.looks < LOOKS {
            return Continue(());
        }
        Break(Outcome::Failed(AzureError::of(AzureErrorKind::ReadTooOld)))
    }
}

fn is_over(until: Option<Instant>) -> bool {
    until.is_some_and(|until| Instant::now() > until)
}

fn missing(error: AzureError) -> Outcome {
    if error.kind == AzureErrorKind::NotFound { Outcome::Gone } else { Outcome::Failed(error) }
}
