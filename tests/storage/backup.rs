//! Backups: a copy beside the work is consistent, a file that was altered is refused, and what was erased stays erased.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use charley::{
    dialogue::{Chat, Class, EntryId},
    store::{
        Durability, Error, Findings, Loaded, Places, Store,
        backend::{Batch, Direction},
        backup::{self, BackupWriter, Contents},
        rows,
    },
};
use proptest::prelude::*;

use super::world::{
    TUNING, World, at, day, entry, is_found, open_keyring, out, places, put_person,
};

/// A backup of an open store, in memory.
fn bytes(store: &mut Store) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut backup = BackupWriter::new(&mut bytes, store.stamp(), at(0)).unwrap();
    store.begin_copy();
    while let Some(piece) = store.copy_on().unwrap() {
        backup.piece(&piece).unwrap();
    }
    bytes
}

fn opened(places: &Places) -> Store {
    Store::open(places, TUNING).unwrap().0
}

/// Three people with an entry each, and a backup of them.
fn with_backup(root: &Path) -> (Places, PathBuf) {
    let places = places(root);
    let mut store = opened(&places);
    for chat_id in 1..=3 {
        put_person(&mut store, chat_id, "x", 1);
    }
    let file = root.join("backup");
    fs::write(&file, bytes(&mut store)).unwrap();
    store.close().unwrap();
    (places, file)
}

fn erase(store: &mut Store, chat_id: i64) {
    let mut txn = store.txn();
    let person = txn.person(chat_id);
    txn.erase(person, None, at(0)).unwrap();
    txn.commit(Durability::Synced).unwrap();
}

fn restore(places: &Places, file: &Path) -> Result<charley::store::Restored, Error> {
    charley::store::restore(file, places, TUNING)
}

fn read(bytes: &[u8], store: Option<&Store>) -> Result<Contents, Error> {
    let stamp = store.map(Store::stamp);
    backup::read(
        bytes,
        |_| Ok(stamp.map(backup::Stamp::into_sealer)),
        |_| Ok(()),
    )
}

#[test]
fn a_backup_is_put_back_with_all_that_it_holds() {
    let dir = tempfile::tempdir().unwrap();
    let (places, file) = with_backup(dir.path());
    let (contents, findings) = charley::store::verify(&file, &places).unwrap();
    assert_eq!(contents.head.made, at(0));
    let findings = findings.expect("the keys are here");
    assert!(findings.is_sound(), "{findings}");
    assert_eq!((findings.chats, findings.entries), (3, 3));

    fs::remove_dir_all(&places.data).unwrap();
    let restored = restore(&places, &file).unwrap();
    assert_eq!(restored.findings, findings);
    assert_eq!(restored.notices, []);
    let mut store = opened(&places);
    assert!((1..=3).all(|chat_id| is_found(&mut store, chat_id)));
}

#[test]
fn who_was_erased_after_a_backup_stays_erased() {
    let dir = tempfile::tempdir().unwrap();
    let (places, file) = with_backup(dir.path());
    let mut store = opened(&places);
    erase(&mut store, 2);
    drop(store);
    fs::remove_dir_all(&places.data).unwrap();
    let restored = restore(&places, &file).unwrap();
    assert!(restored.findings.is_sound(), "{}", restored.findings);
    assert_eq!((restored.findings.chats, restored.findings.entries), (2, 2));
    let words = restored.notices[0].to_string();
    assert!(words.contains("erased since then were removed"), "{words}");
    let mut store = opened(&places);
    let mut txn = store.txn();
    let person = txn.person(2);
    assert_eq!(txn.chat(person).unwrap(), Loaded::Missing);
    assert_eq!(txn.entries(person).unwrap(), []);
}

#[test]
fn a_backup_alone_opens_nothing_and_another_keyring_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (places, file) = with_backup(dir.path());
    let other = super::world::places(&dir.path().join("other"));
    let (_, findings) = charley::store::verify(&file, &other).unwrap();
    assert_eq!(findings, None, "without keys only the sum is looked at");
    assert!(matches!(
        restore(&other, &file),
        Err(Error::KeyMissing { .. } | Error::KeyringMissing { .. })
    ));
    drop(opened(&other));
    fs::remove_dir_all(&other.data).unwrap();
    let refused = restore(&other, &file);
    assert!(
        matches!(refused, Err(Error::BackupOfOtherKeyring { .. })),
        "{refused:?}"
    );
    // A copy of the keyring from before the third person joined knows too little.
    let keyring = fs::read(&places.keyring).unwrap();
    put_person(&mut opened(&places), 4, "x", 1);
    let later = dir.path().join("later");
    fs::write(&later, bytes(&mut opened(&places))).unwrap();
    fs::remove_dir_all(&places.data).unwrap();
    fs::write(&places.keyring, keyring).unwrap();
    assert!(matches!(
        restore(&places, &later),
        Err(Error::KeyringOlder { .. })
    ));
}

