//! `charley doctor`: whether everything that a bot needs is there and sound; a line for each, and an exit code for scripts.
//!
//! Invariants: nothing is sent to people, and nothing is changed but what any start would finish; each line says what was looked at, and what to do where it is wrong.
//! Deliberately not here: whether a running bot is well right now (`health`), texts and facts in detail (`check`).

use std::{
    fs::{self, File},
    io::{Cursor, ErrorKind},
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::ExitCode,
    time::Duration,
};

use anyhow::{Context as _, bail};
use chrono::{DateTime, Datelike as _, TimeDelta, Utc};

use super::{Settings, keep};
use crate::{
    clock::Clock,
    content::Content,
    keeping::{self, Request},
    store::{self, Error, Store, sled::is_in_use},
    telegram::{Api, api::Known},
};

/// A clock may differ from the server's by this much.
const CLOCK: TimeDelta = TimeDelta::seconds(90);
/// With less room, it is time to act.
const ROOM: u64 = 512 << 20;
/// A running Charley copies its keyring within this time of an erasure.
const COPIED: Duration = Duration::from_secs(60);
/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a look found.
enum Look {
    Well(String),
    /// Worth reading; nothing is broken.
    Note(String),
    Wrong(String),
}

/// `charley doctor`.
pub fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    let now = Clock::system().now();
    let mut is_well = true;
    let mut tell = |what: &str, look: anyhow::Result<Look>| {
        let (word, text) = match look {
            Ok(Look::Well(text)) => ("ok", text),
            Ok(Look::Note(text)) => ("note", text),
            Ok(Look::Wrong(text)) => ("WRONG", text),
            Err(error) => ("WRONG", format!("{error:#}")),
        };
        is_well &= word != "WRONG";
        println!(
            "{word:5}  {what:10}  {}",
            text.replace('\n', "\n                   ")
        );
    };
    tell("settings", texts(settings));
    tell("zones", Ok(zones(now)));
    let (token, clock) = server(settings);
    tell("server", token);
    tell("clock", clock);
    tell("keys", keys(settings));
    tell("folders", folders(settings));
    tell("room", room(settings));
    tell("store", rows(settings));
    tell("backups", backups(settings, now));
    if let Some(look) = keyring_copy(settings).transpose() {
        tell("keys' copy", look);
    }
    tell("running", Ok(running(settings)));
    Ok(if is_well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn texts(settings: &Settings) -> anyhow::Result<Look> {
    let problems = Content::check(settings.overlay());
    if problems.has_errors() {
        bail!("the texts have problems: charley check");
    }
    if let Err(problems) = settings.ready_to_run() {
        bail!("not ready for `charley run`: {problems}");
    }
    Ok(Look::Well(format!(
        "{}; the texts are sound",
        settings.shown
    )))
}

/// The rules of the world's clocks are built in: they grow old.
fn zones(now: DateTime<Utc>) -> Look {
    let version = chrono_tz::IANA_TZDB_VERSION;
    let year = version.get(..4).and_then(|year| year.parse::<i32>().ok());
    let age = year.map_or(0, |year| now.year() - year);
    let text = format!("time-zone data {version}");
    if age >= 2 {
        Look::Note(format!(
            "{text}: rules of clocks may have changed since; is there a newer Charley?"
        ))
    } else {
        Look::Well(text)
    }
}

/// Token and clock, by one question to the server.
fn server(settings: &Settings) -> (anyhow::Result<Look>, anyhow::Result<Look>) {
    let not_asked = || {
        Ok(Look::Note(
            "not compared: the server did not say its time".to_owned(),
        ))
    };
    let asked = (|| {
        let token = settings.token()?;
        let url = settings.api_url()?;
        let api = Api::new(token, Some(url.clone()), PATIENCE)?;
        super::runtime()?.block_on(async {
            let known = tokio::time::timeout(PATIENCE, api.who_am_i()).await;
            let known = known.context("the server did not answer in time")??;
            anyhow::Ok((known, url))
        })
    })();
    match asked {
        Err(error) => (Err(error), not_asked()),
        Ok((Known { name, time }, url)) => {
            let host = url.host_str().unwrap_or_default().to_owned();
            let clock = match time {
                None => not_asked(),
                Some(time) => {
                    let off = Clock::system().now() - time;
                    let text = format!("{} s from the server's", off.num_seconds());
                    Ok(if off.abs() <= CLOCK {
                        Look::Well(text)
                    } else {
                        Look::Wrong(format!("{text}: set it right, for evenings come by it"))
                    })
                }
            };
            let known = format!("{host} knows the token as @{name}");
            let token = &settings.config.paths.token_file;
            // A service manager gives its user a way in beside the mode: only what is open to all is worth a word.
            let is_open = mode(token).is_ok_and(|mode| mode & 0o007 != 0);
            let look = match is_open {
                true => Look::Note(format!(
                    "{known}; every user of this machine can read {}: to close it, chmod 600",
                    token.display()
                )),
                false => Look::Well(known),
            };
            (Ok(look), clock)
        }
    }
}

fn keys(settings: &Settings) -> anyhow::Result<Look> {
    let places = settings.places();
    if !places.key.exists() && !places.keyring.exists() && !places.data.join("db").exists() {
        return Ok(Look::Note(
            "there are none yet; the first `charley run` makes them".to_owned(),
        ));
    }
    let people = store::people(&places)?;
    for path in [&places.key, &places.keyring] {
        check_private(path)?;
    }
    Ok(Look::Well(format!(
        "the master key opens the keyring ({people} people); both are private"
    )))
}

fn check_private(path: &Path) -> anyhow::Result<()> {
    if mode(path)? & 0o077 != 0 {
        bail!(
            "{0} can be read by other users of this machine; run: chmod 600 {0}",
            path.display()
        );
    }
    Ok(())
}

fn mode(path: &Path) -> anyhow::Result<u32> {
    let found = fs::metadata(path).with_context(|| path.display().to_string())?;
    Ok(found.permissions().mode())
}

fn folders(settings: &Settings) -> anyhow::Result<Look> {
    let places = settings.places();
    let backups = settings.backups();
    let mut looked = Vec::new();
    let mut open = Vec::new();
    for folder in [&*places.data, backups.folder()] {
        let mode = match fs::metadata(folder) {
            Ok(found) => found.permissions().mode(),
            Err(e) if e.kind() == ErrorKind::NotFound => {
                can_be_made(folder)?;
                continue;
            }
            Err(e) => return Err(e).with_context(|| folder.display().to_string()),
        };
        if mode & 0o002 != 0 {
            bail!(
                "{0} can be written by every user of this machine; run: chmod o-w {0}",
                folder.display()
            );
        }
        try_to_write(folder)?;
        let shown = folder.display().to_string();
        if mode & 0o077 != 0 {
            open.push(shown.clone());
        }
        looked.push(shown);
    }
    let written = format!("{} can be written", looked.join(", "));
    Ok(if looked.is_empty() {
        Look::Note("there are none yet".to_owned())
    } else if open.is_empty() {
        Look::Well(written)
    } else {
        Look::Note(format!(
            "{written}; other users can look into {0}: rows are sealed, but how many and when is not; to close: chmod 700 {0}",
            open.join(" ")
        ))
    })
}

/// A start makes it: in the nearest folder above that is there.
fn can_be_made(folder: &Path) -> anyhow::Result<()> {
    let folder = std::path::absolute(folder)?;
    let above = folder.ancestors().find(|above| above.exists());
    let above = above.unwrap_or(Path::new("/"));
    try_to_write(above).with_context(|| format!("{} cannot be made", folder.display()))
}

fn try_to_write(folder: &Path) -> anyhow::Result<()> {
    let trial = folder.join(format!(".charley-trial-{}", std::process::id()));
    let cannot = || format!("{} cannot be written", folder.display());
    File::create_new(&trial).with_context(cannot)?;
    fs::remove_file(&trial).with_context(cannot)
}

fn room(settings: &Settings) -> anyhow::Result<Look> {
    let data = settings.places().data;
    let there = if data.exists() {
        &*data
    } else {
        Path::new(".")
    };
    let free = fs2::available_space(there)?;
    let text = format!("{} free where the data are", keep::size(free));
    Ok(if free < ROOM {
        Look::Wrong(format!(
            "{text}; when the disk is full nothing can be saved"
        ))
    } else {
        Look::Well(text)
    })
}

/// Each row, in the store itself or, while a bot runs on it, in a copy that it makes.
fn rows(settings: &Settings) -> anyhow::Result<Look> {
    let places = settings.places();
    if !places.data.join("db").exists() {
        let people = if places.keyring.exists() {
            store::people(&places)?
        } else {
            0
        };
        return match people {
            0 => Ok(Look::Note("there are no data yet".to_owned())),
            people => Err(keep::way_back(Error::DataGone { people }, settings)),
        };
    }
    let mut copy = Vec::new();
    let (findings, how) = if keeping::ask(&places.data, Request::Backup, &mut copy)? {
        let (_, findings) = store::look_into(Cursor::new(copy), &places)?;
        (findings, "in a copy, for a Charley runs on it")
    } else {
        match Store::open(&places, settings.tuning()) {
            Ok((store, notices)) => {
                for notice in notices.iter().filter(|it| !it.is_about_rights()) {
                    println!("note   store       {notice}");
                }
                let findings = store.check()?;
                store.close()?;
                (findings, "all of it agrees")
            }
            Err(Error::Locked { .. }) => {
                return Ok(Look::Note(
                    "not looked at: another process has the data and cannot be asked; a Charley that is starting or stopping, or a sandbox"
                        .to_owned(),
                ));
            }
            Err(error) => return Err(keep::way_back(error, settings)),
        }
    };
    let text = findings.to_string();
    Ok(if findings.is_sound() {
        Look::Well(format!("{text}; {how}"))
    } else {
        Look::Wrong(text)
    })
}

fn backups(settings: &Settings, now: DateTime<Utc>) -> anyhow::Result<Look> {
    let wanted = &settings.config.backup;
    let backups = settings.backups();
    let Some((made, file)) = backups.in_order(now)?.into_iter().next() else {
        let text = format!("there is none in {}", backups.folder().display());
        return Ok(Look::Note(text));
    };
    let read = store::verify(&file, &settings.places());
    let (contents, rows) = read.with_context(|| file.display().to_string())?;
    if let Some(rows) = rows.filter(|rows| !rows.is_sound()) {
        bail!("the newest backup {}: {rows}", file.display());
    }
    let age = now - made;
    let text = format!(
        "the newest is {} hours old and whole: {}, {}",
        age.num_hours(),
        file.display(),
        keep::size(contents.bytes)
    );
    let is_late =
        wanted.every_hours > 0 && age > TimeDelta::hours(2 * i64::from(wanted.every_hours));
    Ok(if is_late {
        Look::Wrong(format!(
            "{text}; there should be a newer one: does Charley run, and what does its log say?"
        ))
    } else {
        Look::Well(text)
    })
}

/// What is wrong with the copy of the keyring, where one is wanted.
fn keyring_copy(settings: &Settings) -> anyhow::Result<Option<Look>> {
    let (places, copy) = (settings.places(), &settings.config.backup.keyring_copy);
    if copy.as_os_str().is_empty() || !places.keyring.exists() {
        return Ok(None);
    }
    if !copy.exists() {
        let text = format!("the keyring's copy {} is not there", copy.display());
        return Ok(Some(Look::Wrong(text)));
    }
    let there = store::counters_of(copy, &places);
    let there = there.with_context(|| format!("the keyring's copy {}", copy.display()))?;
    let live = store::counters_of(&places.keyring, &places)?;
    if there.erasures == live.erasures {
        return Ok(None);
    }
    let copied = fs::metadata(copy)?.modified()?;
    let text = format!(
        "the keyring's copy {} is older than the last erasure, and could bring somebody back; it is made anew within a minute while Charley \
         runs",
        copy.display()
    );
    let changed = fs::metadata(&places.keyring)?.modified()?;
    let is_under_way = changed.elapsed().is_ok_and(|age| age < COPIED) && copied < changed;
    Ok(Some(if is_under_way && is_in_use(&places.data) {
        Look::Note(text)
    } else {
        Look::Wrong(text)
    }))
}

fn running(settings: &Settings) -> Look {
    match super::health::pulse(settings) {
        Some(_) if !is_in_use(&settings.places().data) => {
            Look::Note("no Charley runs here, and the last one was killed".to_owned())
        }
        Some(age) if age <= super::health::STALE => {
            Look::Well(format!("a Charley runs here; last pulse {age} s ago"))
        }
        Some(age) => Look::Note(format!(
            "no pulse for {age} s: the Charley here is just starting, or it hangs"
        )),
        None => Look::Note("no Charley runs here".to_owned()),
    }
}
