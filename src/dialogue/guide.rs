//! The exercises, one by one: a card that says what to do and counts the time, edited in place. Nobody is hurried: each exercise waits for
//! a tap, and can be held, left out or looked into.
//!
//! Invariants: what is shown is computed from when the clock was started, never counted up, so that missed ticks collapse into one; edits are
//! ten seconds apart or more; an exercise that a rule forbids this person is not shown (`care::programme`); a part that was done counts.
//!
//! Deliberately not here: what is done and how long (`config/knowledge/programme.toml`).

mod check;
mod words;

pub(super) use check::{check_typed, checked};

use chrono::{DateTime, Duration, NaiveDate, Utc};

use check::{check, needs_check};
use words::{counting, instructions};

use super::{
    chat::{Address, Chat, Deck},
    effect::{Button, Class, Message},
    evening,
    month::{Clockwork, EveningCard, EveningStep, Guide, Mark},
    press::{Action, Press},
    questions,
    turn::{Turn, with_buttons},
};
use crate::{
    care::programme::{Beat, Cautions, Exercise, Tonight, Version, cautions, exercises},
    content::Arg,
};

/// In a longer stretch of time the card changes this often, in seconds.
const STEP: u32 = 20;

// ---- What is to be done

/// Tonight's exercises for this person.
fn list<'t>(turn: &'t Turn<'_>, date: NaiveDate, short: bool) -> Vec<Exercise<'t>> {
    let Some(routine) = turn.chat.routine.as_deref() else {
        return Vec::new();
    };
    let day = (date - routine.first).num_days().max(0);
    let tonight = Tonight {
        week: u8::try_from(day / 7 + 1).unwrap_or(u8::MAX),
        evening: u16::try_from(day + 1).unwrap_or(u16::MAX),
        sore: evening::is_sore(turn),
        sitting: routine.sitting,
        cleared: routine.cleared,
    };
    let version = if short { Version::Short } else { Version::Full };
    exercises(&questions::view(turn), &tonight, version)
}

/// The exercise that is shown, and what is left with it; those that may not be done any more are dropped.
fn current<'t>(turn: &'t Turn<'_>, date: NaiveDate, guide: &mut Guide) -> Option<Exercise<'t>> {
    let mut all = list(turn, date, guide.short);
    while let Some(slug) = guide.left.first() {
        if let Some(place) = all.iter().position(|exercise| exercise.slug == *slug) {
            return Some(all.swap_remove(place));
        }
        guide.left.remove(0);
        guide.clock = Clockwork::Ready;
    }
    None
}

/// The seconds after the start at which the card changes; the last one is the end.
fn changes(beats: &[Beat]) -> Vec<u32> {
    let mut changes = Vec::new();
    let mut begin = 0;
    for beat in beats {
        let end = begin + u32::from(beat.seconds);
        let inner = (1..).map(|n| begin + n * STEP);
        changes.extend(inner.take_while(|at| at + STEP / 2 <= end));
        changes.push(end);
        begin = end;
    }
    changes
}

/// The stretch of time that runs after so many seconds, and how many are left of it.
fn beat_at(beats: &[Beat], elapsed: u32) -> Option<(Beat, u32)> {
    let mut end = 0;
    for beat in beats {
        end += u32::from(beat.seconds);
        if elapsed < end {
            return Some((*beat, end - elapsed));
        }
    }
    None
}

// ---- Cards

/// The exercises in place of the evening's question.
pub(super) fn begin(turn: &mut Turn<'_>, at: Address, evening: EveningCard, short: bool) {
    if needs_check(turn) {
        let step = EveningStep::Check { short };
        let next = EveningCard { step, ..evening };
        if let Some(at) = turn.turn_card(at.anchor, Deck::Evening(next)) {
            let message = check(turn, at);
            turn.edit(at.anchor, message);
        }
        return;
    }
    let guide = fresh(turn, evening.date, short);
    if guide.left.is_empty() {
        let message = refusal(turn);
        turn.take_card(at.anchor);
        turn.edit(at.anchor, message);
        return;
    }
    put(turn, at, evening, guide);
}

