//! A crowd in the evening: a million people have joined the month, a hundred thousand of them want the same minute.
//!
//! The store is filled through its own typed layer; `charley run` opens it, with the rate of sending as Telegram allows it. Measured: memory
//! and start, what an idle tick costs while nothing is due, the order and the rate of the messages once the minute has come, and how
//! long a live answer takes meanwhile.

use std::{
    cell::{Cell, RefCell},
    fs,
    rc::Rc,
    time::{Duration, Instant},
};

use charley::{
    clock::Clock,
    dialogue::{Age, Chat, Dealt, House, Keeping, Routine, next_due},
    sandbox::{Emulator, EmulatorConfig, LedgerSize, Person},
    store::Durability,
};
use chrono::{DateTime, DurationRound, NaiveTime, TimeDelta, Utc};

use super::{
    bot::{Bot, Home, beside_me},
    machine::{self, ms, percentile},
    people::{CONVERSATION, converse, settled},
};

/// The settings of the product, but that people may type as fast as they like.
const SETTINGS: &str = "\
[limits]
inbound_per_minute = 1000000
inbound_burst = 65535
entries_per_day = 1000
sends_per_second_per_chat = 1000
send_burst_per_chat = 1000
[log]
filter = \"warn\"
";
/// People who talk meanwhile.
const TALKERS: i64 = 8;
/// Before the minute comes: opening, people setting up, the idle time.
const AHEAD: TimeDelta = TimeDelta::seconds(150);
const IDLE: Duration = Duration::from_secs(30);
/// More than can leave in a second.
const MOST_A_SECOND: i64 = 40;

/// Fills, measures for so many seconds after the minute, and prints.
pub fn run((chats, due, seconds): (u64, u64, u64)) -> bool {
    println!("{}", machine::describe());
    let runtime = machine::runtime();
    let whole = |n: u64| i64::try_from(n).expect("a sensible number");
    let all = tokio::task::LocalSet::new();
    all.block_on(&runtime, measure(whole(chats), whole(due), whole(seconds)))
}

async fn measure(chats: i64, due: i64, seconds: i64) -> bool {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let emulator = Emulator::start(EmulatorConfig {
        ledger: LedgerSize::Off,
        history: 12,
        ..EmulatorConfig::default()
    })
    .await
    .expect("a free port on loopback");
    let home = Home::new(folder.path(), beside_me(), &emulator);
    fs::write(folder.path().join("charley.toml"), SETTINGS).expect("the settings are written");
    let minute = fill(&home, chats, due);
    // Only these can be reached in the time that is measured; a bot may write only to who has written to it.
    let reached = due.min((seconds + 60) * MOST_A_SECOND);
    let crowd: Vec<Person> = (1..=reached)
        .map(|id| {
            let person = emulator.person_speaking(id, "Kim", "en");
            person.has_started();
            person
        })
        .collect();

    let began = Instant::now();
    let bot = home.start();
    while emulator.polls() == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let opened = began.elapsed();
    println!(
        "{chats} chats that joined, {due} of them for the same minute: first poll {:.2} s after the start, resident {:.1} MiB",
        opened.as_secs_f64(),
        bot.resident_kib() as f64 / 1024.0
    );
    idle(&bot).await;
    let talkers = settled(&emulator, 2_000_000..2_000_000 + TALKERS).await;
    let left = minute - Clock::system().now();
    if let Ok(left) = left.to_std() {
        tokio::time::sleep(left).await;
    } else {
        println!("the minute came too early: the machine is too slow for the figures below");
    }
    let latencies = talk(&bot, talkers, seconds).await;
    report(&bot, &crowd, minute, seconds, latencies);
    print!("{}", home.log());
    true
}

/// What the bot needs while nothing is due.
async fn idle(bot: &Bot) {
    let before = bot.processor_seconds();
    tokio::time::sleep(IDLE).await;
    let spent = bot.processor_seconds() - before;
    println!(
        "idle: {:.0} ms of processor time in {} s",
        spent * 1000.0,
        IDLE.as_secs()
    );
}

