//! Figures of the store: commits a second beside the disk's own fsync, sealed and unsealed, bytes a record, and what opening a large store takes.
//!
//! `CHARLEY_BENCH_CHATS=1000000 cargo bench --bench store` fills a store of that size (default 100,000; 0: not at all).
//! `CHARLEY_BENCH_CACHE` sets sled's cache in mebibytes (default: the store's own).

use std::{
    env, fs,
    io::Write,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use charley::{
    dialogue::{Chat, Class, Cramp, Entry, EntryId, Happening, Keyboard, Message, Told},
    keeping::folder_size,
    store::{
        Backend, Durability, Op, OutRow, Person, Places, Store, Txn,
        backend::Batch,
        records::{self, Anchors, ChatRecord},
        rows, seal,
        sled::{Sled, Tuning},
    },
};
use chrono::{DateTime, Utc};
use divan::{Bencher, counter::ItemsCount};

const OPEN: &str = "CHARLEY_BENCH_OPEN";

fn main() {
    // Memory is measured in a process of its own, which has done nothing but open the store.
    if let Some(root) = env::var_os(OPEN) {
        return open_and_tell(Path::new(&root));
    }
    print_fsync();
    print_bytes();
    divan::main();
    let chats = number("CHARLEY_BENCH_CHATS", 100_000);
    if chats > 0 && !env::args().any(|arg| arg == "--test" || arg == "--list") {
        large_store(chats);
    }
}

/// One update each: the chat, a diary entry and an answer, synced as one batch.
#[divan::bench(args = [1, 100], sample_count = 200)]
fn commit_synced(bencher: Bencher, batch: i64) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let (mut store, _) = Store::open(&places(dir.path()), tuning()).expect("an empty store opens");
    meet_everybody(&mut store);
    let mut next = 0;
    bencher
        .counter(ItemsCount::new(usize::try_from(batch).unwrap_or(0)))
        .bench_local(|| {
            let mut txn = store.txn();
            for _ in 0..batch {
                write_update(&mut txn, next % 1000, next);
                txn.remember(next, moment(0).date_naive());
                next += 1;
            }
            txn.commit(Durability::Synced).expect("the disk works")
        });
}

/// The same rows without seals and keys, in JSON as it is before sealing: what sealing costs is the difference.
#[divan::bench(args = [1, 100], sample_count = 200)]
fn commit_unsealed_synced(bencher: Bencher, batch: i64) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let (mut backend, _) = Sled::open(&dir.path().join("data"), tuning()).expect("it opens");
    let mut next = 0;
    bencher
        .counter(ItemsCount::new(usize::try_from(batch).unwrap_or(0)))
        .bench_local(|| {
            let mut rows = Batch::new();
            for _ in 0..batch {
                write_unsealed(&backend, &mut rows, next % 1000, next);
                next += 1;
            }
            backend
                .commit(&rows, Durability::Synced)
                .expect("the disk works");
        });
}

/// The same without a disk: what sealing, JSON and the overlay cost.
#[divan::bench(args = [100], sample_count = 200)]
fn commit_in_memory(bencher: Bencher, batch: i64) {
    use charley::store::{keyring::Keyring, keys::MasterKey, memory::Memory, slab::MemorySlab};
    let master = MasterKey::generate().expect("random bytes");
    let keyring = Keyring::create(Box::new(MemorySlab::default()), &master).expect("memory");
    let (mut store, _) = Store::with(Box::new(Memory::new()), keyring).expect("an empty store");
    meet_everybody(&mut store);
    let mut next = 0;
    bencher
        .counter(ItemsCount::new(usize::try_from(batch).unwrap_or(0)))
        .bench_local(|| {
            let mut txn = store.txn();
            for _ in 0..batch {
                write_update(&mut txn, next % 1000, next);
                txn.remember(next, moment(0).date_naive());
                next += 1;
            }
            txn.commit(Durability::Synced).expect("memory works")
        });
}

#[divan::bench]
fn marker_begin_and_end(bencher: Bencher) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut marker = charley::store::Marker::open(dir.path()).expect("a marker");
    let ids: Vec<i64> = (0..100).collect();
    bencher.bench_local(|| {
        marker.begin(&ids).expect("the disk works");
        marker.end().expect("the disk works");
    });
}

/// A thousand chats that come again and again; a newcomer costs an fsync of the keyring on top, once.
fn meet_everybody(store: &mut Store) {
    let mut txn = store.txn();
    for chat_id in 0..1000 {
        let person = txn.person(chat_id);
        txn.put_chat(person, chat_id, Chat::default(), None)
            .expect("a sealed chat");
    }
    txn.commit(Durability::Synced).expect("the disk works");
}

fn write_update(txn: &mut Txn<'_>, chat_id: i64, n: i64) {
    let person = txn.person(chat_id);
    txn.chat(person).expect("a readable chat");
    txn.put_chat(person, chat_id, Chat::default(), Some(moment(n)))
        .expect("a sealed chat");
    txn.put_entry(person, &entry(u32::try_from(n / 1000).unwrap_or(0), n))
        .expect("a sealed entry");
    let row = OutRow {
        chat_id,
        class: Class::Answer,
        started: false,
        created: None,
        good_for: None,
        op: Op::Send {
            anchor: None,
            message: Message {
                text: "Stand up and lean into the wall. Keep the heel down.".to_owned(),
                keyboard: Keyboard::None,
                silent: true,
                attached: None,
            },
        },
    };
    let key = txn.push_row(&row).expect("a sealed message");
    // Delivered at once, so that the store does not grow for ever.
    if n % 2 == 1 {
        txn.remove_row(key).expect("the disk works");
    }
}

