//! The locale files have the same messages, each with the same arguments in the same cases. Grammar may
//! differ: one language may decline by a count where another does not.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentArgs;
use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey},
    parser,
};

use super::*;
use crate::{
    command::{Flag, VERBS},
    locale::InEach,
    reply::markup::{Span, Text},
};

type Sentence = Pattern<&'static str>;

/// By id: `asked`, or `asked.line` for an attribute.
type Messages = BTreeMap<String, Sentence>;

type Keys = BTreeSet<&'static str>;

/// The key that each selecting variable has.
type Case = BTreeMap<&'static str, &'static str>;

const PLURALS: [&str; 2] = ["one", "other"];

fn messages(locale: Locale) -> Messages {
    let file = parser::parse(*FILES.of(locale)).unwrap_or_else(|(_, faults)| panic!("{faults:?}"));
    let mut messages = Messages::new();
    for entry in file.body {
        let Entry::Message(message) = entry else { continue };
        let attributes = message.attributes.into_iter().map(|a| (format!(".{}", a.id.name), a.value));
        let value = message.value.map(|value| (String::new(), value));
        for (attribute, pattern) in value.into_iter().chain(attributes) {
            let id = format!("{}{attribute}", message.id.name);
            assert!(messages.insert(id.clone(), pattern).is_none(), "{id} stands twice");
        }
    }
    messages
}

/// The ids of all messages and attributes.
pub fn ids() -> BTreeSet<String> {
    messages(Locale::English).into_keys().collect()
}

fn expressions(pattern: &Sentence) -> impl Iterator<Item = &Expression<&'static str>> {
    pattern.elements.iter().filter_map(|element| match element {
        PatternElement::Placeable { expression } => Some(expression),
        PatternElement::TextElement { .. } => None,
    })
}

