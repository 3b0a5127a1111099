//! Diaries that a page is made of: the usual one, the emptiest and the fullest.

use charley::{
    care::answers::Answers,
    content::Content,
    dialogue::{
        Cramp, Entry, EntryId, Evenings, Gauge, Happening, Helped, Mark, Muscle, Paper, Routine,
        Side, SoakResult, Told, figures::Span,
    },
    render::report::Case,
};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// All that a case borrows.
#[derive(Debug, Clone)]
pub struct Diary {
    pub paper: Paper,
    pub span: Span,
    pub entries: Vec<Entry>,
    pub routine: Option<Routine>,
    pub answers: Answers,
    pub zone: Option<Tz>,
    pub made: DateTime<Utc>,
}

impl Diary {
    pub fn case(&self) -> Case<'_> {
        Case {
            language: "en",
            paper: self.paper,
            span: self.span,
            entries: &self.entries,
            routine: self.routine.as_ref(),
            answers: &self.answers,
            zone: self.zone,
            made: self.made,
        }
    }
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// An instant of a night: so many minutes after the noon at which it begins.
pub fn at(zone: Option<Tz>, night: NaiveDate, minutes: i64) -> DateTime<Utc> {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).expect("a time");
    let local = night.and_time(noon) + TimeDelta::minutes(minutes);
    let utc = Utc.from_utc_datetime(&local);
    zone.and_then(|zone| zone.from_local_datetime(&local).earliest())
        .map_or(utc, |at| at.with_timezone(&Utc))
}

/// An entry of a night that began at one instant.
pub fn entry(id: u32, zone: Option<Tz>, at: DateTime<Utc>, what: Happening) -> Entry {
    Entry {
        id: EntryId(id),
        from: at,
        until: at,
        zone,
        told: if id.is_multiple_of(3) {
            Told::Later
        } else {
            Told::Live
        },
        what,
    }
}

/// A month of evenings from a date on: so many, of which each sixth was none.
pub fn routine(first: NaiveDate, days: u64) -> Routine {
    let since = Utc.from_utc_datetime(&first.and_time(NaiveTime::MIN));
    let time = NaiveTime::from_hms_opt(21, 30, 0).expect("a time");
    let mut routine = Routine::new(since, first, time, 0);
    let mut evenings = Evenings::default();
    for day in 0..days {
        let mark = if day % 6 == 5 { Mark::No } else { Mark::Done };
        evenings.mark(first + Days::new(day), mark);
    }
    routine.evenings = evenings;
    routine
}

/// Twelve weeks, the third of which begins the routine.
pub fn usual() -> Diary {
    let zone = Some(chrono_tz::Europe::Berlin);
    let first = date("2026-08-31");
    let mut entries = Vec::new();
    for (night, number) in first.iter_days().take(84).zip(0_u32..) {
        let severity = 9 - number / 14;
        let what = match number % 7 {
            1 | 4 => Happening::Free,
            2 if number > 30 => Happening::Free,
            0 | 2 | 5 => Happening::Cramp(Cramp {
                seconds: Some(90 + number * 37 % 600),
                side: Some(if number.is_multiple_of(2) {
                    Side::Left
                } else {
                    Side::Right
                }),
                muscle: Some(if number.is_multiple_of(5) {
                    Muscle::Foot
                } else {
                    Muscle::Calf
                }),
                pain: (number % 11 != 3).then_some(severity as u8),
                sleep: (number % 4 != 1).then_some((severity / 2) as u8),
                helped: [Helped::Stretching, Helped::Walking, Helped::Standing]
                    .into_iter()
                    .take((number % 4) as usize)
                    .collect(),
                flag: (number == 40).then(|| "redflag_dvt".to_owned()),
                soak: number.is_multiple_of(20).then_some(SoakResult {
                    gauge: Gauge::Thermometer,
                    seconds: 130,
                    gone: Some(number < 60),
                }),
            }),
            _ => continue,
        };
        let minutes = 12 * 60 + 40 + i64::from(number * 53 % 300);
        entries.push(entry(number + 1, zone, at(zone, night, minutes), what));
    }
    let made = date("2026-11-23");
    let made_at = Utc.from_utc_datetime(&made.and_hms_opt(8, 30, 0).expect("a time"));
    let told = |days| made_at - TimeDelta::days(days);
    let mut answers = Answers::default();
    let mut put = |ask: &str, picks: &[&str], days: i64| {
        answers.put(
            ask,
            picks.iter().map(|pick| (*pick).to_owned()).collect(),
            told(days),
        );
    };
    put("nights", &["few"], 12);
    put("where", &["calf", "foot"], 12);
    put("when", &["small-hours"], 12);
    put("walking", &["no"], 12);
    put("legs", &["none"], 12);
    put("conditions", &["diabetes", "thyroid"], 12);
    put("diabetes-feet", &["normal"], 12);
    put(
        "medicines",
        &["statin", "water-tablet", "blood-thinner"],
        12,
    );
    put("age", &["65-up"], 80);
    put("vitamin-d", &["untested"], 80);
    put("tried", &["magnesium", "stretching"], 12);
    Diary {
        paper: Paper::A4,
        span: Span { first, nights: 84 },
        entries,
        routine: Some(routine(date("2026-09-28"), 30)),
        answers,
        zone,
        made: made_at,
    }
}

