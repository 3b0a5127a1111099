//! Opening: which key, which keyring, which data; and what a stop in the middle of something left to be finished.
//!
//! Invariants: never a new key over old data; keys never inside the data folder; a store of a newer format is refused before anything in
//! it is read; when `open` returns, no row of an erased person is left.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};

use super::{
    Error, Notice,
    backend::{Backend, Batch, Direction, Durability},
    copy::Copying,
    doctor::look,
    keyring::{Counters, Keyring},
    keys::{MasterKey, hex, make_folder, readable_by_others, sync_with_folder},
    records::Person,
    restore::cannot_be_opened,
    rows::{self, Kind},
    seal::Nonces,
    seen::Seen,
    slab::FileSlab,
    sled::{Sled, Tuning},
    txn::{Local, Txn},
    warm::Warm,
};

/// The layout of the store as a whole. Raise it when an older program would misread it.
pub const STORE_FORMAT: u32 = 1;

const FORMAT: &str = "\0store format version";
const KEYRING: &str = "\0keyring";
pub(super) const COUNTERS: &str = "\0keyring counters";
pub(super) const SEQUENCE: &str = "\0sequence";

/// Where things are. The two key files must be outside `data`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    pub data: PathBuf,
    pub key: PathBuf,
    pub keyring: PathBuf,
}

/// The open store. One thread owns it.
pub struct Store {
    pub(super) backend: Box<dyn Backend>,
    pub(super) keyring: Keyring,
    /// What the data knows of the keyring's changes.
    pub(super) recorded: Counters,
    pub(super) seen: Seen,
    pub(super) next_seq: u64,
    /// Sequence numbers below this one may be in use; raised on the disk before it is passed.
    pub(super) reserved_seq: u64,
    pub(super) nonces: Nonces,
    /// What [`due_before`](Self::due_before) named last: index rows that a commit then checks against the chats.
    pub(super) woken: HashMap<Person, Vec<DateTime<Utc>>>,
    /// People as the last commits left them.
    pub(super) warm: Warm<Local>,
    /// A copy under way, for a backup.
    pub(super) copying: Option<Copying>,
}

impl Store {
    /// Opens the data folder with its keys. When there is no data yet and no key either, both key files are made, and a notice says so.
    ///
    /// # Errors
    /// Any of [`Error`], in words for the operator.
    pub fn open(places: &Places, tuning: Tuning) -> Result<(Self, Vec<Notice>), Error> {
        check_apart(&places.key, &places.data)?;
        check_apart(&places.keyring, &places.data)?;
        if cannot_be_opened(&places.data) {
            return Err(Error::HalfRestored {
                path: places.data.clone(),
            });
        }
        // Before anything is made there.
        if !places.data.join("db").exists() && places.key.exists() && places.keyring.exists() {
            match look(places)?.people() {
                0 => {}
                people => return Err(Error::DataGone { people }),
            }
        }
        let (backend, mut notices) = Sled::open(&places.data, tuning)?;
        check_format(&backend)?;
        let keyring = open_keys(places, has_sealed_rows(&backend)?, &mut notices)?;
        let (store, more) = Self::with(Box::new(backend), keyring)?;
        notices.extend(more);
        Ok((store, notices))
    }

    /// Opens any backend with any keyring: for simulations, and for [`open`](Self::open).
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn with(
        mut backend: Box<dyn Backend>,
        keyring: Keyring,
    ) -> Result<(Self, Vec<Notice>), Error> {
        check_format(backend.as_ref())?;
        adopt_keyring(backend.as_mut(), &keyring)?;
        let (expected, found) = (
            read_counters(backend.as_ref())?.changes,
            keyring.counters().changes,
        );
        if expected > found {
            return Err(Error::KeyringOlder { expected, found });
        }
        let mut notices = Vec::new();
        if keyring.damaged() > 0 {
            notices.push(Notice::DamagedSlots {
                slots: keyring.damaged(),
            });
        }
        if keyring.people() > 0 && !has_sealed_rows(backend.as_ref())? {
            notices.push(Notice::KeyringWithoutData {
                people: keyring.people(),
            });
        }
        let sequence = read_sequence(backend.as_ref())?;
        let mut store = Self {
            seen: read_seen(backend.as_ref())?,
            recorded: read_counters(backend.as_ref())?,
            backend,
            keyring,
            next_seq: sequence,
            reserved_seq: sequence,
            nonces: Nonces::new(),
            woken: HashMap::new(),
            warm: Warm::new(),
            copying: None,
        };
        notices.extend(store.catch_up()?);
        Ok((store, notices))
    }

    /// Who a chat is in the store.
    #[must_use]
    pub fn person(&self, chat_id: i64) -> Person {
        self.keyring.person(chat_id)
    }

