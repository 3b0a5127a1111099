//! Questions and their answers: the menu of `/why`, and a card for each answer with its pages: the short answer, more, the sources.
//!
//! Invariants: what a card shows is a function of its topic, its page and the chat; no answer is given while a cramp or a red flag
//! is open; a typed question leaves the open question as it was, and that one comes back once, below the answer.
//! Deliberately not here: what a card shows (`answer`), which topic some words mean (`understanding`), what the answers say (`config`).

use chrono::Duration;

use super::{
    answer::{Safety, safety, show},
    chat::{Address, Asked, Deck, Page, Purpose, State},
    effect::{Class, Message},
    flags, guess,
    press::Action,
    questions::{self, view},
    relief, settings,
    turn::{Turn, plain, unbuttoned},
    welcome, zone,
};
use crate::content::knowledge::topics::{Deed, FollowUp};

/// Days for which the buttons below an answer work.
const LASTS: Duration = Duration::days(7);

/// `/why`: the questions that people ask most.
pub(super) fn open(turn: &mut Turn<'_>) {
    if is_paused(turn) {
        return;
    }
    put(turn, Asked::Menu);
}

/// A typed question: its answer, and then the open question again.
pub(super) fn typed(turn: &mut Turn<'_>, text: &str) -> bool {
    let Some(slug) = slug_of(turn, text) else {
        return false;
    };
    // At night "how do I stop a cramp" is no question.
    if leads_to_help(turn, &slug) && guess::may_guess(turn) {
        return false;
    }
    let stranger = !turn.chat.greeted;
    put(
        turn,
        Asked::Answer {
            slug,
            page: Page::Short,
        },
    );
    if stranger {
        // Who answers belongs to the first answer.
        welcome::start(turn);
    } else if turn.chat.state != State::Start {
        let remark = turn.t("question-after");
        // The notice is long and stands above: its short form is enough.
        let briefly = turn.chat.state == State::Consent;
        turn.ask_again(remark, briefly);
    }
    true
}

/// Whether a text asks about a topic outright, and does not only name it.
pub(super) fn is_question(turn: &Turn<'_>, text: &str) -> bool {
    let asks = turn.context.reader.asks(&turn.chat.language, text);
    asks && slug_of(turn, text).is_some()
}

/// Whether a text is a question that no topic answers.
pub(super) fn is_unknown(turn: &Turn<'_>, text: &str) -> bool {
    let asks = turn.context.reader.asks(&turn.chat.language, text);
    asks && slug_of(turn, text).is_none()
}

/// Whether help in a cramp is the first thing that the answer offers.
fn leads_to_help(turn: &Turn<'_>, slug: &str) -> bool {
    let topic = turn.context.content.knowledge().topic(slug);
    let first = topic.and_then(|topic| topic.follow_ups.first());
    first == Some(&FollowUp::Deed(Deed::Cramp))
}

fn slug_of(turn: &Turn<'_>, text: &str) -> Option<String> {
    let reader = turn.context.reader;
    reader.topic(&turn.chat.language, text).map(str::to_owned)
}

/// A question while the relief card runs: the cramp comes first.
pub(super) fn put_off(turn: &mut Turn<'_>, text: &str) {
    if slug_of(turn, text).is_some() {
        put_off_kindly(turn);
    }
}

fn put_off_kindly(turn: &mut Turn<'_>) {
    let message = Message {
        silent: true,
        ..plain(turn.t("night-ask-later"))
    };
    turn.say(message);
}

