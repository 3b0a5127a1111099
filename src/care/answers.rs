//! What a person told us about themselves, and how long that holds. The stored shape; see `tests/golden`.
//!
//! Invariants: an answer that has aged is never read as one; what was not asked is unknown, and unknown is never "no".

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use crate::content::knowledge::{Knowledge, Question, Shelf};

/// How long an answer about tonight holds. Ours: longer than any soak with its preparation, shorter than a night.
const TONIGHT: Duration = Duration::hours(3);
/// How long an answer holds that may change with the months (design.md section 5).
const MONTH: Duration = Duration::days(30);

/// All answers of one person, each question at most once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(Vec<Answer>);

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The question's slug.
    pub ask: String,
    /// The slugs of the choices; [`UNSURE`](crate::content::knowledge::questions::UNSURE) is one of them.
    pub picks: Vec<String>,
    pub at: DateTime<Utc>,
}

impl Answers {
    /// The answer to a question, however old.
    #[must_use]
    pub fn get(&self, slug: &str) -> Option<&Answer> {
        self.0.iter().find(|answer| answer.ask == slug)
    }

    /// The answer to a question if it still holds. One from the future (a clock that was set back) does not.
    #[must_use]
    pub fn fresh(&self, question: &Question, now: DateTime<Utc>) -> Option<&Answer> {
        self.get(&question.slug)
            .filter(|answer| answer.holds(question, now))
    }

    /// All of them, in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = &Answer> {
        self.0.iter()
    }

    /// Puts an answer in the place of an earlier one.
    pub fn put(&mut self, ask: &str, picks: Vec<String>, at: DateTime<Utc>) {
        self.remove(ask);
        self.0.push(Answer {
            ask: ask.to_owned(),
            picks,
            at,
        });
    }

    pub fn remove(&mut self, ask: &str) {
        self.0.retain(|answer| answer.ask != ask);
    }

    /// Forgets what was said about tonight, and a clinician's word before it: something serious has come up since.
    pub fn forget_tonight(&mut self, knowledge: &Knowledge) {
        self.0.retain(|answer| !answer.is_for_tonight(knowledge));
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Answer {
    /// Whether it still holds, as the answer to its question.
    #[must_use]
    pub fn holds(&self, question: &Question, now: DateTime<Utc>) -> bool {
        let age = now - self.at;
        let life = match question.shelf {
            Shelf::Tonight => TONIGHT,
            Shelf::Month => MONTH,
            Shelf::Standing => Duration::MAX,
        };
        age < life && age >= -Duration::minutes(1)
    }

    /// Whether it is about tonight, or a clinician's word: what [`Answers::forget_tonight`] takes back.
    #[must_use]
    pub fn is_for_tonight(&self, knowledge: &Knowledge) -> bool {
        let question = knowledge.question(&self.ask);
        let tonight = question.is_some_and(|question| question.shelf == Shelf::Tonight);
        tonight || self.ask == super::soak::CLEARED
    }

    #[must_use]
    pub fn has(&self, pick: &str) -> bool {
        self.picks.iter().any(|own| own == pick)
    }
}
