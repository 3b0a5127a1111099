//! `charley backup`, `verify`, `restore`, and the keys: what an operator does by hand to keep the data.
//!
//! Deliberately not here: what a backup is (`store::backup`), how one is made beside a running bot (`keeping`).

use std::{fs, io::Write as _, path::Path, process::ExitCode, time::Instant};

use anyhow::{Context as _, anyhow, bail};

use super::Settings;
use crate::{
    clock::Clock,
    keeping::{self, Backups, Request, put_new},
    store::{
        self, Error, Notice, Places, Store,
        backup::Contents,
        keyring::id_in,
        sled::{Tuning, is_in_use},
    },
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
    // A backup that is newer than the keyring's copy could not be put back with it.
    let copy = &settings.config.backup.keyring_copy;
    if !copy.as_os_str().is_empty() {
        if is_in_use(&places.data) {
            println!(
                "The running Charley copies the keyring to {} within ten minutes.",
                copy.display()
            );
        } else {
            copy_keyring(settings, copy)?;
            println!("The keyring was copied to {}.", copy.display());
        }
    }
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

/// `charley salvage`.
pub fn salvage(settings: &Settings) -> anyhow::Result<ExitCode> {
    let places = settings.places();
    check_there(&places)?;
    let tuning = Tuning {
        salvage: true,
        ..settings.tuning()
    };
    let (store, notices) = Store::open(&places, tuning)?;
    for notice in &notices {
        println!("{notice}");
    }
    let findings = store.check()?;
    store.close()?;
    println!("rows: {findings}");
    let is_salvage = |notice: &Notice| matches!(notice, Notice::Salvaged { .. });
    println!(
        "{}",
        if notices.iter().any(is_salvage) {
            "What was missing stays missing, and nobody knows whose it was: say so to the people. Charley can be started."
        } else {
            "Nothing was missing; there was nothing to salvage."
        }
    );
    Ok(if findings.is_sound() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// `charley key backup FILE`.
pub fn key_backup(settings: &Settings, file: &Path) -> anyhow::Result<ExitCode> {
    let copy = &settings.config.backup.keyring_copy;
    // Two that write the same file could leave the older keyring there.
    if is_in_use(&settings.places().data)
        && !copy.as_os_str().is_empty()
        && store::lies_in(file, copy)?
    {
        bail!(
            "the running Charley keeps {} itself; name another file",
            file.display()
        );
    }
    copy_keyring(settings, file)?;
    println!(
        "keyring: {}; keep only this newest copy. It opens with the master key ({}) only: keep a copy of that file too, in another place.",
        file.display(),
        settings.places().key.display()
    );
    Ok(ExitCode::SUCCESS)
}

fn copy_keyring(settings: &Settings, file: &Path) -> anyhow::Result<()> {
    let places = settings.places();
    check_copy(settings, file)?;
    keeping::replace(file, |out| {
        if keeping::ask(&places.data, Request::Keyring, out)? {
            return Ok(());
        }
        let store = open(settings, &places)?;
        let bytes = store.keyring_since(None, false)?;
        Ok(out.write_all(&bytes.map(|(_, bytes)| bytes).unwrap_or_default())?)
    })
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
    // What cannot be read now is told when it is written.
    let is_empty = fs::metadata(file).map_or(true, |it| it.len() == 0);
    let (there, live) = (id_in(file), id_in(&places.keyring));
    if !is_empty && matches!(there, Ok(None)) {
        bail!(
            "{} is there already, and is no keyring; it is not written over",
            file.display()
        );
    }
    if let (Ok(Some(there)), Ok(Some(live))) = (there, live)
        && there != live
    {
        bail!(
            "{} is there already, and is the keyring of other data; it is not written over",
            file.display()
        );
    }
    Ok(())
}

/// Whether backups and the copy of the keyring have places where they are not lost, or found, with the data.
pub fn check_places(settings: &Settings) -> anyhow::Result<()> {
    let copy = &settings.config.backup.keyring_copy;
    if !copy.as_os_str().is_empty() {
        check_copy(settings, copy).context("backup.keyring_copy")?;
    }
    if store::lies_in(settings.backups().folder(), &settings.places().data)? {
        bail!("backup.folder lies in the data folder, and would be lost with it");
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

fn check_there(places: &Places) -> anyhow::Result<()> {
    if !places.data.join("db").exists() {
        bail!("there are no data in {}", places.data.display());
    }
    Ok(())
}

/// Opens the store for a command, where there is one: none is made.
fn open(settings: &Settings, places: &Places) -> anyhow::Result<Store> {
    check_there(places)?;
    let (store, notices) = match Store::open(places, settings.tuning()) {
        Err(error @ Error::Locked { .. }) => {
            return Err(error).context(
                "another process has the data, and cannot be asked: a Charley that is just starting or stopping (then try again), one of another \
                 user or version, or a sandbox",
            );
        }
        opened => opened?,
    };
    for notice in notices {
        eprintln!("{notice}");
    }
    Ok(store)
}

/// What to do about data that cannot be opened: where they cannot be read, the newest backup that can, by name.
pub fn way_back(error: Error, settings: &Settings) -> anyhow::Error {
    match error {
        Error::Corrupt { .. } | Error::DataGone { .. } => {}
        Error::Full { path } => {
            return anyhow!(
                "the disk that holds {} is full (or nearly: Charley keeps a reserve); nothing was changed; free some space, and start again",
                path.display()
            );
        }
        other => return other.into(),
    }
    let backups = settings.backups();
    let all = backups.in_order(Clock::system().now()).unwrap_or_default();
    let places = settings.places();
    let reads = |file: &Path| {
        store::verify(file, &places).is_ok_and(|(_, rows)| rows.is_none_or(|it| it.is_sound()))
    };
    let found = all.iter().position(|(_, file)| reads(file));
    let hint = match found.map(|at| (at, &all[at])) {
        None if all.is_empty() => format!("no backup lies in {}", backups.folder().display()),
        None => format!(
            "{} backup(s) lie in {}, and none of them can be read with the keys that are here; charley verify FILE says why",
            all.len(),
            backups.folder().display()
        ),
        Some((newer, (made, file))) => {
            let passed = match newer {
                0 => String::new(),
                newer => {
                    format!(" ({newer} newer one(s) cannot be read: charley verify FILE says why)")
                }
            };
            format!(
                "the newest backup that can be read here is of {}: {}{passed}",
                made.format("%Y-%m-%d %H:%M UTC"),
                file.display()
            )
        }
    };
    anyhow!(
        "{error}\n{hint}\nTo put a backup back, with what is there put aside and not deleted: charley restore --set-aside FILE\n\
         Where no backup is new enough: charley salvage opens what there still is, where it can be opened"
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
