//! The sandbox: an emulator of the Telegram Bot API on loopback, and a chat page in the browser.
//!
//! The same adapter that talks to Telegram talks to this; the only coupling is the Bot API over HTTP and a clock. People
//! try Charley here without an account or a token, tests and the load test drive it in Rust, and any other Bot API
//! client can be run against it.
//!
//! - `emulator`, `person`: the handles; `clock`: the clock that can be moved
//! - `bot_api`, `methods`, `params`, `answer`, `formatting`: the Bot API
//! - `world`, `chat`, `updates`, `files`, `profile`: what is known, in memory only
//! - `faults`, `limits`, `wire`, `ledger`: what goes wrong on order, and the record of what happened
//! - `web`, `feed`, `view`, `page/`: the page
//!
//! Invariants: loopback only; another website in the same browser cannot drive it; a token is neither kept nor logged.
//! Deliberately not here: anything that Charley says or knows.

mod answer;
mod bot_api;
mod chat;
mod clock;
mod emulator;
mod faults;
mod feed;
mod files;
mod formatting;
mod ledger;
mod limits;
mod methods;
mod params;
mod person;
mod profile;
mod random;
mod updates;
mod view;
mod web;
mod wire;
mod world;

use std::{io, net::SocketAddr, sync::Arc};

pub use clock::{Advance, ClockControl, Now, Restart};
pub use emulator::{Emulator, EmulatorConfig};
pub use faults::{Action, Fault, Mess, Ordered};
pub use ledger::{Happened, LedgerEntry, LedgerSize};
pub use limits::Limits;
pub use person::{Bubble, Button, Person, Room};
pub use profile::BotIdentity;
pub use world::SandboxError;

/// How the sandbox is started for a person at a browser.
#[derive(Debug, Clone)]
pub struct SandboxConfig {
    /// 0: any free one.
    pub port: u16,
    pub clock: ClockControl,
    pub restart: Option<Restart>,
    pub bot: BotIdentity,
    /// Who is there at the start: id, name, language.
    pub people: Vec<(i64, String, String)>,
}

impl SandboxConfig {
    /// One person, on this clock.
    #[must_use]
    pub fn new(clock: ClockControl) -> Self {
        Self {
            port: 0,
            clock,
            restart: None,
            bot: BotIdentity::default(),
            people: vec![(1001, "Sam".to_owned(), "en".to_owned())],
        }
    }
}

/// A running sandbox: the page is at `http://<addr>/`, the Bot API at `http://<addr>`.
#[derive(Debug, Clone)]
pub struct Sandbox {
    pub emulator: Emulator,
    pub addr: SocketAddr,
}

/// Starts emulator and page in this process. It serves until the last clone of the handle is dropped.
///
/// # Errors
/// When the port is taken.
pub async fn serve(config: SandboxConfig) -> io::Result<Sandbox> {
    let emulator = Emulator::start(EmulatorConfig {
        port: config.port,
        now: Arc::clone(&config.clock.now),
        clock: Some(config.clock),
        restart: config.restart,
        bot: config.bot,
        ..EmulatorConfig::default()
    })
    .await?;
    for (id, name, language) in &config.people {
        let _ = emulator.person_speaking(*id, name, language);
    }
    let addr = emulator.addr();
    Ok(Sandbox { emulator, addr })
}
