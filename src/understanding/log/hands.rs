//! One time on a clock as people say it: "half two", "quarter to 3", "0330", "3ish", "three fifteen". Parsers over words.

use winnow::{
    Parser,
    combinator::{alt, not, opt, preceded, terminated},
    error::EmptyError,
};

use crate::content::words::log::{HalfHour, Sign, Unit};

use super::{
    amounts::spoken,
    clock::Habits,
    lexemes::{Joint, Numeral},
    senses::Sense,
    tokens::{Found, Input, dash, is_qualified, length, meaning, numeral, sign, unbroken, unit},
};

/// Four digits from here on are a year, if nothing says otherwise.
const YEARS: std::ops::Range<u32> = 1900..2060;

/// A time on a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hand {
    /// Minutes after midnight, as said.
    pub minutes: u32,
    /// Whether morning or evening was not said.
    pub open: bool,
}

impl Hand {
    /// From an hour of the twelve or of the twenty-four.
    fn new(hour: u32, minute: u32) -> Option<Self> {
        let is_time = hour < 24 && minute < 60 || (hour == 24 && minute == 0);
        is_time.then_some(Self {
            minutes: (hour % 24) * 60 + minute,
            open: (1..=12).contains(&hour),
        })
    }

    const fn closed(minutes: u32) -> Self {
        Self {
            minutes: minutes % 1440,
            open: false,
        }
    }

    /// Moved by minutes, at any side of midnight.
    pub const fn moved(self, by: i32) -> Self {
        let minutes = self.minutes as i32 + by;
        Self {
            minutes: minutes.rem_euclid(1440) as u32,
            open: self.open,
        }
    }

    /// With "am" or "pm".
    pub const fn in_half(self, half: Half) -> Self {
        let of_twelve = self.minutes % 720;
        if !self.open {
            return self;
        }
        match half {
            Half::Am => Self::closed(of_twelve),
            Half::Pm => Self::closed(of_twelve + 720),
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub enum Half {
    Am,
    Pm,
}

/// A time by itself, and what was said with it.
#[derive(Debug, Clone, Copy)]
pub struct Said {
    pub hand: Hand,
    pub half: Option<Half>,
    pub ish: bool,
    /// It can be nothing but a time.
    pub sure: bool,
}

pub fn any<'i>(habits: Habits) -> impl Parser<Input<'i>, Said, EmptyError> {
    alt((
        told(past_or_to(habits)),
        told(with_minutes),
        told(in_a_row),
        told(spaced),
        told(spoken_minutes),
        told(named.map(|hand| (hand, true))),
        told(full_hour.map(|hand| (hand, false))),
    ))
}

/// A time with the words behind it: "am", "ish", "o'clock", "in the morning".
pub fn told<'i>(
    mut time: impl Parser<Input<'i>, (Hand, bool), EmptyError>,
) -> impl Parser<Input<'i>, Said, EmptyError> {
    move |input: &mut Input<'i>| {
        // In "one last night" it counts; "one in the morning" is a time.
        let is_one = input.first().is_some_and(|word| {
            word.numeral.is_none() && length(input, Sense::Number(1)).is_some()
        });
        let (hand, sure) = time.parse_next(input)?;
        let ish = |input: &mut Input<'i>| {
            opt(preceded(opt(dash), sign(Sign::Ish)))
                .map(|ish| ish.is_some())
                .parse_next(input)
        };
        let before = ish(input)?;
        let oclock = opt(sign(Sign::OClock)).parse_next(input)?.is_some();
        let half = alt((
            sign(Sign::Am).value(Half::Am),
            sign(Sign::Pm).value(Half::Pm),
        ));
        let half = opt(half).parse_next(input)?;
        let after = ish(input)?;
        let has_part = if is_one {
            half_follows(input)
        } else {
            part_follows(input)
        };
        Ok(Said {
            hand: half.map_or(hand, |half| hand.in_half(half)),
            half,
            ish: before || after,
            sure: sure || oclock || half.is_some() || before || has_part,
        })
    }
}

/// "in the morning", "last night" directly behind a time.
fn part_follows(input: &Input<'_>) -> bool {
    const PARTS: [Sign; 9] = [
        Sign::LastNight,
        Sign::ThisMorning,
        Sign::Morning,
        Sign::Afternoon,
        Sign::Evening,
        Sign::Night,
        Sign::SmallHours,
        Sign::Tonight,
        Sign::Yesterday,
    ];
    PARTS
        .into_iter()
        .any(|part| length(input, Sense::Sign(part)).is_some())
}

