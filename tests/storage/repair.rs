//! What a killed process or a damaged disk leaves behind (S05, S06).

use charley::store::{
    Error, Notice, Store,
    sled::{Sled, Tuning},
};
use std::{fs, path::PathBuf};

use super::world::{TUNING, copy_folder, files, is_found, places, put_person};

fn snapshots(root: &std::path::Path) -> Vec<PathBuf> {
    let data = places(root).data;
    let mut found = files(&data);
    found.retain(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        // What was set aside is in a folder of its own.
        path.parent() == Some(&data) && name.starts_with("snap.")
    });
    found
}

#[test]
fn a_half_written_snapshot_does_not_keep_the_store_shut() {
    let dir = tempfile::tempdir().unwrap();
    let places = places(dir.path());
    put_person(&mut Store::open(&places, TUNING).unwrap().0, 1, "x", 1);
    let junk = places.data.join("snap.00000000000000FF.generating");
    fs::write(&junk, b"half").unwrap();
    let (mut store, notices) = Store::open(&places, TUNING).unwrap();
    assert_eq!(notices, []);
    assert!(is_found(&mut store, 1) && !junk.exists());
}

#[test]
fn a_damaged_snapshot_is_set_aside_and_nothing_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let places = places(dir.path());
    for chat_id in 1..20 {
        put_person(
            &mut Store::open(&places, TUNING).unwrap().0,
            chat_id,
            "x",
            1,
        );
        if chat_id % 5 != 0 {
            continue;
        }
        let found = snapshots(dir.path());
        assert!(!found.is_empty(), "sled wrote a snapshot");
        for path in &found {
            let whole = fs::read(path).unwrap();
            fs::write(path, &whole[..whole.len() / 2]).unwrap();
        }
        let (mut store, notices) = Store::open(&places, TUNING).unwrap();
        let [Notice::SnapshotSetAside { folder }] = &notices[..] else {
            panic!("{notices:?}");
        };
        assert_eq!(fs::read_dir(folder).unwrap().count(), found.len());
        assert!((1..=chat_id).all(|chat_id| is_found(&mut store, chat_id)));
        assert_eq!(store.check().unwrap().unreadable, 0);
    }
}

#[test]
fn what_is_left_of_a_store_can_be_salvaged_and_nothing_is_thrown_away() {
    let dir = tempfile::tempdir().unwrap();
    let places = places(dir.path());
    let db = places.data.join("db");
    let put = |chat_id| {
        put_person(
            &mut Store::open(&places, TUNING).unwrap().0,
            chat_id,
            "x",
            1,
        )
    };
    put(1);
    let older = tempfile::tempdir().unwrap();
    copy_folder(&places.data, older.path());
    put(2);
    // The disk gives back the files of yesterday, but for what was counted since.
    for path in files(&places.data) {
        let name = path.file_name().unwrap();
        if name != "tally" && name != "lock" {
            fs::remove_file(&path).unwrap();
        }
    }
    fs::remove_file(older.path().join("tally")).unwrap();
    copy_folder(older.path(), &places.data);
    let was = fs::read(&db).unwrap();
    let error = Store::open(&places, TUNING).err().unwrap();
    assert!(error.to_string().contains("cannot be read"), "{error}");
    let salvage = Tuning {
        salvage: true,
        ..TUNING
    };
    let (mut store, notices) = Store::open(&places, salvage).unwrap();
    let [
        Notice::Salvaged { missing },
        Notice::FilesSetAside { folder },
    ] = &notices[..]
    else {
        panic!("{notices:?}");
    };
    assert!(missing.starts_with("its newest"), "{missing}");
    assert!(is_found(&mut store, 1) && !is_found(&mut store, 2));
    assert_eq!(fs::read(folder.join("db")).unwrap(), was);
    drop(store);
    // From now on it is what it is.
    for tuning in [TUNING, salvage] {
        let (mut store, notices) = Store::open(&places, tuning).unwrap();
        assert!(notices.is_empty() && is_found(&mut store, 1), "{notices:?}");
    }
}

#[test]
fn a_second_process_is_refused_in_words_and_does_no_harm() {
    let dir = tempfile::tempdir().unwrap();
    let places = places(dir.path());
    let (mut store, _) = Store::open(&places, TUNING).unwrap();
    let making = places.data.join("snap.00000000000000FF.generating");
    fs::write(&making, b"in the making by the first one").unwrap();
    let error = Store::open(&places, TUNING).err().unwrap();
    assert!(matches!(error, Error::Locked { .. }));
    assert!(
        error.to_string().contains("in use by another process"),
        "{error}"
    );
    assert!(making.exists(), "what the first one is writing stays");
    put_person(&mut store, 1, "x", 1);
    drop(store);
    assert!(is_found(&mut Store::open(&places, TUNING).unwrap().0, 1));
}

#[test]
fn a_disk_that_is_nearly_full_refuses_a_commit_before_writing_and_recovers_by_itself() {
    let dir = tempfile::tempdir().unwrap();
    let greedy = Tuning {
        reserve: u64::MAX / 2,
        ..TUNING
    };
    let mut backend = Sled::open(dir.path(), greedy).unwrap().0;
    let mut batch = charley::store::backend::Batch::new();
    batch.put("k", "v");
    for _ in 0..2 {
        let error = charley::store::Backend::commit(
            &mut backend,
            &batch,
            charley::store::Durability::Synced,
        )
        .unwrap_err();
        assert!(
            matches!(error, Error::Full { .. }) && !error.must_stop(),
            "{error}"
        );
        assert_eq!(charley::store::Backend::get(&backend, b"k").unwrap(), None);
    }
}

#[test]
fn a_flipped_byte_anywhere_never_makes_a_wrong_record() {
    let dir = tempfile::tempdir().unwrap();
    let places = places(dir.path());
    let mut store = Store::open(&places, TUNING).unwrap().0;
    for chat_id in 1..5 {
        put_person(&mut store, chat_id, "the very words", chat_id);
    }
    drop(store);
    let path = places.data.join("db");
    let whole = fs::read(&path).unwrap();
    let used = whole.iter().rposition(|byte| *byte != 0).unwrap();
    for n in 0..40 {
        let mut damaged = whole.clone();
        damaged[n * used / 40] ^= 0x10;
        fs::write(&path, damaged).unwrap();
        let Ok((mut store, _)) = Store::open(&places, TUNING) else {
            continue;
        };
        for chat_id in 1..5 {
            let mut txn = store.txn();
            let person = txn.person(chat_id);
            for found in txn.entries(person).unwrap_or_default() {
                assert_eq!(found, super::world::entry(1, "the very words"));
            }
        }
    }
}
