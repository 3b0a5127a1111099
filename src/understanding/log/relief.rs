//! What helped. What was tried and did not help is not what helped; if all of it failed, nothing worked.
//!
//! Words of failure concern what is named in their clause; if nothing is, what was named before them.

use std::collections::BTreeSet;

use crate::{
    content::words::log::{Relief, Sign},
    understanding::normalise::Border,
};

use super::{
    facts::is_of_a_cramp,
    scope::{Place, Text},
    senses::Sense,
};

/// What was told about relief.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Helped {
    pub by: BTreeSet<Relief>,
    /// Nothing was done, or nothing that was done helped.
    pub nothing: bool,
    /// Something was done, and nothing of it helped.
    pub in_vain: bool,
}

/// Something that was done.
struct Deed {
    relief: Relief,
    place: Place,
    failed: bool,
}

#[must_use]
pub fn read(text: &Text) -> Helped {
    let mut deeds = deeds(text);
    for place in reported(text, Sign::Failed) {
        fail(text, &mut deeds, place);
    }
    let answers = reported(text, Sign::LoneNothing).filter(|place| is_answer(text, *place));
    for place in answers {
        fail(text, &mut deeds, place);
        fail_before(text, &mut deeds, place);
    }
    for place in reported(text, Sign::Not).filter(|place| is_answer(text, *place)) {
        fail(text, &mut deeds, place);
    }
    for place in reported(text, Sign::OnlyThat) {
        fail_all_but(text, &mut deeds, place);
    }
    let mut in_vain = false;
    for place in reported(text, Sign::NothingWorked) {
        in_vain = true;
        fail_all(text, &mut deeds, place);
    }
    for place in reported(text, Sign::Tried) {
        fail_what_was_only_tried(text, &mut deeds, place);
    }
    let by: BTreeSet<Relief> = deeds
        .iter()
        .filter(|deed| !deed.failed)
        .map(|deed| deed.relief)
        .collect();
    let failed =
        deeds.iter().any(|deed| deed.failed) || reported(text, Sign::Failed).next().is_some();
    let idle = reported(text, Sign::NothingDone).next().is_some();
    Helped {
        nothing: by.is_empty() && (in_vain || failed || idle),
        in_vain: by.is_empty() && (in_vain || failed),
        by,
    }
}

/// "walked, rubbed, swore, nothing": all that the sentence told before, but for what is said to have helped.
fn fail_before(text: &Text, deeds: &mut [Deed], place: Place) {
    let start = text.sentence_start(place.from);
    let told = deeds
        .iter_mut()
        .filter(|deed| (start..place.from).contains(&deed.place.from));
    for deed in told {
        let helped = (deed.place.to..place.from).any(|index| text.is(index, Sign::Worked));
        deed.failed |= !helped;
    }
}

/// The "no" of "stretching: no".
fn is_answer(text: &Text, place: Place) -> bool {
    text.border(place.from) > Border::None && text.border(place.to) > Border::None
}

fn reported(text: &Text, sign: Sign) -> impl Iterator<Item = Place> {
    text.signs(sign).filter(|place| !text.is_void(*place))
}

/// All that was done, in the order of telling.
fn deeds(text: &Text) -> Vec<Deed> {
    let all = Relief::ALL.iter().flat_map(|relief| {
        text.places(Sense::Relief(*relief)).map(|place| Deed {
            relief: *relief,
            place,
            failed: false,
        })
    });
    let mut deeds: Vec<Deed> = all
        .filter(|deed| !text.is_void(deed.place))
        .filter(|deed| !is_elsewhen(text, deed.place) && !is_prevention(text, deed.place))
        .filter(|deed| !is_cause(text, deed.place))
        .filter_map(
            |deed| match (!is_undone(text, deed.place), has_outcome(text, deed.place)) {
                (true, _) => Some(deed),
                // "neither heat nor ice helped".
                (false, true) => Some(Deed {
                    failed: true,
                    ..deed
                }),
                (false, false) => None,
            },
        )
        .collect();
    deeds.sort_by_key(|deed| deed.place.from);
    deeds
}

/// "didn't even stretch", "no heat": a "not" shortly before.
fn is_undone(text: &Text, place: Place) -> bool {
    /// How many words before.
    const NEAR: usize = 2;
    let start = text
        .clause_start(place.from)
        .max(place.from.saturating_sub(NEAR));
    (start..place.from).any(|index| text.is(index, Sign::Not))
}

/// Whether its clause goes on to say how it went.
fn has_outcome(text: &Text, place: Place) -> bool {
    (place.to..text.clause_end(place.to - 1)).any(|index| text.is(index, Sign::Worked))
}

/// "stretched before bed", "walked a lot yesterday": done at another time.
fn is_elsewhen(text: &Text, place: Place) -> bool {
    let clause = text.clause_start(place.from)..text.clause_end(place.to - 1);
    // The "before" of "before bed" may begin a clause of its own.
    let turned = usize::from(text.border(clause.end) == Border::None);
    let (soon, since) = (
        (clause.end + turned).min(place.to + 4),
        clause.start.max(place.from.saturating_sub(3)),
    );
    (place.to..soon).any(|index| text.is(index, Sign::Prevention))
        || (since..place.from).any(|index| text.is(index, Sign::Prevention))
}

