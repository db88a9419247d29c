//! Values that several tables hold: languages, time zones and names.

use jiff::tz::{self, TimeZone};

use crate::{command, reply::Locale, source::PLATFORMS, target::Alias, toml_document::Value};

/// The source of callers at the terminal.
pub(super) const TERMINAL: &str = "cli";

pub(super) fn locale(value: &Value<'_>) -> Option<Locale> {
    value.parsed(str::parse)
}

pub(super) fn zone(value: &Value<'_>) -> Option<TimeZone> {
    value.parsed(|name| {
        TimeZone::get(name).map_err(|_| {
            let known: Vec<_> = tz::db().available().map(|zone| zone.to_string()).collect();
            let meant = command::closest(name, known.iter().map(String::as_str));
            let meant = if meant.is_empty() { vec!["America/Sao_Paulo"] } else { meant };
            format!("is not an IANA time zone: write one such as \"{}\"", meant.join("\" or \""))
        })
    })
}

/// Whether a source or channel may have this name. The rule is that of aliases.
pub(super) fn is_name(name: &str) -> bool {
    name.parse::<Alias>().is_ok()
}

/// `kind = "slack"`
pub(super) fn example_kind() -> String {
    format!("kind = \"{}\"", PLATFORMS[0].kind)
}
