//! `lamplighter check`: is the configuration whole, does Azure let us in, and what may we do there.

use std::{collections::BTreeSet, path::Path, process::ExitCode};

use lamplighter::{
    azure::{self, Azure, AzureError, Kind},
    client,
    command::{VERBS, Verb},
    config::Config,
    policy::Policy,
    target::Alias,
};
use serde_json::json;

pub async fn check(config: Option<&Path>, json: bool) -> ExitCode {
    let config = match Config::load(config, &super::environment) {
        Ok(config) => config,
        Err(error) => return super::fail(error),
    };
    let jobs = config.azure.jobs.then_some(azure::READ_JOBS);
    let needed = needed(&config.policy).into_iter().chain(jobs).collect();
    let client = match client::http_client() {
        Ok(client) => client,
        Err(error) => return super::fail(error),
    };
    let azure = match Azure::new(config.azure, client) {
        Ok(azure) => azure,
        Err(error) => return super::fail(error),
    };
    if let Err(error) = azure.token().await {
        let help = explained(&error).unwrap_or_default();
        match json {
            true => println!(
                "{}",
                json!({"config": "ok", "token": error.to_string(), "help": help})
            ),
            false => println!("config     ok\ntoken      no: {error}\n           {help}"),
        }
        return ExitCode::FAILURE;
    }
    let mut rows = Vec::new();
    for workspace in azure.workspaces() {
        rows.extend(held(&azure, workspace, &needed).await);
    }
    let complete = rows.iter().all(|row| row.held == Held::Yes || row.is_a_choice());
    print(&rows, json);
    if complete {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// What to do about the refusals of Entra that people meet.
fn explained(error: &AzureError) -> Option<&'static str> {
    let Kind::TokenRefused { aadsts: Some(code) } = &error.kind else {
        return None;
    };
    match code.trim_start_matches("AADSTS") {
        "7000215" => Some("AZURE_CLIENT_SECRET is not a secret of this app: take its value, not its id."),
        "7000222" => Some("AZURE_CLIENT_SECRET has expired: make a new one."),
        "700016" => Some("AZURE_CLIENT_ID is no app of this tenant: check it and AZURE_TENANT_ID."),
        "90002" | "900023" => Some("AZURE_TENANT_ID is no tenant: check it, and azure.cloud."),
        "70021" | "700213" => {
            Some("No federated credential fits this token: check its issuer, subject and audience.")
        }
        _ => Some("Look the code up at https://login.microsoftonline.com/error."),
    }
}

/// The actions that the verbs in the grants take.
fn needed(policy: &Policy) -> BTreeSet<&'static str> {
    let verbs = VERBS.iter().filter(|row| policy.anybody_may(row.verb));
    let machines = policy.machine_may(Verb::Stop) || policy.machine_may(Verb::Restart);
    verbs
        .flat_map(|row| azure::actions(row.verb))
        .copied()
        .chain(machines.then_some(azure::READ_TAGS))
        .collect()
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

/// What there is not without an action that an operator may well do without, and the role that has it.
fn without(action: &str) -> Option<&'static str> {
    match action {
        azure::WRITE_TAGS => Some("`keep` does not work: lamplighter-keep-role.json"),
        azure::READ_PRICES => Some("no price is told: lamplighter-prices-role.json"),
        azure::IDLE => Some("`idle` does not work: lamplighter-idle-role.json"),
        azure::SCHEDULES => Some("schedules cannot be changed: lamplighter-schedules-role.json"),
        azure::READ_JOBS => Some("jobs that wait are not checked: lamplighter-jobs-role.json"),
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

fn print(rows: &[Row], json: bool) {
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
        println!("{}", json!({"config": "ok", "token": "ok", "actions": rows}));
        return;
    }
    println!("config     ok");
    println!("token      ok");
    let width = rows
        .iter()
        .map(|row| row.workspace.len())
        .max()
        .unwrap_or(0)
        .max(10);
    for row in rows {
        let held = match &row.held {
            Held::Yes => "held".to_owned(),
            Held::No => match without(row.action) {
                Some(what) => format!("not held, so {what} in infra/azure, if you want it"),
                None => "MISSING: grant it with the role in infra/azure".to_owned(),
            },
            Held::Unknown(why) => why.clone(),
        };
        println!("{:width$} {} {held}", row.workspace, row.action);
    }
    println!("Deny assignments and locks are not shown by Azure here: take this as advice.");
}
