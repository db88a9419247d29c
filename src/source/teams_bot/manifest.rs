//! What to fill in where Azure makes a bot.

use crate::source::manifest::{NAME, Registration};

pub(super) fn write(at: &Registration, _: bool) -> (String, Option<String>) {
    let text = format!(
        "\
In the Azure portal: Azure Bot, Create.

  Bot handle           any, such as {NAME}
  Type of App          User-Assigned Managed Identity, or Single Tenant
  Messaging endpoint   {hook}, under Configuration
  Channels             Microsoft Teams

Then, in the configuration:

[sources.{name}]
kind = \"teams-bot\"
app_id = \"\"                       # <- the Microsoft App ID
tenants = [\"\"]                    # <- the id of your Entra directory
credential = \"managed-identity\"",
        hook = at.hook(),
        name = at.name,
    );
    (text, None)
}
