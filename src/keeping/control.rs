//! The way from one `charley` to another that runs on the same data: a socket in the data folder, for backups while the bot works.
//!
//! Invariants: only the user that runs Charley can use it; what goes through it is sealed, or wrapped by the master key.
//! Deliberately not here: anything that changes data.

use std::{
    fs,
    io::{BufRead as _, BufReader, BufWriter, ErrorKind, Read, Write},
    os::unix::{
        fs::PermissionsExt as _,
        net::{UnixListener, UnixStream},
    },
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, bail};

use super::from_writer;
use crate::{app::Writer, clock::Clock};

/// How long the other end may take for its request, and to give or take a part of the answer.
const MOMENT: Duration = Duration::from_secs(5);
const PATIENCE: Duration = Duration::from_secs(60);
/// Whoever asks may have to wait until another backup is made.
const LONG: Duration = Duration::from_secs(1800);

/// The answer to a request that can be met; everything else is a reason why not.
const OK: &str = "ok";

/// What can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request {
    Backup,
    Keyring,
}

impl Request {
    const ALL: [Self; 2] = [Self::Backup, Self::Keyring];

    const fn word(self) -> &'static str {
        match self {
            Self::Backup => "backup",
            Self::Keyring => "keyring",
        }
    }
}

fn socket(data: &Path) -> PathBuf {
    data.join("control")
}

/// The bot's end.
pub struct Control(UnixListener);

impl Control {
    /// Opens the socket; one that a killed bot has left is replaced. The caller holds the data folder's lock, so nobody else uses it.
    ///
    /// # Errors
    /// Where it cannot be made: a path that is too long, a file system without sockets.
    pub fn open(data: &Path) -> anyhow::Result<Self> {
        let path = socket(data);
        match fs::remove_file(&path) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(e.into()),
            _ => {}
        }
        let listener = UnixListener::bind(&path)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        Ok(Self(listener))
    }

    /// Takes the socket away: the bot has stopped.
    pub fn close(data: &Path) {
        // Without it there is nothing to take away.
        let _ = fs::remove_file(socket(data));
    }

    /// Answers requests, one after another, until the writer is gone. On a thread of its own.
    pub fn run(self, writer: &Writer, clock: &Clock) {
        for stream in self.0.incoming() {
            if writer.is_gone() {
                break;
            }
            let answered = stream
                .map_err(anyhow::Error::from)
                .and_then(|stream| answer(&stream, writer, clock));
            if let Err(error) = answered {
                log::warn!("a request for a backup was not met: {error:#}");
            }
        }
    }
}

fn answer(stream: &UnixStream, writer: &Writer, clock: &Clock) -> anyhow::Result<()> {
    // Who asks for nothing, or takes nothing, does not keep others waiting.
    stream.set_read_timeout(Some(MOMENT))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut line = String::new();
    BufReader::new(stream).take(64).read_line(&mut line)?;
    let mut out = BufWriter::with_capacity(1 << 16, stream);
    let request = Request::ALL.into_iter().find(|it| it.word() == line.trim());
    match request {
        Some(Request::Backup) => {
            writeln!(out, "{OK}")?;
            from_writer(writer, clock.now(), &mut out)?;
        }
        Some(Request::Keyring) => match writer.keyring(None, false) {
            Some((_, bytes)) => {
                writeln!(out, "{OK}")?;
                out.write_all(&(bytes.len() as u64).to_be_bytes())?;
                out.write_all(&bytes)?;
            }
            None => writeln!(out, "the keyring cannot be read; Charley's log says why")?,
        },
        None => writeln!(
            out,
            "this Charley knows no such request; it is another version"
        )?,
    }
    Ok(out.flush()?)
}

/// Asks the bot that runs on this data, and copies its answer. `false`: none runs.
///
/// # Errors
/// The bot's reason, an answer that broke off, or a failure of writing.
pub fn ask(data: &Path, request: Request, out: &mut impl Write) -> anyhow::Result<bool> {
    let mut stream = match UnixStream::connect(socket(data)) {
        Ok(stream) => stream,
        // A path that is too long for a socket has none; whether a bot runs all the same, the lock on the data tells.
        Err(e)
            if matches!(
                e.kind(),
                ErrorKind::NotFound | ErrorKind::ConnectionRefused | ErrorKind::InvalidInput
            ) =>
        {
            return Ok(false);
        }
        Err(e) => return Err(e).context("the running Charley cannot be asked"),
    };
    stream.set_read_timeout(Some(LONG))?;
    writeln!(stream, "{}", request.word())?;
    let mut answer = BufReader::with_capacity(1 << 16, stream);
    let mut line = String::new();
    answer.by_ref().take(1024).read_line(&mut line)?;
    match line.trim() {
        OK => {}
        "" => bail!("the running Charley does not answer; is it stopping?"),
        reason => bail!("the running Charley says: {reason}"),
    }
    match request {
        // Its own end tells whether it is whole.
        Request::Backup => {
            std::io::copy(&mut answer, out).context("the backup cannot be written")?;
        }
        Request::Keyring => {
            let mut len = [0; 8];
            answer.read_exact(&mut len)?;
            let len = u64::from_be_bytes(len);
            if std::io::copy(&mut answer.take(len), out)? != len {
                bail!("the keyring's copy broke off");
            }
        }
    }
    Ok(true)
}
