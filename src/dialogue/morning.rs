//! The morning after: one message, however many cramps there were. Where, how much pain, how much sleep it cost; each a tap,
//! each skippable. What is skipped stays unknown: no reply is never "better".
//!
//! Invariants: at most one morning message for a local date (I7); never while a relief card runs or a red flag is open; without
//! consent the first question is the notice, and a "no" forgets the night.

use chrono::Duration;

use super::{
    chat::{Address, Age, Card, Deck, Morning, MorningStep, Night, State, ZoneAsk},
    effect::{Button, Class, Message},
    entry::{Entry, Muscle, Side},
    last_night,
    press::{Action, Press},
    progress, record, settings, soak,
    turn::{Turn, plain, with_buttons},
    welcome,
};
use crate::{care, content::Arg, understanding::Reply};

/// Days for which the morning questions can be answered.
const LASTS: Duration = Duration::days(3);
/// Entries listed at the end, the last ones: a night of fifty would not fit into a message. The diary shows all.
const LINES: usize = 20;

/// Asks about the night.
pub(super) fn ask(turn: &mut Turn<'_>, night: Night) {
    let at = turn.new_address();
    let morning = Morning {
        entries: night.entries,
        first: night.first,
        step: if turn.chat.consented() {
            MorningStep::Place
        } else {
            MorningStep::Consent
        },
    };
    let mut message = Message {
        // Without a zone it may be night there.
        silent: turn.chat.zone.is_none(),
        ..show(turn, at, &morning)
    };
    // One message a morning: the week's look back stands below it.
    let date = turn.chat.asked.map(|(date, _)| date);
    if let Some(words) = date.and_then(|date| last_night::weekly(turn, date)) {
        message.text = format!("{}\n\n{words}", message.text);
        message.attached = progress::of_a_look_back(turn, false);
    }
    turn.add_card(at, LASTS, Deck::Morning(morning));
    turn.say_at(at.anchor, Class::Nudge, message);
}

/// The question of the step.
fn show(turn: &Turn<'_>, at: Address, morning: &Morning) -> Message {
    let count = i64::try_from(morning.entries.len()).unwrap_or(i64::MAX);
    let when = turn.chat.zone.map_or_else(
        || turn.t("morning-in-the-night"),
        |zone| {
            let clock = super::zone::clock_in(morning.first, zone);
            turn.tn("morning-at", &[("clock", Arg::Text(&clock))])
        },
    );
    let args = [("count", Arg::Number(count)), ("when", Arg::Text(&when))];
    let (key, mut rows) = match morning.step {
        MorningStep::Consent => {
            let text = format!(
                "{}\n\n{}",
                turn.tn("morning-hello-consent", &args),
                welcome::notice(turn)
            );
            return with_buttons(text, welcome::consent_rows(turn, at));
        }
        MorningStep::Place => {
            let text = format!(
                "{}\n\n{}",
                turn.tn("morning-hello", &args),
                turn.tn("morning-place", &args)
            );
            let mut rows = place_rows(turn, at);
            rows.push(skip_row(turn, at, false));
            return with_buttons(text, rows);
        }
        MorningStep::Side => ("morning-side", side_rows(turn, at)),
        MorningStep::Muscle => ("morning-muscle", muscle_rows(turn, at)),
        MorningStep::Pain => ("morning-pain", score_rows(at)),
        MorningStep::Sleep => ("morning-sleep", score_rows(at)),
    };
    rows.push(skip_row(turn, at, true));
    with_buttons(turn.tn(key, &args), rows)
}

/// The commonest places in one tap each.
pub(super) fn place_rows(turn: &Turn<'_>, at: Address) -> Vec<Vec<Button>> {
    let cell = |key: &str, action| {
        Press {
            at: Some(at),
            action,
        }
        .button(turn.t(key))
    };
    let place = |side, muscle| Action::Place(side, muscle);
    vec![
        vec![
            cell("left-calf-button", place(Side::Left, Muscle::Calf)),
            cell("right-calf-button", place(Side::Right, Muscle::Calf)),
        ],
        vec![
            cell("left-foot-button", place(Side::Left, Muscle::Foot)),
            cell("right-foot-button", place(Side::Right, Muscle::Foot)),
        ],
        vec![
            cell("both-calves-button", place(Side::Both, Muscle::Calf)),
            cell("elsewhere-button", Action::Elsewhere),
        ],
    ]
}

