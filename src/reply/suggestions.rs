//! Buttons for the commands that a reply says to type.

use super::prelude::{Button, Localizer, Phrase, Reply, Span};
use crate::{
    command::{self, Command, VERBS, Verb},
    target::ComputeId,
};

/// Most suggestions that are buttons.
const BUTTONS: usize = 5;

/// The longest label and value, in characters. Slack refuses a message with a longer label, Discord one with a longer
/// value.
const LONGEST: usize = 75;

/// Stand for a name that the reader has to fill in.
const PLACEHOLDERS: [&str; 11] =
    ["NAME", "NOME", "TARGET", "ALVO", "VERB", "VERBO", "ID", "PERSON", "PESSOA", "BLUEPRINT", "MODELO"];

impl Reply {
    /// With a button for each whole command in the lines but the one that `failed`. What may end a job has to be typed.
    pub(super) fn with_suggestions(mut self, l10n: &Localizer, failed: Option<&Command>) -> Self {
        let spans = self.lines.iter().flat_map(|line| &line.0);
        let code = spans.filter_map(|span| match span {
            Span::Code(code) => Some(code),
            _ => None,
        });
        let mut buttons: Vec<Button> = Vec::new();
        for command in code.filter_map(|code| suggested(code)).filter(|command| Some(command) != failed) {
            let (label, value) = (l10n.command(&command), command.to_string());
            let fits = label.chars().count() <= LONGEST && value.chars().count() <= LONGEST;
            if fits && buttons.len() < BUTTONS && buttons.iter().all(|button| button.value != value) {
                buttons.push(Button::new(l10n.now, Phrase::literal(&label), value));
            }
        }
        self.buttons.extend(buttons);
        self
    }
}

/// The command, if the text is a whole one.
fn suggested(text: &str) -> Option<Command> {
    let mut words = text.split_whitespace();
    let is_whole = words.clone().all(|word| !PLACEHOLDERS.contains(&word));
    let verb = words.next()?;
    let command = command::parse(text).ok()?;
    // Timers announce, people do not.
    let is_for_people = !command.force() && command.verb() != Verb::Announce;
    // `turn off myci`, but not `myci`
    let is_said = command.acts() || VERBS.iter().any(|row| row.names.include(verb));
    (is_whole && is_for_people && is_said).then_some(command)
}

/// The command with `id` in place of the target `name`.
pub(super) fn about_another(
    l10n: &Localizer,
    command: &Command,
    name: &str,
    id: &ComputeId,
) -> Option<Phrase> {
    let mut command = command.clone();
    let another = l10n.name(id).parse().ok()?;
    let targets = &mut command.selection_mut()?.targets;
    let target = targets.iter_mut().find(|target| target.to_string() == name)?;
    *target = another;
    Some(Phrase::code(l10n.command(&command)))
}
