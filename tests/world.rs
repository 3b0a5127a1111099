//! A whole Charley in a test: the real core, writer, intake and delivery against the emulator on loopback, with a clock that stands
//! still until it is moved. The store is the in-memory one, which the conformance suite holds to the contract of the one on disk.

use std::{sync::Arc, time::Duration};

use charley::{
    app::{Lore, Writer},
    care::zone::Places,
    clock::Clock,
    content::Content,
    dialogue::House,
    runtime::{Ended, Mover, Parts, Running},
    sandbox::{Emulator, EmulatorConfig, Person},
    store::{
        Marker, Places as StorePlaces, Store,
        faulty::{Faults, Faulty},
        keyring::Keyring,
        keys::MasterKey,
        memory::Memory,
        slab::MemorySlab,
        sled::Tuning,
    },
    telegram::{Api, Limits, Token, intake::Patience},
    understanding::Reader,
};
use chrono::{DateTime, Utc};

/// The token of every test; a canary too.
pub const TOKEN: &str = "4242:AAcanaryTOKENcanaryTOKENcanaryTOKEN12";

/// Real time after which a test gives up waiting for its own machinery.
const PATIENCE: Duration = Duration::from_secs(20);

/// What stops a running bot, and its end.
type Bot = (
    tokio::sync::oneshot::Sender<()>,
    tokio::task::JoinHandle<Result<(), Ended>>,
);

/// What survives a restart of the bot.
pub struct World {
    pub emulator: Emulator,
    pub clock: Clock,
    pub memory: Memory,
    pub slab: MemorySlab,
    pub lore: Arc<Lore>,
    /// What goes wrong with the disk.
    pub faults: Faults,
    /// Keep everything on the real disk, in `folder`, and not in memory.
    pub on_disk: bool,
    /// Whether a long silence of the clock means an outage.
    pub watch_outages: bool,
    _folder: tempfile::TempDir,
    pub folder: std::path::PathBuf,
    running: Option<Bot>,
    mover: Option<Mover>,
    writer: Option<Writer>,
}

/// The lore of a test: the shipped content, an operator, generous limits.
pub fn lore() -> Lore {
    let content = Content::embedded().expect("the shipped content is sound");
    Lore {
        reader: Reader::new(&content),
        places: Places::new(&content),
        content,
        house: House {
            operator: "Test Operator".to_owned(),
            contact: "operator@example.org".to_owned(),
            provisional_hours: 24,
            idle_days: 365,
            entries_per_day: 50,
            flood_burst: 40,
            flood_per_minute: 60,
        },
        bytes_per_person: 1024 * 1024,
        allowed: None,
    }
}

impl World {
    pub async fn at(now: DateTime<Utc>) -> Self {
        Self::with(now, lore()).await
    }

    pub async fn with(now: DateTime<Utc>, lore: Lore) -> Self {
        let mut world = Self::asleep(now, lore).await;
        world.start();
        world
    }

    /// A world in which the bot has not been started.
    pub async fn asleep(now: DateTime<Utc>, lore: Lore) -> Self {
        Self::sharing(now, Arc::new(lore)).await
    }

    /// The same, with a lore that others use too: it takes long to make.
    pub async fn sharing(now: DateTime<Utc>, lore: Arc<Lore>) -> Self {
        let clock = Clock::still(now);
        let read = clock.clone();
        let emulator = Emulator::start(EmulatorConfig {
            now: Arc::new(move || read.now()),
            seed: Some(7),
            ..EmulatorConfig::default()
        })
        .await
        .expect("a free port on loopback");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().to_owned();
        Self {
            emulator,
            clock,
            memory: Memory::new(),
            slab: MemorySlab::default(),
            lore,
            faults: Faults::default(),
            on_disk: false,
            watch_outages: false,
            _folder: folder,
            folder: path,
            running: None,
            mover: None,
            writer: None,
        }
    }

    /// Where everything is kept if it is on the disk.
    pub fn places(&self) -> StorePlaces {
        StorePlaces {
            data: self.folder.join("data"),
            key: self.folder.join("keys/master.key"),
            keyring: self.folder.join("keys/keyring"),
        }
    }

