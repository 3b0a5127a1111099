//! `charley backup`, `verify`, `restore`, and the keys: what an operator does by hand to keep the data.
//!
//! Deliberately not here: what a backup is (`store::backup`), how one is made beside a running bot (`keeping`).

use std::{
    io::{Read as _, Write as _},
    path::Path,
    process::ExitCode,
    time::Instant,
};

use anyhow::{Context as _, anyhow, bail};

use super::Settings;
use crate::{
    clock::Clock,
    keeping::{self, Backups, Request, put_new},
    store::{self, Error, Places, Store, backup::Contents},
};

/// `charley backup FILE`.
pub fn backup(settings: &Settings, file: &Path) -> anyhow::Result<ExitCode> {
    let places = settings.places();
    let began = Instant::now();
    if store::lies_in(file, &places.data)? {
        bail!(
            "{} lies in the data folder, and would be lost with it; name a file elsewhere",
            file.display()
        );
    }
    let contents = put_new(
        file,
        |out| {
            if keeping::ask(&places.data, Request::Backup, out)? {
                return Ok(());
            }
            let mut store = open(settings, &places)?;
            keeping::from_store(&mut store, Clock::system().now(), out)?;
            Ok(store.close()?)
        },
        keeping::read_back,
    )?;
    println!(
        "backup: {}, {}, written and read back in {:.1} s; {}",
        file.display(),
        size(contents.bytes),
        began.elapsed().as_secs_f64(),
        contents.head
    );
    println!(
        "It holds no keys. It can be read with the newest keyring ({}) and the master key ({}) only: keep copies of both elsewhere.",
        places.keyring.display(),
        places.key.display()
    );
    Ok(ExitCode::SUCCESS)
}

/// `charley verify FILE`.
pub fn verify(settings: &Settings, file: &Path) -> anyhow::Result<ExitCode> {
    let (contents, findings) = store::verify(file, &settings.places())?;
    println!("whole: {}, {}", describe(&contents), contents.head);
    match findings {
        None => {
            println!("The keys are not here, so what it holds was not looked at.");
            Ok(ExitCode::SUCCESS)
        }
        Some(findings) => {
            println!("rows: {findings}");
            Ok(if findings.is_sound() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            })
        }
    }
}

/// `charley restore FILE`.
pub fn restore(settings: &Settings, file: &Path, set_aside: bool) -> anyhow::Result<ExitCode> {
    let places = settings.places();
    let began = Instant::now();
    let stamp = Clock::system().now().format("%Y%m%dT%H%M%SZ").to_string();
    let aside = set_aside.then_some(&*stamp);
    let restored = store::restore(file, &places, settings.tuning(), aside);
    let restored = restored.map_err(|error| match error {
        Error::Full { .. } => anyhow!(
            "the disk is too full for it, and the restore is not finished; free some space, and run the same command again"
        ),
        other => other.into(),
    })?;
    if let Some(folder) = &restored.put_aside {
        println!("what was there is in {} now", folder.display());
    }
    for notice in &restored.notices {
        println!("{notice}");
    }
    if restored.not_sent > 0 {
        println!(
            "{} message(s) were on their way when the backup was made, and are not sent: they may have arrived since",
            restored.not_sent
        );
    }
    println!(
        "restored in {:.1} s: {}, {}",
        began.elapsed().as_secs_f64(),
        describe(&restored.contents),
        restored.contents.head
    );
    println!("rows: {}", restored.findings);
    if !restored.findings.is_sound() {
        return Ok(ExitCode::FAILURE);
    }
    println!("Now look it over with `charley doctor`, and start Charley.");
    Ok(ExitCode::SUCCESS)
}

/// `charley key backup FILE`.
pub fn key_backup(settings: &Settings, file: &Path) -> anyhow::Result<ExitCode> {
    let places = settings.places();
    check_copy(settings, file)?;
    keeping::replace(file, |out| {
        if keeping::ask(&places.data, Request::Keyring, out)? {
            return Ok(());
        }
        let store = open(settings, &places)?;
        let bytes = store.keyring_since(None, false)?;
        Ok(out.write_all(&bytes.map(|(_, bytes)| bytes).unwrap_or_default())?)
    })?;
    println!(
        "keyring: {}; keep only this newest copy. It opens with the master key ({}) only: keep a copy of that file too, in another place.",
        file.display(),
        places.key.display()
    );
    Ok(ExitCode::SUCCESS)
}

