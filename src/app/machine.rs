//! Machines: timers, scripts and alerts. Nobody reads their answers, so those are statuses to act on
//! and JSON; people hear of what was done through the channels that the source notifies.

use std::{sync::Arc, time::Duration};

use futures::future::join_all;
use http::StatusCode;
use scopeguard::ScopeGuard;
use serde_json::{Value, json};
use tokio::{sync::oneshot, time::Instant};

use super::{
    App, Later, Said, Verdict,
    acted::has_failed,
    admission::Admitted,
    progress::Progress,
    refuse::RETRY_AFTER,
    said::{News, Row, UnreadWorkspace},
    speaker::Speaker,
};
use crate::{
    ask::{Ask, AskId},
    command,
    lifecycle::{self, Status},
    reply::{self, Overload, Text},
    source::{Alerts, Answer, Post, Source, Undelivered},
    verify::Request,
};

/// Left of what the front allows, for the way back.
const MARGIN: Duration = Duration::from_secs(1);

/// When a machine is answered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Due {
    at: Instant,
    /// Whether it waits for the last answer, not the first.
    last: bool,
}

/// What one of a machine's commands came to.
pub(super) struct Outcome {
    id: AskId,
    /// As it was understood; else as it came.
    command: String,
    /// Not carried out for its age, which no sender can mend.
    too_late: bool,
    pub(super) said: Said,
}

impl App {
    /// When the machine behind `request` is answered: soon, or as late as it likes (`Prefer: wait`,
    /// RFC 7240) and whatever is in front of us allows.
    pub(super) fn due_for_machine(&self, source: &Source, request: &Request) -> Due {
        let soon = self.due(source, request.arrived);
        let Some(wait) = preferred_wait(request) else {
            return Due {
                at: soon,
                last: false,
            };
        };
        let spent = self.clock.now().duration_since(request.arrived);
        let left = request.patience.saturating_sub(MARGIN).min(wait);
        let left = left.saturating_sub(spent.try_into().unwrap_or_default());
        Due {
            at: soon.max(Instant::now() + left),
            last: true,
        }
    }

    /// Carries out what a machine asks, and answers it; `left` says what is left alone.
    pub(super) async fn answer_machine(
        self: &Arc<Self>,
        source: &Source,
        asks: Vec<Ask>,
        left: &[Text],
        due: Due,
        later: Arc<dyn Later>,
    ) -> Answer {
        // One delivery has one place among the commands in progress, however many alerts are in it: were some of
        // its commands turned away, they would be so again at each delivery.
        let Some(admitted) = asks
            .first()
            .map(|ask| self.admission.admit(&ask.caller).map(Arc::new))
        else {
            return answer(&[], left);
        };
        let asked = asks
            .into_iter()
            .map(|ask| self.machine(source, ask, &admitted, Some(due), &later));
        answer(&join_all(asked).await, left)
    }

    /// As [`App::answer_machine`], for alerts: those that are left alone are told of once.
    pub(super) async fn alerted(
        self: &Arc<Self>,
        source: &Source,
        alerts: Alerts,
        due: Due,
        later: Arc<dyn Later>,
    ) -> Answer {
        let mut left = self.tell_unmatched(source, &alerts.unmatched, &later);
        left.extend(self.tell_left_out(source, alerts.left_out, &later));
        self.answer_machine(source, alerts.asks, &left, due, later).await
    }

    /// Refuses a request that is proven and not what its source takes, and tells the source's channels once:
    /// whoever set the sender up reads no answer.
    pub(super) fn not_understood(
        self: &Arc<Self>,
        source: &Source,
        id: AskId,
        expected: reply::Expected,
        later: &Arc<dyn Later>,
    ) -> Answer {
        tracing::warn!(%id, source = source.name, reason = %expected, undone = true, "a request is not understood; nothing was done");
        let voice = self.voice_at(Some(source), None, None);
        let reply = reply::not_understood(&voice, expected);
        if self
            .told
            .first(&format!("{}|not understood|{expected}", source.name))
        {
            let headed = reply::headed_not_understood(&voice, &source.name, &reply);
            self.notify(source, headed, later);
        }
        let outcome = Outcome {
            id,
            command: String::new(),
            too_late: false,
            said: Said::finally(Verdict::Misread, reply),
        };
        answer(&[outcome], &[])
    }

