//! What a command is about: workspaces by alias, instances by name, and patterns that select several.

mod workspace_address;

use std::{fmt, str::FromStr};

use jiff::Timestamp;
use wildmatch::WildMatchPattern;

use crate::locale::{Locale, Names};

pub use workspace_address::WorkspaceAddress;

/// Everything.
const ALL: Names = Names { en: &["all", "everything"], pt: &["todas", "todos", "tudo"] };

/// The caller's own instances.
const MINE: Names = Names { en: &["mine"], pt: &["minhas", "meus"] };

/// The name of a workspace in commands, grants and replies: the key of its `[workspaces.<alias>]` table. Lower case,
/// compared exactly.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Alias(String);

impl Alias {
    /// As it is written in the configuration.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Alias {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        if text.is_empty() || text.len() > 40 || !text.chars().all(fits) {
            return Err("an alias is 1 to 40 of a-z, 0-9, - and _");
        }
        Ok(Self(text.to_owned()))
    }
}

formatted!(Display for Alias, |alias| "{}", alias.0);

/// A compute instance as people name it: `research/myci`. Comparisons ignore the case of the name, as Azure does.
///
/// The name has passed [`is_instance_name`] or came from Azure, so it is safe in a URL path.
#[derive(Clone, Debug)]
pub struct ComputeId {
    /// The workspace that has the instance.
    pub workspace: Alias,
    /// Unique in its workspace, in any case.
    pub name: String,
}

impl ComputeId {
    fn key(&self) -> (&Alias, String) {
        (&self.workspace, self.name.to_ascii_lowercase())
    }
}

impl PartialEq for ComputeId {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}
impl Eq for ComputeId {}
impl PartialOrd for ComputeId {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for ComputeId {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}
impl std::hash::Hash for ComputeId {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

formatted!(Display for ComputeId, |id| "{}/{}", id.workspace, id.name);

/// What policy and tickets need to know about an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// Its workspace and name.
    pub id: ComputeId,
    /// Entra object id of the assigned user, or else of the creator. `None` if Azure names neither.
    pub owner: Option<String>,
    /// The owner's name, if Azure says it.
    pub owner_name: Option<String>,
    /// Distinguishes the instance from a younger one with its name.
    pub created_on: Option<Timestamp>,
}

/// A glob in which `*` stands for any characters. Ignores case, as Azure's names do.
#[derive(Clone)]
pub struct Pattern {
    text: String,
    glob: WildMatchPattern<'*', '\0'>,
}

impl Pattern {
    /// A pattern that ignores case, for names.
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), glob: WildMatchPattern::new_case_insensitive(text) }
    }

    /// A case-sensitive pattern, for ids.
    pub(crate) fn exact_case(text: &str) -> Self {
        Self { text: text.to_owned(), glob: WildMatchPattern::new(text) }
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the whole `name` fits.
    pub(crate) fn matches(&self, name: &str) -> bool {
        self.glob.matches(name)
    }

    /// Whether this has a `*`, rather than naming one thing.
    pub fn is_glob(&self) -> bool {
        self.text.contains('*')
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text.eq_ignore_ascii_case(&other.text)
    }
}
impl Eq for Pattern {}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.text).finish()
    }
}

formatted!(Display for Pattern, |pattern| "{}", pattern.text);

/// A target of a command: `[workspace/]name`, where the name may be a glob, or `all` or `mine` in any language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// `None` stands for all of the caller's workspaces.
    pub workspace: Option<Pattern>,
    /// Which instances of those workspaces.
    pub which: Which,
}

/// The part of a target behind the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// `myci`: the one instance of this name.
    Named(String),
    /// `gpu-*`: all whose names fit.
    Matching(Pattern),
    /// `all`, `*`: whatever the name.
    All,
    /// `mine`: those that the caller owns, which takes an Entra id.
    Mine,
}

