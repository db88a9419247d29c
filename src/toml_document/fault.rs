//! What is wrong with a document.

use std::fmt::{self, Display};

use serde::Serialize;

/// One fault. It is shown as compilers do: `lamplighter.toml:12: sources.slack.kind: is not a kind of source: …`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The name of the document; `None` if there is none.
    pub file: Option<String>,
    /// From 1 on. `None` if the document could not be read.
    pub line: Option<usize>,
    /// The key with its tables, dotted. Empty for the whole document.
    pub path: String,
    /// What is wrong. The path is its subject.
    pub message: String,
    /// What to write or do instead, if that is known.
    pub fix: Option<String>,
}

/// All faults of one document, by line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// A fault at no line of the document.
    pub fn without_place(file: Option<String>, message: impl Into<String>, fix: Option<String>) -> Self {
        Self(vec![Fault { file, line: None, path: String::new(), message: message.into(), fix }])
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Some(file), Some(line)) = (&self.file, self.line) {
            write!(f, "{file}:{line}: ")?;
        }
        let path = Some(&self.path).filter(|path| !path.is_empty());
        let parts = path.into_iter().chain([&self.message]).chain(&self.fix);
        f.write_str(&parts.map(String::as_str).collect::<Vec<_>>().join(": "))
    }
}
