//! The sandbox's clock, as the page sees it: read it, and move it forward.
//!
//! Moving is asynchronous because whoever owns the time (the runtime) handles everything that falls due on the way, in
//! order, before the clock says that it has arrived. Deliberately not here: any knowledge of what falls due.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::BoxFuture;

/// Reads a clock. Cheap: it is called for each message.
pub type Now = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Moves a clock to an instant, and returns when all that was due on the way is done.
pub type Advance =
    Arc<dyn Fn(DateTime<Utc>) -> BoxFuture<'static, Result<(), String>> + Send + Sync>;

/// Stops the bot and starts it again over the same data; returns when it runs.
#[derive(Clone)]
pub struct Restart(pub Arc<dyn Fn() -> BoxFuture<'static, Result<(), String>> + Send + Sync>);

impl fmt::Debug for Restart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Restart")
    }
}

/// A clock that the sandbox may read and move.
#[derive(Clone)]
pub struct ClockControl {
    pub now: Now,
    pub advance: Advance,
}

impl ClockControl {
    /// The real time plus an offset that only grows: for a bot of your own, which knows nothing of our clock.
    #[must_use]
    pub fn offset() -> Self {
        let offset_ms = Arc::new(AtomicI64::new(0));
        let shared = Arc::clone(&offset_ms);
        #[expect(
            clippy::disallowed_methods,
            reason = "a bot of your own goes by the real time"
        )]
        let now: Now =
            Arc::new(move || Utc::now() + TimeDelta::milliseconds(shared.load(Ordering::Relaxed)));
        let read = Arc::clone(&now);
        let advance: Advance = Arc::new(move |to| {
            let ahead = (to - read()).num_milliseconds();
            // Two moves at once would add up; neither goes back.
            offset_ms.fetch_add(ahead.max(0), Ordering::Relaxed);
            Box::pin(std::future::ready(Ok(())))
        });
        Self { now, advance }
    }

    /// A clock that can be read and not moved.
    #[must_use]
    pub fn fixed_to(now: Now) -> Self {
        let advance: Advance = Arc::new(|_| {
            let refusal = Err("this clock cannot be moved".to_owned());
            Box::pin(std::future::ready(refusal))
        });
        Self { now, advance }
    }
}

impl fmt::Debug for ClockControl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClockControl")
            .field("now", &(self.now)())
            .finish_non_exhaustive()
    }
}
