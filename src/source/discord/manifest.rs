//! The command with all its subcommands, as Discord's API takes it.

use super::{config::API, registration::registration};
use crate::source::Registration;

/// It holds all languages, and Discord shows each person their own.
pub(super) fn write(at: &Registration, _: bool) -> (String, Option<String>) {
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
    (format!("{:#}", registration()), Some(note))
}
