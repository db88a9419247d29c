//! Finding the document: where the configuration's text comes from.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::fault::Faults;

/// Looks up an environment variable: the process's own, or a test's.
pub type Env<'a> = &'a (dyn Fn(&str) -> Option<String> + Sync);

/// Variables that outlive the reading of a document, for a reload.
pub type OwnedEnv = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// Its value is the path of the configuration, or the text itself when it contains a newline, `=` or `[`.
pub const VARIABLE: &str = "LAMPLIGHTER_CONFIG";

/// The configuration in the working folder, if nothing else names one.
const FILE: &str = "lamplighter.toml";

/// In bytes. A device may be endless.
const LARGEST: u64 = 1024 * 1024;

/// The text of a configuration, not yet parsed.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The name in faults: the path as it was given, or the variable that held the text.
    pub name: String,
    /// TOML, or what is to be reported as no TOML.
    pub text: String,
    /// The folder of the file, where relative paths start. Empty, which means the working folder, for a text without a
    /// file.
    pub folder: PathBuf,
    /// Whether nobody named the file: it lies in the working folder, which somebody else may have filled.
    pub found: bool,
    /// Takes the place of the people file that the text names: the last one without faults.
    pub people: Option<Box<Self>>,
}

impl Document {
    /// A text without a file.
    pub fn new(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), text: text.to_owned(), ..Self::default() }
    }

    /// Finds and reads the text: the file that `--config` names, else the value of [`VARIABLE`], else `lamplighter.toml`
    /// in the working folder.
    pub fn locate(flag: Option<&Path>, env: Env<'_>) -> Result<Self, Faults> {
        if let Some(path) = flag {
            return Self::open(path, "--config names ");
        }
        match env(VARIABLE).filter(|value| !value.trim().is_empty()) {
            // A path has none of these. The error for a path shows it, so a text must not be taken for one.
            Some(text) if text.contains(['\n', '=', '[']) => Ok(Self::new(VARIABLE, &text)),
            Some(path) => Self::open(Path::new(&path), &format!("{VARIABLE} names ")),
            None if Path::new(FILE).symlink_metadata().is_ok() => {
                let document = Self::open(Path::new(FILE), "the working folder has ")?;
                Ok(Self { found: true, ..document })
            }
            None => {
                // The release has no `demo`.
                let demo = if cfg!(feature = "emulator") {
                    ", or see `lamplighter demo`, which needs none"
                } else {
                    ""
                };
                let fix = format!(
                    "write {FILE} here, pass --config FILE, or set {VARIABLE} to its path or its text. Begin with \
                     lamplighter.example.toml{demo}"
                );
                Err(Faults::without_place(None, "there is no configuration", Some(fix)))
            }
        }
    }

    /// `named` says who names the path.
    fn open(path: &Path, named: &str) -> Result<Self, Faults> {
        let name = path.display().to_string();
        let text = read(path).map_err(|error| {
            let message = format!("{named}{name}, which cannot be read: {error}");
            Faults::without_place(Some(name.clone()), message, None)
        })?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        Ok(Self { folder, ..Self::new(&name, &text) })
    }

    /// A file that another document names. A pipe may block, so only a regular file is read.
    pub fn beside(path: &Path) -> io::Result<Self> {
        if !path.metadata()?.is_file() {
            return Err(io::Error::other("it is not a file"));
        }
        Ok(Self::new(&path.display().to_string(), &read(path)?))
    }
}

fn read(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(LARGEST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LARGEST {
        return Err(io::Error::other("it is larger than 1 MiB, and no configuration is"));
    }
    Ok(text)
}
