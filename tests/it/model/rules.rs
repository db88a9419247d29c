//! The rules for every history, checked on Azure's record, the answers, and the log.

mod answers;
mod looks;
mod makings;
mod owners;
mod settings;

pub use answers::is_last;
use jiff::{SignedDuration, Timestamp};
use lamplighter_emulator::{Call, Effect, RecordedRequest};
use serde::{Deserialize, Serialize};

use super::{
    history::{History, Verb},
    record::{Delivery, Line, Record, Signed},
};

/// How far Azure's clock and a signer's may disagree.
const SKEW: SignedDuration = SignedDuration::from_secs(2);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Rule {
    /// Each signed request acts at most once on an instance; what is forged, refused or stolen never.
    ActsOnce,
    /// Every write has a look before it that is fresh when it is sent.
    LooksFirst,
    /// Nothing is done over an operation that Azure had before the look was sent.
    OverNothingNewer,
    /// A job ends by `--force`, or by a yes to a question that named it.
    JobsEndOnPurpose,
    /// A machine stops nothing that was kept ten seconds before.
    KeepsHold,
    /// Each delivery has exactly one last answer; at most one where its process died.
    OneLastAnswer,
    /// What is answered and logged is what Azure did.
    SaysWhatIsSo,
    /// People are answered in time, and nothing breaks or is left over.
    GoesWell,
}

#[derive(Clone, Debug)]
pub struct Broken {
    pub rule: Rule,
    pub how: String,
}

pub fn check(history: &History, record: &Record) -> Vec<Broken> {
    let case = Case { history, record };
    let mut broken = owners::check(&case);
    broken.extend(answers::check(&case));
    broken.extend(settings::check(&case));
    broken.extend(makings::check(&case));
    broken
}

pub struct Case<'a> {
    pub history: &'a History,
    pub record: &'a Record,
}

/// A write of ours that came to Azure.
#[derive(Clone, Copy)]
pub struct Write<'a> {
    pub verb: Verb,
    pub instance: &'a str,
    pub of: &'a RecordedRequest,
}

impl Write<'_> {
    pub fn is_accepted(&self) -> bool {
        self.of.found.as_ref().is_some_and(|met| met.accepted)
    }

    /// Whether Azure carried it out, as far as it began. What is refused late never leaves its state.
    pub fn fails(&self) -> bool {
        let state = self.of.found.as_ref().and_then(|met| met.state.as_deref());
        let refused = match self.verb {
            Verb::Start => state != Some("Stopped"),
            Verb::Restart => state == Some("Stopped"),
            _ => false,
        };
        refused || self.of.fault == Some(Effect::FailsLate)
    }
}

impl<'a> Case<'a> {
    /// The writes to an instance, in their order.
    pub fn writes(&self, instance: &'a str) -> Vec<Write<'a>> {
        let write = |of: &'a RecordedRequest| {
            let verb = match of.operation {
                Call::Start => Verb::Start,
                Call::Stop => Verb::Stop,
                Call::Restart => Verb::Restart,
                Call::Delete => Verb::Delete,
                _ => return None,
            };
            let about = of.instance.as_deref() == Some(instance);
            about.then_some(Write { verb, instance, of })
        };
        self.record.requests.iter().filter_map(write).collect()
    }

    /// All instances that anything was asked of.
    pub fn instances(&self) -> Vec<&'a str> {
        let meant = self.history.requests.iter().flat_map(|request| &request.meant);
        let asked = self.record.requests.iter().filter_map(|request| request.instance.as_ref());
        let mut all: Vec<_> = meant.chain(asked).map(String::as_str).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    pub fn signed(&self, delivery: &Delivery) -> &'a Signed {
        &self.record.signed[delivery.signed]
    }

    /// The audit lines of a delivery, as far as its process lived.
    pub fn lines(&self, delivery: &Delivery) -> Vec<&'a Line> {
        let lived = |line: &&Line| delivery.died.is_none_or(|died| line.at <= died);
        let lines = self.record.lines.iter();
        lines.filter(|line| line.id == delivery.id).filter(lived).collect()
    }

    /// When nothing was sent for a delivery any more: once it was logged as asked, or as over.
    pub fn ended(&self, delivery: &Delivery) -> Timestamp {
        let lines = self.lines(delivery);
        // A renewal goes on with the old instance.
        let heard = if self.signed(delivery).verb == Verb::Renew {
            lines.last().map(|line| line.at).max(delivery.died)
        } else {
            lines.first().map(|line| line.at).or(delivery.died)
        };
        heard.unwrap_or(Timestamp::MAX)
    }

    /// As the told history counts it.
    pub fn since(&self, at: Timestamp) -> f64 {
        at.max(self.record.beginning).duration_since(self.record.beginning).as_secs_f64()
    }
}
