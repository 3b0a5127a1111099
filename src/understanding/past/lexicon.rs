//! Words and phrases with a meaning each. A text is read whole or not at all: one word that is not listed, and it is no answer.

use std::collections::HashMap;

use super::super::normalise::normalise;

/// An answer has no more words.
const LONGEST: usize = 16;

/// The phrases of one kind of answer.
#[derive(Debug)]
pub struct Lexicon<T> {
    phrases: HashMap<Vec<String>, T>,
    /// The words of the longest phrase.
    reach: usize,
}

impl<T: Copy> Lexicon<T> {
    /// Where a phrase stands in two lists, the later one counts.
    pub fn new<'a>(lists: impl IntoIterator<Item = (T, &'a Vec<String>)>) -> Self {
        let mut phrases = HashMap::new();
        for (meaning, list) in lists {
            for phrase in list {
                phrases.insert(words(phrase), meaning);
            }
        }
        phrases.remove(&Vec::new());
        let reach = phrases.keys().map(Vec::len).max().unwrap_or_default();
        Self { phrases, reach }
    }

    /// The meanings of all words of a text in their order.
    #[must_use]
    pub fn read(&self, text: &str) -> Option<Vec<T>> {
        let words = words(text);
        if words.len() > LONGEST {
            return None;
        }
        let mut meanings = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let (meaning, length) = self.longest(&words[at..])?;
            meanings.push(meaning);
            at += length;
        }
        Some(meanings)
    }

    /// The longest phrase at the beginning of some words, and how many it takes.
    #[must_use]
    pub fn longest(&self, words: &[String]) -> Option<(T, usize)> {
        (1..=self.reach.min(words.len()))
            .rev()
            .find_map(|length| Some((*self.phrases.get(&words[..length])?, length)))
    }
}

/// The plain words of a text.
pub fn words(text: &str) -> Vec<String> {
    let tokens = normalise(text).words;
    tokens.into_iter().map(|token| token.word).collect()
}
