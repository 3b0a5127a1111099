//! Pain from 0 to 10: "7/10", "pain about a 6", "call it 8". Parsers over words.

use winnow::{
    Parser,
    combinator::{alt, not, opt, preceded, repeat},
    error::EmptyError,
};

use crate::{content::words::log::Sign, understanding::normalise::Border};

use super::{
    Range,
    amounts::{hedges, link, number, or_maybe, slashed_numbers},
    lexemes::{Joint, Numeral},
    senses::Sense,
    tokens::{Found, Input, dash, is_qualified, length, numeral, sign, unbroken},
};

/// The top of the scale of pain.
const WORST: f64 = 10.0;

/// "12/10" is meant as the worst; beyond this it is something else.
const BOAST: f64 = 20.0;

/// Pain from 0 to 10.
pub fn pain(input: &mut Input<'_>) -> Found<Range> {
    let hedged = |input: &mut Input<'_>| {
        hedges(input)?;
        alt((out_of_ten, before_scale)).parse_next(input)
    };
    let found = alt((hedged, after_scale, rated)).parse_next(input)?;
    let is_on_scale = found.most <= BOAST && found.least >= 0.0;
    let clamped = Range::new(found.least.min(WORST), found.most.min(WORST));
    is_on_scale.then_some(clamped).ok_or(EmptyError)
}

/// A score, or a range of scores.
fn score(input: &mut Input<'_>) -> Found<Range> {
    let least = one_score(input)?;
    let linked = preceded(
        (alt((link, slashed_numbers)), opt(sign(Sign::Article))),
        one_score,
    );
    let article = preceded(opt(sign(Sign::Article)), one_score);
    let most = opt(alt((linked, or_maybe(least, article)))).parse_next(input)?;
    Ok(Range::new(least, most.unwrap_or(least)))
}

/// "7", "7ish", "six and a half".
fn one_score(input: &mut Input<'_>) -> Found<f64> {
    let whole = number(input)?;
    let half = opt(sign(Sign::AndAHalf)).parse_next(input)?;
    opt(preceded(opt(dash), sign(Sign::Ish))).parse_next(input)?;
    Ok(whole + if half.is_some() { 0.5 } else { 0.0 })
}

/// "7/10", "6 or 7 out of 10".
fn out_of_ten(input: &mut Input<'_>) -> Found<Range> {
    let score = alt((between, score)).parse_next(input)?;
    let slashed = numeral(Some(Joint::Slash)).map(|top: Numeral| f64::from(top.quarters) / 4.0);
    let out_of = preceded(alt((sign(Sign::OutOf), sign(Sign::From))), number);
    let top = alt((slashed, out_of, preceded(sign(Sign::On), day_free))).parse_next(input)?;
    opt(sign(Sign::Scale)).parse_next(input)?;
    let is_date = input.first().is_some_and(|word| word.joint == Joint::Slash);
    (top == WORST && !is_date)
        .then_some(score)
        .ok_or(EmptyError)
}

/// "between 3 and 4".
fn between(input: &mut Input<'_>) -> Found<Range> {
    let least = preceded(sign(Sign::Between), number).parse_next(input)?;
    let most = preceded(alt((sign(Sign::And), link)), number).parse_next(input)?;
    Ok(Range::new(least, most))
}

/// The "10" of "5 on 10", which is none of a date: "on 10 november", "on 10th".
fn day_free(input: &mut Input<'_>) -> Found<f64> {
    let top = number(input)?;
    let dates = |sense: &Sense| matches!(sense, Sense::Month(_) | Sense::Sign(Sign::Ordinal));
    let is_date = input
        .first()
        .is_some_and(|word| word.senses.iter().any(|(sense, _)| dates(sense)));
    (!is_date).then_some(top).ok_or(EmptyError)
}

