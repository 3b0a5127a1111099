//! A new master key: the keyring is wrapped anew, and nothing else changes. Rows, backups and who people are in the store stay as they are.
//!
//! Invariants: at every moment one of the master keys that lie there opens the keyring that lies there, and an interrupted change is finished
//! or taken back by the next opening; nothing of it stays behind that could open what is erased later.
//! Deliberately not here: what happens to copies of the old key file; the operator destroys them.

use std::{
    fs::{self, File},
    io::ErrorKind,
    path::{Path, PathBuf},
};

use super::{
    Error, Places,
    keyring::{self, Keyring},
    keys::{MasterKey, sync_with_folder},
    open::{open_keys, real_path},
    slab::FileSlab,
};

/// Behind the names of the new files, until they are in place, and of the old key, until it is not needed any more.
const NEW: &str = ".rotating";
const OLD: &str = ".before";

/// Makes a new master key and wraps the keyring with it. Returns how many people's keys that were.
///
/// # Errors
/// Any of [`Error`]; [`Error::Locked`] while a Charley runs. The old key then still opens the keyring.
pub fn rotate(places: &Places) -> Result<usize, Error> {
    // A link stays a link: the file behind it changes.
    let places = &Places {
        key: real_path(&places.key)?,
        keyring: real_path(&places.keyring)?,
        ..places.clone()
    };
    let keyring = open_keys(places, true, &mut Vec::new())?;
    let turned = turn(places, &keyring);
    if turned.is_err() {
        // What lies there decides whether it is finished or taken back.
        finish(places)?;
        sweep(places)?;
    }
    turned
}

fn turn(places: &Places, keyring: &Keyring) -> Result<usize, Error> {
    let (new_key, new_ring) = (beside(&places.key, NEW), beside(&places.keyring, NEW));
    let old_key = beside(&places.key, OLD);
    let (old, _) = MasterKey::load(&places.key)?;
    let master = MasterKey::generate()?;
    master.save_new(&new_key)?;
    old.save_new(&old_key)?;
    let mut slab = FileSlab::create(&new_ring)
        .map_err(|e| Error::io("cannot make the keyring", &new_ring, e))?;
    keyring.rewrap(&old, &master, &mut slab)?;
    // It must open before anything is replaced.
    let file = slab
        .file()
        .try_clone()
        .map_err(|e| Error::io("cannot read", &new_ring, e))?;
    let people = Keyring::open(Box::new(slab), &master)?.people();
    // The key first: where it cannot be replaced (a single file that is mounted), nothing has changed yet.
    let key = File::open(&new_key).map_err(|e| Error::io("cannot open", &new_key, e))?;
    put_in_place(&new_key, &places.key, &key)?;
    put_in_place(&new_ring, &places.keyring, &file)?;
    sweep(places)?;
    Ok(people)
}

/// Takes a change back that was interrupted between its two files: the key is the new one already, the keyring still needs the old one.
pub(super) fn finish(places: &Places) -> Result<(), Error> {
    let old_key = beside(&places.key, OLD);
    if !old_key.exists() || !places.keyring.exists() {
        return Ok(());
    }
    let slab = FileSlab::look(&places.keyring)
        .map_err(|e| Error::io("cannot open the keyring", &places.keyring, e))?;
    let needed = keyring::needs(&slab)?;
    let there = MasterKey::load(&places.key).map(|(key, _)| key.id());
    if there.is_ok_and(|there| there == needed) {
        return Ok(());
    }
    let (old, _) = MasterKey::load(&old_key)?;
    if old.id() == needed {
        let file = File::open(&old_key).map_err(|e| Error::io("cannot open", &old_key, e))?;
        put_in_place(&old_key, &places.key, &file)?;
    }
    Ok(())
}

/// Wipes what a change has left behind. The caller holds the keyring's lock, and the key that lies there opens it.
pub(super) fn sweep(places: &Places) -> Result<(), Error> {
    for leftover in [
        beside(&places.key, NEW),
        beside(&places.key, OLD),
        beside(&places.keyring, NEW),
    ] {
        match fs::metadata(&leftover) {
            Ok(found) => {
                let zeros = vec![0; usize::try_from(found.len()).unwrap_or(0)];
                fs::write(&leftover, zeros)
                    .and_then(|()| fs::remove_file(&leftover))
                    .map_err(|e| Error::io("cannot remove", &leftover, e))?;
            }
            Err(e) if e.kind() == ErrorKind::NotFound => {}
            Err(e) => return Err(Error::io("cannot look for", &leftover, e)),
        }
    }
    Ok(())
}

fn put_in_place(new: &Path, place: &Path, file: &File) -> Result<(), Error> {
    fs::rename(new, place).map_err(|e| Error::io("cannot put in place", place, e))?;
    sync_with_folder(file, place)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.to_owned().into_os_string();
    name.push(ending);
    PathBuf::from(name)
}
