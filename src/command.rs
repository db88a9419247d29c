//! The command language: parses a text to a [`Command`] or a [`ParseError`], whoever the caller is.
//!
//! ```text
//! command = verb { target } { option }
//! target  = [ workspace "/" ] ( name | glob | "all" | "mine" )
//! option  = "--except" glob | "--state" word | "--owner" id | "--gpu" | "--size" word | "--max" number | "--dry-run"
//!         | "--force"
//! ```
//!
//! Some verbs take a clause, wherever it stands: `keep NAME for 2h because …`, `announce stop NAME… in 30m`.
//!
//! People say it in other words and orders, too: [`sentence`] finds the verb, [`synonyms`] has other words for it, and
//! [`vocabulary`] the words beside it, of which those that change nothing are dropped; `phrases/` has a file of both for
//! each language. A name that is also a word of these
//! tables stands in quotes: `stop "now"`.
//!
//! Every word exists in each [locale](crate::locale::Locale). Languages can be mixed, and case and accents are ignored;
//! the canonical text is English. What chat clients add is removed: a leading mention, smart quotes and dashes,
//! bold and code marks, trailing punctuation. Words that fit nowhere are an error that shows them.

mod actions;
mod clause_values;
mod clauses;
mod closest;
mod command;
mod display;
mod flags;
mod instead;
mod normalize;
mod parse_error;
mod parser;
mod phrases;
mod punctuation;
mod reading;
mod selection;
mod sentence;
mod synonyms;
mod times;
mod topic;
mod verb;
mod vocabulary;

pub use actions::{
    IDLE as IDLE_ACTION, READ_JOBS, READ_PRICES, READ_TAGS, ROLES, SCHEDULES, WRITE_TAGS, is_optional,
    role_with,
};
pub(crate) use clause_values::{
    IDLE, IdleClause, KeepClause, LONGEST_KEEP, LONGEST_WAIT, ScheduleClause, TimeClause, Until,
};
pub(crate) use closest::closest;
pub(crate) use command::BULK;
pub use command::Command;
pub use flags::Flag;
pub(crate) use flags::{owner, states_instead_of};
pub use normalize::means_more;
pub(crate) use parse_error::{MAX_LENGTH, ParseError};
pub use reading::parse;
pub(crate) use reading::{read, says_nothing, settled};
pub use selection::Selection;
pub use synonyms::Elsewhere;
pub(crate) use times::duration;
pub use topic::Topic;
pub(crate) use verb::{CONFIRM, NAME, Power, Takes};
pub use verb::{Class, MOST_USED, VERBS, Verb, VerbRow};

#[cfg(test)]
mod tests;