    /// One command of a machine, until it is `due` or until all was asked of Azure.
    pub(super) async fn machine(
        self: &Arc<Self>,
        source: &Source,
        mut ask: Ask,
        admitted: &Result<Arc<Admitted>, Overload>,
        due: Option<Due>,
        later: &Arc<dyn Later>,
    ) -> Outcome {
        let now = self.clock.now();
        // Whoever sent it, it was not sent in the future.
        ask.at = ask.at.min(now);
        let last = due.is_some_and(|due| due.last);
        let (id, text) = (ask.id, ask.text.clone());
        let outcome = |command: Option<command::Command>, said, too_late| Outcome {
            id,
            command: command.map_or(text, |command| command.to_string()),
            too_late,
            said,
        };
        let progress = Progress::new(self.voice_for_machine(source, last), &ask.caller.id);
        let age = now.duration_since(ask.at);
        if source.max_age.is_some_and(|most| age > most) {
            tracing::warn!(%id, source = source.name, age = age.as_secs(), undone = true, "too late; nothing was done");
            let said = Said::finally(
                Verdict::Refused,
                reply::too_late(&progress.voice, &source.name, &ask.text, age),
            );
            if self.is_late_first(&ask) {
                self.notify(source, said.reply.clone(), later);
            }
            return outcome(command::parse(&ask.text).ok(), said, true);
        }
        let admitted = match admitted {
            Ok(admitted) => admitted.clone(),
            Err(overload) => {
                let reply = reply::overloaded(&progress.voice, *overload);
                let said = Said {
                    transient: true,
                    ..Said::finally(Verdict::Failed, reply)
                };
                return outcome(command::parse(&ask.text).ok(), said, false);
            }
        };
        let (first, answered) = oneshot::channel();
        let speaker = Speaker::machine(self.clone(), source, first, last);
        let run = self.clone().run(ask, progress.clone(), speaker, later.clone());
        later.spawn(Box::pin(async move {
            run.await;
            drop(admitted);
        }));
        let said = match due {
            None => answered.await.ok(),
            Some(due) => tokio::select! {
                biased;
                Ok(said) = answered => Some(said),
                () = tokio::time::sleep_until(due.at) => None,
            },
        };
        let said = said.unwrap_or_else(|| self.so_far(source, &progress, id));
        outcome(progress.command(), said, false)
    }

    /// What can be said when the answer is due and the work goes on: what was asked of Azure, and that
    /// there is more. Whoever waited for the end does not hear it here any more.
    fn so_far(&self, source: &Source, progress: &Progress, id: AskId) -> Said {
        let voice = self.voice_at(Some(source), None, None);
        let command = progress.command();
        let verb = command
            .as_ref()
            .map_or(command::Verb::Help, |command| command.verb());
        let (under_way, known): (Vec<_>, Vec<_>) = progress
            .reports(verb)
            .into_iter()
            .partition(|report| matches!(report.outcome, lifecycle::Outcome::CutShort { .. }));
        let mut reply = reply::acknowledgement(&voice, command.as_ref(), progress.known_so_far());
        if !known.is_empty() {
            let command = command.map(|command| command.to_string()).unwrap_or_default();
            let heading = reply::Heading {
                source: &source.name,
                command: &command,
                cause: None,
                missing: &[],
                unchecked: &[],
            };
            let report = reply::report(&voice, &heading, &known, &progress.unread(), None, id);
            reply
                .lines
                .splice(..usize::from(under_way.is_empty()), report.lines);
        }
        let unread = UnreadWorkspace::all(&progress.unread(), &known);
        let verdict = if unread.is_empty() && !known.iter().any(has_failed) {
            Verdict::Pending
        } else {
            Verdict::Failed
        };
        Said {
            results: known.iter().map(Row::of).collect(),
            unread,
            last: false,
            ..Said::finally(verdict, reply)
        }
    }

