//! Whether a running bot is well: it leaves its pulse in a file of the data folder, and `charley health` reads it.
//!
//! The pulse is fed through the writer: a bot whose writer hangs has none. The file holds a time and nothing else.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use chrono::TimeDelta;

use super::Settings;
use crate::{clock::Clock, runtime::Mover};

/// Between two beats.
const EVERY: Duration = Duration::from_secs(20);
/// A pulse older than this is none.
const STALE: TimeDelta = TimeDelta::seconds(90);

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

/// Reads the pulse.
pub fn ask(settings: &Settings) -> anyhow::Result<ExitCode> {
    let path = file(&settings.places().data);
    let beat: Option<i64> = fs::read_to_string(&path)
        .ok()
        .and_then(|text| text.trim().parse().ok());
    let age = beat.map(|at| TimeDelta::seconds(Clock::system().now().timestamp() - at));
    match age {
        Some(age) if age <= STALE => {
            println!("well; last pulse {} s ago", age.num_seconds());
            Ok(ExitCode::SUCCESS)
        }
        Some(age) => {
            println!("not well: no pulse for {} s", age.num_seconds());
            Ok(ExitCode::FAILURE)
        }
        None => {
            println!("not well: no pulse in {}", path.display());
            Ok(ExitCode::FAILURE)
        }
    }
}
