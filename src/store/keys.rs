//! The master key: 32 random bytes in a small text file, which wraps every key of the keyring.
//!
//! Invariants: the file is made once, readable by its owner only, and never overwritten; a damaged file is told from a wrong one by its
//! check value. Deliberately not here: what the key wraps (`keyring`).

use std::{
    fs::{self, DirBuilder, File},
    io::{self, ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{Error, Notice};

const HEADER: &str = "charley master key v1";

/// The key that wraps all others. Never printed.
pub struct MasterKey(Zeroizing<[u8; 32]>);

impl MasterKey {
    /// A new key from the system's random source.
    ///
    /// # Errors
    /// [`Error::Random`].
    pub fn generate() -> Result<Self, Error> {
        let mut key = Zeroizing::new([0; 32]);
        getrandom::fill(key.as_mut())?;
        Ok(Self(key))
    }

    /// Reads the file; a notice tells when others could read it too.
    ///
    /// # Errors
    /// [`Error::KeyMissing`], [`Error::KeyDamaged`] or an I/O error.
    pub fn load(path: &Path) -> Result<(Self, Option<Notice>), Error> {
        let text = match fs::read_to_string(path) {
            Ok(text) => Zeroizing::new(text),
            Err(e) if e.kind() == ErrorKind::NotFound => {
                return Err(Error::KeyMissing {
                    path: path.to_owned(),
                });
            }
            Err(e) => return Err(Error::io("cannot read the master key", path, e)),
        };
        let key = Self::from_text(&text).map_err(|detail| Error::KeyDamaged {
            path: path.to_owned(),
            detail,
        })?;
        Ok((key, readable_by_others(path)))
    }

    /// Writes a new file, durably; refuses when there is one already.
    ///
    /// # Errors
    /// An I/O error, or [`Error::SyncFailed`].
    pub fn save_new(&self, path: &Path) -> Result<(), Error> {
        let mut file = File::options()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .map_err(|e| Error::io("cannot make the master key", path, e))?;
        file.write_all(self.to_text().as_bytes())
            .map_err(|e| Error::io("cannot write the master key", path, e))?;
        sync_with_folder(&file, path)
    }

    /// Names the key without telling anything about it.
    #[must_use]
    pub fn id(&self) -> [u8; 8] {
        first_bytes(&keyed_hash(&self.0, b"charley key id"))
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn check(&self) -> [u8; 4] {
        first_bytes(&keyed_hash(&self.0, b"charley key check"))
    }

    fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(format!(
            "{HEADER}\n{}\ncheck {}\n",
            hex(self.0.as_ref()).as_str(),
            hex(&self.check()).as_str()
        ))
    }

    fn from_text(text: &str) -> Result<Self, &'static str> {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        if lines.next() != Some(HEADER) {
            return Err("its first line is not the header of a master key");
        }
        let mut key = Zeroizing::new([0; 32]);
        let digits = lines.next().ok_or("the key itself is missing")?;
        unhex(digits, key.as_mut()).ok_or("the key is not 64 hexadecimal digits")?;
        let key = Self(key);
        let check = lines.next().ok_or("the check value is missing")?;
        let mut told = [0; 4];
        check
            .strip_prefix("check ")
            .and_then(|digits| unhex(digits, &mut told))
            .ok_or("the check value is not readable")?;
        if told != key.check() {
            return Err("the key and its check value do not agree: a digit is wrong");
        }
        Ok(key)
    }
}

/// HMAC-SHA256.
pub(super) fn keyed_hash(key: &[u8; 32], data: &[u8]) -> [u8; 32] {
    let mut mac =
        <Hmac<Sha256> as Mac>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(data);
    mac.finalize().into_bytes().into()
}

pub(super) fn first_bytes<const N: usize>(bytes: &[u8; 32]) -> [u8; N] {
    let mut first = [0; N];
    first.copy_from_slice(&bytes[..N]);
    first
}

pub(super) fn hex(bytes: &[u8]) -> Zeroizing<String> {
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('?');
    // Full capacity at once: a string that grows leaves a copy of the key behind.
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2));
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 15));
    }
    text
}

fn unhex(digits: &str, into: &mut [u8]) -> Option<()> {
    if digits.len() != into.len() * 2 || !digits.is_ascii() {
        return None;
    }
    for (byte, pair) in into.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
        let high = char::from(pair[0]).to_digit(16)?;
        let low = char::from(pair[1]).to_digit(16)?;
        *byte = u8::try_from(high << 4 | low).ok()?;
    }
    Some(())
}

pub(super) fn readable_by_others(path: &Path) -> Option<Notice> {
    let mode = fs::metadata(path).ok()?.permissions().mode();
    (mode & 0o077 != 0).then(|| Notice::ReadableByOthers {
        path: path.to_owned(),
    })
}

/// Makes a folder that only its owner may look into, with those above it that are not there. One that is there stays as it is.
///
/// # Errors
/// An I/O error.
pub fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// A new file is durable only when its folder is too.
pub(super) fn sync_with_folder(file: &File, path: &Path) -> Result<(), Error> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    file.sync_all()
        .and_then(|()| File::open(folder)?.sync_all())
        .map_err(|why| Error::SyncFailed {
            doing: "syncing a key file to the disk",
            why,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_is_private_reads_back_and_is_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("master.key");
        let key = MasterKey::generate().unwrap();
        key.save_new(&path).unwrap();
        let (read, notice) = MasterKey::load(&path).unwrap();
        assert_eq!(read.bytes(), key.bytes());
        assert_eq!(notice, None);
        assert!(MasterKey::generate().unwrap().save_new(&path).is_err());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(MasterKey::load(&path).unwrap().1.is_some());
    }

    #[test]
    fn a_key_with_one_wrong_digit_is_told_from_a_wrong_key() {
        let key = MasterKey::generate().unwrap();
        let text = key.to_text();
        let mut wrong = text.as_bytes().to_vec();
        let at = HEADER.len() + 5;
        wrong[at] = if wrong[at] == b'0' { b'1' } else { b'0' };
        assert!(MasterKey::from_text(&text).is_ok());
        assert!(MasterKey::from_text(&text.replace('\n', "\r\n")).is_ok());
        assert!(MasterKey::from_text(std::str::from_utf8(&wrong).unwrap()).is_err());
        assert!(MasterKey::from_text("").is_err());
    }
}
