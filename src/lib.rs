pub mod ask;
pub mod azure;
pub mod client;
pub mod command;
pub mod target;
