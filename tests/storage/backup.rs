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
use sha2::Digest as _;

use super::world::{TUNING, World, at, day, entry, is_found, out, places, put_person};

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

pub fn opened(places: &Places) -> Store {
    Store::open(places, TUNING).unwrap().0
}

/// Three people with an entry each, and a backup of them.
pub fn with_backup(root: &Path) -> (Places, PathBuf) {
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

pub fn restore(places: &Places, file: &Path) -> Result<charley::store::Restored, Error> {
    charley::store::restore(file, places, TUNING, None)
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
    let restored = charley::store::restore(&file, &places, TUNING, Some("then")).unwrap();
    let aside = restored.put_aside.expect("there was something");
    assert!(aside.join("db").exists());
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
fn an_interrupted_putting_aside_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (places, file) = with_backup(dir.path());
    put_person(&mut opened(&places), 4, "x", 1);
    // As a kill leaves it: the mark is there, and all or half of the data.
    fs::write(places.data.join("putting-aside"), "").unwrap();
    fs::create_dir(places.data.join("set-aside-first")).unwrap();
    fs::rename(
        places.data.join("conf"),
        places.data.join("set-aside-first/conf"),
    )
    .unwrap();
    let refused = Store::open(&places, TUNING).err().unwrap();
    assert!(matches!(refused, Error::HalfRestored { .. }), "{refused}");
    let refused = restore(&places, &file);
    assert!(
        matches!(refused, Err(Error::NotEmpty { .. })),
        "{refused:?}"
    );
    let restored = charley::store::restore(&file, &places, TUNING, Some("second")).unwrap();
    assert!(restored.put_aside.unwrap().join("db").exists());
    let mut store = opened(&places);
    assert!(is_found(&mut store, 3) && !is_found(&mut store, 4));
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
    assert!(read(&[], None).is_err());
}

#[test]
fn whoever_makes_the_sum_right_again_is_noticed_by_the_seals() {
    let world = World::memory();
    let mut store = world.open();
    for chat_id in 0..200 {
        put_person(&mut store, chat_id, "x", 1);
    }
    let whole = bytes(&mut store);
    let head = read(&whole, Some(&store)).unwrap();
    assert!(head.chunks > 3);
    // The chunks, by their lengths.
    let begin = 38 + usize::from(whole[37]);
    let mut chunks = Vec::new();
    let mut at = begin;
    loop {
        let len = u32::from_be_bytes(whole[at..at + 4].try_into().unwrap()) as usize;
        if len == 0 {
            break;
        }
        chunks.push(whole[at..at + 4 + len].to_vec());
        at += 4 + len;
    }
    let made = |chunks: &[Vec<u8>]| {
        let mut file = [&whole[..begin], &chunks.concat(), &[0; 4]].concat();
        let sum = sha2::Sha256::digest(&file);
        file.extend(sum);
        file
    };
    assert_eq!(made(&chunks), whole);
    let dropped = made(&chunks[1..]);
    let cut = made(&chunks[..chunks.len() - 1]);
    let mut swapped = chunks.clone();
    swapped.swap(0, 1);
    let mut changed = chunks.clone();
    changed[1][60] ^= 1;
    for forged in [dropped, cut, made(&swapped), made(&changed)] {
        assert!(read(&forged, None).is_ok(), "the sum is right");
        assert!(read(&forged, Some(&store)).is_err());
    }
}

#[test]
fn a_backup_that_is_older_than_an_erasure_is_sound_all_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let (places, file) = with_backup(dir.path());
    let mut store = opened(&places);
    erase(&mut store, 2);
    // Who comes back has another key, most likely in the same slot.
    put_person(&mut store, 2, "again", 1);
    drop(store);
    let (_, findings) = charley::store::verify(&file, &places).unwrap();
    let findings = findings.expect("the keys are here");
    assert!(findings.is_sound() && findings.erased > 0, "{findings}");
    fs::remove_dir_all(&places.data).unwrap();
    let restored = restore(&places, &file).unwrap();
    assert!(restored.findings.is_sound(), "{}", restored.findings);
    assert_eq!(restored.findings.chats, 2);
    let mut store = opened(&places);
    assert!(!is_found(&mut store, 2) && is_found(&mut store, 1));
}

#[test]
fn the_receipt_of_an_erasure_is_in_no_backup() {
    let world = World::memory();
    let mut store = world.open();
    put_person(&mut store, 1, "x", 1);
    let mut txn = store.txn();
    let person = txn.person(1);
    let receipt = Some((1, super::world::message("It is erased.")));
    txn.erase(person, receipt, at(0)).unwrap();
    txn.commit(Durability::Synced).unwrap();
    assert_eq!(store.counts().unwrap().receipts, 1);
    store.begin_copy();
    while let Some(piece) = store.copy_on().unwrap() {
        assert!(piece.rows.iter().all(|(key, _)| key[0] != b'R'));
    }
}

#[test]
fn an_old_keyring_is_told_by_the_data_that_are_put_aside() {
    let dir = tempfile::tempdir().unwrap();
    let (places, file) = with_backup(dir.path());
    let old = fs::read(&places.keyring).unwrap();
    erase(&mut opened(&places), 2);
    fs::write(&places.keyring, old).unwrap();
    let refused = charley::store::restore(&file, &places, TUNING, Some("then"));
    assert!(
        matches!(refused, Err(Error::KeyringOlder { .. })),
        "{refused:?}"
    );
    assert!(places.data.join("db").exists(), "nothing was moved");
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
