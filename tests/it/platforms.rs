//! Each chat platform, from what a person types to the last answer.

pub mod discord;
pub mod mattermost;
pub mod null_fields;
pub mod slack;
pub mod teams;
pub mod teams_bot;
