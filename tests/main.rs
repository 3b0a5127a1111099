//! The integration tests, as one crate: it links once.

mod batch;
mod canaries;
mod content;
mod core;
mod evenings;
mod golden;
mod kill;
mod matrix;
mod programme;
mod sandbox;
mod scenes;
mod simulate;
mod situation;
mod soak;
mod storage;
mod stories;
mod surroundings;
mod telegram;
mod telegram_faults;
mod telegram_kinds;
mod tidy;
mod trouble;
mod understanding;
mod variants;
mod world;
mod writer;
