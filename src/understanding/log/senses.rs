//! What each word of a text may mean, by the tables of its language. The grammar chooses among them.

use std::collections::BTreeSet;

use crate::{
    content::words::log::{LogWords, Muscle, Phrases, Relief, Side, Sign, Unit},
    understanding::{
        normalise::{Border, Token, Tokens},
        phrases::{self, Found, Phrasebook},
    },
};

use super::lexemes::{Joint, Word};

/// A meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    Number(u16),
    /// "a few".
    Amount(u16),
    Unit(Unit),
    /// Monday is 0.
    Weekday(u8),
    /// January is 1.
    Month(u8),
    Side(Side),
    Muscle(Muscle),
    Relief(Relief),
    Sign(Sign),
}

/// The tables of one language, searchable.
#[derive(Debug)]
pub struct Lexicon {
    book: Phrasebook,
    /// By the group of the book: what its phrases mean, or what they cover.
    groups: Vec<Group>,
    /// What may be written in one with the word before it: "twoish".
    endings: Vec<String>,
    stems: BTreeSet<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Means(Sense),
    /// Only as an item of its own: "calf (R)".
    MeansAlone(Sense),
    Covers(Sense),
}

impl Group {
    const fn sense(self) -> Sense {
        match self {
            Self::Means(sense) | Self::MeansAlone(sense) | Self::Covers(sense) => sense,
        }
    }
}

/// A lexicon that is being written.
struct Builder<'a> {
    words: &'a LogWords,
    book: phrases::Builder,
    groups: Vec<Group>,
}

impl Builder<'_> {
    fn add_both(&mut self, phrases: &Phrases, sense: Sense) {
        self.add(&phrases.said, Group::Means(sense));
        self.add(&phrases.alone, Group::MeansAlone(sense));
        self.add(&phrases.unless, Group::Covers(sense));
    }

    fn add(&mut self, phrases: &[String], group: Group) {
        let number = self.groups.len();
        self.groups.push(group);
        for phrase in phrases {
            self.book.add(phrase, &self.words.lists, number);
        }
    }
}

impl Lexicon {
    #[must_use]
    pub fn new(words: &LogWords) -> Self {
        let mut builder = Builder {
            words,
            book: phrases::Builder::careful(),
            groups: Vec::new(),
        };
        // First of all, so that a repair prefers nothing over an ordinary word.
        builder.book.know(&words.known);
        for (phrase, number) in &words.numbers {
            let one = std::slice::from_ref(phrase);
            builder.add(one, Group::Means(Sense::Number(*number)));
        }
        for (phrase, amount) in &words.vague_numbers {
            let one = std::slice::from_ref(phrase);
            builder.add(one, Group::Means(Sense::Amount(*amount)));
        }
        for (unit, phrases) in &words.units {
            builder.add(phrases, Group::Means(Sense::Unit(*unit)));
        }
        for (day, phrases) in (0..).zip(&words.weekdays) {
            builder.add(phrases, Group::Means(Sense::Weekday(day)));
        }
        for (month, phrases) in (1..).zip(&words.months) {
            builder.add(phrases, Group::Means(Sense::Month(month)));
        }
        for (sign, phrases) in &words.signs {
            builder.add(phrases, Group::Means(Sense::Sign(*sign)));
        }
        for (side, phrases) in &words.sides {
            builder.add_both(phrases, Sense::Side(*side));
        }
        for (muscle, phrases) in &words.muscles {
            builder.add_both(phrases, Sense::Muscle(*muscle));
        }
        for (relief, phrases) in &words.relief {
            builder.add_both(phrases, Sense::Relief(*relief));
        }
        Self {
            book: builder.book.build(),
            groups: builder.groups,
            endings: words.signs.get(&Sign::Ish).cloned().unwrap_or_default(),
            stems: stems(words),
        }
    }

    /// Parts the words that are one and its ending: "twoish".
    #[must_use]
    pub fn part(&self, words: Vec<Word>) -> Vec<Word> {
        let parted = |word: Word| {
            let endings = self.endings.iter();
            let stem = endings
                .filter_map(|ending| word.text.strip_suffix(ending.as_str()))
                .find(|stem| self.stems.contains(*stem))
                .map(str::len);
            let ending = stem.map(|length| Word {
                text: word.text[length..].to_owned(),
                joint: Joint::Glued,
                ..Word::default()
            });
            let text = word.text[..stem.unwrap_or(word.text.len())].to_owned();
            std::iter::once(Word { text, ..word }).chain(ending)
        };
        words.into_iter().flat_map(parted).collect()
    }

