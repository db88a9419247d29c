//! `lamplighter check --as CALLER "stop myci"`: why that is permitted or refused, grant by grant. Azure is asked only
//! if the answer depends on its instances or their owners.

mod report;

use std::{collections::BTreeMap, error::Error};

use jiff::Timestamp;
use lamplighter::{
    azure::{Azure, Settings, ThrottleWait},
    client,
    command::{self, Command, Selection, Verb},
    command_request::{Caller, CallerKind},
    config::{Config, Purpose},
    engine,
    fleet::{self, SelectError},
    policy::{Denial, GrantExplanation, Policy},
    reply::{self, Localizer, NotMade, Reply},
    target::{Alias, ComputeId, Instance, Target, Which},
};

use super::{Exit, arguments::CheckOptions, output};
use report::{Decision, Explanation};

/// The source of callers at a terminal.
const TERMINAL: &str = "cli";

pub async fn explain(options: &CheckOptions, caller: &str) -> Result<Exit, Box<dyn Error>> {
    let client = client::http_client()?;
    let config = super::load(options.config.file.as_deref(), &client, Purpose::Check).await?;
    let caller = as_caller(caller, options.channel.clone(), &config)?;
    let localizer = Localizer::of_the_operator(Timestamp::now(), config.azure.workspaces.len() > 1);
    let command = command::parse(&options.command.join(" "));
    let command = command.map_err(|error| said(&reply::parse_error(&localizer, &error)))?;
    let policy = &config.policy;
    // A source whose secret is missing may be the timer.
    let has_timer = config.sources.len() < config.platforms.len()
        || config.sources.iter().any(|source| source.carries_out(Verb::Due));
    let mut explanation = Explanation {
        caller: &caller,
        entra: policy.entra(&caller),
        command: &command,
        grants: policy.explain(&caller, command.verb()),
        instances: Vec::new(),
        read: false,
        decision: Decision::Permitted,
    };
    explanation.decision =
        decide(&mut explanation, policy, (config.azure, client, has_timer), &localizer).await;
    output::line(if options.json { explanation.json().to_string() } else { explanation.text() })?;
    Ok(explanation.decision.verdict().1)
}

/// The caller of this id, as the source that vouches for it would describe it.
fn as_caller(id: &str, channel: Option<String>, config: &Config) -> Result<Caller, String> {
    let (source, member) = match id.split_once(':') {
        Some((source, member)) => (source, Some(member)),
        None => (id, None),
    };
    let known = config.platforms.get(source).map(|platform| &platform.capabilities);
    let kind = match (member, known.map(|known| known.caller)) {
        (Some(user), _) if source == TERMINAL && !user.is_empty() && !user.contains('*') => {
            CallerKind::Terminal
        }
        (Some(member), Some(CallerKind::Person)) if is_one(member) && !member.contains('#') => {
            CallerKind::Person
        }
        (None, Some(CallerKind::Machine)) => CallerKind::Machine,
        _ => {
            let names: Vec<_> = config.platforms.keys().map(String::as_str).collect();
            return Err(format!(
                "`{id}` is nobody who could ask: write <source>:<team>/<user>, cli:<user>, or a machine's \
                 source alone; the sources are {}",
                names.join(", ")
            ));
        }
    };
    if let Some(channel) = &channel {
        let team = member.and_then(|member| member.split('/').next()).unwrap_or_default();
        check_channel(channel, (source, team), kind, config)?;
    }
    // Teams sends the Entra id of people.
    let entra = known.filter(|known| known.knows_entra_ids).and_then(|_| member?.rsplit('/').next());
    Ok(Caller {
        id: id.to_owned(),
        kind,
        channel,
        entra: entra.map(str::to_owned),
        ..Caller::machine(source)
    })
}

/// Whether this is `<team>/<member>`, without globs.
fn is_one(member: &str) -> bool {
    let parts = member.split_once('/');
    !member.contains('*') && parts.is_some_and(|(team, rest)| !team.is_empty() && !rest.is_empty())
}

/// # Errors
///
/// When the caller could not ask in this channel, or the source would not vouch for it.
fn check_channel(
    channel: &str,
    (source, team): (&str, &str),
    kind: CallerKind,
    config: &Config,
) -> Result<(), String> {
    if kind != CallerKind::Person {
        return Err(format!("--in `{channel}`: only people in a chat ask in channels. Leave --in out"));
    }
    let member = channel.strip_prefix(source).and_then(|rest| rest.strip_prefix(':'));
    let name = member.and_then(|member| member.strip_prefix(team)?.strip_prefix("/#"));
    let is_channel = name.is_some_and(|name| !name.is_empty() && !name.contains(['*', '/']));
    let member = member.filter(|_| is_channel).ok_or_else(|| {
        format!(
            "--in `{channel}` is no channel that the caller could ask in: write {source}:{team}/#<channel>"
        )
    })?;
    // A source whose secret is missing cannot be asked.
    let ready = config.sources.iter().find(|known| known.name == source);
    let check = ready.map_or(Ok(()), |source| source.adapter.check_member(member));
    check.map_err(|wrong| format!("--in `{channel}` {wrong}"))
}

