//! Where the keyring's bytes live: a file, or memory for simulations.
//!
//! Invariant: writes are in place, at a place; nothing is cached here, so a million keys need no memory.

use std::{
    fs::{self, File, TryLockError},
    io::{Error as IoError, ErrorKind, Result},
    os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt},
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Bytes with positions.
pub trait Slab: Send {
    /// # Errors
    /// An I/O error; reading past the end is one.
    fn read_at(&self, into: &mut [u8], at: u64) -> Result<()>;
    /// # Errors
    /// An I/O error.
    fn write_at(&mut self, bytes: &[u8], at: u64) -> Result<()>;
    /// Makes all that was written durable.
    ///
    /// # Errors
    /// An I/O error, after which nobody knows what is on the disk.
    fn sync(&mut self) -> Result<()>;
    /// # Errors
    /// An I/O error.
    fn len(&self) -> Result<u64>;
    /// # Errors
    /// An I/O error.
    fn is_empty(&self) -> Result<bool> {
        Ok(self.len()? == 0)
    }
}

/// A file, locked for as long as it is open.
#[derive(Debug)]
pub struct FileSlab(File);

impl FileSlab {
    /// Makes a new file for its owner only.
    ///
    /// # Errors
    /// An I/O error; one of kind `AlreadyExists` when there is such a file.
    pub fn create(path: &Path) -> Result<Self> {
        let mut options = File::options();
        options.read(true).write(true).create_new(true).mode(0o600);
        Self::locked(options.open(path)?)
    }

    /// Opens an existing file.
    ///
    /// # Errors
    /// An I/O error; one of kind `WouldBlock` when another process has it.
    pub fn open(path: &Path) -> Result<Self> {
        let slab = Self::locked(File::options().read(true).write(true).open(path)?)?;
        // Another process may have put a new file in its place before the lock was there.
        let (locked, there) = (slab.0.metadata()?, fs::metadata(path)?);
        if (locked.dev(), locked.ino()) == (there.dev(), there.ino()) {
            Ok(slab)
        } else {
            Err(IoError::from(ErrorKind::WouldBlock))
        }
    }

    /// Opens an existing file to look at it, even while another process has it. Writing fails.
    ///
    /// # Errors
    /// An I/O error.
    pub fn look(path: &Path) -> Result<Self> {
        Ok(Self(File::open(path)?))
    }

    pub(super) const fn file(&self) -> &File {
        &self.0
    }

    fn locked(file: File) -> Result<Self> {
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(IoError::from(ErrorKind::WouldBlock)),
            Err(TryLockError::Error(e)) => Err(e),
        }
    }
}

impl Slab for FileSlab {
    fn read_at(&self, into: &mut [u8], at: u64) -> Result<()> {
        self.0.read_exact_at(into, at)
    }

    fn write_at(&mut self, bytes: &[u8], at: u64) -> Result<()> {
        self.0.write_all_at(bytes, at)
    }

    fn sync(&mut self) -> Result<()> {
        self.0.sync_data()
    }

    fn len(&self) -> Result<u64> {
        Ok(self.0.metadata()?.len())
    }
}

/// Bytes in memory; a clone is a second handle on the same bytes, so that a simulation can "restart".
#[derive(Debug, Clone, Default)]
pub struct MemorySlab(Arc<Mutex<Vec<u8>>>);

impl MemorySlab {
    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slab for MemorySlab {
    fn read_at(&self, into: &mut [u8], at: u64) -> Result<()> {
        let bytes = self.bytes();
        let from = usize::try_from(at).map_err(IoError::other)?;
        let found = bytes
            .get(from..from + into.len())
            .ok_or(ErrorKind::UnexpectedEof)?;
        into.copy_from_slice(found);
        Ok(())
    }

    fn write_at(&mut self, new: &[u8], at: u64) -> Result<()> {
        let mut bytes = self.bytes();
        let from = usize::try_from(at).map_err(IoError::other)?;
        let end = from + new.len();
        if bytes.len() < end {
            bytes.resize(end, 0);
        }
        bytes[from..end].copy_from_slice(new);
        Ok(())
    }

    fn sync(&mut self) -> Result<()> {
        Ok(())
    }

    fn len(&self) -> Result<u64> {
        Ok(self.bytes().len() as u64)
    }
}
