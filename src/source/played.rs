//! A chat as the demo plays it: the requests that its users cause, and what they see.

use serde_json::Value;

use crate::verify::SignatureScheme;

/// What the demo needs of the chat that it plays.
pub struct PlayedChat {
    /// In the configuration: also the name of the demo's source, and the path of its inbox.
    pub kind: &'static str,
    /// As the platform calls itself.
    pub name: &'static str,
    /// How requests are signed.
    pub signature: &'static SignatureScheme,
    /// The body of `/ci text`, typed by the user of this id and name. Later answers go to the URL.
    pub command: fn([&str; 2], &str, &str) -> String,
    /// The body of a click on the button of this value, below a message that everybody in the channel sees, or the user
    /// alone.
    pub click: fn([&str; 2], &str, bool, &str) -> String,
    /// The buttons of a message: label and value.
    pub buttons: fn(&Value) -> Vec<(&str, &str)>,
    /// What users see of a message.
    pub shown: fn(&Value) -> Option<String>,
}
