//! Secrets of cloud services, which are fetched before the document is read.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use secrecy::{ExposeSecret, SecretString};

use url::Url;

use crate::azure;

/// The kinds of reference that lead to a store.
pub const STORE_KINDS: &[&str] = &["aws-secret", "aws-parameter", "key-vault"];

/// The name of a secret in a store.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecretName {
    Secret(String),
    Parameter(String),
    Vault(Url),
}

/// A whole secret, or one member of its JSON.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoredSecret {
    pub name: SecretName,
    member: Option<String>,
}

/// The answers of the stores, or why there are none.
#[derive(Clone, Debug, Default)]
pub struct FetchedSecrets {
    now: BTreeMap<SecretName, Result<Option<SecretString>, String>>,
    /// Shared by all readings of a document.
    known: Arc<Mutex<BTreeMap<StoredSecret, LastKnown>>>,
}

/// The last value of a secret, and whether it was absent when its store last answered.
type LastKnown = (Option<SecretString>, bool);

/// A secret that was looked up. The last value of a reading before stands beside the reason.
#[derive(Debug)]
pub enum Lookup {
    Found(SecretString),
    Absent(&'static str, Option<SecretString>),
    /// It is not known whether the secret exists.
    Unavailable(String, Option<SecretString>),
}

impl StoredSecret {
    /// `NAME` or `NAME#MEMBER`. A name has no `#` in any store.
    pub fn read(kind: &str, text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        let (name, member) = match text.split_once('#') {
            Some((_, "")) => return Err("ends with #: write the member of the secret's JSON behind it"),
            Some((name, member)) => (name, Some(member.to_owned())),
            None => (text, None),
        };
        // AWS's rule for both kinds: letters, digits, and the punctuation of ARNs and paths.
        let fits = |b: u8| b.is_ascii_alphanumeric() || b"/_+=.@-:".contains(&b);
        let is_name = !name.is_empty() && name.len() <= 2048 && name.bytes().all(fits);
        let name = match kind {
            "key-vault" => SecretName::Vault(azure::vault_secret(name)?),
            _ if !is_name => return Err("is not a name: write that of the secret or parameter, or its ARN"),
            "aws-secret" => SecretName::Secret(name.to_owned()),
            _ => SecretName::Parameter(name.to_owned()),
        };
        Ok(Self { name, member })
    }

    /// Why the secret is absent.
    fn absence(&self, stores: &FetchedSecrets) -> &'static str {
        let there = stores.now.get(&self.name).is_some_and(|kept| matches!(kept, Ok(Some(_))));
        match (&self.name, &self.member) {
            (_, Some(_)) if there => {
                "names a member that the JSON there does not have, or that is empty: check what stands behind #"
            }
            (_, None) if there => "names a secret that is there, and empty",
            (SecretName::Secret(_), _) => {
                "names a secret that Secrets Manager does not have here, or that holds no text: check its name, and \
                 the region"
            }
            (SecretName::Parameter(_), _) => {
                "names a parameter that Parameter Store does not have here: check its name, and the region"
            }
            (SecretName::Vault(_), _) => {
                "names a secret that the key vault does not have, or that is disabled: check its name"
            }
        }
    }

    /// The secret in the text of its store: all of it, or the member of its JSON.
    fn of(&self, kept: Option<SecretString>) -> Result<Option<SecretString>, String> {
        let (Some(text), Some(member)) = (&kept, &self.member) else { return Ok(kept) };
        let json: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text.expose_secret())
            .map_err(|_| "asks for a member, and what is kept there is no JSON object: write {\"KEY\": \"…\"} there, or leave out # and \
                              what follows"
                .to_owned())?;
        match json.get(member) {
            Some(serde_json::Value::String(text)) => Ok(Some(text.as_str().into())),
            Some(serde_json::Value::Number(number)) => Ok(Some(number.to_string().into())),
            Some(serde_json::Value::Null) | None => Ok(None),
            Some(_) => Err("asks for a member that is no text".to_owned()),
        }
    }
}

impl SecretName {
    pub fn store(&self) -> &'static str {
        match self {
            Self::Secret(_) => "Secrets Manager",
            Self::Parameter(_) => "Parameter Store",
            Self::Vault(_) => "the key vault",
        }
    }
}

