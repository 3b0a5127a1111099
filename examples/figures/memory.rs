//! Resident memory and opening time of the bot with many chats in its store.
//!
//! The store is filled through its own typed layer: consented chats with a zone and one entry each. Then `charley run` opens it; the time
//! counts from the start of the process to its first poll. A few people talk, and what the process holds is read from the kernel.

use std::time::{Duration, Instant};

use charley::{
    clock::Clock,
    dialogue::{Age, Chat, Keeping},
    keeping::folder_size,
    sandbox::{Emulator, EmulatorConfig},
    store::Durability,
};
use chrono::{DateTime, TimeDelta, Utc};

use super::{
    bot::{Home, beside_me},
    machine,
    people::{CONVERSATION, converse, entry},
};

/// How many chats when nothing is said.
const SIZES: [u64; 3] = [10_000, 100_000, 1_000_000];
/// People who talk before the memory is read.
const TALKERS: i64 = 20;
/// Time for the store to come to rest afterwards.
const REST: Duration = Duration::from_secs(2);

/// Measures each size and prints.
pub fn run(sizes: Vec<u64>) -> bool {
    println!("{}", machine::describe());
    let runtime = machine::runtime();
    let sizes = if sizes.is_empty() {
        SIZES.to_vec()
    } else {
        sizes
    };
    for chats in sizes {
        runtime.block_on(measure(i64::try_from(chats).expect("a sensible number")));
    }
    true
}

async fn measure(chats: i64) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let emulator = Emulator::start(EmulatorConfig::default())
        .await
        .expect("a free port on loopback");
    let home = Home::new(folder.path(), beside_me(), &emulator);
    fill(&home, chats);

    let began = Instant::now();
    let bot = home.start();
    while emulator.polls() == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let opened = began.elapsed();
    let at_start = bot.resident_kib();
    for id in 1..=TALKERS {
        // Spread over the whole store.
        let person = emulator.person_speaking(1 + id * chats / (TALKERS + 1), "Kim", "en");
        converse(&person, CONVERSATION, || {}).await;
    }
    tokio::time::sleep(REST).await;
    println!(
        "{chats} chats with one entry each, {} MiB on the disk: first poll {:.2} s after the start; resident {:.1} MiB then, \
         {:.1} MiB after {} updates ({:.1} MiB of it anonymous)",
        folder_size(&home.data()) >> 20,
        opened.as_secs_f64(),
        mib(at_start),
        mib(bot.resident_kib()),
        TALKERS as usize * CONVERSATION.len(),
        mib(bot.anonymous_kib()),
    );
    print!("{}", home.log());
}

fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}

fn fill(home: &Home, chats: i64) {
    let mut store = home.store();
    let year = Clock::system().now() - TimeDelta::days(365);
    for first in (1..=chats).step_by(1000) {
        let mut txn = store.txn();
        for chat_id in first..(first + 1000).min(chats + 1) {
            let at = year + TimeDelta::seconds(chat_id * 29);
            let person = txn.person(chat_id);
            txn.put_entry(person, &entry(1, at))
                .expect("a sealed entry");
            txn.put_chat(person, chat_id, chat(at), None)
                .expect("a sealed chat");
        }
        txn.commit(Durability::Flushed).expect("the disk works");
    }
    store.close().expect("the disk works");
}

fn chat(at: DateTime<Utc>) -> Chat {
    let mut chat = Chat::new("en", at);
    chat.keeping = Keeping::Agreed { version: 1, at };
    chat.age = Age::Adult;
    chat.zone = Some(chrono_tz::Europe::Berlin);
    chat.anchors = 4;
    chat.entries = 1;
    chat
}
