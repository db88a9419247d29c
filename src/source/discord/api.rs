//! Discord's HTTP API.

/// Where late answers go: <https://docs.discord.com/developers/reference#api-versioning>.
pub const API: &str = "https://discord.com/api/v10";

/// The form Discord asks for; without it, its front may turn us away.
/// <https://docs.discord.com/developers/reference#user-agent>
pub(super) const AGENT: &str = concat!("DiscordBot (lamplighter, ", env!("CARGO_PKG_VERSION"), ")");
