//! A cramp or a night told in a line of text: shown back, kept after one tap. Nothing is kept without it.
//!
//! Deliberately not here: what a line says (`understanding::log`).

use chrono::{Days, Duration, Timelike};

use super::{Ask, Draft, Known, Log, ask, finish, stop, typed};
use crate::{
    care::{
        clock::instant,
        past::{OLDEST, Span, night},
    },
    dialogue::{
        About,
        chat::{Age, State},
        diary,
        entry::{Cramp, Entry, EntryId, Happening, Helped, Muscle, Side, Told},
        lines,
        press::Action,
        record,
        turn::{Turn, plain},
    },
    understanding::{Line, Meaning, Reply, log},
};

/// Before this hour "last night" is the night before this one.
const NIGHT_GOES_ON: u32 = 5;

/// A line that tells of a cramp that is over, or of a night without one. `false`: it tells of neither.
pub(in crate::dialogue) fn told(turn: &mut Turn<'_>, line: &Line<'_>) -> bool {
    // Half-answered rounds are not thrown away for it; the person is told that their question is still open.
    let is_busy = matches!(
        turn.chat.state,
        State::Asking(_) | State::Log(_) | State::Erase | State::WhichAnswer
    );
    if is_busy {
        return false;
    }
    match line.told() {
        log::Told::Nothing => false,
        _ if turn.chat.age == Age::Young => {
            super::open(turn);
            true
        }
        log::Told::Log(told) => {
            a_cramp(turn, told);
            true
        }
        log::Told::NoCramp(start) => {
            a_quiet_night(turn, *start);
            true
        }
    }
}

fn a_cramp(turn: &mut Turn<'_>, told: &log::CrampLog) {
    let known = Known {
        cramp: cramp(told),
        maybe_long: told.maybe_long(),
    };
    match span(turn, told) {
        Some(span) => ask(turn, Log::Told(Draft { span, known })),
        None => {
            let parts = lines::parts(turn, &known.cramp).join(", ");
            let remark = (!parts.is_empty())
                .then(|| turn.tn("log-heard", &[("what", crate::content::Arg::Text(&parts))]));
            turn.open_after(remark, State::Log(Log::When(Ask::Time, known)));
        }
    }
}

/// When it may have begun. A time on the clock needs a zone; what cannot be is asked about.
fn span(turn: &Turn<'_>, told: &log::CrampLog) -> Option<Span> {
    let (zone, start, said) = (turn.chat.zone?, told.start?, turn.said_at());
    let at = |local: chrono::NaiveDateTime| instant(zone, local.date(), local.time());
    let (from, until) = (at(start.from), at(start.until).min(said));
    (from <= until && from >= said - OLDEST).then_some(Span { from, until })
}

/// As far as it was told. The middle of a range stands for it, as in a table of such logs.
fn cramp(told: &log::CrampLog) -> Cramp {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float that is too large or below nothing becomes the nearest whole number"
    )]
    let whole = |value: f64| value.round() as u32;
    let longest = u32::from(super::LONGEST) * 60;
    let seconds = told.minutes.map(|range| whole(range.middle() * 60.0));
    let pain = told
        .pain
        .and_then(|range| u8::try_from(whole(range.middle())).ok());
    let mut cramp = Cramp {
        seconds: seconds.filter(|seconds| *seconds <= longest),
        side: told.side.map(side),
        muscle: told.muscle.map(muscle),
        pain: pain.filter(|pain| *pain <= 10),
        ..Cramp::default()
    };
    // Where nothing was done, nothing can have helped, and nobody is asked about it.
    if told.in_vain {
        cramp.add_helped(Helped::Nothing);
    }
    for relief in &told.relief {
        cramp.add_helped(helped(*relief));
    }
    cramp
}

const fn side(side: log::Side) -> Side {
    match side {
        log::Side::Left => Side::Left,
        log::Side::Right => Side::Right,
        log::Side::Both => Side::Both,
    }
}

const fn muscle(muscle: log::Muscle) -> Muscle {
    match muscle {
        log::Muscle::Calf => Muscle::Calf,
        log::Muscle::Foot => Muscle::Foot,
        log::Muscle::Toe => Muscle::Toe,
        log::Muscle::Thigh => Muscle::Thigh,
        log::Muscle::Hamstring => Muscle::Hamstring,
        log::Muscle::Shin => Muscle::Shin,
    }
}

const fn helped(relief: log::Relief) -> Helped {
    match relief {
        log::Relief::Stretching => Helped::Stretching,
        log::Relief::Standing => Helped::Standing,
        log::Relief::Walking => Helped::Walking,
        log::Relief::Massage => Helped::Massage,
        log::Relief::Heat => Helped::Heat,
        log::Relief::Ice => Helped::Ice,
        log::Relief::WarmSoak => Helped::Soak,
        log::Relief::PickleJuice => Helped::PickleJuice,
        log::Relief::Other => Helped::Other,
    }
}

