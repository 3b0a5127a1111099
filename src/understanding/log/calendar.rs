//! Days: "last night", "monday", "on the 12th", "12 march", "2026-03-12", "12.3.2026". Parsers over words.

use chrono::NaiveDate;
use winnow::{
    Parser,
    combinator::{alt, opt, repeat, terminated},
    error::EmptyError,
};

use crate::content::words::log::Sign;

use super::{
    clock::Habits,
    lexemes::{Joint, Numeral},
    senses::Sense,
    tokens::{Found, Input, is_qualified, meaning, numeral, sign},
};

/// What was said with a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    LastNight,
    NightBeforeLast,
    Tonight,
    Today,
    ThisMorning,
    Yesterday,
    /// Monday is 0.
    Weekday(u8),
    /// Day and month, and the year if it was said.
    Date(u32, Option<u32>, Option<i32>),
}

/// A day: "last night", "monday", "on the 12th", "12 march", "2026-03-12".
pub fn day<'i>(habits: Habits) -> impl Parser<Input<'i>, Day, EmptyError> {
    let named = alt((
        sign(Sign::NightBeforeLast).value(Day::NightBeforeLast),
        sign(Sign::LastNight).value(Day::LastNight),
        sign(Sign::Tonight).value(Day::Tonight),
        sign(Sign::Yesterday).value(Day::Yesterday),
        sign(Sign::Today).value(Day::Today),
        sign(Sign::ThisMorning).value(Day::ThisMorning),
        meaning(|sense| {
            if let Sense::Weekday(day) = sense {
                Some(day)
            } else {
                None
            }
        })
        .map(Day::Weekday),
    ));
    alt((iso, dated, slashed_date(habits), named))
}

fn iso(input: &mut Input<'_>) -> Found<Day> {
    let year = numeral(None)
        .verify(|year: &Numeral| year.digits == 4)
        .parse_next(input)?;
    let month = numeral(Some(Joint::Dash)).parse_next(input)?;
    let day = numeral(Some(Joint::Dash)).parse_next(input)?;
    let whole = |numeral: Numeral| numeral.whole().unwrap_or(0);
    let year = i32::try_from(whole(year)).map_err(|_| EmptyError)?;
    date(whole(day), whole(month), Some(year))
}

/// "12 march", "march 12th", "on the 12th".
fn dated(input: &mut Input<'_>) -> Found<Day> {
    let month = || {
        meaning(|sense| {
            if let Sense::Month(month) = sense {
                Some(month)
            } else {
                None
            }
        })
    };
    let ordinal = || opt(sign(Sign::Ordinal));
    let on = || repeat::<_, _, (), _, _>(0.., sign(Sign::On));
    let number = || numeral(None).verify_map(Numeral::whole);
    let day_month = (on(), number(), ordinal(), opt(sign(Sign::OutOf)), month())
        .map(|((), day, _, _, month)| (day, u32::from(month)));
    let month_day = (on(), month(), opt(sign(Sign::On)), number(), ordinal())
        .map(|((), month, _, day, _)| (day, u32::from(month)));
    if let Some((day, month)) = opt(alt((day_month, month_day))).parse_next(input)? {
        if is_qualified(input) {
            return Err(EmptyError);
        }
        return date(day, month, None);
    }
    sign(Sign::On).parse_next(input)?;
    on().parse_next(input)?;
    let day = terminated(number(), sign(Sign::Ordinal)).parse_next(input)?;
    (1..=31)
        .contains(&day)
        .then_some(Day::Date(day, None, None))
        .ok_or(EmptyError)
}

/// "on 3/4", "3/4/26"; "on 4.3", "4.3.2026", where the day is always first.
fn slashed_date<'i>(habits: Habits) -> impl Parser<Input<'i>, Day, EmptyError> {
    alt((
        numbers(Joint::Slash, habits.day_first),
        numbers(Joint::Point, true),
    ))
}

fn numbers<'i>(joint: Joint, day_first: bool) -> impl Parser<Input<'i>, Day, EmptyError> {
    move |input: &mut Input<'i>| {
        let on = opt(sign(Sign::On)).parse_next(input)?;
        let first = numeral(None).verify_map(Numeral::whole).parse_next(input)?;
        let second = numeral(Some(joint))
            .verify_map(Numeral::whole)
            .parse_next(input)?;
        let year = opt(numeral(Some(joint)).verify_map(Numeral::whole)).parse_next(input)?;
        let full = |year: u32| i32::try_from(if year < 100 { year + 2000 } else { year }).ok();
        if on.is_none() && year.is_none() {
            return Err(EmptyError);
        }
        let day_first = if day_first { second <= 12 } else { first > 12 };
        let (day, month) = if day_first {
            (first, second)
        } else {
            (second, first)
        };
        date(day, month, year.and_then(full))
    }
}

fn date(day: u32, month: u32, year: Option<i32>) -> Found<Day> {
    // Any leap year: the year may be unknown.
    let exists = NaiveDate::from_ymd_opt(year.unwrap_or(2024), month, day).is_some();
    let found = Day::Date(day, Some(month), year);
    exists.then_some(found).ok_or(EmptyError)
}
