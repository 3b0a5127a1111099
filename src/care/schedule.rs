//! When the evening message comes: for each local date one, at the person's own time on the clock there.
//!
//! The contract:
//! - For a local date at most one, and it is booked on the date that it was meant for: what falls into a gap of the clock (spring) comes
//!   at the gap's end, even where that is the next date; what falls into a fold (autumn) comes on its first pass. A date that the zone
//!   never had (Samoa, 30 December 2011) has none.
//! - It may come up to 90 minutes late, and never beyond the begin of the quiet hours unless the person's own time lies in them. Later it
//!   is expired. After an absence there is at most one, never a backlog.
//! - Whoever changes the zone never gets two within 18 hours and is never without for more than 30: where the new zone's evening is too
//!   near it is left out, and where the next would be too far it comes early, so that the evenings glide into the new zone by six
//!   hours a day. Quiet hours come before the 30.
//! - Within one zone these two rules change nothing, as long as the weekend's time is at most [`WEEKEND_WITHIN`] from the usual one.
//! - Each person has a small delay of their own, so that the full hour is no cliff.
//!
//! Deliberately not here: whether anything is said that evening (`dialogue::evening`).

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Tz;

use super::clock;

/// How late an evening message may come.
pub const WINDOW: Duration = Duration::minutes(90);
/// Some of the window is left even where the quiet hours are near.
const LEAST_WINDOW: Duration = Duration::minutes(15);
/// The longest delay of a person, in seconds.
pub const SPREAD: u32 = 600;
/// Two evenings are never closer than this, whatever the zone does.
pub const APART: Duration = Duration::hours(18);
/// Nor further than this, after a change of the zone.
pub const NEAR: Duration = Duration::hours(30);
/// How far the time of the weekend may lie from the usual one: so eighteen and thirty hours are kept without a change of the zone, also
/// where a clock moves by two hours.
pub const WEEKEND_WITHIN: Duration = Duration::hours(4);
/// The quiet hours, local time: from half past ten in the evening to seven.
const QUIET_FROM: NaiveTime = time(22, 30);
const QUIET_UNTIL: NaiveTime = time(7, 0);
/// No journey brings a date back that is further ahead.
const REPEATED: Duration = Duration::days(2);
/// No zone leaves out more dates than this in a row.
const MISSING_DATES: u64 = 2;

const fn time(hour: u32, minute: u32) -> NaiveTime {
    match NaiveTime::from_hms_opt(hour, minute, 0) {
        Some(time) => time,
        None => NaiveTime::MIN,
    }
}

/// When a person wants the evening message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    pub zone: Tz,
    pub time: NaiveTime,
    /// On the evenings before Saturday and Sunday, where it is another.
    pub weekend: Option<NaiveTime>,
    /// The person's own delay.
    pub delay: Duration,
}

/// The evening that was dealt with last: the date it was meant for, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Last {
    pub date: NaiveDate,
    pub at: DateTime<Utc>,
}

/// An evening to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evening {
    /// The local date that it is meant for.
    pub date: NaiveDate,
    pub at: DateTime<Utc>,
    /// From here on it is too late.
    pub closes: DateTime<Utc>,
}

impl Plan {
    /// The time on the clock that is meant for a date.
    #[must_use]
    pub fn time_on(&self, date: NaiveDate) -> NaiveTime {
        match date.weekday() {
            Weekday::Fri | Weekday::Sat => self.weekend.unwrap_or(self.time),
            Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Sun => self.time,
        }
    }

