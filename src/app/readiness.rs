//! Readiness: whether the server can do what it is asked. It cannot while Entra refuses its credential.

use std::{
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::Duration,
};

use http::StatusCode;

use crate::azure::{Azure, AzureErrorKind};

/// The time between two requests for a token.
const RETRY: Duration = Duration::from_secs(10);

/// The answer to a probe.
pub(super) fn status(refused: &AtomicBool) -> StatusCode {
    if refused.load(Relaxed) { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK }
}

/// Requests a token, again and again while Entra refuses. Where Entra cannot be reached, the server is ready: people
/// then read why their command fails.
pub(super) async fn prove(refused: &AtomicBool, azure: &Azure) {
    refused.store(true, Relaxed);
    while let Err(error) = azure.token().await
        && matches!(
            error.kind,
            AzureErrorKind::TokenRefused { .. } | AzureErrorKind::CredentialUnavailable { .. }
        )
    {
        tokio::time::sleep(RETRY).await;
    }
    refused.store(false, Relaxed);
}
