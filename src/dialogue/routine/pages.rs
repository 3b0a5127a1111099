//! What `/routine` shows: where the month stands, its settings, and the pause.

use chrono::{Duration, NaiveDate, NaiveTime, Timelike};

use super::today;
use crate::{
    content::{Arg, dates},
    dialogue::{
        chat::{Address, Deck, MonthPage},
        effect::{Button, Class, Message},
        evening,
        month::{Course, Habit, Mark, Routine},
        press::{Action, Press, Setting},
        prompt::cell,
        turn::{Turn, plain, with_buttons},
        zone,
    },
};

/// The card can be tapped for this long.
const LASTS: Duration = Duration::days(2);
/// Pauses offered, in days.
const PAUSES: [u16; 4] = [1, 3, 7, 14];

/// Shows a page: in place of the card that was tapped, else as a message.
pub(in crate::dialogue) fn show(turn: &mut Turn<'_>, at: Option<Address>, page: MonthPage) {
    if turn.chat.routine.is_none() {
        turn.say_key("routine-none");
        return;
    }
    let at = at.and_then(|at| turn.turn_card(at.anchor, Deck::Routine(page)));
    match at {
        Some(at) => {
            let message = page_message(turn, at, page);
            turn.edit(at.anchor, message);
        }
        None => {
            put_older_away(turn);
            let at = turn.new_address();
            let message = page_message(turn, at, page);
            turn.add_card(at, LASTS, Deck::Routine(page));
            turn.say_at(at.anchor, Class::Answer, message);
        }
    }
}

/// One message of this kind is enough.
fn put_older_away(turn: &mut Turn<'_>) {
    let older: Vec<_> = turn
        .chat
        .cards
        .iter()
        .filter(|card| matches!(card.what, Deck::Routine(_)))
        .map(|card| card.at.anchor)
        .collect();
    for anchor in older {
        turn.take_card(anchor);
    }
}

fn page_message(turn: &Turn<'_>, at: Address, page: MonthPage) -> Message {
    let Some(routine) = turn.chat.routine.as_deref() else {
        return plain(turn.t("routine-none"));
    };
    match page {
        MonthPage::Overview => overview(turn, at, routine),
        MonthPage::Settings => settings(turn, at, routine),
        MonthPage::Pause => {
            let button = |days: u16| {
                let args = [("days", Arg::Number(i64::from(days)))];
                let label = turn.tn("routine-days-button", &args);
                cell(at, label, Action::Pick(days))
            };
            let mut rows: Vec<Vec<Button>> = PAUSES
                .chunks(2)
                .map(|days| days.iter().copied().map(button).collect())
                .collect();
            rows.push(turn.button(at, "back-button", Action::Back));
            with_buttons(turn.t("routine-pause"), rows)
        }
    }
}

fn overview(turn: &Turn<'_>, at: Address, routine: &Routine) -> Message {
    let today = today(turn);
    let course = course(turn, routine);
    let mut parts = vec![standing(turn, routine)];
    let days = (today - routine.first).num_days() + i64::from(has_passed(turn, routine, today));
    parts.extend(evening::count(turn, routine, days));
    if !matches!(course, Course::Stopped | Course::Asleep) && !turn.chat.silent {
        parts.push(turn.t("routine-spare"));
    }
    let mut rows = Vec::new();
    match course {
        Course::Going | Course::Away => {
            if !routine.evenings.on(today).is_done() {
                rows.push(turn.button(at, "routine-now-button", Action::Tonight));
                rows.push(turn.button(at, "routine-done-button", Action::Done));
            }
            rows.push(turn.button(at, "routine-pause-button", Action::Pause));
            rows.push(turn.button(at, "routine-change-button", Action::Settings));
            rows.push(turn.button(at, "routine-stop-button", Action::Stop));
        }
        Course::Paused(_) => {
            rows.push(turn.button(at, "routine-resume-button", Action::Again));
            rows.push(turn.button(at, "routine-stop-button", Action::Stop));
        }
        Course::Stopped | Course::Asleep => {
            rows.push(turn.button(at, "routine-again-button", Action::Again));
        }
    }
    with_buttons(parts.join("\n\n"), rows)
}

/// Whether today's evening counts already: it was asked about, or something was said about it.
fn has_passed(turn: &Turn<'_>, routine: &Routine, today: NaiveDate) -> bool {
    let zone = turn.chat.zone;
    routine.evenings.on(today) != Mark::Nothing
        || zone.is_some_and(|zone| routine.next(zone).date > today)
}

