//! What a new instance can have of an old one: the body of the request that creates it, and what that body lacks.
//!
//! Fields are taken by name, so that nothing read-only and no secret (arguments of scripts, variables of services, keys)
//! gets into the body, whatever Azure adds. A value that is there but cannot be read is [`Loss::Unreadable`], not absent.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    compute::duration,
    schedule::Schedule,
    security_settings::{either, flag},
};
use crate::lenient_json;

/// How to create an instance that is like another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Recreation {
    /// The name of the old instance.
    pub name: String,
    /// Whether the old instance is still being created, so that Azure does not show all of it.
    pub unfinished: bool,
    /// The body of the `PUT`, which does not name the instance.
    pub body: Value,
    /// What the new instance does not get, with the names of its parts if there are several.
    pub lost: BTreeMap<Loss, Vec<String>>,
}

/// What a new instance does not get from the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// Packages, environments, kernels and files outside the file share.
    OsDisk,
    /// `/mnt`.
    TemporaryDisk,
    /// Their arguments may be secret.
    SetupScripts,
    /// Azure shows no set-up scripts, which does not mean that there are none.
    SetupScriptsNotShown,
    /// Their variables may be licence keys.
    CustomServices,
    /// They have to be mounted again.
    DataMounts,
    /// It can only be set at creation, with a key. Also if Azure does not say whether it is on.
    Ssh,
    /// A new one has no role assignments.
    SystemIdentity,
    /// It is off, which only the assigned user can set.
    SingleSignOn,
    /// Settings of previews, with their values.
    PreviewSettings,
    /// Fields of the body that Azure shows in no readable form, and required ones that it does not show.
    Unreadable,
}

/// The fields that are carried over, and how each is read. `None`: there is nothing, or nothing readable.
#[expect(clippy::type_complexity, reason = "a table of two columns")]
const CARRIED: [(&str, fn(&Value) -> Option<Value>); 11] = [
    ("/location", text),
    ("/tags", tags),
    ("/identity", identity),
    ("/properties/description", text),
    ("/properties/disableLocalAuth", |value| flag(value).map(Value::from)),
    ("/properties/properties/vmSize", text),
    ("/properties/properties/subnet", |subnet| Some(json!({ "id": text(&subnet["id"])? }))),
    ("/properties/properties/applicationSharingPolicy", text),
    ("/properties/properties/enableNodePublicIp", |value| flag(value).map(Value::from)),
    ("/properties/properties/idleTimeBeforeShutdown", |time| duration(time.as_str()?).and(text(time))),
    ("/properties/properties/schedules", schedules),
];

/// The fields without which Azure creates nothing.
const REQUIRED: [&str; 2] = ["/location", "/properties/properties/vmSize"];

/// The fields of a schedule that a caller sets.
const SCHEDULE: [(&str, &[&str]); 4] = [
    ("", &["status", "action", "triggerType"]),
    ("/cron", &["startTime", "timeZone", "expression"]),
    ("/recurrence", &["frequency", "interval", "startTime", "timeZone"]),
    ("/recurrence/schedule", &["hours", "minutes", "weekDays", "monthDays"]),
];

/// The kinds of managed identity, as the body spells them.
const IDENTITIES: [&str; 4] = ["None", "SystemAssigned", "UserAssigned", "SystemAssigned,UserAssigned"];

/// Azure accepts these only in previews of its API, and shows them always.
const PREVIEW_SETTINGS: [&str; 3] = ["enableOSPatching", "enableRootAccess", "releaseQuotaOnStop"];

impl Recreation {
    /// Of an instance as `GET` shows it.
    pub fn of(resource: &Value) -> Self {
        let inner = &resource["properties"]["properties"];
        let mut body = json!({ "properties": {
            "computeType": "ComputeInstance",
            "properties": {
                "computeInstanceAuthorizationType": "personal",
                "sshSettings": { "sshPublicAccess": "Disabled" },
            },
        } });
        let mut unreadable = Vec::new();
        for (pointer, read) in CARRIED {
            let there = resource.pointer(pointer).unwrap_or(&Value::Null);
            match read(there) {
                Some(value) => put(&mut body, pointer, value),
                None if REQUIRED.contains(&pointer) || !is_nothing(there) => {
                    unreadable.push(pointer.rsplit('/').next().unwrap_or_default().to_owned());
                }
                None => {}
            }
        }
        // Without one, nobody but the client that created the instance could open it.
        match assigned_user(inner) {
            Some(user) => put(&mut body, "/properties/properties/personalComputeInstanceSettings", user),
            None => unreadable.push("assignedUser".to_owned()),
        }
        let lost = losses(inner, &body["identity"], unreadable);
        let text = |pointer: &str| lenient_json::get::<String>(resource, pointer).unwrap_or_default();
        let unfinished = text("/properties/provisioningState").eq_ignore_ascii_case("Creating");
        Self { name: text("/name"), unfinished, body, lost }
    }
}

