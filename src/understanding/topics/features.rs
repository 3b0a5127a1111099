//! What a text is known by: its words, its pairs of words, and the parts of each word, as numbers with weights.
//!
//! The parts (three and four letters, with the word's ends) are what is left of a word that is misspelt. Words that say little by
//! themselves ("the", "my") weigh less, except in a pair. A number is a hash of the feature: nothing here is kept or sent.

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
};

use crate::understanding::normalise::Tokens;

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

/// The kinds of features, so that the word "foot" and the part "foot" of "football" differ.
#[derive(Hash)]
enum Of<'a> {
    Word(&'a str),
    Pair(&'a str, &'a str),
    Part(&'a [char]),
    Text(Vec<&'a str>),
}

fn number(of: &Of<'_>) -> Feature {
    // Always the same within one build; nothing outlives the process.
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    let long = hasher.finish();
    #[expect(clippy::cast_possible_truncation, reason = "half of a hash is a hash")]
    let short = long as Feature;
    short
}

/// The features of a text.
#[must_use]
pub fn features(tokens: &Tokens, light: &HashSet<String>) -> Features {
    let mut weights: HashMap<Feature, f32> = HashMap::new();
    let mut add = |of: Of<'_>, weight: f32| *weights.entry(number(&of)).or_default() += weight;
    let mut last: Option<&str> = None;
    let mut padded = Vec::new();
    for token in &tokens.words {
        let word = token.word.as_str();
        let weight = if light.contains(word) { LIGHT } else { 1.0 };
        add(Of::Word(word), WHOLE * weight);
        if let Some(last) = last.replace(word) {
            add(Of::Pair(last, word), WHOLE);
        }
        padded.clear();
        padded.push(END);
        padded.extend(word.chars());
        padded.push(END);
        for part in PARTS.iter().flat_map(|length| padded.windows(*length)) {
            add(Of::Part(part), weight);
        }
    }
    let mut weights: Vec<(Feature, f32)> = weights.into_iter().collect();
    weights.sort_unstable_by_key(|(feature, _)| *feature);
    let words = tokens
        .words
        .iter()
        .map(|token| token.word.as_str())
        .collect();
    // In a fixed order, so that the sum is the same each time.
    let total = weights.iter().map(|(_, weight)| weight).sum();
    Features {
        weights,
        total,
        whole: number(&Of::Text(words)),
    }
}
