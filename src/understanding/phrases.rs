//! Finds many phrases in a text at once, forgiving one slip in a longer word.
//!
//! A phrase belongs to a group, a plain number; what a group means is the caller's matter. All phrases share one tree of
//! word numbers, so the time depends on the text and hardly on the number of phrases.

use std::collections::{HashMap, HashSet};

use crate::content::words::{Lists, expand};

use super::normalise::{Border, Tokens, normalise};

/// Words shorter than this are taken as they are: one slip would make many of them into another word.
const REPAIRED_FROM: usize = 5;

/// How many words `*` may stand for.
const GAP: usize = 2;

/// The number of a word that no phrase contains.
const UNKNOWN: u32 = 0;

/// A phrase that was found: its group, and its words from `from` up to, not including, `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub group: usize,
    pub from: usize,
    pub to: usize,
}

/// The phrases, ready to be searched for.
#[derive(Debug, Default)]
pub struct Phrasebook {
    words: HashMap<Box<str>, u32>,
    /// Each longer word with one letter left out.
    near: HashMap<Box<str>, u32>,
    /// Words that may stand between the words of a phrase.
    fillers: HashSet<u32>,
    /// The first node is the root.
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    /// Sorted by word number.
    next: Vec<(u32, usize)>,
    gap: Option<usize>,
    groups: Vec<usize>,
}

impl Phrasebook {
    #[must_use]
    pub fn new() -> Self {
        Self {
            nodes: vec![Node::default()],
            ..Self::default()
        }
    }

    /// Adds all phrases that `phrase` stands for.
    pub fn add(&mut self, phrase: &str, lists: &Lists, group: usize) {
        for phrase in expand(phrase, lists) {
            let mut at = 0;
            for part in phrase.split_whitespace() {
                if part == "*" {
                    at = self.gap_after(at);
                    continue;
                }
                for token in normalise(part).words {
                    let word = self.learn(&token.word);
                    at = self.step(at, word);
                }
            }
            if at != 0 && !self.nodes[at].groups.contains(&group) {
                self.nodes[at].groups.push(group);
            }
        }
    }

    /// Adds ordinary words, so that they are not taken for a slip of another one.
    pub fn know(&mut self, words: &[String]) {
        for word in words {
            for token in normalise(word).words {
                self.learn(&token.word);
            }
        }
    }

    /// Adds words that may stand between those of any phrase ("is", "really").
    pub fn skip(&mut self, words: &[String]) {
        for word in words {
            let number = self.learn(word);
            self.fillers.insert(number);
        }
    }

    fn learn(&mut self, word: &str) -> u32 {
        if let Some(number) = self.words.get(word) {
            return *number;
        }
        let number = u32::try_from(self.words.len() + 1).unwrap_or(UNKNOWN); // Four thousand million words do not fit in memory.
        self.words.insert(word.into(), number);
        if word.chars().count() >= REPAIRED_FROM {
            for shorter in without_one(word) {
                self.near.entry(shorter.into()).or_insert(number);
            }
        }
        number
    }

    fn step(&mut self, at: usize, word: u32) -> usize {
        match self.nodes[at]
            .next
            .binary_search_by_key(&word, |next| next.0)
        {
            Ok(place) => self.nodes[at].next[place].1,
            Err(place) => {
                let new = self.nodes.len();
                self.nodes[at].next.insert(place, (word, new));
                self.nodes.push(Node::default());
                new
            }
        }
    }

    fn gap_after(&mut self, at: usize) -> usize {
        if let Some(there) = self.nodes[at].gap {
            return there;
        }
        let new = self.nodes.len();
        self.nodes[at].gap = Some(new);
        self.nodes.push(Node::default());
        new
    }

    /// All phrases in a text, by where they begin. No phrase reaches over the end of a sentence.
    #[must_use]
    pub fn find(&self, tokens: &Tokens) -> Vec<Found> {
        let numbers: Vec<u32> = tokens
            .words
            .iter()
            .map(|token| self.number(&token.word))
            .collect();
        let mut found = Vec::new();
        for from in 0..numbers.len() {
            self.walk(0, from, from, tokens, &numbers, &mut found);
        }
        found
    }

    fn walk(
        &self,
        node: usize,
        from: usize,
        at: usize,
        tokens: &Tokens,
        numbers: &[u32],
        found: &mut Vec<Found>,
    ) {
        let node = &self.nodes[node];
        found.extend(node.groups.iter().map(|group| Found {
            group: *group,
            from,
            to: at,
        }));
        let is_reachable = |at: usize| {
            at < numbers.len() && (at == from || tokens.words[at].before < Border::Question)
        };
        for at in (at..).take_while(|at| is_reachable(*at)) {
            if let Ok(place) = node.next.binary_search_by_key(&numbers[at], |next| next.0) {
                self.walk(node.next[place].1, from, at + 1, tokens, numbers, found);
            }
            // "jaw is really stiff" is "jaw stiff".
            if at == from || !self.fillers.contains(&numbers[at]) {
                break;
            }
        }
        if let Some(gap) = node.gap {
            for at in (at..=at + GAP).take_while(|at| is_reachable(*at)) {
                self.walk(gap, from, at, tokens, numbers, found);
            }
        }
    }

    /// The number of a word: as typed, or with doubled letters made single, or without an s at its end, or with one slip mended.
    fn number(&self, word: &str) -> u32 {
        if let Some(number) = self.words.get(word) {
            return *number;
        }
        let single = without_doubles(word);
        if let Some(number) = self.words.get(single.as_str()) {
            return *number;
        }
        // "foot's" has become "foots".
        let stem = word.strip_suffix('s').and_then(|stem| self.words.get(stem));
        let mended = stem.copied().or_else(|| self.repaired(word));
        mended.unwrap_or(UNKNOWN)
    }

    /// The listed word that differs by one letter added, left out, changed or swapped. The first letter must be right.
    fn repaired(&self, word: &str) -> Option<u32> {
        if word.chars().count() < REPAIRED_FROM {
            return None;
        }
        if let Some(number) = self.near.get(word) {
            return Some(*number);
        }
        without_one(word).find_map(|shorter| {
            let is_long = shorter.chars().count() >= REPAIRED_FROM;
            let added = self.words.get(shorter.as_str()).filter(|_| is_long);
            added.or_else(|| self.near.get(shorter.as_str())).copied()
        })
    }
}

/// A word with one letter left out, for each letter but the first.
fn without_one(word: &str) -> impl Iterator<Item = String> {
    word.char_indices().skip(1).map(|(place, letter)| {
        let mut shorter = String::with_capacity(word.len());
        shorter.push_str(&word[..place]);
        shorter.push_str(&word[place + letter.len_utf8()..]);
        shorter
    })
}

fn without_doubles(word: &str) -> String {
    let mut single = String::with_capacity(word.len());
    for letter in word.chars() {
        if !single.ends_with(letter) {
            single.push(letter);
        }
    }
    single
}
