//! The article that Charley grew from, claim by claim: what it says, what is known about it, and how sure that is.
//!
//! Invariants: a claim is never shown without its judgement; a page is remembered by the claim's slug, so that an update that adds or
//! moves claims leaves the reader where they were, and one that takes the claim away leads back to the first page.
//! Deliberately not here: when the card may be read at all, and what puts it away (`ask`).

use super::{
    answer::{cell, cramp_at_night, how_sure, sources_of},
    ask,
    chat::{Address, Asked, Leaf},
    effect::{Button, Message},
    press::Action,
    turn::{Turn, with_buttons},
};
use crate::content::{
    Arg,
    knowledge::{Article, Claim},
};

/// `/article`: what the article is, and the way to its claims.
pub(super) fn open(turn: &mut Turn<'_>) {
    ask::open_with(turn, Asked::Article(Leaf::Cover));
}

/// The page as it is now.
pub(super) fn show(turn: &Turn<'_>, at: Address, leaf: &Leaf) -> Message {
    let article = article(turn);
    let found = leaf
        .slug()
        .and_then(|slug| article.place(slug))
        .and_then(|place| Some((place, article.claims.get(place)?)));
    match (leaf, found) {
        (Leaf::Claim(_), Some((place, claim))) => page(turn, at, place, claim),
        (Leaf::Sources(_), Some((_, claim))) => {
            let text = sources_of(turn, &claim.sources, &article.review);
            with_buttons(text, vec![turn.button(at, "back-button", Action::Back)])
        }
        (Leaf::Cover | Leaf::Claim(_) | Leaf::Sources(_), _) => cover(turn, at),
    }
}

const fn article<'a>(turn: &Turn<'a>) -> &'a Article {
    &turn.context.content.knowledge().article
}

fn cover(turn: &Turn<'_>, at: Address) -> Message {
    let count = number(article(turn).claims.len());
    let text = turn.tn("article-intro", &[("count", count)]);
    let mut rows = cramp_at_night(turn);
    rows.push(turn.button(at, "article-begin-button", Action::Next));
    with_buttons(text, rows)
}

/// A claim, what is known about it, how sure that is, and the ways on.
fn page(turn: &Turn<'_>, at: Address, place: usize, claim: &Claim) -> Message {
    let count = article(turn).claims.len();
    let numbers = [("number", number(place + 1)), ("count", number(count))];
    let text = [
        turn.tn("article-place", &numbers),
        quoted(turn, "article-says", &claim.text),
        quoted(turn, "article-found", &claim.found),
        turn.t(how_sure(claim.grade)),
    ]
    .join("\n\n");
    let mut rows = cramp_at_night(turn);
    rows.push(steps(turn, at, place + 1 == count));
    if let Some(topic) = turn.context.content.knowledge().topic(&claim.topic) {
        rows.push(turn.button(at, &topic.keys.button, Action::Pick(0)));
    }
    rows.push(turn.button(at, "sources-button", Action::Sources));
    with_buttons(text, rows)
}

fn quoted(turn: &Turn<'_>, frame: &str, key: &str) -> String {
    turn.tn(frame, &[("text", Arg::Text(&turn.t(key)))])
}

fn steps(turn: &Turn<'_>, at: Address, is_last: bool) -> Vec<Button> {
    let back = cell(turn, at, "back-button", Action::Back);
    let next = (!is_last).then(|| cell(turn, at, "next-button", Action::Next));
    std::iter::once(back).chain(next).collect()
}

fn number(count: usize) -> Arg<'static> {
    Arg::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A button of a page.
pub(super) fn pressed(turn: &mut Turn<'_>, at: Address, leaf: &Leaf, action: Action) -> bool {
    let article = article(turn);
    if let Some(leaf) = leads_to(article, leaf, action) {
        ask::turn_to(turn, at, Asked::Article(leaf));
        return true;
    }
    let (Leaf::Claim(slug), Action::Pick(0)) = (leaf, action) else {
        return false;
    };
    let claim = article.place(slug).and_then(|at| article.claims.get(at));
    if let Some(claim) = claim {
        // What was read stays, and the answer knows the way back to it.
        ask::put(turn, Asked::answer_from(&claim.topic, &claim.slug));
    }
    claim.is_some()
}

/// The page of the same card that a button leads to.
fn leads_to(article: &Article, leaf: &Leaf, action: Action) -> Option<Leaf> {
    let place = leaf.slug().and_then(|slug| article.place(slug));
    let claim_at = |place: usize| {
        let claim = article.claims.get(place)?;
        Some(Leaf::Claim(claim.slug.clone()))
    };
    match (leaf, action) {
        // From the cover, and from a claim that is gone, it goes on with the first one.
        (_, Action::Next) => claim_at(place.map_or(0, |place| place + 1)),
        (Leaf::Claim(_), Action::Back) => {
            let before = place.and_then(|place| place.checked_sub(1));
            Some(before.and_then(claim_at).unwrap_or(Leaf::Cover))
        }
        (Leaf::Claim(slug), Action::Sources) => Some(Leaf::Sources(slug.clone())),
        (Leaf::Sources(slug), Action::Back) => Some(Leaf::Claim(slug.clone())),
        _ => None,
    }
}
