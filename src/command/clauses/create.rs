//! `create NAME from BLUEPRINT for PERSON`, `renew NAME as NEWNAME`

use super::super::{
    display::quoted_person,
    flags::{self, Flag, ME, more_of_the_name, said},
    normalize,
    parse_error::ParseError,
    punctuation::NAME,
    vocabulary::{BETWEEN, IN, MY, is_article},
};
use crate::{
    locale::{Locale, Names},
    target::{Target, Which, is_instance_name},
};

/// These name nothing: `create a new instance`.
const NEW: Names = Names::new(&["new", "another"], &["nova", "novo", "outra", "outro"]);
/// Before the name of a blueprint, in any number.
const FROM: Names = Names::new(
    &["from", "blueprint", "template", "using", "with", "as", "based"],
    &["modelo", "do", "de", "a", "partir", "usando", "com", "como", "baseada"],
);
/// Behind it: `with the small blueprint`.
const KIND: Names = Names::new(&["blueprint", "template"], &["modelo"]);
const FOR: Names = Names::new(&["for"], &["para", "pra"]);
const AS: Names = Names::new(&["as", "to"], &["como"]);
/// Before what takes the place of an instance: its name, or nothing but a new one.
const WITH: Names = Names::new(&["with", "by", "for"], &["com", "por", "pela", "pelo"]);
const CALLED: Names = Names::new(&["name"], &["nome"]);

/// The words that name the instance, the blueprint and the person.
type Parts = (Vec<String>, Option<String>, Option<String>);

/// Splits the words of a `create` behind its verb.
pub(in crate::command) fn parse(mut words: &[String]) -> Result<Parts, ParseError> {
    let (mut names, mut blueprint, mut person) = (Vec::<String>::new(), None, None);
    while let Some(word) = words.split_off_first() {
        let begins = |names: &Names| names.include(word) && !words.is_empty();
        // `criar a myci`
        let is_before_name = is_article(word) && names.iter().all(|name| is_article(name));
        if blueprint.is_none() && begins(&FROM) && !is_before_name {
            words = behind(words, |word| FROM.include(word) || IN.include(word) || is_article(word));
            blueprint = words.split_off_first().map(|word| word.trim_start_matches(NAME).to_lowercase());
        } else if person.is_none() && begins(&FOR) {
            words = behind(words, |word| is_article(word));
            let count = more_of_the_name(words);
            let name = words[..=count].join(" ");
            words = &words[count + 1..];
            let name = name.trim_start_matches(NAME);
            let owner = flags::owner(name).filter(|_| !BETWEEN.include(name));
            person = Some(owner.ok_or_else(|| unfit(name))?);
        } else if !(NEW.include(word)
            || blueprint.is_some() && KIND.include(word)
            || names.is_empty() && words.is_empty() && FROM.include(word))
        {
            names.push(word.clone());
        }
    }
    Ok((names, blueprint, person))
}

/// The words behind those that only `lead` to a name, which is left.
fn behind(words: &[String], lead: impl Fn(&String) -> bool) -> &[String] {
    let next = |at: usize| words.get(at + 1).filter(|next| !FOR.include(next));
    let at = (0..words.len()).find(|at| next(*at).is_none() || !lead(&words[*at]));
    &words[at.unwrap_or_default()..]
}

fn unfit(person: &str) -> ParseError {
    ParseError::UnfitValue { option: Flag::Owner, value: person.to_owned() }
}

/// Splits the words of a `renew` behind its verb.
pub(in crate::command) fn parse_renewal(words: &[String]) -> Result<(&[String], Option<String>), ParseError> {
    let begins = |at: &usize| AS.include(&words[*at]) || WITH.include(&words[*at]);
    let Some(at) = (1..words.len()).find(begins) else {
        let bare: Vec<_> = words.iter().filter(|word| !is_article(word)).collect();
        return match bare[..] {
            [old, name] => offered(old, name).map_or(Ok((words, None)), Err),
            _ => Ok((words, None)),
        };
    };
    let (old, behind) = (&words[..at], &words[at + 1..]);
    let (as_new, is_called) = (AS.include(&words[at]), behind.iter().any(|word| CALLED.include(word)));
    // `for a new one`
    let is_new = |word: &String| !as_new && (NEW.include(word) || word == "one");
    let is_said = |word: &&String| !is_article(word) && !CALLED.include(word) && !is_new(word);
    let said: Vec<_> = behind.iter().filter(is_said).collect();
    match said[..] {
        [] if as_new && behind.is_empty() => Err(ParseError::NotATarget { word: words[at].clone() }),
        [] if !as_new && !behind.is_empty() => Ok((old, None)),
        [name] if as_new || is_called => {
            let name = name.trim_start_matches(NAME).to_owned();
            let fits = is_instance_name(&name);
            let name = fits.then(|| name.clone()).ok_or(ParseError::NotAName { word: name, is_said: false });
            Ok((old, Some(name?)))
        }
        // `renew myci for Dan`
        [name] if !FOR.include(&words[at]) => match old {
            [old] | [_, old] => offered(old, name).map_or(Ok((words, None)), Err),
            _ => Ok((words, None)),
        },
        _ => Ok((words, None)),
    }
}

/// What is offered for `replace myci with myci-b`.
fn offered(old: &str, name: &str) -> Option<ParseError> {
    let is_one = |target: Target| matches!(target.which, Which::Named(_));
    let fits = (MY.include(old) || old.parse().is_ok_and(is_one)) && is_instance_name(name);
    let renew = format!("renew {old}");
    let meant = vec![format!("{renew} as {name}"), renew];
    (fits && !normalize::means_more(name)).then_some(ParseError::DidYouMean { meant })
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
            "create a-one b-two c-three",
            "create gpu-* from small",
            "create mine",
            "renew",
            "renew one as b/c",
            "renew all",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}: {}", canonical(wrong));
        }
    }
}
