//! A command with places for what an alert says: `stop {workspace}/{instance}`.
//!
//! It is parsed once, with stand-ins in those places. What an alert says is put in afterwards, into
//! the command and never into its text, so it can be no option, no glob and no second target.

use super::{
    alert::Alert,
    subject::{self, Whereabouts, Workspace, is_one_name},
};
use crate::{
    command::{self, Command, ParseError, Verb},
    command_request::{Mode, UnmatchedReason},
    target::{Alias, Pattern, Target, Which},
};

/// A rule's `command`.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    command: Command,
    slots: Vec<Slot>,
}

impl Template {
    pub fn verb(&self) -> Verb {
        self.command.verb()
    }
}

/// A place to be filled: a target's name, or its workspace.
#[derive(Clone, Debug, PartialEq)]
struct Slot {
    /// The index of the target.
    target: usize,
    part: TargetPart,
    value: Placeholder,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TargetPart {
    Workspace,
    Name,
}

/// What stands between braces.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Placeholder {
    Instance,
    Workspace,
    Label(String),
    Dimension(String),
}

/// Why a text cannot be a rule's command; its words follow the key's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    #[error(
        "holds braces that nothing is known for: write {{instance}}, {{workspace}}, {{label.KEY}} or {{dimension.KEY}}"
    )]
    UnknownPlace,
    #[error("cannot be read: write a verb and what it is about, such as \"stop {{instance}}\"")]
    Misread(ParseError),
    #[error(
        "has braces where no whole name or workspace of a TARGET stands: write \"stop {{instance}}\" or \"stop {{workspace}}/{{instance}}\""
    )]
    OutOfPlace,
    #[error("is nothing that an alert may ask for: write stop, start, restart, status or list")]
    NotForAlerts,
    #[error("is nothing to ask people about: write stop, start or restart, or set mode = \"act\"")]
    NothingToAsk,
}

impl Template {
    pub fn read(text: &str, mode: Mode) -> Result<Self, TemplateError> {
        let (text, values) = with_stand_ins(text)?;
        let command = command::parse(&text).map_err(TemplateError::Misread)?;
        match command.verb() {
            Verb::Delete | Verb::Help | Verb::Whoami | Verb::Ping => return Err(TemplateError::NotForAlerts),
            Verb::Start | Verb::Stop | Verb::Restart => {}
            _ if mode == Mode::Propose => return Err(TemplateError::NothingToAsk),
            _ => {}
        }
        let place = |(index, value): (usize, Placeholder)| slot(&command, &stand_in(index), value);
        let slots: Option<Vec<_>> = values.into_iter().enumerate().map(place).collect();
        let slots = slots.ok_or(TemplateError::OutOfPlace)?;
        Ok(Self { command, slots })
    }

    /// The command for this alert, unless it does not say what belongs in a place, says something
    /// that is no single name, or speaks of another workspace than the command's.
    pub(super) fn filled(&self, alert: &Alert, ours: &[Workspace]) -> Result<Command, UnmatchedReason> {
        let mut command = self.command.clone();
        let Some(selection) = command.selection_mut() else {
            return Ok(command);
        };
        let targets = &mut selection.targets;
        let whereabouts = alert.whereabouts(ours);
        if !self.slots.is_empty() && whereabouts == Whereabouts::Elsewhere {
            return Err(UnmatchedReason::Elsewhere);
        }
        for slot in &self.slots {
            slot.fill(&mut targets[slot.target], alert, ours, &whereabouts)?;
        }
        for slot in &self.slots {
            stay_there(&mut targets[slot.target], &whereabouts)?;
        }
        let mut known = Vec::new();
        targets.retain(|target| {
            let new = !known.contains(target);
            known.push(target.clone());
            new
        });
        if says_itself(&command) { Ok(command) } else { Err(UnmatchedReason::NoInstance) }
    }
}

impl Slot {
    fn fill(
        &self,
        target: &mut Target,
        alert: &Alert,
        ours: &[Workspace],
        whereabouts: &Whereabouts,
    ) -> Result<(), UnmatchedReason> {
        match self.part {
            TargetPart::Workspace => {
                let alias = self.value.workspace(alert, ours, whereabouts)?;
                target.workspace = Some(Pattern::new(alias.as_str()));
            }
            TargetPart::Name => {
                let name = self.value.name(alert).ok_or(UnmatchedReason::NoInstance)?;
                target.which = Which::Named(name.to_owned());
            }
        }
        Ok(())
    }
}

