//! Keeping what is stored beyond the disk that holds it: backups made while the bot runs, on order or on a schedule, and copies of the
//! keyring.
//!
//! Invariants: a file that is there is never written over, but for the copy of the keyring, of which only the newest may exist; a file has
//! its name only when it is whole and on the disk, and a backup only when it was read back.
//! Deliberately not here: the layout of a backup (`store::backup`), and putting one back (`store::restore`).

mod control;
mod files;
mod rolling;

use std::{io::Write, path::Path};

use anyhow::{Context as _, bail};
use chrono::{DateTime, Utc};

pub use control::{Control, Request, ask};
pub use files::{Backups, folder_size, put_new, replace};
pub use rolling::{KeyringCopy, Rolling};

use crate::{
    app::Writer,
    store::{
        Store,
        backup::{self, BackupWriter, Contents},
    },
};

/// Writes a backup of a store that a running bot works on.
///
/// # Errors
/// Where the bot stops meanwhile, or writing fails.
pub fn from_writer(writer: &Writer, now: DateTime<Utc>, out: impl Write) -> anyhow::Result<()> {
    let Some((stamp, mut pieces)) = writer.copy() else {
        bail!("Charley is stopping; make the backup again");
    };
    let mut backup = BackupWriter::new(out, stamp, now).context("the backup cannot be written")?;
    while let Some(piece) = pieces.blocking_recv() {
        backup
            .piece(&piece)
            .context("the backup cannot be written")?;
        if piece.last {
            return Ok(());
        }
    }
    bail!("the backup broke off; Charley's log says why")
}

/// Writes a backup of a store that nobody else works on.
///
/// # Errors
/// A failure of the disk, or of writing.
pub fn from_store(store: &mut Store, now: DateTime<Utc>, out: impl Write) -> anyhow::Result<()> {
    let mut backup =
        BackupWriter::new(out, store.stamp(), now).context("the backup cannot be written")?;
    store.begin_copy();
    while let Some(piece) = store.copy_on()? {
        backup
            .piece(&piece)
            .context("the backup cannot be written")?;
    }
    Ok(())
}

/// Reads a finished backup back from the disk, by its checksum.
///
/// # Errors
/// Where it is not whole.
pub fn read_back(file: &Path) -> anyhow::Result<Contents> {
    let opened = std::fs::File::open(file)
        .with_context(|| format!("{} cannot be opened", file.display()))?;
    let from = std::io::BufReader::with_capacity(1 << 20, opened);
    let contents = backup::read(from, |_| Ok(None), |_| Ok(()));
    contents.with_context(|| file.display().to_string())
}
