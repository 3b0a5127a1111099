//! When a past cramp was: from what a person said ("last night", "Friday at 3") to the instants at which it may have begun.
//!
//! Invariants: nothing is guessed: what can be read in several ways gives each of them; nothing begins in the future; wall time is
//! resolved in the person's zone, so a clock time that an autumn night has twice spans both, and a night has the hours it had.

use chrono::{
    DateTime, Datelike, Days, Duration, LocalResult, NaiveDate, NaiveTime, TimeZone, Timelike, Utc,
    Weekday,
};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::clock::{instant, is_night};

/// A diary goes back no further: older memories of a time are not good enough to count with.
pub const OLDEST: Duration = Duration::days(90);
/// Without a zone the last night is somewhere within these hours.
const BLIND_NIGHT: Duration = Duration::hours(12);
/// The furthest that a clock may be ahead of UTC: there a night has begun that in UTC is still to come.
const AHEAD: Duration = Duration::hours(14);
/// A night is from this hour to that one of the next day.
const NIGHT: (u32, u32) = (22, 7);

/// What was said about when it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// That many minutes ago.
    Ago(u32),
    /// A day or a night, with or without a time on the clock.
    Day(Day, Option<Clock>),
    /// A time on the clock alone.
    Clock(Clock),
    /// Something that is still to come.
    Ahead,
}

/// A day or a night. The night belongs to the day of its evening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// That many days back; 0 is today.
    Back(u32),
    /// The night that began that many evenings back; 0 is the one that goes on now.
    Night(u32),
    ThisMorning,
    /// The last day of that name; `night`: its night was said.
    Weekday {
        day: Weekday,
        night: bool,
    },
    /// A date; without a year the last one of that name. A weekday beside it must be the right one.
    Date {
        year: Option<i32>,
        month: u32,
        day: u32,
        weekday: Option<Weekday>,
    },
    /// Two numbers of which either may be the month.
    Numbers(u32, u32, Option<i32>),
}

impl Day {
    /// That very date.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        Self::Date {
            year: Some(date.year()),
            month: date.month(),
            day: date.day(),
            weekday: None,
        }
    }
}

/// A time on the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    pub hour: u32,
    pub minute: u32,
    /// It may also mean twelve hours later: "half two".
    pub twice: bool,
}

/// Between these two instants it began; they are the same where that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

impl Span {
    #[must_use]
    pub const fn at(instant: DateTime<Utc>) -> Self {
        Self {
            from: instant,
            until: instant,
        }
    }
}

/// What it may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Readings {
    /// Each of these, the newest first; never none.
    These(Vec<Span>),
    /// It is still to come.
    Future,
    /// It is longer ago than a diary goes back.
    Old,
    /// A clock time needs a zone, and there is none.
    NoZone,
    /// There is no such time: a 31st of November.
    Nothing,
}

/// All that it may mean, said at the instant `at` by someone in `zone`.
#[must_use]
pub fn readings(said: Said, at: DateTime<Utc>, zone: Option<Tz>) -> Readings {
    let spans = match (said, zone) {
        (Said::Ahead, _) => return Readings::Future,
        (Said::Ago(minutes), _) => vec![Span::at(at - Duration::minutes(i64::from(minutes)))],
        (Said::Clock(_) | Said::Day(_, Some(_)), None) => return Readings::NoZone,
        (Said::Day(Day::Night(0 | 1) | Day::Back(0) | Day::ThisMorning, None), None) => {
            vec![blind(at)]
        }
        (Said::Day(day, None), None) => {
            let spans = nights(day, at, chrono_tz::UTC).into_iter();
            // Where a day is ahead of UTC its night may have begun already.
            let near = |span: &Span| span.from > at && span.from - AHEAD <= at;
            spans
                .map(|span| if near(&span) { blind(at) } else { span })
                .collect()
        }
        (Said::Day(day, None), Some(zone)) => nights(day, at, zone),
        (Said::Day(day, Some(clock)), Some(zone)) => timed(day, clock, at, zone),
        (Said::Clock(clock), Some(zone)) => latest(clock, at, zone),
    };
    sift(spans, at)
}

/// Takes out what cannot be.
fn sift(mut spans: Vec<Span>, at: DateTime<Utc>) -> Readings {
    if spans.is_empty() {
        return Readings::Nothing;
    }
    let ahead = spans.iter().any(|span| span.from > at);
    spans.retain(|span| span.from <= at && span.from >= at - OLDEST);
    spans.sort_by_key(|span| std::cmp::Reverse((span.from, span.until)));
    spans.dedup();
    match (spans.is_empty(), ahead) {
        (false, _) => Readings::These(spans),
        (true, true) => Readings::Future,
        (true, false) => Readings::Old,
    }
}

fn blind(at: DateTime<Utc>) -> Span {
    Span {
        from: at - BLIND_NIGHT,
        until: at,
    }
}

/// The night of an evening, as far as it has passed by `at`.
#[must_use]
pub fn night(zone: Tz, evening: NaiveDate, at: DateTime<Utc>) -> Span {
    let from = local(zone, evening, NIGHT.0, 0).from;
    let morning = evening.checked_add_days(Days::new(1)).unwrap_or(evening);
    let until = local(zone, morning, NIGHT.1, 0).from;
    Span {
        from,
        until: until.min(at).max(from),
    }
}

/// A local time; in the hour that an autumn night has twice it is one or the other.
fn local(zone: Tz, date: NaiveDate, hour: u32, minute: u32) -> Span {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN);
    match zone.from_local_datetime(&date.and_time(time)) {
        LocalResult::Ambiguous(first, second) => Span {
            from: first.to_utc(),
            until: second.to_utc(),
        },
        LocalResult::Single(_) | LocalResult::None => Span::at(instant(zone, date, time)),
    }
}

