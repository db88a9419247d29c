//! Replies as the answers of outgoing webhooks, and as messages of workflows: cards without buttons, since none could post
//! back.

use serde_json::Value;

use crate::{
    reply::{Mention, Reply},
    source::adaptive_card,
};

/// The message that holds the card. `to` is mentioned in it, so that Teams alerts them.
pub(super) fn message(reply: &Reply, to: Option<&Mention>) -> Value {
    adaptive_card::message(reply, to, None)
}
