//! `lamplighter check`: whether the configuration is valid, Azure accepts the credential, and its roles suffice.

use std::{collections::BTreeSet, error::Error};

use lamplighter::{
    azure::{AssertionClaims, Azure, AzureError},
    client,
    command::{self, VERBS, Verb},
    command_request::Caller,
    config::{Fault, Faults, Purpose},
    policy::Policy,
    reply,
    source::{Source, signed},
    target::Alias,
};
use serde_json::{Value, json};

use super::{
    Exit,
    arguments::CheckOptions,
    output::{self, OutputError},
};

pub async fn check(options: &CheckOptions) -> Result<Exit, Box<dyn Error>> {
    let (client, json) = (client::http_client()?, options.json.json);
    let config = match super::load(options.config.file.as_deref(), &client, Purpose::Check).await {
        Ok(config) => config,
        Err(faults) => return faulty(faults, json),
    };
    let jobs = config.azure.jobs.then_some(command::READ_JOBS);
    let needed = needed(&config.policy, &config.sources).into_iter().chain(jobs).collect();
    let presented = config.azure.credential.presented(&config.azure.cloud, client.clone()).await;
    let (presented, failed) = match presented.transpose() {
        Ok(presented) => (presented, None),
        Err(error) => (None, Some(error)),
    };
    let mut doubts = doubts(&config.sources, &config.policy);
    doubts.extend(config.warnings);
    let head = Head {
        sources: config.platforms.into_keys().collect(),
        missing: config.missing,
        presented: presented.as_ref(),
    };
    if let Some(error) = failed {
        return Ok(head.no_token(&error, json)?);
    }
    let azure = match Azure::new(config.azure, client) {
        Ok(azure) => azure,
        Err(error) => return Ok(head.no_token(&error, json)?),
    };
    if let Err(error) = azure.token().await {
        return Ok(head.no_token(&error, json)?);
    }
    let mut rows = Vec::new();
    for workspace in azure.workspaces() {
        rows.extend(held(&azure, workspace, &needed).await);
    }
    print(&rows, &head, &doubts, json)?;
    let complete = rows.iter().all(|row| match row.held {
        Ok(held) => held || without(row.action).is_some(),
        Err(_) => false,
    });
    let found_nothing = complete && doubts.is_empty() && head.missing.is_empty();
    Ok(if found_nothing { Exit::Done } else { Exit::Failed })
}

/// Checks the configuration alone.
pub async fn offline(options: &CheckOptions) -> Result<Exit, Box<dyn Error>> {
    let (client, json) = (client::http_client()?, options.json.json);
    let config = match super::load(options.config.file.as_deref(), &client, Purpose::Offline).await {
        Ok(config) => config,
        Err(faults) => return faulty(faults, json),
    };
    let sources = config.platforms.into_keys().collect();
    let head = Head { sources, missing: Vec::new(), presented: None };
    if json {
        let mut report = head.json();
        report["token"] = Value::Null;
        output::line(report)?;
    } else {
        output::line("config     ok by itself; no secret was looked for, and nobody was asked")?;
        head.no_sources().map_or(Ok(()), output::line)?;
    }
    Ok(Exit::Done)
}

/// The faults of the configuration, which nothing can be checked with.
fn faulty(faults: Faults, json: bool) -> Result<Exit, Box<dyn Error>> {
    if !json {
        return Err(faults.into());
    }
    output::line(json!({"config": "faulty", "faults": faults.0}))?;
    Ok(Exit::Misread)
}

/// What is known before Azure is asked.
struct Head<'a> {
    sources: Vec<String>,
    /// The secrets that were not found.
    missing: Vec<Fault>,
    /// The identity from AWS. Its claims are not secret, and have to match those of the federated credential.
    presented: Option<&'a AssertionClaims>,
}

