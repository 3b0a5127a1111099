//! What the card of a question shows: the menu, or an answer with how sure it is, who has to take care, its sources, and where it leads.
//!
//! Invariants: the caution of a guarded topic stands below its short answer, always; "clear" is said only when every answer that
//! matters is there and fresh.
//! Deliberately not here: what a tap does (`ask`).

use super::{
    article,
    chat::{Address, Age, Asked, Page},
    effect::{Button, Message},
    press::{Action, Press},
    questions::view,
    turn::{Turn, with_buttons},
};
use crate::{
    care,
    content::{
        Arg,
        knowledge::{
            Grade, Review, Source, Topic,
            topics::{Deed, FollowUp, Guard},
        },
    },
};

/// What the answers of a person say about a guard.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Safety {
    /// Something must be asked first.
    Unknown,
    Careful,
    Clear,
    /// Under sixteen: an adult decides.
    Young,
}

/// The card as it is now. A function of what it is about, so that it can be repeated at any time.
pub(super) fn show(turn: &Turn<'_>, at: Address, asked: &Asked) -> Message {
    let knowledge = turn.context.content.knowledge();
    let found = match asked {
        Asked::Menu => None,
        Asked::Answer { slug, page, claim } => {
            let topic = knowledge.topic(slug);
            topic.map(|topic| (topic, *page, claim.is_some()))
        }
        Asked::Which(slugs) => {
            return with_buttons(turn.t("answers-which"), choice(turn, at, slugs));
        }
        Asked::Article(leaf) => return article::show(turn, at, leaf),
    };
    match found {
        Some((topic, page, from_article)) => answer(turn, at, topic, page, from_article),
        // A topic that is gone since an update leaves the menu.
        None => menu(turn, at),
    }
}

fn menu(turn: &Turn<'_>, at: Address) -> Message {
    let knowledge = turn.context.content.knowledge();
    let mut rows = choice(turn, at, &knowledge.topics.menu);
    rows.push(turn.button(at, "article-button", Action::Article));
    with_buttons(turn.t("answers-menu"), rows)
}

/// Topics to choose from.
fn choice(turn: &Turn<'_>, at: Address, slugs: &[String]) -> Vec<Vec<Button>> {
    let knowledge = turn.context.content.knowledge();
    let topics = slugs.iter().zip(0..);
    topics
        .filter_map(|(slug, index)| Some((knowledge.topic(slug)?, index)))
        .map(|(topic, index)| turn.button(at, &topic.keys.button, Action::Pick(index)))
        .collect()
}

fn answer(turn: &Turn<'_>, at: Address, topic: &Topic, page: Page, from_article: bool) -> Message {
    let topics = &turn.context.content.knowledge().topics;
    let text = match page {
        Page::Short => short(turn, topic),
        Page::More => turn.t(&topic.keys.more),
        Page::Sources => sources_of(turn, &topic.sources, &topics.review),
        Page::Guard => care_of(turn, topic).unwrap_or_else(|| short(turn, topic)),
    };
    let mut rows = vec![pages(turn, at, topic, page)];
    let unknown = topic
        .guard
        .as_ref()
        .is_some_and(|guard| safety(turn, guard) == Safety::Unknown);
    if unknown && matches!(page, Page::Short | Page::Guard) {
        rows.push(turn.button(at, &topic.keys.check, Action::Guard));
    }
    if page != Page::Sources {
        rows.extend(follow_ups(turn, at, topic));
    }
    if from_article {
        rows.push(turn.button(at, "article-back-button", Action::Article));
    }
    with_buttons(text, rows)
}

/// The ways to the other pages. What is about Charley itself has no sources.
fn pages(turn: &Turn<'_>, at: Address, topic: &Topic, page: Page) -> Vec<Button> {
    let sourced = !topic.sources.is_empty();
    let sources = sourced.then(|| cell(turn, at, "sources-button", Action::Sources));
    let more = cell(turn, at, "more-button", Action::More);
    let back = cell(turn, at, "back-button", Action::Back);
    match page {
        Page::Short => std::iter::once(more).chain(sources).collect(),
        Page::More => std::iter::once(back).chain(sources).collect(),
        Page::Sources | Page::Guard => vec![back],
    }
}

/// The answer, how sure it is, and who has to take care.
fn short(turn: &Turn<'_>, topic: &Topic) -> String {
    let mut text = turn.t(&topic.keys.short);
    if let Some(care) = care_of(turn, topic) {
        text.push_str("\n\n");
        text.push_str(&care);
    }
    if let Some(grade) = topic.grade {
        text.push_str("\n\n");
        text.push_str(&turn.t(how_sure(grade)));
    }
    text
}

