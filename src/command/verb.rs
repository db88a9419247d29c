//! The verbs and their table. The parser, help, the documentation, the roles and the platforms' manifests follow it.

use super::{
    actions::{
        CHECK_NAME, CREATE, DELETE, IDLE, READ, READ_PRICES, READ_TAGS, READ_WORKSPACE, RESTART, SCHEDULES,
        START, STOP, WRITE_TAGS,
    },
    flags::Flag,
};
use crate::locale::{InEach, Locale, Names};

/// A verb of the command language. [`VERBS`] has a row for each, in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// State, price, owner and schedules of instances.
    Status,
    /// All instances that the caller may see, a line each.
    List,
    /// Starts stopped instances.
    Start,
    /// Stops instances, whose disks remain.
    Stop,
    /// Stops instances and starts them again.
    Restart,
    /// Deletes one instance for good. A person has to confirm it.
    Delete,
    /// Makes an instance from a blueprint. A person has to confirm it.
    Create,
    /// Makes an instance in place of an old one, which it stops. A person has to confirm it.
    Renew,
    /// Sets the idle time after which Azure stops an instance.
    Idle,
    /// Shows or changes the schedules by which Azure starts and stops an instance.
    Schedule,
    /// Says in a channel what another command will do.
    Announce,
    /// Protects an instance from timers and alerts until a given time.
    Keep,
    /// What people asked to be done later.
    Later,
    /// Carries out what is pending and due, as a timer's fixed command.
    Due,
    /// Findings about instances: old images, no idle shutdown, long runs and more.
    Audit,
    /// Instances whose image is old, and how to renew one.
    Outdated,
    /// What instances cost per hour and day, by owner.
    Cost,
    /// Which Azure actions Lamplighter lacks, for owners.
    Check,
    /// Explains the verbs. Also the answer to an empty text.
    #[default]
    Help,
    /// Who the caller is to Lamplighter, and what they may do.
    Whoami,
    /// Whether Lamplighter answers, and its version. Azure is not asked.
    Ping,
}

/// A verb that changes the state of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Power {
    /// `start`, for stopped instances only.
    Start,
    /// `stop`, which ends running jobs only with `--force`.
    Stop,
    /// `restart`, which ends running jobs only with `--force`.
    Restart,
    /// `delete`, for one instance by its name.
    Delete,
}

impl From<Power> for Verb {
    fn from(power: Power) -> Self {
        match power {
            Power::Start => Self::Start,
            Power::Stop => Self::Stop,
            Power::Restart => Self::Restart,
            Power::Delete => Self::Delete,
        }
    }
}

/// The number of targets that a verb takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// `whoami`.
    Nothing,
    /// `delete myci`: exactly one, by its name.
    One,
    /// `stop gpu-* myci`: at least one.
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
    /// Changes a setting of an instance.
    Setting,
    /// Reads.
    Query,
    /// Is about Lamplighter itself and what it is going to do: needs no grant.
    Meta,
    /// Is the command of a timer's configuration alone, and needs no grant of its own: it carries out what people asked
    /// for, with their grants. People are not shown it.
    Timer,
}

/// A row of [`VERBS`].
#[derive(Debug)]
pub struct VerbRow {
    /// The verb that the row describes. Its number is the row's index in [`VERBS`].
    pub verb: Verb,
    /// What carrying it out affects, which decides on grants and permits.
    pub class: Class,
    /// The first English name is the canonical one.
    pub names: Names,
    /// How many targets may follow the verb.
    pub takes: Takes,
    /// The options that the parser accepts with the verb.
    pub flags: &'static [Flag],
    /// The `flags` that the usage line has room for.
    pub shown: &'static [Flag],
    /// The end of the usage line, for verbs that end with a clause.
    clause: Option<InEach<&'static str>>,
    /// A whole canonical command, for help.
    pub example: &'static str,
    /// The Azure RBAC actions that the verb needs on the workspace.
    pub actions: &'static [&'static str],
    /// The role of `infra/azure` that adds the actions which the role Lamplighter lacks.
    pub role: Option<&'static str>,
}

impl VerbRow {
    /// What most queries have in common; each row adds its verb, names and example.
    const QUERY: Self = Self {
        verb: Verb::Status,
        class: Class::Query,
        names: Names::new(&[], &[]),
        takes: Takes::AnyNumber,
        flags: &[Flag::Except, Flag::State, Flag::Owner, Flag::Gpu, Flag::Size],
        shown: &[],
        clause: None,
        example: "",
        actions: &[READ],
        role: None,
    };
    #[rustfmt::skip]
    const POWER: Self = Self { class: Class::Power, takes: Takes::Many,
        flags: &[Flag::Except, Flag::State, Flag::Owner, Flag::Gpu, Flag::Size, Flag::Max, Flag::DryRun, Flag::Force],
        ..Self::QUERY };
    const SETTING: Self = Self { class: Class::Setting, takes: Takes::Many, flags: &[], ..Self::QUERY };
    const META: Self =
        Self { class: Class::Meta, takes: Takes::Nothing, flags: &[], actions: &[], ..Self::QUERY };
}

