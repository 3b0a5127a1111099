//! Nothing of a person is on the disk in clear, and nothing of an erased person can be read with any key that is left (P03, P06).

use charley::store::{Durability, Loaded, Notice, Store, keyring::Held};
use std::{fs, path::Path};

use super::world::{
    TUNING, at, copy_folder, entry, files, is_found, message, open_keyring, out, places, put_person,
};

const CHAT: i64 = 0x0123_4567_89AB_CDEF;
const CANARY: &str = "canary-words-of-the-night";

fn canaries() -> Vec<Vec<u8>> {
    vec![
        CHAT.to_be_bytes().to_vec(),
        CHAT.to_le_bytes().to_vec(),
        CHAT.to_string().into_bytes(),
        format!("{CHAT:x}").into_bytes(),
        CANARY.as_bytes().to_vec(),
    ]
}

fn assert_absent(root: &Path, canaries: &[Vec<u8>]) {
    let files = files(root);
    assert!(!files.is_empty());
    for path in files {
        let bytes = fs::read(&path).unwrap();
        for canary in canaries {
            let found = bytes.windows(canary.len()).any(|part| part == canary);
            assert!(!found, "{} holds a canary", path.display());
        }
    }
}

#[test]
fn no_chat_id_and_no_word_is_in_clear_anywhere_before_and_after_an_erasure() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, _) = Store::open(&places(dir.path()), TUNING).unwrap();
    let person = put_person(&mut store, CHAT, CANARY, 1);
    let mut txn = store.txn();
    for id in 2..300 {
        txn.put_entry(person, &entry(id, CANARY)).unwrap();
        txn.push_row(&out(CHAT, CANARY)).unwrap();
    }
    txn.commit(Durability::Synced).unwrap();
    assert_absent(dir.path(), &canaries());
    let mut txn = store.txn();
    txn.erase(person, Some((CHAT, message(CANARY))), at(0))
        .unwrap();
    txn.commit(Durability::Synced).unwrap();
    assert_absent(dir.path(), &canaries());
    drop(store);
    assert_absent(dir.path(), &canaries());
}

#[test]
fn an_old_copy_of_the_data_does_not_bring_an_erased_person_back() {
    let dir = tempfile::tempdir().unwrap();
    let places = places(dir.path());
    let (mut store, _) = Store::open(&places, TUNING).unwrap();
    let erased = put_person(&mut store, 1, CANARY, 1);
    put_person(&mut store, 2, "stays", 2);
    drop(store);
    let backup = dir.path().join("backup");
    copy_folder(&places.data, &backup);
    let keyring = open_keyring(dir.path());
    let slot = keyring.find(erased).unwrap()[0];
    assert!(matches!(keyring.key(slot, erased).unwrap(), Held::Key(_)));
    let wrapped = fs::read(&places.keyring).unwrap()[512 + 17..512 + 89].to_vec();

    let (mut store, _) = Store::open(&places, TUNING).unwrap();
    let mut txn = store.txn();
    txn.erase(erased, None, at(0)).unwrap();
    txn.commit(Durability::Synced).unwrap();
    drop(store);
    assert_absent(dir.path(), &[wrapped]);
    assert!(matches!(
        open_keyring(dir.path()).key(slot, erased).unwrap(),
        Held::Absent
    ));

    fs::remove_dir_all(&places.data).unwrap();
    fs::rename(&backup, &places.data).unwrap();
    let (mut store, notices) = Store::open(&places, TUNING).unwrap();
    assert_eq!(notices, [Notice::ErasedAgain { rows: 4 }]);
    assert!(is_found(&mut store, 2));
    let mut txn = store.txn();
    assert_eq!(txn.chat(erased).unwrap(), Loaded::Missing);
    assert_eq!(txn.entries(erased).unwrap(), []);
    let counts = store.counts().unwrap();
    assert_eq!(
        (counts.chats, counts.due, counts.outbox, counts.set_aside),
        (1, 1, 1, 0)
    );
    drop(store);
    assert_eq!(Store::open(&places, TUNING).unwrap().1, []);
}

#[test]
fn sealed_rows_look_like_noise() {
    let dir = tempfile::tempdir().unwrap();
    let places = places(dir.path());
    let (mut store, _) = Store::open(&places, TUNING).unwrap();
    let person = put_person(&mut store, CHAT, CANARY, 1);
    let mut txn = store.txn();
    for id in 0..300 {
        txn.put_entry(person, &entry(id, &"a".repeat(300))).unwrap();
    }
    txn.commit(Durability::Synced).unwrap();
    drop(store);
    let (backend, _) = charley::store::sled::Sled::open(&places.data, TUNING).unwrap();
    let span = charley::store::rows::Kind::Entry.all();
    let rows = charley::store::Backend::scan(
        &backend,
        span.range(),
        usize::MAX,
        charley::store::backend::Direction::Forward,
    )
    .unwrap();
    let mut counts = [0u32; 256];
    let mut total = 0u32;
    for (_, row) in &rows {
        for byte in &row[charley::store::seal::HEADER..] {
            counts[usize::from(*byte)] += 1;
            total += 1;
        }
    }
    let mean = f64::from(total) / 256.0;
    let chi: f64 = counts
        .iter()
        .map(|n| (f64::from(*n) - mean).powi(2) / mean)
        .sum();
    // 255 degrees of freedom: beyond 400 by chance less than once in 10^7 runs.
    assert!(chi < 400.0, "chi-square {chi}");
}
