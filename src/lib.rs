//! Charley: a Telegram companion for people with night leg cramps.

pub mod app;
pub mod care;
pub mod cli;
pub mod clock;
pub mod config;
pub mod content;
pub mod dialogue;
pub mod keeping;
pub mod render;
pub mod runtime;
pub mod sandbox;
pub mod simulation;
pub mod store;
pub mod telegram;
pub mod understanding;
