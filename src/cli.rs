//! The command line: what each subcommand puts together. One place prints what went wrong (`main`).
//!
//! Deliberately not here: anything that runs for long (`runtime`), settings (`config`).

mod doctor;
mod health;
mod heap;
mod keep;
mod logging;
mod sandbox;
mod settings;
mod simulate;
mod understand;

use std::{path::PathBuf, process::ExitCode, sync::Arc, thread, time::Duration};

use anyhow::{Context as _, bail};
use chrono::TimeDelta;
use clap::{Args, Parser, Subcommand};

use crate::{
    app::Writer,
    clock::Clock,
    content::Content,
    keeping::{Control, KeyringCopy, Rolling},
    runtime::{Parts, Running},
    store::{Marker, Store, key_check},
    telegram::{Api, intake::Patience},
};

pub use settings::Settings;

/// How long Telegram may hold a poll that has nothing to say.
const POLL: Duration = Duration::from_secs(30);

/// Charley, a Telegram companion for people with night leg cramps.
#[derive(Debug, Parser)]
#[command(version, about, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// Which settings and which data.
#[derive(Debug, Clone, Default, Args)]
pub struct Where {
    /// The settings file; config/charley.toml of the source shows every key. Without it, charley.toml of the working folder, if any.
    #[arg(long, value_name = "FILE", env = "CHARLEY_CONFIG")]
    config: Option<PathBuf>,
    /// The data folder, instead of the one in the settings.
    #[arg(long, value_name = "DIR", env = "CHARLEY_DATA")]
    data: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the bot. The token comes from TELOXIDE_TOKEN or from the settings' token_file, the server from TELOXIDE_API_URL.
    Run {
        #[command(flatten)]
        place: Where,
    },
    /// Try Charley in the browser: no token, no account, and a clock that you can move.
    Sandbox(sandbox::Options),
    /// Check the settings and all texts and facts; each problem with file, line and key.
    Check {
        #[command(flatten)]
        place: Where,
    },
    /// The keys of the data.
    Key {
        #[command(subcommand)]
        command: Key,
    },
    /// What Charley makes of lines of text: a line in, a line out. Nothing is stored.
    Understand(understand::Options),
    /// When the evening messages of the next days would come, in a zone and at a time of your choice; or whole lives, with --chats.
    /// Nothing is stored or sent.
    Simulate(simulate::Options),
    /// Make a backup: consistent, sealed, checksummed, without keys. Works while Charley runs.
    Backup {
        /// A new file; nothing is written over.
        file: PathBuf,
        #[command(flatten)]
        place: Where,
    },
    /// Whether a backup is whole; with the keys at hand, whether every row of it can be read.
    Verify {
        file: PathBuf,
        #[command(flatten)]
        place: Where,
    },
    /// Put a backup into an empty data folder, with the newest keyring and its master key in their places.
    Restore {
        file: PathBuf,
        /// Put what the data folder holds aside first, in a dated folder within it.
        #[arg(long)]
        set_aside: bool,
        #[command(flatten)]
        place: Where,
    },
    /// Open data that have lost rows as they are, with the files as they were put aside: for when no backup is new enough.
    Salvage {
        #[command(flatten)]
        place: Where,
    },
    /// Look at everything that a bot needs: a line each; exit code 1 if anything is wrong.
    Doctor {
        #[command(flatten)]
        place: Where,
    },
    /// Whether a running bot is well (for containers): exit code 0 or 1.
    Health {
        #[command(flatten)]
        place: Where,
    },
}

#[derive(Debug, Subcommand)]
enum Key {
    /// Whether the key opens the keyring and the data.
    Check {
        #[command(flatten)]
        place: Where,
    },
    /// Copy the keyring, in place of an older copy. Works while Charley runs. The master key is a file that you copy by hand.
    Backup {
        file: PathBuf,
        #[command(flatten)]
        place: Where,
    },
    /// Make a new master key, and wrap the keyring with it. Charley must not run meanwhile.
    Rotate {
        #[command(flatten)]
        place: Where,
    },
}

/// Does what the command line says.
///
/// # Errors
/// What went wrong, in words for the person at the terminal.
pub fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Run { place } => {
            heap::keep_small();
            bot(&place)
        }
        Command::Sandbox(options) => sandbox::run(&options),
        Command::Check { place } => check(&place),
        Command::Key { command } => key(command),
        Command::Backup { file, place } => keep::backup(&Settings::load(&place)?, &file),
        Command::Verify { file, place } => keep::verify(&Settings::load(&place)?, &file),
        Command::Restore {
            file,
            set_aside,
            place,
        } => keep::restore(&Settings::load(&place)?, &file, set_aside),
        Command::Salvage { place } => keep::salvage(&Settings::load(&place)?),
        Command::Doctor { place } => doctor::run(&Settings::load(&place)?),
        Command::Understand(options) => {
            understand::run(&options)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Simulate(options) => simulate::run(&options),
        Command::Health { place } => health::ask(&Settings::load(&place)?),
    }
}

