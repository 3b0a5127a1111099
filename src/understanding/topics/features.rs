//! What a text is known by: its words, its pairs of words, and the parts of each word, as numbers with weights.
//!
//! The parts (three and four letters, with the word's ends) are what is left of a word that is misspelt. Words that say little by
//! themselves ("the", "my") weigh less, except in a pair. A number is a hash of the feature: nothing here is kept or sent.

use std::collections::HashSet;

use crate::understanding::{
    hash::{hash, mixed, upper},
    normalise::Tokens,
};

/// Letters of the parts of a word.
const PARTS: [usize; 2] = [3, 4];

/// What a word and a pair of words weigh beside a part of a word.
const WHOLE: f32 = 2.0;

/// What a word that says little weighs, and its parts.
const LIGHT: f32 = 0.5;

/// Stands before and after a word.
const END: char = '_';

/// The number of a feature.
pub type Feature = u32;

/// The features of a text in the order of their numbers, and the sum of their weights.
#[derive(Debug, Default)]
pub struct Features {
    pub weights: Vec<(Feature, f32)>,
    pub total: f32,
    /// The number of the text itself.
    pub whole: Feature,
}

// The kinds of features, so that the word "foot" and the part "foot" of "football" differ.
const WORD: u64 = 1;
const PAIR: u64 = 2;
const PART: u64 = 3;

fn number(hash: u64) -> Feature {
    upper(hash, Feature::BITS)
}

/// The features of a text.
#[must_use]
pub fn features(tokens: &Tokens, light: &HashSet<String>) -> Features {
    let mut weights: Vec<(Feature, f32)> = Vec::new();
    let whole = collect(tokens, light, &mut weights);
    let total = weights.iter().map(|(_, weight)| weight).sum();
    add_up(&mut weights);
    Features {
        weights,
        total,
        whole,
    }
}

/// Adds the features of a text to others, in no order, and gives the number of the text itself.
pub fn collect(
    tokens: &Tokens,
    light: &HashSet<String>,
    weights: &mut Vec<(Feature, f32)>,
) -> Feature {
    let mut whole = 0;
    let mut last: Option<u64> = None;
    let mut padded = Vec::new();
    for token in &tokens.words {
        let word = hash(WORD, token.word.chars());
        let weight = if light.contains(&token.word) {
            LIGHT
        } else {
            1.0
        };
        weights.push((number(word), WHOLE * weight));
        if let Some(last) = last.replace(word) {
            weights.push((number(mixed(PAIR, last, word)), WHOLE));
        }
        whole = mixed(WORD, whole, word);
        padded.clear();
        padded.push(END);
        padded.extend(token.word.chars());
        padded.push(END);
        let parts = PARTS.iter().flat_map(|length| padded.windows(*length));
        weights.extend(parts.map(|part| (number(hash(PART, part.iter().copied())), weight)));
    }
    number(whole)
}

/// Sorts features by their numbers. What occurs twice weighs twice.
pub fn add_up(weights: &mut Vec<(Feature, f32)>) {
    weights.sort_unstable_by_key(|(feature, _)| *feature);
    weights.dedup_by(|again, first| {
        let is_same = again.0 == first.0;
        first.1 += if is_same { again.1 } else { 0.0 };
        is_same
    });
}
