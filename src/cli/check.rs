//! `lamplighter check`: whether the configuration is valid, Azure accepts the credential, and its roles suffice.

use std::{collections::BTreeSet, error::Error, path::Path, process::ExitCode};

use lamplighter::{
    azure::{AssertionClaims, Azure, AzureError},
    command::{self, VERBS, Verb},
    command_request::Caller,
    config::{Config, Document},
    policy::Policy,
    source::{Source, signed},
    target::Alias,
};
use serde_json::json;

pub async fn check(config: Option<&Path>, json: bool) -> Result<ExitCode, Box<dyn Error>> {
    let (config, client) = super::load(config).await?;
    let jobs = config.azure.jobs.then_some(command::READ_JOBS);
    let needed = needed(&config.policy).into_iter().chain(jobs).collect();
    let presented = config.azure.credential.presented(&config.azure.cloud, client.clone()).await;
    let presented = match presented.transpose() {
        Ok(presented) => presented,
        Err(error) => return Ok(no_token(&error, None, json)),
    };
    let mut doubts = doubts(&config.sources, &config.policy);
    doubts.extend(config.warnings);
    let azure = Azure::new(config.azure, client)?;
    if let Err(error) = azure.token().await {
        return Ok(no_token(&error, presented.as_ref(), json));
    }
    let mut rows = Vec::new();
    for workspace in azure.workspaces() {
        rows.extend(held(&azure, workspace, &needed).await);
    }
    print(&rows, presented.as_ref(), &doubts, json);
    let complete = rows.iter().all(|row| match row.held {
        Ok(held) => held || without(row.action).is_some(),
        Err(_) => false,
    });
    Ok(if complete && doubts.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn no_token(error: &AzureError, presented: Option<&AssertionClaims>, json: bool) -> ExitCode {
    let help = error.advice().unwrap_or_default();
    if json {
        let report = json!({"config": "ok", "identity": presented, "token": error.to_string(), "help": help});
        println!("{report}");
        return ExitCode::FAILURE;
    }
    print_head(presented);
    println!("token      no: {error}");
    if !help.is_empty() {
        println!("           {help}");
    }
    ExitCode::FAILURE
}

/// Also prints the claims of the identity from AWS, which are not secret, to compare with the federated credential.
fn print_head(presented: Option<&AssertionClaims>) {
    println!("config     ok");
    if let Some(AssertionClaims { issuer, subject, audience }) = presented {
        println!(
            "identity   issuer   {issuer}\n           subject  {subject}\n           audience {audience}"
        );
    }
}

/// Checks the configuration alone.
pub fn offline(config: Option<&Path>, json: bool) -> Result<ExitCode, Box<dyn Error>> {
    let document = Document::locate(config, &super::environment)?;
    if let Some(faults) = Config::faults_alone(&document) {
        return Err(faults.into());
    }
    if json {
        println!("{}", json!({"config": "ok", "identity": null, "token": null}));
    } else {
        println!("config     ok by itself; no secret was looked for, and nobody was asked");
    }
    Ok(ExitCode::SUCCESS)
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

/// The actions that the verbs in the grants need.
fn needed(policy: &Policy) -> BTreeSet<&'static str> {
    let verbs = VERBS.iter().filter(|row| policy.anybody_may(row.verb));
    let machines = policy.machine_may(Verb::Stop) || policy.machine_may(Verb::Restart);
    verbs.flat_map(|row| row.actions).copied().chain(machines.then_some(command::READ_TAGS)).collect()
}

struct Row {
    workspace: String,
    action: &'static str,
    /// The error says why Azure does not tell.
    held: Result<bool, String>,
}

/// What is missing without an optional action, and the parameter of infra/azure's templates that gives the action.
fn without(action: &str) -> Option<&'static str> {
    match action {
        command::WRITE_TAGS => Some("`keep` does not work: `keep=true`"),
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
        held: permissions.as_ref().map(|held| held.allows(action)).map_err(ToString::to_string),
    };
    needed.iter().map(row).collect()
}

fn print(rows: &[Row], presented: Option<&AssertionClaims>, doubts: &[String], json: bool) {
    if json {
        let line = |row: &Row| {
            let held = row.held.as_ref().ok();
            let mut line = json!({"workspace": row.workspace, "action": row.action, "held": held});
            if let Err(why) = &row.held {
                line["why"] = json!(why);
            }
            line
        };
        let rows: Vec<_> = rows.iter().map(line).collect();
        println!(
            "{}",
            json!({"config": "ok", "identity": presented, "token": "ok", "actions": rows, "doubts": doubts})
        );
        return;
    }
    print_head(presented);
    println!("token      ok");
    let width = rows.iter().map(|row| row.workspace.len()).max().unwrap_or(0).max(10);
    let mut unread = BTreeSet::new();
    for row in rows {
        let held = match &row.held {
            Ok(true) => "held".to_owned(),
            Ok(false) => match without(row.action) {
                Some(what) => format!("not held, so {what} in infra/azure gives it, if you want it"),
                None => "MISSING: infra/azure has the role that gives it".to_owned(),
            },
            // Once for each workspace.
            Err(why) => {
                if unread.insert(&row.workspace) {
                    println!(
                        "{:width$} cannot be asked: {why}. Compare its three values with studio",
                        row.workspace
                    );
                }
                continue;
            }
        };
        println!("{:width$} {} {held}", row.workspace, row.action);
    }
    for doubt in doubts {
        println!("DOUBT      {doubt}");
    }
    println!(
        "Deny assignments and locks are not among what Azure shows here: what is held may still be refused."
    );
}
