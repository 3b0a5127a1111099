//! The evening message: done, the two-minute version, later, not tonight. One tap is enough, and none is no failure.
//!
//! Invariants: at most one message for an evening, beside the one that the person asked for ("later") or chose to have repeated; none while
//! a red flag is open, a pause runs, a cramp goes on, or the evening is done already; the first line names no complaint, for it may show on
//! a locked screen. What became of each evening is marked, also where nothing was sent: a gap has a reason.
//!
//! Deliberately not here: when an evening comes (`care::schedule`), the exercises (`guide`), joining and the settings (`routine`).

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

mod due;
mod typed;

pub(super) use due::{again, due, fire, heal, pass_over};
pub(super) use typed::{is_ending, typed};

use super::{
    chat::{Address, Deck, FlagCard},
    effect::{Anchor, Button, Message},
    flags, guide,
    month::{Course, EveningCard, EveningStep, Mark, Routine},
    press::{Action, Press},
    turn::{Turn, plain, unbuttoned, with_buttons},
};
use crate::{
    care::{
        clock,
        schedule::{Evening, WINDOW, is_quiet},
    },
    content::Arg,
};

/// The card can be answered for this long: it knows which evening it is about.
pub(super) const LASTS: Duration = Duration::days(3);
/// "In 30 minutes".
const SOON: Duration = Duration::minutes(30);
/// Where the person chose it, the message comes once more after this.
const REPEAT: Duration = Duration::minutes(45);
/// "At bedtime": then, or so long after the evening's time where that is later.
const BEDTIME: Option<NaiveTime> = NaiveTime::from_hms_opt(22, 30, 0);
const AFTER_THE_TIME: Duration = Duration::minutes(60);
/// Bedtime is not further off than this.
const LATEST: Duration = Duration::hours(4);
/// Evenings of a week that may be left out.
const SPARE: usize = 2;

// ---- The message

/// The last message for now, with a way to begin again.
fn rest(turn: &mut Turn<'_>, evening: &Evening, key: &str) {
    due::deal(turn, evening.date, turn.now(), Mark::Nothing);
    if let Some(routine) = turn.chat.routine.as_deref_mut() {
        routine.course = Course::Asleep;
    }
    let rows = vec![turn.lasting("routine-again-button", Action::Again)];
    let message = with_buttons(turn.t(key), rows);
    let at = turn.new_address();
    nudge(turn, at, message, evening.closes);
}

fn ask(turn: &mut Turn<'_>, evening: &Evening) {
    let now = turn.now();
    let repeats = turn.chat.routine.as_deref().is_some_and(|it| it.repeat);
    let again = Some(now + REPEAT).filter(|at| repeats && *at < evening.closes);
    put(turn, evening.date, again, evening.closes, "evening-hello");
}

/// The message, anew at the end of the chat.
fn put(
    turn: &mut Turn<'_>,
    date: NaiveDate,
    again: Option<DateTime<Utc>>,
    closes: DateTime<Utc>,
    key: &str,
) {
    let at = turn.new_address();
    let card = EveningCard {
        date,
        again,
        step: EveningStep::Asked,
    };
    let message = with_buttons(words(turn, date, key), rows(turn, at));
    turn.add_card(at, LASTS, Deck::Evening(card));
    nudge(turn, at, message, closes);
}

fn nudge(turn: &mut Turn<'_>, at: Address, message: Message, closes: DateTime<Utc>) {
    let sound = turn.chat.routine.as_deref().is_some_and(|it| it.sound);
    let message = Message {
        silent: !sound,
        ..message
    };
    turn.nudge(at.anchor, message, closes);
}

/// What the message says: which evening it is, and what is different tonight.
fn words(turn: &Turn<'_>, date: NaiveDate, key: &str) -> String {
    let Some(routine) = turn.chat.routine.as_deref() else {
        return turn.t(key);
    };
    let mut parts = vec![turn.t(key)];
    if routine.evenings.unanswered(routine.again) == due::FEW + 1 {
        parts.push(turn.t("evening-spaced"));
    }
    if is_sore(turn) {
        parts.push(turn.t("evening-sore"));
    }
    if let Some(habit) = routine.habit {
        parts.push(turn.t(super::routine::moment_key(habit)));
    }
    let day = (date - routine.first).num_days() + 1;
    if (1..=i64::from(super::month::DAYS)).contains(&day) {
        parts.push(turn.tn("evening-day", &[("day", Arg::Number(day))]));
    }
    parts.join("\n")
}

