//! What can go wrong in the store, in words for the person who runs Charley, and what is worth telling when nothing went wrong.
//!
//! Invariants: no variant carries a text, a chat id or key material; [`Error::must_stop`] is true exactly when the outcome of a write
//! is unknown, or when only a newer program can go on; a cause is part of the words and no source, for it would be printed twice. Deliberately not here: what a chat partner is told (that is content).

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

/// Why the store refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(
        "the disk that holds {} is full (or nearly: Charley keeps a reserve); nothing was saved; free some space and it goes on by itself",
        .path.display()
    )]
    Full { path: PathBuf },

    #[error("{} cannot be written ({why}); make the folder writable for the user that runs Charley", .path.display())]
    ReadOnly { path: PathBuf, why: io::Error },

    #[error(
        "{} is in use by another process; only one Charley may run on a data folder: stop the other one first",
        .path.display()
    )]
    Locked { path: PathBuf },

    #[error("the data in {} is damaged: {detail}; stop Charley, keep a copy of the folder, and restore the latest backup", .path.display())]
    Corrupt { path: PathBuf, detail: String },

    /// The outcome of a write is unknown: after a failed fsync the kernel may drop the data and report success at the second try.
    /// The process must stop; the next start reads what is really there.
    #[error(
        "{doing} failed ({why}); what is on the disk is now uncertain, so Charley must stop; check the disk, then start it again"
    )]
    SyncFailed { doing: &'static str, why: io::Error },

    #[error("{doing} {}: {why}", .path.display())]
    Io {
        doing: &'static str,
        path: PathBuf,
        why: io::Error,
    },

    #[error(
        "the data was written by a newer Charley (store format {found}; this one knows up to {known}); \
         run the newer version, or restore a backup made with this one"
    )]
    NewerFormat { found: u32, known: u32 },

    #[error(
        "a stored {what} was written by a newer Charley (record version {found}; this one knows up to {known}); \
         run the newer version; nothing was changed"
    )]
    NewerRecord {
        what: &'static str,
        found: u8,
        known: u8,
    },

    #[error(
        "there is no master key at {}; put the key file back. Without it nobody can read what was sealed with it, and Charley never makes a \
         new key over old data",
        .path.display()
    )]
    KeyMissing { path: PathBuf },

    #[error(
        "there is no keyring at {}; put the newest keyring file back. Without it nobody can read what was sealed with it, and Charley never \
         makes a new one over old data",
        .path.display()
    )]
    KeyringMissing { path: PathBuf },

    #[error(
        "there is a keyring at {} but no master key at {}; put the key file back, or, if all is to begin anew, remove the keyring",
        .keyring.display(), .key.display()
    )]
    KeyringWithoutKey { keyring: PathBuf, key: PathBuf },

    #[error(
        "the master key does not open this keyring: the keyring was made with key {expected}, the file holds key {found}"
    )]
    KeyWrong { expected: String, found: String },

    #[error("{} is not a readable master key: {detail}; copy it again from where you keep it safe", .path.display())]
    KeyDamaged { path: PathBuf, detail: &'static str },

    #[error("the keyring is damaged: {detail}; put the newest copy of it back")]
    KeyringDamaged { detail: &'static str },

    #[error(
        "this keyring belongs to other data: the folder was sealed with keyring {expected}, the file is keyring {found}"
    )]
    KeyringOfOtherData { expected: String, found: String },

    #[error(
        "the keyring is older than the data: it has seen {found} changes, the data {expected}; put the newest keyring back. \
         With an older one, records of newer people would be lost"
    )]
    KeyringOlder { expected: u64, found: u64 },

    #[error(
        "{} lies inside the data folder {}; keys and data must be kept apart, so that a copy of the data tells nothing: move it out",
        .path.display(), .data.display()
    )]
    KeyInsideData { path: PathBuf, data: PathBuf },

    #[error("this is no whole backup: {0}; take another one")]
    NoBackup(&'static str),

    #[error("the backup {} lies in the data folder that it is to be put into; move it elsewhere first", .path.display())]
    BackupInside { path: PathBuf },

    #[error("the backup was made by a newer Charley; run the newer version")]
    BackupNewer,

    #[error(
        "the backup belongs to another keyring: it needs keyring {expected}, the file is keyring {found}; put the newest copy of the \
         right keyring in place"
    )]
    BackupOfOtherKeyring { expected: String, found: String },

    #[error("a restore into {} was interrupted, and its data is not whole; run the same `charley restore` again", .path.display())]
    HalfRestored { path: PathBuf },

    #[error("{} is not empty, and nothing is ever written over; {hint}", .path.display())]
    NotEmpty { path: PathBuf, hint: &'static str },

    #[error(
        "the keyring holds the keys of {people} people, but their data are gone: the folder is empty, or its main file is missing. Is it the \
         right folder? To begin anew without them, move the keyring away"
    )]
    DataGone { people: usize },

    #[error("the system gave no random bytes ({0}); nothing was saved")]
    Random(getrandom::Error),

    #[error("a record could not be put into words for the disk ({0}); nothing was saved")]
    Encode(#[from] serde_json::Error),

    #[error("a row exceeds what the store can keep: {0}")]
    TooBig(&'static str),
}

impl Error {
    /// Sorts an I/O error: full and read-only disks have their own words.
    #[must_use]
    pub fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { path },
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
                Self::ReadOnly { path, why: source }
            }
            _ => Self::Io {
                doing,
                path,
                why: source,
            },
        }
    }

    /// True when trying again is no use: nobody knows whether the last write happened, or a newer program is needed. The process must end.
    #[must_use]
    pub const fn must_stop(&self) -> bool {
        matches!(self, Self::SyncFailed { .. } | Self::NewerRecord { .. })
    }
}

