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

use std::{fs, io, path::PathBuf};

use secrecy::{ExposeSecret, SecretString};

use super::{
    Env,
    fault::instead_of,
    place::Value,
    stores::{Key, STORES, Stores},
};

/// The kinds of reference.
pub(super) const KEYS: &[&str] = &["env", "file", "aws-secret", "aws-parameter", "key-vault"];

const WRITE: &str = "write { env = \"NAME\" } or { file = \"PATH\" }, or with aws-secret, aws-parameter or \
                     key-vault for a store";

/// Where a secret is.
enum Reference<'a> {
    Variable(&'a str),
    File(PathBuf),
    Stored(Key),
}

impl Value<'_> {
    /// The secret that this refers to. Where there is none, that is a fault. When this is read once more,
    /// a source whose secret was taken away is closed; and what a store does not say goes on to count as
    /// it was, and so does a webhook.
    pub fn secret(&self) -> Option<SecretString> {
        let (reference, value) = self.reference()?;
        let reading = self.place.reading;
        if reading.alone {
            return None;
        }
        let found = reference.fetch(reading.env, reading.stores);
        let secret = match (found, reference.had(reading.stores)) {
            (Ok(Some(secret)), _) => Some(secret),
            // Whoever took it away wants nobody let in by it.
            (Ok(None), Some(had)) if reading.close(&self.place) => {
                let sentence = reference.absence(reading.stores);
                value
                    .place
                    .warn(format!("{sentence}; until it is there, nobody is let in here"));
                reading.took(None, reference.may_change());
                return Some(had);
            }
            (found, had) => {
                let sentence = found.err().unwrap_or_else(|| reference.absence(reading.stores));
                match had {
                    Some(had) => {
                        value
                            .place
                            .warn(format!("{sentence}; what was there before goes on to count"));
                        Some(had)
                    }
                    None => value.refuse(sentence),
                }
            }
        };
        reading.took(secret.as_ref(), reference.may_change());
        secret
    }

    /// The secret that this refers to, if it exists: while no secret is being rotated, the
    /// previous one need not be there, nor the document change. A store that does not say is no
    /// reason not to begin.
    pub fn secret_if_there(&self) -> Option<SecretString> {
        let (reference, value) = self.reference()?;
        let reading = self.place.reading;
        if reading.alone {
            return None;
        }
        let secret = match (reference.fetch(reading.env, reading.stores), &reference) {
            (Ok(secret), _) => secret,
            (Err(sentence), Reference::Stored(key)) => {
                value.place.warn(sentence);
                reading.stores.answered(key)
            }
            (Err(sentence), _) => value.refuse(sentence),
        };
        reading.took(secret.as_ref(), reference.may_change());
        secret
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
            _ if STORES.contains(&kind) => Reference::Stored(value.parsed(|text| Key::read(kind, text))?),
            _ => return value.refuse(format!("is unknown: {}", instead_of(kind, KEYS))),
        };
        Some((reference, value))
    }
}

impl Reference<'_> {
    /// What is there; `None` when nothing is, or nothing but blanks.
    fn fetch(&self, env: Env<'_>, stores: &Stores) -> Result<Option<SecretString>, String> {
        let found = match self {
            Self::Variable(name) => env(name),
            Self::File(path) => match fs::read_to_string(path) {
                Ok(text) => Some(text),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => return Err(format!("names a file that cannot be read: {error}")),
            },
            Self::Stored(key) => stores.get(key)?.map(|secret| secret.expose_secret().to_owned()),
        };
        let secret = found.filter(|text| !text.trim().is_empty());
        Ok(secret.map(|text| text.trim_end_matches(['\r', '\n']).into()))
    }

    /// What a store had before.
    fn had(&self, stores: &Stores) -> Option<SecretString> {
        match self {
            Self::Stored(key) => stores.had(key),
            Self::Variable(_) | Self::File(_) => None,
        }
    }

    /// Whether something else may be there while the process lives.
    fn may_change(&self) -> bool {
        !matches!(self, Self::Variable(_))
    }

    fn absence(&self, stores: &Stores) -> String {
        match self {
            Self::Variable(name) if is_plainly_a_name(name) => {
                format!("names {name}, which is not set, or empty: set it")
            }
            Self::Variable(_) => "names a variable that is not set, or empty: set it".to_owned(),
            Self::File(_) => "names a file that does not exist, or is empty: a relative path starts at \
                              this file's folder"
                .to_owned(),
            Self::Stored(key) => key.absence(stores).to_owned(),
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
