pub mod app;
pub mod ask;
pub mod command;
pub mod host;
pub mod policy;
pub mod target;
pub mod ticket;
pub mod verify;
