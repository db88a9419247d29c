//! Reads a text: finds its sentence, parses that, and offers what it may mean instead.

use jiff::SignedDuration;

use super::{
    clauses,
    closest::closest,
    command::{Command, ScheduledAction},
    flags::{self, Flag},
    normalize,
    parse_error::{MAX_LENGTH, ParseError},
    parser::Parser,
    punctuation,
    sentence::{NoSentence, Sentence},
    synonyms,
    times::{self, duration},
    verb::{Power, VERBS, Verb},
    vocabulary::{self, OF},
};
use crate::{
    locale::{Locale, Names, bare},
    target::{Target, Which, is_instance_name},
};

/// Parses `text`. An empty text asks for help.
pub fn parse(text: &str) -> Result<Command, ParseError> {
    read(text, &[]).command
}

/// A text as it is understood if some of its words are names of instances.
#[derive(Debug)]
pub struct Reading {
    /// What the text asks for.
    pub command: Result<Command, ParseError>,
    /// The words that were read otherwise, but are names if instances are called so.
    pub unsure: Vec<String>,
}

/// Parses `text`, in which the words of `names` are names of instances, whatever else they mean.
pub fn read(text: &str, names: &[String]) -> Reading {
    let mut unsure = Vec::new();
    let command = if text.len() > MAX_LENGTH {
        Err(ParseError::TooLong)
    } else {
        let mut words = normalize::words(text);
        for word in words.iter_mut().filter(|word| names.iter().any(|name| name.eq_ignore_ascii_case(word))) {
            word.insert(0, punctuation::NAME);
        }
        command(words, text, &mut unsure)
    };
    let named = |word: &String| word.len() > 2 && is_instance_name(word) && !word.starts_with('-');
    unsure.retain(|word| named(word) && word.starts_with(|c: char| c.is_ascii_alphabetic()));
    unsure.sort_unstable();
    unsure.dedup();
    if matches!(&command, Ok(Command::Help { .. } | Command::Whoami | Command::Ping)) {
        unsure.clear();
    }
    Reading { command, unsure }
}

/// What a text asks for that was read as `words`, and as `named` since it is known which of its words are names of
/// instances. Of two commands, neither is carried out.
pub fn settled(
    words: Result<Command, ParseError>,
    named: Result<Command, ParseError>,
) -> Result<Command, ParseError> {
    match (words, named) {
        (Ok(words), Ok(named)) if words != named && (words.acts() || named.acts()) => {
            Err(ParseError::DidYouMean { meant: vec![named.to_string(), words.to_string()] })
        }
        (Ok(words), Err(_)) if !words.acts() => Ok(words),
        (_, named) => named,
    }
}

/// Whether no word of `text` asks for anything. [`parse`] answers that with help; a program sends it by mistake.
pub fn says_nothing(text: &str) -> bool {
    let mut words = normalize::words(text);
    vocabulary::drop_fillers(&mut words);
    text.len() <= MAX_LENGTH && words.iter().all(|word| word == "?" || word == punctuation::COMMA)
}

/// Before a time at which it is done, too, as far as anybody can say.
const BY: Names = Names::new(
    &["by", "before", "after", "until", "till", "around", "about"],
    &["antes", "depois", "até", "após"],
);

