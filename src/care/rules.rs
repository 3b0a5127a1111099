//! Reading rules over answers: what holds, and what must be asked before one can say so.
//!
//! Invariant: only answers that are fresh are read. A condition over a missing answer does not hold, so whoever needs a "no" asks
//! [`View::missing`] first.

use chrono::{DateTime, Utc};

use super::answers::{Answer, Answers};
use crate::content::knowledge::{Knowledge, Question, When};

/// The answers of one person at one moment.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub answers: &'a Answers,
    pub knowledge: &'a Knowledge,
    pub now: DateTime<Utc>,
}

impl<'a> View<'a> {
    /// The answer to a question, if it still holds.
    #[must_use]
    pub fn fresh(&self, slug: &str) -> Option<&'a Answer> {
        let question = self.knowledge.question(slug)?;
        self.answers.fresh(question, self.now)
    }

    /// Whether each question that the condition names has one of its answers.
    #[must_use]
    pub fn holds(&self, when: &When) -> bool {
        when.0.iter().all(|(slug, picks)| {
            self.fresh(slug)
                .is_some_and(|answer| picks.iter().any(|pick| answer.has(pick)))
        })
    }

    /// Whether one of the conditions holds.
    #[must_use]
    pub fn any(&self, when: &[When]) -> bool {
        when.iter().any(|when| self.holds(when))
    }

    /// Whether a question matters for this person, as far as is known.
    #[must_use]
    pub fn applies(&self, question: &Question) -> bool {
        question
            .only_if
            .as_ref()
            .is_none_or(|when| self.holds(when))
    }

    /// Of these questions, those that must be asked: they matter, and there is no fresh answer.
    pub fn missing<'s>(
        &self,
        slugs: impl IntoIterator<Item = &'s str>,
    ) -> impl Iterator<Item = &'a Question> {
        let view = *self;
        slugs
            .into_iter()
            .filter_map(move |slug| view.knowledge.question(slug))
            .filter(move |question| {
                view.applies(question) && view.answers.fresh(question, view.now).is_none()
            })
    }
}
