//! The second net under the rules: does a text resemble what people write in danger, more than what they write on other nights?
//!
//! A linear classifier over words, their beginnings and pairs of them, trained at the start on the listed lines; then the
//! nearest lines say which danger it is. Only sums, products and roots: each machine learns the same.
//!
//! Invariants: it adds a flag where the rules see none, and may make a same-day one more urgent; it takes back only one that a rule of
//! several single signs made of a text that is far from danger, as a whole and sentence by sentence ("left calf, heat on it, then walked
//! about"). A listed phrase and a crisis are never taken back.

use std::{cmp::Ordering, collections::BTreeMap};

use crate::content::{
    knowledge::{Knowledge, Tier},
    words::{ExampleWords, LineWords},
};

use super::{
    hash::{hash, mixed, upper},
    normalise::{Tokens, normalise},
};

/// Features share this many places.
const PLACES: usize = 1 << BITS;
const BITS: u32 = 17;

/// Of a word this much tells its meaning, whatever its ending.
const BEGINNING: usize = 5;

/// Pairs of words are at most so far apart.
const FAR: usize = 4;

/// How often all lines are gone through.
const ROUNDS: usize = 6;

/// How much one mistake teaches.
const RATE: f32 = 0.3;
const BIAS_RATE: f32 = 0.05;

/// A line is learnt once it is so far on its side.
const MARGIN: f32 = 2.0;

/// So many of the nearest lines have a say.
const NEIGHBOURS: usize = 5;

/// How much more likeness makes a part of a text dangerous.
const MORE_IN_A_PART: f32 = 0.5;

/// An emergency is taken back only so much further from danger.
const EMERGENCY: f32 = 1.5;

/// So many words, so much likeness to danger, and so much of the say make a danger sure.
const FEWEST_TO_BE_SURE: usize = 8;
const SURE: f32 = 1.5;
const SURE_SHARE: f32 = 0.6;

/// Fewer words say too little to be likened to anything.
const FEWEST_WORDS: usize = 6;

/// Fewer words of the lines, beside those that a rule has seen, say too little to speak against it.
const FEWEST_KNOWN: usize = 6;

/// What a text looks like: places of its features, sorted, each once.
type Look = Vec<u32>;

/// A line that somebody might write in danger.
#[derive(Debug)]
struct Line {
    look: Look,
    kind: usize,
}

/// A danger, as the nearest lines tell it.
#[derive(Debug)]
pub struct Kind {
    pub slug: String,
    pub tier: Tier,
    /// The key of its text.
    pub message: String,
    /// Its place in the knowledge file.
    pub rank: usize,
}

/// The trained net of one language. Without lines it finds nothing.
#[derive(Debug, Default)]
pub struct Likeness {
    weights: Vec<f32>,
    bias: f32,
    /// How much a shared feature makes two lines alike: the rarer the more.
    rarity: Vec<f32>,
    lines: Vec<Line>,
    /// The words of all lines, as numbers in their order.
    words: Vec<u64>,
    kinds: Vec<Kind>,
    least: f32,
    ordinary: f32,
}

impl Likeness {
    /// Learns from the lines of a language.
    #[must_use]
    pub fn new(words: &LineWords, examples: &ExampleWords, knowledge: &Knowledge) -> Self {
        let mut likeness = Self {
            least: words.least,
            ordinary: words.ordinary_below,
            ..Self::default()
        };
        for (rank, flag) in knowledge.flags.iter().enumerate() {
            for (tier, texts) in words.danger.get(&flag.slug).into_iter().flatten() {
                let Some(message) = flag.messages.get(tier) else {
                    continue; // The content check reports it.
                };
                let kind = likeness.kinds.len();
                likeness.kinds.push(Kind {
                    slug: flag.slug.clone(),
                    tier: *tier,
                    message: message.clone(),
                    rank,
                });
                let looks = texts.iter().map(|text| likeness.meet(text));
                let lines: Vec<Line> = looks.map(|look| Line { look, kind }).collect();
                likeness.lines.extend(lines);
            }
        }
        let ordinary = words.ordinary.iter().chain(examples.lines());
        let ordinary: Vec<Look> = ordinary.map(|text| likeness.meet(text)).collect();
        likeness.words.sort_unstable();
        likeness.words.dedup();
        if !likeness.lines.is_empty() {
            likeness.train(&ordinary);
            likeness.weigh_rarity(&ordinary);
        }
        likeness
    }

