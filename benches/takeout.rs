//! What it costs to write ten years of somebody's data as files, and to read them back.
//!
//! `cargo bench --bench takeout`. The goal is a second at most for each.

use charley::{
    care::answers::Answers,
    content::Content,
    dialogue::{
        Cramp, Entry, EntryId, Gauge, Happening, Helped, Mark, Muscle, Routine, Side, SoakResult,
        Told,
        takeout::{Owned, Period, csv, json, merge, read},
    },
};
use chrono::{DateTime, Days, Duration, NaiveTime, Utc};
use divan::{Bencher, black_box};

/// Ten years of nights.
const NIGHTS: u32 = 3650;

fn main() {
    divan::main();
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).expect("a moment of this century")
}

/// Somebody with a cramp and an evening in each of these nights.
struct Person {
    entries: Vec<Entry>,
    routine: Routine,
    answers: Answers,
}

impl Person {
    fn new() -> Self {
        let begin = now() - Duration::days(i64::from(NIGHTS));
        let time = NaiveTime::from_hms_opt(21, 30, 0).expect("a time");
        let mut routine = Routine::new(begin, begin.date_naive(), time, 0);
        for day in 0..u64::from(NIGHTS) {
            let date = begin.date_naive() + Days::new(day);
            routine.evenings.mark(date, Mark::Done);
        }
        let entries = (0..NIGHTS).map(|n| entry(n, begin + Duration::days(i64::from(n))));
        Self {
            entries: entries.collect(),
            routine,
            answers: Answers::default(),
        }
    }

    fn owned(&self) -> Owned<'_> {
        Owned {
            zone: Some(chrono_tz::Europe::Berlin),
            entries: &self.entries,
            routine: Some(&self.routine),
            answers: &self.answers,
        }
    }
}

/// One with every field known: the longest line that there is.
fn entry(n: u32, at: DateTime<Utc>) -> Entry {
    let cramp = Cramp {
        seconds: Some(60 + n % 600),
        side: Some(Side::Left),
        muscle: Some(Muscle::Hamstring),
        pain: Some(7),
        sleep: Some(4),
        helped: [Helped::Stretching, Helped::Walking].into(),
        flag: None,
        soak: Some(SoakResult {
            gauge: Gauge::Thermometer,
            seconds: 90,
            gone: Some(true),
        }),
    };
    Entry {
        id: EntryId(n),
        from: at,
        until: at,
        zone: Some(chrono_tz::Europe::Berlin),
        told: Told::Live,
        what: Happening::Cramp(cramp),
    }
}

#[divan::bench]
fn ten_years_as_json(bencher: Bencher) {
    let person = Person::new();
    bencher.bench(|| json(black_box(&person.owned()), Period::default()));
}

#[divan::bench]
fn ten_years_as_csv(bencher: Bencher) {
    let person = Person::new();
    bencher.bench(|| csv(black_box(&person.owned()), Period::default()));
}

#[divan::bench]
fn ten_years_read_back(bencher: Bencher) {
    let content = Content::embedded().expect("the shipped content is sound");
    let text = json(&Person::new().owned(), Period::default());
    let found = read(&text, content.knowledge(), now()).expect("a file of ours");
    assert_eq!((found.entries.len(), found.complaints.len()), (3650, 0));
    bencher.bench(|| read(black_box(&text), content.knowledge(), now()));
}

#[divan::bench]
fn ten_years_compared_with_themselves(bencher: Bencher) {
    let content = Content::embedded().expect("the shipped content is sound");
    let person = Person::new();
    let text = json(&person.owned(), Period::default());
    let found = read(&text, content.knowledge(), now()).expect("a file of ours");
    bencher.bench(|| {
        merge(
            &person.owned(),
            black_box(&found),
            content.knowledge(),
            now(),
        )
    });
}
