//! `stop myci in 2h`: notes a command for later. `later`: what is pending, and its end.

use std::collections::BTreeMap;

use futures::future::join_all;
use jiff::{Timestamp, tz::TimeZone};

use super::{
    super::{
        execution::{Action, Execution, Permitted, of_each},
        refusal::{NotLater, Refusal},
        result::{CommandResult, Repetition, Verdict},
    },
    announce,
};
use crate::{
    azure::AzureError,
    command::{Command, LONGEST_WAIT, Power, Selection, TimeClause, Verb},
    command_request::{Caller, CallerKind},
    fleet::{Selected, Unreadable},
    lifecycle::{Entry, Keep, Keeps, Kept, NoRoom, PendingCommand, later_store},
    reply::{self, JobsSeen, Reply},
    target::{Alias, ComputeId, Instance, Target, Which},
};

/// What the command of such a caller asks to be done later, if it does. `has_timer`: whether a timer carries out what is
/// due.
///
/// # Errors
///
/// When it asks for that, or for what is pending, and this caller cannot.
pub fn for_later(
    command: &Command,
    kind: CallerKind,
    has_timer: impl FnOnce() -> bool,
) -> Result<Option<Command>, NotLater> {
    let later = command.for_later();
    match (command, kind) {
        (Command::Announce { .. }, CallerKind::Machine) => Ok(None),
        (Command::Pending { .. }, CallerKind::Terminal) => Err(NotLater::Terminal),
        _ if later.is_none() => Ok(None),
        (_, CallerKind::Terminal) => Err(NotLater::Terminal),
        (_, CallerKind::Machine) => Err(NotLater::Machine),
        (_, CallerKind::Person) if !has_timer() => Err(NotLater::Timer),
        (_, CallerKind::Person) => Ok(later),
    }
}

/// Refuses what cannot be done later or by this caller, before anything is read. Returns what the command asks to be done
/// later, if it does.
pub(in super::super) fn check(
    execution: &Execution<'_>,
    command: &Command,
) -> Result<Option<Command>, Refusal> {
    let (engine, caller) = (execution.engine, &execution.request.caller);
    let source = engine.registry.get(&caller.source);
    if *command == Command::Due {
        let is_fixed = source.is_some_and(|source| source.carries_out(Verb::Due));
        return if is_fixed { Ok(None) } else { Err(Refusal::NotLater(NotLater::Due)) };
    }
    let later = for_later(command, caller.kind, || engine.has_due_timer()).map_err(Refusal::NotLater)?;
    let needs_key = later.is_some() || matches!(command, Command::Pending { .. });
    if needs_key && source.is_none_or(|source| source.later.is_none()) {
        return Err(Refusal::NotLater(NotLater::Key));
    }
    Ok(later)
}

/// Notes the command in each workspace that it is for, if the caller may do it now.
pub(super) async fn ask(
    execution: &Execution<'_>,
    action: Action<'_>,
    due: TimeClause,
    mut selected: Selected,
) -> Result<CommandResult, Refusal> {
    let (request, localizer) = (execution.request, execution.localizer());
    let first = moment(due, request.at, &localizer.zone)?;
    let announces = matches!(action.command, Command::Announce { .. });
    if announces {
        execution.authorize(Verb::Announce, false, selected.found.clone())?;
    }
    let permitted = execution.authorize(action.verb, action.force, selected.found.clone())?;
    let confirmed = execution.confirm(&action, permitted, &JobsSeen::default()).await;
    let (permitted, asked) = confirmed.map_err(|refusal| match refusal {
        Refusal::Unconfirmed(question) => {
            Refusal::Unconfirmed(reply::later_question(localizer, question, first))
        }
        refusal => refusal,
    })?;
    // A button counts from when it was shown.
    let mut due = moment(due, asked, &localizer.zone)?;
    if due <= localizer.now {
        return Err(Refusal::NotLater(NotLater::Past));
    }
    let entries = entries(execution, &action, (asked, due), &permitted)?;
    let (azure, waiting) = (&execution.engine.azure, &execution.progress.waiting);
    let now = localizer.now;
    let writes = entries.iter().map(|(alias, value)| later_store::note(azure, alias, value, now, waiting));
    let written = join_all(writes).await;
    let mut kept = Vec::new();
    let outcomes = entries.into_iter().zip(written).map(|((alias, _), written)| {
        let mut noted = |(known, keeps): (Option<Timestamp>, Keeps)| {
            due = known.unwrap_or(due).min(due);
            kept.extend(kept_beyond(due, &alias, &permitted, &keeps));
        };
        let noted = written.map(|written| written.map(&mut noted).err());
        (alias, noted)
    });
    let outcomes: Vec<_> = outcomes.collect();
    kept.retain(|_| action.verb != Power::Start);
    let any = |is: fn(&Result<Option<NoRoom>, AzureError>) -> bool| outcomes.iter().any(|(_, one)| is(one));
    let failed = any(Result::is_err) || !selected.unread.is_empty();
    let verdict = Verdict::of(failed, any(|one| matches!(one, Ok(Some(_)))));
    let command = on_time(&action, action.selection.clone());
    let mut reply = reply::noted(localizer, &command, due, &outcomes, &selected.unread);
    reply.lines.extend(reply::kept_beyond(localizer, &kept));
    if announces && verdict != Verdict::Refused {
        let is_noted =
            |alias: &Alias| outcomes.iter().any(|(noted, done)| noted == alias && matches!(done, Ok(None)));
        selected.found.retain(|seen| is_noted(&seen.id.workspace));
        let lead = due.duration_since(now);
        let what = (action.verb, action.force, false);
        let announced = announce::run(execution, action.command, what, lead, selected).await?;
        let Reply { lines, buttons, audience, .. } = announced.reply;
        reply = Reply { lines: lines.into_iter().chain(reply.lines).collect(), buttons, audience, ..reply };
    }
    Ok(CommandResult { repetition: Repetition::Something, ..CommandResult::finally(verdict, reply) })
}

