//! Where environment variables are looked up: the process's own, or a test's.

use std::sync::Arc;

/// Looks up an environment variable.
pub type Env<'a> = &'a (dyn Fn(&str) -> Option<String> + Sync);

/// The same, for as long as the process lives.
pub type OwnedEnv = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;