    /// The instant of a date's evening. `None`: the zone never had that date.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> Option<DateTime<Utc>> {
        is_there(self.zone, date)
            .then(|| clock::instant(self.zone, date, self.time_on(date)) + self.delay)
    }

    /// The first evening at or after `since`, when the plan was made or changed, that follows `last`: no date has two, also where a journey
    /// or another time would give it a second one.
    #[must_use]
    pub fn next(&self, since: DateTime<Utc>, last: Option<Last>) -> Evening {
        let earliest = last.map_or(since, |last| since.max(last.at + APART));
        let mut evening = self.first_from(earliest, last.map(|last| last.date));
        // What the person has just changed needs no gliding: they know.
        if let Some(last) = last.filter(|last| last.at >= since)
            && evening.at > last.at + NEAR
        {
            let early = self.awake(evening.date, last.at + NEAR);
            evening = self.evening(evening.date, early.min(evening.at));
        }
        evening
    }

    fn first_from(&self, earliest: DateTime<Utc>, after: Option<NaiveDate>) -> Evening {
        let local = earliest.with_timezone(&self.zone).date_naive();
        // A gap may carry yesterday's evening into today.
        let first = local.checked_sub_days(Days::new(1)).unwrap_or(local);
        // A date that lies far ahead was set by a clock that was wrong: it keeps no evening away.
        let after = after.and_then(|date| date.succ_opt());
        let after = after.filter(|date| *date - local <= REPEATED);
        let first = after.map_or(first, |after| first.max(after));
        for date in first.iter_days().take(2 + 2 * (1 + MISSING_DATES as usize)) {
            if let Some(at) = self.on(date).filter(|at| *at >= earliest) {
                return self.evening(date, at);
            }
        }
        self.evening(local, earliest)
    }

    fn evening(&self, date: NaiveDate, at: DateTime<Utc>) -> Evening {
        let closes = self.closes(date, at);
        Evening { date, at, closes }
    }

    /// From when on a message about the evening of `date` is too late, if it is to come at `at`.
    #[must_use]
    pub fn closes(&self, date: NaiveDate, at: DateTime<Utc>) -> DateTime<Utc> {
        let closes = at + WINDOW;
        if is_quiet(self.time_on(date)) {
            return closes;
        }
        // The person's own delay, or a gap of the clock, may lead into the quiet hours: then they have begun.
        let quiet = if is_quiet(at.with_timezone(&self.zone).time()) {
            at
        } else {
            self.next_clock(at, QUIET_FROM)
        };
        closes.min(quiet).max(at + LEAST_WINDOW)
    }

    /// The instant itself, or the end of the quiet hours that it falls into and that the person did not choose.
    fn awake(&self, date: NaiveDate, at: DateTime<Utc>) -> DateTime<Utc> {
        let local = at.with_timezone(&self.zone);
        if is_quiet(local.time()) && !is_quiet(self.time_on(date)) {
            self.next_clock(at, QUIET_UNTIL)
        } else {
            at
        }
    }

    /// The first instant at or after `at` at which the clock shows `time`.
    fn next_clock(&self, at: DateTime<Utc>, time: NaiveTime) -> DateTime<Utc> {
        let today = at.with_timezone(&self.zone).date_naive();
        let mut instants = today
            .iter_days()
            .take(2)
            .map(|date| clock::instant(self.zone, date, time));
        instants.find(|instant| *instant >= at).unwrap_or(at)
    }
}

/// Whether nobody is written to at that time on the clock who did not ask for it.
#[must_use]
pub fn is_quiet(time: NaiveTime) -> bool {
    time >= QUIET_FROM || time < QUIET_UNTIL
}