/// Whether a bad cramp is so recent that the exercises should be gentle.
pub(super) fn is_sore(turn: &Turn<'_>) -> bool {
    let hours = turn.context.content.knowledge().programme.bad_cramp.hours;
    let sore = turn.chat.routine.as_deref().and_then(|it| it.sore);
    sore.is_some_and(|at| turn.now() - at < Duration::hours(i64::from(hours)))
}

fn rows(turn: &Turn<'_>, at: Address) -> Vec<Vec<Button>> {
    let cell = |key: &str, action| {
        let at = Some(at);
        Press { at, action }.button(turn.t(key))
    };
    vec![
        vec![cell("evening-guide-button", Action::Guide)],
        vec![
            cell("done-button", Action::Done),
            cell("evening-short-button", Action::Short),
        ],
        vec![
            cell("evening-later-button", Action::Later),
            cell("evening-no-button", Action::NotTonight),
        ],
    ]
}

/// The exercises now, whatever the hour: a card of its own.
pub(super) fn now(turn: &mut Turn<'_>, date: NaiveDate) {
    let at = turn.new_address();
    let evening = EveningCard {
        date,
        again: None,
        step: EveningStep::Asked,
    };
    turn.add_card(at, LASTS, Deck::Evening(evening.clone()));
    guide::open(turn, at, evening);
}

/// A message as they come in the evening, so that the person hears whether they hear it.
pub(super) fn test(turn: &mut Turn<'_>) {
    let sound = turn.chat.routine.as_deref().is_some_and(|it| it.sound);
    let key = if sound {
        "routine-test-sound"
    } else {
        "routine-test"
    };
    let message = Message {
        silent: !sound,
        ..plain(turn.t(key))
    };
    turn.say(message);
}

/// It was asked for, or nothing was tapped: the same card at the end of the chat.
fn once_more(turn: &mut Turn<'_>) {
    let now = turn.now();
    let held = turn.chat.hold.is_some();
    let due = turn.chat.evening_cards().find_map(|(at, evening)| {
        let again = evening.again.filter(|at| *at <= now)?;
        Some((at, evening.date, again))
    });
    let Some((at, date, again)) = due else {
        return;
    };
    turn.take_card(at.anchor);
    let plan = turn.chat.zone.zip(turn.chat.routine.as_deref());
    let closes = plan.map(|(zone, routine)| {
        // In the quiet hours it comes only to whoever asked for it.
        if is_quiet(again.with_timezone(&zone).time()) {
            again + WINDOW
        } else {
            routine.plan(zone).closes(date, again)
        }
    });
    let Some(closes) = closes.filter(|closes| now < *closes && !held) else {
        return;
    };
    let shown = with_buttons(words(turn, date, "evening-hello"), Vec::new());
    turn.tidy(at.anchor, unbuttoned(shown));
    put(turn, date, None, closes, "evening-once-more");
}

/// A message of the month's did not leave in its time: what nobody saw does not count as unanswered.
pub(super) fn undelivered(turn: &mut Turn<'_>, anchor: Anchor) {
    let mut cards = turn.chat.cards.iter();
    let what = cards
        .find(|card| card.at.anchor == anchor)
        .map(|card| card.what.clone());
    let heard = turn.chat.heard;
    let routine = turn.chat.routine.as_deref_mut();
    match (what, routine) {
        (Some(Deck::Evening(evening)), Some(routine)) => {
            if routine.evenings.on(evening.date) == Mark::Asked {
                routine.evenings.mark(evening.date, Mark::Late);
            }
        }
        (Some(Deck::LastNight(night)), Some(routine)) => {
            let counted = u8::from(!night.answered);
            routine.quiet_mornings = routine.quiet_mornings.saturating_sub(counted);
            turn.chat.asked = turn.chat.asked.map(|(date, at)| (date, at.min(heard)));
        }
        // It is about safety: it is asked again on the next morning.
        (Some(Deck::Flag(FlagCard::Seen)), _) => {
            if let Some(hold) = &mut turn.chat.hold {
                hold.asked = false;
            }
        }
        (Some(_) | None, _) => return,
    }
    turn.take_card(anchor);
}

/// Nothing comes once more: the evenings rest.
pub(super) fn forget_later(turn: &mut Turn<'_>) {
    for evening in turn.chat.evening_cards_mut() {
        evening.again = None;
    }
}

/// After a journey: what would come once more, and at night there, does not come.
pub(super) fn travelled(turn: &mut Turn<'_>, from: Tz, to: Tz) {
    let stays = |at: &DateTime<Utc>| {
        let clock = at.with_timezone(&to).time();
        clock == at.with_timezone(&from).time() || !is_quiet(clock)
    };
    for evening in turn.chat.evening_cards_mut() {
        evening.again = evening.again.filter(stays);
    }
}

