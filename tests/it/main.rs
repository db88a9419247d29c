//! The whole product through its real doors, against the emulator.

mod slack;
mod world;