    /// Notes on each word what may begin there.
    pub fn annotate(&self, words: &mut [Word], end: Border) {
        for word in words.iter_mut() {
            word.senses.clear();
        }
        let tokens = Tokens {
            words: words.iter().map(token).collect(),
            end,
        };
        let is_border =
            |at: usize| at == 0 || words.get(at).is_none_or(|word| word.border > Border::None);
        let mut found = self.book.find(&tokens);
        // "the left one, calf" is not "one calf".
        found.retain(|found| {
            let is_whole = (found.from + 1..found.to).all(|at| words[at].border == Border::None);
            self.groups[found.group] != Group::Means(Sense::Sign(Sign::Idiom)) || is_whole
        });
        let is_muscle = |at: usize| {
            let senses = found.iter().filter(|found| found.from == at);
            senses
                .map(|found| self.groups[found.group])
                .any(|group| matches!(group, Group::Means(Sense::Muscle(_))))
        };
        let muscles: Vec<bool> = (0..=words.len()).map(is_muscle).collect();
        found.retain(|found| {
            !matches!(self.groups[found.group], Group::MeansAlone(_))
                || is_border(found.from) && is_border(found.to)
                || muscles[found.to]
                || found.from > 0 && muscles[found.from - 1]
        });
        let (means, covers): (Vec<Found>, Vec<Found>) = found
            .into_iter()
            .partition(|found| !matches!(self.groups[found.group], Group::Covers(_)));
        for one in &means {
            let sense = self.groups[one.group].sense();
            let covered = covers.iter().any(|cover| {
                // "right at 3" covers the side, but not that of "the right at 3" and "right, at 3".
                self.groups[cover.group] == Group::Covers(sense)
                    && overlap(one, cover)
                    && cover.from <= one.from
                    && (cover.from + 1..cover.to).all(|at| words[at].border == Border::None)
            });
            if !covered && !self.is_inside_another(one, sense, &means) {
                words[one.from].senses.push((sense, one.to - one.from));
            }
        }
    }

    /// The "thigh" of "back of my thigh", the "toes" of "pulled my toes up", and all words of an idiom.
    fn is_inside_another(&self, one: &Found, sense: Sense, means: &[Found]) -> bool {
        means.iter().any(|other| {
            let greater = self.groups[other.group].sense();
            let is_inside = other.from <= one.from
                && one.to <= other.to
                && other.to - other.from > one.to - one.from;
            is_inside && greater.swallows(sense)
        })
    }
}

/// The words of a time that "ish" may be written behind.
fn stems(words: &LogWords) -> BTreeSet<String> {
    const SIGNS: [Sign; 5] = [Sign::Am, Sign::Pm, Sign::OClock, Sign::Midnight, Sign::Noon];
    let signs = SIGNS.iter().filter_map(|sign| words.signs.get(sign));
    signs
        .flatten()
        .chain(words.numbers.keys())
        .cloned()
        .collect()
}

fn token(word: &Word) -> Token {
    Token {
        word: word.text.clone(),
        before: word.border,
    }
}

const fn overlap(one: &Found, other: &Found) -> bool {
    one.from < other.to && other.from < one.to
}

impl Sense {
    /// Whether a phrase with this meaning takes the meaning of a shorter one inside it away.
    fn swallows(self, other: Self) -> bool {
        if let (Self::Sign(greater), Self::Sign(smaller)) = (self, other) {
            return greater.swallows(smaller);
        }
        matches!(
            (self, other),
            (Self::Sign(Sign::Idiom), _)
                | (
                    Self::Sign(Sign::Exercise),
                    Self::Muscle(_) | Self::Relief(_)
                )
                | (
                    Self::Relief(_),
                    Self::Relief(_) | Self::Muscle(_) | Self::Side(_)
                )
                | (Self::Sign(Sign::NoCramp), Self::Muscle(_) | Self::Side(_))
                | (Self::Muscle(_), Self::Muscle(_))
                | (Self::Side(_), Self::Side(_))
                | (Self::Amount(_), Self::Amount(_))
        )
    }
}

impl Sign {
    fn swallows(self, other: Self) -> bool {
        let pair = |greater, smaller: &[Self]| self == greater && smaller.contains(&other);
        (self == Self::Idiom && other != Self::Idiom)
            || pair(Self::AskingPardon, &[Self::Asking])
            || pair(
                Self::NothingWorked,
                &[Self::Worked, Self::Failed, Self::Not],
            )
            || pair(Self::Failed, &[Self::Worked, Self::Not])
            || pair(Self::NothingDone, &[Self::Not])
            || pair(Self::NightBeforeLast, &[Self::LastNight, Self::Night])
            || pair(Self::Until, &[Self::Contrast])
            || pair(Self::Episode, &[Self::General, Self::Present])
            || pair(Self::Happened, &[Self::Now])
            || pair(Self::Risen, &[Self::Elsewhen])
            || pair(Self::NotYet, &[Self::NoCramp])
            || pair(
                Self::NoCramp,
                &[
                    Self::Cramp,
                    Self::General,
                    Self::Present,
                    Self::Happened,
                    Self::Another,
                    Self::Leg,
                ],
            )
            || pair(Self::Elsewhere, &[Self::Cramp])
    }
}