impl FetchedSecrets {
    /// These answers, together with the values known from all readings before.
    pub fn with(
        &self,
        fetched: impl IntoIterator<Item = (SecretName, Result<Option<SecretString>, String>)>,
    ) -> Self {
        Self { now: fetched.into_iter().collect(), known: self.known.clone() }
    }

    /// Looks up a secret, and remembers its value for the time when its store does not answer.
    pub fn look_up(&self, key: &StoredSecret) -> Lookup {
        let now = match self.now.get(&key.name) {
            Some(kept) => kept.clone().and_then(|kept| key.of(kept)),
            None => Err("is in a store, and nobody asked there".to_owned()),
        };
        let blank = |secret: &SecretString| secret.expose_secret().trim().is_empty();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (value, absent) = known.entry(key.clone()).or_default();
        match now.map(|found| found.filter(|secret| !blank(secret))) {
            Ok(Some(secret)) => {
                (*value, *absent) = (Some(secret.clone()), false);
                Lookup::Found(secret)
            }
            Ok(None) => {
                *absent = true;
                Lookup::Absent(key.absence(self), value.clone())
            }
            // A failure must not bring back a secret that was removed.
            Err(_) if *absent => {
                Lookup::Absent("was taken away, the last time that its store said anything", value.clone())
            }
            Err(why) => Lookup::Unavailable(why, value.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(kind: &str, text: &str) -> StoredSecret {
        StoredSecret::read(kind, text).unwrap()
    }

    /// A store that says this of the key's name, after what was said before.
    fn said(before: &FetchedSecrets, key: &StoredSecret, now: Result<Option<&str>, &str>) -> FetchedSecrets {
        let now = now.map(|found| found.map(SecretString::from)).map_err(str::to_owned);
        before.with([(key.name.clone(), now)])
    }

    fn shown(word: Lookup) -> String {
        let text =
            |secret: Option<SecretString>| secret.map_or("-".to_owned(), |s| s.expose_secret().to_owned());
        match word {
            Lookup::Found(secret) => format!("is {}", secret.expose_secret()),
            Lookup::Absent(_, had) => format!("is not, had {}", text(had)),
            Lookup::Unavailable(why, had) => format!("{why}, had {}", text(had)),
        }
    }

    #[test]
    fn a_member_is_taken_out_of_json() {
        let arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:lamplighter-AbCdEf";
        let kept = |text: &str, member: &str| {
            let key = key("aws-secret", &format!("{arn}{member}"));
            shown(said(&FetchedSecrets::default(), &key, Ok(Some(text))).look_up(&key))
        };
        let json = r#"{"A":"a","N":1,"L":[],"O":null,"E":" "}"#;
        assert_eq!(kept(json, "#A"), "is a");
        assert_eq!(kept(json, "#N"), "is 1", "somebody forgot the quotes");
        for member in ["#B", "#O", "#E"] {
            assert_eq!(kept(json, member), "is not, had -", "{member}");
        }
        assert!(kept(json, "#L").contains("is no text"));
        assert_eq!(kept(json, ""), format!("is {json}"));
        for text in ["no json", "[1]"] {
            assert!(kept(text, "#A").contains("is no JSON object"), "{text}");
        }
        assert!(
            shown(FetchedSecrets::default().look_up(&key("aws-parameter", "a"))).starts_with("is in a store")
        );
    }

    #[test]
    fn what_was_taken_away_does_not_come_back_by_a_failure() {
        let key = key("aws-secret", "a#S");
        let first = said(&FetchedSecrets::default(), &key, Ok(Some(r#"{"S":"old"}"#)));
        assert_eq!(shown(first.look_up(&key)), "is old");
        for (now, word) in [
            (Err("down"), "down, had old"),
            (Ok(Some("torn")), "asks for a member"),
            (Ok(Some("{}")), "is not, had old"),
            (Err("down"), "is not, had old"),
            (Ok(None), "is not, had old"),
            (Err("denied"), "is not, had old"),
            (Ok(Some(r#"{"S":"new"}"#)), "is new"),
            (Err("down"), "down, had new"),
        ] {
            let word_now = shown(said(&first, &key, now).look_up(&key));
            assert!(word_now.starts_with(word), "{now:?}: {word_now}");
        }
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for text in ["", "#", "a#", "two words", "a\nb", "{}"] {
            assert!(StoredSecret::read("aws-secret", text).is_err(), "{text:?}");
        }
        assert!(StoredSecret::read("key-vault", "team/slack").is_err());
    }
}