#[test]
fn nothing_is_ever_written_over() {
    let dir = tempfile::tempdir().unwrap();
    let (places, file) = with_backup(dir.path());
    let refused = restore(&places, &file);
    assert!(
        matches!(refused, Err(Error::NotEmpty { .. })),
        "{refused:?}"
    );
    put_person(&mut opened(&places), 4, "x", 1);
    let aside = charley::store::set_aside(&places.data, "then").unwrap();
    let aside = aside.expect("there was something");
    assert!(aside.join("db").exists());
    restore(&places, &file).unwrap();
    let mut store = opened(&places);
    assert!(is_found(&mut store, 3) && !is_found(&mut store, 4));
    drop(store);
    // What was put aside is whole.
    let old = Places {
        data: aside,
        ..places.clone()
    };
    assert!(is_found(&mut opened(&old), 4));
}

#[test]
fn an_interrupted_restore_cannot_be_opened_and_is_done_again() {
    let dir = tempfile::tempdir().unwrap();
    let (places, file) = with_backup(dir.path());
    // As a kill leaves it: the mark is there, and half of the rows.
    fs::write(places.data.join("restoring"), "").unwrap();
    let refused = Store::open(&places, TUNING).err().unwrap();
    assert!(matches!(refused, Error::HalfRestored { .. }), "{refused}");
    restore(&places, &file).unwrap();
    assert!(is_found(&mut opened(&places), 3));
}

#[test]
fn a_nudge_of_then_is_not_sent_now_and_an_answer_is() {
    let dir = tempfile::tempdir().unwrap();
    let (places, _) = with_backup(dir.path());
    let mut store = opened(&places);
    let mut txn = store.txn();
    for class in [Class::Nudge, Class::Answer] {
        let row = charley::store::OutRow {
            class,
            ..out(1, "x")
        };
        txn.push_row(&row).unwrap();
    }
    txn.commit(Durability::Synced).unwrap();
    let file = dir.path().join("another");
    fs::write(&file, bytes(&mut store)).unwrap();
    store.close().unwrap();
    fs::remove_dir_all(&places.data).unwrap();
    let restored = restore(&places, &file).unwrap();
    assert_eq!(restored.not_sent, 1);
    let mut store = opened(&places);
    let mut txn = store.txn();
    let waiting = txn.outbox().unwrap();
    let classes: Vec<Class> = waiting
        .into_iter()
        .map(|key| txn.row(key).unwrap().unwrap().class)
        .collect();
    // The three people of the backup have an answer on its way each.
    assert_eq!(classes, [Class::Answer; 4]);
}

#[test]
fn any_bit_that_was_flipped_and_any_cut_is_noticed() {
    let world = World::memory();
    let mut store = world.open();
    put_person(&mut store, 1, "x", 1);
    let whole = bytes(&mut store);
    assert_eq!(read(&whole, Some(&store)).unwrap().chunks, 1);
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 1 << (at % 8);
        assert!(read(&damaged, None).is_err(), "byte {at}, by the sum");
        assert!(read(&damaged, Some(&store)).is_err(), "byte {at}");
        assert!(read(&whole[..at], None).is_err(), "cut at {at}");
    }
    let mut longer = whole.clone();
    longer.push(0);
    assert!(read(&longer, None).is_err());
    // Not even who can make the sum right again can take a chunk out: the seals know their places.
    assert!(read(&[], None).is_err());
}

#[test]
fn a_backup_of_a_newer_charley_is_refused() {
    let world = World::memory();
    let mut store = world.open();
    let mut newer = bytes(&mut store);
    newer[8] = 2;
    assert!(matches!(read(&newer, None), Err(Error::BackupNewer)));
    newer[8] = 1;
    newer[12] = 9;
    assert!(matches!(
        read(&newer, None),
        Err(Error::NewerFormat { found: 9, .. })
    ));
}

#[test]
fn a_new_master_key_opens_everything_and_the_old_one_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (places, file) = with_backup(dir.path());
    let old = fs::read(&places.key).unwrap();
    assert_eq!(charley::store::rotate(&places).unwrap(), 3);
    assert_ne!(fs::read(&places.key).unwrap(), old);
    assert!((1..=3).all(|chat_id| is_found(&mut opened(&places), chat_id)));
    assert_eq!(open_keyring(dir.path()).people(), 3);
    // A backup from before it can be put back all the same.
    fs::remove_dir_all(&places.data).unwrap();
    assert!(restore(&places, &file).unwrap().findings.is_sound());
    fs::remove_file(&places.key).unwrap();
    fs::write(&places.key, old).unwrap();
    let refused = Store::open(&places, TUNING).err().unwrap();
    assert!(matches!(refused, Error::KeyWrong { .. }), "{refused}");
}

