//! A new master key: the keyring is wrapped anew, and nothing else changes. Rows, backups and who people are in the store stay as they are.
//!
//! Invariants: at every moment one of the two master keys opens the keyring that is there, and an interrupted change is finished by the next
//! opening. Deliberately not here: what happens to copies of the old key file; the operator destroys them.

use std::{
    fs::{self, File},
    io::ErrorKind,
    path::{Path, PathBuf},
};

use super::{
    Error, Places,
    keyring::{self, Keyring},
    keys::{MasterKey, sync_with_folder},
    open::open_keys,
    slab::FileSlab,
};

/// Makes a new master key and wraps the keyring with it. Returns how many people's keys that were.
///
/// # Errors
/// Any of [`Error`]; [`Error::Locked`] while a Charley runs.
pub fn rotate(places: &Places) -> Result<usize, Error> {
    let keyring = open_keys(places, true, &mut Vec::new())?;
    let (new_key, new_ring) = (beside(&places.key), beside(&places.keyring));
    for leftover in [&new_key, &new_ring] {
        match fs::remove_file(leftover) {
            Err(e) if e.kind() != ErrorKind::NotFound => {
                return Err(Error::io("cannot remove", leftover, e));
            }
            _ => {}
        }
    }
    let (old, _) = MasterKey::load(&places.key)?;
    let master = MasterKey::generate()?;
    master.save_new(&new_key)?;
    let mut slab = FileSlab::create(&new_ring)
        .map_err(|e| Error::io("cannot make the keyring", &new_ring, e))?;
    keyring.rewrap(&old, &master, &mut slab)?;
    // It must open before anything is replaced.
    let file = slab
        .file()
        .try_clone()
        .map_err(|e| Error::io("cannot read", &new_ring, e))?;
    let people = Keyring::open(Box::new(slab), &master)?.people();
    put_in_place(&new_ring, &places.keyring, &file)?;
    finish(places)?;
    Ok(people)
}

/// Finishes a change that was interrupted between its two files: the keyring is new already, its master key lies beside the old one.
pub(super) fn finish(places: &Places) -> Result<(), Error> {
    let new_key = beside(&places.key);
    if !new_key.exists() || !places.keyring.exists() {
        return Ok(());
    }
    let (master, _) = MasterKey::load(&new_key)?;
    let slab = FileSlab::look(&places.keyring)
        .map_err(|e| Error::io("cannot open the keyring", &places.keyring, e))?;
    if keyring::needs(&slab)? == master.id() {
        let file = File::open(&new_key).map_err(|e| Error::io("cannot open", &new_key, e))?;
        put_in_place(&new_key, &places.key, &file)?;
    }
    Ok(())
}

fn put_in_place(new: &Path, place: &Path, file: &File) -> Result<(), Error> {
    fs::rename(new, place).map_err(|e| Error::io("cannot put in place", place, e))?;
    sync_with_folder(file, place)
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.to_owned().into_os_string();
    name.push(".rotating");
    PathBuf::from(name)
}