/// What is lost, as far as the inner properties show it.
fn losses(inner: &Value, identity: &Value, unreadable: Vec<String>) -> BTreeMap<Loss, Vec<String>> {
    let parts = |field: &str, name: &str| {
        let parts = lenient_json::elements(&inner[field]);
        let names = parts.filter_map(|part| lenient_json::get(part, name)).collect();
        (!is_nothing(&inner[field])).then_some(names)
    };
    let unless = |is_empty: bool| (!is_empty).then(Vec::new);
    let has_system = identity["type"].as_str().is_some_and(|kind| kind.starts_with("System"));
    let ssh = either(&inner["sshSettings"]["sshPublicAccess"], "Enabled", "Disabled");
    let shows_scripts = !is_nothing(&inner["setupScripts"]);
    let with_value = |name: &str| Some(format!("{name}={}", flag(&inner[name])?));
    let preview: Vec<_> = PREVIEW_SETTINGS.into_iter().filter_map(with_value).collect();
    let losses = [
        (Loss::OsDisk, unless(false)),
        (Loss::TemporaryDisk, unless(false)),
        (Loss::SetupScripts, unless(!shows_scripts)),
        (Loss::SetupScriptsNotShown, unless(shows_scripts)),
        (Loss::CustomServices, parts("customServices", "/name")),
        (Loss::DataMounts, parts("dataMounts", "/mountName")),
        (Loss::Ssh, unless(ssh == Some(false))),
        (Loss::SystemIdentity, unless(!has_system)),
        (Loss::SingleSignOn, unless(flag(&inner["enableSSO"]) != Some(false))),
        (Loss::PreviewSettings, Some(preview).filter(|preview| !preview.is_empty())),
        (Loss::Unreadable, Some(unreadable).filter(|unreadable| !unreadable.is_empty())),
    ];
    losses.into_iter().filter_map(|(loss, names)| Some((loss, names?))).collect()
}

/// The only person who can open the instance: its assigned user, else its creator.
fn assigned_user(inner: &Value) -> Option<Value> {
    let settings = &inner["personalComputeInstanceSettings"];
    let nobody = (settings.is_null() || settings.is_object()) && is_nothing(&settings["assignedUser"]);
    let (user, object, tenant) = if nobody {
        (&inner["createdBy"], "userId", "userOrgId")
    } else {
        (&settings["assignedUser"], "objectId", "tenantId")
    };
    Some(json!({ "assignedUser": { "objectId": text(&user[object])?, "tenantId": text(&user[tenant])? } }))
}

fn text(value: &Value) -> Option<Value> {
    value.as_str().filter(|text| !text.is_empty()).map(Value::from)
}

/// Without those that Lamplighter set, which are about the old instance.
fn tags(tags: &Value) -> Option<Value> {
    let tags = tags.as_object().filter(|tags| !tags.is_empty())?;
    let others = tags.iter().filter(|(name, _)| !name.starts_with("lamplighter-"));
    tags.values()
        .all(Value::is_string)
        .then(|| others.map(|(name, tag)| (name.as_str(), tag.clone())).collect())
}

/// The same identities of the user's; a new one of the system's.
fn identity(identity: &Value) -> Option<Value> {
    let kind = identity["type"].as_str()?.replace(' ', "");
    let kind = IDENTITIES.into_iter().find(|known| kind.eq_ignore_ascii_case(known))?;
    let mut carried = json!({ "type": kind });
    if kind.ends_with("UserAssigned") {
        let ids = identity["userAssignedIdentities"].as_object().filter(|ids| !ids.is_empty())?;
        carried["userAssignedIdentities"] = ids.keys().map(|id| (id.as_str(), json!({}))).collect();
    }
    Some(carried)
}

/// All of them or none: some of them could start an instance that nothing stops.
fn schedules(schedules: &Value) -> Option<Value> {
    let list = schedules.as_object()?.get("computeStartStop")?.as_array().filter(|list| !list.is_empty())?;
    let list: Vec<_> = list.iter().map(schedule).collect::<Option<_>>()?;
    Some(json!({ "computeStartStop": list }))
}

/// A schedule as a caller sets it. `None` if it does nothing at any time, as far as can be read.
fn schedule(entry: &Value) -> Option<Value> {
    let Schedule { action, timing: Some(_), .. } = Schedule::read(entry) else { return None };
    let mut carried = json!({});
    for (parent, names) in SCHEDULE {
        for pointer in names.iter().map(|name| format!("{parent}/{name}")) {
            let said = entry.pointer(&pointer).filter(|said| !said.is_null());
            let Some(said) = said else { continue };
            if said.is_object()
                || lenient_json::elements(said).any(|part| part.is_object() || part.is_array())
            {
                return None;
            }
            put(&mut carried, &pointer, said.clone());
        }
    }
    (!action.as_str().is_empty()).then_some(carried)
}

/// Sets the value at a JSON pointer.
fn put(body: &mut Value, pointer: &str, value: Value) {
    let mut place = body;
    for key in pointer.split('/').skip(1) {
        place = &mut place[key];
    }
    *place = value;
}

/// Whether the value says nothing, however many braces it has.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(elements) => elements.iter().all(is_nothing),
        Value::Object(fields) => fields.values().all(is_nothing),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests;
