//! Every reply: which messages of the locale files (`reply/locales/*.ftl`, in [Fluent]) it consists of, and
//! its form before a platform's markup.
//!
//! Shared by all replies: `localizer` and `formats` (messages in the caller's language), `markup`, `message`
//! and `truncate` (the form), `surface` (what the platform allows), and parts of sentences. Beyond those, a
//! file holds the answers to one command, or to one kind of mistake.
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
mod last_operation;
mod list;
mod localizer;
pub mod markup;
mod message;
mod notices;
mod outcome;
mod parse_error;
mod ping;
pub mod plain;
mod power;
mod prompts;
mod proposal;
mod refusal;
mod report;
mod schedule;
mod schedule_entry;
mod select_error;
mod state;
mod status;
mod surface;
mod tally;
mod truncate;
mod whoami;
mod words;

#[cfg(test)]
mod tests;

pub use acknowledgement::{Delay, Overload, acknowledgement, internal_error, out_of_time, overloaded};
pub use announce::{Announced, Listed, announcement};
pub use cost::cost;
pub use details::Detail;
pub use help::help;
pub use idle::{idle, idle_off};
pub use jobs::{JobsSeen, Unchecked, unchecked_jobs};
pub use keep::{keep, keep_over, keep_too_long};
pub use localizer::{Localizer, label};
pub use markup::{Mention, Span, Text};
pub use message::{Audience, Button, NEVER_MIND, Reply};
pub use notices::{
    Expected, alerts_left_out, incomplete_event, not_read, not_understood, too_late, unmatched_alerts,
    unmatched_event, with_heading, with_not_understood_heading,
};
pub use parse_error::parse_error;
pub use ping::ping;
pub use power::power;
pub use prompts::{after_click, button_expired, confirm, ticket_error};
pub use proposal::proposal;
pub use refusal::{refused, unidentified};
pub use report::{Heading, missing_instances, report};
pub use schedule::{never_due, no_crontab, no_zone, schedule, schedules};
pub use select_error::select_error;
pub use state::dot;
pub use status::{card, is_in_full, offer, status};
pub use surface::{LateChannel, Surface};
pub use whoami::whoami;

pub use crate::locale::Locale;
