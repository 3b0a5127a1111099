//! The integration tests, as one crate: it links once.

mod batch;
mod content;
mod kill;
mod storage;
mod stories;
mod telegram;
mod understanding;
mod world;
