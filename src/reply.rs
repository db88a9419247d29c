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

pub use acknowledgement::{Acknowledged, Overload, acknowledgement, internal, out_of_time, overloaded};
pub use announce::{Announced, Listed, announcement};
pub use cost::cost;
pub use details::Detail;
pub use help::help;
pub use idle::{idle, idle_off};
pub use jobs::{JobsSeen, Unchecked, not_checked};
pub use keep::{keep_over, keep_too_long, kept};
pub use localizer::{Localizer, label};
pub use markup::{Mention, Span, Text};
pub use message::{Audience, Button, NEVER_MIND, Reply};
pub use notices::{
    Expected, headed, headed_not_understood, left_out, not_read, not_understood, too_late, unfitting,
    unheard, unmatched,
};
pub use parse_error::misread;
pub use ping::ping;
pub use power::outcomes;
pub use prompts::{button_expired, confirm, pressed, void_ticket};
pub use proposal::proposal;
pub use refusal::{nameless, refused};
pub use report::{Heading, missing, report};
pub use schedule::{never_due, no_crontab, no_zone, scheduled, schedules};
pub use select_error::missed;
pub use state::dot;
pub use status::{card, is_in_full, offer, status};
pub use surface::{LateChannel, Surface};
pub use whoami::whoami;

pub use crate::locale::Locale;