/// Four weeks with some thirty entries, without a routine.
pub fn month() -> Diary {
    let mut diary = usual();
    let first = date("2026-10-26");
    diary.span = Span { first, nights: 28 };
    diary.entries = first
        .iter_days()
        .take(28)
        .zip(0_u32..)
        .flat_map(|(night, number)| {
            let two = if number.is_multiple_of(9) { 2 } else { 1 };
            (0..two).map(move |which| (night, number, which))
        })
        .map(|(night, number, which)| {
            let pain = Some((2 + number % 7) as u8);
            let cramp = Cramp {
                seconds: Some(60 + number * 31),
                side: Some(Side::Both),
                muscle: Some(Muscle::Hamstring),
                pain,
                sleep: pain,
                helped: [Helped::Massage].into(),
                ..Cramp::default()
            };
            let zone = diary.zone;
            let minutes = 11 * 60 + i64::from(which) * 130;
            let what = if number % 3 == 2 {
                Happening::Free
            } else {
                Happening::Cramp(cramp)
            };
            let id = number * 2 + which;
            entry(id, zone, at(zone, night, minutes), what)
        })
        .collect();
    diary.routine = None;
    diary.paper = Paper::Letter;
    diary
}

/// Nothing is known but the days.
pub fn empty() -> Diary {
    Diary {
        entries: Vec::new(),
        routine: None,
        answers: Answers::default(),
        zone: None,
        span: Span {
            first: date("2026-10-26"),
            nights: 28,
        },
        ..usual()
    }
}

/// Ninety nights with two or three cramps each, every answer given to every question, no zone.
pub fn crowded(content: &Content) -> Diary {
    let mut diary = usual();
    let first = date("2026-08-24");
    diary.span = Span { first, nights: 90 };
    diary.zone = None;
    diary.paper = Paper::Letter;
    let flags = [
        "redflag_dvt",
        "redflag_cauda_equina",
        "redflag_heat_dehydration",
        "redflag_unheard_of",
    ];
    diary.entries = (0_u32..200)
        .map(|number| {
            let night = first + Days::new(u64::from(number * 9 / 20));
            let cramp = Cramp {
                seconds: Some(number * 97),
                side: Some(Side::Both),
                muscle: Some(Muscle::Other),
                pain: Some((number % 11) as u8),
                sleep: Some(10),
                helped: Helped::ALL
                    .into_iter()
                    .filter(|helped| *helped != Helped::Nothing)
                    .collect(),
                flag: (number % 10 == 7).then(|| flags[(number / 10 % 4) as usize].to_owned()),
                soak: Some(SoakResult {
                    gauge: Gauge::Forearm,
                    seconds: 300,
                    gone: [Some(true), Some(false), None][(number % 3) as usize],
                }),
            };
            let began = at(None, night, 600 + i64::from(number % 3) * 200);
            let mut entry = entry(number, None, began, Happening::Cramp(cramp));
            entry.until += TimeDelta::minutes(i64::from(number % 4) * 90);
            entry
        })
        .collect();
    let mut answers = Answers::default();
    for question in &content.knowledge().questions {
        let picks = question.choices.iter().filter(|choice| !choice.alone);
        let picks = picks.map(|choice| choice.slug.clone()).collect();
        answers.put(&question.slug, picks, diary.made - TimeDelta::days(2));
    }
    diary.answers = answers;
    diary
}
