//! What was due.
