//! Requests of machines: timers, scripts and alerts. They get statuses to act on and JSON; people see the results in
//! the channels that the source notifies.

use std::{sync::Arc, time::Duration};

use futures::future::join_all;
use http::StatusCode;
use serde_json::{Value, json};
use tokio::{sync::oneshot, time::Instant};

use super::{refuse::RETRY_AFTER, state::Reception};
use crate::{
    command::{self, Command, Verb},
    command_request::{CommandRequest, RequestId},
    engine::{
        CommandResult, InstanceResult, Progress, Repetition, Verdict, all_unread, distinct, has_failed,
    },
    lifecycle::{self, Status},
    notify::Responder,
    reply::{self, ActionReport, Localizer, Overload, Text},
    source::Answer,
    verify::Request,
};

/// The part of the front's time limit that is left for the way back.
const MARGIN: Duration = Duration::from_secs(1);

/// The statuses other than 200, the least first. Of several, the greatest counts.
#[rustfmt::skip]
const BY_WEIGHT: [StatusCode; 5] = [
    StatusCode::ACCEPTED, StatusCode::FORBIDDEN, StatusCode::BAD_REQUEST, StatusCode::FAILED_DEPENDENCY,
    StatusCode::SERVICE_UNAVAILABLE,
];

/// The time at which a machine is answered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Due {
    at: Instant,
    /// Whether the machine waits for the final result, not the first.
    last: bool,
}

/// The result of one of a machine's commands.
pub(super) struct MachineResult {
    id: RequestId,
    /// The canonical text if it was understood, else the text as it came.
    command: String,
    /// Not carried out because of its age, which no sender can correct.
    too_late: bool,
    pub(super) result: CommandResult,
}