/// A number from 0 to 10 and nothing else up to the next border: "7", "probably a 7". "around 7" may be a time.
pub fn alone(input: &mut Input<'_>) -> Found<Range> {
    not(sign(Sign::At)).parse_next(input)?;
    (hedges, opt(sign(Sign::Article))).parse_next(input)?;
    let found = one_score(input)?;
    let most = opt(or_maybe(found, one_score)).parse_next(input)?;
    let most = most.unwrap_or(found);
    let ends = input.first().is_none_or(|word| {
        let joined = matches!(
            word.joint,
            Joint::Slash | Joint::Colon | Joint::Point | Joint::Dash
        );
        word.border > Border::None && !joined
    });
    (ends && (0.0..=WORST).contains(&most))
        .then(|| Range::new(found, most))
        .ok_or(EmptyError)
}

/// "pain 7", "severity was about a 6".
fn after_scale(input: &mut Input<'_>) -> Found<Range> {
    sign(Sign::Scale).parse_next(input)?;
    lead_to_score(input)?;
    plain_score(input)
}

/// What may stand between the scale and the score.
fn lead_to_score(input: &mut Input<'_>) -> Found<()> {
    let leads = alt((
        sign(Sign::Rated),
        sign(Sign::Was),
        sign(Sign::About),
        sign(Sign::Article),
        (sign(Sign::At), sign(Sign::Article)).void(),
    ));
    repeat(0.., leads).parse_next(input)
}

/// "7 pain", "6 or 7 for pain". In "at 3.50 pain 5" the number before is none.
fn before_scale(input: &mut Input<'_>) -> Found<Range> {
    let least = number(input)?;
    let other = preceded(alt((sign(Sign::Or), dash)), number);
    let most = opt(other).parse_next(input)?.unwrap_or(least);
    (unbroken, sign(Sign::Scale)).parse_next(input)?;
    let mut ahead = *input;
    let leads = lead_to_score(&mut ahead).and_then(|()| plain_score(&mut ahead));
    let is_whole = least.fract() == 0.0 && most.fract() == 0.0;
    (leads.is_err() && is_whole)
        .then(|| Range::new(least, most))
        .ok_or(EmptyError)
}

/// What may stand behind "a 7" within its clause. In "a 6 foot man" it counts something.
const AFTER_SCORE: [Sign; 9] = [
    Sign::And,
    Sign::Contrast,
    Sign::Scale,
    Sign::Rated,
    Sign::OrSo,
    Sign::Lasted,
    Sign::About,
    Sign::Own,
    Sign::Done,
];

/// "call it 7", "about an 8", "a 6 or 7".
fn rated(input: &mut Input<'_>) -> Found<Range> {
    opt(sign(Sign::Was)).parse_next(input)?;
    let called: Vec<()> = repeat(0.., sign(Sign::Rated)).parse_next(input)?;
    // "a solid 7" has its article inside.
    if !called.is_empty() {
        opt(sign(Sign::Over)).parse_next(input)?;
    }
    let led = length(input, Sense::Sign(Sign::Article));
    hedges(input)?;
    let article = opt(sign(Sign::Article))
        .parse_next(input)?
        .map(|()| 1)
        .or(led);
    // "a one off" is no score, and "a 1" is.
    let is_typed = input.first().is_some_and(|word| word.numeral.is_some());
    let found = plain_score(input)?;
    let stands_alone = input.first().is_none_or(|word| {
        word.border > Border::None
            || AFTER_SCORE
                .into_iter()
                .any(|sign| length(input, Sense::Sign(sign)).is_some())
    });
    let is_some = found.most > 1.0 || (is_typed && found.most > 0.0);
    let is_score = !called.is_empty() || (article.is_some() && stands_alone && is_some);
    is_score.then_some(found).ok_or(EmptyError)
}

/// A score that is nothing else.
fn plain_score(input: &mut Input<'_>) -> Found<Range> {
    let found = alt((between, score)).parse_next(input)?;
    let is_score = found.most <= WORST && !is_qualified(input);
    is_score.then_some(found).ok_or(EmptyError)
}