/// The command of `words`, which are those of `text`.
fn command(words: Vec<String>, text: &str, unsure: &mut Vec<String>) -> Result<Command, ParseError> {
    let again = |words: &[String]| {
        let sentence = Sentence::read(words.to_vec(), &mut Vec::new()).ok()?;
        Parser::parse(&sentence, text, &mut Vec::new()).ok()
    };
    let typed = words.clone();
    let sentence = Sentence::read(words, unsure).map_err(|fault| match fault {
        NoSentence::Unknown(words) => unknown_verb(&words, again),
        NoSentence::Negated(words) => ParseError::Negated { meant: instead_of_not(&words, again) },
        NoSentence::Elsewhere(what, name) => ParseError::Elsewhere { what, name },
        NoSentence::Several(first) => match command(first, text, &mut Vec::new()) {
            Ok(first) => ParseError::OneAtATime { first: Box::new(first) },
            Err(misread) => misread,
        },
    })?;
    let command = Parser::parse(&sentence, text, unsure);
    command.map_err(|misread| match misread {
        ParseError::UnknownOption { option, meant } => {
            let with = |name: &String| {
                let whole = typed.iter().map(|word| if word.starts_with(&option) { name } else { word });
                whole.cloned().collect::<Vec<_>>()
            };
            let whole = meant.iter().map(with).filter(|whole| again(whole).is_some());
            let meant = whole.map(|whole| normalize::text(&whole)).collect();
            ParseError::UnknownOption { option, meant }
        }
        ParseError::OptionNotHere { option, verb, .. } => {
            let is_option =
                |word: &String| Flag::named(word.split('=').next().unwrap_or(word)) == Some(option);
            let without: Vec<_> = typed.iter().filter(|word| !is_option(word)).cloned().collect();
            // `keep @ada 2h`
            let person = sentence.words.iter().find_map(|word| flags::person(word));
            let meant = match person {
                Some(person) => again(&["list", "--owner", &person].map(str::to_owned)),
                // What only looks or says of whom is not left out of what acts.
                None => again(&without).filter(|meant| option == Flag::Force || !meant.acts()),
            };
            let meant = meant.into_iter().map(|command| command.to_string()).collect();
            ParseError::OptionNotHere { option, verb, meant }
        }
        ParseError::NotATime { words, meant } => {
            let said: Vec<_> = words.split(' ').map(str::to_owned).collect();
            let at = typed.windows(said.len()).position(|part| part == said);
            let with = |meant: &String| {
                let before: Vec<_> = typed[..at?].iter().filter(|word| !BY.include(word)).cloned().collect();
                let after = &typed[at? + said.len()..];
                let meant: Vec<_> = meant.split(' ').map(str::to_owned).collect();
                again(&[&before, &meant, after].concat())
            };
            let meant = meant.iter().filter_map(with).map(|command| command.to_string()).collect();
            ParseError::NotATime { words, meant }
        }
        ParseError::Leftover { understood, rest, .. } => {
            let meant = instead(&understood, &rest, again);
            ParseError::Leftover { understood, rest, meant }
        }
        misread => misread,
    })
}

/// What does more of what was asked than a command without its last words.
fn instead(command: &Command, rest: &str, again: impl Fn(&[String]) -> Option<Command>) -> Vec<String> {
    const IDLE: Names = Names::new(
        &["idle", "unused", "inactivity"],
        &["ociosa", "ocioso", "inativa", "inativo", "inatividade"],
    );
    const SOON: Names = Names::new(&["later", "soon", "eventually"], &["tarde", "logo", "depois"]);
    let rest = normalize::words(rest);
    if let Some(length) = longer_than(&rest) {
        let audit = format!("audit --longer-than {}", times::display(length));
        return vec![audit, "list --state running".to_owned()];
    }
    // `stop myci after 6pm`
    const AFTER: Names = Names::new(&["after"], &["depois", "após"]);
    if matches!(command, Command::Later { .. }) && rest.iter().all(|word| AFTER.include(word)) {
        return vec![command.to_string()];
    }
    let Command::Power { verb, .. } = command else { return Vec::new() };
    let action = match verb {
        Power::Start => ScheduledAction::Start,
        _ => ScheduledAction::Stop,
    };
    let with = |verb: Verb, words: &[String]| {
        let selection =
            command.selection().map(|selection| normalize::words(&selection.spoken(Locale::English)));
        let words = [&[verb.name().to_owned()], &selection.unwrap_or_default()[..], words].concat();
        again(&words).map(|command| command.to_string())
    };
    let add = |words: &[String]| {
        let action = [clauses::schedule::ADD.first(Locale::English), Verb::from(*verb).name()];
        with(Verb::Schedule, &[&action.map(str::to_owned)[..], words].concat())
    };
    let is_idle = |word: &&String| IDLE.include(word);
    if rest.iter().any(|word| is_idle(&word)) && *verb == Power::Stop {
        let length: Vec<_> =
            rest.iter().filter(|word| !IDLE.include(word) && !OF.include(word)).cloned().collect();
        return with(Verb::Idle, &length)
            .or_else(|| with(Verb::Idle, &["30m".to_owned()]))
            .into_iter()
            .collect();
    }
    if clauses::later::repeats(&rest) && matches!(verb, Power::Start | Power::Stop) {
        let whole = || add(&clauses::schedule::with_hour(action, &rest));
        return add(&rest).or_else(whole).into_iter().collect();
    }
    let time = rest.iter().filter(|word| !BY.include(word)).cloned();
    let time: Vec<_> = ["at".to_owned()].into_iter().chain(time).collect();
    let soon = || with((*verb).into(), &["in", "2h"].map(str::to_owned));
    let is_soon = rest.iter().any(|word| SOON.include(word));
    // `stop myci after 2h`, `stop myci 2h`
    let length = duration(&time[1..]).filter(|_| *verb != Power::Delete);
    let wait = length.and_then(|length| with((*verb).into(), &["in".to_owned(), times::display(length)]));
    let at = with((*verb).into(), &time).or_else(|| soon().filter(|_| is_soon));
    wait.into_iter().chain(at).collect()
}

