//! `[blueprints.NAME]`: what people may make instances as.

use jiff::{Timestamp, tz::TimeZone};

use super::limits::whole;
use crate::{
    azure::{Blueprint, Crontab, MOST_SCHEDULES, ScheduleAction, Zone},
    command::{self, Command, IdleClause, Power, ScheduleClause},
    target::{Alias, is_instance_name},
    toml_document::{Table, Value, instead_of},
};

#[rustfmt::skip]
pub(super) const KEYS: &[&str] = &[
    "size", "idle", "schedules", "ssh", "subnet", "public_ip", "identity", "tags", "workspaces", "most_per_person", "most",
];

/// Of all owners, unless `most` says otherwise.
const MOST: usize = 20;

const SUBNETS: &str = "/providers/Microsoft.Network/virtualNetworks/";
const IDENTITIES: &str = "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/";

/// Reads the blueprints. `zone` is for schedules that name none.
pub(super) fn read(root: &Table<'_>, zone: &TimeZone) -> Vec<Blueprint> {
    let read = |(name, value): (&str, Value<'_>)| blueprint(name, &value, zone, &root.names("workspaces"));
    root.entries("blueprints").into_iter().filter_map(read).collect()
}

fn blueprint(name: &str, value: &Value<'_>, zone: &TimeZone, known: &[&str]) -> Option<Blueprint> {
    if !is_instance_name(name) || name.chars().any(|c| c.is_ascii_uppercase()) {
        value.location.fault("cannot be the name of a blueprint: a-z, 0-9 and -, as people type it");
    }
    let table = value.table()?;
    table.only(KEYS);
    if let Some(ssh) = table.get("ssh").filter(|ssh| ssh.yes_or_no() != Some(false)) {
        ssh.location.fault("would need each person's key: write false, or leave it out");
    }
    let size = table.need("size", "size = \"Standard_DS3_v2\"").and_then(|value| {
        value.fitting(is_size, "is not a size: write it as Azure does, such as \"Standard_DS3_v2\"")
    });
    let example = "idle = \"1h\", the idle time after which Azure shuts it down";
    let idle = table.needed("idle", example, |value| value.parsed(idle_time));
    let read = |value: &Value<'_>| value.parsed(|text| schedule(text, zone));
    let schedules = table.get("schedules").map(|value| value.each(read)).unwrap_or_default();
    if schedules.len() > MOST_SCHEDULES {
        table.location.fault("has more schedules than Azure keeps for an instance, which is 4");
    }
    let id = |key: &str, part: &'static str| {
        let rule = format!("is not an ARM id: write /subscriptions/…{part}…");
        table.get(key).and_then(|value| value.fitting(|text| is_arm_id(text, part), &rule))
    };
    let tags = table.entries("tags").into_iter().filter_map(|(name, value)| {
        if name.to_ascii_lowercase().starts_with("lamplighter-") {
            value.location.fault("is a tag of Lamplighter's own: choose another name");
        }
        Some((name.to_owned(), value.text()?.to_owned()))
    });
    let workspace = |text: &str| {
        let alias = known.contains(&text).then(|| text.parse::<Alias>().ok()).flatten();
        alias.ok_or_else(|| format!("names no workspace of this file: {}", instead_of(text, known)))
    };
    let workspaces = table.get("workspaces").map(|value| value.each(|value| value.parsed(workspace)));
    let most = |key: &str, default| table.or(key, default, |value| whole(value, 1.0));
    let (most_per_person, most) = (most("most_per_person", 1)?, most("most", MOST)?);
    if let Some(each) = table.get("most_per_person").filter(|_| most_per_person > most) {
        each.location.fault(format_args!("is more than `most`, which is {most}: write a number up to that"));
    }
    Some(Blueprint {
        name: name.to_owned(),
        schedules,
        subnet: id("subnet", SUBNETS),
        identity: id("identity", IDENTITIES),
        public_ip: table.or("public_ip", true, Value::yes_or_no)?,
        tags: tags.collect(),
        workspaces: workspaces.unwrap_or_default(),
        most_per_person,
        most,
        size: size?,
        idle: idle?,
    })
}

fn is_size(text: &str) -> bool {
    text.len() > 9
        && text.to_ascii_lowercase().starts_with("standard_")
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

fn is_arm_id(text: &str, part: &str) -> bool {
    let segments: Vec<_> = text.split('/').collect();
    let fits = |segment: &&str| !segment.is_empty() && !segment.contains(char::is_whitespace);
    text.starts_with("/subscriptions/")
        && text.to_ascii_lowercase().contains(&part.to_ascii_lowercase())
        && segments[1..].iter().all(fits)
}

/// As `idle NAME` takes it.
fn idle_time(text: &str) -> Result<jiff::SignedDuration, &'static str> {
    match command::parse(&format!("idle x {text}")) {
        Ok(Command::Idle { idle: IdleClause::After(after), .. }) => Ok(after),
        _ => Err("is not an idle time: write one from \"15m\" to \"72h\""),
    }
}

/// As `schedule NAME add` takes it.
fn schedule(text: &str, zone: &TimeZone) -> Result<(ScheduleAction, String, Zone), &'static str> {
    let wrong = "is not a schedule: write one such as \"stop weekdays at 20:00 Europe/Lisbon\"";
    let parsed = command::parse(&format!("schedule x add {text}"));
    let Ok(Command::Schedule { schedule: Some(ScheduleClause::Add { action, cron, zone: named }), .. }) =
        parsed
    else {
        return Err(wrong);
    };
    let zone = named.map_or_else(|| Zone::of(zone), |name| Zone::called(&name));
    let zone = zone.ok_or("names no time zone that Azure knows: write one such as Europe/Lisbon")?;
    let start = Crontab::read(&cron).ok_or(wrong)?.start(&zone, Timestamp::now());
    start.ok_or("is never due: write one such as \"stop weekdays at 20:00 Europe/Lisbon\"")?;
    let action = if action == Power::Start { ScheduleAction::Start } else { ScheduleAction::Stop };
    Ok((action, cron, zone))
}
