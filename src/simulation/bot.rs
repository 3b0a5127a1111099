//! The bot that all these people talk to: the real runtime over a disk in memory, against the emulator, on a clock that can be wrong.
//!
//! Invariants: there are two times. The *truth* is what Telegram's clock shows; the bot's clock may be ahead of it or behind. A restart
//! keeps what was committed, and nothing else.
//!
//! Deliberately not here: when it is stopped, killed and started (`world`).

use std::{
    env, fs,
    path::PathBuf,
    process,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use chrono::{DateTime, TimeDelta, Utc};

use super::{
    ledger::Stamp,
    power::{Disk, Power},
};
use crate::{
    app::Lore,
    clock::Clock,
    runtime::{Mover, Parts, Running},
    sandbox::{Emulator, EmulatorConfig, LedgerSize},
    store::{Marker, Store, keyring::Keyring, keys::MasterKey, memory::Memory, slab::MemorySlab},
    telegram::{Api, Limits, Token, intake::Patience},
};

/// It opens nothing.
const TOKEN: &str = "1:simulation-simulation-simulation-simul";
/// Real time after which the bot is taken for stuck.
const STUCK: Duration = Duration::from_secs(30);
/// How long a long poll lasts, in real time.
const POLL: Duration = Duration::from_secs(30);
/// Messages that people still see in their chat.
const HISTORY: usize = 40;
/// More calls than this are not made between two looks at the ledger.
const LEDGER: usize = 400_000;

/// A folder for what must be a file, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> anyhow::Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("charley-simulation-{}-{count}", process::id());
        let path = env::temp_dir().join(name);
        fs::create_dir_all(&path).context("a temporary folder cannot be made")?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // It is in the folder for temporary files: what is left there goes by itself one day.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The bot, running or not, and all that survives it.
pub struct Bot {
    pub emulator: Emulator,
    pub clock: Clock,
    /// By how many milliseconds the bot's clock is ahead of the truth.
    ahead: Arc<AtomicI64>,
    memory: Memory,
    slab: MemorySlab,
    pub power: Power,
    pub lore: Arc<Lore>,
    folder: Folder,
    running: Option<Running>,
    mover: Option<Mover>,
    /// Nobody waits for messages that wait themselves.
    pub hasty: bool,
}

impl Bot {
    /// A bot that was never started.
    pub async fn new(lore: Lore, now: DateTime<Utc>, seed: u64) -> anyhow::Result<Self> {
        let clock = Clock::still(now);
        let ahead = Arc::new(AtomicI64::new(0));
        let (read, by) = (clock.clone(), Arc::clone(&ahead));
        let emulator = Emulator::start(EmulatorConfig {
            now: Arc::new(move || read.now() - TimeDelta::milliseconds(by.load(Ordering::Acquire))),
            ledger: LedgerSize::Newest(LEDGER),
            history: HISTORY,
            seed: Some(seed),
            ..EmulatorConfig::default()
        })
        .await
        .context("no port on loopback is free")?;
        let folder = Folder::new()?;
        let key = folder.0.join("master.key");
        let master = MasterKey::generate()?;
        master.save_new(&key)?;
        let slab = MemorySlab::default();
        Keyring::create(Box::new(slab.clone()), &master)?;
        Ok(Self {
            emulator,
            clock,
            ahead,
            memory: Memory::new(),
            slab,
            power: Power::default(),
            lore: Arc::new(lore),
            folder,
            running: None,
            mover: None,
            hasty: false,
        })
    }

    fn ahead(&self) -> TimeDelta {
        TimeDelta::milliseconds(self.ahead.load(Ordering::Acquire))
    }

    /// Now, by both clocks.
    #[must_use]
    pub fn now(&self) -> Stamp {
        let bot = self.clock.now();
        Stamp {
            truth: bot - self.ahead(),
            bot,
        }
    }

    /// The same instant by both clocks, as the bot's shows now.
    #[must_use]
    pub fn stamp(&self, truth: DateTime<Utc>) -> Stamp {
        Stamp {
            truth,
            bot: truth + self.ahead(),
        }
    }

    #[must_use]
    pub const fn is_up(&self) -> bool {
        self.running.is_some()
    }

    /// What is stored. Only while the bot does not run.
    pub fn store(&mut self) -> anyhow::Result<Store> {
        // A fuse that still burns belongs to the bot that was.
        self.power = Power::default();
        let (master, _) = MasterKey::load(&self.folder.0.join("master.key"))?;
        let keyring = Keyring::open(Box::new(self.slab.clone()), &master)?;
        let disk = Disk::new(self.memory.clone(), self.power.clone());
        Ok(Store::with(Box::new(disk), keyring)?.0)
    }

    /// Starts the bot on what is stored.
    pub fn start(&mut self) -> anyhow::Result<()> {
        let url = self.emulator.api_url().parse().context("our own address")?;
        let running = Running::start(Parts {
            api: Api::new(Token::new(TOKEN), Some(url), POLL)
                .context("the HTTP client cannot be made")?,
            store: self.store()?,
            marker: Marker::open(&self.folder.0)?,
            lore: Arc::clone(&self.lore),
            limits: Limits {
                per_second: 1_000_000,
                burst: 1_000_000,
                reserve: 10,
                chat_per_second: 1_000_000,
                chat_burst: 1_000_000,
                calls: 64,
            },
            patience: Patience {
                first: Duration::from_millis(20),
                ..Patience::default()
            },
            clock: self.clock.clone(),
            watch_outages: false,
            set_profile: false,
        })?;
        self.mover = Some(running.mover());
        self.running = Some(running);
        Ok(())
    }

    fn mover(&self) -> Option<Mover> {
        let mover = self.mover.clone()?;
        Some(if self.hasty {
            mover.patient(Duration::from_millis(30))
        } else {
            mover
        })
    }

    /// Stops the bot in order. `false`: it fell meanwhile.
    pub async fn stop(&mut self) -> anyhow::Result<bool> {
        self.mover = None;
        self.hasty = false;
        let Some(running) = self.running.take() else {
            return Ok(true);
        };
        let ended = running.until(std::future::ready(())).await;
        if self.power.is_off() {
            return Ok(false);
        }
        ended?;
        Ok(true)
    }

    /// Cuts the power, and buries what is left.
    pub async fn die(&mut self) {
        self.power.cut();
        self.mover = None;
        self.hasty = false;
        if let Some(running) = self.running.take() {
            running.die().await;
        }
    }

    /// Sets the bot's clock wrong, or right again.
    pub fn step(&self, by: TimeDelta) {
        self.ahead
            .fetch_add(by.num_milliseconds(), Ordering::AcqRel);
        self.clock.step(by);
    }

    /// The machine sleeps for so long: nothing happens, and then it is later.
    pub fn sleep(&self, time: TimeDelta) {
        self.clock.step(time);
    }

    /// Time passes until then; everything due on the way happens. `false`: the bot fell on the way.
    pub async fn pass(&self, truth: DateTime<Utc>) -> bool {
        let to = truth + self.ahead();
        match self.mover() {
            // The power first: without it nobody answers, and the clock would run on.
            Some(mover) => tokio::select! {
                biased;
                () = self.power.went() => false,
                () = mover.advance(to) => !self.power.is_off(),
            },
            None => {
                self.clock.move_to(to);
                true
            }
        }
    }

    /// Waits until everything that people did is taken in, answered and delivered. `false`: the bot fell.
    pub async fn settle(&self) -> anyhow::Result<bool> {
        let Some(mover) = self.mover() else {
            return Ok(true);
        };
        let begun = Instant::now();
        while self.emulator.pending_updates() > 0 {
            if self.power.is_off() {
                return Ok(false);
            }
            if begun.elapsed() > STUCK {
                bail!("the bot takes no updates any more");
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::select! {
            biased;
            () = self.power.went() => Ok(false),
            () = mover.settle() => Ok(!self.power.is_off()),
        }
    }
}
