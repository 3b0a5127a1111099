//! Who gets which warmth in a cramp, by what is known of them: the soak, a warm towel after a question of its own, or none.
//!
//! Invariants: the soak only with [`Verdict::Offered`], looked up each time; what the answers forbid is neither offered nor asked about
//! again; at night nothing is asked but what may have changed since the evening.

use super::{ended, move_below, show};
use crate::{
    care::soak::{Verdict, awaits_clinician, verdict},
    content::knowledge::{Question, Shelf},
    dialogue::{
        chat::{Age, Deck, Relief, Soak, Step},
        effect::Message,
        questions::view,
        relief::water,
        turn::{Turn, plain},
    },
};

/// What a person who asks for the soak in a cramp may get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chance {
    /// The soak, at once or after what is asked about tonight.
    Now,
    /// No soak, and no heat: the answers say so.
    Never,
    /// There are too many questions for the night.
    ByDay,
}

pub(super) fn chance(turn: &Turn<'_>) -> Chance {
    if turn.chat.age == Age::Young {
        return Chance::Never;
    }
    match verdict(&view(turn)) {
        Verdict::Offered { .. } => Chance::Now,
        Verdict::Stop(_) | Verdict::AskFirst(_) => Chance::Never,
        Verdict::Ask(_) if awaits_clinician(&view(turn)) => Chance::Never,
        Verdict::Ask(_) if tonight_question(turn).is_some() => Chance::Now,
        Verdict::Ask(_) => Chance::ByDay,
    }
}

pub(super) fn is_offered(turn: &Turn<'_>) -> bool {
    turn.chat.age != Age::Young && matches!(verdict(&view(turn)), Verdict::Offered { .. })
}

/// The next question about tonight, if nothing else is missing.
pub(super) fn tonight_question<'t>(turn: &'t Turn<'_>) -> Option<&'t Question> {
    let Verdict::Ask(missing) = verdict(&view(turn)) else {
        return None;
    };
    let knowledge = turn.context.content.knowledge();
    let of_tonight = |slug: &&str| {
        let question = knowledge.question(slug);
        question.is_some_and(|question| question.shelf == Shelf::Tonight)
    };
    let all = missing.iter().all(of_tonight);
    knowledge.question(missing.first().filter(|_| all)?)
}

/// The step that warmth takes: the soak for whom it is offered, a towel after a question of its own, or no heat at all.
pub(super) fn heat(turn: &Turn<'_>, relief: &Relief) -> Step {
    match chance(turn) {
        // One soak a cramp.
        _ if relief.soaked.is_some() => Step::Gentle,
        Chance::Never => Step::Gentle,
        Chance::ByDay => Step::WarmAsk,
        Chance::Now if is_offered(turn) => Step::Soak(Soak::Fill),
        Chance::Now => Step::Soak(Soak::Tonight),
    }
}

/// Whether more than the night's own question is missing, so that only the day can bring the soak.
pub(in crate::dialogue) fn needs_the_day(turn: &Turn<'_>) -> bool {
    chance(turn) == Chance::ByDay
}

/// The lowest and the highest temperature for this person. Where nothing is offered any more, the gentler ceiling stands.
pub(super) fn water_to(turn: &Turn<'_>) -> (u8, u8) {
    let water = &turn.context.content.knowledge().soak.water;
    let to = match verdict(&view(turn)) {
        Verdict::Offered { ceiling } => ceiling,
        Verdict::Ask(_) | Verdict::Stop(_) | Verdict::AskFirst(_) => water.gentle,
    };
    (water.from, to)
}

/// `/soak` while the card runs: it comes as soon as it may, or the person hears why not.
pub(in crate::dialogue) fn wanted(turn: &mut Turn<'_>) {
    let Some((card, relief)) = turn.chat.relief() else {
        return;
    };
    let (at, mut relief) = (card.at, relief.clone());
    let mut before = show(turn, at, &relief);
    relief.wants_soak |= chance(turn) == Chance::Now;
    let warm = matches!(
        relief.step,
        Step::Rub | Step::WarmAsk | Step::Warm | Step::Gentle
    );
    let over = relief.soaked.is_some() || matches!(relief.step, Step::Soak(_) | Step::Late);
    match chance(turn) {
        _ if over => {}
        Chance::Now if warm && relief.clear => {
            relief.step = heat(turn, &relief);
            (relief.shown, relief.easing) = (0, false);
        }
        Chance::Now if relief.step == Step::Stretch => say_silently(turn, "night-soak-later"),
        Chance::Now => {
            say_silently(turn, "night-soak-asked");
            if relief.step == Step::Stand {
                relief.step = Step::Ask;
                (relief.shown, relief.easing) = (0, false);
            }
        }
        Chance::Never => {
            say_silently(turn, "night-soak-never");
            if matches!(relief.step, Step::WarmAsk | Step::Warm) {
                before = ended(turn, "night-handed-over");
                relief.step = Step::Gentle;
            }
        }
        Chance::ByDay => say_silently(turn, "night-soak-by-day"),
    }
    turn.turn_card(at.anchor, Deck::Relief(relief));
    move_below(turn, before);
}

fn say_silently(turn: &mut Turn<'_>, key: &str) {
    let message = Message {
        silent: true,
        ..plain(turn.t(key))
    };
    turn.say(message);
}

/// An answer about the person has changed while the card runs: no warmth goes on that the answers no longer allow.
pub(in crate::dialogue) fn reconsider(turn: &mut Turn<'_>) {
    let Some((card, relief)) = turn.chat.relief() else {
        return;
    };
    let (at, mut relief) = (card.at, relief.clone());
    let next = match relief.step {
        Step::Soak(Soak::In(bath)) if !is_offered(turn) => {
            relief.soaked = Some(water::result(bath, turn.now(), false));
            Step::Soak(Soak::Out)
        }
        Step::Soak(Soak::Tonight) => heat(turn, &relief),
        Step::Soak(Soak::Fill | Soak::Measure | Soak::Forearm | Soak::Ready(_))
            if !is_offered(turn) =>
        {
            heat(turn, &relief)
        }
        Step::WarmAsk | Step::Warm if chance(turn) == Chance::Never => Step::Gentle,
        Step::Soak(_)
        | Step::Stretch
        | Step::Stand
        | Step::Ask
        | Step::Which
        | Step::Rub
        | Step::WarmAsk
        | Step::Warm
        | Step::Gentle
        | Step::Late => return,
    };
    if next == relief.step {
        return;
    }
    // What is no longer allowed does not stay to be read.
    let before = ended(turn, "night-handed-over");
    (relief.step, relief.shown) = (next, 0);
    turn.turn_card(at.anchor, Deck::Relief(relief));
    move_below(turn, before);
}
