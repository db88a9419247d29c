//! Tickets: confirmations as plain data with a seal, carried by a button, so that nothing is stored here.
//!
//! `1|<canonical command>|<expiry, Unix seconds, base 36>|<seal>`, where the seal is over source, caller, command, expiry
//! and instances ([`seal`]). Caller and instances are determined again when the ticket comes back, so the seal does not
//! fit for another caller, or after the instances changed.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{
    command_request::Caller,
    target::Instance,
    verify::{Secrets, seal},
};

pub mod card_action;

/// How long a ticket is valid.
pub const LIFETIME: SignedDuration = SignedDuration::from_mins(5);

/// The keys that seal the tickets of a source, derived so that a secret that signs requests never seals a ticket
/// directly.
pub fn keys<'a>(secrets: impl IntoIterator<Item = &'a [u8]>) -> Secrets {
    let keys = secrets.into_iter();
    Secrets::derived(keys.map(|secret| seal::derive_key(secret, "lamplighter ticket key 1")))
}

/// A ticket that came back, with its seal not yet checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The canonical command text.
    pub command: String,
    /// The last second at which it counts.
    pub expires: Timestamp,
    seal: Vec<u8>,
}

/// The code (expiry and seal) and the command of a ticket, to be typed as `confirm CODE COMMAND…` on platforms without
/// buttons.
pub fn to_be_typed(ticket: &str) -> Option<(String, &str)> {
    let (head, seal) = ticket.strip_prefix("1|")?.rsplit_once('|')?;
    let (command, expires) = head.rsplit_once('|')?;
    Some((format!("{expires}.{}", hex::encode(seal::decode(seal)?)), command))
}

/// The ticket of `confirm CODE COMMAND…`. `command` must be canonical.
pub(crate) fn typed(code: &str, command: &str) -> Option<String> {
    let (expires, seal) = code.split_once('.')?;
    let seal = seal::encode(&hex::decode(seal).ok()?);
    Some(format!("1|{command}|{}|{seal}", expires.to_ascii_lowercase()))
}

/// Why a ticket was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TicketError {
    /// Not a ticket.
    Malformed,
    /// Older than [`LIFETIME`].
    Expired,
    /// Changed, made for another caller or source, or for instances that have changed since.
    Unfitting,
}

/// An instance as the confirmation prompt named it.
#[derive(Clone, Debug)]
pub(crate) struct SealedInstance {
    /// Its name and age, so that a younger instance of the same name does not fit.
    pub instance: Instance,
    /// Whether it ran a job, which the command would end.
    pub working: bool,
    /// The names of its jobs, if they could be read: the confirmation does not cover a job that began since.
    pub jobs: Vec<String>,
}

/// Seals `command` on `instances` for `caller`, for [`LIFETIME`] from `now`.
pub(crate) fn issue(
    keys: &Secrets,
    caller: &Caller,
    command: &str,
    instances: &[SealedInstance],
    now: Timestamp,
) -> String {
    let expires = (now + LIFETIME).as_second();
    let seal = seal::seal(keys.current(), &sealed_parts(caller, command, expires, instances));
    format!("1|{command}|{}|{seal}", base36(expires))
}

impl Ticket {
    /// `None` if it is [`TicketError::Malformed`].
    pub fn read(text: &str) -> Option<Self> {
        let parts: Vec<_> = text.split('|').collect();
        let ["1", command, written, seal] = parts[..] else { return None };
        let expires = Timestamp::from_second(from_base36(written)?).ok()?;
        Some(Self { command: command.to_owned(), expires, seal: seal::decode(seal)? })
    }

    /// Checks that this ticket lets `caller` apply its command to exactly these `instances`, now. If the prompt could not
    /// read the jobs, any jobs fit.
    ///
    /// # Errors
    ///
    /// [`TicketError::Expired`], or [`TicketError::Unfitting`] if the seal does not fit.
    pub(crate) fn check(
        &self,
        keys: &Secrets,
        caller: &Caller,
        instances: &[SealedInstance],
        now: Timestamp,
    ) -> Result<CheckedTicket, TicketError> {
        if now > self.expires {
            return Err(TicketError::Expired);
        }
        let fits = |instances: &[SealedInstance]| {
            let parts = sealed_parts(caller, &self.command, self.expires.as_second(), instances);
            keys.all().any(|key| seal::fits(&self.seal, key, &parts))
        };
        let nameless = |one: &SealedInstance| SealedInstance { jobs: Vec::new(), ..one.clone() };
        if fits(instances) || fits(&instances.iter().map(nameless).collect::<Vec<_>>()) {
            Ok(CheckedTicket { issued: self.expires - LIFETIME })
        } else {
            Err(TicketError::Unfitting)
        }
    }
}

/// A ticket whose seal fits its caller and instances. [`Ticket::check`] alone makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CheckedTicket {
    issued: Timestamp,
}

