//! The settings of an instance that an audit checks: those of Azure's built-in policies, and a few more.
//!
//! Read from the paths of Azure Policy's aliases, and as tolerantly as a policy compares: a boolean may
//! be a word in any case.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde_json::Value;

/// Chosen when the instance was created; hardly any can be changed later.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecuritySettings {
    /// `SystemAssigned`, `UserAssigned` or both. `None` without a managed identity.
    pub identity: Option<String>,
    /// Whether it has an idle time, readable or not.
    pub has_idle_time: bool,
    /// Whether its SSH port is open to the internet. `None` if Azure does not say.
    pub ssh_is_public: Option<bool>,
    /// Whether Entra ID is the only way to sign in. `None` if Azure does not say.
    pub local_auth_is_disabled: Option<bool>,
    /// ARM id of its subnet. `None` without one of its own.
    pub subnet: Option<String>,
    /// Its image, and whether that is the latest.
    pub os_image: OsImage,
}

/// The image that the instance was created from, which is never updated in place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OsImage {
    /// `None` if Azure does not say.
    pub is_latest: Option<bool>,
    /// `26.06.14`
    pub version: Option<String>,
    /// The version that a new instance would have.
    pub latest: Option<String>,
}

impl OsImage {
    /// The age at `now` in whole days, since the day that is its version. `None` if it is no such day.
    pub fn age(&self, now: Timestamp) -> Option<SignedDuration> {
        let version = self.version.as_deref().filter(|version| version.len() == "26.06.14".len())?;
        let day = Date::strptime("%y.%m.%d", version).ok()?;
        let day = TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok()?;
        let days = now.duration_since(day).as_hours() / 24;
        (now >= day).then(|| SignedDuration::from_hours(24 * days))
    }
}

impl SecuritySettings {
    /// Reads one resource of the `computes` collection.
    pub(super) fn read(resource: &Value) -> Self {
        // A missing key reads as null.
        let outer = &resource["properties"];
        let inner = &outer["properties"];
        let (image, idle_time) = (&inner["osImageMetadata"], &inner["idleTimeBeforeShutdown"]);
        Self {
            identity: text(&resource["identity"]["type"]).filter(|kind| !kind.eq_ignore_ascii_case("None")),
            has_idle_time: !idle_time.is_null() && idle_time != "",
            ssh_is_public: either(&inner["sshSettings"]["sshPublicAccess"], "Enabled", "Disabled"),
            local_auth_is_disabled: flag(&outer["disableLocalAuth"]),
            subnet: text(&inner["subnet"]["id"]),
            os_image: OsImage {
                is_latest: flag(&image["isLatestOsImageVersion"]),
                version: text(&image["currentImageVersion"]),
                latest: text(&image["latestImageVersion"]),
            },
        }
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A boolean, or a word for one.
pub(super) fn flag(value: &Value) -> Option<bool> {
    value.as_bool().or_else(|| either(value, "true", "false"))
}

/// True for one word, false for the other.
pub(super) fn either(value: &Value, yes: &str, no: &str) -> Option<bool> {
    match value.as_str()? {
        word if word.eq_ignore_ascii_case(yes) => Some(true),
        word if word.eq_ignore_ascii_case(no) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn all_security_settings_are_read() {
        let security = SecuritySettings::read(&json!({
            "identity": { "type": "SystemAssigned" },
            "properties": {
                "disableLocalAuth": "True",
                "properties": {
                    "subnet": { "id": "/subscriptions/s/…/subnets/ml" },
                    "sshSettings": { "sshPublicAccess": "enabled" },
                    "idleTimeBeforeShutdown": "one day",
                    "osImageMetadata": {
                        "currentImageVersion": "26.06.14", "latestImageVersion": "26.10.22",
                        "isLatestOsImageVersion": false,
                    },
                },
            },
        }));
        let expected = SecuritySettings {
            identity: Some("SystemAssigned".into()),
            has_idle_time: true,
            ssh_is_public: Some(true),
            local_auth_is_disabled: Some(true),
            subnet: Some("/subscriptions/s/…/subnets/ml".into()),
            os_image: OsImage {
                is_latest: Some(false),
                version: Some("26.06.14".into()),
                latest: Some("26.10.22".into()),
            },
        };
        assert_eq!(security, expected);
    }

    #[test]
    fn the_age_of_an_image_counts_from_the_day_of_its_version() {
        let now = "2026-11-23T18:00:00Z".parse().unwrap();
        let age = |version: &str| {
            let image = OsImage { version: Some(version.to_owned()), ..OsImage::default() };
            image.age(now).map(|age| age.as_hours())
        };
        assert_eq!(age("26.06.14"), Some(162 * 24));
        assert_eq!(age("22.06.14"), Some(1623 * 24));
        assert_eq!(age("26.11.23"), Some(0));
        for unreadable in
            ["26.11.24", "26.13.01", "26.06.1", "2026.06.14", "26-06-14", "1.2.3", "v26.6.1", "latest!!"]
        {
            assert_eq!(age(unreadable), None, "{unreadable}");
        }
        assert_eq!(OsImage::default().age(now), None);
    }

    #[test]
    fn missing_security_settings_are_none() {
        for nothing in [
            json!(null),
            json!([]),
            json!({ "identity": { "type": "none" }, "properties": null }),
            json!({ "identity": "SystemAssigned", "properties": { "disableLocalAuth": 1, "properties": {
                "subnet": { "id": "" }, "sshSettings": { "sshPublicAccess": "NotSpecified" },
                "idleTimeBeforeShutdown": "", "osImageMetadata": { "isLatestOsImageVersion": null },
            } } }),
        ] {
            assert_eq!(SecuritySettings::read(&nothing), SecuritySettings::default(), "{nothing}");
        }
    }
}
