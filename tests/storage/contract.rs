//! The conformance suite of the contract (I9): every backend passes the same tests.

use charley::store::{
    Backend, Durability,
    backend::{Batch, Direction, Pair},
};
use proptest::{prelude::*, test_runner::TestRunner};
use std::collections::BTreeMap;

use super::world::{World, on_each_backend};

fn put(backend: &mut dyn Backend, rows: &[(&[u8], &[u8])]) {
    let mut batch = Batch::new();
    for (key, value) in rows {
        batch.put(*key, *value);
    }
    backend.commit(&batch, Durability::Synced).unwrap();
}

fn keys(rows: &[Pair]) -> Vec<&[u8]> {
    rows.iter().map(|(key, _)| key.as_slice()).collect()
}

on_each_backend! {
    fn a_batch_writes_and_deletes_together_and_its_last_word_counts(world: &World) {
        let mut backend = world.backend();
        put(backend.as_mut(), &[(b"a", b"1"), (b"b", b"2")]);
        let mut batch = Batch::new();
        batch.delete("a");
        batch.put("b", "3");
        batch.put("c", "4");
        batch.delete("c");
        batch.delete("never there");
        backend.commit(&batch, Durability::Flushed).unwrap();
        assert_eq!(backend.get(b"a").unwrap(), None);
        assert_eq!(backend.get(b"b").unwrap().unwrap(), b"3");
        assert_eq!(backend.get(b"c").unwrap(), None);
    }

    fn ranges_are_half_open_ordered_by_bytes_and_readable_from_both_ends(world: &World) {
        let mut backend = world.backend();
        let all: [&[u8]; 6] = [b"", b"\0", b"a", b"a\0", b"b", b"\xff\xff"];
        put(backend.as_mut(), &all.map(|key| (key, b"v" as &[u8])));
        let scan = |range, limit, direction| backend.scan(range, limit, direction).unwrap();
        let found = scan(b"a" as &[u8]..b"b" as &[u8], 10, Direction::Forward);
        assert_eq!(keys(&found), [b"a" as &[u8], b"a\0"]);
        let found = scan(b"".as_slice()..b"\xff\xff\xff", 2, Direction::Reverse);
        assert_eq!(keys(&found), [b"\xff\xff" as &[u8], b"b"]);
        let found = scan(b"".as_slice()..b"\xff\xff\xff", 99, Direction::Forward);
        assert_eq!(keys(&found), all);
        assert_eq!(scan(b"b".as_slice()..b"a", 9, Direction::Forward), []);
        assert_eq!(scan(b"a".as_slice()..b"a", 9, Direction::Reverse), []);
        assert_eq!(backend.first(b"a\0\0".as_slice()..b"z").unwrap().unwrap().0, b"b");
        assert_eq!(backend.first(b"c".as_slice()..b"d").unwrap(), None);
    }

    fn empty_values_and_empty_batches_are_fine(world: &World) {
        let mut backend = world.backend();
        put(backend.as_mut(), &[(b"k", b"")]);
        backend.commit(&Batch::new(), Durability::Synced).unwrap();
        assert_eq!(backend.get(b"k").unwrap(), Some(Vec::new()));
    }

    fn a_commit_is_there_after_reopening(world: &World) {
        let mut backend = world.backend();
        put(backend.as_mut(), &[(b"k", b"v")]);
        drop(backend);
        assert_eq!(world.backend().get(b"k").unwrap().unwrap(), b"v");
    }

    fn a_big_batch_and_a_big_value_are_there_after_reopening(world: &World) {
        let mut backend = world.backend();
        let mut batch = Batch::new();
        for n in 0u32..3000 {
            batch.put(n.to_be_bytes(), vec![n as u8; 100]);
        }
        batch.put("big", vec![7; 1 << 20]);
        backend.commit(&batch, Durability::Synced).unwrap();
        drop(backend);
        let backend = world.backend();
        assert_eq!(backend.get(b"big").unwrap().unwrap().len(), 1 << 20);
        let found = backend.scan(b"\0".as_slice()..b"\x01", usize::MAX, Direction::Forward).unwrap();
        assert_eq!(found.len(), 3000);
    }

    fn it_behaves_like_a_sorted_map(world: &World) {
        let mut backend = world.backend();
        let mut model: BTreeMap<Vec<u8>, Vec<u8>> = BTreeMap::new();
        let key = prop::collection::vec(0u8..4, 0..4);
        let batches = prop::collection::vec((key.clone(), prop::option::of(any::<[u8; 2]>())), 0..8);
        let cases = proptest::test_runner::Config { cases: 60, failure_persistence: None, ..Default::default() };
        let mut runner = TestRunner::new(cases);
        let shared = std::cell::RefCell::new((&mut backend, &mut model));
        runner.run(&(batches, key.clone(), key, 0usize..6, any::<bool>()), |(rows, start, end, limit, reverse)| {
            let (backend, model) = &mut *shared.borrow_mut();
            let mut batch = Batch::new();
            for (key, value) in rows {
                match value {
                    Some(value) => { batch.put(key.clone(), value); model.insert(key, value.to_vec()); }
                    None => { batch.delete(key.clone()); model.remove(&key); }
                }
            }
            backend.commit(&batch, Durability::Flushed).unwrap();
            let direction = if reverse { Direction::Reverse } else { Direction::Forward };
            let found = backend.scan(&start..&end, limit, direction).unwrap();
            let mut expected: Vec<_> = model.iter().filter(|(key, _)| start <= **key && **key < end).map(|(k, v)| (k.clone(), v.clone())).collect();
            if reverse { expected.reverse(); }
            expected.truncate(limit);
            prop_assert_eq!(found, expected);
            Ok(())
        }).unwrap();
    }
}

#[test]
fn a_loss_of_power_in_memory_takes_only_what_was_not_synced() {
    let memory = charley::store::memory::Memory::new();
    let mut backend = memory.clone();
    put(&mut backend, &[(b"kept", b"1")]);
    let mut batch = Batch::new();
    batch.put("kept", "2");
    batch.put("lost", "2");
    backend.commit(&batch, Durability::Flushed).unwrap();
    memory.lose_power();
    assert_eq!(backend.get(b"kept").unwrap().unwrap(), b"1");
    assert_eq!(backend.get(b"lost").unwrap(), None);
}