/// Portuguese has three ways to ask for a thing: `parar`, `pare` and the short `para`. The last one also means
/// "for", so it is not a name here: `para todas` is answered with "did you mean".
#[rustfmt::skip]
pub static VERBS: &[VerbRow] = &[
    VerbRow { verb: Verb::Status,
        names: Names::new(&["status", "show", "state"], &["estado", "situação", "mostrar", "mostre"]),
        example: "status myci", ..VerbRow::QUERY },
    VerbRow { verb: Verb::List, names: Names::new(&["list", "ls"], &["listar", "liste", "lista"]),
        shown: &[Flag::State, Flag::Owner], example: "list --state running", ..VerbRow::QUERY },
    VerbRow { verb: Verb::Start, names: Names::new(&["start"], &["iniciar", "inicie", "inicia", "ligar", "ligue", "liga"]),
        flags: &[Flag::Except, Flag::State, Flag::Owner, Flag::Gpu, Flag::Size, Flag::Max, Flag::DryRun],
        example: "start myci", actions: &[READ, START], ..VerbRow::POWER },
    VerbRow { verb: Verb::Stop, names: Names::new(&["stop"], &["parar", "pare", "desligar", "desligue", "desliga"]),
        shown: &[Flag::Except, Flag::Max, Flag::Force], example: "stop all --except prod-*", actions: &[READ, STOP],
        ..VerbRow::POWER },
    VerbRow { verb: Verb::Restart, names: Names::new(&["restart", "reboot"], &["reiniciar", "reinicie", "reinicia"]),
        shown: &[Flag::Force], example: "restart myci", actions: &[READ, RESTART], ..VerbRow::POWER },
    VerbRow { verb: Verb::Delete, names: Names::new(&["delete"], &["excluir", "exclua", "apagar", "apague", "deletar"]),
        takes: Takes::One, flags: &[Flag::DryRun], example: "delete myci", actions: &[READ, DELETE], role: Some("delete"),
        ..VerbRow::POWER },
    VerbRow { verb: Verb::Create, names: Names::new(&["create"], &["criar", "crie", "cria"]), takes: Takes::One,
        clause: Some(InEach::new("[from BLUEPRINT] [for PERSON]", "[do modelo MODELO] [para PESSOA]")),
        example: "create myci from small", actions: &[READ, READ_WORKSPACE, CREATE, CHECK_NAME], role: Some("create"),
        ..VerbRow::SETTING },
    VerbRow { verb: Verb::Renew, names: Names::new(&["renew", "recreate"], &["renovar", "renove", "renova", "recriar", "recrie"]), takes: Takes::One,
        clause: Some(InEach::new("[as NEWNAME]", "[como NOVONOME]")), example: "renew myci as myci-b",
        actions: &[READ, READ_WORKSPACE, CREATE, CHECK_NAME, STOP], role: Some("create"), ..VerbRow::SETTING },
    VerbRow { verb: Verb::Idle, names: Names::new(&["idle"], &["inatividade", "ociosidade"]),
        clause: Some(InEach::new("DURATION | off", "DURAÇÃO | fim")), example: "idle myci 2h", actions: &[READ, IDLE],
        role: Some("idle"), ..VerbRow::SETTING },
    VerbRow { verb: Verb::Schedule,
        names: Names::new(&["schedule", "schedules"], &["agendar", "agende", "agenda", "agendamentos"]),
        clause: Some(InEach::new("[add stop|start weekdays at 20:00 | enable ID | disable ID | remove ID]", "[adicionar parar|iniciar dias úteis às 20:00 | ativar ID | desativar ID | remover ID]")),
        example: "schedule myci add stop weekdays at 20:00", actions: &[READ, SCHEDULES], role: Some("schedules"),
        ..VerbRow::SETTING },
    VerbRow { verb: Verb::Announce,
        names: Names::new(&["announce"], &["anunciar", "anuncie", "anuncia", "avisar", "avise"]), takes: Takes::Many,
        flags: &[Flag::Except, Flag::State, Flag::Owner, Flag::Gpu, Flag::Size, Flag::DryRun, Flag::Force],
        clause: Some(InEach::new("in DURATION", "em DURAÇÃO")), example: "announce stop all --except prod-* in 30m",
        actions: &[READ, READ_TAGS], ..VerbRow::QUERY },
    VerbRow { verb: Verb::Keep, names: Names::new(&["keep"], &["manter", "mantenha", "mantém", "segurar", "segure"]),
        clause: Some(InEach::new("for DURATION | until TIME | off [because TEXT]", "por DURAÇÃO | até HORA | fim [porque TEXTO]")),
        example: "keep myci for 2h because training", actions: &[READ, READ_TAGS, WRITE_TAGS], role: Some("keep"),
        ..VerbRow::SETTING },
    VerbRow { verb: Verb::Later, names: Names::new(&["later", "pending"], &["pendentes", "pendente", "depois"]),
        takes: Takes::AnyNumber, clause: Some(InEach::new("[off]", "[fim]")), example: "later myci off",
        actions: &[READ, READ_TAGS, WRITE_TAGS], role: Some("keep"), ..VerbRow::META },
    VerbRow { verb: Verb::Due, class: Class::Timer, names: Names::new(&["due"], &["due"]), example: "due",
        actions: &[READ, READ_TAGS, WRITE_TAGS], role: Some("keep"), ..VerbRow::META },
    VerbRow { verb: Verb::Audit, names: Names::new(&["audit"], &["auditar", "audite", "auditoria"]),
        flags: &[Flag::Except, Flag::State, Flag::Owner, Flag::Gpu, Flag::Size, Flag::LongerThan],
        shown: &[Flag::LongerThan], example: "audit --longer-than 12h", ..VerbRow::QUERY },
    VerbRow { verb: Verb::Outdated,
        names: Names::new(&["outdated"], &["desatualizadas", "desatualizada", "desatualizados", "desatualizado"]),
        example: "outdated myci", ..VerbRow::QUERY },
    VerbRow { verb: Verb::Cost, names: Names::new(&["cost", "costs"], &["custo", "custos", "gasto", "gastos"]),
        flags: &[Flag::Except, Flag::State, Flag::Owner, Flag::Gpu, Flag::Size, Flag::Since], shown: &[Flag::Since],
        example: "cost --since 8h", actions: &[READ, READ_PRICES], role: Some("prices"), ..VerbRow::QUERY },
    VerbRow { verb: Verb::Check, names: Names::new(&["check"], &["verificar", "verifique"]), takes: Takes::Nothing,
        flags: &[], example: "check", actions: &[], ..VerbRow::QUERY },
    VerbRow { verb: Verb::Help, names: Names::new(&["help", "?"], &["ajuda", "ajudar"]), takes: Takes::Verb,
        example: "help stop", ..VerbRow::META },
    VerbRow { verb: Verb::Whoami, names: Names::new(&["whoami"], &["quem-sou", "quemsou", "quem-sou-eu"]),
        example: "whoami", ..VerbRow::META },
    VerbRow { verb: Verb::Ping, names: Names::new(&["ping"], &["ping"]), example: "ping", ..VerbRow::META },
];

