//! Golden records: what each released version wrote, read for ever. A file `v1/<kind> <name>.json` holds the bytes behind version
//! byte 1 of one record. Files of a release are never written again; `UPDATE_GOLDEN=1` adds those that are missing, nothing else.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use charley::{
    dialogue::{
        Address, Anchor, Button, Chat, Class, Cramp, Deck, Entry, EntryId, Gauge, Happening,
        Helped, Keyboard, Message, Muscle, Side, SoakResult, Told,
    },
    store::{
        DeadLetter, Op, OutRow,
        records::{Anchors, ChatRecord, Receipt, Record, Unreadable, from_plaintext, plaintext},
    },
};
use chrono::{DateTime, Utc};

use crate::{
    scenes,
    variants::{self, missing},
};

/// The released versions of the records, and their folders.
const RELEASED: [(u8, &str); 1] = [(1, "v1")];

fn folder(version: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(version)
}

/// All files of a version: the name, and the bytes of the record.
fn files(version: u8, name: &str) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder(name))
        .expect("the golden records")
        .map(|file| {
            let path = file.expect("a file").path();
            let stem = path
                .file_stem()
                .and_then(|stem| stem.to_str())
                .expect("a name");
            let mut bytes = vec![version];
            bytes.extend(fs::read(&path).expect("a record"));
            (stem.to_owned(), bytes)
        })
        .collect()
}

/// The text of `bytes` as it is kept in a file.
fn in_file<R: Record>(record: &R) -> Vec<u8> {
    plaintext(record).expect("a record can be written")[1..].to_vec()
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000 + seconds, 0).expect("a time")
}

fn entries() -> Vec<(String, Entry)> {
    let entry = |id, told, cramp| Entry {
        id: EntryId(id),
        from: at(i64::from(id)),
        until: at(i64::from(id)),
        zone: None,
        told,
        what: Happening::Cramp(cramp),
    };
    let full = |side, muscle| Cramp {
        seconds: Some(130),
        side: Some(side),
        muscle: Some(muscle),
        pain: Some(7),
        sleep: Some(0),
        flag: None,
        ..Cramp::default()
    };
    let helped = |all: &[Helped]| Cramp {
        helped: all.iter().copied().collect(),
        ..Cramp::default()
    };
    let flagged = Cramp {
        flag: Some("redflag_prolonged".to_owned()),
        ..Cramp::default()
    };
    let soaked = |gauge, seconds, gone| Cramp {
        soak: Some(SoakResult {
            gauge,
            seconds,
            gone,
        }),
        ..Cramp::default()
    };
    let in_a_zone = Entry {
        zone: Some(chrono_tz::America::Argentina::ComodRivadavia),
        until: at(3600),
        ..entry(7, Told::Later, Cramp::default())
    };
    let free = Entry {
        until: at(9 * 3600),
        what: Happening::Free,
        ..entry(20, Told::Later, Cramp::default())
    };
    [
        ("free", free),
        (
            "toes",
            entry(21, Told::Later, full(Side::Left, Muscle::Toe)),
        ),
        (
            "hamstring",
            entry(22, Told::Later, full(Side::Left, Muscle::Hamstring)),
        ),
        (
            "shin",
            entry(23, Told::Later, full(Side::Left, Muscle::Shin)),
        ),
        ("bare", entry(1, Told::Live, Cramp::default())),
        (
            "left calf",
            entry(2, Told::Live, full(Side::Left, Muscle::Calf)),
        ),
        (
            "right foot",
            entry(3, Told::Live, full(Side::Right, Muscle::Foot)),
        ),
        (
            "both thighs",
            entry(4, Told::Later, full(Side::Both, Muscle::Thigh)),
        ),
        (
            "another muscle",
            entry(5, Told::Later, full(Side::Left, Muscle::Other)),
        ),
        ("flagged", entry(6, Told::Live, flagged)),
        ("in a zone, some time within an hour", in_a_zone),
        (
            "all that can help",
            entry(8, Told::Later, helped(&Helped::ALL)),
        ),
        (
            "soaked, gone",
            entry(8, Told::Live, soaked(Gauge::Thermometer, 70, Some(true))),
        ),
        (
            "soaked, still there",
            entry(9, Told::Live, soaked(Gauge::Forearm, 300, Some(false))),
        ),
        (
            "soaked, not said",
            entry(10, Told::Live, soaked(Gauge::Forearm, 300, None)),
        ),
    ]
    .map(|(name, entry)| (name.to_owned(), entry))
    .into()
}

