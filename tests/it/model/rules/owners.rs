//! Which request each write belongs to. Azure does not say; so each write is assigned to a request that may have sent
//! it, such that as many writes as possible keep the rules. The rest is broken under every assignment.

use serde_json::Value;

use super::{
    super::{
        chats,
        history::Verb,
        record::{Delivery, Row},
    },
    Broken, Case, Rule, Write, looks,
};

/// More writes to one instance than this are not tried in all ways.
const MOST: usize = 7;

/// How bad a way to give writes to requests is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Badness {
    /// Writes that nobody asked for, or that were asked for once and done twice.
    ownerless: usize,
    /// Requests that say they did something, and did not.
    unfounded: usize,
    /// Writes on too old a look.
    rash: usize,
}

pub fn check(case: &Case) -> Vec<Broken> {
    let instances = case.instances();
    instances.iter().flat_map(|instance| Ways::of(case, instance).check()).collect()
}

struct Ways<'a> {
    case: &'a Case<'a>,
    instance: &'a str,
    /// Those that Azure accepted, or answered with "there is nothing left".
    writes: Vec<Write<'a>>,
    /// For each write, the signed requests that may have sent it, and what would be wrong then.
    owners: Vec<Vec<(usize, Vec<Broken>)>>,
    /// Those that say they did something.
    claims: Vec<usize>,
}

impl<'a> Ways<'a> {
    fn of(case: &'a Case<'a>, instance: &'a str) -> Self {
        let mut writes = case.writes(instance);
        writes.retain(|write| write.is_accepted() || write.of.status == Some(204));
        let owners = writes.iter().map(|write| owners(case, write, &writes)).collect();
        let claims = (0..case.record.signed.len()).filter(|signed| claims(case, *signed, instance));
        Self { claims: claims.collect(), case, instance, writes, owners }
    }

    fn check(&self) -> Vec<Broken> {
        if self.writes.len() > MOST {
            return vec![self.broken(Rule::ActsOnce, format!("{} writes", self.writes.len()))];
        }
        let (_, best) = self.best(&mut Vec::new());
        let mut broken = Vec::new();
        for ((write, owners), owner) in self.writes.iter().zip(&self.owners).zip(&best) {
            match owner {
                Some(owner) => {
                    let wrong = owners.iter().find(|(signed, _)| signed == owner);
                    broken.extend(wrong.into_iter().flat_map(|(_, wrong)| wrong.clone()));
                }
                None => broken.push(self.ownerless(write, owners.is_empty())),
            }
        }
        for claim in &self.claims {
            if !best.contains(&Some(*claim)) {
                let name = self.case.record.signed[*claim].name();
                let how =
                    format!("{name} says that it was done, and no write that Azure accepted is its own");
                broken.push(self.broken(Rule::SaysWhatIsSo, how));
            }
        }
        broken
    }

    fn ownerless(&self, write: &Write, nobody: bool) -> Broken {
        let at = self.case.since(write.of.at);
        let why = if nobody {
            "and nobody who may have it done had asked for it, or said that it was sent"
        } else {
            "and whoever asked for it had it done already"
        };
        self.broken(Rule::ActsOnce, format!("{} was accepted at {at:.3}, {why}", write.verb.word()))
    }

    fn broken(&self, rule: Rule, how: String) -> Broken {
        let how = format!("{}: {how}", self.instance);
        Broken { rule, how }
    }

    /// The best way to go on, after the first writes were given so.
    fn best(&self, given: &mut Vec<Option<usize>>) -> (Badness, Vec<Option<usize>>) {
        let at = given.len();
        if at == self.writes.len() {
            return (self.badness(given), given.clone());
        }
        let mut choices: Vec<_> = self.owners[at].iter().map(|(signed, _)| Some(*signed)).collect();
        // What came to nothing may be tried again, and so may what Azure does not show for another that came to nothing.
        let this = &self.writes[at];
        let is_hidden = |before: &Write| {
            let mut between = self.writes.iter().filter(|one| one.verb == this.verb && one.fails());
            between.any(|one| before.of.at < one.of.at && one.of.at < this.of.at)
        };
        let did = |choice: &Option<usize>| {
            let mut before = given.iter().zip(&self.writes);
            before.any(|(owner, write)| owner == choice && !write.fails() && !is_hidden(write))
        };
        choices.retain(|choice| !did(choice));
        choices.push(None);
        let ways = choices.into_iter().map(|choice| {
            given.push(choice);
            let way = self.best(given);
            given.pop();
            way
        });
        ways.min_by_key(|(badness, _)| *badness).expect("there is a way")
    }

