//! What a text says, found word by word: times, lengths and pain; and which of several is meant.

use winnow::{
    Parser,
    combinator::{alt, opt},
};

use crate::{content::words::log::Sign, understanding::normalise::Border};

use super::{
    Range,
    amounts::{Lasting, Measure, ago, lasting},
    calendar::{Day, day},
    clock::{Clock, Habits, clock, counted, in_hours, in_words, lone_hour},
    moment::{Part, When, is_of_days},
    pain::{alone, pain},
    scope::{Place, Text},
    senses::Sense,
    tokens::{self, Input},
};

/// What was read at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fact {
    Clock(Clock),
    /// The time at which it was over.
    Over(Clock),
    Ago(Measure),
    Day(Day),
    Part(Part),
    Lasting(Lasting),
    Pain(Range),
}

/// A fact and where it stands.
pub type Found = (Fact, Place);

/// Reads what can be read, from left to right. What is void, or belongs to something else, is left out.
#[must_use]
pub fn read(text: &Text, habits: Habits) -> Vec<Found> {
    let words = text.words.as_slice();
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let after_day = found.last().is_some_and(|(fact, place)| {
            matches!(fact, Fact::Day(_) | Fact::Part(_)) && place.to == at
        });
        let mut input = &words[at..];
        let Some(fact) = one(&mut input, habits, after_day) else {
            at += 1;
            continue;
        };
        let to = words.len() - input.len();
        let place = Place {
            from: at,
            to: to.max(at + 1),
        };
        if let Some(fact) = settle(text, fact, place) {
            found.push((fact, place));
        }
        at = place.to;
    }
    found.extend(left_over(text, &found));
    found
}

/// A lone number, once all else of a list is told: the "7" of "2am, calf, 5 mins, 7" can only be the pain, and the "3" of
/// "calf, 3, 5 mins, 6/10" only the time.
fn left_over(text: &Text, found: &[Found]) -> Option<Found> {
    let told = |is: fn(&Fact) -> bool| found.iter().any(|(fact, _)| is(fact));
    let has_length = told(|fact| matches!(fact, Fact::Lasting(_)));
    let has_pain = told(|fact| matches!(fact, Fact::Pain(_)));
    let has_time = told(|fact| matches!(fact, Fact::Clock(_) | Fact::Ago(_)));
    if !has_length || has_pain == has_time {
        return None;
    }
    // "about 7" behind the time is none.
    let time = found.iter().find(|(fact, _)| {
        matches!(fact, Fact::Clock(clock) if !clock.weak) || matches!(fact, Fact::Ago(_))
    });
    let since = time.map_or(0, |(_, place)| place.to);
    let is_read = |at: usize| {
        let is_there = |(_, place): &&Found| (place.from..place.to).contains(&at);
        let mut facts = found.iter().filter(is_there).map(|(fact, _)| fact);
        facts.any(|fact| !has_time || !matches!(fact, Fact::Clock(_)))
    };
    let fact = |at: usize| {
        let mut input = &text.words[at..];
        let fact = if has_time {
            alone.map(Fact::Pain).parse_next(&mut input)
        } else {
            lone_hour.map(Fact::Clock).parse_next(&mut input)
        };
        let to = text.words.len() - input.len();
        let place = Place { from: at, to };
        fact.ok()
            .filter(|_| !text.is_void(place))
            .map(|fact| (fact, place))
    };
    (since..text.words.len())
        .filter(|at| text.border(*at) > Border::None && !is_read(*at))
        .find_map(fact)
}

/// The fact at the beginning of `input`. The order decides where words could be several things.
fn one(input: &mut Input<'_>, habits: Habits, after_day: bool) -> Option<Fact> {
    fn tried<'i, T>(
        input: &mut Input<'i>,
        parser: impl Parser<Input<'i>, T, winnow::error::EmptyError>,
    ) -> Option<T> {
        opt(parser).parse_next(input).ok().flatten()
    }
    if let Some(found) = tried(input, pain) {
        return Some(Fact::Pain(found));
    }
    if let Some(found) = tried(input, ago) {
        return Some(Fact::Ago(found));
    }
    if let Some(found) = tried(input, in_words(habits)) {
        return Some(Fact::Clock(found));
    }
    if let Some(found) = tried(input, alt((in_hours, counted(habits)))) {
        return Some(Fact::Clock(found));
    }
    if let Some(found) = tried(input, lasting) {
        return Some(Fact::Lasting(found));
    }
    if let Some(found) = tried(input, day(habits)) {
        return Some(Fact::Day(found));
    }
    if let Some(found) = tried(input, clock(habits, after_day)) {
        return Some(Fact::Clock(found));
    }
    part(input)
}

fn part(input: &mut Input<'_>) -> Option<Fact> {
    const PARTS: [(Sign, Part); 6] = [
        (Sign::Morning, Part::Morning),
        (Sign::Afternoon, Part::Afternoon),
        (Sign::Evening, Part::Evening),
        (Sign::Night, Part::Night),
        (Sign::SmallHours, Part::SmallHours),
        (Sign::Dawn, Part::Dawn),
    ];
    let words = *input;
    let longest = PARTS
        .into_iter()
        .filter_map(|(sign, part)| Some((tokens::length(words, Sense::Sign(sign))?, part)))
        .max_by_key(|(length, _)| *length);
    let (length, part) = longest?;
    *input = &words[length..];
    Some(Fact::Part(part))
}

