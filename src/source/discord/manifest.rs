//! The command with all its subcommands, as Discord's API takes it.

use super::{api::API, registration::registration};
use crate::source::manifest::{Printout, Registration};

/// All languages are in it: Discord shows each person theirs.
pub(super) fn write(at: &Registration, _: bool) -> Printout {
    let note = format!(
        "\
Save this as ci.json, and register it once, with Application ID and bot token from your application's
pages at https://discord.com/developers/applications:

  curl -fsS -X POST {API}/applications/$APPLICATION_ID/commands \\
    -H \"Authorization: Bot $BOT_TOKEN\" -H 'Content-Type: application/json' --data-binary @ci.json

When Lamplighter runs, put this into General Information, Interactions Endpoint URL:

  {hook}",
        hook = at.hook(),
    );
    Printout { text: format!("{:#}", registration()), note: Some(note) }
}
