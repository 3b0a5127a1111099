//! The soak test: may this person have it, and why or why not; how to prepare (clinical.md sections 6 to 8).
//!
//! Invariants: nothing here says "go ahead" without [`Verdict::Offered`], computed at that moment from fresh answers; a result is a
//! hint, never a diagnosis, in either direction.
//! Deliberately not here: the water itself, which is a part of the relief card (`relief::water`), so that its ten minutes go on.

use super::{
    chat::{Age, Purpose},
    diary,
    entry::{Entry, Gauge, SoakResult},
    flags,
    press::Action,
    questions::{self, view},
    relief::warmth,
    turn::{Turn, plain, with_buttons},
};
use crate::{
    care::soak::{CLEARED, Verdict, clearable, verdict, was_quick},
    content::Arg,
};

/// `/soak`: asks what is missing, then says whether it is for this person. In a cramp it is a wish to the card that runs.
pub(super) fn open(turn: &mut Turn<'_>) {
    if turn.chat.hold.is_some() {
        flags::remind(turn);
        return;
    }
    if turn.chat.relief().is_some() {
        warmth::wanted(turn);
        return;
    }
    let remark = turn.t("soak-intro");
    questions::start(turn, Purpose::Soak, Some(remark));
}

/// What must still be asked before the soak can be judged.
pub(super) fn open_questions(turn: &Turn<'_>) -> Vec<String> {
    if turn.chat.age == Age::Young {
        return Vec::new();
    }
    match verdict(&view(turn)) {
        Verdict::Ask(slugs) => slugs.into_iter().map(ToOwned::to_owned).collect(),
        Verdict::Stop(_) | Verdict::AskFirst(_) | Verdict::Offered { .. } => Vec::new(),
    }
}

/// The verdict in words, with what to do instead or next.
pub(super) fn say_verdict(turn: &mut Turn<'_>) {
    if turn.chat.age == Age::Young {
        let text = format!("{}\n\n{}", turn.t("soak-not"), turn.t("soak-stop-young"));
        turn.close_form(plain(text));
        return;
    }
    let tests = tests(turn);
    let mut message = match verdict(&view(turn)) {
        // Nothing is missing once the round is over; were it so, nothing is offered.
        Verdict::Ask(_) => plain(turn.t("soak-not")),
        Verdict::Stop(reasons) => {
            // A leg that may have a clot or an injury is left alone.
            let rest = ["soak-stop-clot", "soak-stop-swollen", "soak-stop-hurt"];
            let instead = if reasons.iter().any(|key| rest.contains(key)) {
                turn.t("soak-instead-rest")
            } else {
                turn.t("soak-instead")
            };
            let text = [turn.t("soak-not"), list(turn, &reasons), instead];
            let rows = vec![
                turn.lasting("change-answer-button", Action::Change),
                turn.lasting("doctor-button", Action::Doctor),
            ];
            with_buttons(text.join("\n\n"), rows)
        }
        Verdict::AskFirst(reasons) => {
            let gentle = turn.context.content.knowledge().soak.water.gentle;
            let [_, to, _, to_f] = degrees(gentle, gentle);
            let ask = turn.tn("soak-ask-whom", &[("gentle", to.1), ("gentle_f", to_f.1)]);
            let text = [turn.t("soak-ask-first"), list(turn, &reasons), ask];
            let mut rows = vec![
                turn.lasting("doctor-button", Action::Doctor),
                turn.lasting("change-answer-button", Action::Change),
            ];
            if clearable(&view(turn)) {
                rows.push(turn.lasting("cleared-button", Action::Cleared));
            }
            with_buttons(text.join("\n\n"), rows)
        }
        Verdict::Offered { ceiling } => {
            let from = turn.context.content.knowledge().soak.water.from;
            let rows = vec![
                turn.lasting("prepare-button", Action::Prepare),
                turn.lasting("cramp-now-button", Action::Cramp),
            ];
            let offered = turn.tn("soak-offered", &degrees(from, ceiling));
            let text = match &tests {
                Some(_) => offered,
                // With a test to tell of, the same words follow it.
                None => [offered, article(turn)].join("\n\n"),
            };
            with_buttons(text, rows)
        }
    };
    if let Some(tests) = tests {
        message.text = [message.text, tests, reading(turn)].join("\n\n");
    }
    turn.close_form(message);
}

fn list(turn: &Turn<'_>, reasons: &[&str]) -> String {
    let lines: Vec<String> = reasons
        .iter()
        .map(|key| turn.tn("doctor-line", &[("item", Arg::Text(&turn.t(key)))]))
        .collect();
    lines.join("\n")
}

