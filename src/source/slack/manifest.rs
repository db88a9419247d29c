//! The app manifest, to paste at <https://api.slack.com/apps>.

use serde_json::{Value, json};
use url::form_urlencoded;

use crate::source::manifest::{NAME, Registration, TRIGGER};

pub(super) fn write(at: &Registration, _: bool) -> (String, Option<String>) {
    let manifest = manifest(at);
    let link = form_urlencoded::Serializer::new(String::new())
        .append_pair("new_app", "1")
        .append_pair("manifest_json", &manifest.to_string())
        .finish()
        .replace('+', "%20"); // a plus is a blank only in forms
    let note = format!(
        "\
Paste this at https://api.slack.com/apps: Create New App, From a manifest, JSON.
Or open it filled in: https://api.slack.com/apps?{link}"
    );
    (format!("{manifest:#}"), Some(note))
}

/// Slack's app manifest: <https://docs.slack.dev/reference/app-manifest>.
///
/// It asks for the scope `commands` only, since posting to a `response_url` needs none.
fn manifest(at: &Registration) -> Value {
    let hook = at.hook();
    json!({
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": NAME,
            "description": at.description(),
            "background_color": "#0b3d5c",
        },
        "features": {
            "bot_user": {"display_name": NAME, "always_online": true},
            "slash_commands": [{
                "command": format!("/{TRIGGER}"),
                "url": hook,
                "description": at.description(),
                "usage_hint": at.usage_hint(),
                // So that a mention brings the id of the person, not only a name.
                "should_escape": true,
            }],
        },
        "oauth_config": {"scopes": {"bot": ["commands"]}},
        "settings": {
            "interactivity": {"is_enabled": true, "request_url": hook},
            "org_deploy_enabled": false,
            "socket_mode_enabled": false,
            "token_rotation_enabled": false,
        },
    })
}
