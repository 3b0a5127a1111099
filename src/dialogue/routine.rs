//! `/routine`: joining the month, what it shows, and its settings. Opt-in, and as easily left.
//!
//! Invariants: joining asks the time zone and the time, and nothing else; everything else has a default and lies in the settings; nobody
//! under sixteen joins, and nobody without the consent that names the evenings.
//!
//! Deliberately not here: the evening message (`evening`), the exercises (`guide`), looking back (`last_night`).

use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, Timelike, Utc};

mod pages;

use pages::{is_new, standing, waits};
pub(super) use pages::{moment_key, show};

use super::{
    chat::{Address, Age, Keeping, MonthPage, State, TimeAsk},
    effect::{Button, Message},
    evening, flags,
    month::{BASELINE, Course, Habit, Mark, Routine},
    press::{Action, Setting},
    turn::{Turn, plain, with_buttons},
    welcome, zone,
};
use crate::{
    care::{
        past::Said,
        schedule::{SPREAD, WEEKEND_WITHIN},
    },
    content::{Arg, dates},
    understanding::Reply,
};

/// The times offered, in minutes of the day.
const TIMES: [u16; 6] = [1200, 1230, 1260, 1290, 1320, 1350];
/// The longest pause, in days.
const LONGEST_PAUSE: u16 = 60;
/// A month that was left for longer begins anew.
const OLD: Duration = Duration::days(7);
/// Until this hour the evening before is meant.
const NIGHT_GOES_ON: u32 = 5;
/// So long after an evening's time it is still that evening's night, whatever the clock shows.
const NIGHT: Duration = Duration::hours(10);

// ---- Joining

/// `/routine`.
pub(super) fn open(turn: &mut Turn<'_>) {
    if turn.chat.hold.is_some() {
        flags::remind(turn);
    } else if turn.chat.age == Age::Young {
        let rows = vec![turn.lasting("cramp-now-button", Action::Cramp)];
        let message = with_buttons(turn.t("routine-young"), rows);
        turn.say(message);
    } else if turn.chat.relief().is_some() {
        turn.say_key("routine-after");
    } else if turn.chat.routine.is_some() {
        show(turn, None, MonthPage::Overview);
    } else {
        join(turn);
    }
}

/// The next thing that joining needs.
pub(super) fn join(turn: &mut Turn<'_>) {
    if !agreed(turn) {
        turn.open(State::Consent);
    } else if turn.chat.zone.is_none() {
        zone::ask_how(turn, false);
    } else {
        turn.open(State::Time(TimeAsk::Join));
    }
    // Opening a question ends the one before, and with it what was asked for.
    turn.chat.joining = turn.chat.state != State::Time(TimeAsk::Join);
}

/// Whether the person agreed to a notice that names the evenings.
const fn agreed(turn: &Turn<'_>) -> bool {
    matches!(turn.chat.keeping, Keeping::Agreed { version, .. } if version >= welcome::NOTICE)
}

/// The question about the time.
pub(super) fn time_prompt(turn: &Turn<'_>, at: Address, ask: TimeAsk) -> Message {
    let cells: Vec<Button> = TIMES
        .into_iter()
        .map(|minutes| {
            let label = dates::clock(u32::from(minutes) / 60, u32::from(minutes) % 60);
            super::prompt::cell(at, label, Action::Pick(minutes))
        })
        .collect();
    let mut rows: Vec<Vec<Button>> = cells.chunks(3).map(<[Button]>::to_vec).collect();
    let key = match ask {
        TimeAsk::Join => "routine-join",
        TimeAsk::Usual => "routine-time",
        TimeAsk::Weekend => {
            rows.push(turn.button(at, "routine-same-button", Action::Skip));
            "routine-weekend"
        }
    };
    rows.push(turn.button(at, "back-button", Action::Back));
    with_buttons(turn.t(key), rows)
}

/// A button below it.
pub(super) fn time_pressed(turn: &mut Turn<'_>, ask: TimeAsk, action: Action) -> bool {
    match (ask, action) {
        (_, Action::Pick(minutes)) => {
            let seconds = u32::from(minutes) * 60;
            match NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0) {
                Some(time) => set_time(turn, ask, time),
                None => return false,
            }
        }
        (TimeAsk::Weekend, Action::Skip) => {
            if let Some(routine) = turn.chat.routine.as_deref_mut() {
                routine.weekend = None;
            }
            settle(turn, true);
        }
        (TimeAsk::Join, Action::Back) => {
            let message = plain(turn.t("routine-not-now"));
            turn.close_form(message);
        }
        (TimeAsk::Usual | TimeAsk::Weekend, Action::Back) => settle(turn, false),
        _ => return false,
    }
    true
}

