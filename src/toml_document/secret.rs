//! References to secrets. A secret is never in the document itself.
//!
//! ```toml
//! secret = { env = "SLACK_SIGNING_SECRET" }            # an environment variable
//! secret = { file = "secrets/slack" }                  # a file; a relative path starts at the document's folder
//! secret = { aws-secret = "lamplighter#SLACK" }        # Secrets Manager: a secret's name or ARN; a member of its JSON
//! secret = { aws-parameter = "/lamplighter/slack" }    # Parameter Store of Systems Manager
//! secret = { key-vault = "https://VAULT.vault.azure.net/secrets/slack" }
//! ```
//!
//! Line ends after a secret are dropped, since editors and `echo` leave them there.

use std::{
    fmt::Display,
    fs, io,
    path::{Path, PathBuf},
};

use secrecy::{ExposeSecret, SecretString};

use super::{
    reader::{DocumentReader, Purpose},
    stored_secret::{Lookup, STORE_KINDS, StoredSecret},
    value::{Table, Value, instead_of},
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
    /// The secrets that requests are checked against: that of `key`, and that of `previous_…` if it exists. `read` parses
    /// the bytes of a secret; its error is the sentence of the fault.
    pub fn secrets<E: Display>(
        &self,
        key: &str,
        example: &str,
        read: impl Fn(&str) -> Result<Vec<u8>, E>,
    ) -> Option<Secrets> {
        let bytes = |secret: SecretString, value: &Value<'_>| {
            value.location.accept(read(secret.expose_secret())).map(Into::into)
        };
        let current = self.need(key, example).and_then(|value| bytes(value.secret()?, &value));
        let previous = self.get(&format!("previous_{key}"));
        let previous = previous.and_then(|value| bytes(value.secret_if_there()?, &value));
        self.location.accept(Secrets::several([current?].into_iter().chain(previous)))
    }
}

impl Value<'_> {
    /// The secret that this refers to; if it does not exist, that is noted. At a reload, a source whose secret was
    /// removed is closed. A secret that a store cannot give now, or that belongs to no source, stays as it was.
    pub fn secret(&self) -> Option<SecretString> {
        self.read_secret(true)
    }

    /// The secret that this refers to, if it exists: the document may name a previous secret while none is being
    /// rotated. A store that does not answer does not prevent the start.
    pub fn secret_if_there(&self) -> Option<SecretString> {
        self.read_secret(false)
    }

    fn read_secret(&self, required: bool) -> Option<SecretString> {
        let (reference, Value { location, .. }) = self.reference()?;
        let reader = self.location.reader;
        if !matches!(reader.purpose, Purpose::Serve | Purpose::Check) {
            return None; // and notes nothing: the document is read without its secrets
        }
        let goes_on = |sentence: &str, had| {
            location.warn(format!("{sentence}; what was there before goes on to count"));
            Some(had)
        };
        let missing = |fault| {
            location.missing(fault);
            None
        };
        let secret = match reference.fetch(reader) {
            Lookup::Found(secret) => Some(secret),
            Lookup::Absent(..) if !required => None,
            // A secret is removed to let nobody in by it.
            Lookup::Absent(sentence, Some(had)) if self.location.close_source() => {
                location.warn(format!("{sentence}; until it is there, nobody is let in here"));
                reader.took(None, reference.may_change());
                return Some(had);
            }
            Lookup::Absent(sentence, Some(had)) => goes_on(sentence, had),
            Lookup::Absent(sentence, None) => missing(match &reference {
                Reference::Variable(name) if is_plainly_a_name(name) => {
                    location.message(format!("names {name}, which is not set, or empty: set it"))
                }
                _ => location.message(sentence),
            }),
            Lookup::Unavailable(sentence, had) if !required && matches!(reference, Reference::Stored(_)) => {
                location.warn(sentence);
                had
            }
            Lookup::Unavailable(sentence, Some(had)) => goes_on(&sentence, had),
            Lookup::Unavailable(sentence, None) => missing(location.at(sentence, None)),
        };
        reader.took(secret.as_ref(), reference.may_change());
        secret
    }

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
    /// The secret. A blank one counts as absent.
    fn fetch(&self, reader: &DocumentReader<'_>) -> Lookup {
        let (found, absent) = match self {
            Self::Variable(name) => {
                ((reader.env)(name), "names a variable that is not set, or empty: set it")
            }
            Self::File(path) => match read_file(path) {
                Ok(text) => (Some(text), NO_FILE),
                Err(error) if error.kind() == io::ErrorKind::NotFound => (None, NO_FILE),
                Err(error) => {
                    return Lookup::Unavailable(format!("names a file that cannot be read: {error}"), None);
                }
            },
            Self::Stored(key) => match reader.stores.look_up(key) {
                Lookup::Found(secret) => (Some(secret.expose_secret().to_owned()), ""),
                other => return other,
            },
        };
        match found.filter(|text| !text.trim().is_empty()) {
            Some(text) => Lookup::Found(text.trim_end_matches(['\r', '\n']).into()),
            None => Lookup::Absent(absent, None),
        }
    }

    /// Whether the secret can change while the process lives.
    fn may_change(&self) -> bool {
        !matches!(self, Self::Variable(_))
    }
}

/// Reads a regular file: a pipe may block, and a device may be endless.
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

/// Whether this may be shown: the secret itself may have been written in place of the variable's name.
fn is_plainly_a_name(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    name.len() <= 64
        && name.contains('_')
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(fits)
}
