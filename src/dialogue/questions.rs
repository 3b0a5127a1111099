//! The questions about a person, one at a time: for the symptoms round, for the soak, for a guard, or to change one answer.
//!
//! Invariants: an answer is kept as soon as it is given, so Stop and a restart lose nothing; what is known and fresh is not asked
//! again; an answer that is a red flag raises it; "not sure" is an answer of its own and never a "no".
//! Deliberately not here: what the answers mean (`care`), and what is said at the end of a round (`symptoms`, `soak`).

use super::{
    ask,
    chat::{Address, Purpose, Round, State},
    effect::{Button, Message},
    flags,
    press::{Action, Press},
    relief::warmth,
    soak, symptoms,
    turn::{Turn, with_buttons},
    welcome,
};
use crate::{
    care::rules::View,
    content::{
        Arg,
        knowledge::{
            Question, Tier,
            questions::{Kind, UNSURE},
        },
    },
    understanding::Reply,
};

/// Asks what this purpose needs and is not known. With nothing to ask, what follows comes at once.
pub(super) fn start(turn: &mut Turn<'_>, purpose: Purpose, remark: Option<String>) {
    go_on(turn, purpose, Vec::new(), remark);
}

/// Asks one question, also if its answer is known and fresh.
pub(super) fn ask_one(turn: &mut Turn<'_>, slug: String) {
    let round = ticked_as_known(turn, Round::at(Purpose::One, slug, Vec::new()));
    open(turn, round, None);
}

/// Asks one question of the soak, also if its answer is known, below a remark.
pub(super) fn ask_for_the_soak(turn: &mut Turn<'_>, slug: &str, remark: String) {
    let round = Round::at(Purpose::Soak, slug.to_owned(), Vec::new());
    open(turn, round, Some(remark));
}

/// What is known about the person now.
pub(super) fn view<'t>(turn: &'t Turn<'_>) -> View<'t> {
    View {
        answers: &turn.chat.answers,
        knowledge: turn.context.content.knowledge(),
        now: turn.now(),
    }
}

/// The questions that are still to be asked, in order.
pub(super) fn open_questions(turn: &Turn<'_>, purpose: &Purpose) -> Vec<String> {
    let knowledge = turn.context.content.knowledge();
    let view = view(turn);
    let slugs: Vec<&str> = match purpose {
        Purpose::Symptoms => knowledge
            .questions
            .iter()
            .filter(|question| question.round)
            .map(|question| question.slug.as_str())
            .collect(),
        Purpose::Soak => return soak::open_questions(turn),
        Purpose::Guard(topic) => return ask::open_questions(turn, topic),
        Purpose::One => Vec::new(),
    };
    view.missing(slugs)
        .map(|question| question.slug.clone())
        .collect()
}

/// The next question that is missing, else the end of the round.
fn go_on(turn: &mut Turn<'_>, purpose: Purpose, asked: Vec<String>, remark: Option<String>) {
    match open_questions(turn, &purpose).into_iter().next() {
        Some(next) => open(turn, Round::at(purpose, next, asked), remark),
        None => finish(turn, &purpose),
    }
}

fn open(turn: &mut Turn<'_>, round: Round, remark: Option<String>) {
    turn.open_after(remark, State::Asking(round));
}

fn finish(turn: &mut Turn<'_>, purpose: &Purpose) {
    match purpose {
        Purpose::Symptoms => symptoms::told(turn),
        Purpose::Soak => soak::say_verdict(turn),
        Purpose::Guard(topic) => ask::guarded(turn, topic),
        Purpose::One => symptoms::show(turn),
    }
}

/// The question, its buttons, and under More what else one may say.
pub(super) fn prompt(turn: &Turn<'_>, at: Address, round: &Round) -> Message {
    let Some(question) = turn.context.content.knowledge().question(&round.at) else {
        // The question has gone from the content: only Stop is left.
        let rows = vec![turn.button(at, "stop-here-button", Action::Enough)];
        return with_buttons(turn.t("question-first"), rows);
    };
    with_buttons(
        words(turn, question, round),
        rows(turn, at, question, round),
    )
}

