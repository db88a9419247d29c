//! What timers, scripts and alerts have in common: they come as one caller, named like their source,
//! and most of them with a command that the configuration gives.

use std::time::Duration;

use jiff::{Timestamp, fmt::temporal::Pieces, tz::TimeZone};
use serde_json::Value;

use crate::{
    ask::{Ask, AskId, Caller, Confirmation, Mode, ReplyTo},
    command::{self, Flag},
    verify::Request,
};

/// A machine waits longer than a person in a chat; some close the connection after five seconds.
pub const FIRST_ANSWER: Duration = Duration::from_secs(4);

/// Long enough for the largest fleet to settle.
pub const LAST_ANSWER: Duration = Duration::from_secs(45 * 60);

/// Where a timer's or a script's command comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Canonical. Whoever can fire the timer then cannot choose; `None` lets the sender.
    pub command: Option<String>,
    /// It only tells what it would do.
    pub dry_run: bool,
}

impl Order {
    /// The command to carry out, where the sender says `theirs`. `None`: neither says one. An empty one is none:
    /// nobody who sends it asks for help.
    pub(super) fn text(&self, theirs: Option<&str>) -> Option<String> {
        let theirs = theirs.filter(|text| !command::says_nothing(text));
        let text = self.command.as_deref().or(theirs)?;
        let Ok(mut command) = command::parse(text).map_err(drop) else {
            return Some(text.to_owned()); // to be told what is wrong with it
        };
        // A verb that knows no dry run refuses one, and so does nothing either.
        if self.dry_run && command.acts() && !command.make_dry_run() {
            // The parser refuses the option, so that nothing is done.
            return Some(format!("{command} {}", Flag::DryRun.name()));
        }
        Some(command.to_string())
    }
}

/// A date as a platform writes it: without a zone it is UTC. `None`: it is missing.
///
/// # Errors
///
/// When something else is there.
pub(super) fn moment(value: &Value) -> Result<Option<Timestamp>, jiff::Error> {
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(text) => text.trim(),
        _ => "",
    };
    let read = text.parse().or_else(|error| match Pieces::parse(text) {
        Ok(bare) if bare.offset().is_none() && bare.time_zone_annotation().is_none() => {
            let at = bare.date().to_datetime(bare.time().ok_or(error)?);
            TimeZone::UTC.to_timestamp(at)
        }
        _ => Err(error),
    });
    read.map(Some)
}

/// What the machine of `source` asks with `request`, as of `at`.
pub(super) fn ask(source: &str, request: &Request, text: String, at: Timestamp) -> Ask {
    Ask {
        id: AskId::of(&[
            source.as_bytes(),
            &request.body,
            &request.arrived.as_nanosecond().to_be_bytes(),
        ]),
        caller: Caller::machine(source),
        text,
        at,
        confirmation: Confirmation::None,
        locale: None,
        reply_to: ReplyTo::Machine,
        mode: Mode::Act,
        cause: None,
        alerts: Vec::new(),
    }
}
