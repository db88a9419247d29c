//! A command with placeholders for what an alert says: `stop {workspace}/{instance}`.
//!
//! It is parsed once, with stand-ins for the placeholders. An alert's values are put into the parsed command, never into
//! its text, so they cannot become an option, a glob or a second target.

use std::collections::BTreeMap;

use super::{
    alert::Alert,
    subject::{self, is_one_name},
};
use crate::{
    command::{self, Command, Verb},
    command_request::{Mode, UnmatchedReason},
    target::{Alias, Pattern, Target, Which, WorkspaceAddress},
};

// Why a text cannot be a rule's command; the words follow the key's name.
const UNKNOWN_PLACE: &str =
    "holds braces that nothing is known for: write {instance}, {workspace}, {label.KEY} or {dimension.KEY}";
const MISREAD: &str = "cannot be read: write a verb and what it is about, such as \"stop {instance}\"";
const OUT_OF_PLACE: &str = "has braces where no whole name of an instance or a workspace stands: write \"stop {instance}\" or \"stop {workspace}/{instance}\"";
const NOT_FOR_ALERTS: &str =
    "is nothing that an alert may ask for: write stop, start, restart, status or list";
const NOTHING_TO_ASK: &str =
    "is nothing to ask people about: write stop, start or restart, or set mode = \"act\"";

/// A rule's `command`.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    command: Command,
    /// What replaces each stand-in: a target's name or its workspace.
    places: Vec<(String, Placeholder)>,
}

/// The text between braces.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Placeholder {
    Instance,
    Workspace,
    Label(String),
    Dimension(String),
}

impl Template {
    /// Parses it, with `{instance}` and other stand-ins in its targets.
    /// | # Errors
    /// | What to write instead.
    pub fn read(text: &str, mode: Mode) -> Result<Self, &'static str> {
        let (text, places) = with_stand_ins(text).ok_or(UNKNOWN_PLACE)?;
        let command = command::parse(&text).map_err(|_| MISREAD)?;
        match command.verb() {
            verb if verb.needs_a_yes() => return Err(NOT_FOR_ALERTS),
            // An alert comes once: nothing would carry out what it announces.
            Verb::Announce
            | Verb::Later
            | Verb::Due
            | Verb::Check
            | Verb::Help
            | Verb::Whoami
            | Verb::Ping => {
                return Err(NOT_FOR_ALERTS);
            }
            _ if matches!(command, Command::Later { .. }) => return Err(NOT_FOR_ALERTS),
            Verb::Start | Verb::Stop | Verb::Restart => {}
            _ if mode == Mode::Propose => return Err(NOTHING_TO_ASK),
            _ => {}
        }
        let template = Self { command, places };
        let targets = template.command.selection().into_iter().flat_map(|selection| &selection.targets);
        let found = targets.flat_map(|target| template.placeholders(target)).flatten().count();
        if found == template.places.len() { Ok(template) } else { Err(OUT_OF_PLACE) }
    }

    /// The verb of every command that it makes.
    pub fn verb(&self) -> Verb {
        self.command.verb()
    }

    /// The placeholders for a target's workspace and its name.
    fn placeholders(&self, target: &Target) -> [Option<&Placeholder>; 2] {
        let place = |text: &str| self.places.iter().find(|(stand_in, _)| stand_in == text);
        let workspace = target.workspace.as_ref().and_then(|workspace| place(workspace.as_str()));
        let name = match &target.which {
            Which::Named(name) => place(name),
            _ => None,
        };
        [
            workspace.map(|(_, value)| value).filter(|value| **value != Placeholder::Instance),
            name.map(|(_, value)| value).filter(|value| **value != Placeholder::Workspace),
        ]
    }

    /// The command for this alert.
    ///
    /// # Errors
    ///
    /// If the alert lacks the value of a placeholder, if a value is not a single name, or if the alert names another
    /// workspace than the command.
    pub(super) fn filled(
        &self,
        alert: &Alert,
        ours: &BTreeMap<Alias, WorkspaceAddress>,
    ) -> Result<Command, UnmatchedReason> {
        let mut command = self.command.clone();
        let Some(selection) = command.selection_mut() else { return Ok(command) };
        let home = if self.places.is_empty() { None } else { alert.workspace(ours)? };
        let mut filled = Vec::new();
        for target in &mut selection.targets {
            let [workspace, name] = self.placeholders(target);
            if let Some(value) = workspace {
                let alias = value.workspace(alert, ours, home.as_ref())?;
                target.workspace = Some(Pattern::new(alias.as_str()));
            }
            if let Some(value) = name {
                let name = value.text(alert).filter(|name| is_one_name(name));
                target.which = Which::Named(name.ok_or(UnmatchedReason::NoInstance)?.to_owned());
            }
            if workspace.or(name).is_some() {
                filled.push(target);
            }
        }
        // An instance of the same name in another workspace is not meant.
        if let Some(home) = home {
            for target in filled {
                if !target.in_workspace(&home) {
                    return Err(UnmatchedReason::Elsewhere);
                }
                target.workspace = Some(Pattern::new(home.as_str()));
            }
        }
        let mut known = Vec::new();
        selection.targets.retain(|target| {
            let new = !known.contains(target);
            known.push(target.clone());
            new
        });
        if reads_back(&command) { Ok(command) } else { Err(UnmatchedReason::NoInstance) }
    }
}

impl Placeholder {
    fn read(text: &str) -> Option<Self> {
        match text {
            "instance" => Some(Self::Instance),
            "workspace" => Some(Self::Workspace),
            _ => match text.split_once('.')? {
                (_, "") => None,
                ("label", key) => Some(Self::Label(key.to_owned())),
                ("dimension", key) => Some(Self::Dimension(key.to_owned())),
                _ => None,
            },
        }
    }

    fn text<'a>(&self, alert: &'a Alert) -> Option<&'a str> {
        match self {
            Self::Instance => alert.instance(),
            Self::Label(key) => alert.labels.get(key),
            Self::Dimension(key) => alert.dimensions.get(key),
            Self::Workspace => None,
        }
    }

    /// `home`: the workspace that the alert is about.
    fn workspace(
        &self,
        alert: &Alert,
        ours: &BTreeMap<Alias, WorkspaceAddress>,
        home: Option<&Alias>,
    ) -> Result<Alias, UnmatchedReason> {
        if *self == Self::Workspace {
            return home.cloned().ok_or(UnmatchedReason::NoInstance);
        }
        let name = self.text(alert).ok_or(UnmatchedReason::NoInstance)?;
        subject::called(name, ours).ok_or(UnmatchedReason::Elsewhere)
    }
}

/// Whether the command's text is parsed as the same command, since only the text is passed on. A name that is also a word
/// of the language may not be.
pub(super) fn reads_back(command: &Command) -> bool {
    command::parse(&command.to_string()).is_ok_and(|read| read == *command)
}

/// The text with a stand-in for each placeholder, and what each stands for. No instance has such a name.
///
/// `None` if a brace opens or closes something else.
fn with_stand_ins(text: &str) -> Option<(String, Vec<(String, Placeholder)>)> {
    let (mut filled, mut places, mut rest) = (String::new(), Vec::new(), text);
    while let Some((before, braced)) = rest.split_once('{') {
        let (inside, after) = braced.split_once('}')?;
        let value = Placeholder::read(inside.trim())?;
        let stand_in = format!("lamplighter-place-{}-of-a-rule", places.len());
        filled.push_str(before);
        filled.push_str(&stand_in);
        places.push((stand_in, value));
        rest = after;
    }
    (!rest.contains('}')).then(|| (filled + rest, places))
}
