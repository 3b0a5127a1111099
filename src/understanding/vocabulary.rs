//! The words that phrases are made of, as numbers, and which of them a typed word may be.
//!
//! A word that is listed is itself and nothing else; so ordinary words are listed too. Any other word is read as each
//! listed word that it may be a slip of: where danger is looked for, one reading too many is better than one too few.

mod index;
mod spellings;

use strsim::osa_distance;

use self::{
    index::{Entry, Index, short},
    spellings::Spellings,
};
use super::{
    hash::hash,
    normalise::{Border, Token, Tokens, normalise},
};

pub use spellings::Number;

/// Words shorter than this are taken as they are: one slip would make many of them into another word.
const REPAIRED_FROM: usize = 5;

/// Words from this length on may hold two slips.
const TWO_SLIPS_FROM: usize = 9;

/// The shortest part of words that were typed as one.
const PART: usize = 3;

/// The shortest stem that stands for a word.
const STEM: usize = 4;

/// How far a repair may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Repair {
    /// One slip, and the first letter must be right: where a wrong guess is worse than none.
    #[default]
    Careful,
    /// A slip anywhere, two in a long word.
    Bold,
}

/// What is known of the words while they are added.
#[derive(Debug, Default)]
pub struct Builder {
    repair: Repair,
    words: Words,
    near: Vec<Entry>,
    stems: Vec<Entry>,
}

/// All known words.
#[derive(Debug)]
pub struct Vocabulary {
    repair: Repair,
    words: Words,
    /// The longer words that phrases contain, by themselves and by what is left when one or two letters are dropped.
    near: Index,
    /// The longer words that phrases contain, by their stems.
    stems: Index,
}

/// The words and what each is.
#[derive(Debug, Default)]
struct Words {
    spellings: Spellings,
    /// By spelling: the word that it writes, nearly always itself.
    meant: Vec<Number>,
    /// By spelling: whether some phrase contains it. Ordinary words are only known.
    used: Vec<bool>,
}

impl Words {
    fn number(&self, word: &str) -> Option<Number> {
        let spelling = self.spellings.number(word)?;
        Some(self.meant[spelling as usize - 1])
    }

    /// The number of a word, which is added if it is new. It then writes the word `meant`, or itself.
    fn add(&mut self, word: &str, meant: Option<Number>) -> Number {
        let spelling = self.spellings.add(word);
        if spelling as usize > self.meant.len() {
            self.meant.push(meant.unwrap_or(spelling));
            self.used.push(false);
        }
        self.meant[spelling as usize - 1]
    }
}

impl Builder {
    #[must_use]
    pub fn new(repair: Repair) -> Self {
        Self {
            repair,
            ..Self::default()
        }
    }

    /// Adds an ordinary word, which is then no slip of another.
    pub fn know(&mut self, word: &str) -> Number {
        self.words.add(word, None)
    }

    /// Adds a word of a phrase.
    pub fn learn(&mut self, word: &str) -> Number {
        let number = self.know(word);
        let used = &mut self.words.used[number as usize - 1];
        if std::mem::replace(used, true) {
            return number;
        }
        if let Some(stem) = stem(word) {
            self.stems.push((of_stem(stem), number));
        }
        if word.chars().count() >= REPAIRED_FROM {
            let two = self.repair == Repair::Bold && word.chars().count() >= TWO_SLIPS_FROM;
            let rests = rests(word, two);
            self.near.extend(rests.iter().map(|rest| (*rest, number)));
        }
        number
    }

    /// Makes `spelling` another way to write `word`.
    pub fn respell(&mut self, spelling: &str, word: &str) {
        let number = self.learn(word);
        self.words.add(spelling, Some(number));
    }

    /// Makes the words searchable.
    #[must_use]
    pub fn build(mut self) -> Vocabulary {
        self.words.spellings.shrink();
        self.words.meant.shrink_to_fit();
        self.words.used.shrink_to_fit();
        Vocabulary {
            repair: self.repair,
            words: self.words,
            near: Index::new(self.near),
            stems: Index::new(self.stems),
        }
    }
}

