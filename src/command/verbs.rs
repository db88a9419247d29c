//! The table of verbs. The parser, help, the documentation, the roles and the platforms' manifests follow it.

use jiff::SignedDuration;

use super::{
    actions::{DELETE, IDLE, READ, READ_PRICES, READ_TAGS, RESTART, SCHEDULES, START, STOP, WRITE_TAGS},
    clauses,
    command::{Command, Selection, Since},
    flags::Flag,
    parse_error::ParseError,
    verb::{Power, Verb},
};
use crate::locale::{InEach, Locale, Names, bare};

/// The number of targets that a verb takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Nothing,
    One,
    Many,
    /// Without a target, the command is about everything that the caller may see.
    AnyNumber,
    /// Another verb, to explain.
    Verb,
}

/// The kind of work behind a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Changes the state of instances, which everybody who uses them notices.
    Power,
    /// Changes what an instance is set to.
    Setting,
    /// Reads.
    Query,
    /// Is about Lamplighter itself: needs neither a grant nor Azure.
    Meta,
}

/// A row of [`VERBS`].
#[derive(Debug)]
pub struct VerbRow {
    pub verb: Verb,
    pub class: Class,
    /// The first English name is the canonical one.
    pub names: Names,
    pub takes: Takes,
    pub flags: &'static [Flag],
    /// The `flags` that the usage line has room for.
    pub shown: &'static [Flag],
    /// The end of the usage line, for verbs that end with a clause.
    clause: Option<InEach<&'static str>>,
    /// A whole canonical command, for help.
    pub example: &'static str,
    /// The Azure RBAC actions that it needs on the workspace.
    pub actions: &'static [&'static str],
    /// The role of `infra/azure` that gives the actions which the role Lamplighter does not.
    pub role: Option<&'static str>,
    pub(super) parse: fn(&[String]) -> Parsed,
}

/// Cuts the clause off the words behind the verb, and returns the other words and how the command is built once
/// they are read.
type Parsed = Result<(Vec<String>, Build), ParseError>;
pub(super) type Build = Box<dyn FnOnce(Arguments) -> Command>;

/// Everything behind a verb but its clause.
#[derive(Debug, Default)]
pub(super) struct Arguments {
    pub selection: Selection,
    pub max: Option<usize>,
    pub longer_than: Option<SignedDuration>,
    pub since: Option<Since>,
    pub dry_run: bool,
    pub force: bool,
    pub topic: Option<Verb>,
}

const POWER: &[Flag] = &[Flag::Except, Flag::State, Flag::Owner, Flag::Max, Flag::DryRun, Flag::Force];
/// Those of the command that is announced.
const ANNOUNCED: &[Flag] = &[Flag::Except, Flag::State, Flag::Owner, Flag::DryRun, Flag::Force];
const AUDITED: &[Flag] = &[Flag::Except, Flag::State, Flag::Owner, Flag::LongerThan];
const PRICED: &[Flag] = &[Flag::Except, Flag::State, Flag::Owner, Flag::Since];
const LOOK: &[Flag] = &[Flag::Except, Flag::State, Flag::Owner];

