//! `lamplighter check --as CALLER "stop myci"`: why that is permitted or refused, grant by grant. Azure
//! is asked only where that depends on what is there, or on whose it is.

mod report;
mod verdict;

use std::{path::Path, process::ExitCode};

use jiff::Timestamp;
use lamplighter::{
    azure::{Azure, Settings, ThrottleWait},
    command::{self, Command},
    command_request::{Caller, CallerKind},
    fleet::{self, SelectError, Unreadable},
    policy::{Coverage, Denial, GrantExplanation, Policy},
    reply::{self, Localizer, Reply, plain},
    source::Source,
    target::{Alias, ComputeId, Instance, Which},
};
use report::Explanation;
use verdict::{AffectedInstances, Decision};

/// The source of those at a terminal.
const TERMINAL: &str = "cli";

pub async fn explain(
    config: Option<&Path>,
    caller: &str,
    channel: Option<String>,
    command: &str,
    json: bool,
) -> ExitCode {
    let (config, client) = match super::load(config).await {
        Ok(loaded) => loaded,
        Err(error) => return super::fail(error),
    };
    let caller = match as_caller(caller, channel, &config.sources) {
        Ok(caller) => caller,
        Err(sentence) => return super::fail(sentence),
    };
    let localizer = Localizer::of_the_operator(Timestamp::now(), config.azure.workspaces.len() > 1);
    let command = match command::parse(command) {
        Ok(command) => command,
        Err(misread) => return super::fail(said(&reply::parse_error(&localizer, &misread))),
    };
    let policy = &config.policy;
    let grants = policy.explain(&caller, command.verb());
    let (verdict, affected) =
        judge(policy, (config.azure, client), &caller, &command, &grants, &localizer).await;
    let explanation = Explanation {
        caller: &caller,
        entra: policy.entra(&caller),
        command: &command,
        grants: &grants,
        affected: &affected,
        verdict: &verdict,
    };
    if json {
        println!("{}", explanation.json());
    } else {
        explanation.print();
    }
    verdict.code()
}

/// Somebody who goes by this id, as the source that vouches for them would say.
fn as_caller(id: &str, channel: Option<String>, sources: &[Source]) -> Result<Caller, String> {
    let (source, member) = match id.split_once(':') {
        Some((source, member)) => (source, Some(member)),
        None => (id, None),
    };
    let known = sources.iter().find(|known| known.name == source);
    let kind = match (source, member, known) {
        (TERMINAL, Some(user), _) if !user.is_empty() => CallerKind::Terminal,
        (_, Some(member), Some(known)) if !known.is_machine() && member.contains('/') => CallerKind::Person,
        (_, None, Some(known)) if known.is_machine() => CallerKind::Machine,
        _ => {
            let names: Vec<_> = sources.iter().map(|known| known.name.as_str()).collect();
            return Err(format!(
                "`{id}` is nobody who could ask: write <source>:<team>/<user>, cli:<user>, or a machine's \
                 source alone; the sources are {}",
                names.join(", ")
            ));
        }
    };
    // Teams says who people are in Entra.
    let entra = known
        .filter(|known| known.platform.capabilities.knows_entra_ids)
        .and_then(|_| member?.rsplit('/').next());
    Ok(Caller {
        id: id.to_owned(),
        kind,
        channel,
        entra: entra.map(str::to_owned),
        source: source.to_owned(),
        name: None,
    })
}