    /// Begins a transaction over the committed state. Dropping it without a commit forgets all of it.
    pub fn txn(&mut self) -> Txn<'_> {
        Txn::new(self)
    }

    /// The chats whose time has come, earliest first, at most `limit`. Sees what is committed, and cannot be called within a transaction.
    ///
    /// An index row that its chat no longer stands by goes in the next commit that has read that chat, so load each of them.
    ///
    /// # Errors
    /// A failure of the disk.
    pub fn due_before(
        &mut self,
        now: DateTime<Utc>,
        limit: usize,
    ) -> Result<Vec<(DateTime<Utc>, Person)>, Error> {
        let all = Kind::Due.all();
        // Persons come behind the instant: this sorts after every one of them.
        let mut end = rows::due_bound(now);
        end.extend_from_slice(&[u8::MAX; 17]);
        let found = self
            .backend
            .scan(all.range().start..&end, limit, Direction::Forward)?;
        let due: Vec<_> = found
            .iter()
            .filter_map(|(key, _)| rows::due_key(key))
            .collect();
        self.woken.clear();
        for (at, person) in &due {
            self.woken.entry(*person).or_default().push(*at);
        }
        Ok(due)
    }

    /// The people who have a chat, in the order of their keys, at most `limit` behind `after`. Sees what is committed.
    ///
    /// # Errors
    /// A failure of the disk.
    pub fn people(&self, after: Option<Person>, limit: usize) -> Result<Vec<Person>, Error> {
        let all = Kind::Chat.all();
        // The smallest key behind that person's.
        let behind = after.map(|person| [rows::chat(person), vec![0]].concat());
        let start = behind.as_deref().unwrap_or(all.range().start);
        let found = self
            .backend
            .scan(start..all.range().end, limit, Direction::Forward)?;
        let people = found.iter().filter_map(|(key, _)| rows::chat_key(key));
        Ok(people.collect())
    }

    /// When the next chat is due. Sees what is committed, and cannot be called within a transaction.
    ///
    /// # Errors
    /// A failure of the disk.
    pub fn next_due(&self) -> Result<Option<DateTime<Utc>>, Error> {
        let first = self.backend.first(Kind::Due.all().range())?;
        Ok(first
            .and_then(|(key, _)| rows::due_key(&key))
            .map(|(at, _)| at))
    }

    /// Closes the store so that the next opening is quick. Without it nothing is lost.
    ///
    /// # Errors
    /// A failure of the disk.
    pub fn close(self) -> Result<(), Error> {
        self.backend.close()
    }

    /// A value of the service, as the last commit left it.
    ///
    /// # Errors
    /// A failure of the disk.
    pub fn meta(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        self.backend.get(&rows::meta(name))
    }
}

fn check_format(backend: &dyn Backend) -> Result<(), Error> {
    let Some(bytes) = backend.get(&rows::meta(FORMAT))? else {
        return Ok(());
    };
    let found = bytes.try_into().map_or(u32::MAX, u32::from_be_bytes);
    if found > STORE_FORMAT {
        return Err(Error::NewerFormat {
            found,
            known: STORE_FORMAT,
        });
    }
    Ok(())
}

/// The data folder remembers its keyring; an empty one takes the keyring it is given.
fn adopt_keyring(backend: &mut dyn Backend, keyring: &Keyring) -> Result<(), Error> {
    let known = backend.get(&rows::meta(KEYRING))?;
    match known {
        Some(known) if known == keyring.id() => return Ok(()),
        Some(known) if has_sealed_rows(backend)? => {
            return Err(Error::KeyringOfOtherData {
                expected: hex(&known).to_string(),
                found: hex(&keyring.id()).to_string(),
            });
        }
        // A store that has just been made, beside a keyring that has not: where are its data?
        None if keyring.people() > 0 => {
            return Err(Error::DataGone {
                people: keyring.people(),
            });
        }
        Some(_) | None => {}
    }
    let mut batch = Batch::new();
    batch.put(rows::meta(FORMAT), STORE_FORMAT.to_be_bytes());
    batch.put(rows::meta(KEYRING), keyring.id());
    batch.put(rows::meta(COUNTERS), keyring.counters().to_bytes());
    backend.commit(&batch, Durability::Synced)
}