/// Portuguese has three ways to ask for a thing: `parar`, `pare` and the short `para`. The last one also means
/// "for", so it is not a name here: `para todas` is answered with "did you mean".
pub static VERBS: &[VerbRow] = &[
    VerbRow {
        verb: Verb::Status,
        class: Class::Query,
        names: Names::new(&["status", "show", "state"], &["estado", "situação", "mostrar", "mostre"]),
        takes: Takes::AnyNumber,
        flags: LOOK,
        shown: &[],
        clause: None,
        example: "status myci",
        actions: &[READ],
        role: None,
        parse: |words| without_clause(words, |a| Command::Status { selection: a.selection }),
    },
    VerbRow {
        verb: Verb::List,
        class: Class::Query,
        names: Names::new(&["list", "ls"], &["listar", "liste", "lista"]),
        takes: Takes::AnyNumber,
        flags: LOOK,
        shown: &[Flag::State, Flag::Owner],
        clause: None,
        example: "list --state running",
        actions: &[READ],
        role: None,
        parse: |words| without_clause(words, |a| Command::List { selection: a.selection }),
    },
    VerbRow {
        verb: Verb::Start,
        class: Class::Power,
        names: Names::new(&["start"], &["iniciar", "inicie", "inicia", "ligar", "ligue", "liga"]),
        takes: Takes::Many,
        flags: POWER,
        shown: &[],
        clause: None,
        example: "start myci",
        actions: &[READ, START],
        role: None,
        parse: |words| power(Power::Start, words),
    },
    VerbRow {
        verb: Verb::Stop,
        class: Class::Power,
        names: Names::new(&["stop"], &["parar", "pare", "desligar", "desligue", "desliga"]),
        takes: Takes::Many,
        flags: POWER,
        shown: &[Flag::Except, Flag::Max, Flag::Force],
        clause: None,
        example: "stop all --except prod-*",
        actions: &[READ, STOP],
        role: None,
        parse: |words| power(Power::Stop, words),
    },
    VerbRow {
        verb: Verb::Restart,
        class: Class::Power,
        names: Names::new(&["restart", "reboot"], &["reiniciar", "reinicie", "reinicia"]),
        takes: Takes::Many,
        flags: POWER,
        shown: &[Flag::Force],
        clause: None,
        example: "restart myci",
        actions: &[READ, RESTART],
        role: None,
        parse: |words| power(Power::Restart, words),
    },
    VerbRow {
        verb: Verb::Delete,
        class: Class::Power,
        names: Names::new(&["delete"], &["excluir", "exclua", "apagar", "apague", "deletar"]),
        takes: Takes::One,
        flags: &[Flag::DryRun],
        shown: &[],
        clause: None,
        example: "delete myci",
        actions: &[READ, DELETE],
        role: Some("delete"),
        parse: |words| power(Power::Delete, words),
    },
    VerbRow {
        verb: Verb::Idle,
        class: Class::Setting,
        names: Names::new(&["idle"], &["inatividade", "ociosidade"]),
        takes: Takes::One,
        flags: &[],
        shown: &[],
        clause: Some(InEach { en: "DURATION | off", pt: "DURAÇÃO | fim" }),
        example: "idle myci 2h",
        actions: &[READ, IDLE],
        role: Some("idle"),
        parse: |words| {
            let (target, idle) = clauses::idle::parse(words)?;
            without_clause(target, move |a| Command::Idle { selection: a.selection, idle })
        },
    },
    VerbRow {
        verb: Verb::Schedule,
        class: Class::Setting,
        names: Names::new(&["schedule", "schedules"], &["agendar", "agende", "agenda", "agendamentos"]),
        takes: Takes::One,
        flags: &[],
        shown: &[],
        clause: Some(InEach {
            en: "[add stop|start CRON [TZ] | enable ID | disable ID | remove ID]",
            pt: "[adicionar parar|iniciar CRON [TZ] | ativar ID | desativar ID | remover ID]",
        }),
        example: "schedule myci add stop 0 20 * * 1-5",
        actions: &[READ, SCHEDULES],
        role: Some("schedules"),
        parse: |words| {
            let (target, schedule) = clauses::schedule::parse(words)?;
            without_clause(target, |a| Command::Schedule { selection: a.selection, schedule })
        },
    },
    VerbRow {
        verb: Verb::Announce,
        class: Class::Query,
        names: Names::new(&["announce"], &["anunciar", "anuncie", "anuncia", "avisar", "avise"]),
        takes: Takes::Many,
        flags: ANNOUNCED,
        shown: &[],
        clause: Some(InEach { en: "in DURATION", pt: "em DURAÇÃO" }),
        example: "announce stop all --except prod-* in 30m",
        actions: &[READ, READ_TAGS],
        role: None,
        parse: announce,
    },
    VerbRow {
        verb: Verb::Keep,
        class: Class::Setting,
        names: Names::new(&["keep"], &["manter", "mantenha", "mantém", "segurar", "segure"]),
        takes: Takes::One,
        flags: &[],
        shown: &[],
        clause: Some(InEach {
            en: "for DURATION | until TIME | off [because TEXT]",
            pt: "por DURAÇÃO | até HORA | fim [porque TEXTO]",
        }),
        example: "keep myci for 2h because training",
        actions: &[READ, READ_TAGS, WRITE_TAGS],
        role: Some("keep"),
        parse: |words| {
            let (target, keep) = clauses::keep::parse(words)?;
            without_clause(target, |a| Command::Keep { selection: a.selection, keep })
        },
    },
    VerbRow {
        verb: Verb::Audit,
        class: Class::Query,
        names: Names::new(&["audit"], &["auditar", "audite", "auditoria"]),
        takes: Takes::AnyNumber,
        flags: AUDITED,
        shown: &[Flag::LongerThan],
        clause: None,
        example: "audit --longer-than 12h",
        actions: &[READ],
        role: None,
        parse: |words| {
            without_clause(words, |a| Command::Audit { selection: a.selection, longer_than: a.longer_than })
        },
    },
    VerbRow {
        verb: Verb::Cost,
        class: Class::Query,
        names: Names::new(&["cost", "costs"], &["custo", "custos", "gasto", "gastos"]),
        takes: Takes::AnyNumber,
        flags: PRICED,
        shown: &[Flag::Since],
        clause: None,
        example: "cost --since 8h",
        actions: &[READ, READ_PRICES],
        role: Some("prices"),
        parse: |words| without_clause(words, |a| Command::Cost { selection: a.selection, since: a.since }),
    },
    VerbRow {
        verb: Verb::Help,
        class: Class::Meta,
        names: Names::new(&["help", "?"], &["ajuda", "ajudar"]),
        takes: Takes::Verb,
        flags: &[],
        shown: &[],
        clause: None,
        example: "help stop",
        actions: &[],
        role: None,
        parse: |words| without_clause(words, |a| Command::Help { topic: a.topic }),
    },
    VerbRow {
        verb: Verb::Whoami,
        class: Class::Meta,
        names: Names::new(&["whoami"], &["quem-sou", "quemsou", "quem-sou-eu"]),
        takes: Takes::Nothing,
        flags: &[],
        shown: &[],
        clause: None,
        example: "whoami",
        actions: &[],
        role: None,
        parse: |words| without_clause(words, |_| Command::Whoami),
    },
    VerbRow {
        verb: Verb::Ping,
        class: Class::Meta,
        names: Names::new(&["ping"], &["ping"]),
        takes: Takes::Nothing,
        flags: &[],
        shown: &[],
        clause: None,
        example: "ping",
        actions: &[],
        role: None,
        parse: |words| without_clause(words, |_| Command::Ping),
    },
];

