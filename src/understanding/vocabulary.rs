//! The words that phrases are made of, as numbers, and which of them a typed word may be.
//!
//! A word that is listed is itself and nothing else; so ordinary words are listed too. Any other word is read as each
//! listed word that it may be a slip of: where danger is looked for, one reading too many is better than one too few.

use std::collections::HashMap;

use strsim::osa_distance;

use super::normalise::{Border, Token, Tokens, normalise};

/// Words shorter than this are taken as they are: one slip would make many of them into another word.
const REPAIRED_FROM: usize = 5;

/// Words from this length on may hold two slips.
const TWO_SLIPS_FROM: usize = 9;

/// The shortest part of words that were typed as one.
const PART: usize = 3;

/// The shortest stem that stands for a word.
const STEM: usize = 4;

/// The number of a word, from 1.
pub type Number = u32;

/// How far a repair may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Repair {
    /// One slip, and the first letter must be right: where a wrong guess is worse than none.
    #[default]
    Careful,
    /// A slip anywhere, two in a long word.
    Bold,
}

/// All known words.
#[derive(Debug, Default)]
pub struct Vocabulary {
    repair: Repair,
    numbers: HashMap<Box<str>, Number>,
    /// By number: whether some phrase contains it. Ordinary words are only known.
    used: Vec<bool>,
    /// The longer words that phrases contain, by themselves and by what is left when one or two letters are dropped.
    near: HashMap<u64, Vec<Number>>,
    /// The longer words that phrases contain, by their stems.
    stems: HashMap<Box<str>, Vec<Number>>,
    words: Vec<Box<str>>,
}

impl Vocabulary {
    #[must_use]
    pub fn new(repair: Repair) -> Self {
        Self {
            repair,
            ..Self::default()
        }
    }

    /// Adds an ordinary word, which is then no slip of another.
    pub fn know(&mut self, word: &str) -> Number {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        self.words.push(word.into());
        self.used.push(false);
        let number = Number::try_from(self.words.len()).unwrap_or(Number::MAX); // More words do not fit in memory.
        self.numbers.insert(word.into(), number);
        number
    }

    /// Adds a word of a phrase.
    pub fn learn(&mut self, word: &str) -> Number {
        let number = self.know(word);
        let used = &mut self.used[number as usize - 1];
        if std::mem::replace(used, true) {
            return number;
        }
        if let Some(stem) = stem(word) {
            self.stems.entry(stem.into()).or_default().push(number);
        }
        if word.chars().count() >= REPAIRED_FROM {
            let two = self.repair == Repair::Bold && word.chars().count() >= TWO_SLIPS_FROM;
            for rest in rests(word, two) {
                self.near.entry(rest).or_default().push(number);
            }
        }
        number
    }

    /// Makes `spelling` another way to write `word`.
    pub fn respell(&mut self, spelling: &str, word: &str) {
        let number = self.learn(word);
        self.numbers.entry(spelling.into()).or_insert(number);
    }

    fn is_used(&self, word: &str) -> bool {
        let number = self.numbers.get(word);
        number.is_some_and(|number| self.used[*number as usize - 1])
    }

    /// The listed words that a typed word may be: as typed, or with another ending, or with doubled letters made single,
    /// or with its slips mended. Of several that are near, the nearest.
    #[must_use]
    pub fn readings(&self, word: &str) -> Vec<Number> {
        if let Some(number) = self.numbers.get(word) {
            return vec![*number];
        }
        let singular = word.strip_suffix('s').unwrap_or(word);
        if let Some(number) = self.numbers.get(singular) {
            return vec![*number];
        }
        let mut near = self.repaired(word);
        if self.repair == Repair::Bold
            && let Some(numbers) = stem(word).and_then(|stem| self.stems.get(stem))
        {
            near.extend(numbers);
            near.sort_unstable();
            near.dedup();
            return near;
        }
        let single = without_doubles(word);
        match self.numbers.get(single.as_str()) {
            // "heat sttoke": an ordinary word ("stoke") only where nothing else is near.
            Some(number) if near.is_empty() || self.is_used(&single) => near.push(*number),
            None if near.is_empty() && single != word => near = self.repaired(&single),
            Some(_) | None => {}
        }
        near
    }

    /// Whether a word is listed as it was typed, perhaps without an s at its end.
    #[must_use]
    pub fn is_listed(&self, word: &str) -> bool {
        let singular = word.strip_suffix('s').unwrap_or(word);
        self.numbers.contains_key(word) || self.numbers.contains_key(singular)
    }

    /// The word that two neighbours make together, where one was torn apart: "swol len", "numb ness".
    #[must_use]
    pub fn together(&self, first: &str, second: &str) -> Option<Number> {
        if self.repair == Repair::Careful {
            return None; // "Ten out of ten" is not "ten out often".
        }
        let whole = format!("{first}{second}");
        let number = self.numbers.get(whole.as_str())?;
        (whole.chars().count() >= REPAIRED_FROM && self.is_used(&whole)).then_some(*number)
    }

