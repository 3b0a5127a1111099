//! The integration tests, one crate.

mod content;
mod stories;
mod understanding;
mod world;
