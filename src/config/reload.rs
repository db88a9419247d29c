//! Reads the configuration again: a secret can change in its file or store while the process lives, and so can the
//! people file. Stores are asked before the document is read, all at once, and once for each name.

use std::{fmt::Display, path::Path, time::Duration};

use futures::future::join_all;
use secrecy::SecretString;
use tokio::time::timeout;
use toml::de::{DeTable, DeValue};

use crate::{
    aws::{Aws, AwsSettings},
    azure::KeyVaults,
    toml_document::{
        Document, DocumentReader, Env, FetchedSecrets, OwnedEnv, Purpose, STORE_KINDS, SecretName,
        StoredSecret,
    },
};

/// For all stores together. AWS Lambda gives ten seconds for the start.
const TIME_LIMIT: Duration = Duration::from_secs(8);

/// Everything that reading the configuration again needs.
#[derive(Clone)]
pub struct ReloadPlan {
    pub(super) document: Document,
    pub(super) env: OwnedEnv,
    /// The secrets in stores that the document refers to, and the clients for them.
    names: Vec<SecretName>,
    aws: Result<Aws, String>,
    vaults: Result<KeyVaults, String>,
    /// Shared by all readings of the document.
    known: FetchedSecrets,
    /// The last people file without faults.
    pub(super) people: Option<Box<Document>>,
    /// The digest of the secrets and of the people file that were read.
    secrets: Vec<u8>,
}

impl ReloadPlan {
    /// Contacts no store.
    pub(super) fn new(document: Document, env: OwnedEnv, client: &reqwest::Client) -> Self {
        let names = names(&document);
        Self {
            aws: AwsSettings::read(&*env).map(|settings| Aws::new(settings, client.clone())),
            vaults: vaults(&document, &names, &*env, client),
            known: FetchedSecrets::default(),
            people: None,
            secrets: Vec::new(),
            document,
            env,
            names,
        }
    }

    /// Fetches the secrets from their stores.
    pub(super) async fn fetch(&self) -> FetchedSecrets {
        let fetch = async |name: &SecretName| {
            let found = timeout(TIME_LIMIT, self.fetch_one(name)).await;
            let late = |_| Err(not_fetched(format_args!("{} did not answer in time", name.store())));
            (name.clone(), found.unwrap_or_else(late))
        };
        let fetched = join_all(self.names.iter().map(fetch)).await;
        self.known.with(fetched)
    }

    async fn fetch_one(&self, name: &SecretName) -> Result<Option<SecretString>, String> {
        let aws = self.aws.as_ref().map_err(String::clone);
        let vaults = self.vaults.as_ref().map_err(String::clone);
        match name {
            SecretName::Secret(name) => aws?.secret(name).await.map_err(not_fetched),
            SecretName::Parameter(name) => aws?.parameter(name).await.map_err(not_fetched),
            SecretName::Vault(id) => vaults?.secret(id).await.map_err(not_fetched),
        }
    }

    /// The plan after a reading with this digest and people file.
    pub(super) fn after(&self, secrets: Vec<u8>, people: Option<Document>) -> Self {
        Self { secrets, people: people.map(Box::new), ..self.clone() }
    }

    /// Whether the people file is another one now, or cannot be read.
    pub fn has_new_people(&self) -> bool {
        self.people.as_ref().is_some_and(|last| {
            let now = Document::beside(Path::new(&last.name));
            now.map_or(true, |now| now.text != last.text)
        })
    }

    /// Whether other secrets or people were read for `other`.
    pub fn differs_from(&self, other: &Self) -> bool {
        self.secrets != other.secrets
    }
}

formatted!(Debug for ReloadPlan, |plan| "ReloadPlan({})", plan.document.name);

/// The vaults by the credential of `[azure]`, if one of `names` is in a vault. Its faults are noted when the whole
/// document is read.
fn vaults(
    document: &Document,
    names: &[SecretName],
    env: Env<'_>,
    client: &reqwest::Client,
) -> Result<KeyVaults, String> {
    if !names.iter().any(|name| matches!(name, SecretName::Vault(_))) {
        return Err(not_fetched("nobody keeps it"));
    }
    let stores = FetchedSecrets::default();
    let settings = DocumentReader::of(document, env, &stores, Purpose::Serve, super::azure::read);
    let settings = settings.map_err(|_| not_fetched("[azure] has faults of its own"))?;
    KeyVaults::new(settings, client.clone()).map_err(not_fetched)
}

fn not_fetched(error: impl Display) -> String {
    format!("cannot be fetched: {error}")
}

/// All names in the document. Malformed ones are noted when the whole document is read.
fn names(document: &Document) -> Vec<SecretName> {
    let (root, _) = DeTable::parse_recoverable(&document.text);
    let mut names = Vec::new();
    gather("", &DeValue::Table(root.into_inner()), &mut names);
    names.sort_unstable();
    names.dedup();
    names
}

fn gather(key: &str, value: &DeValue<'_>, names: &mut Vec<SecretName>) {
    match value {
        DeValue::String(text) if STORE_KINDS.contains(&key) => {
            names.extend(StoredSecret::read(key, text).ok().map(|secret| secret.name));
        }
        DeValue::Table(table) => {
            table.iter().for_each(|(key, value)| gather(key.get_ref(), value.get_ref(), names));
        }
        DeValue::Array(elements) => {
            elements.iter().for_each(|element| gather("", element.get_ref(), names));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_fetched_once_wherever_it_stands() {
        let text = r#"
            [sources.slack]
            secret = { aws-secret = "lamplighter#SLACK" }
            previous_secret = { aws-secret = "lamplighter#SLACK_PREVIOUS" }
            tokens = { a = { aws-parameter = "/lamplighter/a" } }
            list = [{ key-vault = "https://team.vault.azure.net/secrets/a" }, { aws-secret = "bad name" }]
            aws-secret = 1
        "#;
        let vault = SecretName::Vault("https://team.vault.azure.net/secrets/a".parse().unwrap());
        let expected =
            [SecretName::Secret("lamplighter".into()), SecretName::Parameter("/lamplighter/a".into()), vault];
        assert_eq!(names(&Document::new("a.toml", text)), expected);
        assert_eq!(names(&Document::new("a.toml", "no toml = = {")), []);
    }
}
