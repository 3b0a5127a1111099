//! Damage to any file of a store: each bit that is flipped, each tail that is cut, each file that is missing is noticed or does no harm (S05).
//!
//! A sample of it is a test; `scripts/damage` does it ten thousand times and prints what became of them.

use std::{
    collections::BTreeMap,
    env, fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use charley::{
    dialogue::{Chat, Entry},
    store::{Durability, Loaded, Store},
};

use super::world::{TUNING, at, copy_folder, entry, files, places};

/// People, and one of them in so many is erased again.
const PEOPLE: i64 = 24;
const ERASED: i64 = 6;

/// What a person said, by chat.
type Known = BTreeMap<i64, Vec<Entry>>;

/// How the last life of the process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Closed,
    /// Killed: the files as they were while the store was open.
    Killed,
    /// Killed after a long life: the log is several segments long, and none of them is in a snapshot yet.
    KilledLate,
}

/// What a long life notes, beside what each life does.
const LONG_LIFE: u32 = 500;

/// A store with a little of everything, made in several lives of a process.
fn fill(root: &Path, end: End) -> Known {
    let scene = tempfile::tempdir().unwrap();
    let target = root;
    let root = scene.path();
    let places = places(root);
    let mut known = Known::new();
    for life in 0..4u32 {
        let (mut store, _) = Store::open(&places, TUNING).unwrap();
        if life == 3 && end == End::KilledLate {
            for n in 0..LONG_LIFE {
                let chat_id = i64::from(n) % PEOPLE + 1;
                let mut txn = store.txn();
                let person = txn.person(chat_id);
                let one = entry(100 + n, &"toes ".repeat(800));
                txn.put_entry(person, &one).unwrap();
                txn.commit(Durability::Flushed).unwrap();
                known.entry(chat_id).or_default().push(one);
            }
        }
        for chat_id in 1..=PEOPLE {
            let mut txn = store.txn();
            let person = txn.person(chat_id);
            let one = entry(
                life + 1,
                &"calf ".repeat(usize::try_from(chat_id).unwrap() * 8),
            );
            txn.put_chat(person, chat_id, Chat::default(), Some(at(chat_id)))
                .unwrap();
            txn.put_entry(person, &one).unwrap();
            txn.commit(Durability::Synced).unwrap();
            known.entry(chat_id).or_default().push(one);
        }
        for chat_id in (1..=PEOPLE).filter(|id| id % ERASED == i64::from(life) && life < 3) {
            let mut txn = store.txn();
            let person = txn.person(chat_id);
            txn.erase(person, None, at(0)).unwrap();
            txn.commit(Durability::Synced).unwrap();
            known.remove(&chat_id);
        }
        if life == 3 && end != End::Closed {
            copy_folder(root, target);
        }
        store.close().unwrap();
    }
    if end == End::Closed {
        copy_folder(root, target);
    }
    for entries in known.values_mut() {
        entries.sort_by_key(|entry| entry.id);
    }
    known
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Harm {
    Flip,
    Cut,
    Delete,
}

/// What became of a damaged store.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// It was not opened, and said why.
    Refused,
    /// It was opened; what is missing was told, at the opening or by the check.
    Told,
    Harmless,
    /// It was opened, called sound, and is not what it was.
    Silent(String),
    /// It was refused, and is no longer what it was.
    Destroyed,
    /// A part of the program broke down.
    Panicked,
}

/// Flips a bit of the file, cuts it, or takes it away.
fn harm(path: &Path, harm: Harm, dice: &mut Dice) {
    let mut bytes = fs::read(path).unwrap();
    match harm {
        Harm::Delete => return fs::remove_file(path).unwrap(),
        Harm::Flip if !bytes.is_empty() => {
            let at = dice.below(bytes.len());
            bytes[at] ^= 1 << dice.below(8);
        }
        Harm::Cut if !bytes.is_empty() => bytes.truncate(dice.below(bytes.len())),
        Harm::Flip | Harm::Cut => {}
    }
    fs::write(path, bytes).unwrap();
}

/// Gives a file its one changed byte back, wherever nothing else was written since.
fn turn_back(whole: &Path, damaged: &Path) {
    let (whole, mut bytes) = (fs::read(whole).unwrap(), fs::read(damaged).unwrap());
    let mut both = bytes.iter_mut().zip(whole);
    if let Some((byte, right)) = both.find(|(byte, right)| (**byte ^ right).is_power_of_two()) {
        *byte = right;
    }
    fs::write(damaged, bytes).unwrap();
}

