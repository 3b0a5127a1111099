//! Whether a running bot is well: it leaves its pulse in a file of the data folder, and `charley health` reads it.
//!
//! The pulse is fed through the writer: a bot whose writer hangs has none. The file holds a time and nothing else.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use super::Settings;
use crate::{clock::Clock, runtime::Mover};

/// Between two beats.
const EVERY: Duration = Duration::from_secs(20);
/// A pulse older than so many seconds is none.
pub const STALE: i64 = 90;

fn file(data: &Path) -> PathBuf {
    data.join("pulse")
}

/// Leaves a pulse as long as the writer answers.
pub async fn beat(data: PathBuf, mover: Mover) {
    loop {
        let alive = tokio::time::timeout(EVERY, mover.answers()).await;
        if alive.is_ok() {
            let now = mover.now().timestamp().to_string();
            if let Err(error) = fs::write(file(&data), now) {
                log::warn!("the pulse file cannot be written: {error}");
            }
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Takes the pulse away: the bot has stopped.
pub fn over(data: &Path) {
    // Without it there was none to take away.
    let _ = fs::remove_file(file(data));
}

/// How many seconds ago the last pulse was.
pub fn pulse(settings: &Settings) -> Option<i64> {
    let text = fs::read_to_string(file(&settings.places().data)).ok()?;
    let beat: i64 = text.trim().parse().ok()?;
    Some(Clock::system().now().timestamp() - beat)
}

/// Reads the pulse.
pub fn ask(settings: &Settings) -> anyhow::Result<ExitCode> {
    let path = file(&settings.places().data);
    match pulse(settings) {
        Some(age) if age <= STALE => {
            println!("well; last pulse {age} s ago");
            Ok(ExitCode::SUCCESS)
        }
        Some(age) => {
            println!("not well: no pulse for {age} s");
            Ok(ExitCode::FAILURE)
        }
        None => {
            println!("not well: no pulse in {}", path.display());
            Ok(ExitCode::FAILURE)
        }
    }
}
