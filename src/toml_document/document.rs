//! Finding the document: where the configuration's text comes from.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::env::Env;

/// Its value is the path of the configuration, or the text itself when it contains a newline, `=` or `[`.
pub const VARIABLE: &str = "LAMPLIGHTER_CONFIG";

/// The text of a configuration, not yet read.
#[derive(Clone, Debug)]
pub struct Document {
    /// What faults call it: the path as it was given, or the variable that held the text.
    pub name: String,
    pub text: String,
    /// Where the relative paths in it start: the file's folder; empty, and so the working folder,
    /// for a text without a file.
    pub folder: PathBuf,
}

/// Why there is no configuration to read.
#[derive(Debug, thiserror::Error)]
pub enum NoDocument {
    #[error(
        "there is no configuration: pass --config FILE, or set {VARIABLE} to its path or its text. \
         Begin with lamplighter.example.toml, or see `lamplighter demo`, which needs none"
    )]
    Nowhere,
    #[error("{asked} names {}, which cannot be read: {reason}", .path.display())]
    Unreadable {
        path: PathBuf,
        /// Who named the path: `--config`, or the variable.
        asked: &'static str,
        #[source]
        reason: io::Error,
    },
}

impl Document {
    /// A text that is in no file.
    pub fn new(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), text: text.to_owned(), folder: PathBuf::new() }
    }

    /// Finds and reads the text: the file that `--config` names, else what [`VARIABLE`] holds.
    pub fn locate(flag: Option<&Path>, env: Env<'_>) -> Result<Self, NoDocument> {
        if let Some(path) = flag {
            return Self::open(path, "--config");
        }
        match env(VARIABLE).filter(|value| !value.trim().is_empty()) {
            // No path looks like that, and what is no path is not to be shown as one.
            Some(text) if text.contains(['\n', '=', '[']) => Ok(Self::new(VARIABLE, &text)),
            Some(path) => Self::open(Path::new(&path), VARIABLE),
            None => Err(NoDocument::Nowhere),
        }
    }

    fn open(path: &Path, asked: &'static str) -> Result<Self, NoDocument> {
        let text = fs::read_to_string(path).map_err(|reason| NoDocument::Unreadable {
            path: path.to_owned(),
            asked,
            reason,
        })?;
        Ok(Self {
            name: path.display().to_string(),
            text,
            folder: path.parent().unwrap_or(Path::new("")).to_owned(),
        })
    }
}
