//! Whether everybody got the outcome, once, and in time.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use serde_json::Value;

use super::{
    super::{
        chats,
        history::{Proof, Verb, Who, Yes},
        record::{Delivery, Line, Row, Signed},
    },
    Broken, Case, Rule, Write,
};
use crate::support::chat::Chat;

/// A machine waits longer than people's platforms.
const IN_TIME_FOR_MACHINES: SignedDuration = SignedDuration::from_secs(5);
const IN_TIME_FOR_THE_PATIENT: SignedDuration = SignedDuration::from_secs(56);

pub fn check(case: &Case) -> Vec<Broken> {
    let mut broken = Vec::new();
    if case.record.left_over {
        let how = "work was left over an hour later".to_owned();
        let rule = Rule::GoesWell;
        broken.push(Broken { rule, how });
    }
    let panics = case.record.logged.iter().filter(|(_, line)| line.contains("panicked"));
    broken.extend(panics.map(|(at, line)| Broken {
        rule: Rule::GoesWell,
        how: format!("at {:.3}: {line}", case.since(*at)),
    }));
    for (number, delivery) in case.record.deliveries.iter().enumerate() {
        let name = format!("{} (id d{number})", case.signed(delivery).name());
        let told = |(rule, how): (Rule, String)| Broken { rule, how: format!("{name}: {how}") };
        broken.extend(first_answer(case, delivery).map(told));
        broken.extend(audit_lines(case, delivery).map(told));
        broken.extend(settled(case, delivery).into_iter().map(told));
    }
    let addresses: BTreeSet<_> = case.record.signed.iter().map(Signed::address).collect();
    for address in addresses {
        let told = |how: String| Broken { rule: Rule::OneLastAnswer, how: format!("{address}: {how}") };
        broken.extend(last_answers(case, &address).map(told));
    }
    broken
}

fn is_forged(case: &Case, signed: &Signed) -> bool {
    let forged = signed.yes.is_none() && case.history.requests[signed.request].proof != Proof::Genuine;
    // The seal of a click there covers the person.
    forged || signed.chat == Some(Chat::Mattermost) && signed.yes == Some(Yes::Stolen)
}

fn first_answer(case: &Case, delivery: &Delivery) -> Option<(Rule, String)> {
    let signed = case.signed(delivery);
    let Some((at, status, _)) = &delivery.answer else {
        let silent = delivery.died.is_none();
        return silent.then(|| (Rule::OneLastAnswer, "was not answered at all".to_owned()));
    };
    let took = at.duration_since(delivery.at);
    let machine = signed.chat.is_none();
    let in_time = match (signed.chat, case.history.requests[signed.request].patient) {
        (Some(chat), _) => chats::in_time(chat),
        (None, true) => IN_TIME_FOR_THE_PATIENT,
        (None, false) => IN_TIME_FOR_MACHINES,
    };
    if is_forged(case, signed) {
        return (*status != 401).then(|| (Rule::ActsOnce, format!("is forged, and was answered {status}")));
    }
    if took > in_time {
        return Some((Rule::GoesWell, format!("was answered after {took:#}")));
    }
    (!machine && *status != 200).then(|| (Rule::GoesWell, format!("was answered {status}")))
}

/// One line when it was heard; one more for each instance that was pending then, when all have settled.
fn audit_lines(case: &Case, delivery: &Delivery) -> Option<(Rule, String)> {
    // An alert's commands have lines of their own.
    if case.signed(delivery).who == Who::Monitor {
        return None;
    }
    let lines = case.lines(delivery);
    let events: Vec<_> = lines.iter().map(|line| line.event.as_str()).collect();
    let (settled, heard): (Vec<&Line>, Vec<&Line>) =
        lines.iter().copied().partition(|line| line.event == "settled");
    let pending = heard.iter().flat_map(|line| &line.rows).filter(|row| row.is_pending());
    let pending: BTreeSet<_> = pending.map(|row| &row.instance).collect();
    let ended: BTreeSet<_> = settled.iter().flat_map(|line| &line.rows).map(|row| &row.instance).collect();
    // One line may be too short for all. The old instance is heard of once the new one has settled.
    let is_heard_once = events.iter().filter(|event| **event == "heard").count() == 1;
    let well = match events.first() {
        _ if is_forged(case, case.signed(delivery)) => events.is_empty(),
        None => delivery.died.is_some(),
        Some(_) if delivery.died.is_some() => is_heard_once && ended.is_subset(&pending),
        Some(first) => {
            *first == "heard" && is_heard_once && settled.len() == pending.len() && ended == pending
        }
    };
    let how = || format!("its lines in the log are {events:?}, and {pending:?} were pending");
    (!well).then(|| (Rule::OneLastAnswer, how()))
}