/// Whether evenings come. Nothing need have come since a pause was over.
fn course(turn: &Turn<'_>, routine: &Routine) -> Course {
    match routine.course {
        Course::Paused(until) if until <= today(turn) => Course::Going,
        other => other,
    }
}

/// One sentence: when the next evening is, or why there is none.
pub(super) fn standing(turn: &Turn<'_>, routine: &Routine) -> String {
    let content = turn.context.content;
    let language = &turn.chat.language;
    match course(turn, routine) {
        _ if turn.chat.silent => turn.t("routine-silent"),
        Course::Stopped | Course::Asleep => turn.t("routine-stopped"),
        Course::Paused(until) => {
            let date = content.date(language, until);
            turn.tn("routine-paused", &[("date", Arg::Text(&date))])
        }
        Course::Going | Course::Away => {
            let is_due = evening::due(&turn.chat).is_some();
            let Some(zone) = turn.chat.zone.filter(|_| is_due) else {
                return turn.t("routine-no-zone");
            };
            let evening = routine.next_from(zone, turn.now());
            let date = content.date(language, evening.date);
            // People hear "about nine", not their own delay.
            let about = evening.at - Duration::seconds(i64::from(routine.delay));
            let clock = zone::clock_in(about, zone);
            let args = [("date", Arg::Text(&date)), ("clock", Arg::Text(&clock))];
            turn.tn("routine-next", &args)
        }
    }
}

fn settings(turn: &Turn<'_>, at: Address, routine: &Routine) -> Message {
    let on = |is: bool| turn.t(if is { "setting-on" } else { "setting-off" });
    let clock = |time: NaiveTime| dates::clock(time.hour(), time.minute());
    let weekend = routine
        .weekend
        .map_or_else(|| turn.t("setting-same"), clock);
    let habit = routine
        .habit
        .map_or_else(|| turn.t("setting-none"), |habit| turn.t(habit_key(habit)));
    let weekday = format!("weekday-{}", routine.review.number_from_monday());
    let is_new = is_new(turn, routine);
    let values = [
        (Setting::Time, Some(clock(routine.time))),
        (Setting::Weekend, Some(weekend)),
        (Setting::Sound, Some(on(routine.sound))),
        (Setting::Repeat, Some(on(routine.repeat))),
        (Setting::Habit, Some(habit)),
        (Setting::Sitting, Some(on(routine.sitting))),
        (Setting::Review, Some(turn.t(&weekday))),
        (Setting::Baseline, is_new.then(|| on(waits(turn, routine)))),
        (Setting::Test, Some(String::new())),
    ];
    let mut rows: Vec<Vec<Button>> = values
        .into_iter()
        .filter_map(|(setting, value)| {
            let args = [("value", Arg::Text(&value?))];
            let label = turn.tn(setting.key(), &args);
            let press = Press {
                at: Some(at),
                action: Action::Set(setting),
            };
            Some(vec![press.button(label)])
        })
        .collect();
    rows.push(turn.button(at, "back-button", Action::Back));
    let key = if is_new {
        "routine-settings-new"
    } else {
        "routine-settings"
    };
    with_buttons(turn.t(key), rows)
}

/// Whether nothing of the month has been done yet, so that two weeks of diary may still come first.
pub(super) fn is_new(turn: &Turn<'_>, routine: &Routine) -> bool {
    let days = (today(turn) - routine.first).num_days().max(0) + 1;
    let days = u16::try_from(days).unwrap_or(u16::MAX);
    let mut marks = routine.evenings.range(routine.first, days);
    !marks.any(Mark::is_done)
}

/// Whether the month waits for the diary: its first evening is not simply the next one.
pub(super) fn waits(turn: &Turn<'_>, routine: &Routine) -> bool {
    turn.chat.zone.is_some_and(|zone| {
        let next = routine
            .plan(zone)
            .next(turn.now(), routine.last.map(Into::into));
        routine.first > next.date
    })
}

/// The key of a habit's name.
const fn habit_key(habit: Habit) -> &'static str {
    match habit {
        Habit::Teeth => "habit-teeth",
        Habit::Kettle => "habit-kettle",
        Habit::Bed => "habit-bed",
    }
}

/// The key of the line that hangs the exercises on a habit.
pub(in crate::dialogue) const fn moment_key(habit: Habit) -> &'static str {
    match habit {
        Habit::Teeth => "evening-after-teeth",
        Habit::Kettle => "evening-after-kettle",
        Habit::Bed => "evening-after-bed",
    }
}