    /// Sees a line for the first time.
    fn meet(&mut self, text: &str) -> Look {
        let tokens = normalise(text);
        let words = tokens.words.iter().map(|token| plain(&token.word));
        self.words.extend(words.map(of_word));
        look(&tokens)
    }

    fn train(&mut self, ordinary: &[Look]) {
        let danger = self.lines.iter().map(|line| (line.look.as_slice(), 1.0));
        let lines: Vec<(&[u32], f32)> = danger
            .chain(ordinary.iter().map(|look| (look.as_slice(), -1.0)))
            .collect();
        let mut weights = vec![0.0_f32; PLACES];
        let mut steps = vec![1e-6_f32; PLACES];
        let mut bias = 0.0;
        for place in shuffled(lines.len(), ROUNDS) {
            let (look, side) = lines[place];
            let share = share_of(look);
            let score = bias + share * sum(&weights, look);
            if side * score >= MARGIN {
                continue;
            }
            bias += BIAS_RATE * side;
            for feature in look {
                let feature = *feature as usize;
                steps[feature] += share * share;
                weights[feature] += RATE * side * share / steps[feature].sqrt();
            }
        }
        self.weights = weights;
        self.bias = bias;
    }

    fn weigh_rarity(&mut self, ordinary: &[Look]) {
        let mut count = vec![0.0_f32; PLACES];
        let danger = self.lines.iter().map(|line| &line.look);
        for feature in danger.chain(ordinary).flatten() {
            count[*feature as usize] += 1.0;
        }
        // Near enough to the logarithm that is usual here, and the same on each machine.
        for count in &mut count {
            *count = 1.0 / (1.0 + *count).sqrt();
        }
        self.rarity = count;
    }

    /// The danger that a text resembles, as a whole and also without the words that are not meant as they stand.
    #[must_use]
    pub fn danger(&self, whole: &Tokens, meant: &Tokens) -> Option<&Kind> {
        if self.lines.is_empty() || meant.words.len() < FEWEST_WORDS {
            return None;
        }
        let look_of_all = look(whole);
        let is_like =
            self.score(&look_of_all) >= self.least && self.score(&look(meant)) >= self.least;
        is_like.then(|| self.nearest(&look_of_all, 0.0))?
    }

    /// The danger that a part of a text resembles by itself. It is said in fewer words, so more likeness is asked of it.
    #[must_use]
    pub fn danger_in_part(&self, meant: &Tokens) -> Option<&Kind> {
        let look = look(meant);
        let is_like = !self.lines.is_empty()
            && meant.words.len() >= FEWEST_WORDS
            && self.score(&look) >= self.least + MORE_IN_A_PART;
        is_like.then(|| self.nearest(&look, 0.0))?
    }

    /// The danger of a text that is surely one: whether it is more urgent than a rule, which saw a part of it, makes it.
    #[must_use]
    pub fn sure_danger(&self, whole: &Tokens, meant: &Tokens) -> Option<&Kind> {
        let look_of_all = look(whole);
        let is_sure = !self.lines.is_empty()
            && meant.words.len() >= FEWEST_TO_BE_SURE
            && self.score(&look_of_all) >= SURE
            && self.score(&look(meant)) >= SURE;
        is_sure.then(|| self.nearest(&look_of_all, SURE_SHARE))?
    }

    /// Whether a text is so far from danger that single signs in it mean something else than a danger of this urgency.
    #[must_use]
    pub fn is_ordinary(&self, tokens: &Tokens, tier: Tier) -> bool {
        let below = match tier {
            Tier::SameDay => self.ordinary,
            Tier::Emergency => self.ordinary * EMERGENCY,
            Tier::Crisis => return false,
        };
        !self.lines.is_empty() && self.score(&look(tokens)) <= below
    }

