//! The backend on sled 0.34.7: one tree, one writer.
//!
//! Invariants: no other file names sled; a synced commit has gone through `fsync` on our own handle, because sled's `flush` is only
//! `sync_file_range` on Linux; the folder is locked before anything in it is touched; a half-written `snap.*.generating`, which makes
//! sled refuse every later open, is removed first, and a damaged `snap.*` is set aside and built anew from the log. A store that does not open, or
//! that ends before its last acknowledged commit, is refused with its files as they were (`tally`).
//! After a write whose outcome is unknown this backend refuses every further one.

use std::{
    fs::{self, File, TryLockError},
    io,
    ops::Range,
    panic::{AssertUnwindSafe, catch_unwind},
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

/// The row with the number of the newest commit. It is this backend's own: nobody else sees it.
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
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            cache: 16 << 20,
            reserve: 32 << 20,
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
    /// Of the newest commit.
    number: u64,
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
        let (db, number, notices) = open_whole(dir, tuning)?;
        let path = dir.join("db");
        let disk = File::open(&path).map_err(|e| Error::io("cannot open", &path, e))?;
        let tally = Tally::open(dir)?;
        let told = tally.write(number);
        told.map_err(|e| Error::io("cannot write to", &dir.join(tally::FILE), e))?;
        sync_folder(dir)?;
        let sled = Self {
            db,
            disk,
            dir: dir.to_owned(),
            tuning,
            in_doubt: false,
            number,
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

    fn write(&mut self, batch: &Batch, durability: Durability) -> Result<(), Error> {
        let mut rows = ::sled::Batch::default();
        for (key, value) in batch.iter() {
            match value {
                Some(value) => rows.insert(key, value),
                None => rows.remove(key),
            }
        }
        self.number += 1;
        rows.insert(NUMBER, &self.number.to_be_bytes());
        self.db
            .apply_batch(rows)
            .and_then(|()| self.db.flush())
            .map_err(|e| in_doubt("writing to the store", e))?;
        if durability == Durability::Synced {
            self.disk.sync_data().map_err(|why| Error::SyncFailed {
                doing: "syncing the store to the disk",
                why,
            })?;
            // What is on the disk is there, whether or not its number can be noted.
            if let Err(error) = self.tally.write(self.number) {
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
        // sled has applied the batch in memory, perhaps on the disk too: from a failure here on, nothing in this process is sure.
        let result = self.write(batch, durability);
        self.in_doubt = result.is_err();
        result
    }

    fn size_on_disk(&self) -> Result<u64, Error> {
        self.db.size_on_disk().map_err(|e| reading(&self.dir, e))
    }

    /// sled 0.34 writes its snapshot when it opens and at no other time, and an opening replays the log from there: with a million chats
    /// and a log that is all new, seconds. So the store is opened once more before the end, when nobody waits for it.
    fn close(self: Box<Self>) -> Result<(), Error> {
        let Self {
            db,
            dir,
            tuning,
            in_doubt,
            // Held until the end.
            _lock,
            ..
        } = *self;
        drop(db);
        if !in_doubt {
            open_db(&dir, tuning)?;
        }
        Ok(())
    }
}

/// Whether a process has the folder open right now. Looks, and makes nothing.
#[must_use]
pub fn is_in_use(dir: &Path) -> bool {
    let there = File::options().write(true).open(dir.join("lock"));
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

/// Opens the store, with the number of its newest commit. Whatever comes of it, nothing that was there is lost: sled overwrites what it takes
/// for the torn end of its log, so the files are copied first, and put back if it was refused. That costs a second for some hundred megabytes.
fn open_whole(dir: &Path, tuning: Tuning) -> Result<(::sled::Db, u64, Vec<Notice>), Error> {
    let known = tally::told(dir);
    let copy = tally::Copy::of(dir, tuning.reserve)?;
    let mut notices = Vec::new();
    let mut opened = open_db(dir, tuning);
    // Without room for a copy nothing more is tried: it may be the end of the data.
    if matches!(opened, Err(Error::Corrupt { .. }))
        && copy.is_some()
        && let Some(folder) = set_snapshots_aside(dir)?
    {
        opened = open_db(dir, tuning);
        notices.push(Notice::SnapshotSetAside { folder });
    }
    let whole = opened.and_then(|db| {
        let number = newest(dir, &db)?;
        if number < known {
            return Err(Error::Corrupt {
                path: dir.to_owned(),
                detail: format!("its newest {} changes cannot be read", known - number),
            });
        }
        Ok((db, number))
    });
    match (whole, copy) {
        (Ok((db, number)), copy) => {
            copy.map_or(Ok(()), tally::Copy::remove)?;
            Ok((db, number, notices))
        }
        (Err(error), copy) => {
            copy.map_or(Ok(()), tally::Copy::put_back)?;
            // The copy has them, too.
            for notice in notices {
                if let Notice::SnapshotSetAside { folder } = notice {
                    let removed = fs::remove_dir_all(&folder);
                    removed.map_err(|e| Error::io("cannot remove", &folder, e))?;
                }
            }
            Err(error)
        }
    }
}

/// The number of the newest commit that the store holds; 0: it never had one.
fn newest(dir: &Path, db: &::sled::Db) -> Result<u64, Error> {
    let row = db.get(NUMBER).map_err(|e| reading(dir, e))?;
    let number = row.and_then(|row| row.as_ref().try_into().ok());
    Ok(number.map_or(0, u64::from_be_bytes))
}

/// sled lets go of its own lock a little after the last handle is dropped, so a reopen in one process may have to wait for it.
fn open_db(dir: &Path, tuning: Tuning) -> Result<::sled::Db, Error> {
    let mut tries = 0;
    loop {
        match open_once(dir, tuning) {
            Err(Error::Locked { .. }) if tries < 100 => {
                tries += 1;
                thread::sleep(Duration::from_millis(10));
            }
            other => return other,
        }
    }
}

fn open_once(dir: &Path, tuning: Tuning) -> Result<::sled::Db, Error> {
    let config = ::sled::Config::new()
        .path(dir)
        .cache_capacity(tuning.cache)
        .flush_every_ms(Some(500));
    // On some damage sled 0.34 panics instead of returning an error; both mean the same to us.
    match catch_unwind(AssertUnwindSafe(|| config.open())) {
        Ok(Ok(db)) => Ok(db),
        Ok(Err(::sled::Error::Io(e))) if e.to_string().contains("could not acquire lock") => {
            Err(Error::Locked {
                path: dir.to_owned(),
            })
        }
        Ok(Err(::sled::Error::Io(e))) if e.kind() == io::ErrorKind::UnexpectedEof => {
            Err(Error::Corrupt {
                path: dir.to_owned(),
                detail: "a file of the store ends too early".to_owned(),
            })
        }
        Ok(Err(e)) => Err(reading(dir, e)),
        Err(_) => Err(Error::Corrupt {
            path: dir.to_owned(),
            detail: "the store could not be read".to_owned(),
        }),
    }
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

/// The files of sled's snapshots: finished ones, or (`half`) those that a killed process left half-written.
fn snapshots(dir: &Path, half: bool) -> Result<Vec<PathBuf>, Error> {
    let unreadable = |e| Error::io("cannot read the folder", dir, e);
    let mut found = Vec::new();
    for file in fs::read_dir(dir).map_err(unreadable)? {
        let file = file.map_err(unreadable)?;
        let name = file.file_name().to_string_lossy().into_owned();
        if name.starts_with("snap.") && name.ends_with(".generating") == half {
            found.push(file.path());
        }
    }
    Ok(found)
}

fn remove_half_written_snapshots(dir: &Path) -> Result<(), Error> {
    for path in snapshots(dir, true)? {
        fs::remove_file(&path).map_err(|e| Error::io("cannot remove", &path, e))?;
    }
    Ok(())
}

/// Moves all snapshots into a dated folder. `None`: there were none, so they are not what is wrong.
#[expect(
    clippy::disallowed_methods,
    reason = "the time names a folder and decides nothing"
)]
fn set_snapshots_aside(dir: &Path) -> Result<Option<PathBuf>, Error> {
    let mut found = snapshots(dir, false)?;
    found.extend(snapshots(dir, true)?);
    if found.is_empty() {
        return Ok(None);
    }
    let folder = dir.join(format!(
        "set-aside-{}",
        chrono::Utc::now().format("%Y%m%dT%H%M%S%.3fZ")
    ));
    fs::create_dir_all(&folder).map_err(|e| Error::io("cannot make the folder", &folder, e))?;
    for path in found {
        let Some(name) = path.file_name() else {
            continue;
        };
        fs::rename(&path, folder.join(name)).map_err(|e| Error::io("cannot move", &path, e))?;
    }
    Ok(Some(folder))
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
