//! The backend on sled 0.34.7: one tree, one writer.
//!
//! Invariants: no other file names sled; a synced commit has gone through `fsync` on our own handle, because sled's `flush` is only
//! `sync_file_range` on Linux; the folder is locked before anything in it is touched; a half-written `snap.*.generating`, which makes
//! sled refuse every later open, is removed first, and a damaged `snap.*` is set aside and built anew from the log. A store that does not open, that
//! ends before its last acknowledged commit (`tally`), or whose rows are not those of its newest commit (`sum`), is refused with its files as
//! they were.
//! After a write whose outcome is unknown this backend refuses every further one.

mod whole;

use std::{
    fs::{File, TryLockError},
    io,
    ops::Range,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use super::{
    Error, Notice,
    backend::{Backend, Batch, Direction, Durability, Pair},
    keys::make_folder,
    tally::{self, Tally},
};
use whole::{Newest, open_whole, remove_half_written_snapshots};

/// The row with the number of the newest commit, and the sum over all other rows. It is this backend's own: nobody else sees it.
const NUMBER: &[u8] = b"\xff\xfftally";

/// How often a lock that somebody holds is tried, and after which pause.
const LOOKS: u32 = 5;
const A_LOOK: Duration = Duration::from_millis(20);

/// How to run sled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tuning {
    /// Bytes of sled's page cache.
    pub cache: u64,
    /// Bytes that must stay free on the disk: below it a commit is refused before anything is written, because a write that
    /// fails half-way leaves its outcome unknown.
    pub reserve: u64,
    /// Open data of which something is missing, too: as they are, with their files as they were put aside.
    pub salvage: bool,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            cache: 16 << 20,
            reserve: 32 << 20,
            salvage: false,
        }
    }
}

/// An open sled folder. Dropping it flushes and unlocks.
pub struct Sled {
    // Declared before the lock, so that it is closed before the folder is free for others.
    db: ::sled::Db,
    disk: File,
    dir: PathBuf,
    tuning: Tuning,
    in_doubt: bool,
    newest: Newest,
    tally: Tally,
    _lock: File,
}

impl Sled {
    /// Opens the folder, making it if need be. The notices say what had to be repaired.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::ReadOnly`], [`Error::Full`], [`Error::Corrupt`] or [`Error::Io`].
    pub fn open(dir: &Path, tuning: Tuning) -> Result<(Self, Vec<Notice>), Error> {
        make_folder(dir).map_err(|e| Error::io("cannot make the data folder", dir, e))?;
        let lock = lock(dir)?;
        tally::Copy::settle(dir)?;
        remove_half_written_snapshots(dir)?;
        let (db, newest, notices) = open_whole(dir, tuning)?;
        let path = dir.join("db");
        let disk = File::open(&path).map_err(|e| Error::io("cannot open", &path, e))?;
        // What a process that was killed has left in the kernel's hands is counted only when it is on the disk.
        disk.sync_data().map_err(syncing)?;
        let tally = Tally::open(dir)?;
        let told = tally.write(newest.number);
        told.map_err(|e| Error::io("cannot write to", &dir.join(tally::FILE), e))?;
        sync_folder(dir)?;
        let sled = Self {
            db,
            disk,
            dir: dir.to_owned(),
            tuning,
            in_doubt: false,
            newest,
            tally,
            _lock: lock,
        };
        Ok((sled, notices))
    }

    /// Nothing of the batch has been written when this refuses.
    fn check_room(&self, bytes: usize) -> Result<(), Error> {
        let free = fs2::available_space(&self.dir)
            .map_err(|e| Error::io("cannot ask for the free space of", &self.dir, e))?;
        if free < self.tuning.reserve.saturating_add(bytes as u64) {
            return Err(Error::Full {
                path: self.dir.clone(),
            });
        }
        Ok(())
    }

    /// The batch as sled takes it, with what it makes of the whole store.
    fn rows_of(&self, batch: &Batch) -> Result<(::sled::Batch, Newest), Error> {
        let mut rows = ::sled::Batch::default();
        let mut newest = self.newest;
        for (key, value) in batch.iter() {
            if let Some(old) = self.db.get(key).map_err(|e| reading(&self.dir, e))? {
                newest.sum.take(key, &old);
            }
            if let Some(value) = value {
                newest.sum.put(key, value);
                rows.insert(key, value);
            } else {
                rows.remove(key);
            }
        }
        newest.number += 1;
        rows.insert(NUMBER, &newest.to_bytes());
        Ok((rows, newest))
    }

