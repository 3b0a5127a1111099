//! From a shared place to its time zone, offline.
//!
//! Invariant: coordinates come in, a zone's name goes out; nothing is kept and nothing is asked over the network.
//!
//! The map costs about 200 ms to load and 20 MB to keep, and is needed once a person; so it is loaded on demand and dropped
//! again after a minute in which nobody shared a place.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use chrono_tz::Tz;
use tzf_rs::DefaultFinder;

/// How long the map stays after its last use.
const KEEP: Duration = Duration::from_secs(60);

/// A lookup of the zone at (latitude, longitude), in degrees.
pub type ZoneAt = dyn Fn(f64, f64) -> Option<Tz> + Send + Sync;

/// The lookup as a dependency of the schema. Cheap to clone.
#[derive(Clone)]
pub struct Places(Arc<ZoneAt>);

impl Places {
    /// Any lookup; it may block, and is called where that is allowed.
    pub fn new(lookup: impl Fn(f64, f64) -> Option<Tz> + Send + Sync + 'static) -> Self {
        Self(Arc::new(lookup))
    }

    /// The built-in map.
    #[must_use]
    pub fn offline() -> Self {
        Self::new(zone_at)
    }

    /// The zone there, looked up off the async threads.
    pub(super) async fn zone(&self, latitude: f64, longitude: f64) -> Option<Tz> {
        let lookup = Arc::clone(&self.0);
        let zone = tokio::task::spawn_blocking(move || lookup(latitude, longitude));
        // A panic in the map's code is a place without a zone.
        zone.await.ok().flatten()
    }
}

static MAP: Mutex<Option<(DefaultFinder, Instant)>> = Mutex::new(None);

/// The zone at a place in degrees; `None` where none is known. Blocks for about 200 ms when the map has to be loaded.
#[must_use]
pub fn zone_at(latitude: f64, longitude: f64) -> Option<Tz> {
    if !(-90.0..=90.0).contains(&latitude) || !(-180.0..=180.0).contains(&longitude) {
        return None;
    }
    let mut map = MAP.lock().unwrap_or_else(PoisonError::into_inner);
    let now = Instant::now();
    if map.is_none() {
        *map = Some((DefaultFinder::new(), now));
        // One sleeping thread a load, and it ends with the map.
        std::thread::spawn(drop_when_idle);
    }
    let (finder, used) = map.as_mut()?;
    *used = now;
    finder.get_tz_name(longitude, latitude).parse().ok()
}

fn drop_when_idle() {
    let mut pause = KEEP;
    loop {
        std::thread::sleep(pause);
        let mut map = MAP.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((_, used)) = map.as_ref() else {
            return;
        };
        pause = KEEP.saturating_sub(used.elapsed());
        if pause.is_zero() {
            *map = None;
            return;
        }
    }
}