/// Those in the workspace that somebody keeps until after `due`.
fn kept_beyond(
    due: Timestamp,
    alias: &Alias,
    permitted: &[Permitted],
    keeps: &Keeps,
) -> Vec<(ComputeId, Keep)> {
    let instances = permitted.iter().map(|(permit, _)| permit.instance());
    let kept =
        instances.filter(|one| one.id.workspace == *alias).filter_map(|one| match keeps.of(one, due) {
            Kept::Until(keep) => Some((one.id.clone(), keep)),
            _ => None,
        });
    kept.collect()
}

/// When it is due, if it was asked at `asked`.
fn moment(due: TimeClause, asked: Timestamp, zone: &TimeZone) -> Result<Timestamp, Refusal> {
    let due = match due {
        TimeClause::Length(length) => asked.checked_add(length).ok(),
        TimeClause::At(moment) => moment.after(asked, zone),
    };
    match due {
        Some(due) if due <= asked => Err(Refusal::NotLater(NotLater::Past)),
        Some(due) if due.duration_since(asked) <= LONGEST_WAIT => Ok(due),
        _ => Err(Refusal::NotLater(NotLater::Far)),
    }
}

/// The command that is carried out when the time has come, for `selection`.
fn on_time(action: &Action<'_>, selection: Selection) -> Command {
    let Action { verb, max, force, .. } = *action;
    Command::Power { verb, selection, max, dry_run: false, force }
}

/// The values of the tags: the command as it is for each workspace with instances that it is about now.
fn entries(
    execution: &Execution<'_>,
    action: &Action<'_>,
    times: (Timestamp, Timestamp),
    permitted: &[Permitted],
) -> Result<Vec<(Alias, String)>, Refusal> {
    let (engine, caller) = (execution.engine, &execution.request.caller);
    let mut instances = BTreeMap::<&Alias, Vec<&Instance>>::new();
    for (permit, _) in permitted {
        let instance = permit.instance();
        instances.entry(&instance.id.workspace).or_default().push(instance);
    }
    if instances.len() > 1 && action.max.is_some() {
        return Err(Refusal::NotLater(NotLater::Max));
    }
    let source = engine.registry.get(&caller.source);
    let keys = source.as_ref().and_then(|source| source.later.as_ref());
    let keys = keys.ok_or(Refusal::NotLater(NotLater::Key))?;
    let entry = |(alias, instances): (&Alias, Vec<&Instance>)| {
        let (selection, created) = narrowed(action.selection, alias, &instances);
        let command = on_time(action, selection);
        let id = engine.azure.workspace_id(alias).unwrap_or_default();
        let value =
            Entry::new(times, caller, command, created).sealed(keys, &id, engine.policy().entra(caller));
        Ok((alias.clone(), value.ok_or(Refusal::NotLater(NotLater::Long))?))
    };
    instances.into_iter().map(entry).collect()
}

