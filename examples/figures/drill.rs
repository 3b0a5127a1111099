//! The drill of the README: a backup while people talk, the loss of everything, and the way back; with what is compared, and how long it takes.
//!
//! What is known outside the bot decides: the entries that were acknowledged before the backup began must be there again, nothing that came
//! after its end, and of whoever was erased in the meantime nothing at all.

use std::{
    fs,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use charley::{
    clock::Clock,
    dialogue::{Age, Chat, Keeping},
    sandbox::{Emulator, EmulatorConfig, Person},
    store::{Durability, Loaded},
};
use chrono::TimeDelta;

use super::{
    bot::{Home, beside_me},
    machine::{self, ms, percentile},
    people::{CONVERSATION, Move, converse, entry, settled},
};

/// People who talk, and how many of them erase themselves after the backup.
const TALKERS: i64 = 48;
const LEAVERS: i64 = 8;
/// Sleepers' chat ids begin here; each has so many entries.
const SLEEPERS: i64 = 100_000;
const ENTRIES: u32 = 30;
/// How many entries a conversation leaves.
const OF_A_CONVERSATION: usize = 2;

const LEAVE: &[super::people::Step] = &[
    (Move::Say("/delete"), "Erase everything"),
    (Move::Tap("Yes, erase it all"), "is erased"),
];

/// The drill with so many sleepers. Whether all was as it should be.
pub fn run(sleepers: u64) -> bool {
    println!("{}", machine::describe());
    let sleepers = i64::try_from(sleepers).expect("a sensible number");
    let runtime = machine::runtime();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let all = tokio::task::LocalSet::new();
    all.block_on(&runtime, drill(folder.path(), sleepers))
}

async fn drill(folder: &Path, sleepers: i64) -> bool {
    let emulator = Emulator::start(EmulatorConfig {
        history: 40,
        ..EmulatorConfig::default()
    })
    .await
    .expect("a free port on loopback");
    let home = Home::new(folder, beside_me(), &emulator);
    fill(&home, sleepers);
    let mut bot = home.start();
    let people = settled(&emulator, 1..TALKERS + 1).await;
    println!("{sleepers} people with {ENTRIES} entries each, and {TALKERS} who talk all the time");

    let before = talk(&people).await;
    println!(
        "a round of talking: answers p50 {}, p99 {}",
        ms(percentile(&mut before.clone(), 50)),
        ms(percentile(&mut before.clone(), 99))
    );
    let known = OF_A_CONVERSATION;

    // The backup, while they talk on.
    let file = folder.join("charley.backup");
    let began = Instant::now();
    let order = output(home.command(&["backup", "charley.backup"]));
    let ((done, words), mut during) = tokio::join!(order, talk(&people));
    println!(
        "backup beside {TALKERS} talkers: {:.1} s; answers meanwhile p50 {}, p99 {}",
        began.elapsed().as_secs_f64(),
        ms(percentile(&mut during, 50)),
        ms(percentile(&mut during, 99))
    );
    print!("{words}");
    let most = 2 * OF_A_CONVERSATION;

    let leavers = people.iter().take(usize::try_from(LEAVERS).unwrap_or(0));
    for person in leavers {
        converse(person, LEAVE, || {}).await;
    }
    println!("{LEAVERS} people erased themselves after it");
    let keys = folder.join("elsewhere");
    fs::create_dir(&keys).expect("a folder");
    let (kept, words) = output(home.command(&["key", "backup", "elsewhere/keyring"])).await;
    print!("{words}");
    fs::copy(folder.join("data-keys/master.key"), keys.join("master.key"))
        .expect("the master key is copied by hand");

    bot.kill();
    fs::remove_dir_all(home.data()).expect("the data go");
    fs::remove_dir_all(folder.join("data-keys")).expect("the keys go");
    println!("kill -9, and everything is lost: the data and the keys");

    fs::create_dir(folder.join("data-keys")).expect("a folder");
    for name in ["keyring", "master.key"] {
        fs::copy(keys.join(name), folder.join("data-keys").join(name))
            .expect("the keys are put back");
    }
    let began = Instant::now();
    let (restored, words) = output(home.command(&["restore", "charley.backup"])).await;
    print!("{words}");
    println!(
        "restore: {:.1} s for {} MiB",
        began.elapsed().as_secs_f64(),
        fs::metadata(&file).map_or(0, |it| it.len()) / (1 << 20)
    );
    let (well, words) = output(home.command(&["doctor"])).await;
    print!("{words}");
    let whole = compare(&home, sleepers, known, most);
    let mut bot = home.start();
    let stayer = &people[people.len() - 1];
    converse(stayer, &[(Move::Say("/history"), "Your diary:")], || {}).await;
    println!("Charley runs again, and people find their diaries");
    bot.kill();
    done && kept && restored && well && whole
}

/// A conversation each, at once; the delays of the answers.
async fn talk(people: &[Person]) -> Vec<Duration> {
    let one = |person| async move {
        let mut delays = Vec::new();
        let mut last = Instant::now();
        converse(person, CONVERSATION, || {
            delays.push(last.elapsed());
            last = Instant::now();
        })
        .await;
        delays
    };
    let all = futures_util::future::join_all(people.iter().map(one)).await;
    all.concat()
}

/// Holds what came back against what is known from outside.
fn compare(home: &Home, sleepers: i64, known: usize, most: usize) -> bool {
    let mut store = home.store();
    let mut wrong = Vec::new();
    let (mut entries, mut gone) = (0, 0);
    let mut txn = store.txn();
    for chat_id in 1..=TALKERS {
        let person = txn.person(chat_id);
        let there = txn.entries(person).expect("a diary").len();
        let found = txn.chat(person).expect("a chat");
        if chat_id <= LEAVERS {
            if there > 0 || !matches!(found, Loaded::Missing) {
                wrong.push(format!(
                    "person {chat_id} was erased and is there again, with {there} entries"
                ));
            }
            gone += 1;
        } else if !(known..=most).contains(&there) {
            wrong.push(format!("person {chat_id} has {there} entries; {known} were acknowledged before the backup, {most} after it"));
        } else {
            entries += there;
        }
    }
    drop(txn);
    for first in (SLEEPERS..SLEEPERS + sleepers).step_by(1000) {
        let mut txn = store.txn();
        for chat_id in first..(first + 1000).min(SLEEPERS + sleepers) {
            let person = txn.person(chat_id);
            let there = txn.entries(person).expect("a diary").len();
            if there != ENTRIES as usize {
                wrong.push(format!("a sleeper has {there} entries"));
            }
            entries += there;
        }
    }
    println!(
        "compared: {entries} entries of {} people are back; of {gone} erased people nothing is; {} differences",
        TALKERS - LEAVERS + sleepers,
        wrong.len()
    );
    for one in wrong.iter().take(10) {
        println!("WRONG: {one}");
    }
    wrong.is_empty()
}

fn fill(home: &Home, sleepers: i64) {
    let mut store = home.store();
    let year = Clock::system().now() - TimeDelta::days(300);
    for first in (SLEEPERS..SLEEPERS + sleepers).step_by(1000) {
        let mut txn = store.txn();
        for chat_id in first..(first + 1000).min(SLEEPERS + sleepers) {
            let person = txn.person(chat_id);
            let mut chat = Chat::new("en", year);
            chat.age = Age::Adult;
            chat.keeping = Keeping::Agreed {
                version: 1,
                at: year,
            };
            chat.entries = ENTRIES;
            txn.put_chat(person, chat_id, chat, None).expect("a chat");
            for id in 1..=ENTRIES {
                let at = year + TimeDelta::days(i64::from(id));
                txn.put_entry(person, &entry(id, at))
                    .expect("a sealed entry");
            }
        }
        txn.commit(Durability::Flushed).expect("a commit");
    }
    store.close().expect("it closes");
}

/// Runs it on a thread of its own, for it may ask the emulator, which lives on this one. Whether it succeeded, and what it said.
async fn output(mut command: Command) -> (bool, String) {
    let ended = tokio::task::spawn_blocking(move || command.output());
    let output = ended.await.expect("a thread").expect("charley runs");
    let words = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&words).into_owned(),
    )
}
