//! What may be meant by a text that was not understood.

use std::{slice, sync::LazyLock};

use super::{
    clauses,
    closest::closest,
    command::Command,
    flags::{self, Flag},
    normalize,
    parse_error::ParseError,
    phrases, punctuation,
    selection::Selection,
    sentence::{Sentence, ordered},
    synonyms,
    times::{self, duration},
    verb::{Power, VERBS, Verb},
    vocabulary::{self, ENDED, IDLE, IN, MORE, MY, MY_OWN, OF},
};
use crate::{
    locale::{Locale, Names, bare},
    target::{Target, Which},
};

/// Before a time at which it is done, too, as far as anybody can say.
static BY: LazyLock<Names> = LazyLock::new(|| phrases::row("by"));

/// The error with what may be meant, where that is more than the parser knows.
pub(super) fn offered(
    misread: ParseError,
    typed: &[String],
    sentence: &Sentence,
    again: impl Fn(&[String]) -> Option<Command> + Copy,
) -> ParseError {
    match misread {
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
            let meant = at_times(&words, &meant, typed, again);
            ParseError::NotATime { words, meant }
        }
        ParseError::Leftover { understood, rest, .. } => {
            let meant = of_leftover(&understood, &rest, again);
            match *understood {
                Command::Power { .. }
                    if meant.is_empty() && clauses::later::repeats(&normalize::words(&rest)) =>
                {
                    ParseError::OneByName { verb: Verb::Schedule }
                }
                _ => ParseError::Leftover { understood, rest, meant },
            }
        }
        ParseError::NotADuration { words } => without_unit(words, typed, again),
        // `stop idle machines`: nobody said which.
        ParseError::TargetMissing { verb: Verb::Stop } if typed.iter().any(|word| IDLE.include(word)) => {
            ParseError::DidYouMean { meant: ["audit", "list --state running"].map(str::to_owned).into() }
        }
        misread => misread,
    }
}

/// `reboot myci in 10`
fn without_unit(words: String, typed: &[String], again: impl Fn(&[String]) -> Option<Command>) -> ParseError {
    let with = |unit: &&str| {
        let of = |word: &String| if *word == words { format!("{word}{unit}") } else { word.clone() };
        again(&typed.iter().map(of).collect::<Vec<_>>()).map(|command| command.to_string())
    };
    let is_number = words.bytes().all(|byte| byte.is_ascii_digit());
    let meant: Vec<_> = ["m", "h"].iter().filter(|_| is_number).filter_map(with).collect();
    if meant.is_empty() { ParseError::NotADuration { words } } else { ParseError::DidYouMean { meant } }
}

/// The whole commands with each of the `meant` times in place of `words`; of the caller's own instance, if none is named.
fn at_times(
    words: &str,
    meant: &[String],
    typed: &[String],
    again: impl Fn(&[String]) -> Option<Command>,
) -> Vec<String> {
    let said: Vec<_> = words.split(' ').map(str::to_owned).collect();
    let at = typed.windows(said.len()).position(|part| part == said);
    let with = |meant: &String| {
        let before: Vec<_> = typed[..at?].iter().filter(|word| !BY.include(word)).cloned().collect();
        let after = &typed[at? + said.len()..];
        let meant: Vec<_> = meant.split(' ').map(str::to_owned).collect();
        again(&[&before, &meant, after].concat()).or_else(|| {
            let (verb, rest) = before.split_first()?;
            again(&[slice::from_ref(verb), &["mine".to_owned()], rest, &meant, after].concat())
        })
    };
    meant.iter().filter_map(with).map(|command| command.to_string()).collect()
}

