pub mod ask;
pub mod command;
pub mod target;
pub mod ticket;
pub mod verify;
