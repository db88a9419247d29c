//! Other words for the verbs.

use super::verb::Verb;
use crate::locale::{Names, bare};

/// Other words for a verb: offered as "did you mean", never obeyed. A longer phrase stands before a shorter one
/// that it begins with.
pub(super) const OTHERWISE: &[(Verb, Names)] = &[
    (
        Verb::Stop,
        Names::new(
            &["turn off", "switch off", "power off", "shut down", "shutdown", "kill", "halt", "end"],
            &["para", "encerrar", "encerre", "derrubar", "derrube", "matar", "finalizar"],
        ),
    ),
    (
        Verb::Start,
        Names::new(
            &["turn on", "switch on", "power on", "run", "launch", "boot", "wake"],
            &["rodar", "rode", "subir", "suba", "acordar", "começar"],
        ),
    ),
    (Verb::Delete, Names::new(&["remove", "rm", "destroy"], &["remover", "remova", "destruir", "eliminar"])),
    (Verb::Status, Names::new(&["how is", "see"], &["como está", "como vai", "ver", "veja"])),
    (Verb::Whoami, Names::new(&["who am i"], &["quem sou eu", "quem sou"])),
];

/// The name of the verb that other words mean, in the language that was typed, and the number of those words.
pub(super) fn otherwise_called(word: &str, rest: &[String]) -> Option<(&'static str, usize)> {
    let typed = bare(&[&[word.to_owned()], rest].concat().join(" "));
    let begins = |phrase: &&str| {
        let after = typed.strip_prefix(&bare(phrase));
        after.is_some_and(|after| after.is_empty() || after.starts_with(' '))
    };
    OTHERWISE.iter().find_map(|(verb, names)| {
        let phrase = names.all().find(begins)?;
        let name = verb.name_in(names.language(phrase)?);
        Some((name, phrase.split(' ').count()))
    })
}