/// What a fact is, by the words around it; nothing, if it is not about the cramp.
fn settle(text: &Text, fact: Fact, place: Place) -> Option<Fact> {
    if text.is_void(place) {
        return None;
    }
    let start = text.clause_start(place.from);
    let before = |sign: Sign| (start..place.from).any(|index| text.is(index, sign));
    match fact {
        Fact::Clock(_) if is_counted(text, place) => None,
        // "3.40 now" is the time of writing.
        Fact::Clock(_) if text.is(place.to, Sign::AsOfNow) => None,
        Fact::Clock(clock) if is_roused(text, place) || before(Sign::Risen) => {
            Some(Fact::Clock(Clock {
                weak: true,
                ..clock
            }))
        }
        Fact::Clock(_)
            if before(Sign::Elsewhen)
                && !is_nearer(text, start, place)
                && !is_joined(text, place) =>
        {
            None
        }
        Fact::Clock(clock) if just_before(text, place, Sign::Until) => Some(Fact::Over(clock)),
        Fact::Clock(_)
        | Fact::Over(_)
        | Fact::Ago(_)
        | Fact::Day(_)
        | Fact::Part(_)
        | Fact::Pain(_) => Some(fact),
        Fact::Lasting(_) => is_length(text, place).then_some(fact),
    }
}

/// The "one" of "had one in the morning".
fn is_counted(text: &Text, place: Place) -> bool {
    place.to - place.from == 1
        && text
            .signs(Sign::Another)
            .any(|other| other.from < place.from && place.to <= other.to)
}

/// "slept till 6, then the calf", "by 2 my leg was hard": with nothing told before, it may have been the cramp that ended the sleep.
fn is_roused(text: &Text, place: Place) -> bool {
    let ends_sleep = |other: Place| other.from <= place.from && other.to.abs_diff(place.from) <= 1;
    let begins =
        place.from == text.sentence_start(place.from) + 1 && text.is(place.from - 1, Sign::Until);
    (begins || text.signs(Sign::Roused).any(ends_sleep))
        && !(0..place.from).any(|index| is_of_a_cramp(text, index))
}

/// "dozed off and at ten my calf went": the "and" begins another thought.
fn is_joined(text: &Text, place: Place) -> bool {
    place.from > 0 && text.is(place.from - 1, Sign::And) || text.is(place.from, Sign::And)
}

/// Whether the word at `index` is about a cramp or a leg.
#[must_use]
pub fn is_of_a_cramp(text: &Text, index: usize) -> bool {
    const SIGNS: [Sign; 4] = [Sign::Cramp, Sign::Another, Sign::Happened, Sign::Leg];
    let senses = &text.words[index].senses;
    let is_part = |sense: &Sense| matches!(sense, Sense::Muscle(_) | Sense::Side(_));
    SIGNS.into_iter().any(|sign| text.is(index, sign))
        || senses.iter().any(|(sense, _)| is_part(sense))
}

/// "was in bed when the cramp woke me at 3": the cramp is nearer to the time than the bed.
fn is_nearer(text: &Text, start: usize, place: Place) -> bool {
    let last = |signs: &[Sign]| {
        (start..place.from)
            .rev()
            .find(|index| signs.iter().any(|sign| text.is(*index, *sign)))
    };
    let cramp = last(&[Sign::Cramp, Sign::Another, Sign::Happened]);
    cramp > last(&[Sign::Elsewhen])
}

/// Whether the words of `sign` end where `place` begins, or a word before or after.
fn just_before(text: &Text, place: Place, sign: Sign) -> bool {
    text.signs(sign).any(|other| {
        // The "at" of "gave up at" belongs to both.
        other.from < place.from
            && other.to.abs_diff(place.from) <= 1
            && other.from >= text.clause_start(place.from)
    }) || text.is(place.from, sign)
}

/// Whether a length of time is that of the cramp: not of the soreness after it, of a sleep, or between two things.
fn is_length(text: &Text, place: Place) -> bool {
    let start = text.clause_start(place.from);
    let end = text.clause_end(place.to.saturating_sub(1));
    let soon = end.min(place.to + 3);
    let sore_before = (start..place.from).any(|index| text.is(index, Sign::Aftermath))
        && !just_before(text, place, Sign::Lasted);
    if text.is(place.to, Sign::Cramp) {
        return true;
    }
    let sore_after = (place.to..soon).any(|index| text.is(index, Sign::Aftermath));
    let goes_on = [Sign::Until, Sign::Worked]
        .into_iter()
        .any(|sign| text.is(place.to, sign));
    let apart = text.border(place.to) == Border::None && text.is(place.to, Sign::Apart) && !goes_on;
    let lasted = text.is(place.from, Sign::Lasted) || just_before(text, place, Sign::Lasted);
    (lasted || !sore_after) && !sore_before && !apart
}