/// People talk for so many seconds, with a breath between two conversations; what each answer took.
async fn talk(bot: &Bot, talkers: Vec<Person>, seconds: i64) -> Vec<Duration> {
    let latencies = Rc::new(RefCell::new(Vec::new()));
    let over = Rc::new(Cell::new(false));
    let talks: Vec<_> = talkers
        .into_iter()
        .map(|person| {
            let (latencies, over) = (Rc::clone(&latencies), Rc::clone(&over));
            tokio::task::spawn_local(async move {
                while !over.get() {
                    let mut sent = Instant::now();
                    converse(&person, CONVERSATION, || {
                        latencies.borrow_mut().push(sent.elapsed());
                        sent = Instant::now();
                    })
                    .await;
                    tokio::time::sleep(Duration::from_secs(4)).await;
                }
            })
        })
        .collect();
    let before = bot.processor_seconds();
    tokio::time::sleep(Duration::from_secs(seconds.unsigned_abs())).await;
    over.set(true);
    println!(
        "from the minute on: {:.1} s of processor time in {seconds} s, resident {:.1} MiB",
        bot.processor_seconds() - before,
        bot.resident_kib() as f64 / 1024.0
    );
    for talk in talks {
        talk.await.expect("a conversation");
    }
    latencies.take()
}

fn report(
    bot: &Bot,
    crowd: &[Person],
    minute: DateTime<Utc>,
    seconds: i64,
    mut latencies: Vec<Duration>,
) {
    // The person's number is the order in which they are due.
    let came: Vec<u64> = crowd
        .iter()
        .filter_map(|person| person.messages().first().map(|bubble| bubble.change))
        .collect();
    let behind = came.windows(2).filter(|two| two[0] > two[1]).count();
    println!(
        "evening messages in the {seconds} s after {minute}: {}, {:.1} a second; {behind} came before one that was due earlier",
        came.len(),
        came.len() as f64 / seconds as f64,
    );
    println!(
        "live answers meanwhile: {}; p50 {}, p99 {}; processor share of the bot since its start: {:.0} s",
        latencies.len(),
        ms(percentile(&mut latencies, 50)),
        ms(percentile(&mut latencies, 99)),
        bot.processor_seconds()
    );
}

/// Fills the store, and returns the minute that many wait for.
fn fill(home: &Home, chats: i64, due: i64) -> DateTime<Utc> {
    let mut store = home.store();
    let house = House {
        operator: String::new(),
        contact: String::new(),
        provisional_hours: 24,
        idle_days: 365,
        entries_per_day: 50,
        flood_burst: 20,
        flood_per_minute: 30,
    };
    let mut put = |ids: std::ops::Range<i64>, time: NaiveTime, delay: &dyn Fn(i64) -> u16| {
        let now = Clock::system().now();
        for first in ids.clone().step_by(1000) {
            let mut txn = store.txn();
            for chat_id in first..(first + 1000).min(ids.end) {
                let chat = joined(now, time, delay(chat_id));
                let at = next_due(&chat, &house).map(|due| due.at);
                let person = txn.person(chat_id);
                txn.put_chat(person, chat_id, chat, at)
                    .expect("a sealed chat");
            }
            txn.commit(Durability::Flushed).expect("the disk works");
        }
    };
    // The others had theirs six hours ago.
    let earlier = Clock::system().now() - TimeDelta::hours(6);
    put(due + 1..chats + 1, earlier.time(), &|id| (id % 600) as u16);
    let start = Clock::system().now() + AHEAD;
    let minute = start
        .duration_trunc(TimeDelta::minutes(1))
        .expect("a minute");
    let spread = |id: i64| u16::try_from((id - 1) * 60 / due.max(1)).unwrap_or(0);
    put(1..due + 1, minute.time(), &spread);
    store.close().expect("the disk works");
    minute
}

/// Somebody in UTC who joined a week ago and answers.
fn joined(now: DateTime<Utc>, time: NaiveTime, delay: u16) -> Chat {
    let joined = now - TimeDelta::days(7);
    let mut chat = Chat::new("en", joined);
    chat.keeping = Keeping::Agreed {
        version: 2,
        at: joined,
    };
    chat.age = Age::Adult;
    chat.zone = Some(chrono_tz::UTC);
    chat.greeted = true;
    // This morning's question was asked.
    chat.asked = Some((now.date_naive(), now - TimeDelta::hours(1)));
    let before = (now - TimeDelta::hours(22)).max(joined);
    let mut routine = Routine::new(joined, joined.date_naive(), time, delay);
    routine.last = Some(Dealt {
        date: before.date_naive(),
        at: before,
    });
    chat.routine = Some(Box::new(routine));

    chat
}
