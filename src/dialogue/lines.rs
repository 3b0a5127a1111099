//! An entry in words: one line of it, and its parts. What was not said is left out, or said to be unsaid.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, NaiveTime, Utc};
use chrono_tz::Tz;

use super::{
    chat::Address,
    effect::Button,
    entry::{Cramp, Entry, Helped, Muscle, Side},
    press::Action,
    prompt::cell,
    turn::Turn,
};
use crate::{care::past::Span, content::Arg};

/// An entry in one line: when, where, how long, how bad, what helped.
pub(super) fn line(turn: &Turn<'_>, entry: &Entry) -> String {
    let mut parts = entry
        .cramp()
        .map(|cramp| parts(turn, cramp))
        .unwrap_or_default();
    if entry.cramp().is_none() {
        parts.push(turn.t("line-free"));
    } else if parts.is_empty() {
        parts.push(turn.t("line-bare"));
    }
    joined(turn, entry, &parts)
}

/// The same of an entry that is not finished: what is not known yet is not spoken of.
pub(super) fn so_far(turn: &Turn<'_>, entry: &Entry) -> String {
    let parts = entry
        .cramp()
        .map(|cramp| parts(turn, cramp))
        .unwrap_or_default();
    if parts.is_empty() {
        when(turn, entry)
    } else {
        joined(turn, entry, &parts)
    }
}

fn joined(turn: &Turn<'_>, entry: &Entry, parts: &[String]) -> String {
    turn.tn(
        "entry-line",
        &[
            ("when", Arg::Text(&when(turn, entry))),
            ("parts", Arg::Text(&parts.join(", "))),
        ],
    )
}

pub(super) fn parts(turn: &Turn<'_>, cramp: &Cramp) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(place(turn, cramp));
    parts.extend(duration(turn, cramp));
    if let Some(pain) = cramp.pain {
        parts.push(turn.tn("line-pain", &[("score", Arg::Number(pain.into()))]));
    }
    if let Some(sleep) = cramp.sleep {
        parts.push(turn.tn("line-sleep", &[("score", Arg::Number(sleep.into()))]));
    }
    if cramp.flag.is_some() {
        parts.push(turn.t("line-flagged"));
    }
    if cramp.helped.contains(&Helped::Nothing) {
        parts.push(turn.t("line-helped-nothing"));
    } else if let Some(helped) = helped(turn, cramp) {
        parts.push(turn.tn("line-helped", &[("what", Arg::Text(&helped))]));
    }
    parts
}

/// When it began, or between when and when.
pub(super) fn when(turn: &Turn<'_>, entry: &Entry) -> String {
    let span = Span {
        from: entry.from,
        until: entry.until,
    };
    // What was told of a night stays that night, also after a journey.
    let zone = if span.from == span.until {
        turn.chat.zone.or(entry.zone)
    } else {
        entry.zone.or(turn.chat.zone)
    };
    match zone {
        Some(zone) => local(turn, span, zone),
        None => {
            let when = local(turn, span, chrono_tz::UTC);
            turn.tn("when-in-utc", &[("when", Arg::Text(&when))])
        }
    }
}

/// A span in someone's zone: a time, a night, or from when to when.
pub(super) fn local(turn: &Turn<'_>, span: Span, zone: Tz) -> String {
    let language = &turn.chat.language;
    let content = turn.context.content;
    let shown = |at: DateTime<Utc>| content.date_and_time(language, at, zone);
    let (from, until) = (shown(span.from), shown(span.until));
    let evening = span.from.with_timezone(&zone);
    let begins_at_night = Some(evening.time()) == NaiveTime::from_hms_opt(22, 0, 0);
    if from == until {
        from
    } else if begins_at_night && span.until - span.from <= Duration::hours(10) {
        let date = content.date(language, evening.date_naive());
        turn.tn("when-night", &[("date", Arg::Text(&date))])
    } else {
        let ends = [("from", Arg::Text(&from)), ("until", Arg::Text(&until))];
        turn.tn("when-between", &ends)
    }
}

pub(super) fn place(turn: &Turn<'_>, cramp: &Cramp) -> Option<String> {
    place_key(cramp).map(|key| turn.t(&key))
}

/// The key of the text that says where it was, as far as that was told.
pub(crate) fn place_key(cramp: &Cramp) -> Option<String> {
    let side = cramp.side.map(|side| match side {
        Side::Left => "left",
        Side::Right => "right",
        Side::Both => "both",
    });
    let muscle = cramp.muscle.map(|muscle| match muscle {
        Muscle::Calf => "calf",
        Muscle::Foot => "foot",
        Muscle::Toe => "toe",
        Muscle::Thigh => "thigh",
        Muscle::Hamstring => "hamstring",
        Muscle::Shin => "shin",
        Muscle::Other => "other",
    });
    match (side, muscle) {
        (Some(side), Some(muscle)) => Some(format!("place-{side}-{muscle}")),
        (Some(part), None) | (None, Some(part)) => Some(format!("place-{part}")),
        (None, None) => None,
    }
}

pub(super) fn duration(turn: &Turn<'_>, cramp: &Cramp) -> Option<String> {
    let seconds = cramp.seconds?;
    let minutes = Arg::Number(minutes(seconds).into());
    Some(turn.tn("line-minutes", &[("minutes", minutes)]))
}

/// Rounded to whole minutes; under half a minute is none.
pub(crate) const fn minutes(seconds: u32) -> u32 {
    seconds.saturating_add(30) / 60
}

/// What helped, one after the other.
pub(super) fn helped(turn: &Turn<'_>, cramp: &Cramp) -> Option<String> {
    let names: Vec<String> = cramp
        .helped
        .iter()
        .map(|helped| turn.t(&format!("helped-{}", helped.name())))
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// What can have helped, two in a row, with ticks.
pub(super) fn helped_rows(
    turn: &Turn<'_>,
    at: Address,
    ticked: &BTreeSet<Helped>,
) -> Vec<Vec<Button>> {
    let cells: Vec<Button> = Helped::ALL
        .into_iter()
        .map(|helped| {
            let label = turn.t(&format!("helped-{}-button", helped.name()));
            let label = if ticked.contains(&helped) {
                turn.tn("ticked-button", &[("what", Arg::Text(&label))])
            } else {
                label
            };
            cell(at, label, Action::Helped(helped))
        })
        .collect();
    cells.chunks(2).map(<[Button]>::to_vec).collect()
}
