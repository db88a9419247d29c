//! `lamplighter manifest PLATFORM`: what to register with a platform so that it sends commands.
//!
//! If there is something to paste, standard output has only that, and standard error says where to paste it. For
//! other platforms, standard output has the steps. An app package to upload is a file in the current folder.

mod zip;

use std::{error::Error, fs::File, io::Write};

use lamplighter::{locale::Locale, source::Registration};
use serde_json::Value;

use super::{arguments::ManifestOptions, exit::Exit, output};

/// # Errors
///
/// If an option would change nothing: the platform has no JSON, one text for all languages, or no app package. If the
/// package cannot be written, or a file has its name.
pub fn print(options: &ManifestOptions) -> Result<Exit, Box<dyn Error>> {
    let (json, (kind, manifest)) = (options.json, options.platform);
    let at = |locale| Registration {
        url: options.url.clone(),
        name: options.source.as_deref().unwrap_or(kind).to_owned(),
        locale,
        app_id: options.app_id.clone(),
    };
    let write = |locale| (manifest.write)(&at(locale), json);
    let (text, note) = write(options.locale.unwrap_or_default());
    if options.locale.is_some() && write(Locale::English) == write(Locale::Portuguese) {
        return Err(format!("{kind} shows all people their own language: leave --locale out").into());
    }
    match (&options.app_id, manifest.package) {
        (Some(_), []) => return Err(format!("{kind} takes no app package: leave --app-id out").into()),
        (None, [_, ..]) if json => return Err("the JSON is of the app package: give --app-id, too".into()),
        (Some(_), files) if !json => {
            let package = format!("{kind}.zip");
            let at = at(Locale::English);
            let contents: Vec<_> = files.iter().map(|(name, write)| (*name, write(&at))).collect();
            let archive = zip::archive(&contents);
            let made = File::create_new(&package).and_then(|mut file| file.write_all(&archive));
            made.map_err(|error| format!("{package} cannot be written into this folder: {error}"))?;
            output::note(format!("wrote {package}"));
        }
        _ => {}
    }
    if json && serde_json::from_str::<Value>(&text).is_err() {
        return Err(format!("{kind} takes no JSON: leave --json out").into());
    }
    output::line(text)?;
    note.iter().for_each(output::note);
    Ok(Exit::Done)
}