/// Decides as the engine would, and notes the affected instances in the explanation.
async fn decide(
    explanation: &mut Explanation<'_>,
    policy: &Policy,
    (azure, client, has_timer): (Settings, reqwest::Client, bool),
    localizer: &Localizer,
) -> Decision {
    let (caller, command) = (explanation.caller, explanation.command);
    let refused = |refusal: &Denial| Decision::Refused(said(&reply::refused(localizer, refusal, caller)));
    if !command.verb().needs_grant() {
        return Decision::Permitted;
    }
    let later = match engine::for_later(command, caller.kind, || has_timer) {
        Ok(later) => later,
        Err(why) => return Decision::Refused(said(&reply::not_later(localizer, why))),
    };
    let command = later.as_ref().unwrap_or(command);
    if let Err(refusal) = policy.scope(caller, command.verb()) {
        return refused(&refusal);
    }
    let new = match command {
        Command::Create { selection, person, .. } => {
            match to_make(policy, caller, &azure, (selection, person)) {
                Ok(new) => Some(new),
                Err(why) => return Decision::Refused(said(&reply::not_made(localizer, &why))),
            }
        }
        _ => None,
    };
    let is_made = new.is_some();
    let named = || {
        let named = named(command, azure.workspaces.keys())?;
        is_plain(command, &named, &explanation.grants).then_some(named)
    };
    match new.or_else(named) {
        Some(named) => (explanation.instances, explanation.read) = (named, is_made),
        None => match look(policy, (azure, client), caller, command, localizer).await {
            Ok(found) => {
                explanation.instances = found;
                explanation.read = true;
            }
            Err(decision) => return decision,
        },
    }
    // A renewal stops the old instance.
    let verbs = [command.verb(), Verb::Stop].into_iter().take(1 + usize::from(command.verb() == Verb::Renew));
    let denial = |instance| {
        verbs.clone().find_map(|verb| policy.permit(caller, verb, command.force(), instance).err())
    };
    let denial = explanation.instances.iter().find_map(denial);
    denial.map_or(Decision::Permitted, |denial| refused(&denial))
}

/// What a `create` would make: in the workspaces where the caller may, else in all that it may mean.
fn to_make(
    policy: &Policy,
    caller: &Caller,
    azure: &Settings,
    (selection, person): (&Selection, &Option<String>),
) -> Result<Vec<Instance>, NotMade> {
    if azure.blueprints.is_empty() {
        return Err(NotMade::NoBlueprint);
    }
    let owner = match person {
        Some(person) => policy.owner(caller, person, &BTreeMap::new()).ok(),
        None => Some(policy.entra(caller).ok_or(NotMade::Nobody)?.to_owned()),
    };
    let [target @ Target { which: Which::Named(name), .. }] = selection.targets.as_slice() else {
        return Ok(Vec::new());
    };
    let workspaces = azure.workspaces.keys().filter(|alias| target.in_workspace(alias));
    let new = workspaces.map(|alias| Instance {
        id: ComputeId { workspace: alias.clone(), name: name.clone() },
        owner: owner.clone(),
        owner_name: None,
        created_on: None,
    });
    let is_permitted = |new: &Instance| policy.permit(caller, Verb::Create, false, new).is_ok();
    let (permitted, others): (Vec<_>, Vec<_>) = new.partition(is_permitted);
    Ok(if permitted.is_empty() { others } else { permitted })
}

/// The instances that the command names, if each can only be in one workspace.
fn named<'a>(command: &Command, aliases: impl Iterator<Item = &'a Alias> + Clone) -> Option<Vec<Instance>> {
    let selection = command.selection()?;
    if selection.targets.is_empty() || !selection.names_only() {
        return None;
    }
    let one = |target: &Target| {
        let Which::Named(name) = &target.which else { return None };
        let mut places = aliases.clone().filter(|alias| target.in_workspace(alias));
        let workspace = places.next().filter(|_| places.next().is_none())?;
        let id = ComputeId { workspace: workspace.clone(), name: name.clone() };
        Some(Instance { id, owner: None, owner_name: None, created_on: None })
    };
    selection.targets.iter().map(one).collect()
}

/// Whether the grants decide by the names of the instances alone, so that their owners need not be read.
fn is_plain(command: &Command, named: &[Instance], grants: &[GrantExplanation<'_>]) -> bool {
    let decided = |instance: &Instance, gives: &dyn Fn(&GrantExplanation<'_>) -> bool| {
        let giving = grants.iter().filter(|grant| gives(grant));
        let reached: Vec<_> = giving.map(|grant| grant.reaches(instance, false)).collect();
        reached.contains(&Some(true)) || !reached.contains(&None)
    };
    let has_options = |s: &Selection| s.state.is_some() || s.owner.is_some() || !s.except.is_empty();
    command.verb() != Verb::Renew
        && !command.selection().is_some_and(has_options)
        && named.iter().all(|instance| {
            decided(instance, &|grant| grant.gives)
                && (!command.force() || decided(instance, &|grant| grant.forces))
        })
}

/// Reads the instances of the command as the engine would; or the decision, if there are none.
async fn look(
    policy: &Policy,
    (azure, client): (Settings, reqwest::Client),
    caller: &Caller,
    command: &Command,
    localizer: &Localizer,
) -> Result<Vec<Instance>, Decision> {
    let azure = Azure::new(azure, client).map_err(|error| Decision::Unknown(error.to_string()))?;
    let selection = command.selection().cloned().unwrap_or_default();
    let selected =
        fleet::look(&azure, policy, caller, (command.verb(), false), &selection, &ThrottleWait::new()).await;
    let selected = selected.map_err(|error| match error {
        SelectError::NothingFits { .. } => Decision::Permitted,
        SelectError::Failed(unread) => Decision::Unknown(unread.error.to_string()),
        error => Decision::Refused(said(&reply::select_error(localizer, &error, caller, command))),
    })?;
    match selected.unread.first() {
        Some(unread) => Err(Decision::Unknown(unread.error.to_string())),
        None => Ok(selected.found.iter().map(|compute| compute.instance()).collect()),
    }
}

fn said(reply: &Reply) -> String {
    reply.for_terminal().replace('\n', " ")
}