impl CheckedTicket {
    /// When the prompt was made. This is the time of the confirmed command, because its author saw the instance then.
    pub fn issued(&self) -> Timestamp {
        self.issued
    }
}

/// What the seal of a ticket covers.
fn sealed_parts(caller: &Caller, command: &str, expires: i64, instances: &[SealedInstance]) -> [Vec<u8>; 5] {
    let fingerprint = |sealed: &SealedInstance| {
        let id = sealed.instance.id.to_string().to_ascii_lowercase();
        let created = sealed.instance.created_on.map_or(0, Timestamp::as_millisecond);
        let mut jobs: Vec<_> = sealed.jobs.iter().map(|job| format!(":{job:?}")).collect();
        jobs.sort_unstable();
        format!("{id}@{created}:{}{}", sealed.working, jobs.concat())
    };
    let mut ids: Vec<String> = instances.iter().map(fingerprint).collect();
    ids.sort_unstable();
    [
        caller.source.clone().into_bytes(),
        caller.id.clone().into_bytes(),
        command.into(),
        expires.to_be_bytes().into(),
        Sha256::digest(ids.join("\n")).to_vec(),
    ]
}

/// A number in its one spelling: `A` and `a`, or `+1` and `1`, would parse alike.
pub(crate) fn from_base36(text: &str) -> Option<i64> {
    i64::from_str_radix(text, 36).ok().filter(|number| base36(*number) == text)
}

