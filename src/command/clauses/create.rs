//! `create NAME from BLUEPRINT for PERSON`, `renew NAME as NEWNAME`

use super::super::{
    display::quoted_person,
    flags::{self, Flag, ME, more_of_the_name, said},
    parse_error::ParseError,
    punctuation::NAME,
};
use crate::{
    locale::{Locale, Names},
    target::is_instance_name,
};

/// These name nothing: `create a new instance`.
const NEW: Names = Names::new(&["new", "another"], &["nova", "novo", "outra", "outro"]);
/// Before the name of a blueprint, in any number.
const FROM: Names =
    Names::new(&["from", "blueprint", "using"], &["modelo", "do", "de", "a", "partir", "usando"]);
const FOR: Names = Names::new(&["for"], &["para", "pra"]);
const AS: Names = Names::new(&["as", "to"], &["como"]);

/// The words that name the instance, the blueprint and the person.
type Parts = (Vec<String>, Option<String>, Option<String>);

/// Splits the words of a `create` behind its verb.
pub(in crate::command) fn parse(mut words: &[String]) -> Result<Parts, ParseError> {
    let (mut names, mut blueprint, mut person) = (Vec::new(), None, None);
    while let Some(word) = words.split_off_first() {
        let begins = |names: &Names| names.include(word) && !words.is_empty();
        if !names.is_empty() && blueprint.is_none() && begins(&FROM) {
            while words.len() > 1 && words.first().is_some_and(|word| FROM.include(word)) {
                words = &words[1..];
            }
            blueprint = words.split_off_first().map(|word| word.trim_start_matches(NAME).to_lowercase());
        } else if !names.is_empty() && person.is_none() && begins(&FOR) {
            let count = more_of_the_name(words);
            let name = words[..=count].join(" ");
            words = &words[count + 1..];
            let name = name.trim_start_matches(NAME);
            person = Some(flags::owner(name).ok_or_else(|| unfit(name))?);
        } else if !NEW.include(word) {
            names.push(word.clone());
        }
    }
    Ok((names, blueprint, person))
}

fn unfit(person: &str) -> ParseError {
    ParseError::UnfitValue { option: Flag::Owner, value: person.to_owned() }
}

/// Splits the words of a `renew` behind its verb.
pub(in crate::command) fn parse_renewal(words: &[String]) -> Result<(&[String], Option<String>), ParseError> {
    if let [_, .., last] = words
        && AS.include(last)
    {
        return Err(ParseError::NotATarget { word: last.clone() });
    }
    let [names @ .., before, name] = words else { return Ok((words, None)) };
    if names.is_empty() || !AS.include(before) {
        return Ok((words, None));
    }
    let name = name.trim_start_matches(NAME);
    let fits = is_instance_name(name).then(|| name.to_owned());
    fits.map(|name| (names, Some(name))).ok_or_else(|| ParseError::NotATarget { word: name.to_owned() })
}

pub(in crate::command) fn display(blueprint: Option<&str>, person: Option<&str>, locale: Locale) -> String {
    const FROM_A: Names = Names::new(&["from"], &["do modelo"]);
    let blueprint = blueprint.map(|name| format!("{} {name}", FROM_A.first(locale)));
    let person = person.map(|person| said(person, &[ME], locale));
    let person = person.map(|person| format!("{} {}", FOR.first(locale), quoted_person(person)));
    blueprint.into_iter().chain(person).collect::<Vec<_>>().join(" ")
}

pub(in crate::command) fn display_renewal(name: &str, locale: Locale) -> String {
    format!("{} {name}", AS.first(locale))
}

#[cfg(test)]
mod tests {
    use crate::command::{parse, tests::canonical};

    #[test]
    fn a_creation_says_what_and_for_whom() {
        for (typed, canonical_text) in [
            ("create newci", "create newci"),
            ("create newci from small", "create newci from small"),
            (
                "create research/newci from blueprint SMALL for @ada",
                "create research/newci from small for @ada",
            ),
            ("create newci for Ana Souza from small", "create newci from small for \"Ana Souza\""),
            ("create newci for <@U0456>", "create newci for <@U0456>"),
            ("please create the instance newci from small for me", "create newci from small"),
            ("criar newci do modelo small para Bruno", "create newci from small for Bruno"),
            ("crie a instância newci a partir do modelo small", "create newci from small"),
            ("renew myci", "renew myci"),
            ("renew myci as myci-b", "renew myci as myci-b"),
            ("renew my instance", "renew my"),
            ("recreate mine", "renew my"),
            ("renovar research/myci como myci-b", "renew research/myci as myci-b"),
        ] {
            assert_eq!(canonical(typed), canonical_text, "{typed}");
        }
        for wrong in [
            "create",
            "create one two",
            "create gpu-* from small",
            "create mine",
            "create a new machine",
            "criar uma instância nova",
            "renew",
            "renew one as b/c",
            "renew all",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}: {}", canonical(wrong));
        }
    }
}