    fn badness(&self, given: &[Option<usize>]) -> Badness {
        let rash = given.iter().zip(&self.owners).filter(|(owner, owners)| {
            owners.iter().any(|(signed, wrong)| Some(*signed) == **owner && !wrong.is_empty())
        });
        Badness {
            // A delete that found nothing belongs to no request.
            ownerless: (given.iter().zip(&self.writes))
                .filter(|(owner, write)| owner.is_none() && write.is_accepted())
                .count(),
            unfounded: self.claims.iter().filter(|claim| !given.contains(&Some(**claim))).count(),
            rash: rash.count(),
        }
    }
}

/// Those that may have sent a write, and what is wrong if they did.
fn owners(case: &Case, write: &Write, writes: &[Write]) -> Vec<(usize, Vec<Broken>)> {
    let may_have = |signed: &usize| {
        let of = &case.record.signed[*signed];
        let meant = of.meant.iter().any(|name| name == write.instance);
        // A renewal stops the old instance.
        let stops = of.verb == Verb::Renew && of.yes.is_some() && write.verb == Verb::Stop;
        of.counts && (of.verb == write.verb || stops) && meant
    };
    let all = (0..case.record.signed.len()).filter(may_have);
    let owners = all.filter_map(|signed| {
        let mut deliveries = case.record.deliveries.iter().filter(|one| one.signed == signed);
        let sent = deliveries.rfind(|delivery| may_have_sent(case, delivery, write))?;
        Some((signed, looks::wrong(case, sent, write, writes)))
    });
    owners.collect()
}

/// Whether a delivery was in progress when a write came, and does not report that it left the instance alone.
fn may_have_sent(case: &Case, delivery: &Delivery, write: &Write) -> bool {
    let at_it = delivery.at <= write.of.at && write.of.at <= case.ended(delivery);
    let lines = case.lines(delivery);
    // A renewal whose process died may have said nothing yet of the old instance.
    let is_silent = lines.is_empty() || case.signed(delivery).verb == Verb::Renew && delivery.died.is_some();
    let last = lines.iter().rev().find_map(|line| line.row(write.instance));
    at_it && last.map_or(is_silent, |row| allows(row, write))
}

/// Whether what is said at last leaves it open that this was sent and accepted.
fn allows(row: &Row, write: &Write) -> bool {
    match (row.word.as_str(), row.reason.as_str()) {
        ("asked" | "unsure" | "done", _) => true,
        ("failed", "overtaken" | "ended-otherwise" | "canceled" | "gone") => true,
        ("failed", "not-found") => write.of.status == Some(204),
        ("failed", _) => write.fails(),
        _ => false,
    }
}

/// Whether it is logged or said that a request did something to an instance.
fn claims(case: &Case, number: usize, instance: &str) -> bool {
    let signed = &case.record.signed[number];
    if !signed.verb.is_power() {
        return false;
    }
    let claimed = |row: &Row| matches!(row.word.as_str(), "asked" | "done");
    let deliveries = |number: usize| case.record.deliveries.iter().filter(move |one| one.signed == number);
    let is_logged = |number: usize| {
        let mut lines = deliveries(number).flat_map(|delivery| case.lines(delivery));
        lines.any(|line| line.row(instance).is_some_and(claimed))
    };
    // Where a question and its yes have one place, what comes there after the yes is about the yes, unless the log says
    // that the question did it: it came again, when it had nothing to ask anymore.
    let mut others = (case.record.signed.iter().enumerate()).filter(|(other, of)| {
        *other != number && of.request == signed.request && of.address() == signed.address()
    });
    let is_shared = others.any(|(other, of)| match signed.yes {
        None => of.yes.is_some(),
        Some(_) => of.yes.is_none() && is_logged(other),
    });
    let messages = case.record.messages.iter();
    let messages = messages.filter(|message| !is_shared && chats::came_to(signed.chat, message, signed));
    let answers = deliveries(number).filter_map(|delivery| delivery.answer.as_ref());
    let mut said = (messages.map(|message| &message.body)).chain(answers.map(|(_, _, body)| body));
    is_logged(number) || said.any(|body| says_done(body, instance))
}

/// Whether a reply says that something was done to an instance, or accepted.
fn says_done(body: &Value, instance: &str) -> bool {
    const DONE: [&str; 9] = [
        ": asked",
        " is stopped. It took",
        " is stopped (",
        " is running. It took",
        " is running (",
        " is running again. ",
        " is running again (",
        " is deleted. It took",
        " is deleted (",
    ];
    let text = chats::said(body).unwrap_or_default();
    let mut lines = text.lines();
    lines.any(|line| DONE.iter().any(|done| line.contains(&format!("{instance}{done}"))))
}