fn variable(expression: &InlineExpression<&'static str>) -> Option<&'static str> {
    match expression {
        InlineExpression::VariableReference { id } => Some(id.name),
        _ => None,
    }
}

fn key(key: &VariantKey<&'static str>) -> &'static str {
    match key {
        VariantKey::Identifier { name } | VariantKey::NumberLiteral { value: name } => name,
    }
}

/// Every selector in a pattern and in its variants: the variable and the keys.
fn selectors(pattern: &Sentence) -> Vec<(&'static str, Keys)> {
    let mut found = Vec::new();
    for expression in expressions(pattern) {
        if let Expression::Select { selector, variants } = expression {
            let on = variable(selector).expect("we select on what we are given");
            found.push((on, variants.iter().map(|variant| key(&variant.key)).collect()));
            found.extend(variants.iter().flat_map(|variant| selectors(&variant.value)));
        }
    }
    found
}

fn is_plural(keys: &Keys) -> bool {
    keys.contains("one")
}

/// The variables that a pattern shows in one case, or selects by.
fn said(pattern: &Sentence, case: &Case, all: &Messages) -> Keys {
    let mut names = Keys::new();
    for expression in expressions(pattern) {
        match expression {
            Expression::Inline(InlineExpression::MessageReference { id, .. }) => {
                names.extend(said(&all[id.name], case, all));
            }
            Expression::Inline(inline) => names.extend(variable(inline)),
            Expression::Select { selector, variants } => {
                let on = variable(selector).unwrap_or_default();
                let taken = variants.iter().find(|variant| case.get(on) == Some(&key(&variant.key)));
                let taken = taken.or(variants.iter().find(|variant| variant.default)).unwrap();
                names.extend(said(&taken.value, case, all));
                let keys = variants.iter().map(|variant| key(&variant.key)).collect();
                names.extend((!is_plural(&keys)).then_some(on));
            }
        }
    }
    names
}

/// Every combination of keys that any of `patterns` selects by.
fn cases(patterns: &[&Sentence]) -> Vec<Case> {
    let mut keys: BTreeMap<&str, Keys> = BTreeMap::new();
    for (on, these) in patterns.iter().flat_map(|pattern| selectors(pattern)) {
        keys.entry(on).or_default().extend(these);
    }
    keys.into_iter().fold(vec![Case::new()], |cases, (on, keys)| {
        let with = |case: &Case, key| case.clone().into_iter().chain([(on, key)]).collect();
        let longer = |case: &Case| keys.iter().map(|key| with(case, *key)).collect::<Vec<_>>();
        cases.iter().flat_map(longer).collect()
    })
}

fn in_each_language() -> Vec<(Locale, Messages)> {
    Locale::ALL.iter().map(|locale| (*locale, messages(*locale))).collect()
}

#[test]
fn each_message_exists_in_each_language() {
    let languages = in_each_language();
    let every: BTreeSet<_> = languages.iter().flat_map(|(_, messages)| messages.keys()).collect();
    assert!(every.len() > 200, "{} messages are not all", every.len());
    for (locale, messages) in &languages {
        let missing: Vec<_> = every.iter().filter(|id| !messages.contains_key(**id)).collect();
        assert!(missing.is_empty(), "{} has no {missing:?}", locale.tag());
    }
}

#[test]
fn a_message_read_alone_is_the_message_of_the_whole_file() {
    for locale in Locale::ALL {
        let file = *FILES.of(*locale);
        let whole = parser::parse(file).unwrap();
        for message in whole.body {
            let Entry::Message(mut message) = message else { continue };
            message.comment = None;
            let alone = parser::parse(text_of(file, message.id.name).unwrap()).unwrap();
            assert_eq!(alone.body, [Entry::Message(message)]);
        }
    }
}

#[test]
fn each_message_has_the_same_pieces_in_each_language() {
    let languages = in_each_language();
    let (_, first) = &languages[0];
    for (locale, others) in &languages[1..] {
        for (id, other) in others {
            let Some(pattern) = first.get(id) else { continue };
            for case in cases(&[pattern, other]) {
                let (ours, theirs) = (said(pattern, &case, first), said(other, &case, others));
                assert_eq!(ours, theirs, "{id} {case:?}: en left, {} right", locale.tag());
            }
        }
    }
}

#[test]
fn each_message_knows_the_same_cases_in_each_language() {
    let languages = in_each_language();
    let mut ever: BTreeMap<&str, Keys> = BTreeMap::new();
    let mut here: BTreeMap<(&str, &str), Vec<(Locale, Keys)>> = BTreeMap::new();
    for (locale, messages) in &languages {
        for (id, pattern) in messages {
            for (on, keys) in selectors(pattern) {
                if is_plural(&keys) {
                    assert_eq!(keys, PLURALS.into(), "{}: {id} by ${on}", locale.tag());
                    continue;
                }
                ever.entry(on).or_default().extend(keys.iter().filter(|key| **key != "other"));
                here.entry((id, on)).or_default().push((*locale, keys));
            }
        }
    }
    for ((id, on), languages) in here {
        let (locale, keys) = &languages[0];
        // If only one language selects, the others show the variable itself.
        let alone = languages.iter().all(|(other, _)| other == locale);
        assert!(!alone || keys.is_superset(&ever[on]), "{id} by ${on}: {keys:?} are not all");
        for (_, others) in &languages {
            assert_eq!(keys, others, "{id} by ${on}");
        }
    }
}

#[test]
fn the_commands_in_a_sentence_are_in_its_language() {
    for (locale, messages) in in_each_language() {
        for (id, pattern) in &messages {
            for case in cases(&[pattern]) {
                for word in quoted(pattern, &case) {
                    let verb = VERBS.iter().find(|row| row.names.include(&word));
                    let verb = verb.map(|row| row.verb.name_in(locale));
                    let flag = Flag::all().find(|flag| flag.names().include(&word));
                    let meant = verb.or(flag.map(|flag| flag.name_in(locale)));
                    assert_eq!(meant.unwrap_or(&word), word, "{id} in {}", locale.tag());
                }
            }
        }
    }
}

/// A `[one]` variant may spell its number, so zero must never select it.
#[test]
fn zero_is_counted_as_two_are() {
    let mut counted = 0;
    for (locale, messages) in in_each_language() {
        for (id, pattern) in &messages {
            let numbers: Keys = selectors(pattern)
                .into_iter()
                .filter(|(_, keys)| is_plural(keys))
                .map(|(on, _)| on)
                .collect();
            for case in cases(&[pattern]) {
                for number in &numbers {
                    let [none, one, two] = [0, 1, 2].map(|n| rendered(locale, id, &case, number, n));
                    let digitless = |text: &str| text.replace(['0', '2'], "n");
                    let place = format!("{id} in {} by ${number}, {case:?}", locale.tag());
                    assert_eq!(digitless(&none), digitless(&two), "{place}");
                    assert!(!none.contains('1'), "{place}: {none}");
                    assert_ne!(one, two, "{place}");
                    counted += 1;
                }
            }
        }
    }
    assert!(counted > 100, "{counted} messages with a number are not all");
}

/// Also where a message shows a number and does not decline by it.
#[test]
fn nothing_is_counted_as_one_things() {
    for (locale, messages) in in_each_language() {
        for (id, pattern) in &messages {
            for case in cases(&[pattern]) {
                for number in said(pattern, &case, &messages).intersection(&["n", "total"].into()) {
                    let one = rendered(locale, id, &case, number, 1);
                    let words: Vec<_> = one.split([' ', '\n']).collect();
                    let is_plural = |word: &str| {
                        let word = word.trim_end_matches([',', '.', ':']);
                        // The latter are a verb and "of them".
                        word.len() > 3 && word.ends_with('s') && !["runs", "delas"].contains(&word)
                    };
                    let miscounted = words.windows(2).find(|pair| pair[0] == "1" && is_plural(pair[1]));
                    assert!(
                        id == "schedule-full" || miscounted.is_none(),
                        "{id} in {} by ${number}: {one}",
                        locale.tag()
                    );
                }
            }
        }
    }
}

/// The message in one case, with `n` for `number` and dashes for all that is missing.
fn rendered(locale: Locale, id: &str, case: &Case, number: &'static str, n: usize) -> String {
    let mut args = FluentArgs::new();
    for (on, key) in case {
        args.set(*on, if PLURALS.contains(key) { FluentValue::from(3) } else { (*key).into() });
    }
    args.set(number, n);
    format(locale, id, &args).0
}

/// The first word of each command in a sentence, and its options.
fn quoted(pattern: &Sentence, case: &Case) -> Vec<String> {
    let text = Text::read(&skeleton(pattern, case));
    let code = text.0.iter().filter(|span| matches!(span, Span::Code(_)));
    let words = code.flat_map(|span| span.plain().split(' ').enumerate());
    let kept = words.filter(|(at, word)| *at == 0 || word.starts_with("--"));
    kept.map(|(_, word)| word.to_owned()).collect()
}

/// The sentence with a dash for each argument.
fn skeleton(pattern: &Sentence, case: &Case) -> String {
    let element = |element: &PatternElement<&'static str>| match element {
        PatternElement::TextElement { value } => (*value).to_owned(),
        PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
            let on = variable(selector).unwrap_or_default();
            let taken = variants.iter().find(|variant| case.get(on) == Some(&key(&variant.key)));
            taken.map_or_else(String::new, |variant| skeleton(&variant.value, case))
        }
        PatternElement::Placeable { .. } => "-".to_owned(),
    };
    pattern.elements.iter().map(element).collect()
}

