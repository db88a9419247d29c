//! Grafana's alerting: a webhook contact point, signed with HMAC.
//!
//! Wire format: <https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/>.
//! Its payload is read with that of Alertmanager, which it grew out of.

use jiff::Timestamp;

use super::group::Rules;
use crate::verify::{self, Recipe, Rejection, Request, Secrets, Stamp, Verified};

/// A source of kind `grafana`.
#[derive(Debug)]
pub struct Grafana {
    pub secrets: Secrets,
    recipe: Recipe,
    pub rules: Rules,
}

impl Grafana {
    /// `timestamp`: the header that holds the time of signing, in lower case. Grafana sends none
    /// unless it is given a name for it, and signs it only then.
    pub fn new(secrets: Secrets, timestamp: &str, rules: Rules) -> Self {
        // Read once and kept for good, as the names of all other headers are.
        let timestamp: &'static str = timestamp.to_owned().leak();
        Self {
            secrets,
            recipe: Recipe {
                timestamp: Stamp::Header(timestamp),
                ..verify::GRAFANA
            },
            rules,
        }
    }

    pub(in crate::source) fn verify(
        &self,
        request: Request,
        now: Timestamp,
    ) -> Result<(Verified<Request>, Timestamp), Rejection> {
        self.recipe.verify(request, &self.secrets, now)
    }

    pub(in crate::source) fn sign(&self, at: Timestamp, body: &[u8]) -> Vec<(&'static str, String)> {
        self.recipe.sign(self.secrets.current(), at, body)
    }
}

#[cfg(test)]
mod tests;
