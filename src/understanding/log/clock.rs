//! Times on a clock with what belongs to them: "around 3", "between 2 and 3", "from 3 to 3.10". Parsers over words.
//!
//! A time is read as said; which day and which half of the day it means is `moment`'s matter.

use winnow::{
    Parser,
    combinator::{alt, opt, peek, preceded, repeat, terminated},
    error::EmptyError,
};

use crate::{
    content::words::log::{HalfHour, LogWords, Sign},
    understanding::normalise::Border,
};

use super::{
    amounts::{hedges, measure},
    hands::{Half, Hand, Said, any, full_hour, of_the_day, past_or_to, told},
    lexemes::Joint,
    senses::Sense,
    tokens::{Found, Input, and, dash, is_qualified, length, sign, unbroken},
};

/// What was said with a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    pub from: Hand,
    pub until: Hand,
    pub about: bool,
    /// "from 3 to 3.10": the second is the end of the cramp.
    pub is_course: bool,
    /// "about 3" alone might count something else.
    pub weak: bool,
}

/// What a language decides about times.
#[derive(Debug, Clone, Copy, Default)]
pub struct Habits {
    pub half_hour: HalfHour,
    pub day_first: bool,
}

impl Habits {
    #[must_use]
    pub const fn new(words: &LogWords) -> Self {
        Self {
            half_hour: words.half_hour,
            day_first: words.day_first,
        }
    }
}

/// "half past two", "quarter to 3", "ten past four": read before lengths of time are.
pub fn in_words<'i>(habits: Habits) -> impl Parser<Input<'i>, Clock, EmptyError> {
    move |input: &mut Input<'i>| {
        let (_, about) = cues(input)?;
        let said = told(past_or_to(habits)).parse_next(input)?;
        Ok(one(said, about, false))
    }
}

/// "0400 hrs", "0h45": read before lengths of time are, too.
pub fn in_hours(input: &mut Input<'_>) -> Found<Clock> {
    let (_, about) = cues(input)?;
    let said = told(of_the_day).parse_next(input)?;
    Ok(one(said, about, false))
}

/// "an hour before my 6am alarm", "20 mins after midnight".
pub fn counted<'i>(habits: Habits) -> impl Parser<Input<'i>, Clock, EmptyError> {
    move |input: &mut Input<'i>| {
        opt(sign(Sign::At)).parse_next(input)?;
        hedges(input)?;
        let measure = measure(input)?;
        let minutes = measure.minutes().middle();
        unbroken(input)?;
        let mut side = alt((
            sign(Sign::Earlier).value(-1.0),
            sign(Sign::After).value(1.0),
        ));
        let side = side.parse_next(input)?;
        let small = alt((
            sign(Sign::Own),
            sign(Sign::On),
            sign(Sign::Elsewhen),
            sign(Sign::At),
        ));
        repeat::<_, _, (), _, _>(0..=3, small).parse_next(input)?;
        let said = any(habits).parse_next(input)?;
        let is_near = minutes <= 180.0 && (said.sure || !is_qualified(input));
        is_near
            .then(|| Said {
                hand: said.hand.moved((minutes * side) as i32),
                ..said
            })
            .map(|said| one(said, true, false))
            .ok_or(EmptyError)
    }
}

/// An hour and nothing else up to the next border.
pub fn lone_hour(input: &mut Input<'_>) -> Found<Clock> {
    let said = told(full_hour.map(|hand| (hand, false))).parse_next(input)?;
    let ends = input.first().is_none_or(|word| word.border > Border::None);
    let is_hour = ends && said.hand.open;
    is_hour.then(|| one(said, false, true)).ok_or(EmptyError)
}

/// Any other time.
pub fn clock<'i>(habits: Habits, after_day: bool) -> impl Parser<Input<'i>, Clock, EmptyError> {
    move |input: &mut Input<'i>| {
        if let Some(found) = opt(between(habits)).parse_next(input)? {
            return Ok(found);
        }
        let (cue, about) = cues(input)?;
        let said = any(habits).parse_next(input)?;
        if let Some(found) = opt(other_end(habits, said, about, cue)).parse_next(input)? {
            return Ok(found);
        }
        let ends = input.first().is_none_or(|word| word.border > Border::None);
        let is_time =
            said.sure || ((cue == Cue::At || (after_day && ends) || about) && !is_qualified(input));
        let weak = !said.sure && cue != Cue::At;
        // "maybe 5 on pain".
        let is_score = weak && length(input, Sense::Sign(Sign::Scale)).is_some();
        let is_time = is_time && !is_score;
        is_time.then(|| one(said, about, weak)).ok_or(EmptyError)
    }
}

