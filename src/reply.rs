//! Every reply: its messages of the locale files (`reply/locales/*.ftl`, in [Fluent]), and its form before a platform's
//! markup.
//!
//! Shared by all replies: `localizer` and `formats` (messages in the caller's language), `markup` and `message` (the
//! form), and parts of sentences. Each other file holds the answers to one command, or to one kind of mistake.
//!
//! [Fluent]: https://projectfluent.org

mod acknowledgement;
mod announce;
pub mod audit;
mod azure_error;
mod cost;
mod details;
mod formats;
mod help;
mod idle;
mod jobs;
mod keep;
mod list;
mod localizer;
pub mod markup;
mod message;
mod notices;
mod outcome;
mod parse_error;
mod ping;
mod power;
mod prompts;
mod refusal;
mod schedule;
mod state;
mod status;
mod whoami;
mod words;

#[cfg(test)]
mod tests;

pub use acknowledgement::{Delay, Overload, acknowledgement, internal_error, out_of_time, overloaded};
pub use announce::{Listed, announcement, proposal};
pub use cost::cost;
pub use details::Detail;
pub use help::help;
pub use idle::{idle, idle_off};
pub use jobs::{JobsSeen, Unchecked, unchecked_jobs};
pub use keep::{keep, keep_over, keep_too_long};
pub use localizer::{Localizer, label};
pub use markup::{Mention, Span, Text};
pub use message::{Audience, Button, LateChannel, NEVER_MIND, Reply, Surface};
pub use notices::{
    Expected, alerts_left_out, incomplete_event, not_read, not_understood, too_late, unmatched_alerts,
    unmatched_event, with_heading,
};
pub use parse_error::parse_error;
pub use ping::ping;
pub use power::{Heading, missing_instances, power, report};
pub use prompts::{after_click, button_expired, confirm, ticket_error};
pub use refusal::{refused, select_error, unidentified};
pub use schedule::{never_due, no_crontab, no_zone, schedule, schedules};
pub use state::dot;
pub use status::{card, is_in_full, offer, status};
pub use whoami::whoami;

pub use crate::locale::Locale;