#[test]
fn counts_and_thousands_are_as_people_write_them() {
    let say = |locale, message: &str, n: usize| {
        let mut args = FluentArgs::new();
        args.set("n", n);
        args.set("most", n);
        format(locale, message, &args).0
    };
    let portuguese = |message, n| say(Locale::Portuguese, message, n);
    assert_eq!(portuguese("count-failed", 1), "1 falhou");
    assert_eq!(portuguese("count-failed", 2), "2 falharam");
    assert_eq!(portuguese("count-failed", 1000), "1.000 falharam");
    assert_eq!(portuguese("count-busy", 1_234_567), "1.234.567 mudando de estado");
    assert_eq!(portuguese("count-busy", 999), "999 mudando de estado");
    assert_eq!(say(Locale::English, "count-failed", 1000), "1000 failed");
}

/// Forms that are not how people write, as words of a sentence: in both languages, then in English, then in Portuguese.
const FORBIDDEN: InEach<&[&str]> = InEach::new(
    &[
        "say it",
        "you may",
        "whoever",
        "anew",
        "of theirs",
        "none",
        "re-creating",
        "foreseen",
        "by a person",
        "watch",
        "is through",
        "took it",
        "tells",
        "besides",
        "for ever",
        "put them out",
    ],
    &[
        "diga",
        "escreva",
        "escreva-o",
        "use",
        "repita",
        "glob",
        "papel",
        "contributor (colaborador)",
        "temporizador nem alerta",
        "desde as",
        "no que deu",
        "solicitada",
        "solicitadas",
        "mantida",
        "mantidas",
        "dê mais uma letra",
        "serve para",
        "labels",
        "dê esta linha",
        "de novo sem isso",
        "criar de novo",
        "criando de novo",
        "nenhuma está",
        "para sempre se perdem",
    ],
);

/// All sentences ask people to type, and none uses words that sound translated.
#[test]
fn sentences_are_as_people_write_them() {
    let is_menu = |id: &str| ["help-", "option-", "command-"].iter().any(|menu| id.starts_with(menu));
    let mut faults = BTreeSet::new();
    for (locale, messages) in in_each_language() {
        for (id, pattern) in messages.iter().filter(|(id, _)| !is_menu(id)) {
            for case in cases(&[pattern]) {
                let skeleton = skeleton(pattern, &case);
                let spans = Text::read(&skeleton).0;
                let words = spans.iter().filter(|span| !matches!(span, Span::Code(_))).map(Span::plain);
                let words = words.collect::<String>().to_lowercase().replace(['.', ',', ':', ';', '?'], " ");
                let words = format!(" {} ", words.split_whitespace().collect::<Vec<_>>().join(" "));
                let mut is_wrong = |form: &str| faults.insert(format!("{id}: {form}: {skeleton}"));
                let forms = FORBIDDEN.of(locale).iter().filter(|form| words.contains(&format!(" {form} ")));
                for form in forms {
                    is_wrong(form);
                }
                if ["say `", "Say ", "Seria ", "- %)", "balanceador"]
                    .iter()
                    .any(|form| skeleton.replace("balanceador de carga", "").contains(form))
                {
                    is_wrong("mark");
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
