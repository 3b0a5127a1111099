//! The times at which a chat wants to be woken. They are derived from the chat, never set beside it.

use chrono::{DateTime, Utc};

/// A wake-up: when, and what for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    pub at: DateTime<Utc>,
    pub what: Wake,
}

/// What a wake-up is for. The order decides which of two at the same instant comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wake {
    /// The relief card moves on: a countdown, the next step, the ten-minute guard, its end.
    Relief,
    /// The morning questions, or "Were you seen?".
    Morning,
    /// The evening message, or one that was asked for later.
    Evening,
    /// The guided exercises move on.
    Guide,
    /// A card or an undo that nobody used ends.
    Expire,
    /// What was kept without consent goes.
    Purge,
    /// The person has not been there for so long that the end of what is kept is announced.
    Farewell,
    /// It was announced, and they were not there since: all goes.
    Lapse,
}
