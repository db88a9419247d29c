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
    fault::instead_of,
    place::{Place, Value},
};

/// The kinds of reference.
pub(super) const KEYS: &[&str] = &["env", "file"];

/// Kinds that are planned.
const LATER: &[&str] = &["aws-secret", "aws-parameter", "key-vault"];

const REFERENCE: &str = "{ env = \"NAME\" } or { file = \"PATH\" }";

/// A reference, where it stands.
struct Reference<'a> {
    place: Place<'a>,
    leads_to: LeadsTo<'a>,
}

enum LeadsTo<'a> {
    Variable(&'a str),
    File(PathBuf),
}

impl Value<'_> {
    /// The secret that this refers to. Where there is none, that is a fault.
    pub fn secret(&self) -> Option<SecretString> {
        let reference = self.reference()?;
        let absent = || reference.place.refuse(reference.leads_to.absence());
        reference.fetch()?.or_else(absent)
    }

    /// The secret that this refers to, if it exists: while no secret is being rotated, the
    /// previous one need not be there, nor the document change.
    pub fn secret_if_there(&self) -> Option<SecretString> {
        self.reference()?.fetch()?
    }

    fn reference(&self) -> Option<Reference<'_>> {
        let Some(table) = self.if_table() else {
            return self.place.refuse(format!(
                "is not a reference: secrets are never in this file; write {REFERENCE}"
            ));
        };
        let mut entries = table.iter();
        let (Some((kind, value)), None) = (entries.next(), entries.next()) else {
            return self
                .place
                .refuse(format!("is not one reference: write {REFERENCE}"));
        };
        let leads_to = match kind {
            "env" => LeadsTo::Variable(value.text()?),
            "file" => LeadsTo::File(self.place.reading.document.folder.join(value.text()?)),
            _ if LATER.contains(&kind) => {
                return value
                    .place
                    .refuse(format!("is not in this version yet: write {REFERENCE}"));
            }
            _ => {
                return value
                    .place
                    .refuse(format!("is no kind of reference: {}", instead_of(kind, KEYS)));
            }
        };
        Some(Reference {
            place: value.place,
            leads_to,
        })
    }
}

impl Reference<'_> {
    /// `Some(None)` when nothing is there; `None` when something is that cannot be read.
    fn fetch(&self) -> Option<Option<SecretString>> {
        let found = match &self.leads_to {
            LeadsTo::Variable(name) => (self.place.reading.env)(name),
            LeadsTo::File(path) => match fs::read_to_string(path) {
                Ok(text) => Some(text),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => {
                    return self
                        .place
                        .refuse(format!("names a file that cannot be read: {}", error.kind()));
                }
            },
        };
        let secret = found.map(|text| text.trim_end_matches(['\r', '\n']).to_owned());
        Some(
            secret
                .filter(|secret| !secret.trim().is_empty())
                .map(SecretString::from),
        )
    }
}

impl LeadsTo<'_> {
    fn absence(&self) -> String {
        match self {
            Self::Variable(name) if is_plainly_a_name(name) => format!("names {name}, which is not set or is empty: set it"),
            Self::Variable(_) => "names a variable that is not set or is empty: set it".to_owned(),
            Self::File(_) => "names a file that does not exist or is empty; a relative path starts at the folder of this file".to_owned(),
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
