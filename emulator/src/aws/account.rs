//! The one AWS account, and the role in it.

/// The one access key that exists.
pub const AWS_ACCESS_KEY_ID: &str = "AKIAEMULATED00000000";
/// The secret that goes with it. A session token may be anything.
pub const AWS_SECRET_ACCESS_KEY: &str = "emulated-secret-access-key";
/// The account it belongs to.
pub const AWS_ACCOUNT: &str = "123456789012";
/// The role that the caller has: the subject of the tokens that STS gives.
pub const AWS_ROLE: &str = "arn:aws:iam::123456789012:role/lamplighter";
/// Who issues those tokens.
pub const AWS_ISSUER: &str = "https://emulated.tokens.sts.global.api.aws";

/// The session of the role, as refusals name the caller.
pub(crate) const SESSION: &str = "arn:aws:sts::123456789012:assumed-role/lamplighter/lamplighter";
