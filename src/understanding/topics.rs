//! Which topic a message asks about: listed phrases of each topic, and only where the message is a question or names the thing alone.
//!
//! What is about Charley itself yields to what is not ("is it proven that bananas help"). Then the longest phrase decides; of two that
//! are as long, the topic that stands earlier in the knowledge file.

use crate::content::{knowledge::Knowledge, words::TopicWords};

use super::{
    normalise::normalise,
    phrases::{Found, Phrasebook},
};

/// The group of phrases that make a question.
const ASKING: usize = 0;

/// A message that only names a thing has no more words beside it: "magnesium please".
const BESIDE: usize = 2;

/// The topics of one language.
#[derive(Debug)]
pub struct Topics {
    book: Phrasebook,
    /// By the number of the group, from 1: the slug, and whether the topic is about more than Charley itself.
    slugs: Vec<(String, bool)>,
}

impl Topics {
    #[must_use]
    pub fn new(words: &TopicWords, knowledge: &Knowledge) -> Self {
        let mut book = Phrasebook::new();
        book.know(&words.known);
        for phrase in &words.asking {
            book.add(phrase, &words.lists, ASKING);
        }
        let topics = knowledge.topics.all.iter();
        let slugs: Vec<(String, bool)> = topics
            .map(|topic| (topic.slug.clone(), topic.grade.is_some()))
            .collect();
        for ((slug, _), group) in slugs.iter().zip(ASKING + 1..) {
            for phrase in words.phrases.get(slug).into_iter().flatten() {
                book.add(phrase, &words.lists, group);
            }
        }
        Self { book, slugs }
    }

    /// The slug of the topic that a text asks about.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<&str> {
        if is_command(text) {
            return None;
        }
        let tokens = normalise(text);
        let found = self.book.find(&tokens);
        let asks = tokens.asks() || found.iter().any(|found| found.group == ASKING);
        let length = |found: &Found| found.to - found.from;
        // "doctor" in "are you a doctor" is no word of its own.
        let is_part_of = |part: &Found, whole: &Found| {
            whole.from <= part.from && part.to <= whole.to && length(part) < length(whole)
        };
        let topics: Vec<&Found> = found.iter().filter(|found| found.group != ASKING).collect();
        let best = topics
            .iter()
            .filter(|part| !topics.iter().any(|whole| is_part_of(part, whole)))
            .max_by_key(|found| {
                let earlier = std::cmp::Reverse(found.group);
                (self.is_medical(found.group), length(found), earlier)
            })?;
        let alone = tokens.words.len() - length(best) <= BESIDE;
        let (slug, _) = self.slugs.get(best.group - 1)?;
        (asks || alone).then_some(slug.as_str())
    }

    /// Whether a text reads as a question, whatever it asks.
    #[must_use]
    pub fn asks(&self, text: &str) -> bool {
        let tokens = normalise(text);
        let is_asking = |found: &Found| found.group == ASKING && found.from == 0;
        !is_command(text) && (tokens.asks() || self.book.find(&tokens).iter().any(is_asking))
    }

    fn is_medical(&self, group: usize) -> bool {
        let topic = group.checked_sub(1).and_then(|at| self.slugs.get(at));
        topic.is_some_and(|(_, medical)| *medical)
    }
}

/// A misspelt command, or one for another bot.
fn is_command(text: &str) -> bool {
    text.trim_start().starts_with('/')
}
