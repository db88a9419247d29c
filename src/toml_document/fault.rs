//! What is wrong with a configuration: all of it at once, each fault where it stands.

use std::{error, fmt};

use crate::command;

/// One thing to put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Counted from 1. For a key that is missing it is the line of its table, for a table the first.
    pub line: usize,
    /// The key with its tables, dotted: `sources.slack.secret`. Empty where the text is no TOML.
    pub path: String,
    /// What is wrong, and what to write instead; the path is its subject. It repeats no value of
    /// the document: whoever writes a secret in the wrong place must not find it in a log.
    pub sentence: String,
}

/// Everything that is wrong with one document, by line. Never empty.
///
/// Shown one fault to a line, as compilers do: `lamplighter.toml:12: sources.slack.secret: …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults {
    document: String,
    faults: Vec<Fault>,
}

impl Fault {
    /// As compilers show it.
    pub fn at(&self, document: &str) -> String {
        match self.path.as_str() {
            "" => format!("{document}:{}: {}", self.line, self.sentence),
            path => format!("{document}:{}: {path}: {}", self.line, self.sentence),
        }
    }
}

impl Faults {
    pub fn new(document: &str, mut faults: Vec<Fault>) -> Self {
        debug_assert!(!faults.is_empty(), "refused without a reason");
        faults.sort_by_key(|fault| fault.line);
        Self { document: document.to_owned(), faults }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.faults.iter()
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, fault) in self.faults.iter().enumerate() {
            let between = if at == 0 { "" } else { "\n" };
            write!(f, "{between}{}", fault.at(&self.document))?;
        }
        Ok(())
    }
}

impl error::Error for Faults {}

/// What to write instead of `word`, which is none of `names`: the one that was probably meant, or
/// else any.
pub fn instead_of(word: &str, names: &[&str]) -> String {
    match command::closest(word, names.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => one_of(names),
    }
}

pub fn one_of(names: &[&str]) -> String {
    match names {
        [name] => format!("write `{name}`"),
        _ => format!("write one of {}", names.join(", ")),
    }
}
