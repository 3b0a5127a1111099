//! "Any cramp last night?" In one tap, each morning of the month, where no cramp of that night is known; and the look back, once a week, at
//! the month's middle and at its end, where there is something to decide.
//!
//! Invariants: a night counts as free of cramps only where the person says so, and a morning without an answer says nothing; whoever does not
//! answer is asked more rarely; the look back counts, and credits nothing to the exercises.
//!
//! Deliberately not here: the questions about a cramp that Charley was there for (`morning`), and the comparison of weeks (`progress`).

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};

use super::{
    chat::{Address, Chat, Deck},
    effect::{Button, Class, Message, View},
    entry::EntryId,
    figures::{Figures, Night, Span},
    log,
    month::{Course, DAYS, LastNight, Milestone, Routine},
    press::{Action, Press},
    progress,
    record::{self, Logged},
    routine, symptoms,
    turn::{Turn, plain, with_buttons},
};
use crate::{
    care::{self, past},
    content::Arg,
    understanding::Reply,
};

/// The question can be answered for this long: it knows which night it is about.
const LASTS: Duration = Duration::days(3);
/// After so many mornings without an answer, only each third one asks.
const FEW: u8 = 3;
const SPACE: u64 = 3;
/// Fewer nights that are known tell nothing.
const ENOUGH: u16 = 4;
/// Days that a weekly look back covers.
const WEEK: u16 = 7;

/// When the question is due, and the date of that morning.
pub(super) fn due(chat: &Chat) -> Option<(DateTime<Utc>, NaiveDate)> {
    let routine = chat.routine.as_deref()?;
    let zone = chat.zone?;
    let goes = match routine.course {
        Course::Going => true,
        // Whoever answers the mornings keeps them, also where the evenings have ended for want of an answer.
        Course::Asleep => chat.asked.is_some_and(|(_, at)| chat.heard >= at),
        Course::Paused(_) | Course::Stopped | Course::Away => false,
    };
    if !goes || !chat.consented() {
        return None;
    }
    let asked = chat.asked.map(|(date, at)| {
        let skipped = if routine.quiet_mornings >= FEW {
            SPACE - 1
        } else {
            0
        };
        let date = date.checked_add_days(Days::new(skipped)).unwrap_or(date);
        (date, at)
    });
    // The night before the month was begun is none of its nights.
    let first = routine.since;
    Some(care::clock::morning(first, first, Some(zone), asked))
}

/// Asks, unless something of that night is in the diary already.
pub(super) fn ask(turn: &mut Turn<'_>, date: NaiveDate) {
    let evening = date.pred_opt().unwrap_or(date);
    let entries = turn.context.read.entries;
    let is_known = entries.iter().any(|entry| entry.night() == evening);
    let look_back = look_back(turn, date);
    if is_known && look_back.is_none() {
        return;
    }
    let milestone = turn
        .chat
        .routine
        .as_deref()
        .and_then(|routine| milestone(routine, date));
    let at = turn.new_address();
    let look_back_is_shown = look_back.is_some();
    let hello = turn.t("last-night-hello");
    let parts: Vec<String> = std::iter::once(hello).chain(look_back).collect();
    let mut text = parts.join("\n\n");
    let night = LastNight {
        evening,
        milestone,
        answered: is_known,
    };
    let rows = if is_known && milestone.is_none() {
        Vec::new()
    } else if is_known {
        text = format!("{text}\n\n{}", turn.t("month-decide"));
        decision_rows(turn, at)
    } else {
        text = format!("{text}\n\n{}", turn.t("last-night-ask"));
        rows(turn, at)
    };
    if let Some(routine) = turn.chat.routine.as_deref_mut() {
        routine.quiet_mornings = routine.quiet_mornings.saturating_add(u8::from(!is_known));
        if milestone.is_some() {
            routine.reviewed = Some(date);
        }
    }
    if !rows.is_empty() {
        turn.add_card(at, LASTS, Deck::LastNight(night));
    }
    let asks = !rows.is_empty();
    let attached = look_back_is_shown.then(|| progress::of_a_look_back(turn, asks));
    let message = Message {
        attached: attached.flatten(),
        ..with_buttons(text, rows)
    };
    turn.say_at(at.anchor, Class::Nudge, message);
}

fn rows(turn: &Turn<'_>, at: Address) -> Vec<Vec<Button>> {
    let cell = |key: &str, action| {
        let at = Some(at);
        Press { at, action }.button(turn.t(key))
    };
    vec![
        vec![cell("last-night-no-button", Action::No)],
        vec![cell("last-night-yes-button", Action::Yes)],
        vec![cell("last-night-unsure-button", Action::Unsure)],
    ]
}

