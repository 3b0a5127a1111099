//! Typed answers while a past cramp is logged. What is no answer is left to others: it may be a cramp now.

use super::{
    About, Ask, Draft, Known, Log, about_pressed, finish, go, on, over_pressed, pressed, settle,
    take, told,
};
use crate::{
    care::past::{Readings, readings},
    dialogue::{
        diary::LONGEST,
        entry::{EntryId, Helped, Muscle, Side},
        lines,
        press::Action,
        turn::Turn,
    },
    understanding::{Leg, Part, Remedy, Reply, Way, Where},
};

/// Words below the open question.
pub(in crate::dialogue) fn typed(turn: &mut Turn<'_>, log: Log, text: &str) -> bool {
    let way = turn.context.reader.way(&turn.chat.language, text);
    let action = match (way, &log) {
        (Some(Way::Stop), Log::When(..) | Log::About(..)) => Some(Action::Stop),
        (Some(Way::Enough), Log::About(..)) => Some(Action::Enough),
        (Some(Way::AnotherDay), Log::When(Ask::Time, _)) => Some(Action::OtherDay),
        (Some(Way::Stop | Way::Enough | Way::AnotherDay) | None, _) => None,
    };
    if let Some(action) = action {
        return pressed(turn, log, action);
    }
    match log {
        Log::When(asked, known) => when(turn, &asked, known, text),
        Log::About(about, draft) => self::about(turn, about, draft, text),
        Log::Told(draft) => told::told_typed(turn, draft, text),
        Log::Free(span) => told::free_typed(turn, span, text),
        Log::Over { entry, long } => over(turn, entry, long, text),
    }
}

fn when(turn: &mut Turn<'_>, asked: &Ask, known: Known, text: &str) -> bool {
    if let Some(n) = as_on_a_button(turn, asked, text) {
        return super::when_pressed(turn, asked, known, Action::Pick(n));
    }
    if let Some(said) = turn.context.reader.when(&turn.chat.language, text) {
        // It may tell those apart that were offered.
        if let (Ask::Among(offered), Readings::These(found)) =
            (asked, readings(said, turn.said_at(), turn.chat.zone))
        {
            let mut fitting = offered
                .iter()
                .filter(|span| found.iter().any(|found| found.from == span.from));
            if let (Some(span), None) = (fitting.next(), fitting.next()) {
                settle(turn, *span, known);
                return true;
            }
        }
        take(turn, said, known);
        return true;
    }
    match (turn.reply(text), asked) {
        (Some(Reply::Back), Ask::Evening(_) | Ask::Among(_)) => {
            super::when_pressed(turn, asked, known, Action::Back)
        }
        (Some(Reply::Skip | Reply::No), _) => {
            let remark = turn.t("log-needs-time");
            turn.ask_again(remark, false);
            true
        }
        (
            Some(Reply::Back | Reply::Yes | Reply::Easing | Reply::StillBad | Reply::Gone) | None,
            _,
        ) => false,
    }
}

/// The number of the offered time whose button says just that.
fn as_on_a_button(turn: &Turn<'_>, asked: &Ask, text: &str) -> Option<u16> {
    let Ask::Among(offered) = asked else {
        return None;
    };
    let zone = turn.chat.zone.unwrap_or(chrono_tz::UTC);
    let said = text.trim().to_lowercase();
    let mut labels = (0..).zip(offered);
    labels
        .find(|(_, span)| lines::local(turn, **span, zone).to_lowercase() == said)
        .map(|(n, _)| n)
}

fn about(turn: &mut Turn<'_>, about: About, draft: Draft, text: &str) -> bool {
    let reader = turn.context.reader;
    let language = turn.chat.language.clone();
    let answer = match about {
        About::Place | About::Side | About::Muscle => {
            let said = reader.place(&language, text);
            if said.is_some_and(|said| place(turn, about, &draft, said)) {
                return true;
            }
            None
        }
        About::Minutes => {
            let longest = u32::from(LONGEST) * 60;
            let seconds = reader.lasted(&language, text);
            if let Some(seconds) = seconds.filter(|seconds| *seconds <= longest) {
                let mut draft = draft;
                draft.known.last(seconds);
                on(turn, about, draft);
                return true;
            }
            None
        }
        About::Pain | About::Sleep => reader.number(&language, text).map(Action::Score),
        About::Helped => {
            if let Some(remedies) = reader.helped(&language, text) {
                let mut draft = draft;
                for remedy in remedies {
                    draft.known.cramp.add_helped(helped(remedy));
                }
                finish(turn, &draft);
                return true;
            }
            None
        }
    };
    let action = match (answer, turn.reply(text)) {
        (Some(action), _) => action,
        (None, Some(Reply::Skip | Reply::No)) => Action::Skip,
        (None, Some(Reply::Back)) => Action::Back,
        (None, Some(Reply::Yes | Reply::Easing | Reply::StillBad | Reply::Gone) | None) => {
            return false;
        }
    };
    about_pressed(turn, about, draft, action)
}

/// A leg, a muscle or both; what is missing is asked.
fn place(turn: &mut Turn<'_>, about: About, draft: &Draft, said: Where) -> bool {
    let mut draft = draft.clone();
    let (leg, part) = (said.leg.map(side), said.part.map(muscle));
    match (about, leg, part) {
        (About::Place, None, None) => {
            return about_pressed(turn, about, draft, Action::Elsewhere);
        }
        (About::Place, ..) => (draft.known.cramp.side, draft.known.cramp.muscle) = (leg, part),
        (About::Side, Some(_), _) | (About::Muscle, _, Some(_)) => {
            draft.known.cramp.side = leg.or(draft.known.cramp.side);
            draft.known.cramp.muscle = part.or(draft.known.cramp.muscle);
        }
        (About::Side, None, _) | (About::Muscle, _, None) => return false,
        (About::Minutes | About::Pain | About::Sleep | About::Helped, ..) => return false,
    }
    if about == About::Place && leg.is_none() {
        go(turn, About::Side, draft);
    } else if about == About::Place {
        // As after the question for the side.
        on(turn, About::Side, draft);
    } else {
        on(turn, about, draft);
    }
    true
}

/// Typed words below "Is it over now?".
fn over(turn: &mut Turn<'_>, entry: Option<EntryId>, long: bool, text: &str) -> bool {
    let action = match turn.reply(text) {
        Some(Reply::Yes | Reply::Gone) => Action::Yes,
        Some(Reply::No | Reply::StillBad | Reply::Skip) => Action::No,
        Some(Reply::Easing | Reply::Back) | None => return false,
    };
    over_pressed(turn, entry, long, action)
}

pub(super) const fn side(leg: Leg) -> Side {
    match leg {
        Leg::Left => Side::Left,
        Leg::Right => Side::Right,
        Leg::Both => Side::Both,
    }
}

pub(super) const fn muscle(part: Part) -> Muscle {
    match part {
        Part::Calf => Muscle::Calf,
        Part::Foot => Muscle::Foot,
        Part::Thigh => Muscle::Thigh,
        Part::Other => Muscle::Other,
    }
}

const fn helped(remedy: Remedy) -> Helped {
    match remedy {
        Remedy::Stretching => Helped::Stretching,
        Remedy::Standing => Helped::Standing,
        Remedy::Walking => Helped::Walking,
        Remedy::Massage => Helped::Massage,
        Remedy::Heat => Helped::Heat,
        Remedy::Ice => Helped::Ice,
        Remedy::Soak => Helped::Soak,
        Remedy::PickleJuice => Helped::PickleJuice,
        Remedy::Nothing => Helped::Nothing,
        Remedy::Other => Helped::Other,
    }
}
