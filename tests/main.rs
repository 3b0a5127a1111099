//! The integration tests, one crate.

mod content;
mod stories;
mod world;
