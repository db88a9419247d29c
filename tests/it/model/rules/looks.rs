//! Whether a write was sent on a read fresh enough to show the state.

use jiff::{SignedDuration, Timestamp};
use lamplighter_emulator::{Call, Effect, RecordedRequest};

use super::{
    super::{
        history::Verb,
        record::{Delivery, Job, Signed, took_effect},
    },
    Broken, Case, Rule, SKEW, Write,
};

/// How old a look may be when the write is sent: at least, and more where its own read took long, and at most.
const FRESH: SignedDuration = SignedDuration::from_secs(3);
const MARGIN: SignedDuration = SignedDuration::from_secs(1);
const OLDEST: SignedDuration = SignedDuration::from_secs(10);

/// Something that began on an instance, which a look afterwards shows.
struct Event {
    what: String,
    at: Timestamp,
    /// By this very process, which need not look to know.
    ours: bool,
}

/// What is wrong with a write if `delivery` sent it.
pub fn wrong(case: &Case, delivery: &Delivery, write: &Write, writes: &[Write]) -> Vec<Broken> {
    let signed = case.signed(delivery);
    // What is signed ahead of time counts as signed when it came, by the product's clock.
    let asked = signed.asked.min(delivery.at + SignedDuration::from_millis(case.history.setting.clock));
    let sent = case.since(write.of.at);
    let broken = |rule, what: &str, at| {
        let how = format!(
            "{}: {} was sent at {sent:.3} for {}, over {what} of {:.3}",
            write.instance,
            write.verb.word(),
            signed.name(),
            case.since(at),
        );
        Broken { rule, how }
    };
    let mut wrong = Vec::new();
    if !may_be_unseen(case, write, Timestamp::MAX) {
        wrong.push(Broken {
            rule: Rule::LooksFirst,
            how: format!(
                "{}: {} was sent at {sent:.3} for {}, and no look was fresh",
                write.instance,
                write.verb.word(),
                signed.name()
            ),
        });
    }
    for event in operations(case, write, writes) {
        let newer = event.at.duration_since(asked) > SKEW && event.at < write.of.at;
        if newer && (event.ours || !may_be_unseen(case, write, event.at)) {
            wrong.push(broken(Rule::OverNothingNewer, &event.what, event.at));
        }
    }
    for job in jobs(case, signed, write) {
        if job.at < write.of.at && !may_be_unseen(case, write, job.at) {
            wrong.push(broken(Rule::JobsEndOnPurpose, &job.what, job.at));
        }
    }
    if let Some(keep) = kept_since(case, signed, write) {
        wrong.push(broken(Rule::KeepsHold, "a keep", keep));
    }
    wrong
}

/// What others did to the instance, and other requests of ours.
fn operations(case: &Case, write: &Write, writes: &[Write]) -> Vec<Event> {
    let others = case.record.others.iter();
    let theirs = others
        .filter(|other| other.instance == write.instance && (other.status == 201 || other.status == 202));
    let theirs = theirs.map(|other| Event {
        what: format!("somebody else's {}", other.verb.word()),
        at: other.at,
        ours: false,
    });
    // Each process knows what it did itself; of two neither knows of the other.
    let hosts: std::collections::BTreeSet<_> = case.record.deliveries.iter().map(|one| one.host).collect();
    let ours = writes.iter().filter(|other| other.is_accepted() && !std::ptr::eq(other.of, write.of));
    // A failed one may be tried again. Azure shows nothing of what came before it.
    let failed = |other: &&Write| other.verb == write.verb && other.fails() && other.of.at < write.of.at;
    let hidden = writes.iter().filter(failed).map(|other| other.of.at).max();
    let ours = ours.filter(|other| !(other.verb == write.verb && other.fails()));
    let ours = ours.map(|other| Event {
        what: format!("our own {}", other.verb.word()),
        at: other.of.done.unwrap_or(other.of.at),
        ours: hosts.len() == 1,
    });
    theirs.chain(ours).filter(|event| hidden.is_none_or(|until| event.at > until)).collect()
}