/// Whether a copy of the keyring may have that name: not among the data or the backups, and in place of nothing but an older copy.
pub fn check_copy(settings: &Settings, file: &Path) -> anyhow::Result<()> {
    let places = settings.places();
    for (folder, what) in [
        (&*places.data, "the data folder"),
        (settings.backups().folder(), "the backups"),
    ] {
        if store::lies_in(file, folder)? {
            bail!(
                "{} lies in {what}; keys must be kept apart, so that a copy of the data tells nothing",
                file.display()
            );
        }
    }
    let is_the_same = |other: &Path| store::lies_in(file, other);
    if is_the_same(&places.keyring)? || is_the_same(&places.key)? {
        bail!(
            "{} is a key file that Charley uses; name another file for the copy",
            file.display()
        );
    }
    let mut first = Vec::new();
    let read = std::fs::File::open(file).and_then(|it| it.take(8).read_to_end(&mut first));
    // What cannot be read now is told when it is written.
    if read.is_ok() && !first.is_empty() && first != *store::keyring::MAGIC {
        bail!(
            "{} is there already, and is no keyring; it is not written over",
            file.display()
        );
    }
    Ok(())
}

/// `charley key rotate`.
pub fn key_rotate(settings: &Settings) -> anyhow::Result<ExitCode> {
    let places = settings.places();
    let people = store::rotate(&places)?;
    println!(
        "the keys of {people} people are wrapped with a new master key: {}. Copy this file to where you keep it safe, and destroy the copies \
         of the old one. Make a new copy of the keyring too (charley key backup); backups stay as they are.",
        places.key.display()
    );
    Ok(ExitCode::SUCCESS)
}

/// Opens the store for a command, where there is one: none is made.
fn open(settings: &Settings, places: &Places) -> anyhow::Result<Store> {
    if !places.data.join("db").exists() {
        bail!("there are no data in {}", places.data.display());
    }
    let (store, notices) = match Store::open(places, settings.tuning()) {
        Err(error @ Error::Locked { .. }) => {
            return Err(error).context(
                "a Charley runs on these data, and cannot be asked; is it another user's, or an older version?",
            );
        }
        opened => opened?,
    };
    for notice in notices {
        eprintln!("{notice}");
    }
    Ok(store)
}

/// What to do about data that cannot be read: the newest backup, by name.
pub fn way_back(error: Error, settings: &Settings) -> anyhow::Error {
    if !matches!(error, Error::Corrupt { .. } | Error::DataGone { .. }) {
        return error.into();
    }
    let newest = settings
        .backups()
        .newest(Clock::system().now())
        .ok()
        .flatten();
    let hint = newest.map_or_else(
        || {
            format!(
                "no backup lies in {}",
                settings.backups().folder().display()
            )
        },
        |(made, file)| {
            format!(
                "the newest backup there is of {}: {}",
                made.format("%Y-%m-%d %H:%M UTC"),
                file.display()
            )
        },
    );
    anyhow!(
        "{error}\n{hint}\nTo put a backup back, with what is there put aside and not deleted: charley restore --set-aside FILE"
    )
}

fn describe(contents: &Contents) -> String {
    let size = size(contents.bytes);
    match contents.rows {
        0 => size,
        rows => format!("{size}, {rows} rows"),
    }
}

/// Bytes, for people.
pub fn size(bytes: u64) -> String {
    let mut value = bytes as f64;
    let mut units = ["bytes", "KiB", "MiB", "GiB", "TiB"].into_iter();
    let mut unit = units.next().unwrap_or_default();
    for next in units {
        if value < 1024.0 {
            break;
        }
        value /= 1024.0;
        unit = next;
    }
    match unit {
        "bytes" => format!("{bytes} bytes"),
        unit => format!("{value:.1} {unit}"),
    }
}

impl Settings {
    /// Where the rolling backups lie. Without a setting, beside the data folder.
    #[must_use]
    pub fn backups(&self) -> Backups {
        let folder = &self.config.backup.folder;
        if !folder.as_os_str().is_empty() {
            return Backups::new(folder.clone());
        }
        let mut beside = self.places().data.into_os_string();
        beside.push("-backups");
        Backups::new(beside.into())
    }
}
