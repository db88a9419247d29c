//! The options of commands, and the words that some of them take.

use std::sync::LazyLock;

use super::{closest::closest, phrases};
use crate::locale::{InEach, Locale, Names, bare};

/// An option of a command. [`VerbRow::flags`](super::VerbRow::flags) says which verb takes which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// `--except GLOB`: leaves out the instances that fit. May be repeated.
    Except,
    /// `--state running`: only instances in this state.
    State,
    /// `--owner me`: only instances of this owner.
    Owner,
    /// `--gpu`: only instances with a GPU.
    Gpu,
    /// `--size NC6`: only instances whose size has this in its name.
    Size,
    /// `--max 5`: acts on so many instances at most.
    Max,
    /// `--longer-than 12h`: how long a run lasts before `audit` reports it.
    LongerThan,
    /// `--since 8h`, `--since 22:00`: the time from which `cost` counts savings.
    Since,
    /// `--dry-run`: only reports what would happen.
    DryRun,
    /// `--force`: acts in spite of keeps and running jobs.
    Force,
}

/// The flags in the order of the enum, their names with hyphens, and the placeholders of their values in usage lines.
/// A switch has none.
#[rustfmt::skip]
const FLAGS: [(Flag, Names, Option<InEach<&str>>); 10] = [
    (Flag::Except, Names::new(&["--except"], &["--exceto", "--menos"]), Some(InEach::new("NAME", "NOME"))),
    (Flag::State, Names::new(&["--state"], &["--estado", "--situação"]), Some(InEach::new("STATE", "ESTADO"))),
    (Flag::Owner, Names::new(&["--owner"], &["--dono", "--dona"]), Some(InEach::new("OWNER", "DONO"))),
    (Flag::Gpu, Names::new(&["--gpu", "--gpus"], &["--gpu", "--gpus"]), None),
    (Flag::Size, Names::new(&["--size"], &["--tamanho"]), Some(InEach::new("SIZE", "TAMANHO"))),
    (Flag::Max, Names::new(&["--max"], &["--máximo", "--max"]), Some(InEach::new("N", "N"))),
    (Flag::LongerThan, Names::new(&["--longer-than"], &["--mais-de"]), Some(InEach::new("DURATION", "DURAÇÃO"))),
    (Flag::Since, Names::new(&["--since"], &["--desde"]), Some(InEach::new("TIME", "HORA"))),
    (Flag::DryRun, Names::new(&["--dry-run", "--simulate", "--simulated"], &["--simular", "--simulação", "--simulando"]), None),
    (Flag::Force, Names::new(&["--force"], &["--forçar"]), None),
];

impl Flag {
    /// Every option, in the order of the enum.
    pub fn all() -> impl Iterator<Item = Self> {
        FLAGS.into_iter().map(|(flag, _, _)| flag)
    }

    /// With their hyphens.
    pub fn names(self) -> Names {
        FLAGS[self as usize].1
    }

    fn value(self) -> Option<InEach<&'static str>> {
        FLAGS[self as usize].2
    }

    /// The canonical English name.
    pub fn name(self) -> &'static str {
        self.name_in(Locale::English)
    }

    /// The name that replies use.
    pub fn name_in(self, locale: Locale) -> &'static str {
        self.names().first(locale)
    }

    /// `--except NAME`
    pub(super) fn usage(self, locale: Locale) -> String {
        let value = self.value().map(|value| format!(" {}", value.of(locale)));
        self.name_in(locale).to_owned() + value.as_deref().unwrap_or_default()
    }

    /// Whether it is no switch.
    pub fn takes_value(self) -> bool {
        self.value().is_some()
    }

    /// Those of `flags` that a mistyped one may mean, each by one name: `--forse`, `-f`, `-dry-run`, `--dry`.
    pub(super) fn nearest(name: &str, flags: &[Self]) -> Vec<&'static str> {
        let typed = format!("--{}", name.trim_start_matches('-'));
        let known = || flags.iter().flat_map(|flag| flag.names().all());
        let mut meant: Vec<_> = known().filter(|known| known.starts_with(&typed)).collect();
        if meant.is_empty() {
            meant = closest(&typed, known());
            // `--force` is only offered for what differs by one letter.
            meant.retain(|name| {
                !Self::Force.names().include(name)
                    || strsim::damerau_levenshtein(&bare(&typed), &bare(name)) < 2
            });
        }
        meant.dedup_by_key(|name| Self::named(name));
        meant
    }

    /// The option of this name, hyphens and all.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::all().find(|flag| flag.names().include(name))
    }
}