/// A positive number.
pub(crate) fn base36(mut number: i64) -> String {
    let mut digits = Vec::new();
    while number > 0 {
        digits.extend(char::from_digit((number % 36) as u32, 36));
        number /= 36;
    }
    digits.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{command_request::CallerKind, target::ComputeId};
    use proptest::prelude::*;

    fn caller(id: &str) -> Caller {
        Caller {
            id: id.into(),
            kind: CallerKind::Person,
            conversation: None,
            channel: None,
            entra: None,
            source: "slack".into(),
            name: None,
        }
    }

    fn instance(name: &str, created: i64) -> SealedInstance {
        let instance = Instance {
            id: ComputeId { workspace: "research".parse().unwrap(), name: name.into() },
            owner: None,
            owner_name: None,
            created_on: Some(Timestamp::from_second(created).unwrap()),
        };
        SealedInstance { instance, working: false, jobs: Vec::new() }
    }

    fn now() -> Timestamp {
        Timestamp::from_second(1_790_000_000).unwrap()
    }

    fn issue_for_ada() -> (Secrets, Ticket, String) {
        let keys = keys([b"secret".as_slice()]);
        let text = issue(&keys, &caller("slack:T1/ADA"), "delete myci", &[instance("myci", 1)], now());
        (keys, Ticket::read(&text).unwrap(), text)
    }

    #[test]
    fn a_ticket_counts_for_its_caller_and_instance_until_it_expires() {
        let (keys, ticket, text) = issue_for_ada();
        let ada = caller("slack:T1/ADA");
        assert!(text.len() < 100, "fits the tightest button: {text}");
        let opens = |name: &str, at| {
            let checked = ticket.check(&keys, &ada, &[instance(name, 1)], at);
            checked.is_ok_and(|checked| checked.issued() == now())
        };
        assert!(opens("myci", now()));
        assert!(opens("MYCI", now()));
        assert!(opens("myci", now() + LIFETIME));
        let late = now() + LIFETIME + SignedDuration::from_secs(1);
        assert_eq!(ticket.check(&keys, &ada, &[instance("myci", 1)], late), Err(TicketError::Expired));
    }

    #[test]
    fn a_ticket_counts_for_no_other_caller_instance_or_job() {
        let (keys, ticket, _) = issue_for_ada();
        let ada = caller("slack:T1/ADA");
        let other_source = Caller { source: "slack2".into(), name: None, ..ada.clone() };
        let refused = |caller: &Caller, instances: &[SealedInstance]| {
            assert_eq!(ticket.check(&keys, caller, instances, now()), Err(TicketError::Unfitting));
        };
        refused(&caller("slack:T1/BOB"), &[instance("myci", 1)]);
        refused(&other_source, &[instance("myci", 1)]);
        refused(&ada, &[instance("myci", 2)]); // a younger instance with the same name
        refused(&ada, &[instance("other", 1)]);
        let working = |jobs: &[&str]| SealedInstance {
            working: true,
            jobs: jobs.iter().map(|job| (*job).to_owned()).collect(),
            ..instance("myci", 1)
        };
        refused(&ada, &[working(&[])]); // a job began meanwhile
        let text = issue(&keys, &ada, "delete myci", &[working(&["a", "b"])], now());
        let ticket = Ticket::read(&text).unwrap();
        let opens = |jobs| ticket.check(&keys, &ada, &[working(jobs)], now()).is_ok();
        assert!(opens(&["b", "a"]));
        assert!(!opens(&["a", "c"]) && !opens(&["a"]) && !opens(&["a, b"]) && !opens(&[]));
        refused(&ada, &[]);
        refused(&ada, &[instance("myci", 1), instance("other", 1)]);
    }

    #[derive(Clone, Debug)]
    struct Question {
        caller: Caller,
        command: String,
        instances: Vec<SealedInstance>,
    }

    /// Of few words, with the characters that separate them, so that two often are nearly the same.
    fn any_question() -> impl Strategy<Value = Question> {
        let word = || prop::sample::select(&["a", "b", "ab", "a,b", "a;b", "a/b", ""][..]);
        let instance = (word(), 1..3_i64, any::<bool>(), prop::collection::vec(word(), 0..3)).prop_map(
            |(name, created, working, jobs)| SealedInstance {
                working,
                jobs: jobs.into_iter().map(str::to_owned).collect(),
                ..instance(name, created)
            },
        );
        let instances = prop::collection::vec(instance, 0..3);
        (word(), word(), word(), instances).prop_map(|(user, source, command, instances)| Question {
            caller: Caller { source: source.to_owned(), ..caller(user) },
            command: command.to_owned(),
            instances,
        })
    }

    /// Whether a question about `asked` covers `found`: the same instances, which run the jobs that it named, or of which
    /// it could name none.
    fn is_covered(asked: &[SealedInstance], found: &[SealedInstance]) -> bool {
        let parts = |one: &SealedInstance, with_jobs: bool| {
            let mut jobs = if with_jobs { one.jobs.clone() } else { Vec::new() };
            jobs.sort();
            (one.instance.id.name.clone(), one.instance.created_on, one.working, jobs)
        };
        let all = |many: &[SealedInstance], with_jobs| {
            let mut all: Vec<_> = many.iter().map(|one| parts(one, with_jobs)).collect();
            all.sort();
            all
        };
        all(asked, true) == all(found, true) || all(asked, true) == all(found, false)
    }

    #[test]
    fn a_typed_ticket_is_the_same_ticket() {
        let (_, _, text) = issue_for_ada();
        let (code, command) = to_be_typed(&text).unwrap();
        assert_eq!(command, "delete myci");
        assert_eq!(typed(&code, command), Some(text.clone()));
        assert_eq!(typed(&code.to_uppercase(), command), Some(text.clone()), "as a phone may type it");
        assert_eq!(typed("rubbish", command), None);
    }

    #[test]
    fn a_ticket_of_the_previous_key_still_counts() {
        let (_, ticket, _) = issue_for_ada();
        let rotated = keys([b"new".as_slice(), b"secret"]);
        let checked = ticket.check(&rotated, &caller("slack:T1/ADA"), &[instance("myci", 1)], now());
        assert!(checked.is_ok());
    }

    proptest! {
        #[test]
        fn a_changed_character_voids_a_ticket(at: prop::sample::Index, with in "[a-zA-Z0-9|_-]") {
            let (keys, _, text) = issue_for_ada();
            let mut changed = text.clone();
            let at = at.index(text.len());
            changed.replace_range(at..=at, &with);
            prop_assume!(changed != text);
            let opened = Ticket::read(&changed)
                .and_then(|ticket| ticket.check(&keys, &caller("slack:T1/ADA"), &[instance("myci", 1)], now()).ok());
            prop_assert!(opened.is_none(), "{}", changed);
        }

        /// Of two questions that differ in anything, the ticket of one is none for the other.
        #[test]
        fn a_ticket_for_one_thing_opens_no_other(one in any_question(), other in any_question(), rotated: bool) {
            let Question { caller, command, instances } = &one;
            let keys = keys([b"secret".as_slice()]);
            let ticket = Ticket::read(&issue(&keys, caller, command, instances, now())).unwrap();
            let opens = |ticket: &Ticket, question: &Question| {
                let keys = if rotated { super::keys([b"new".as_slice(), b"secret"]) } else { super::keys([b"secret".as_slice()]) };
                ticket.check(&keys, &question.caller, &question.instances, now()).is_ok()
            };
            prop_assert!(opens(&ticket, &one));
            let retold = Ticket { command: other.command.clone(), ..ticket.clone() };
            prop_assert_eq!(opens(&retold, &one), other.command == one.command);
            let same = (&one.caller.id, &one.caller.source) == (&other.caller.id, &other.caller.source)
                && is_covered(&one.instances, &other.instances);
            prop_assert_eq!(opens(&ticket, &other), same, "{:?} {:?}", one, other);
        }

        #[test]
        fn other_text_is_not_a_ticket(text in "\\PC{0,80}") {
            let (keys, ..) = issue_for_ada();
            let opened = Ticket::read(&text)
                .and_then(|ticket| ticket.check(&keys, &caller("slack:T1/ADA"), &[instance("myci", 1)], now()).ok());
            prop_assert!(opened.is_none());
        }
    }
}