/// The exercises on a card that is there already and was not shown yet.
pub(super) fn open(turn: &mut Turn<'_>, at: Address, evening: EveningCard) {
    if needs_check(turn) {
        let step = EveningStep::Check { short: false };
        let next = EveningCard { step, ..evening };
        if let Some(at) = turn.turn_card(at.anchor, Deck::Evening(next)) {
            let message = check(turn, at);
            turn.say_at(at.anchor, Class::Answer, message);
        }
        return;
    }
    let short = matches!(evening.step, EveningStep::Check { short: true });
    let guide = fresh(turn, evening.date, short);
    if guide.left.is_empty() {
        let message = refusal(turn);
        turn.take_card(at.anchor);
        turn.say(message);
        return;
    }
    let step = EveningStep::Guide(guide);
    let next = EveningCard { step, ..evening };
    if let Some(at) = turn.turn_card(at.anchor, Deck::Evening(next))
        && let Some(message) = reshow(turn, at)
    {
        turn.say_at(at.anchor, Class::Answer, message);
    }
}

fn fresh(turn: &Turn<'_>, date: NaiveDate, short: bool) -> Guide {
    let left: Vec<String> = list(turn, date, short)
        .iter()
        .map(|exercise| exercise.slug.to_owned())
        .collect();
    let of = u8::try_from(left.len()).unwrap_or(u8::MAX);
    Guide {
        short,
        left,
        of,
        clock: Clockwork::Ready,
        did: 0,
        wet: false,
        why: false,
    }
}

/// Why there are no exercises for this person now, and what would change that.
fn refusal(turn: &Turn<'_>) -> Message {
    let cautions = warned(turn);
    let reasons = cautions.keys.iter().map(|key| turn.t(key));
    let parts: Vec<String> = std::iter::once(turn.t("programme-stopped"))
        .chain(reasons)
        .collect();
    let mut rows = Vec::new();
    if cautions.ask_first {
        rows.push(turn.lasting("guide-allowed-button", Action::Allowed));
    }
    rows.push(turn.lasting("change-answer-button", Action::Change));
    with_buttons(parts.join("\n\n"), rows)
}

fn warned<'t>(turn: &'t Turn<'_>) -> Cautions<'t> {
    let cleared = turn.chat.routine.as_deref().and_then(|it| it.cleared);
    cautions(&questions::view(turn), cleared)
}

/// What the card at that address shows now.
fn reshow(turn: &Turn<'_>, at: Address) -> Option<Message> {
    let mut cards = turn.chat.evening_cards();
    let (_, evening) = cards.find(|(card, _)| *card == at)?;
    let EveningStep::Guide(guide) = &evening.step else {
        return None;
    };
    show(turn, at, evening.date, &mut guide.clone())
}

/// Puts the guide on the card and shows it; where nothing is left, the evening is done.
fn put(turn: &mut Turn<'_>, at: Address, evening: EveningCard, mut guide: Guide) {
    if current(turn, evening.date, &mut guide).is_none() {
        finish(turn, at, evening, &guide);
        return;
    }
    let step = EveningStep::Guide(guide);
    let next = EveningCard {
        again: None,
        step,
        ..evening
    };
    if let Some(at) = turn.turn_card(at.anchor, Deck::Evening(next))
        && let Some(message) = reshow(turn, at)
    {
        turn.edit(at.anchor, message);
    }
}

/// The end, early or late: what was done counts, and where nothing was, it was an evening left out.
pub(super) fn finish(turn: &mut Turn<'_>, at: Address, evening: EveningCard, guide: &Guide) {
    if guide.wet {
        let message = with_buttons(turn.t("programme-heat-after"), Vec::new());
        turn.say(message);
    }
    match guide.did {
        0 => evening::not_tonight(turn, Some(at), evening.date),
        _ if guide.short || !guide.left.is_empty() => {
            evening::done(turn, Some(at), evening.date, Mark::Short);
        }
        _ => evening::done(turn, Some(at), evening.date, Mark::Done),
    }
}