// ---- Answers

/// A button of the evening message.
pub(super) fn pressed(
    turn: &mut Turn<'_>,
    at: Address,
    evening: EveningCard,
    action: Action,
) -> bool {
    if turn.chat.hold.is_some() {
        flags::remind(turn);
        return true;
    }
    // Yesterday's is not put off to tonight: tonight has its own. Nor is anything after /stop.
    let may_wait = evening.date == super::routine::today(turn) && !turn.chat.silent;
    if let Some(routine) = turn.chat.routine.as_deref_mut() {
        // Any tap is an answer: the evenings come each day again.
        routine.again = routine.again.max(Some(evening.date));
    }
    match (evening.step.clone(), action) {
        (EveningStep::Asked, Action::Done) => done(turn, Some(at), evening.date, Mark::Done),
        (EveningStep::Asked, Action::NotTonight) => not_tonight(turn, Some(at), evening.date),
        (EveningStep::Asked, Action::Guide) => guide::begin(turn, at, evening, false),
        (EveningStep::Asked, Action::Short) => guide::begin(turn, at, evening, true),
        (EveningStep::Asked, Action::Later) if may_wait => {
            go(turn, at, evening, EveningStep::Later);
        }
        (EveningStep::Later, Action::Soon) if may_wait => {
            let then = turn.now() + SOON;
            later(turn, at, evening, then);
        }
        (EveningStep::Later, Action::Bedtime) if may_wait => match bedtime(turn) {
            Some(then) => later(turn, at, evening, then),
            None => return false,
        },
        (EveningStep::Later, Action::Back) => go(turn, at, evening, EveningStep::Asked),
        (EveningStep::Asked, Action::Later)
        | (EveningStep::Later, Action::Soon | Action::Bedtime) => {
            too_late(turn, at, evening.date);
        }
        (EveningStep::Check { short }, action) => {
            return guide::checked(turn, at, evening, short, action);
        }
        (EveningStep::Guide(running), action) => {
            return guide::pressed(turn, at, evening, running, action);
        }
        (EveningStep::Asked | EveningStep::Later, _) => return false,
    }
    true
}

/// An evening that is over is not put off any more, nor one after `/stop`; it says so, and can still be noted.
fn too_late(turn: &mut Turn<'_>, at: Address, date: NaiveDate) {
    let key = if turn.chat.silent {
        "routine-silent"
    } else {
        "evening-over"
    };
    let card = EveningCard {
        date,
        again: None,
        step: EveningStep::Asked,
    };
    let Some(at) = turn.turn_card(at.anchor, Deck::Evening(card)) else {
        return;
    };
    let rows = ["done-button", "evening-no-button"]
        .into_iter()
        .zip([Action::Done, Action::NotTonight])
        .map(|(key, action)| turn.button(at, key, action))
        .collect();
    let message = with_buttons(turn.t(key), rows);
    turn.edit(at.anchor, message);
}

/// Shows another step of the card in its place.
fn go(turn: &mut Turn<'_>, at: Address, evening: EveningCard, step: EveningStep) {
    let date = evening.date;
    let next = EveningCard {
        step: step.clone(),
        ..evening
    };
    let Some(at) = turn.turn_card(at.anchor, Deck::Evening(next)) else {
        return;
    };
    let message = match step {
        EveningStep::Later => with_buttons(turn.t("evening-later"), later_rows(turn, at)),
        EveningStep::Asked | EveningStep::Check { .. } | EveningStep::Guide(_) => {
            with_buttons(words(turn, date, "evening-hello"), rows(turn, at))
        }
    };
    turn.edit(at.anchor, message);
}

fn later_rows(turn: &Turn<'_>, at: Address) -> Vec<Vec<Button>> {
    let mut rows = vec![turn.button(at, "evening-soon-button", Action::Soon)];
    if let Some((then, zone)) = bedtime(turn).zip(turn.chat.zone) {
        let clock = super::zone::clock_in(then, zone);
        let label = turn.tn("evening-bedtime-button", &[("clock", Arg::Text(&clock))]);
        let press = Press {
            at: Some(at),
            action: Action::Bedtime,
        };
        rows.push(vec![press.button(label)]);
    }
    rows.push(turn.button(at, "back-button", Action::Back));
    rows
}

/// Tonight's bedtime, if it is still some time off.
fn bedtime(turn: &Turn<'_>) -> Option<DateTime<Utc>> {
    let zone = turn.chat.zone?;
    let routine = turn.chat.routine.as_deref()?;
    let tonight = super::routine::today(turn);
    let usual = clock::instant(zone, tonight, BEDTIME?);
    let then = usual.max(clock::instant(zone, tonight, routine.time) + AFTER_THE_TIME);
    let soon = turn.now() + SOON;
    (soon < then && then < soon + LATEST).then_some(then)
}

