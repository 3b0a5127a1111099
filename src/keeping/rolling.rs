//! Backups on a schedule, and the copy of the keyring that belongs to them.
//!
//! Invariants: so many backups are kept as the settings say, and an old one goes only after a new one is whole; a backup begins only where there
//! is room for it beside the data, which may lie on the same disk; after an erasure the copy of the keyring is made anew within a minute,
//! whatever becomes of the backups, so that it cannot bring anybody back; and after each backup, so that it is never older than one.

use std::{
    fs,
    io::Write as _,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

use anyhow::bail;
use chrono::{DateTime, TimeDelta, Utc};

use super::{Backups, files, files::folder_size, from_writer, read_back};
use crate::{
    app::Writer,
    clock::Clock,
    store::{keyring::Counters, keys::make_folder},
};

/// How often it is looked whether something is to be done.
const TICK: Duration = Duration::from_secs(30);
/// After a failure it is tried again after this.
const AGAIN: TimeDelta = TimeDelta::minutes(15);
/// A keyring without an erasure is copied so often at most.
const KEYRING: TimeDelta = TimeDelta::minutes(10);
/// The first backup of all waits so long: at the first start there is nobody in it.
const FIRST: TimeDelta = TimeDelta::hours(1);
/// Room that must be left beside a backup: several times what the store itself keeps free.
const ROOM: u64 = 256 << 20;

/// Does something each half minute until the writer is gone. On a thread of its own.
fn again_and_again(writer: &Writer, clock: &Clock, mut turn: impl FnMut(DateTime<Utc>)) {
    while !writer.is_gone() {
        turn(clock.now());
        thread::sleep(TICK);
    }
}

/// Backups on a schedule.
#[derive(Debug)]
pub struct Rolling {
    backups: Backups,
    data: PathBuf,
    every: TimeDelta,
    keep: usize,
    keyring: Option<Arc<KeyringCopy>>,
    /// When it was first looked whether one is due.
    began: Option<DateTime<Utc>>,
    failed: Option<DateTime<Utc>>,
}

impl Rolling {
    /// Of the data in that folder; the newest `keep` of them.
    #[must_use]
    pub const fn new(
        backups: Backups,
        data: PathBuf,
        every: TimeDelta,
        keep: usize,
        keyring: Option<Arc<KeyringCopy>>,
    ) -> Self {
        Self {
            backups,
            data,
            every,
            keep,
            keyring,
            began: None,
            failed: None,
        }
    }

    /// Works until the writer is gone. On a thread of its own.
    pub fn run(mut self, writer: &Writer, clock: &Clock) {
        again_and_again(writer, clock, |now| self.turn(writer, now));
    }

    /// Makes a backup if one is due. What fails is told in the log, and tried again.
    pub fn turn(&mut self, writer: &Writer, now: DateTime<Utc>) {
        let began = *self.began.get_or_insert(now);
        let waits = self.failed.is_some_and(|at| (now - at).abs() < AGAIN);
        if waits || !self.is_due(now, began) {
            return;
        }
        match self.back_up(writer, now) {
            Ok(path) => {
                self.failed = None;
                log::info!("backup: {}", path.display());
                if let Some(keyring) = &self.keyring {
                    keyring.turn(writer, now, true);
                }
            }
            Err(error) => {
                log::error!("no backup was made: {error:#}");
                self.failed = Some(now);
            }
        }
    }

    fn is_due(&self, now: DateTime<Utc>, began: DateTime<Utc>) -> bool {
        // One from the future was made by a clock that was wrong, and says nothing.
        let Ok(all) = self.backups.all() else {
            // The attempt will meet the same failure, and say so.
            return true;
        };
        match all.iter().find(|(made, _)| *made <= now) {
            Some((made, _)) => now - *made >= self.every,
            None => !all.is_empty() || (now - began).abs() >= FIRST.min(self.every),
        }
    }

    fn back_up(&self, writer: &Writer, now: DateTime<Utc>) -> anyhow::Result<PathBuf> {
        let folder = self.backups.folder();
        make_folder(folder)?;
        self.backups.sweep()?;
        let needed = folder_size(&self.data).saturating_add(ROOM);
        if fs2::available_space(folder)? < needed {
            bail!(
                "{} has no room for it: {} MiB are needed, so that the data, if they lie on the same disk, can still grow",
                folder.display(),
                needed >> 20
            );
        }
        let path = self.backups.file(now);
        files::put_new(&path, |out| from_writer(writer, now, out), read_back)?;
        // The newest by their stamps; those of a clock that was ahead come last, and the one that was just made always stays.
        let all = self.backups.in_order(now)?.into_iter();
        let others = all.filter(|(_, other)| *other != path);
        for (_, surplus) in others.skip(self.keep.saturating_sub(1)) {
            fs::remove_file(surplus)?;
        }
        Ok(path)
    }
}

/// The newest keyring, in a second place.
#[derive(Debug)]
pub struct KeyringCopy {
    path: PathBuf,
    state: Mutex<Copied>,
}

#[derive(Debug, Default)]
struct Copied {
    /// What the copy knows, and when it was made.
    last: Option<(Counters, DateTime<Utc>)>,
    is_failing: bool,
}

impl KeyringCopy {
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self {
            path,
            state: Mutex::default(),
        }
    }

    /// Works until the writer is gone. On a thread of its own.
    pub fn run(&self, writer: &Writer, clock: &Clock) {
        again_and_again(writer, clock, |now| self.turn(writer, now, false));
    }

    /// Copies the keyring where it has changed: at once after an erasure or a backup, else now and then. What fails is told in the log, once,
    /// and tried again.
    pub fn turn(&self, writer: &Writer, now: DateTime<Utc>, at_once: bool) {
        // A panic in here leaves what the last copy knew.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let is_fresh = state.last.is_some_and(|(_, at)| (now - at).abs() < KEYRING);
        let only_erasures = is_fresh && !at_once;
        let known = state.last.map(|(counters, _)| counters);
        let Some((counters, bytes)) = writer.keyring(known, only_erasures) else {
            return;
        };
        match files::replace(&self.path, |out| Ok(out.write_all(&bytes)?)) {
            Ok(()) => {
                state.last = Some((counters, now));
                state.is_failing = false;
            }
            Err(error) if !state.is_failing => {
                log::error!("the keyring was not copied: {error:#}");
                state.is_failing = true;
            }
            Err(_) => {}
        }
    }
}
