//! The emulator as a whole: configuration, start, and the handle that tests, the load test and the runtime hold.
//!
//! Invariants: it listens on loopback only; the world's lock is never held across an await; a handle is cheap to clone
//! and the server stops when the last one is gone. Deliberately not here: what a person does (`person.rs`).

use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::{sync::Notify, task::AbortHandle};

use super::{
    bot_api,
    chat::ChatKind,
    clock::{ClockControl, Now, Restart},
    faults::{Fault, Mess, Ordered},
    feed::Feed,
    ledger::{Ledger, LedgerEntry, LedgerSize},
    limits::Limits,
    person::{Person, Room},
    profile::{BotIdentity, Profile},
    random::Random,
    updates::Queue,
    wire::LoopbackListener,
    world::{Parts, SandboxError, World},
};

/// How an emulator is started.
#[derive(Clone)]
pub struct EmulatorConfig {
    /// 0: any free one.
    pub port: u16,
    /// The clock that dates messages.
    pub now: Now,
    /// Lets the page move that clock; `None`: it can only be read.
    pub clock: Option<ClockControl>,
    /// Lets the page restart the bot; `None`: the bot is none of ours.
    pub restart: Option<Restart>,
    pub bot: BotIdentity,
    pub ledger: LedgerSize,
    /// Messages kept per chat; older ones cannot be edited any more.
    pub history: usize,
    /// Forget updates that nobody fetched for 24 hours (by `now`), as Telegram does.
    pub updates_expire: bool,
    /// How long a pressed button can be answered, in real time.
    pub callback_life: Duration,
    /// Makes ids, duplicates and shuffles repeatable.
    pub seed: Option<u64>,
}

impl Default for EmulatorConfig {
    #[expect(
        clippy::disallowed_methods,
        reason = "an emulator that is given no clock goes by the real time"
    )]
    fn default() -> Self {
        Self {
            port: 0,
            now: Arc::new(Utc::now),
            clock: None,
            restart: None,
            bot: BotIdentity::default(),
            ledger: LedgerSize::Newest(100_000),
            history: 1000,
            updates_expire: true,
            callback_life: Duration::from_secs(15),
            seed: None,
        }
    }
}

impl fmt::Debug for EmulatorConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmulatorConfig")
            .field("port", &self.port)
            .field("bot", &self.bot)
            .finish_non_exhaustive()
    }
}

/// What the server's tasks and the handles share.
pub(super) struct Shared {
    world: Mutex<World>,
    now: Now,
    pub clock: ClockControl,
    pub restart: Option<Restart>,
    /// True while the page moves the clock.
    pub moving: AtomicBool,
    pub arrived: Arc<Notify>,
}

impl Shared {
    /// The lock. A panic of another holder leaves a world that is still good enough for a test to report on.
    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        (self.now)()
    }
}

/// A running Bot API emulator. Cheap to clone.
#[derive(Clone)]
pub struct Emulator {
    pub(super) shared: Arc<Shared>,
    addr: SocketAddr,
    /// Stops the server with the last handle.
    _server: Arc<Server>,
}

struct Server(AbortHandle);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Emulator {
    /// Binds a port on loopback and serves the Bot API and the page from a background task.
    ///
    /// # Errors
    /// When the port is taken.
    pub async fn start(config: EmulatorConfig) -> io::Result<Self> {
        let listener = LoopbackListener::bind((Ipv4Addr::LOCALHOST, config.port).into()).await?;
        let addr = listener.addr()?;
        let shared = Arc::new(shared(config));
        let router = bot_api::router(Arc::clone(&shared));
        let service = router.into_make_service_with_connect_info::<super::wire::Cut>();
        let server = tokio::spawn(async move {
            // `serve` ends only by being aborted.
            let _ = axum::serve(listener, service).await;
        });
        let server = Arc::new(Server(server.abort_handle()));
        Ok(Self {
            shared,
            addr,
            _server: server,
        })
    }

    /// Where it listens.
    #[must_use]
    pub const fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// What teloxide's `set_api_url` wants (and other libraries, with `/bot` after it).
    #[must_use]
    pub fn api_url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// A person with an account; made at the first call. They are known to the bot once they write.
    #[must_use]
    pub fn person(&self, id: i64, name: &str) -> Person {
        self.person_speaking(id, name, "en")
    }

    /// The same, with the language of their client ("" for none).
    #[must_use]
    pub fn person_speaking(&self, id: i64, name: &str, language: &str) -> Person {
        self.shared.world().add_person(id, name, language);
        Person::new(self.clone(), id)
    }