/// What does more of what was asked than a command without its last words.
fn of_leftover(command: &Command, rest: &str, again: impl Fn(&[String]) -> Option<Command>) -> Vec<String> {
    const SOON: Names = Names::new(&["later", "soon", "eventually"], &["tarde", "logo", "depois"]);
    let rest = normalize::words(rest);
    if let Some(meant) = longer_than(&rest) {
        return meant;
    }
    // `stop myci after 6pm`
    const WHEN: Names = Names::new(&["when", "after", "once"], &["quando", "depois", "após", "assim"]);
    if matches!(command, Command::Later { .. }) && rest.iter().all(|word| WHEN.include(word)) {
        return vec![command.to_string()];
    }
    let with = |verb: Verb, words: &[String]| {
        let selection =
            command.selection().map(|selection| normalize::words(&selection.spoken(Locale::English)));
        let words = [&[verb.name().to_owned()], &selection.unwrap_or_default()[..], words].concat();
        again(&words).map(|command| command.to_string())
    };
    let Command::Power { verb, .. } = command else {
        // `myci until 10pm`
        let is_status = matches!(command, Command::Status { .. });
        return with(Verb::Keep, &rest).filter(|_| is_status).into_iter().collect();
    };
    let add = |words: &[String]| {
        let action = [clauses::schedule::ADD.first(Locale::English), Verb::from(*verb).name()];
        with(Verb::Schedule, &[&action.map(str::to_owned)[..], words].concat())
    };
    // `stop myci when idle`, `when the job ends`, `depois de 1 hora parada`
    let stands = |word: &String| flags::state_in_words(word, &[]).is_some() || ENDED.include(word);
    let is_when = rest.iter().any(|word| WHEN.include(word));
    let is_idle = |word: &&String| IDLE.include(word) || is_when && stands(word);
    if rest.iter().any(|word| is_idle(&word)) && *verb == Power::Stop {
        let length: Vec<_> =
            rest.iter().filter(|word| !is_idle(word) && !OF.include(word)).cloned().collect();
        let usual = || with(Verb::Idle, &["30m".to_owned()]);
        return with(Verb::Idle, &length).or_else(usual).into_iter().collect();
    }
    if clauses::later::repeats(&rest) && matches!(verb, Power::Start | Power::Stop) {
        let whole = || add(&clauses::schedule::with_hour(*verb, &rest));
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

/// What shows those that have been `running more than 3 hours`.
fn longer_than(words: &[String]) -> Option<Vec<String>> {
    const THAN: Names = Names::new(&["than"], &["de", "que"]);
    let begins = |pair: &[String]| MORE.include(&pair[0]) && THAN.include(&pair[1]);
    let over = || words.iter().position(|word| bare(word) == "over").map(|at| at + 1);
    let length = duration(&words[words.windows(2).position(begins).map(|at| at + 2).or_else(over)?..])?;
    let audit = format!("audit --longer-than {}", times::display(length));
    Some(vec![audit, "list --state running".to_owned()])
}

/// `2 more hours on myci`, `need another hour`
fn for_longer(words: &[String], again: impl Fn(&[String]) -> Option<Command>) -> Option<Command> {
    let said = words.iter().filter(|word| counts(word) || MORE.include(word) || is_beside(word));
    let said: Vec<_> = said.filter(|word| !vocabulary::is_article(word)).cloned().collect();
    let keep = |of: &str| again(&[&normalize::words(of), &said[..]].concat());
    let is_more = words.iter().any(|word| MORE.include(word)) && words.iter().any(counts);
    keep("keep").or_else(|| keep("keep mine")).filter(|_| is_more)
}

/// Whether it is a number or a unit of a duration.
fn counts(word: &String) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) || duration(slice::from_ref(word)).is_some()
}

/// `myci off`, `gpus off`
fn by_particle(words: &[String], again: impl Fn(&[String]) -> Option<Command>) -> Option<Vec<String>> {
    let [name, last] = words else { return None };
    let (verb, more) = synonyms::particle(last)?;
    let whole = |verb: Verb, end: &[String]| again(&[&[verb.name().to_owned(), name.clone()], end].concat());
    let meant = match whole(verb, &[]) {
        None => [again(&[verb.name().to_owned(), "all".to_owned(), name.clone()]), None],
        meant => [meant, more.and_then(|verb| whole(verb, slice::from_ref(last)))],
    };
    let meant: Vec<_> = meant.into_iter().flatten().map(|command| command.to_string()).collect();
    (!meant.is_empty()).then_some(meant)
}

