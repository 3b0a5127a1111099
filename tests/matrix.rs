//! Every situation times everything that can happen (D01, D02, D19), as a table to be read: `tests/matrix.txt`. What a row says is the
//! situation afterwards and the first words of each message (`+` new, `~` changed). `UPDATE_MATRIX=1` writes it anew.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

use charley::{
    dialogue::{Anchor, Command, Deck, Due, File, Odd, Wake, What},
    store::records::{Anchors, ChatRecord, from_plaintext, plaintext},
};
use chrono::TimeDelta;

use crate::{
    core::model::{Model, buttons, text},
    scenes, situation,
    variants::{self, missing},
};

/// Everything that can happen in a scene: a name for the table, and the event.
fn happenings(model: &Model) -> Vec<(String, What)> {
    let mut all: Vec<(String, What)> = Command::ALL
        .into_iter()
        .map(|command| (format!("/{}", command.name()), What::Command(command)))
        .collect();
    for words in [
        "yes",
        "no",
        "gone",
        "still bad",
        "skip",
        "back",
        "cramp",
        "7",
        "Berlin",
        "blorp",
        "why aren't bananas enough?",
        "chest pain",
    ] {
        all.push((format!("“{words}”"), What::Text(words.to_owned())));
    }
    let newest = model
        .screen
        .values()
        .rev()
        .map(buttons)
        .find(|all| !all.is_empty());
    for button in newest.unwrap_or_default() {
        all.push((format!("[{}]", button.label), What::Pressed(button.data)));
    }
    for (name, data) in [
        ("[junk]", "junk"),
        ("[from another time]", "1.999.1.yes"),
        ("[I have a cramp now]", "1.0.0.cramp"),
        ("[Set up]", "1.0.0.setup"),
        ("[Withdraw consent]", "1.0.0.withdraw"),
    ] {
        all.push((name.to_owned(), What::Pressed(data.to_owned())));
    }
    let due = model.next().unwrap_or(Due {
        at: model.now,
        what: Wake::Relief,
    });
    let others = [
        What::Location(Some(chrono_tz::Asia::Tokyo)),
        What::Location(None),
        What::Odd(Odd::Sticker),
        What::Odd(Odd::Picture),
        What::Odd(Odd::Voice),
        What::Odd(Odd::Other),
        What::File(File::Text(String::from("{}")), None),
        What::File(File::TooLong, None),
        What::File(File::NotHere, Some("my diary".to_owned())),
        What::File(File::Table, None),
        What::Edited(Some("words".to_owned())),
        What::Edited(None),
        What::Due(due),
        What::Blocked,
        What::Deleted,
        What::Unblocked,
        What::Undelivered(Anchor(1)),
        What::Failed,
    ];
    all.extend(others.map(|what| (variants::what(&what).to_owned(), what)));
    all
}

/// What a scene becomes, in one line.
fn outcome(scene: &Model, what: &What) -> String {
    let mut model = scene.clone();
    match what {
        // Its time comes, if it has one.
        What::Due(_) => {
            if let Some(due) = model.next() {
                let wait = (due.at - model.now).max(TimeDelta::zero());
                model.passes(wait);
            }
        }
        other => drop(model.does(other.clone())),
    }
    let known: BTreeSet<_> = scene
        .screen
        .values()
        .map(|message| message.text.clone())
        .collect();
    let said: Vec<String> = model
        .heard
        .iter()
        .map(|message| {
            let again = if known.contains(&message.text) {
                " (again)"
            } else {
                ""
            };
            let words: Vec<&str> = message.text.split_whitespace().take(6).collect();
            format!("“{}”{again}", words.join(" "))
        })
        .collect();
    let said = if said.is_empty() {
        "–".to_owned()
    } else {
        said.join(" ")
    };
    let (before, after) = (situation::describe(scene), situation::describe(&model));
    if before == after {
        format!("= {said}")
    } else {
        format!("{after} > {said}")
    }
}