fn rows() -> Vec<(String, OutRow)> {
    let row = |class, started, op| OutRow {
        chat_id: 7_315_926_535,
        class,
        started,
        created: Some(at(5)),
        good_for: None,
        op,
    };
    let message = |keyboard, silent| Message {
        text: "Words.\nAnd “more” of them.".to_owned(),
        keyboard,
        silent,
        attached: None,
    };
    let button = Button {
        label: "Yes".to_owned(),
        data: "1.3.1.yes".to_owned(),
    };
    let send = |anchor, message| Op::Send { anchor, message };
    let share = Keyboard::ShareLocation {
        label: "Share my place".to_owned(),
    };
    let edit = Op::Edit {
        anchor: Anchor(3),
        message: message(
            Keyboard::Buttons(vec![vec![button.clone()], vec![button]]),
            true,
        ),
    };
    [
        (
            "an answer",
            row(
                Class::Answer,
                false,
                send(None, message(Keyboard::None, false)),
            ),
        ),
        (
            "a nudge",
            row(
                Class::Nudge,
                false,
                send(Some(Anchor(2)), message(Keyboard::None, false)),
            ),
        ),
        (
            "a nudge under way",
            row(
                Class::Nudge,
                true,
                send(Some(Anchor(2)), message(Keyboard::None, true)),
            ),
        ),
        ("an edit with buttons", row(Class::Answer, false, edit)),
        (
            "asking for a place",
            row(Class::Answer, false, send(None, message(share, false))),
        ),
        (
            "taking a keyboard away",
            row(
                Class::Answer,
                false,
                send(None, message(Keyboard::Away, false)),
            ),
        ),
    ]
    .map(|(name, row)| (name.to_owned(), row))
    .into()
}

fn chats() -> Vec<(String, ChatRecord)> {
    let record = |chat: Chat, due| ChatRecord {
        chat_id: 7_315_926_535,
        due,
        entries: 2,
        bytes: 345,
        anchors: Anchors::default(),
        waiting: Vec::new(),
        chat,
    };
    let mut all: Vec<(String, ChatRecord)> = scenes::all()
        .into_iter()
        .map(|(name, model)| {
            let due = model.next().map(|due| due.at);
            (
                name.replace([':', '?', ','], ""),
                record(model.record(), due),
            )
        })
        .collect();
    let chat = Chat {
        form: Some(Address {
            anchor: Anchor(9),
            version: u16::MAX,
        }),
        misses: 3,
        ended: vec![Anchor(4), Anchor(5)],
        made: Some((at(0).date_naive(), 50)),
        flood: charley::dialogue::Flood {
            level: 20,
            at: Some(at(0)),
            told: Some(at(1)),
        },
        language: "pt-br".to_owned(),
        anchors: u32::MAX,
        entries: u32::MAX,
        ..Chat::default()
    };
    all.push(("of everything else".to_owned(), record(chat, Some(at(0)))));
    let anchors = Anchors(vec![(Anchor(1), 17), (Anchor(u32::MAX), i32::MAX)]);
    for (name, row) in rows() {
        let record = ChatRecord {
            anchors: anchors.clone(),
            waiting: vec![(u64::MAX, row)],
            ..record(Chat::default(), None)
        };
        all.push((format!("waiting for {name}"), record));
    }
    all
}

/// What a file of today would hold, by name.
fn of_today() -> BTreeMap<String, Vec<u8>> {
    fn named<'a, R: Record + 'a>(
        kind: &'a str,
        records: impl IntoIterator<Item = (String, R)> + 'a,
    ) -> impl Iterator<Item = (String, Vec<u8>)> + 'a {
        records
            .into_iter()
            .map(move |(name, record)| (format!("{kind} {name}"), in_file(&record)))
    }
    let receipt = rows().into_iter().map(|(name, row)| {
        (
            name,
            Receipt {
                created: at(5),
                row,
            },
        )
    });
    let letter = DeadLetter {
        update_id: 4_294_967_299,
        kind: "text".to_owned(),
        at: at(0),
    };
    named("chat", chats())
        .chain(named("entry", entries()))
        .chain(named("receipt", receipt.take(1).collect::<Vec<_>>()))
        .chain(named("letter", [("of a text".to_owned(), letter)]))
        .collect()
}

/// Reads a record and writes it again.
fn again<R: Record>(bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
    from_plaintext::<R>(bytes).map(|record| plaintext(&record).expect("a record can be written"))
}

#[test]
fn every_released_record_is_read_and_written_again_byte_for_byte() {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        for (name, bytes) in of_today() {
            let path = folder("v1").join(format!("{name}.json"));
            if !path.exists() {
                fs::write(path, bytes).expect("a golden record is written");
            }
        }
    }
    for (version, name) in RELEASED {
        for (file, bytes) in files(version, name) {
            let kind = file.split(' ').next().expect("a kind");
            let read = match kind {
                "chat" => again::<ChatRecord>(&bytes),
                "entry" => again::<Entry>(&bytes),
                "receipt" => again::<Receipt>(&bytes),
                "letter" => again::<DeadLetter>(&bytes),
                other => panic!("{name}/{file}: no kind of record is called {other}"),
            };
            let written =
                read.unwrap_or_else(|error| panic!("{name}/{file} is unreadable: {error:?}"));
            assert!(
                written == bytes,
                "{name}/{file} is written differently:\n{}\n{}",
                String::from_utf8_lossy(&bytes),
                String::from_utf8_lossy(&written)
            );
        }
    }
}

