//! The second net under the rules: does a text resemble what people write in danger, more than what they write on other nights?
//!
//! A linear classifier over words, their beginnings and pairs of them, trained at the start on the listed lines; then the
//! nearest lines say which danger it is. Only sums, products and roots: each machine learns the same.
//!
//! Invariants: it adds a flag where the rules see none, and may make a same-day one more urgent; it takes back only one that a rule of
//! several single signs made of a text that is far from danger, as a whole and sentence by sentence ("left calf, heat on it, then walked
//! about"). A listed phrase and a crisis are never taken back.

mod look;
mod training;

use std::{cmp::Ordering, collections::BTreeMap};

use crate::content::{
    knowledge::{Knowledge, Tier},
    words::{ExampleWords, LineWords},
};

use self::{
    look::{Look, Looks, PLACES, look, of_word, plain, share_of},
    training::{Learnt, Words},
};
use super::normalise::Tokens;

/// The table of what is in a text has a bit for each place.
const BITS_OF_A_ROW: usize = u64::BITS as usize;

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
    /// By place: how many lines have a feature there. The fewer, the more alike are two that share it.
    counts: Vec<u16>,
    /// What people might write in danger, and by line which danger that is.
    lines: Looks,
    kind_of: Vec<u16>,
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
        let mut met = Words::default();
        for (rank, flag) in knowledge.flags.iter().enumerate() {
            for (tier, texts) in words.danger.get(&flag.slug).into_iter().flatten() {
                let Some(message) = flag.messages.get(tier) else {
                    continue; // The content check reports it.
                };
                let kind = u16::try_from(likeness.kinds.len()).unwrap_or(u16::MAX); // Flags are written by hand: they fit.
                likeness.kinds.push(Kind {
                    slug: flag.slug.clone(),
                    tier: *tier,
                    message: message.clone(),
                    rank,
                });
                for text in texts {
                    met.meet(text, &mut likeness.lines);
                    likeness.kind_of.push(kind);
                }
            }
        }
        let mut ordinary = Looks::default();
        for text in words.ordinary.iter().chain(examples.lines()) {
            met.meet(text, &mut ordinary);
        }
        likeness.words = met.into_sorted();
        likeness.lines.shrink();
        if !likeness.kind_of.is_empty() {
            let Learnt { weights, bias } = training::train(&likeness.lines, &ordinary);
            likeness.weights = weights;
            likeness.bias = bias;
            likeness.counts = training::count([&likeness.lines, &ordinary]);
        }
        likeness
    }

    /// The danger that a text resembles, as a whole and also without the words that are not meant as they stand.
    #[must_use]
    pub fn danger(&self, whole: &Tokens, meant: &Tokens) -> Option<&Kind> {
        if self.kind_of.is_empty() || meant.words.len() < FEWEST_WORDS {
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
        let is_like = !self.kind_of.is_empty()
            && meant.words.len() >= FEWEST_WORDS
            && self.score(&look) >= self.least + MORE_IN_A_PART;
        is_like.then(|| self.nearest(&look, 0.0))?
    }

    /// The danger of a text that is surely one: whether it is more urgent than a rule, which saw a part of it, makes it.
    #[must_use]
    pub fn sure_danger(&self, whole: &Tokens, meant: &Tokens) -> Option<&Kind> {
        let look_of_all = look(whole);
        let is_sure = !self.kind_of.is_empty()
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
        !self.kind_of.is_empty() && self.score(&look(tokens)) <= below
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
        let weights = look.iter().map(|place| self.weights[*place as usize]);
        self.bias + share_of(look) * weights.sum::<f32>()
    }

    /// What most of the nearest lines tell, each by how near it is, if that is at least this `share` of all that they tell.
    fn nearest(&self, look: &Look, share: f32) -> Option<&Kind> {
        // A table of what is there is six times faster than searching in the look.
        let mut there = vec![0_u64; PLACES / BITS_OF_A_ROW];
        for place in look {
            let place = *place as usize;
            there[place / BITS_OF_A_ROW] |= 1 << (place % BITS_OF_A_ROW);
        }
        let mut near: Vec<(f32, usize)> = (0..self.lines.len())
            .map(|line| (self.nearness(&there, line), usize::from(self.kind_of[line])))
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

    fn nearness(&self, there: &[u64], line: usize) -> f32 {
        let is_there =
            |place: &usize| there[place / BITS_OF_A_ROW] >> (place % BITS_OF_A_ROW) & 1 == 1;
        let shared = self.lines.places(line).filter(is_there);
        let sum: f32 = shared.map(|place| self.rarity(place)).sum();
        sum * self.lines.share(line)
    }

    /// How much a feature that two lines share makes them alike. Near enough to the logarithm that is usual here, and the same on each
    /// machine.
    fn rarity(&self, place: usize) -> f32 {
        1.0 / (1.0 + f32::from(self.counts[place])).sqrt()
    }
}
