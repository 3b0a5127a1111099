//! Backups on a schedule, and the copy of the keyring that belongs to them.
//!
//! Invariants: the newest backups are kept, so many as the settings say, and an old one goes only after a new one is whole; after an erasure
//! the copy of the keyring is made anew within a minute, so that it cannot bring anybody back.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};

use super::{Backups, files, from_writer, read_back};
use crate::{app::Writer, clock::Clock, store::keyring::Counters};

/// How often it is looked whether something is to be done.
const TICK: Duration = Duration::from_secs(30);
/// After a failure it is tried again after this.
const AGAIN: TimeDelta = TimeDelta::minutes(15);
/// A keyring without an erasure is copied so often at most.
const KEYRING: TimeDelta = TimeDelta::minutes(10);

/// What is kept on a schedule.
#[derive(Debug)]
pub struct Rolling {
    backups: Backups,
    /// `None`: no backups.
    every: Option<TimeDelta>,
    keep: usize,
    keyring_copy: Option<PathBuf>,
    failed: Option<DateTime<Utc>>,
    /// What the copy of the keyring knows, and when it was made.
    copied: Option<(Counters, DateTime<Utc>)>,
}

impl Rolling {
    #[must_use]
    pub fn new(
        backups: Backups,
        every: Option<TimeDelta>,
        keep: usize,
        keyring_copy: Option<PathBuf>,
    ) -> Self {
        Self {
            backups,
            every,
            keep,
            keyring_copy,
            failed: None,
            copied: None,
        }
    }

    /// Works until the writer is gone. On a thread of its own.
    pub fn run(mut self, writer: &Writer, clock: &Clock) {
        while !writer.is_gone() {
            self.turn(writer, clock.now());
            std::thread::sleep(TICK);
        }
    }

    /// Does what is due now. What fails is told in the log, and tried again.
    pub fn turn(&mut self, writer: &Writer, now: DateTime<Utc>) {
        let waits = self.failed.is_some_and(|at| (now - at).abs() < AGAIN);
        if waits {
            return;
        }
        self.failed = None;
        if self.is_due(now) {
            match self.back_up(writer, now) {
                Ok(path) => log::info!("backup: {}", path.display()),
                Err(error) => {
                    log::error!("no backup was made: {error:#}");
                    self.failed = Some(now);
                }
            }
        }
        if let Some(path) = self.keyring_copy.clone()
            && let Err(error) = self.copy_keyring(writer, &path, now)
        {
            log::error!("the keyring was not copied: {error:#}");
            self.failed = Some(now);
        }
    }

    fn is_due(&self, now: DateTime<Utc>) -> bool {
        let Some(every) = self.every else {
            return false;
        };
        match self.backups.newest() {
            // One from the future was made by a clock that was wrong.
            Ok(Some((made, _))) => now - made >= every || made - now > every,
            Ok(None) => true,
            // The attempt will meet the same failure, and say so.
            Err(_) => true,
        }
    }

    fn back_up(&self, writer: &Writer, now: DateTime<Utc>) -> anyhow::Result<PathBuf> {
        fs::create_dir_all(self.backups.folder())?;
        let path = self.backups.file(now);
        files::put_new(&path, |out| from_writer(writer, now, out))?;
        read_back(&path)?;
        let older = self.backups.all()?;
        // Those of a clock that was ahead would never grow old.
        let (past, ahead): (Vec<_>, Vec<_>) = older.into_iter().partition(|(at, _)| *at <= now);
        let surplus = past.into_iter().skip(self.keep).chain(ahead);
        for (_, path) in surplus {
            fs::remove_file(&path)?;
        }
        Ok(path)
    }

    /// Copies the keyring where it has changed: at once after an erasure, else now and then.
    fn copy_keyring(
        &mut self,
        writer: &Writer,
        path: &Path,
        now: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        let known = self.copied.map(|(counters, _)| counters);
        let Some((counters, bytes)) = writer.keyring(known) else {
            return Ok(());
        };
        let waits = self.copied.is_some_and(|(known, at)| {
            counters.erasures == known.erasures && (now - at).abs() < KEYRING
        });
        if waits {
            return Ok(());
        }
        files::replace(path, |out| Ok(out.write_all(&bytes)?))?;
        self.copied = Some((counters, now));
        Ok(())
    }
}
