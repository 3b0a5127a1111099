//! A new master key: the keyring is wrapped anew, and nothing else changes. Rows, backups and who people are in the store stay as they are.
//!
//! Invariants: at every moment one of the master keys that lie there opens the keyring that lies there, and an interrupted change is finished
//! or taken back by the next opening; nothing of it stays behind that could open what is erased later.
//! Deliberately not here: what happens to copies of the old key file; the operator destroys them.

use std::{
    fs::{self, File},
    os::unix::fs::FileExt as _,
    path::{Path, PathBuf},
};

use super::{
    Error, Places,
    keyring::{self, Keyring},
    keys::{MasterKey, sync_with_folder},
    open::{open_keys, real_path},
    slab::{FileSlab, Slab},
};

/// Behind the names of the new files, until they are in place, and of the old key, until it is not needed any more.
const NEW: &str = ".rotating";
const OLD: &str = ".rotating-old";

/// Makes a new master key and wraps the keyring with it. Returns how many people's keys that were.
///
/// # Errors
/// Any of [`Error`]; [`Error::Locked`] while a Charley runs. The old key then still opens the keyring.
pub fn rotate(places: &Places) -> Result<usize, Error> {
    // Its lock is held to the end.
    let keyring = open_keys(places, true, &mut Vec::new())?;
    let turned = turn(&resolved(places)?, &keyring);
    // Where nobody knows what is on the disk, the next opening looks.
    if turned.as_ref().is_err_and(|error| !error.must_stop()) {
        let there = FileSlab::look(&places.keyring)
            .map_err(|e| Error::io("cannot open the keyring", &places.keyring, e))?;
        finish(places, &there)?;
        sweep(places)?;
    }
    turned
}

/// A link stays a link: the file behind it changes.
fn resolved(places: &Places) -> Result<Places, Error> {
    Ok(Places {
        key: real_path(&places.key)?,
        keyring: real_path(&places.keyring)?,
        ..places.clone()
    })
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

/// Whether a change was interrupted.
pub(super) fn is_interrupted(places: &Places) -> bool {
    resolved(places).is_ok_and(|places| beside(&places.key, OLD).exists())
}

/// Takes a change back that was interrupted between its two files: the key is the new one already, the keyring still needs the old one.
/// The caller holds the lock of `keyring`, which is the one that lies there: else this could take back what another process is doing.
pub(super) fn finish(places: &Places, keyring: &dyn Slab) -> Result<(), Error> {
    let places = &resolved(places)?;
    let old_key = beside(&places.key, OLD);
    if !old_key.exists() {
        return Ok(());
    }
    let needed = keyring::needs(keyring)?;
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

/// Wipes what a change has left behind, if the key that lies there opens the keyring that lies there. The caller holds the keyring's lock.
pub(super) fn sweep(places: &Places) -> Result<(), Error> {
    let places = &resolved(places)?;
    let leftovers = [
        beside(&places.key, NEW),
        beside(&places.key, OLD),
        beside(&places.keyring, NEW),
    ];
    if !leftovers.iter().any(|it| it.exists()) {
        return Ok(());
    }
    let (key, _) = MasterKey::load(&places.key)?;
    let ring = FileSlab::look(&places.keyring)
        .map_err(|e| Error::io("cannot open the keyring", &places.keyring, e))?;
    if keyring::needs(&ring)? != key.id() {
        return Ok(());
    }
    for leftover in leftovers.iter().filter(|it| it.exists()) {
        wipe(leftover).map_err(|e| Error::io("cannot remove", leftover, e))?;
    }
    Ok(())
}

/// Zeros in place, as far as the file system writes in place, and then the name.
fn wipe(path: &Path) -> std::io::Result<()> {
    let file = File::options().write(true).open(path)?;
    let len = usize::try_from(file.metadata()?.len()).unwrap_or(0);
    file.write_all_at(&vec![0; len], 0)?;
    file.sync_data()?;
    fs::remove_file(path)
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
