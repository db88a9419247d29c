//! Finding the document: where the configuration's text comes from.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Looks up an environment variable: the process's own, or a test's.
pub type Env<'a> = &'a (dyn Fn(&str) -> Option<String> + Sync);

/// Its value is the path of the configuration, or the text itself when it contains a newline, `=` or `[`.
pub const VARIABLE: &str = "LAMPLIGHTER_CONFIG";

/// The text of a configuration, not yet parsed.
#[derive(Clone, Debug)]
pub struct Document {
    /// The name in faults: the path as it was given, or the variable that held the text.
    pub name: String,
    pub text: String,
    /// The folder of the file, where relative paths start. Empty, which means the working folder, for a text without a
    /// file.
    pub folder: PathBuf,
}

impl Document {
    /// A text without a file.
    pub fn new(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), text: text.to_owned(), folder: PathBuf::new() }
    }

    /// Finds and reads the text: the file that `--config` names, else the value of [`VARIABLE`].
    pub fn locate(flag: Option<&Path>, env: Env<'_>) -> Result<Self, String> {
        if let Some(path) = flag {
            return Self::open(path, "--config");
        }
        match env(VARIABLE).filter(|value| !value.trim().is_empty()) {
            // A path has none of these. The error for a path shows it, so a text must not be taken for one.
            Some(text) if text.contains(['\n', '=', '[']) => Ok(Self::new(VARIABLE, &text)),
            Some(path) => Self::open(Path::new(&path), VARIABLE),
            None => Err(format!(
                "there is no configuration: pass --config FILE, or set {VARIABLE} to its path or its text. Begin with \
                 lamplighter.example.toml, or see `lamplighter demo`, which needs none"
            )),
        }
    }

    /// `asked` is the flag or variable that names the path.
    fn open(path: &Path, asked: &str) -> Result<Self, String> {
        let name = path.display().to_string();
        let text = fs::read_to_string(path)
            .map_err(|error| format!("{asked} names {name}, which cannot be read: {error}"))?;
        Ok(Self { name, text, folder: path.parent().unwrap_or(Path::new("")).to_owned() })
    }
}
