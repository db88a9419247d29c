//! The errors of AWS.

/// A failed call. Contains none of our values, and only the code of AWS's text.
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
    #[error("AWS rejects our credentials ({0}): have they expired, or is the clock wrong?")]
    BadCredentials(String),
    #[error("AWS is throttling us")]
    Throttled,
    #[error("AWS has an internal error (HTTP {0})")]
    Server(u16),
    #[error("AWS could not be reached")]
    Unreachable,
    #[error("AWS refused: {0}")]
    Refused(String),
    #[error("the answer is not from AWS: is there a proxy in between?")]
    Garbage,
}

/// With a narrow policy, AWS gives the same answer for a missing name.
fn or_absent(action: &str) -> &'static str {
    if action.starts_with("sts:") { "" } else { ", or there is none of that name" }
}