/// "in the morning", which says the half of the day of an hour. "morning" alone may follow a count: "one morning".
fn half_follows(input: &Input<'_>) -> bool {
    [Sign::Morning, Sign::SmallHours]
        .into_iter()
        .any(|part| length(input, Sense::Sign(part)).is_some_and(|words| words > 2))
}

/// Whether a number in front of these words counts, measures or scores, and is no time.
fn is_no_time(input: &Input<'_>) -> bool {
    let has_half = [Sign::Am, Sign::Pm, Sign::Morning, Sign::SmallHours]
        .into_iter()
        .any(|half| length(input, Sense::Sign(half)).is_some());
    let has_month = input.first().is_some_and(|word| {
        let mut senses = word.senses.iter();
        senses.any(|(sense, _)| matches!(sense, Sense::Month(_)))
    });
    has_month || is_qualified(input) && !has_half
}

fn hour(input: &mut Input<'_>) -> Found<Hand> {
    let typed = numeral(None).verify_map(|numeral: Numeral| {
        let hour = numeral
            .whole()
            .filter(|_| (1..=2).contains(&numeral.digits))?;
        let hand = Hand::new(hour, 0)?;
        Some(Hand {
            open: hand.open && !numeral.leading_zero,
            ..hand
        })
    });
    let zero = meaning(|sense| matches!(sense, Sense::Number(0)).then_some(()));
    let said = preceded(opt(zero), spoken)
        .verify(|hour| (1..=12).contains(hour))
        .verify_map(|hour| Hand::new(u32::from(hour), 0));
    alt((typed, said, named)).parse_next(input)
}

pub fn full_hour(input: &mut Input<'_>) -> Found<Hand> {
    let joined = |input: &mut Input<'_>| {
        let joint = input.first().map(|word| word.joint);
        let is_joined = matches!(joint, Some(Joint::Colon | Joint::Point));
        is_joined.then_some(()).ok_or(EmptyError)
    };
    terminated(hour, not(joined)).parse_next(input)
}

/// A number that a mark joins to the last one.
fn marked_number(input: &mut Input<'_>) -> Found<()> {
    let first = input.first().ok_or(EmptyError)?;
    let is_joined = matches!(first.joint, Joint::Slash | Joint::Colon | Joint::Point);
    is_joined.then_some(()).ok_or(EmptyError)
}

fn named(input: &mut Input<'_>) -> Found<Hand> {
    let midnight = sign(Sign::Midnight).value(Hand::closed(0));
    let noon = sign(Sign::Noon).value(Hand::closed(720));
    alt((midnight, noon)).parse_next(input)
}

/// "half two", "quarter to 3", "ten minutes past four".
pub fn past_or_to<'i>(habits: Habits) -> impl Parser<Input<'i>, (Hand, bool), EmptyError> {
    move |input: &mut Input<'i>| {
        let to = || alt((sign(Sign::ToHour).value(-1), sign(Sign::OutOf).value(-1)));
        let sides = || alt((sign(Sign::PastHour).value(1), to()));
        let half = (sign(Sign::Half), opt(sign(Sign::PastHour))).map(|(_, past)| {
            match (past, habits.half_hour) {
                (Some(()), _) | (None, HalfHour::After) => 30,
                (None, HalfHour::Before) => -30,
            }
        });
        let quarter = (opt(sign(Sign::Article)), sign(Sign::Quarter), sides())
            .map(|(_, (), side): (Option<()>, (), i32)| 15 * side);
        let odd = (
            small,
            opt(unit.verify(|unit| *unit == Unit::Minute)),
            minute_side,
        )
            .map(|(minutes, _, side)| minutes * side);
        let by = alt((half, quarter, odd)).parse_next(input)?;
        let hand = terminated(hour, not(marked_number)).parse_next(input)?;
        if opt(preceded(opt(dash), unit)).parse_next(input)?.is_some() {
            return Err(EmptyError);
        }
        Ok((hand.moved(by), true))
    }
}

fn minute_side(input: &mut Input<'_>) -> Found<i32> {
    let past = sign(Sign::PastHour).value(1);
    alt((past, sign(Sign::ToHour).value(-1))).parse_next(input)
}

/// The minutes before or after an hour.
fn small(input: &mut Input<'_>) -> Found<i32> {
    let typed = numeral(None).verify_map(Numeral::whole);
    let minutes = alt((typed, spoken.map(u32::from))).parse_next(input)?;
    let is_small = (1..30).contains(&minutes);
    is_small.then_some(minutes as i32).ok_or(EmptyError)
}

