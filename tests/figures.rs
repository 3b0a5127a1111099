//! The diary in numbers: what counts as known, where a week begins, which two weeks are compared.

use std::collections::BTreeSet;

use charley::dialogue::{
    Cramp, Entry, EntryId, Gauge, Happening, Helped, Mark, Routine, SoakResult, Told,
    figures::{Figures, Night, Span, last_night},
};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Europe::Berlin;
use proptest::prelude::*;

fn day(day: u64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2026, 9, 7).expect("a date");
    first + Days::new(day)
}

/// So many hours after the noon of a day of this diary, in Berlin.
fn at(evening: u64, hours: i64) -> DateTime<Utc> {
    let noon = day(evening).and_time(NaiveTime::MIN) + TimeDelta::hours(12 + hours);
    noon.and_local_timezone(Berlin)
        .earliest()
        .expect("a time")
        .to_utc()
}

fn entry(id: u32, evening: u64, what: Happening) -> Entry {
    Entry {
        id: EntryId(id),
        from: at(evening, 15),
        until: at(evening, 15),
        zone: Some(Berlin),
        told: Told::Live,
        what,
    }
}

fn cramp(pain: Option<u8>, flag: Option<&str>) -> Happening {
    Happening::Cramp(Cramp {
        pain,
        flag: flag.map(str::to_owned),
        ..Cramp::default()
    })
}

fn two_weeks() -> Span {
    Span {
        first: day(0),
        nights: 14,
    }
}

#[test]
fn a_night_is_what_was_told_of_it_and_its_worst_cramp_counts() {
    let entries = [
        entry(1, 0, Happening::Free),
        entry(2, 1, cramp(Some(3), None)),
        entry(3, 1, cramp(Some(8), None)),
        entry(4, 2, cramp(None, None)),
        entry(5, 3, cramp(Some(9), Some("redflag_dvt"))),
        entry(6, 4, cramp(Some(6), None)),
        entry(7, 20, cramp(Some(6), None)),
    ];
    let figures = Figures::of(&entries, None, two_weeks());
    let told = &figures.nights[..6];
    assert_eq!(
        told,
        [
            Night::Free,
            Night::Severe,
            Night::Cramp,
            Night::Flagged,
            Night::Mild,
            Night::Unknown
        ]
    );
    let total = figures.total();
    assert_eq!((total.cramps, total.known, total.nights), (3, 4, 14));
    assert_eq!(figures.cramps.len(), 4, "a flagged episode is no cramp");
}

#[test]
fn what_helped_and_what_a_soak_came_to_is_counted_by_the_cramp() {
    let soaked = |id, evening, gone| {
        let soak = SoakResult {
            gauge: Gauge::Forearm,
            seconds: 90,
            gone,
        };
        let what = Cramp {
            helped: BTreeSet::from([Helped::Walking, Helped::Stretching]),
            soak: Some(soak),
            ..Cramp::default()
        };
        entry(id, evening, Happening::Cramp(what))
    };
    let entries = [
        soaked(1, 0, Some(true)),
        soaked(2, 1, Some(false)),
        soaked(3, 2, None),
        entry(4, 3, cramp(None, None)),
    ];
    let figures = Figures::of(&entries, None, two_weeks());
    assert_eq!(
        figures.helped,
        [(Helped::Stretching, 3), (Helped::Walking, 3)]
    );
    let soaks = figures.soaks;
    assert_eq!((soaks.eased, soaks.told(), soaks.untold), (1, 2, 1));
}

#[test]
fn a_week_lies_before_the_first_evening_or_after_it_and_never_across() {
    // Begun on a Wednesday, looked at on a Monday.
    let (first, last) = (day(9), day(28));
    for weeks in 1..=13 {
        let span = Span::weeks(last, weeks, Some(first));
        assert_eq!(span.last(), last);
        let figures = Figures::of(&[], None, span);
        assert_eq!(figures.weeks().count(), usize::from(weeks));
        let across = figures
            .weeks()
            .filter(|(start, _)| *start < first && first < *start + Days::new(7));
        assert_eq!(across.count(), 0);
    }
    let without = Span::weeks(last, 2, None);
    assert_eq!(without.first, day(15), "whole weeks up to the last night");
}

#[test]
fn evenings_are_counted_from_the_first_one_that_is_shown() {
    let time = NaiveTime::from_hms_opt(21, 0, 0).expect("a time");
    let mut routine = Routine::new(at(7, 6), day(7), time, 0);
    for (evening, mark) in [
        (7, Mark::Done),
        (8, Mark::No),
        (9, Mark::Paused),
        (10, Mark::Short),
        (11, Mark::Asked),
    ] {
        routine.evenings.mark(day(evening), mark);
    }
    let span = Span::between(day(0), day(11));
    let month = Figures::of(&[], Some(&routine), span)
        .month
        .expect("a month");
    assert_eq!((month.first, month.done, month.of), (day(7), 2, 4));
    let later = Span::between(day(9), day(11));
    let month = Figures::of(&[], Some(&routine), later)
        .month
        .expect("a month");
    assert_eq!((month.done, month.of), (1, 2));
}

#[test]
fn the_night_that_goes_on_is_shown_once_something_is_known_of_it() {
    let four = at(3, 16);
    assert_eq!(last_night(&[], Some(Berlin), four), day(2));
    let told = [entry(1, 3, cramp(None, None))];
    assert_eq!(last_night(&told, Some(Berlin), four), day(3));
    assert_eq!(last_night(&[], Some(Berlin), at(4, 1)), day(3));
}

proptest! {
    /// The order of the entries does not matter, no night is known that nobody told about, and nothing outside the span is counted.
    #[test]
    fn figures_hold_what_was_told_and_no_more(
        told in prop::collection::vec((0u64..40, prop::option::of(0u8..=10), any::<bool>(), any::<bool>()), 0..60),
        first in 0u64..30, nights in 0u16..30,
    ) {
        let mut entries: Vec<Entry> = (1..).zip(&told).map(|(id, (evening, pain, free, flagged))| {
            let flag = flagged.then_some("redflag_dvt");
            entry(id, *evening, if *free { Happening::Free } else { cramp(*pain, flag) })
        }).collect();
        let span = Span { first: day(first), nights };
        let figures = Figures::of(&entries, None, span);
        entries.reverse();
        prop_assert_eq!(&Figures::of(&entries, None, span), &figures);
        prop_assert_eq!(figures.nights.len(), usize::from(nights));
        for (date, night) in span.first.iter_days().zip(&figures.nights) {
            let of_it: Vec<&Entry> = entries.iter().filter(|entry| entry.night() == date).collect();
            prop_assert_eq!(of_it.is_empty(), *night == Night::Unknown);
            let cramps = of_it.iter().filter(|it| it.cramp().is_some_and(|cramp| cramp.flag.is_none()));
            prop_assert_eq!(cramps.count() > 0, night.is_cramp());
        }
        let total = figures.total();
        prop_assert!(total.cramps <= total.known && total.known <= total.nights);
        prop_assert!(figures.cramps.iter().all(|spell| span.holds(spell.night)));
    }
}
