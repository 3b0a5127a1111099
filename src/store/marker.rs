//! The poison marker: which updates were at hand when the process died.
//!
//! Invariants: it is written before each batch and cleared after it, in the page cache only, so it costs microseconds and survives the
//! death of the process (not the loss of power, after which nothing is to blame an update for); tries are counted across restarts, so a
//! batch that kills the process five times can be taken apart and the culprit set aside. Deliberately not here: that decision.

use std::{
    collections::HashMap,
    fs::File,
    os::unix::fs::{FileExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use super::Error;

const MAGIC: &[u8; 8] = b"CHARMARK";
/// magic, check value, tries, count
const HEADER: usize = 8 + 8 + 4 + 4;

/// What was at hand when the process died.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    pub ids: Vec<i64>,
    /// How often these were begun and not ended.
    pub tries: u32,
}

/// The open marker file.
#[derive(Debug)]
pub struct Marker {
    file: File,
    path: PathBuf,
    pending: Option<Pending>,
    tries: HashMap<i64, u32>,
    buffer: Vec<u8>,
}

impl Marker {
    /// Opens the marker of a data folder. A file that makes no sense counts as empty.
    ///
    /// # Errors
    /// An I/O error.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let path = dir.join("at-hand");
        let file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(|e| Error::io("cannot open", &path, e))?;
        let len = file
            .metadata()
            .map_err(|e| Error::io("cannot read", &path, e))?
            .len();
        let mut bytes = vec![0; usize::try_from(len.min(1 << 20)).unwrap_or(0)];
        file.read_exact_at(&mut bytes, 0)
            .map_err(|e| Error::io("cannot read", &path, e))?;
        let pending = decode(&bytes);
        let tries = pending.iter().flat_map(|pending| {
            let tries = pending.tries;
            pending.ids.iter().map(move |id| (*id, tries))
        });
        Ok(Self {
            tries: tries.collect(),
            file,
            path,
            pending,
            buffer: Vec::new(),
        })
    }

    /// What was begun and not ended when this marker was opened.
    #[must_use]
    pub const fn pending(&self) -> Option<&Pending> {
        self.pending.as_ref()
    }

    /// How often an update was at hand when a process died.
    #[must_use]
    pub fn tries(&self, update_id: i64) -> u32 {
        self.tries.get(&update_id).copied().unwrap_or(0)
    }

    /// Marks updates as at hand.
    ///
    /// # Errors
    /// An I/O error.
    pub fn begin(&mut self, ids: &[i64]) -> Result<(), Error> {
        let before = ids.iter().map(|id| self.tries(*id)).max().unwrap_or(0);
        self.buffer.clear();
        self.buffer.extend_from_slice(MAGIC);
        self.buffer.extend_from_slice(&[0; 8]);
        self.buffer.extend_from_slice(&(before + 1).to_be_bytes());
        let count = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        self.buffer.extend_from_slice(&count.to_be_bytes());
        for id in ids {
            self.buffer.extend_from_slice(&id.to_be_bytes());
        }
        let check = check(&self.buffer[16..]).to_be_bytes();
        self.buffer[8..16].copy_from_slice(&check);
        self.write()
    }

    /// The updates at hand are done with.
    ///
    /// # Errors
    /// An I/O error.
    pub fn end(&mut self) -> Result<(), Error> {
        self.buffer.clear();
        self.buffer.extend_from_slice(&[0; HEADER]);
        self.write()
    }

    fn write(&self) -> Result<(), Error> {
        self.file
            .write_all_at(&self.buffer, 0)
            .map_err(|e| Error::io("cannot write", &self.path, e))
    }
}

fn decode(bytes: &[u8]) -> Option<Pending> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    if bytes.get(..8)? != MAGIC {
        return None;
    }
    let (tries, count) = (number(16)?, number(20)? as usize);
    let end = HEADER.checked_add(count.checked_mul(8)?)?;
    let told = u64::from_be_bytes(bytes[8..16].try_into().ok()?);
    if told != check(bytes.get(16..end)?) {
        return None;
    }
    let ids = bytes[HEADER..end].chunks_exact(8);
    let ids = ids.map(|id| i64::from_be_bytes(id.try_into().unwrap_or_default()));
    Some(Pending {
        ids: ids.collect(),
        tries,
    })
}

/// FNV-1a: tells a torn write from a whole one; there is no adversary here.
fn check(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_at_hand_is_known_after_a_death_and_its_tries_are_counted() {
        let dir = tempfile::tempdir().unwrap();
        let mut marker = Marker::open(dir.path()).unwrap();
        assert_eq!(marker.pending(), None);
        marker.begin(&[1, 2, 3]).unwrap();
        marker.end().unwrap();
        marker.begin(&[4, 5, 6]).unwrap();
        drop(marker);
        for tries in 1..=5 {
            let mut marker = Marker::open(dir.path()).unwrap();
            assert_eq!(marker.tries(5), tries);
            let pending = marker.pending().unwrap();
            assert_eq!(pending.tries, tries);
            marker.begin(&[4]).unwrap();
            marker.end().unwrap();
            marker.begin(&[5]).unwrap();
        }
        let mut marker = Marker::open(dir.path()).unwrap();
        assert_eq!(marker.pending().unwrap().ids, [5]);
        marker.begin(&[7]).unwrap();
        drop(marker);
        let marker = Marker::open(dir.path()).unwrap();
        assert_eq!(
            marker.pending().unwrap().tries,
            1,
            "another update begins at one"
        );
    }

    #[test]
    fn junk_and_torn_markers_count_as_empty() {
        let dir = tempfile::tempdir().unwrap();
        let mut marker = Marker::open(dir.path()).unwrap();
        marker.begin(&[1, i64::MAX]).unwrap();
        let path = dir.path().join("at-hand");
        let whole = std::fs::read(&path).unwrap();
        for cut in 0..whole.len() {
            std::fs::write(&path, &whole[..cut]).unwrap();
            assert_eq!(Marker::open(dir.path()).unwrap().pending(), None);
        }
        std::fs::write(&path, [0xff; 100]).unwrap();
        assert_eq!(Marker::open(dir.path()).unwrap().pending(), None);
    }
}
