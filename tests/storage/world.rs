//! A store that can be closed and opened again, on each backend.

use std::path::{Path, PathBuf};

use charley::{
    dialogue::{Anchor, Chat, Class, Cramp, Entry, EntryId, Happening, Keyboard, Message, Told},
    store::{
        Backend, Durability, Loaded, Notice, Op, OutRow, Person, Places, Store,
        keyring::Keyring,
        keys::MasterKey,
        memory::Memory,
        slab::{MemorySlab, Slab},
        sled::{Sled, Tuning},
    },
};
use chrono::{DateTime, NaiveDate, Utc};

/// Where a store lives between two openings.
pub enum World {
    Memory {
        rows: Memory,
        slab: MemorySlab,
        master: MasterKey,
    },
    Sled {
        dir: tempfile::TempDir,
    },
}

pub const TUNING: Tuning = Tuning {
    cache: 4 << 20,
    reserve: 1 << 20,
    salvage: false,
};

impl World {
    pub fn memory() -> Self {
        let (slab, master) = (MemorySlab::default(), MasterKey::generate().unwrap());
        Keyring::create(Box::new(slab.clone()), &master).unwrap();
        Self::Memory {
            rows: Memory::new(),
            slab,
            master,
        }
    }

    pub fn sled() -> Self {
        Self::Sled {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    pub fn open(&self) -> Store {
        self.open_with_notices().0
    }

    pub fn open_with_notices(&self) -> (Store, Vec<Notice>) {
        match self {
            Self::Memory { rows, .. } => {
                Store::with(Box::new(rows.clone()), self.keyring()).unwrap()
            }
            Self::Sled { dir } => Store::open(&places(dir.path()), TUNING).unwrap(),
        }
    }

    /// A second view of the keyring, for looking under the hood while the store is closed.
    pub fn keyring(&self) -> Keyring {
        match self {
            Self::Memory { slab, master, .. } => {
                Keyring::open(Box::new(slab.clone()), master).unwrap()
            }
            Self::Sled { dir } => open_keyring(dir.path()),
        }
    }

    /// The raw rows, while the store is closed.
    pub fn backend(&self) -> Box<dyn Backend> {
        match self {
            Self::Memory { rows, .. } => Box::new(rows.clone()),
            Self::Sled { dir } => Box::new(Sled::open(&places(dir.path()).data, TUNING).unwrap().0),
        }
    }
}

pub fn open_keyring(root: &Path) -> Keyring {
    let places = places(root);
    let (master, _) = MasterKey::load(&places.key).unwrap();
    let slab: Box<dyn Slab> =
        Box::new(charley::store::slab::FileSlab::look(&places.keyring).unwrap());
    Keyring::open(slab, &master).unwrap()
}

pub fn places(root: &Path) -> Places {
    Places {
        data: root.join("data"),
        key: root.join("keys/master.key"),
        keyring: root.join("keys/keyring"),
    }
}

pub fn files(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(root).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

pub fn copy_folder(from: &Path, to: &Path) {
    for file in files(from) {
        let target = to.join(file.strip_prefix(from).unwrap());
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(&file, target).unwrap();
    }
}

/// An instant, in seconds after a fixed evening.
pub fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
}

pub fn day(n: u64) -> NaiveDate {
    at(0).date_naive() + chrono::Days::new(n)
}

pub fn entry(id: u32, words: &str) -> Entry {
    Entry {
        id: EntryId(id),
        from: at(i64::from(id)),
        until: at(i64::from(id)),
        zone: None,
        told: Told::Live,
        what: Happening::Cramp(Cramp {
            seconds: Some(90),
            flag: Some(words.to_owned()),
            ..Cramp::default()
        }),
    }
}

pub fn message(text: &str) -> Message {
    Message {
        text: text.to_owned(),
        keyboard: Keyboard::None,
        silent: true,
        attached: None,
    }
}

pub fn out(chat_id: i64, text: &str) -> OutRow {
    OutRow {
        chat_id,
        class: Class::Answer,
        started: false,
        created: None,
        good_for: None,
        op: Op::Send {
            anchor: Some(Anchor(1)),
            message: message(text),
        },
    }
}

/// One person with a chat, an entry, a message on its way, an anchor and a due time.
pub fn put_person(store: &mut Store, chat_id: i64, words: &str, due: i64) -> Person {
    let mut txn = store.txn();
    let person = txn.person(chat_id);
    txn.put_chat(person, chat_id, Chat::default(), Some(at(due)))
        .unwrap();
    txn.put_entry(person, &entry(1, words)).unwrap();
    txn.push_row(&out(chat_id, words)).unwrap();
    txn.learn(person, Anchor(1), 17).unwrap();
    txn.commit(Durability::Synced).unwrap();
    person
}

pub fn is_found(store: &mut Store, chat_id: i64) -> bool {
    let mut txn = store.txn();
    let person = txn.person(chat_id);
    matches!(txn.chat(person).unwrap(), Loaded::Found { chat_id: found, .. } if found == chat_id)
}

/// Runs a function of a world over every backend, as a test each.
macro_rules! on_each_backend {
    ($($(#[$meta:meta])* fn $name:ident($world:ident: &World) $body:block)*) => {
        $( $(#[$meta])* fn $name($world: &World) $body )*
        mod on_memory { $( #[test] fn $name() { super::$name(&super::World::memory()); } )* }
        mod on_sled { $( #[test] fn $name() { super::$name(&super::World::sled()); } )* }
    };
}
pub(crate) use on_each_backend;