fn key(command: Key) -> anyhow::Result<ExitCode> {
    match command {
        Key::Check { place } => {
            let settings = Settings::load(&place)?;
            println!("{}", key_check(&settings.places())?);
            Ok(ExitCode::SUCCESS)
        }
        Key::Backup { file, place } => keep::key_backup(&Settings::load(&place)?, &file),
        Key::Rotate { place } => keep::key_rotate(&Settings::load(&place)?),
    }
}

/// `charley run`.
fn bot(place: &Where) -> anyhow::Result<ExitCode> {
    let settings = Settings::load(place)?;
    let token = settings.token()?;
    logging::start(&settings.config.log.filter, Some(token.expose()))?;
    settings.ready_to_run()?;
    if settings.config.ready_to_run(&settings.shown).is_err() {
        log::warn!(
            "operator.name and operator.contact are not set; that is allowed only because the server is on this machine, and people \
             read \"(a test copy)\" in their place: set both if real people write here"
        );
    }
    let lore = Arc::new(settings.lore()?);
    let url = settings.api_url()?;
    let api = Api::new(token, Some(url), POLL)
        .context("the HTTP client cannot be made; are the proxy variables right?")?;
    keep::check_places(&settings)?;
    let opened = Store::open(&settings.places(), settings.tuning());
    let (store, notices) = opened.map_err(|error| keep::way_back(error, &settings))?;
    for notice in notices {
        log::warn!("{notice}");
    }
    let parts = Parts {
        api,
        store,
        marker: Marker::open(&settings.places().data)?,
        lore,
        limits: settings.limits(),
        patience: Patience::default(),
        clock: Clock::system(),
        watch_outages: true,
        set_profile: true,
    };
    runtime()?.block_on(async {
        let stop = signals()?;
        let running = Running::start(parts)?;
        keep_beside(&settings, &running)?;
        log::info!("Charley {} is up", env!("CARGO_PKG_VERSION"));
        let beating = tokio::spawn(health::beat(settings.places().data, running.mover()));
        let ended = running.until(stop).await;
        beating.abort();
        health::over(&settings.places().data);
        Control::close(&settings.places().data);
        ended?;
        log::info!("stopped; everything is saved");
        Ok(ExitCode::SUCCESS)
    })
}

/// Backups on a schedule, and on order, beside the bot: threads of their own, which end with the process.
fn keep_beside(settings: &Settings, running: &Running) -> anyhow::Result<()> {
    let wanted = &settings.config.backup;
    type Work = Box<dyn FnOnce(&Writer, &Clock) + Send>;
    let beside = |name: &str, work: Work| {
        let writer = running.writer();
        thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || work(&writer, &Clock::system()))
            .with_context(|| format!("the thread of the {name} cannot be started"))
    };
    let mut copy = None;
    if !wanted.keyring_copy.as_os_str().is_empty() {
        let keyring = Arc::new(KeyringCopy::new(wanted.keyring_copy.clone()));
        copy = Some(Arc::clone(&keyring));
        beside(
            "keyring",
            Box::new(move |writer, clock| keyring.run(writer, clock)),
        )?;
    }
    if wanted.every_hours > 0 {
        let rolling = Rolling::new(
            settings.backups(),
            settings.places().data,
            TimeDelta::hours(i64::from(wanted.every_hours)),
            usize::try_from(wanted.keep)?,
            copy,
        );
        beside(
            "backups",
            Box::new(move |writer, clock| rolling.run(writer, clock)),
        )?;
    }
    match Control::open(&settings.places().data) {
        Ok(control) => {
            beside(
                "control",
                Box::new(move |writer, clock| control.run(writer, clock)),
            )?;
        }
        Err(error) => log::warn!(
            "`charley backup` cannot be used while this Charley runs ({error:#}); backups on a schedule are made all the same"
        ),
    }
    Ok(())
}

/// `charley check`.
fn check(place: &Where) -> anyhow::Result<ExitCode> {
    let settings = Settings::load(place)?;
    let problems = Content::check(settings.overlay());
    if !problems.is_empty() {
        println!("{problems}");
        if problems.has_errors() {
            bail!("the content has problems");
        }
    }
    println!("settings: {}", settings.shown);
    let content = settings.content()?;
    println!(
        "content: sound; {} red flags; languages: {}; reviewed by a clinician: {}",
        content.knowledge().flags.len(),
        content
            .languages()
            .iter()
            .map(|(code, _)| *code)
            .collect::<Vec<_>>()
            .join(", "),
        if content.knowledge().flags_review.done().is_some() {
            "yes"
        } else {
            "not yet"
        }
    );
    if let Err(problems) = settings.ready_to_run() {
        println!("not ready for `charley run`:\n{problems}");
    }
    keep::check_places(&settings)?;
    let token = &settings.config.paths.token_file;
    if !token.as_os_str().is_empty() && !token.exists() {
        println!(
            "not ready for `charley run`: the token file {} is not there (a service manager may put it there at the start)",
            token.display()
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    // One thread makes the calls; the intake and the writer have threads of their own. More threads measured slower.
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("the runtime cannot be started")
}

/// Completes at SIGINT or SIGTERM.
fn signals() -> anyhow::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt()).context("SIGINT cannot be watched")?;
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM cannot be watched")?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        log::info!("stopping");
    })
}
