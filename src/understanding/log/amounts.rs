//! Amounts: numbers, how long it lasted, how long ago it was. Parsers over words.
//!
//! Ranges keep both ends. Nothing here looks at what stands before an amount; `facts` does.

use winnow::{
    Parser,
    combinator::{alt, not, opt, preceded, repeat, terminated},
    error::EmptyError,
};

use crate::{
    content::words::log::{Sign, Unit},
    understanding::normalise::Border,
};

use super::{
    Range,
    lexemes::{Joint, Numeral},
    senses::Sense,
    tokens::{
        Found, Input, and, dash, is_qualified, length, meaning, numeral, sign, unbroken, unit,
    },
};

/// How long it lasted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lasting {
    pub minutes: Range,
    /// "More than".
    pub over: bool,
}

/// A length of time, told with a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    pub amount: Range,
    pub unit: Unit,
    pub over: bool,
}

/// Words that say nothing about the number after them: "about", "a good". In "walked about, 3 mins" there are none.
pub fn hedges(input: &mut Input<'_>) -> Found<()> {
    repeat(0.., terminated(sign(Sign::About), unbroken)).parse_next(input)
}

/// "7", "7.5", "1½".
fn typed(input: &mut Input<'_>) -> Found<f64> {
    let whole = numeral(None).parse_next(input)?;
    let mut value = f64::from(whole.quarters) / 4.0;
    if let Some(decimals) = opt(numeral(Some(Joint::Point))).parse_next(input)? {
        let scale = 10_f64.powi(i32::try_from(decimals.digits).unwrap_or(1));
        value += f64::from(decimals.quarters) / 4.0 / scale;
    } else if whole.digits > 0
        && let Some(next) = input.first().and_then(|word| word.numeral)
        && next.digits == 0
    {
        value += f64::from(next.quarters) / 4.0;
        *input = &input[1..];
    }
    Ok(value)
}

/// A number word.
pub fn spoken(input: &mut Input<'_>) -> Found<u16> {
    let number = |sense| {
        if let Sense::Number(number) = sense {
            Some(number)
        } else {
            None
        }
    };
    let tens = meaning(number).parse_next(input)?;
    if (20..100).contains(&tens) && tens.is_multiple_of(10) {
        let ones = |sense| number(sense).filter(|ones| (1..10).contains(ones));
        let ones = opt(meaning(ones)).parse_next(input)?;
        return Ok(tens + ones.unwrap_or(0));
    }
    Ok(tens)
}

/// A number proper; "a few" is none.
pub fn number(input: &mut Input<'_>) -> Found<f64> {
    alt((typed, spoken.map(f64::from))).parse_next(input)
}

/// "a few", "a couple of".
fn vague(input: &mut Input<'_>) -> Found<f64> {
    let amount = |sense| {
        if let Sense::Amount(amount) = sense {
            Some(amount)
        } else {
            None
        }
    };
    meaning(amount).map(f64::from).parse_next(input)
}

/// "1/2" or the word.
fn half(input: &mut Input<'_>) -> Found<f64> {
    let slashed = |input: &mut Input<'_>| {
        let over = numeral(None).parse_next(input)?;
        let under = numeral(Some(Joint::Slash)).parse_next(input)?;
        let is_half = over.whole() == Some(1) && under.whole() == Some(2);
        is_half.then_some(()).ok_or(EmptyError)
    };
    terminated(alt((slashed, sign(Sign::Half))), opt(sign(Sign::Article)))
        .value(0.5)
        .parse_next(input)
}

/// "a quarter of an", "three quarters of an".
fn quarters(input: &mut Input<'_>) -> Found<f64> {
    let count = alt((number, sign(Sign::Article).value(1.0)));
    let count = terminated(opt(count), sign(Sign::Quarter)).parse_next(input)?;
    (opt(sign(Sign::OutOf)), opt(sign(Sign::Article))).parse_next(input)?;
    Ok(count.unwrap_or(1.0) / 4.0)
}