    /// What is stored. Only while the bot is stopped.
    pub fn store(&mut self) -> Store {
        if self.on_disk {
            let opened = Store::open(&self.places(), Tuning::default());
            return opened.expect("a store on the disk").0;
        }
        let path = self.folder.join("master.key");
        if !path.exists() {
            let master = MasterKey::generate().expect("random bytes");
            master.save_new(&path).expect("a key file");
        }
        let (master, _) = MasterKey::load(&path).expect("the key");
        let keyring = Keyring::open(Box::new(self.slab.clone()), &master)
            .or_else(|_| Keyring::create(Box::new(self.slab.clone()), &master))
            .expect("a keyring in memory");
        let (backend, faults) = Faulty::new(self.memory.clone());
        self.faults = faults;
        let opened = Store::with(Box::new(backend), keyring);
        opened.expect("a store in memory").0
    }

    /// Starts the bot on what is stored.
    pub fn start(&mut self) {
        let store = self.store();
        let url = self.emulator.api_url().parse().expect("a URL");
        let api = Api::new(Token::new(TOKEN), Some(url), Duration::from_secs(10))
            .expect("a client without TLS");
        let running = Running::start(Parts {
            api,
            store,
            marker: Marker::open(&self.folder).expect("a marker"),
            lore: Arc::clone(&self.lore),
            limits: Limits {
                per_second: 100_000,
                burst: 100_000,
                reserve: 10,
                chat_per_second: 100_000,
                chat_burst: 1_000,
                calls: 64,
            },
            patience: Patience {
                first: Duration::from_millis(50),
                ..Patience::default()
            },
            clock: self.clock.clone(),
            watch_outages: self.watch_outages,
            set_profile: true,
        })
        .expect("the bot starts");
        self.mover = Some(running.mover());
        self.writer = Some(running.writer());
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let task = tokio::spawn(async move {
            let stop = async {
                let _ = stopped.await;
            };
            running.until(stop).await
        });
        self.running = Some((stop, task));
    }

    /// Stops the bot in order and starts it again on what is stored.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.start();
    }

    pub async fn stop(&mut self) {
        if let Some((stop, task)) = self.running.take() {
            let _ = stop.send(());
            let ended = task.await.expect("the bot's task");
            ended.expect("the bot ends well");
        }
    }

    /// Waits until the bot ends by itself, and says why.
    pub async fn ends(&mut self) -> Ended {
        let (_stop, task) = self.running.take().expect("the bot runs");
        let ended = tokio::time::timeout(PATIENCE, task).await;
        let ended = ended.expect("the bot ends").expect("the bot's task");
        ended.expect_err("the bot ends by itself")
    }

    pub fn mover(&self) -> &Mover {
        self.mover.as_ref().expect("the bot runs")
    }

    /// The way to the writer, for a thread of its own.
    pub fn writer(&self) -> Writer {
        self.writer.clone().expect("the bot runs")
    }

    pub fn person(&self, id: i64, name: &str) -> Person {
        self.emulator.person_speaking(id, name, "en")
    }

    /// Waits until everything that was sent has been taken in, answered and delivered.
    pub async fn settle(&self) {
        let start = std::time::Instant::now();
        while self.emulator.pending_updates() > 0 {
            assert!(start.elapsed() < PATIENCE, "the bot takes no updates");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        self.mover().settle().await;
    }

    /// Moves the clock by so many seconds; all that is due on the way happens.
    pub async fn pass(&self, seconds: i64) {
        let to = self.clock.now() + chrono::TimeDelta::seconds(seconds);
        self.mover().advance(to).await;
    }
}

// ---- What people do, in a word each

/// Three in the morning in Berlin.
pub fn night() -> DateTime<Utc> {
    "2026-11-22T02:00:00Z".parse().expect("a time")
}

/// Writes a message, and waits until it is answered.
pub async fn says(world: &World, person: &Person, text: &str) {
    person.say(text).expect("a message");
    world.settle().await;
}

/// Taps the newest button with this label, and waits.
pub async fn taps(world: &World, person: &Person, label: &str) {
    person.press_label(label).expect(label);
    world.settle().await;
}

/// The set-up: consent, and Berlin.
pub async fn agree(world: &World, person: &Person) {
    says(world, person, "/start").await;
    taps(world, person, "Set up").await;
    taps(world, person, "I'm 16+ and I agree").await;
    says(world, person, "Berlin").await;
}

/// How often the bot's messages in a chat hold these words.
pub fn heard(person: &Person, words: &str) -> usize {
    let messages = person.messages();
    let of_bot = messages.iter().filter(|message| message.from_bot);
    of_bot
        .filter(|message| message.text.contains(words))
        .count()
}
