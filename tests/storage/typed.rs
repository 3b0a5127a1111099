//! The typed rows, over each backend.

use charley::{
    dialogue::{Anchor, Chat, EntryId},
    store::{
        DeadLetter, Durability, Error, Loaded, Person, RowKey,
        backend::{Batch, Direction},
        keyring::Held,
        records::{self, ChatRecord, Record},
        rows::{self, Kind},
        seal::{self, Nonces},
    },
};

use super::world::{World, at, day, entry, is_found, message, on_each_backend, out, put_person};

on_each_backend! {
    fn all_rows_of_a_person_come_back_after_a_restart(world: &World) {
        let mut store = world.open();
        let person = put_person(&mut store, -42, "cramp", 60);
        drop(store);
        let mut store = world.open();
        assert_eq!(store.person(-42), person, "a person keeps their name");
        assert_eq!(store.next_due().unwrap(), Some(at(60)));
        let mut txn = store.txn();
        assert_eq!(txn.chat(person).unwrap(), Loaded::Found { chat_id: -42, chat: Chat::default() });
        assert_eq!(txn.entries(person).unwrap(), [entry(1, "cramp")]);
        assert_eq!(txn.message_id(person, Anchor(1)).unwrap(), Some(17));
        let keys = txn.outbox().unwrap();
        assert_eq!(txn.row(keys[0]).unwrap(), Some(out(-42, "cramp")));
        assert_eq!(txn.entry_count(person).unwrap(), 1);
        assert!(txn.bytes(person).unwrap() > 50);
    }

    fn a_dropped_transaction_leaves_nothing(world: &World) {
        let mut store = world.open();
        let mut txn = store.txn();
        let person = txn.person(1);
        txn.put_chat(person, 1, Chat::default(), Some(at(1))).unwrap();
        txn.remember(9, day(0));
        let lost = txn.push_row(&out(1, "x")).unwrap();
        drop(txn);
        assert!(!is_found(&mut store, 1));
        assert_eq!(store.next_due().unwrap(), None);
        let mut txn = store.txn();
        assert!(!txn.seen(9));
        assert!(txn.row(lost).unwrap().is_none());
        assert_eq!(txn.chat(person).unwrap(), Loaded::Missing);
    }

    fn an_empty_transaction_does_not_touch_the_disk(world: &World) {
        let mut store = world.open();
        put_person(&mut store, 1, "x", 1);
        let mut txn = store.txn();
        let person = txn.person(1);
        txn.chat(person).unwrap();
        txn.entries(person).unwrap();
        assert_eq!(txn.commit(Durability::Synced).unwrap().rows, 0);
    }

    fn the_due_index_follows_the_chat(world: &World) {
        let mut store = world.open();
        for (chat_id, due) in [(1, 30), (2, 10), (3, 20)] {
            put_person(&mut store, chat_id, "x", due);
        }
        let due: Vec<_> = store.due_before(at(20), 9).unwrap().into_iter().map(|(at, _)| at).collect();
        assert_eq!(due, [at(10), at(20)]);
        assert_eq!(store.due_before(at(99), 1).unwrap().len(), 1);
        let mut txn = store.txn();
        let person = txn.person(2);
        txn.put_chat(person, 2, Chat::default(), Some(at(50))).unwrap();
        txn.put_chat(person, 2, Chat::default(), Some(at(40))).unwrap();
        let third = txn.person(3);
        txn.put_chat(third, 3, Chat::default(), None).unwrap();
        txn.commit(Durability::Synced).unwrap();
        let due: Vec<_> = store.due_before(at(99), 9).unwrap().into_iter().map(|(at, _)| at).collect();
        assert_eq!(due, [at(30), at(40)]);
    }

    fn an_index_row_without_a_chat_wakes_nobody_twice(world: &World) {
        let person = put_person(&mut world.open(), 1, "x", 50);
        let mut batch = Batch::new();
        batch.put(rows::due(at(5), person), [0; 4]);
        batch.put(rows::due(at(6), Person([9; 16])), [0; 4]);
        world.backend().commit(&batch, Durability::Synced).unwrap();
        let mut store = world.open();
        let due = store.due_before(at(10), 9).unwrap();
        assert_eq!(due.len(), 2);
        let mut txn = store.txn();
        for (_, person) in due {
            txn.chat(person).unwrap();
        }
        txn.commit(Durability::Synced).unwrap();
        assert_eq!(store.next_due().unwrap(), Some(at(50)), "its own row stays");
    }

    fn entries_are_replaced_removed_and_measured(world: &World) {
        let mut store = world.open();
        let person = put_person(&mut store, 1, "x", 1);
        let mut txn = store.txn();
        let one = txn.bytes(person).unwrap();
        txn.put_entry(person, &entry(2, "longer words")).unwrap();
        txn.put_entry(person, &entry(1, "y")).unwrap();
        assert_eq!(txn.entry_count(person).unwrap(), 2);
        txn.commit(Durability::Synced).unwrap();
        drop(store);
        let mut store = world.open();
        let mut txn = store.txn();
        assert!(txn.bytes(person).unwrap() > 2 * one);
        assert!(txn.remove_entry(person, EntryId(2)).unwrap());
        assert!(!txn.remove_entry(person, EntryId(2)).unwrap());
        assert_eq!(txn.entries(person).unwrap(), [entry(1, "y")]);
        assert_eq!((txn.bytes(person).unwrap(), txn.entry_count(person).unwrap()), (one, 1));
    }

    fn outbox_numbers_never_come_again(world: &World) {
        let mut seen = std::collections::HashSet::new();
        for _ in 0..3 {
            let mut store = world.open();
            let mut txn = store.txn();
            let mut keys = Vec::new();
            for chat_id in 0..5 {
                let person = txn.person(chat_id);
                txn.put_chat(person, chat_id, Chat::default(), None).unwrap();
                keys.push(txn.push_row(&out(chat_id, "x")).unwrap());
            }
            txn.commit(Durability::Synced).unwrap();
            let mut txn = store.txn();
            assert!(keys.iter().all(|key| txn.row(*key).unwrap().is_some()));
            for key in &keys {
                txn.remove_row(*key).unwrap();
                assert!(seen.insert(key.seq));
            }
            txn.commit(Durability::Flushed).unwrap();
        }
    }

    fn the_outbox_comes_in_the_order_in_which_it_was_filled(world: &World) {
        let mut store = world.open();
        let mut keys = Vec::new();
        for chat_id in [5, 3, 9, 3] {
            let mut txn = store.txn();
            let person = txn.person(chat_id);
            txn.put_chat(person, chat_id, Chat::default(), None).unwrap();
            keys.push(txn.push_row(&out(chat_id, &format!("to {chat_id}"))).unwrap());
            txn.commit(Durability::Synced).unwrap();
        }
        drop(store);
        let mut store = world.open();
        let mut txn = store.txn();
        assert_eq!(txn.outbox().unwrap(), keys);
        let mut started = out(5, "to 5");
        started.started = true;
        assert!(txn.replace_row(keys[0], &started).unwrap());
        assert_eq!(txn.row(keys[0]).unwrap(), Some(started.clone()));
        txn.remove_row(keys[0]).unwrap();
        assert!(!txn.replace_row(keys[0], &started).unwrap(), "what is gone is not written back");
        assert_eq!(txn.outbox().unwrap(), keys[1..]);
    }

    fn the_outbox_names_a_chat_while_something_waits_there(world: &World) {
        let mut store = world.open();
        let person = put_person(&mut store, 1, "x", 1);
        for (waiting, named) in [(2, 1), (1, 1), (0, 0), (1, 1)] {
            let mut txn = store.txn();
            let keys = txn.outbox().unwrap();
            if waiting > keys.len() {
                txn.push_row(&out(1, "y")).unwrap();
            } else {
                assert!(txn.remove_row(keys[0]).unwrap());
            }
            txn.commit(Durability::Flushed).unwrap();
            assert_eq!(store.counts().unwrap().outbox, named);
            assert_eq!(store.txn().outbox().unwrap().len(), waiting);
        }
        drop(store);
        let mut store = world.open();
        let mut txn = store.txn();
        assert_eq!(txn.outbox().unwrap().len(), 1);
        txn.remove_rows(person).unwrap();
        txn.commit(Durability::Flushed).unwrap();
        assert_eq!(store.counts().unwrap().outbox, 0);
    }

    fn of_who_has_no_chat_no_message_is_kept(world: &World) {
        let mut store = world.open();
        let mut txn = store.txn();
        let key = txn.push_row(&out(1, "x")).unwrap();
        assert!(txn.row(key).unwrap().is_some());
        assert_eq!(txn.commit(Durability::Synced).unwrap().rows, 1, "the reserved numbers");
        assert_eq!(store.txn().outbox().unwrap(), []);
        assert!(store.txn().row(key).unwrap().is_none());
        assert_eq!(store.counts().unwrap().keys, 0);
    }

    fn an_update_takes_effect_once_whatever_the_order_of_the_numbers(world: &World) {
        let ids = [10, 11, 12, 900, 5, 11, -3, 13, i64::MAX, i64::MIN];
        let mut store = world.open();
        let mut txn = store.txn();
        for id in ids {
            txn.remember(id, day(0));
            assert!(txn.seen(id));
        }
        txn.commit(Durability::Synced).unwrap();
        drop(store);
        let mut store = world.open();
        let mut txn = store.txn();
        assert!(ids.iter().all(|id| txn.seen(*id)));
        assert!([9, 14, 6, 4, 899, 901, 0].iter().all(|id| !txn.seen(*id)));
        txn.remember(14, day(8));
        txn.commit(Durability::Synced).unwrap();
        let mut txn = store.txn();
        txn.forget_old_updates(day(10));
        txn.commit(Durability::Synced).unwrap();
        drop(store);
        let mut store = world.open();
        let txn = store.txn();
        assert!(txn.seen(14) && !txn.seen(10));
    }

    fn an_erasure_takes_every_row_and_leaves_the_receipt_for_a_day(world: &World) {
        let mut store = world.open();
        let person = put_person(&mut store, 1, "x", 1);
        put_person(&mut store, 2, "y", 2);
        let mut txn = store.txn();
        txn.remember(77, day(0));
        let receipt = txn.erase(person, Some((1, message("All gone."))), at(0)).unwrap().unwrap();
        assert_eq!(txn.chat(person).unwrap(), Loaded::Missing);
        txn.commit(Durability::Flushed).unwrap();
        drop(store);
        for (key, _) in world.backend().scan(b"".as_slice()..b"\xff", usize::MAX, Direction::Forward).unwrap() {
            assert!(!key.windows(16).any(|part| part == person.0), "{key:?}");
        }
        assert_eq!(world.keyring().find(person).unwrap(), []);
        let mut store = world.open();
        let counts = store.counts().unwrap();
        assert_eq!((counts.chats, counts.entries, counts.due, counts.receipts, counts.keys), (1, 1, 1, 1, 1));
        let mut txn = store.txn();
        assert!(txn.seen(77), "the update of the erasure is remembered");
        assert_eq!(receipt.person, Person::NOBODY);
        assert_eq!(txn.row(receipt).unwrap().unwrap().chat_id, 1);
        assert!(txn.replace_row(receipt, &out(1, "again")).unwrap());
        assert!(txn.outbox().unwrap().contains(&receipt));
        assert_eq!(txn.purge_receipts(at(86_399)).unwrap(), 0);
        assert_eq!(txn.purge_receipts(at(86_400)).unwrap(), 1);
        assert!(txn.row(receipt).unwrap().is_none());
    }

    fn who_comes_back_in_the_batch_of_the_erasure_starts_afresh(world: &World) {
        let mut store = world.open();
        let person = put_person(&mut store, 1, "x", 1);
        let mut txn = store.txn();
        txn.put_entry(person, &entry(2, "in the same batch")).unwrap();
        txn.erase(person, None, at(0)).unwrap();
        txn.put_chat(person, 1, Chat::default(), Some(at(9))).unwrap();
        txn.put_entry(person, &entry(1, "new")).unwrap();
        txn.commit(Durability::Synced).unwrap();
        drop(store);
        let (mut store, notices) = world.open_with_notices();
        assert_eq!(notices, []);
        assert_eq!(store.next_due().unwrap(), Some(at(9)));
        let mut txn = store.txn();
        assert_eq!(txn.entries(person).unwrap(), [entry(1, "new")]);
        assert_eq!(txn.entry_count(person).unwrap(), 1);
        assert_eq!(txn.outbox().unwrap(), []);
    }

    fn an_interrupted_erasure_is_finished_at_the_next_start(world: &World) {
        let person = put_person(&mut world.open(), 1, "x", 1);
        put_person(&mut world.open(), 2, "y", 2);
        let before: Vec<_> = world.backend().scan(b"".as_slice()..b"\xff", usize::MAX, Direction::Forward).unwrap();
        let mut store = world.open();
        let mut txn = store.txn();
        txn.erase(person, None, at(0)).unwrap();
        txn.commit(Durability::Synced).unwrap();
        drop(store);
        // As if the process had died between destroying the key and committing the deletion.
        let mut batch = Batch::new();
        for (key, value) in before {
            batch.put(key, value);
        }
        world.backend().commit(&batch, Durability::Synced).unwrap();
        destroy_again(world, person);
        let (store, notices) = world.open_with_notices();
        assert_eq!(notices, [charley::store::Notice::ErasureFinished { people: 1 }]);
        let counts = store.counts().unwrap();
        assert_eq!((counts.chats, counts.entries, counts.outbox, counts.due), (1, 1, 1, 1));
        drop(store);
        assert_eq!(world.open_with_notices().1, []);
    }

    fn a_record_that_does_not_decode_is_set_aside_and_never_overwritten(world: &World) {
        let person = put_person(&mut world.open(), 1, "x", 1);
        let raw = world.backend().get(&rows::chat(person)).unwrap().unwrap();
        let mut damaged = raw.clone();
        damaged[40] ^= 1;
        let mut batch = Batch::new();
        batch.put(rows::chat(person), damaged.clone());
        world.backend().commit(&batch, Durability::Synced).unwrap();

        let mut store = world.open();
        assert_eq!(store.check().unwrap().unreadable, 1);
        let mut txn = store.txn();
        assert_eq!(txn.chat(person).unwrap(), Loaded::Unreadable);
        assert_eq!(txn.chat(person).unwrap(), Loaded::Missing, "told once");
        assert_eq!(txn.entries(person).unwrap(), []);
        txn.put_chat(person, 1, Chat::default(), Some(at(70))).unwrap();
        txn.put_entry(person, &entry(1, "fresh")).unwrap();
        assert_eq!(txn.commit(Durability::Synced).unwrap().set_aside, 2);
        assert_eq!(store.next_due().unwrap(), Some(at(70)));
        let mut txn = store.txn();
        assert_eq!(txn.entries(person).unwrap(), [entry(1, "fresh")]);
        drop(store);
        let kept = world.backend().scan(Kind::SetAside.of(person).range(), 9, Direction::Forward).unwrap();
        assert!(kept[0].1.ends_with(&damaged), "the raw bytes are there");

        let mut store = world.open();
        let mut txn = store.txn();
        txn.erase(person, None, at(0)).unwrap();
        txn.commit(Durability::Synced).unwrap();
        assert_eq!(store.counts().unwrap().set_aside, 0, "an erasure takes these too");
    }

    fn a_damaged_entry_goes_alone(world: &World) {
        let person = put_person(&mut world.open(), 1, "x", 1);
        let mut batch = Batch::new();
        batch.put(rows::entry(person, EntryId(2)), "junk");
        batch.put(rows::entry(person, EntryId(3)), [1; 90]);
        world.backend().commit(&batch, Durability::Synced).unwrap();
        let mut store = world.open();
        let mut txn = store.txn();
        assert_eq!(txn.entries(person).unwrap(), [entry(1, "x")]);
        assert_eq!(txn.commit(Durability::Synced).unwrap().set_aside, 2);
        assert_eq!(store.counts().unwrap().entries, 1);
    }

    fn a_record_of_a_newer_version_is_refused_and_left_as_it_is(world: &World) {
        let person = put_person(&mut world.open(), 1, "x", 1);
        let key = rows::chat(person);
        let raw = reseal(world, person, &key, &[ChatRecord::VERSION + 1, b'{', b'}']);
        let mut store = world.open();
        let mut txn = store.txn();
        let error = txn.chat(person).unwrap_err();
        assert!(matches!(error, Error::NewerRecord { found: 2, known: 1, .. }), "{error}");
        drop(store);
        assert_eq!(world.backend().get(&key).unwrap().unwrap(), raw);
        let mut store = world.open();
        let mut txn = store.txn();
        txn.erase(person, None, at(0)).unwrap();
        txn.commit(Durability::Synced).unwrap();
        assert_eq!(store.counts().unwrap().due, 0, "but it can be erased");
    }

    fn swapped_rows_do_not_open(world: &World) {
        let mut store = world.open();
        let person = put_person(&mut store, 1, "x", 1);
        let mut txn = store.txn();
        txn.put_entry(person, &entry(2, "y")).unwrap();
        txn.commit(Durability::Synced).unwrap();
        drop(store);
        let mut backend = world.backend();
        let (a, b) = (rows::entry(person, EntryId(1)), rows::entry(person, EntryId(2)));
        let mut batch = Batch::new();
        batch.put(a.clone(), backend.get(&b).unwrap().unwrap());
        batch.put(b, backend.get(&a).unwrap().unwrap());
        backend.commit(&batch, Durability::Synced).unwrap();
        drop(backend);
        let mut store = world.open();
        assert_eq!(store.check().unwrap().unreadable, 2);
        assert_eq!(store.txn().entries(person).unwrap(), []);
    }

    fn only_the_newest_anchors_are_kept(world: &World) {
        let mut store = world.open();
        let person = put_person(&mut store, 1, "x", 1);
        for n in 2..20 {
            let mut txn = store.txn();
            txn.learn(person, Anchor(n), 100 + n as i32).unwrap();
            txn.commit(Durability::Synced).unwrap();
        }
        let mut txn = store.txn();
        txn.learn(person, Anchor(19), 7).unwrap();
        assert_eq!(txn.message_id(person, Anchor(19)).unwrap(), Some(7));
        assert_eq!(txn.message_id(person, Anchor(4)).unwrap(), Some(104));
        assert_eq!(txn.message_id(person, Anchor(3)).unwrap(), None);
    }

    fn dead_letters_and_values_of_the_service_are_kept(world: &World) {
        let mut store = world.open();
        let mut txn = store.txn();
        txn.put_meta("last poll", b"now");
        assert_eq!(txn.meta("last poll").unwrap().unwrap(), b"now");
        let letter = DeadLetter { update_id: 5, kind: "message".to_owned(), at: at(0) };
        txn.dead_letter(&letter).unwrap();
        txn.commit(Durability::Synced).unwrap();
        drop(store);
        let store = world.open();
        assert_eq!(store.meta("last poll").unwrap().unwrap(), b"now");
        assert_eq!(store.counts().unwrap().dead_letters, 1);
        let check = store.check().unwrap();
        assert_eq!((check.sealed, check.unreadable), (1, 0));
    }

    fn a_row_key_of_nobody_knows_nothing(world: &World) {
        let mut store = world.open();
        let mut txn = store.txn();
        let key = RowKey { person: Person::NOBODY, seq: 1 };
        assert_eq!(txn.row(key).unwrap(), None);
        assert!(!txn.replace_row(key, &out(1, "x")).unwrap());
    }
}

