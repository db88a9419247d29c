//! The alert behind a command.

use super::{
    localizer::{Args, Voice},
    markup::Text,
};
use crate::ask::Cause;
/// What an alert is about.
pub(super) fn cause(voice: &Voice, cause: &Cause) -> Text {
    match cause {
        Cause::Budget {
            name,
            spent,
            of,
            percent,
            forecast,
        } => {
            let percent =
                percent.map(|percent| voice.say("percent", Args::new().number("n", percent as usize)));
            let args = Args::new()
                .text("name", name)
                .text("spent", spent)
                .text("of", of)
                .piece("percent", percent.unwrap_or_default());
            voice.line(
                if *forecast {
                    "cause-forecast"
                } else {
                    "cause-budget"
                },
                args,
            )
        }
        Cause::Alert { name, resolved } => {
            let args = Args::new().text("name", name);
            voice.line(
                if *resolved {
                    "cause-resolved"
                } else {
                    "cause-fired"
                },
                args,
            )
        }
    }
}