/// "A clinician said yes": to all of this? The button may be old, so today's reasons stand above the question.
pub(super) fn cleared(turn: &mut Turn<'_>) {
    if turn.chat.hold.is_some() {
        flags::remind(turn);
        return;
    }
    let reasons = match verdict(&view(turn)) {
        Verdict::AskFirst(reasons) if clearable(&view(turn)) => list(turn, &reasons),
        Verdict::Ask(_) | Verdict::Stop(_) | Verdict::AskFirst(_) | Verdict::Offered { .. } => {
            open(turn);
            return;
        }
    };
    questions::ask_for_the_soak(turn, CLEARED, reasons);
}

/// "Prepare for tonight": the basin, the thermometer, and how warm.
pub(super) fn prepare(turn: &mut Turn<'_>) {
    if turn.chat.hold.is_some() {
        flags::remind(turn);
        return;
    }
    let Verdict::Offered { ceiling } = verdict(&view(turn)) else {
        open(turn);
        return;
    };
    let from = turn.context.content.knowledge().soak.water.from;
    let text = turn.tn("soak-prepare", &degrees(from, ceiling));
    turn.say(plain(text));
}

/// The temperatures as a text wants them: Celsius and Fahrenheit, rounded to whole degrees.
pub(super) fn degrees(from: u8, to: u8) -> [(&'static str, Arg<'static>); 4] {
    let fahrenheit = |celsius: u8| (i64::from(celsius) * 9 + 2) / 5 + 32;
    [
        ("from", Arg::Number(i64::from(from))),
        ("to", Arg::Number(i64::from(to))),
        ("from_f", Arg::Number(fahrenheit(from))),
        ("to_f", Arg::Number(fahrenheit(to))),
    ]
}

// ---- What came of it

/// "Your soak tests: …", over the whole diary. What is marked with a warning sign is kept apart.
fn tests(turn: &Turn<'_>) -> Option<String> {
    let quick: Vec<bool> = diary::entries(turn)
        .iter()
        .map(Entry::cramp)
        .filter(|cramp| cramp.flag.is_none())
        .filter_map(|cramp| cramp.soak)
        .filter_map(|soak| was_quick(soak.seconds, soak.gone))
        .collect();
    let number = |n: usize| Arg::Number(i64::try_from(n).unwrap_or(i64::MAX));
    let times = quick.iter().filter(|quick| **quick).count();
    let args = [("tests", number(quick.len())), ("quick", number(times))];
    (!quick.is_empty()).then(|| turn.tn("soak-tests", &args))
}

/// How the article reads it, and how sure that is.
fn article(turn: &Turn<'_>) -> String {
    format!("{}\n\n{}", turn.t("soak-article"), turn.t("soak-sure"))
}

/// The same, and what matters more. Never a conclusion.
fn reading(turn: &Turn<'_>) -> String {
    format!("{}\n\n{}", article(turn), turn.t("soak-circulation"))
}

/// The night's soaks, with the reading, for the end of the morning's questions.
pub(super) fn of_the_night(turn: &Turn<'_>, entries: &[Entry]) -> Option<String> {
    let lines: Vec<String> = entries
        .iter()
        .filter_map(|entry| entry.cramp().soak)
        .filter_map(|soak| {
            let key = if soak.gone? {
                "soak-went"
            } else {
                "soak-stayed"
            };
            Some(turn.tn(key, &[("minutes", Arg::Number(minutes(soak)))]))
        })
        .collect();
    (!lines.is_empty()).then(|| format!("{}\n\n{}", lines.join("\n"), reading(turn)))
}

/// Whether a night's cramps went on so long that warm water could have been offered, had its questions been answered by day.
pub(super) fn could_be_prepared(turn: &Turn<'_>, entries: &[Entry]) -> bool {
    let long = |entry: &Entry| {
        let seconds = entry.cramp().seconds.unwrap_or_default();
        i64::from(seconds) >= super::relief::WARMTH
    };
    entries.iter().any(long) && warmth::needs_the_day(turn)
}

/// What a soak came to, for a line of the diary.
pub(super) fn line(turn: &Turn<'_>, soak: SoakResult) -> String {
    let gauge = turn.t(match soak.gauge {
        Gauge::Thermometer => "gauge-thermometer",
        Gauge::Forearm => "gauge-forearm",
    });
    let minutes = Arg::Number(minutes(soak));
    let result = match soak.gone {
        Some(true) => turn.tn("soaked-gone", &[("minutes", minutes)]),
        Some(false) => turn.tn("soaked-still", &[("minutes", minutes)]),
        None => turn.t("not-said"),
    };
    turn.tn(
        "entry-soak",
        &[("gauge", Arg::Text(&gauge)), ("result", Arg::Text(&result))],
    )
}

/// Its length in whole minutes; under half a minute is none.
pub(super) fn minutes(soak: SoakResult) -> i64 {
    i64::from(soak.seconds.saturating_add(30) / 60)
}