fn show(turn: &Turn<'_>, at: Address, date: NaiveDate, guide: &mut Guide) -> Option<Message> {
    let exercise = current(turn, date, guide)?;
    let elapsed = match guide.clock {
        Clockwork::Ready => None,
        Clockwork::Running { since, .. } => Some(seconds(turn.now() - since)),
        Clockwork::Paused(elapsed) => Some(u32::from(elapsed)),
    };
    let running = elapsed.and_then(|elapsed| beat_at(&exercise.beats, elapsed));
    let step = usize::from(guide.of).saturating_sub(guide.left.len()) + 1;
    let args = [
        ("name", Arg::Text(&turn.t(exercise.name))),
        ("step", Arg::Number(i64::try_from(step).unwrap_or(1))),
        ("of", Arg::Number(guide.of.into())),
    ];
    let mut parts = vec![turn.tn("guide-step", &args)];
    match running {
        Some((beat, left)) => parts.push(counting(turn, &exercise, beat, left)),
        None => parts.extend(instructions(turn, date, &exercise, guide)),
    }
    if matches!(guide.clock, Clockwork::Paused(_)) {
        parts.push(turn.t("guide-held"));
    }
    if guide.why {
        parts.push(turn.t(exercise.why));
        if guide.short {
            parts.push(turn.t("programme-short-why"));
        } else if is_first(guide) {
            parts.push(turn.t("programme-order"));
        }
    }
    Some(with_buttons(parts.join("\n\n"), rows(turn, at, guide)))
}

/// Whether the first exercise is shown.
fn is_first(guide: &Guide) -> bool {
    guide.left.len() == usize::from(guide.of)
}

fn rows(turn: &Turn<'_>, at: Address, guide: &Guide) -> Vec<Vec<Button>> {
    let runs = matches!(guide.clock, Clockwork::Running { .. });
    let cell = |key: &str, action| {
        let at = Some(at);
        Press { at, action }.button(turn.t(key))
    };
    let first = match guide.clock {
        Clockwork::Ready => cell("guide-go-button", Action::Go),
        Clockwork::Running { .. } => cell("guide-pause-button", Action::Pause),
        Clockwork::Paused(_) => cell("guide-on-button", Action::Go),
    };
    // Nobody waits with the feet in the water: it has an end.
    let mut rows = if guide.wet && runs {
        Vec::new()
    } else {
        vec![vec![first]]
    };
    if guide.clock == Clockwork::Ready && !guide.why {
        rows.push(vec![cell("guide-why-button", Action::Reason)]);
    }
    if guide.clock == Clockwork::Ready && is_first(guide) && warned(turn).ask_first {
        rows.push(turn.lasting("guide-allowed-button", Action::Allowed));
    }
    rows.push(vec![
        cell("guide-skip-button", Action::Skip),
        cell("guide-enough-button", Action::Enough),
    ]);
    rows
}

// ---- Taps and ticks

/// A button of the guide.
pub(super) fn pressed(
    turn: &mut Turn<'_>,
    at: Address,
    evening: EveningCard,
    mut guide: Guide,
    action: Action,
) -> bool {
    let now = turn.now();
    match (guide.clock, action) {
        (Clockwork::Ready, Action::Go) => {
            guide.clock = run(turn, &evening, &mut guide, 0);
            guide.why = false;
            guide.wet = is_wet(turn, evening.date, &mut guide);
        }
        (Clockwork::Ready, Action::Reason) => guide.why = true,
        (Clockwork::Running { since, .. }, Action::Pause) if !guide.wet => {
            let elapsed = u16::try_from(seconds(now - since)).unwrap_or(u16::MAX);
            guide.clock = Clockwork::Paused(elapsed);
        }
        (Clockwork::Paused(elapsed), Action::Go) => {
            guide.clock = run(turn, &evening, &mut guide, u32::from(elapsed));
        }
        (_, Action::Skip) => next(&mut guide),
        (_, Action::Enough) => {
            finish(turn, at, evening, &guide);
            return true;
        }
        _ => return false,
    }
    put(turn, at, evening, guide);
    true
}

