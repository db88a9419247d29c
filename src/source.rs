//! Sources: each configured source is one URL, or one kind of event, and one way of proving who sends
//! it. Its platform's adapter verifies, reads, renders and delivers, and does not use Azure.
//!
//! To add a platform, add a folder here and a line in [`PLATFORMS`].

/// Samples of a folder in `events/`, by folder and name.
#[cfg(any(test, feature = "emulator"))]
macro_rules! samples {
    ($($folder:literal / [$($name:literal),*] . $extension:literal),*) => {
        &[$($((
            concat!($folder, "/", $name),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/events/", $folder, "/", $name, $extension)),
        )),*),*]
    };
}

mod activity;
mod adapter;
mod adaptive_card;
pub mod alerts;
mod capabilities;
mod delivery;
pub mod discord;
mod escapes;
pub mod event;
mod fixed_command;
mod http_answer;
mod incoming;
mod manifest;
pub(crate) mod mattermost;
mod shown;
pub mod signed;
mod signing_keys;
pub(crate) mod slack;
pub mod teams;
mod teams_bot;
mod timestamp;
mod webhook;

pub use adapter::Source;
pub(crate) use adapter::{Adapter, Choice, Incoming, Platform, ReplyHandle, SourceContext, Verification};
pub(crate) use capabilities::Capabilities;
pub(crate) use delivery::{Delivery, Undelivered};
pub(crate) use http_answer::Answer;
pub use http_answer::message;
pub(crate) use incoming::{Alerts, Unmatched};
pub use manifest::{Manifest, Registration};
pub(crate) use webhook::{Channel, Webhook};

/// The chat that the demo plays.
#[cfg(feature = "emulator")]
pub mod played {
    pub use super::slack::played::*;
}

/// All kinds of source. Configuration, manifests, samples and documentation derive from it.
pub static PLATFORMS: [&Platform; 10] = [
    &slack::PLATFORM,
    &teams::PLATFORM,
    &teams_bot::PLATFORM,
    &discord::PLATFORM,
    &mattermost::PLATFORM,
    &signed::PLATFORM,
    &alerts::azure_monitor::PLATFORM,
    &alerts::grafana::PLATFORM,
    &alerts::alertmanager::PLATFORM,
    &event::PLATFORM,
];

/// The platforms where a source has to be registered, by name.
pub fn registrable() -> impl Iterator<Item = (&'static str, &'static Manifest)> {
    PLATFORMS.iter().filter_map(|platform| Some((platform.kind, platform.manifest.as_ref()?)))
}

#[cfg(test)]
mod tests;
