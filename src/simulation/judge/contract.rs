//! The numbers of the contract (the evenings: once for each date, in their window, by day), as a person would hold them against the bot.
//!
//! Deliberately not here: anything that the bot computes; these are written down a second time on purpose.

use chrono::Duration;

/// Two evenings are never closer, nor two mornings.
pub const APART: Duration = Duration::hours(18);
/// How late an evening message may come.
pub const WINDOW: Duration = Duration::minutes(90);
/// A window has at least so much, however near the quiet hours are.
pub const LEAST: Duration = Duration::minutes(15);
/// A person's own delay, at most, and the grain of the agenda: people and the machine act every three minutes.
pub const DELAY: Duration = Duration::minutes(13);
pub const GRAIN: Duration = Duration::minutes(3);
/// So many messages without an answer, and they come on each third evening.
pub const FEW: usize = 3;
/// "In 30 minutes".
pub const SOON: Duration = Duration::minutes(30);
/// A weekend's time that is further off the usual one is none.
pub const WEEKEND_WITHIN: Duration = Duration::hours(4);
/// Telegram keeps what a bot does not fetch for so long.
pub const KEPT: Duration = Duration::hours(24);
