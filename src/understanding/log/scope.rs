//! Sentences and clauses of a text, and which of its words report nothing: questions, plans, conditions, habits, other people's news.

use crate::{
    content::words::log::{Sign, Unit},
    understanding::normalise::Border,
};

use super::{
    amounts::{ago, measure},
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
    /// Words were taken out that others correct.
    is_corrected: bool,
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
    /// The same, but not back over an "and".
    Rest,
    /// To a "but", to the report of one night, or to the end of the sentence.
    Thought,
}

/// What a word tells that another may correct.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Side,
    Muscle,
    Number,
}

impl Text {
    #[must_use]
    pub fn new(text: &str, lexicon: &Lexicon) -> Self {
        Self::with(text, lexicon, true)
    }

    /// The same, with "i get cramp" taken for a cramp that was.
    #[must_use]
    pub fn of_one_night(text: &str, lexicon: &Lexicon) -> Self {
        Self::with(text, lexicon, false)
    }

    fn with(text: &str, lexicon: &Lexicon, is_present: bool) -> Self {
        let (words, end) = lex(text);
        let mut text = Self {
            void: Vec::new(),
            is_corrected: false,
            words: lexicon.part(words),
            end,
        };
        lexicon.annotate(&mut text.words, end);
        while let Some(place) = text.corrected() {
            text.cut(place);
            text.is_corrected = true;
            lexicon.annotate(&mut text.words, end);
        }
        text.void = vec![false; text.words.len()];
        text.void_all(is_present);
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

    fn void_all(&mut self, is_present: bool) {
        let mut spans = self.questions();
        for (sign, reach) in [
            (Sign::Conditional, Reach::Rest),
            (Sign::Plan, Reach::Rest),
            (Sign::General, Reach::Thought),
            (Sign::Present, Reach::Thought),
            (Sign::Others, Reach::Thought),
        ] {
            let counts = |_: &Place| sign != Sign::Present || is_present;
            spans.extend(
                self.signs(sign)
                    .filter(counts)
                    .map(|place| self.reach(place, reach)),
            );
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
        let minutes = (0..self.words.len()).filter_map(|index| self.minute_of_a_match(index));
        self.signs(Sign::Sport).chain(minutes).filter(|place| {
            let sentence = self.sentence_start(place.from)..self.sentence_end(place.from);
            !sentence.clone().any(|index| self.is(index, Sign::Own))
        })
    }

    /// "at 88 mins".
    fn minute_of_a_match(&self, from: usize) -> Option<Place> {
        /// No cramp has so much as its beginning told like that.
        const LATE: std::ops::Range<f64> = 30.0..130.0;
        let is_at = self.is(from, Sign::At) || self.is(from, Sign::On);
        let mut input = self.words.get(from + 1..).filter(|_| is_at)?;
        let found = measure(&mut input).ok()?;
        let to = self.words.len() - input.len();
        let is_late = found.unit == Unit::Minute && LATE.contains(&found.amount.least);
        is_late.then_some(Place { from, to })
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
            Reach::Sentence | Reach::Rest => end,
            Reach::Thought => (place.to..end).find(turns).unwrap_or(end),
        };
        let start = self.clause_start(place.from);
        let from = match reach {
            Reach::Rest => (start + 1..place.from)
                .rev()
                .find(|index| self.is(*index, Sign::And))
                .unwrap_or(start),
            Reach::Sentence | Reach::Thought => start,
        };
        Place { from, to }
    }

    /// "left, no, " of "left, no, right": a value that another of its kind takes the place of, and the words that say so.
    fn corrected(&self) -> Option<Place> {
        self.signs(Sign::Correction).find_map(|place| {
            let kind = self.kind(place.to)?;
            let near = place.from.saturating_sub(2)..place.from;
            let mut from = near.rev().find(|index| self.kind(*index) == Some(kind))?;
            let joined = |index: usize| {
                let word = &self.words[index];
                word.numeral.is_some() && word.joint.is_tight()
            };
            while from > 0 && joined(from) {
                from -= 1;
            }
            let to = place.to;
            Some(Place { from, to })
        })
    }

    /// Takes words out; the next one stands where they stood.
    fn cut(&mut self, place: Place) {
        let cut: Vec<Word> = self.words.drain(place.from..place.to).collect();
        if let (Some(first), Some(next)) = (cut.first(), self.words.get_mut(place.from)) {
            next.border = first.border;
            next.joint = first.joint;
        }
    }

    /// What kind of value the word at `index` tells: a side, a muscle, a number.
    fn kind(&self, index: usize) -> Option<Kind> {
        let word = self.words.get(index)?;
        let by_sense = word.senses.iter().find_map(|(sense, _)| match sense {
            Sense::Side(_) => Some(Kind::Side),
            Sense::Muscle(_) => Some(Kind::Muscle),
            Sense::Number(_) => Some(Kind::Number),
            _ => None,
        });
        word.numeral.map(|_| Kind::Number).or(by_sense)
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

    fn sentences(&self) -> Vec<Place> {
        let mut found = Vec::new();
        let mut from = 0;
        while from < self.words.len() {
            let to = self.sentence_end(from);
            found.push(Place { from, to });
            from = to;
        }
        found
    }

    /// What is asked: from the words that open a question, or the last clause before a question mark.
    fn questions(&self) -> Vec<Place> {
        let is_pardoned = |Place { from, to }: &Place| {
            (*from..*to).any(|index| self.is(index, Sign::AskingPardon))
        };
        let mut sentences = self.sentences();
        sentences.retain(|sentence| !is_pardoned(sentence));
        sentences
            .into_iter()
            .filter_map(|sentence| self.question(sentence))
            .collect()
    }

    /// Whether the question marks, of which there are some, only doubt what is told.
    #[must_use]
    pub fn doubts(&self) -> bool {
        let mut asking = self.sentences();
        asking.retain(|sentence| self.border(sentence.to) == Border::Question);
        (self.is_corrected || !asking.is_empty())
            && self.questions().is_empty()
            && asking.into_iter().all(|sentence| self.is_doubt(sentence))
    }

    /// "left calf?", "maybe 3am??": who is not sure of what is told asks nobody.
    fn is_doubt(&self, sentence: Place) -> bool {
        const SMALL: [Sign; 8] = [
            Sign::About,
            Sign::Am,
            Sign::Pm,
            Sign::Own,
            Sign::On,
            Sign::At,
            Sign::Or,
            Sign::Correction,
        ];
        let tells = |index: usize| {
            self.kind(index).is_some() || SMALL.into_iter().any(|sign| self.is(index, sign))
        };
        (sentence.from..sentence.to).all(tells)
    }

    /// "half an hour ago my toe went sideways??"
    fn is_amazed(&self, sentence: Place) -> bool {
        let has = |signs: &[Sign]| {
            let mut all = sentence.from..sentence.to;
            all.any(|index| signs.iter().any(|sign| self.is(index, *sign)))
        };
        let ago = (sentence.from..sentence.to).any(|from| ago(&mut &self.words[from..]).is_ok());
        let night = has(&[Sign::LastNight, Sign::ThisMorning]);
        (ago || night) && has(&[Sign::Happened, Sign::Another, Sign::Cramp])
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
        if self.border(to) != Border::Question || self.is_doubt(sentence) {
            return None;
        }
        // "does" in the middle of a sentence that ends in a question mark asks after all.
        if let Some(opener) = (from..to).find(|index| self.is(*index, Sign::Asking)) {
            return Some(Place {
                from: self.clause_start(opener),
                to,
            });
        }
        if self.is_amazed(sentence) {
            return None;
        }
        let last = self.clause_start(to - 1).max(from);
        let is_tag = last > from && to - last <= TAG;
        Some(Place {
            from: if is_tag { last } else { from },
            to,
        })
    }
}
