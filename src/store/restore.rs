//! Putting a backup back, and looking at one without doing so.
//!
//! Invariants: nothing is ever written over, and a folder that holds anything is refused; the whole backup is read through before its first
//! row is written; a restore that was interrupted cannot be opened, only begun anew; the newest keyring decides who is still there, so
//! people who were erased since are not; a nudge of then is not sent now, for it may have been sent since.
//! Deliberately not here: the file's layout (`backup`), and which backup is the newest (`cli`).

use std::{
    fs::{self, File},
    io::BufReader,
    path::{Path, PathBuf},
};

use super::{
    Error, Findings, Notice, Places, Store,
    backend::{Backend, Batch, Durability},
    backup::{self, Contents, Head},
    check::Look,
    copy::Row,
    doctor::look,
    keyring::{Counters, Keyring},
    keys::{hex, make_folder},
    memory::Memory,
    open::{COUNTERS, open_keys, read_counters},
    rows,
    seal::Sealer,
    sled::{Sled, Tuning, sync_folder},
};
use crate::dialogue::Class;

/// The store's note that it was put back from a backup, until whoever uses it has seen to what that means.
pub const RESTORED: &str = "restored";
/// Stands in the data folder until all rows are back: what a store has made there is worth nothing.
const UNFINISHED: &str = "restoring";
/// Stands in the data folder while what it holds is put aside: it is worth everything, and not in one place.
const MOVING: &str = "putting-aside";
/// What an empty data folder may hold: files that say nothing, and what was put aside.
const HARMLESS: [&str; 6] = ["lock", "pulse", "control", "lost+found", UNFINISHED, MOVING];
const ASIDE: &str = "set-aside-";

/// What a restore did.
#[derive(Debug)]
pub struct Restored {
    pub contents: Contents,
    /// Where that lies which was in the folder before.
    pub put_aside: Option<PathBuf>,
    pub notices: Vec<Notice>,
    /// Nudges that were on their way when the backup was made.
    pub not_sent: usize,
    pub findings: Findings,
}

/// Puts a backup into the data folder, which holds nothing yet; or, with `aside`, whose contents are put into a folder of that name within it.
///
/// # Errors
/// Any of [`Error`]; the folder then holds what it held before, or no data that could be opened.
pub fn restore(
    file: &Path,
    places: &Places,
    tuning: Tuning,
    aside: Option<&str>,
) -> Result<Restored, Error> {
    if aside.is_none() {
        check_empty(&places.data)?;
    }
    if super::lies_in(file, &places.data)? {
        return Err(Error::BackupInside {
            path: file.to_owned(),
        });
    }
    for key in [&places.key, &places.keyring] {
        super::open::check_apart(key, &places.data)?;
    }
    // It locks the keyring too: no Charley runs on it.
    let keyring = open_keys(places, true, &mut Vec::new())?;
    let contents = look_through(file, &keyring)?;
    if aside.is_some() {
        compare_with_what_is_there(places, tuning, &keyring)?;
    }
    clear(&places.data)?;
    let put_aside = match aside {
        Some(name) => set_aside(&places.data, name)?,
        None => None,
    };
    put_mark(&places.data, UNFINISHED)?;
    take_mark(&places.data, MOVING)?;
    let (mut backend, mut notices) = Sled::open(&places.data, tuning)?;
    read(file, &keyring, |rows| {
        backend.commit(&batch(rows), Durability::Flushed)
    })?;
    let mut note = Batch::new();
    note.put(rows::meta(RESTORED), [1]);
    backend.commit(&note, Durability::Synced)?;
    let (mut store, more) = Store::with(Box::new(backend), keyring)?;
    notices.extend(more);
    let not_sent = forget_nudges(&mut store)?;
    let findings = store.check()?;
    store.close()?;
    take_mark(&places.data, UNFINISHED)?;
    Ok(Restored {
        contents,
        put_aside,
        notices,
        not_sent,
        findings,
    })
}

