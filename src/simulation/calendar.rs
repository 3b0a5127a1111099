//! When an evening is, worked out from the contract's words and from the zone alone: the first instant at which the clock there shows the
//! time or a later one. So a gap gives its end, and a fold its first pass.
//!
//! Deliberately not here: anything of `care::clock` and `care::schedule`, which this is held against.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;

/// No zone is further from UTC than this, with some room.
const FURTHEST: Duration = Duration::hours(15);

fn shown(zone: Tz, at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&zone).naive_local()
}

/// The first instant at which the clock of the zone shows that time of that date, or later.
#[must_use]
pub fn instant(zone: Tz, date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let wanted = date.and_time(time);
    let from = wanted.and_utc() - FURTHEST;
    let until = wanted.and_utc() + FURTHEST;
    let offset = shown(zone, from) - from.naive_utc();
    if shown(zone, until) - until.naive_utc() == offset {
        return wanted.and_utc() - offset;
    }
    // The clock changes hereabouts: look at each minute.
    let mut at = from;
    while shown(zone, at) < wanted {
        at += Duration::minutes(1);
    }
    at
}

/// Whether the clock there ever showed that date.
#[must_use]
pub fn has(zone: Tz, date: NaiveDate) -> bool {
    let noon = date.and_time(NaiveTime::MIN) + Duration::hours(12);
    shown(zone, instant(zone, date, noon.time())).date() == date
}

/// Half past ten in the evening to seven: nobody is disturbed who did not choose that time.
#[must_use]
pub fn is_quiet(time: NaiveTime) -> bool {
    let minutes = (time - NaiveTime::MIN).num_minutes();
    !(7 * 60..22 * 60 + 30).contains(&minutes)
}

/// When the quiet hours begin there, at or after an instant; the instant itself if they have begun.
#[must_use]
pub fn quiet_from(zone: Tz, at: DateTime<Utc>) -> DateTime<Utc> {
    let local = shown(zone, at);
    let begin = NaiveTime::from_hms_opt(22, 30, 0).unwrap_or(NaiveTime::MIN);
    if is_quiet(local.time()) {
        at
    } else {
        instant(zone, local.date(), begin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_agrees_with_the_named_cases_of_the_contract() {
        let cases = [
            ("America/Nuuk", "2026-03-28 23:30", "2026-03-29T01:00:00Z"),
            ("Africa/Cairo", "2026-10-29 23:30", "2026-10-29T20:30:00Z"),
            ("Pacific/Easter", "2026-09-05 22:30", "2026-09-06T04:00:00Z"),
            ("America/Havana", "2026-11-01 00:30", "2026-11-01T04:30:00Z"),
            ("Asia/Kathmandu", "2026-11-01 21:00", "2026-11-01T15:15:00Z"),
        ];
        for (zone, local, expected) in cases {
            let zone: Tz = zone.parse().expect("a zone");
            let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").expect("a time");
            let expected: DateTime<Utc> = expected.parse().expect("an instant");
            assert_eq!(
                instant(zone, local.date(), local.time()),
                expected,
                "{zone}"
            );
        }
        let samoa: Tz = chrono_tz::Pacific::Apia;
        let date = |day| NaiveDate::from_ymd_opt(2011, 12, day).expect("a date");
        assert!(has(samoa, date(29)) && !has(samoa, date(30)) && has(samoa, date(31)));
    }
}
