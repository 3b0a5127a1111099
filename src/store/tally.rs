//! How far the store had come: the number of the last commit that is surely on the disk, in a small file beside it, and a copy of the store's
//! files for as long as it is not known that they open whole.
//!
//! sled takes a damaged record near the end of its log for the torn end, and overwrites what comes after it. After a crash it cannot know
//! better: so we count. A store whose rows end before the number told here has lost what was acknowledged.
//!
//! Invariants: the number is written after the commit is on the disk, so that after a loss of power it is too low at most; a file that
//! cannot be read says nothing; what was copied is put back before anything else if the process died while it was opening the store.
//!
//! Deliberately not here: sled.

use std::{
    fs::{self, File},
    io,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::{Error, keys::make_folder, sled::sync_folder};

/// The file's name.
pub(super) const FILE: &str = "tally";
/// Where the files are copied to before they are opened, and the copy in the making.
const COPY: &str = "before-opening";
const HALF: &str = "before-opening.part";
/// What was copied, a name a line; stands in the copy.
const LIST: &str = "files";
/// Where sled keeps what is too large for its log.
const BLOBS: &str = "blobs";
const MAGIC: &[u8; 8] = b"CHARTALY";
const LENGTH: usize = 24;

/// The number of the last commit that is surely on the disk; 0: there is no such file, or it cannot be understood.
pub(super) fn told(dir: &Path) -> u64 {
    let read = || {
        let bytes: [u8; LENGTH] = fs::read(dir.join(FILE)).ok()?.try_into().ok()?;
        let (head, check) = bytes.split_at(LENGTH - 8);
        let (magic, number) = head.split_at(8);
        let is_sound = magic == MAGIC && check == check_of(head);
        number.try_into().ok().filter(|_| is_sound)
    };
    read().map_or(0, u64::from_be_bytes)
}

fn check_of(bytes: &[u8]) -> [u8; 8] {
    let digest: [u8; 32] = Sha256::digest(bytes).into();
    let mut check = [0; 8];
    check.copy_from_slice(&digest[..8]);
    check
}

/// The file, open.
pub(super) struct Tally(File);

impl Tally {
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let path = dir.join(FILE);
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path);
        file.map(Self)
            .map_err(|e| Error::io("cannot make the file", &path, e))
    }

    /// Not synced: what is lost with the power is a number that was too low anyway.
    pub fn write(&self, number: u64) -> io::Result<()> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(number.to_be_bytes());
        bytes.extend(check_of(&bytes));
        self.0.write_all_at(&bytes, 0)
    }
}

/// The store's files as they were before they were opened.
pub(super) struct Copy {
    dir: PathBuf,
}

impl Copy {
    /// Copies the files. `None`: there is no room for that beside the reserve.
    pub fn of(dir: &Path, reserve: u64) -> Result<Option<Self>, Error> {
        let half = dir.join(HALF);
        let files = files(dir)?;
        let size: u64 = files
            .iter()
            .filter_map(|file| fs::metadata(dir.join(file)).ok())
            .map(|metadata| metadata.len())
            .sum();
        let free = fs2::available_space(dir)
            .map_err(|e| Error::io("cannot ask for the free space of", dir, e))?;
        if free < size.saturating_add(reserve) {
            return Ok(None);
        }
        make_folder(&half.join(BLOBS))
            .map_err(|e| Error::io("cannot make the folder", &half, e))?;
        let mut list = String::new();
        for file in &files {
            copy_to(&dir.join(file), &half.join(file))?;
            list.push_str(&file.to_string_lossy());
            list.push('\n');
        }
        let path = half.join(LIST);
        fs::write(&path, list)
            .and_then(|()| File::open(&path)?.sync_all())
            .map_err(|e| Error::io("cannot write", &path, e))?;
        sync_folder(&half.join(BLOBS))?;
        sync_folder(&half)?;
        let copy = dir.join(COPY);
        fs::rename(&half, &copy).map_err(|e| Error::io("cannot move", &half, e))?;
        sync_folder(dir)?;
        Ok(Some(Self {
            dir: dir.to_owned(),
        }))
    }

    /// What an opening that never ended has left behind: a half copy is none, and a whole one is put back.
    pub fn settle(dir: &Path) -> Result<(), Error> {
        let half = dir.join(HALF);
        if half.exists() {
            fs::remove_dir_all(&half).map_err(|e| Error::io("cannot remove", &half, e))?;
        }
        if dir.join(COPY).exists() {
            let dir = dir.to_owned();
            Self { dir }.put_back()?;
        }
        Ok(())
    }