/// The commands that a sentence without a known verb may mean.
pub(super) fn unknown_verb(words: &[String], again: impl Fn(&[String]) -> Option<Command>) -> ParseError {
    let word = &words[0];
    let near = || {
        let verbs = VERBS.iter().filter(|_| !vocabulary::is_aside(word));
        let mut near = closest(word, verbs.flat_map(|row| row.names.all()));
        near.dedup_by_key(|name| Verb::named(name));
        near
    };
    if let Some(meant) = by_particle(words, &again) {
        return ParseError::DidYouMean { meant };
    }
    let offered = synonyms::offered(words);
    let is_offered = offered.is_some();
    let (names, count) = offered.unwrap_or_else(|| (near(), 1));
    let longer = for_longer(&words[if is_offered { count } else { 0 }..], &again);
    if let Some(meant) = longer_than(words).or_else(|| Some(vec![longer?.to_string()])) {
        return ParseError::DidYouMean { meant };
    }
    let with = |name: &str| with_verb(name, &words[count..], &again);
    // `pleese stop myci`. What says when or whether is not left out.
    let is_unconditional = |at: &usize| !words[..*at].iter().any(|word| vocabulary::conditions(word));
    let begins = |at: &usize| Verb::named(&words[*at]).is_some() || ordered(&words[*at..]).is_some();
    let from = (0..words.len()).find(begins).filter(is_unconditional);
    // `myci shut down`
    let is_seen = words[0].starts_with(punctuation::NAME);
    let is_alone = words.get(count).is_none_or(|next| next == punctuation::COMMA);
    let own = |name: &str| {
        let locale = Verb::named(name).and_then(|verb| verb.row().names.language(name)).unwrap_or_default();
        vec![name.to_owned(), MY_OWN.first(locale).to_owned()]
    };
    // `kill it`
    let of_own = names.iter().filter(|_| is_alone && is_offered).map(|name| own(name)).collect::<Vec<_>>();
    let from = from.map(|at| [&words[at..], &words[..if is_seen { at } else { 0 }]].concat());
    let whole = names.into_iter().filter(|_| !is_alone || words.len() == count).map(with);
    let meant = whole.chain(of_own).chain(from);
    // `preciso da myci até as 22h`
    let seen = is_seen.then(|| [&["keep".to_owned()], words].concat());
    let meant = meant.chain(seen).chain(of_idle(words));
    // Only a command that parses is worth offering.
    let mut meant: Vec<_> =
        meant.filter(|meant| again(meant).is_some()).map(|meant| normalize::text(&meant)).collect();
    // `give me a gpu`, `I need a gpu`
    let list = again(&[&[Verb::List.name().to_owned()], &words[count..]].concat());
    let is_any =
        |selection: &Selection| meant.is_empty() && selection.names_none() || selection.targets.is_empty();
    if let Some(list @ Command::List { selection }) = &list
        && !is_alone
        && is_offered
        && is_any(selection)
    {
        meant = vec![list.to_string()];
    }
    meant.dedup();
    let word = word.trim_start_matches(punctuation::NAME).to_owned();
    ParseError::UnknownVerb { word, meant }
}

/// The words behind the `name` of a verb with it, without idle talk: `leave myci running`, `let myci run until 10pm`, `make
/// sure myci stays on`.
fn with_verb(name: &str, words: &[String], again: impl Fn(&[String]) -> Option<Command>) -> Vec<String> {
    let keeps = Verb::named(name) == Some(Verb::Keep);
    let is_idle_talk = |word: &String| {
        let is_joint = [IN, OF].iter().any(|names| names.include(word));
        let is_aside = vocabulary::is_aside(word) && !vocabulary::conditions(word) && !is_joint;
        flags::RUNNING.include(word) || keeps && is_aside
    };
    let rest = words.iter().filter(|word| !is_idle_talk(word)).cloned();
    let mut whole: Vec<_> = [name.to_owned()].into_iter().chain(rest).collect();
    whole.pop_if(|last| keeps && last == "on");
    let is_order = |word: &String| ordered(slice::from_ref(word)).is_some();
    let lacks = keeps && again(&whole).is_none() && !whole.iter().skip(1).any(is_order);
    if lacks { [&whole[..], &["2h".to_owned()]].concat() } else { whole }
}

