//! A power switch between a store and its disk: once it is off, nothing is written any more, whatever is still under way in memory. So a
//! bot that is dropped keeps what was committed, and nothing else, as after a kill.
//!
//! Deliberately not here: faults that a living process meets (`store::faulty`).

use std::{
    io,
    ops::Range,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
};

use tokio::sync::Notify;

use crate::store::{
    Backend, Durability, Error,
    backend::{Batch, Direction, Pair},
    memory::Memory,
};

/// No fuse is lit.
const NEVER: i64 = i64::MAX;

/// The switch. Clones are one.
#[derive(Debug, Clone)]
pub struct Power(Arc<Switch>);

#[derive(Debug)]
struct Switch {
    off: AtomicBool,
    /// Commits that are left.
    fuse: AtomicI64,
    went: Notify,
}

impl Default for Power {
    fn default() -> Self {
        Self(Arc::new(Switch {
            off: AtomicBool::new(false),
            fuse: AtomicI64::new(NEVER),
            went: Notify::new(),
        }))
    }
}

impl Power {
    /// Off now.
    pub fn cut(&self) {
        self.0.off.store(true, Ordering::SeqCst);
        self.0.went.notify_one();
    }

    /// Off after so many more commits.
    pub fn cut_after(&self, commits: u32) {
        self.0.fuse.store(commits.into(), Ordering::SeqCst);
    }

    #[must_use]
    pub fn is_off(&self) -> bool {
        self.0.off.load(Ordering::SeqCst)
    }

    /// Returns when it goes off.
    pub async fn went(&self) {
        while !self.is_off() {
            self.0.went.notified().await;
        }
    }
}

/// A disk behind the switch.
pub struct Disk {
    memory: Memory,
    power: Power,
}

impl Disk {
    #[must_use]
    pub const fn new(memory: Memory, power: Power) -> Self {
        Self { memory, power }
    }
}

impl Backend for Disk {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        self.memory.get(key)
    }

    fn scan(
        &self,
        range: Range<&[u8]>,
        limit: usize,
        direction: Direction,
    ) -> Result<Vec<Pair>, Error> {
        self.memory.scan(range, limit, direction)
    }

    fn commit(&mut self, batch: &Batch, durability: Durability) -> Result<(), Error> {
        if self.power.0.fuse.fetch_sub(1, Ordering::SeqCst) <= 0 {
            self.power.cut();
        }
        if self.power.is_off() {
            return Err(Error::SyncFailed {
                doing: "the fsync of a machine without power",
                why: io::Error::other("no power"),
            });
        }
        self.memory.commit(batch, durability)
    }

    fn size_on_disk(&self) -> Result<u64, Error> {
        self.memory.size_on_disk()
    }
}