/// Stands for the caller as owner.
pub(super) const ME: Names = Names::new(&["me"], &["eu", "mim"]);

/// What `keep myci running` says beside the verb.
pub(super) static RUNNING: LazyLock<Names> = LazyLock::new(|| STATES[0]);

/// The names of states: first Azure's own in lower case, then what people type.
pub(super) static STATES: LazyLock<Vec<Names>> =
    LazyLock::new(|| phrases::rows("state").map(|(_, names)| names).collect());

/// The canonical word for a state in any language. An unknown one is kept: Azure may know it.
pub(super) fn state(word: &str) -> String {
    let known = STATES.iter().find(|names| names.include(word));
    known.map_or_else(|| word.to_owned(), |names| names.first(Locale::English).to_owned())
}

/// A state in the words that replies use, `being set up`: how many of `more` belong to it beside `first`.
pub(super) fn state_in_words(first: &str, more: &[String]) -> Option<(String, usize)> {
    let longest = STATES.iter().flat_map(|names| names.all()).map(|name| name.split('-').count()).max();
    let most = more.len().min(longest.unwrap_or_default());
    (0..=most).rev().find_map(|count| {
        let words = more[..count].iter().map(|word| format!("-{word}"));
        let joined = (first.to_owned() + &words.collect::<String>()).replace(':', "");
        STATES.iter().any(|names| names.include(&joined)).then_some((joined, count))
    })
}

/// The names of all states in `locale`, if `word` is not one of them.
pub fn states_instead_of(word: &str, locale: Locale) -> Option<Vec<&'static str>> {
    let known = STATES.iter().any(|names| names.include(word));
    (!known).then(|| STATES.iter().map(|names| names.first(locale)).collect())
}

/// The name, mention or id of an owner, or the canonical word for "me". `None` if it cannot be any of these.
pub fn owner(words: &str) -> Option<String> {
    let mention = words.strip_prefix("<@").and_then(|rest| rest.strip_suffix('>'));
    let name = mention.unwrap_or(words);
    let fits = |c: char| c.is_alphanumeric() || " -_.,@+'’()".contains(c);
    let fits = name.chars().all(fits) && name.contains(char::is_alphanumeric);
    fits.then(|| if ME.include(words) { ME.first(Locale::English) } else { words }.to_owned())
}

/// How many of the words behind the first one belong to a name that is not in quotes: `Ada Lovelace`, `Maria da Silva`.
/// Names of instances are hardly written like that.
pub(super) fn more_of_the_name(words: &[String]) -> usize {
    let is_name = |word: &str| {
        let mut letters = word.trim_start_matches('@').chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.all(|c| c.is_alphabetic() && c.is_lowercase())
    };
    let is_particle = |word: &str| word.len() <= 3 && word.chars().all(char::is_lowercase);
    let mut count = 0;
    while is_name(&words[0]) {
        count += match &words[count + 1..] {
            [next, ..] if is_name(next) => 1,
            [particle, next, ..] if is_particle(particle) && is_name(next) => 2,
            _ => break,
        };
    }
    count
}

/// The person in `@bob`, a mention, or `bob's`, which no instance is called.
pub(super) fn person(word: &str) -> Option<String> {
    let whose = ["'s", "’s"].iter().find_map(|end| word.strip_suffix(end));
    whose
        .or_else(|| Some(word).filter(|word| word.starts_with('@') || word.starts_with("<@")))
        .and_then(owner)
}

/// A canonical word of one of `tables` in the words of `locale`; other words are returned unchanged.
pub(super) fn said<'a>(word: &'a str, tables: &[Names], locale: Locale) -> &'a str {
    let canonical = |names: &&Names| names.first(Locale::English) == word;
    tables.iter().find(canonical).map_or(word, |names| names.first(locale))
}