fn without_clause(words: &[String], build: impl FnOnce(Arguments) -> Command + 'static) -> Parsed {
    Ok((words.to_vec(), Box::new(build)))
}

fn power(verb: Power, words: &[String]) -> Parsed {
    without_clause(words, move |arguments| Command::Power {
        verb,
        selection: arguments.selection,
        max: arguments.max,
        dry_run: arguments.dry_run,
        force: arguments.force,
    })
}

fn announce(words: &[String]) -> Parsed {
    let (words, lead) = clauses::announce::parse(words)?;
    let (verb, targets) = words.split_first().ok_or(ParseError::AnnounceWhat)?;
    let verb = match named(verb).map(|row| row.verb) {
        Some(Verb::Stop) => Power::Stop,
        Some(Verb::Start) => Power::Start,
        Some(Verb::Restart) => Power::Restart,
        _ => return Err(ParseError::AnnounceWhat),
    };
    without_clause(targets, move |arguments| Command::Announce {
        verb,
        selection: arguments.selection,
        dry_run: arguments.dry_run,
        force: arguments.force,
        lead,
    })
}

/// What stands before a command to say yes to it: `confirm CODE COMMAND…`.
pub const CONFIRM: Names = Names::new(&["confirm"], &["confirmar", "confirme", "confirmo"]);

impl VerbRow {
    /// What follows the name in help, README and manifests: `TARGET… [--force]`.
    pub fn usage(&self, locale: Locale) -> String {
        const TARGET: InEach<&str> = InEach { en: "TARGET", pt: "ALVO" };
        const VERB: InEach<&str> = InEach { en: "VERB", pt: "VERBO" };
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
        let clause = self.clause.map(|clause| (*clause.of(locale)).to_owned());
        [takes].into_iter().chain(flags).chain(clause).collect::<Vec<_>>().join(" ")
    }
}

impl Power {
    pub fn name(self) -> &'static str {
        Verb::from(self).name()
    }
}

impl Verb {
    pub fn row(self) -> &'static VerbRow {
        &VERBS[self as usize] // a test compares the order
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

    /// Whether it changes the state of instances.
    pub fn is_power(self) -> bool {
        self.row().class == Class::Power
    }

    /// Whether it changes anything in Azure, so that it needs a permit for each instance.
    pub fn changes_the_world(self) -> bool {
        matches!(self.row().class, Class::Power | Class::Setting)
    }

    /// Whether it needs a grant. `help`, `whoami` and `ping` are free to every verified caller.
    pub fn needs_grant(self) -> bool {
        self.row().class != Class::Meta
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
        Names::new(
            &["turn off", "switch off", "power off", "shut down", "shutdown", "kill", "halt", "end"],
            &["para", "encerrar", "encerre", "derrubar", "derrube", "matar", "finalizar"],
        ),
    ),
    (
        Verb::Start,
        Names::new(
            &["turn on", "switch on", "power on", "run", "launch", "boot", "wake"],
            &["rodar", "rode", "subir", "suba", "acordar", "começar"],
        ),
    ),
    (Verb::Delete, Names::new(&["remove", "rm", "destroy"], &["remover", "remova", "destruir", "eliminar"])),
    (Verb::Status, Names::new(&["how is", "see"], &["como está", "como vai", "ver", "veja"])),
    (Verb::Whoami, Names::new(&["who am i"], &["quem sou eu", "quem sou"])),
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
