//! How the net learns: all lines are gone through a few times, in an order that mixes what stands together.
//!
//! Only sums, products and roots: each machine learns the same.

use super::look::{Looks, PLACES, look, of_word, plain};
use crate::understanding::normalise::normalise;

/// How often all lines are gone through.
const ROUNDS: usize = 6;

/// How much one mistake teaches.
const RATE: f32 = 0.3;
const BIAS_RATE: f32 = 0.05;

/// A line is learnt once it is so far on its side.
const MARGIN: f32 = 2.0;

/// So many words are sorted out at once, or as many as are known.
const FEWEST_SORTED: usize = 4096;

/// The words of all lines, as numbers.
#[derive(Debug, Default)]
pub struct Words {
    numbers: Vec<u64>,
    /// So many of them are sorted.
    sorted: usize,
}

impl Words {
    /// Sees a line for the first time, and adds its look to those of its kind.
    pub fn meet(&mut self, text: &str, looks: &mut Looks) {
        let tokens = normalise(text);
        let words = tokens.words.iter().map(|token| plain(&token.word));
        self.numbers.extend(words.map(of_word));
        if self.numbers.len() >= 2 * self.sorted.max(FEWEST_SORTED) {
            self.sort();
        }
        looks.push(&look(&tokens));
    }

    /// The numbers in their order, each once.
    pub fn into_sorted(mut self) -> Vec<u64> {
        self.sort();
        self.numbers.shrink_to_fit();
        self.numbers
    }

    fn sort(&mut self) {
        self.numbers.sort_unstable();
        self.numbers.dedup();
        self.sorted = self.numbers.len();
    }
}

/// What the lines taught: the weight of each place, and what is said for danger beforehand.
pub struct Learnt {
    pub weights: Vec<f32>,
    pub bias: f32,
}

/// Learns to tell lines of danger from ordinary ones.
pub fn train(danger: &Looks, ordinary: &Looks) -> Learnt {
    let mut weights = vec![0.0_f32; PLACES];
    let mut steps = vec![1e-6_f32; PLACES];
    let mut bias = 0.0;
    for place in shuffled(danger.len() + ordinary.len(), ROUNDS) {
        let (looks, line, side) = match place.checked_sub(danger.len()) {
            None => (danger, place, 1.0),
            Some(line) => (ordinary, line, -1.0),
        };
        let share = looks.share(line);
        let sum: f32 = looks.places(line).map(|feature| weights[feature]).sum();
        let score = bias + share * sum;
        if side * score >= MARGIN {
            continue;
        }
        bias += BIAS_RATE * side;
        for feature in looks.places(line) {
            steps[feature] += share * share;
            weights[feature] += RATE * side * share / steps[feature].sqrt();
        }
    }
    Learnt { weights, bias }
}

/// By place: how many lines have a feature there.
pub fn count<'a>(all: impl IntoIterator<Item = &'a Looks>) -> Vec<u16> {
    let mut counts = vec![0_u16; PLACES];
    for looks in all {
        for place in (0..looks.len()).flat_map(|line| looks.places(line)) {
            counts[place] = counts[place].saturating_add(1);
        }
    }
    counts
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
