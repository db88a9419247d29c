//! Every word we say. The words are data (`reply/locales/*.ftl`, [Fluent]); here is which of
//! them are said when, and what a reply is made of before a platform's markup is put on.
//!
//! [Fluent]: https://projectfluent.org

mod announce;
pub mod audit;
mod azure_error;
mod cost;
mod details;
mod help;
mod idle;
mod jobs;
mod keep;
mod localizer;
pub mod markup;
mod message;
pub mod plain;
mod power;
mod prompts;
mod refusal;
mod report;
mod savings;
mod schedule;
mod schedule_entry;
mod status;
mod truncate;
mod words;

#[cfg(test)]
mod tests;

pub use announce::{Announced, Listed, announcement, proposal};
pub use azure_error::failure;
pub use cost::cost;
pub use details::Detail;
pub use help::{help, ping, whoami};
pub use idle::{idle, idle_off};
pub use jobs::{JobsSeen, Unchecked, not_checked};
pub use keep::{keep_over, keep_too_long, kept};
pub use localizer::{Late, Stage, Voice, label};
pub use markup::{Mention, Span, Text};
pub use message::{Audience, Button, NEVER_MIND, Reply};
pub use power::outcomes;
pub use prompts::{Acknowledged, acknowledgement, confirm, internal, out_of_time, pressed};
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

pub use crate::locale::Locale;
