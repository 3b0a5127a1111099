//! What Charley asks about a person: questions, their answers, and how long an answer holds. Read from `knowledge/questions.toml`.
//!
//! Invariants: a [`When`] names only questions and answers that exist; a question that depends on another stands below it.
//! Deliberately not here: the words (`texts/<language>/questions.ftl`), and what follows from an answer (`rules`).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Knowledge, Review, Tier, line_of, read_toml};
use crate::content::{Files, problem::Problems};

pub(super) const QUESTIONS: &str = "knowledge/questions.toml";

/// The answer that every question takes. It is never a "no".
pub const UNSURE: &str = "unsure";

/// A question about the person.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub slug: String,
    pub kind: Kind,
    pub shelf: Shelf,
    /// Asked in the symptoms round.
    #[serde(default)]
    pub round: bool,
    /// Asked only where this holds.
    pub only_if: Option<When>,
    pub choices: Vec<Choice>,
    #[serde(skip)]
    pub keys: Keys,
}

/// The keys of a question's texts.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    /// The question.
    pub ask: String,
    /// Why it is asked.
    pub why: String,
    /// What it is called in a list.
    pub name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One answer.
    One,
    /// Any number of answers.
    Several,
}

/// How long an answer holds before it is asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shelf {
    /// Three hours: what can change within a night.
    Tonight,
    /// 30 days.
    Month,
    /// Until the person says otherwise.
    Standing,
}

/// An answer that can be tapped.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub slug: String,
    /// The red flag that this answer raises, and its tier.
    pub flag: Option<String>,
    pub tier: Option<Tier>,
    /// The typed numbers that mean it, both ends included.
    pub from: Option<u16>,
    pub to: Option<u16>,
    /// Under sixteen: no diary, no soak, no routine.
    #[serde(default)]
    pub young: bool,
    /// Rules out every other answer ("none of these").
    #[serde(default)]
    pub alone: bool,
    /// The key of its label.
    #[serde(skip)]
    pub label: String,
}

/// A condition: each of these questions has at least one of these answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct When(pub BTreeMap<String, Vec<String>>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionFile {
    reviewed_by: String,
    reviewed_on: String,
    hard_day: Vec<When>,
    question: Vec<Question>,
}

impl Question {
    /// The choice with this slug.
    #[must_use]
    pub fn choice(&self, slug: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.slug == slug)
    }
}

impl Choice {
    /// Whether a typed number means this answer.
    #[must_use]
    pub fn covers(&self, number: u16) -> bool {
        self.from.is_some_and(|from| from <= number) && self.to.is_some_and(|to| number <= to)
    }
}

/// Reads the questions and gives them the keys of their texts.
pub(super) fn read(files: &Files, knowledge: &mut Knowledge, problems: &mut Problems) {
    let Some(file) = read_toml::<QuestionFile>(QUESTIONS, files, problems) else {
        return;
    };
    knowledge.questions_review = Review::new(&file.reviewed_by, &file.reviewed_on);
    knowledge.hard_day = file.hard_day;
    knowledge.questions = file.question;
    for question in &mut knowledge.questions {
        let slug = &question.slug;
        question.keys = Keys {
            ask: format!("ask-{slug}"),
            why: format!("why-{slug}"),
            name: format!("name-{slug}"),
        };
        for choice in &mut question.choices {
            choice.label = format!("{slug}-{}-button", choice.slug);
        }
    }
    check(files, knowledge, problems);
}

fn check(files: &Files, knowledge: &Knowledge, problems: &mut Problems) {
    let Some(file) = files.get(QUESTIONS) else {
        return;
    };
    if let Err(what) = knowledge.questions_review.check() {
        problems.error(&file.shown, None, Some("reviewed_on"), what);
    }
    for when in &knowledge.hard_day {
        for what in unknown(when, &knowledge.questions) {
            problems.error(&file.shown, None, Some("hard_day"), what);
        }
    }
    for (index, question) in knowledge.questions.iter().enumerate() {
        let line = line_of(file, &question.slug);
        let mut complain =
            |what: String| problems.error(&file.shown, line, Some(&question.slug), what);
        let above = &knowledge.questions[..index];
        if above.iter().any(|other| other.slug == question.slug) {
            complain("stands there twice".to_owned());
        }
        if question.choices.is_empty() {
            complain("has no answers".to_owned());
        }
        for (place, choice) in question.choices.iter().enumerate() {
            let twice = question.choices[..place]
                .iter()
                .any(|other| other.slug == choice.slug);
            if twice || choice.slug == UNSURE {
                complain(format!("has the answer {} twice", choice.slug));
            }
            match (&choice.flag, choice.tier) {
                (None, None) => {}
                (Some(slug), Some(tier)) => {
                    let known = knowledge.flag(slug);
                    if known.is_none_or(|flag| !flag.messages.contains_key(&tier)) {
                        complain(format!("{}: no red flag {slug} of that tier", choice.slug));
                    }
                }
                (Some(_), None) | (None, Some(_)) => {
                    complain(format!("{}: a flag needs a tier", choice.slug));
                }
            }
            if choice.from.is_some() != choice.to.is_some() || choice.from > choice.to {
                complain(format!("{}: from and to do not fit", choice.slug));
            }
        }
        if let Some(when) = &question.only_if {
            for what in unknown(when, above) {
                complain(what);
            }
        }
    }
}

/// What a condition names that does not exist among these questions.
pub(super) fn unknown(when: &When, questions: &[Question]) -> Vec<String> {
    let mut found = Vec::new();
    for (slug, picks) in &when.0 {
        let Some(question) = questions.iter().find(|question| question.slug == *slug) else {
            found.push(format!("names the unknown question {slug}"));
            continue;
        };
        for pick in picks {
            if pick != UNSURE && question.choice(pick).is_none() {
                found.push(format!("names {pick}, which is no answer to {slug}"));
            }
        }
    }
    found
}
