//! The integration tests, as one crate: it links once.

mod content;
mod sandbox;
mod storage;
mod stories;
mod surroundings;
mod telegram;
mod understanding;
mod world;