/// The one instance of this id.
impl From<&ComputeId> for Target {
    fn from(id: &ComputeId) -> Self {
        Self { workspace: Some(Pattern::new(id.workspace.as_str())), which: Which::Named(id.name.clone()) }
    }
}

impl Target {
    /// Everything that the caller may see.
    pub fn all() -> Self {
        Self { workspace: None, which: Which::All }
    }

    /// Whether it selects from the workspace `alias`.
    pub fn in_workspace(&self, alias: &Alias) -> bool {
        self.workspace.as_ref().is_none_or(|pattern| pattern.matches(alias.as_str()))
    }

    /// Whether the name fits. `mine` fits any name, because only [`crate::policy`] knows the owner.
    pub(crate) fn fits_name(&self, name: &str) -> bool {
        match &self.which {
            Which::Named(named) => named.eq_ignore_ascii_case(name),
            Which::Matching(pattern) => pattern.matches(name),
            Which::All | Which::Mine => true,
        }
    }

    /// The target in the words of `locale`.
    pub(crate) fn spoken(&self, locale: Locale) -> String {
        let name = match &self.which {
            Which::Named(name) => name,
            Which::Matching(pattern) => pattern.as_str(),
            Which::All => ALL.first(locale),
            Which::Mine => MINE.first(locale),
        };
        match &self.workspace {
            Some(workspace) => format!("{workspace}/{name}"),
            None => name.to_owned(),
        }
    }
}

impl FromStr for Target {
    /// The text that is not a target.
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (workspace, name) =
            text.split_once('/').map_or((None, text), |(workspace, name)| (Some(workspace), name));
        let fits = |part: &str| is_instance_name(&part.replace('*', "")) || part.contains('*');
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '*' | '/');
        if !fits(name) || !workspace.is_none_or(fits) || !text.chars().all(allowed) {
            return Err(text.to_owned());
        }
        let which = match name {
            _ if name == "*" || ALL.include(name) => Which::All,
            _ if MINE.include(name) => Which::Mine,
            _ if name.contains('*') => Which::Matching(Pattern::new(name)),
            _ => Which::Named(name.to_owned()),
        };
        Ok(Self { workspace: workspace.map(Pattern::new), which })
    }
}

// The canonical text, in English.
formatted!(Display for Target, |target| "{}", target.spoken(Locale::English));

/// Whether an instance may have this name, and it is safe in a URL path.
///
/// Wider than Azure's rule (3 to 24 characters, a letter first, no `-digits` at the end), so that Azure decides, not a
/// copy of its rule.
pub(crate) fn is_instance_name(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_parses_to_the_same_text() {
        for text in ["myci", "research/myci", "gpu-*", "research/gpu-*", "*/x", "all", "mine", "research/all"]
        {
            assert_eq!(text.parse::<Target>().unwrap().to_string(), text);
        }
        assert_eq!("*".parse::<Target>().unwrap(), Target::all());
    }

    #[test]
    fn all_and_mine_are_understood_in_each_language() {
        for (typed, canonical, spoken) in [
            ("todas", "all", "todas"),
            ("TUDO", "all", "todas"),
            ("research/todos", "research/all", "research/todas"),
            ("meus", "mine", "minhas"),
            ("todas-as-gpus", "todas-as-gpus", "todas-as-gpus"),
        ] {
            let target: Target = typed.parse().unwrap();
            assert_eq!(target.to_string(), canonical);
            assert_eq!(target.spoken(Locale::Portuguese), spoken);
        }
    }

    #[test]
    fn text_that_could_change_a_url_is_not_a_target() {
        for text in ["", "/", "a/", "/a", "a/b/c", "../x", "a?b", "a b", "a%2f", "ação", "a.b", "a\0b"] {
            assert!(text.parse::<Target>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn globs_ignore_case_and_match_the_whole_name() {
        let pattern = Pattern::new("GPU-*");
        assert!(pattern.matches("gpu-one"));
        assert!(!pattern.matches("my-gpu-one"));
        assert!(!Pattern::new("gp?").matches("gpu"), "only * is special");
    }
}
