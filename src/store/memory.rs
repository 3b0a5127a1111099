//! A backend in memory, for simulations: a clone is a second handle on the same "disk", so that a test can "restart".
//!
//! Invariant: [`Memory::lose_power`] keeps exactly what was committed as `Synced` or earlier. Deliberately not here: faults (`faulty`).

use std::{
    collections::BTreeMap,
    ops::Range,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{
    Error,
    backend::{Backend, Batch, Direction, Durability, Pair},
};

/// Rows in a `BTreeMap`, shared by all clones.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    disk: Arc<Mutex<Disk>>,
}

#[derive(Debug, Default)]
struct Disk {
    rows: BTreeMap<Vec<u8>, Vec<u8>>,
    /// What each key held before commits that were only flushed; the newest last.
    unsynced: Vec<(Vec<u8>, Option<Vec<u8>>)>,
}

impl Memory {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets every commit after the last synced one, as a loss of power does.
    pub fn lose_power(&self) {
        let mut disk = self.disk();
        while let Some((key, before)) = disk.unsynced.pop() {
            match before {
                Some(value) => disk.rows.insert(key, value),
                None => disk.rows.remove(&key),
            };
        }
    }

    /// A commit leaves the map whole at every step, so a panic elsewhere does no harm to it.
    fn disk(&self) -> MutexGuard<'_, Disk> {
        self.disk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Backend for Memory {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.disk().rows.get(key).cloned())
    }

    fn scan(
        &self,
        range: Range<&[u8]>,
        limit: usize,
        direction: Direction,
    ) -> Result<Vec<Pair>, Error> {
        if range.start >= range.end {
            return Ok(Vec::new());
        }
        let disk = self.disk();
        let rows = disk.rows.range::<[u8], _>((
            std::ops::Bound::Included(range.start),
            std::ops::Bound::Excluded(range.end),
        ));
        let own = |(key, value): (&Vec<u8>, &Vec<u8>)| (key.clone(), value.clone());
        Ok(match direction {
            Direction::Forward => rows.take(limit).map(own).collect(),
            Direction::Reverse => rows.rev().take(limit).map(own).collect(),
        })
    }

    fn commit(&mut self, batch: &Batch, durability: Durability) -> Result<(), Error> {
        let mut disk = self.disk();
        for (key, value) in batch.iter() {
            let before = match value {
                Some(value) => disk.rows.insert(key.to_owned(), value.to_owned()),
                None => disk.rows.remove(key),
            };
            if durability == Durability::Flushed {
                disk.unsynced.push((key.to_owned(), before));
            }
        }
        if durability == Durability::Synced {
            disk.unsynced.clear();
        }
        Ok(())
    }

    fn size_on_disk(&self) -> Result<u64, Error> {
        let bytes: usize = self
            .disk()
            .rows
            .iter()
            .map(|(k, v)| k.len() + v.len())
            .sum();
        Ok(bytes as u64)
    }
}