pub(super) fn side_rows(turn: &Turn<'_>, at: Address) -> Vec<Vec<Button>> {
    vec![
        turn.button(at, "left-button", Action::Side(Side::Left)),
        turn.button(at, "right-button", Action::Side(Side::Right)),
        turn.button(at, "both-button", Action::Side(Side::Both)),
    ]
}

pub(super) fn muscle_rows(turn: &Turn<'_>, at: Address) -> Vec<Vec<Button>> {
    vec![
        turn.button(at, "calf-button", Action::Muscle(Muscle::Calf)),
        turn.button(at, "foot-button", Action::Muscle(Muscle::Foot)),
        turn.button(at, "thigh-button", Action::Muscle(Muscle::Thigh)),
        turn.button(at, "other-muscle-button", Action::Muscle(Muscle::Other)),
    ]
}

/// 0 to 10, in buttons that a thumb can hit.
pub(super) fn score_rows(at: Address) -> Vec<Vec<Button>> {
    let cell = |score: u8| {
        Press {
            at: Some(at),
            action: Action::Score(score),
        }
        .button(score.to_string())
    };
    vec![
        (0..=3).map(cell).collect(),
        (4..=7).map(cell).collect(),
        (8..=10).map(cell).collect(),
    ]
}

fn skip_row(turn: &Turn<'_>, at: Address, back: bool) -> Vec<Button> {
    let cell = |key: &str, action| {
        Press {
            at: Some(at),
            action,
        }
        .button(turn.t(key))
    };
    let mut row = Vec::new();
    if back {
        row.push(cell("back-button", Action::Back));
    }
    row.push(cell("skip-button", Action::Skip));
    row.push(cell("enough-button", Action::Enough));
    row
}

/// A button of the morning card.
pub(super) fn pressed(turn: &mut Turn<'_>, at: Address, morning: Morning, action: Action) -> bool {
    match (morning.step, action) {
        (MorningStep::Consent, Action::Agree) => {
            welcome::agree(turn);
            go(turn, at, morning, MorningStep::Place);
        }
        (MorningStep::Consent, Action::Young) => {
            welcome::young(turn);
            end(turn, at, "young-text");
        }
        // The person agreed elsewhere in the meantime: a "no" to the older notice takes that back.
        (MorningStep::Consent, Action::No) if turn.chat.consented() => {
            turn.take_card(at.anchor);
            settings::withdraw(turn);
        }
        (MorningStep::Consent, Action::No) => {
            turn.chat.drafts.clear();
            end(turn, at, "declined-text");
        }
        (MorningStep::Consent, _) => return false,
        (_, Action::Enough) => finish(turn, at, &morning),
        (MorningStep::Place, Action::Place(side, muscle)) => {
            fill(turn, &morning, Some(side), Some(muscle));
            go(turn, at, morning, MorningStep::Pain);
        }
        (MorningStep::Place, Action::Elsewhere) => go(turn, at, morning, MorningStep::Side),
        (MorningStep::Place, Action::Skip) => go(turn, at, morning, MorningStep::Pain),
        (MorningStep::Side, Action::Side(side)) => {
            fill(turn, &morning, Some(side), None);
            go(turn, at, morning, MorningStep::Muscle);
        }
        (MorningStep::Side, Action::Skip) => go(turn, at, morning, MorningStep::Muscle),
        (MorningStep::Side | MorningStep::Pain, Action::Back) => {
            go(turn, at, morning, MorningStep::Place);
        }
        (MorningStep::Muscle, Action::Muscle(muscle)) => {
            fill(turn, &morning, None, Some(muscle));
            go(turn, at, morning, MorningStep::Pain);
        }
        (MorningStep::Muscle, Action::Skip) => go(turn, at, morning, MorningStep::Pain),
        (MorningStep::Muscle, Action::Back) => go(turn, at, morning, MorningStep::Side),
        (MorningStep::Pain, Action::Score(score)) => {
            each(turn, &morning, |cramp| cramp.pain = Some(score));
            go(turn, at, morning, MorningStep::Sleep);
        }
        (MorningStep::Pain, Action::Skip) => go(turn, at, morning, MorningStep::Sleep),
        (MorningStep::Sleep, Action::Score(score)) => {
            each(turn, &morning, |cramp| cramp.sleep = Some(score));
            finish(turn, at, &morning);
        }
        (MorningStep::Sleep, Action::Skip) => finish(turn, at, &morning),
        (MorningStep::Sleep, Action::Back) => go(turn, at, morning, MorningStep::Pain),
        _ => return false,
    }
    true
}