impl Vocabulary {
    fn is_used(&self, word: &str) -> bool {
        let number = self.words.number(word);
        number.is_some_and(|number| self.words.used[number as usize - 1])
    }

    /// The listed words that a typed word may be: as typed, or with another ending, or with doubled letters made single,
    /// or with its slips mended. Of several that are near, the nearest.
    #[must_use]
    pub fn readings(&self, word: &str) -> Vec<Number> {
        if let Some(number) = self.words.number(word) {
            return vec![number];
        }
        let singular = word.strip_suffix('s').unwrap_or(word);
        if let Some(number) = self.words.number(singular) {
            return vec![number];
        }
        let mut near = self.repaired(word);
        let akin = self.akin(word);
        if !akin.is_empty() {
            near.extend(akin);
            near.sort_unstable();
            near.dedup();
            return near;
        }
        let single = without_doubles(word);
        match self.words.number(&single) {
            // "heat sttoke": an ordinary word ("stoke") only where nothing else is near.
            Some(number) if near.is_empty() || self.is_used(&single) => near.push(number),
            None if near.is_empty() && single != word => near = self.repaired(&single),
            Some(_) | None => {}
        }
        near
    }

    /// Whether a word is listed as it was typed, perhaps without an s at its end.
    #[must_use]
    pub fn is_listed(&self, word: &str) -> bool {
        let singular = word.strip_suffix('s').unwrap_or(word);
        self.words.number(word).is_some() || self.words.number(singular).is_some()
    }

    /// The word that two neighbours make together, where one was torn apart: "swol len", "numb ness".
    #[must_use]
    pub fn together(&self, first: &str, second: &str) -> Option<Number> {
        if self.repair == Repair::Careful {
            return None; // "Ten out of ten" is not "ten out often".
        }
        let whole = format!("{first}{second}");
        let number = self.words.number(&whole)?;
        (whole.chars().count() >= REPAIRED_FROM && self.is_used(&whole)).then_some(number)
    }

    /// The listed words of the same stem, where repairs are bold.
    fn akin(&self, word: &str) -> Vec<Number> {
        let Some(wanted) = stem(word).filter(|_| self.repair == Repair::Bold) else {
            return Vec::new();
        };
        let has_it = |number: &Number| stem(self.words.spellings.word(*number)) == Some(wanted);
        self.stems.get(of_stem(wanted)).filter(has_it).collect()
    }

    fn repaired(&self, word: &str) -> Vec<Number> {
        let mut found: Vec<(usize, Number)> = Vec::new();
        if word.chars().count() + 1 < REPAIRED_FROM || word.chars().any(char::is_numeric) {
            return Vec::new();
        }
        // A long word may have lost two letters of its length.
        let two = self.repair == Repair::Bold && word.chars().count() + 2 >= TWO_SLIPS_FROM;
        for rest in rests(word, two) {
            for number in self.near.get(rest) {
                if !found.iter().any(|(_, known)| *known == number)
                    && let Some(slips) = self.slips(word, number)
                {
                    found.push((slips, number));
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
        let meant = self.words.spellings.word(number);
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
        if self.words.number(word).is_some() {
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
fn rests(word: &str, two: bool) -> Vec<u32> {
    let letters: Vec<char> = word.chars().collect();
    let count = letters.len();
    let mut rests = vec![of_rest(&letters, count, count)];
    for one in 0..count {
        rests.push(of_rest(&letters, one, count));
        let others = if two { one + 1..count } else { 0..0 };
        rests.extend(others.map(|other| of_rest(&letters, one, other)));
    }
    rests.sort_unstable();
    rests.dedup();
    rests
}

/// A hash of the letters but for those at two places.
fn of_rest(letters: &[char], one: usize, other: usize) -> u32 {
    let left = letters.iter().enumerate();
    let left = left.filter(|(place, _)| *place != one && *place != other);
    short(hash(0, left.map(|(_, letter)| *letter)))
}

fn of_stem(stem: &str) -> u32 {
    short(hash(0, stem.chars()))
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
