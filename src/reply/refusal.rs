//! Why a command that was understood is not carried out.

use std::collections::BTreeSet;

use super::{
    azure_error,
    prelude::{Localizer, Phrase, Reply, Text, line, say},
    suggestions::about_another,
};
use crate::{
    azure::vm_size,
    command::{Command, Flag, Selection, Takes, Verb, states_instead_of},
    command_request::Caller,
    fleet::SelectError,
    policy::{Ability, Denial, GrantTarget, OwnerError, Right},
    target::{ComputeId, Instance, Pattern, Target},
};

/// Most places that are named.
const PLACES: usize = 6;

/// Most instances that are named.
const NAMES: usize = 8;

/// Why the caller may not do that, and what they may do instead.
pub fn refused(l10n: &Localizer, denial: &Denial, caller: &Caller) -> Reply {
    let line = match denial {
        Denial::NoGrants => line!(l10n, "no-grants", caller = &caller.id),
        Denial::NotThisVerb { verb, rights } => return not_this_verb(l10n, *verb, rights),
        Denial::NotHere { verb, only, instance } => not_here(l10n, *verb, only, instance.as_deref()),
        Denial::NotByForce { verb, only, instance } => {
            let asked = ask(l10n, Some(Phrase::literal(instance.id.workspace.as_str())));
            let held = if only.is_empty() { "nowhere" } else { "elsewhere" };
            let (id, places) = (&instance.id, places(l10n, only));
            line!(l10n, "not-by-force", verb, instance = id, held, places, asked)
        }
        Denial::OtherChannel { ability } => line!(l10n, "other-channel", what = what(l10n, *ability)),
        Denial::NotByChannel { verb } => line!(l10n, "not-by-channel", verb),
        Denial::NotByMachine { verb } => line!(l10n, "not-by-machine", verb),
        Denial::NobodyKnown => line!(l10n, "nobody-known", caller = &caller.id),
    };
    line.into()
}

/// The caller may other things: in one sentence if they are the same everywhere.
fn not_this_verb(l10n: &Localizer, verb: Verb, rights: &[Right]) -> Reply {
    if let [Right { may, on }] = rights {
        let named = on.iter().filter(|place| !matches!(place, GrantTarget::Mine) && !place.is_all());
        let named = l10n.list_most(named.map(bare_place), PLACES);
        // An owner does not have these two.
        let is_owners = !matches!(verb, Verb::Create | Verb::Renew);
        let asked = ask(l10n, Some(named).filter(|named| is_owners && *named != Phrase::default()));
        let (may, on) = (abilities(l10n, may), places(l10n, on));
        return line!(l10n, "not-this-verb", may, on, verb, asked).into();
    }
    let rights = rights.iter().map(|right| right_line(l10n, right));
    Reply::to_caller([line!(l10n, "not-any", verb)].into_iter().chain(rights))
}

/// Whom to ask: an owner of the places, if there are any.
fn ask(l10n: &Localizer, on: Option<Phrase>) -> Phrase {
    on.map_or_else(|| l10n.word("ask-operator"), |on| say!(l10n, "ask-owner", on))
}

/// The caller may `verb`, but `only` elsewhere. Whose the instance is matters if the caller may `verb` their own.
fn not_here(l10n: &Localizer, verb: Verb, only: &[GrantTarget], instance: Option<&Instance>) -> Text {
    let all_own = *only == [GrantTarget::Mine];
    let places = places(l10n, only);
    let Some(instance) = instance else {
        let own = if all_own { "only" } else { "also" };
        return line!(l10n, "none-of-these", verb, places, own);
    };
    if !only.contains(&GrantTarget::Mine) {
        return line!(l10n, "not-there", verb, places, instance = instance.id.to_string());
    }
    if verb == Verb::Create {
        return line!(l10n, "not-for-others", verb, places, instance = &instance.id);
    }
    let known = match (&instance.owner, &instance.owner_name) {
        (None, _) => "no",
        (_, None) => "id",
        _ => "name",
    };
    let owner = instance.owner_name.as_deref();
    let whose = say!(l10n, "whose", instance = &instance.id, known, owner);
    line!(l10n, "not-yours", whose, verb, places)
}

