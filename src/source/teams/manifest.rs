//! What to fill in where Teams makes an outgoing webhook.

use crate::source::manifest::{NAME, Registration};

/// Outgoing webhooks of Teams can only be made in its form.
pub(super) fn write(at: &Registration, _: bool) -> (String, Option<String>) {
    let text = format!(
        "\
In Teams, as an owner of the team: ••• beside its name, Manage team, Apps, Create an outgoing webhook.

  Name             {NAME}, which is what people mention
  Callback URL     {hook}
  Description      {description}
  Profile picture  docs/icon.png of Lamplighter's source, if you like

Create, and put the security token, which is shown once, into TEAMS_TOKEN. Another team makes a webhook of
its own, and has a token of its own. Then, in the configuration:

[sources.{name}]
kind = \"teams\"
tokens = {{ TEAM = {{ env = \"TEAMS_TOKEN\" }} }}    # <- one for each team; call them as you like
notify = [\"ml-ops\"]                          # where answers go that come late

[notify.ml-ops]
kind = \"teams\"
url = {{ env = \"OPS_WEBHOOK\" }}                # of a workflow, Send webhook alerts to a channel

To see who you are to Lamplighter, for the grants, write in a channel of the team: @{NAME} whoami",
        hook = at.hook(),
        description = at.description(),
        name = at.name,
    );
    (text, None)
}