/// Holds a target to the workspace that the alert speaks of: its namesake in another one is
/// somebody else's.
fn stay_there(target: &mut Target, whereabouts: &Whereabouts) -> Result<(), UnmatchedReason> {
    match whereabouts {
        Whereabouts::Untold => Ok(()),
        Whereabouts::Ours(alias) if target.in_workspace(alias) => {
            target.workspace = Some(Pattern::new(alias.as_str()));
            Ok(())
        }
        Whereabouts::Ours(_) | Whereabouts::Elsewhere => Err(UnmatchedReason::Elsewhere),
    }
}

impl Placeholder {
    fn read(text: &str) -> Option<Self> {
        let key = |text: &str| Some(text.to_owned()).filter(|key| !key.is_empty());
        match text {
            "instance" => Some(Self::Instance),
            "workspace" => Some(Self::Workspace),
            _ => match text.split_once('.')? {
                ("label", name) => key(name).map(Self::Label),
                ("dimension", name) => key(name).map(Self::Dimension),
                _ => None,
            },
        }
    }

    fn name<'a>(&self, alert: &'a Alert) -> Option<&'a str> {
        let name = match self {
            Self::Instance => alert.instance(),
            Self::Label(key) => alert.labels.get(key),
            Self::Dimension(key) => alert.dimensions.get(key),
            Self::Workspace => None,
        };
        name.filter(|name| is_one_name(name))
    }

    fn workspace(
        &self,
        alert: &Alert,
        ours: &[Workspace],
        whereabouts: &Whereabouts,
    ) -> Result<Alias, UnmatchedReason> {
        let name = match self {
            Self::Workspace => match whereabouts {
                Whereabouts::Ours(alias) => return Ok(alias.clone()),
                Whereabouts::Elsewhere | Whereabouts::Untold => None,
            },
            Self::Label(key) => alert.labels.get(key),
            Self::Dimension(key) => alert.dimensions.get(key),
            Self::Instance => None,
        };
        let name = name.ok_or(UnmatchedReason::NoInstance)?;
        subject::called(name, ours).ok_or(UnmatchedReason::Elsewhere)
    }

    /// Whether this can ever fill such a place.
    fn suits(&self, part: TargetPart) -> bool {
        match self {
            Self::Instance => part == TargetPart::Name,
            Self::Workspace => part == TargetPart::Workspace,
            Self::Label(_) | Self::Dimension(_) => true,
        }
    }
}

/// Whether the command's text is read as the command again: it is handed on as a text. A name
/// that is also a word of the language may not be.
pub(super) fn says_itself(command: &Command) -> bool {
    command::parse(&command.to_string()).is_ok_and(|read| read == *command)
}

/// What stands in a place while the command is parsed. No instance is called that.
fn stand_in(index: usize) -> String {
    format!("lamplighter-place-{index}-of-a-rule")
}

/// The text with a stand-in in each place, and what belongs there.
fn with_stand_ins(text: &str) -> Result<(String, Vec<Placeholder>), TemplateError> {
    let (mut filled, mut values, mut rest) = (String::new(), Vec::new(), text);
    while let Some((before, braced)) = rest.split_once('{') {
        let (inside, after) = braced.split_once('}').ok_or(TemplateError::UnknownPlace)?;
        let value = Placeholder::read(inside.trim()).ok_or(TemplateError::UnknownPlace)?;
        filled.push_str(before);
        filled.push_str(&stand_in(values.len()));
        values.push(value);
        rest = after;
    }
    if rest.contains('}') { Err(TemplateError::UnknownPlace) } else { Ok((filled + rest, values)) }
}

/// Where a stand-in ended up, if that is a whole name or workspace of a target.
fn slot(command: &Command, stand_in: &str, value: Placeholder) -> Option<Slot> {
    let targets = &command.selection()?.targets;
    let found = targets.iter().enumerate().find_map(|(index, target)| {
        let named = matches!(&target.which, Which::Named(name) if name == stand_in);
        let placed = target.workspace.as_ref().is_some_and(|place| place.as_str() == stand_in);
        match (named, placed) {
            (true, _) => Some((index, TargetPart::Name)),
            (false, true) => Some((index, TargetPart::Workspace)),
            (false, false) => None,
        }
    });
    let (target, part) = found.filter(|(_, part)| value.suits(*part))?;
    Some(Slot { target, part, value })
}
