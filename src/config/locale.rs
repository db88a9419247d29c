//! Languages and time zones.

use jiff::tz::{self, TimeZone};

use crate::{reply::Locale, toml_document::Value};

pub(super) fn locale(value: &Value<'_>) -> Option<Locale> {
    value.parsed(str::parse)
}

pub(super) fn zone(value: &Value<'_>) -> Option<TimeZone> {
    value.parsed(|name| {
        TimeZone::get(name).map_err(|_| {
            let known: Vec<_> = tz::db().available().map(|zone| zone.to_string()).collect();
            let meant = crate::command::closest(name, known.iter().map(String::as_str));
            let meant = meant.unwrap_or("America/Sao_Paulo");
            format!("is not an IANA time zone: write one such as \"{meant}\"")
        })
    })
}
