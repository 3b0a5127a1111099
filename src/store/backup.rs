//! The file of a backup: the rows of a consistent copy (`copy`), sealed once more and checksummed. It holds no keys.
//!
//! ```text
//! header: magic, version, store format (4), keyring id (16), when it was made (8), the program's version (1 + n)
//! chunks: length (4), sealed rows; each bound to the header, its number, and whether it is the last
//! end:    SHA-256 of all before (32)
//! row:    1, key length (2), key, value length (4), value; or, where it was deleted in the meantime: 0, key length (2), key
//! ```
//!
//! Invariants: what a person's rows say is sealed with their own key, so whoever was erased since cannot be read; that somebody was there, and
//! the rest, such as due times, is sealed with the service's key, which a new master key does not change. A file that was cut, or in which anything was
//! altered or moved, is refused: by the checksum for everybody, by the seals for whoever has the keys.
//! Deliberately not here: where the file lies (`cli`), and putting it back (`restore`).

use std::{
    fmt,
    io::{ErrorKind, Read, Write},
};

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::{
    Error, Store,
    copy::{Piece, Row},
    keyring::Counters,
    keys::hex,
    open::STORE_FORMAT,
    seal::{self, Nonces, Sealer},
};

const MAGIC: &[u8; 8] = b"CHARBACK";
const VERSION: u8 = 1;
/// No chunk is longer: a length beyond it is damage, and must not ask for memory.
const LONGEST: u32 = 256 << 20;

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub format: u32,
    /// The keyring whose people it holds.
    pub keyring: [u8; 16],
    pub made: DateTime<Utc>,
    /// The version of the program that made it.
    pub program: String,
}

impl Head {
    fn new(keyring: [u8; 16], made: DateTime<Utc>) -> Self {
        Self {
            format: STORE_FORMAT,
            keyring,
            made,
            program: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let program = &self.program.as_bytes()[..self.program.len().min(255)];
        let mut bytes = MAGIC.to_vec();
        bytes.push(VERSION);
        bytes.extend(self.format.to_be_bytes());
        bytes.extend(self.keyring);
        bytes.extend(self.made.timestamp().to_be_bytes());
        bytes.push(u8::try_from(program.len()).unwrap_or(u8::MAX));
        bytes.extend(program);
        bytes
    }

    fn read(from: &mut impl Read) -> Result<Self, Error> {
        let magic: [u8; 8] = array(from)?;
        if &magic != MAGIC {
            return Err(Error::NoBackup("it does not begin like a backup"));
        }
        let [version] = array(from)?;
        if version > VERSION {
            return Err(Error::BackupNewer);
        }
        let head = Self {
            format: u32::from_be_bytes(array(from)?),
            keyring: array(from)?,
            made: DateTime::from_timestamp(i64::from_be_bytes(array(from)?), 0)
                .ok_or(Error::NoBackup("its date makes no sense"))?,
            program: {
                let [len] = array(from)?;
                let text = exactly(from, usize::from(len))?;
                String::from_utf8(text).map_err(|_| Error::NoBackup("its head is damaged"))?
            },
        };
        if head.format > STORE_FORMAT {
            return Err(Error::NewerFormat {
                found: head.format,
                known: STORE_FORMAT,
            });
        }
        Ok(head)
    }
}

/// How much a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    pub head: Head,
    pub chunks: u64,
    /// Rows, those counted once more that changed while it was made. 0 where the keys were not at hand.
    pub rows: u64,
    pub bytes: u64,
}

/// Which keyring a backup belongs to, and what it is sealed with.
#[derive(Clone)]
pub struct Stamp {
    pub keyring: [u8; 16],
    sealer: Sealer,
}

impl Stamp {
    /// What opens a backup that was made with it.
    #[must_use]
    pub fn into_sealer(self) -> Sealer {
        self.sealer
    }
}

impl fmt::Debug for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The sealer is a key.
        f.debug_struct("Stamp").finish_non_exhaustive()
    }
}