    fn repaired(&self, word: &str) -> Vec<Number> {
        let mut found: Vec<(usize, Number)> = Vec::new();
        if word.chars().count() + 1 < REPAIRED_FROM || word.chars().any(char::is_numeric) {
            return Vec::new();
        }
        // A long word may have lost two letters of its length.
        let two = self.repair == Repair::Bold && word.chars().count() + 2 >= TWO_SLIPS_FROM;
        for rest in rests(word, two) {
            for number in self.near.get(&rest).into_iter().flatten() {
                if !found.iter().any(|(_, known)| known == number)
                    && let Some(slips) = self.slips(word, *number)
                {
                    found.push((slips, *number));
                }
            }
        }
        found.sort_unstable();
        let fewest = found.first().map_or(0, |(slips, _)| *slips);
        found.retain(|(slips, _)| *slips == fewest);
        found.into_iter().map(|(_, number)| number).collect()
    }

    /// How many slips lie between a typed word and a listed one, if they are few enough.
    fn slips(&self, typed: &str, number: Number) -> Option<usize> {
        let meant = &self.words[number as usize - 1];
        let slips = osa_distance(typed, meant);
        let is_near = match self.repair {
            Repair::Careful => {
                slips <= 1
                    && typed.chars().count() >= REPAIRED_FROM
                    && typed.chars().next() == meant.chars().next()
            }
            Repair::Bold => slips <= 1 || (slips <= 2 && meant.chars().count() >= TWO_SLIPS_FROM),
        };
        is_near.then_some(slips)
    }

    /// Parts words that were typed as one: "chestpain", "15mins".
    #[must_use]
    pub fn mend(&self, tokens: &Tokens) -> Tokens {
        let mut words = Vec::with_capacity(tokens.words.len());
        for token in &tokens.words {
            match self.parted(&token.word) {
                Some((first, second)) => {
                    words.push(Token {
                        word: first.to_owned(),
                        before: token.before,
                    });
                    words.push(Token {
                        word: second.to_owned(),
                        before: Border::None,
                    });
                }
                None => words.push(token.clone()),
            }
        }
        Tokens {
            words,
            end: tokens.end,
        }
    }

    fn parted<'a>(&self, word: &'a str) -> Option<(&'a str, &'a str)> {
        if self.numbers.contains_key(word) {
            return None;
        }
        let figures = word.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
        if figures > 0 {
            return Some(word.split_at(figures));
        }
        if !self.readings(word).is_empty() {
            return None;
        }
        let places = word.char_indices().map(|(place, _)| place).skip(PART);
        places
            .map(|place| word.split_at(place))
            .find(|(first, second)| {
                second.chars().count() >= PART && self.is_used(first) && self.is_used(second)
            })
    }
}

/// A longer word without the endings that it takes in a sentence: "buckl" for "buckle", "buckles" and "buckling".
fn stem(word: &str) -> Option<&str> {
    if !word.is_ascii() {
        return None;
    }
    let endings = ["ings", "ing", "ers", "ed", "es", "er", "e", "s", "d"];
    let ending = endings
        .into_iter()
        .find_map(|ending| word.strip_suffix(ending));
    let mut stem = ending.unwrap_or(word);
    let bytes = stem.as_bytes();
    if let [.., one, other] = bytes
        && one == other
        && !matches!(one, b'l' | b's')
    {
        stem = &stem[..stem.len() - 1]; // "dragg" of "dragging".
    }
    (stem.len() >= STEM).then_some(stem)
}

/// A word and what is left of it without one letter, or also without two: a hash for each. Two that are alike by chance do no
/// harm, as the words themselves are compared.
fn rests(word: &str, two: bool) -> Vec<u64> {
    let letters: Vec<char> = word.chars().collect();
    let count = letters.len();
    let mut rests = vec![hash(&letters, count, count)];
    for one in 0..count {
        rests.push(hash(&letters, one, count));
        let others = if two { one + 1..count } else { 0..0 };
        rests.extend(others.map(|other| hash(&letters, one, other)));
    }
    rests.sort_unstable();
    rests.dedup();
    rests
}

/// A hash of the letters but for those at two places (FNV-1a).
fn hash(letters: &[char], one: usize, other: usize) -> u64 {
    let left = letters.iter().enumerate();
    left.filter(|(place, _)| *place != one && *place != other)
        .fold(0xcbf2_9ce4_8422_2325, |hash, (_, letter)| {
            (hash ^ u64::from(*letter)).wrapping_mul(0x0100_0000_01b3)
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

/// The plain words of a phrase as it is listed.
pub fn plain_words(phrase: &str) -> impl Iterator<Item = String> {
    normalise(phrase).words.into_iter().map(|token| token.word)
}
