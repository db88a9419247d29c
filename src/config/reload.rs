//! Reads the configuration again: a secret can change in its file or store while the process lives, and so can the
//! people file. Stores are asked before the document is read, all at once, and once for each name.

use std::{
    fmt::{self, Display},
    path::Path,
    time::Duration,
};

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
    aws: Option<Result<Aws, String>>,
    vaults: Option<Result<KeyVaults, String>>,
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
        let (in_vaults, in_aws): (Vec<_>, Vec<_>) =
            names.iter().partition(|name| matches!(name, SecretName::Vault(_)));
        let aws = || AwsSettings::read(&*env).map(|settings| Aws::new(settings, client.clone()));
        Self {
            aws: (!in_aws.is_empty()).then(aws),
            vaults: (!in_vaults.is_empty()).then(|| vaults(&document, &*env, client)),
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
            let late = |_| Err(format!("cannot be fetched: {} did not answer in time", name.store()));
            (name.clone(), found.unwrap_or_else(late))
        };
        let fetched = join_all(self.names.iter().map(fetch)).await;
        self.known.with(fetched)
    }

    async fn fetch_one(&self, name: &SecretName) -> Result<Option<SecretString>, String> {
        let failed = |error: &dyn Display| format!("cannot be fetched: {error}");
        match (name, &self.aws, &self.vaults) {
            (SecretName::Secret(name), Some(Ok(aws)), _) => {
                aws.secret(name).await.map_err(|error| failed(&error))
            }
            (SecretName::Parameter(name), Some(Ok(aws)), _) => {
                aws.parameter(name).await.map_err(|error| failed(&error))
            }
            (SecretName::Vault(id), _, Some(Ok(vaults))) => {
                vaults.secret(id).await.map_err(|error| failed(&error))
            }
            (SecretName::Secret(_) | SecretName::Parameter(_), Some(Err(error)), _) => Err(error.clone()),
            (_, _, Some(Err(error))) => Err(failed(error)),
            (_, _, _) => Err(failed(&"nobody keeps it")),
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

impl fmt::Debug for ReloadPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReloadPlan({})", self.document.name)
    }
}

/// The vaults by the credential of `[azure]`. Its faults are noted when the whole document is read.
fn vaults(document: &Document, env: Env<'_>, client: &reqwest::Client) -> Result<KeyVaults, String> {
    let stores = FetchedSecrets::default();
    let settings = DocumentReader::of(document, env, &stores, Purpose::Serve, super::azure::read);
    let settings = settings.map_err(|_| "[azure] has faults of its own".to_owned())?;
    KeyVaults::new(settings, client.clone()).map_err(|error| error.to_string())
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
