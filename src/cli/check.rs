//! `lamplighter check`: is the configuration whole, does Azure let us in, and what may we do there.

use std::{collections::BTreeSet, path::Path, process::ExitCode};

use lamplighter::{
    azure::{AssertionClaims, Azure, AzureError},
    command::{self, VERBS, Verb},
    command_request::Caller,
    config::{Config, Document},
    policy::Policy,
    source::{Source, signed},
    target::Alias,
};
use serde_json::{Value, json};

pub async fn check(config: Option<&Path>, json: bool) -> ExitCode {
    let (config, client) = match super::load(config).await {
        Ok(loaded) => loaded,
        Err(error) => return super::fail(error),
    };
    let jobs = config.azure.jobs.then_some(command::READ_JOBS);
    let needed = needed(&config.policy).into_iter().chain(jobs).collect();
    let presented =
        match config.azure.credential.presented(&config.azure.cloud, client.clone()).await.transpose() {
            Ok(presented) => presented,
            Err(error) => return no_token(&error, None, json),
        };
    let mut doubts = doubts(&config.sources, &config.policy);
    doubts.extend(config.warnings);
    let azure = match Azure::new(config.azure, client) {
        Ok(azure) => azure,
        Err(error) => return super::fail(error),
    };
    if let Err(error) = azure.token().await {
        return no_token(&error, presented.as_ref(), json);
    }
    let mut rows = Vec::new();
    for workspace in azure.workspaces() {
        rows.extend(held(&azure, workspace, &needed).await);
    }
    let complete = rows.iter().all(|row| row.held == Held::Yes || row.is_a_choice());
    print(&rows, presented.as_ref(), &doubts, json);
    if complete && doubts.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn no_token(error: &AzureError, presented: Option<&AssertionClaims>, json: bool) -> ExitCode {
    let help = error.advice().unwrap_or_default();
    if json {
        let report =
            json!({"config": "ok", "identity": shown(presented), "token": error.to_string(), "help": help});
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

fn shown(presented: Option<&AssertionClaims>) -> Value {
    presented.map_or(Value::Null, |presented| {
        json!({"issuer": presented.issuer, "subject": presented.subject, "audience": presented.audience})
    })
}

/// With what proves who we are, where it is no secret: AWS's word, to be held against the federated
/// credential.
fn print_head(presented: Option<&AssertionClaims>) {
    println!("config     ok");
    if let Some(AssertionClaims { issuer, subject, audience }) = presented {
        println!(
            "identity   issuer   {issuer}\n           subject  {subject}\n           audience {audience}"
        );
    }
}

/// Is the configuration right by itself?
pub fn offline(config: Option<&Path>, json: bool) -> ExitCode {
    let document = match Document::locate(config, &super::environment) {
        Ok(document) => document,
        Err(error) => return super::fail(error),
    };
    if let Some(faults) = Config::faults_alone(&document) {
        return super::fail(faults);
    }
    if json {
        println!("{}", json!({"config": "ok", "identity": null, "token": null}));
    } else {
        println!("config     ok by itself; no secret was looked for, and nobody was asked");
    }
    ExitCode::SUCCESS
}

/// What is no fault and hardly meant: a machine that will be refused each time, and secrets that two
/// sources share.
fn doubts(sources: &[Source], policy: &Policy) -> Vec<String> {
    let mut doubts = Vec::new();
    for (at, source) in sources.iter().enumerate() {
        let name = &source.name;
        let verbs: BTreeSet<_> = source.ordered().into_iter().filter(|verb| verb.needs_grant()).collect();
        let machine = Caller::machine(name);
        for verb in verbs {
            if policy.scope(&machine, verb).is_err() {
                let verb = verb.name();
                doubts.push(format!(
                    "`{name}` is to {verb}, and no grant lets it: write to = [\"{name}\"], may = [\"{verb}\"]"
                ));
            }
        }
        for other in sources[at + 1..].iter().filter(|other| signed::share_secret(source, other)) {
            doubts.push(format!(
                "`{name}` and `{}` have one secret: who may send to one may send to the other",
                other.name
            ));
        }
    }
    doubts
}

/// The actions that the verbs in the grants take.
fn needed(policy: &Policy) -> BTreeSet<&'static str> {
    let verbs = VERBS.iter().filter(|row| policy.anybody_may(row.verb));
    let machines = policy.machine_may(Verb::Stop) || policy.machine_may(Verb::Restart);
    verbs.flat_map(|row| row.actions).copied().chain(machines.then_some(command::READ_TAGS)).collect()
}

struct Row {
    workspace: String,
    action: &'static str,
    held: Held,
}

impl Row {
    /// Whether an operator may well want to do without.
    fn is_a_choice(&self) -> bool {
        self.held == Held::No && without(self.action).is_some()
    }
}

/// What there is not without an action that an operator may well do without, and the parameter of
/// infra/azure's templates that gives it.
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

#[derive(PartialEq, Eq)]
enum Held {
    Yes,
    No,
    Unknown(String),
}

async fn held(azure: &Azure, workspace: &Alias, needed: &BTreeSet<&'static str>) -> Vec<Row> {
    let permissions = azure.permissions(workspace).await;
    let row = |action: &&'static str| Row {
        workspace: workspace.to_string(),
        action,
        held: match &permissions {
            Ok(permissions) if permissions.allows(action) => Held::Yes,
            Ok(_) => Held::No,
            Err(error) => Held::Unknown(error.to_string()),
        },
    };
    needed.iter().map(row).collect()
}

fn print(rows: &[Row], presented: Option<&AssertionClaims>, doubts: &[String], json: bool) {
    if json {
        let rows: Vec<_> = rows
            .iter()
            .map(|row| match &row.held {
                Held::Yes => json!({"workspace": row.workspace, "action": row.action, "held": true}),
                Held::No => json!({"workspace": row.workspace, "action": row.action, "held": false}),
                Held::Unknown(why) => {
                    json!({"workspace": row.workspace, "action": row.action, "held": null, "why": why})
                }
            })
            .collect();
        println!(
            "{}",
            json!({"config": "ok", "identity": shown(presented), "token": "ok", "actions": rows, "doubts": doubts})
        );
        return;
    }
    print_head(presented);
    println!("token      ok");
    let width = rows.iter().map(|row| row.workspace.len()).max().unwrap_or(0).max(10);
    let mut unread = BTreeSet::new();
    for row in rows {
        let held = match &row.held {
            Held::Yes => "held".to_owned(),
            Held::No => match without(row.action) {
                Some(what) => format!("not held, so {what} in infra/azure gives it, if you want it"),
                None => "MISSING: infra/azure has the role that gives it".to_owned(),
            },
            // Once for all that is asked of the workspace.
            Held::Unknown(why) => {
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