/// The same, cut where it would reach into the future.
fn local_by(at: DateTime<Utc>, zone: Tz, date: NaiveDate, hour: u32, minute: u32) -> Span {
    let span = local(zone, date, hour, minute);
    if span.until > at {
        Span::at(span.from)
    } else {
        span
    }
}

/// A day without a time: its night.
fn nights(day: Day, at: DateTime<Utc>, zone: Tz) -> Vec<Span> {
    let now = at.with_timezone(&zone);
    let today = now.date_naive();
    let from_midnight = |until: DateTime<Utc>| Span {
        from: local(zone, today, 0, 0).from,
        until,
    };
    match day {
        Day::Back(0) => vec![from_midnight(at)],
        Day::ThisMorning => vec![from_midnight(local(zone, today, 12, 0).from.min(at))],
        Day::Back(_)
        | Day::Night(_)
        | Day::Weekday { .. }
        | Day::Date { .. }
        | Day::Numbers(..) => {
            let evenings = evenings(day, now.naive_local().hour(), today);
            evenings
                .into_iter()
                .map(|evening| night(zone, evening, at))
                .collect()
        }
    }
}

/// The dates that a day may mean. In the small hours "last night" is this night or the one before.
fn evenings(day: Day, hour: u32, today: NaiveDate) -> Vec<NaiveDate> {
    /// Until this hour people have not slept yet, or say "last night" of the one before.
    const SMALL_HOURS: u32 = 5;
    let back = |days: u32| today.checked_sub_days(Days::new(u64::from(days)));
    let found = match day {
        Day::Night(0) if hour < 12 => vec![back(1)],
        Day::Night(1) | Day::Back(1) if hour < SMALL_HOURS => vec![back(1), back(2)],
        Day::Night(days) | Day::Back(days) => vec![back(days)],
        Day::ThisMorning => vec![back(0)],
        Day::Weekday { day, .. } => {
            let since =
                (7 + today.weekday().num_days_from_monday() - day.num_days_from_monday()) % 7;
            vec![back(since), (since == 0).then(|| back(7)).flatten()]
        }
        Day::Date {
            year,
            month,
            day,
            weekday,
        } => {
            let mut dates = dated(today, year, month, day);
            let is_right = |date: NaiveDate| weekday.is_none_or(|said| said == date.weekday());
            dates.retain(|date| date.is_some_and(is_right));
            dates
        }
        Day::Numbers(first, second, year) => {
            let mut both = dated(today, year, second, first);
            both.extend(dated(today, year, first, second));
            both
        }
    };
    found.into_iter().flatten().collect()
}

/// A date; without a year this year's and the last one's.
fn dated(today: NaiveDate, year: Option<i32>, month: u32, day: u32) -> Vec<Option<NaiveDate>> {
    let this = today.year();
    // Beyond a year on either side it is too old or to come, whichever year it is.
    let years = year.map_or_else(
        || vec![this, this - 1],
        |year| vec![year.clamp(this - 2, this + 2)],
    );
    years
        .into_iter()
        .map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .collect()
}

/// The hours that a clock time may mean.
fn hours(clock: Clock) -> impl Iterator<Item = u32> {
    let later = clock.twice.then_some((clock.hour + 12) % 24);
    std::iter::once(clock.hour % 24).chain(later)
}

/// A day and a time. Of a night the hours from five in the afternoon to noon; of a day also the small hours after it, unless a
/// date and a full time were written.
fn timed(day: Day, clock: Clock, at: DateTime<Utc>, zone: Tz) -> Vec<Span> {
    let now = at.with_timezone(&zone);
    let of_night = match day {
        Day::Night(_) | Day::Weekday { night: true, .. } => true,
        Day::Back(_)
        | Day::ThisMorning
        | Day::Weekday { night: false, .. }
        | Day::Date { .. }
        | Day::Numbers(..) => false,
    };
    let of_calendar = match day {
        Day::ThisMorning => true,
        Day::Date { .. } => !clock.twice,
        Day::Back(_) | Day::Night(_) | Day::Weekday { .. } | Day::Numbers(..) => false,
    };
    let mut spans = Vec::new();
    for date in evenings(day, now.hour(), now.date_naive()) {
        let next = date.checked_add_days(Days::new(1));
        for hour in hours(clock) {
            let dates = match hour {
                _ if of_night && hour >= 17 => vec![Some(date)],
                _ if of_night && hour < 12 => vec![next],
                _ if of_night => vec![],
                _ if of_calendar || hour >= 5 => vec![Some(date)],
                _ => vec![Some(date), next],
            };
            let dates = dates.into_iter().flatten();
            spans.extend(dates.map(|date| local_by(at, zone, date, hour, clock.minute)));
        }
    }
    spans
}

/// The last time that a clock showed this. Of two readings the newer one alone, if that was at night.
fn latest(clock: Clock, at: DateTime<Utc>, zone: Tz) -> Vec<Span> {
    let today = at.with_timezone(&zone).date_naive();
    let mut spans: Vec<Span> = hours(clock)
        .filter_map(|hour| {
            let dates = [Some(today), today.checked_sub_days(Days::new(1))];
            let mut spans = dates
                .into_iter()
                .flatten()
                .map(|date| local_by(at, zone, date, hour, clock.minute));
            spans.find(|span| span.from <= at)
        })
        .collect();
    spans.sort_by_key(|span| std::cmp::Reverse(span.from));
    if spans.first().is_some_and(|span| is_night(span.from, zone)) {
        spans.truncate(1);
    }
    spans
}