    /// Tells the source's channels, without keeping anybody waiting.
    pub(super) fn notify(self: &Arc<Self>, source: &Source, reply: reply::Reply, later: &Arc<dyn Later>) {
        let (app, name) = (self.clone(), source.name.clone());
        later.spawn(Box::pin(async move { app.tell(&name, &reply).await }));
    }

    pub(super) async fn tell(&self, source: &str, reply: &reply::Reply) {
        let Some(source) = self.doors.get(source) else {
            return;
        };
        let posts = source.tell(reply, None);
        let cut_short = scopeguard::guard((), |()| {
            tracing::error!(
                source = source.name,
                error = "the process ended first",
                "a channel was not told"
            );
        });
        let delivered = posts.iter().map(|post| self.mailbox.deliver(post));
        let outcomes = join_all(delivered).await;
        let lost = self
            .elsewhere(&source, outcomes, |source| source.tell(reply, None))
            .await;
        ScopeGuard::into_inner(cut_short);
        for error in lost {
            tracing::error!(source = source.name, %error, "a channel was not told");
        }
    }

    /// Why posts were lost. A webhook that is gone may have been changed where its address is kept: what
    /// was for it is brought to the new one.
    pub(super) async fn elsewhere(
        &self,
        source: &Arc<Source>,
        mut outcomes: Vec<Result<(), Undelivered>>,
        posts: impl Fn(&Source) -> Vec<Post>,
    ) -> Vec<Undelivered> {
        let is_gone = |outcome: &Result<(), Undelivered>| outcome.as_ref().is_err_and(Undelivered::is_gone);
        if outcomes.iter().any(is_gone)
            && let Some(renewed) = self.doors.renewed(source).await
        {
            for (outcome, post) in outcomes.iter_mut().zip(posts(&renewed)) {
                if is_gone(outcome) {
                    *outcome = self.mailbox.deliver(&post).await;
                }
            }
        }
        outcomes.into_iter().filter_map(Result::err).collect()
    }

    fn voice_for_machine(&self, source: &Source, waits: bool) -> reply::Voice {
        let mut voice = self.voice_at(Some(source), None, None);
        if waits {
            // It hears the end itself, so there is one.
            voice.stage.late = reply::Late::Here;
        }
        voice
    }
}

/// `Prefer: wait=50, respond-async`
fn preferred_wait(request: &Request) -> Option<Duration> {
    let values = request.headers.get_all("prefer").iter();
    let preferences = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split([',', ';']));
    let mut waits = preferences.filter_map(|preference| {
        let (name, value) = preference.split_once('=')?;
        let named = name.trim().eq_ignore_ascii_case("wait");
        named.then(|| value.trim().trim_matches('"').parse().ok())?
    });
    waits.next().map(Duration::from_secs)
}

/// One answer for all that one delivery asked, and for what of it was left alone.
fn answer(outcomes: &[Outcome], left: &[Text]) -> Answer {
    let status = outcomes
        .iter()
        .map(|outcome| outcome.status())
        .max_by_key(|status| weight(*status));
    let status = status.unwrap_or(StatusCode::OK);
    let body = body(outcomes, left);
    let mut answer = if !(status.is_client_error() || status.is_server_error()) {
        Answer::json(&body)
    } else {
        let detail = body["message"].as_str().unwrap_or_default();
        Answer::problem_with(status, detail, &body)
    };
    answer.status = status;
    answer.retry_after = (status == StatusCode::SERVICE_UNAVAILABLE).then_some(RETRY_AFTER);
    answer
}

/// Of several, the one that the sender has to know.
fn weight(status: StatusCode) -> u8 {
    match status {
        StatusCode::SERVICE_UNAVAILABLE => 5,
        StatusCode::FAILED_DEPENDENCY => 4,
        StatusCode::BAD_REQUEST => 3,
        StatusCode::FORBIDDEN => 2,
        StatusCode::ACCEPTED => 1,
        _ => 0,
    }
}

