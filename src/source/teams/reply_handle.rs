//! Answers to one of Teams' requests.

use super::message;
use crate::{
    reply::{Mention, Reply},
    source::{Answer, Delivery, ReplyHandle, Source},
};

/// Teams takes no late answers. They go to the channels that the source notifies, and mention the person.
pub(super) struct TeamsReply {
    pub asker: Option<Mention>,
}

impl ReplyHandle for TeamsReply {
    fn render(&self, _: &Source, reply: &Reply) -> Answer {
        Answer::json(&message::message(reply, None))
    }

    fn deliveries(&self, source: &Source, reply: &Reply, _: bool) -> Vec<Delivery> {
        source.tell(reply, self.asker.as_ref())
    }
}