/// A button of the menu or of an answer.
pub(super) fn pressed(turn: &mut Turn<'_>, at: Address, asked: &Asked, action: Action) -> bool {
    if is_paused(turn) {
        return true;
    }
    match (asked, action) {
        (Asked::Menu, Action::Pick(index)) => {
            let menu = &turn.context.content.knowledge().topics.menu;
            let Some(slug) = menu.get(usize::from(index)) else {
                return false;
            };
            turn_to(turn, at, slug, Page::Short);
        }
        (Asked::Answer { slug, .. }, Action::Back) => turn_to(turn, at, slug, Page::Short),
        (Asked::Answer { slug, .. }, Action::More) => turn_to(turn, at, slug, Page::More),
        (Asked::Answer { slug, .. }, Action::Sources) => turn_to(turn, at, slug, Page::Sources),
        (Asked::Answer { slug, .. }, Action::Guard) => {
            // The questions are a message of their own, below the answer.
            turn.press = None;
            questions::start(turn, Purpose::Guard(slug.clone()), None);
        }
        (Asked::Answer { slug, .. }, Action::Pick(index)) => return follow(turn, slug, index),
        _ => return false,
    }
    true
}

/// Another answer is a message of its own: what was read stays. A deed is done.
fn follow(turn: &mut Turn<'_>, slug: &str, index: u16) -> bool {
    let topic = turn.context.content.knowledge().topic(slug);
    let follow_up = topic.and_then(|topic| topic.follow_ups.get(usize::from(index)));
    match follow_up {
        Some(FollowUp::Topic(next)) => put(
            turn,
            Asked::Answer {
                slug: next.clone(),
                page: Page::Short,
            },
        ),
        Some(FollowUp::Deed(Deed::Zone)) => zone::open(turn),
        Some(FollowUp::Deed(Deed::Privacy)) => settings::privacy(turn),
        // The buttons of the others are lasting ones.
        Some(FollowUp::Deed(Deed::Cramp | Deed::Soak | Deed::Doctor | Deed::Diary)) | None => {
            return false;
        }
    }
    true
}

/// What a guard still needs to know: nothing once one answer calls for care.
pub(super) fn open_questions(turn: &Turn<'_>, slug: &str) -> Vec<String> {
    let topic = turn.context.content.knowledge().topic(slug);
    let Some(guard) = topic.and_then(|topic| topic.guard.as_ref()) else {
        return Vec::new();
    };
    if safety(turn, guard) != Safety::Unknown {
        return Vec::new();
    }
    view(turn)
        .missing(guard.needs.iter().map(String::as_str))
        .map(|question| question.slug.clone())
        .collect()
}

/// The guard's questions are answered: what follows for this person.
pub(super) fn guarded(turn: &mut Turn<'_>, slug: &str) {
    turn.drop_form();
    put(
        turn,
        Asked::Answer {
            slug: slug.to_owned(),
            page: Page::Guard,
        },
    );
}

/// A cramp or a red flag comes first, and says so.
fn is_paused(turn: &mut Turn<'_>) -> bool {
    if turn.chat.relief().is_some() {
        put_off_kindly(turn);
        relief::show_again(turn);
    } else if turn.chat.hold.is_some() {
        flags::stay(turn);
    } else {
        return false;
    }
    true
}

/// A card of its own. The older one keeps its words and loses its buttons.
fn put(turn: &mut Turn<'_>, asked: Asked) {
    put_older_away(turn);
    let at = turn.new_address();
    let message = show(turn, at, &asked);
    turn.add_card(at, LASTS, Deck::Topic(asked));
    turn.say_at(at.anchor, Class::Answer, message);
}

fn put_older_away(turn: &mut Turn<'_>) {
    let older = turn.chat.cards.iter().find_map(|card| match &card.what {
        Deck::Topic(asked) => Some((card.at, asked.clone())),
        Deck::Relief(_) | Deck::Morning(_) | Deck::Diary(_) | Deck::Flag(_) => None,
    });
    if let Some((at, asked)) = older {
        let shown = show(turn, at, &asked);
        turn.take_card(at.anchor);
        turn.edit(at.anchor, unbuttoned(shown));
    }
}

/// Shows another text on the card.
fn turn_to(turn: &mut Turn<'_>, at: Address, slug: &str, page: Page) {
    let asked = Asked::Answer {
        slug: slug.to_owned(),
        page,
    };
    if let Some(at) = turn.turn_card(at.anchor, Deck::Topic(asked.clone())) {
        let message = show(turn, at, &asked);
        turn.edit(at.anchor, message);
    }
}
