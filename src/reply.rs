//! Every word we say. The words are data (`reply/locales/*.ftl`, [Fluent]); here is which of
//! them are said when, and what a reply is made of before a platform's markup is put on.
//!
//! [Fluent]: https://projectfluent.org

mod announce;
pub mod audit;
mod cost;
mod cut;
mod failure;
mod full;
mod help;
mod idle;
mod jobs;
mod keep;
pub mod markup;
mod meanwhile;
mod message;
mod outcome;
pub mod plain;
mod refusal;
mod report;
mod saved;
mod schedule;
mod status;
mod timing;
mod voice;
mod words;

#[cfg(test)]
mod tests;

pub use announce::{Announced, Listed, announcement, proposal};
pub use cost::cost;
pub use failure::failure;
pub use full::Detail;
pub use help::{help, ping, whoami};
pub use idle::{idle, idle_off};
pub use jobs::{JobsSeen, Unchecked, not_checked};
pub use keep::{keep_over, keep_too_long, kept};
pub use markup::{Mention, Span, Text};
pub use meanwhile::{Acknowledged, acknowledgement, confirm, internal, out_of_time, pressed};
pub use message::{Audience, Button, NEVER_MIND, Reply};
pub use outcome::outcomes;
pub use refusal::{
    Expected, Overload, button_expired, misread, missed, nameless, not_understood, overloaded, refused,
    void_ticket,
};
pub use report::{
    Heading, headed, headed_not_understood, left_out, missing, not_read, report, too_late, unfitting,
    unheard, unmatched,
};
pub use schedule::{never_due, no_crontab, no_zone, scheduled, schedules};
pub use status::{card, dot, is_in_full, offer, status};
pub use voice::{Late, Stage, Voice, label};

pub use crate::locale::Locale;
