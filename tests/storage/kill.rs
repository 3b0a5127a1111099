//! A process that is killed at any moment keeps what it acknowledged, and erases whom it began to erase (S01).

use charley::{
    dialogue::{Chat, EntryId},
    store::{Durability, Loaded, Marker, Store},
};
use std::{
    env,
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

use super::world::{TUNING, at, day, entry, out, places};

const DIR: &str = "CHARLEY_TEST_KILL_DIR";
const FROM: &str = "CHARLEY_TEST_KILL_FROM";
const ROUNDS: i64 = 12;

/// Update n: a new person n, one more entry of person 0, and the erasure of person n - 3.
fn update(store: &mut Store, n: i64) {
    let mut txn = store.txn();
    let (new, old, first) = (txn.person(n), txn.person(n - 3), txn.person(0));
    txn.remember(n, day(0));
    txn.put_chat(new, n, Chat::default(), Some(at(n))).unwrap();
    txn.put_entry(new, &entry(1, "x")).unwrap();
    txn.push_row(&out(n, "x")).unwrap();
    txn.put_chat(first, 0, Chat::default(), None).unwrap();
    txn.put_entry(first, &entry(u32::try_from(n).unwrap(), "x"))
        .unwrap();
    if n > 3 {
        txn.erase(old, None, at(0)).unwrap();
    }
    txn.commit(Durability::Synced).unwrap();
}

/// Runs in a process of its own: acknowledges each update on its output, until it is killed.
#[test]
#[ignore = "is the child of the test below"]
fn child() {
    let dir = env::var_os(DIR).expect("started by its parent");
    let from: i64 = env::var(FROM).unwrap().parse().unwrap();
    let places = places(dir.as_ref());
    let (mut store, _) = Store::open(&places, TUNING).unwrap();
    let mut marker = Marker::open(&places.data).unwrap();
    for n in from.. {
        marker.begin(&[n]).unwrap();
        update(&mut store, n);
        marker.end().unwrap();
        println!("\nack {n}");
        std::io::stdout().flush().unwrap();
    }
}

#[test]
fn a_killed_process_keeps_what_it_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let places = places(dir.path());
    let mut acknowledged = 0;
    for round in 0..ROUNDS {
        let mut child = Command::new(env::current_exe().unwrap())
            .args([
                "--exact",
                "storage::kill::child",
                "--ignored",
                "--nocapture",
            ])
            .env(DIR, dir.path())
            .env(FROM, (acknowledged + 1).to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let acks = lines.map_while(Result::ok).filter_map(|line| {
            let n = line.strip_prefix("ack ")?;
            n.parse::<i64>().ok()
        });
        // A different number of updates each round, and the pipe makes the moment of the kill uncertain.
        let wanted = 1 + usize::try_from(round * 7 % 11).unwrap();
        acknowledged = acks.take(wanted).last().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();

        let (mut store, _) = Store::open(&places, TUNING).unwrap();
        let mut txn = store.txn();
        // What was done, but not yet acknowledged, may be there too; it is there as a whole.
        while txn.seen(acknowledged + 1) {
            acknowledged += 1;
        }
        let first = txn.person(0);
        let entries = i64::try_from(txn.entries(first).unwrap().len()).unwrap();
        assert_eq!(entries, acknowledged);
        assert_eq!(
            txn.entries(first).unwrap().last().map(|entry| entry.id),
            u32::try_from(acknowledged).ok().map(EntryId)
        );
        for n in 1..=acknowledged {
            let person = txn.person(n);
            let found = matches!(txn.chat(person).unwrap(), Loaded::Found { .. });
            // The next update erases this one: killed between its key's destruction and the commit, it ends in "erased".
            let may_be_gone = n == acknowledged - 2;
            assert!(
                found == (n > acknowledged - 3) || (may_be_gone && !found),
                "person {n} of {acknowledged}"
            );
        }
        drop(txn);
        let check = store.check().unwrap();
        assert_eq!((check.unreadable, check.set_aside), (0, 0));
        let pending = Marker::open(&places.data).unwrap();
        if let Some(pending) = pending.pending() {
            assert!(pending.ids[0] <= acknowledged + 1);
        }
    }
    assert!(acknowledged > ROUNDS);
}

/// By hand, as root: `mount -t tmpfs -o size=24m none /mnt/small`, then run with `CHARLEY_TEST_SMALL_DISK=/mnt/small`.
#[test]
#[ignore = "needs a small disk of its own"]
fn a_disk_that_fills_up_refuses_cleanly_and_goes_on_when_there_is_room() {
    let disk = std::path::PathBuf::from(env::var_os("CHARLEY_TEST_SMALL_DISK").unwrap());
    let mut places = places(&disk);
    let keys = tempfile::tempdir().unwrap();
    places.key = keys.path().join("key");
    places.keyring = keys.path().join("keyring");
    let tuning = charley::store::sled::Tuning {
        reserve: 4 << 20,
        ..TUNING
    };
    let ballast = disk.join("ballast");
    let (mut store, _) = Store::open(&places, tuning).unwrap();
    let mut done = 0;
    for _ in 0..2 {
        std::fs::write(&ballast, vec![1; 8 << 20]).unwrap();
        let person = store.person(1);
        let error = loop {
            let mut txn = store.txn();
            txn.put_chat(person, 1, Chat::default(), None).unwrap();
            for id in 0..100 {
                txn.put_entry(person, &entry(done * 100 + id, &"x".repeat(200)))
                    .unwrap();
            }
            match txn.commit(Durability::Synced) {
                Ok(_) => done += 1,
                Err(error) => break error,
            }
        };
        assert!(!error.must_stop(), "{error}");
        let kept = store.txn().entries(person).unwrap();
        assert_eq!(kept.len(), 100 * done as usize);
        std::fs::remove_file(&ballast).unwrap();
        update(&mut store, 1_000_000 + i64::from(done));
    }
    drop(store);
    let (store, _) = Store::open(&places, tuning).unwrap();
    assert_eq!(store.check().unwrap().unreadable, 0);
}
