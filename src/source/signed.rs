//! Timers, scripts and CI jobs that sign what they send, as Standard Webhooks has it:
//! <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>.

use jiff::Timestamp;
use serde::Deserialize;

use super::{
    incoming::Heard,
    machine::{self, Order},
};
use crate::{
    reply::Expected,
    verify::{self, Rejection, Request, Secrets, Verified},
};

/// A source of kind `signed`.
#[derive(Debug)]
pub struct Signed {
    /// The bytes behind `whsec_`.
    pub secrets: Secrets,
    pub order: Order,
}

#[derive(Deserialize)]
struct Body {
    command: String,
}

impl Signed {
    pub(super) fn verify(
        &self,
        request: Request,
        now: Timestamp,
    ) -> Result<(Verified<Request>, Timestamp), Rejection> {
        verify::standard_webhooks::verify(request, &self.secrets, now)
    }

    pub(super) fn sign(&self, at: Timestamp, body: &[u8]) -> Vec<(&'static str, String)> {
        let id = format!("msg_{}", at.as_microsecond());
        verify::standard_webhooks::sign(self.secrets.current(), &id, at, body)
    }

    pub(super) fn read(&self, source: &str, request: &Verified<Request>, at: Timestamp) -> Heard {
        let theirs = match self.order.command {
            // The body is not even looked at.
            Some(_) => None,
            None => match serde_json::from_slice::<Body>(&request.body) {
                Ok(body) => Some(body.command),
                Err(_) => return Heard::NotUnderstood(Expected::Command),
            },
        };
        match self.order.text(theirs.as_deref()) {
            Some(text) => Heard::Ask(machine::ask(source, request, text, at)),
            None => Heard::NotUnderstood(Expected::Words),
        }
    }
}