/// "3:15", "3.15", "3h15".
fn with_minutes(input: &mut Input<'_>) -> Found<(Hand, bool)> {
    let hour = numeral(None).parse_next(input)?;
    let joint = input.first().map(|word| word.joint);
    let minute = alt((
        numeral(Some(Joint::Colon)),
        numeral(Some(Joint::Point)),
        preceded(
            unit.verify(|unit| *unit == Unit::Hour),
            numeral(Some(Joint::Glued)),
        ),
    ))
    .parse_next(input)?;
    let is_shaped = (1..=2).contains(&hour.digits) && minute.digits == 2;
    let (Some(hours), Some(minutes), true) = (hour.whole(), minute.whole(), is_shaped) else {
        return Err(EmptyError);
    };
    // "3.15 mins" is a length.
    let sure = joint != Some(Joint::Point) || !is_qualified(input);
    let hand = Hand::new(hours, minutes).ok_or(EmptyError)?;
    let open = hand.open && !hour.leading_zero;
    // A third part makes it a date or a score.
    not(marked_number).parse_next(input)?;
    Ok((Hand { open, ..hand }, sure))
}

/// "0400 hrs", "0h45": an hour of the day, although its unit is one of length.
pub fn of_the_day(input: &mut Input<'_>) -> Found<(Hand, bool)> {
    let digits = input.first().and_then(|word| word.numeral);
    let digits = digits.map_or(0, |numeral| numeral.digits);
    let is_hour = input
        .get(1..)
        .is_some_and(|rest| length(rest, Sense::Unit(Unit::Hour)).is_some());
    match (digits, is_hour) {
        (4, true) => in_a_row(input),
        (1 | 2, true) => terminated(with_minutes, not(unit)).parse_next(input),
        _ => Err(EmptyError),
    }
}

/// "0330", "2315hrs", "330am".
fn in_a_row(input: &mut Input<'_>) -> Found<(Hand, bool)> {
    let numeral = numeral(None).parse_next(input)?;
    let value = numeral
        .whole()
        .filter(|_| (3..=4).contains(&numeral.digits));
    let value = value.ok_or(EmptyError)?;
    let hand = Hand::new(value / 100, value % 100).ok_or(EmptyError)?;
    not(marked_number).parse_next(input)?;
    let hours = opt(unit.verify(|unit| *unit == Unit::Hour)).parse_next(input)?;
    let is_military = numeral.digits == 4 && (numeral.leading_zero || !YEARS.contains(&value));
    let has_half = [Sign::Am, Sign::Pm]
        .into_iter()
        .any(|half| length(input, Sense::Sign(half)).is_some());
    let open = hand.open && !numeral.leading_zero && (numeral.digits == 3 || has_half);
    Ok((Hand { open, ..hand }, hours.is_some() || is_military))
}

/// "2 50", "11 40 pm". In "at 3 10 mins" the second number is a length.
fn spaced(input: &mut Input<'_>) -> Found<(Hand, bool)> {
    let hour = numeral(None)
        .verify(|hour: &Numeral| (1..=2).contains(&hour.digits))
        .parse_next(input)?;
    unbroken(input)?;
    let minute = numeral(Some(Joint::Space))
        .verify(|minute: &Numeral| minute.digits == 2)
        .parse_next(input)?;
    let (Some(hours), Some(minutes)) = (hour.whole(), minute.whole()) else {
        return Err(EmptyError);
    };
    if is_no_time(input) {
        return Err(EmptyError);
    }
    let hand = Hand::new(hours, minutes).ok_or(EmptyError)?;
    let open = hand.open && !hour.leading_zero;
    Ok((Hand { open, ..hand }, true))
}

/// "three fifteen", "two oh five", "6 thirty".
fn spoken_minutes(input: &mut Input<'_>) -> Found<(Hand, bool)> {
    let typed = numeral(None).verify_map(Numeral::whole);
    let hour = alt((typed, spoken.map(u32::from)))
        .verify(|hour| (1..=12).contains(hour))
        .parse_next(input)?;
    unbroken(input)?;
    let zero = meaning(|sense| matches!(sense, Sense::Number(0)).then_some(()));
    let minute = (opt(zero), spoken).parse_next(input)?;
    let minutes = match minute {
        (Some(()), minutes) if (1..10).contains(&minutes) => minutes,
        (None, minutes) if (10..60).contains(&minutes) => minutes,
        _ => return Err(EmptyError),
    };
    let hand = Hand::new(hour, u32::from(minutes)).ok_or(EmptyError)?;
    if is_no_time(input) {
        return Err(EmptyError);
    }
    Ok((hand, true))
}
