//! The configuration: one TOML document and the environment, read into the settings of the other modules. All faults
//! are reported at once; see [`Faults`].
//!
//! `lamplighter.example.toml` explains each key. [`crate::toml_document`] finds and reads the text; here is a file for
//! each group of tables, named after it.

mod apps;
mod azure;
mod blueprints;
mod channels;
mod grants;
mod limits;
mod people;
mod reload;
mod sources;
mod values;

use std::{collections::BTreeMap, path::Path};

use jiff::tz::TimeZone;

use crate::{
    azure::{Cloud, CredentialSettings},
    policy::Policy,
    reply::Locale,
    source::{Platform, Source},
    toml_document::{DocumentReader, FetchedSecrets, Table},
};

pub(crate) use crate::toml_document::OwnedEnv;
pub use crate::toml_document::{Document, Env, Fault, Faults, Purpose, is_guid};
pub(crate) use limits::Limits;
pub(crate) use reload::ReloadPlan;

/// All settings, checked, with their secrets.
#[derive(Debug)]
pub struct Config {
    /// For callers without a language of their own.
    pub locale: Locale,
    /// For callers without a time zone of their own.
    pub zone: TimeZone,
    /// `[azure]` and the `[workspaces.NAME]` tables.
    pub azure: crate::azure::Settings,
    /// Those whose secrets were found; to serve, all of them, and at least one.
    pub sources: Vec<Source>,
    /// By source, the credential of the app whose tokens its deliveries show, and the cloud that these are for.
    pub(crate) app_credentials: BTreeMap<String, (CredentialSettings, Cloud)>,
    /// The platform of each source, whether or not its secrets were found.
    pub platforms: BTreeMap<String, &'static Platform>,
    /// `[[grants]]`, `[people]` and `[lists]`.
    pub policy: Policy,
    /// The people file as it was read.
    people_file: Option<Document>,
    /// `[limits]`, or the defaults.
    pub(crate) limits: Limits,
    /// For the operator, and no faults: `lamplighter.toml:12: sources.slack.previous_secret: …`.
    pub warnings: Vec<String>,
    /// The secrets that were not found, if the document was read to check it.
    pub missing: Vec<Fault>,
    /// `None` if no secret can change while the process lives.
    pub(crate) reload_plan: Option<ReloadPlan>,
}

#[rustfmt::skip]
const KEYS: &[&str] = &[
    "locale", "tz", "azure", "workspaces", "sources", "tickets", "notify", "people", "people_file", "lists", "grants", "limits",
    "blueprints",
];

impl Config {
    /// Finds the document ([`Document::locate`]), fetches the secrets that `purpose` needs from their stores through
    /// `client`, and reads it.
    pub async fn load(
        flag: Option<&Path>,
        env: OwnedEnv,
        client: &reqwest::Client,
        purpose: Purpose,
    ) -> Result<Self, Faults> {
        let document = Document::locate(flag, &*env)?;
        match purpose {
            Purpose::Serve => Self::reload(&ReloadPlan::new(document, env, client)).await,
            Purpose::Check => {
                let stores = ReloadPlan::new(document.clone(), env.clone(), client).fetch().await;
                Self::read_for(purpose, &document, &*env, &stores)
            }
            Purpose::Run | Purpose::Offline => {
                Self::read_for(purpose, &document, &*env, &FetchedSecrets::default())
            }
        }
    }

    fn read_for(
        purpose: Purpose,
        document: &Document,
        env: Env<'_>,
        stores: &FetchedSecrets,
    ) -> Result<Self, Faults> {
        DocumentReader::of(document, env, stores, purpose, Self::with_digest).map(|(config, _)| config)
    }

    /// Fetches the secrets and reads the document. At a reload, a secret that its store cannot give stays as it was, so
    /// does a people file with faults, and a source whose secret was removed is closed.
    pub async fn reload(plan: &ReloadPlan) -> Result<Self, Faults> {
        let stores = plan.fetch().await;
        let read = |document: &Document| {
            DocumentReader::of(document, &*plan.env, &stores, Purpose::Serve, Self::with_digest)
        };
        let (mut config, secrets) = match (read(&plan.document), &plan.people) {
            (Err(faults), Some(people)) => {
                let mut read = read(&Document { people: Some(people.clone()), ..plan.document.clone() })?;
                read.0.warnings.push(format!("{faults}; the people read before go on to count"));
                read
            }
            (read, _) => read?,
        };
        let people = config.people_file.take();
        config.reload_plan = secrets.map(|secrets| plan.after(secrets, people));
        Ok(config)
    }

    /// Reads a document whose secrets are in the environment and in files.
    pub fn read(document: &Document, env: Env<'_>) -> Result<Self, Faults> {
        Self::read_for(Purpose::Serve, document, env, &FetchedSecrets::default())
    }

    /// The configuration, and [`DocumentReader::digest`].
    fn with_digest(root: &Table<'_>) -> Option<(Self, Option<Vec<u8>>)> {
        root.only(KEYS);
        let locale = root.get("locale").and_then(|value| values::locale(&value));
        let zone = root.get("tz").and_then(|value| values::zone(&value));
        let mut azure = azure::read(root);
        let blueprints = blueprints::read(root, zone.as_ref().unwrap_or(&TimeZone::UTC));
        azure.iter_mut().for_each(|azure| azure.blueprints.clone_from(&blueprints));
        let tickets = sources::tickets(root);
        let notify = channels::read(root, tickets.as_ref());
        let mut platforms = BTreeMap::new();
        let mut app_credentials = BTreeMap::new();
        let sources =
            sources::read(root, (&notify, tickets), azure.as_ref(), &mut platforms, &mut app_credentials);
        let (policy, people_file) = grants::read(root, &sources, &platforms);
        let limits = limits::read(root);
        let config = Self {
            locale: locale.unwrap_or_default(),
            zone: zone.unwrap_or(TimeZone::UTC),
            azure: azure?,
            sources,
            app_credentials,
            platforms,
            policy,
            people_file,
            limits,
            warnings: root.location.reader.warnings.take(),
            missing: root.location.reader.missing(),
            reload_plan: None,
        };
        Some((config, root.location.reader.digest()))
    }
}

#[cfg(any(test, fuzzing))]
pub(crate) mod hostile_tests;
#[cfg(test)]
mod tests;