/// The jobs that a write ended without leave to.
fn jobs(case: &Case, signed: &Signed, write: &Write) -> Vec<Event> {
    let met = write.of.found.as_ref();
    let ended = met.filter(|met| met.accepted && write.verb.ends_work() && !signed.force);
    let ended = ended.map_or(&[][..], |met| &met.jobs);
    let without_leave = |job: &&Job| {
        let named = write.verb == Verb::Delete && signed.was_told_of(write.instance, &job.name);
        ended.contains(&job.name) && !named
    };
    let events = case.record.jobs.iter().filter(without_leave).map(|job| Event {
        what: format!("the job {}", job.name),
        at: job.began,
        ours: false,
    });
    events.collect()
}

/// Whether there was a look that was fresh when the write was sent, and showed nothing of what began `at`.
fn may_be_unseen(case: &Case, write: &Write, at: Timestamp) -> bool {
    let looks = case.record.requests.iter().filter(|read| is_look(read, write));
    let mut fresh =
        looks.filter(|read| read.answered.is_some_and(|answered| is_fresh(read, answered, write)));
    fresh.any(|read| read.done.is_some_and(|done| done <= at))
}

fn is_look(read: &RecordedRequest, write: &Write) -> bool {
    let of_it = match read.operation {
        Call::Get => read.instance.as_deref() == Some(write.instance),
        call => call == Call::List && read.workspace == write.of.workspace,
    };
    let whole = matches!(read.fault, None | Some(Effect::Slow | Effect::Late));
    of_it && whole && read.status == Some(200)
}

fn is_fresh(read: &RecordedRequest, answered: Timestamp, write: &Write) -> bool {
    let took = answered.duration_since(read.at);
    let age = write.of.at.duration_since(read.at);
    answered <= write.of.at && age <= (took + MARGIN).clamp(FRESH, OLDEST)
}

/// Since when somebody kept the instance for so long that a machine had to know.
fn kept_since(case: &Case, signed: &Signed, write: &Write) -> Option<Timestamp> {
    if !signed.who.is_machine() || !matches!(write.verb, Verb::Stop | Verb::Restart) {
        return None;
    }
    let before = |at: &Timestamp| *at < write.of.at;
    let last = keeps(case, write).into_iter().filter(|(at, _)| before(at)).max_by_key(|(at, _)| *at);
    let (at, _) = last.filter(|(_, on)| *on)?;
    let reads = case.record.requests.iter();
    let reads = reads.filter(|read| read.operation == Call::Tags && read.workspace == write.of.workspace);
    let mut fresh = reads.filter(|read| write.of.at.duration_since(read.at) <= OLDEST);
    let unseen = fresh.any(|read| read.answered.is_some() && read.done.is_some_and(|done| done <= at));
    (!unseen).then_some(at)
}

/// When somebody began to keep the instance, and when they ended it.
fn keeps(case: &Case, write: &Write) -> Vec<(Timestamp, bool)> {
    let instance = write.instance;
    let written = case.record.requests.iter().filter(|call| call.operation == Call::Tag && took_effect(call));
    let written = written.filter(|call| call.workspace == write.of.workspace);
    let of_it = |call: &RecordedRequest| {
        let deliveries = case.record.deliveries.iter().filter(|delivery| {
            let signed = case.signed(delivery);
            let keeps = matches!(signed.verb, Verb::Keep | Verb::KeepOff);
            keeps && signed.counts && signed.meant.iter().any(|name| name == instance)
        });
        // Nobody knows which of two at the same time it is of.
        let at_it = deliveries.filter(|one| one.at <= call.at && call.at <= case.ended(one));
        let verbs: Vec<_> = at_it.map(|delivery| case.signed(delivery).verb).collect();
        verbs.last()?;
        Some((call.done?, verbs.iter().all(|verb| *verb == Verb::Keep)))
    };
    let theirs = case.record.keeps.iter().filter(|(_, kept)| kept == instance);
    let theirs = theirs.map(|(at, _)| (*at, true));
    // What our people keep is that instance, and no younger one of its name.
    let made = case.record.others.iter();
    let made = made.filter(|other| other.instance == instance && other.verb == Verb::Create);
    let made = made.map(|other| (other.at, false));
    written.filter_map(of_it).chain(theirs).chain(made).collect()
}