impl Store {
    /// What a backup of this store is sealed with.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        Stamp {
            keyring: self.keyring.id(),
            sealer: self.keyring.service().clone(),
        }
    }

    /// The keyring's bytes, still wrapped by the master key; `None` where it has not changed since, or, with
    /// `only_erasures`, where nobody was erased since.
    ///
    /// # Errors
    /// An I/O error.
    pub fn keyring_since(
        &self,
        since: Option<Counters>,
        only_erasures: bool,
    ) -> Result<Option<(Counters, Vec<u8>)>, Error> {
        let now = self.keyring.counters();
        let is_known = since
            .is_some_and(|since| since == now || (only_erasures && since.erasures == now.erasures));
        if is_known {
            return Ok(None);
        }
        Ok(Some((now, self.keyring.bytes()?)))
    }
}

/// Writes a backup, a piece at a time.
pub struct BackupWriter<W> {
    out: Hashing<W>,
    sealer: Sealer,
    nonces: Nonces,
    head: [u8; 32],
    chunks: u64,
}

impl<W: Write> BackupWriter<W> {
    /// Writes the head of a backup that is made now.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn new(out: W, stamp: Stamp, now: DateTime<Utc>) -> std::io::Result<Self> {
        let bytes = Head::new(stamp.keyring, now).bytes();
        let mut out = Hashing::new(out);
        out.write_all(&bytes)?;
        Ok(Self {
            out,
            sealer: stamp.sealer,
            nonces: Nonces::new(),
            head: Sha256::digest(&bytes).into(),
            chunks: 0,
        })
    }

    /// Writes a piece; the last one with the checksum behind it.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn piece(&mut self, piece: &Piece) -> std::io::Result<()> {
        let mut chunk = vec![0; seal::HEADER];
        for row in &piece.rows {
            put_row(&mut chunk, row)?;
        }
        let place = place(&self.head, self.chunks, piece.last);
        self.sealer
            .seal(&mut self.nonces, &place, &mut chunk)
            .map_err(std::io::Error::other)?;
        let len = u32::try_from(chunk.len()).map_err(std::io::Error::other)?;
        if len > LONGEST {
            return Err(std::io::Error::other("a part of it is too long"));
        }
        self.out.write_all(&len.to_be_bytes())?;
        self.out.write_all(&chunk)?;
        self.chunks += 1;
        if piece.last {
            self.out.write_all(&0u32.to_be_bytes())?;
            let sum = self.out.sum.clone().finalize();
            self.out.write_all(&sum)?;
            self.out.flush()?;
        }
        Ok(())
    }
}

/// Reads a backup through, to its end, and hands each row to `visit`. Without a `sealer` only the checksum is looked at, and no row is handed on.
///
/// # Errors
/// [`Error::NoBackup`] where it is cut or damaged, [`Error::BackupNewer`] or [`Error::NewerFormat`], and what `visit` returns.
pub fn read(
    from: impl Read,
    sealer: impl FnOnce(&Head) -> Result<Option<Sealer>, Error>,
    mut visit: impl FnMut(Vec<Row>) -> Result<(), Error>,
) -> Result<Contents, Error> {
    let mut from = Hashing::new(from);
    let head = Head::read(&mut from)?;
    let bound = Sha256::digest(head.bytes()).into();
    let sealer = sealer(&head)?;
    let mut contents = Contents {
        head,
        chunks: 0,
        rows: 0,
        bytes: 0,
    };
    let mut chunk = next_chunk(&mut from)?;
    while let Some(bytes) = chunk {
        // Only what comes behind tells whether this was the last.
        chunk = next_chunk(&mut from)?;
        if let Some(sealer) = &sealer {
            let place = place(&bound, contents.chunks, chunk.is_none());
            let plain = sealer
                .open(&place, bytes)
                .map_err(|_| Error::NoBackup("a part of it does not open with these keys"))?;
            let rows = rows(&plain)?;
            contents.rows += rows.len() as u64;
            visit(rows)?;
        }
        contents.chunks += 1;
    }
    if contents.chunks == 0 {
        return Err(Error::NoBackup("it is empty"));
    }
    let expected: [u8; 32] = from.sum.clone().finalize().into();
    if array::<32>(&mut from)? != expected {
        return Err(Error::NoBackup(
            "its checksum does not agree: it is damaged",
        ));
    }
    if from.read(&mut [0]).map_err(reading)? != 0 {
        return Err(Error::NoBackup("something follows behind its end"));
    }
    contents.bytes = from.bytes;
    Ok(contents)
}

