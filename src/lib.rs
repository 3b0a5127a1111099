//! Charley: a Telegram companion for people with night leg cramps.

pub mod app;
pub mod dialogue;
pub mod sandbox;
pub mod store;