#[test]
fn every_situation_has_an_outcome_for_everything_that_happens() {
    let mut table = String::new();
    for (name, scene) in scenes::all() {
        let _ = writeln!(table, "## {name}\n   {}", situation::describe(&scene));
        for (what, event) in happenings(&scene) {
            let _ = writeln!(table, "{what:<24} {}", outcome(&scene, &event));
        }
        table.push('\n');
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/matrix.txt");
    if std::env::var_os("UPDATE_MATRIX").is_some() {
        fs::write(&path, &table).expect("the table is written");
        return;
    }
    let agreed = fs::read_to_string(&path).expect("tests/matrix.txt");
    let changed: Vec<String> = agreed
        .lines()
        .zip(table.lines())
        .filter(|(before, now)| before != now)
        .map(|(before, now)| format!("- {before}\n+ {now}"))
        .collect();
    assert!(
        agreed == table,
        "{} rows changed; if that is meant, set UPDATE_MATRIX=1 and read them:\n{}",
        changed.len(),
        changed[..changed.len().min(20)].join("\n")
    );
}

#[test]
fn no_situation_and_no_happening_is_left_out() {
    let (mut states, mut cards, mut whats) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let (mut tiers, mut keeping, mut ages) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut farewells = BTreeSet::new();
    for (_, scene) in scenes::all() {
        let chat = scene.record();
        states.insert(variants::state(&chat.state).to_owned());
        keeping.insert(variants::keeping(&chat.keeping).to_owned());
        ages.insert(variants::age(&chat.age).to_owned());
        let farewell = chat.farewell.iter();
        farewells.extend(farewell.map(|farewell| variants::farewell(farewell).to_owned()));
        tiers.extend(chat.hold.map(|hold| variants::tier(&hold.tier).to_owned()));
        for card in &chat.cards {
            let (kind, step) = (variants::card(&card.what), step(&card.what));
            cards.insert(kind.to_owned());
            cards.insert(format!("{kind} {step}"));
        }
        whats.extend(
            happenings(&scene)
                .iter()
                .map(|(_, what)| variants::what(what).to_owned()),
        );
    }
    assert_eq!(missing(variants::STATES, &states), [""; 0]);
    assert_eq!(missing(variants::CARDS, &cards), [""; 0]);
    assert_eq!(missing(variants::WHATS, &whats), [""; 0]);
    assert_eq!(missing(variants::TIERS, &tiers), [""; 0]);
    assert_eq!(missing(variants::KEEPING, &keeping), [""; 0]);
    assert_eq!(missing(variants::AGES, &ages), [""; 0]);
    assert_eq!(missing(variants::FAREWELLS, &farewells), [""; 0]);
    for (kind, steps) in [
        ("relief", variants::RELIEF),
        ("morning", variants::MORNING),
        ("diary", variants::DIARY),
        ("flag", variants::FLAG),
        ("topic", variants::TOPICS),
        ("evening", variants::EVENINGS),
        ("month", variants::MONTH),
        ("last night", variants::LAST_NIGHT),
    ] {
        for step in steps {
            assert!(
                cards.contains(&format!("{kind} {step}")),
                "no scene has {kind}: {step}"
            );
        }
    }
}

fn step(deck: &Deck) -> &'static str {
    match deck {
        Deck::Relief(relief) => variants::relief(&relief.step),
        Deck::Morning(morning) => variants::morning(&morning.step),
        Deck::Diary(diary) => variants::diary(diary),
        Deck::Flag(flag) => variants::flag(flag),
        Deck::Topic(asked) => variants::topic(asked),
        Deck::Evening(evening) => variants::evening(&evening.step),
        Deck::LastNight(night) => variants::last_night(night),
        Deck::Routine(page) => variants::month(page),
        Deck::Imported(_) => "imported",
    }
}

/// The chat as a restart finds it: through the bytes that are sealed on the disk.
pub fn restarted(model: &Model) -> Model {
    let mut again = model.clone();
    again.chat = model.chat.clone().map(|chat| {
        let record = ChatRecord {
            chat_id: 7,
            due: model.next().map(|due| due.at),
            entries: 0,
            bytes: 0,
            anchors: Anchors::default(),
            waiting: Vec::new(),
            chat,
        };
        let bytes = plaintext(&record).expect("a record can be written");
        let read: ChatRecord = from_plaintext(&bytes).expect("a record can be read");
        assert_eq!(read, record);
        read.chat
    });
    again
}

#[test]
fn a_restart_in_the_middle_of_every_situation_goes_on_identically() {
    for (name, scene) in scenes::all() {
        for (what, event) in happenings(&scene) {
            let go_on = |mut model: Model| {
                if !matches!(event, What::Due(_)) {
                    model.does(event.clone());
                }
                model.passes(TimeDelta::minutes(12));
                model = restarted(&model);
                model.passes(TimeDelta::hours(12));
                (model.hears(), situation::describe(&model), model.next())
            };
            assert_eq!(
                go_on(scene.clone()),
                go_on(restarted(&scene)),
                "{name}, {what}"
            );
        }
    }
}

#[test]
fn from_every_situation_the_ways_out_work() {
    for (name, scene) in scenes::all() {
        let hears = |command| scene.clone().does(What::Command(command)).hears();
        assert!(
            hears(Command::Start).contains(&text("welcome-text")),
            "{name}"
        );
        assert!(hears(Command::Help).contains(&text("help-text")), "{name}");
        // With the feet in water, the way out of it comes first.
        let stopped = hears(Command::Stop);
        let stopped = stopped.iter().any(|said| {
            let mut texts = ["stop-text", "stop-text-evenings"].into_iter();
            texts.any(|key| said.ends_with(&text(key)))
        });
        assert!(stopped, "{name}");
        assert!(!hears(Command::Cancel).is_empty(), "{name}");
        assert!(
            hears(Command::Privacy)
                .iter()
                .any(|said| said.starts_with("Who runs this copy")),
            "{name}"
        );
        let mut erasing = scene.clone();
        erasing
            .does(What::Command(Command::Delete))
            .taps("Yes, erase it all");
        assert!(
            erasing.chat.is_none() && erasing.entries.is_empty(),
            "{name}"
        );
    }
}
