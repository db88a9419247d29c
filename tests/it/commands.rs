//! What each command does and says, asked through Slack and by machines.

pub mod audit;
mod check;
pub mod confirmation;
pub mod cost;
mod create;
pub mod keep;
pub mod later;
mod life;
pub mod list;
mod outdated;
pub mod owners;
pub mod permissions;
pub mod rows;
pub mod settings;
pub mod several;
pub mod sizes;
pub mod status;
pub mod suggestions;
