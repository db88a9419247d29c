//! Secrets that a service of the cloud keeps: AWS Secrets Manager, AWS Systems Manager's Parameter
//! Store, Azure Key Vault. They are fetched before the document is read, all at once, and each
//! name once however often it stands there.

use std::{fmt, time::Duration};

use futures::future::join_all;
use secrecy::SecretString;
use tokio::time::timeout;
use toml::de::{DeTable, DeValue};

use crate::{
    aws::{Aws, AwsSettings, AwsSettingsError},
    azure::KeyVaults,
    toml_document::{Document, DocumentReader, Env, FetchedSecrets, STORE_KINDS, SecretName, StoredSecret},
};

/// All of them together. AWS Lambda gives ten seconds to be ready.
const TIME_LIMIT: Duration = Duration::from_secs(8);

/// Those who are asked, and for what.
pub(super) struct SecretStoreClients {
    names: Vec<SecretName>,
    aws: Option<Result<Aws, AwsSettingsError>>,
    vaults: Option<Result<KeyVaults, String>>,
    /// For all readings of the document.
    known: FetchedSecrets,
}

impl SecretStoreClients {
    /// Those that the document refers to. Contacts nobody.
    pub fn of(document: &Document, env: Env<'_>, client: &reqwest::Client) -> Self {
        let names = names(document);
        let any = |is: fn(&SecretName) -> bool| names.iter().any(is);
        let aws = any(|name| !matches!(name, SecretName::Vault(_)))
            .then(|| AwsSettings::read(env).map(|settings| Aws::new(settings, client.clone())));
        let vaults = any(|name| matches!(name, SecretName::Vault(_))).then(|| vaults(document, env, client));
        Self { names, aws, vaults, known: FetchedSecrets::default() }
    }

    /// Fetches all of it.
    pub async fn fetch(&self) -> FetchedSecrets {
        let fetch = async |name: &SecretName| {
            let found = timeout(TIME_LIMIT, self.fetch_one(name)).await;
            let late = |_| Err(format!("cannot be fetched: {} did not answer in time", name.store()));
            (name.clone(), found.unwrap_or_else(late))
        };
        let fetched = join_all(self.names.iter().map(fetch)).await;
        self.known.with(fetched)
    }

    async fn fetch_one(&self, name: &SecretName) -> Result<Option<SecretString>, String> {
        let failed = |error: &dyn fmt::Display| format!("cannot be fetched: {error}");
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
            (SecretName::Secret(_) | SecretName::Parameter(_), Some(Err(error)), _) => Err(error.to_string()),
            (_, _, Some(Err(error))) => Err(failed(error)),
            (_, _, _) => Err(failed(&"nobody keeps it")),
        }
    }
}

/// The vaults as `[azure]` lets us read them. What is wrong with that is told where it is read.
fn vaults(document: &Document, env: Env<'_>, client: &reqwest::Client) -> Result<KeyVaults, String> {
    let settings = DocumentReader::of(document, env, &FetchedSecrets::default(), super::azure::read);
    let settings = settings.map_err(|_| "[azure] has faults of its own".to_owned())?;
    KeyVaults::new(settings, client.clone()).map_err(|error| error.to_string())
}

/// All names that stand in the document. What is malformed is told where it is read.
fn names(document: &Document) -> Vec<SecretName> {
    let (root, _) = DeTable::parse_recoverable(&document.text);
    let mut names = Vec::new();
    gather(root.get_ref(), &mut names);
    names.sort_unstable();
    names.dedup();
    names
}

fn gather(table: &DeTable<'_>, names: &mut Vec<SecretName>) {
    for (key, value) in table {
        gather_from(key.get_ref(), value.get_ref(), names);
    }
}

fn gather_from(key: &str, value: &DeValue<'_>, names: &mut Vec<SecretName>) {
    match value {
        DeValue::String(text) if STORE_KINDS.contains(&key) => {
            names.extend(StoredSecret::read(key, text).ok().map(|key| key.name));
        }
        DeValue::Table(inner) => gather(inner, names),
        DeValue::Array(elements) => {
            for element in elements {
                gather_from("", element.get_ref(), names);
            }
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
