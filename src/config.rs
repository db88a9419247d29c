//! The configuration: one TOML document and the environment, read into the settings of the other
//! modules. Either all of it is right, or every fault is told at once; see [`Faults`].
//!
//! `lamplighter.example.toml` explains each key. [`crate::toml_document`] finds the text and walks it;
//! each group of tables has a file here that is named after it.

mod azure;
mod channels;
mod grants;
mod limits;
mod locale;
mod name;
mod reload;
mod secret_stores;
mod sources;

use std::path::Path;

use jiff::tz::TimeZone;

use crate::{
    policy::Policy,
    reply::Locale,
    source::Source,
    toml_document::{DocumentReader, FetchedSecrets, SecretSnapshot, Table},
};

pub use crate::toml_document::{Document, Env, Fault, Faults, NoDocument, OwnedEnv, VARIABLE};
pub use limits::Limits;
pub use reload::ReloadPlan;

/// Everything that can be set, ready to use: names hold, secrets are fetched.
#[derive(Debug)]
pub struct Config {
    /// For callers who have no language of their own.
    pub locale: Locale,
    /// For callers who have no time zone of their own.
    pub zone: TimeZone,
    pub azure: crate::azure::Settings,
    /// At least one.
    pub sources: Vec<Source>,
    pub policy: Policy,
    pub limits: Limits,
    /// What is no fault, and to be told: `lamplighter.toml:12: sources.slack.previous_secret: …`.
    pub warnings: Vec<String>,
    /// How to read all this once more, where secrets may change under way: those of files and stores.
    pub reload_plan: Option<ReloadPlan>,
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error(transparent)]
    NoDocument(#[from] NoDocument),
    #[error(transparent)]
    Faulty(#[from] Faults),
}

const KEYS: &[&str] =
    &["locale", "tz", "azure", "workspaces", "sources", "tickets", "notify", "people", "grants", "limits"];

impl Config {
    /// Finds the document, by the path of `--config` or else by [`VARIABLE`], fetches the secrets that
    /// are in stores, through `client`, and reads it.
    pub async fn load(
        flag: Option<&Path>,
        env: OwnedEnv,
        client: &reqwest::Client,
    ) -> Result<Self, LoadError> {
        let document = Document::locate(flag, &*env)?;
        Ok(Self::reload(&ReloadPlan::new(document, env, client)).await?)
    }

    /// Fetches and reads it all. Once more, what a store does not say goes on to count as it was, and a
    /// source whose secret was taken away is closed.
    ///
    /// # Errors
    ///
    /// When what is there does not do.
    pub async fn reload(plan: &ReloadPlan) -> Result<Self, Faults> {
        let stores = plan.fetch().await;
        let (mut config, taken) = Self::read_with(&plan.document, &*plan.env, &stores)?;
        config.reload_plan = plan.after(taken);
        Ok(config)
    }

    /// What is wrong with a document by itself: no secret is looked for, nor anything in the environment.
    /// What only shows with the secret at hand, such as one that is too short, stays unsaid.
    pub fn faults_alone(document: &Document) -> Option<Faults> {
        DocumentReader::alone(document, Self::of)
    }

    /// Reads a document whose secrets are in the environment and in files.
    pub fn read(document: &Document, env: Env<'_>) -> Result<Self, Faults> {
        Self::read_with(document, env, &FetchedSecrets::default()).map(|(config, _)| config)
    }

    /// Reads a document, and tells what it took for secrets.
    fn read_with(
        document: &Document,
        env: Env<'_>,
        stores: &FetchedSecrets,
    ) -> Result<(Self, SecretSnapshot), Faults> {
        DocumentReader::of(document, env, stores, Self::of)
    }

    fn of(root: &Table<'_>) -> Option<(Self, SecretSnapshot)> {
        root.only(KEYS);
        let locale = root.get("locale").and_then(|value| locale::locale(&value));
        let zone = root.get("tz").and_then(|value| locale::zone(&value));
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
            warnings: root.location.reader.warnings(),
            reload_plan: None,
        };
        Some((config, root.location.reader.taken()))
    }
}

#[cfg(test)]
mod tests;
