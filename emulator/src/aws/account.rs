//! The only AWS account, and the role in it.

/// The only access key.
pub const AWS_ACCESS_KEY_ID: &str = "AKIAEMULATED00000000";
/// The secret of the access key. Any session token is accepted.
pub const AWS_SECRET_ACCESS_KEY: &str = "emulated-secret-access-key";
/// The account of the access key.
pub const AWS_ACCOUNT: &str = "123456789012";
/// The caller's role: the subject of STS's tokens.
pub const AWS_ROLE: &str = "arn:aws:iam::123456789012:role/lamplighter";
/// The issuer of STS's tokens.
pub const AWS_ISSUER: &str = "https://emulated.tokens.sts.global.api.aws";

/// The session of the role, which is how errors name the caller.
pub(crate) const SESSION: &str = "arn:aws:sts::123456789012:assumed-role/lamplighter/lamplighter";
