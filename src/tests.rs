//! Tests of the whole library, which no single module could have.

pub mod hostile;