impl Reception<'_> {
    /// The time at which the machine behind `request` is answered: soon, or as late as it asks (`Prefer: wait`, RFC 7240)
    /// and the front allows.
    pub(super) fn due(&self, request: &Request) -> Due {
        let soon = self.first_answer_due(request.arrived);
        let Some(wait) = preferred_wait(request) else { return Due { at: soon, last: false } };
        let spent = self.app.engine.clock.now().duration_since(request.arrived);
        let left = request.patience.saturating_sub(MARGIN).min(wait);
        let left = left.saturating_sub(spent.try_into().unwrap_or_default());
        Due { at: soon.max(Instant::now() + left), last: true }
    }

    /// Carries out a machine's commands, and answers them; `left` describes the alerts that are left alone.
    pub(super) async fn answer_all(&self, requests: Vec<CommandRequest>, left: &[Text], due: Due) -> Answer {
        // One delivery takes one place among the commands in progress. Otherwise, a delivery of many alerts would lose
        // some of its commands each time.
        let Some(first) = requests.first() else { return answer(&[], left) };
        let admitted = self.app.admission.admit(&first.caller).map(Arc::new);
        let results = requests.into_iter().map(|request| self.carry_out_one(request, &admitted, Some(due)));
        answer(&join_all(results).await, left)
    }

    /// Refuses a verified request that its source cannot read, and notifies the source's channels once: the people who set
    /// the sender up do not see its answers.
    pub(super) fn not_understood(&self, id: RequestId, expected: reply::Expected) -> Answer {
        let (source, localizer) = (&self.source.name, self.localizer());
        tracing::warn!(%id, source, reason = %expected, undone = true, "a request is not understood; nothing was done");
        let reply = reply::not_understood(&localizer, expected);
        let headed = reply::with_heading(&localizer, source, None, None, &reply);
        self.notify_once(format_args!("not understood|{expected}"), headed);
        let result = MachineResult {
            id,
            command: String::new(),
            too_late: false,
            result: CommandResult::finally(Verdict::Misread, reply),
        };
        answer(&[result], &[])
    }

    /// Carries out one command of a machine, until it is `due` or until Azure has accepted everything.
    pub(super) async fn carry_out_one(
        &self,
        mut request: CommandRequest,
        admitted: &Result<impl Clone + Send + Sync + 'static, Overload>,
        due: Option<Due>,
    ) -> MachineResult {
        let Reception { app, source, .. } = self;
        let now = app.engine.clock.now();
        // No request was sent in the future.
        request.at = request.at.min(now);
        let last = due.is_some_and(|due| due.last);
        let (id, text) = (request.id, request.text.clone());
        let end = |command: Option<&Command>, result, too_late| {
            let command = command.map_or(text, Command::to_string);
            MachineResult { id, command, too_late, result }
        };
        let mut localizer = app.engine.localizer(&request);
        if last {
            // The machine gets the final result itself.
            localizer.surface.late = reply::LateChannel::Here;
        }
        let progress = Progress::new(localizer, &request.caller.id);
        let age = now.duration_since(request.at);
        if source.max_age.is_some_and(|most| age > most) {
            tracing::warn!(%id, source = source.name, age = age.as_secs(), undone = true, "too late; nothing was done");
            let result = CommandResult::finally(
                Verdict::Refused,
                reply::too_late(&progress.localizer, &source.name, &request.text, request.at),
            );
            if app.notifier.dedup.is_first_late(&request) {
                self.notify(result.reply.clone());
            }
            return end(command::parse(&request.text).ok().as_ref(), result, true);
        }
        let admitted = match admitted {
            Ok(admitted) => admitted.clone(),
            Err(overload) => {
                let reply = reply::overloaded(&progress.localizer, *overload);
                let result =
                    CommandResult { transient: true, ..CommandResult::finally(Verdict::Failed, reply) };
                return end(command::parse(&request.text).ok().as_ref(), result, false);
            }
        };
        let (first, answered) = oneshot::channel();
        let responder =
            Responder::machine(app.notifier.clone(), (source, source.has_fixed_command()), first, last);
        self.begin(request, progress.clone(), responder, admitted);
        let result = match due {
            None => answered.await.ok(),
            Some(due) => tokio::select! {
                biased;
                Ok(result) = answered => Some(result),
                () = tokio::time::sleep_until(due.at) => None,
            },
        };
        let result = result.unwrap_or_else(|| self.so_far(&progress));
        end(progress.command(), result, false)
    }

    /// The result for an answer that is due while the work goes on. The machine has been answered then; the outcome goes
    /// to the channels.
    fn so_far(&self, progress: &Progress) -> CommandResult {
        let localizer = Localizer { request: progress.localizer.request, ..self.localizer() };
        let command = progress.command();
        let verb = command.map_or(Verb::Help, Command::verb);
        let is_cut =
            |report: &lifecycle::Report| matches!(report.outcome, lifecycle::Outcome::CutShort { .. });
        let (under_way, known): (Vec<_>, Vec<_>) = progress.reports(verb).into_iter().partition(is_cut);
        let mut reply = reply::acknowledgement(&localizer, command, progress.known_so_far());
        let unread = all_unread(progress.unread(), &known);
        let failed = !unread.is_empty() || known.iter().any(has_failed);
        let verdict = if failed { Verdict::Failed } else { Verdict::Pending };
        let results = known.iter().map(InstanceResult::of).collect();
        if let Some(command) = command.filter(|_| !known.is_empty()) {
            let unread = progress.unread().to_vec();
            let report = ActionReport::new(command.clone(), localizer.now, known, unread);
            let report = reply::report(&localizer, &report, (&self.source.name, None), &[]);
            reply.lines.splice(..usize::from(under_way.is_empty()), report.lines);
        }
        CommandResult { results, unread, last: false, ..CommandResult::finally(verdict, reply) }
    }
}

/// `Prefer: wait=50, respond-async`
fn preferred_wait(request: &Request) -> Option<Duration> {
    let values = request.headers.get_all("prefer").iter();
    let preferences =
        values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split([',', ';']));
    let mut waits = preferences.filter_map(|preference| {
        let (name, value) = preference.split_once('=')?;
        let named = name.trim().eq_ignore_ascii_case("wait");
        named.then(|| value.trim().trim_matches('"').parse().ok())?
    });
    waits.next().map(Duration::from_secs)
}

