//! Whether idle times and schedules change only for somebody who may have that done.

use lamplighter_emulator::{Call, RecordedRequest};

use super::{
    super::{history::Verb, record::took_effect},
    Broken, Case, Rule,
};

pub fn check(case: &Case) -> Vec<Broken> {
    let changes = case.record.requests.iter().filter_map(|request| Some((verb(request)?, request)));
    let changes = changes.filter(|(_, request)| took_effect(request));
    let ownerless = changes.filter(|(verb, request)| !is_asked_for(case, *verb, request));
    let broken = ownerless.map(|(verb, request)| {
        let at = case.since(request.at);
        let instance = request.instance.as_deref().unwrap_or_default();
        let how = format!(
            "{instance}: {} was changed at {at:.3}, and nobody who may had asked for it",
            verb.word()
        );
        Broken { rule: Rule::ActsOnce, how }
    });
    broken.collect()
}

fn verb(request: &RecordedRequest) -> Option<Verb> {
    match request.operation {
        Call::Idle => Some(Verb::Idle),
        Call::Schedules => Some(Verb::Schedule),
        _ => None,
    }
}

fn is_asked_for(case: &Case, verb: Verb, request: &RecordedRequest) -> bool {
    case.record.deliveries.iter().any(|delivery| {
        let signed = case.signed(delivery);
        let meant = signed.meant.iter().any(|name| Some(name) == request.instance.as_ref());
        let at_it = delivery.at <= request.at && request.at <= case.ended(delivery);
        signed.counts && signed.verb == verb && meant && at_it
    })
}
