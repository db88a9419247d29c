//! The tests that see Lamplighter from outside: whole processes and whole conversations.

mod lambda;
mod lambda_events;
mod runtime_api;