/// Stands in usage lines for what a person fills in.
pub const NAME: InEach<&str> = InEach::new("NAME", "NOME");

/// The word that confirms a command: `confirm CODE COMMAND…`.
pub const CONFIRM: Names = Names::new(&["confirm"], &["confirmar", "confirme", "confirmo"]);

/// What people ask for most, of which the first screen of help has room for these.
pub static MOST_USED: [Verb; 6] = [Verb::Status, Verb::List, Verb::Start, Verb::Stop, Verb::Keep, Verb::Cost];

impl VerbRow {
    /// What follows the name in help, README and manifests: `NAME… [--force]`.
    pub fn usage(&self, locale: Locale) -> String {
        const VERB: InEach<&str> = InEach::new("VERB", "VERBO");
        let name = NAME.of(locale);
        let takes = match self.takes {
            Takes::Many if self.verb == Verb::Announce => format!("{} {name}…", VERB.of(locale)),
            Takes::Nothing => String::new(),
            Takes::One => name.to_string(),
            Takes::Many => format!("{name}…"),
            Takes::AnyNumber => format!("[{name}…]"),
            Takes::Verb => format!("[{}]", VERB.of(locale)),
        };
        let flags = self.shown.iter().map(|flag| format!("[{}]", flag.usage(locale)));
        let clause = self.clause.map(|clause| (*clause.of(locale)).to_owned());
        [takes].into_iter().chain(flags).chain(clause).collect::<Vec<_>>().join(" ")
    }
}

impl Verb {
    /// Its row in [`VERBS`].
    pub fn row(self) -> &'static VerbRow {
        &VERBS[self as usize] // a test compares the order
    }

    /// The verb of this name, in any language and case.
    pub fn named(name: &str) -> Option<Self> {
        VERBS.iter().find(|row| row.names.include(name)).map(|row| row.verb)
    }

    /// The canonical English name: the one in grants, logs and machine answers.
    pub fn name(self) -> &'static str {
        self.name_in(Locale::English)
    }

    /// The name that replies use.
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

    /// Whether a person has to confirm it, whatever it is about. No machine may do it, and no grant to a channel gives it:
    /// everybody who is let into the channel could then delete, or spend money.
    pub fn needs_a_yes(self) -> bool {
        matches!(self, Self::Delete | Self::Create | Self::Renew)
    }

    /// Whether it needs a grant. `help`, `whoami` and `ping` are free to every verified caller.
    pub fn needs_grant(self) -> bool {
        !matches!(self.row().class, Class::Meta | Class::Timer)
    }
}