/// A time typed: "9pm", "21.15", "half nine". Without more it is in the evening.
pub(super) fn time_typed(turn: &mut Turn<'_>, ask: TimeAsk, text: &str) -> bool {
    match turn.reply(text) {
        Some(Reply::No | Reply::Back | Reply::Skip) => {
            return time_pressed(turn, ask, Action::Back);
        }
        Some(Reply::Yes | Reply::Easing | Reply::StillBad | Reply::Gone) | None => {}
    }
    let reader = turn.context.reader;
    let clock = match reader.number(&turn.chat.language, text) {
        Some(hour) => Some((hour.into(), 0, true)),
        None => clock_typed(turn, text),
    };
    clock.is_some_and(|clock| evening_at(turn, ask, clock))
}

/// A time of the clock, typed when nothing was asked, as a correction of the one that was just set.
pub(super) fn retimed(turn: &mut Turn<'_>, text: &str) -> bool {
    let reader = turn.context.reader;
    let is_number = reader.number(&turn.chat.language, text).is_some();
    match reader.when(&turn.chat.language, text) {
        Some(Said::Clock(clock)) if !is_number => evening_at(
            turn,
            TimeAsk::Usual,
            (clock.hour, clock.minute, clock.twice),
        ),
        // "Last night at 3" tells of something else.
        Some(Said::Clock(_) | Said::Day(..) | Said::Ago(_) | Said::Ahead) | None => false,
    }
}

/// Hour, minute, and whether the hour comes twice a day.
fn clock_typed(turn: &Turn<'_>, text: &str) -> Option<(u32, u32, bool)> {
    match turn.context.reader.when(&turn.chat.language, text) {
        Some(Said::Clock(clock) | Said::Day(_, Some(clock))) => {
            Some((clock.hour, clock.minute, clock.twice))
        }
        Some(Said::Ago(_) | Said::Day(_, None) | Said::Ahead) | None => None,
    }
}

/// Sets that time. Without more, it is in the evening.
fn evening_at(turn: &mut Turn<'_>, ask: TimeAsk, (hour, minute, twice): (u32, u32, bool)) -> bool {
    let hour = if twice && (1..12).contains(&hour) {
        hour + 12
    } else {
        hour
    };
    let time = NaiveTime::from_hms_opt(hour, minute, 0);
    if let Some(time) = time {
        set_time(turn, ask, time);
    }
    time.is_some()
}

fn set_time(turn: &mut Turn<'_>, ask: TimeAsk, time: NaiveTime) {
    let now = turn.now();
    match (ask, turn.chat.routine.as_deref_mut()) {
        (TimeAsk::Weekend, Some(routine)) => {
            if (time - routine.time).abs() > WEEKEND_WITHIN {
                let remark = turn.t("routine-weekend-far");
                turn.ask_again(remark, true);
                return;
            }
            routine.weekend = Some(time);
            routine.since = now;
            settle(turn, true);
        }
        (_, Some(routine)) => {
            routine.time = time;
            routine.weekend = routine
                .weekend
                .filter(|weekend| (*weekend - time).abs() <= WEEKEND_WITHIN);
            routine.since = now;
            settle(turn, true);
        }
        (_, None) => begin(turn, time),
    }
}

/// The form is done: when the next evening is, for that may be another date now, and the settings as they are.
fn settle(turn: &mut Turn<'_>, is_set: bool) {
    let Some(routine) = turn.chat.routine.as_deref() else {
        return;
    };
    let mut parts = vec![standing(turn, routine)];
    if is_set {
        parts.insert(0, turn.t("routine-settled"));
    }
    let message = plain(parts.join("\n"));
    if turn.chat.form.is_some() {
        turn.close_form(message);
    } else {
        turn.say(message);
    }
    turn.press = None;
    show(turn, None, MonthPage::Settings);
}

/// The month begins.
fn begin(turn: &mut Turn<'_>, time: NaiveTime) {
    let now = turn.now();
    let Some(zone) = turn.chat.zone.filter(|_| agreed(turn)) else {
        join(turn);
        return;
    };
    let today = now.with_timezone(&zone).date_naive();
    let mut routine = Routine::new(now, today, time, delay(now, turn.chat.anchors));
    let evening = routine.next(zone);
    routine.first = evening.date;
    turn.chat.routine = Some(Box::new(routine));
    turn.chat.joining = false;
    turn.chat.silent = false;
    let content = turn.context.content;
    let date = content.date(&turn.chat.language, evening.date);
    let clock = dates::clock(time.hour(), time.minute());
    let args = [("date", Arg::Text(&date)), ("clock", Arg::Text(&clock))];
    let rows = vec![
        turn.lasting("routine-now-button", Action::Tonight),
        turn.lasting("routine-baseline-button", Action::Set(Setting::Baseline)),
        turn.lasting("routine-why-button", Action::Worth),
        turn.lasting("routine-change-button", Action::Settings),
    ];
    let message = with_buttons(turn.tn("routine-joined", &args), rows);
    turn.close_form(message);
}

