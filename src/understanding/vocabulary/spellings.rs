//! Words, each once, as numbers: one string for all of them, and a table that finds a word's number.
//!
//! A map of owned words would be several times as large: most words are shorter than what their owner and the allocator keep about them.

use crate::understanding::hash::{hash, upper};

/// The number of a word, from 1.
pub type Number = u32;

/// In the table: no word here.
const NONE: Number = 0;

/// The smallest table; it doubles when it is half full.
const LEAST: usize = 64;

/// Words by number, and numbers by word.
#[derive(Debug, Default)]
pub struct Spellings {
    /// All words, one behind the other.
    text: String,
    /// Where each word ends.
    ends: Vec<u32>,
    /// Open addressing: a word stands at the place that its hash names, or at the next free one.
    table: Vec<Number>,
}

impl Spellings {
    /// The number of a word that was added.
    pub fn number(&self, word: &str) -> Option<Number> {
        let number = *self.table.get(self.place(word)?)?;
        (number != NONE).then_some(number)
    }

    /// The number of a word, which is added if it is new.
    pub fn add(&mut self, word: &str) -> Number {
        if let Some(known) = self.number(word) {
            return known;
        }
        self.text.push_str(word);
        self.ends.push(narrow(self.text.len()));
        let number = self.count();
        if self.ends.len() * 2 > self.table.len() {
            self.grow();
        } else if let Some(place) = self.place(word) {
            self.table[place] = number;
        }
        number
    }

    /// How many words there are, which is the number of the last one.
    pub fn count(&self) -> Number {
        narrow(self.ends.len())
    }

    /// The word of a number.
    pub fn word(&self, number: Number) -> &str {
        let index = number as usize - 1;
        let from = index.checked_sub(1).map_or(0, |last| self.ends[last]);
        &self.text[from as usize..self.ends[index] as usize]
    }

    /// Gives back what was set aside for more words.
    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// Where a word stands in the table, or would; nowhere while there is no table.
    fn place(&self, word: &str) -> Option<usize> {
        let bits = self.table.len().checked_ilog2()?;
        let mut place = upper(hash(0, word.chars()), bits) as usize;
        while self.table[place] != NONE && self.word(self.table[place]) != word {
            place = (place + 1) % self.table.len();
        }
        Some(place)
    }

    fn grow(&mut self) {
        self.table = vec![NONE; (self.table.len() * 2).max(LEAST)];
        for number in 1..=self.count() {
            if let Some(place) = self.place(self.word(number)) {
                self.table[place] = number;
            }
        }
    }
}

/// Words are written by hand: they fit.
fn narrow(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_has_one_number_and_is_found_by_it() {
        let mut spellings = Spellings::default();
        assert_eq!(spellings.number("calf"), None);
        let words: Vec<String> = (0..1000).map(|n| format!("w{n}")).collect();
        for (word, number) in words.iter().zip(1..) {
            assert_eq!(spellings.number(word), None);
            assert_eq!(spellings.add(word), number);
            assert_eq!(spellings.add(word), number);
        }
        for (word, number) in words.iter().zip(1..) {
            assert_eq!(spellings.number(word), Some(number));
            assert_eq!(spellings.word(number), word);
        }
        assert_eq!(spellings.number(""), None);
    }
}
