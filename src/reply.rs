//! Every reply: its messages of the locale files (`reply/locales/*.ftl`, in [Fluent]), and its form before a platform's
//! markup.
//!
//! Shared by all replies: `localizer` and `formats` (messages in the caller's language), `markup` and `message` (the
//! form), and parts of sentences. Each other file holds the answers to one command, or to one kind of mistake.
//!
//! [Fluent]: https://projectfluent.org

mod acknowledgement;
mod announce;
pub(crate) mod audit;
mod azure_error;
mod check;
mod cost;
mod create;
mod details;
mod formats;
mod help;
mod idle;
mod jobs;
mod keep;
mod later;
mod localizer;
pub(crate) mod markup;
mod message;
mod notices;
mod outcome;
mod outdated;
mod parse_error;
mod power;
mod prelude;
mod prompts;
mod refusal;
mod renew;
mod schedule;
mod setting;
mod stakes;
mod state;
mod status;
mod suggestions;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use acknowledgement::{Delay, Overload, acknowledgement, internal_error, out_of_time, overloaded};
pub(crate) use announce::{announcement, proposal};
pub use azure_error::for_operator;
pub(crate) use azure_error::missing_rights;
pub(crate) use check::check;
pub(crate) use cost::cost;
pub(crate) use create::{NotMade, blueprints, not_made, replaced, terms};
pub(crate) use details::Detail;
pub use help::help;
pub(crate) use help::{ping, whoami};
pub(crate) use idle::{idle, idle_off};
pub(crate) use jobs::{JobsSeen, Unchecked};
pub(crate) use keep::{keep, keep_over, keep_too_long};
pub use later::not_later;
pub(crate) use later::{due, ended, kept_beyond, later_question, noted, overdue, pending, undone, unsealed};
pub use localizer::Localizer;
pub use localizer::label;
pub use markup::Span;
pub(crate) use markup::{Mention, Text};
pub(crate) use message::{Audience, Button, LateChannel, NEVER_MIND};
pub use message::{Reply, Surface};
pub(crate) use notices::{
    Expected, alerts_left_out, incomplete_event, not_read, not_understood, too_late, unmatched_alerts,
    unmatched_event, with_heading,
};
pub(crate) use outdated::{NEW_NAME, outdated, recipe};
pub use parse_error::parse_error;
pub(crate) use power::{ActionReport, owner_told, power, report, unheeded};
pub(crate) use prompts::{after_click, button_expired, confirm, ticket_error};
pub use refusal::{refused, select_error};
pub(crate) use refusal::{unidentified, unknown_size};
pub(crate) use schedule::{never_due, no_crontab, no_zone, schedule, schedules};
pub(crate) use stakes::{Priced, stakes};
pub(crate) use state::dot;
pub(crate) use status::{card, offer, status};

pub(crate) use crate::locale::Locale;
