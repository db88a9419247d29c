//! The request that makes an instance from a blueprint.
//! <https://learn.microsoft.com/rest/api/azureml/compute/create-or-update>

use azure_core::http::Method;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::{
    arm::json as body_of,
    blueprint::Blueprint,
    client::Azure,
    compute::{BLUEPRINT_TAG, REPLACES_TAG, REQUEST_TAG, duration},
    error::{AzureError, AzureErrorKind, MissingScope},
    pending_request::PendingRequest,
    rate_limiter::RateLimiter,
    recreation::Recreation,
    schedule::{self, Schedule},
    schedule_list::ScheduleList,
    throttle_wait::ThrottleWait,
};
use crate::{
    command::Verb,
    command_request::RequestId,
    lenient_json,
    target::{Alias, ComputeId},
};

/// How to make an instance. The permit for it says who it is for.
#[derive(Clone, Copy, Debug)]
pub struct Making<'a> {
    /// What it is made as.
    pub blueprint: &'a Blueprint,
    /// What it can have of the instance that it takes the place of.
    pub old: Option<&'a Recreation>,
}

impl From<Making<'_>> for Verb {
    fn from(making: Making<'_>) -> Self {
        if making.old.is_some() { Self::Renew } else { Self::Create }
    }
}

/// What the request to make an instance says of its workspace.
#[derive(Clone, Debug)]
pub struct Home {
    /// The region of the workspace: `eastus2`
    pub location: String,
    /// The directory of the people who use the workspace.
    tenant: String,
}

impl Making<'_> {
    /// The idle time of the new instance: the blueprint's, or a shorter one of the old instance.
    pub fn idle(&self) -> SignedDuration {
        let old = self.of_old("idleTimeBeforeShutdown").and_then(|time| duration(time.as_str()?));
        old.filter(|old| *old < self.blueprint.idle).unwrap_or(self.blueprint.idle)
    }

    /// Its schedules as the request has them: those of the old instance, if there is one.
    fn schedules(&self, now: Timestamp) -> Value {
        if self.old.is_some() {
            return self.of_old("schedules").cloned().unwrap_or_default();
        }
        let mut list = ScheduleList::default();
        for (action, cron, zone) in &self.blueprint.schedules {
            list.add(action, cron, zone, zone.standard(now).to_datetime(now));
        }
        list.body()
    }

    /// The schedules that it gets.
    pub fn schedule_list(&self, now: Timestamp) -> Vec<Schedule> {
        schedule::read(&self.schedules(now))
    }

    fn of_old(&self, field: &str) -> Option<&Value> {
        self.old?.body.pointer(&format!("/properties/properties/{field}"))
    }

    /// Those of the old instance without ours, and the blueprint's.
    fn tags(&self, request: RequestId) -> Map<String, Value> {
        let mut tags = self.old.and_then(|old| old.body["tags"].as_object().cloned()).unwrap_or_default();
        for (name, value) in &self.blueprint.tags {
            tags.retain(|kept, _| !kept.eq_ignore_ascii_case(name));
            tags.insert(name.clone(), value.clone().into());
        }
        tags.insert(BLUEPRINT_TAG.to_owned(), self.blueprint.name.clone().into());
        tags.insert(REQUEST_TAG.to_owned(), request.to_string().into());
        tags.extend(self.old.map(|old| (REPLACES_TAG.to_owned(), old.name.clone().into())));
        tags
    }

    /// The body of the request: nothing but what the blueprint says, and of the old instance what the blueprint admits.
    pub fn body(&self, home: &Home, owner: &str, request: RequestId, now: Timestamp) -> Value {
        let blueprint = self.blueprint;
        let mut properties = json!({
            "vmSize": blueprint.size,
            "idleTimeBeforeShutdown": format!("PT{}M", self.idle().as_mins()),
            "schedules": self.schedules(now),
            "enableNodePublicIp": blueprint.public_ip,
            "sshSettings": { "sshPublicAccess": "Disabled" },
            "applicationSharingPolicy": "Personal",
            "computeInstanceAuthorizationType": "personal",
            // Nobody but the assigned user can open it, so not its creator either.
            "personalComputeInstanceSettings": {
                "assignedUser": { "objectId": owner, "tenantId": home.tenant },
            },
        });
        if let Some(subnet) = &blueprint.subnet {
            properties["subnet"] = json!({ "id": subnet });
        }
        let mut body = json!({
            "location": home.location,
            "tags": self.tags(request),
            "properties": { "computeType": "ComputeInstance", "properties": properties },
        });
        if let Some(identity) = &blueprint.identity {
            let ids: Map<_, _> = [(identity.clone(), json!({}))].into_iter().collect();
            body["identity"] = json!({ "type": "UserAssigned", "userAssignedIdentities": ids });
        }
        body
    }
}

impl Azure {
    /// What instances may be made as, by name.
    pub fn blueprints(&self) -> &[Blueprint] {
        &self.settings.blueprints
    }

    /// Reads where a workspace is, for an instance to make there.
    ///
    /// # Errors
    ///
    /// As any read; `Garbage` if Azure names no region or no directory.
    pub async fn home(&self, workspace: &Alias, waiting: &ThrottleWait) -> Result<Home, AzureError> {
        let url = self.below(workspace, &[], &self.settings.api_version)?;
        let response = self.arm.read(url, waiting).await;
        let response = response.map_err(|error| error.of_scope(MissingScope::Workspace))?;
        let resource: Value = body_of(&response)?;
        let text = |pointer: &str| lenient_json::get::<String>(&resource, pointer);
        let tenant = text("/properties/tenantId").or_else(|| text("/identity/tenantId"));
        let home = text("/location").zip(tenant).map(|(location, tenant)| Home { location, tenant });
        home.ok_or_else(|| AzureError::of(AzureErrorKind::Garbage))
    }

    /// Prepares the request that makes an instance: nothing is sent before [`PendingRequest::send`]. Azure documents no
    /// protection of an instance that has the name already, so it asks for one by `If-None-Match`, and the caller has
    /// to look before.
    pub async fn prepare_making(
        &self,
        id: &ComputeId,
        body: &Value,
        waiting: &ThrottleWait,
    ) -> Result<PendingRequest<'_>, AzureError> {
        let url = self.compute(id, None, &self.settings.api_version)?;
        self.token().await?;
        let slot = RateLimiter::of(&self.arm.pace, Method::Put, &url).slot(waiting, false).await?;
        Ok(PendingRequest { arm: &self.arm, method: Method::Put, url, slot, body: Some(body.to_string()) })
    }
}

#[cfg(test)]
mod tests;