/// `set myci to shut down after 2 hours idle`
fn of_idle(words: &[String]) -> Option<Vec<String>> {
    let says = |word: &&String| counts(word) || !vocabulary::conditions(word) && is_beside(word);
    let idle = || ["idle".to_owned()].into_iter().chain(words.iter().skip(1).filter(says).cloned()).collect();
    words.iter().any(|word| IDLE.include(word)).then(idle)
}

/// The state of what an unreadable sentence names: instances in sight, or the caller's own.
pub(super) fn state_of_named(words: &[String]) -> Option<Command> {
    let seen: Vec<Target> =
        words.iter().filter_map(|word| word.strip_prefix(punctuation::NAME)?.parse().ok()).collect();
    let is_own = |word: &String| MY.include(word) || MY_OWN.include(word);
    let own = || words.iter().any(is_own).then(|| vec![Target { workspace: None, which: Which::Mine }]);
    let targets = Some(seen).filter(|seen| !seen.is_empty()).or_else(own)?;
    Some(Command::Status { selection: Selection { targets, ..Selection::default() } })
}

/// Whether the word names something, says a time, or orders something.
fn is_said(word: &String) -> bool {
    let times = vocabulary::conditions(word) && !IDLE.include(word);
    times || !vocabulary::is_aside(word) || ordered(slice::from_ref(word)).is_some()
}

/// Whether the word is said beside a verb.
fn is_beside(word: &String) -> bool {
    is_said(word) && ordered(slice::from_ref(word)).is_none() && flags::state_in_words(word, &[]).is_none()
}

/// What to type instead of what `words` say not to do.
pub(super) fn of_not(words: &[String], again: impl Fn(&[String]) -> Option<Command>) -> Vec<String> {
    const BEFORE: Names = Names::new(&["before"], &["antes"]);
    // `no longer keep myci`, `no idle shutdown for myci`
    let sets = |at: &usize| matches!(ordered(&words[*at..]), Some(Verb::Keep | Verb::Idle));
    if let Some(at) = (0..words.len()).find(sets) {
        let said = words[at + 1..].iter().filter(|word| !vocabulary::conditions(word));
        let whole: Vec<_> = words[at..=at].iter().chain(said).chain([&"off".to_owned()]).cloned().collect();
        if let Some(ended) = again(&whole) {
            return vec![ended.to_string()];
        }
    }
    // `don't shut down myci`
    let begun = synonyms::obeyed(words).map(|(verb, rest)| [vec![verb.name().to_owned()], rest].concat());
    let words = begun.as_deref().unwrap_or(words);
    let said = words[..1].iter().chain(words[1..].iter().filter(|word| is_said(word)));
    let said: Vec<_> = said.cloned().collect();
    let command = again(&said).filter(|_| !words.iter().any(|word| BEFORE.include(word)));
    // `don't stop myci until 9pm`, `não mexa na myci hoje`, `don't let anyone stop myci tonight`
    let until = |word: &String| if BEFORE.include(word) { "until".to_owned() } else { word.clone() };
    // `nobody should stop myci`
    const SHOULD: Names = Names::new(&["should"], &["deve"]);
    let says = |word: &&String| is_beside(word) && !SHOULD.include(word);
    let of: Vec<_> = words.iter().skip(1).filter(says).map(until).collect();
    let keep = |end: &str| again(&[&["keep".to_owned()], &of[..], &normalize::words(end)].concat());
    let mine = || keep("mine for 2h").filter(|_| ordered(words).is_some());
    let keep = keep("").or_else(|| keep("for 2h")).or_else(mine).filter(|_| command.is_none());
    let selection = command.as_ref().and_then(Command::selection);
    let name = match selection.map(|selection| &*selection.targets) {
        Some([target @ Target { which: Which::Named(_) | Which::Mine, .. }]) => target.to_string(),
        _ => return vec![keep.map_or_else(|| Verb::List.name().to_owned(), |keep| keep.to_string())],
    };
    match command {
        Some(Command::Power { verb: Power::Stop | Power::Restart | Power::Delete, .. }) => {
            vec![format!("keep {name} for 2h"), format!("status {name}")]
        }
        _ => vec![format!("status {name}")],
    }
}