/// Names a chunk to its seal: of which backup, which one, and whether it is the last. No row's key begins so.
fn place(head: &[u8; 32], number: u64, last: bool) -> Vec<u8> {
    let mut place = vec![b'B'];
    place.extend(head);
    place.extend(number.to_be_bytes());
    place.push(u8::from(last));
    place
}

fn put_row(into: &mut Vec<u8>, (key, value): &Row) -> std::io::Result<()> {
    let len = u16::try_from(key.len()).map_err(std::io::Error::other)?;
    into.push(u8::from(value.is_some()));
    into.extend(len.to_be_bytes());
    into.extend(key);
    if let Some(value) = value {
        let len = u32::try_from(value.len()).map_err(std::io::Error::other)?;
        into.extend(len.to_be_bytes());
        into.extend(value);
    }
    Ok(())
}

fn rows(mut plain: &[u8]) -> Result<Vec<Row>, Error> {
    let from = &mut plain;
    let mut rows = Vec::new();
    while !from.is_empty() {
        let [there] = array(from)?;
        let len = u16::from_be_bytes(array(from)?);
        let key = exactly(from, usize::from(len))?;
        let value = match there {
            0 => None,
            _ => {
                let len = u32::from_be_bytes(array(from)?);
                Some(exactly(from, len as usize)?)
            }
        };
        rows.push((key, value));
    }
    Ok(rows)
}

/// `None`: that was the last one.
fn next_chunk(from: &mut impl Read) -> Result<Option<Vec<u8>>, Error> {
    match u32::from_be_bytes(array(from)?) {
        0 => Ok(None),
        len if len > LONGEST => Err(Error::NoBackup("a part of it has no sensible length")),
        len => exactly(from, len as usize).map(Some),
    }
}

fn array<const N: usize>(from: &mut impl Read) -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes).map_err(reading)?;
    Ok(bytes)
}

fn exactly(from: &mut impl Read, len: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    // A length that lies asks for no more memory than there are bytes.
    let read = from
        .by_ref()
        .take(len as u64)
        .read_to_end(&mut bytes)
        .map_err(reading)?;
    if read < len {
        return Err(Error::NoBackup("it ends too early"));
    }
    Ok(bytes)
}

fn reading(error: std::io::Error) -> Error {
    match error.kind() {
        ErrorKind::UnexpectedEof => Error::NoBackup("it ends too early"),
        _ => Error::io("cannot read", "the backup".as_ref(), error),
    }
}

/// Reads or writes, and keeps the sum of all bytes.
struct Hashing<T> {
    inner: T,
    sum: Sha256,
    bytes: u64,
}

impl<T> Hashing<T> {
    fn new(inner: T) -> Self {
        Self {
            inner,
            sum: Sha256::new(),
            bytes: 0,
        }
    }

    fn add(&mut self, bytes: &[u8]) {
        self.sum.update(bytes);
        self.bytes += bytes.len() as u64;
    }
}

impl<T: Read> Read for Hashing<T> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let len = self.inner.read(into)?;
        self.add(&into[..len]);
        Ok(len)
    }
}

impl<T: Write> Write for Hashing<T> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let len = self.inner.write(bytes)?;
        self.add(&bytes[..len]);
        Ok(len)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "made {} by Charley {}, keyring {}",
            self.made.format("%Y-%m-%d %H:%M:%S UTC"),
            self.program,
            hex(&self.keyring).as_str()
        )
    }
}
