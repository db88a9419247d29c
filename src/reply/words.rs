//! The locale files, as [Fluent] reads them: one for each language, with every message.
//!
//! [Fluent]: https://projectfluent.org

use std::sync::OnceLock;

use fluent_bundle::{FluentResource, FluentValue, concurrent::FluentBundle};

use crate::locale::{InEach, Locale};

static SOURCES: InEach<&str> =
    InEach { en: include_str!("locales/en.ftl"), pt: include_str!("locales/pt-BR.ftl") };

/// The messages of one language, read at their first use.
pub(super) fn words(locale: Locale) -> &'static FluentBundle<FluentResource> {
    static WORDS: InEach<OnceLock<FluentBundle<FluentResource>>> =
        InEach { en: OnceLock::new(), pt: OnceLock::new() };
    WORDS.of(locale).get_or_init(|| read(locale))
}

fn read(locale: Locale) -> FluentBundle<FluentResource> {
    let tag = locale.tag();
    // The bundle takes only the rules for plurals from its language. Those of pt-BR put 0 with 1, but Brazilians
    // write `0 instâncias`, as pt-PT's rules have it.
    let plurals = if locale == Locale::Portuguese { "pt-PT" } else { tag };
    let mut words = FluentBundle::new_concurrent(vec![plurals.parse().expect("the tag is ours")]);
    // Some clients show the marks that isolate bidirectional text as boxes.
    words.set_use_isolating(false);
    words.set_formatter(match locale {
        Locale::English => None,
        Locale::Portuguese => Some(|value, _| match value {
            FluentValue::Number(number) => Some(with_thousands(&format!("{:.0}", number.value), '.')),
            _ => None,
        }),
    });
    let source = SOURCES.of(locale).to_string();
    let resource = FluentResource::try_new(source).unwrap_or_else(|(resource, faults)| {
        debug_assert!(faults.is_empty(), "{tag}: {faults:?}");
        resource
    });
    words.add_resource_overriding(resource);
    words
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
