//! Hours of a person's day: night, morning, and the instants at which they begin.
//!
//! Wall time is resolved in the person's zone each time it is needed, never as "24 hours later". A gap (spring) is answered with the
//! first valid minute after it, a fold (autumn) with its first pass.

use chrono::{
    DateTime, Days, Duration, LocalResult, NaiveDate, NaiveTime, TimeZone, Timelike, Utc,
};
use chrono_tz::Tz;

/// The hour at which the morning message is due.
const MORNING: u32 = 8;
/// A morning message keeps this distance from the night's last card.
const REST: Duration = Duration::hours(1);
/// Without a zone, the morning is this long after the first cramp.
const BLIND: Duration = Duration::hours(6);
/// Two morning messages are never closer than this, whatever the zone does.
const APART: Duration = Duration::hours(18);
/// How late a morning message may be and still be meant kindly.
pub const MORNING_WINDOW: Duration = Duration::hours(12);

/// The hours, local time, for an unasked message that could come on any day: from ten in the morning to eight in the evening.
const DAY: (u32, u32) = (10, 20);
/// How long it may be late where no zone is known.
const BLIND_DAY: Duration = Duration::hours(12);

/// Whether it is night for the person: 22:00 to 07:00.
#[must_use]
pub fn is_night(now: DateTime<Utc>, zone: Tz) -> bool {
    let hour = now.with_timezone(&zone).hour();
    !(7..22).contains(&hour)
}

/// The instant of a local date and time: the first of two, and after a gap the first minute that exists.
#[must_use]
pub fn instant(zone: Tz, date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let mut local = date.and_time(time);
    // No gap is longer than a day (Samoa skipped one).
    for _ in 0..(26 * 60) {
        match zone.from_local_datetime(&local) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => return at.to_utc(),
            LocalResult::None => local += Duration::minutes(1),
        }
    }
    date.and_time(time).and_utc()
}

/// The instant itself if it is day then, else ten o'clock of the day to come. Without a zone nobody knows, and it is the instant itself.
#[must_use]
pub fn by_day(at: DateTime<Utc>, zone: Option<Tz>) -> DateTime<Utc> {
    let Some(zone) = zone else {
        return at;
    };
    let is_day = |at: &DateTime<Utc>| (DAY.0..DAY.1).contains(&at.with_timezone(&zone).hour());
    if is_day(&at) {
        return at;
    }
    let begin = NaiveTime::from_hms_opt(DAY.0, 0, 0).unwrap_or(NaiveTime::MIN);
    let today = at.with_timezone(&zone).date_naive();
    // A date that the zone never had (Samoa skipped one) has no day.
    let dates = today.iter_days().take(4);
    let mut begins = dates.map(|date| instant(zone, date, begin));
    let next = begins.find(|begin| *begin >= at && is_day(begin));
    next.unwrap_or(at)
}

/// When the day is over in which it is `at`.
#[must_use]
pub fn day_ends(at: DateTime<Utc>, zone: Option<Tz>) -> DateTime<Utc> {
    let Some(zone) = zone else {
        return at + BLIND_DAY;
    };
    let ends = NaiveTime::from_hms_opt(DAY.1, 0, 0).unwrap_or(NaiveTime::MIN);
    instant(zone, at.with_timezone(&zone).date_naive(), ends).max(at)
}

