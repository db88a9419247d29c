//! Secrets are never in the document: it says where they are, and here they are fetched.
//!
//! ```toml
//! secret = { env = "SLACK_SIGNING_SECRET" }   # an environment variable
//! secret = { file = "secrets/slack" }         # a file; a relative path starts at the document's folder
//! ```
//!
//! Line ends behind a secret are dropped, since editors and `echo` leave them there.

use std::{fs, io, path::PathBuf};

use secrecy::SecretString;

use super::{
    Env,
    fault::{NOT_YET, instead_of},
    place::Value,
};

/// The kinds of reference.
pub(super) const KEYS: &[&str] = &["env", "file"];

/// Kinds that are planned.
const LATER: &[&str] = &["aws-secret", "aws-parameter", "key-vault"];

const WRITE: &str = "write { env = \"NAME\" } or { file = \"PATH\" }";

/// Where a secret is.
enum Reference<'a> {
    Variable(&'a str),
    File(PathBuf),
}

impl Value<'_> {
    /// The secret that this refers to. Where there is none, that is a fault.
    pub fn secret(&self) -> Option<SecretString> {
        let (reference, value) = self.reference()?;
        let secret = value.place.accept(reference.fetch(value.place.reading.env))?;
        secret.or_else(|| value.refuse(reference.absence()))
    }

    /// The secret that this refers to, if it exists: while no secret is being rotated, the
    /// previous one need not be there, nor the document change.
    pub fn secret_if_there(&self) -> Option<SecretString> {
        let (reference, value) = self.reference()?;
        value.place.accept(reference.fetch(value.place.reading.env))?
    }

    /// The reference, and the value that says where it leads.
    fn reference(&self) -> Option<(Reference<'_>, Value<'_>)> {
        let Some(table) = self.if_table() else {
            return self.refuse(format!(
                "is not a reference, and secrets are never in this file: {WRITE}"
            ));
        };
        let mut entries = table.iter();
        let (Some((kind, value)), None) = (entries.next(), entries.next()) else {
            return self.refuse(format!("is not one reference: {WRITE}"));
        };
        let reference = match kind {
            "env" => Reference::Variable(value.text()?),
            "file" => Reference::File(self.place.reading.document.folder.join(value.text()?)),
            _ if LATER.contains(&kind) => return value.refuse(format!("{NOT_YET}: {WRITE}")),
            _ => return value.refuse(format!("is unknown: {}", instead_of(kind, KEYS))),
        };
        Some((reference, value))
    }
}

impl Reference<'_> {
    /// What is there; `None` when nothing is, or nothing but blanks.
    fn fetch(&self, env: Env<'_>) -> Result<Option<SecretString>, String> {
        let found = match self {
            Self::Variable(name) => env(name),
            Self::File(path) => match fs::read_to_string(path) {
                Ok(text) => Some(text),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => return Err(format!("names a file that cannot be read: {error}")),
            },
        };
        let secret = found.filter(|text| !text.trim().is_empty());
        Ok(secret.map(|text| text.trim_end_matches(['\r', '\n']).into()))
    }

    fn absence(&self) -> String {
        match self {
            Self::Variable(name) if is_plainly_a_name(name) => {
                format!("names {name}, which is not set, or empty: set it")
            }
            Self::Variable(_) => "names a variable that is not set, or empty: set it".to_owned(),
            Self::File(_) => "names a file that does not exist, or is empty: a relative path starts at \
                              this file's folder"
                .to_owned(),
        }
    }
}

/// Whether this can be shown: somebody may have written the secret itself where the name of its
/// variable belongs.
fn is_plainly_a_name(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    name.len() <= 64
        && name.contains('_')
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(fits)
}
