//! What `help` explains besides a verb.

use super::verb::Verb;
use crate::locale::{Locale, Names};

/// What `help` explains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Topic {
    /// The verbs that people use most.
    #[default]
    Overview,
    /// Every verb.
    All,
    /// One verb.
    Verb(Verb),
    /// What can stand where usage lines have NAME.
    Names,
    /// DURATION and TIME.
    Times,
    /// The states that `--state` takes.
    States,
    /// Whom `--owner` takes.
    Owners,
    /// What `--size` takes, and `--gpu`.
    Sizes,
}

/// The words for all but verbs. They go before the verbs' names, of which `state` is one.
#[rustfmt::skip]
const TOPICS: [(Topic, Names); 6] = [
    (Topic::All, Names::new(&["all", "everything", "more", "commands", "verbs"], &["tudo", "todos", "todas", "mais", "comandos", "verbos"])),
    (Topic::Names, Names::new(&["names", "name", "target", "targets", "mine", "glob", "globs"], &["nomes", "nome", "alvo", "alvos", "minhas", "padrão", "padrões"])),
    (Topic::Times, Names::new(&["times", "time", "duration", "durations", "date", "dates", "when", "until"], &["horários", "horário", "hora", "horas", "duração", "durações", "data", "datas", "quando", "até"])),
    (Topic::States, Names::new(&["states", "state"], &["estados"])),
    (Topic::Owners, Names::new(&["owners", "owner"], &["donos", "dono", "dona", "donas"])),
    (Topic::Sizes, Names::new(&["sizes", "size", "gpu"], &["tamanhos", "tamanho"])),
];

impl Topic {
    /// The topic or verb of this name, in any language and case; also an option's, with its hyphens.
    pub fn named(word: &str) -> Option<Self> {
        let bare = word.trim_start_matches('-');
        let topic = TOPICS.iter().find(|(_, names)| names.include(bare)).map(|(topic, _)| *topic);
        topic.or_else(|| Verb::named(word).map(Self::Verb))
    }

    /// What to type behind `help`. `None` for the overview.
    pub fn name_in(self, locale: Locale) -> Option<&'static str> {
        match self {
            Self::Verb(verb) => Some(verb.name_in(locale)),
            _ => TOPICS.iter().find(|(topic, _)| *topic == self).map(|(_, names)| names.first(locale)),
        }
    }

    /// All but the overview and the verbs.
    pub fn others() -> impl Iterator<Item = Self> {
        TOPICS.iter().map(|(topic, _)| *topic)
    }
}
