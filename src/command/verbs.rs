//! The one table of verbs. Parser, help, README's table and the platforms' manifests follow it.

use super::{clause, flags::Flag};
use crate::locale::{InEach, Locale, Names, bare};

/// What can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    Status,
    List,
    Start,
    Stop,
    Restart,
    Delete,
    Idle,
    Schedule,
    Announce,
    Keep,
    Audit,
    Cost,
    Help,
    Whoami,
    Ping,
}

/// How many targets a verb takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Nothing,
    One,
    Many,
    /// None means all that the caller may see.
    AnyNumber,
    /// Another verb, to explain.
    Verb,
}

/// One row of [`VERBS`].
#[derive(Debug)]
pub struct VerbRow {
    pub verb: Verb,
    /// The first English one is the canonical name.
    pub names: Names,
    pub takes: Takes,
    pub flags: &'static [Flag],
    /// Those of `flags` that the usage line has room for.
    pub shown: &'static [Flag],
    /// A whole command, for help; canonical.
    pub example: &'static str,
}

const POWER: &[Flag] = &[
    Flag::Except,
    Flag::State,
    Flag::Owner,
    Flag::Max,
    Flag::DryRun,
    Flag::Force,
];
/// Those of the command that is announced.
const ANNOUNCED: &[Flag] = &[Flag::Except, Flag::State, Flag::Owner, Flag::DryRun, Flag::Force];
const AUDITED: &[Flag] = &[Flag::Except, Flag::State, Flag::Owner, Flag::LongerThan];
const PRICED: &[Flag] = &[Flag::Except, Flag::State, Flag::Owner, Flag::Since];
const LOOK: &[Flag] = &[Flag::Except, Flag::State, Flag::Owner];

/// Portuguese has three ways to ask for a thing: `parar`, `pare` and the short `para`. That last
/// one also means "for", so it is no name here: `para todas` is met with "did you mean".
pub static VERBS: &[VerbRow] = &[
    VerbRow {
        verb: Verb::Status,
        names: Names {
            en: &["status", "show", "state"],
            pt: &["estado", "situação", "mostrar", "mostre"],
        },
        takes: Takes::AnyNumber,
        flags: LOOK,
        shown: &[],
        example: "status myci",
    },
    VerbRow {
        verb: Verb::List,
        names: Names {
            en: &["list", "ls"],
            pt: &["listar", "liste", "lista"],
        },
        takes: Takes::AnyNumber,
        flags: LOOK,
        shown: &[Flag::State, Flag::Owner],
        example: "list --state running",
    },
    VerbRow {
        verb: Verb::Start,
        names: Names {
            en: &["start"],
            pt: &["iniciar", "inicie", "inicia", "ligar", "ligue", "liga"],
        },
        takes: Takes::Many,
        flags: POWER,
        shown: &[],
        example: "start myci",
    },
    VerbRow {
        verb: Verb::Stop,
        names: Names {
            en: &["stop"],
            pt: &["parar", "pare", "desligar", "desligue", "desliga"],
        },
        takes: Takes::Many,
        flags: POWER,
        shown: &[Flag::Except, Flag::Max, Flag::Force],
        example: "stop all --except prod-*",
    },
    VerbRow {
        verb: Verb::Restart,
        names: Names {
            en: &["restart", "reboot"],
            pt: &["reiniciar", "reinicie", "reinicia"],
        },
        takes: Takes::Many,
        flags: POWER,
        shown: &[Flag::Force],
        example: "restart myci",
    },
    VerbRow {
        verb: Verb::Delete,
        names: Names {
            en: &["delete"],
            pt: &["excluir", "exclua", "apagar", "apague", "deletar"],
        },
        takes: Takes::One,
        flags: &[Flag::DryRun],
        shown: &[],
        example: "delete myci",
    },
    VerbRow {
        verb: Verb::Idle,
        names: Names {
            en: &["idle"],
            pt: &["inatividade", "ociosidade"],
        },
        takes: Takes::One,
        flags: &[],
        shown: &[],
        example: "idle myci 2h",
    },
    VerbRow {
        verb: Verb::Schedule,
        names: Names {
            en: &["schedule", "schedules"],
            pt: &["agendar", "agende", "agenda", "agendamentos"],
        },
        takes: Takes::One,
        flags: &[],
        shown: &[],
        example: "schedule myci add stop 0 20 * * 1-5",
    },
    VerbRow {
        verb: Verb::Announce,
        names: Names {
            en: &["announce"],
            pt: &["anunciar", "anuncie", "anuncia", "avisar", "avise"],
        },
        takes: Takes::Many,
        flags: ANNOUNCED,
        shown: &[],
        example: "announce stop all --except prod-* in 30m",
    },
    VerbRow {
        verb: Verb::Keep,
        names: Names {
            en: &["keep"],
            pt: &["manter", "mantenha", "mantém", "segurar", "segure"],
        },
        takes: Takes::One,
        flags: &[],
        shown: &[],
        example: "keep myci for 2h because training",
    },
    VerbRow {
        verb: Verb::Audit,
        names: Names {
            en: &["audit"],
            pt: &["auditar", "audite", "auditoria"],
        },
        takes: Takes::AnyNumber,
        flags: AUDITED,
        shown: &[Flag::LongerThan],
        example: "audit --longer-than 12h",
    },
    VerbRow {
        verb: Verb::Cost,
        names: Names {
            en: &["cost", "costs"],
            pt: &["custo", "custos", "gasto", "gastos"],
        },
        takes: Takes::AnyNumber,
        flags: PRICED,
        shown: &[Flag::Since],
        example: "cost --since 8h",
    },
    VerbRow {
        verb: Verb::Help,
        names: Names {
            en: &["help", "?"],
            pt: &["ajuda", "ajudar"],
        },
        takes: Takes::Verb,
        flags: &[],
        shown: &[],
        example: "help stop",
    },
    VerbRow {
        verb: Verb::Whoami,
        names: Names {
            en: &["whoami"],
            pt: &["quem-sou", "quemsou", "quem-sou-eu"],
        },
        takes: Takes::Nothing,
        flags: &[],
        shown: &[],
        example: "whoami",
    },
    VerbRow {
        verb: Verb::Ping,
        names: Names {
            en: &["ping"],
            pt: &["ping"],
        },
        takes: Takes::Nothing,
        flags: &[],
        shown: &[],
        example: "ping",
    },
];

