//! Questions and their answers: the menu of `/why`, and a card for each answer with its pages: the short answer, more, the sources.
//! The article is read on such a card too; its own pages are in `article`.
//!
//! Invariants: what a card shows is a function of its topic, its page and the chat; no answer is given while a cramp or a red flag
//! is open, but beside the water; a typed question leaves the open question as it was, and that one comes back once, below the answer.
//! Deliberately not here: what a card shows (`answer`), which topic some words mean (`understanding`), what the answers say (`config`).

use chrono::Duration;

use super::{
    answer::{Safety, safety, show},
    article,
    chat::{Address, Asked, Deck, Leaf, Page, Purpose, State, Step},
    effect::{Class, Message},
    flags, guess,
    press::Action,
    questions::{self, view},
    relief, settings,
    turn::{Turn, plain, unbuttoned},
    welcome, zone,
};
use crate::{
    content::{
        knowledge::topics::{Deed, FollowUp},
        words::SmallTalk,
    },
    understanding::{Line, Verdict},
};

/// Days for which the buttons below an answer work.
const LASTS: Duration = Duration::days(7);

/// `/why`: the questions that people ask most.
pub(super) fn open(turn: &mut Turn<'_>) {
    open_with(turn, Asked::Menu);
}

/// A card that somebody asked for, unless something comes first.
pub(super) fn open_with(turn: &mut Turn<'_>, asked: Asked) {
    if !is_paused(turn) {
        put(turn, asked);
    }
}

/// What is typed and answers nothing that is open: a question and its answer, or small talk; then the open question again.
pub(super) fn typed(turn: &mut Turn<'_>, line: &Line<'_>) -> bool {
    let ranked = line.topics();
    let asked = ranked.exact || line.asks();
    // In the middle of another question, what may be a mistyped answer is not taken for a question.
    let may_answer = turn.chat.state != State::Start && !asked;
    // At night, words that may mean anything mean a cramp.
    let may_cry = guess::may_guess(turn) && !asked;
    match ranked.verdict {
        Verdict::Sure if may_answer => return false,
        Verdict::Unsure if may_answer || may_cry => return false,
        Verdict::Talk(SmallTalk::Hello | SmallTalk::Fine | SmallTalk::Upset)
            if guess::may_guess(turn) =>
        {
            return false;
        }
        Verdict::Sure => {
            let slug = ranked.nearest.first().copied().unwrap_or_default();
            // At night "how do I stop a cramp" is no question.
            if leads_to_help(turn, slug) && guess::may_guess(turn) {
                return false;
            }
            answer(turn, Asked::answer(slug));
        }
        Verdict::Unsure => {
            let slugs = ranked.nearest.iter().copied().map(str::to_owned).collect();
            answer(turn, Asked::Which(slugs));
        }
        Verdict::Talk(talk) => return small_talk(turn, talk),
        Verdict::Other => return false,
    }
    true
}

/// The answer, and then the open question again.
fn answer(turn: &mut Turn<'_>, asked: Asked) {
    let stranger = !turn.chat.greeted;
    put(turn, asked);
    if stranger {
        // Who answers belongs to the first answer.
        welcome::start(turn);
    } else {
        back_to_question(turn);
    }
}

fn back_to_question(turn: &mut Turn<'_>) {
    if turn.chat.state != State::Start {
        let remark = turn.t("question-after");
        // The notice is long and stands above: its short form is enough.
        let briefly = turn.chat.state == State::Consent;
        turn.ask_again(remark, briefly);
    }
}

/// A human word back. What Charley can do is told in full; to a stranger, who Charley is.
fn small_talk(turn: &mut Turn<'_>, talk: SmallTalk) -> bool {
    if !turn.chat.greeted {
        return false;
    }
    let key = match talk {
        SmallTalk::Hello => "talk-hello",
        SmallTalk::Thanks => "talk-thanks",
        SmallTalk::Bye => "talk-bye",
        SmallTalk::Upset => "talk-upset",
        // Below an open question, "ok" is an answer that was not understood.
        SmallTalk::Fine if turn.chat.state != State::Start => return false,
        SmallTalk::Fine => "talk-fine",
        SmallTalk::Able => {
            welcome::help(turn);
            back_to_question(turn);
            return true;
        }
    };
    let message = Message {
        silent: true,
        ..plain(turn.t(key))
    };
    turn.say(message);
    back_to_question(turn);
    true
}

/// Whether a text asks about a topic outright, does not only name it, and wants no help in a cramp.
pub(super) fn is_question(turn: &Turn<'_>, line: &Line<'_>) -> bool {
    let is_sure = || line.topics().sure();
    line.asks() && is_sure().is_some_and(|slug| !leads_to_help(turn, slug))
}

