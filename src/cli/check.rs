//! `lamplighter check`: whether the configuration is valid, Azure accepts the credential, and its roles suffice.

use std::{collections::BTreeSet, error::Error};

use lamplighter::{
    azure::{AssertionClaims, Azure, AzureError, Permissions, Settings},
    client,
    command::{self, Verb},
    command_request::{Caller, CallerKind},
    config::{Config, Fault, Purpose},
    engine::needed,
    reply,
    source::signed,
    target::Alias,
};
use serde_json::{Value, json};

use super::{Exit, arguments::CheckOptions, output};

pub async fn check(options: &CheckOptions) -> Result<Exit, Box<dyn Error>> {
    let (client, json) = (client::http_client()?, options.json);
    let purpose = if options.offline { Purpose::Offline } else { Purpose::Check };
    let mut config = match super::load(options.config.file.as_deref(), &client, purpose).await {
        Ok(config) => config,
        Err(faults) if json => {
            output::line(json!({"config": "faulty", "faults": faults.0}))?;
            return Ok(Exit::Misread);
        }
        Err(faults) => return Err(faults.into()),
    };
    let apps = if options.offline { Vec::new() } else { config.try_apps(&client).await };
    let needed = needed(&config.policy, config.sources.iter(), config.azure.jobs);
    let mut doubts = doubts(&config);
    doubts.extend(config.warnings);
    let (mut presented, mut sound) = (None, Vec::new());
    let asked = if options.offline {
        None
    } else {
        Some(ask(config.azure, client, &mut presented, (&mut doubts, &mut sound)).await)
    };
    let sources = config.platforms.into_keys().collect();
    let report =
        CheckReport { sources, missing: config.missing, apps, presented, doubts, sound, needed, asked };
    output::line(if json { report.json().to_string() } else { report.text() })?;
    Ok(report.exit())
}

/// Our rights in a workspace, or why Azure does not tell.
type Held = (Alias, Result<Permissions, AzureError>);

/// Asks Azure for our rights in each workspace. `presented` gets what AWS says of our identity, `doubts` what may keep
/// instances from being made, and `sound` the blueprints without doubts.
async fn ask(
    settings: Settings,
    client: reqwest::Client,
    presented: &mut Option<AssertionClaims>,
    (doubts, sound): (&mut Vec<String>, &mut Vec<String>),
) -> Result<Vec<Held>, AzureError> {
    *presented = settings.credential.presented(&settings.cloud, client.clone()).await.transpose()?;
    let azure = Azure::new(settings, client)?;
    azure.token().await?;
    let mut held = Vec::new();
    for workspace in azure.workspaces() {
        held.push((workspace.clone(), azure.permissions(workspace).await));
    }
    for blueprint in azure.blueprints() {
        for workspace in azure.workspaces().filter(|alias| blueprint.is_for(alias)) {
            let found =
                azure.doubts(blueprint, workspace).await.unwrap_or_else(|error| vec![error.to_string()]);
            let name = &blueprint.name;
            sound.extend(found.is_empty().then(|| format!("{name} in {workspace}")));
            doubts
                .extend(found.iter().map(|doubt| format!("the blueprint `{name}` in {workspace}: {doubt}")));
        }
    }
    Ok(held)
}

/// What was found.
struct CheckReport {
    sources: Vec<String>,
    /// The secrets that were not found.
    missing: Vec<Fault>,
    /// What sources that post as an app of their own need, and why it is missing.
    apps: Vec<(String, Result<(), String>)>,
    /// The identity from AWS. Its claims are not secret, and have to match those of the federated credential.
    presented: Option<AssertionClaims>,
    doubts: Vec<String>,
    /// The blueprints, with a workspace, from which instances can be made as far as Azure says.
    sound: Vec<String>,
    /// The actions that the grants need.
    needed: BTreeSet<&'static str>,
    /// Our rights, or why there is no token; `None` if nobody was asked.
    asked: Option<Result<Vec<Held>, AzureError>>,
}

impl CheckReport {
    fn exit(&self) -> Exit {
        let may = |held: &Permissions, action: &str| held.allows(action) || command::is_optional(action);
        let whole = |(_, held): &Held| {
            held.as_ref().is_ok_and(|held| self.needed.iter().all(|action| may(held, action)))
        };
        let is_found = self.missing.is_empty() && self.apps.iter().all(|(_, tried)| tried.is_ok());
        match &self.asked {
            None => Exit::Done,
            Some(Ok(all)) if all.iter().all(whole) && self.doubts.is_empty() && is_found => Exit::Done,
            Some(_) => Exit::Failed,
        }
    }

    fn json(&self) -> Value {
        let mut report = json!({
            "config": "ok",
            "faults": [],
            "sources": self.sources,
            "missing_secrets": self.missing,
            "apps": {},
            "identity": self.presented,
            "token": null,
            "doubts": self.doubts,
        });
        for (what, tried) in &self.apps {
            report["apps"][what] = json!(tried.as_ref().map_or_else(String::as_str, |()| "ok"));
        }
        match &self.asked {
            None => {}
            Some(Err(error)) => {
                report["token"] = json!(error.to_string());
                report["help"] = json!(error.advice().unwrap_or_default());
            }
            Some(Ok(all)) => {
                report["token"] = json!("ok");
                let rows = all.iter().flat_map(|held| self.needed.iter().map(|action| row(held, action)));
                report["actions"] = rows.collect();
            }
        }
        report
    }

