//! `[azure]` and `[workspaces.<alias>]`: the cloud, the credential, and the workspaces.

use std::collections::BTreeMap;

use crate::{
    aws::AwsSettings,
    azure::{
        Cloud, CredentialSettings, DEFAULT_API_VERSION, DEFAULT_IDLE_API_VERSION,
        DEFAULT_SCHEDULES_API_VERSION, Endpoint, Settings,
    },
    target::{Alias, WorkspaceAddress},
    toml_document::{Purpose, Table, Value, instead_of},
};

pub(super) const KEYS: &[&str] =
    &["cloud", "credential", "api_version", "idle_api_version", "schedules_api_version", "jobs"];
pub(super) const CLOUD_KEYS: &[&str] = &["authority", "resource_manager", "audience"];
pub(super) const WORKSPACE_KEYS: &[&str] = &["subscription", "resource_group", "workspace"];

const CLOUDS: &[&str] = &["public", "us-gov", "china", "{ authority, resource_manager, audience }"];
const CREDENTIALS: &[&str] =
    &["client-secret", "workload-identity", "managed-identity", "aws-federation", "azure-cli"];

/// Those of an app without a person.
const APP_CREDENTIALS: &[&str] =
    &["client-secret", "workload-identity", "managed-identity", "aws-federation"];

/// Words for several instances in commands; a workspace cannot have them as its alias.
const RESERVED: &[&str] = &["all", "mine"];

pub(super) fn read(root: &Table<'_>) -> Option<Settings> {
    let table = root.need("azure", "[azure] and below it credential = \"client-secret\"");
    let workspaces = workspaces(root);
    let table = table?.table()?;
    table.only(KEYS);
    let cloud = table.or("cloud", Cloud::public(), cloud);
    let credential = table.needed("credential", "credential = \"client-secret\"", credential);
    let rule = "is not an API version: write a date such as \"2025-12-01\"";
    let version =
        |key, default: &str| table.or(key, default.to_owned(), |value| value.fitting(is_api_version, rule));
    let api_version = version("api_version", DEFAULT_API_VERSION);
    let idle_api_version = version("idle_api_version", DEFAULT_IDLE_API_VERSION);
    let schedules_api_version = version("schedules_api_version", DEFAULT_SCHEDULES_API_VERSION);
    let jobs = table.or("jobs", true, Value::yes_or_no);
    Some(Settings {
        cloud: cloud?,
        credential: credential?,
        api_version: api_version?,
        jobs: jobs?,
        idle_api_version: idle_api_version?,
        schedules_api_version: schedules_api_version?,
        workspaces: workspaces?,
        blueprints: Vec::new(),
    })
}

fn cloud(value: &Value<'_>) -> Option<Cloud> {
    if let Some(table) = value.if_table() {
        return custom_cloud(&table);
    }
    value.parsed(|name| match name {
        "public" => Ok(Cloud::public()),
        "us-gov" => Ok(Cloud::us_government()),
        "china" => Ok(Cloud::china()),
        _ => Err(format!("is not a cloud: {}", instead_of(name, CLOUDS))),
    })
}

/// Another cloud, or the emulator. [`Endpoint`] allows plain http only for loopback.
fn custom_cloud(table: &Table<'_>) -> Option<Cloud> {
    table.only(CLOUD_KEYS);
    let endpoint = |key, example| {
        let value = table.need(key, example)?;
        let endpoint = value.parsed(str::parse::<Endpoint>)?;
        if endpoint.is_local() { Some(endpoint) } else { value.trusted_host().map(|_| endpoint) }
    };
    let authority = endpoint("authority", "authority = \"https://HOST\", where tokens come from");
    let resource_manager = endpoint("resource_manager", "resource_manager = \"https://HOST\"");
    let audience = table.needed("audience", "audience = \"https://HOST\", whom tokens are for", Value::text);
    Some(Cloud::custom(authority?, resource_manager?, audience?))
}

fn credential(value: &Value<'_>) -> Option<CredentialSettings> {
    const TENANT: &str = "AZURE_TENANT_ID";
    const CLIENT: &str = "AZURE_CLIENT_ID";
    match value.text()? {
        // The rest is read without a credential.
        known if value.location.reader.purpose == Purpose::Offline && CREDENTIALS.contains(&known) => {
            Some(CredentialSettings::AzureCli)
        }
        "client-secret" => {
            let [tenant, client, secret] = needed(value, [TENANT, CLIENT, "AZURE_CLIENT_SECRET"])?;
            Some(CredentialSettings::ClientSecret { tenant, client, secret: secret.into() })
        }
        "workload-identity" => {
            let required = needed(value, [TENANT, CLIENT, "AZURE_FEDERATED_TOKEN_FILE"])?;
            let [tenant, client, token_file] = required.map(Some);
            let token_file = token_file.map(Into::into);
            Some(CredentialSettings::WorkloadIdentity { tenant, client, token_file })
        }
        "managed-identity" => {
            Some(CredentialSettings::ManagedIdentity { client_id: value.location.variable(CLIENT) })
        }
        "azure-cli" => Some(CredentialSettings::AzureCli),
        "aws-federation" => {
            let ids = needed(value, [TENANT, CLIENT]);
            let aws = value.location.accept(AwsSettings::read(value.location.reader.env));
            let ([tenant, client], aws) = (ids?, Box::new(aws?));
            Some(CredentialSettings::AwsFederation { aws, tenant, client })
        }
        other => value.refuse(format!("is not a credential: {}", instead_of(other, CREDENTIALS))),
    }
}