/// How many of a unit.
fn quantity(input: &mut Input<'_>) -> Found<f64> {
    let counted = |input: &mut Input<'_>| {
        let count = alt((vague, number)).parse_next(input)?;
        opt(preceded(opt(dash), sign(Sign::Ish))).parse_next(input)?;
        let more = opt(sign(Sign::AndAHalf)).parse_next(input)?;
        Ok(count + if more.is_some() { 0.5 } else { 0.0 })
    };
    alt((quarters, half, counted, sign(Sign::Article).value(1.0))).parse_next(input)
}

/// What joins the two ends of a range.
pub fn link(input: &mut Input<'_>) -> Found<()> {
    alt((sign(Sign::To), sign(Sign::Or), dash)).parse_next(input)
}

/// "5 to 10", "6-7", "between 2 and 3", or one number.
fn range(input: &mut Input<'_>) -> Found<Range> {
    let between = opt((sign(Sign::Between), hedges)).parse_next(input)?;
    let least = quantity(input)?;
    if between.is_some() {
        let most = preceded((alt((and, link)), hedges), quantity).parse_next(input)?;
        return Ok(Range::new(least, most));
    }
    let linked = preceded((link, hedges), quantity);
    // "3/60" is no range.
    let slashed = preceded(slashed_numbers, quantity).verify(|most: &f64| *most <= least * 3.0);
    let most = opt(alt((linked, slashed, or_maybe(least, quantity)))).parse_next(input)?;
    Ok(Range::new(least, most.unwrap_or(least)))
}

/// The "maybe 15" of "10, maybe 15", which is more and not much more.
pub fn or_maybe<'i>(
    least: f64,
    number: impl Parser<Input<'i>, f64, EmptyError>,
) -> impl Parser<Input<'i>, f64, EmptyError> {
    let more = preceded(sign(Sign::OrMaybe), number);
    more.verify(move |most: &f64| *most > least && *most <= least * 2.0 + 1.0)
}

/// "6/7" in "6/7 out of 10".
pub fn slashed_numbers(input: &mut Input<'_>) -> Found<()> {
    let first = input.first().ok_or(EmptyError)?;
    let is_range =
        first.joint == Joint::Slash && first.numeral.and_then(Numeral::whole) != Some(10);
    is_range.then_some(()).ok_or(EmptyError)
}

/// A length of time with its unit: "5-10 minutes", "an hour and a half", "2m30s", "a minute or two".
pub fn measure(input: &mut Input<'_>) -> Found<Measure> {
    let plus = |input: &Input<'_>| {
        input
            .first()
            .and_then(|word| word.numeral)
            .is_some_and(|n| n.plus)
    };
    let mut over = plus(input);
    let alone = (quantity, unit);
    let mut amount = match opt(minutes_and_seconds).parse_next(input)? {
        Some(minutes) => return Ok(minutes),
        None => {
            // "10 to 15+": the mark stands behind either end.
            let before = *input;
            let amount = range(input)?;
            let read = before.len() - input.len();
            over |= before[..read]
                .iter()
                .any(|word| word.numeral.is_some_and(|n| n.plus));
            amount
        }
    };
    let unit =
        preceded(repeat::<_, _, (), _, _>(0..3, sign(Sign::Stressed)), unit).parse_next(input)?;
    let is_single = amount.least == amount.most;
    if is_single && opt(sign(Sign::AndAHalf)).parse_next(input)?.is_some() {
        amount = amount.plus(0.5);
    } else if is_single
        && let Some((more, smaller)) = opt(preceded(opt(and), alone)).parse_next(input)?
        && seconds(smaller) < seconds(unit)
    {
        amount = amount.plus(more * seconds(smaller) / seconds(unit));
    } else if is_single && let Some(most) = opt(or_more).parse_next(input)? {
        amount = Range::new(amount.least, most);
    }
    Ok(Measure { amount, unit, over })
}

/// The "or two" of "a minute or two".
fn or_more(input: &mut Input<'_>) -> Found<f64> {
    terminated(preceded(sign(Sign::Or), number), not(unit)).parse_next(input)
}

