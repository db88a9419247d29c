//! A confirmation that nobody has to remember: plain data with a seal, carried by a button.
//!
//! `1|<canonical command>|<expiry, Unix seconds, base 36>|<seal>`, where the seal is the first
//! 128 bits of an HMAC-SHA256, base64url, over source, caller, command, expiry and the instances
//! meant. Caller and instances are not carried but worked out again when the ticket comes back:
//! in another hand, or after its instances changed, the seal no longer fits.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::{ask::Caller, target::Instance, verify::click_seal::mac};

/// How long a ticket can be used.
pub const LIFETIME: SignedDuration = SignedDuration::from_mins(5);

const SEAL_BYTES: usize = 16;

/// The key that seals a source's tickets, and the one before it while that is being rotated.
pub struct Keys {
    current: [u8; 32],
    previous: Option<[u8; 32]>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys([redacted])")
    }
}

impl Keys {
    /// For what is sealed besides tickets; see [`crate::verify::click_seal`].
    pub(crate) fn current(&self) -> &[u8] {
        &self.current
    }

    /// What to check seals against, the current key first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &[u8]> {
        [Some(&self.current), self.previous.as_ref()]
            .into_iter()
            .flatten()
            .map(<[u8; 32]>::as_slice)
    }

    /// Derives the keys, so that a secret that also signs requests never signs a ticket itself.
    pub fn derived_from(current: &[u8], previous: Option<&[u8]>) -> Self {
        let derive = |secret| {
            mac(secret, &[b"lamplighter ticket key 1"])
                .finalize()
                .into_bytes()
                .into()
        };
        Self {
            current: derive(current),
            previous: previous.map(derive),
        }
    }
}

/// A ticket as it came back, its seal not yet checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The canonical command text.
    pub command: String,
    pub expires: Timestamp,
    seal: Vec<u8>,
}

/// A ticket for where there are no buttons, to be typed as `confirm CODE COMMAND…`: the code,
/// which is its expiry and its seal, and the command.
pub fn to_be_typed(ticket: &str) -> Option<(String, &str)> {
    let (head, seal) = ticket.strip_prefix("1|")?.rsplit_once('|')?;
    let (command, expires) = head.rsplit_once('|')?;
    Some((format!("{expires}.{seal}"), command))
}

/// The ticket behind `confirm CODE COMMAND…`, once `command` was read and is canonical again.
pub fn typed(code: &str, command: &str) -> Option<String> {
    let (expires, seal) = code.split_once('.')?;
    Some(format!("1|{command}|{expires}|{seal}"))
}

/// Why a ticket was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Void {
    /// Not a ticket of ours at all.
    Malformed,
    Expired,
    /// Made for another caller or source, tampered with, or its instances are no longer the same.
    Unfitting,
}

/// An instance as the prompt named it.
#[derive(Clone, Debug)]
pub struct Sealed {
    pub instance: Instance,
    /// Whether it ran a job that would end.
    pub working: bool,
    /// The names of the jobs on an instance that was working, where they could be looked at: another
    /// job may have begun since.
    pub jobs: Vec<String>,
}

/// Seals `command` on `instances` for `caller`, for [`LIFETIME`] from `now`.
pub fn issue(keys: &Keys, caller: &Caller, command: &str, instances: &[Sealed], now: Timestamp) -> String {
    let expires = (now + LIFETIME).as_second();
    let seal = seal(&keys.current, caller, command, expires, instances)
        .finalize()
        .into_bytes();
    let seal = URL_SAFE_NO_PAD.encode(&seal[..SEAL_BYTES]);
    format!("1|{command}|{}|{seal}", base36(expires))
}