/// Whether help in a cramp is the first thing that the answer offers.
fn leads_to_help(turn: &Turn<'_>, slug: &str) -> bool {
    let topic = turn.context.content.knowledge().topic(slug);
    let first = topic.and_then(|topic| topic.follow_ups.first());
    first == Some(&FollowUp::Deed(Deed::Cramp))
}

/// A question while the relief card runs: the cramp comes first. With the feet in the water there is time to read.
pub(super) fn during_cramp(turn: &mut Turn<'_>, line: &Line<'_>) {
    let Some(slug) = line.topics().sure().filter(|_| line.asks()) else {
        return;
    };
    if is_busy(turn) {
        put_off_kindly(turn);
    } else {
        put(turn, Asked::answer(slug));
    }
}

/// Whether the cramp leaves no time for reading.
fn is_busy(turn: &Turn<'_>) -> bool {
    let relief = turn.chat.relief();
    relief.is_some_and(|(_, relief)| !matches!(relief.step, Step::Soak(_)))
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
    let is_page = matches!(
        action,
        Action::Back | Action::Next | Action::More | Action::Sources
    );
    if turn.chat.relief().is_some() && !is_page {
        put_off_kindly(turn);
        return true;
    }
    match (asked, action) {
        (Asked::Menu, Action::Pick(index)) => {
            let menu = &turn.context.content.knowledge().topics.menu;
            return picked(turn, at, menu, index);
        }
        (Asked::Which(slugs), Action::Pick(index)) => return picked(turn, at, slugs, index),
        // An answer whose topic is gone shows the menu.
        (Asked::Menu | Asked::Answer { claim: None, .. }, Action::Article) => {
            turn_to(turn, at, Asked::Article(Leaf::Cover));
        }
        (Asked::Article(leaf), action) => return article::pressed(turn, at, leaf, action),
        (Asked::Answer { slug, claim, .. }, Action::Back | Action::More | Action::Sources) => {
            let page = page_of(action);
            let (slug, claim) = (slug.clone(), claim.clone());
            turn_to(turn, at, Asked::Answer { slug, page, claim });
        }
        (
            Asked::Answer {
                claim: Some(claim), ..
            },
            Action::Article,
        ) => put(turn, Asked::Article(Leaf::Claim(claim.clone()))),
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

/// The page of an answer that a button leads to.
const fn page_of(action: Action) -> Page {
    match action {
        Action::More => Page::More,
        Action::Sources => Page::Sources,
        _ => Page::Short,
    }
}

/// The card becomes the answer that was picked.
fn picked(turn: &mut Turn<'_>, at: Address, slugs: &[String], index: u16) -> bool {
    let slug = slugs.get(usize::from(index));
    if let Some(slug) = slug {
        turn_to(turn, at, Asked::answer(slug));
    }
    slug.is_some()
}

/// Another answer is a message of its own: what was read stays. A deed is done.
fn follow(turn: &mut Turn<'_>, slug: &str, index: u16) -> bool {
    let topic = turn.context.content.knowledge().topic(slug);
    let follow_up = topic.and_then(|topic| topic.follow_ups.get(usize::from(index)));
    match follow_up {
        Some(FollowUp::Topic(next)) => put(turn, Asked::answer(next)),
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
    put(turn, Asked::page_of(slug, Page::Guard));
}

/// A cramp or a red flag comes first, and says so.
fn is_paused(turn: &mut Turn<'_>) -> bool {
    if is_busy(turn) {
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
pub(super) fn put(turn: &mut Turn<'_>, asked: Asked) {
    put_older_away(turn);
    let at = turn.new_address();
    let message = show(turn, at, &asked);
    turn.add_card(at, LASTS, Deck::Topic(asked));
    turn.say_at(at.anchor, Class::Answer, message);
}

fn put_older_away(turn: &mut Turn<'_>) {
    let older = turn.chat.cards.iter().find_map(|card| match &card.what {
        Deck::Topic(asked) => Some((card.at, asked.clone())),
        Deck::Relief(_)
        | Deck::Morning(_)
        | Deck::Diary(_)
        | Deck::Flag(_)
        | Deck::Evening(_)
        | Deck::LastNight(_)
        | Deck::Routine(_)
        | Deck::Imported(_) => None,
    });
    if let Some((at, asked)) = older {
        let shown = show(turn, at, &asked);
        turn.take_card(at.anchor);
        turn.edit(at.anchor, unbuttoned(shown));
    }
}

/// Shows another text on the card.
pub(super) fn turn_to(turn: &mut Turn<'_>, at: Address, asked: Asked) {
    if let Some(at) = turn.turn_card(at.anchor, Deck::Topic(asked.clone())) {
        let message = show(turn, at, &asked);
        turn.edit(at.anchor, message);
    }
}