    /// Whether enough is said beside the words that a rule has seen, in words that were learnt.
    #[must_use]
    pub fn says_enough(&self, tokens: &Tokens, is_seen: impl Fn(usize) -> bool) -> bool {
        let others = (0..).zip(&tokens.words).filter(|(at, _)| !is_seen(*at));
        let known = others.filter(|(_, token)| self.knows(&token.word));
        known.count() >= FEWEST_KNOWN
    }

    fn knows(&self, word: &str) -> bool {
        self.words.binary_search(&of_word(plain(word))).is_ok()
    }

    fn score(&self, look: &Look) -> f32 {
        self.bias + share_of(look) * sum(&self.weights, look)
    }

    /// What most of the nearest lines tell, each by how near it is, if that is at least this `share` of all that they tell.
    fn nearest(&self, look: &Look, share: f32) -> Option<&Kind> {
        // A table of what is there is six times faster than searching in the look.
        let mut there = vec![false; PLACES];
        for feature in look {
            there[*feature as usize] = true;
        }
        let mut near: Vec<(f32, usize)> = self
            .lines
            .iter()
            .map(|line| (self.nearness(&there, line), line.kind))
            .collect();
        near.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        let mut votes: BTreeMap<usize, f32> = BTreeMap::new();
        for (nearness, kind) in near.into_iter().take(NEIGHBOURS) {
            *votes.entry(kind).or_default() += nearness;
        }
        let all: f32 = votes.values().sum();
        let (kind, most) = votes.into_iter().max_by(|one, other| {
            let votes = one.1.partial_cmp(&other.1).unwrap_or(Ordering::Equal);
            votes.then(other.0.cmp(&one.0))
        })?;
        self.kinds.get(kind).filter(|_| most >= share * all)
    }

    fn nearness(&self, there: &[bool], line: &Line) -> f32 {
        let shared = line.look.iter().filter(|feature| there[**feature as usize]);
        let sum: f32 = shared.map(|feature| self.rarity[*feature as usize]).sum();
        sum * share_of(&line.look)
    }
}

/// So that a long text weighs no more than a short one.
fn share_of(look: &[u32]) -> f32 {
    let count = u16::try_from(look.len().max(1)).unwrap_or(u16::MAX);
    1.0 / f32::from(count).sqrt()
}

fn sum(weights: &[f32], look: &[u32]) -> f32 {
    look.iter().map(|feature| weights[*feature as usize]).sum()
}

/// All places below `count`, so many rounds long, in an order that mixes what stands together.
fn shuffled(count: usize, rounds: usize) -> impl Iterator<Item = usize> {
    let stride = (count * 5 / 8..).find(|stride| gcd(*stride, count) == 1);
    let stride = stride.unwrap_or(1);
    (0..count * rounds).map(move |place| place * stride % count)
}

fn gcd(one: usize, other: usize) -> usize {
    if other == 0 {
        one
    } else {
        gcd(other, one % other)
    }
}

/// The features of a text: its words, their beginnings, neighbours, and pairs that are near each other in either order.
fn look(tokens: &Tokens) -> Look {
    let words: Vec<&str> = tokens
        .words
        .iter()
        .map(|token| plain(&token.word))
        .collect();
    let beginnings: Vec<u64> = words
        .iter()
        .map(|word| hash(1, beginning(word).chars()))
        .collect();
    let mut look: Vec<u64> = words.iter().map(|word| of_word(word)).collect();
    look.extend(&beginnings);
    for (place, word) in beginnings.iter().enumerate() {
        let next = beginnings.iter().skip(place + 1).take(FAR).enumerate();
        look.extend(next.map(|(apart, other)| {
            if apart == 0 {
                mixed(3, *word, *other)
            } else {
                mixed(4, *word.min(other), *word.max(other))
            }
        }));
    }
    let places = look.into_iter().map(|hash| upper(hash, BITS));
    let mut look: Look = places.collect();
    look.sort_unstable();
    look.dedup();
    look
}

/// One number is as good as another.
fn plain(word: &str) -> &str {
    if word.bytes().all(|letter| letter.is_ascii_digit()) {
        "0"
    } else {
        word
    }
}

fn of_word(word: &str) -> u64 {
    hash(2, word.chars())
}

fn beginning(word: &str) -> &str {
    let end = word.char_indices().nth(BEGINNING).map(|(place, _)| place);
    &word[..end.unwrap_or(word.len())]
}
