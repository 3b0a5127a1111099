//! The smallest parsers over words: a meaning, a numeral, a mark between two words. All others are made of them.

use winnow::{
    Parser,
    combinator::{opt, preceded},
    error::EmptyError,
};

use crate::{
    content::words::log::{Sign, Unit},
    understanding::normalise::Border,
};

use super::{
    lexemes::{Joint, Numeral, Word},
    senses::Sense,
};

pub type Input<'i> = &'i [Word];
pub type Found<T> = winnow::Result<T, EmptyError>;

/// The length of the longest phrase with that meaning at the first word.
#[must_use]
pub fn length(words: &[Word], sense: Sense) -> Option<usize> {
    let first = words.first()?;
    let lengths = first.senses.iter().filter(|(other, _)| *other == sense);
    lengths.map(|(_, length)| *length).max()
}

/// Words that mean `sign`.
pub fn sign<'i>(sign: Sign) -> impl Parser<Input<'i>, (), EmptyError> {
    move |input: &mut Input<'i>| {
        let length = length(input, Sense::Sign(sign)).ok_or(EmptyError)?;
        *input = &input[length..];
        Ok(())
    }
}

/// Words whose meaning `choose` takes; of several the longest.
pub fn meaning<'i, T: Copy>(
    choose: impl Fn(Sense) -> Option<T>,
) -> impl Parser<Input<'i>, T, EmptyError> {
    move |input: &mut Input<'i>| {
        let first = input.first().ok_or(EmptyError)?;
        let fitting = first
            .senses
            .iter()
            .filter_map(|(sense, length)| Some((choose(*sense)?, *length)));
        let (chosen, length) = fitting
            .max_by_key(|(_, length)| *length)
            .ok_or(EmptyError)?;
        *input = &input[length..];
        Ok(chosen)
    }
}

/// A number in digits whose first word stands behind `joint`, if one is asked for.
pub fn numeral<'i>(behind: Option<Joint>) -> impl Parser<Input<'i>, Numeral, EmptyError> {
    move |input: &mut Input<'i>| {
        let first = input.first().ok_or(EmptyError)?;
        let numeral = first.numeral.ok_or(EmptyError)?;
        if behind.is_some_and(|behind| behind != first.joint) {
            return Err(EmptyError);
        }
        *input = &input[1..];
        Ok(numeral)
    }
}

/// Nothing, before a word that a dash joins to the last one.
pub fn dash(input: &mut Input<'_>) -> Found<()> {
    let first = input.first().ok_or(EmptyError)?;
    let is_dashed = first.joint == Joint::Dash;
    is_dashed.then_some(()).ok_or(EmptyError)
}

/// "and", or its sign.
pub fn and(input: &mut Input<'_>) -> Found<()> {
    if input.first().is_some_and(|word| word.joint == Joint::And) {
        return Ok(());
    }
    sign(Sign::And).parse_next(input)
}

/// Nothing, if no comma or the like stands here.
pub fn unbroken(input: &mut Input<'_>) -> Found<()> {
    let is_broken = input.first().is_none_or(|word| word.border > Border::None);
    if is_broken { Err(EmptyError) } else { Ok(()) }
}

pub fn unit(input: &mut Input<'_>) -> Found<Unit> {
    let unit = |sense| {
        if let Sense::Unit(unit) = sense {
            Some(unit)
        } else {
            None
        }
    };
    preceded(opt(dash), meaning(unit)).parse_next(input)
}

/// Whether what follows makes a number a time, a length, a count or a score.
pub fn is_qualified(input: &Input<'_>) -> bool {
    const MARKS: [Sign; 9] = [
        Sign::Am,
        Sign::Pm,
        Sign::OClock,
        Sign::Counted,
        Sign::PastHour,
        Sign::Quarter,
        Sign::OutOf,
        Sign::Morning,
        Sign::SmallHours,
    ];
    let Some(first) = input.first() else {
        return false;
    };
    if first.border > Border::None {
        return false;
    }
    let joined = matches!(first.joint, Joint::Slash | Joint::Colon | Joint::Point);
    let ordinal =
        first.joint == Joint::Glued && length(input, Sense::Sign(Sign::Ordinal)).is_some();
    let mut ahead = *input;
    let counts = unit(&mut ahead).is_ok();
    joined
        || ordinal
        || counts
        || MARKS
            .into_iter()
            .any(|mark| length(input, Sense::Sign(mark)).is_some())
}
