//! The Telegram adapter against a small server of its own.

mod delivery;
mod errors;
mod fake;
mod files;
mod forward;
mod intake;
mod limiter;
mod logs;
mod outbox;
mod profile;
mod schema;
mod sending;
