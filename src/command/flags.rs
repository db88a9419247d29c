//! The options of commands, and the words that some of them take.

use super::closest::closest;
use crate::locale::{InEach, Locale, Names, bare};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    Except,
    State,
    Owner,
    Max,
    LongerThan,
    Since,
    DryRun,
    Force,
}

impl Flag {
    pub const ALL: &[Self] = &[
        Self::Except,
        Self::State,
        Self::Owner,
        Self::Max,
        Self::LongerThan,
        Self::Since,
        Self::DryRun,
        Self::Force,
    ];

    /// With their hyphens.
    pub const fn names(self) -> Names {
        match self {
            Self::Except => Names::new(&["--except"], &["--exceto", "--menos"]),
            Self::State => Names::new(&["--state"], &["--estado", "--situação"]),
            Self::Owner => Names::new(&["--owner"], &["--dono", "--dona"]),
            Self::Max => Names::new(&["--max"], &["--máximo", "--max"]),
            Self::LongerThan => Names::new(&["--longer-than"], &["--mais-de"]),
            Self::Since => Names::new(&["--since"], &["--desde"]),
            Self::DryRun => Names::new(&["--dry-run"], &["--simular", "--simulação"]),
            Self::Force => Names::new(&["--force"], &["--forçar"]),
        }
    }

    /// The placeholder of its value in usage lines; `None` for a switch.
    const fn value(self) -> Option<InEach<&'static str>> {
        match self {
            Self::Except => Some(InEach { en: "GLOB", pt: "GLOB" }),
            Self::State => Some(InEach { en: "S", pt: "E" }),
            Self::Owner => Some(InEach { en: "O", pt: "D" }),
            Self::Max => Some(InEach { en: "N", pt: "N" }),
            Self::LongerThan => Some(InEach { en: "DURATION", pt: "DURAÇÃO" }),
            Self::Since => Some(InEach { en: "TIME", pt: "HORA" }),
            Self::DryRun | Self::Force => None,
        }
    }

    /// The canonical English name.
    pub fn name(self) -> &'static str {
        self.name_in(Locale::English)
    }

    /// The name that replies use.
    pub fn name_in(self, locale: Locale) -> &'static str {
        self.names().first(locale)
    }

    /// `--except GLOB`
    pub(super) fn usage(self, locale: Locale) -> String {
        let value = self.value().map(|value| format!(" {}", value.of(locale)));
        self.name_in(locale).to_owned() + value.as_deref().unwrap_or_default()
    }

    pub(super) const fn takes_value(self) -> bool {
        self.value().is_some()
    }

    /// The option that a mistyped one may mean: `--forse`, `-f`, `-dry-run`, `--dry`.
    pub(super) fn nearest(name: &str) -> Option<&'static str> {
        let typed = format!("--{}", name.trim_start_matches('-'));
        let known = || Self::ALL.iter().flat_map(|flag| flag.names().all());
        known()
            .find(|known| known.starts_with(&typed))
            // `--force` is only offered for what differs by one letter.
            .or_else(|| {
                closest(&typed, known()).filter(|name| {
                    !Self::Force.names().include(name)
                        || strsim::damerau_levenshtein(&bare(&typed), &bare(name)) < 2
                })
            })
    }

    /// The option of this name, hyphens and all.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|flag| flag.names().include(name))
    }
}

/// Stands for the caller as owner.
pub(super) const ME: Names = Names::new(&["me"], &["eu", "mim"]);

/// The names of states: first Azure's own in lower case, then what people type.
pub(super) const STATES: &[Names] = &[
    Names::new(&["running"], &["rodando", "em-execução", "ligada", "ligadas"]),
    Names::new(&["stopped"], &["parada", "paradas", "desligada", "desligadas"]),
    Names::new(&["jobrunning", "job-running"], &["com-job", "com-jobs"]),
    Names::new(&["starting"], &["iniciando", "ligando"]),
    Names::new(&["stopping"], &["parando", "desligando"]),
    Names::new(&["restarting"], &["reiniciando"]),
    Names::new(&["deleting"], &["excluindo", "apagando"]),
    Names::new(&["creating"], &["criando"]),
    Names::new(&["resizing"], &["redimensionando"]),
    Names::new(&["settingup", "setting-up"], &["configurando"]),
    Names::new(&["createfailed", "create-failed"], &["falha-na-criação"]),
    Names::new(&["setupfailed", "setup-failed"], &["falha-na-configuração"]),
    Names::new(&["unusable"], &["inutilizável", "inutilizáveis"]),
    Names::new(&["unknown"], &["desconhecida", "desconhecidas"]),
];

/// The canonical word for a state in any language. An unknown one is kept: Azure may know it.
pub(super) fn state(word: &str) -> String {
    let known = STATES.iter().find(|names| names.include(word));
    known.map_or_else(|| word.to_owned(), |names| names.first(Locale::English).to_owned())
}

/// The names of all states in `locale`, if `word` is not one of them.
pub fn states_instead_of(word: &str, locale: Locale) -> Option<Vec<&'static str>> {
    let known = STATES.iter().any(|names| names.include(word));
    (!known).then(|| STATES.iter().map(|names| names.first(locale)).collect())
}

/// The owner's id, or the canonical word for "me".
pub(super) fn owner(word: &str) -> String {
    if ME.include(word) { ME.first(Locale::English).to_owned() } else { word.to_owned() }
}

/// A canonical word of one of `tables` in the words of `locale`; other words are returned unchanged.
pub(super) fn said<'a>(word: &'a str, tables: &[Names], locale: Locale) -> &'a str {
    let canonical = |names: &&Names| names.first(Locale::English) == word;
    tables.iter().find(canonical).map_or(word, |names| names.first(locale))
}