/// What stands before a command to say yes to it: `confirm CODE COMMAND…`.
pub const CONFIRM: Names = Names {
    en: &["confirm"],
    pt: &["confirmar", "confirme", "confirmo"],
};

impl VerbRow {
    /// What follows the name in help, README and manifests: `TARGET… [--force]`.
    pub fn usage(&self, locale: Locale) -> String {
        const TARGET: InEach<&str> = InEach {
            en: "TARGET",
            pt: "ALVO",
        };
        const VERB: InEach<&str> = InEach {
            en: "VERB",
            pt: "VERBO",
        };
        let target = TARGET.of(locale);
        let takes = match self.takes {
            Takes::Many if self.verb == Verb::Announce => format!("{} {target}…", VERB.of(locale)),
            Takes::Nothing => String::new(),
            Takes::One => target.to_string(),
            Takes::Many => format!("{target}…"),
            Takes::AnyNumber => format!("[{target}…]"),
            Takes::Verb => format!("[{}]", VERB.of(locale)),
        };
        let flags = self.shown.iter().map(|flag| format!("[{}]", flag.usage(locale)));
        let clause = Some(clause::usage(self.verb, locale)).filter(|clause| !clause.is_empty());
        let clause = clause.map(str::to_owned);
        [takes]
            .into_iter()
            .chain(flags)
            .chain(clause)
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl Verb {
    pub fn row(self) -> &'static VerbRow {
        VERBS
            .iter()
            .find(|row| row.verb == self)
            .expect("every verb has a row: a test walks them")
    }

    /// The verb that goes by this name, whatever its case.
    pub fn named(name: &str) -> Option<Self> {
        named(name).map(|row| row.verb)
    }

    /// The canonical English name: the one in grants, logs and machine answers.
    pub fn name(self) -> &'static str {
        self.name_in(Locale::English)
    }

    /// The name to say to people.
    pub fn name_in(self, locale: Locale) -> &'static str {
        self.row().names.first(locale)
    }

    /// Whether it changes an instance itself, which everybody who uses it notices.
    pub fn is_power(self) -> bool {
        matches!(self, Self::Start | Self::Stop | Self::Restart | Self::Delete)
    }

    /// Whether it changes anything in Azure, and so needs a permit for each instance.
    pub fn changes_the_world(self) -> bool {
        self.is_power() || matches!(self, Self::Keep | Self::Idle | Self::Schedule)
    }

    /// Whether grants speak of it. `help`, `whoami` and `ping` are free to everybody heard.
    pub fn needs_grant(self) -> bool {
        !matches!(self, Self::Help | Self::Whoami | Self::Ping)
    }
}

pub(super) fn named(word: &str) -> Option<&'static VerbRow> {
    VERBS.iter().find(|row| row.names.include(word))
}

/// What people call a verb that has another name here: offered, not obeyed. What is longer stands
/// before what it begins with.
pub(super) const OTHERWISE: &[(Verb, Names)] = &[
    (
        Verb::Stop,
        Names {
            en: &[
                "turn off",
                "switch off",
                "power off",
                "shut down",
                "shutdown",
                "kill",
                "halt",
                "end",
            ],
            pt: &[
                "para",
                "encerrar",
                "encerre",
                "derrubar",
                "derrube",
                "matar",
                "finalizar",
            ],
        },
    ),
    (
        Verb::Start,
        Names {
            en: &[
                "turn on",
                "switch on",
                "power on",
                "run",
                "launch",
                "boot",
                "wake",
            ],
            pt: &["rodar", "rode", "subir", "suba", "acordar", "começar"],
        },
    ),
    (
        Verb::Delete,
        Names {
            en: &["remove", "rm", "destroy"],
            pt: &["remover", "remova", "destruir", "eliminar"],
        },
    ),
    (
        Verb::Status,
        Names {
            en: &["how is", "see"],
            pt: &["como está", "como vai", "ver", "veja"],
        },
    ),
    (
        Verb::Whoami,
        Names {
            en: &["who am i"],
            pt: &["quem sou eu", "quem sou"],
        },
    ),
];

/// The name, in the language that was typed, of what people call otherwise, and how many words
/// that took.
pub(super) fn otherwise_called(word: &str, rest: &[String]) -> Option<(&'static str, usize)> {
    let typed = bare(&[&[word.to_owned()], rest].concat().join(" "));
    let begins = |phrase: &&str| {
        let after = typed.strip_prefix(&bare(phrase));
        after.is_some_and(|after| after.is_empty() || after.starts_with(' '))
    };
    OTHERWISE.iter().find_map(|(verb, names)| {
        let phrase = names.all().find(begins)?;
        let name = verb.name_in(names.language(phrase)?);
        Some((name, phrase.split(' ').count()))
    })
}