fn one(said: Said, about: bool, weak: bool) -> Clock {
    Clock {
        from: said.hand,
        until: said.hand,
        about: about || said.ish,
        is_course: false,
        weak,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cue {
    None,
    At,
    From,
}

/// The words before a time, and whether they make it an approximate one.
fn cues(input: &mut Input<'_>) -> Found<(Cue, bool)> {
    let mark = |input: &Input<'_>| input.first().map_or(Joint::Space, |word| word.joint);
    let mut cue = Cue::None;
    let mut about = false;
    loop {
        if opt(sign(Sign::From)).parse_next(input)?.is_some() {
            cue = Cue::From;
        } else if length(input, Sense::Sign(Sign::At)).is_some() {
            // "around" is both.
            about |= length(input, Sense::Sign(Sign::About)).is_some();
            sign(Sign::At).parse_next(input)?;
            cue = Cue::At;
        } else if opt((peek(sign(Sign::To)), sign(Sign::Until), unbroken))
            .parse_next(input)?
            .is_some()
        {
            // "slept till 3".
            cue = Cue::At;
        } else if opt(terminated(sign(Sign::About), unbroken))
            .parse_next(input)?
            .is_some()
        {
            about = true;
        } else {
            break;
        }
    }
    match mark(input) {
        Joint::At => cue = Cue::At,
        Joint::Tilde => about = true,
        Joint::Space
        | Joint::Glued
        | Joint::Slash
        | Joint::Colon
        | Joint::Point
        | Joint::Dash
        | Joint::And => {}
    }
    Ok((cue, about))
}

/// "between 2 and 3".
fn between<'i>(habits: Habits) -> impl Parser<Input<'i>, Clock, EmptyError> {
    move |input: &mut Input<'i>| {
        (hedges, opt(sign(Sign::At)), sign(Sign::Between), hedges).parse_next(input)?;
        let from = any(habits).parse_next(input)?;
        alt((and, sign(Sign::To), dash)).parse_next(input)?;
        let until = preceded(cues, any(habits)).parse_next(input)?;
        if is_qualified(input) {
            return Err(EmptyError);
        }
        Ok(both(from, until, false))
    }
}

/// Two times to the minute that lie so near to each other are a beginning and an end.
const SHORT: u32 = 20;

/// The "-3am" of "2-3am", the "to 3.10" of "from 3 to 3.10".
fn other_end<'i>(
    habits: Habits,
    from: Said,
    about: bool,
    cue: Cue,
) -> impl Parser<Input<'i>, Clock, EmptyError> {
    move |input: &mut Input<'i>| {
        unbroken(input)?;
        // "till" names an end by itself, "to" only after "from".
        let mut joined = alt((
            sign(Sign::Until).value(true),
            sign(Sign::To).value(cue == Cue::From),
            sign(Sign::Or).value(false),
            dash.value(false),
            slash.value(false),
        ));
        let is_course = joined.parse_next(input)?;
        let until = preceded(cues, any(habits)).parse_next(input)?;
        let cued = cue != Cue::None || about;
        // "3:10 - 5m" is a list.
        if !until.sure && is_qualified(input) {
            return Err(EmptyError);
        }
        let is_free = !is_qualified(input) && length(input, Sense::Sign(Sign::Scale)).is_none();
        let sure = from.sure || until.sure || (cued && is_free);
        let found = both(from, until, is_course);
        // "2:10-2:14" is no guess.
        let spent = found.until.minutes.saturating_sub(found.from.minutes);
        let is_course =
            is_course || !until.hand.minutes.is_multiple_of(60) && (1..=SHORT).contains(&spent);
        let found = Clock { is_course, ..found };
        sure.then_some(found).ok_or(EmptyError)
    }
}

/// The mark of "2/3am".
fn slash(input: &mut Input<'_>) -> Found<()> {
    let first = input.first().ok_or(EmptyError)?;
    let is_slashed = first.joint == Joint::Slash;
    is_slashed.then_some(()).ok_or(EmptyError)
}

/// The half of the day of the second holds for the first, unless that would be more than half a day before it.
fn both(from: Said, until: Said, is_course: bool) -> Clock {
    let mut first = from.hand;
    if let (None, Some(half)) = (from.half, until.half) {
        let same = first.in_half(half);
        first = if same.minutes <= until.hand.minutes {
            same
        } else {
            first.in_half(other(half))
        };
    }
    let second = match (until.half, from.half) {
        (None, Some(half)) if until.hand.open => {
            let same = until.hand.in_half(half);
            if same.minutes >= first.minutes {
                same
            } else {
                until.hand.in_half(other(half))
            }
        }
        _ => until.hand,
    };
    Clock {
        from: first,
        until: second,
        about: true,
        is_course,
        weak: false,
    }
}

const fn other(half: Half) -> Half {
    match half {
        Half::Am => Half::Pm,
        Half::Pm => Half::Am,
    }
}