impl From<getrandom::Error> for Error {
    fn from(error: getrandom::Error) -> Self {
        Self::Random(error)
    }
}

/// Something the operator should read, though the start went on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    KeyMade {
        key: PathBuf,
        keyring: PathBuf,
    },
    ReadableByOthers {
        path: PathBuf,
    },
    SnapshotSetAside {
        folder: PathBuf,
    },
    ErasureFinished {
        people: usize,
    },
    /// The data was older than some erasures, as a restored backup is.
    ErasedAgain {
        rows: usize,
    },
    KeyringWithoutData {
        people: usize,
    },
    DamagedSlots {
        slots: usize,
    },
    /// There was no room to copy the store's files before they were opened.
    OpenedUncopied,
    /// Something of the store is missing, and it was opened all the same.
    Salvaged {
        missing: String,
    },
    /// A salvaged store's files as they were.
    FilesSetAside {
        folder: PathBuf,
    },
}

impl Notice {
    /// Whether it is about who may read a file.
    #[must_use]
    pub const fn is_about_rights(&self) -> bool {
        matches!(self, Self::ReadableByOthers { .. })
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::KeyMade { key, keyring } => write!(
                f,
                "made a new master key: {}. Keep a copy of it in a safe place, away from the backups: without it no backup can be \
                 read. The keyring {} belongs to it; keep only its newest copy.",
                key.display(),
                keyring.display()
            ),
            Self::ReadableByOthers { path } => write!(
                f,
                "{} can be read by other users of this machine; run: chmod 600 {}",
                path.display(),
                path.display()
            ),
            Self::SnapshotSetAside { folder } => write!(
                f,
                "an index file of the store was damaged; it was put aside in {} and made anew from the log",
                folder.display()
            ),
            Self::ErasureFinished { people } => {
                write!(
                    f,
                    "finished the erasure of {people} person(s) that a stop had interrupted"
                )
            }
            Self::ErasedAgain { rows } => write!(
                f,
                "the data is older than the keyring, as a restored backup is: {rows} row(s) of people erased since then were removed"
            ),
            Self::KeyringWithoutData { people } => write!(
                f,
                "the keyring holds keys of {people} person(s), but the data folder is empty; is it the right folder?"
            ),
            Self::OpenedUncopied => f.write_str(
                "there was no room to copy the store's files before they were opened, as is done at each start; it went well, but free as much \
                 space as the data take",
            ),
            Self::Salvaged { missing } => write!(f, "the data are not whole: {missing}; they were opened as they are"),
            Self::FilesSetAside { folder } => {
                write!(f, "the files as they were are in {}", folder.display())
            }
            Self::DamagedSlots { slots } => {
                write!(
                    f,
                    "{slots} slot(s) of the keyring are damaged; their records cannot be read"
                )
            }
        }
    }
}
