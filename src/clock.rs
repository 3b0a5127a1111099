//! The clock. The only place that asks the operating system for the time; everything else is told.
//!
//! The wall clock is read anew each time (suspend and corrections of the clock are seen within a tick). The sandbox may move it
//! forward; nothing else may.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, Duration, Utc};

/// A clock that shows the system's time, plus what it was moved by. Clones are one clock.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// Milliseconds ahead of the system's clock.
    ahead: Arc<AtomicI64>,
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// The time now.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the system's clock"
    )]
    pub fn now(&self) -> DateTime<Utc> {
        Utc::now() + Duration::milliseconds(self.ahead.load(Ordering::Acquire))
    }

    /// Moves the clock forward so that it shows at least `to`. Never back.
    pub fn move_to(&self, to: DateTime<Utc>) {
        let by = (to - self.now()).num_milliseconds();
        if by > 0 {
            // One more, for the rounding to milliseconds must not stop short of `to`.
            self.ahead.fetch_add(by + 1, Ordering::AcqRel);
        }
    }
}
