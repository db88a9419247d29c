//! An instance with its size, price and owner, before something is done to it.

use super::{
    localizer::{Args, Voice},
    markup::{Mention, Span, Text},
    state::{dot, size_name},
};
use crate::{
    azure::{Money, State},
    target::ComputeId,
};
/// An instance, as people want to know it before something is done to it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: ComputeId,
    pub state: Option<State>,
    pub size: Option<String>,
    pub owner: Option<Mention>,
    /// Per hour.
    pub price: Option<Money>,
}

/// `🟢 myci · DS3_V2 · $0.29 per hour · Ana`
pub(super) fn line(voice: &Voice, one: &Listed) -> Text {
    let fact = |fact: Option<String>| fact.map(|fact| format!(" · {fact}")).unwrap_or_default();
    let price = one
        .price
        .map(|money| voice.say("per-hour", Args::new().piece("money", voice.money(money))));
    let args = Args::new()
        .piece("dot", dot(voice, one.state.as_ref()))
        .text("instance", voice.name(&one.id))
        .text("size", fact(one.size.as_deref().map(size_name)))
        .piece("price", fact(price));
    let mut line = voice.line("listed", args);
    if let Some(owner) = &one.owner {
        line.0.push(Span::Plain(" · ".to_owned()));
        line.0.push(Span::Mention(owner.clone()));
    }
    line
}
/// More than this nobody reads in a chat; a message holds 25 buttons at most.
pub(super) const BUTTONS: usize = 20;