    fn text(&self) -> String {
        let config = match self.asked {
            None => "config     ok by itself; no secret was looked for, and nobody was asked",
            Some(_) => "config     ok",
        };
        let mut lines = vec![config.to_owned()];
        if self.sources.is_empty() {
            let none =
                "sources    none: `lamplighter run` works, and `serve` needs [sources.NAME] and [[grants]]";
            lines.push(none.to_owned());
        }
        lines.extend(self.missing.iter().map(|missing| format!("SECRET     {missing}")));
        lines.extend(self.apps.iter().map(|(what, tried)| match tried {
            Ok(()) => format!("app        {what}: ok"),
            Err(why) => format!("APP        {what}: no: {why}"),
        }));
        if let Some(AssertionClaims { issuer, subject, audience }) = &self.presented {
            lines.push(format!("identity   issuer   {issuer}"));
            lines.push(format!("           subject  {subject}"));
            lines.push(format!("           audience {audience}"));
        }
        lines.extend(self.sound.iter().map(|one| format!("blueprint  {one}: ok")));
        lines.extend(self.doubts.iter().map(|doubt| format!("DOUBT      {doubt}")));
        match &self.asked {
            None => {}
            Some(Err(error)) => {
                lines.push(format!("token      no: {error}"));
                lines.extend(error.advice().map(|help| format!("           {help}")));
            }
            Some(Ok(all)) => {
                lines.push("token      ok".to_owned());
                lines.extend(table(all, &self.needed));
                let limit = "Deny assignments and locks are not among what Azure shows here: what is held may still \
                             be refused.";
                lines.push(limit.to_owned());
            }
        }
        lines.join("\n")
    }
}

/// Valid settings that are hardly meant: a chat in which nobody has a grant, a machine that every grant refuses, and a
/// secret that two sources share.
fn doubts(Config { sources, platforms, policy, .. }: &Config) -> Vec<String> {
    let chats = platforms.iter().filter(|(_, platform)| platform.capabilities.caller == CallerKind::Person);
    let forgotten = chats.map(|(name, _)| name).filter(|name| !policy.reaches_into(name));
    let no_grant = |name| {
        format!(
            "nobody in `{name}` may do anything: write [[grants]] with to = [\"{name}:TEAM/*\"]; `whoami` shows the \
             id of the team"
        )
    };
    let mut doubts: Vec<_> = forgotten.map(no_grant).collect();
    for (at, source) in sources.iter().enumerate() {
        let name = &source.name;
        let machine = Caller::machine(name);
        let refused = |verb: &Verb| verb.needs_grant() && policy.scope(&machine, *verb).is_err();
        let ordered = source.adapter.fixed_commands().unwrap_or_default();
        let refused: BTreeSet<_> = ordered.into_iter().filter(refused).collect();
        doubts.extend(refused.into_iter().map(Verb::name).map(|verb| {
            format!(
                "`{name}` is to {verb}, and no grant lets it: write to = [\"{name}\"], may = [\"{verb}\"]"
            )
        }));
        for other in sources[at + 1..].iter().filter(|other| signed::share_secret(source, other)) {
            doubts.push(format!(
                "`{name}` and `{}` have one secret: who may send to one may send to the other",
                other.name
            ));
        }
    }
    doubts
}

/// Whether we hold an action in a workspace, for scripts.
fn row((workspace, held): &Held, action: &str) -> Value {
    let allowed = held.as_ref().ok().map(|held| held.allows(action));
    let mut line = json!({"workspace": workspace.as_str(), "action": action, "held": allowed});
    if let Err(why) = held {
        (line["why"], line["help"]) = (json!(why.to_string()), json!(reply::for_operator(why)));
    }
    line
}

/// What is missing without an optional action, and the parameter of infra/azure's templates that gives the action.
fn without(action: &str) -> Option<&'static str> {
    match action {
        command::WRITE_TAGS => Some("`keep` does not work, nor do commands for later: `keep=true`"),
        command::READ_PRICES => Some("no price is told: `prices=true`"),
        command::IDLE_ACTION => Some("`idle` does not work: `idle=true`"),
        command::SCHEDULES => Some("schedules cannot be changed: `schedules=true`"),
        command::READ_JOBS => Some("jobs that wait are not checked: `jobs=true`"),
        _ => None,
    }
}

/// The lines about actions; one about a workspace that cannot be asked.
fn table(all: &[Held], needed: &BTreeSet<&'static str>) -> Vec<String> {
    let width = all.iter().map(|(workspace, _)| workspace.as_str().len()).max().unwrap_or(0).max(10);
    let mut lines = Vec::new();
    for (workspace, held) in all {
        match held {
            Ok(held) => lines.extend(needed.iter().map(|action| {
                let said = if held.allows(action) { "held".to_owned() } else { lacking(action) };
                format!("{:width$} {action} {said}", workspace.as_str())
            })),
            Err(why) => lines.extend([
                format!("{:width$} cannot be asked: {why}", workspace.as_str()),
                format!("{:width$} {}", "", reply::for_operator(why)),
            ]),
        }
    }
    lines
}

fn lacking(action: &str) -> String {
    match without(action) {
        Some(what) => format!("not held, so {what} in infra/azure gives it, if you want it"),
        None => {
            let role = command::role_with(action).unwrap_or("that has it");
            format!("MISSING: the role *{role}* of infra/azure gives it")
        }
    }
}
