//! Discord's interactions, as far as they are read, and their commands.

use serde::Deserialize;
use serde_json::Value;

use crate::{
    command::Flag,
    unicode::{is_hyphen, is_invisible},
};

/// The kinds of interaction that are read.
pub(super) mod kind {
    pub const PING: u8 = 1;
    pub const COMMAND: u8 = 2;
    pub const BUTTON: u8 = 3;
    pub const AUTOCOMPLETE: u8 = 4;
}

/// The kinds of response that are given.
pub(super) mod response {
    pub const PONG: u8 = 1;
    pub const MESSAGE: u8 = 4;
    /// "Lamplighter is thinking…", until it is edited.
    pub const DEFERRED_MESSAGE: u8 = 5;
    /// For a button: its message will be edited.
    pub const DEFERRED_UPDATE: u8 = 6;
    pub const CHOICES: u8 = 8;
}

/// The subcommand that takes a whole command in our own language, and its only option.
pub(super) const FREE: &str = "do";
pub(super) const FREE_TEXT: &str = "text";

/// The option of `help`.
pub(super) const TOPIC: &str = "verb";

/// The option that a command ends with: `for 2h`, `in 30m`.
pub(super) const CLAUSE: &str = "when";

/// The same for an instance that is made: `from small`, `as myci-b`.
pub(super) const MAKING: &str = "how";

/// The option that holds the targets.
pub(super) const TARGETS: &str = "name";

/// The flag of a message that only one person sees.
pub(super) const EPHEMERAL: u64 = 1 << 6;

#[derive(Deserialize)]
pub(super) struct Interaction {
    #[serde(rename = "type")]
    pub kind: u8,
    pub application_id: Option<String>,
    token: Option<String>,
    pub guild_id: Option<String>,
    pub channel_id: Option<String>,
    /// The caller in a guild.
    #[serde(default)]
    member: Value,
    /// The caller in a direct message.
    #[serde(default)]
    user: Value,
    pub locale: Option<String>,
    pub guild_locale: Option<String>,
    /// The message whose button was clicked.
    #[serde(default)]
    message: Value,
    pub data: Option<Given>,
}

/// The data of an interaction, a subcommand with its options, or an option with its value: all have the same form.
#[derive(Deserialize)]
pub(super) struct Given {
    #[serde(default)]
    name: String,
    /// The value of a button.
    pub custom_id: Option<String>,
    #[serde(default)]
    value: Value,
    /// A command has one, the subcommand.
    #[serde(default)]
    options: Vec<Given>,
    /// Whether this option is being typed.
    #[serde(default)]
    focused: bool,
}

impl Interaction {
    /// The token that late answers need, if it can be a part of a URL's path.
    pub fn token(&self) -> Option<&str> {
        let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        let token = self.token.as_deref()?;
        let dots = token.bytes().all(|b| b == b'.'); // "..": a step up, in a path
        ((1..=300).contains(&token.len()) && token.bytes().all(fits) && !dots).then_some(token)
    }

    pub fn user_id(&self) -> Option<&str> {
        self.person()["id"].as_str()
    }

    /// The caller's name as Discord shows it.
    pub fn user_name(&self) -> Option<String> {
        let person = self.person();
        let name = person["global_name"].as_str().or(person["username"].as_str());
        name.map(str::to_owned)
    }

    fn person(&self) -> &Value {
        match &self.member {
            Value::Null => &self.user,
            member => &member["user"],
        }
    }

    /// Whether the clicked message was for the caller, so that it may be replaced. Other people's
    /// questions must stay.
    pub fn is_own_message(&self) -> bool {
        let asked = self.message["interaction_metadata"]["user"]["id"].as_str();
        let flags = self.message["flags"].as_u64().unwrap_or_default();
        asked.is_some() && asked == self.user_id() || flags & EPHEMERAL != 0
    }
}

impl Given {
    /// The command in our own language, so that there is one parser for all platforms.
    pub fn command(&self) -> String {
        let Some(subcommand) = self.options.first() else { return String::new() };
        if subcommand.name == FREE {
            return subcommand.text(FREE_TEXT).unwrap_or_default().to_owned();
        }
        let mut words = vec![subcommand.name.clone()];
        // A clause extends to the end of the command.
        let (clauses, others): (Vec<_>, Vec<_>) =
            subcommand.options.iter().partition(|option| [CLAUSE, MAKING].contains(&&*option.name));
        for option in others.into_iter().chain(clauses) {
            option.spell(&mut words);
        }
        words.join(" ")
    }

    /// Verb and targets of a command that is still being typed. The last word is unfinished.
    pub fn unfinished(&self) -> Option<String> {
        let subcommand = self.options.first()?;
        let focused = subcommand.options.iter().find(|option| option.focused)?;
        let typed = focused.value.as_str().filter(|_| focused.name == TARGETS)?;
        let typed: String = typed.chars().filter(|c| !is_invisible(*c)).collect();
        Some(format!("{} {}", subcommand.name, typed.replace(is_hyphen, "-")))
    }

    fn text(&self, option: &str) -> Option<&str> {
        self.options.iter().find(|given| given.name == option)?.value.as_str()
    }

    /// Adds the words of this option. If it has several values, its name is repeated before each,
    /// since a word after an option's value would be read as a target.
    fn spell(&self, words: &mut Vec<String>) {
        match &self.value {
            Value::Bool(true) => words.push(format!("--{}", self.name)),
            Value::String(text) if [TARGETS, TOPIC, CLAUSE, MAKING].contains(&&*self.name) => {
                words.push(text.clone());
            }
            // A name of several words is one value.
            Value::String(text) if Flag::named(&format!("--{}", self.name)) == Some(Flag::Owner) => {
                words.push(format!("--{} \"{}\"", self.name, text.replace('"', "")));
            }
            Value::String(text) => {
                for value in text.split_whitespace() {
                    words.extend([format!("--{}", self.name), value.to_owned()]);
                }
            }
            _ => {}
        }
    }
}