/// A person's own delay: any number that differs from person to person and then stays.
fn delay(now: DateTime<Utc>, anchors: u32) -> u16 {
    let seconds = u32::try_from(now.timestamp() & 0xffff_ffff).unwrap_or_default();
    // Both tell nearly the same time, so each is mixed by itself: else what they share would cancel out.
    let mixed =
        seconds.wrapping_mul(0x9e37_79b9) ^ anchors.wrapping_mul(0x85eb_ca6b).rotate_left(13);
    let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x2c1b_3c6d) >> 8;
    u16::try_from(mixed % SPREAD).unwrap_or_default()
}

/// The date whose evening a word like "done" is about: that of the night that has begun, or comes next.
pub(super) fn today(turn: &Turn<'_>) -> NaiveDate {
    let said = turn.said_at();
    let zone = turn.chat.zone.unwrap_or(chrono_tz::UTC);
    let local = said.with_timezone(&zone);
    let date = local.date_naive();
    let routine = turn.chat.routine.as_deref();
    let last = routine.and_then(|it| it.last);
    if let Some(last) = last.filter(|last| last.at <= said && said < last.at + NIGHT) {
        return last.date;
    }
    // Whose evening comes after midnight has it on the date to which the night leads.
    let leads_on = routine.is_some_and(|it| it.time.hour() < NIGHT_GOES_ON);
    let other = match (local.hour() < NIGHT_GOES_ON, leads_on) {
        (true, false) => date.pred_opt(),
        (false, true) => date.succ_opt(),
        (true, true) | (false, false) => None,
    };
    other.unwrap_or(date)
}

// ---- Taps

/// A button of the month's card.
pub(super) fn pressed(turn: &mut Turn<'_>, at: Address, page: MonthPage, action: Action) -> bool {
    match (page, action) {
        (MonthPage::Overview, Action::Tonight) => tonight(turn),
        (MonthPage::Overview, Action::Done) => {
            turn.take_card(at.anchor);
            done_today(turn, Some(at));
        }
        (MonthPage::Overview, Action::Pause) => show(turn, Some(at), MonthPage::Pause),
        (MonthPage::Overview, Action::Settings) => show(turn, Some(at), MonthPage::Settings),
        (MonthPage::Overview, Action::Again) => again(turn, Some(at)),
        (MonthPage::Overview, Action::Stop) => {
            turn.take_card(at.anchor);
            stop(turn, Some(at));
        }
        (MonthPage::Pause, Action::Pick(days)) => pause(turn, Some(at), Some(days)),
        (MonthPage::Pause | MonthPage::Settings, Action::Back) => {
            show(turn, Some(at), MonthPage::Overview);
        }
        (MonthPage::Settings, Action::Set(setting)) => set(turn, Some(at), setting),
        _ => return false,
    }
    true
}

/// Ends the evenings; the message there says so, else one of its own.
pub(super) fn stop(turn: &mut Turn<'_>, at: Option<Address>) {
    evening::forget_later(turn);
    if let Some(routine) = turn.chat.routine.as_deref_mut() {
        routine.course = Course::Stopped;
    }
    let again = turn.lasting("routine-again-button", Action::Again);
    let text = turn.t("routine-ended");
    match at {
        Some(at) => turn.edit(at.anchor, with_buttons(text, vec![again])),
        None => {
            // A word like "stop" may have been about a cramp.
            let cramp = turn.lasting("cramp-now-button", Action::Cramp);
            turn.say(with_buttons(text, vec![cramp, again]));
        }
    }
}

/// The exercises now, whatever the hour.
pub(super) fn tonight(turn: &mut Turn<'_>) {
    if turn.chat.hold.is_some() {
        flags::remind(turn);
    } else if turn.chat.routine.is_none() || turn.chat.relief().is_some() {
        open(turn);
    } else {
        let date = today(turn);
        evening::now(turn, date);
    }
}

/// "Done", wherever it is said.
pub(super) fn done_today(turn: &mut Turn<'_>, at: Option<Address>) {
    let date = today(turn);
    evening::done(turn, at, date, Mark::Done);
}

/// A clinician has allowed the exercises.
pub(super) fn cleared(turn: &mut Turn<'_>) {
    let now = turn.now();
    if let Some(routine) = turn.chat.routine.as_deref_mut() {
        routine.cleared = Some(now);
    }
    tonight(turn);
}