/// "1:30 mins".
fn minutes_and_seconds(input: &mut Input<'_>) -> Found<Measure> {
    let minutes = numeral(None).parse_next(input)?;
    let rest = numeral(Some(Joint::Colon)).parse_next(input)?;
    let unit = unit(input)?;
    if unit != Unit::Minute || rest.digits != 2 {
        return Err(EmptyError);
    }
    let minutes = f64::from(minutes.quarters) / 4.0 + f64::from(rest.quarters) / 4.0 / 60.0;
    Ok(Measure {
        amount: Range::new(minutes, minutes),
        unit,
        over: false,
    })
}

/// The seconds of a unit.
#[must_use]
pub const fn seconds(unit: Unit) -> f64 {
    match unit {
        Unit::Second => 1.0,
        Unit::Minute => 60.0,
        Unit::Hour => 3_600.0,
        Unit::Day | Unit::Night => 86_400.0,
        Unit::Week => 604_800.0,
        Unit::Longer => 2_592_000.0,
    }
}

impl Measure {
    #[must_use]
    pub fn minutes(self) -> Range {
        self.amount.times(seconds(self.unit) / 60.0)
    }
}

/// How long it lasted: "about five mins", "lasted 5", "more than ten minutes".
pub fn lasting(input: &mut Input<'_>) -> Found<Lasting> {
    let lasted = opt(sign(Sign::Lasted)).parse_next(input)?;
    // "around 3, maybe 5 mins" begins with a time.
    let timed = length(input, Sense::Sign(Sign::At)).is_some();
    hedges(input)?;
    let over = opt(sign(Sign::Over)).parse_next(input)?.is_some();
    opt(sign(Sign::Under)).parse_next(input)?;
    hedges(input)?;
    let ordinal = alone_second(input);
    let start = *input;
    let read = match lasted {
        Some(()) => alt((measure, bare_minutes)).parse_next(input)?,
        None => measure(input)?,
    };
    let is_guess = (0..start.len() - input.len())
        .any(|at| length(&start[at..], Sense::Sign(Sign::OrMaybe)).is_some());
    if timed && is_guess {
        return Err(EmptyError);
    }
    opt(preceded(unbroken, sign(Sign::OrSo))).parse_next(input)?;
    let ends = input.first().is_none_or(|word| word.border > Border::None);
    // "a second cramp" is no length.
    if ordinal && !ends {
        return Err(EmptyError);
    }
    match read.unit {
        Unit::Second | Unit::Minute | Unit::Hour => Ok(Lasting {
            minutes: read.minutes(),
            over: over || read.over,
        }),
        Unit::Day | Unit::Night | Unit::Week | Unit::Longer => Err(EmptyError),
    }
}

fn alone_second(input: &Input<'_>) -> bool {
    let mut ahead = *input;
    let read = (sign(Sign::Article), unit).parse_next(&mut ahead);
    read.is_ok_and(|((), unit)| unit == Unit::Second)
}

/// The "5" of "lasted 5".
fn bare_minutes(input: &mut Input<'_>) -> Found<Measure> {
    let amount = range(input)?;
    opt(sign(Sign::Ish)).parse_next(input)?;
    if amount.least == 1.0 || is_qualified(input) {
        return Err(EmptyError);
    }
    Ok(Measure {
        amount,
        unit: Unit::Minute,
        over: false,
    })
}

/// How long ago.
pub fn ago(input: &mut Input<'_>) -> Found<Measure> {
    let told = |input: &mut Input<'_>| {
        hedges(input)?;
        opt(alt((sign(Sign::Over), sign(Sign::Under)))).parse_next(input)?;
        let read = terminated(measure, opt(sign(Sign::OrSo))).parse_next(input)?;
        // "5 mins, back in bed" is a length.
        preceded(unbroken, sign(Sign::Ago)).parse_next(input)?;
        Ok(read)
    };
    let now = sign(Sign::JustNow).value(Measure {
        amount: Range::new(0.0, 0.0),
        unit: Unit::Minute,
        over: false,
    });
    alt((told, now)).parse_next(input)
}
