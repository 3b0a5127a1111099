//! People with diaries of every kind: each field known and unknown, nights in which the clock was changed, several entries of one instant.

use charley::{
    care::answers::Answers,
    content::knowledge::{Question, questions::Kind, questions::UNSURE},
    dialogue::{
        Cramp, Entry, EntryId, Gauge, Happening, Helped, Mark, Muscle, Routine, Side, SoakResult,
        Told,
        takeout::{Import, Merge, Owned, Period, json, merge, read},
    },
};
use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use proptest::{option, prelude::*, sample::select};

use crate::core::model::LORE;

/// When all is over: no answer of these people holds any more.
pub fn now() -> DateTime<Utc> {
    at("2026-11-22T12:00:00Z")
}

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

/// What is kept of somebody.
#[derive(Debug, Clone, Default)]
pub struct Person {
    pub zone: Option<Tz>,
    pub entries: Vec<Entry>,
    pub routine: Option<Routine>,
    pub answers: Answers,
}

impl Person {
    pub fn owned(&self) -> Owned<'_> {
        Owned {
            zone: self.zone,
            entries: &self.entries,
            routine: self.routine.as_ref(),
            answers: &self.answers,
        }
    }

    pub fn json(&self) -> String {
        json(&self.owned(), Period::default())
    }

    pub fn merge(&self, import: &Import) -> Merge {
        merge(&self.owned(), import, LORE.content.knowledge(), now())
    }

    /// Keeps what is new, as the caller of `merge` has to.
    pub fn take(&mut self, merge: Merge) {
        let highest = self.entries.iter().map(|entry| entry.id.0).max();
        let ids = highest.unwrap_or(0) + 1..;
        for (entry, id) in merge.entries.into_iter().zip(ids) {
            self.entries.push(entry.numbered(EntryId(id)));
        }
        self.zone = self.zone.or(merge.zone);
        if let Some(month) = merge.month {
            let mut routine = Routine::new(now(), month.first, month.time, 0);
            routine.weekend = month.weekend;
            self.routine = Some(routine);
        }
        for (date, mark) in merge.evenings {
            let routine = self.routine.as_mut().expect("a month for the marks");
            routine.evenings.mark(date, mark);
        }
        for answer in merge.answers {
            self.answers.put(&answer.ask, answer.picks, answer.at);
        }
    }
}

/// Reads a file of ours in which nothing is wrong.
pub fn sound(text: &str) -> Import {
    let import = read(text, LORE.content.knowledge(), now()).expect("a file of ours");
    assert_eq!(import.complaints, [], "in {text}");
    import
}

/// Around changes of the clock in some zone, and few enough for several entries of one instant.
const CHANGES: [&str; 10] = [
    "2025-10-26T00:30:00Z",
    "2025-10-26T01:30:00Z",
    "2026-03-29T00:59:59Z",
    "2026-03-29T01:00:00Z",
    "2025-11-02T05:30:00Z",
    "2025-11-02T06:30:00Z",
    "2026-04-04T14:45:00Z",
    "2026-04-04T15:15:00Z",
    "2011-12-30T09:59:59Z",
    "2011-12-30T10:00:00Z",
];

fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    let seconds = 946_684_800..1_790_000_000_i64;
    let any = (
        seconds,
        prop_oneof![5 => Just(0), 1 => 0..1_000_000_000_u32],
    );
    prop_oneof![
        select(&CHANGES[..]).prop_map(at),
        any.prop_map(|(seconds, nanos)| DateTime::from_timestamp(seconds, nanos).expect("a time")),
    ]
}

fn zones() -> impl Strategy<Value = Option<Tz>> {
    use chrono_tz::{America, Asia, Australia, Europe, Pacific, UTC};
    let some = vec![
        Europe::Berlin,
        America::New_York,
        America::Argentina::ComodRivadavia,
        Australia::Lord_Howe,
        Pacific::Apia,
        Asia::Kathmandu,
        UTC,
    ];
    option::weighted(0.8, prop_oneof![select(some), select(&TZ_VARIANTS[..])])
}

fn soaks() -> impl Strategy<Value = SoakResult> {
    let gauge = select(vec![Gauge::Thermometer, Gauge::Forearm]);
    (gauge, 0..=43_200_u32, any::<Option<bool>>()).prop_map(|(gauge, seconds, gone)| SoakResult {
        gauge,
        seconds,
        gone,
    })
}