fn decision_rows(turn: &Turn<'_>, at: Address) -> Vec<Vec<Button>> {
    vec![
        turn.button(at, "month-doctor-button", Action::Doctor),
        turn.button(at, "month-keep-button", Action::Done),
        turn.button(at, "month-change-button", Action::Settings),
        turn.button(at, "routine-stop-button", Action::Stop),
    ]
}

/// A button of the card.
pub(super) fn pressed(turn: &mut Turn<'_>, at: Address, night: LastNight, action: Action) -> bool {
    match (night.answered, action) {
        (false, Action::No) => {
            let key = free(turn, night.evening);
            answered(turn, at, night, key);
        }
        (false, Action::Unsure) => answered(turn, at, night, "last-night-unknown"),
        (false, Action::Yes) => {
            let span = span(turn, night.evening);
            answered(turn, at, night, "last-night-tell");
            turn.press = None;
            if let Some(span) = span {
                log::about(turn, span);
            }
        }
        (true, Action::Done) => end(turn, at, "month-kept"),
        (true, Action::Settings) => {
            end(turn, at, "month-changes");
            turn.press = None;
            routine::show(turn, None, super::MonthPage::Settings);
        }
        (true, Action::Doctor) => {
            end(turn, at, "month-doctor");
            turn.press = None;
            symptoms::doctor(turn);
        }
        (true, Action::Stop) => {
            turn.take_card(at.anchor);
            routine::stop(turn, Some(at));
        }
        _ => return false,
    }
    true
}

fn end(turn: &mut Turn<'_>, at: Address, key: &str) {
    turn.take_card(at.anchor);
    let message = plain(turn.t(key));
    turn.edit(at.anchor, message);
}

/// The question is answered; at a milestone something is to be decided.
fn answered(turn: &mut Turn<'_>, at: Address, night: LastNight, key: &str) {
    if let Some(routine) = turn.chat.routine.as_deref_mut() {
        routine.quiet_mornings = 0;
    }
    if night.milestone.is_none() {
        end(turn, at, key);
        return;
    }
    let next = LastNight {
        answered: true,
        ..night
    };
    if let Some(at) = turn.turn_card(at.anchor, Deck::LastNight(next)) {
        let text = format!("{}\n\n{}", turn.t(key), turn.t("month-decide"));
        let message = with_buttons(text, decision_rows(turn, at));
        turn.edit(at.anchor, message);
    }
}

/// Typed words while this question is the last thing asked: yes or no.
pub(super) fn typed(turn: &mut Turn<'_>, text: &str) -> bool {
    let Some(Deck::LastNight(night)) = turn.chat.cards.last().map(|card| card.what.clone()) else {
        return false;
    };
    let Some(at) = turn.chat.cards.last().map(|card| card.at) else {
        return false;
    };
    let action = match turn.reply(text) {
        Some(Reply::Yes) => Action::Yes,
        Some(Reply::No) => Action::No,
        Some(Reply::Skip) => Action::Unsure,
        Some(Reply::Back | Reply::Easing | Reply::StillBad | Reply::Gone) | None => return false,
    };
    !night.answered && pressed(turn, at, night, action)
}

fn span(turn: &Turn<'_>, evening: NaiveDate) -> Option<past::Span> {
    let zone = turn.chat.zone?;
    Some(past::night(zone, evening, turn.now()))
}

