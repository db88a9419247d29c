//! `[sources.<name>]` of the kinds that alerts come from: `azure-monitor`, `grafana` and
//! `alertmanager`.

use http::HeaderName;
use secrecy::{ExposeSecret, SecretString};

use super::{
    azure::{NO_GUID, is_guid},
    rules,
    secrets::secrets,
    sources::Around,
};
use crate::{
    source::alerts::{
        Rules, Workspace,
        alertmanager::Alertmanager,
        azure_monitor::{AzureMonitor, keys::Keys},
        grafana::Grafana,
    },
    toml_document::{Table, Value},
    verify::{GRAFANA, SecureWebhook, Stamp},
};

pub(super) const AZURE_MONITOR_KEYS: &[&str] = &[
    "kind", "tenant", "audience", "rules", "notify", "max_age", "quiet", "locale",
];
pub(super) const GRAFANA_KEYS: &[&str] = &[
    "kind",
    "secret",
    "previous_secret",
    "timestamp_header",
    "rules",
    "notify",
    "quiet",
    "locale",
];
pub(super) const ALERTMANAGER_KEYS: &[&str] = &[
    "kind",
    "token",
    "previous_token",
    "rules",
    "notify",
    "quiet",
    "locale",
];

/// In characters. Nobody types it, so nothing speaks for a shorter one.
const SHORTEST_SECRET: usize = 16;

pub(super) fn azure_monitor(table: &Table<'_>, around: &Around<'_>) -> Option<AzureMonitor> {
    table.only(AZURE_MONITOR_KEYS);
    let tenant = table.need("tenant", "tenant = \"00000000-…\", the id of the Entra directory");
    let tenant = tenant.and_then(|value| value.fitting(is_guid, NO_GUID));
    let example = "audience = \"api://…\", the Application ID URI of the app that the action group names";
    let audiences = table
        .need("audience", example)
        .map(|value| value.one_or_each(audience));
    let rules = rules(table, around, true);
    let tenant = tenant?.to_ascii_lowercase();
    let cloud = &around.azure?.cloud;
    Some(AzureMonitor {
        keys: Keys::at(cloud.signing_keys(&tenant)),
        webhook: SecureWebhook {
            issuers: cloud.issuers(&tenant),
            audiences: audiences?,
            tenant,
        },
        rules: rules?,
    })
}

pub(super) fn grafana(table: &Table<'_>, around: &Around<'_>) -> Option<Grafana> {
    table.only(GRAFANA_KEYS);
    let secret = table.need("secret", "secret = { env = \"GRAFANA_SECRET\" }");
    let secret = secret.and_then(|value| strong(value.secret()?, &value));
    let previous = table.get("previous_secret");
    let previous = previous.and_then(|value| strong(value.secret_if_there()?, &value));
    let Stamp::Header(usual) = GRAFANA.timestamp else {
        unreachable!("Grafana stamps in a header");
    };
    let timestamp = match table.get("timestamp_header") {
        Some(value) => value.parsed(timestamp_header),
        None => Some(usual.to_owned()),
    };
    let rules = rules(table, around, false);
    Some(Grafana::new(
        secrets(&table.place, secret?, previous)?,
        &timestamp?,
        rules?,
    ))
}

pub(super) fn alertmanager(table: &Table<'_>, around: &Around<'_>) -> Option<Alertmanager> {
    table.only(ALERTMANAGER_KEYS);
    let token = table.need("token", "token = { env = \"ALERTMANAGER_TOKEN\" }");
    let token = token.and_then(|value| shown(value.secret()?, &value));
    let previous = table.get("previous_token");
    let previous = previous.and_then(|value| shown(value.secret_if_there()?, &value));
    let rules = rules(table, around, false);
    Some(Alertmanager {
        tokens: secrets(&table.place, token?, previous)?,
        rules: rules?,
    })
}

fn rules(table: &Table<'_>, around: &Around<'_>, budgets: bool) -> Option<Rules> {
    let notified = table.get("notify").is_some() || !around.notify.is_empty();
    let rules = rules::read(table, budgets, notified);
    let workspaces = around.azure.iter().flat_map(|azure| &azure.workspaces);
    let workspaces = workspaces.map(|(alias, at)| Workspace {
        alias: alias.clone(),
        subscription: at.subscription.clone(),
        resource_group: at.resource_group.clone(),
        name: at.workspace.clone(),
    });
    Some(Rules {
        rules: rules?,
        workspaces: workspaces.collect(),
    })
}

fn audience(value: &Value<'_>) -> Option<String> {
    value.parsed(|text| match text {
        _ if text.contains(char::is_whitespace) => Err("is no audience: it has blanks in it"),
        _ if text.ends_with("/.default") => Err("is a scope: leave /.default out"),
        _ => Ok(text.to_owned()),
    })
}

fn timestamp_header(text: &str) -> Result<String, &'static str> {
    let name = HeaderName::from_bytes(text.as_bytes()).map_err(|_| "is not the name of a header")?;
    if name.as_str() == GRAFANA.signature {
        Err("is where the signature stands: write another name, here and in Grafana")
    } else {
        Ok(name.as_str().to_owned())
    }
}

fn strong(secret: SecretString, value: &Value<'_>) -> Option<SecretString> {
    if secret.expose_secret().len() < SHORTEST_SECRET {
        value.refuse(format!(
            "leads to less than {SHORTEST_SECRET} characters: make a longer one"
        ))
    } else {
        Some(secret)
    }
}

/// A token that a header can show.
fn shown(token: SecretString, value: &Value<'_>) -> Option<SecretString> {
    if token.expose_secret().bytes().all(|b| b.is_ascii_graphic()) {
        strong(token, value)
    } else {
        value.refuse("leads to a token with blanks or accents, which no header can show")
    }
}
