//! A backend that fails on command: the n-th call, or an fsync. For tests of everything above the contract.
//!
//! Invariants: a failed call changes nothing, except that a failed fsync leaves the batch applied or not as told (nobody could know),
//! and that after it every commit fails, as on a real disk that Charley no longer trusts.

use std::{
    io,
    ops::Range,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use super::{
    Error,
    backend::{Backend, Batch, Direction, Durability, Pair},
};

/// Wraps a backend; steered from outside by a [`Faults`] handle.
#[derive(Debug)]
pub struct Faulty<B> {
    inner: B,
    faults: Faults,
}

/// The switchboard of a [`Faulty`] backend. Clones steer the same one.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    switches: Arc<Switches>,
}

#[derive(Debug, Default)]
struct Switches {
    calls: AtomicU64,
    fail_at: AtomicU64,
    fail_sync: AtomicBool,
    full: AtomicBool,
    stopped: AtomicBool,
}

impl Faults {
    /// Lets the `n`-th call from now on (1 is the next) fail once, as if the disk were full. 0: none.
    pub fn fail_call(&self, n: u64) {
        let at = match n {
            0 => 0,
            n => self.switches.calls.load(Ordering::SeqCst) + n,
        };
        self.switches.fail_at.store(at, Ordering::SeqCst);
    }

    /// Lets every commit fail, as on a full disk, until told otherwise.
    pub fn fill_disk(&self, full: bool) {
        self.switches.full.store(full, Ordering::SeqCst);
    }

    /// Lets the next synced commit fail in its fsync: the batch is there, but nobody may count on it.
    pub fn fail_sync(&self) {
        self.switches.fail_sync.store(true, Ordering::SeqCst);
    }

    /// How many calls the backend has had.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.switches.calls.load(Ordering::SeqCst)
    }

    fn call(&self) -> Result<(), Error> {
        let n = self.switches.calls.fetch_add(1, Ordering::SeqCst) + 1;
        if n == self.switches.fail_at.load(Ordering::SeqCst) {
            return Err(full());
        }
        Ok(())
    }
}

impl<B: Backend> Faulty<B> {
    #[must_use]
    pub fn new(inner: B) -> (Self, Faults) {
        let faults = Faults::default();
        let switchboard = faults.clone();
        (Self { inner, faults }, switchboard)
    }
}

fn full() -> Error {
    Error::Full {
        path: PathBuf::from("a test"),
    }
}

fn sync_failed() -> Error {
    Error::SyncFailed {
        doing: "the fsync of a test",
        why: io::Error::other("injected"),
    }
}

impl<B: Backend> Backend for Faulty<B> {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        self.faults.call()?;
        self.inner.get(key)
    }

    fn scan(
        &self,
        range: Range<&[u8]>,
        limit: usize,
        direction: Direction,
    ) -> Result<Vec<Pair>, Error> {
        self.faults.call()?;
        self.inner.scan(range, limit, direction)
    }

    fn commit(&mut self, batch: &Batch, durability: Durability) -> Result<(), Error> {
        let switches = &self.faults.switches;
        if switches.stopped.load(Ordering::SeqCst) {
            return Err(sync_failed());
        }
        self.faults.call()?;
        if switches.full.load(Ordering::SeqCst) {
            return Err(full());
        }
        if durability == Durability::Synced && switches.fail_sync.swap(false, Ordering::SeqCst) {
            switches.stopped.store(true, Ordering::SeqCst);
            self.inner.commit(batch, Durability::Flushed)?;
            return Err(sync_failed());
        }
        self.inner.commit(batch, durability)
    }

    fn size_on_disk(&self) -> Result<u64, Error> {
        self.inner.size_on_disk()
    }
}
