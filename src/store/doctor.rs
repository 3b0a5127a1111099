//! What the store can say about itself: counts, and whether a key opens what it should.
//!
//! Deliberately not here: repairing anything.

use std::{
    io::{self, Read},
    path::Path,
};

use super::{
    Error, Findings, Places, Store, backend::walk, backup::Contents, keyring::Counters,
    keyring::Keyring, keys::MasterKey, restore, rotate, rows::Kind, slab::FileSlab, sled::Tuning,
};

/// How much there is of everything. Takes a walk over all rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub chats: usize,
    pub due: usize,
    pub entries: usize,
    /// People to whom messages are on their way.
    pub outbox: usize,
    pub receipts: usize,
    pub set_aside: usize,
    pub dead_letters: usize,
    pub seen_ranges: usize,
    /// People with a key; more than `chats` when an old backup was put back.
    pub keys: usize,
    pub bytes_on_disk: u64,
}

impl Store {
    /// Counts everything.
    ///
    /// # Errors
    /// A failure of the disk.
    pub fn counts(&self) -> Result<Counts, Error> {
        let mut counts = Counts {
            keys: self.keyring.people(),
            bytes_on_disk: self.backend.size_on_disk()?,
            ..Counts::default()
        };
        for kind in Kind::ALL {
            let place = match kind {
                Kind::Chat => &mut counts.chats,
                Kind::Due => &mut counts.due,
                Kind::Entry => &mut counts.entries,
                Kind::Outbox => &mut counts.outbox,
                Kind::Receipt => &mut counts.receipts,
                Kind::SetAside => &mut counts.set_aside,
                Kind::DeadLetter => &mut counts.dead_letters,
                Kind::Seen => &mut counts.seen_ranges,
                Kind::Meta => continue,
            };
            walk(self.backend.as_ref(), kind.all().range(), |_, _| {
                *place += 1;
                Ok(())
            })?;
        }
        Ok(counts)
    }
}

/// The answer to `charley key check`: whether this key opens this keyring and this data, in words. Works while Charley runs, too; then
/// the data itself is not tried.
///
/// # Errors
/// Why it does not, in words.
pub fn key_check(places: &Places) -> Result<String, Error> {
    let none = |path: &std::path::Path| !path.exists();
    if none(&places.key) && none(&places.keyring) && none(&places.data.join("db")) {
        return Ok(
            "there are no data and no keys here yet; the first `charley run` makes them".to_owned(),
        );
    }
    let people = people(places)?;
    let data = if none(&places.data.join("db")) {
        // Opening would make a store, in which nobody is.
        if people > 0 {
            return Err(Error::DataGone { people });
        }
        "there are no data yet".to_owned()
    } else {
        match Store::open(places, Tuning::default()) {
            Ok((store, notices)) => {
                let told = notices.iter().map(|notice| format!("\n{notice}"));
                let told: String = told.collect();
                format!("{}{told}", store.check()?)
            }
            Err(Error::Locked { .. }) => {
                "the data is in use by a running Charley and was not tried".to_owned()
            }
            Err(error) => return Err(error),
        }
    };
    Ok(format!(
        "the key opens the keyring ({people} people); {data}"
    ))
}

/// How many people's keys the keyring holds. Works while Charley runs, too.
///
/// # Errors
/// Why the master key does not open it, in words.
pub fn people(places: &Places) -> Result<usize, Error> {
    Ok(look(places)?.people())
}

/// How often the keyring in that file has changed, if the master key opens it: tells whether a copy is up to date.
///
/// # Errors
/// Why it does not open, in words.
pub fn counters_of(keyring: &Path, places: &Places) -> Result<Counters, Error> {
    let copy = Places {
        keyring: keyring.to_owned(),
        ..places.clone()
    };
    Ok(open_to_look(&copy)?.counters())
}

/// Reads a backup into memory, and looks at every row with the keys that are here. Works while Charley runs, too.
///
/// # Errors
/// Any of [`Error`].
pub fn look_into(from: impl Read, places: &Places) -> Result<(Contents, Findings), Error> {
    restore::look_into(from, &look(places)?)
}

/// The keyring, to look at.
pub(super) fn look(places: &Places) -> Result<Keyring, Error> {
    // Only what was interrupted, and only where nobody else has the keys.
    if rotate::is_interrupted(places)
        && let Ok(slab) = FileSlab::open(&places.keyring)
    {
        rotate::finish(places, &slab)?;
    }
    open_to_look(places)
}

fn open_to_look(places: &Places) -> Result<Keyring, Error> {
    let (master, _) = MasterKey::load(&places.key)?;
    let slab = FileSlab::look(&places.keyring).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => Error::KeyringMissing {
            path: places.keyring.clone(),
        },
        _ => Error::io("cannot open the keyring", &places.keyring, e),
    })?;
    Keyring::open(Box::new(slab), &master)
}
