//! Opening sled's files, and whether they hold all that they should.
//!
//! Invariants: what is refused is as it was; a half-written snapshot is removed before, a damaged one set aside.
//! Deliberately not here: the copy that is put back (`tally`), and the lock.

use std::{
    fs, io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use super::{NUMBER, Tuning, reading};
use crate::store::{Error, Notice, sum::Sum, tally};

/// What the newest commit said of the whole store.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Newest {
    /// Of the commit.
    pub number: u64,
    pub sum: Sum,
}

impl Newest {
    pub fn to_bytes(self) -> [u8; 24] {
        let mut bytes = [0; 24];
        bytes[..8].copy_from_slice(&self.number.to_be_bytes());
        bytes[8..].copy_from_slice(&self.sum.to_bytes());
        bytes
    }

    /// The number, and the sum if there is one: stores of before had none.
    fn read(bytes: &[u8]) -> Option<(u64, Option<Sum>)> {
        let (number, sum) = bytes.split_at_checked(8)?;
        let number = u64::from_be_bytes(number.try_into().ok()?);
        Some((number, sum.try_into().ok().map(Sum::from_bytes)))
    }
}

/// Opens the store, if it holds all that it should. Whatever comes of it, nothing that was there is lost: sled overwrites what it takes
/// for the torn end of its log, so the files are copied first, and put back if it was refused.
pub(super) fn open_whole(
    dir: &Path,
    tuning: Tuning,
) -> Result<(::sled::Db, Newest, Vec<Notice>), Error> {
    let known = tally::told(dir);
    let copy = tally::Copy::of(dir, tuning.reserve)?;
    if tuning.salvage && copy.is_none() {
        return Err(Error::Full {
            path: dir.to_owned(),
        });
    }
    let mut opening = Opening::default();
    if copy.is_none() {
        opening.notices.push(Notice::OpenedUncopied);
    }
    match opening.try_all(dir, tuning, known) {
        Ok((db, newest)) => {
            match copy {
                Some(copy) if opening.is_salvaged => {
                    let folder = aside_folder(dir);
                    copy.keep(&folder)?;
                    opening.notices.push(Notice::FilesSetAside { folder });
                }
                Some(copy) => copy.remove()?,
                None => {}
            }
            Ok((db, newest, opening.notices))
        }
        Err(error) => Err(opening.give_back(error, copy)?),
    }
}

/// What an opening came across.
#[derive(Default)]
struct Opening {
    notices: Vec<Notice>,
    /// Where damaged snapshots are.
    aside: Option<PathBuf>,
    is_salvaged: bool,
}

impl Opening {
    /// Opens the store, without its snapshots if it does not open with them, and looks through it.
    fn try_all(
        &mut self,
        dir: &Path,
        tuning: Tuning,
        known: u64,
    ) -> Result<(::sled::Db, Newest), Error> {
        let mut opened = open_db(dir, tuning);
        if matches!(opened, Err(Error::Corrupt { .. }))
            && let Some(folder) = set_snapshots_aside(dir)?
        {
            self.aside = Some(folder.clone());
            self.notices.push(Notice::SnapshotSetAside { folder });
            opened = open_db(dir, tuning);
        }
        let db = opened?;
        let looked = catch_unwind(AssertUnwindSafe(|| look_through(dir, &db, known)));
        let (newest, missing) = looked.unwrap_or_else(|_| Err(unreadable(dir)))?;
        if let Some(missing) = missing {
            if !tuning.salvage {
                return Err(Error::Corrupt {
                    path: dir.to_owned(),
                    detail: missing,
                });
            }
            self.is_salvaged = true;
            self.notices.push(Notice::Salvaged { missing });
        }
        Ok((db, newest))
    }

    /// Puts the files back as they were, and says why.
    fn give_back(self, error: Error, copy: Option<tally::Copy>) -> Result<Error, Error> {
        let Some(copy) = copy else {
            return Ok(match error {
                Error::Corrupt { path, detail } => Error::Corrupt {
                    path,
                    detail: format!(
                        "{detail}, and there was no room to copy its files before they were opened"
                    ),
                },
                other => other,
            });
        };
        if matches!(error, Error::Locked { .. }) {
            // Nothing was touched: somebody else has it.
            copy.remove()?;
            return Ok(error);
        }
        copy.put_back()?;
        // What came back has them, too.
        if let Some(folder) = self.aside {
            let removed = fs::remove_dir_all(&folder);
            removed.map_err(|e| Error::io("cannot remove", &folder, e))?;
        }
        Ok(error)
    }
}

/// Reads each row once. What the newest commit said of the whole, as it is found now, and in words what is missing.
fn look_through(
    dir: &Path,
    db: &::sled::Db,
    known: u64,
) -> Result<(Newest, Option<String>), Error> {
    let mut sum = Sum::default();
    let mut said = None;
    for row in db.iter() {
        let (key, value) = row.map_err(|e| reading(dir, e))?;
        if *key == *NUMBER {
            said = Newest::read(&value);
        } else {
            sum.put(&key, &value);
        }
    }
    let (number, expected) = said.unwrap_or_default();
    let missing = if number < known {
        Some(format!(
            "its newest {} changes cannot be read",
            known - number
        ))
    } else if expected.is_some_and(|expected| expected != sum) {
        Some("rows of it are missing, or older than they were".to_owned())
    } else {
        None
    };
    Ok((Newest { number, sum }, missing))
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
        Err(_) => Err(unreadable(dir)),
    }
}

fn unreadable(dir: &Path) -> Error {
    Error::Corrupt {
        path: dir.to_owned(),
        detail: "the store could not be read".to_owned(),
    }
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

pub(super) fn remove_half_written_snapshots(dir: &Path) -> Result<(), Error> {
    for path in snapshots(dir, true)? {
        fs::remove_file(&path).map_err(|e| Error::io("cannot remove", &path, e))?;
    }
    Ok(())
}

/// Moves all snapshots into a dated folder. `None`: there were none, so they are not what is wrong.
fn set_snapshots_aside(dir: &Path) -> Result<Option<PathBuf>, Error> {
    let mut found = snapshots(dir, false)?;
    found.extend(snapshots(dir, true)?);
    if found.is_empty() {
        return Ok(None);
    }
    let folder = aside_folder(dir);
    fs::create_dir_all(&folder).map_err(|e| Error::io("cannot make the folder", &folder, e))?;
    for path in found {
        let Some(name) = path.file_name() else {
            continue;
        };
        fs::rename(&path, folder.join(name)).map_err(|e| Error::io("cannot move", &path, e))?;
    }
    Ok(Some(folder))
}

/// A new name for what is put aside.
#[expect(
    clippy::disallowed_methods,
    reason = "the time names a folder and decides nothing"
)]
fn aside_folder(dir: &Path) -> PathBuf {
    let now = chrono::Utc::now().format("%Y%m%dT%H%M%S%.3fZ");
    dir.join(format!("set-aside-{now}"))
}
