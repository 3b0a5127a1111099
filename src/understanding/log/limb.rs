//! Where it was: which leg, and which muscle.
//!
//! Of all that is named, what is denied, what had nothing, and the side of another part of the body are left out.

use crate::{
    content::words::log::{Muscle, Side, Sign},
    understanding::normalise::Border,
};

use super::{
    scope::{Place, Text},
    senses::Sense,
};

/// Which leg. Both, where both are named.
#[must_use]
pub fn side(text: &Text) -> Option<Side> {
    let own = Side::ALL.iter().any(|side| {
        text.places(Sense::Side(*side))
            .any(|place| is_affirmed(text, place) && !is_of_another(text, place))
    });
    let counts = |place| {
        is_affirmed(text, place) && !is_opening(text, place) && !(own && is_of_another(text, place))
    };
    let named = |side| text.places(Sense::Side(side)).any(counts);
    let hurt = |side| {
        text.places(Sense::Side(side))
            .any(|place| counts(place) && !is_well(text, place))
    };
    let sides = (named(Side::Left), named(Side::Right));
    // "left calf, right one fine".
    let sides = if sides == (true, true) {
        (hurt(Side::Left), hurt(Side::Right))
    } else {
        sides
    };
    if let Some(only) = only_side(text) {
        return Some(only);
    }
    match (named(Side::Both), sides.0, sides.1) {
        (true, _, _) | (_, true, true) => Some(Side::Both),
        (false, true, false) => Some(Side::Left),
        (false, false, true) => Some(Side::Right),
        (false, false, false) => None,
    }
}

/// "Right, left calf again": a word that opens the talk, not a side.
fn is_opening(text: &Text, place: Place) -> bool {
    let other = |side: &Side| {
        let is_other = |next: Place| next.from == place.to && place.from == 0;
        text.places(Sense::Side(*side)).any(is_other)
    };
    text.border(place.to) > Border::None && Side::ALL.iter().any(other)
}

/// "woke with both legs numb but only the left had cramped".
fn only_side(text: &Text) -> Option<Side> {
    let is_only = |place: &Place| {
        is_affirmed(text, *place)
            && (text.is(place.from, Sign::OnlyOne)
                || text.signs(Sign::OnlyOne).any(|only| only.to == place.from))
    };
    [Side::Left, Side::Right]
        .into_iter()
        .find(|side| text.places(Sense::Side(*side)).any(|place| is_only(&place)))
}

/// "the left knee is the bad one", "the operation was on the left": the side of something else, in a clause that names no muscle.
fn is_of_another(text: &Text, place: Place) -> bool {
    let clause = text.clause_start(place.from)..text.clause_end(place.to - 1);
    let is_muscle = |index: usize| {
        let senses = &text.words[index].senses;
        text.is(index, Sign::Leg)
            || text.is(index, Sign::Cramp)
            || senses
                .iter()
                .any(|(sense, _)| matches!(sense, Sense::Muscle(_)))
    };
    clause.clone().any(|index| text.is(index, Sign::OtherPart)) && !clause.clone().any(is_muscle)
}

/// The muscle that is named first; of a foot and its toes the toes.
#[must_use]
pub fn muscle(text: &Text) -> Option<Muscle> {
    let places = Muscle::ALL.iter().flat_map(|muscle| {
        text.places(Sense::Muscle(*muscle))
            .map(move |place| (place, *muscle))
    });
    let mut affirmed: Vec<(Place, Muscle)> = places
        .filter(|(place, _)| is_affirmed(text, *place))
        .collect();
    affirmed.sort_by_key(|(place, _)| (place.from, text.words.len() - place.to));
    let (first, muscle) = *affirmed.first()?;
    let toes =
        |(place, other): &(Place, Muscle)| *other == Muscle::Toe && place.from <= first.to + 1;
    if muscle == Muscle::Foot && affirmed.iter().any(toes) {
        return Some(Muscle::Toe);
    }
    Some(muscle)
}

/// "not the calf", "not my left foot": a "not", and nothing but small words between.
fn is_denied(text: &Text, place: Place) -> bool {
    let start = text.clause_start(place.from);
    let is_small = |index: &usize| {
        let senses = &text.words[*index].senses;
        [Sign::On, Sign::Own, Sign::Article, Sign::About]
            .into_iter()
            .any(|sign| text.is(*index, sign))
            || senses
                .iter()
                .any(|(sense, _)| matches!(sense, Sense::Side(_)))
    };
    let mut back = (start..place.from).rev().skip_while(is_small);
    back.next().is_some_and(|index| {
        text.signs(Sign::Not)
            .any(|not| not.from <= index && index < not.to)
    })
}

/// Whether what is named had nothing: "right one fine".
fn is_well(text: &Text, place: Place) -> bool {
    let end = text
        .clause_end(place.to.saturating_sub(1))
        .min(place.to + 4);
    (place.to..end).any(|index| text.is(index, Sign::Unaffected))
}

/// Whether words count: not void, not denied ("not the calf").
#[must_use]
pub fn is_affirmed(text: &Text, place: Place) -> bool {
    !text.is_void(place) && !is_denied(text, place)
}
