//! The files that a person takes away, of a diary in which every field is known and unknown, for `tests/peers/takeout.py`, which reads them
//! with other people's libraries.
//!
//! Deliberately not here: chance. The same diary is made each time.

use charley::{
    care::answers::Answers,
    content::{Content, ENGLISH},
    dialogue::{
        Cramp, Entry, EntryId, Gauge, Happening, Helped, Mark, Muscle, Routine, Side, SoakResult,
        Told,
        takeout::{Owned, Period, csv, dictionary, json},
    },
};
use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, Utc};
use chrono_tz::{America, Asia, Australia, Europe, Pacific, Tz};

const ENTRIES: u32 = 3000;
const EVENINGS: u64 = 700;
/// Each has another number of choices; so all of them meet in time.
const SIDES: [Option<Side>; 4] = [None, Some(Side::Left), Some(Side::Right), Some(Side::Both)];
const MUSCLES: [Option<Muscle>; 8] = [
    None,
    Some(Muscle::Calf),
    Some(Muscle::Foot),
    Some(Muscle::Toe),
    Some(Muscle::Thigh),
    Some(Muscle::Hamstring),
    Some(Muscle::Shin),
    Some(Muscle::Other),
];
const ZONES: [Option<Tz>; 7] = [
    None,
    Some(Europe::Berlin),
    Some(America::New_York),
    Some(Australia::Lord_Howe),
    Some(Asia::Kathmandu),
    Some(Pacific::Honolulu),
    Some(chrono_tz::UTC),
];

/// `json`, `csv` or `columns`. `None`: any other word.
pub fn run(words: &[String]) -> Option<bool> {
    let entries: Vec<Entry> = (0..ENTRIES).map(entry).collect();
    let routine = routine()?;
    let content = Content::embedded().ok()?;
    let answers = answers(&content);
    let owned = Owned {
        zone: Some(Europe::Berlin),
        entries: &entries,
        routine: Some(&routine),
        answers: &answers,
    };
    let text = match words.first().map(String::as_str) {
        Some("json") => json(&owned, Period::default()),
        Some("csv") => csv(&owned, Period::default()),
        Some("columns") => dictionary(&content, ENGLISH),
        _ => return None,
    };
    print!("{text}");
    Some(true)
}

/// The first choice of each question.
fn answers(content: &Content) -> Answers {
    let mut answers = Answers::default();
    for question in &content.knowledge().questions {
        let first = question.choices.iter().take(1);
        let picks = first.map(|choice| choice.slug.clone()).collect();
        answers.put(&question.slug, picks, start(0));
    }
    answers
}

/// Some five hours later each time, never at the same minute twice in a row: through day and night, and all changes of the clock.
fn start(n: u32) -> DateTime<Utc> {
    DateTime::from_timestamp(1_704_067_200, 0).unwrap_or_default()
        + Duration::seconds(i64::from(n) * 18_713)
}

fn entry(n: u32) -> Entry {
    let of = |choices: u32| n % choices;
    let index = |choices: usize| usize::try_from(n).unwrap_or_default() % choices;
    let wide = if of(3) == 0 {
        i64::from(of(17)) * 600
    } else {
        0
    };
    let mut cramp = Cramp {
        seconds: of(43_210).checked_sub(40).map(|n| n * 13 % 43_201),
        side: SIDES[index(SIDES.len())],
        muscle: MUSCLES[index(MUSCLES.len())],
        pain: u8::try_from(of(12)).ok().filter(|pain| *pain <= 10),
        sleep: u8::try_from(of(13)).ok().filter(|sleep| *sleep <= 10),
        flag: (of(19) == 0).then(|| "redflag_prolonged".to_owned()),
        soak: (of(5) == 0).then_some(SoakResult {
            gauge: if of(2) == 0 {
                Gauge::Thermometer
            } else {
                Gauge::Forearm
            },
            seconds: of(301),
            gone: [None, Some(true), Some(false)][index(3)],
        }),
        ..Cramp::default()
    };
    for (bit, helped) in Helped::ALL.into_iter().enumerate() {
        if n.rotate_left(3) >> bit & 3 == 3 {
            cramp.add_helped(helped);
        }
    }
    Entry {
        id: EntryId(n),
        from: start(n),
        until: start(n) + Duration::seconds(wide),
        zone: ZONES[index(ZONES.len())],
        told: if wide == 0 { Told::Live } else { Told::Later },
        what: if of(11) == 0 {
            Happening::Free
        } else {
            Happening::Cramp(cramp)
        },
    }
}

fn routine() -> Option<Routine> {
    let first = NaiveDate::from_ymd_opt(2024, 1, 1)?;
    let time = NaiveTime::from_hms_opt(21, 30, 0)?;
    let mut routine = Routine::new(start(0), first, time, 0);
    routine.weekend = NaiveTime::from_hms_opt(23, 0, 0);
    let marks = Mark::ALL.iter().cycle();
    for (day, (mark, _)) in (0..EVENINGS).zip(marks) {
        routine.evenings.mark(first + Days::new(day), *mark);
    }
    Some(routine)
}
