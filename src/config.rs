//! The configuration: one TOML document and the environment, read into the settings of the other modules. All faults
//! are reported at once; see [`Faults`].
//!
//! `lamplighter.example.toml` explains each key. [`crate::toml_document`] finds and reads the text; here is a file for
//! each group of tables, named after it.

mod azure;
mod channels;
mod grants;
mod limits;
mod reload;
mod sources;
mod values;

use std::{path::Path, sync::Arc};

use jiff::tz::TimeZone;

use crate::{
    policy::Policy,
    reply::Locale,
    source::Source,
    toml_document::{DocumentReader, FetchedSecrets, Table},
};

pub use crate::toml_document::{Document, Env, Faults, VARIABLE};
pub use limits::Limits;
pub use reload::ReloadPlan;

/// All settings, checked, with their secrets.
#[derive(Debug)]
pub struct Config {
    /// For callers without a language of their own.
    pub locale: Locale,
    /// For callers without a time zone of their own.
    pub zone: TimeZone,
    pub azure: crate::azure::Settings,
    /// At least one.
    pub sources: Vec<Source>,
    pub policy: Policy,
    pub limits: Limits,
    /// For the operator, and no faults: `lamplighter.toml:12: sources.slack.previous_secret: …`.
    pub warnings: Vec<String>,
    /// `None` if no secret can change while the process lives.
    pub reload_plan: Option<ReloadPlan>,
}

const KEYS: &[&str] =
    &["locale", "tz", "azure", "workspaces", "sources", "tickets", "notify", "people", "grants", "limits"];

impl Config {
    /// Finds the document, by the path of `--config` or else by [`VARIABLE`], fetches secrets from their stores through
    /// `client`, and reads it.
    pub async fn load(
        flag: Option<&Path>,
        env: Arc<dyn Fn(&str) -> Option<String> + Send + Sync>,
        client: &reqwest::Client,
    ) -> Result<Self, String> {
        let document = Document::locate(flag, &*env)?;
        let config = Self::reload(&ReloadPlan::new(document, env, client)).await;
        config.map_err(|faults| faults.to_string())
    }

    /// Fetches the secrets and reads the document. At a reload, a secret that its store cannot give stays as it was, and
    /// a source whose secret was removed is closed.
    pub async fn reload(plan: &ReloadPlan) -> Result<Self, Faults> {
        let stores = plan.fetch().await;
        let (mut config, secrets) =
            DocumentReader::of(&plan.document, &*plan.env, &stores, Self::with_digest)?;
        config.reload_plan = secrets.map(|secrets| plan.after(secrets));
        Ok(config)
    }

    /// The faults of a document by itself: neither secrets nor the environment are read. Faults of the secrets, such as
    /// one that is too short, are not found.
    pub fn faults_alone(document: &Document) -> Option<Faults> {
        DocumentReader::alone(document, Self::with_digest)
    }

    /// Reads a document whose secrets are in the environment and in files.
    pub fn read(document: &Document, env: Env<'_>) -> Result<Self, Faults> {
        let stores = FetchedSecrets::default();
        DocumentReader::of(document, env, &stores, Self::with_digest).map(|(config, _)| config)
    }

    /// The configuration, and [`DocumentReader::digest`].
    fn with_digest(root: &Table<'_>) -> Option<(Self, Option<Vec<u8>>)> {
        root.only(KEYS);
        let locale = root.get("locale").and_then(|value| values::locale(&value));
        let zone = root.get("tz").and_then(|value| values::zone(&value));
        let azure = azure::read(root);
        let notify = channels::read(root);
        let sources = sources::read(root, &notify, azure.as_ref());
        let policy = grants::read(root, &sources);
        let limits = limits::read(root);
        let config = Self {
            locale: locale.unwrap_or_default(),
            zone: zone.unwrap_or(TimeZone::UTC),
            azure: azure?,
            sources,
            policy,
            limits,
            warnings: root.location.reader.warnings.take(),
            reload_plan: None,
        };
        Some((config, root.location.reader.digest()))
    }
}

#[cfg(test)]
mod tests;
