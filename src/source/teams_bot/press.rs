//! Buttons of our cards: what a press sends back, and what it asks for.

use serde_json::{Value, json};

use super::conversation;
use crate::{
    command_request::{Caller, CommandRequest, Confirmation},
    reply::{Button, Mention, NEVER_MIND, Reply},
    source::{
        Channel, Source, adaptive_card,
        incoming::{id_of, pressed},
    },
    ticket::{Ticket, card_action},
    verify::{Request, Secrets},
};

/// The invoke of a client that knows `Action.Execute`. Others send a message with a value.
const PRESS: &str = "adaptiveCard/action";

/// The key of a button's data that holds its value.
const VALUE: &str = "lamplighter";

/// The key that says that the card stays as it is: it is about many instances, and others need its other buttons.
const STAYS: &str = "stays";

/// What a press of `button` sends back.
fn data(button: &Button, tickets: &Secrets, place: [&str; 2], stays: bool) -> Value {
    let value = if has_own_seal(&button.value) {
        button.value.clone()
    } else {
        card_action::seal(tickets, place, &button.value, button.issued, stays)
    };
    if stays { json!({VALUE: value, STAYS: true}) } else { json!({VALUE: value}) }
}

/// What the buttons of an answer send back.
pub(super) fn of(source: &Source, place: &str) -> impl Fn(&Button) -> Value {
    move |button| data(button, &source.tickets, [&source.name, place], false)
}

/// A message that nobody in the conversation asked for.
pub(super) fn proactive(reply: &Reply, to: Option<&Mention>, channel: &Channel) -> Value {
    let press = |button: &Button| {
        channel.poster.as_ref().map(|([source, conversation], tickets)| {
            data(button, tickets, [source, conversation::root(conversation)], true)
        })
    };
    adaptive_card::message(reply, to, Some(&|button| press(button).unwrap_or_default()))
}

/// The data of the pressed button, if the activity is a press.
pub(super) fn data_of(activity: &Value) -> Option<&Value> {
    let data = if is_invoke(activity) { &activity["value"]["action"]["data"] } else { &activity["value"] };
    data[VALUE].is_string().then_some(data)
}

/// Whether the press is answered with a card.
pub(super) fn is_invoke(activity: &Value) -> bool {
    activity["type"] == "invoke" && activity["name"] == PRESS
}

/// Whether the card is to stay as it is. What a ticket's press sends back beside it is not sealed.
pub(super) fn stays(data: &Value) -> bool {
    data[STAYS] == true && !data[VALUE].as_str().is_some_and(has_own_seal)
}

/// The command of a button that `caller` pressed, and whether it is too old. What was not sealed for one of these places
/// and such a card, or has changed since, is refused as a ticket would be.
pub(super) fn read(
    data: &Value,
    (source, places): (&Source, [&str; 2]),
    caller: Caller,
    request: &Request,
) -> (CommandRequest, bool) {
    let (id, at) = (id_of(request), request.arrived);
    let value = data[VALUE].as_str().unwrap_or_default();
    if has_own_seal(value) {
        return (pressed(id, caller, value.to_owned(), at), false);
    }
    let open = |place| card_action::open(&source.tickets, [&source.name, place], value, stays(data));
    match places.into_iter().find_map(open) {
        Some((command, issued)) => {
            let is_over = at.duration_since(issued) > card_action::LIFETIME;
            let ask = CommandRequest::new(id, caller, command, issued);
            (CommandRequest { pressed: Some(at), ..ask }, is_over)
        }
        None => {
            let confirmation = Confirmation::Ticket(value.to_owned());
            (CommandRequest { confirmation, ..CommandRequest::new(id, caller, "", at) }, false)
        }
    }
}

/// Whether it is a confirmation, or asks for nothing.
fn has_own_seal(value: &str) -> bool {
    value == NEVER_MIND || Ticket::read(value).is_some()
}
