//! Whether an instance is made once for each question that was answered with yes, over none that was there, and is said
//! to be made if it is.

use jiff::{SignedDuration, Timestamp};
use lamplighter_emulator::{Call, Effect, RecordedRequest};
use serde_json::Value;

use super::{
    super::{
        chats,
        history::Verb,
        record::{Delivery, Line, Signed, took_effect},
    },
    Broken, Case, Rule,
};

/// How old the look may be that showed the name to be free.
const OLDEST: SignedDuration = SignedDuration::from_secs(10);

pub fn check(case: &Case) -> Vec<Broken> {
    let requests = case.record.requests.iter();
    let puts: Vec<_> = requests.filter(|request| request.operation == Call::Create).collect();
    let mut broken: Vec<_> = puts.iter().filter_map(|put| rash(case, put)).collect();
    let mut makers = Vec::new();
    for put in puts.iter().filter(|put| is_made(put)) {
        // A process knows what it made. Another one makes it again after somebody has deleted it.
        let all = case.record.deliveries.iter().filter(|delivery| may_have_made(case, delivery, put));
        let free = all.filter(|maker| !makers.iter().any(|(known, _)| *known == (maker.signed, maker.host)));
        match free.max_by_key(|maker| (is_logged(case, maker), claims(case, maker.signed))) {
            Some(maker) => makers.push(((maker.signed, maker.host), put.at)),
            None => {
                broken.push(told(
                    case,
                    put,
                    Rule::ActsOnce,
                    "was made, and no yes is left that asked for it",
                ));
            }
        }
    }
    let making = |signed: &usize| case.record.signed[*signed].verb.makes() && claims(case, *signed);
    let since: Vec<_> = makers.iter().map(|((signed, _), at)| (*signed, *at)).collect();
    let makers: Vec<_> = since.iter().map(|(signed, _)| *signed).collect();
    for signed in (0..case.record.signed.len()).filter(making).filter(|signed| !makers.contains(signed)) {
        let how = format!(
            "{} says that it was made, and Azure made none for it",
            case.record.signed[signed].name()
        );
        broken.push(Broken { rule: Rule::SaysWhatIsSo, how });
    }
    broken.extend(untrue(case, &puts, &since));
    broken.extend(puts.iter().filter_map(|put| untold(case, put)));
    broken
}

fn told(case: &Case, put: &RecordedRequest, rule: Rule, what: &str) -> Broken {
    let instance = put.instance.as_deref().unwrap_or_default();
    Broken { rule, how: format!("{instance}: the PUT of {:.3} {what}", case.since(put.at)) }
}

/// Whether an instance began to be with it.
fn is_made(put: &RecordedRequest) -> bool {
    let through = took_effect(put) || put.fault == Some(Effect::SetupFails) && put.status == Some(201);
    through && put.found.is_none() || put.fault == Some(Effect::Unconditional) && put.status == Some(201)
}

/// Sent although no look had just shown that the name was free, or over what this very process had made.
fn rash(case: &Case, put: &RecordedRequest) -> Option<Broken> {
    let mut looks = case.record.requests.iter().filter(|read| {
        let shows_none = read.operation == Call::Get && read.status == Some(404);
        shows_none && read.instance == put.instance && read.workspace == put.workspace
    });
    let is_fresh = |answered| answered <= put.at;
    let saw =
        looks.any(|read| read.answered.is_some_and(is_fresh) && put.at.duration_since(read.at) <= OLDEST);
    if !saw {
        return Some(told(
            case,
            put,
            Rule::LooksFirst,
            "was sent, and no look had just shown that the name was free",
        ));
    }
    let hosts: std::collections::BTreeSet<_> = case.record.deliveries.iter().map(|one| one.host).collect();
    let mut before = case.record.requests.iter().filter(|other| {
        let answered = other.answered.is_some_and(|answered| answered < put.at);
        other.operation == Call::Create && is_made(other) && answered && other.instance == put.instance
    });
    let overwrites = put.status == Some(200) && hosts.len() == 1 && before.any(|_| true);
    overwrites.then(|| told(case, put, Rule::OverNothingNewer, "overwrote what this process had made"))
}

/// Whether it may have been made for this delivery.
fn may_have_made(case: &Case, delivery: &Delivery, put: &RecordedRequest) -> bool {
    let of = case.signed(delivery);
    let asked = of.verb.makes() && of.yes.is_some() && of.counts && of.who.may(of.verb);
    let meant = of.meant.first() == put.instance.as_ref();
    asked && meant && delivery.at <= put.at && put.at <= case.ended(delivery)
}