fn words(turn: &Turn<'_>, question: &Question, round: &Round) -> String {
    let mut progress = None;
    let left = open_questions(turn, &round.purpose);
    let single = round.asked.is_empty() && !left.contains(&round.at);
    if !single {
        let number = round.asked.len() + 1;
        let later = left.iter().filter(|slug| **slug != round.at).count();
        let number_of = |n: usize| Arg::Number(i64::try_from(n).unwrap_or(i64::MAX));
        progress = Some(turn.tn(
            "question-progress",
            &[
                ("number", number_of(number)),
                ("total", number_of(number + later)),
            ],
        ));
    }
    let mut lines = vec![turn.t(&question.keys.ask)];
    if question.kind == Kind::Several {
        lines.push(turn.t("question-tick"));
    }
    if round.why {
        let why = turn.t(&question.keys.why);
        lines.push(turn.tn("question-why", &[("why", Arg::Text(&why))]));
    }
    let asked = lines.join("\n");
    progress.map_or_else(
        || asked.clone(),
        |progress| format!("{progress}\n\n{asked}"),
    )
}

fn rows(turn: &Turn<'_>, at: Address, question: &Question, round: &Round) -> Vec<Vec<Button>> {
    let mut rows: Vec<Vec<Button>> = question
        .choices
        .iter()
        .zip(0..)
        // "None of these" beside a tick would be one slip away from losing it.
        .filter(|(choice, _)| !choice.alone || round.ticked.is_empty())
        .map(|(choice, index)| {
            let label = turn.t(&choice.label);
            let label = if round.ticked.contains(&choice.slug) {
                turn.tn("ticked-button", &[("what", Arg::Text(&label))])
            } else {
                label
            };
            let press = Press {
                at: Some(at),
                action: Action::Pick(index),
            };
            vec![press.button(label)]
        })
        .collect();
    if !round.ticked.is_empty() {
        rows.push(turn.button(at, "done-button", Action::Done));
    }
    let cell = |key: &str, action| turn.button(at, key, action);
    if round.more {
        let mut more = cell("unsure-button", Action::Unsure);
        if !round.why {
            more.extend(cell("why-button", Action::Reason));
        }
        rows.push(more);
    }
    let mut last = Vec::new();
    if !round.asked.is_empty() {
        last.extend(cell("back-button", Action::Back));
    }
    if !round.more {
        last.extend(cell("more-button", Action::More));
    }
    last.extend(cell("stop-here-button", Action::Enough));
    rows.push(last);
    rows
}

/// A button under the question.
pub(super) fn pressed(turn: &mut Turn<'_>, mut round: Round, action: Action) -> bool {
    let Some(question) = turn.context.content.knowledge().question(&round.at) else {
        stop(turn, &round);
        return true;
    };
    match action {
        Action::Pick(index) => {
            let Some(choice) = question.choices.get(usize::from(index)) else {
                return false;
            };
            if question.kind == Kind::One || choice.alone {
                answer(turn, round, vec![choice.slug.clone()]);
            } else if choice.flag.is_some() {
                // A warning sign does not wait for Done.
                let mut picks = std::mem::take(&mut round.ticked);
                picks.push(choice.slug.clone());
                answer(turn, round, picks);
            } else {
                match round.ticked.iter().position(|slug| *slug == choice.slug) {
                    Some(place) => drop(round.ticked.remove(place)),
                    None => round.ticked.push(choice.slug.clone()),
                }
                open(turn, round, None);
            }
        }
        Action::Done if !round.ticked.is_empty() => {
            let ticked = std::mem::take(&mut round.ticked);
            answer(turn, round, ticked);
        }
        Action::Unsure => unsure(turn, round),
        Action::More => {
            round.more = true;
            open(turn, round, None);
        }
        Action::Reason => {
            round.why = true;
            open(turn, round, None);
        }
        Action::Back => back(turn, round),
        Action::Enough => stop(turn, &round),
        _ => return false,
    }
    true
}

