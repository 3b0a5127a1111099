//! When a past cramp was, in the zone of the person who says it.

use charley::care::past::{Clock, Day, OLDEST, Readings, Said, readings};
use chrono::{DateTime, Duration, Utc, Weekday};
use chrono_tz::{Europe::Berlin, Tz};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

/// What it means, as local times.
fn read(said: Said, now: &str, zone: Option<Tz>) -> Vec<String> {
    let shown = |time: DateTime<Utc>| {
        let local = time.with_timezone(&zone.unwrap_or(chrono_tz::UTC));
        local.format("%d.%m. %H:%M").to_string()
    };
    match readings(said, at(now), zone) {
        Readings::These(spans) => spans
            .iter()
            .map(|span| match (shown(span.from), shown(span.until)) {
                (from, until) if from == until && span.from == span.until => from,
                (from, until) => format!("{from} to {until}"),
            })
            .collect(),
        other => vec![format!("{other:?}")],
    }
}

const MORNING: &str = "2026-11-22T07:15:00Z";
const LAST_NIGHT: Said = Said::Day(Day::Night(1), None);

fn clock(hour: u32, twice: bool) -> Clock {
    Clock {
        hour,
        minute: 0,
        twice,
    }
}

#[test]
fn last_night_is_from_ten_to_seven_and_never_in_the_future() {
    let night = ["21.11. 22:00 to 22.11. 07:00"];
    assert_eq!(read(LAST_NIGHT, MORNING, Some(Berlin)), night);
    assert_eq!(
        read(LAST_NIGHT, "2026-11-22T22:30:00Z", Some(Berlin)),
        night
    );
    let at_six = read(LAST_NIGHT, "2026-11-22T05:00:00Z", Some(Berlin));
    assert_eq!(at_six, ["21.11. 22:00 to 22.11. 06:00"]);
}

#[test]
fn in_the_small_hours_last_night_is_asked_about() {
    assert_eq!(
        read(LAST_NIGHT, "2026-11-22T01:00:00Z", Some(Berlin)),
        [
            "21.11. 22:00 to 22.11. 02:00",
            "20.11. 22:00 to 21.11. 07:00"
        ]
    );
    let tonight = Said::Day(Day::Night(0), None);
    assert_eq!(
        read(tonight, "2026-11-22T01:00:00Z", Some(Berlin)),
        ["21.11. 22:00 to 22.11. 02:00"]
    );
}

#[test]
fn a_night_has_the_hours_it_had() {
    for (now, hours) in [
        ("2026-03-29T08:00:00Z", 8),
        ("2026-10-25T08:00:00Z", 10),
        (MORNING, 9),
    ] {
        let Readings::These(spans) = readings(LAST_NIGHT, at(now), Some(Berlin)) else {
            panic!("a night");
        };
        assert_eq!(spans[0].until - spans[0].from, Duration::hours(hours));
    }
}

#[test]
fn an_hour_that_came_twice_is_a_span_and_one_that_was_left_out_is_the_next_minute() {
    let half_three = Said::Clock(Clock {
        hour: 2,
        minute: 30,
        twice: false,
    });
    let Readings::These(spans) = readings(half_three, at("2026-10-25T08:00:00Z"), Some(Berlin))
    else {
        panic!("a time");
    };
    assert_eq!(spans[0].from, at("2026-10-25T00:30:00Z"));
    assert_eq!(spans[0].until, at("2026-10-25T01:30:00Z"));
    assert_eq!(
        read(half_three, "2026-03-29T08:00:00Z", Some(Berlin)),
        ["29.03. 03:00"]
    );
}

#[test]
fn a_clock_time_is_the_last_one_at_night_and_asked_about_by_day() {
    let three = |now| read(Said::Clock(clock(3, true)), now, Some(Berlin));
    assert_eq!(three(MORNING), ["22.11. 03:00"]);
    assert_eq!(
        three("2026-11-22T15:00:00Z"),
        ["22.11. 15:00", "22.11. 03:00"]
    );
    assert_eq!(
        read(Said::Clock(clock(23, false)), MORNING, Some(Berlin)),
        ["21.11. 23:00"]
    );
    assert_eq!(read(Said::Clock(clock(3, true)), MORNING, None), ["NoZone"]);
}

#[test]
fn a_time_of_a_night_and_a_time_of_a_day() {
    let friday = |night| Day::Weekday {
        day: Weekday::Fri,
        night,
    };
    let read = |day, clock| read(Said::Day(day, Some(clock)), MORNING, Some(Berlin));
    assert_eq!(read(Day::Night(1), clock(3, true)), ["22.11. 03:00"]);
    assert_eq!(read(friday(true), clock(3, true)), ["21.11. 03:00"]);
    assert_eq!(
        read(friday(false), clock(3, false)),
        ["21.11. 03:00", "20.11. 03:00"]
    );
    assert_eq!(read(Day::Back(0), clock(23, false)), ["Future"]);
    assert_eq!(read(Day::Night(1), clock(14, false)), ["Nothing"]);
}

#[test]
fn of_two_numbers_either_may_be_the_month() {
    let read = |a, b, year| {
        read(
            Said::Day(Day::Numbers(a, b, year), None),
            MORNING,
            Some(Berlin),
        )
    };
    assert_eq!(read(20, 11, None), ["20.11. 22:00 to 21.11. 07:00"]);
    assert_eq!(
        read(10, 11, None),
        [
            "10.11. 22:00 to 11.11. 07:00",
            "11.10. 22:00 to 12.10. 07:00"
        ]
    );
    assert_eq!(read(11, 11, None).len(), 1);
    assert_eq!(read(31, 11, None), ["Nothing"]);
    assert_eq!(read(1, 2, Some(2026)), ["Old"]);
    assert_eq!(read(12, 12, None), ["Future"]);
}

#[test]
fn without_a_zone_the_last_night_is_within_twelve_hours() {
    assert_eq!(
        read(LAST_NIGHT, MORNING, None),
        ["21.11. 19:15 to 22.11. 07:15"]
    );
    // In Auckland the 22nd is long over.
    let date = Day::Date {
        year: None,
        month: 11,
        day: 22,
        weekday: None,
    };
    assert_eq!(
        read(Said::Day(date, None), "2026-11-22T20:00:00Z", None),
        ["22.11. 08:00 to 22.11. 20:00"]
    );
}

proptest::proptest! {
    #[test]
    fn whatever_is_said_is_read_without_a_panic(minutes: u32, day: u32, hour: u32, minute: u32, year: i32, now in 0i64..4_000_000_000) {
        let now = DateTime::from_timestamp(now, 0).expect("a time");
        let clock = Clock { hour: hour % 24, minute, twice: minute % 2 == 0 };
        for said in [
            Said::Ago(minutes),
            Said::Clock(clock),
            Said::Day(Day::Back(day), None),
            Said::Day(Day::Night(day % 9), Some(clock)),
            Said::Day(Day::Date { year: Some(year), month: day % 14, day: hour % 33, weekday: None }, Some(clock)),
            Said::Day(Day::Numbers(day, hour, None), None),
            Said::Day(Day::Weekday { day: Weekday::Fri, night: true }, Some(clock)),
        ] {
            for zone in [None, Some(Berlin), Some(chrono_tz::Pacific::Apia)] {
                if let Readings::These(spans) = readings(said, now, zone) {
                    proptest::prop_assert!(!spans.is_empty());
                    for span in spans {
                        proptest::prop_assert!(span.from <= span.until && span.until <= now);
                        proptest::prop_assert!(span.from >= now - OLDEST);
                    }
                }
            }
        }
    }
}