/// Whether a zone has that date at all.
fn is_there(zone: Tz, date: NaiveDate) -> bool {
    let noon = date.and_time(time(12, 0));
    zone.from_local_datetime(&noon).earliest().is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plan(zone: &str, at: &str) -> Plan {
        Plan {
            zone: zone.parse().expect("a zone"),
            time: NaiveTime::parse_from_str(at, "%H:%M").expect("a time"),
            weekend: None,
            delay: Duration::zero(),
        }
    }

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    /// The evenings of a plan that nobody disturbs.
    fn evenings(plan: Plan, since: DateTime<Utc>) -> impl Iterator<Item = Evening> {
        let mut last = None;
        std::iter::repeat_with(move || {
            let evening = plan.next(since, last);
            last = Some(Last {
                date: evening.date,
                at: evening.at,
            });
            evening
        })
    }

    fn on(zone: &str, time: &str, day: &str) -> Option<DateTime<Utc>> {
        plan(zone, time).on(date(day))
    }

    /// N02: the hours that a zone leaves out, repeats, or never had.
    #[test]
    fn gaps_end_late_folds_pass_once_and_a_missing_date_has_no_evening() {
        let cases = [
            // Nuuk goes from 22:59:59 to midnight: the evening of the 28th comes at 00:00 of the 29th.
            (
                "America/Nuuk",
                "23:30",
                "2026-03-28",
                Some("2026-03-29T01:00:00Z"),
            ),
            (
                "America/Nuuk",
                "23:30",
                "2026-03-29",
                Some("2026-03-30T00:30:00Z"),
            ),
            // Cairo repeats 23:00 to midnight: the first pass.
            (
                "Africa/Cairo",
                "23:30",
                "2026-10-29",
                Some("2026-10-29T20:30:00Z"),
            ),
            (
                "Africa/Cairo",
                "23:30",
                "2026-10-30",
                Some("2026-10-30T21:30:00Z"),
            ),
            // Easter Island goes from 22:00 to 23:00.
            (
                "Pacific/Easter",
                "22:30",
                "2026-09-05",
                Some("2026-09-06T04:00:00Z"),
            ),
            // Havana repeats midnight to one o'clock.
            (
                "America/Havana",
                "00:30",
                "2026-11-01",
                Some("2026-11-01T04:30:00Z"),
            ),
            // Lord Howe moves by half an hour only.
            (
                "Australia/Lord_Howe",
                "02:15",
                "2026-10-04",
                Some("2026-10-03T15:30:00Z"),
            ),
            (
                "Australia/Lord_Howe",
                "01:45",
                "2026-04-05",
                Some("2026-04-04T14:45:00Z"),
            ),
            // Troll by two hours.
            (
                "Antarctica/Troll",
                "02:30",
                "2026-03-29",
                Some("2026-03-29T01:00:00Z"),
            ),
            // Samoa left out a whole day.
            (
                "Pacific/Apia",
                "21:00",
                "2011-12-29",
                Some("2011-12-30T07:00:00Z"),
            ),
            ("Pacific/Apia", "21:00", "2011-12-30", None),
            (
                "Pacific/Apia",
                "21:00",
                "2011-12-31",
                Some("2011-12-31T07:00:00Z"),
            ),
        ];
        for (zone, time, day, expected) in cases {
            assert_eq!(
                on(zone, time, day),
                expected.map(utc),
                "{zone} {time} {day}"
            );
        }
    }

    #[test]
    fn nuuk_gets_one_evening_a_date_through_its_gap() {
        let dates: Vec<(NaiveDate, DateTime<Utc>)> =
            evenings(plan("America/Nuuk", "23:30"), utc("2026-03-27T12:00:00Z"))
                .take(4)
                .map(|evening| (evening.date, evening.at))
                .collect();
        let expected = [
            ("2026-03-27", "2026-03-28T01:30:00Z"),
            ("2026-03-28", "2026-03-29T01:00:00Z"),
            ("2026-03-29", "2026-03-30T00:30:00Z"),
            ("2026-03-30", "2026-03-31T00:30:00Z"),
        ];
        assert_eq!(dates, expected.map(|(day, at)| (date(day), utc(at))));
    }

    #[test]
    fn who_joins_after_the_hour_begins_the_next_evening() {
        let plan = plan("Europe/Berlin", "21:00");
        let joined = utc("2026-11-23T20:00:01Z");
        assert_eq!(plan.next(joined, None).date, date("2026-11-24"));
        let joined = utc("2026-11-23T19:59:59Z");
        assert_eq!(plan.next(joined, None).date, date("2026-11-23"));
    }

    #[test]
    fn the_window_ends_with_the_quiet_hours_unless_the_person_chose_them() {
        let closes = |time: &str| {
            let evening = plan("UTC", time).next(utc("2026-11-23T12:00:00Z"), None);
            evening.closes - evening.at
        };
        assert_eq!(closes("20:00"), Duration::minutes(90));
        assert_eq!(closes("21:30"), Duration::minutes(60));
        assert_eq!(closes("22:29"), Duration::minutes(15));
        assert_eq!(closes("23:15"), Duration::minutes(90));
        // 22:25, and ten minutes of the person's own.
        let late = Plan {
            delay: Duration::minutes(10),
            ..plan("UTC", "22:25")
        };
        let evening = late.next(utc("2026-11-23T12:00:00Z"), None);
        assert_eq!(evening.at, utc("2026-11-23T22:35:00Z"));
        assert_eq!(evening.closes - evening.at, LEAST_WINDOW);
    }

    #[test]
    fn the_weekend_may_have_a_time_of_its_own() {
        let plan = Plan {
            weekend: NaiveTime::from_hms_opt(22, 0, 0),
            ..plan("UTC", "21:00")
        };
        // A Thursday.
        let hours: Vec<String> = evenings(plan, utc("2026-11-26T12:00:00Z"))
            .take(4)
            .map(|evening| evening.at.format("%a %H:%M").to_string())
            .collect();
        assert_eq!(hours, ["Thu 21:00", "Fri 22:00", "Sat 22:00", "Sun 21:00"]);
    }

    /// N03 in one picture: from New York to Delhi, ten and a half hours east, right after an evening.
    #[test]
    fn after_a_flight_the_evenings_glide_into_the_new_zone() {
        let since = utc("2026-11-20T12:00:00Z");
        let home = plan("America/New_York", "21:00");
        let there = plan("Asia/Kolkata", "21:00");
        let first = home.next(since, None);
        let mut last = Last {
            date: first.date,
            at: first.at,
        };
        let mut shown = Vec::new();
        for _ in 0..4 {
            let evening = there.next(since, Some(last));
            last = Last {
                date: evening.date,
                at: evening.at,
            };
            shown.push(
                evening
                    .at
                    .with_timezone(&there.zone)
                    .format("%d %H:%M")
                    .to_string(),
            );
        }
        assert_eq!(shown, ["22 13:30", "23 19:30", "24 21:00", "25 21:00"]);
    }

    fn any_zone() -> impl Strategy<Value = Tz> {
        (0..chrono_tz::TZ_VARIANTS.len()).prop_map(|index| chrono_tz::TZ_VARIANTS[index])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        /// N03: whatever journeys there are, never two within 18 hours, and never more than 30 without, but for the quiet hours, which
        /// last eight and a half.
        #[test]
        fn journeys_bring_neither_two_nor_a_gap(
            minute in 0u32..1440,
            delay in 0i64..=i64::from(SPREAD),
            start in 1_750_000_000i64..1_850_000_000,
            journeys in prop::collection::vec((any_zone(), 1usize..4), 1..12),
        ) {
            let since = DateTime::from_timestamp(start, 0).expect("an instant");
            let time = NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).expect("a time");
            let mut last: Option<Last> = None;
            for (zone, evenings) in journeys {
                let plan = Plan { zone, time, weekend: None, delay: Duration::seconds(delay) };
                for _ in 0..evenings {
                    let evening = plan.next(since, last);
                    if let Some(last) = last {
                        let apart = evening.at - last.at;
                        prop_assert!(apart >= APART, "{apart} in {zone}");
                        let was_quiet = is_quiet((last.at + NEAR).with_timezone(&zone).time()) && !is_quiet(time);
                        let most = if was_quiet { NEAR + Duration::minutes(8 * 60 + 30 + 60) } else { NEAR };
                        prop_assert!(apart <= most, "{apart} in {zone}");
                    }
                    prop_assert!(evening.closes > evening.at && evening.closes <= evening.at + WINDOW);
                    last = Some(Last { date: evening.date, at: evening.at });
                }
            }
        }
    }
}
