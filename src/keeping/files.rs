//! Files that appear whole, and the folder of the rolling backups.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{BufWriter, ErrorKind, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use chrono::{DateTime, NaiveDateTime, Utc};

type Out = BufWriter<File>;

/// Behind the name of a file that is not whole yet.
const PART: &str = ".part";

/// Writes a new file: nothing has its name before it is whole, on the disk, and found good by `check`, whose answer is returned.
///
/// # Errors
/// Where there is such a file already, or writing or the check fails; then nothing is left behind.
pub fn put_new<T>(
    path: &Path,
    write: impl FnOnce(&mut Out) -> anyhow::Result<()>,
    check: impl FnOnce(&Path) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    if path.symlink_metadata().is_ok() {
        bail!(
            "{} is there already, and is not written over",
            path.display()
        );
    }
    whole(path, write, check, |part| match fs::hard_link(part, path) {
        Ok(()) => {
            // It is there under both names: a leftover is swept later.
            let _ = fs::remove_file(part);
            Ok(())
        }
        Err(e) if e.kind() == ErrorKind::AlreadyExists => Err(e),
        // Not every file system knows links.
        Err(_) => fs::rename(part, path),
    })
}

/// Writes a file in place of an older one.
///
/// # Errors
/// Where writing fails; the older one is then still there.
pub fn replace(
    path: &Path,
    write: impl FnOnce(&mut Out) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    whole(path, write, |_| Ok(()), |part| fs::rename(part, path))
}

fn whole<T>(
    path: &Path,
    write: impl FnOnce(&mut Out) -> anyhow::Result<()>,
    check: impl FnOnce(&Path) -> anyhow::Result<T>,
    name: impl FnOnce(&Path) -> std::io::Result<()>,
) -> anyhow::Result<T> {
    let mut part: OsString = path.to_owned().into();
    part.push(PART);
    let part = PathBuf::from(part);
    let cannot = || format!("{} cannot be written", path.display());
    // What an interrupted run has left.
    match fs::remove_file(&part) {
        Err(e) if e.kind() != ErrorKind::NotFound => return Err(e).with_context(cannot),
        _ => {}
    }
    let written = (|| {
        let mut options = File::options();
        let file = options.write(true).create_new(true).mode(0o600).open(&part);
        let mut out = BufWriter::with_capacity(1 << 18, file.with_context(cannot)?);
        write(&mut out)?;
        out.flush().with_context(cannot)?;
        out.get_ref().sync_all().with_context(cannot)?;
        drop(out);
        let checked = check(&part)?;
        name(&part).with_context(cannot)?;
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
        let folder = File::open(folder.unwrap_or(Path::new(".")));
        match folder.and_then(|it| it.sync_all()) {
            // Some network file systems cannot do that for folders.
            Err(e) if !matches!(e.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => {
                Err(e).with_context(cannot)
            }
            Ok(()) | Err(_) => Ok(checked),
        }
    })();
    if written.is_err() {
        // It says nothing to anybody.
        let _ = fs::remove_file(&part);
    }
    written
}

/// The bytes of all files in a folder.
#[must_use]
pub fn folder_size(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files
        .map(|file| match file.metadata() {
            Ok(found) if found.is_dir() => folder_size(&file.path()),
            Ok(found) => found.len(),
            Err(_) => 0,
        })
        .sum()
}

/// The folder of the rolling backups. A file's name says when it was made; other files in it are left alone.
#[derive(Debug, Clone)]
pub struct Backups(PathBuf);

const BEFORE: &str = "charley-";
const STAMP: &str = "%Y%m%dT%H%M%SZ";
const AFTER: &str = ".backup";

impl Backups {
    #[must_use]
    pub const fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// The name of a backup that is made now.
    #[must_use]
    pub fn file(&self, now: DateTime<Utc>) -> PathBuf {
        self.0.join(format!("{BEFORE}{}{AFTER}", now.format(STAMP)))
    }

    /// All that are there, the newest first. A folder that is not there holds none.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn all(&self) -> std::io::Result<Vec<(DateTime<Utc>, PathBuf)>> {
        let listed = match fs::read_dir(&self.0) {
            Ok(listed) => listed,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(e) => return Err(e),
        };
        let mut found = Vec::new();
        for file in listed {
            let file = file?;
            let name = file.file_name();
            let made = name.to_str().and_then(|name| {
                let stamp = name.strip_prefix(BEFORE)?.strip_suffix(AFTER)?;
                NaiveDateTime::parse_from_str(stamp, STAMP).ok()
            });
            found.extend(made.map(|made| (made.and_utc(), file.path())));
        }
        found.sort_unstable_by(|a, b| b.cmp(a));
        Ok(found)
    }

    /// Takes away what a process that was killed has left half-written.
    ///
    /// # Errors
    /// Where the folder cannot be read or written.
    pub fn sweep(&self) -> std::io::Result<()> {
        for file in fs::read_dir(&self.0)? {
            let file = file?;
            let name = file.file_name();
            let name = name.to_string_lossy();
            if name.starts_with(BEFORE) && name.ends_with(&format!("{AFTER}{PART}")) {
                fs::remove_file(file.path())?;
            }
        }
        Ok(())
    }

    /// All that are there, the newest first; those from the future, which a clock that was wrong has made, behind all others.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn in_order(&self, now: DateTime<Utc>) -> std::io::Result<Vec<(DateTime<Utc>, PathBuf)>> {
        let mut all = self.all()?;
        all.sort_by_key(|(made, _)| *made > now);
        Ok(all)
    }
}
