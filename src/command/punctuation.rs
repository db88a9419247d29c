//! The marks that words keep.

/// Separates the names of a list, and is a word of its own.
pub const COMMA: &str = ",";

/// Begins a word that is a name although sentences have the word, too: it stood in quotes, or an instance is called so.
pub const NAME: char = '"';