/// The credential of a source's app, and the cloud that its tokens are for: their audience takes the place of Resource
/// Manager's. `None` within if the document is read without secrets.
pub(super) fn of_app(
    table: &Table<'_>,
    (client, authority, audience): (&str, Option<&'static str>, &'static str),
    azure: Option<&Settings>,
) -> Option<Option<(CredentialSettings, Cloud)>> {
    let value = table.need("credential", "credential = \"managed-identity\"")?;
    let tenant = || table.need("tenant", "tenant = \"00000000-…\", the directory of the app")?.guid();
    let client = client.to_owned();
    let purpose = value.location.reader.purpose;
    let credential = match value.text()? {
        known if matches!(purpose, Purpose::Offline | Purpose::Run) && APP_CREDENTIALS.contains(&known) => {
            return Some(None);
        }
        "client-secret" => {
            let secret = table.needed("secret", "secret = { env = \"BOT_SECRET\" }", Value::secret);
            let tenant = tenant();
            CredentialSettings::ClientSecret { tenant: tenant?, client, secret: secret? }
        }
        "workload-identity" => {
            let (tenant, file) = (tenant(), needed(&value, ["AZURE_FEDERATED_TOKEN_FILE"]));
            let [file] = file?;
            CredentialSettings::WorkloadIdentity {
                tenant: Some(tenant?),
                client: Some(client),
                token_file: Some(file.into()),
            }
        }
        "managed-identity" => CredentialSettings::ManagedIdentity { client_id: Some(client) },
        "aws-federation" => {
            let (tenant, aws) =
                (tenant(), value.location.accept(AwsSettings::read(value.location.reader.env)));
            CredentialSettings::AwsFederation { tenant: tenant?, client, aws: Box::new(aws?) }
        }
        other => {
            return value
                .refuse(format!("is not a credential of an app: {}", instead_of(other, APP_CREDENTIALS)));
        }
    };
    let authority = match authority {
        Some(authority) => authority.parse().ok()?,
        None => azure?.cloud.authority.clone(),
    };
    Some(Some((credential, Cloud::custom(authority.clone(), authority, audience))))
}

/// The variables that the credential requires; a fault for each that is not set.
fn needed<const N: usize>(credential: &Value<'_>, variables: [&str; N]) -> Option<[String; N]> {
    let set = variables.map(|variable| {
        let absent = || credential.refuse(format!("needs {variable} in the environment: set it"));
        credential.location.variable(variable).or_else(absent)
    });
    set.into_iter().collect::<Option<Vec<_>>>()?.try_into().ok()
}

fn workspaces(root: &Table<'_>) -> Option<BTreeMap<Alias, WorkspaceAddress>> {
    let table = root.need("workspaces", "[workspaces.research], with the alias that people type")?.table()?;
    let mut workspaces = BTreeMap::new();
    for (name, value) in table.iter() {
        let (Some(alias), Some(workspace)) = (value.location.accept(alias(name)), workspace(&value)) else {
            continue;
        };
        if let Some((first, _)) = workspaces.iter().find(|(_, other)| same_place(other, &workspace)) {
            value.location.fault(format!("is the same workspace as `{first}`: leave one of them out"));
        }
        workspaces.insert(alias, workspace);
    }
    table.not_empty("at least one [workspaces.ALIAS]");
    Some(workspaces)
}

fn alias(name: &str) -> Result<Alias, String> {
    if RESERVED.contains(&name) {
        Err("means several instances in commands: call the workspace something else".to_owned())
    } else {
        name.parse().map_err(|rule| format!("is not an alias: {rule}"))
    }
}

fn workspace(value: &Value<'_>) -> Option<WorkspaceAddress> {
    let table = value.table()?;
    table.only(WORKSPACE_KEYS);
    let subscription =
        table.need("subscription", "subscription = \"00000000-…\", the id that the portal shows");
    let resource_group = table.need("resource_group", "resource_group = \"NAME\"");
    let workspace = table.need("workspace", "workspace = \"NAME\", as Azure knows it");
    let subscription = subscription.and_then(|value| value.guid());
    let rule = "is not a resource group: 1 to 90 letters, digits and -_.(), no dot at the end";
    let resource_group = resource_group.and_then(|value| value.fitting(is_resource_group, rule));
    let rule = "is not a workspace: 3 to 33 of a-z, A-Z, 0-9, - and _, a letter or digit first";
    let workspace = workspace.and_then(|value| value.fitting(is_workspace, rule));
    Some(WorkspaceAddress {
        subscription: subscription?,
        resource_group: resource_group?,
        workspace: workspace?,
    })
}

/// Azure's names ignore case.
fn same_place(one: &WorkspaceAddress, other: &WorkspaceAddress) -> bool {
    one.subscription.eq_ignore_ascii_case(&other.subscription)
        && one.resource_group.eq_ignore_ascii_case(&other.resource_group)
        && one.workspace.eq_ignore_ascii_case(&other.workspace)
}

fn is_resource_group(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '(' | ')');
    name.chars().count() <= 90 && name.chars().all(fits) && !name.ends_with('.')
}

fn is_workspace(name: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    (3..=33).contains(&name.len()) && name.bytes().all(fits) && name.as_bytes()[0].is_ascii_alphanumeric()
}

/// `2025-12-01`, or `2025-12-01-preview`.
fn is_api_version(text: &str) -> bool {
    let date = text.strip_suffix("-preview").unwrap_or(text);
    date.len() == 10 && date.parse::<jiff::civil::Date>().is_ok()
}
