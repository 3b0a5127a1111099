//! The soak test: may this person have it, and why or why not; how to prepare (clinical.md sections 6 to 8).
//!
//! Invariants: nothing here says "go ahead" without [`Verdict::Offered`], computed at that moment from fresh answers; a result is a
//! hint, never a diagnosis, in either direction.
//! Deliberately not here: the water itself, which is a part of the relief card (`relief`), so that its ten minutes go on.

use super::{
    chat::{Age, Purpose},
    flags,
    press::Action,
    questions::{self, view},
    turn::{Turn, plain, with_buttons},
};
use crate::{
    care::soak::{CLEARED, Verdict, clearable, verdict},
    content::Arg,
};

/// `/soak`: asks what is missing, then says whether it is for this person.
pub(super) fn open(turn: &mut Turn<'_>) {
    if turn.chat.hold.is_some() {
        flags::remind(turn);
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
    let message = match verdict(&view(turn)) {
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
            with_buttons(turn.tn("soak-offered", &degrees(from, ceiling)), rows)
        }
    };
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
