//! The locale files, as [Fluent] reads them: one for each language, with every message.
//!
//! [Fluent]: https://projectfluent.org

use std::sync::{LazyLock, Mutex, PoisonError};

use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue, concurrent::FluentBundle};

use crate::locale::{InEach, Locale};

static FILES: InEach<&str> =
    InEach { en: include_str!("locales/en.ftl"), pt: include_str!("locales/pt-BR.ftl") };

/// The message with its arguments, and what was wrong with these. `message` is an id, or with a dot an attribute:
/// `asked.line` is `asked` where it has no `line`.
pub(super) fn format(locale: Locale, message: &str, args: &FluentArgs<'_>) -> (String, Vec<FluentError>) {
    static BUNDLES: InEach<LazyLock<Mutex<FluentBundle<FluentResource>>>> = InEach {
        en: LazyLock::new(|| Mutex::new(without_messages(Locale::English))),
        pt: LazyLock::new(|| Mutex::new(without_messages(Locale::Portuguese))),
    };
    let mut bundle = BUNDLES.of(locale).lock().unwrap_or_else(PoisonError::into_inner);
    let (id, attribute) = message.split_once('.').unwrap_or((message, ""));
    read(&mut bundle, FILES.of(locale), id);
    let pattern = bundle.get_message(id).and_then(|message| {
        let attribute = message.get_attribute(attribute);
        attribute.map(|attribute| attribute.value()).or(message.value())
    });
    debug_assert!(pattern.is_some(), "no words for {message}");
    let mut faults = Vec::new();
    let said = pattern.map(|pattern| bundle.format_pattern(pattern, Some(args), &mut faults).into_owned());
    (said.unwrap_or_else(|| message.to_owned()), faults)
}

fn without_messages(locale: Locale) -> FluentBundle<FluentResource> {
    // The bundle takes only the rules for plurals from its language. Those of pt-BR put 0 with 1, but Brazilians
    // write `0 instâncias`, as pt-PT's rules have it.
    let plurals = if locale == Locale::Portuguese { "pt-PT" } else { locale.tag() };
    let mut bundle = FluentBundle::new_concurrent(vec![plurals.parse().expect("the tag is ours")]);
    // Some clients show the marks that isolate bidirectional text as boxes.
    bundle.set_use_isolating(false);
    bundle.set_formatter(match locale {
        Locale::English => None,
        Locale::Portuguese => Some(|value, _| match value {
            FluentValue::Number(number) => Some(with_thousands(&format!("{:.0}", number.value), '.')),
            _ => None,
        }),
    });
    bundle
}

/// Adds a message and those that it refers to, at its first use: a whole file takes a cold start more time than the rest of
/// its work.
fn read(bundle: &mut FluentBundle<FluentResource>, file: &str, id: &str) {
    if bundle.has_message(id) {
        return;
    }
    let Some(text) = text_of(file, id) else { return };
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, faults)| {
        debug_assert!(faults.is_empty(), "{id}: {faults:?}");
        resource
    });
    bundle.add_resource_overriding(resource);
    let placeables = text.split('{').filter_map(|text| Some(text.split_once('}')?.0.trim()));
    // The others are variables.
    for id in placeables.filter(|placeable| placeable.starts_with(|first: char| first.is_ascii_lowercase())) {
        read(bundle, file, id);
    }
}

/// The message as the file has it. Its lines after the first are indented.
fn text_of<'a>(file: &'a str, id: &str) -> Option<&'a str> {
    let start = file.find(&format!("\n{id} ="))? + 1;
    let text = &file[start..];
    let end = text.match_indices('\n').find(|(at, _)| !text[at + 1..].starts_with([' ', '\n']));
    Some(end.map_or(text, |(at, _)| &text[..=at]))
}

/// Digits with a mark between thousands: `1.000`
pub(super) fn with_thousands(digits: &str, mark: char) -> String {
    let mark_before = |at: usize| at > 0 && (digits.len() - at).is_multiple_of(3);
    let pieces = digits.chars().enumerate().flat_map(|(at, digit)| {
        let mark = mark_before(at).then_some(mark);
        mark.into_iter().chain([digit])
    });
    pieces.collect()
}

#[cfg(test)]
pub(super) mod tests;
