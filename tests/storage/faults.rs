//! What happens when the disk fails: the n-th call, and the fsync (S02, S04).

use charley::{
    dialogue::{Anchor, Chat, EntryId},
    store::{
        Backend, Durability, Error, Loaded, Store,
        backend::{Direction, Pair},
        faulty::{Faults, Faulty},
        keyring::Keyring,
        keys::MasterKey,
        memory::Memory,
        slab::{MemorySlab, Slab},
    },
};

use super::world::{at, day, entry, message, out, put_person};

struct Bench {
    rows: Memory,
    slab: MemorySlab,
    master: MasterKey,
}

impl Bench {
    fn new() -> Self {
        let (slab, master) = (MemorySlab::default(), MasterKey::generate().unwrap());
        Keyring::create(Box::new(slab.clone()), &master).unwrap();
        Self {
            rows: Memory::new(),
            slab,
            master,
        }
    }

    fn open(&self) -> (Store, Faults) {
        let (backend, faults) = Faulty::new(self.rows.clone());
        let keyring = Keyring::open(Box::new(self.slab.clone()), &self.master).unwrap();
        (Store::with(Box::new(backend), keyring).unwrap().0, faults)
    }

    fn rows(&self) -> Vec<Pair> {
        self.rows
            .scan(b"".as_slice()..b"\xff", usize::MAX, Direction::Forward)
            .unwrap()
    }
}

/// A batch of everything: an erasure, a newcomer, a move, a removal, an update id.
fn much(store: &mut Store) -> Result<(), Error> {
    let mut txn = store.txn();
    let (erased, changed, new) = (txn.person(1), txn.person(2), txn.person(3));
    txn.remember(70, day(0));
    txn.erase(erased, Some((1, message("gone"))), at(0))?;
    txn.chat(changed)?;
    txn.put_chat(changed, 2, Chat::default(), Some(at(500)))?;
    txn.remove_entry(changed, EntryId(1))?;
    txn.learn(changed, Anchor(2), 5)?;
    for key in txn.outbox()? {
        // Receipts are in it too, that of this very transaction among them.
        if key.person == changed {
            txn.remove_row(key)?;
        }
    }
    txn.chat(new)?;
    txn.put_chat(new, 3, Chat::default(), Some(at(600)))?;
    txn.put_entry(new, &entry(1, "z"))?;
    txn.push_row(&out(3, "hello"))?;
    txn.commit(Durability::Synced)?;
    Ok(())
}

fn prepared() -> Bench {
    let bench = Bench::new();
    let (mut store, _) = bench.open();
    put_person(&mut store, 1, "x", 1);
    put_person(&mut store, 2, "y", 2);
    bench
}

#[test]
fn whichever_call_fails_nothing_is_kept_and_the_second_try_does_all_of_it() {
    let mut n = 0;
    loop {
        n += 1;
        let bench = prepared();
        let before = bench.rows();
        let (mut store, faults) = bench.open();
        faults.fail_call(n);
        match much(&mut store) {
            Ok(()) => break,
            Err(error) => assert!(matches!(error, Error::Full { .. }) && !error.must_stop()),
        }
        assert_eq!(bench.rows(), before, "call {n} failed, so nothing is kept");
        assert!(!store.txn().seen(70), "counters in memory went back");
        let person = store.person(1);
        assert_eq!(store.txn().entries(person).unwrap(), [entry(1, "x")]);
        much(&mut store).unwrap();
        let counts = store.counts().unwrap();
        assert_eq!(
            (
                counts.chats,
                counts.due,
                counts.entries,
                counts.outbox,
                counts.receipts,
                counts.keys
            ),
            (2, 2, 1, 1, 1, 2),
            "after call {n}"
        );
        assert_eq!(store.check().unwrap().unreadable, 0);
        drop(store);
        let (mut store, _) = bench.open();
        assert!(store.txn().seen(70));
        assert_eq!(store.next_due().unwrap(), Some(at(500)));
    }
    assert!(n > 10, "the flow makes {n} calls");
}

/// A slab that counts its syncs.
struct Counting(MemorySlab, std::sync::Arc<std::sync::atomic::AtomicUsize>);

impl Slab for Counting {
    fn read_at(&self, into: &mut [u8], at: u64) -> std::io::Result<()> {
        self.0.read_at(into, at)
    }

    fn write_at(&mut self, bytes: &[u8], at: u64) -> std::io::Result<()> {
        self.0.write_at(bytes, at)
    }

    fn sync(&mut self) -> std::io::Result<()> {
        self.1.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        self.0.sync()
    }

    fn len(&self) -> std::io::Result<u64> {
        self.0.len()
    }
}

#[test]
fn several_erasures_of_one_commit_cost_one_sync_of_the_keyring() {
    let bench = Bench::new();
    let syncs = std::sync::Arc::default();
    let slab = Counting(bench.slab.clone(), std::sync::Arc::clone(&syncs));
    let keyring = Keyring::open(Box::new(slab), &bench.master).unwrap();
    let mut store = Store::with(Box::new(bench.rows.clone()), keyring)
        .unwrap()
        .0;
    for chat in 1..=3 {
        put_person(&mut store, chat, "x", 1);
    }
    let before = syncs.load(std::sync::atomic::Ordering::SeqCst);
    let mut txn = store.txn();
    for chat in 1..=3 {
        let person = txn.person(chat);
        txn.erase(person, None, at(0)).unwrap();
    }
    txn.commit(Durability::Synced).unwrap();
    let after = syncs.load(std::sync::atomic::Ordering::SeqCst);
    assert_eq!(after - before, 1);
}

#[test]
fn a_record_of_a_newer_program_must_stop_this_one() {
    let error = Error::NewerRecord {
        what: "chat",
        found: 2,
        known: 1,
    };
    assert!(error.must_stop(), "no batch that holds it will ever pass");
}

#[test]
fn a_failed_fsync_must_stop_the_process_and_the_next_start_is_consistent() {
    let bench = prepared();
    let (mut store, faults) = bench.open();
    faults.fail_sync();
    let error = much(&mut store).unwrap_err();
    assert!(error.must_stop(), "{error}");
    let again = much(&mut store).unwrap_err();
    assert!(again.must_stop(), "a second try must not succeed: {again}");
    drop(store);
    let (store, _) = bench.open();
    assert_eq!(store.check().unwrap().unreadable, 0);
    assert_eq!(store.counts().unwrap().receipts, 1);
}

#[test]
fn a_failed_fsync_that_lost_the_batch_still_ends_in_erased() {
    let bench = prepared();
    let (mut store, faults) = bench.open();
    faults.fail_sync();
    much(&mut store).unwrap_err();
    drop(store);
    bench.rows.lose_power();
    let (mut store, _) = bench.open();
    let person = store.person(1);
    assert_eq!(store.txn().chat(person).unwrap(), Loaded::Missing);
    let counts = store.counts().unwrap();
    assert_eq!((counts.chats, counts.due, counts.entries), (1, 1, 1));
}

#[test]
fn a_slot_that_a_stop_left_unused_is_used_when_its_person_comes_back() {
    let bench = Bench::new();
    let (mut store, faults) = bench.open();
    for _ in 0..3 {
        faults.fail_call(0);
        let mut txn = store.txn();
        let person = txn.person(5);
        txn.put_chat(person, 5, Chat::default(), None).unwrap();
        drop(txn);
        assert_eq!(store.counts().unwrap().keys, 1);
    }
    drop(store);
    let (mut store, _) = bench.open();
    put_person(&mut store, 5, "x", 1);
    assert_eq!(store.counts().unwrap().keys, 1);
}
