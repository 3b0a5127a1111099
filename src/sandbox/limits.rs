//! Limits like Telegram's, when switched on: messages a second to one chat and to all.
//!
//! Counted in real time, because it is real seconds that a bot waits on a 429. Telegram's exact limits are not public;
//! these follow its FAQ. Deliberately not here: the per-minute limit of groups.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// The limits; zero is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Messages a second to one chat.
    pub per_chat: u32,
    /// Messages a second in all.
    pub overall: u32,
}

impl Limits {
    /// As Telegram's FAQ has it.
    #[must_use]
    pub const fn like_telegram() -> Self {
        Self {
            per_chat: 1,
            overall: 30,
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Limiter {
    pub limits: Limits,
    /// The second that is being counted, and how many were sent in it.
    window: Option<(Instant, u32)>,
}

impl Limiter {
    /// May a message go out now? `free_at` is the chat's own gate. An error is the wait in seconds.
    pub(super) fn admit(&mut self, free_at: &mut Option<Instant>) -> Result<(), u32> {
        if self.limits == Limits::default() {
            return Ok(());
        }
        let now = Instant::now();
        if let Some(free_at) = free_at.filter(|at| self.limits.per_chat > 0 && *at > now) {
            return Err(whole_seconds(free_at - now));
        }
        let second = Duration::from_secs(1);
        let (start, sent) = match self.window {
            Some((start, sent)) if now - start < second => (start, sent),
            _ => (now, 0),
        };
        if self.limits.overall > 0 && sent >= self.limits.overall {
            return Err(whole_seconds(second.saturating_sub(now - start)));
        }
        self.window = Some((start, sent + 1));
        if self.limits.per_chat > 0 {
            *free_at = Some(now + second / self.limits.per_chat);
        }
        Ok(())
    }
}

/// Telegram gives whole seconds, at least one.
fn whole_seconds(wait: Duration) -> u32 {
    let seconds = wait.as_millis().div_ceil(1000).max(1);
    u32::try_from(seconds).unwrap_or(u32::MAX)
}