/// One answer for all commands of a delivery, and for the alerts that were left alone.
fn answer(outcomes: &[MachineResult], left: &[Text]) -> Answer {
    let weight = |status: &StatusCode| BY_WEIGHT.iter().position(|known| known == status);
    let status = outcomes.iter().map(MachineResult::status).max_by_key(weight);
    let status = status.unwrap_or(StatusCode::OK);
    let body = body(outcomes, left);
    let mut answer = if status.is_client_error() || status.is_server_error() {
        let detail = body["message"].as_str().unwrap_or_default();
        Answer::problem_with(status, detail, &body)
    } else {
        Answer::json(&body)
    };
    answer.status = status;
    answer.retry_after = (status == StatusCode::SERVICE_UNAVAILABLE).then_some(RETRY_AFTER);
    answer
}

/// The JSON that machines get.
pub(super) fn body(outcomes: &[MachineResult], left: &[Text]) -> Value {
    let joined = |piece: &dyn Fn(&MachineResult) -> String, between: &str| {
        outcomes.iter().map(piece).collect::<Vec<_>>().join(between)
    };
    let results: Vec<&InstanceResult> = outcomes.iter().flat_map(|outcome| &outcome.result.results).collect();
    let verdicts = outcomes.iter().map(|outcome| outcome.result.verdict);
    let verdict = verdicts.chain((!left.is_empty()).then_some(Verdict::Left)).max();
    let messages = outcomes.iter().map(MachineResult::message);
    let messages = messages.chain((!left.is_empty()).then(|| plain(left)));
    let unread = distinct(outcomes.iter().flat_map(|outcome| outcome.result.unread.iter().cloned()));
    let mut body = json!({
        "verdict": verdict.unwrap_or(Verdict::Done),
        "unread": unread,
        "id": joined(&|outcome| outcome.id.to_string(), " "),
        "command": joined(&|outcome| outcome.command.clone(), "; "),
        "message": messages.collect::<Vec<_>>().join("\n"),
        "results": results,
    });
    let mut audits = outcomes.iter().filter_map(|outcome| outcome.result.findings.as_ref()).peekable();
    if audits.peek().is_some() {
        body["findings"] = json!(audits.flatten().collect::<Vec<_>>());
    }
    body
}

fn plain(lines: &[Text]) -> String {
    lines.iter().map(Text::plain).collect::<Vec<_>>().join("\n")
}

impl MachineResult {
    pub(super) fn message(&self) -> String {
        plain(&self.result.reply.lines)
    }

    fn status(&self) -> StatusCode {
        let result = &self.result;
        let pending =
            || result.results.iter().any(|row| matches!(row.outcome, Status::Asked | Status::Unsure));
        match result.verdict {
            Verdict::Misread => StatusCode::BAD_REQUEST,
            _ if self.too_late => StatusCode::OK,
            Verdict::Refused | Verdict::Unconfirmed => StatusCode::FORBIDDEN,
            _ if result.is_transient() => StatusCode::SERVICE_UNAVAILABLE,
            // No platform retries that: people have to correct it first.
            _ if !result.unread.is_empty() => StatusCode::FAILED_DEPENDENCY,
            Verdict::Pending if result.repetition == Repetition::Repeat => StatusCode::OK,
            Verdict::Pending if !result.last => StatusCode::ACCEPTED,
            _ if pending() => StatusCode::ACCEPTED,
            Verdict::Done | Verdict::Left | Verdict::Failed | Verdict::Pending => StatusCode::OK,
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
        for odd in
            ["wait", "wait=", "wait=-1", "wait=soon", "await=5", "wait=18446744073709551616", "wait=1e3"]
        {
            assert_eq!(wait(&[odd]), None, "{odd}");
        }
    }
}