fn write_unsealed(backend: &dyn Backend, batch: &mut Batch, chat_id: i64, n: i64) {
    let person = Person(u128::from(chat_id.unsigned_abs()).to_be_bytes());
    let key = rows::chat(person);
    if let Some(there) = backend.get(&key).expect("the disk works") {
        records::from_plaintext::<ChatRecord>(&there).expect("a readable chat");
    }
    let id = EntryId(u32::try_from(n / 1000).unwrap_or(0));
    batch.put(key, records::plaintext(&chat(chat_id, n)).expect("a chat"));
    let entry = records::plaintext(&entry(id.0, n)).expect("an entry");
    batch.put(rows::entry(person, id), entry);
    batch.delete(rows::due(moment(n - 1000), person));
    batch.put(rows::due(moment(n), person), [0; 4]);
    let day = moment(0).date_naive();
    batch.put(rows::seen(day, 0), n.to_be_bytes());
}

/// A chat as it is stored, with an answer on its way.
fn chat(chat_id: i64, n: i64) -> ChatRecord {
    ChatRecord {
        chat_id,
        due: Some(moment(n)),
        entries: 1,
        bytes: 100,
        anchors: Anchors::default(),
        waiting: Vec::new(),
        chat: Chat::default(),
    }
}

/// Bytes of a record before and after sealing, with its key.
fn print_bytes() {
    let sizes = [
        (
            "a chat",
            records::plaintext(&chat(1, 1)).expect("a chat"),
            17,
        ),
        (
            "a diary entry",
            records::plaintext(&entry(1, 1)).expect("an entry"),
            21,
        ),
    ];
    for (what, plain, key) in sizes {
        println!(
            "{what}: {} bytes, {} sealed, and a key of {key}",
            plain.len(),
            plain.len() + seal::OVERHEAD
        );
    }
}

fn entry(id: u32, seconds: i64) -> Entry {
    Entry {
        id: EntryId(id),
        from: moment(seconds),
        until: moment(seconds),
        zone: None,
        told: Told::Live,
        what: Happening::Cramp(Cramp {
            seconds: Some(90),
            pain: Some(6),
            ..Cramp::default()
        }),
    }
}

/// Fills a store, closes it, and has two fresh processes open it: the first as it was left, the second after a clean close.
fn large_store(chats: i64) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let began = Instant::now();
    fill(&places(dir.path()), chats);
    println!(
        "\nfilled {chats} chats with one entry each in {:.1} s: {} bytes each on the disk, keyring beside; data {} MiB, keyring {} MiB",
        began.elapsed().as_secs_f64(),
        folder_size(&dir.path().join("data")) / chats.unsigned_abs().max(1),
        folder_size(&dir.path().join("data")) >> 20,
        fs::metadata(places(dir.path()).keyring).map_or(0, |file| file.len()) >> 20,
    );
    for _ in 0..2 {
        let own = env::current_exe().expect("this program has a path");
        let status = Command::new(own).env(OPEN, dir.path()).status();
        assert!(
            status.is_ok_and(|status| status.success()),
            "the store opens"
        );
    }
}

fn fill(places: &Places, chats: i64) {
    let (mut store, _) = Store::open(places, tuning()).expect("an empty store opens");
    for first in (0..chats).step_by(1000) {
        let mut txn = store.txn();
        for chat_id in first..chats.min(first + 1000) {
            let person = txn.person(chat_id);
            txn.put_chat(person, chat_id, Chat::default(), Some(moment(chat_id)))
                .expect("a sealed chat");
            txn.put_entry(person, &entry(1, chat_id))
                .expect("a sealed entry");
        }
        txn.commit(Durability::Flushed).expect("the disk works");
    }
}

fn open_and_tell(root: &Path) {
    let began = Instant::now();
    let (mut store, _) = Store::open(&places(root), tuning()).expect("the store opens");
    let opened = began.elapsed();
    let after_open = resident_mib();
    let began = Instant::now();
    for n in 0..10_000 {
        let mut txn = store.txn();
        let person = txn.person(n * 7919 % number("CHARLEY_BENCH_CHATS", 100_000).max(1));
        txn.chat(person).expect("a readable chat");
    }
    println!(
        "opened in {:.2} s, {after_open} MiB resident; 10,000 chats read at {:.1} us each, then {} MiB resident",
        opened.as_secs_f64(),
        began.elapsed().as_secs_f64() * 1e6 / 10_000.0,
        resident_mib(),
    );
}

/// The disk's own fsync, because a commit cannot be faster.
fn print_fsync() {
    let mut file = tempfile::tempfile_in(env::temp_dir()).expect("a temporary file");
    let mut times: Vec<Duration> = (0..200)
        .map(|_| {
            file.write_all(&[7; 512]).expect("the disk works");
            let began = Instant::now();
            file.sync_all().expect("the disk works");
            began.elapsed()
        })
        .collect();
    times.sort_unstable();
    println!(
        "this disk's fsync: median {:?}, 95th of 100 {:?}",
        times[100], times[190]
    );
}

fn tuning() -> Tuning {
    let usual = Tuning::default();
    let mib = number("CHARLEY_BENCH_CACHE", 0);
    match u64::try_from(mib) {
        Ok(mib) if mib > 0 => Tuning {
            cache: mib << 20,
            ..usual
        },
        _ => usual,
    }
}

fn places(root: &Path) -> Places {
    Places {
        data: root.join("data"),
        key: root.join("keys/master.key"),
        keyring: root.join("keys/keyring"),
    }
}

fn moment(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000 + seconds, 0).expect("a moment of this century")
}

fn number(name: &str, usual: i64) -> i64 {
    env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

fn resident_mib() -> u64 {
    let pages: u64 = fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|text| text.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0);
    (pages * 4096) >> 20
}