/// A command reported as done was done by then.
fn settled(case: &Case, delivery: &Delivery) -> Vec<(Rule, String)> {
    let signed = case.signed(delivery);
    let mut wrong = Vec::new();
    let lines = case.lines(delivery);
    let rows = lines.iter().flat_map(|line| line.rows.iter().map(|row| (line.at, row)));
    for (at, row) in rows.filter(|(_, row)| row.word == "done") {
        let done = |write: &Write| {
            let takes = signed.verb.takes() * case.history.setting.slowness;
            let over = write.of.done.is_some_and(|done| done + takes <= at);
            write.verb == signed.verb && write.is_accepted() && over && !write.fails()
        };
        let writes = case.writes(instance(case, row));
        let gone = |write: &Write| write.verb == Verb::Delete && write.of.status == Some(204);
        if signed.verb.is_power() && !writes.iter().any(|write| done(write) || gone(write)) {
            let how = format!("says that {} is done, and Azure has nothing of it done by then", row.instance);
            wrong.push((Rule::SaysWhatIsSo, how));
        }
    }
    wrong
}

fn instance<'a>(case: &Case<'a>, row: &Row) -> &'a str {
    case.instances().into_iter().find(|name| *name == row.instance).unwrap_or_default()
}

/// Those that promise nothing more, in all the places that they may come to.
fn last_answers(case: &Case, address: &str) -> Option<String> {
    let here = |signed: &Signed| signed.address() == address && !is_forged(case, signed);
    let deliveries: Vec<_> = case.record.deliveries.iter().filter(|one| here(case.signed(one))).collect();
    let signed = case.signed(deliveries.first()?);
    let died = deliveries.iter().filter(|delivery| delivery.died.is_some()).count();
    // The platform may refuse an answer more often than it is brought.
    let logged = case.record.logged.iter();
    let lost =
        logged.filter(|(_, line)| line.contains("did not arrive") || line.contains("was not told")).count();
    let messages = case.record.messages.iter().filter(|message| chats::came_to(signed.chat, message, signed));
    // What was proposed shows the state in its place, besides the answer.
    let is_card =
        |body: &Value| signed.question.is_empty() && signed.yes.is_some() && body["replace_original"] == true;
    let late = messages.filter(|message| is_last(&message.body) && !is_card(&message.body)).count();
    let answers = deliveries.iter().filter_map(|delivery| delivery.answer.as_ref());
    if signed.chat.is_none() {
        // Its channel hears of the end where the answer was not it, and of deeds in any case.
        let open = answers.filter(|(_, status, _)| *status == 202).count();
        let fits = late <= deliveries.len() && (late > 0 || open == 0 || died + lost > 0);
        return (!fits).then(|| format!("{open} answers were not the last, and its channel heard {late}"));
    }
    let at_once = answers.filter(|(_, _, body)| is_last(body)).count();
    let (last, all) = (late + at_once, deliveries.len());
    // A card changes for whoever pressed its button, and then for everybody.
    let most = if signed.chat == Some(Chat::TeamsBot) { 2 * all } else { all };
    let fits = (all.saturating_sub(died + lost)..=most).contains(&last);
    (!fits).then(|| format!("came {all} times, and has {last} last answers (its process died {died} times)"))
}

/// Whether an answer has words and promises nothing more. "On it" is what stands in place of a question that was answered.
pub fn is_last(body: &Value) -> bool {
    chats::said(body).is_some_and(|text| !text.contains("tell you") && !text.starts_with("On it:"))
}
