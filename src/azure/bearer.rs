//! Sends our token to Resource Manager, and drops one that it refuses.

use std::sync::Arc;

use async_trait::async_trait;
use azure_core::{
    credentials::TokenCredential,
    error::{Error, ErrorKind},
    http::{
        Context, Request, StatusCode,
        headers::AUTHORIZATION,
        policies::{Policy, PolicyResult},
    },
};

use super::credential::Credential;

/// In place of `azure_core`'s policy, which caches a token of its own and ignores refusals.
#[derive(Debug)]
pub(super) struct BearerPolicy {
    credential: Arc<Credential>,
    scope: String,
}

impl BearerPolicy {
    pub(super) fn new(credential: Arc<Credential>, scope: String) -> Self {
        Self { credential, scope }
    }
}

#[async_trait]
impl Policy for BearerPolicy {
    async fn send(&self, ctx: &Context, request: &mut Request, next: &[Arc<dyn Policy>]) -> PolicyResult {
        if request.url().scheme() != "https" {
            let why = "a token goes over TLS only";
            return Err(Error::with_message(ErrorKind::Other, why));
        }
        let token = self.credential.get_token(&[&self.scope], None).await?.token;
        request.insert_header(AUTHORIZATION, format!("Bearer {}", token.secret()));
        let response = next[0].send(ctx, request, &next[1..]).await?;
        if response.status() == StatusCode::Unauthorized {
            self.credential.reject(token).await;
        }
        Ok(response)
    }
}
