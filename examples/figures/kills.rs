//! What a bot that is killed with SIGKILL at random moments, again and again, still knows.
//!
//! Eight people go through conversations; a model outside the bot counts what was acknowledged to them. A step is acknowledged when its
//! answer arrived. After each restart every person looks into their diary, and the count must be the model's; every answer must be the
//! one that follows from the steps before. Beside them, sleepers whose morning message falls due during the run must get it at most once.
//! An answer may arrive twice (at least once, by design): those are counted.

use std::{
    cell::{Cell, RefCell},
    collections::{HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
    process::{Child, Stdio},
    rc::Rc,
    time::{Duration, Instant},
};

use charley::{
    clock::Clock,
    dialogue::{Chat, EntryId, Keeping, Night},
    sandbox::{Bubble, Emulator, EmulatorConfig, LedgerSize, Person},
    store::{Durability, sled::is_in_use},
};
use chrono::TimeDelta;

use super::{
    bot::Home,
    dice::Dice,
    people::{Move, PATIENCE, SET_UP, converse, make},
};

const PEOPLE: i64 = 8;
/// Sleepers' chat ids begin here.
const SLEEPERS: i64 = 10_000;
/// The relief card moves by itself after this long; an answer may then be another one than usual.
const TICK: Duration = Duration::from_secs(9);
/// A person may make 1,000 entries a day (the settings' upper limit); beyond it none is kept, by design, so nobody goes there.
const CRAMPS: u64 = 900;
/// Beside every so manieth life a backup is asked for.
const BACKUP_EVERY: u32 = 5;
/// A person rests this long at most between two conversations.
const REST: u64 = 150;

/// How to torment a bot.
pub struct Plan {
    pub program: PathBuf,
    pub kills: u32,
    pub seed: u64,
    /// The longest life of a process after its first poll; one in three is killed during its start instead.
    pub longest_life: Duration,
    /// How long a start takes, about.
    pub start: Duration,
    /// Sleepers.
    pub sleepers: i64,
    /// Thousands of old entries, so that a backup takes longer than a life.
    pub ballast: u32,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Findings {
    pub kills: u32,
    /// Answered steps.
    pub acknowledged: u64,
    /// Looks into a diary.
    pub checks: u64,
    /// Answered steps whose effect was missing, and steps that were never answered.
    pub lost: u64,
    /// Entries beyond what was acknowledged.
    pub doubled: u64,
    /// Answers that came twice.
    pub repeated: u64,
    pub nudges: u64,
    pub nudges_doubled: u64,
    /// Nudges that never came: killed between the mark and the answer, so nobody knows whether they were sent.
    pub nudges_missing: u64,
    /// What the bot said when it ended by itself.
    pub deaths: u64,
    /// Backups that were asked for beside a bot that was then killed: whole, broken off and not there, and there but not whole.
    pub backups: u64,
    pub backups_not_there: u64,
    pub backups_torn: u64,
    /// The first few faults, in words.
    pub faults: Vec<String>,
}

impl Findings {
    /// Whether all that was promised was kept.
    pub fn sound(&self) -> bool {
        self.lost + self.doubled + self.nudges_doubled + self.deaths + self.backups_torn == 0
    }

    fn fault(&mut self, words: String) {
        if self.faults.len() < 10 {
            self.faults.push(words);
        }
    }
}

/// What all share. One thread, so no locks.
struct Scene {
    findings: RefCell<Findings>,
    /// How many processes were started; a change makes everybody look into their diary.
    lives: Cell<u32>,
    over: Cell<bool>,
}

/// Kills, restarts, compares. Must run inside a `LocalSet`.
pub async fn torment(plan: &Plan, folder: &Path) -> Findings {
    let emulator = Emulator::start(EmulatorConfig {
        ledger: LedgerSize::Off,
        history: 40,
        seed: Some(plan.seed),
        ..EmulatorConfig::default()
    })
    .await
    .expect("a free port on loopback");
    let home = Home::new(folder, plan.program.clone(), &emulator);
    // A third of the lives ends during the start, the others live half the longest life; a little less, so that all nudges fall due.
    let whole_run = plan.kills * (plan.start * 5 / 6 + plan.longest_life / 3) * 4 / 5;
    put_to_bed(&home, plan, whole_run);
    let sleepers: Vec<Person> = (SLEEPERS..SLEEPERS + plan.sleepers)
        .map(|id| emulator.person_speaking(id, "Alex", "en"))
        .collect();
    for sleeper in &sleepers {
        // A bot may write only to who has written to it.
        sleeper.say("/help").expect("the emulator takes it");
    }
    let scene = Rc::new(Scene {
        findings: RefCell::default(),
        lives: Cell::new(0),
        over: Cell::new(false),
    });
    let people: Vec<_> = (1..=PEOPLE)
        .map(|id| {
            let person = emulator.person_speaking(id, "Kim", "en");
            let dice = Dice(plan.seed.wrapping_mul(1000).wrapping_add(id.unsigned_abs()));
            let one = One::new(person, Rc::clone(&scene), dice);
            tokio::task::spawn_local(one.live())
        })
        .collect();
    kill_again_and_again(plan, &home, &emulator, &scene).await;

    let mut bot = home.start();
    scene.lives.set(scene.lives.get() + 1);
    scene.over.set(true);
    for person in people {
        if let Err(panic) = person.await {
            let mut findings = scene.findings.borrow_mut();
            findings.lost += 1;
            findings.fault(format!("a person gave up: {panic}"));
        }
    }
    count_nudges(&sleepers, &scene).await;
    bot.kill();
    scene.findings.take()
}

async fn kill_again_and_again(plan: &Plan, home: &Home, emulator: &Emulator, scene: &Scene) {
    let mut dice = Dice(plan.seed);
    for kill in 0..plan.kills {
        let polls = emulator.polls();
        let mut bot = home.start();
        let mut backup = None;
        scene.lives.set(scene.lives.get() + 1);
        let mut longest = plan.start;
        if dice.below(3) != 0 {
            longest = plan.longest_life;
            let asked = Instant::now();
            while emulator.polls() == polls && asked.elapsed() < PATIENCE {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        }
        // Only beside a bot that has the store: else it would keep the store from it. (A poll may be a late one of the bot before.)
        if kill % BACKUP_EVERY == 0 && is_in_use(&home.data()) {
            let mut command = home.command(&["backup", "killed.backup"]);
            let started = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
            backup = Some(started.expect("charley starts"));
        }
        let life = dice.below(longest.as_micros().try_into().unwrap_or(u64::MAX));
        tokio::time::sleep(Duration::from_micros(life)).await;
        {
            let mut findings = scene.findings.borrow_mut();
            if bot.ended() {
                findings.deaths += 1;
                let beside = if backup.is_some() {
                    "beside a backup"
                } else {
                    "alone"
                };
                findings.fault(format!(
                    "the bot ended by itself, {beside}:\n{}",
                    home.log()
                ));
            }
            bot.kill();
            findings.kills += 1;
        }
        if let Some(backup) = backup {
            look_at_the_backup(home, backup, scene).await;
        }
    }
}

/// A backup whose bot was killed: it is there and whole, or it is not there.
async fn look_at_the_backup(home: &Home, mut backup: Child, scene: &Scene) {
    let mut verify = home.command(&["verify", "killed.backup"]);
    let file = home.folder.join("killed.backup");
    let found = tokio::task::spawn_blocking(move || {
        // Where the bot was gone already, it reads the store itself; the next bot waits for that.
        backup.wait().expect("it ends");
        let is_whole = file.exists().then(|| {
            let ended = verify.output().expect("charley runs");
            ended.status.success()
        });
        if is_whole.is_some() {
            fs::remove_file(&file).expect("the backup goes");
        }
        is_whole
    });
    let is_whole = found.await.expect("a thread");
    let mut findings = scene.findings.borrow_mut();
    match is_whole {
        Some(true) => findings.backups += 1,
        Some(false) => {
            findings.backups_torn += 1;
            findings.fault("a backup is there, and not whole".to_owned());
        }
        None => findings.backups_not_there += 1,
    }
}

/// Stores people who had a cramp and whose morning message falls due during the run.
fn put_to_bed(home: &Home, plan: &Plan, whole_run: Duration) {
    let sleepers = plan.sleepers;
    let mut store = home.store();
    let mut txn = store.txn();
    let now = Clock::system().now();
    let step = TimeDelta::from_std(whole_run).unwrap_or_default() / (sleepers.max(1) as i32);
    for n in 0..sleepers {
        // Without a zone, the morning is six hours after the cramp.
        let due = now + step * (n as i32);
        let cramp = due - TimeDelta::hours(6);
        let mut chat = Chat::new("en", cramp);
        chat.keeping = Keeping::Agreed {
            version: 1,
            at: cramp,
        };
        chat.night = Some(Night {
            first: cramp,
            last: cramp,
            entries: vec![EntryId(1)],
        });
        chat.entries = 1;
        chat.zone = None;
        let person = txn.person(SLEEPERS + n);
        let entry = super::people::entry(1, cramp);
        txn.put_entry(person, &entry).expect("a sealed entry");
        txn.put_chat(person, SLEEPERS + n, chat, Some(due))
            .expect("a sealed chat");
    }
    txn.commit(Durability::Synced).expect("the disk works");
    for id in 0..plan.ballast {
        let mut txn = store.txn();
        let person = txn.person(SLEEPERS);
        for n in 0..1000 {
            let entry = super::people::entry(2 + id * 1000 + n, now - TimeDelta::days(1));
            txn.put_entry(person, &entry).expect("a sealed entry");
        }
        txn.commit(Durability::Flushed).expect("the disk works");
    }
}

async fn count_nudges(sleepers: &[Person], scene: &Scene) {
    // What is due has been sent by now, or will never be.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let mut findings = scene.findings.borrow_mut();
    for sleeper in sleepers {
        let messages = sleeper.messages();
        let nudges = messages
            .iter()
            .filter(|bubble| bubble.from_bot && bubble.text.contains("Hello. You wrote to me"));
        match nudges.count() {
            0 => findings.nudges_missing += 1,
            1 => findings.nudges += 1,
            _ => findings.nudges_doubled += 1,
        }
    }
}

/// One person and the model of what they were told.
struct One {
    person: Person,
    scene: Rc<Scene>,
    dice: Dice,
    /// Cramps begun.
    cramps: u64,
    /// Entries whose "Gone" was answered, less those whose deletion was.
    entries: u64,
    /// All that was ever shown: message, words, buttons.
    shown: HashSet<String>,
    /// The buttons of all new messages, and which one had them first: a second message with the same ones is a repetition.
    boards: HashMap<String, i64>,
    /// Each message, and the first one of which it is a repetition, or itself.
    messages: HashMap<i64, i64>,
    /// The life in which the diary was last compared.
    checked: u32,
}

impl One {
    fn new(person: Person, scene: Rc<Scene>, dice: Dice) -> Self {
        Self {
            person,
            scene,
            dice,
            cramps: 0,
            entries: 0,
            shown: HashSet::new(),
            boards: HashMap::new(),
            messages: HashMap::new(),
            checked: 0,
        }
    }

    async fn live(mut self) {
        converse(&self.person, SET_UP, || {
            self.scene.findings.borrow_mut().acknowledged += 1;
        })
        .await;
        // An empty diary looks the same each time, so that a repeated answer could not be told from a new one: there is always an entry.
        self.cramp().await;
        while !self.scene.over.get() {
            if self.checked < self.scene.lives.get() {
                self.look().await;
            }
            match self.dice.below(3) {
                0 | 1 if self.cramps < CRAMPS => self.cramp().await,
                _ => self.tidy_up().await,
            }
            let rest = self.dice.below(REST);
            tokio::time::sleep(Duration::from_millis(rest)).await;
        }
        self.look().await;
    }

    /// A cramp, taken one of several ways.
    async fn cramp(&mut self) {
        let word = ["/cramp", "cramp in my calf"][self.dice.below(2) as usize];
        self.cramps += 1;
        let began = Instant::now();
        let mut at = self
            .step(Move::Say(word), None, "Sit up, knee straight", began)
            .await;
        if self.dice.below(2) == 0 {
            at = self
                .step(Move::Tap("Still bad"), at, "Foot flat", began)
                .await;
            at = self
                .step(Move::Tap("Still bad"), at, "Is any of this true?", began)
                .await;
            at = self
                .step(Move::Tap("No, none"), at, "Rub the muscle", began)
                .await;
        } else {
            at = self
                .step(
                    Move::Tap("It's easing"),
                    at,
                    "Keep the toes pulled up",
                    began,
                )
                .await;
        }
        let gone = self
            .step(Move::Tap("Gone"), at, "Put the phone down", began)
            .await;
        if gone.is_some() {
            self.entries += 1;
        }
    }

    /// Opens the newest entry; deletes it now and then; brings it back now and then.
    async fn tidy_up(&mut self) {
        let now = Instant::now();
        let at = self.look().await;
        let at = self.step(Move::Tap("Open 1"), at, "Lasted:", now).await;
        if self.entries < 2 || self.dice.below(2) == 0 {
            self.step(Move::Tap("Back"), at, "Your diary:", now).await;
            return;
        }
        let at = self.step(Move::Tap("Delete"), at, "Deleted.", now).await;
        if at.is_none() {
            return;
        }
        self.entries -= 1;
        if self.dice.below(2) == 0
            && self
                .step(Move::Tap("Bring it back"), at, "Lasted:", now)
                .await
                .is_some()
        {
            self.entries += 1;
        }
    }

    /// Compares the diary with the model.
    async fn look(&mut self) -> Option<Bubble> {
        let life = self.scene.lives.get();
        let shown = self
            .step(Move::Say("/history"), None, "diary", Instant::now())
            .await?;
        let words = shown.text.strip_prefix("Your diary: ").unwrap_or("0");
        let word = words.split_whitespace().next().unwrap_or("0");
        let found: u64 = word.parse().unwrap_or(0);
        self.checked = life;
        let mut findings = self.scene.findings.borrow_mut();
        findings.checks += 1;
        if found != self.entries {
            findings.lost += self.entries.saturating_sub(found);
            findings.doubled += found.saturating_sub(self.entries);
            let told = self.entries;
            findings.fault(format!(
                "a diary holds {found} entries and {told} were acknowledged"
            ));
            self.entries = found;
        }
        drop(findings);
        Some(shown)
    }

    /// Makes a move and waits for what answers it. `None`: the card had moved by itself, or a fault was noted.
    async fn step(
        &mut self,
        step: Move,
        at: Option<Bubble>,
        words: &str,
        began: Instant,
    ) -> Option<Bubble> {
        if matches!(step, Move::Tap(_)) && at.is_none() {
            return None;
        }
        make(&self.person, step, at.as_ref());
        loop {
            let Some(change) = self.person.next_change(PATIENCE).await else {
                self.lost(format!("{step:?} was never answered"));
                return None;
            };
            if !self.is_new(&change) {
                continue;
            }
            if change.text.contains(words) {
                self.scene.findings.borrow_mut().acknowledged += 1;
                return Some(change);
            }
            if began.elapsed() < TICK {
                self.lost(format!("{step:?} was answered with: {}", change.text));
                return None;
            }
        }
    }

    /// Notes what is shown; `false`: it was shown before.
    fn is_new(&mut self, change: &Bubble) -> bool {
        let board: Vec<&str> = change
            .keyboard
            .iter()
            .flatten()
            .filter_map(|button| button.data.as_deref())
            .collect();
        let board = board.join(" ");
        let mut is_repetition = false;
        let first = match self.messages.get(&change.id) {
            Some(first) => *first,
            None => {
                let id = change.id;
                let first = match board.as_str() {
                    "" => id,
                    _ => *self.boards.entry(board.clone()).or_insert(id),
                };
                is_repetition = first != id;
                self.messages.insert(id, first);
                first
            }
        };
        self.scene.findings.borrow_mut().repeated += u64::from(is_repetition);
        // Killed between a card's sending and its message's number, the bot sends the card once more and shows there again what the
        // first copy had come to: that is no new answer.
        let fresh = self
            .shown
            .insert(format!("{first} {} {board}", change.text));
        fresh && !is_repetition
    }

    fn lost(&self, words: String) {
        let mut findings = self.scene.findings.borrow_mut();
        findings.lost += 1;
        findings.fault(words);
    }
}