impl Head<'_> {
    fn json(&self) -> Value {
        json!({
            "config": "ok",
            "faults": [],
            "sources": self.sources,
            "missing_secrets": self.missing,
            "identity": self.presented,
        })
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = vec!["config     ok".to_owned()];
        lines.extend(self.no_sources().map(str::to_owned));
        lines.extend(self.missing.iter().map(|missing| format!("SECRET     {missing}")));
        if let Some(AssertionClaims { issuer, subject, audience }) = self.presented {
            lines.push(format!("identity   issuer   {issuer}"));
            lines.push(format!("           subject  {subject}"));
            lines.push(format!("           audience {audience}"));
        }
        lines
    }

    fn no_sources(&self) -> Option<&'static str> {
        let none =
            "sources    none: `lamplighter run` works, and `serve` needs [sources.NAME] and [[grants]]";
        self.sources.is_empty().then_some(none)
    }

    fn no_token(&self, error: &AzureError, json: bool) -> Result<Exit, OutputError> {
        let help = error.advice().unwrap_or_default();
        if json {
            let mut report = self.json();
            (report["token"], report["help"]) = (json!(error.to_string()), json!(help));
            output::line(report)?;
            return Ok(Exit::Failed);
        }
        let mut lines = self.lines();
        lines.push(format!("token      no: {error}"));
        lines.extend(Some(help).filter(|help| !help.is_empty()).map(|help| format!("           {help}")));
        output::line(lines.join("\n"))?;
        Ok(Exit::Failed)
    }
}

/// Valid settings that are hardly meant: a machine that every grant refuses, and a secret that two sources share.
fn doubts(sources: &[Source], policy: &Policy) -> Vec<String> {
    let mut doubts = Vec::new();
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

/// The actions that the verbs in the grants need, and those of timers.
fn needed(policy: &Policy, sources: &[Source]) -> BTreeSet<&'static str> {
    let fixed: Vec<_> =
        sources.iter().filter_map(|source| source.adapter.fixed_commands()).flatten().collect();
    let verbs = VERBS.iter().filter(|row| policy.anybody_may(row.verb) || fixed.contains(&row.verb));
    let machines = policy.machine_may(Verb::Stop) || policy.machine_may(Verb::Restart);
    verbs.flat_map(|row| row.actions).copied().chain(machines.then_some(command::READ_TAGS)).collect()
}

struct Row {
    workspace: String,
    action: &'static str,
    /// The error says why Azure does not tell.
    held: Result<bool, AzureError>,
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

async fn held(azure: &Azure, workspace: &Alias, needed: &BTreeSet<&'static str>) -> Vec<Row> {
    let permissions = azure.permissions(workspace).await;
    let row = |action: &&'static str| Row {
        workspace: workspace.to_string(),
        action,
        held: permissions.as_ref().map(|held| held.allows(action)).map_err(AzureError::clone),
    };
    needed.iter().map(row).collect()
}

fn print(rows: &[Row], head: &Head<'_>, doubts: &[String], json: bool) -> Result<(), OutputError> {
    if json {
        let line = |row: &Row| {
            let held = row.held.as_ref().ok();
            let mut line = json!({"workspace": row.workspace, "action": row.action, "held": held});
            if let Err(why) = &row.held {
                (line["why"], line["help"]) = (json!(why.to_string()), json!(reply::for_operator(why)));
            }
            line
        };
        let rows: Vec<_> = rows.iter().map(line).collect();
        let mut report = head.json();
        (report["token"], report["actions"], report["doubts"]) = (json!("ok"), json!(rows), json!(doubts));
        return output::line(report);
    }
    let mut lines = head.lines();
    lines.push("token      ok".to_owned());
    let width = rows.iter().map(|row| row.workspace.len()).max().unwrap_or(0).max(10);
    let mut unread = BTreeSet::new();
    for row in rows {
        let held = match &row.held {
            Ok(true) => "held".to_owned(),
            Ok(false) => match without(row.action) {
                Some(what) => format!("not held, so {what} in infra/azure gives it, if you want it"),
                None => {
                    let role = command::role_with(row.action).unwrap_or("that has it");
                    format!("MISSING: the role *{role}* of infra/azure gives it")
                }
            },
            // Once for each workspace.
            Err(why) => {
                if unread.insert(&row.workspace) {
                    lines.push(format!("{:width$} cannot be asked: {why}", row.workspace));
                    lines.push(format!("{:width$} {}", "", reply::for_operator(why)));
                }
                continue;
            }
        };
        lines.push(format!("{:width$} {} {held}", row.workspace, row.action));
    }
    lines.extend(doubts.iter().map(|doubt| format!("DOUBT      {doubt}")));
    let limit =
        "Deny assignments and locks are not among what Azure shows here: what is held may still be refused.";
    lines.push(limit.to_owned());
    output::line(lines.join("\n"))
}