impl Ticket {
    pub fn read(text: &str) -> Result<Self, Void> {
        let mut parts = text.split('|');
        let (Some("1"), Some(command), Some(expires), Some(seal), None) = (
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
        ) else {
            return Err(Void::Malformed);
        };
        let written = expires;
        let expires = i64::from_str_radix(written, 36).map_err(|_| Void::Malformed)?;
        // One ticket, one spelling: `A` and `a`, `+1` and `1` would read alike.
        if base36(expires) != written {
            return Err(Void::Malformed);
        }
        let seal = URL_SAFE_NO_PAD.decode(seal).map_err(|_| Void::Malformed)?;
        Ok(Self {
            command: command.to_owned(),
            expires: Timestamp::from_second(expires).map_err(|_| Void::Malformed)?,
            seal,
        })
    }

    /// Whether this ticket lets `caller` do its command to exactly these `instances`, now. A question that could
    /// not look at the jobs named none, and is about whichever runs.
    pub fn check(
        &self,
        keys: &Keys,
        caller: &Caller,
        instances: &[Sealed],
        now: Timestamp,
    ) -> Result<CheckedTicket, Void> {
        if now > self.expires {
            return Err(Void::Expired);
        }
        let fits = |instances: &[Sealed]| {
            keys.all().any(|key| {
                let seal = seal(key, caller, &self.command, self.expires.as_second(), instances);
                self.seal.len() == SEAL_BYTES && seal.verify_truncated_left(&self.seal).is_ok()
            })
        };
        let nameless = |one: &Sealed| Sealed {
            jobs: Vec::new(),
            ..one.clone()
        };
        if fits(instances) || fits(&instances.iter().map(nameless).collect::<Vec<_>>()) {
            let issued = self.expires - LIFETIME;
            Ok(CheckedTicket { issued })
        } else {
            Err(Void::Unfitting)
        }
    }
}

/// A ticket whose seal fits its caller and instances. [`Ticket::check`] alone makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckedTicket {
    issued: Timestamp,
}

impl CheckedTicket {
    /// When the confirmation was asked for: the request time of the confirmed command, since that
    /// is when its author last saw the instance.
    pub fn issued(&self) -> Timestamp {
        self.issued
    }
}

fn seal(key: &[u8], caller: &Caller, command: &str, expires: i64, instances: &[Sealed]) -> Hmac<Sha256> {
    let fingerprint = |sealed: &Sealed| {
        let id = sealed.instance.id.to_string().to_ascii_lowercase();
        let created = sealed.instance.created_on.map_or(0, Timestamp::as_millisecond);
        let mut jobs: Vec<_> = sealed.jobs.iter().map(|job| format!(":{job:?}")).collect();
        jobs.sort_unstable();
        format!("{id}@{created}:{}{}", sealed.working, jobs.concat())
    };
    let mut ids: Vec<String> = instances.iter().map(fingerprint).collect();
    ids.sort_unstable();
    let targets = Sha256::digest(ids.join("\n"));
    mac(
        key,
        &[
            caller.source.as_bytes(),
            caller.id.as_bytes(),
            command.as_bytes(),
            &expires.to_be_bytes(),
            &targets,
        ],
    )
}

