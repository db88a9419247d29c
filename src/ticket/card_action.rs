//! Card actions: commands on the buttons of cards that everybody in a conversation sees.
//!
//! `2|<canonical command>|<time of issue, Unix seconds, base 36>|<seal>`, where the seal is over source, conversation,
//! command, time and whether a press leaves the card as it is. Anybody in the conversation may press such a button; the grants of whoever presses it count.

use jiff::{SignedDuration, Timestamp};

use super::{base36, from_base36};
use crate::verify::{Secrets, seal};

/// How long a button counts.
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// Seals `command`, as of a card that was made at `issued`, for a conversation of a source. The key is derived from those
/// of the source's tickets. `stays`: a press leaves the card as it is.
pub fn seal(tickets: &Secrets, place: [&str; 2], command: &str, issued: Timestamp, stays: bool) -> String {
    let issued = base36(issued.as_second());
    let seal = seal::seal(&key(tickets.current()), &parts(place, command, &issued, stays));
    format!("2|{command}|{issued}|{seal}")
}

/// The command, and when its card was made: whoever presses the button has seen what was known then. A press that the
/// platform sends again has the same time, unlike the request around it. `None` if it was not made for this conversation of
/// this source and such a card, or has changed since. The age is not checked.
pub fn open(tickets: &Secrets, place: [&str; 2], text: &str, stays: bool) -> Option<(String, Timestamp)> {
    let read: Vec<_> = text.split('|').collect();
    let ["2", command, issued, seal] = read[..] else { return None };
    let seal = seal::decode(seal)?;
    let fits = |ticket_key| seal::fits(&seal, &key(ticket_key), &parts(place, command, issued, stays));
    let issued = Timestamp::from_second(from_base36(issued)?).ok()?;
    tickets.all().any(fits).then(|| (command.to_owned(), issued))
}

/// So that no seal of a ticket is one of a card action.
fn key(ticket_key: &[u8]) -> [u8; 32] {
    seal::derive_key(ticket_key, "lamplighter card action key 1")
}

/// What the seal covers.
fn parts<'a>(
    [source, conversation]: [&'a str; 2],
    command: &'a str,
    issued: &'a str,
    stays: bool,
) -> [&'a str; 5] {
    [source, conversation, command, issued, if stays { "stays" } else { "goes" }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PLACE: [&str; 2] = ["teams", "19:abc@thread.tacv2"];

    fn keys() -> Secrets {
        super::super::keys([b"secret".as_slice()])
    }

    const COMMAND: &str = "stop research/myci";

    fn issued() -> Timestamp {
        Timestamp::from_second(1_790_000_000).unwrap()
    }

    fn sealed() -> String {
        seal(&keys(), PLACE, COMMAND, issued(), false)
    }

    #[test]
    fn a_card_action_counts_in_its_conversation() {
        let text = sealed();
        assert!(text.len() < 60, "{text}");
        let whole = Some((COMMAND.to_owned(), issued()));
        assert_eq!(open(&keys(), PLACE, &text, false), whole);
        assert_eq!(open(&keys(), PLACE, &text, true), None, "another card");
        let rotated = super::super::keys([b"new".as_slice(), b"secret"]);
        assert_eq!(open(&rotated, PLACE, &text, false), whole, "the previous key");
        for elsewhere in [["teams2", PLACE[1]], [PLACE[0], "19:other@thread.tacv2"], [PLACE[1], PLACE[0]]] {
            assert_eq!(open(&keys(), elsewhere, &text, false), None, "{elsewhere:?}");
        }
        let replaced = super::super::keys([b"new".as_slice()]);
        assert_eq!(open(&replaced, PLACE, &text, false), None);
    }

    #[test]
    fn a_seal_of_another_kind_does_not_fit() {
        let tickets = keys();
        let issued = base36(issued().as_second());
        let of_the_ticket_key = seal::seal(tickets.current(), &parts(PLACE, COMMAND, &issued, false));
        for text in [
            format!("2|{COMMAND}|{issued}|{of_the_ticket_key}"),
            format!("2|{COMMAND}|{issued}|"),
            format!("1|{COMMAND}|{issued}|{of_the_ticket_key}"),
            COMMAND.to_owned(),
        ] {
            assert_eq!(open(&tickets, PLACE, &text, false), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_changed_character_voids_a_card_action(at: prop::sample::Index, with in "[a-zA-Z0-9|_-]?") {
            let mut changed = sealed();
            let at = at.index(changed.len());
            changed.replace_range(at..=at, &with);
            prop_assume!(changed != sealed());
            prop_assert_eq!(open(&keys(), PLACE, &changed, false), None, "{}", changed);
        }
    }
}
