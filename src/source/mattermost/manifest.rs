//! What to fill in where Mattermost makes a slash command.

use serde_json::{Value, json};

use crate::source::manifest::{NAME, Registration, TRIGGER};

pub(super) fn write(at: &Registration, json: bool) -> (String, Option<String>) {
    (if json { format!("{:#}", command(at)) } else { form(at) }, None)
}

fn form(at: &Registration) -> String {
    format!(
        "\
In Mattermost, open the product menu, Integrations, Slash Commands, Add Slash Command:

  Title                     {NAME}
  Description               {description}
  Command Trigger Word      {TRIGGER}
  Request URL               {hook}
  Request Method            POST
  Response Username         lamplighter
  Response Icon             the URL of a picture, if you like: else answers show that of who asked
  Autocomplete              yes
  Autocomplete Hint         {hint}
  Autocomplete Description  {description}

Save, and put the Token it shows into MATTERMOST_TOKEN. Then, in the configuration:

[sources.{name}]
kind = \"mattermost\"
token = {{ env = \"MATTERMOST_TOKEN\" }}
site_url = \"https://chat.example.com\"     # <- your server's Site URL
url = \"{base}\"

[tickets]
key = {{ env = \"LAMPLIGHTER_TICKET_KEY\" }}  # any secret of at least 32 characters",
        description = at.description(),
        hook = at.hook(),
        hint = at.usage_hint(),
        name = at.name,
        base = at.base(),
    )
}

/// The body of `POST /api/v4/commands` without the `team_id`:
/// <https://developers.mattermost.com/api-documentation/#/operations/CreateCommand>.
fn command(at: &Registration) -> Value {
    json!({
        "trigger": TRIGGER,
        "method": "P",
        "url": at.hook(),
        "display_name": NAME,
        "description": at.description(),
        "username": "lamplighter",
        "auto_complete": true,
        "auto_complete_hint": at.usage_hint(),
        "auto_complete_desc": at.description(),
    })
}
