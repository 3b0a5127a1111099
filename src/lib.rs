//! Charley: a Telegram companion for people with night leg cramps.

pub mod app;
pub mod care;
pub mod config;
pub mod content;
pub mod dialogue;
pub mod store;
pub mod understanding;