#[test]
fn a_change_of_keys_that_was_interrupted_is_finished() {
    let dir = tempfile::tempdir().unwrap();
    let (places, _) = with_backup(dir.path());
    let beside = places.key.with_extension("key.rotating");
    let old = fs::read(&places.key).unwrap();
    charley::store::rotate(&places).unwrap();
    // As a kill between the two files leaves it.
    fs::rename(&places.key, &beside).unwrap();
    fs::write(&places.key, &old).unwrap();
    assert!(is_found(&mut opened(&places), 1));
    assert!(!beside.exists());
    // A kill before the first of them leaves a key that opens nothing; the next change takes it away.
    fs::write(&beside, &old).unwrap();
    assert!(is_found(&mut opened(&places), 1));
    charley::store::rotate(&places).unwrap();
    assert!(!beside.exists());
    assert!(is_found(&mut opened(&places), 1));
}

#[test]
fn a_check_finds_each_index_that_does_not_agree() {
    let world = World::memory();
    let mut store = world.open();
    put_person(&mut store, 1, "x", 1);
    let person = store.person(1);
    let mut txn = store.txn();
    txn.put_chat(person, 1, Chat::default(), Some(at(5)))
        .unwrap();
    txn.put_entry(person, &entry(1, "x")).unwrap();
    txn.push_row(&out(1, "x")).unwrap();
    txn.remember(7, day(0));
    txn.commit(Durability::Synced).unwrap();
    assert!(
        store.check().unwrap().is_sound(),
        "{}",
        store.check().unwrap()
    );
    drop(store);
    let stranger = World::memory().open().person(9);
    let value = |key: &[u8]| world.backend().get(key).unwrap().unwrap();
    let due = rows::due(at(5), person);
    type Case<'a> = (&'a [u8], Option<Vec<u8>>, fn(&Findings) -> usize);
    let cases: [Case<'_>; 7] = [
        (&due, None, |found| found.not_due),
        (&rows::due(at(6), person), Some(value(&due)), |found| {
            found.due_for_nobody
        }),
        (&rows::outbox(person), None, |found| found.not_queued),
        (&rows::outbox(stranger), Some(vec![0; 4]), |found| {
            found.queued_for_nobody
        }),
        (&rows::entry(person, EntryId(1)), None, |found| {
            found.miscounted
        }),
        (
            &rows::entry(stranger, EntryId(1)),
            Some(value(&rows::chat(person))),
            |found| found.orphans,
        ),
        (b"Zz", Some(vec![1]), |found| found.strange),
    ];
    for (key, put, counted) in cases {
        let mut backend = world.backend();
        let before = backend.get(key).unwrap();
        let set = |value: &Option<Vec<u8>>| {
            let mut batch = Batch::new();
            match value {
                Some(value) => batch.put(key, value.clone()),
                None => batch.delete(key),
            }
            batch
        };
        backend.commit(&set(&put), Durability::Synced).unwrap();
        let found = world.open().check().unwrap();
        assert!(counted(&found) > 0 && !found.is_sound(), "{key:?}: {found}");
        backend.commit(&set(&before), Durability::Synced).unwrap();
        assert!(world.open().check().unwrap().is_sound());
    }
}

/// So many that their rows fill several pages.
const PEOPLE: i64 = 300;

#[derive(Debug, Clone)]
enum Step {
    Put(i64, u8),
    Erase(i64),
    Copy,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..PEOPLE, any::<u8>()).prop_map(|(chat, n)| Step::Put(chat, n)),
        1 => (0..PEOPLE).prop_map(Step::Erase),
        2 => Just(Step::Copy),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 25, failure_persistence: None, ..ProptestConfig::default() })]

    /// More rows than a page holds, and changes between any two pages.
    #[test]
    fn a_copy_is_the_store_as_it_was_at_its_last_piece(steps in prop::collection::vec(step(), 0..60)) {
        let world = World::memory();
        let mut store = world.open();
        let mut txn = store.txn();
        for chat in 0..PEOPLE {
            let person = txn.person(chat);
            txn.put_chat(person, chat, Chat::default(), None).unwrap();
            txn.put_entry(person, &entry(1, "x")).unwrap();
        }
        txn.commit(Durability::Synced).unwrap();
        let mut copy = BTreeMap::new();
        let mut done = false;
        store.begin_copy();
        for step in steps.into_iter().chain(std::iter::repeat_n(Step::Copy, 20)) {
            match step {
                Step::Put(chat, n) => drop(put_person(&mut store, chat, &n.to_string(), 1)),
                Step::Erase(chat) => erase(&mut store, chat),
                Step::Copy => {
                    let piece = store.copy_on().unwrap();
                    let Some(piece) = piece else {
                        prop_assert!(done);
                        continue;
                    };
                    for (key, value) in piece.rows {
                        match value {
                            Some(value) => drop(copy.insert(key, value)),
                            None => drop(copy.remove(&key)),
                        }
                    }
                    if piece.last {
                        done = true;
                        let all = world.backend().scan(b""..&[0xff], usize::MAX, Direction::Forward).unwrap();
                        let now: BTreeMap<_, _> = all.into_iter().collect();
                        prop_assert_eq!(&copy, &now);
                    }
                }
            }
        }
        prop_assert!(done);
    }
}
