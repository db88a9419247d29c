//! Rules and templates.