/// When the morning message for a night is due, and the local date that it is meant for.
///
/// `first`, `last`: when the night's first card began and its last card ended. `asked`: the date that the last morning message was
/// meant for, and its time. No date is asked twice, also when a journey over the date line repeats it.
#[must_use]
pub fn morning(
    first: DateTime<Utc>,
    last: DateTime<Utc>,
    zone: Option<Tz>,
    asked: Option<(NaiveDate, DateTime<Utc>)>,
) -> (DateTime<Utc>, NaiveDate) {
    let mut earliest = last + REST;
    if let Some((_, at)) = asked {
        earliest = earliest.max(at + APART);
    }
    let is_new = |date| asked.is_none_or(|(before, _)| date > before);
    let Some(zone) = zone else {
        let mut at = earliest.max(first + BLIND);
        while !is_new(at.date_naive()) {
            at += Duration::days(1);
        }
        return (at, at.date_naive());
    };
    let eight = NaiveTime::from_hms_opt(MORNING, 0, 0).unwrap_or(NaiveTime::MIN);
    let mut date = earliest.with_timezone(&zone).date_naive();
    loop {
        let at = instant(zone, date, eight);
        if at >= earliest && is_new(date) {
            return (at, date);
        }
        let Some(next) = date.checked_add_days(Days::new(1)) else {
            return (earliest, date);
        };
        date = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    #[test]
    fn the_morning_is_the_next_eight_o_clock_in_the_persons_zone() {
        let zone = chrono_tz::Europe::Berlin;
        let (due, date) = morning(
            at("2026-11-22T02:10:00Z"),
            at("2026-11-22T02:12:00Z"),
            Some(zone),
            None,
        );
        assert_eq!(due, at("2026-11-22T07:00:00Z"));
        assert_eq!(date.to_string(), "2026-11-22");
    }

    #[test]
    fn a_cramp_just_before_eight_is_asked_about_the_next_day() {
        let zone = chrono_tz::Europe::Berlin;
        let (due, _) = morning(
            at("2026-11-22T06:40:00Z"),
            at("2026-11-22T06:45:00Z"),
            Some(zone),
            None,
        );
        assert_eq!(due, at("2026-11-23T07:00:00Z"));
    }

    #[test]
    fn without_a_zone_the_morning_is_six_hours_later() {
        let (due, _) = morning(
            at("2026-11-22T02:10:00Z"),
            at("2026-11-22T02:12:00Z"),
            None,
            None,
        );
        assert_eq!(due, at("2026-11-22T08:10:00Z"));
    }

    #[test]
    fn two_mornings_keep_apart_when_the_zone_changes() {
        let asked = at("2026-11-22T07:00:00Z");
        let (due, _) = morning(
            at("2026-11-22T08:00:00Z"),
            at("2026-11-22T08:05:00Z"),
            Some(chrono_tz::Pacific::Honolulu),
            Some((asked.date_naive(), asked)),
        );
        assert!(due - asked >= APART);
    }

    #[test]
    fn what_can_wait_comes_by_day() {
        let berlin = Some(chrono_tz::Europe::Berlin);
        for (time, day) in [
            ("2026-11-22T02:00:00Z", "2026-11-22T09:00:00Z"),
            ("2026-11-22T09:00:00Z", "2026-11-22T09:00:00Z"),
            ("2026-11-22T18:59:59Z", "2026-11-22T18:59:59Z"),
            ("2026-11-22T19:00:00Z", "2026-11-23T09:00:00Z"),
            ("2026-11-22T23:30:00Z", "2026-11-23T09:00:00Z"),
        ] {
            assert_eq!(by_day(at(time), berlin), at(day), "{time}");
            assert_eq!(by_day(at(time), None), at(time));
        }
        let noon = at("2026-11-22T11:00:00Z");
        assert_eq!(day_ends(noon, berlin), at("2026-11-22T19:00:00Z"));
        // Samoa left out the 30th of December 2011.
        let late = at("2011-12-30T08:00:00Z");
        let apia = Some(chrono_tz::Pacific::Apia);
        assert_eq!(by_day(late, apia), at("2011-12-30T20:00:00Z"));
    }

    #[test]
    fn a_missing_local_time_is_the_first_minute_after_the_gap() {
        let date = NaiveDate::from_ymd_opt(2026, 3, 29).expect("a date");
        let time = NaiveTime::from_hms_opt(2, 30, 0).expect("a time");
        assert_eq!(
            instant(chrono_tz::Europe::Berlin, date, time),
            at("2026-03-29T01:00:00Z")
        );
    }
}
