//! Instances that are made: on which terms, and why not.

use jiff::SignedDuration;

use super::{
    details,
    localizer::{Localizer, line, say},
    markup::{Phrase, Text},
    message::Reply,
    outdated,
    state::state_word,
};
use crate::{
    audit::Examined,
    azure::{Blueprint, Compute, Making, Money, State, vm_size},
    command::Command,
    target::{Alias, ComputeId, Instance},
};

/// Most names of instances in a refusal.
const NAMES: usize = 8;

/// A month, as Azure's price pages count its hours.
const MONTH: SignedDuration = SignedDuration::from_hours(730);

/// On which terms an instance is made for the owner of `new`: size, price, idle time and owner; and what becomes of the
/// `old` instance. `caller` is the reader's id in Entra, and `price` that of an hour, as far as they are known.
pub fn terms(
    l10n: &Localizer,
    making: Making<'_>,
    new: &Instance,
    caller: Option<&str>,
    price: Option<Money>,
    old: Option<&Compute>,
) -> Vec<Text> {
    let price =
        price.as_ref().map(|hour| say!(l10n, "make-price", hour = *hour, month = hour.for_hours(MONTH)));
    let who = match (new.owner.as_deref(), &new.owner_name) {
        (own, _) if own == caller => l10n.word("owner-you"),
        (_, Some(name)) => Phrase::literal(name),
        (id, None) => Phrase::code(id.unwrap_or_default()),
    };
    let (blueprint, size) = (&making.blueprint.name, vm_size::short(&making.blueprint.size));
    let what = line!(l10n, "make-terms", blueprint, size, price, who, idle = making.idle());
    let schedules = details::schedules(l10n, &making.schedule_list(l10n.now));
    let schedules = schedules.map(|schedules| line!(l10n, "make-schedules", schedules));
    let lost = making.old.into_iter().flat_map(|old| &old.lost);
    let losses = Phrase::join(lost.map(|(what, names)| outdated::loss(l10n, *what, names)), "; ");
    let renewal = old.map(|old| {
        let is_latest = old.security.os_image.is_latest == Some(true);
        line!(
            l10n,
            "make-renewal",
            instance = &old.id,
            how = condition(old.state.as_ref()),
            is_latest,
            losses
        )
    });
    [what].into_iter().chain(schedules).chain(renewal).collect()
}

/// The blueprints that there are, and in which of several workspaces.
pub fn blueprints(l10n: &Localizer, known: &[(&Blueprint, Vec<&Alias>)]) -> Reply {
    let about = known.iter().map(|(one, places)| {
        let on = l10n.list(places.iter().map(|place| Phrase::literal(place.as_str())));
        let places = l10n.name_workspaces.then(|| say!(l10n, "blueprints-in", on));
        let size = vm_size::short(&one.size);
        line!(l10n, "blueprints-line", blueprint = &one.name, size, idle = one.idle, places)
    });
    let head = line!(l10n, "blueprints-head", n = known.len());
    Reply::to_caller([head].into_iter().chain(about))
}

/// Why no instance can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotMade {
    /// The configuration has no blueprint for the caller's workspaces.
    NoBlueprint,
    /// One of several has to be meant.
    Several {
        /// What was typed, and is no blueprint.
        typed: Option<String>,
        /// A command for each.
        commands: Vec<Command>,
    },
    /// What was typed is the name of a blueprint alone.
    Nameless {
        /// The blueprint.
        blueprint: String,
    },
    /// Azure does not accept the name.
    Name {
        /// As it was typed.
        name: String,
    },
    /// The caller has no id in Entra, so that the instance would be nobody's.
    Nobody,
    /// The name is taken in the workspace.
    Taken {
        /// What has it.
        instance: ComputeId,
        /// Its state, if the caller can see it.
        state: Option<State>,
    },
    /// As many exist as the blueprint allows.
    Most {
        /// The blueprint.
        blueprint: String,
        /// How many it allows.
        most: usize,
        /// Whether the owner has as many, or all owners together.
        each: bool,
        /// Those of them that the caller can see.
        made: Vec<ComputeId>,
    },
    /// The old instance is still being created, or creating it failed.
    Unfinished {
        /// The old one.
        instance: ComputeId,
        /// Its state.
        state: Option<State>,
    },
    /// Another instance takes the place of the old one already.
    Replaced {
        /// The old one, and the other one.
        instances: Box<[ComputeId; 2]>,
        /// The state of the other one.
        state: State,
    },
    /// The old instance is made as no blueprint is, or its owner or schedules cannot be read.
    Unfit {
        /// The old one.
        instance: ComputeId,
        /// Whether its image is the latest.
        latest: bool,
    },
}

/// The condition that decides what can be done with an instance.
fn condition(state: Option<&State>) -> &'static str {
    match state {
        Some(state) if state.has_failed() => "failed",
        Some(State::Deleting) => "deleting",
        Some(State::JobRunning) => "working",
        Some(State::Running) => "running",
        Some(State::Stopped) => "stopped",
        _ => "other",
    }
}

/// Why no instance is made.
pub fn not_made(l10n: &Localizer, why: &NotMade) -> Reply {
    let line = match why {
        NotMade::NoBlueprint => line!(l10n, "not-made-no-blueprint"),
        NotMade::Several { typed, commands } => {
            let typed = typed.as_ref().map(|typed| say!(l10n, "not-made-typed", typed));
            let commands: Vec<_> = commands.iter().map(|command| l10n.command(command)).collect();
            line!(l10n, "not-made-several", typed, commands = l10n.list_code(&commands, commands.len()))
        }
        NotMade::Nameless { blueprint } => line!(l10n, "not-made-nameless", blueprint),
        NotMade::Name { name } => line!(l10n, "not-made-name", name),
        NotMade::Nobody => line!(l10n, "not-made-nobody"),
        NotMade::Taken { instance, state } => {
            line!(l10n, "not-made-taken", instance, how = condition(state.as_ref()))
        }
        NotMade::Most { blueprint, most, each, made } => {
            let made = (!made.is_empty()).then(|| l10n.list_names(made, NAMES));
            let made = made.map(|names| say!(l10n, "not-made-those", names));
            line!(l10n, "not-made-most", blueprint, most = *most, each = *each, made)
        }
        NotMade::Unfinished { instance, state } => {
            line!(l10n, "not-made-unfinished", instance, how = condition(state.as_ref()))
        }
        NotMade::Replaced { instances, state } => {
            let [old, new] = &**instances;
            let (how, state) = (condition(Some(state)), state_word(l10n, Some(state)));
            line!(l10n, "not-made-replaced", old, new, how, state)
        }
        NotMade::Unfit { instance, latest } => line!(l10n, "not-made-unfit", instance, latest = *latest),
    };
    Reply::from(line).with_suggestions(l10n, None)
}

/// That another one takes the place of the instance already.
pub fn replaced(l10n: &Localizer, one: &Examined<'_>, why: &NotMade) -> Reply {
    let mut reply = not_made(l10n, why);
    reply.lines.insert(0, outdated::about(l10n, one));
    reply
}