/// `You may status and list in research.`
pub(super) fn right_line(l10n: &Localizer, right: &Right) -> Text {
    line!(l10n, "may", may = abilities(l10n, &right.may), on = places(l10n, &right.on))
}

/// The platform does not identify the caller.
pub fn unidentified(l10n: &Localizer) -> Reply {
    line!(l10n, "nameless").into()
}

fn abilities(l10n: &Localizer, abilities: &[Ability]) -> Phrase {
    l10n.list(abilities.iter().map(|ability| say!(l10n, "ability", what = what(l10n, *ability))))
}

/// What to type for it.
fn what(l10n: &Localizer, ability: Ability) -> &'static str {
    match ability {
        Ability::Do(verb) => l10n.verb(verb),
        Ability::Force => Flag::Force.name_in(l10n.locale),
    }
}

fn places(l10n: &Localizer, on: &[GrantTarget]) -> Phrase {
    let place = |place: &GrantTarget| match place {
        GrantTarget::Mine => l10n.word("place-mine"),
        place if place.is_all() => l10n.word("place-all"),
        place => {
            let message = if workspace(place).is_some() { "place-workspace" } else { "place-some" };
            say!(l10n, message, on = bare_place(place))
        }
    };
    l10n.list_most(on.iter().map(place), PLACES)
}

/// `research/*` as `research`; another glob as it is configured.
fn bare_place(place: &GrantTarget) -> Phrase {
    match workspace(place) {
        Some(workspace) => Phrase::literal(workspace.as_str()),
        None => Phrase::code(place.to_string()),
    }
}

/// The workspace that this is about as a whole.
fn workspace(place: &GrantTarget) -> Option<&Pattern> {
    match place {
        GrantTarget::Named { workspace, name } if name.as_str() == "*" => {
            Some(workspace).filter(|w| !w.is_glob())
        }
        _ => None,
    }
}

/// Which of these `people` is meant by `--owner`: the whole command for each.
fn several_owners(l10n: &Localizer, people: &[String], command: &Command) -> Text {
    let owner = command.selection().and_then(|selection| selection.owner.as_deref());
    let whole = people.iter().map(|person| {
        let mut command = command.clone();
        if let Some(selection) = command.selection_mut() {
            selection.owner = Some(person.clone());
        }
        Phrase::code(l10n.command(&command))
    });
    line!(l10n, "several-owners", owner, commands = l10n.either(whole.take(NAMES)))
}

