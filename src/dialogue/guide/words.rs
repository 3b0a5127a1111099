//! What the exercise that is shown says: before its clock runs, and while it does.

use chrono::NaiveDate;

use super::{is_first, warned};
use crate::{
    care::programme::{Beat, BeatKind, Exercise, Leg, Water},
    content::Arg,
    dialogue::{evening, month::Guide, turn::Turn},
};

/// What to do, before the clock runs.
pub(super) fn instructions(
    turn: &Turn<'_>,
    date: NaiveDate,
    exercise: &Exercise<'_>,
    guide: &Guide,
) -> Vec<String> {
    let mut parts = Vec::new();
    if guide.wet {
        parts.push(turn.t("programme-heat-after"));
    }
    if is_first(guide) {
        parts.extend(at_first(turn, date, guide));
    }
    match exercise.water {
        Some(water) => parts.push(turn.tn(exercise.text, &water_args(exercise, water))),
        None => parts.push(turn.t(exercise.text)),
    }
    if let Some(reps) = exercise.reps {
        let args = [
            ("low", Arg::Number(reps.low.into())),
            ("high", Arg::Number(reps.high.into())),
            ("count", Arg::Number(reps.high.into())),
            ("up", Arg::Number(reps.up.into())),
            ("down", Arg::Number(reps.down.into())),
        ];
        let key = if reps.low == reps.high {
            "programme-reps-fixed"
        } else {
            "programme-reps"
        };
        parts.push(turn.tn(key, &args));
        let week = turn
            .chat
            .routine
            .as_deref()
            .map(|it| (date - it.first).num_days() / 7);
        if week >= Some(3) && !exercise.sitting {
            parts.push(turn.t("programme-raises-later"));
        }
    }
    if let Some(beat) = exercise
        .beats
        .first()
        .filter(|it| it.kind == BeatKind::Hold)
    {
        let args = [("times", Arg::Number(beat.of.into()))];
        parts.push(turn.tn("programme-legs", &args));
    }
    parts
}

/// What is said before the first exercise: what is different tonight, and what always holds.
fn at_first(turn: &Turn<'_>, date: NaiveDate, guide: &Guide) -> Vec<String> {
    let cautions = warned(turn);
    let mut parts = vec![turn.t("programme-caution")];
    let raises = guide.left.iter().any(|slug| slug == "raises");
    let first_week = turn
        .chat
        .routine
        .as_deref()
        .is_some_and(|it| (date - it.first).num_days() < 7);
    if guide.short {
        parts.push(turn.t("programme-short"));
    } else if !raises && evening::is_sore(turn) {
        parts.push(turn.t("programme-raises-rested"));
    } else if !raises && first_week && cautions.keys.is_empty() {
        parts.push(turn.t("programme-raises-tomorrow"));
    }
    if cautions.ask_first {
        parts.push(turn.t("programme-ask-first"));
    }
    parts.extend(cautions.keys.iter().map(|key| turn.t(key)));
    parts
}

fn water_args(exercise: &Exercise<'_>, water: Water) -> [(&'static str, Arg<'static>); 5] {
    let fahrenheit = |celsius: u8| Arg::Number(i64::from(celsius) * 9 / 5 + 32);
    [
        ("from", Arg::Number(water.from.into())),
        ("to", Arg::Number(water.to.into())),
        ("from_f", fahrenheit(water.from)),
        ("to_f", fahrenheit(water.to)),
        ("minutes", Arg::from(exercise.seconds() / 60)),
    ]
}

/// One line while the clock runs.
pub(super) fn counting(turn: &Turn<'_>, exercise: &Exercise<'_>, beat: Beat, left: u32) -> String {
    let args = [
        ("round", Arg::Number(beat.round.into())),
        ("of", Arg::Number(beat.of.into())),
        ("seconds", Arg::from(left)),
        ("minutes", Arg::from(left.div_ceil(60))),
    ];
    let key = match (beat.kind, beat.leg) {
        _ if exercise.water.is_some() => "programme-warm",
        (BeatKind::Rest, _) => "programme-rest",
        (BeatKind::Move, _) if left > 60 => "programme-move-minutes",
        (BeatKind::Move, _) => "programme-move",
        (BeatKind::Hold, Leg::Both) => "programme-hold",
        (BeatKind::Hold, Leg::One) => "programme-hold-one",
        (BeatKind::Hold, Leg::Other) => "programme-hold-other",
    };
    let text = turn.tn(key, &args);
    if exercise.reps.is_some() && beat.kind == BeatKind::Move {
        return format!("{}\n{text}", turn.tn("programme-sets", &args));
    }
    text
}