    /// The files as they were, in their place: moved, so that it takes no room, and so that whoever still has the others open does them no harm.
    /// This may be ended anywhere and begun again.
    pub fn put_back(self) -> Result<(), Error> {
        let copy = self.dir.join(COPY);
        let path = copy.join(LIST);
        let list = fs::read_to_string(&path).map_err(|e| Error::io("cannot read", &path, e))?;
        for file in files(&copy)? {
            let to = self.dir.join(&file);
            fs::rename(copy.join(&file), &to).map_err(|e| Error::io("cannot move", &to, e))?;
        }
        for file in files(&self.dir)? {
            // One that came since would not fit the log that comes back.
            if !list.lines().any(|listed| Path::new(listed) == file) {
                let path = self.dir.join(&file);
                fs::remove_file(&path).map_err(|e| Error::io("cannot remove", &path, e))?;
            }
        }
        sync_folder(&self.dir)?;
        self.remove()
    }

    /// The files as they were, by another name, for whoever may want them.
    pub fn keep(self, folder: &Path) -> Result<(), Error> {
        let copy = self.dir.join(COPY);
        fs::rename(&copy, folder).map_err(|e| Error::io("cannot move", &copy, e))?;
        sync_folder(&self.dir)
    }

    /// By another name first: half a copy that is put back would take the other half away.
    pub fn remove(self) -> Result<(), Error> {
        let (copy, half) = (self.dir.join(COPY), self.dir.join(HALF));
        fs::rename(&copy, &half).map_err(|e| Error::io("cannot move", &copy, e))?;
        sync_folder(&self.dir)?;
        fs::remove_dir_all(&half).map_err(|e| Error::io("cannot remove", &half, e))
    }
}

/// Copies a file, and onto the disk: what is half there after a loss of power must not be put back.
fn copy_to(path: &Path, to: &Path) -> Result<(), Error> {
    fs::copy(path, to)
        .and_then(|_| File::open(to)?.sync_all())
        .map_err(|e| Error::io("cannot copy", path, e))
}

/// sled's files of a folder, by their names in it: all but what is ours.
fn files(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = names(dir)?;
    found.retain(|name| name == "db" || name == "conf" || name.starts_with("snap."));
    let mut found: Vec<PathBuf> = found.into_iter().map(PathBuf::from).collect();
    let blobs = dir.join(BLOBS);
    if blobs.exists() {
        let blobs = names(&blobs)?.into_iter();
        found.extend(blobs.map(|name| Path::new(BLOBS).join(name)));
    }
    Ok(found)
}

fn names(dir: &Path) -> Result<Vec<String>, Error> {
    let unreadable = |e| Error::io("cannot read the folder", dir, e);
    let listed = fs::read_dir(dir).map_err(unreadable)?;
    let names = listed.map(|file| Ok(file?.file_name().to_string_lossy().into_owned()));
    names.collect::<io::Result<_>>().map_err(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contents(dir: &Path) -> Vec<String> {
        let read = |name| fs::read_to_string(dir.join(name)).unwrap_or_default();
        ["db", "conf", "snap.1", "snap.2", "blobs/7"]
            .map(read)
            .to_vec()
    }

    /// A folder whose files were copied, and changed since.
    fn opened() -> (tempfile::TempDir, Copy) {
        let dir = tempfile::tempdir().expect("a folder");
        fs::create_dir(dir.path().join(BLOBS)).expect("a folder");
        for name in ["db", "conf", "snap.1", "blobs/7"] {
            fs::write(dir.path().join(name), name).expect("a file");
        }
        let copy = Copy::of(dir.path(), 0).expect("a copy").expect("room");
        fs::write(dir.path().join("db"), "cut").expect("a file");
        fs::write(dir.path().join("snap.2"), "new").expect("a file");
        fs::remove_file(dir.path().join("blobs/7")).expect("it goes");
        (dir, copy)
    }

    #[test]
    fn an_opening_that_died_is_taken_back_however_often_that_dies_too() {
        let (dir, _) = opened();
        // The log was put back already when the process died.
        fs::rename(dir.path().join(COPY).join("db"), dir.path().join("db")).expect("moved");
        Copy::settle(dir.path()).expect("settled");
        assert_eq!(
            contents(dir.path()),
            ["db", "conf", "snap.1", "", "blobs/7"]
        );
        assert!(!dir.path().join(COPY).exists() && !dir.path().join(HALF).exists());
    }

    #[test]
    fn a_copy_that_was_being_removed_is_never_put_back() {
        let (dir, copy) = opened();
        fs::rename(dir.path().join(COPY), dir.path().join(HALF)).expect("moved");
        fs::remove_file(dir.path().join(HALF).join("db")).expect("removed");
        drop(copy);
        Copy::settle(dir.path()).expect("settled");
        assert_eq!(contents(dir.path()), ["cut", "conf", "snap.1", "new", ""]);
    }
}