/// When it began, by the facts that say so.
#[must_use]
pub fn when(found: &[Found]) -> When {
    let clocks = || {
        found.iter().filter_map(|(fact, place)| {
            if let Fact::Clock(clock) = fact {
                Some((*clock, *place))
            } else {
                None
            }
        })
    };
    let first = clocks()
        .find(|(clock, _)| !clock.weak)
        .or_else(|| clocks().next());
    let ago = found.iter().find_map(|(fact, _)| {
        if let Fact::Ago(ago) = fact {
            Some(*ago)
        } else {
            None
        }
    });
    // "at 3" goes before "an hour ago", and that before "about 3" that may count something else.
    let is_strong = first.is_some_and(|(clock, _)| !clock.weak);
    let ago = ago.filter(|ago| is_of_days(*ago) || !is_strong);
    let first = first.filter(|_| ago.is_none_or(is_of_days));
    let at = first.map_or(0, |(_, place)| place.from);
    let nearest = |choose: &dyn Fn(&Fact) -> bool| {
        found
            .iter()
            .filter(|(fact, _)| choose(fact))
            .min_by_key(|(_, place)| (place.from.abs_diff(at), place.from))
            .map(|(fact, _)| *fact)
    };
    let day = nearest(&|fact| matches!(fact, Fact::Day(_)));
    let part = nearest(&|fact| matches!(fact, Fact::Part(_)));
    When {
        clock: first.map(|(clock, _)| clock),
        ago,
        day: if let Some(Fact::Day(day)) = day {
            Some(day)
        } else {
            None
        },
        part: if let Some(Fact::Part(part)) = part {
            Some(part)
        } else {
            None
        },
    }
}

/// How long it lasted: as told, or from its start and its end.
#[must_use]
pub fn length(text: &Text, found: &[Found]) -> Option<Lasting> {
    let told: Vec<(Lasting, Place)> = found
        .iter()
        .filter_map(|(fact, place)| {
            if let Fact::Lasting(lasting) = fact {
                Some((*lasting, *place))
            } else {
                None
            }
        })
        .collect();
    let rank = |place: &Place| {
        if text.is(place.from, Sign::Lasted) || just_before(text, *place, Sign::Lasted) {
            0
        } else if of_relief(text, *place) {
            2
        } else {
            1
        }
    };
    let best = told
        .iter()
        .min_by_key(|(_, place)| (rank(place), place.from));
    if let Some((lasting, place)) = best
        && (rank(place) < 2 || is_to_the_end(text, *place))
    {
        return Some(*lasting);
    }
    course(found)
}

/// "stretched for 30 seconds": how long something was done. "walked 5 mins" is shorthand, and of the cramp.
fn of_relief(text: &Text, place: Place) -> bool {
    let start = text
        .clause_start(place.from)
        .max(place.from.saturating_sub(4));
    let is_relief = |index: usize| {
        let senses = &text.words[index].senses;
        let is_relief = |sense: &Sense| matches!(sense, Sense::Relief(_));
        senses.iter().any(|(sense, _)| is_relief(sense))
    };
    // "10 minutes of heat".
    let end = text.clause_end(place.to - 1).min(place.to + 3);
    if text.is(place.to, Sign::OutOf) && (place.to..end).any(is_relief) {
        return true;
    }
    just_before(text, place, Sign::For) && (start..place.from).any(is_relief)
}

/// "rubbed it for 5 mins till it went".
fn is_to_the_end(text: &Text, place: Place) -> bool {
    let soon = text.words.len().min(place.to + 5);
    (place.to..soon).any(|index| text.is(index, Sign::Until) || text.is(index, Sign::Worked))
}

/// "from 3 to 3.10", "at 3, gone by 3.10".
fn course(found: &[Found]) -> Option<Lasting> {
    /// A cramp that seems longer was told otherwise.
    const LONGEST: u32 = 180;
    let clocks = found.iter().filter_map(|(fact, _)| {
        if let Fact::Clock(clock) = fact {
            Some(*clock)
        } else {
            None
        }
    });
    let first = clocks.clone().next()?;
    let over = found.iter().find_map(|(fact, _)| {
        if let Fact::Over(clock) = fact {
            Some(clock.from)
        } else {
            None
        }
    });
    let end = if first.is_course { first.until } else { over? };
    let both_open = first.from.open || end.open;
    let day = if both_open { 720 } else { 1440 };
    let minutes = (end.minutes + 1440 - first.from.minutes) % day;
    (1..=LONGEST).contains(&minutes).then(|| Lasting {
        minutes: Range::new(f64::from(minutes), f64::from(minutes)),
        over: false,
    })
}

/// The pain; of several scores the worst.
#[must_use]
pub fn pain_of(found: &[Found]) -> Option<Range> {
    let scores = found.iter().filter_map(|(fact, _)| {
        if let Fact::Pain(pain) = fact {
            Some(*pain)
        } else {
            None
        }
    });
    scores.reduce(|worst, other| {
        if other.middle() > worst.middle() {
            other
        } else {
            worst
        }
    })
}