/// The length in `running more than 3 hours`.
fn longer_than(words: &[String]) -> Option<SignedDuration> {
    const THAN: Names = Names::new(&["than"], &["de", "que"]);
    let begins = |word: &String| clauses::keep::MORE.include(word) || bare(word) == "over";
    let behind = &words[words.iter().position(begins)? + 1..];
    duration(&behind.iter().filter(|word| !THAN.include(word)).cloned().collect::<Vec<_>>())
}

/// The commands that a sentence without a known verb may mean.
fn unknown_verb(words: &[String], again: impl Fn(&[String]) -> Option<Command>) -> ParseError {
    let word = &words[0];
    let near = || {
        let mut near = closest(word, VERBS.iter().flat_map(|row| row.names.all()));
        near.dedup_by_key(|name| Verb::named(name));
        near
    };
    if let [name, last] = words
        && let Some((verb, more)) = synonyms::particle(last)
    {
        // `myci off`
        let whole =
            |verb: Verb, end: &[String]| again(&[&[verb.name().to_owned(), name.clone()], end].concat());
        let meant = [whole(verb, &[]), more.and_then(|verb| whole(verb, std::slice::from_ref(last)))];
        let meant: Vec<_> = meant.into_iter().flatten().map(|command| command.to_string()).collect();
        if !meant.is_empty() {
            return ParseError::DidYouMean { meant };
        }
    }
    let (names, count) = synonyms::offered(words).unwrap_or_else(|| (near(), 1));
    let with = |name: &str| {
        let whole = [&[name.to_owned()], &words[count..]].concat();
        // `leave myci running`
        let lacks = Verb::named(name) == Some(Verb::Keep) && again(&whole).is_none();
        if lacks { [&whole[..], &["2h".to_owned()]].concat() } else { whole }
    };
    // `pleese stop myci`. What says when or whether is not left out.
    let is_unconditional = |at: &usize| !words[..*at].iter().any(|word| vocabulary::conditions(word));
    let from = words.iter().position(|word| Verb::named(word).is_some()).filter(is_unconditional);
    let meant = names.into_iter().map(with).chain(from.map(|at| words[at..].to_vec()));
    // Only a command that parses is worth offering.
    let mut meant: Vec<_> =
        meant.filter(|meant| again(meant).is_some()).map(|meant| normalize::text(&meant)).collect();
    meant.dedup();
    let word = word.trim_start_matches(punctuation::NAME).to_owned();
    ParseError::UnknownVerb { word, meant }
}

/// What to type instead of what `words` say not to do.
fn instead_of_not(words: &[String], again: impl Fn(&[String]) -> Option<Command>) -> Vec<String> {
    const BEFORE: Names = Names::new(&["before"], &["antes"]);
    let command = again(words).filter(|_| !words.iter().any(|word| BEFORE.include(word)));
    // `don't stop myci until 9pm`, `não mexa na myci hoje`
    let until = |word: &String| if BEFORE.include(word) { "until".to_owned() } else { word.clone() };
    let keep: Vec<_> = ["keep".to_owned()].into_iter().chain(words.iter().skip(1).map(until)).collect();
    let keep = again(&keep).filter(|_| command.is_none());
    let selection = command.as_ref().and_then(Command::selection);
    let name = match selection.map(|selection| &*selection.targets) {
        Some([target @ Target { which: Which::Named(_), .. }]) => target.to_string(),
        _ => return vec![keep.map_or_else(|| Verb::List.name().to_owned(), |keep| keep.to_string())],
    };
    match command {
        Some(Command::Power { verb: Power::Stop | Power::Restart | Power::Delete, .. }) => {
            vec![format!("keep {name} for 2h"), format!("status {name}")]
        }
        Some(Command::Keep { .. }) => vec![format!("keep {name} off")],
        _ => vec![format!("status {name}")],
    }
}