async fn judge(
    policy: &Policy,
    (azure, client): (Settings, reqwest::Client),
    caller: &Caller,
    command: &Command,
    grants: &[GrantExplanation<'_>],
    localizer: &Localizer,
) -> (Decision, AffectedInstances) {
    let refused = |refusal: &Denial| Decision::Refused(said(&reply::refused(localizer, refusal, caller)));
    let mut affected = AffectedInstances { instances: Vec::new(), read: false };
    if !command.verb().needs_grant() {
        return (Decision::Permitted, affected);
    }
    if let Err(refusal) = policy.scope(caller, command.verb()) {
        return (refused(&refusal), affected);
    }
    match named(command, azure.workspaces.keys()).filter(|named| is_plain(command, named, grants)) {
        Some(named) => affected.instances = named,
        None => match look(policy, (azure, client), caller, command).await {
            Ok(instances) => {
                affected.instances = instances;
                affected.read = true;
            }
            Err(LookupError::Missed(SelectError::NothingFits)) => return (Decision::Permitted, affected),
            Err(LookupError::Missed(SelectError::Failed(Unreadable { error, .. }))) => {
                return (Decision::Unknown(error.to_string()), affected);
            }
            Err(LookupError::Missed(miss)) => {
                let told = reply::select_error(localizer, &miss, caller, command);
                return (Decision::Refused(said(&told)), affected);
            }
            Err(LookupError::Failed(why)) => return (Decision::Unknown(why), affected),
        },
    }
    for instance in &affected.instances {
        if let Err(refusal) = policy.permit(caller, command.verb(), command.force(), instance) {
            return (refused(&refusal), affected);
        }
    }
    (Decision::Permitted, affected)
}

/// The instances that the command names, where each can only be in one workspace.
fn named<'a>(command: &Command, aliases: impl Iterator<Item = &'a Alias> + Clone) -> Option<Vec<Instance>> {
    let selection = command.selection()?;
    if selection.targets.is_empty() || !selection.names_only() {
        return None;
    }
    let one = |target: &lamplighter::target::Target| {
        let Which::Named(name) = &target.which else {
            return None;
        };
        let mut places = aliases.clone().filter(|alias| target.in_workspace(alias));
        let workspace = places.next().filter(|_| places.next().is_none())?;
        Some(Instance {
            id: ComputeId { workspace: workspace.clone(), name: name.clone() },
            owner: None,
            created_on: None,
        })
    };
    selection.targets.iter().map(one).collect()
}

/// Whether grants decide about all of them by their names, so that nobody has to know whose they are.
fn is_plain(command: &Command, named: &[Instance], grants: &[GrantExplanation<'_>]) -> bool {
    let decided = |instance: &Instance, gives: &dyn Fn(&GrantExplanation<'_>) -> bool| {
        let mut reached =
            grants.iter().filter(|grant| gives(grant)).map(|grant| grant.reaches(instance, false));
        let by_name = |reached: &Coverage<'_>| matches!(reached, Coverage::By(_));
        reached.clone().any(|reached| by_name(&reached)) || !reached.any(|one| one == Coverage::Unknown)
    };
    let options = command.selection().is_some_and(|selection| {
        selection.state.is_some() || selection.owner.is_some() || !selection.except.is_empty()
    });
    !options
        && named.iter().all(|instance| {
            decided(instance, &|grant| grant.gives)
                && (!command.force() || decided(instance, &|grant| grant.forces))
        })
}

enum LookupError {
    Missed(SelectError),
    /// Azure could not be asked, or not about all of it.
    Failed(String),
}

/// What the command would find, read as it would be read.
async fn look(
    policy: &Policy,
    (azure, client): (Settings, reqwest::Client),
    caller: &Caller,
    command: &Command,
) -> Result<Vec<Instance>, LookupError> {
    let azure = Azure::new(azure, client).map_err(|error| LookupError::Failed(error.to_string()))?;
    let selection = command.selection().cloned().unwrap_or_default();
    let waiting = ThrottleWait::new();
    let selected = fleet::look(&azure, policy, caller, command.verb(), &selection, &waiting).await;
    let selected = selected.map_err(LookupError::Missed)?;
    match selected.unread.first() {
        Some(unread) => Err(LookupError::Failed(unread.error.to_string())),
        None => Ok(selected.found.iter().map(|compute| compute.instance()).collect()),
    }
}

fn said(reply: &Reply) -> String {
    plain::render(reply).replace('\n', " ")
}
