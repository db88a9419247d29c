//! `lamplighter check`: whether the configuration is valid, Azure accepts the credential, and its roles suffice.

use std::{collections::BTreeSet, error::Error};

use lamplighter::{
    azure::{AssertionClaims, Azure, AzureError, Settings},
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
    let config = match super::load(options.config.file.as_deref(), &client, purpose).await {
        Ok(config) => config,
        Err(faults) if json => {
            output::line(json!({"config": "faulty", "faults": faults.0}))?;
            return Ok(Exit::Misread);
        }
        Err(faults) => return Err(faults.into()),
    };
    let needed = needed(&config.policy, config.sources.iter(), config.azure.jobs);
    let mut doubts = doubts(&config);
    doubts.extend(config.warnings);
    let mut presented = None;
    let asked =
        if options.offline { None } else { Some(ask(config.azure, client, &needed, &mut presented).await) };
    let sources = config.platforms.into_keys().collect();
    let report = CheckReport { sources, missing: config.missing, presented, doubts, asked };
    if json {
        output::line(report.json())?;
    } else {
        output::line(report.text())?;
    }
    Ok(report.exit())
}

/// Asks Azure in each workspace for the `needed` actions. `presented` gets what AWS says of our identity.
async fn ask(
    settings: Settings,
    client: reqwest::Client,
    needed: &BTreeSet<&'static str>,
    presented: &mut Option<AssertionClaims>,
) -> Result<Vec<Row>, AzureError> {
    *presented = settings.credential.presented(&settings.cloud, client.clone()).await.transpose()?;
    let azure = Azure::new(settings, client)?;
    azure.token().await?;
    let mut rows = Vec::new();
    for workspace in azure.workspaces() {
        rows.extend(held(&azure, workspace, needed).await);
    }
    Ok(rows)
}

/// What was found.
struct CheckReport {
    sources: Vec<String>,
    /// The secrets that were not found.
    missing: Vec<Fault>,
    /// The identity from AWS. Its claims are not secret, and have to match those of the federated credential.
    presented: Option<AssertionClaims>,
    doubts: Vec<String>,
    /// Which actions we hold, or why there is no token; `None` if nobody was asked.
    asked: Option<Result<Vec<Row>, AzureError>>,
}

impl CheckReport {
    fn exit(&self) -> Exit {
        let whole = |row: &Row| match row.held {
            Ok(held) => held || command::is_optional(row.action),
            Err(_) => false,
        };
        match &self.asked {
            None => Exit::Done,
            Some(Ok(rows)) if rows.iter().all(whole) && self.doubts.is_empty() && self.missing.is_empty() => {
                Exit::Done
            }
            Some(_) => Exit::Failed,
        }
    }

    fn json(&self) -> Value {
        let mut report = json!({
            "config": "ok",
            "faults": [],
            "sources": self.sources,
            "missing_secrets": self.missing,
            "identity": self.presented,
            "token": null,
            "doubts": self.doubts,
        });
        match &self.asked {
            None => {}
            Some(Err(error)) => {
                report["token"] = json!(error.to_string());
                report["help"] = json!(error.advice().unwrap_or_default());
            }
            Some(Ok(rows)) => {
                report["token"] = json!("ok");
                report["actions"] = rows.iter().map(Row::json).collect();
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
        if let Some(AssertionClaims { issuer, subject, audience }) = &self.presented {
            lines.push(format!("identity   issuer   {issuer}"));
            lines.push(format!("           subject  {subject}"));
            lines.push(format!("           audience {audience}"));
        }
        lines.extend(self.doubts.iter().map(|doubt| format!("DOUBT      {doubt}")));
        match &self.asked {
            None => {}
            Some(Err(error)) => {
                lines.push(format!("token      no: {error}"));
                lines.extend(error.advice().map(|help| format!("           {help}")));
            }
            Some(Ok(rows)) => {
                lines.push("token      ok".to_owned());
                lines.extend(table(rows));
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

struct Row {
    workspace: String,
    action: &'static str,
    /// The error says why Azure does not tell.
    held: Result<bool, AzureError>,
}

impl Row {
    fn json(&self) -> Value {
        let held = self.held.as_ref().ok();
        let mut line = json!({"workspace": self.workspace, "action": self.action, "held": held});
        if let Err(why) = &self.held {
            (line["why"], line["help"]) = (json!(why.to_string()), json!(reply::for_operator(why)));
        }
        line
    }
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

/// The lines about actions.
fn table(rows: &[Row]) -> Vec<String> {
    let width = rows.iter().map(|row| row.workspace.len()).max().unwrap_or(0).max(10);
    let mut unread = BTreeSet::new();
    let lines = rows.iter().flat_map(|row| {
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
            Err(why) if unread.insert(&row.workspace) => {
                return vec![
                    format!("{:width$} cannot be asked: {why}", row.workspace),
                    format!("{:width$} {}", "", reply::for_operator(why)),
                ];
            }
            Err(_) => return Vec::new(),
        };
        vec![format!("{:width$} {} {held}", row.workspace, row.action)]
    });
    lines.collect()
}
