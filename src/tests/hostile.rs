//! Hostile input: a door for each kind of bytes that comes from outside, and what each promises whatever the bytes are.
//!
//! `cargo test` tries every door with samples, with the corpus in `fuzz/corpus`, and with random changes of both. `fuzz/`
//! has a target of the same name for each, for `cargo fuzz`, which also finds what random changes do not.

mod doors;

#[cfg(test)]
mod mutations;
#[cfg(test)]
mod properties;

use crate::source::PLATFORMS;

/// A way in for bytes.
pub struct Door {
    /// Also the name of its target in `fuzz/`, and of its folder in `fuzz/corpus`.
    pub name: &'static str,
    /// Takes any bytes. Panics if a promise is broken.
    pub enter: fn(&[u8]),
    /// What to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All of them.
pub const DOORS: &[Door] = &[
    Door { name: "verifiers", enter: doors::verifiers, seeds: doors::requests },
    Door { name: "payloads", enter: doors::payloads, seeds: samples },
    Door { name: "commands", enter: doors::command, seeds: doors::commands },
    Door { name: "times", enter: doors::times, seeds: doors::moments },
    Door {
        name: "configuration",
        enter: crate::config::hostile_tests::configuration,
        seeds: doors::documents,
    },
    Door { name: "tickets", enter: doors::ticket, seeds: doors::tickets },
    Door { name: "pending", enter: doors::pending, seeds: doors::tags },
    Door { name: "answers", enter: crate::azure::hostile_tests::answer, seeds: doors::answers },
    Door { name: "events", enter: doors::events, seeds: doors::platform_events },
];

/// Enters the door of this name.
///
/// # Panics
///
/// If there is none, or if it breaks a promise.
pub fn enter(name: &str, bytes: &[u8]) {
    let door = DOORS.iter().find(|door| door.name == name).expect("a door");
    (door.enter)(bytes);
}

/// Requests as the platforms send them.
fn samples() -> Vec<Vec<u8>> {
    let samples = PLATFORMS.iter().flat_map(|platform| platform.samples);
    samples.map(|(_, text)| text.as_bytes().to_vec()).collect()
}