/// Reads a backup through. With the keys at hand it also looks at every row, in memory.
///
/// # Errors
/// Any of [`Error`].
pub fn verify(file: &Path, places: &Places) -> Result<(Contents, Option<Findings>), Error> {
    if !places.key.exists() || !places.keyring.exists() {
        let contents = backup::read(open(file)?, |_| Ok(None), |_| Ok(()))?;
        return Ok((contents, None));
    }
    let (contents, findings) = look_into(open(file)?, &look(places)?)?;
    Ok((contents, Some(findings)))
}

/// Reads a backup into memory, and looks at every row.
///
/// # Errors
/// Any of [`Error`].
pub(super) fn look_into(
    from: impl std::io::Read,
    keyring: &Keyring,
) -> Result<(Contents, Findings), Error> {
    let mut backend = Memory::new();
    let contents = backup::read(from, sealer_of(keyring), |rows| {
        backend.commit(&batch(rows), Durability::Flushed)
    })?;
    let known = read_counters(&backend)?;
    check_is_new_enough(keyring, known)?;
    let look = Look {
        outlived: keyring.counters().erasures > known.erasures,
        backend: &backend,
        keyring,
    };
    let findings = look.check()?;
    Ok((contents, findings))
}

/// Whether a restore into this folder was interrupted.
#[must_use]
pub(super) fn cannot_be_opened(data: &Path) -> bool {
    data.join(UNFINISHED).exists() || data.join(MOVING).exists()
}

/// Whether what a store has made in this folder is half of a restore.
fn is_unfinished(data: &Path) -> bool {
    data.join(UNFINISHED).exists() && !data.join(MOVING).exists()
}

/// Reads a backup to its end before anything is changed, and refuses one that this keyring is too old for.
fn look_through(file: &Path, keyring: &Keyring) -> Result<Contents, Error> {
    let mut known = Counters::default();
    let contents = read(file, keyring, |rows| {
        let counters = rows::meta(COUNTERS);
        for (_, value) in rows.into_iter().filter(|(key, _)| *key == counters) {
            let bytes = value.and_then(|value| value.try_into().ok());
            known = bytes.map_or_else(Counters::default, Counters::from_bytes);
        }
        Ok(())
    })?;
    check_is_new_enough(keyring, known)?;
    Ok(contents)
}

/// An older keyring would bring erased people back, and does not know the newest.
fn check_is_new_enough(keyring: &Keyring, known: Counters) -> Result<(), Error> {
    let (expected, found) = (known.changes, keyring.counters().changes);
    if expected > found {
        return Err(Error::KeyringOlder { expected, found });
    }
    Ok(())
}

/// Data that are put aside may know that the keyring is an old copy, which would bring erased people back.
fn compare_with_what_is_there(
    places: &Places,
    tuning: Tuning,
    keyring: &Keyring,
) -> Result<(), Error> {
    if is_unfinished(&places.data) || !places.data.join("db").exists() {
        return Ok(());
    }
    let opened = Sled::open(&places.data, tuning);
    match opened.and_then(|(backend, _)| read_counters(&backend)) {
        // That is why it is put aside.
        Err(Error::Corrupt { .. }) => Ok(()),
        known => check_is_new_enough(keyring, known?),
    }
}

/// Moves all that a data folder holds into a folder within it. `None`: it held nothing.
fn set_aside(data: &Path, stamp: &str) -> Result<Option<PathBuf>, Error> {
    let found = contents_of(data)?;
    if found.is_empty() {
        return Ok(None);
    }
    // Nobody may work on what is moved away.
    let _lock = super::sled::lock(data)?;
    let folder = data.join(format!("{ASIDE}{stamp}"));
    fs::create_dir(&folder).map_err(|e| Error::io("cannot make the folder", &folder, e))?;
    put_mark(data, MOVING)?;
    for path in found {
        if let Some(name) = path.file_name() {
            fs::rename(&path, folder.join(name)).map_err(|e| Error::io("cannot move", &path, e))?;
        }
    }
    sync_folder(data)?;
    Ok(Some(folder))
}

