//! From what was said to local dates and times: which day, which half of the day, and how sure.
//!
//! The local date and time of writing is an argument; nothing here knows a clock or a zone. What was told has happened, so a time
//! that would lie ahead is taken from the day before.

use chrono::{Datelike, Days, Duration, Months, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use crate::content::words::log::Unit;

use super::{
    Start, Sure,
    amounts::{Measure, seconds},
    calendar::Day,
    clock::Clock,
    hands::Hand,
};

/// A time that lies ahead by less is now: clocks differ.
const SLACK: Duration = Duration::minutes(5);

/// A part of the day, as people name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
    SmallHours,
    Dawn,
}

/// All that was said of when.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct When {
    pub clock: Option<Clock>,
    pub ago: Option<Measure>,
    pub day: Option<Day>,
    pub part: Option<Part>,
}

/// The day that a time belongs to.
#[derive(Debug, Clone, Copy)]
enum Frame {
    /// Nothing was said: the last time that it was so late.
    Open,
    Date(NaiveDate),
    /// The night that began in the evening of that day.
    Night(NaiveDate),
}

impl When {
    /// The start, if anything was said about it that can have been.
    #[must_use]
    pub fn resolve(self, now: NaiveDateTime) -> Option<Start> {
        if let Some(ago) = self.ago {
            return before(ago, now).or_else(|| {
                Self {
                    ago: None,
                    day: None,
                    ..self
                }
                .on(days_back(ago, now)?, now)
            });
        }
        let frame = match self.day {
            Some(day) => frame(day, self.part, now)?,
            None => Frame::Open,
        };
        let part = if self.day == Some(Day::ThisMorning) {
            Some(Part::Morning)
        } else {
            self.part
        };
        Self { part, ..self }.on(frame, now)
    }

    fn on(self, frame: Frame, now: NaiveDateTime) -> Option<Start> {
        match self.clock {
            Some(clock) => at(clock, frame, self.part, now),
            None => vague(frame, self.part, now),
        }
    }
}

/// "20 minutes ago". A length in days is a day, not a time.
fn before(ago: Measure, now: NaiveDateTime) -> Option<Start> {
    if is_of_days(ago) {
        return None;
    }
    let minutes = ago.minutes();
    let back = |minutes: f64| now.checked_sub_signed(Duration::seconds((minutes * 60.0) as i64));
    Some(Start {
        from: back(minutes.most)?,
        until: back(minutes.least)?,
        sure: if minutes.most > 0.0 {
            Sure::About
        } else {
            Sure::Exact
        },
    })
}

/// "two nights ago" names a day; a time may stand beside it.
#[must_use]
pub const fn is_of_days(ago: Measure) -> bool {
    seconds(ago.unit) > 3_600.0
}

fn days_back(ago: Measure, now: NaiveDateTime) -> Option<Frame> {
    let days = (ago.amount.most * seconds(ago.unit) / 86_400.0) as u64;
    let date = now.date().checked_sub_days(Days::new(days))?;
    Some(match ago.unit {
        Unit::Night => Frame::Night(date),
        Unit::Second | Unit::Minute | Unit::Hour => Frame::Open,
        Unit::Day | Unit::Week | Unit::Longer => Frame::Date(date),
    })
}

fn frame(day: Day, part: Option<Part>, now: NaiveDateTime) -> Option<Frame> {
    let today = now.date();
    let back = |days| today.checked_sub_days(Days::new(days));
    let by_part = |date| {
        if part == Some(Part::Night) {
            Frame::Night(date)
        } else {
            Frame::Date(date)
        }
    };
    Some(match day {
        Day::LastNight => Frame::Night(back(1)?),
        Day::NightBeforeLast => Frame::Night(back(2)?),
        // Before noon "tonight" is the night that ends.
        Day::Tonight => Frame::Night(if now.hour() < 12 { back(1)? } else { today }),
        Day::Today | Day::ThisMorning => Frame::Date(today),
        Day::Yesterday => by_part(back(1)?),
        Day::Weekday(day) => {
            let since =
                (u64::from(today.weekday().num_days_from_monday()) + 7 - u64::from(day)) % 7;
            // In the evening of a Friday "friday night" may be the one that begins, in its morning it is not.
            let is_ahead = since == 0 && part == Some(Part::Night) && now.hour() < 18;
            by_part(back(if is_ahead { 7 } else { since })?)
        }
        Day::Date(day, month, year) => by_part(date(day, month, year, today)?),
    })
}

/// The last such date that is not ahead.
fn date(day: u32, month: Option<u32>, year: Option<i32>, today: NaiveDate) -> Option<NaiveDate> {
    if let (Some(month), Some(year)) = (month, year) {
        return NaiveDate::from_ymd_opt(year, month, day).filter(|date| *date <= today);
    }
    match month {
        Some(month) => (0..=4)
            .filter_map(|back| NaiveDate::from_ymd_opt(today.year() - back, month, day))
            .find(|date| *date <= today),
        None => (0..=2)
            .filter_map(|back| {
                today
                    .with_day(1)?
                    .checked_sub_months(Months::new(back))?
                    .with_day(day)
            })
            .find(|date| *date <= today),
    }
}

