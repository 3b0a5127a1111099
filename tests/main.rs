//! The integration tests, as one crate: it links once.

mod canaries;
mod content;
mod core;
mod golden;
mod matrix;
mod scenes;
mod storage;
mod stories;
mod telegram;
mod telegram_faults;
mod telegram_kinds;
mod tidy;
mod trouble;
mod understanding;
mod variants;
mod world;
