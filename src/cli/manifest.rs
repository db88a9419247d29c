//! `lamplighter manifest PLATFORM`: what to register with a platform so that it sends commands.
//!
//! If there is something to paste, standard output has only that, and standard error says where to paste it. For
//! other platforms, standard output has the steps.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use lamplighter::source::{Manifest, PLATFORMS, Registration};
use url::Url;

/// The platforms where a source has to be registered.
fn registrable() -> impl Iterator<Item = (&'static str, &'static Manifest)> {
    PLATFORMS.iter().filter_map(|platform| Some((platform.kind, platform.manifest.as_ref()?)))
}

pub fn platforms() -> impl TypedValueParser<Value = (&'static str, &'static Manifest)> {
    let kinds = registrable().map(|(kind, manifest)| PossibleValue::new(kind).help(manifest.about));
    PossibleValuesParser::new(kinds)
        .try_map(|typed| registrable().find(|(kind, _)| *kind == typed).ok_or("unknown"))
}

pub fn print(manifest: &Manifest, registration: &Registration, json: bool) {
    let (text, note) = (manifest.write)(registration, json);
    println!("{text}");
    if let Some(note) = note {
        eprintln!("{note}");
    }
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