/// All that is said to the author of a request.
fn heard(case: &Case, number: usize) -> Vec<String> {
    let signed = &case.record.signed[number];
    let deliveries = case.record.deliveries.iter().filter(|one| one.signed == number);
    let answers = deliveries.filter_map(|one| one.answer.as_ref()).map(|(_, _, body)| body);
    let mut others = case.record.signed.iter();
    // Where both have one place, what comes there after the yes is about the yes.
    let is_shared = |other: &Signed| other.request == signed.request && other.yes.is_some();
    let shared =
        signed.yes.is_none() && others.any(|other| is_shared(other) && other.address() == signed.address());
    let messages = case.record.messages.iter();
    let messages = messages.filter(|message| !shared && chats::came_to(signed.chat, message, signed));
    let bodies: Vec<&Value> = answers.chain(messages.map(|message| &message.body)).collect();
    bodies.into_iter().filter_map(chats::said).collect()
}

/// Whether it says that an instance was made, or that Azure accepted that.
fn claims(case: &Case, number: usize) -> bool {
    let signed = &case.record.signed[number];
    let Some(name) = signed.meant.first() else { return false };
    let claim = [format!("{name}: asked Azure to create"), format!("{name} is created and running")];
    heard(case, number).iter().any(|text| claim.iter().any(|claim| text.contains(claim)))
}

/// Whether the log says that Azure accepted it.
fn is_logged(case: &Case, delivery: &Delivery) -> bool {
    let Some(name) = case.signed(delivery).meant.first() else { return false };
    let asked = |line: &Line| line.row(name).is_some_and(|row| row.word == "asked");
    case.lines(delivery).into_iter().any(asked)
}

/// Logged as made before it ran, or as another's although it was made for this.
fn untrue(case: &Case, puts: &[&RecordedRequest], makers: &[(usize, Timestamp)]) -> Vec<Broken> {
    let mut broken = Vec::new();
    let takes = Verb::Create.takes() * case.history.setting.slowness;
    let is_made_for = |delivery: &Delivery, at: Timestamp| {
        let name = case.signed(delivery).meant.first();
        let before = makers
            .iter()
            .filter(|(signed, made)| *made < at && case.record.signed[*signed].meant.first() == name);
        before.max_by_key(|(_, made)| *made).is_some_and(|(signed, _)| *signed == delivery.signed)
    };
    for delivery in &case.record.deliveries {
        let signed = case.signed(delivery);
        let Some(name) = signed.meant.first().filter(|_| signed.verb.makes()) else { continue };
        let mut others = case.record.others.iter();
        let theirs = others.any(|other| other.verb == Verb::Create && other.instance == *name);
        // Somebody restarts what was not made well.
        let is_revived = |at| {
            let writes = case.writes(name);
            let mut restarts = writes.iter().filter(|write| write.verb == Verb::Restart);
            let of_others = case.record.others.iter();
            let mut of_others =
                of_others.filter(|other| other.verb == Verb::Restart && other.instance == *name);
            restarts.any(|write| write.is_accepted() && write.of.at < at)
                || of_others.any(|other| other.at < at)
        };
        let rows = case.lines(delivery).into_iter().filter_map(|line| Some((line.at, line.row(name)?)));
        for (at, row) in rows {
            let runs = |put: &&RecordedRequest| {
                let fails = matches!(put.fault, Some(Effect::FailsLate | Effect::SetupFails));
                let over = put.done.is_some_and(|done| done + takes <= at);
                put.instance.as_ref() == Some(name) && is_made(put) && !fails && over
            };
            let what = match (row.word.as_str(), row.reason.as_str()) {
                ("done" | "already", _) if !puts.iter().copied().any(|put| runs(&put)) && !is_revived(at) => {
                    "runs, and Azure had not made it by then"
                }
                ("failed", "name-taken") if is_made_for(delivery, at) && !theirs => {
                    "is another's, and it was made for this"
                }
                _ => continue,
            };
            let how = format!("{} says that {name} {what}", signed.name());
            broken.push(Broken { rule: Rule::SaysWhatIsSo, how });
        }
    }
    broken
}

/// Made, not deleted since, and not told by the `status` at the end.
fn untold(case: &Case, put: &RecordedRequest) -> Option<Broken> {
    let name = put.instance.as_ref().filter(|_| is_made(put))?;
    let mut others = case.record.others.iter();
    let deleted =
        others.any(|other| other.verb == Verb::Delete && other.instance == *name && other.status == 202);
    let asks = |signed: &Signed| signed.verb == Verb::Status && signed.meant.first() == Some(name);
    let status = case.record.signed.iter().position(asks).filter(|_| !deleted)?;
    let states = ["running", "being created", "creating it failed", "stopped", "setting it up failed"];
    let shown = heard(case, status)
        .iter()
        .any(|text| text.contains(&**name) && states.iter().any(|state| text.contains(state)));
    (!shown).then(|| told(case, put, Rule::SaysWhatIsSo, "made it, and `status` does not show it at the end"))
}
