//! Typed answers to the questions about a person: "about 3 a week", "numb and tingling", "not sure".
//!
//! Invariant: every word of the text is part of an answer or means nothing ("about", "my"); else the text is no answer. So nothing is
//! ticked that was not said, and "no numbness" ticks nothing.

use std::collections::BTreeMap;

use crate::content::{
    Content,
    knowledge::{Question, questions::UNSURE},
};

use super::normalise::normalise;

/// The typed answers of one language.
#[derive(Debug, Default)]
pub struct Picks {
    /// By question: the words of an answer, and its slug. Longer ones first.
    phrases: BTreeMap<String, Vec<(Vec<String>, String)>>,
    fillers: Vec<String>,
    numbers: BTreeMap<String, u16>,
}

impl Picks {
    /// From the word tables, and from the labels of the buttons.
    #[must_use]
    pub fn new(content: &Content, language: &str) -> Self {
        let words = content.words(language);
        let mut picks = Self {
            fillers: words.answers.fillers.clone(),
            numbers: words
                .talk
                .numbers
                .iter()
                .map(|(word, number)| (word.clone(), u16::from(*number)))
                .collect(),
            ..Self::default()
        };
        for question in &content.knowledge().questions {
            let mut phrases = Vec::new();
            let typed = words.answers.choices.get(&question.slug);
            for choice in &question.choices {
                let label = content.say(language, &choice.label, &[]);
                phrases.push((picks.essence(&label), choice.slug.clone()));
                for phrase in typed
                    .and_then(|typed| typed.get(&choice.slug))
                    .into_iter()
                    .flatten()
                {
                    phrases.push((picks.essence(phrase), choice.slug.clone()));
                }
            }
            for phrase in &words.answers.unsure {
                phrases.push((picks.essence(phrase), UNSURE.to_owned()));
            }
            phrases.retain(|(words, _)| !words.is_empty());
            phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
            picks.phrases.insert(question.slug.clone(), phrases);
        }
        picks
    }

    /// The answers that a text gives to a question, if it is nothing else.
    #[must_use]
    pub fn read(&self, question: &Question, text: &str) -> Option<Vec<String>> {
        let words = self.essence(text);
        let phrases = self.phrases.get(&question.slug)?;
        let mut found: Vec<String> = Vec::new();
        let mut rest = words.as_slice();
        while let Some(first) = rest.first() {
            let known = phrases.iter().find(|(phrase, _)| rest.starts_with(phrase));
            let (slug, length) = match known {
                Some((phrase, slug)) => (slug.clone(), phrase.len()),
                None => (self.by_number(question, first)?, 1),
            };
            if !found.contains(&slug) {
                found.push(slug);
            }
            rest = &rest[length..];
        }
        let clear = match found.as_slice() {
            [] => false,
            [_] => true,
            // Several answers to a question that takes one, or "none" beside another: not clear.
            several => {
                question.kind == crate::content::knowledge::questions::Kind::Several
                    && several.iter().all(|slug| {
                        slug != UNSURE && question.choice(slug).is_some_and(|choice| !choice.alone)
                    })
            }
        };
        clear.then_some(found)
    }

    fn by_number(&self, question: &Question, word: &str) -> Option<String> {
        let number = word
            .parse()
            .ok()
            .or_else(|| self.numbers.get(word).copied())?;
        let choice = question.choices.iter().find(|choice| choice.covers(number));
        choice.map(|choice| choice.slug.clone())
    }

    /// The words that mean something.
    fn essence(&self, text: &str) -> Vec<String> {
        normalise(text)
            .words
            .into_iter()
            .map(|token| token.word)
            .filter(|word| !self.fillers.contains(word))
            .collect()
    }
}
