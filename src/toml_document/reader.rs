//! A document being read. Whatever is wrong is noted with its location, and reading goes on.

use std::{cell::RefCell, collections::BTreeSet, fmt::Display};

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use toml::de::Error;

use super::{
    document::{Document, Env},
    fault::{Fault, Faults},
    stored_secret::FetchedSecrets,
};

/// What a document is read for, which decides what it must have and refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To serve its sources: everything.
    Serve,
    /// To look at it: a secret that is missing is noted, and reading goes on.
    Check,
    /// To run a command at a terminal: no secret of a source is looked for.
    Run,
    /// To look at it somewhere else: neither secrets nor the environment are read.
    Offline,
}

/// One document being read: what it may refer to, and what was noted so far.
pub struct DocumentReader<'a> {
    pub document: &'a Document,
    pub env: Env<'a>,
    pub stores: &'a FetchedSecrets,
    pub purpose: Purpose,
    pub(super) faults: RefCell<Vec<Fault>>,
    /// The secrets that are missing, if the purpose is to check.
    pub(super) missing: RefCell<Vec<Fault>>,
    /// In the form of faults, but no reason to refuse the document.
    pub warnings: RefCell<Vec<String>>,
    /// A digest of the secrets so far, and whether any of them can change while the process lives.
    pub(super) secrets: RefCell<(Sha256, bool)>,
    /// The sources whose secret was removed.
    pub closed: RefCell<BTreeSet<String>>,
}

/// A place in the document.
#[derive(Clone)]
pub struct Location<'a> {
    pub reader: &'a DocumentReader<'a>,
    /// The key with its tables, dotted. Empty for the whole document.
    pub(super) path: String,
    /// In bytes. For a missing key it is that of its table.
    pub(super) offset: usize,
}

impl<'a> DocumentReader<'a> {
    /// Notes why the document is not TOML.
    pub(super) fn note_syntax(&self, mut errors: Vec<Error>) {
        let offset = |error: &Error| error.span().map_or(0, |span| span.start);
        errors.sort_by_key(offset);
        for error in errors {
            let location = Location { reader: self, path: String::new(), offset: offset(&error) };
            location.fail(format!("this is not TOML: {}", error.message()));
        }
        // Another error on the same line usually has the same cause.
        self.faults.borrow_mut().dedup_by_key(|fault| fault.line);
    }

    pub(super) fn faults(&self) -> Faults {
        let mut faults = by_line(self.faults.take());
        // A value may be read more than once.
        faults.dedup();
        Faults(faults)
    }

    /// Adds the faults of another document that this one names.
    pub fn note(&self, faults: Faults) {
        self.faults.borrow_mut().extend(faults.0);
    }

    /// The secrets that were missing, by line, if the purpose is to check.
    pub fn missing(&self) -> Vec<Fault> {
        by_line(self.missing.take())
    }

    /// Adds a secret that was read to the digest.
    pub fn took(&self, secret: Option<&SecretString>, may_change: bool) {
        let (digest, any_may_change) = &mut *self.secrets.borrow_mut();
        let text = secret.map_or("", |secret| secret.expose_secret());
        digest.update(text.len().to_be_bytes());
        digest.update(text);
        *any_may_change |= may_change;
    }

    /// The digest of the secrets that were read, to compare two readings by; `None` if none of them can change.
    pub fn digest(&self) -> Option<Vec<u8>> {
        let (digest, may_change) = &*self.secrets.borrow();
        may_change.then(|| digest.clone().finalize().to_vec())
    }
}

fn by_line(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    faults
}

impl Location<'_> {
    /// Notes a fault here. `sentence` says what is wrong and, behind a colon, what to write instead; the path is its
    /// subject. It repeats no value of the document: a secret in the wrong place must not reach the log.
    pub fn fault(&self, sentence: impl Display) {
        self.reader.faults.borrow_mut().push(self.message(sentence));
    }

    /// Notes a fault whose `sentence` has a cause behind its colon, and no advice.
    pub fn fail(&self, sentence: impl Display) {
        self.reader.faults.borrow_mut().push(self.at(sentence.to_string(), None));
    }

    /// Notes that a secret is missing here: a fault, unless the document is only checked.
    pub(super) fn missing(&self, fault: Fault) {
        let notes =
            if self.reader.purpose == Purpose::Check { &self.reader.missing } else { &self.reader.faults };
        notes.borrow_mut().push(fault);
    }

    pub fn warn(&self, sentence: impl Display) {
        self.reader.warnings.borrow_mut().push(self.message(sentence).to_string());
    }

    /// The fault that `sentence` describes.
    pub(super) fn message(&self, sentence: impl Display) -> Fault {
        let sentence = sentence.to_string();
        match sentence.split_once(": ") {
            Some((message, fix)) => self.at(message.to_owned(), Some(fix.to_owned())),
            None => self.at(sentence, None),
        }
    }

    pub(super) fn at(&self, message: String, fix: Option<String>) -> Fault {
        let Document { name, text, .. } = self.reader.document;
        let line = 1 + text.bytes().take(self.offset).filter(|byte| *byte == b'\n').count();
        Fault { file: Some(name.clone()), line: Some(line), path: self.path.clone(), message, fix }
    }

    /// Notes a fault, in place of a value.
    pub fn refuse<T>(&self, sentence: impl Display) -> Option<T> {
        self.fault(sentence);
        None
    }

    /// The value; an error is the sentence of a fault.
    pub fn accept<T, E: Display>(&self, read: Result<T, E>) -> Option<T> {
        read.map_err(|sentence| self.fault(sentence)).ok()
    }

    /// The trimmed value of an environment variable, unless it is blank. Notes nothing.
    pub fn variable(&self, name: &str) -> Option<String> {
        let value = (self.reader.env)(name)?;
        Some(value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// Closes the source that this location belongs to; `false` if it belongs to none.
    pub fn close_source(&self) -> bool {
        let source = self.path.strip_prefix("sources.").and_then(|path| path.split('.').next());
        let closed = source.map(|name| self.reader.closed.borrow_mut().insert(name.to_owned()));
        closed.is_some()
    }

    pub(super) fn at_key(&self, key: &str, offset: usize) -> Self {
        let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let key = if !key.is_empty() && key.chars().all(bare) { key.to_owned() } else { format!("{key:?}") };
        let path = if self.path.is_empty() { key } else { format!("{}.{key}", self.path) };
        Self { path, offset, ..self.clone() }
    }
}
