//! Events that the hosting platform delivers itself, such as timers. They have no route and no
//! signature: the platform's access control proves where they come from.

mod config;
mod invocation;

use super::{Capabilities, Platform};

pub use config::EventSource;
pub(crate) use invocation::{Unheard, name, read};

pub(super) static PLATFORM: Platform = Platform {
    kind: "event",
    keys: config::KEYS,
    capabilities: Capabilities { has_route: false, ..Capabilities::MACHINE },
    read_config: config::read,
    #[cfg(any(test, feature = "emulator"))]
    samples: samples!["eventbridge" / ["scheduler", "rule"] . ".json", "functions" / ["timer", "timer-first-run"] . ".json"],
    ..Platform::MACHINE
};

#[cfg(test)]
mod tests;
