//! A new master key: what it opens, and what an interrupted change leaves behind.

use std::{fs, path::PathBuf};

use charley::store::{Error, Store};

use super::{
    backup::{opened, restore, with_backup},
    world::{TUNING, is_found, open_keyring},
};

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
    let [new_key, old_key] =
        ["key.rotating", "key.rotating-old"].map(|it| places.key.with_extension(it));
    let new_ring = places.keyring.with_extension("rotating");
    let nothing_is_left = || {
        assert!(is_found(&mut opened(&places), 1));
        for leftover in [&new_key, &old_key, &new_ring] {
            assert!(!leftover.exists(), "{}", leftover.display());
        }
    };
    let (key, ring) = (
        fs::read(&places.key).unwrap(),
        fs::read(&places.keyring).unwrap(),
    );
    charley::store::rotate(&places).unwrap();
    nothing_is_left();
    let (turned_key, turned_ring) = (
        fs::read(&places.key).unwrap(),
        fs::read(&places.keyring).unwrap(),
    );
    // Killed before anything was replaced: a second pair lies there that would open what is erased later.
    lay(&[
        (&places.key, &key),
        (&places.keyring, &ring),
        (&new_key, &turned_key),
        (&old_key, &key),
        (&new_ring, &turned_ring),
    ]);
    nothing_is_left();
    assert_eq!(fs::read(&places.key).unwrap(), key, "taken back");
    // Killed between the two files: the key is the new one already.
    lay(&[
        (&places.key, &turned_key),
        (&places.keyring, &ring),
        (&old_key, &key),
        (&new_ring, &turned_ring),
    ]);
    nothing_is_left();
    assert_eq!(fs::read(&places.key).unwrap(), key, "taken back");
    // Killed before the old key was wiped.
    lay(&[
        (&places.key, &turned_key),
        (&places.keyring, &turned_ring),
        (&old_key, &key),
    ]);
    nothing_is_left();
    assert_eq!(fs::read(&places.key).unwrap(), turned_key, "finished");
}

#[test]
fn a_linked_key_stays_a_link_and_what_is_left_beside_its_file_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let (places, _) = with_backup(dir.path());
    let safe = dir.path().join("safe");
    fs::create_dir(&safe).unwrap();
    let real = safe.join("master.key");
    fs::rename(&places.key, &real).unwrap();
    std::os::unix::fs::symlink(&real, &places.key).unwrap();
    let key = fs::read(&real).unwrap();
    charley::store::rotate(&places).unwrap();
    assert!(places.key.is_symlink() && fs::read(&real).unwrap() != key);
    assert_eq!(fs::read_dir(&safe).unwrap().count(), 1, "nothing is left");
    let ring = fs::read(&places.keyring).unwrap();
    // Killed between the two files of a second change.
    let (old, new) = (fs::read(&real).unwrap(), key);
    fs::write(safe.join("master.key.rotating-old"), &old).unwrap();
    fs::write(&real, new).unwrap();
    assert!(is_found(&mut opened(&places), 1));
    assert_eq!(
        (fs::read(&real).unwrap(), fs::read(&places.keyring).unwrap()),
        (old, ring)
    );
    assert_eq!(fs::read_dir(&safe).unwrap().count(), 1);
}

#[test]
fn nobody_takes_a_change_back_that_another_process_is_making() {
    let dir = tempfile::tempdir().unwrap();
    let (places, _) = with_backup(dir.path());
    let key = fs::read(&places.key).unwrap();
    let old = places.key.with_extension("key.rotating-old");
    // The other one holds the keyring, and has put its new key in place already.
    let _held = charley::store::slab::FileSlab::open(&places.keyring).unwrap();
    fs::write(&old, &key).unwrap();
    let other = dir.path().join("other");
    drop(opened(&super::world::places(&other)));
    fs::copy(other.join("keys/master.key"), &places.key).unwrap();
    let new = fs::read(&places.key).unwrap();
    assert!(matches!(
        Store::open(&places, TUNING),
        Err(Error::Locked { .. })
    ));
    assert!(charley::store::people(&places).is_err());
    assert_eq!(
        (fs::read(&places.key).unwrap(), fs::read(&old).unwrap()),
        (new, key)
    );
}

/// As a kill has left them.
fn lay(files: &[(&PathBuf, &Vec<u8>)]) {
    for (path, bytes) in files {
        fs::write(path, bytes).unwrap();
    }
}