/// Typed words under the question; `false`: no answer to it.
pub(super) fn typed(turn: &mut Turn<'_>, round: Round, text: &str) -> bool {
    let Some(question) = turn.context.content.knowledge().question(&round.at) else {
        return false;
    };
    let reader = turn.context.reader;
    if let Some(mut picks) = reader.picks(&turn.chat.language, question, text) {
        // What was ticked before stays, unless the words rule it out.
        let adds = |pick: &String| {
            pick != UNSURE && question.choice(pick).is_some_and(|choice| !choice.alone)
        };
        if question.kind == Kind::Several && picks.iter().all(adds) {
            picks.extend(round.ticked.iter().cloned());
            picks.sort();
            picks.dedup();
        }
        answer(turn, round, picks);
        return true;
    }
    match turn.reply(text) {
        Some(Reply::Back) => back(turn, round),
        Some(Reply::Skip) => unsure(turn, round),
        Some(Reply::Yes | Reply::No | Reply::Easing | Reply::StillBad | Reply::Gone) | None => {
            return false;
        }
    }
    true
}

/// "Not sure": what was ticked before stays beside it.
fn unsure(turn: &mut Turn<'_>, mut round: Round) {
    let mut picks = std::mem::take(&mut round.ticked);
    picks.push(UNSURE.to_owned());
    answer(turn, round, picks);
}

/// Keeps an answer, and goes on; or stops everything, if it is a red flag.
fn answer(turn: &mut Turn<'_>, mut round: Round, picks: Vec<String>) {
    let now = turn.now();
    let Some(question) = turn.context.content.knowledge().question(&round.at) else {
        return;
    };
    let flag = flag_of(question, &picks);
    let young = question
        .choices
        .iter()
        .any(|choice| choice.young && picks.contains(&choice.slug));
    turn.chat.answers.put(&round.at, picks, now);
    if let Some((tier, slug)) = flag {
        flags::raise(turn, slug, tier);
        return;
    }
    if young {
        welcome::young(turn);
        let message = super::turn::plain(turn.t("young-text"));
        turn.close_form(message);
        return;
    }
    warmth::reconsider(turn);
    let slug = std::mem::take(&mut round.at);
    round.asked.push(slug);
    go_on(turn, round.purpose, round.asked, None);
}

/// The worst red flag that these answers raise.
pub(super) fn flag_of(question: &Question, picks: &[String]) -> Option<(Tier, String)> {
    question
        .choices
        .iter()
        .filter(|choice| picks.contains(&choice.slug))
        .filter_map(|choice| Some((choice.tier?, choice.flag.clone()?)))
        .max_by_key(|(tier, _)| *tier)
}

/// The question before this one again, with its answer ticked.
fn back(turn: &mut Turn<'_>, mut round: Round) {
    let Some(before) = round.asked.pop() else {
        open(turn, round, None);
        return;
    };
    let again = ticked_as_known(turn, Round::at(round.purpose, before, round.asked));
    open(turn, again, None);
}

/// The answers that are known of this question, ticked; of one that takes several.
fn ticked_as_known(turn: &Turn<'_>, mut round: Round) -> Round {
    let question = turn.context.content.knowledge().question(&round.at);
    let known = turn.chat.answers.get(&round.at);
    if let (Some(question), Some(known)) = (question, known)
        && question.kind == Kind::Several
    {
        let real = |pick: &&String| {
            question
                .choice(pick)
                .is_some_and(|choice| !choice.alone && choice.flag.is_none())
        };
        round.ticked = known.picks.iter().filter(real).cloned().collect();
    }
    round
}

fn stop(turn: &mut Turn<'_>, round: &Round) {
    match round.purpose {
        Purpose::One => symptoms::show(turn),
        Purpose::Symptoms | Purpose::Soak | Purpose::Guard(_) => {
            let message = super::turn::plain(turn.t("symptoms-stopped"));
            turn.close_form(message);
        }
    }
}
