//! What a text looks like: the places of its features in one large table. And the looks of many lines, kept small.

use crate::understanding::{
    hash::{hash, mixed, upper},
    normalise::Tokens,
};

/// Features share this many places.
pub const PLACES: usize = 1 << BITS;
const BITS: u32 = 17;

/// Of a word this much tells its meaning, whatever its ending.
const BEGINNING: usize = 5;

/// Pairs of words are at most so far apart.
const FAR: usize = 4;

/// In [`Looks`]: a step as long as steps can be, after which there is no feature.
const LONG: u16 = 0;

/// Places of features, sorted, each once.
pub type Look = Vec<u32>;

/// The features of a text: its words, their beginnings, neighbours, and pairs that are near each other in either order.
pub fn look(tokens: &Tokens) -> Look {
    let words: Vec<&str> = tokens
        .words
        .iter()
        .map(|token| plain(&token.word))
        .collect();
    let beginnings: Vec<u64> = words
        .iter()
        .map(|word| hash(1, beginning(word).chars()))
        .collect();
    let mut look = Look::with_capacity(words.len() * (FAR + 2));
    let mut add = |hash: u64| look.push(upper(hash, BITS));
    for word in &words {
        add(of_word(word));
    }
    for (place, word) in beginnings.iter().enumerate() {
        add(*word);
        let next = beginnings.iter().skip(place + 1).take(FAR).enumerate();
        for (apart, other) in next {
            add(if apart == 0 {
                mixed(3, *word, *other)
            } else {
                mixed(4, *word.min(other), *word.max(other))
            });
        }
    }
    look.sort_unstable();
    look.dedup();
    look
}

/// So that a long text weighs no more than a short one.
pub fn share_of(look: &Look) -> f32 {
    let count = u16::try_from(look.len().max(1)).unwrap_or(u16::MAX);
    1.0 / f32::from(count).sqrt()
}

/// One number is as good as another.
pub fn plain(word: &str) -> &str {
    if word.bytes().all(|letter| letter.is_ascii_digit()) {
        "0"
    } else {
        word
    }
}

/// The number of a word.
pub fn of_word(word: &str) -> u64 {
    hash(2, word.chars())
}

fn beginning(word: &str) -> &str {
    let end = word.char_indices().nth(BEGINNING).map(|(place, _)| place);
    &word[..end.unwrap_or(word.len())]
}

/// The looks of many lines in half of the room: not the places, but the steps from each to the next.
#[derive(Debug, Default)]
pub struct Looks {
    steps: Vec<u16>,
    lines: Vec<Line>,
}

#[derive(Debug, Clone, Copy)]
struct Line {
    /// Behind its last step.
    end: u32,
    share: f32,
}

impl Looks {
    /// Adds the look of the next line.
    pub fn push(&mut self, look: &Look) {
        let mut last = None;
        for place in look {
            let mut step = last.map_or(*place + 1, |last| *place - last);
            last = Some(*place);
            while step > u32::from(u16::MAX) {
                self.steps.push(LONG);
                step -= u32::from(u16::MAX);
            }
            self.steps.push(u16::try_from(step).unwrap_or(LONG)); // It fits by now.
        }
        self.lines.push(Line {
            end: u32::try_from(self.steps.len()).unwrap_or(u32::MAX), // Lines are written by hand: they fit.
            share: share_of(look),
        });
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// The share of a feature of this line.
    pub fn share(&self, line: usize) -> f32 {
        self.lines[line].share
    }

    /// The places of a line's features, in their order.
    pub fn places(&self, line: usize) -> impl Iterator<Item = usize> {
        let begin = line.checked_sub(1).map_or(0, |last| self.lines[last].end);
        let steps = &self.steps[begin as usize..self.lines[line].end as usize];
        let mut next = 0;
        steps.iter().filter_map(move |step| {
            let is_long = *step == LONG;
            next += usize::from(if is_long { u16::MAX } else { *step });
            (!is_long).then(|| next - 1)
        })
    }

    /// Gives back what was set aside for more lines.
    pub fn shrink(&mut self) {
        self.steps.shrink_to_fit();
        self.lines.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_kept_as_they_are() {
        let last = u32::try_from(PLACES - 1).expect("few places");
        let looks = [
            vec![],
            vec![0],
            vec![last],
            vec![0, 1, 65_535, 65_536, 131_071],
            vec![65_534, 131_070],
            vec![65_535, 131_071],
        ];
        let mut kept = Looks::default();
        for look in &looks {
            kept.push(look);
        }
        assert_eq!(kept.len(), looks.len());
        for (line, look) in looks.iter().enumerate() {
            let places: Vec<usize> = look.iter().map(|place| *place as usize).collect();
            assert_eq!(kept.places(line).collect::<Vec<_>>(), places);
        }
    }
}
