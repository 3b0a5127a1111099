//! Properties of the typed rows against simple models.

use charley::{
    dialogue::{Chat, EntryId},
    store::{Durability, Loaded},
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::world::{World, at, day, entry};

#[derive(Debug, Clone)]
enum Step {
    Put(i64, Option<i64>),
    Entry(i64, u32, u8),
    Remove(i64, u32),
    Erase(i64),
    Remember(i64),
    Commit,
    Drop,
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    let chat = 0i64..4;
    prop_oneof![
        4 => (chat.clone(), prop::option::of(0i64..50)).prop_map(|(c, due)| Step::Put(c, due)),
        4 => (chat.clone(), 0u32..4, any::<u8>()).prop_map(|(c, id, n)| Step::Entry(c, id, n)),
        1 => (chat.clone(), 0u32..4).prop_map(|(c, id)| Step::Remove(c, id)),
        1 => chat.prop_map(Step::Erase),
        2 => (0i64..40).prop_map(Step::Remember),
        3 => Just(Step::Commit),
        1 => Just(Step::Drop),
        1 => Just(Step::Reopen),
    ]
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Model {
    chats: BTreeMap<i64, Option<i64>>,
    entries: BTreeMap<(i64, u32), u8>,
    seen: HashSet<i64>,
}

impl Model {
    fn apply(&mut self, step: &Step) {
        match *step {
            Step::Put(chat, due) => drop(self.chats.insert(chat, due)),
            Step::Entry(chat, id, n) => drop(self.entries.insert((chat, id), n)),
            Step::Remove(chat, id) => drop(self.entries.remove(&(chat, id))),
            Step::Erase(chat) => {
                self.chats.remove(&chat);
                self.entries.retain(|(its, _), _| *its != chat);
            }
            Step::Remember(id) => drop(self.seen.insert(id)),
            Step::Commit | Step::Drop | Step::Reopen => {}
        }
    }

    fn due(&self) -> BTreeSet<i64> {
        self.chats.values().copied().flatten().collect()
    }
}

fn number(n: u8) -> charley::dialogue::Entry {
    entry(0, &n.to_string())
}

fn check(txn: &mut charley::store::Txn<'_>, model: &Model) {
    for chat in 0..4 {
        let person = txn.person(chat);
        let found = txn.chat(person).unwrap();
        assert_eq!(
            matches!(found, Loaded::Found { .. }),
            model.chats.contains_key(&chat)
        );
        let entries = txn.entries(person).unwrap();
        let told: Vec<_> = entries
            .iter()
            .map(|entry| {
                let cramp = entry.cramp().expect("a cramp");
                (
                    (chat, entry.id.0),
                    cramp.flag.clone().unwrap().parse().unwrap(),
                )
            })
            .collect();
        let expected: Vec<_> = model
            .entries
            .range((chat, 0)..(chat + 1, 0))
            .map(|(key, n)| (*key, *n))
            .collect();
        assert_eq!(told, expected);
        assert_eq!(txn.entry_count(person).unwrap() as usize, expected.len());
        assert_eq!(txn.bytes(person).unwrap() > 0, !expected.is_empty());
    }
    for id in 0..40 {
        assert_eq!(txn.seen(id), model.seen.contains(&id));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_overlay_shows_what_a_commit_will_keep(steps in prop::collection::vec(step(), 0..60)) {
        let world = World::memory();
        let mut store = world.open();
        let (mut kept, mut now) = (Model::default(), Model::default());
        let mut steps = steps.into_iter().peekable();
        while steps.peek().is_some() {
            let mut txn = store.txn();
            let mut reopen = false;
            loop {
                let step = steps.next().unwrap_or(Step::Commit);
                now.apply(&step);
                match step {
                    Step::Put(chat, due) => {
                        let person = txn.person(chat);
                        txn.put_chat(person, chat, Chat::default(), due.map(at)).unwrap();
                    }
                    Step::Entry(chat, id, n) => {
                        let person = txn.person(chat);
                        let mut entry = number(n);
                        entry.id = EntryId(id);
                        txn.put_entry(person, &entry).unwrap();
                    }
                    Step::Remove(chat, id) => {
                        let person = txn.person(chat);
                        txn.remove_entry(person, EntryId(id)).unwrap();
                    }
                    Step::Erase(chat) => {
                        let person = txn.person(chat);
                        txn.erase(person, None, at(0)).unwrap();
                    }
                    Step::Remember(id) => txn.remember(id, day(0)),
                    Step::Commit => {
                        check(&mut txn, &now);
                        txn.commit(Durability::Synced).unwrap();
                        kept = now.clone();
                        break;
                    }
                    Step::Drop | Step::Reopen => {
                        check(&mut txn, &now);
                        drop(txn);
                        now = kept.clone();
                        reopen = matches!(step, Step::Reopen);
                        break;
                    }
                }
            }
            if reopen {
                drop(store);
                store = world.open();
            }
            check(&mut store.txn(), &kept);
            let due: BTreeSet<i64> = store
                .due_before(at(25), 99)
                .unwrap()
                .into_iter()
                .map(|(instant, _)| (instant - at(0)).num_seconds())
                .collect();
            prop_assert_eq!(due, kept.due().into_iter().filter(|due| *due <= 25).collect());
            prop_assert_eq!(store.next_due().unwrap(), kept.due().first().map(|due| at(*due)));
        }
    }
}
