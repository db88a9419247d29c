//! Blueprints: what an instance may be made as. A person chooses a blueprint, never a size, a network or a script.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use super::{
    compute_state::ScheduleAction,
    recreation::{Loss, Recreation},
    zone::Zone,
};
use crate::target::Alias;

/// What an instance may be made as: a `[blueprints.NAME]` table.
#[derive(Clone, Debug)]
pub struct Blueprint {
    /// The key of its table.
    pub name: String,
    /// `Standard_DS3_v2`
    pub size: String,
    /// The idle time after which Azure shuts it down.
    pub idle: SignedDuration,
    /// When Azure starts and stops it: the action, five fields of cron, and whose clock.
    pub schedules: Vec<(ScheduleAction, String, Zone)>,
    /// The ARM id of the subnet that it is in.
    pub subnet: Option<String>,
    /// Whether it has a public IP address.
    pub public_ip: bool,
    /// The ARM id of its user-assigned identity.
    pub identity: Option<String>,
    /// The tags that it gets.
    pub tags: BTreeMap<String, String>,
    /// Where it may be made. Empty: in all workspaces.
    pub workspaces: Vec<Alias>,
    /// The most instances of one owner.
    pub most_per_person: usize,
    /// The most instances of all owners.
    pub most: usize,
}

impl Blueprint {
    /// Whether instances may be made from it in this workspace.
    pub fn is_for(&self, workspace: &Alias) -> bool {
        self.workspaces.is_empty() || self.workspaces.contains(workspace)
    }

    /// Whether an instance has what the blueprint says and what cannot be changed later: size, network and identity. Not if
    /// something of it cannot be read.
    pub fn fits(&self, old: &Recreation) -> bool {
        let inner = &old.body["properties"]["properties"];
        let same = |seen: Option<&str>, ours: Option<&str>| {
            seen.map(str::to_ascii_lowercase) == ours.map(str::to_ascii_lowercase)
        };
        let identities = old.body["identity"]["userAssignedIdentities"].as_object();
        let identities: Vec<_> = identities.into_iter().flatten().map(|(id, _)| &**id).collect();
        !old.lost.contains_key(&Loss::Unreadable)
            && same(inner["vmSize"].as_str(), Some(&self.size))
            && same(inner["subnet"]["id"].as_str(), self.subnet.as_deref())
            && same(identities.first().copied(), self.identity.as_deref())
            && identities.len() < 2
            && inner["enableNodePublicIp"].as_bool().unwrap_or(true) == self.public_ip
    }
}