/// "Shall I note this?"
pub(super) fn told_pressed(turn: &mut Turn<'_>, draft: Draft, action: Action) -> bool {
    match action {
        Action::Yes => finish(turn, &draft),
        Action::More => super::go(turn, About::Place, draft),
        Action::Stop => stop(turn),
        _ => return false,
    }
    true
}

/// The button that says just that.
fn labelled(turn: &Turn<'_>, text: &str) -> Option<Action> {
    let said = text.trim().to_lowercase();
    let buttons = [
        ("keep-it-button", Action::Yes),
        ("change-or-add-button", Action::More),
        ("do-not-keep-button", Action::Stop),
    ];
    let is_said = |key: &str| turn.t(key).to_lowercase() == said;
    buttons
        .into_iter()
        .find(|(key, _)| is_said(key))
        .map(|(_, action)| action)
}

/// Words below "Shall I note this?": yes, no, or another leg or muscle.
pub(super) fn told_typed(turn: &mut Turn<'_>, mut draft: Draft, text: &str) -> bool {
    // "I have a cramp now" holds a yes, and is none.
    if turn.context.reader.cramp(&turn.chat.language, text) == Meaning::Now {
        return false;
    }
    let action = match (labelled(turn, text), turn.reply(text)) {
        (Some(action), _) => action,
        (None, Some(Reply::Yes)) => Action::Yes,
        (None, Some(Reply::No)) => Action::Stop,
        (
            None,
            Some(Reply::Skip | Reply::Back | Reply::Easing | Reply::StillBad | Reply::Gone) | None,
        ) => {
            let Some(place) = turn.context.reader.place(&turn.chat.language, text) else {
                return false;
            };
            let cramp = &mut draft.known.cramp;
            cramp.side = place.leg.map(typed::side).or(cramp.side);
            cramp.muscle = place.part.map(typed::muscle).or(cramp.muscle);
            ask(turn, Log::Told(draft));
            return true;
        }
    };
    told_pressed(turn, draft, action)
}

// ---- A night without a cramp

/// `told`: when that was, if it was said. Last night otherwise.
fn a_quiet_night(turn: &mut Turn<'_>, told: Option<log::Start>) {
    let Some(zone) = turn.chat.zone else {
        turn.say_key("log-free-no-zone");
        return;
    };
    let local = turn.said_at().with_timezone(&zone);
    let back = if local.hour() < NIGHT_GOES_ON { 2 } else { 1 };
    let today = local.date_naive();
    let last = today.checked_sub_days(Days::new(back)).unwrap_or(today);
    // The middle of what was said: a date means the night that begins on it.
    let told = told.map(|start| start.from + (start.until - start.from) / 2);
    let told = told.map(|middle| (middle - Duration::hours(12)).date());
    let evening = told.map_or(last, |told| told.min(last));
    let span = night(zone, evening, turn.said_at());
    if span.from < turn.said_at() - OLDEST {
        turn.say_key("log-free-too-old");
        return;
    }
    ask(turn, Log::Free(span));
}

/// A night without a cramp, as an entry.
pub(in crate::dialogue) fn free(turn: &Turn<'_>, id: EntryId, span: Span) -> Entry {
    Entry {
        id,
        from: span.from,
        until: span.until,
        zone: turn.chat.zone,
        told: Told::Later,
        what: Happening::Free,
    }
}

/// What to say of a night of which the diary knows already.
fn noted_already(turn: &Turn<'_>, free: &Entry) -> Option<&'static str> {
    let entries = diary::entries(turn);
    let mut of_the_night = entries
        .iter()
        .filter(|entry| entry.night() == free.night())
        .peekable();
    of_the_night.peek()?;
    let is_free = of_the_night.all(|entry| entry.cramp().is_none());
    Some(if is_free {
        "log-free-known"
    } else {
        "log-free-but-cramp"
    })
}

pub(super) fn free_pressed(turn: &mut Turn<'_>, span: Span, action: Action) -> bool {
    match action {
        Action::Yes => {
            let entry = free(turn, EntryId(turn.chat.entries + 1), span);
            if let Some(key) = noted_already(turn, &entry) {
                let message = plain(turn.t(key));
                turn.close_form(message);
                return true;
            }
            turn.chat.entries += 1;
            let logged = record::keep(turn, entry.clone());
            let message = super::closing(turn, &entry, logged, false);
            turn.close_form(message);
        }
        Action::Stop => stop(turn),
        _ => return false,
    }
    true
}

pub(super) fn free_typed(turn: &mut Turn<'_>, span: Span, text: &str) -> bool {
    if let Some(action) = labelled(turn, text) {
        return free_pressed(turn, span, action);
    }
    match turn.reply(text) {
        Some(Reply::Yes) => free_pressed(turn, span, Action::Yes),
        Some(Reply::No | Reply::Skip) => free_pressed(turn, span, Action::Stop),
        Some(Reply::Back | Reply::Easing | Reply::StillBad | Reply::Gone) | None => false,
    }
}
