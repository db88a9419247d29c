//! Whether Azure has what a blueprint says: its size, quota for it, its subnet, and our rights to make it. For
//! `lamplighter check`.

use serde_json::Value;

use super::{blueprint::Blueprint, client::Azure, error::Result, throttle_wait::ThrottleWait};
use crate::{lenient_json, target::Alias};

/// Of `Microsoft.Network`.
const NETWORK_API_VERSION: &str = "2024-05-01";

impl Azure {
    /// What may keep instances from being made from `blueprint` in a workspace: a sentence for each.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub async fn doubts(&self, blueprint: &Blueprint, workspace: &Alias) -> Result<Vec<String>> {
        let home = self.home(workspace, &ThrottleWait::new()).await?;
        let size = self.doubt_of_size(blueprint, workspace, &home.location).await;
        let size =
            size.unwrap_or_else(|error| Some(format!("its size and quota could not be checked: {error}")));
        let url = |id: &String| {
            let path: Vec<_> = id.split('/').filter(|segment| !segment.is_empty()).collect();
            self.arm.url(&path, NETWORK_API_VERSION)
        };
        let subnet = match blueprint.subnet.as_ref().map(url) {
            Some(url) => self.arm.read(url, &ThrottleWait::new()).await.err(),
            None => None,
        };
        let subnet = subnet.map(|error| match error.status {
            Some(404) => "its subnet does not exist".to_owned(),
            _ => format!("its subnet could not be checked: {error}"),
        });
        Ok(size.into_iter().chain(subnet).collect())
    }

    async fn doubt_of_size(
        &self,
        blueprint: &Blueprint,
        workspace: &Alias,
        location: &str,
    ) -> Result<Option<String>> {
        let (size, sizes) = (&blueprint.size, self.of_region(workspace, location, "vmSizes").await?);
        let Some(size) = size_of(&sizes, size) else {
            return Ok(Some(format!("{location} has no compute instances of size {size}")));
        };
        let usages = self.of_region(workspace, location, "usages").await?;
        Ok(room(&usages, size).unwrap_or_else(|| Some("Azure shows no quota for its size".to_owned())))
    }

    /// The elements of a list that Azure ML has for each region of a subscription.
    async fn of_region(&self, workspace: &Alias, location: &str, what: &str) -> Result<Vec<Value>> {
        let url = self.region_url(&self.settings_of(workspace)?.subscription, location, what);
        self.arm.all(url, &ThrottleWait::new()).await
    }
}

/// The entry of a size that compute instances may have.
fn size_of<'v>(sizes: &'v [Value], size: &str) -> Option<&'v Value> {
    let named = |one: &&Value| one["name"].as_str().is_some_and(|name| name.eq_ignore_ascii_case(size));
    let supports = |one: &&Value| {
        let types: Vec<String> = lenient_json::list(one, "/supportedComputeTypes");
        types.is_empty() || types.iter().any(|kind| kind.eq_ignore_ascii_case("ComputeInstance"))
    };
    sizes.iter().find(named).filter(supports)
}

/// What is wrong with the quota for a size, if anything. `None` if Azure shows no usage of its family: usages are named
/// `Standard DSv2 Family Cluster Dedicated vCPUs`, and families `standardDSv2Family`.
fn room(usages: &[Value], size: &Value) -> Option<Option<String>> {
    let bare = |text: &str| text.replace(' ', "").to_ascii_lowercase();
    let family = bare(size["family"].as_str()?);
    let is_of_family = |usage: &&Value| {
        let names = [&usage["name"]["value"], &usage["name"]["localizedValue"]];
        names.iter().any(|name| name.as_str().is_some_and(|name| bare(name).starts_with(&family)))
    };
    let usage = usages.iter().find(is_of_family)?;
    let number = |value: &Value| value.as_i64().filter(|number| *number >= 0);
    let (used, limit) = (number(&usage["currentValue"])?, number(&usage["limit"])?);
    let cores = number(&size["vCPUs"])?;
    Some((limit - used < cores).then(|| {
        format!("it takes {cores} cores, and {used} of the quota of {limit} for its family are in use")
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_size_is_looked_up_with_its_kinds_of_compute_and_its_quota() {
        let size = |kinds: &[&str]| json!({"name": "Standard_DS2_v2", "family": "standardDSv2Family", "vCPUs": 2, "supportedComputeTypes": kinds});
        let sizes = [size(&["AmlCompute", "ComputeInstance"])];
        assert!(size_of(&sizes, "STANDARD_DS2_V2").is_some());
        assert!(size_of(&sizes, "Standard_DS3_v2").is_none());
        assert!(size_of(&[size(&["AmlCompute"])], "Standard_DS2_v2").is_none());
        let usage = |used: i64| {
            vec![json!({"currentValue": used, "limit": 24, "unit": "Count",
                        "name": {"value": "Standard DSv2 Family Cluster Dedicated vCPUs"}})]
        };
        assert_eq!(room(&usage(22), &sizes[0]), Some(None));
        assert!(room(&usage(23), &sizes[0]).flatten().is_some());
        assert_eq!(room(&[], &sizes[0]), None);
    }
}