fn base36(mut number: i64) -> String {
    let mut digits = Vec::new();
    while number > 0 {
        digits.push(char::from_digit((number % 36) as u32, 36).expect("below 36"));
        number /= 36;
    }
    digits.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ask::CallerKind, target::ComputeId};
    use proptest::prelude::*;

    fn caller(id: &str) -> Caller {
        Caller {
            id: id.into(),
            kind: CallerKind::Person,
            channel: None,
            entra: None,
            source: "slack".into(),
            name: None,
        }
    }

    fn instance(name: &str, created: i64) -> Sealed {
        let instance = Instance {
            id: ComputeId {
                workspace: "research".parse().unwrap(),
                name: name.into(),
            },
            owner: None,
            created_on: Some(Timestamp::from_second(created).unwrap()),
        };
        Sealed {
            instance,
            working: false,
            jobs: Vec::new(),
        }
    }

    fn now() -> Timestamp {
        Timestamp::from_second(1_790_000_000).unwrap()
    }

    fn issue_for_ada() -> (Keys, Ticket, String) {
        let keys = Keys::derived_from(b"secret", None);
        let text = issue(
            &keys,
            &caller("slack:T1/ADA"),
            "delete myci",
            &[instance("myci", 1)],
            now(),
        );
        (keys, Ticket::read(&text).unwrap(), text)
    }

    #[test]
    fn a_ticket_opens_for_its_caller_and_instance_until_it_expires() {
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
        assert_eq!(
            ticket.check(&keys, &ada, &[instance("myci", 1)], late),
            Err(Void::Expired)
        );
    }

    #[test]
    fn it_opens_for_nobody_else_and_nothing_else() {
        let (keys, ticket, _) = issue_for_ada();
        let ada = caller("slack:T1/ADA");
        let other_source = Caller {
            source: "slack2".into(),
            name: None,
            ..ada.clone()
        };
        let refused = |caller: &Caller, instances: &[Sealed]| {
            assert_eq!(
                ticket.check(&keys, caller, instances, now()),
                Err(Void::Unfitting)
            );
        };
        refused(&caller("slack:T1/BOB"), &[instance("myci", 1)]);
        refused(&other_source, &[instance("myci", 1)]);
        refused(&ada, &[instance("myci", 2)]); // a younger namesake
        refused(&ada, &[instance("other", 1)]);
        let working = |jobs: &[&str]| Sealed {
            working: true,
            jobs: jobs.iter().map(|job| (*job).to_owned()).collect(),
            ..instance("myci", 1)
        };
        refused(&ada, &[working(&[])]); // it began a job meanwhile
        let text = issue(&keys, &ada, "delete myci", &[working(&["a", "b"])], now());
        let ticket = Ticket::read(&text).unwrap();
        let opens = |jobs| ticket.check(&keys, &ada, &[working(jobs)], now()).is_ok();
        assert!(opens(&["b", "a"]));
        assert!(!opens(&["a", "c"]) && !opens(&["a"]) && !opens(&["a, b"]) && !opens(&[]));
        refused(&ada, &[]);
        refused(&ada, &[instance("myci", 1), instance("other", 1)]);
    }

    #[test]
    fn a_typed_ticket_is_the_same_ticket() {
        let (_, _, text) = issue_for_ada();
        let (code, command) = to_be_typed(&text).unwrap();
        assert_eq!(command, "delete myci");
        assert_eq!(typed(&code, command), Some(text.clone()));
        assert_eq!(typed("rubbish", command), None);
    }

    #[test]
    fn the_previous_key_still_opens() {
        let (_, ticket, _) = issue_for_ada();
        let rotated = Keys::derived_from(b"new", Some(b"secret"));
        let checked = ticket.check(&rotated, &caller("slack:T1/ADA"), &[instance("myci", 1)], now());
        assert!(checked.is_ok());
    }

    proptest! {
        #[test]
        fn any_changed_character_voids_it(at: prop::sample::Index, with in "[a-zA-Z0-9|_-]") {
            let (keys, _, text) = issue_for_ada();
            let mut changed = text.clone();
            let at = at.index(text.len());
            changed.replace_range(at..=at, &with);
            prop_assume!(changed != text);
            let opened = Ticket::read(&changed)
                .and_then(|ticket| ticket.check(&keys, &caller("slack:T1/ADA"), &[instance("myci", 1)], now()));
            prop_assert!(opened.is_err(), "{}", changed);
        }

        #[test]
        fn rubbish_is_no_ticket(text in "\\PC{0,80}") {
            let (keys, ..) = issue_for_ada();
            let opened = Ticket::read(&text)
                .and_then(|ticket| ticket.check(&keys, &caller("slack:T1/ADA"), &[instance("myci", 1)], now()));
            prop_assert!(opened.is_err());
        }
    }
}
