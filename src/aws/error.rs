//! The errors of AWS.

/// A failed call. Contains no value of ours, and nothing of AWS's text but its code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AwsError {
    /// Also for a missing secret or parameter, if the policy does not name it.
    #[error("AWS does not let our role call {action}{}", or_absent(.action))]
    Denied { action: &'static str },
    #[error(
        "outbound web identity federation is off in this AWS account: \
         `aws iam enable-outbound-web-identity-federation` turns it on"
    )]
    FederationOff,
    /// Expired, unknown, or our clock is wrong.
    #[error("AWS does not take our credentials ({0}): have they expired, is the clock right?")]
    BadCredentials(String),
    #[error("AWS asks us to wait")]
    Throttled,
    #[error("AWS has a fault of its own (HTTP {0})")]
    Server(u16),
    #[error("AWS could not be reached")]
    Unreachable,
    #[error("AWS refused: {0}")]
    Refused(String),
    #[error("something else answers in AWS's place, such as a proxy")]
    Garbage,
}

/// With a narrow policy, AWS gives the same answer for a missing name.
fn or_absent(action: &str) -> &'static str {
    if action.starts_with("sts:") { "" } else { ", or there is none of that name" }
}