/// Puts another plaintext under the seal of a person's row.
fn reseal(world: &World, person: Person, key: &[u8], plain: &[u8]) -> Vec<u8> {
    let keyring = world.keyring();
    let slot = keyring.find(person).unwrap()[0];
    let Held::Key(sealer) = keyring.key(slot, person).unwrap() else {
        panic!("the person has a key");
    };
    let mut row = vec![0; seal::HEADER];
    row.extend_from_slice(plain);
    sealer.seal(&mut Nonces::new(), key, &mut row).unwrap();
    let mut batch = Batch::new();
    batch.put(key, row.clone());
    world.backend().commit(&batch, Durability::Synced).unwrap();
    row
}

/// Turns the slot that the person had back into a destroyed one.
fn destroy_again(world: &World, person: Person) {
    let mut slot = [0; 128];
    slot[0] = 2;
    slot[1..17].copy_from_slice(&person.0);
    match world {
        World::Memory { slab, .. } => {
            use charley::store::slab::Slab;
            slab.clone().write_at(&slot, 512).unwrap();
        }
        World::Sled { dir } => {
            use std::os::unix::fs::FileExt;
            let path = super::world::places(dir.path()).keyring;
            let file = std::fs::File::options().write(true).open(path).unwrap();
            file.write_all_at(&slot, 512).unwrap();
        }
    }
}

#[test]
fn the_plaintext_of_a_record_is_its_version_and_json() {
    let letter = DeadLetter {
        update_id: 7,
        kind: "text".to_owned(),
        at: at(0),
    };
    let bytes = records::plaintext(&letter).unwrap();
    assert_eq!(bytes[0], 1);
    assert!(bytes[1..].starts_with(b"{\"update_id\":7"));
    assert_eq!(records::from_plaintext(&bytes), Ok(letter));
    let newer = [&[9], &bytes[1..]].concat();
    assert_eq!(
        records::from_plaintext::<DeadLetter>(&newer),
        Err(records::Unreadable::Newer(9))
    );
}