/// There is no instance to act on.
pub fn select_error(l10n: &Localizer, error: &SelectError, caller: &Caller, command: &Command) -> Reply {
    let verb = command.verb();
    let line = match error {
        SelectError::Owner(OwnerError::Several(people)) => several_owners(l10n, people, command),
        SelectError::Owner(OwnerError::Nobody(owners)) => {
            let owner = command.selection().and_then(|selection| selection.owner.as_deref());
            let owner = owner.map(|owner| owner.trim_matches(['<', '@', '>']));
            let names = l10n.list_most(owners.iter().map(Phrase::bold), NAMES);
            line!(l10n, "no-such-owner", owner, names, there = !owners.is_empty())
        }
        SelectError::Refused(denial) => return refused(l10n, denial, caller),
        SelectError::Failed(unread) => {
            let why = if unread.alias.is_some() && l10n.name_workspaces {
                azure_error::unread_line(l10n, unread)
            } else {
                azure_error::sentence(l10n, &unread.error)
            };
            // The fleet is read before anything is done.
            let nothing_done = verb.changes_the_world().then(|| line!(l10n, "nothing-done"));
            return Reply::to_caller([why].into_iter().chain(nothing_done));
        }
        SelectError::NotSeen { names, meant, wider } => {
            let meant = meant.iter().take(NAMES).filter_map(|id| about_another(l10n, command, &names[0], id));
            let wider = wider.iter().map(|selection| Phrase::code(l10n.command(&about(command, selection))));
            let meant: Vec<_> = meant.chain(wider).collect();
            let names = l10n.list_code(names, NAMES);
            if meant.is_empty() {
                line!(l10n, "not-seen", names, done = verb.changes_the_world())
            } else {
                line!(l10n, "not-seen-meant", names, meant = l10n.either(meant))
            }
        }
        SelectError::Ambiguous { name, places } => {
            let own = || places.iter().map(|id| Phrase::code(on(l10n, command, &id.to_string())));
            let of = |name: &String| {
                places.iter().filter_map(|id| about_another(l10n, command, name, id)).collect::<Vec<_>>()
            };
            match name {
                Some(name) => line!(l10n, "ambiguous", name, places = l10n.either(of(name))),
                None => line!(l10n, "ambiguous-mine", count = places.len(), places = l10n.either(own())),
            }
        }
        SelectError::IsWorkspace(name) => {
            let all = format!("{name}/*");
            let command = if verb.row().takes == Takes::One {
                format!("{} {all}", l10n.verb(Verb::List))
            } else {
                on(l10n, command, &all)
            };
            line!(l10n, "is-workspace", name = name.as_str(), command)
        }
        SelectError::NothingFits { sizes, unknown_size } => {
            return nothing_fits(l10n, sizes, unknown_size, command);
        }
    };
    Reply::from(line).with_suggestions(l10n, Some(command))
}

/// The command about all of `selection`, if it takes that. Otherwise a list of those.
fn about(command: &Command, selection: &Selection) -> Command {
    let row = command.verb().row();
    let is_taken = row.takes != Takes::One && (selection.owner.is_none() || row.flags.contains(&Flag::Owner));
    let mut command = command.clone();
    match command.selection_mut().filter(|_| is_taken) {
        Some(wanted) => {
            wanted.targets =
                if selection.owner.is_some() { vec![Target::all()] } else { selection.targets.clone() };
            wanted.owner = selection.owner.clone().or(wanted.owner.take());
            command
        }
        None => Command::List { selection: selection.clone() },
    }
}

/// The selection fits no instance: the states or the sizes that there are instead.
fn nothing_fits(
    l10n: &Localizer,
    sizes: &BTreeSet<String>,
    unknown_size: &[ComputeId],
    command: &Command,
) -> Reply {
    let selection = command.selection().map(|selection| selection.spoken(l10n.locale));
    let state = command.selection().and_then(|selection| selection.state.as_deref());
    if let Some(states) = state.and_then(|state| states_instead_of(state, l10n.locale)) {
        let line = line!(l10n, "no-such-state", state, states = l10n.list_code(states, usize::MAX));
        return Reply::from(line).with_suggestions(l10n, Some(command));
    }
    let sizes = l10n.list_code(sizes.iter().map(|size| vm_size::short(size)), NAMES);
    let message = if sizes.0.is_empty() { "nothing-fits" } else { "nothing-of-size" };
    let nothing = line!(l10n, message, selection, sizes);
    let lines = [nothing].into_iter().chain(self::unknown_size(l10n, unknown_size));
    Reply::to_caller(lines).with_suggestions(l10n, Some(command))
}

/// Instances that `--gpu` or `--size` may have meant, if there are any.
pub fn unknown_size(l10n: &Localizer, ids: &[ComputeId]) -> Option<Text> {
    let names = l10n.list_most(ids.iter().map(|id| Phrase::bold(l10n.name(id))), NAMES);
    (!ids.is_empty()).then(|| line!(l10n, "unknown-size", n = ids.len(), names))
}

/// The command for another target.
fn on(l10n: &Localizer, command: &Command, target: &str) -> String {
    let mut command = command.clone();
    if let Some(selection) = command.selection_mut() {
        selection.targets = target.parse().into_iter().collect();
        selection.one = false;
    }
    l10n.command(&command)
}
