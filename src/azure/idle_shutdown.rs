//! The idle time after which Azure shuts an instance down.

use azure_core::http::Method;
use jiff::SignedDuration;
use serde_json::json;

use super::{client::Azure, error::AzureError, throttle_wait::ThrottleWait};
use crate::target::ComputeId;

impl Azure {
    /// Sets the idle time, from 15 minutes to 3 days. Sent once; safe to repeat. Azure answers 200 even if
    /// nothing changes: read the instance to be sure. It cannot be turned off.
    pub async fn set_idle(
        &self,
        id: &ComputeId,
        after: SignedDuration,
        waiting: &ThrottleWait,
    ) -> Result<(), AzureError> {
        let url = self.compute_at(id, Some("updateIdleShutdownSetting"), &self.idle_api_version)?;
        let body = json!({ "idleTimeBeforeShutdown": format!("PT{}M", after.as_mins()) });
        self.arm.send(Method::Post, url, &body, waiting).await.map(drop)
    }
}
