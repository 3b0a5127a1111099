//! The clock. The only place that asks the operating system for the time; everything else is told.
//!
//! The wall clock is read anew each time (suspend and corrections of the clock are seen within a tick). The sandbox may move it
//! forward, and the simulation may set it wrong; nothing else may.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, Duration, Utc};

/// A clock that shows the system's time, plus what it was moved by. Clones are one clock.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// Milliseconds that it was moved by.
    ahead: Arc<AtomicI64>,
    /// A clock that stands still until it is moved, from here; for tests.
    still: Option<DateTime<Utc>>,
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands still until it is moved.
    #[must_use]
    pub fn still(at: DateTime<Utc>) -> Self {
        Self {
            ahead: Arc::default(),
            still: Some(at),
        }
    }

    /// A clock that runs, and shows `at` now.
    #[must_use]
    pub fn showing(at: DateTime<Utc>) -> Self {
        let clock = Self::default();
        let by = (at - clock.now()).num_milliseconds();
        clock.ahead.store(by, Ordering::Release);
        clock
    }

    /// The time now.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the system's clock"
    )]
    pub fn now(&self) -> DateTime<Utc> {
        self.still.unwrap_or_else(Utc::now)
            + Duration::milliseconds(self.ahead.load(Ordering::Acquire))
    }

    /// Moves the clock forward so that it shows at least `to`. Never back.
    pub fn move_to(&self, to: DateTime<Utc>) {
        let by = (to - self.now()).num_milliseconds();
        if by > 0 || to > self.now() {
            // One more on a running clock, for the rounding to milliseconds must not stop short of `to`.
            let rounding = i64::from(self.still.is_none());
            self.ahead.fetch_add(by + rounding, Ordering::AcqRel);
        }
    }

    /// Sets the clock by that much, forward or back, as a correction of a machine's clock does.
    pub fn step(&self, by: Duration) {
        self.ahead
            .fetch_add(by.num_milliseconds(), Ordering::AcqRel);
    }
}
