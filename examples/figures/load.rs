//! How many updates a second become durable and are answered, and what that costs the bot.
//!
//! 64 people are busy at once; each sends the next step as soon as the last one was answered. When a conversation is over, the seat goes
//! to the next of 1,024 people, so that diaries stay as long as real ones. Every update is a step of a conversation: written to the
//! disk and synced before it is answered.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::{Duration, Instant},
};

use charley::sandbox::{Emulator, EmulatorConfig, LedgerSize, Person};

use super::{
    bot::{Bot, Home, beside_me},
    machine::{self, ms, percentile},
    people::{CONVERSATION, converse, settled},
};

const SEATS: usize = 64;
const PEOPLE: i64 = 1024;
/// Before the measuring begins.
const WARM_UP: Duration = Duration::from_secs(2);

/// What the people have seen.
#[derive(Default)]
struct Tally {
    latencies: RefCell<Vec<Duration>>,
    over: Cell<bool>,
}

/// The counters at one moment.
struct Moment {
    at: Instant,
    processor: f64,
    written: u64,
    polls: u64,
    answers: usize,
}

impl Moment {
    fn now(bot: &Bot, emulator: &Emulator, tally: &Tally) -> Self {
        Self {
            at: Instant::now(),
            processor: bot.processor_seconds(),
            written: bot.bytes_written(),
            polls: emulator.polls(),
            answers: tally.latencies.borrow().len(),
        }
    }
}

/// Measures for so many seconds and prints.
pub fn run(seconds: u64) -> bool {
    println!("{}", machine::describe());
    let runtime = machine::runtime();
    // The people share their tally without locks: all of them live on this thread.
    let all = tokio::task::LocalSet::new();
    all.block_on(&runtime, measure(Duration::from_secs(seconds)));
    true
}

async fn measure(length: Duration) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (sync, slow_sync) = machine::fsync_times(folder.path());
    let emulator = Emulator::start(EmulatorConfig {
        ledger: LedgerSize::Off,
        history: 12,
        ..EmulatorConfig::default()
    })
    .await
    .expect("a free port on loopback");
    let home = Home::new(folder.path(), beside_me(), &emulator);
    let bot = home.start();
    let people = settled(&emulator, 1..PEOPLE + 1).await;
    println!("{PEOPLE} people have set up; {SEATS} of them are busy at once");

    let tally = Rc::new(Tally::default());
    let queue = Rc::new(RefCell::new(people.into_iter().collect()));
    for _ in 0..SEATS {
        tokio::task::spawn_local(sit(Rc::clone(&queue), Rc::clone(&tally)));
    }
    tokio::time::sleep(WARM_UP).await;
    let start = Moment::now(&bot, &emulator, &tally);
    tokio::time::sleep(length).await;
    let end = Moment::now(&bot, &emulator, &tally);
    tally.over.set(true);
    report(&start, &end, &tally);
    println!(
        "the disk's own fsync, median and p99 of 200: {} {}",
        ms(sync),
        ms(slow_sync)
    );
    println!(
        "resident memory of the bot: {} MiB",
        bot.resident_kib() / 1024
    );
    print!("{}", home.log());
}

type Waiting = std::collections::VecDeque<Person>;

/// One seat: people come and go.
async fn sit(queue: Rc<RefCell<Waiting>>, tally: Rc<Tally>) {
    while !tally.over.get() {
        let Some(person) = queue.borrow_mut().pop_front() else {
            return;
        };
        let mut sent = Instant::now();
        converse(&person, CONVERSATION, || {
            tally.latencies.borrow_mut().push(sent.elapsed());
            sent = Instant::now();
        })
        .await;
        queue.borrow_mut().push_back(person);
    }
}

fn report(start: &Moment, end: &Moment, tally: &Tally) {
    let mut latencies = tally.latencies.borrow()[start.answers..end.answers].to_vec();
    let count = latencies.len() as f64;
    let seconds = (end.at - start.at).as_secs_f64();
    let processor = end.processor - start.processor;
    println!("durable updates a second: {:.0}", count / seconds);
    println!(
        "processor seconds of the bot per 1,000 updates: {:.4}",
        processor * 1000.0 / count
    );
    println!(
        "latency of an answer: p50 {}, p99 {}",
        ms(percentile(&mut latencies, 50)),
        ms(percentile(&mut latencies, 99))
    );
    println!(
        "updates {count:.0} in {seconds:.1} s; bot's processor share {:.0} %; updates a poll: {:.1}; bytes written an update: {:.0}",
        processor / seconds * 100.0,
        count / (end.polls - start.polls) as f64,
        (end.written - start.written) as f64 / count
    );
}
