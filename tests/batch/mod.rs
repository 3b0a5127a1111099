//! What a batch costs: a hundred updates are one synced commit, and thereby one fsync (`store/sled.rs` makes one for each).

use std::{
    ops::Range,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use charley::{
    app::{Desk, Incoming, Job, Polled, Writer},
    clock::Clock,
    dialogue::{Event, What},
    store::{
        Backend, Durability, Error, Marker, Store,
        backend::{Batch, Direction, Pair},
        keyring::Keyring,
        keys::MasterKey,
        memory::Memory,
        slab::MemorySlab,
    },
    telegram::{Limits, Outbox},
};
use chrono::DateTime;
use tokio::sync::mpsc;

/// Counts the commits that must reach the disk.
struct Counting {
    rows: Memory,
    synced: Arc<AtomicUsize>,
}

impl Backend for Counting {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        self.rows.get(key)
    }

    fn scan(
        &self,
        range: Range<&[u8]>,
        limit: usize,
        direction: Direction,
    ) -> Result<Vec<Pair>, Error> {
        self.rows.scan(range, limit, direction)
    }

    fn commit(&mut self, batch: &Batch, durability: Durability) -> Result<(), Error> {
        if durability == Durability::Synced {
            self.synced.fetch_add(1, Ordering::SeqCst);
        }
        self.rows.commit(batch, durability)
    }

    fn size_on_disk(&self) -> Result<u64, Error> {
        self.rows.size_on_disk()
    }
}

/// A hundred texts of fifty people, numbered from `first`.
fn texts(first: i64) -> Vec<Incoming> {
    (first..first + 100)
        .map(|update_id| Incoming {
            update_id,
            chat_id: 1 + update_id % 50,
            message_id: None,
            event: Event {
                sent: DateTime::UNIX_EPOCH,
                language: Some("en".to_owned()),
                what: What::Text("hello".to_owned()),
            },
        })
        .collect()
}

#[tokio::test]
async fn a_batch_of_a_hundred_updates_is_one_synced_commit() {
    let synced = Arc::new(AtomicUsize::new(0));
    let backend = Counting {
        rows: Memory::new(),
        synced: Arc::clone(&synced),
    };
    let master = MasterKey::generate().expect("random bytes");
    let keyring = Keyring::create(Box::new(MemorySlab::default()), &master).expect("a keyring");
    let (store, _) = Store::with(Box::new(backend), keyring).expect("a store");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let desk = Desk::new(
        store,
        Marker::open(folder.path()).expect("a marker"),
        Arc::new(crate::world::lore()),
        Outbox::new(Limits::default()),
        Clock::still(DateTime::UNIX_EPOCH),
        Some(Polled::default()),
    )
    .expect("a desk");
    let (inbox, jobs) = mpsc::unbounded_channel::<Job>();
    let writer = Writer::new(inbox);
    let working = tokio::spawn(desk.run(jobs));
    for batch in 0..3 {
        let before = synced.load(Ordering::SeqCst);
        writer.submit(texts(batch * 100)).await.expect("saved");
        assert_eq!(synced.load(Ordering::SeqCst) - before, 1, "batch {batch}");
    }
    writer.stop();
    working
        .await
        .expect("the desk's task")
        .expect("a clean end");
}