/// A time on the clock, put into its day.
fn at(clock: Clock, frame: Frame, part: Option<Part>, now: NaiveDateTime) -> Option<Start> {
    let place = |hand: Hand| match frame {
        Frame::Open => latest(hand, part, now),
        Frame::Date(date) => on_date(hand, date, part, now),
        Frame::Night(evening) => in_night(hand, evening, part, now),
    };
    let from = place(clock.from)?;
    let mut until = place(clock.until)?;
    if until < from {
        until += Duration::days(1);
    }
    let about = clock.about || from != until;
    Some(Start {
        from,
        until: if clock.is_course {
            from
        } else {
            until.max(from)
        },
        sure: if about { Sure::About } else { Sure::Exact },
    })
}

fn time(minutes: u32) -> NaiveTime {
    NaiveTime::from_num_seconds_from_midnight_opt(minutes * 60 % 86_400, 0)
        .unwrap_or(NaiveTime::MIN)
}

/// Minutes after midnight where the part of the day, or the hour itself, says which half is meant.
fn settled(hand: Hand, part: Option<Part>) -> Option<u32> {
    let morning = hand.minutes % 720;
    let evening = morning + 720;
    if !hand.open {
        return Some(hand.minutes);
    }
    match part {
        Some(Part::Morning | Part::SmallHours | Part::Dawn) => return Some(morning),
        Some(Part::Afternoon) => return Some(evening),
        Some(Part::Evening) if morning >= 4 * 60 => return Some(evening),
        Some(Part::Night) if morning >= 7 * 60 => return Some(evening),
        Some(Part::Evening | Part::Night) | None => {}
    }
    // A bare hour of the night is one of the night.
    (morning < 7 * 60).then_some(morning)
}

fn latest(hand: Hand, part: Option<Part>, now: NaiveDateTime) -> Option<NaiveDateTime> {
    let last = |minutes: u32| {
        let today = now.date().and_time(time(minutes));
        if today <= now + SLACK {
            Some(today)
        } else {
            today.checked_sub_days(Days::new(1))
        }
    };
    match settled(hand, part) {
        Some(minutes) => last(minutes),
        None => last(hand.minutes % 720).max(last(hand.minutes % 720 + 720)),
    }
}

fn on_date(
    hand: Hand,
    date: NaiveDate,
    part: Option<Part>,
    now: NaiveDateTime,
) -> Option<NaiveDateTime> {
    let morning = hand.minutes % 720;
    let ahead = |minutes: u32| date.and_time(time(minutes)) > now + SLACK;
    let minutes = settled(hand, part).unwrap_or_else(|| {
        let evening = morning + 720;
        // Nine to eleven is more often an evening's hour, unless that is still to come.
        if ahead(evening) || (morning < 9 * 60 && date != now.date()) {
            morning
        } else {
            evening
        }
    });
    let found = date.and_time(time(minutes));
    (!ahead(minutes)).then_some(found)
}

fn in_night(
    hand: Hand,
    evening: NaiveDate,
    part: Option<Part>,
    now: NaiveDateTime,
) -> Option<NaiveDateTime> {
    let minutes = settled(hand, part).unwrap_or(hand.minutes % 720 + 720);
    let date = if minutes < 12 * 60 {
        evening.checked_add_days(Days::new(1))?
    } else {
        evening
    };
    let found = date.and_time(time(minutes));
    // Written at 2 in the night, "last night at 3" is the night before.
    if found > now + SLACK {
        return found.checked_sub_days(Days::new(1));
    }
    Some(found)
}

/// Words without a clock: a span, never a point.
fn vague(frame: Frame, part: Option<Part>, now: NaiveDateTime) -> Option<Start> {
    let (date, is_night) = match frame {
        Frame::Open => (now.date(), false),
        Frame::Date(date) => (date, false),
        Frame::Night(date) => (date, true),
    };
    let open = matches!(frame, Frame::Open);
    let hours = match part {
        None if open => return None,
        None | Some(Part::Night) if is_night => (22, 30),
        None => (0, 24),
        Some(Part::Morning) => (0, 12),
        Some(Part::Afternoon) => (12, 18),
        Some(Part::Evening) => (17, 24),
        Some(Part::Night) => (-2, 6),
        Some(Part::SmallHours) if is_night => (24, 29),
        Some(Part::SmallHours) => (0, 5),
        Some(Part::Dawn) if is_night => (28, 31),
        Some(Part::Dawn) => (4, 7),
    };
    let hour = |hour: i64| {
        date.and_time(NaiveTime::MIN)
            .checked_add_signed(Duration::hours(hour))
    };
    let (mut from, mut until) = (hour(hours.0)?, hour(hours.1)?);
    if from >= now {
        from = from.checked_sub_days(Days::new(1))?;
        until = until.checked_sub_days(Days::new(1))?;
    }
    Some(Start {
        from,
        until: until.min(now).max(from),
        sure: Sure::Vague,
    })
}
