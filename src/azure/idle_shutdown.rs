//! After how long an idle instance is shut down.

use azure_core::http::Method;
use jiff::SignedDuration;
use serde_json::json;

use super::{client::Azure, error::AzureError, throttle_wait::Waiting};
use crate::target::ComputeId;

impl Azure {
    /// Lets an instance idle for so long, from 15 minutes to 3 days, before Azure shuts it down.
    /// Sent once, but it may be sent again. Azure answers 200 also where nothing comes of it: whoever
    /// wants to know reads it back. There is no way to turn it off.
    pub async fn set_idle(
        &self,
        id: &ComputeId,
        after: SignedDuration,
        waiting: &Waiting,
    ) -> Result<(), AzureError> {
        let url = self.compute_at(id, Some("updateIdleShutdownSetting"), &self.idle_api_version)?;
        let body = json!({ "idleTimeBeforeShutdown": format!("PT{}M", after.as_mins()) });
        self.arm.send(Method::Post, url, &body, waiting).await.map(drop)
    }
}