    fn write(
        &mut self,
        rows: ::sled::Batch,
        newest: Newest,
        durability: Durability,
    ) -> Result<(), Error> {
        self.newest = newest;
        self.db
            .apply_batch(rows)
            .and_then(|()| self.db.flush())
            .map_err(|e| in_doubt("writing to the store", e))?;
        if durability == Durability::Synced {
            self.disk.sync_data().map_err(syncing)?;
            // What is on the disk is there, whether or not its number can be noted.
            if let Err(error) = self.tally.write(self.newest.number) {
                log::warn!("the number of the last commit was not noted: {error}");
            }
        }
        Ok(())
    }
}

impl Backend for Sled {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        let value = self.db.get(key).map_err(|e| reading(&self.dir, e))?;
        Ok(value.map(|value| value.to_vec()))
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
        let rows = self.db.range::<&[u8], _>(range);
        let rows = rows.filter(|row| !matches!(row, Ok((key, _)) if key == NUMBER));
        let own = |row: ::sled::Result<(::sled::IVec, ::sled::IVec)>| {
            row.map(|(key, value)| (key.to_vec(), value.to_vec()))
                .map_err(|e| reading(&self.dir, e))
        };
        match direction {
            Direction::Forward => rows.take(limit).map(own).collect(),
            Direction::Reverse => rows.rev().take(limit).map(own).collect(),
        }
    }

    fn commit(&mut self, batch: &Batch, durability: Durability) -> Result<(), Error> {
        if self.in_doubt {
            return Err(Error::SyncFailed {
                doing: "writing to the store",
                why: io::Error::other("an earlier write failed"),
            });
        }
        self.check_room(batch.bytes())?;
        let (rows, newest) = self.rows_of(batch)?;
        // sled has applied the batch in memory, perhaps on the disk too: from a failure here on, nothing in this process is sure.
        let result = self.write(rows, newest, durability);
        self.in_doubt = result.is_err();
        result
    }

    fn size_on_disk(&self) -> Result<u64, Error> {
        self.db.size_on_disk().map_err(|e| reading(&self.dir, e))
    }

    /// Each commit was flushed. The next opening replays the log from the snapshot of the last one, as after a kill: to open it here once more
    /// would write a newer snapshot, and would have to be as careful.
    fn close(self: Box<Self>) -> Result<(), Error> {
        Ok(())
    }
}

const fn syncing(why: io::Error) -> Error {
    Error::SyncFailed {
        doing: "syncing the store to the disk",
        why,
    }
}

/// Whether a process has the folder open right now. Looks, and makes nothing.
#[must_use]
pub fn is_in_use(dir: &Path) -> bool {
    let there = File::open(dir.join("lock"));
    there.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

/// The lock comes first: deleting another process's snapshot in the making would harm it. Whoever only looks holds it for a moment, so it is
/// tried more than once.
pub(super) fn lock(dir: &Path) -> Result<File, Error> {
    let path = dir.join("lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|e| Error::io("cannot make the lock file", &path, e))?;
    for _ in 0..LOOKS {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => thread::sleep(A_LOOK),
            Err(TryLockError::Error(e)) => return Err(Error::io("cannot lock", &path, e)),
        }
    }
    Err(Error::Locked {
        path: dir.to_owned(),
    })
}

fn reading(dir: &Path, error: ::sled::Error) -> Error {
    match error {
        ::sled::Error::Io(e) => Error::io("cannot read the store in", dir, e),
        other => Error::Corrupt {
            path: dir.to_owned(),
            detail: other.to_string(),
        },
    }
}

fn in_doubt(doing: &'static str, error: ::sled::Error) -> Error {
    let source = match error {
        ::sled::Error::Io(e) => e,
        other => io::Error::other(other.to_string()),
    };
    Error::SyncFailed { doing, why: source }
}

/// A new file survives the loss of power only when its folder is synced too.
pub(super) fn sync_folder(dir: &Path) -> Result<(), Error> {
    File::open(dir)
        .and_then(|folder| folder.sync_all())
        .map_err(|why| Error::SyncFailed {
            doing: "syncing the data folder to the disk",
            why,
        })
}