pub(super) const fn how_sure(grade: Grade) -> &'static str {
    match grade {
        Grade::Strong => "grade-strong",
        Grade::Moderate => "grade-moderate",
        Grade::Weak => "grade-weak",
        Grade::Traditional => "grade-traditional",
        Grade::Contradicted => "grade-contradicted",
    }
}

/// Title, year and address of each source, and who has checked the answer.
pub(super) fn sources_of(turn: &Turn<'_>, ids: &[String], review: &Review) -> String {
    let knowledge = turn.context.content.knowledge();
    let mut parts = vec![turn.t("sources-heading")];
    let sources = ids.iter().filter_map(|id| knowledge.source(id));
    parts.extend(sources.map(|source| line(turn, source)));
    parts.push(match review.done() {
        Some((by, on)) => {
            let date = turn.context.content.date(&turn.chat.language, on);
            let args = [("name", Arg::from(by)), ("date", Arg::Text(&date))];
            turn.tn("answer-reviewed", &args)
        }
        None => turn.t("answer-not-reviewed"),
    });
    parts.join("\n\n")
}

fn line(turn: &Turn<'_>, source: &Source) -> String {
    let title = ("title", Arg::from(&source.title));
    let mut line = match source.year {
        // The year is no number to be counted with: it has no separators.
        Some(year) => turn.tn(
            "source-dated",
            &[title, ("year", Arg::Text(&year.to_string()))],
        ),
        None => turn.tn("source-undated", &[title]),
    };
    if let Some(address) = &source.address {
        line.push('\n');
        line.push_str(address);
    }
    line
}

/// What may come next; at night also the way to help.
fn follow_ups(turn: &Turn<'_>, at: Address, topic: &Topic) -> Vec<Vec<Button>> {
    let knowledge = turn.context.content.knowledge();
    let mut rows = Vec::new();
    let mut helps = false;
    for (follow_up, index) in topic.follow_ups.iter().zip(0..) {
        rows.push(match follow_up {
            FollowUp::Topic(slug) => match knowledge.topic(slug) {
                Some(next) => turn.button(at, &next.keys.button, Action::Pick(index)),
                None => continue, // The checker lets none through.
            },
            FollowUp::Deed(Deed::Cramp) => {
                helps = true;
                turn.lasting("cramp-now-button", Action::Cramp)
            }
            FollowUp::Deed(Deed::Soak) => turn.lasting("soak-button", Action::Soak),
            FollowUp::Deed(Deed::Doctor) => turn.lasting("doctor-button", Action::Doctor),
            FollowUp::Deed(Deed::Diary) => turn.lasting("diary-button", Action::History),
            FollowUp::Deed(Deed::Zone) => turn.button(at, "zone-button", Action::Pick(index)),
            FollowUp::Deed(Deed::Privacy) => turn.button(at, "privacy-button", Action::Pick(index)),
        });
    }
    if !helps {
        rows.splice(..0, cramp_at_night(turn));
    }
    rows
}

/// The way to help, at the hours when it may be wanted any moment.
pub(super) fn cramp_at_night(turn: &Turn<'_>) -> Vec<Vec<Button>> {
    let zone = turn.chat.zone;
    let night = zone.is_some_and(|zone| care::clock::is_night(turn.now(), zone));
    let row = night.then(|| turn.lasting("cramp-now-button", Action::Cramp));
    row.into_iter().collect()
}

pub(super) fn cell(turn: &Turn<'_>, at: Address, key: &str, action: Action) -> Button {
    Press {
        at: Some(at),
        action,
    }
    .button(turn.t(key))
}

/// What a guard says, as far as is known.
pub(super) fn safety(turn: &Turn<'_>, guard: &Guard) -> Safety {
    let view = view(turn);
    let needs = guard.needs.iter().map(String::as_str);
    if turn.chat.age == Age::Young {
        Safety::Young
    } else if view.any(&guard.when) {
        Safety::Careful
    } else if view.missing(needs).next().is_some() {
        Safety::Unknown
    } else {
        Safety::Clear
    }
}

/// Who has to take care, for this person as far as is known.
fn care_of(turn: &Turn<'_>, topic: &Topic) -> Option<String> {
    let guard = topic.guard.as_ref()?;
    Some(match safety(turn, guard) {
        Safety::Unknown => turn.t(&topic.keys.guard),
        Safety::Careful => turn.t(&topic.keys.careful),
        Safety::Clear => turn.t(&topic.keys.clear),
        Safety::Young => {
            let guard = turn.t(&topic.keys.guard);
            format!("{guard}\n\n{}", turn.t("answer-young"))
        }
    })
}
