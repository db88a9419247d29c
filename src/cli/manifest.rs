//! `lamplighter manifest PLATFORM`: what to register with a platform so that it sends commands.
//!
//! If there is something to paste, standard output has only that, and standard error says where to paste it. For
//! other platforms, standard output has the steps.

use std::error::Error;

use lamplighter::{locale::Locale, source::Registration};
use serde_json::Value;

use super::{arguments::ManifestOptions, exit::Exit, output};

/// # Errors
///
/// If an option would change nothing: the platform has no JSON, or one text for all languages.
pub fn print(options: &ManifestOptions) -> Result<Exit, Box<dyn Error>> {
    let (json, (kind, manifest)) = (options.json, options.platform);
    let write = |locale| {
        let (url, name) = (options.url.clone(), options.source.as_deref().unwrap_or(kind).to_owned());
        (manifest.write)(&Registration { url, name, locale }, json)
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
