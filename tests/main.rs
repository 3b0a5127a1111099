//! The integration tests, as one crate: it links once.

mod batch;
mod content;
mod core;
mod golden;
mod kill;
mod matrix;
mod sandbox;
mod scenes;
mod storage;
mod stories;
mod surroundings;
mod telegram;
mod tidy;
mod trouble;
mod understanding;
mod variants;
mod world;
