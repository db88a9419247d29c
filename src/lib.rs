pub mod ask;
pub mod command;
pub mod target;