/// Whether the exercise that is shown is one in warm water.
fn is_wet(turn: &Turn<'_>, date: NaiveDate, guide: &mut Guide) -> bool {
    current(turn, date, guide).is_some_and(|exercise| exercise.water.is_some())
}

/// The clock, after so many seconds.
fn run(turn: &Turn<'_>, evening: &EveningCard, guide: &mut Guide, elapsed: u32) -> Clockwork {
    let now = turn.now();
    let exercise = current(turn, evening.date, guide);
    let changes = exercise.map_or_else(Vec::new, |exercise| changes(&exercise.beats));
    let next = changes.into_iter().find(|at| *at > elapsed);
    let since = now - Duration::seconds(i64::from(elapsed));
    let next = since + Duration::seconds(i64::from(next.unwrap_or(elapsed)));
    Clockwork::Running { since, next }
}

fn next(guide: &mut Guide) {
    if !guide.left.is_empty() {
        guide.left.remove(0);
    }
    guide.clock = Clockwork::Ready;
    guide.why = false;
}

/// Ends all exercises that are shown: a warning sign or a cramp comes first. `true`: the feet are, or were, in warm water.
pub(super) fn stop_all(turn: &mut Turn<'_>) -> bool {
    let shown: Vec<(Address, bool)> = turn
        .chat
        .evening_cards()
        .filter_map(|(at, evening)| match &evening.step {
            EveningStep::Guide(guide) => Some((at, guide.wet)),
            EveningStep::Asked | EveningStep::Later | EveningStep::Check { .. } => None,
        })
        .collect();
    for (at, wet) in &shown {
        turn.take_card(at.anchor);
        let key = if *wet {
            "programme-heat-after"
        } else {
            "guide-stopped"
        };
        let message = with_buttons(turn.t(key), Vec::new());
        turn.edit(at.anchor, message);
    }
    shown.iter().any(|(_, wet)| *wet)
}

/// When the card of this chat changes by itself.
pub(super) fn next_tick(chat: &Chat) -> Option<DateTime<Utc>> {
    running(chat).map(|(_, _, _, next)| next).min()
}

fn running(chat: &Chat) -> impl Iterator<Item = (Address, &EveningCard, &Guide, DateTime<Utc>)> {
    chat.evening_cards().filter_map(|(at, evening)| {
        if let EveningStep::Guide(guide) = &evening.step
            && let Clockwork::Running { next, .. } = guide.clock
        {
            Some((at, evening, guide, next))
        } else {
            None
        }
    })
}

/// The card moves on: the next stretch of time, or the next exercise.
pub(super) fn tick(turn: &mut Turn<'_>) {
    let now = turn.now();
    let due = running(&turn.chat)
        .find(|(.., next)| *next <= now)
        .map(|(at, evening, guide, _)| (at, evening.clone(), guide.clone()));
    let Some((at, evening, mut guide)) = due else {
        return;
    };
    let Clockwork::Running { since, .. } = guide.clock else {
        return;
    };
    let shown = guide.left.first().cloned();
    let elapsed = seconds(now - since);
    let total = current(turn, evening.date, &mut guide).map_or(0, |exercise| exercise.seconds());
    if guide.left.first() != shown.as_ref() {
        // What ran may not be done any more; the next one waits for its own tap.
    } else if elapsed >= total {
        guide.did = guide.did.saturating_add(1);
        next(&mut guide);
    } else {
        guide.clock = run(turn, &evening, &mut guide, elapsed);
    }
    put(turn, at, evening, guide);
}

fn seconds(duration: Duration) -> u32 {
    u32::try_from(duration.num_seconds().max(0)).unwrap_or(u32::MAX)
}
