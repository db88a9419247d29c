//! Readiness: whether the server can do what it is asked. It cannot while Entra refuses its credential.

use std::{
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::Duration,
};

use http::StatusCode;

use crate::azure::{Azure, AzureErrorKind};

/// The time between two requests for a token.
const RETRY: Duration = Duration::from_secs(10);

/// Whether the server is ready. A host that does not probe it never asks.
#[derive(Default)]
pub(super) struct Readiness {
    /// Whether Entra has refused the credential, and not accepted it since.
    refused: AtomicBool,
}

impl Readiness {
    /// The answer to a probe.
    pub fn status(&self) -> StatusCode {
        if self.refused.load(Relaxed) { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK }
    }

    /// Requests a token, again and again while Entra refuses. Where Entra cannot be reached, the server is ready: people
    /// then read why their command fails.
    pub async fn prove(&self, azure: &Azure) {
        self.refused.store(true, Relaxed);
        while let Err(error) = azure.token().await
            && matches!(
                error.kind,
                AzureErrorKind::TokenRefused { .. } | AzureErrorKind::CredentialUnavailable { .. }
            )
        {
            tokio::time::sleep(RETRY).await;
        }
        self.refused.store(false, Relaxed);
    }
}
