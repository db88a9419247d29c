//! What an error of ARM's says, and what that means.
//!
//! Azure ML's own `error.code` is often a bare `UserError`, even for a 404, so the inner codes,
//! known phrases of the message and the HTTP status decide, in this order. The message itself
//! never leaves this file: it carries client and object ids.

use std::collections::VecDeque;

use serde::Deserialize;

use super::{
    error::{Kind, Place},
    loose::Loose,
    model::Fault,
};

/// Long enough for any code that Azure has; keeps a strange answer from filling a reply.
const LONGEST_CODE: usize = 64;

/// An error as ARM words it: `{"error": {"code", "message", "details", "additionalInfo"}}`.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// The most telling first: what `additionalInfo` and `details` hold, then the outer one.
    codes: Vec<String>,
    /// All messages, in lower case.
    text: String,
    message: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Wire {
    code: Loose<String>,
    message: Loose<String>,
    details: Loose<Vec<Loose<Wire>>>,
    additional_info: Loose<Vec<Loose<Info>>>,
    /// Deeper reasons, inside `additionalInfo`.
    inner_error: Loose<Box<Wire>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Info {
    r#type: Loose<String>,
    info: Loose<InfoValue>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct InfoValue {
    value: Loose<Wire>,
}

impl Said {
    /// `None` when the body is not an error of ARM's.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let body: serde_json::Value = serde_json::from_slice(body).ok()?;
        let error = body.get("error")?;
        error.is_object().then(|| Self::of(error))
    }

    pub(super) fn of(error: &serde_json::Value) -> Self {
        let wire = Wire::deserialize(error).unwrap_or_default();
        let mut said = Self {
            message: wire.message.0.clone().unwrap_or_default(),
            ..Self::default()
        };
        let mut rest = VecDeque::from([wire]);
        while let Some(wire) = rest.pop_front() {
            said.codes.extend(wire.code.0);
            said.text += &wire.message.0.unwrap_or_default().to_lowercase();
            said.text.push('\n');
            rest.extend(wire.inner_error.0.map(|inner| *inner));
            rest.extend(wire.details.all());
            let infos = wire.additional_info.all().into_iter();
            rest.extend(
                infos
                    .filter(|info| info.r#type.0.as_deref() == Some("InnerError"))
                    .filter_map(|info| info.info.0?.value.0),
            );
        }
        said.codes.reverse();
        said
    }

    /// What is wrong with an instance, in the words of its own `errors`.
    pub(super) fn by(faults: &[Fault]) -> Self {
        let messages: Vec<&str> = faults
            .iter()
            .filter_map(|fault| fault.message.as_deref())
            .collect();
        let message = messages.join("\n");
        Self {
            codes: faults.iter().map(|fault| fault.code.clone()).collect(),
            text: message.to_lowercase(),
            message,
        }
    }

    pub(super) fn kind(&self, status: Option<u16>) -> Kind {
        self.told().unwrap_or_else(|| self.by_status(status))
    }

    /// What is said in words that we know.
    pub(super) fn told(&self) -> Option<Kind> {
        let told = self.codes.iter().find_map(|code| self.by_code(code));
        told.or_else(|| self.by_words())
    }

    fn by_code(&self, code: &str) -> Option<Kind> {
        Some(match code {
            "AuthorizationFailed" | "LinkedAuthorizationFailed" => self.forbidden(),
            "ScopeLocked" => Kind::Locked,
            "ResourceGroupNotFound" => Kind::PlaceNotFound(Place::ResourceGroup),
            "SubscriptionNotFound" | "InvalidSubscriptionId" => Kind::PlaceNotFound(Place::Subscription),
            "ParentResourceNotFound" => Kind::PlaceNotFound(Place::Workspace),
            // ARM's own 404 names the resource it looked for.
            "ResourceNotFound" if self.text.contains("/computes/") => Kind::NotFound,
            "ResourceNotFound" => Kind::PlaceNotFound(Place::Workspace),
            "StartComputeInstanceOnlyAllowedInStoppedState" => Kind::NotStopped,
            "QuotaExceeded" => Kind::Quota,
            "AllocationFailed"
            | "ZonalAllocationFailed"
            | "OverconstrainedAllocationRequest"
            | "OverconstrainedZonalAllocationRequest"
            | "SkuNotAvailable" => Kind::NoCapacity,
            "TooManyRequests" | "SubscriptionRequestsThrottled" => Kind::throttled(None),
            _ if code.starts_with("RequestDisallowedByPolicy") || code.contains("PolicyToken") => {
                Kind::DeniedByPolicy
            }
            _ => return None,
        })
    }

    /// Phrases of Azure ML's and others', seen where the code says nothing.
    fn by_words(&self) -> Option<Kind> {
        const PHRASES: &[(&str, Kind)] = &[
            ("disk is full", Kind::DiskFull),
            ("vcpu quota", Kind::Quota),
            ("core quota", Kind::Quota),
            ("quota limit", Kind::Quota),
            ("unusable node", Kind::Unusable),
            ("timed out for operation", Kind::TimedOut),
            ("in 'stopped' state", Kind::NotStopped),
            ("enough capacity", Kind::NoCapacity),
            // No recording shows ARM's own words for it; other services' are the second.
            ("maximum number of tags", Kind::TooManyTags),
            ("too many tags", Kind::TooManyTags),
        ];
        let (_, kind) = PHRASES.iter().find(|(words, _)| self.text.contains(words))?;
        Some(kind.clone())
    }

    /// A status has several reasons: a 403 may be a firewall's, a 409 that of a disabled subscription. It decides
    /// where the code says the same, or nothing.
    fn by_status(&self, status: Option<u16>) -> Kind {
        const OF_RIGHTS: &[&str] = &["Authoriz", "Forbidden", "AccessDenied", "Permission"];
        const OF_OPERATIONS: &[&str] = &["Conflict", "InProgress", "Concurrent", "NotAllowed", "State"];
        let code = self.code();
        let says = |words: &[&str]| {
            let is_vague = ["Unknown", "UserError", "BadRequest", "BadArgument"].contains(&code.as_str());
            is_vague || words.iter().any(|word| code.contains(word))
        };
        match status {
            Some(403) if says(OF_RIGHTS) => self.forbidden(),
            Some(404) => Kind::NotFound,
            Some(409) if says(OF_OPERATIONS) => Kind::Conflict,
            Some(408 | 500..) => Kind::Server,
            _ => Kind::Other { code },
        }
    }

    /// "… does not have authorization to perform action 'A' over scope 'S' …", or "… has permission to perform
    /// action 'A' on scope 'S'; however, it does not have permission to perform action 'B' on the linked scope(s) …"
    fn forbidden(&self) -> Kind {
        let message = self
            .message
            .split_once("however")
            .map_or(&*self.message, |(_, lacks)| lacks);
        let quoted_after = |words: &str| {
            let (_, rest) = message.split_once(words)?;
            Some(rest.split_once('\'')?.0.to_owned())
        };
        Kind::Forbidden {
            action: quoted_after("perform action '"),
            scope: quoted_after("over scope '").or_else(|| quoted_after("linked scope(s) '")),
        }
    }

    /// The most telling code, as far as it looks like one.
    fn code(&self) -> String {
        let plain = |code: &&String| {
            let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
            (1..=LONGEST_CODE).contains(&code.len()) && code.chars().all(fits)
        };
        let code = self.codes.iter().find(plain).cloned();
        code.unwrap_or_else(|| "Unknown".to_owned())
    }
}
