//! `lamplighter check --as CALLER "stop myci"`: why that is permitted or refused, grant by grant. Azure is asked only
//! if the answer depends on its instances or their owners. For `create` and `renew`, it is what the caller would be told.

mod report;

use std::{error::Error, path::Path};

use jiff::Timestamp;
use lamplighter::{
    app,
    azure::{Azure, Settings, ThrottleWait},
    client,
    command::{self, Command, Selection, Verb},
    command_request::{Caller, CallerKind},
    config::{Config, Purpose},
    engine::{self, Verdict},
    fleet::{self, SelectError},
    policy::{Denial, GrantExplanation, Policy},
    reply::{self, Localizer, Reply},
    target::{Alias, ComputeId, Instance, Target, Which},
};

use super::{Exit, arguments::CheckOptions, output};
use report::{Decision, Explanation};

/// The source of callers at a terminal.
const TERMINAL: &str = "cli";

pub async fn explain(options: &CheckOptions, caller: &str) -> Result<Exit, Box<dyn Error>> {
    let client = client::http_client()?;
    let file = options.config.file.as_deref();
    let config = super::load(file, &client, Purpose::Check).await?;
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
        decide(&mut explanation, policy, file, (config.azure, client, has_timer), &localizer).await;
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
    config: Option<&Path>,
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
    let places = places(command, azure.workspaces.keys());
    if matches!(command.verb(), Verb::Create | Verb::Renew) {
        explanation.instances = places.concat();
        return rehearse(config, caller, command).await;
    }
    if let Err(refusal) = policy.scope(caller, command.verb()) {
        return refused(&refusal);
    }
    let are_clear = !places.is_empty() && places.iter().all(|places| places.len() == 1);
    let named = are_clear.then(|| places.concat());
    match named.filter(|named| is_plain(command, named, &explanation.grants)) {
        Some(named) => explanation.instances = named,
        None => match look(policy, (azure, client), caller, command, localizer).await {
            Ok(found) => {
                explanation.instances = found;
                explanation.read = true;
            }
            Err(decision) => return decision,
        },
    }
    let permit = |instance| policy.permit(caller, command.verb(), command.force(), instance);
    let denial = explanation.instances.iter().find_map(|instance| permit(instance).err());
    denial.map_or(Decision::Permitted, |denial| refused(&denial))
}

/// What each name in the command may mean. Empty, if it is about more than names.
fn places<'a>(command: &Command, aliases: impl Iterator<Item = &'a Alias> + Clone) -> Vec<Vec<Instance>> {
    let Some(selection) = command.selection().filter(|selection| selection.names_only()) else {
        return Vec::new();
    };
    let of = |target: &Target| {
        let Which::Named(name) = &target.which else { return Vec::new() };
        let places = aliases.clone().filter(|alias| target.in_workspace(alias));
        let ids = places.map(|alias| ComputeId { workspace: alias.clone(), name: name.clone() });
        ids.map(|id| Instance { id, owner: None, owner_name: None, created_on: None }).collect()
    };
    selection.targets.iter().map(of).collect()
}

/// What the caller would be answered. Nobody says yes, so that nothing is made.
async fn rehearse(config: Option<&Path>, caller: &Caller, command: &Command) -> Decision {
    let app = match super::app(config, Purpose::Check).await {
        Ok(app) => app,
        Err(error) => return Decision::Unknown(error),
    };
    let result = app::rehearse(&app, caller.clone(), &command.to_string()).await;
    match result.verdict {
        Verdict::Refused | Verdict::Misread => Decision::Refused(said(&result.reply)),
        Verdict::Failed => Decision::Unknown(said(&result.reply)),
        _ => Decision::Permitted,
    }
}

/// Whether the grants decide by the names of the instances alone, so that their owners need not be read.
fn is_plain(command: &Command, named: &[Instance], grants: &[GrantExplanation<'_>]) -> bool {
    let decided = |instance: &Instance, gives: &dyn Fn(&GrantExplanation<'_>) -> bool| {
        let giving = grants.iter().filter(|grant| gives(grant));
        let reached: Vec<_> = giving.map(|grant| grant.reaches(instance, false)).collect();
        reached.contains(&Some(true)) || !reached.contains(&None)
    };
    let has_options = |s: &Selection| s.state.is_some() || s.owner.is_some() || !s.except.is_empty();
    !command.selection().is_some_and(has_options)
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
