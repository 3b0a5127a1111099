//! The integration tests, one crate.

mod content;
mod understanding;
