//! Secrets are never in the document: it says where they are, and here they are fetched.
//!
//! ```toml
//! secret = { env = "SLACK_SIGNING_SECRET" }            # an environment variable
//! secret = { file = "secrets/slack" }                  # a file; a relative path starts at the document's folder
//! secret = { aws-secret = "lamplighter#SLACK" }        # Secrets Manager: a secret's name or ARN; a member of its JSON
//! secret = { aws-parameter = "/lamplighter/slack" }    # Parameter Store of Systems Manager
//! secret = { key-vault = "https://VAULT.vault.azure.net/secrets/slack" }
//! ```
//!
//! Line ends behind a secret are dropped, since editors and `echo` leave them there.

use std::{
    fmt::Display,
    fs, io,
    path::{Path, PathBuf},
};

use secrecy::{ExposeSecret, SecretString};

use super::{
    cursor::{Table, Value},
    env::Env,
    fault::instead_of,
    stored_secret::{FetchedSecrets, Lookup, STORE_KINDS, StoredSecret},
};
use crate::verify::Secrets;

/// The kinds of reference.
pub const KEYS: &[&str] = &["env", "file", "aws-secret", "aws-parameter", "key-vault"];

const WRITE: &str = "write { env = \"NAME\" } or { file = \"PATH\" }, or with aws-secret, aws-parameter or \
                     key-vault for a store";

const NO_FILE: &str =
    "names a file that does not exist, or is empty: a relative path starts at this file's folder";

/// In bytes.
const LARGEST_FILE: u64 = 64 * 1024;

/// Where a secret is.
enum Reference<'a> {
    Variable(&'a str),
    File(PathBuf),
    Stored(StoredSecret),
}

impl Table<'_> {
    /// What requests are checked against: the secret that `key` refers to, and the one that
    /// `previous_…` refers to, if it exists. `read` gives a secret's bytes, or what is wrong with it.
    pub fn secrets<E: Display>(
        &self,
        key: &str,
        example: &str,
        read: impl Fn(&str) -> Result<Vec<u8>, E>,
    ) -> Option<Secrets> {
        let bytes = |secret: SecretString, value: &Value<'_>| {
            let bytes = value.location.accept(read(secret.expose_secret()));
            bytes.map(Into::into)
        };
        let current = self.need(key, example);
        let current = current.and_then(|value| bytes(value.secret()?, &value));
        let previous = self.get(&format!("previous_{key}"));
        let previous = previous.and_then(|value| bytes(value.secret_if_there()?, &value));
        let secrets = [Some(current?), previous].into_iter().flatten();
        self.location.accept(Secrets::several(secrets))
    }
}

impl Value<'_> {
    /// The secret that this refers to. Where there is none, that is a fault. When this is read once more,
    /// a source whose secret was taken away is closed; and what a store does not say goes on to count as
    /// it was, and so does what is no source's.
    pub fn secret(&self) -> Option<SecretString> {
        let (reference, value) = self.reference()?;
        let reader = self.location.reader;
        if reader.alone {
            return None;
        }
        let goes_on = |sentence: &str, had| {
            value.location.warn(format!("{sentence}; what was there before goes on to count"));
            Some(had)
        };
        let secret = match reference.fetch(reader.env, reader.stores) {
            Lookup::Found(secret) => Some(secret),
            // Whoever took it away wants nobody let in by it.
            Lookup::Absent(sentence, Some(had)) if reader.close(&self.location) => {
                value.location.warn(format!("{sentence}; until it is there, nobody is let in here"));
                reader.took(None, reference.may_change());
                return Some(had);
            }
            Lookup::Absent(sentence, Some(had)) => goes_on(sentence, had),
            Lookup::Absent(sentence, None) => value.refuse(match &reference {
                Reference::Variable(name) if is_plainly_a_name(name) => {
                    format!("names {name}, which is not set, or empty: set it")
                }
                _ => sentence.to_owned(),
            }),
            Lookup::Unavailable(sentence, Some(had)) => goes_on(&sentence, had),
            Lookup::Unavailable(sentence, None) => value.refuse(sentence),
        };
        reader.took(secret.as_ref(), reference.may_change());
        secret
    }

    /// The secret that this refers to, if it exists: while no secret is being rotated, the
    /// previous one need not be there, nor the document change. A store that does not say is no
    /// reason not to begin.
    pub fn secret_if_there(&self) -> Option<SecretString> {
        let (reference, value) = self.reference()?;
        let reader = self.location.reader;
        if reader.alone {
            return None;
        }
        let secret = match reference.fetch(reader.env, reader.stores) {
            Lookup::Found(secret) => Some(secret),
            Lookup::Absent(..) => None,
            Lookup::Unavailable(sentence, had) if matches!(reference, Reference::Stored(_)) => {
                value.location.warn(sentence);
                had
            }
            Lookup::Unavailable(sentence, _) => value.refuse(sentence),
        };
        reader.took(secret.as_ref(), reference.may_change());
        secret
    }

    /// The reference, and the value that says where it leads.
    fn reference(&self) -> Option<(Reference<'_>, Value<'_>)> {
        let Some(table) = self.if_table() else {
            return self.refuse(format!("is not a reference, and secrets are never in this file: {WRITE}"));
        };
        let mut entries = table.iter();
        let (Some((kind, value)), None) = (entries.next(), entries.next()) else {
            return self.refuse(format!("is not one reference: {WRITE}"));
        };
        let reference = match kind {
            "env" => Reference::Variable(value.text()?),
            "file" => Reference::File(self.location.reader.document.folder.join(value.text()?)),
            _ if STORE_KINDS.contains(&kind) => {
                Reference::Stored(value.parsed(|text| StoredSecret::read(kind, text))?)
            }
            _ => return value.refuse(format!("is unknown: {}", instead_of(kind, KEYS))),
        };
        Some((reference, value))
    }
}

impl Reference<'_> {
    /// What is there. Nothing but blanks is nothing.
    fn fetch(&self, env: Env<'_>, stores: &FetchedSecrets) -> Lookup {
        let (found, absent) = match self {
            Self::Variable(name) => (env(name), "names a variable that is not set, or empty: set it"),
            Self::File(path) => match read_file(path) {
                Ok(text) => (Some(text), NO_FILE),
                Err(error) if error.kind() == io::ErrorKind::NotFound => (None, NO_FILE),
                Err(error) => {
                    return Lookup::Unavailable(format!("names a file that cannot be read: {error}"), None);
                }
            },
            Self::Stored(key) => match stores.say(key) {
                Lookup::Found(secret) => (Some(secret.expose_secret().to_owned()), ""),
                other => return other,
            },
        };
        match found.filter(|text| !text.trim().is_empty()) {
            Some(text) => Lookup::Found(text.trim_end_matches(['\r', '\n']).into()),
            None => Lookup::Absent(absent, None),
        }
    }

    /// Whether something else may be there while the process lives.
    fn may_change(&self) -> bool {
        !matches!(self, Self::Variable(_))
    }
}

/// Reads a file that has an end: a pipe may stay silent, and a device be endless.
fn read_file(path: &Path) -> io::Result<String> {
    let file = fs::metadata(path)?;
    if !file.is_file() {
        return Err(io::Error::other("it is a folder, a pipe or a device, and no file"));
    }
    if file.len() > LARGEST_FILE {
        return Err(io::Error::other("it is larger than any secret"));
    }
    fs::read_to_string(path)
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
