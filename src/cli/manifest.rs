//! `lamplighter manifest PLATFORM`: what to register with a platform so that it sends commands.
//!
//! If there is something to paste, standard output has only that, and standard error says where to paste it. For
//! other platforms, standard output has the steps.

use std::error::Error;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use lamplighter::{
    locale::Locale,
    source::{Manifest, PLATFORMS, Registration},
};
use serde_json::Value;
use url::Url;

use super::{Exit, arguments::ManifestOptions, output};

/// The platforms where a source has to be registered.
fn registrable() -> impl Iterator<Item = (&'static str, &'static Manifest)> {
    PLATFORMS.iter().filter_map(|platform| Some((platform.kind, platform.manifest.as_ref()?)))
}

pub fn platforms() -> impl TypedValueParser<Value = (&'static str, &'static Manifest)> {
    let kinds = registrable().map(|(kind, manifest)| PossibleValue::new(kind).help(manifest.about));
    PossibleValuesParser::new(kinds)
        .try_map(|typed| registrable().find(|(kind, _)| *kind == typed).ok_or("unknown"))
}

/// # Errors
///
/// If an option would change nothing: the platform has no JSON, or one text for all languages.
pub fn print(options: &ManifestOptions) -> Result<Exit, Box<dyn Error>> {
    let (json, (kind, manifest)) = (options.json.json, options.platform);
    let write = |locale| {
        let (url, source) = (options.url.clone(), options.source.clone());
        (manifest.write)(&Registration { kind, url, source, locale }, json)
    };
    let (text, note) = write(options.locale.unwrap_or_default());
    if json && serde_json::from_str::<Value>(&text).is_err() {
        return Err(format!("{kind} takes no JSON: leave --json out").into());
    }
    if options.locale.is_some() && write(Locale::English) == write(Locale::Portuguese) {
        return Err(format!("{kind} shows all people their own language: leave --locale out").into());
    }
    output::line(text)?;
    note.iter().for_each(output::note);
    Ok(Exit::Done)
}

/// A URL to which paths can be appended. Platforms do not call plain http.
pub fn public_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    let bare = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    match url.scheme() {
        "https" if bare => Ok(url),
        "https" => Err("write no more than https://HOST and a path".to_owned()),
        _ => Err("must be https: no platform sends commands otherwise".to_owned()),
    }
}
