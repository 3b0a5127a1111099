//! What the store can say about itself: counts, and whether a key opens what it should.
//!
//! Deliberately not here: repairing anything.

use std::{fmt, io};

use super::{
    Error, Places, Store,
    backend::walk,
    keyring::{Held, Keyring},
    keys::MasterKey,
    purge::inside_set_aside,
    records::{self, ChatRecord, Person, Unreadable},
    rows::Kind,
    seal,
    slab::FileSlab,
    sled::Tuning,
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

/// What a walk over all sealed rows found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeyCheck {
    pub people: usize,
    pub rows: usize,
    /// Rows that do not open with the key of their slot.
    pub unreadable: usize,
    /// Records of a newer version of Charley.
    pub newer: usize,
    /// Rows that were set aside earlier.
    pub set_aside: usize,
}

impl fmt::Display for KeyCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the key opens the keyring ({} people) and {} of {} sealed rows",
            self.people,
            self.rows - self.unreadable,
            self.rows
        )?;
        if self.unreadable > 0 {
            write!(
                f,
                "; {} row(s) do not open: damaged, or their keys are gone",
                self.unreadable
            )?;
        }
        if self.newer > 0 {
            write!(
                f,
                "; {} record(s) were written by a newer Charley",
                self.newer
            )?;
        }
        if self.set_aside > 0 {
            write!(f, "; {} row(s) were set aside earlier", self.set_aside)?;
        }
        Ok(())
    }
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

    /// Opens every sealed row: proves that key, keyring and data belong together, and finds what is damaged.
    ///
    /// # Errors
    /// A failure of the disk.
    pub fn key_check(&self) -> Result<KeyCheck, Error> {
        let mut check = KeyCheck {
            people: self.keyring.people(),
            ..KeyCheck::default()
        };
        for kind in Kind::SEALED {
            walk(self.backend.as_ref(), kind.all().range(), |key, row| {
                if kind == Kind::SetAside {
                    check.set_aside += usize::from(inside_set_aside(&row).is_some());
                    return Ok(());
                }
                check.rows += 1;
                match self.try_row(kind, &key, row)? {
                    Ok(()) => {}
                    Err(Unreadable::Undecodable) => check.unreadable += 1,
                    Err(Unreadable::Newer(_)) => check.newer += 1,
                }
                Ok(())
            })?;
        }
        Ok(check)
    }

    fn try_row(
        &self,
        kind: Kind,
        key: &[u8],
        row: Vec<u8>,
    ) -> Result<Result<(), Unreadable>, Error> {
        let person = key.get(1..17).and_then(|bytes| bytes.try_into().ok());
        let sealer = match (person, seal::slot_of(&row)) {
            (Some(person), Ok(slot)) if Kind::PERSONAL.contains(&kind) => {
                match self.keyring.key(slot, Person(person))? {
                    Held::Key(sealer) => sealer,
                    Held::Destroyed | Held::Absent => return Ok(Err(Unreadable::Undecodable)),
                }
            }
            _ => self.keyring.service().clone(),
        };
        let Ok(plain) = sealer.open(key, row) else {
            return Ok(Err(Unreadable::Undecodable));
        };
        Ok(match kind {
            Kind::Chat => records::from_plaintext::<ChatRecord>(&plain).map(|_| ()),
            Kind::Entry => records::from_plaintext::<crate::dialogue::Entry>(&plain).map(|_| ()),
            Kind::Receipt => records::from_plaintext::<records::Receipt>(&plain).map(|_| ()),
            Kind::DeadLetter => records::from_plaintext::<records::DeadLetter>(&plain).map(|_| ()),
            Kind::SetAside | Kind::Due | Kind::Meta | Kind::Outbox | Kind::Seen => Ok(()),
        })
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
    let (master, _) = MasterKey::load(&places.key)?;
    let slab = FileSlab::look(&places.keyring).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => Error::KeyringMissing {
            path: places.keyring.clone(),
        },
        _ => Error::io("cannot open the keyring", &places.keyring, e),
    })?;
    let people = Keyring::open(Box::new(slab), &master)?.people();
    match Store::open(places, Tuning::default()) {
        Ok((store, _)) => Ok(store.key_check()?.to_string()),
        Err(Error::Locked { .. }) => Ok(format!(
            "the key opens the keyring ({people} people); the data is in use by a running Charley and was not tried"
        )),
        Err(error) => Err(error),
    }
}
