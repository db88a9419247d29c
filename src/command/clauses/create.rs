//! `create NAME from BLUEPRINT for PERSON`, `renew NAME as NEWNAME`

use super::super::{
    display::quoted_person,
    flags::{self, Flag, ME, more_of_the_name, said},
    normalize,
    parse_error::ParseError,
    punctuation::NAME,
    verb::Verb,
    vocabulary::{self, BETWEEN, IN, MY, is_article},
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
pub(in crate::command) const FOR: Names = Names::new(&["for"], &["para", "pra", "pro"]);
const AS: Names = Names::new(&["as", "to"], &["como"]);
/// Before what takes the place of an instance: its name, or nothing but a new one.
const WITH: Names = Names::new(&["with", "by", "for"], &["com", "por", "pela", "pelo", "para", "pra"]);
const CALLED: Names = Names::new(&["name"], &["nome"]);

/// What is made, which is no name. Its plural ends in `s`.
#[rustfmt::skip]
pub(in crate::command) const INSTANCE: Names =
    Names::new(&["instance", "machine", "vm", "compute", "computer", "server"], &["instância", "máquina", "servidor", "computador"]);
/// A renewal has none of these.
const BLUEPRINT: Names = Names::new(&["from", "blueprint", "template", "using"], &["modelo", "usando"]);

/// The words that name the instance, the blueprint and the person.
type Parts = (Vec<String>, Option<String>, Option<String>);

/// Splits the words of a `create` behind its verb.
pub(in crate::command) fn parse(mut words: &[String]) -> Result<Parts, ParseError> {
    let (mut names, mut blueprint, mut person) = (Vec::<String>::new(), None, None);
    while let Some(word) = words.split_off_first() {
        let begins = |names: &Names| names.include(word) && !words.is_empty();
        // `criar a myci`
        let is_before_name = is_article(word) && names.iter().all(|name| is_article(name));
        // `às 18h`, `for 2h`
        let is_timed = words.first().is_some_and(|next| says_when(next));
        let is_at = is_timed && word.chars().count() <= 2;
        if blueprint.is_none() && begins(&FROM) && !is_before_name && !is_at {
            words = behind(words, |word| FROM.include(word) || IN.include(word) || is_article(word));
            blueprint = words.split_off_first().map(|word| word.trim_start_matches(NAME).to_lowercase());
        } else if person.is_none() && begins(&FOR) && !is_timed {
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
    match &names[..] {
        [name, article] if is_article(article) && !is_article(name) => {
            Err(ParseError::NotAName { word: names.join(" "), is_said: false })
        }
        articles
            if articles.iter().all(|word| is_article(word)) && person.is_some() && blueprint.is_none() =>
        {
            Err(ParseError::OneByName { verb: Verb::Create })
        }
        _ => Ok((names, blueprint, person)),
    }
}

/// Whether the word says when, and is not called so: `Sun`.
fn says_when(word: &str) -> bool {
    vocabulary::conditions(word) && !word.starts_with(char::is_uppercase)
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
    if let Some(at) = words.iter().position(|word| BLUEPRINT.include(word)) {
        let old = words[..at].iter().filter(|word| !is_article(word) && !FROM.include(word));
        if let [old] = old.collect::<Vec<_>>()[..] {
            return Err(ParseError::DidYouMean {
                meant: vec![format!("renew {}", old.trim_start_matches(NAME))],
            });
        }
    }
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
        // `renovar myci para myci-b`, but not `renew myci for Dan`
        [name] if !FOR.include(&words[at]) || name.contains('-') => match old {
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
    let renew = format!("renew {}", old.trim_start_matches(NAME));
    let meant = vec![format!("{renew} as {name}"), renew];
    (fits && !name.starts_with('-') && !normalize::means_more(name))
        .then_some(ParseError::DidYouMean { meant })
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
    use crate::command::{ParseError, Verb, parse, tests::canonical};

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
            ("create newci for myself", "create newci"),
            ("criar newci para mim mesma", "create newci"),
            ("criar newci pro Bruno", "create newci for Bruno"),
            ("create newci for Sun", "create newci for Sun"),
            ("create newci from nightly", "create newci from nightly"),
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

    #[test]
    fn a_creation_has_no_time_and_loses_no_word() {
        for (typed, leftover) in [
            ("create newci at 18:00", "create newci | at 18:00"),
            ("criar newci às 18h", "create newci | às 18h"),
            ("criar newci as 18h", "create newci | 18h"),
            ("criar newci à noite", "create newci | noite"),
            ("criar newci hoje à noite", "create newci | hoje à noite"),
            ("create newci for 2h", "create newci | for 2h"),
            ("criar newci para amanhã", "create newci | para amanhã"),
        ] {
            assert_eq!(canonical(typed), leftover, "{typed}");
        }
        let spaced = ParseError::NotAName { word: "dan um".to_owned(), is_said: false };
        assert_eq!(parse("criar dan um"), Err(spaced));
        for nameless in ["create an instance for Dan", "create for Cleo", "criar para o Dan"] {
            assert_eq!(parse(nameless), Err(ParseError::OneByName { verb: Verb::Create }), "{nameless}");
        }
    }

    #[test]
    fn a_renewal_has_no_blueprint_and_no_option() {
        let meant = |typed: &str| match parse(typed) {
            Err(ParseError::DidYouMean { meant } | ParseError::OptionNotHere { meant, .. }) => meant,
            other => panic!("{typed}: {other:?}"),
        };
        for typed in [
            "renew myci from small",
            "renovar a myci do modelo small",
            "renove a myci com o modelo small",
            "renew myci --force",
        ] {
            assert_eq!(meant(typed), ["renew myci"], "{typed}");
        }
        for typed in ["renove myci para myci-b", "renovar a myci pra myci-b"] {
            assert_eq!(meant(typed)[0], "renew myci as myci-b", "{typed}");
        }
    }
}