fn cramps() -> impl Strategy<Value = Cramp> {
    let sides = select(vec![Side::Left, Side::Right, Side::Both]);
    let muscles = select(vec![
        Muscle::Calf,
        Muscle::Foot,
        Muscle::Toe,
        Muscle::Thigh,
        Muscle::Hamstring,
        Muscle::Shin,
        Muscle::Other,
    ]);
    let flags = select(vec!["redflag_prolonged", "redflag_dvt", "redflag_of_2019"]);
    (
        option::of(0..=43_200_u32),
        option::of(sides),
        option::of(muscles),
        option::of(0..=10_u8),
        option::of(0..=10_u8),
        prop::collection::vec(select(&Helped::ALL[..]), 0..5),
        option::weighted(0.2, flags.prop_map(str::to_owned)),
        option::weighted(0.3, soaks()),
    )
        .prop_map(|(seconds, side, muscle, pain, sleep, helped, flag, soak)| {
            let mut cramp = Cramp {
                seconds,
                side,
                muscle,
                pain,
                sleep,
                flag,
                soak,
                ..Cramp::default()
            };
            for helped in helped {
                cramp.add_helped(helped);
            }
            cramp
        })
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let what = prop_oneof![
        4 => cramps().prop_map(Happening::Cramp),
        1 => Just(Happening::Free),
    ];
    let told = select(vec![Told::Live, Told::Later]);
    let later = prop_oneof![Just(0), 0..36_000_i64];
    let entry = (instants(), later, zones(), told, what);
    prop::collection::vec(entry, 0..12).prop_map(|all| {
        let all = all.into_iter().zip(1..);
        all.map(|((from, later, zone, told, what), id)| Entry {
            id: EntryId(id),
            from,
            until: from + Duration::seconds(later),
            zone,
            told,
            what,
        })
        .collect()
    })
}

fn times() -> impl Strategy<Value = NaiveTime> {
    (0..24_u32, 0..60_u32)
        .prop_map(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0).expect("a time"))
}

fn routines() -> impl Strategy<Value = Routine> {
    let marks = prop::collection::vec((0..600_u64, select(&Mark::ALL[..])), 0..20);
    (times(), option::of(times()), marks).prop_map(|(time, weekend, marks)| {
        let first = NaiveDate::from_ymd_opt(2025, 1, 1).expect("a date");
        let mut routine = Routine::new(now(), first, time, 0);
        routine.weekend = weekend;
        for (day, (mark, _)) in marks {
            routine.evenings.mark(first + Days::new(day), mark);
        }
        routine
    })
}

/// An answer as it can be tapped, by numbers that choose.
fn picks(question: &Question, chosen: &[usize]) -> Vec<String> {
    let choices = &question.choices;
    let first = &choices[chosen[0] % choices.len()];
    if question.kind == Kind::One || first.alone {
        return vec![first.slug.clone()];
    }
    let mut picks = Vec::new();
    for index in chosen {
        let choice = &choices[index % choices.len()];
        if !choice.alone && !picks.contains(&choice.slug) {
            picks.push(choice.slug.clone());
        }
    }
    if chosen.len().is_multiple_of(2) {
        picks.push(UNSURE.to_owned());
    }
    picks
}

fn answers() -> impl Strategy<Value = Answers> {
    let answer = (
        0..1000_usize,
        prop::collection::vec(0..1000_usize, 1..5),
        instants(),
    );
    prop::collection::vec(answer, 0..8).prop_map(|all| {
        let questions = &LORE.content.knowledge().questions;
        let mut answers = Answers::default();
        for (index, chosen, at) in all {
            let question = &questions[index % questions.len()];
            answers.put(&question.slug, picks(question, &chosen), at);
        }
        answers
    })
}

/// Anybody.
pub fn people() -> impl Strategy<Value = Person> {
    (zones(), entries(), option::of(routines()), answers()).prop_map(
        |(zone, entries, routine, answers)| Person {
            zone,
            entries,
            routine,
            answers,
        },
    )
}

/// Somebody with one entry of each kind, an evening and an answer.
pub fn somebody() -> Person {
    let cramp = Cramp {
        seconds: Some(130),
        side: Some(Side::Left),
        muscle: Some(Muscle::Calf),
        pain: Some(7),
        sleep: Some(4),
        helped: [Helped::Stretching, Helped::PickleJuice].into(),
        flag: Some("redflag_prolonged".to_owned()),
        soak: Some(SoakResult {
            gauge: Gauge::Thermometer,
            seconds: 90,
            gone: Some(true),
        }),
    };
    let entry = |id, from, until, told, what| Entry {
        id: EntryId(id),
        from: at(from),
        until: at(until),
        zone: Some(chrono_tz::Europe::Berlin),
        told,
        what,
    };
    let (begun, free) = ("2026-10-24T22:00:00Z", "2026-10-25T07:00:00Z");
    let first = NaiveDate::from_ymd_opt(2026, 10, 20).expect("a date");
    let time = NaiveTime::from_hms_opt(21, 30, 0).expect("a time");
    let mut routine = Routine::new(at("2026-10-20T12:00:00Z"), first, time, 7);
    routine.evenings.mark(first, Mark::Done);
    routine.evenings.mark(first + Days::new(2), Mark::No);
    let mut answers = Answers::default();
    answers.put("where", vec!["calf".to_owned()], at("2026-10-19T10:00:00Z"));
    // The newest first, as the diary shows them.
    let entries = vec![
        entry(9, begun, free, Told::Later, Happening::Free),
        entry(
            4,
            "2026-10-22T01:10:00Z",
            "2026-10-22T01:10:00Z",
            Told::Live,
            Happening::Cramp(cramp),
        ),
    ];
    Person {
        zone: Some(chrono_tz::Europe::Berlin),
        entries,
        routine: Some(routine),
        answers,
    }
}