fn look(root: &Path, known: &Known) -> Outcome {
    catch_unwind(AssertUnwindSafe(|| open_and_compare(root, known))).unwrap_or(Outcome::Panicked)
}

fn open_and_compare(root: &Path, known: &Known) -> Outcome {
    let Ok((mut store, notices)) = Store::open(&places(root), TUNING) else {
        return Outcome::Refused;
    };
    let Ok(findings) = store.check() else {
        return Outcome::Told;
    };
    if !findings.is_sound() {
        return Outcome::Told;
    }
    let mut txn = store.txn();
    let mut wrong = Vec::new();
    for chat_id in 1..=PEOPLE {
        let person = txn.person(chat_id);
        let found = match txn.chat(person) {
            Ok(Loaded::Missing) => None,
            Ok(Loaded::Unreadable) => return Outcome::Told,
            Ok(Loaded::Found { .. }) => Some(txn.entries(person).unwrap()),
            Err(_) => return Outcome::Told,
        };
        if found.as_ref() != known.get(&chat_id) {
            wrong.push(chat_id);
        }
    }
    match (wrong.is_empty(), notices.is_empty()) {
        (true, _) => Outcome::Harmless,
        (false, false) => Outcome::Told,
        (false, true) => Outcome::Silent(format!("{} people differ", wrong.len())),
    }
}

/// Any sequence of numbers that a seed repeats.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(0x5851_f42d_4c95_7f2d)
            .wrapping_add(0x1405_7b7e_f767_814f);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// So many damages; what became of them, by file and kind.
fn damage(end: End, count: usize, seed: u64) -> BTreeMap<(String, Harm, Outcome), usize> {
    let whole = tempfile::tempdir().unwrap();
    let known = fill(whole.path(), end);
    let mut dice = Dice(seed);
    let mut outcomes = BTreeMap::new();
    let relative = |path: PathBuf| path.strip_prefix(whole.path()).unwrap().to_owned();
    let mut all: Vec<PathBuf> = files(whole.path()).into_iter().map(relative).collect();
    all.sort();
    for _ in 0..count {
        let dir = tempfile::tempdir().unwrap();
        copy_folder(whole.path(), dir.path());
        let file = &all[dice.below(all.len())];
        let kind = [Harm::Flip, Harm::Cut, Harm::Delete][dice.below(3)];
        harm(&dir.path().join(file), kind, &mut dice);
        let mut outcome = look(dir.path(), &known);
        if outcome == Outcome::Refused && kind == Harm::Flip && file.ends_with("db") {
            // What could not be read is left as it was: with the bit turned back all of it is there.
            turn_back(&whole.path().join(file), &dir.path().join(file));
            if look(dir.path(), &known) != Outcome::Harmless {
                outcome = Outcome::Destroyed;
            }
        }
        let name = file.display().to_string();
        let name = name.split("snap.").next().unwrap().to_owned()
            + if name.contains("snap.") { "snap" } else { "" };
        *outcomes.entry((name, kind, outcome)).or_default() += 1;
    }
    outcomes
}

#[test]
fn any_damage_is_noticed_or_does_no_harm() {
    let number = |name: &str, otherwise: u64| {
        env::var(name).map_or(otherwise, |text| text.parse().expect(name))
    };
    let count = usize::try_from(number("CHARLEY_DAMAGES", 60)).unwrap();
    let ends = [End::Closed, End::Killed, End::KilledLate];
    let each = count / ends.len();
    for end in ends {
        let outcomes = damage(end, each, number("CHARLEY_SEED", 1));
        println!("{end:?}:");
        let mut bad = 0;
        for ((file, harm, outcome), count) in &outcomes {
            println!("{count:>6}  {file:24} {harm:?}: {outcome:?}");
            if matches!(
                outcome,
                Outcome::Silent(_) | Outcome::Destroyed | Outcome::Panicked
            ) {
                bad += count;
            }
        }
        println!("{each} damages, {bad} of them silent, destroyed or a breakdown");
        assert_eq!(bad, 0, "{outcomes:#?}");
    }
}