#[test]
fn every_variant_that_can_be_stored_has_a_golden_record() {
    let mut found: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut note = |of: &'static str, name: &str| {
        found.entry(of).or_default().insert(name.to_owned());
    };
    let (version, name) = RELEASED[RELEASED.len() - 1];
    for (file, bytes) in files(version, name) {
        let row = match file.split(' ').next() {
            Some("chat") => {
                let record = from_plaintext::<ChatRecord>(&bytes).expect("a chat");
                let (chat, mut waiting) = (record.chat, record.waiting);
                note("state", variants::state(&chat.state));
                note("keeping", variants::keeping(&chat.keeping));
                note("age", variants::age(&chat.age));
                chat.hold
                    .iter()
                    .for_each(|hold| note("tier", variants::tier(&hold.tier)));
                if let Some(farewell) = &chat.farewell {
                    note("farewell", variants::farewell(farewell));
                }
                if let Some(routine) = &chat.routine {
                    note("course", variants::course(&routine.course));
                }
                for card in &chat.cards {
                    note("card", variants::card(&card.what));
                    match &card.what {
                        Deck::Relief(relief) => note("relief", variants::relief(&relief.step)),
                        Deck::Morning(morning) => note("morning", variants::morning(&morning.step)),
                        Deck::Diary(diary) => note("diary", variants::diary(diary)),
                        Deck::Flag(flag) => note("flag", variants::flag(flag)),
                        Deck::Topic(asked) => note("topic", variants::topic(asked)),
                        Deck::Evening(evening) => note("evening", variants::evening(&evening.step)),
                        Deck::LastNight(night) => {
                            note("last night", variants::last_night(night));
                        }
                        Deck::Routine(page) => note("month", variants::month(page)),
                        Deck::Imported(_) => note("imported", "imported"),
                    }
                }
                waiting.pop().map(|(_, row)| row)
            }
            Some("entry") => {
                let entry = from_plaintext::<Entry>(&bytes).expect("an entry");
                note("told", variants::told(&entry.told));
                note("happening", variants::happening(&entry.what));
                if let Some(cramp) = entry.cramp() {
                    let (side, muscle) = (cramp.side.iter(), cramp.muscle.iter());
                    side.for_each(|side| note("side", variants::side(side)));
                    muscle.for_each(|muscle| note("muscle", variants::muscle(muscle)));
                    let helped = cramp.helped.iter();
                    helped.for_each(|helped| note("helped", variants::helped(helped)));
                    let soak = cramp.soak.iter();
                    soak.for_each(|soak| note("gauge", variants::gauge(&soak.gauge)));
                }
                None
            }
            Some("receipt") => from_plaintext::<Receipt>(&bytes)
                .ok()
                .map(|receipt| receipt.row),
            Some("letter") => None,
            other => panic!("no kind of record is called {other:?}"),
        };
        if let Some(row) = row {
            note("class", variants::class(&row.class));
            note("op", variants::op(&row.op));
            let (Op::Send { message, .. } | Op::Edit { message, .. }) = &row.op;
            note("keyboard", variants::keyboard(&message.keyboard));
        }
    }
    for (of, all) in [
        ("state", variants::STATES),
        ("card", variants::CARDS),
        ("relief", variants::RELIEF),
        ("morning", variants::MORNING),
        ("diary", variants::DIARY),
        ("flag", variants::FLAG),
        ("topic", variants::TOPICS),
        ("evening", variants::EVENINGS),
        ("month", variants::MONTH),
        ("last night", variants::LAST_NIGHT),
        ("course", variants::COURSES),
        ("tier", variants::TIERS),
        ("keeping", variants::KEEPING),
        ("age", variants::AGES),
        ("farewell", variants::FAREWELLS),
        ("told", variants::TOLD),
        ("happening", variants::HAPPENINGS),
        ("side", variants::SIDES),
        ("muscle", variants::MUSCLES),
        ("helped", variants::HELPED),
        ("gauge", variants::GAUGES),
        ("class", variants::CLASSES),
        ("op", variants::OPS),
        ("keyboard", variants::KEYBOARDS),
    ] {
        let none = BTreeSet::new();
        let lacking = missing(all, found.get(of).unwrap_or(&none));
        assert_eq!(
            lacking, [""; 0],
            "no golden record shows this {of}; UPDATE_GOLDEN=1 adds one"
        );
    }
}

#[test]
fn a_record_of_a_newer_version_is_refused_and_junk_is_told_apart() {
    let mut bytes = vec![2];
    bytes.extend(in_file(&chats()[0].1));
    assert_eq!(
        from_plaintext::<ChatRecord>(&bytes),
        Err(Unreadable::Newer(2))
    );
    for junk in [
        &b""[..],
        b"\x00{}",
        b"\x01",
        b"\x01{",
        b"\x01{\"chat_id\":7}",
    ] {
        assert_eq!(
            from_plaintext::<ChatRecord>(junk),
            Err(Unreadable::Undecodable)
        );
    }
}
