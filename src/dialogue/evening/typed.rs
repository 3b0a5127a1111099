//! What is typed about the evenings: on the evening's card, or at any time.
//!
//! Invariant: a word of ending ends no more than it says: "enough" tonight's exercises, "stop" the evenings, "no more messages" all that
//! Charley writes unasked; and each answer names the way back.
//!
//! Deliberately not here: which words these are (`understanding::Wish`).

use chrono::{Duration, NaiveDate};

use super::{LASTS, done, later_rows, left_out, not_tonight, of_date, words};
use crate::{
    dialogue::{
        Class,
        chat::{Address, Deck},
        guess, guide,
        month::{Clockwork, Course, EveningCard, EveningStep, Guide, Mark},
        routine, settings,
        turn::{Turn, plain, with_buttons},
    },
    understanding::Wish,
};

/// A bare time, so soon after the evenings got theirs, is a correction of it.
const JUST_SET: Duration = Duration::minutes(10);

/// Whether it is about ending something, and so no answer to a question of the morning: "no more messages" tells of no night.
pub(in crate::dialogue) fn is_ending(turn: &Turn<'_>, text: &str) -> bool {
    match turn.context.reader.wish(&turn.chat.language, text) {
        Some(Wish::Silence) => true,
        Some(Wish::NotDone | Wish::Enough | Wish::Stop | Wish::End | Wish::Pause(_)) => {
            turn.chat.routine.is_some()
        }
        Some(Wish::Done | Wish::Later | Wish::NotTonight) | None => false,
    }
}

/// Typed words about the evening: on its card, or at any time for the evening of today. `false`: they are none.
pub(in crate::dialogue) fn typed(turn: &mut Turn<'_>, text: &str) -> bool {
    let wish = turn.context.reader.wish(&turn.chat.language, text);
    if wish == Some(Wish::Silence) {
        // Also of those who have no evenings: there are mornings.
        settings::stop(turn);
        return true;
    }
    let Some(routine) = turn.chat.routine.as_deref() else {
        return false;
    };
    let just_set = turn.now() - routine.since < JUST_SET;
    let goes = !matches!(routine.course, Course::Stopped | Course::Asleep);
    let Some(wish) = wish else {
        return guide::check_typed(turn, text) || goes && just_set && routine::retimed(turn, text);
    };
    if turn.chat.hold.is_some() && !matches!(wish, Wish::Pause(_)) {
        return false;
    }
    let date = routine::today(turn);
    match wish {
        Wish::Pause(days) => routine::pause(turn, None, days),
        Wish::Done => done(turn, None, date, Mark::Done),
        Wish::NotDone => return not_done(turn),
        Wish::NotTonight => not_tonight(turn, None, date),
        Wish::Later => return put_off(turn, date),
        Wish::Enough | Wish::Stop if exercising(turn, date).is_some() => return enough(turn, date),
        // By night a bare word may well be about a cramp.
        Wish::Enough | Wish::Stop if guess::may_guess(turn) => return false,
        Wish::Enough => return enough(turn, date),
        Wish::Stop | Wish::End if goes => routine::stop(turn, None),
        Wish::Stop | Wish::End => routine::open(turn),
        Wish::Silence => settings::stop(turn),
    }
    true
}

/// The evening that was noted as done, today's or the last one, was not; or the one that is asked about.
fn not_done(turn: &mut Turn<'_>) -> bool {
    let today = routine::today(turn);
    let date = turn.chat.routine.as_deref().and_then(|routine| {
        let last = routine.last.map(|last| last.date);
        let mut dates = [Some(today), last].into_iter().flatten();
        dates.find(|date| routine.evenings.on(*date).is_done())
    });
    let asked = Some(today).filter(|date| !of_date(turn, *date).is_empty());
    match date.or(asked) {
        Some(date) => left_out(turn, None, date),
        None => routine::open(turn),
    }
    true
}

/// The exercises of that evening that are on a card now. By night only those whose clock runs, or was held: others lie there from before.
fn exercising(turn: &Turn<'_>, date: NaiveDate) -> Option<(Address, EveningCard, Guide)> {
    let is_night = guess::may_guess(turn);
    let goes = |evening: &EveningCard| match &evening.step {
        EveningStep::Guide(guide) => !is_night || guide.clock != Clockwork::Ready,
        EveningStep::Asked | EveningStep::Later | EveningStep::Check { .. } => false,
    };
    turn.chat
        .evening_cards()
        .filter(|(_, evening)| evening.date == date && goes(evening))
        .find_map(|(at, evening)| match &evening.step {
            EveningStep::Guide(guide) => Some((at, evening.clone(), guide.clone())),
            EveningStep::Asked | EveningStep::Later | EveningStep::Check { .. } => None,
        })
}

/// No more tonight: what was done counts.
fn enough(turn: &mut Turn<'_>, date: NaiveDate) -> bool {
    if let Some((at, evening, guide)) = exercising(turn, date) {
        guide::finish(turn, at, evening, &guide);
        return true;
    }
    let is_open = !of_date(turn, date).is_empty();
    if is_open {
        not_tonight(turn, None, date);
    }
    is_open
}

/// "Later", typed: the question when, at the end of the chat where it is seen.
fn put_off(turn: &mut Turn<'_>, date: NaiveDate) -> bool {
    let Some(old) = of_date(turn, date).first().copied() else {
        return false;
    };
    turn.take_card(old.anchor);
    let shown = plain(words(turn, date, "evening-hello"));
    turn.tidy(old.anchor, shown);
    let at = turn.new_address();
    let step = EveningStep::Later;
    let message = with_buttons(turn.t("evening-later"), later_rows(turn, at));
    let again = None;
    turn.add_card(at, LASTS, Deck::Evening(EveningCard { date, again, step }));
    turn.say_at(at.anchor, Class::Answer, message);
    true
}
