//! Sources that post as an app of their own, tried out for `lamplighter check`.

use std::{mem, time::Duration};

use super::Config;
use crate::azure::Credential;

/// A host that takes longer does not answer.
const PATIENCE: Duration = Duration::from_secs(10);

impl Config {
    /// Fetches the token of each source that posts as an app of its own, and asks the hosts that it calls for an answer,
    /// whatever the answer, without the token. Returns what was tried, and why it failed.
    pub async fn try_apps(&mut self, client: &reqwest::Client) -> Vec<(String, Result<(), String>)> {
        let mut tried = Vec::new();
        for (name, (credential, cloud)) in mem::take(&mut self.app_credentials) {
            let token =
                async { Credential::new(credential, &cloud, client.clone())?.token(&cloud.scope()).await };
            let token = token.await.map(drop).map_err(|error| error.advised());
            tried.push((format!("{name}: its token"), token));
        }
        for source in &self.sources {
            for url in source.adapter.called() {
                let answer = client.head(url.clone()).timeout(PATIENCE).send().await;
                let why = |error: reqwest::Error| error.without_url().to_string();
                tried.push((format!("{}: {url}", source.name), answer.map(drop).map_err(why)));
            }
        }
        tried
    }
}