/// A night without a cramp, kept; unless something of that night is there already. The key of what to say.
fn free(turn: &mut Turn<'_>, evening: NaiveDate) -> &'static str {
    let entries = turn.context.read.entries;
    if entries.iter().any(|entry| entry.night() == evening) {
        return "last-night-known";
    }
    let Some(span) = span(turn, evening) else {
        return "last-night-unknown";
    };
    turn.chat.entries += 1;
    let id = EntryId(turn.chat.entries);
    let entry = log::free(turn, id, span);
    match record::keep(turn, entry) {
        Logged::Kept | Logged::Draft => "last-night-free",
        Logged::No | Logged::Full => "log-full",
    }
}

// ---- Looking back

/// Where the month stands on a date, if it is time to decide how to go on.
fn milestone(routine: &Routine, date: NaiveDate) -> Option<Milestone> {
    let passed = (date - routine.first).num_days();
    let seen = routine
        .reviewed
        .map_or(0, |seen| (seen - routine.first).num_days());
    let (half, whole) = (i64::from(DAYS / 2), i64::from(DAYS));
    if passed >= whole && seen < whole {
        Some(Milestone::End)
    } else if (half..whole).contains(&passed) && seen < half {
        Some(Milestone::Half)
    } else {
        None
    }
}

/// The look back of a morning, if there is one: a week's, half of the month's, or the month's.
pub(super) fn look_back(turn: &Turn<'_>, date: NaiveDate) -> Option<String> {
    let routine = turn.chat.routine.as_deref()?;
    looking_back(turn, date, milestone(routine, date))
}

/// The week's alone: beside the questions about a cramp there is nothing to decide.
pub(super) fn weekly(turn: &Turn<'_>, date: NaiveDate) -> Option<String> {
    let goes = turn.chat.routine.as_deref()?.course == Course::Going;
    goes.then(|| looking_back(turn, date, None))?
}

/// What is to be decided, once the questions about a cramp are answered.
pub(super) fn decide(turn: &mut Turn<'_>) {
    let Some((date, _)) = turn.chat.asked else {
        return;
    };
    let goes = |routine: &&mut Routine| routine.course == Course::Going;
    let Some(words) = turn
        .chat
        .routine
        .as_deref()
        .and_then(|routine| milestone(routine, date))
        .and_then(|milestone| Some((milestone, looking_back(turn, date, Some(milestone))?)))
    else {
        return;
    };
    let (milestone, words) = words;
    let Some(routine) = turn.chat.routine.as_deref_mut().filter(goes) else {
        return;
    };
    routine.reviewed = Some(date);
    let at = turn.new_address();
    let night = LastNight {
        evening: date.pred_opt().unwrap_or(date),
        milestone: Some(milestone),
        answered: true,
    };
    let text = format!("{words}\n\n{}", turn.t("month-decide"));
    let message = Message {
        attached: progress::of_a_look_back(turn, true),
        ..with_buttons(text, decision_rows(turn, at))
    };
    turn.add_card(at, LASTS, Deck::LastNight(night));
    turn.say_at(at.anchor, Class::Answer, message);
}

fn looking_back(turn: &Turn<'_>, date: NaiveDate, milestone: Option<Milestone>) -> Option<String> {
    use chrono::Datelike;
    let routine = turn.chat.routine.as_deref()?;
    let week = date.checked_sub_days(Days::new(u64::from(WEEK)))?;
    let (key, first, days) = match milestone {
        Some(Milestone::Half) => ("review-half", routine.first, DAYS / 2),
        Some(Milestone::End) => ("review-end", routine.first, DAYS),
        None if date.weekday() == routine.review => ("review-week", week, WEEK),
        None => return None,
    };
    let end = first
        .checked_add_days(Days::new(u64::from(days)))?
        .min(date);
    let span = Span {
        first,
        nights: days,
    };
    let figures = Figures::of(turn.context.read.entries, None, span);
    let nights = figures.total();
    let flagged = figures
        .nights
        .iter()
        .filter(|night| **night == Night::Flagged);
    let flagged = u16::try_from(flagged.count()).unwrap_or(u16::MAX);
    let begun = routine.first.max(first);
    let of = u16::try_from((end - begun).num_days().max(0)).unwrap_or(u16::MAX);
    let done = routine.evenings.done(begun, of);
    let of = routine.evenings.owed(begun, of);
    if milestone == Some(Milestone::End) && done == 0 && nights.known == 0 {
        return Some(turn.t("review-nothing"));
    }
    // At a milestone, whether it is better than before, as far as that can be told.
    let entries = turn.context.read.entries;
    let compared = milestone.and_then(|_| progress::compared(turn, entries, View::Nights));
    let number = |count: u16| Arg::Number(i64::from(count));
    let args = [
        ("done", number(done)),
        ("of", number(of)),
        ("cramps", number(nights.cramps)),
        ("free", number(nights.known - nights.cramps)),
        ("unknown", number(nights.nights - nights.known - flagged)),
        ("count", number(flagged)),
    ];
    let evenings = (of > 0).then(|| turn.tn("review-evenings", &args));
    let is_over = milestone == Some(Milestone::End) && nights.cramps > 0;
    let hint = compared.as_ref().map_or(is_over, |compared| {
        compared.needs_a_hint || is_over && !compared.has_a_hint
    });
    let words = compared.map(|compared| compared.words);
    let parts = [
        Some(turn.t(key)),
        evenings,
        Some(turn.tn("review-nights", &args)),
        (flagged > 0).then(|| turn.tn("review-flagged", &args)),
        (words.is_none() && nights.known < ENOUGH).then(|| turn.t("review-few")),
        Some(words.unwrap_or_else(|| turn.t("review-honest"))),
        hint.then(|| turn.t("month-doctor-hint")),
    ];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join("\n"))
}