fn has_sealed_rows(backend: &dyn Backend) -> Result<bool, Error> {
    for kind in Kind::SEALED {
        if backend.first(kind.all().range())?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn read_sequence(backend: &dyn Backend) -> Result<u64, Error> {
    let bytes = backend.get(&rows::meta(SEQUENCE))?;
    Ok(bytes
        .and_then(|bytes| bytes.try_into().ok())
        .map_or(1, u64::from_be_bytes))
}

pub(super) fn read_counters(backend: &dyn Backend) -> Result<Counters, Error> {
    let bytes = backend.get(&rows::meta(COUNTERS))?;
    Ok(bytes
        .and_then(|bytes| bytes.try_into().ok())
        .map_or_else(Counters::default, Counters::from_bytes))
}

fn read_seen(backend: &dyn Backend) -> Result<Seen, Error> {
    let mut seen = Seen::default();
    let found = backend.scan(Kind::Seen.all().range(), usize::MAX, Direction::Forward)?;
    for (key, value) in found {
        if let (Some((day, first)), Ok(last)) = (rows::seen_key(&key), value.try_into()) {
            seen.load(day, first, i64::from_be_bytes(last));
        }
    }
    Ok(seen)
}

pub(super) fn open_keys(
    places: &Places,
    has_data: bool,
    notices: &mut Vec<Notice>,
) -> Result<Keyring, Error> {
    let there = |path: &Path| {
        path.try_exists()
            .map_err(|e| Error::io("cannot look for", path, e))
    };
    // The lock first: whoever changes the keys holds it.
    let slab = match there(&places.keyring)? {
        true => Some(lock_keyring(&places.keyring)?),
        false => None,
    };
    if let Some(slab) = &slab {
        super::rotate::finish(places, slab)?;
    }
    let key_there = there(&places.key)?;
    if has_data && !key_there {
        return Err(Error::KeyMissing {
            path: places.key.clone(),
        });
    }
    if has_data && slab.is_none() {
        return Err(Error::KeyringMissing {
            path: places.keyring.clone(),
        });
    }
    if slab.is_some() && !key_there {
        return Err(Error::KeyringWithoutKey {
            keyring: places.keyring.clone(),
            key: places.key.clone(),
        });
    }
    if !key_there {
        make_folder_of(&places.key)?;
        MasterKey::generate()?.save_new(&places.key)?;
        notices.push(Notice::KeyMade {
            key: places.key.clone(),
            keyring: places.keyring.clone(),
        });
    }
    let (master, notice) = MasterKey::load(&places.key)?;
    notices.extend(notice);
    let Some(slab) = slab else {
        return make_keyring(&places.keyring, &master);
    };
    notices.extend(readable_by_others(&places.keyring));
    let keyring = Keyring::open(Box::new(slab), &master)?;
    super::rotate::sweep(places)?;
    Ok(keyring)
}

fn lock_keyring(path: &Path) -> Result<FileSlab, Error> {
    FileSlab::open(path).map_err(|e| match e.kind() {
        io::ErrorKind::WouldBlock => Error::Locked {
            path: path.to_owned(),
        },
        _ => Error::io("cannot open the keyring", path, e),
    })
}

/// Made under a temporary name, so that a stop half-way leaves no broken keyring in its place.
fn make_keyring(path: &Path, master: &MasterKey) -> Result<Keyring, Error> {
    let failed = |e| Error::io("cannot make the keyring", path, e);
    make_folder_of(path)?;
    let mut half = path.to_owned().into_os_string();
    half.push(".new");
    let half = PathBuf::from(half);
    if half.exists() {
        fs::remove_file(&half).map_err(failed)?;
    }
    let slab = FileSlab::create(&half).map_err(failed)?;
    let file = slab.file().try_clone().map_err(failed)?;
    let keyring = Keyring::create(Box::new(slab), master)?;
    fs::rename(&half, path).map_err(failed)?;
    sync_with_folder(&file, path)?;
    Ok(keyring)
}

fn make_folder_of(path: &Path) -> Result<(), Error> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => {
            make_folder(folder).map_err(|e| Error::io("cannot make the folder", folder, e))
        }
        _ => Ok(()),
    }
}

/// Whoever copies the data folder must not get the key with it.
pub(super) fn check_apart(key: &Path, data: &Path) -> Result<(), Error> {
    if lies_in(key, data)? {
        return Err(Error::KeyInsideData {
            path: key.to_owned(),
            data: data.to_owned(),
        });
    }
    Ok(())
}

/// Whether a path lies in a folder, links resolved, whether or not either exists yet.
///
/// # Errors
/// An I/O error.
pub fn lies_in(path: &Path, folder: &Path) -> Result<bool, Error> {
    Ok(real_path(path)?.starts_with(real_path(folder)?))
}

/// The path with links resolved, as far as it exists.
pub(super) fn real_path(path: &Path) -> Result<PathBuf, Error> {
    let failed = |e| Error::io("cannot find", path, e);
    let path = std::path::absolute(path).map_err(failed)?;
    let mut existing = path.as_path();
    loop {
        if let Ok(real) = existing.canonicalize() {
            let rest = path.strip_prefix(existing).unwrap_or(Path::new(""));
            // Joined with nothing, a path would end in a slash.
            return Ok(real.components().chain(rest.components()).collect());
        }
        match existing.parent() {
            Some(parent) => existing = parent,
            None => return Ok(path),
        }
    }
}