/// The evenings begin again, or go on after a pause.
pub(super) fn again(turn: &mut Turn<'_>, at: Option<Address>) {
    let now = turn.now();
    let Some(routine) = turn.chat.routine.as_deref_mut() else {
        open(turn);
        return;
    };
    if !matches!(routine.course, Course::Paused(_)) {
        routine.again = routine.last.map(|last| last.date);
        routine.since = now;
        let is_old = routine.last.is_none_or(|last| now - last.at > OLD);
        if let Some(zone) = turn
            .chat
            .zone
            .filter(|_| routine.course == Course::Asleep || is_old)
        {
            // A month of its own, and not the rest of one that lies far back.
            routine.first = now.with_timezone(&zone).date_naive();
            routine.first = routine.next(zone).date;
            routine.reviewed = None;
        }
    }
    routine.course = Course::Going;
    turn.chat.silent = false;
    show(turn, at, MonthPage::Overview);
}

/// Pauses the evenings for so many days, today's included if it is still to come; without a number it asks.
pub(super) fn pause(turn: &mut Turn<'_>, at: Option<Address>, days: Option<u16>) {
    let now = turn.now();
    let today = today(turn);
    let Some((zone, routine)) = turn.chat.zone.zip(turn.chat.routine.as_deref_mut()) else {
        turn.say_key("routine-none");
        return;
    };
    if matches!(routine.course, Course::Stopped | Course::Asleep) {
        // What has stopped needs no pause, and must not come back by one.
        let again = vec![turn.lasting("routine-again-button", Action::Again)];
        let message = with_buttons(turn.t("routine-nothing-to-pause"), again);
        turn.say(message);
        return;
    }
    let Some(days) = days.filter(|days| (1..=LONGEST_PAUSE).contains(days)) else {
        if days.is_some() {
            let longest = [("days", Arg::Number(i64::from(LONGEST_PAUSE)))];
            let message = plain(turn.tn("routine-pause-range", &longest));
            turn.say(message);
        }
        show(turn, at, MonthPage::Pause);
        return;
    };
    let first = routine.next_from(zone, now).date.max(today);
    let until = first.checked_add_days(Days::new(u64::from(days)));
    routine.course = Course::Paused(until.unwrap_or(first));
    evening::forget_later(turn);
    show(turn, at, MonthPage::Overview);
}

/// Changes a setting: what has two or three values goes to the next one, a time is asked for.
pub(super) fn set(turn: &mut Turn<'_>, at: Option<Address>, setting: Setting) {
    let today = today(turn);
    let now = turn.now();
    let routine = turn.chat.routine.as_deref();
    let may_wait = routine.is_some_and(|routine| is_new(turn, routine));
    let waits = routine.is_some_and(|routine| waits(turn, routine));
    let Some(routine) = turn.chat.routine.as_deref_mut() else {
        turn.say_key("routine-none");
        return;
    };
    match setting {
        Setting::Time => return ask_time(turn, TimeAsk::Usual),
        Setting::Weekend => return ask_time(turn, TimeAsk::Weekend),
        Setting::Sound => routine.sound = !routine.sound,
        Setting::Repeat => routine.repeat = !routine.repeat,
        Setting::Sitting => routine.sitting = !routine.sitting,
        Setting::Review => routine.review = routine.review.succ(),
        Setting::Habit => {
            let place = routine
                .habit
                .and_then(|habit| Habit::ALL.iter().position(|other| *other == habit));
            routine.habit = Habit::ALL.get(place.map_or(0, |place| place + 1)).copied();
        }
        Setting::Baseline if may_wait => {
            // The button below the first message switches on only: it may be tapped twice.
            if waits && at.is_none() {
                return show(turn, at, MonthPage::Settings);
            }
            let later = today.checked_add_days(Days::new(u64::from(BASELINE)));
            routine.first = if waits { today } else { later.unwrap_or(today) };
            routine.since = now;
            if waits && let Some(zone) = turn.chat.zone {
                routine.first = routine.next(zone).date;
            }
        }
        Setting::Baseline => {}
        Setting::Test => {
            evening::test(turn);
            return;
        }
    }
    show(turn, at, MonthPage::Settings);
}

fn ask_time(turn: &mut Turn<'_>, ask: TimeAsk) {
    // The press belongs to the card: the question is a message of its own.
    turn.press = None;
    turn.open(State::Time(ask));
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn people_who_join_within_minutes_have_delays_of_their_own() {
        let begun = DateTime::from_timestamp(1_790_000_000, 0).expect("an instant");
        // So many seconds from the first word to the last question, and so many messages in between.
        let delays: BTreeSet<u16> = (0..600)
            .map(|person| {
                let first = u32::try_from(begun.timestamp() + person * 7).expect("before 2106");
                let joined = begun + Duration::seconds(person * 7 + 30);
                delay(joined, first + 6)
            })
            .collect();
        assert!(delays.len() > 300, "{} delays", delays.len());
        assert!(delays.iter().all(|delay| u32::from(*delay) < SPREAD));
    }
}
