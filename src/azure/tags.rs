//! A workspace's tags, through `Microsoft.Resources/tags`: read as a whole, changed one by one.

use std::collections::BTreeMap;

use azure_core::http::{Method, RawResponse, Url};
use serde_json::Value;

use super::{
    arm::{garbage, json},
    client::Azure,
    error::{MissingScope, Result},
    freshness::Seen,
    throttle_wait::ThrottleWait,
};
use crate::target::Alias;

/// Of `Microsoft.Resources/tags`.
const API_VERSION: &str = "2021-04-01";

/// Tags by name. Azure keeps the case of a name, and compares without it.
pub type Tags = BTreeMap<String, String>;

impl Azure {
    /// Reads all tags of a workspace.
    pub async fn tags(&self, workspace: &Alias, waiting: &ThrottleWait) -> Result<Seen<Tags>> {
        let response = self.arm.read(self.tags_url(workspace)?, waiting).await;
        let response = response.map_err(|error| error.of_scope(MissingScope::Workspace))?;
        Ok(response.with(read(&response)?))
    }

    /// Adds tags to a workspace or replaces their values. Returns all of its tags. Sent once; safe to
    /// repeat.
    ///
    /// # Errors
    ///
    /// `TooManyTags` if there is no room for all; then none was added. `Conflict` during another change of
    /// the workspace.
    pub async fn merge_tags(&self, workspace: &Alias, tags: &Tags, waiting: &ThrottleWait) -> Result<Tags> {
        self.change_tags(workspace, "Merge", tags, waiting).await
    }

    /// Removes tags that still have the given values; others stay, and a missing one is not an error.
    /// Returns all of the workspace's tags.
    pub async fn delete_tags(&self, workspace: &Alias, tags: &Tags, waiting: &ThrottleWait) -> Result<Tags> {
        self.change_tags(workspace, "Delete", tags, waiting).await
    }

    /// Not `PUT`, which would replace the tags of others.
    async fn change_tags(
        &self,
        workspace: &Alias,
        how: &str,
        tags: &Tags,
        waiting: &ThrottleWait,
    ) -> Result<Tags> {
        let body = serde_json::json!({ "operation": how, "properties": { "tags": tags } });
        let response = self.arm.send(Method::Patch, self.tags_url(workspace)?, &body, waiting).await;
        read(&response.map_err(|error| error.of_scope(MissingScope::Workspace))?)
    }

    fn tags_url(&self, workspace: &Alias) -> Result<Url> {
        self.below(workspace, &["providers", "Microsoft.Resources", "tags", "default"], API_VERSION)
    }
}

pub(super) fn read(response: &RawResponse) -> Result<Tags> {
    let resource: Value = json(response)?;
    let Some(properties) = resource.get("properties").filter(|properties| properties.is_object()) else {
        return Err(garbage(response));
    };
    let tags = properties["tags"].as_object().into_iter().flatten();
    Ok(tags.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect())
}