    /// A group that the bot is in.
    #[must_use]
    pub fn group(&self, id: i64, title: &str) -> Room {
        self.room(id, ChatKind::Supergroup, title)
    }

    /// A small group of the old kind that the bot is in.
    #[must_use]
    pub fn basic_group(&self, id: i64, title: &str) -> Room {
        self.room(id, ChatKind::Group, title)
    }

    /// A channel that the bot administers.
    #[must_use]
    pub fn channel(&self, id: i64, title: &str) -> Room {
        self.room(id, ChatKind::Channel, title)
    }

    fn room(&self, id: i64, kind: ChatKind, title: &str) -> Room {
        self.shared.world().add_chat(id, kind, title);
        Room::new(self.clone(), id)
    }

    /// Orders a fault; the answer is its id.
    pub fn fault(&self, fault: Fault) -> u64 {
        self.shared.world().faults.add(fault)
    }

    /// The faults that still wait.
    #[must_use]
    pub fn faults(&self) -> Vec<Ordered> {
        self.shared.world().faults.list()
    }

    /// Takes back the fault with this id, if it is still there.
    pub fn take_back(&self, fault: u64) {
        self.shared.world().faults.remove(fault);
    }

    /// Takes back all faults.
    pub fn clear_faults(&self) {
        self.shared.world().faults.clear();
    }

    /// Duplicates and disorder among updates from now on.
    pub fn mess(&self, mess: Mess) {
        self.shared.world().updates.mess = mess;
    }

    /// Flood limits from now on.
    pub fn limits(&self, limits: Limits) {
        self.shared.world().limiter.limits = limits;
    }

    /// The next update's id: Telegram picks a random one, maybe a lower one, after a week without updates.
    pub fn restart_update_ids(&self, next: i64) {
        self.shared.world().updates.restart_at(next);
    }

    /// Updates that are not yet confirmed.
    #[must_use]
    pub fn pending_updates(&self) -> usize {
        self.shared.world().updates.len()
    }

    /// How often `getUpdates` was called: under load, the number of batches.
    #[must_use]
    pub fn polls(&self) -> u64 {
        self.shared.world().updates.poll
    }

    /// Queues an update of any kind, known or not: `{"<kind>": {…}}`. The answer is its id, or `None` when the bot's
    /// `allowed_updates` leave it out.
    ///
    /// # Errors
    /// When it is no object with a kind.
    pub fn inject(&self, update: &Value) -> Result<Option<i64>, SandboxError> {
        let now = self.shared.now();
        self.shared.world().inject(update, now)
    }

    /// The ledger's entries after `seq` (0: all that are kept).
    #[must_use]
    pub fn ledger(&self, since: u64) -> Vec<LedgerEntry> {
        self.shared.world().ledger.since(since)
    }

    /// The commands that a person sees in their menu.
    #[must_use]
    pub fn commands_for(&self, person: i64) -> Value {
        let world = self.shared.world();
        let language = world
            .people
            .get(&person)
            .map_or("", |human| &human.language);
        world.profile.commands_for(person, language)
    }

    /// The bytes of a stored file, by its `file_id`.
    #[must_use]
    pub fn file(&self, id: &str) -> Option<Vec<u8>> {
        let world = self.shared.world();
        world.files.get(id).map(|file| file.bytes.to_vec())
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator")
            .field("addr", &self.addr)
            .finish_non_exhaustive()
    }
}

fn shared(config: EmulatorConfig) -> Shared {
    let mut random = Random::new(config.seed);
    let parts = Parts {
        updates: Queue::new(&mut random, config.updates_expire),
        profile: Profile::new(config.bot),
        ledger: Ledger::new(config.ledger),
        feed: Feed::new(random.next()),
        history: config.history,
        callback_life: config.callback_life,
    };
    let arrived = Arc::clone(&parts.updates.arrived);
    let clock = config
        .clock
        .unwrap_or_else(|| ClockControl::fixed_to(Arc::clone(&config.now)));
    Shared {
        world: Mutex::new(World::empty(random, parts)),
        now: config.now,
        clock,
        restart: config.restart,
        moving: AtomicBool::new(false),
        arrived,
    }
}

impl Shared {
    /// Claims the clock for one move at a time.
    pub(super) fn claim_clock(&self) -> bool {
        !self.moving.swap(true, Ordering::SeqCst)
    }

    pub(super) fn release_clock(&self) {
        self.moving.store(false, Ordering::SeqCst);
    }
}
