//! Keys: what is made, what is refused, and in which words.

use charley::store::{
    Durability, Error, Notice, Places, Store, backend::Batch, key_check, keys::MasterKey, rows,
    sled::Sled,
};
use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use super::world::{TUNING, is_found, places, put_person};

fn open(places: &Places) -> Result<(Store, Vec<Notice>), Error> {
    Store::open(places, TUNING)
}

fn refusal(places: &Places) -> Error {
    open(places).err().expect("it refuses")
}

fn filled(root: &Path) -> Places {
    let places = places(root);
    let (mut store, notices) = open(&places).unwrap();
    assert!(
        matches!(&notices[..], [Notice::KeyMade { .. }]),
        "{notices:?}"
    );
    put_person(&mut store, 1, "x", 1);
    places
}

#[test]
fn an_empty_folder_gets_keys_for_their_owner_only_and_says_where_they_are() {
    let dir = tempfile::tempdir().unwrap();
    let places = filled(dir.path());
    for file in [&places.key, &places.keyring] {
        assert_eq!(
            fs::metadata(file).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    let (mut store, notices) = open(&places).unwrap();
    assert_eq!(notices, []);
    assert!(is_found(&mut store, 1));
    drop(store);
    fs::set_permissions(&places.key, fs::Permissions::from_mode(0o640)).unwrap();
    let notices = open(&places).unwrap().1;
    assert!(notices[0].to_string().contains("chmod 600"), "{notices:?}");
}

#[test]
fn data_without_its_key_or_keyring_is_refused_and_no_new_key_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let places = filled(dir.path());
    for (file, words) in [
        (&places.key, "no master key"),
        (&places.keyring, "no keyring"),
    ] {
        let aside = dir.path().join("aside");
        fs::rename(file, &aside).unwrap();
        let error = refusal(&places).to_string();
        assert!(
            error.contains(words) && error.contains("never makes a new"),
            "{error}"
        );
        assert!(!file.exists());
        fs::rename(&aside, file).unwrap();
    }
    open(&places).unwrap();
}

#[test]
fn a_wrong_key_is_refused_and_told_from_a_damaged_one() {
    let dir = tempfile::tempdir().unwrap();
    let places = filled(dir.path());
    let right = fs::read(&places.key).unwrap();
    fs::remove_file(&places.key).unwrap();
    MasterKey::generate()
        .unwrap()
        .save_new(&places.key)
        .unwrap();
    assert!(matches!(refusal(&places), Error::KeyWrong { .. }));
    assert!(matches!(key_check(&places), Err(Error::KeyWrong { .. })));
    fs::write(&places.key, &right[..50]).unwrap();
    assert!(matches!(refusal(&places), Error::KeyDamaged { .. }));
    fs::write(&places.key, right).unwrap();
    let words = key_check(&places).unwrap();
    assert!(
        words.contains("(1 people); 1 chats, 1 diary entries, 2 sealed rows"),
        "{words}"
    );
    let _running = open(&places).unwrap();
    assert!(
        key_check(&places)
            .unwrap()
            .contains("in use by a running Charley")
    );
}

#[test]
fn the_keyring_of_other_data_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let places = filled(dir.path());
    let other = Places {
        data: dir.path().join("other"),
        keyring: dir.path().join("keys/other"),
        ..places.clone()
    };
    let mut store = open(&other).unwrap().0;
    put_person(&mut store, 1, "x", 1);
    drop(store);
    let mixed = Places {
        keyring: other.keyring,
        ..places
    };
    assert!(matches!(refusal(&mixed), Error::KeyringOfOtherData { .. }));
}

#[test]
fn a_keyring_that_is_older_than_the_data_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let places = filled(dir.path());
    let old = fs::read(&places.keyring).unwrap();
    put_person(&mut open(&places).unwrap().0, 2, "x", 1);
    let new = fs::read(&places.keyring).unwrap();
    fs::write(&places.keyring, old).unwrap();
    assert!(matches!(
        refusal(&places),
        Error::KeyringOlder {
            expected: 2,
            found: 1
        }
    ));
    fs::write(&places.keyring, new).unwrap();
    assert!(is_found(&mut open(&places).unwrap().0, 2));
}

#[test]
fn a_damaged_keyring_header_is_not_mistaken_for_a_wrong_key() {
    let dir = tempfile::tempdir().unwrap();
    let places = filled(dir.path());
    let whole = fs::read(&places.keyring).unwrap();
    for at in [0, 8, 30, 70, 140] {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        fs::write(&places.keyring, damaged).unwrap();
        assert!(
            matches!(refusal(&places), Error::KeyringDamaged { .. }),
            "byte {at}"
        );
    }
    fs::write(&places.keyring, &whole[..100]).unwrap();
    assert!(matches!(refusal(&places), Error::KeyringDamaged { .. }));
    // A last slot that is cut off was never in use.
    fs::write(&places.keyring, &whole[..whole.len() - 1]).unwrap();
    assert!(is_found(&mut open(&places).unwrap().0, 1));
}

#[test]
fn a_keyring_without_its_data_or_its_key_is_neither_used_nor_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let places = filled(dir.path());
    fs::remove_dir_all(&places.data).unwrap();
    // Nor does Charley begin with nothing where there was something: not at once, and not at the second try.
    for _ in 0..2 {
        let refused = refusal(&places);
        assert!(
            matches!(refused, Error::DataGone { people: 1 }),
            "{refused}"
        );
    }
    fs::remove_file(&places.key).unwrap();
    assert!(matches!(refusal(&places), Error::KeyringWithoutKey { .. }));
}

#[test]
fn keys_inside_the_data_folder_are_refused_also_behind_a_link() {
    let dir = tempfile::tempdir().unwrap();
    let good = places(dir.path());
    fs::create_dir_all(&good.data).unwrap();
    std::os::unix::fs::symlink(&good.data, dir.path().join("link")).unwrap();
    for inside in ["data/key", "data/deep/key", "link/key", "keys/../data/key"] {
        let places = Places {
            key: dir.path().join(inside),
            ..good.clone()
        };
        fs::create_dir_all(dir.path().join("keys")).unwrap();
        assert!(
            matches!(refusal(&places), Error::KeyInsideData { .. }),
            "{inside}"
        );
        let places = Places {
            keyring: dir.path().join(inside),
            ..good.clone()
        };
        assert!(
            matches!(refusal(&places), Error::KeyInsideData { .. }),
            "{inside}"
        );
    }
}

#[test]
fn a_newer_store_is_refused_and_both_versions_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let places = filled(dir.path());
    let (mut backend, _) = Sled::open(&places.data, TUNING).unwrap();
    let mut batch = Batch::new();
    batch.put(rows::meta("\0store format version"), 7u32.to_be_bytes());
    charley::store::Backend::commit(&mut backend, &batch, Durability::Synced).unwrap();
    drop(backend);
    let error = refusal(&places).to_string();
    assert!(
        error.contains("store format 7") && error.contains("up to 1"),
        "{error}"
    );
}
