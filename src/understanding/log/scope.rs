//! Sentences and clauses of a text, and which of its words report nothing: questions, plans, conditions, habits, other people's news.

use crate::{content::words::log::Sign, understanding::normalise::Border};

use super::{
    amounts::ago,
    lexemes::{Word, lex},
    senses::{Lexicon, Sense},
    tokens::length,
};

/// A question of at most so many words behind the last comma is a question by itself ("left calf at 3, normal?").
const TAG: usize = 4;

/// A text with what its words may mean.
#[derive(Debug)]
pub struct Text {
    pub words: Vec<Word>,
    end: Border,
    /// For each word: it is no part of a report.
    void: Vec<bool>,
}

/// Some words: from the first up to, not including, the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub from: usize,
    pub to: usize,
}

/// How far a word that voids reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// To the end of the sentence.
    Sentence,
    /// To a "but", to the report of one night, or to the end of the sentence.
    Thought,
}

impl Text {
    #[must_use]
    pub fn new(text: &str, lexicon: &Lexicon) -> Self {
        let (mut words, end) = lex(text);
        lexicon.annotate(&mut words, end);
        let mut text = Self {
            void: vec![false; words.len()],
            words,
            end,
        };
        text.void_all();
        text
    }

    /// All places that mean `sign`, void or not.
    pub fn signs(&self, sign: Sign) -> impl Iterator<Item = Place> {
        self.places(Sense::Sign(sign))
    }

    /// All places with that meaning, void or not.
    pub fn places(&self, sense: Sense) -> impl Iterator<Item = Place> {
        (0..self.words.len()).filter_map(move |from| {
            let length = length(&self.words[from..], sense)?;
            Some(Place {
                from,
                to: from + length,
            })
        })
    }

    /// Whether `sign` stands anywhere in what the text reports.
    #[must_use]
    pub fn reports(&self, sign: Sign) -> bool {
        self.signs(sign).any(|place| !self.is_void(place))
    }

    #[must_use]
    pub fn is_void(&self, place: Place) -> bool {
        self.void[place.from..place.to].contains(&true)
    }

    /// Whether one of the meanings of the word at `index` is `sign`.
    #[must_use]
    pub fn is(&self, index: usize, sign: Sign) -> bool {
        self.words
            .get(index..)
            .is_some_and(|words| length(words, Sense::Sign(sign)).is_some())
    }

    /// What stands before the word at `index`; behind the last word the end of the text.
    #[must_use]
    pub fn border(&self, index: usize) -> Border {
        match self.words.get(index) {
            Some(_) if index == 0 => Border::Stop,
            Some(word) => word.border,
            None => self.end.max(Border::Soft),
        }
    }

    /// The beginning of the clause that holds the word at `index`.
    #[must_use]
    pub fn clause_start(&self, index: usize) -> usize {
        let starts =
            |place: &usize| self.border(*place) > Border::None || self.is(*place, Sign::Contrast);
        (0..=index).rev().find(starts).unwrap_or(0)
    }

    /// The end of the clause that holds the word at `index`.
    #[must_use]
    pub fn clause_end(&self, index: usize) -> usize {
        let ends =
            |place: &usize| self.border(*place) > Border::None || self.is(*place, Sign::Contrast);
        (index + 1..self.words.len())
            .find(ends)
            .unwrap_or(self.words.len())
    }

    #[must_use]
    pub fn sentence_start(&self, index: usize) -> usize {
        let starts = |place: &usize| self.border(*place) >= Border::Question;
        (0..=index).rev().find(starts).unwrap_or(0)
    }

    #[must_use]
    pub fn sentence_end(&self, index: usize) -> usize {
        let ends = |place: &usize| self.border(*place) >= Border::Question;
        (index + 1..self.words.len())
            .find(ends)
            .unwrap_or(self.words.len())
    }

    fn void_all(&mut self) {
        let mut spans = self.questions();
        for (sign, reach) in [
            (Sign::Conditional, Reach::Sentence),
            (Sign::Plan, Reach::Sentence),
            (Sign::General, Reach::Thought),
            (Sign::Others, Reach::Thought),
        ] {
            spans.extend(self.signs(sign).map(|place| self.reach(place, reach)));
        }
        spans.extend(
            self.long_ago()
                .into_iter()
                .map(|place| self.reach(place, Reach::Thought)),
        );
        spans.extend(self.sport().map(|place| self.reach(place, Reach::Sentence)));
        for Place { from, to } in spans {
            self.void[from..to].fill(true);
        }
    }

    /// "two years ago" tells of no night.
    fn long_ago(&self) -> Vec<Place> {
        use crate::content::words::log::Unit;
        let is_long = |from: usize| {
            let mut input = &self.words[from..];
            let found = ago(&mut input).ok()?;
            matches!(found.unit, Unit::Week | Unit::Longer).then_some(Place {
                from,
                to: self.words.len() - input.len(),
            })
        };
        (0..self.words.len()).filter_map(is_long).collect()
    }

    /// News of a match, unless the person's own leg comes into it.
    fn sport(&self) -> impl Iterator<Item = Place> {
        self.signs(Sign::Sport).filter(|place| {
            let sentence = self.sentence_start(place.from)..self.sentence_end(place.from);
            !sentence.clone().any(|index| self.is(index, Sign::Own))
        })
    }

    /// From the beginning of its clause to where `reach` ends.
    fn reach(&self, place: Place, reach: Reach) -> Place {
        let end = self.sentence_end(place.from);
        let turns = |index: &usize| {
            self.is(*index, Sign::Contrast)
                || self.is(*index, Sign::Episode)
                || (self.border(*index) > Border::None && self.is_one_night(*index))
        };
        let to = match reach {
            Reach::Sentence => end,
            Reach::Thought => (place.to..end).find(turns).unwrap_or(end),
        };
        Place {
            from: self.clause_start(place.from),
            to,
        }
    }

    /// Whether the words at `index` name one night.
    fn is_one_night(&self, index: usize) -> bool {
        let named = [
            Sign::LastNight,
            Sign::ThisMorning,
            Sign::Yesterday,
            Sign::Episode,
        ];
        named.into_iter().any(|sign| self.is(index, sign))
    }

    /// What is asked: from the words that open a question, or the last clause before a question mark.
    fn questions(&self) -> Vec<Place> {
        let mut found = Vec::new();
        let mut from = 0;
        while from < self.words.len() {
            let to = self.sentence_end(from);
            let pardoned = (from..to).any(|index| self.is(index, Sign::AskingPardon));
            if !pardoned {
                found.extend(self.question(Place { from, to }));
            }
            from = to;
        }
        found
    }

    fn question(&self, sentence: Place) -> Option<Place> {
        let Place { from, to } = sentence;
        let opens = |index: &usize| {
            let fresh = *index == from
                || self.border(*index) > Border::None
                || [Sign::Contrast, Sign::And]
                    .into_iter()
                    .any(|sign| self.is(*index - 1, sign) || self.is(*index, sign));
            fresh && self.is(*index, Sign::Asking)
        };
        if let Some(opener) = (from..to).find(opens) {
            return Some(Place { from: opener, to });
        }
        if self.border(to) != Border::Question {
            return None;
        }
        // "does" in the middle of a sentence that ends in a question mark asks after all.
        if let Some(opener) = (from..to).find(|index| self.is(*index, Sign::Asking)) {
            return Some(Place {
                from: self.clause_start(opener),
                to,
            });
        }
        let last = self.clause_start(to - 1).max(from);
        let is_tag = last > from && to - last <= TAG;
        Some(Place {
            from: if is_tag { last } else { from },
            to,
        })
    }
}
