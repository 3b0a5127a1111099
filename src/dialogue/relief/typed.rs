//! Words typed while the relief card runs: an answer if they are one, else the card again, below what was typed.
//!
//! Invariant: beside the water a word of warning is heard in any step, and leads out of it.

use super::{
    drop_guess, move_below, pressed, show, show_again,
    warmth::{tonight_question, water_to},
    water::{self, is_asking},
    words::labelled,
};
use crate::{
    dialogue::{
        ask,
        chat::{Address, Relief, Soak, Step},
        flags,
        press::{Action, SIGNS, WET_SIGNS},
        turn::Turn,
    },
    understanding::{Line, Reader, Reply, Sign},
};

/// Words typed while the card runs: an answer if it is one, else the card again, below what was typed.
pub(in crate::dialogue) fn typed(turn: &mut Turn<'_>, line: &Line<'_>) {
    let Some((card, relief)) = turn.chat.relief() else {
        return;
    };
    let (at, relief) = (card.at, relief.clone());
    let before = show(turn, at, &relief);
    let taken = if let Step::Soak(soak) = relief.step {
        typed_wet(turn, at, relief, soak, line)
    } else {
        typed_dry(turn, at, relief, line.text)
    };
    if !taken {
        ask::during_cramp(turn, line);
        show_again(turn);
    } else if turn.chat.relief().is_some() {
        // The answer comes below what was typed; the older words stay as they were.
        turn.take_back_edit(at.anchor);
        move_below(turn, before);
    }
}

/// Words typed at any other step than the soak's; `false`: no answer.
fn typed_dry(turn: &mut Turn<'_>, at: Address, relief: Relief, text: &str) -> bool {
    let step = relief.step;
    let reply = turn.reply(text);
    let action = match (step, reply) {
        (_, Some(Reply::Gone)) => Some(Action::Gone),
        (Step::Stretch | Step::Stand, Some(Reply::Easing)) => Some(Action::Easing),
        (Step::Ask | Step::WarmAsk, Some(Reply::No)) => Some(Action::No),
        // "Not sure" is no "no".
        (Step::Ask | Step::WarmAsk, Some(Reply::Yes | Reply::Skip)) => Some(Action::Yes),
        (Step::Which, Some(Reply::Back)) => Some(Action::Back),
        (Step::Late, Some(Reply::Yes | Reply::StillBad)) => Some(Action::StillBad),
        (Step::Late, Some(Reply::No)) => Some(Action::Gone),
        (
            Step::Stretch | Step::Stand | Step::Rub | Step::Warm | Step::Gentle,
            Some(Reply::StillBad),
        ) => Some(Action::StillBad),
        (_, Some(_) | None) => None,
    };
    if let (Step::Ask | Step::Which, Some(sign)) = (step, turn.sign(text, &SIGNS)) {
        flags::sign(turn, sign);
        return true;
    }
    let at_first = matches!(step, Step::Stretch | Step::Stand);
    if relief.guess && at_first && reply == Some(Reply::No) {
        drop_guess(turn, at);
        return true;
    }
    action.is_some_and(|action| pressed(turn, at, relief, action))
}

/// Words typed during the soak; `false`: no answer.
fn typed_wet(
    turn: &mut Turn<'_>,
    at: Address,
    relief: Relief,
    soak: Soak,
    line: &Line<'_>,
) -> bool {
    let text = line.text;
    if soak == Soak::Tonight
        && let Some(question) = tonight_question(turn)
        && let Some(picks) = turn
            .context
            .reader
            .picks(&turn.chat.language, question, text)
    {
        water::tonight(turn, at, relief, picks);
        return true;
    }
    let action = labelled(turn, at, &relief, text)
        .or_else(|| said_sign(turn, soak, text))
        .or_else(|| said_degrees(turn, soak, text))
        .or_else(|| {
            // "Still cramps, why?" is a question here, and no answer.
            let asks = ask::is_question(turn, line);
            (!asks).then(|| said(turn, &relief, soak, text)).flatten()
        });
    action.is_some_and(|action| water::pressed(turn, at, relief, soak, action))
}

/// A warning in a word or two: out of the water first, which one is asked then.
fn said_sign(turn: &Turn<'_>, soak: Soak, text: &str) -> Option<Action> {
    match (soak, turn.sign(text, &WET_SIGNS)?) {
        // Here "cold", "white" and "hot" may speak of the water and the basin.
        (
            Soak::Tonight | Soak::Fill | Soak::Measure | Soak::Forearm,
            Sign::Cold | Sign::Swollen | Sign::Clot | Sign::Injury,
        )
        | (Soak::Tonight | Soak::Fill | Soak::Measure, Sign::Burn) => None,
        (Soak::Forearm, Sign::Burn) => Some(Action::No),
        (_, Sign::Faint) => Some(Action::Sign(Sign::Faint)),
        (Soak::Out, Sign::Burn | Sign::Swollen | Sign::Cold) => Some(Action::Sign(Sign::Burn)),
        (Soak::Out | Soak::Wrong | Soak::Dizzy, sign) => Some(Action::Sign(sign)),
        (
            Soak::Tonight
            | Soak::Fill
            | Soak::Measure
            | Soak::Forearm
            | Soak::Ready(_)
            | Soak::In(_),
            _,
        ) => Some(Action::Wrong),
    }
}

/// What the thermometer shows, if it shows what is wanted.
fn said_degrees(turn: &Turn<'_>, soak: Soak, text: &str) -> Option<Action> {
    if soak != Soak::Measure {
        return None;
    }
    let (from, to) = water_to(turn);
    let shown = Reader::degrees(text)?;
    let fits = shown >= f32::from(from) && shown <= f32::from(to);
    fits.then_some(Action::Yes)
}

fn said(turn: &Turn<'_>, relief: &Relief, soak: Soak, text: &str) -> Option<Action> {
    let reply = turn.reply(text)?;
    match (soak, reply) {
        (Soak::Dizzy, Reply::Gone | Reply::Easing) => Some(Action::Done),
        (Soak::Dizzy, Reply::StillBad | Reply::No) => Some(Action::Sign(Sign::Chest)),
        (_, Reply::Gone) => Some(Action::Gone),
        (Soak::Fill | Soak::Out, Reply::Yes) => Some(Action::Done),
        (Soak::Measure | Soak::Forearm, Reply::Yes) => Some(Action::Yes),
        (Soak::Measure | Soak::Forearm, Reply::No) => Some(Action::No),
        (Soak::Forearm, Reply::Skip) => Some(Action::Unsure),
        (Soak::Ready(_), Reply::Yes) => Some(Action::FeetIn),
        (Soak::In(bath), Reply::Yes) if is_asking(relief, bath) => Some(Action::Gone),
        (Soak::In(_), Reply::Easing) => Some(Action::Easing),
        (Soak::In(_), Reply::No | Reply::StillBad) => Some(Action::StillBad),
        (
            Soak::Fill | Soak::Measure | Soak::Forearm | Soak::Ready(_) | Soak::In(_),
            Reply::Skip | Reply::Back,
        ) => Some(Action::Enough),
        (Soak::Wrong, Reply::Back | Reply::No) => Some(Action::Back),
        (
            Soak::Tonight
            | Soak::Fill
            | Soak::Measure
            | Soak::Forearm
            | Soak::Ready(_)
            | Soak::In(_)
            | Soak::Out
            | Soak::Wrong
            | Soak::Dizzy,
            Reply::Yes | Reply::No | Reply::Skip | Reply::Back | Reply::Easing | Reply::StillBad,
        ) => None,
    }
}