/// The JSON that machines get.
pub(super) fn body(outcomes: &[Outcome], left: &[Text]) -> Value {
    let joined = |piece: &dyn Fn(&Outcome) -> String, between: &str| {
        outcomes.iter().map(piece).collect::<Vec<_>>().join(between)
    };
    let results: Vec<&Row> = outcomes
        .iter()
        .flat_map(|outcome| &outcome.said.results)
        .collect();
    let verdicts = outcomes.iter().map(|outcome| outcome.said.verdict);
    let verdict = verdicts.chain((!left.is_empty()).then_some(Verdict::Left)).max();
    let messages = outcomes.iter().map(Outcome::message);
    let messages = messages.chain((!left.is_empty()).then(|| plain(left)));
    let mut unread: Vec<&UnreadWorkspace> = Vec::new();
    for one in outcomes.iter().flat_map(|outcome| &outcome.said.unread) {
        if !unread.contains(&one) {
            unread.push(one);
        }
    }
    let mut body = json!({
        "verdict": verdict.unwrap_or(Verdict::Done),
        "unread": unread,
        "id": joined(&|outcome| outcome.id.to_string(), " "),
        "command": joined(&|outcome| outcome.command.clone(), "; "),
        "message": messages.collect::<Vec<_>>().join("\n"),
        "results": results,
    });
    let mut audits = outcomes
        .iter()
        .filter_map(|outcome| outcome.said.findings.as_ref())
        .peekable();
    if audits.peek().is_some() {
        body["findings"] = json!(audits.flatten().collect::<Vec<_>>());
    }
    body
}

fn plain(lines: &[Text]) -> String {
    lines.iter().map(Text::plain).collect::<Vec<_>>().join("\n")
}

impl Outcome {
    pub(super) fn message(&self) -> String {
        plain(&self.said.reply.lines)
    }

    fn status(&self) -> StatusCode {
        let said = &self.said;
        let pending = || {
            said.results
                .iter()
                .any(|row| matches!(row.outcome, Status::Asked | Status::Unsure))
        };
        match said.verdict {
            Verdict::Misread => StatusCode::BAD_REQUEST,
            _ if self.too_late => StatusCode::OK,
            Verdict::Refused | Verdict::Unconfirmed => StatusCode::FORBIDDEN,
            _ if said.is_transient() => StatusCode::SERVICE_UNAVAILABLE,
            // No platform tries that again: somebody has to mend it first.
            _ if !said.unread.is_empty() => StatusCode::FAILED_DEPENDENCY,
            Verdict::Pending if said.news == News::Repeat => StatusCode::OK,
            Verdict::Pending if pending() || !said.last => StatusCode::ACCEPTED,
            Verdict::Done | Verdict::Left | Verdict::Failed | Verdict::Pending => {
                if pending() {
                    StatusCode::ACCEPTED
                } else {
                    StatusCode::OK
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::Origin;

    #[test]
    fn how_long_a_machine_waits_is_read_from_prefer() {
        let wait = |values: &[&str]| {
            let mut headers = http::HeaderMap::new();
            for value in values {
                headers.append("prefer", value.parse().unwrap());
            }
            preferred_wait(&Request {
                method: http::Method::POST,
                path: "/hooks/nightly".into(),
                query: None,
                headers,
                body: bytes::Bytes::new(),
                origin: Origin::Public,
                arrived: jiff::Timestamp::UNIX_EPOCH,
                patience: Duration::from_secs(55),
            })
            .map(|wait| wait.as_secs())
        };
        assert_eq!(wait(&[]), None);
        assert_eq!(wait(&["wait=50"]), Some(50));
        assert_eq!(wait(&["respond-async, Wait = \"10\""]), Some(10));
        assert_eq!(wait(&["handling=lenient", "wait=0"]), Some(0));
        assert_eq!(wait(&["wait=18446744073709551615"]), Some(u64::MAX));
        for odd in [
            "wait",
            "wait=",
            "wait=-1",
            "wait=soon",
            "await=5",
            "wait=18446744073709551616",
            "wait=1e3",
        ] {
            assert_eq!(wait(&[odd]), None, "{odd}");
        }
    }
}