fn later(turn: &mut Turn<'_>, at: Address, evening: EveningCard, then: DateTime<Utc>) {
    let next = EveningCard {
        again: Some(then),
        step: EveningStep::Asked,
        ..evening
    };
    let Some(at) = turn.turn_card(at.anchor, Deck::Evening(next)) else {
        return;
    };
    let clock = turn
        .chat
        .zone
        .map(|zone| super::zone::clock_in(then, zone))
        .unwrap_or_default();
    let text = turn.tn("evening-later-set", &[("clock", Arg::Text(&clock))]);
    let message = with_buttons(text, rows(turn, at));
    turn.edit(at.anchor, message);
}

/// The exercises were done, wherever that is said: tonight needs no message any more.
pub(super) fn done(turn: &mut Turn<'_>, at: Option<Address>, date: NaiveDate, mark: Mark) {
    say_mark(turn, date, mark);
    let text = counted(turn, date, "evening-done");
    close(turn, at, date, text);
}

/// "Not tonight". What was done stays done: "skip", said afterwards, takes nothing back.
pub(super) fn not_tonight(turn: &mut Turn<'_>, at: Option<Address>, date: NaiveDate) {
    let is_done = |routine: &Routine| routine.evenings.on(date).is_done();
    if turn.chat.routine.as_deref().is_some_and(is_done) {
        let text = turn.t("evening-done-already");
        close(turn, at, date, text);
    } else {
        left_out(turn, at, date);
    }
}

/// The evening is one of those that may be left out.
fn left_out(turn: &mut Turn<'_>, at: Option<Address>, date: NaiveDate) {
    say_mark(turn, date, Mark::No);
    let left_out = turn.chat.routine.as_deref().map_or(0, |routine| {
        let monday = date.week(chrono::Weekday::Mon).first_day();
        let week = routine.evenings.range(monday, 7);
        week.filter(|mark| *mark == Mark::No).count()
    });
    let key = if left_out <= SPARE {
        "evening-no-spare"
    } else {
        "evening-no"
    };
    let text = turn.t(key);
    close(turn, at, date, text);
}

fn say_mark(turn: &mut Turn<'_>, date: NaiveDate, mark: Mark) {
    if let Some(routine) = turn.chat.routine.as_deref_mut() {
        routine.evenings.mark(date, mark);
    }
}

/// How many evenings it makes, below a word of thanks.
pub(super) fn counted(turn: &Turn<'_>, date: NaiveDate, key: &str) -> String {
    let Some(routine) = turn.chat.routine.as_deref() else {
        return turn.t(key);
    };
    let days = (date - routine.first).num_days() + 1;
    match count(turn, routine, days) {
        Some(count) => format!("{}\n{count}", turn.t(key)),
        None => turn.t(key),
    }
}

/// "5 of 6 evenings"; after the month how many in all, for then nobody keeps to a number.
pub(super) fn count(turn: &Turn<'_>, routine: &Routine, days: i64) -> Option<String> {
    let days = u16::try_from(days).ok().filter(|days| *days > 0)?;
    let done = routine.evenings.done(routine.first, days);
    let owed = routine.evenings.owed(routine.first, days);
    let count = [
        ("done", Arg::Number(i64::from(done))),
        ("of", Arg::Number(i64::from(owed))),
    ];
    let key = if days <= super::month::DAYS {
        "evening-count"
    } else {
        "evening-count-all"
    };
    Some(turn.tn(key, &count))
}

/// Ends the cards of an evening with these words: in place of the card that was tapped, else as a message.
pub(super) fn close(turn: &mut Turn<'_>, at: Option<Address>, date: NaiveDate, text: String) {
    for card in of_date(turn, date) {
        turn.take_card(card.anchor);
        if Some(card.anchor) != at.map(|at| at.anchor) {
            let shown = plain(words(turn, date, "evening-hello"));
            turn.tidy(card.anchor, shown);
        }
    }
    match at {
        Some(at) => turn.edit(at.anchor, plain(text)),
        None => turn.say(plain(text)),
    }
}

/// The messages about an evening that can still be tapped.
fn of_date(turn: &Turn<'_>, date: NaiveDate) -> Vec<Address> {
    let cards = turn.chat.evening_cards();
    let cards = cards.filter(|(_, evening)| evening.date == date);
    cards.map(|(at, _)| at).collect()
}