/// "got it stretching", "the walk set it off": what brought the cramp on.
fn is_cause(text: &Text, place: Place) -> bool {
    let clause = text.clause_start(place.from)..text.clause_end(place.to - 1);
    let by = text.signs(Sign::CausedBy).any(|cause| {
        clause.contains(&cause.from) && cause.to <= place.from && place.from - cause.to <= 2
    });
    by || (place.to..clause.end).any(|index| text.is(index, Sign::Caused))
}

/// "took magnesium and still got one": done before anything of a cramp is told, in a text that goes on to tell of it.
fn is_prevention(text: &Text, place: Place) -> bool {
    reported(text, Sign::Despite).any(|despite| despite.from >= place.to)
        && !(0..place.from).any(|index| is_of_a_cramp(text, index) || text.is(index, Sign::Am))
}

/// The deeds of this clause failed; if it has none, those told right before it.
fn fail(text: &Text, deeds: &mut [Deed], place: Place) {
    let clause = text.clause_start(place.from)..text.clause_end(place.to - 1);
    let in_clause = |deed: &Deed| clause.contains(&deed.place.from);
    // "stretching did it after walking did nothing"
    let worked =
        |deed: &Deed| (deed.place.to..place.from).any(|index| text.is(index, Sign::Worked));
    let before = |deed: &Deed| in_clause(deed) && deed.place.from < place.from && !worked(deed);
    let is_any = deeds.iter().any(before);
    if is_any {
        deeds
            .iter_mut()
            .filter(|deed| before(deed))
            .for_each(|deed| deed.failed = true);
        return;
    }
    if deeds.iter().any(in_clause) {
        deeds
            .iter_mut()
            .filter(|deed| in_clause(deed) && !worked(deed))
            .for_each(|deed| deed.failed = true);
        return;
    }
    let from = start_of_list(text, deeds, clause.start);
    let named = |deed: &Deed| (from..clause.start).contains(&deed.place.from);
    deeds
        .iter_mut()
        .filter(|deed| named(deed))
        .for_each(|deed| deed.failed = true);
}

/// Where the deeds that were told right before `end` begin: back over commas, and over the border directly before `end`.
fn start_of_list(text: &Text, deeds: &[Deed], end: usize) -> usize {
    let mut from = end;
    while from > 0 {
        let before = text.clause_start(from - 1);
        let clause = before..from;
        let has_deed = deeds.iter().any(|deed| clause.contains(&deed.place.from));
        let has_other = clause
            .clone()
            .any(|index| text.is(index, Sign::Worked) || text.is(index, Sign::Failed));
        let is_far =
            from < end && (text.border(from) >= Border::Question || text.is(from, Sign::Contrast));
        if !has_deed || has_other || is_far {
            break;
        }
        from = before;
    }
    from
}

/// "nothing worked": all failed, but for what follows an "until" or is said to have helped.
fn fail_all(text: &Text, deeds: &mut [Deed], place: Place) {
    let end = text.sentence_end(place.from);
    let turn = (place.to..text.words.len())
        .find(|index| {
            [Sign::Contrast, Sign::Until, Sign::OnlyThat]
                .into_iter()
                .any(|sign| text.is(*index, sign))
        })
        .unwrap_or(end)
        .min(end);
    for deed in deeds.iter_mut().filter(|deed| deed.place.from < turn) {
        let rest = deed.place.to..text.clause_end(deed.place.to - 1);
        let helped =
            rest.clone().any(|index| text.is(index, Sign::Worked)) && !rest.contains(&place.from);
        deed.failed |= !helped;
    }
}

/// "only heat helped": what else was told did not.
fn fail_all_but(text: &Text, deeds: &mut [Deed], place: Place) {
    let start = text.clause_start(place.from);
    let end = text.clause_end(place.to - 1);
    let is_named = deeds
        .iter()
        .any(|deed| (start..end).contains(&deed.place.from));
    for deed in deeds
        .iter_mut()
        .filter(|deed| is_named && !(start..end).contains(&deed.place.from))
    {
        deed.failed = true;
    }
}

/// "tried stretching but had to walk it off".
fn fail_what_was_only_tried(text: &Text, deeds: &mut [Deed], place: Place) {
    let end = text.clause_end(place.to - 1);
    let turns = text.is(end, Sign::Contrast) || text.is(end + 1, Sign::Contrast);
    let other = deeds.iter().any(|deed| deed.place.from >= end);
    let worked = (place.to..end).any(|index| text.is(index, Sign::Worked));
    for deed in deeds.iter_mut().filter(|_| turns && other && !worked) {
        deed.failed |= (place.to..end).contains(&deed.place.from);
    }
}