fn read(
    file: &Path,
    keyring: &Keyring,
    visit: impl FnMut(Vec<Row>) -> Result<(), Error>,
) -> Result<Contents, Error> {
    backup::read(open(file)?, sealer_of(keyring), visit)
}

fn sealer_of(keyring: &Keyring) -> impl FnOnce(&Head) -> Result<Option<Sealer>, Error> {
    |head| {
        if head.keyring == keyring.id() {
            return Ok(Some(keyring.service().clone()));
        }
        Err(Error::BackupOfOtherKeyring {
            expected: hex(&head.keyring).to_string(),
            found: hex(&keyring.id()).to_string(),
        })
    }
}

fn open(file: &Path) -> Result<BufReader<File>, Error> {
    let opened = File::open(file).map_err(|e| Error::io("cannot open", file, e))?;
    Ok(BufReader::with_capacity(1 << 20, opened))
}

fn batch(rows: Vec<Row>) -> Batch {
    let mut batch = Batch::new();
    for (key, value) in rows {
        match value {
            Some(value) => batch.put(key, value),
            None => batch.delete(key),
        }
    }
    batch
}

/// What a data folder holds beside what may be there.
fn contents_of(data: &Path) -> Result<Vec<PathBuf>, Error> {
    let unreadable = |e| Error::io("cannot read the folder", data, e);
    let listed = match fs::read_dir(data) {
        Ok(listed) => listed,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(unreadable(e)),
    };
    let mut found = Vec::new();
    for file in listed {
        let file = file.map_err(unreadable)?;
        let name = file.file_name();
        let name = name.to_string_lossy();
        if !HARMLESS.contains(&&*name) && !name.starts_with(ASIDE) {
            found.push(file.path());
        }
    }
    Ok(found)
}

/// Whether it is what a store makes, by its name.
fn is_of_a_store(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    const KNOWN: [&str; 5] = ["db", "conf", "blobs", "at-hand", "tally"];
    KNOWN.contains(&&*name) || name.starts_with("snap.") || name.starts_with("before-opening")
}

fn check_empty(data: &Path) -> Result<(), Error> {
    let mut found = contents_of(data)?;
    if is_unfinished(data) {
        found.retain(|path| !is_of_a_store(path));
    }
    if found.is_empty() {
        return Ok(());
    }
    Err(Error::NotEmpty {
        path: data.to_owned(),
        hint: "to put what is there aside first, add --set-aside",
    })
}

fn put_mark(data: &Path, name: &str) -> Result<(), Error> {
    make_folder(data).map_err(|e| Error::io("cannot make the data folder", data, e))?;
    let mark = data.join(name);
    let file = File::create(&mark).map_err(|e| Error::io("cannot make", &mark, e))?;
    super::keys::sync_with_folder(&file, &mark)
}

fn take_mark(data: &Path, name: &str) -> Result<(), Error> {
    let mark = data.join(name);
    match fs::remove_file(&mark) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::io("cannot remove", &mark, e))
        }
        Ok(()) | Err(_) => sync_folder(data),
    }
}

/// Takes away what an interrupted restore has left, and nothing else.
fn clear(data: &Path) -> Result<(), Error> {
    if !is_unfinished(data) {
        return Ok(());
    }
    for path in contents_of(data)?
        .into_iter()
        .filter(|it| is_of_a_store(it))
    {
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.map_err(|e| Error::io("cannot remove", &path, e))?;
    }
    Ok(())
}

/// What was on its way unasked may have arrived since.
fn forget_nudges(store: &mut Store) -> Result<usize, Error> {
    let mut txn = store.txn();
    let mut forgotten = 0;
    for key in txn.outbox()? {
        let row = txn.row(key)?;
        if row.is_some_and(|row| row.class == Class::Nudge) {
            txn.remove_row(key)?;
            forgotten += 1;
        }
    }
    txn.commit(Durability::Synced)?;
    Ok(forgotten)
}