/// Typed words while a morning question is the last thing asked.
pub(super) fn typed(turn: &mut Turn<'_>, text: &str) -> bool {
    let newest = turn.chat.cards.last().cloned();
    let Some(Card {
        at,
        what: Deck::Morning(morning),
        ..
    }) = newest
    else {
        return false;
    };
    let reply = turn.reply(text);
    let action = match (morning.step, reply) {
        (MorningStep::Consent, _) => return false,
        (MorningStep::Pain | MorningStep::Sleep, _)
            if turn
                .context
                .reader
                .number(&turn.chat.language, text)
                .is_some() =>
        {
            turn.context
                .reader
                .number(&turn.chat.language, text)
                .map(Action::Score)
        }
        (_, Some(Reply::Skip)) => Some(Action::Skip),
        (_, Some(Reply::Back)) if morning.step != MorningStep::Place => Some(Action::Back),
        (_, Some(_) | None) => None,
    };
    action.is_some_and(|action| pressed(turn, at, morning, action))
}

/// Puts a place into the entries of the night.
fn fill(turn: &mut Turn<'_>, morning: &Morning, side: Option<Side>, muscle: Option<Muscle>) {
    each(turn, morning, |cramp| {
        cramp.side = side.or(cramp.side);
        cramp.muscle = muscle.or(cramp.muscle);
    });
}

fn each(turn: &mut Turn<'_>, morning: &Morning, change: impl Fn(&mut super::Cramp)) {
    for id in &morning.entries {
        // An entry that was deleted in the meantime stays deleted.
        if let Some(mut entry) = turn.entry(*id) {
            if let Some(cramp) = entry.cramp_mut() {
                change(cramp);
            }
            record::feel(turn, &entry);
            turn.keep(entry);
        }
    }
}

fn go(turn: &mut Turn<'_>, at: Address, morning: Morning, step: MorningStep) {
    let next = Morning { step, ..morning };
    if let Some(at) = turn.turn_card(at.anchor, Deck::Morning(next.clone())) {
        let message = show(turn, at, &next);
        turn.edit(at.anchor, message);
    }
}

/// Thanks, what is noted now, and (only if it is not known) the time zone.
fn finish(turn: &mut Turn<'_>, at: Address, morning: &Morning) {
    let surplus = morning.entries.len().saturating_sub(LINES);
    let entries: Vec<Entry> = morning.entries[surplus..]
        .iter()
        .filter_map(|id| turn.entry(*id))
        .collect();
    let lines: Vec<String> = entries
        .iter()
        .map(|entry| super::lines::line(turn, entry))
        .collect();
    turn.take_card(at.anchor);
    let mut text = turn.tn("morning-done", &[("lines", Arg::Text(&lines.join("\n")))]);
    let mut rows = vec![turn.lasting("diary-button", Action::History)];
    if let Some(soaks) = soak::of_the_night(turn, &entries) {
        text = format!("{text}\n\n{soaks}");
    } else if soak::could_be_prepared(turn, &entries) {
        text = format!("{text}\n\n{}", turn.t("soak-by-day"));
        rows.push(turn.lasting("soak-button", Action::Soak));
    }
    turn.edit(at.anchor, with_buttons(text, rows));
    turn.press = None;
    last_night::decide(turn);
    if turn.chat.zone.is_none() && turn.chat.state == State::Start {
        // The press belongs to the card: the question is a message of its own.
        turn.press = None;
        turn.open(State::Zone {
            ask: ZoneAsk::How,
            setup: false,
        });
    }
}

fn end(turn: &mut Turn<'_>, at: Address, key: &str) {
    turn.take_card(at.anchor);
    let message = plain(turn.t(key));
    turn.edit(at.anchor, message);
}

/// When the morning message is due, and the local date that it is meant for; `None` while there is nothing to ask or it may not be asked.
pub(super) fn due(
    chat: &super::Chat,
) -> Option<(chrono::DateTime<chrono::Utc>, chrono::NaiveDate)> {
    if chat.silent || chat.age == Age::Young || chat.relief().is_some() {
        return None;
    }
    let asked = chat.asked;
    match (&chat.hold, &chat.night) {
        (Some(hold), _) if hold.asked => None,
        (Some(hold), _) => Some(care::clock::morning(
            hold.since, hold.since, chat.zone, asked,
        )),
        (None, Some(night)) => Some(care::clock::morning(
            night.first,
            night.last,
            chat.zone,
            asked,
        )),
        (None, None) => last_night::due(chat),
    }
}