/// The selection as it is for one workspace, whose tag names the workspace; and when each named instance was created.
fn narrowed(selection: &Selection, alias: &Alias, there: &[&Instance]) -> (Selection, Vec<Option<i64>>) {
    let here = |targets: &[Target]| {
        let targets = targets.iter().filter(|target| target.in_workspace(alias));
        targets.map(|target| Target { workspace: None, ..target.clone() }).collect::<Vec<_>>()
    };
    let named = |name: &str| there.iter().find(|instance| instance.id.name.eq_ignore_ascii_case(name));
    let mut targets = here(&selection.targets);
    let mut created = Vec::new();
    targets.retain(|target| match &target.which {
        Which::Named(name) => {
            let instance = named(name);
            created.extend(instance.map(|instance| instance.created_on.map(Timestamp::as_second)));
            instance.is_some()
        }
        _ => true,
    });
    (Selection { targets, except: here(&selection.except), ..selection.clone() }, created)
}

/// Shows or ends what is pending, as far as the caller may know of it.
pub(super) async fn run(execution: &Execution<'_>, selection: &Selection, off: bool) -> CommandResult {
    let (engine, caller, localizer) = (execution.engine, &execution.request.caller, execution.localizer());
    let (azure, waiting) = (&engine.azure, &execution.progress.waiting);
    let policy = engine.policy();
    let sight = policy.sight(caller);
    let source = engine.registry.get(&caller.source);
    let places = azure.workspaces().filter(|alias| sight.touches(alias));
    let read = async |alias| (alias, later_store::read(azure, alias, waiting).await);
    let (tags, mut unread) = of_each(places.map(read)).await;
    let knows = |alias: &Alias| sight.knows(alias);
    unread.iter_mut().for_each(|one| one.alias = one.alias.take().filter(knows));
    let pending = |(alias, tags): &(&Alias, _)| Some(engine.pending(source.as_deref()?, alias, tags));
    let mut found: Vec<_> = tags.iter().filter_map(pending).flatten().collect();
    found.retain(|one| {
        let mut targets = selection.targets.iter();
        let is_meant = targets.any(|target| is_about(one, target, caller, off));
        (knows(&one.workspace) || one.entry.caller.id == caller.id)
            && (is_meant || selection.targets.is_empty())
    });
    let verdict = Verdict::of_look(&unread);
    let (verdict, reply) = if off {
        end(execution, selection, found, &unread).await
    } else {
        let may_end = |one: &PendingCommand| may_end(execution, one);
        (verdict, reply::pending(localizer, &found, caller, &unread, &may_end))
    };
    CommandResult { unread, repetition: Repetition::Answer, ..CommandResult::finally(verdict, reply) }
}

/// Whether the command was given for the target: for a name, or in the same word. To show them, `all` are all, and `mine`
/// those that the caller gave.
fn is_about(pending: &PendingCommand, target: &Target, caller: &Caller, off: bool) -> bool {
    let entry = &pending.entry;
    let mut targets = entry.command.selection().into_iter().flat_map(|selection| &selection.targets);
    target.in_workspace(&pending.workspace)
        && match &target.which {
            Which::All if !off => true,
            Which::Mine if !off => entry.caller.id == caller.id,
            which => {
                targets.any(|own| own.which == *which)
                    || entry.names().into_iter().any(|name| target.fits_name(name))
            }
        }
}

/// Whether the caller gave it, or may do the same to all of its instances.
fn may_end(execution: &Execution<'_>, pending: &PendingCommand) -> bool {
    let (policy, caller) = (execution.engine.policy(), &execution.request.caller);
    let command = pending.command();
    let scope = policy.scope(caller, command.verb());
    let mut targets = command.selection().into_iter().flat_map(|selection| &selection.targets);
    pending.entry.caller.id == caller.id
        || scope.is_ok_and(|scope| targets.all(|target| scope.covers_all(&pending.workspace, target)))
}

async fn end(
    execution: &Execution<'_>,
    selection: &Selection,
    found: Vec<PendingCommand>,
    unread: &[Unreadable],
) -> (Verdict, Reply) {
    let (azure, waiting) = (&execution.engine.azure, &execution.progress.waiting);
    let removals = found.into_iter().map(async |one| {
        let removed = if may_end(execution, &one) {
            let (name, value) = &one.tag;
            Some(later_store::remove(azure, &one.workspace, (name, value), waiting).await)
        } else {
            None
        };
        (one, removed)
    });
    let ended = join_all(removals).await;
    let failed = ended.iter().any(|(_, removed)| matches!(removed, Some(Err(_)))) || !unread.is_empty();
    let refused = ended.iter().any(|(_, removed)| removed.is_none());
    let caller = &execution.request.caller;
    (Verdict::of(failed, refused), reply::ended(execution.localizer(), selection, &ended, caller, unread))
}
