//! Text as people type it, made into plain words with the borders between them.
//!
//! Compatibility forms, case, curly marks, invisible characters, other scripts' digits and long-drawn letters are evened out.
//! Apostrophes go ("can't" is "cant"), pictures go, punctuation becomes a border.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What stands before a word. The order is by how much it separates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Border {
    #[default]
    None,
    /// A comma, a bracket, a lonely dash, dots that trail off.
    Soft,
    /// A question mark.
    Question,
    /// The end of a sentence or of a line.
    Stop,
}

/// One word in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub word: String,
    pub before: Border,
}

/// The words of a text, and what stands after the last one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tokens {
    pub words: Vec<Token>,
    pub end: Border,
}

impl Tokens {
    /// The sentences from that of the word at `first` to that of the word at `last`.
    #[must_use]
    pub fn sentences(&self, first: usize, last: usize) -> Self {
        let begins = |at: &usize| self.words[*at].before >= Border::Question;
        let from = (1..=first).rev().find(begins).unwrap_or(0);
        let to = (last + 1..self.words.len()).find(begins);
        Self {
            words: self.words[from..to.unwrap_or(self.words.len())].to_vec(),
            end: to.map_or(self.end, |to| self.words[to].before),
        }
    }

    /// Each sentence, and each with the next one.
    pub fn parts(&self) -> impl Iterator<Item = Self> {
        let begins = |at: &usize| *at == 0 || self.words[*at].before >= Border::Question;
        let begins: Vec<usize> = (0..self.words.len()).filter(begins).collect();
        let one = begins.clone().into_iter().map(|at| (at, at));
        let two = begins.windows(2).map(|two| (two[0], two[1]));
        let parts: Vec<(usize, usize)> = one.chain(two).collect();
        parts
            .into_iter()
            .map(|(first, last)| self.sentences(first, last))
    }

    /// Whether there is a question mark anywhere.
    #[must_use]
    pub fn asks(&self) -> bool {
        let is_question = |token: &Token| token.before == Border::Question;
        self.end == Border::Question || self.words.iter().any(is_question)
    }
}

/// Splits a text into plain words.
#[must_use]
pub fn normalise(text: &str) -> Tokens {
    let letters = text
        .chars()
        .filter(|letter| !is_invisible(*letter) && !is_apostrophe(*letter));
    if text.is_ascii() {
        split(letters) // It has one form only, and most messages are such.
    } else {
        split(letters.nfkc())
    }
}

fn split(letters: impl Iterator<Item = char>) -> Tokens {
    let mut tokens = Tokens::default();
    let mut word = String::new();
    let mut border = Border::None;
    let mut letters = letters.peekable();
    let mut last = ' ';
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        if letter.is_alphanumeric() || (is_combining_mark(letter) && !word.is_empty()) {
            push_plain(&mut word, letter);
        } else if matches!(letter, '.' | ',') && last.is_numeric() && next.is_numeric() {
            word.push('.');
        } else {
            finish(&mut word, &mut border, &mut tokens);
            border = border.max(border_of(letter, last, next));
        }
        last = letter;
    }
    finish(&mut word, &mut border, &mut tokens);
    tokens.end = border;
    tokens
}

fn finish(word: &mut String, border: &mut Border, tokens: &mut Tokens) {
    if !word.is_empty() {
        tokens.words.push(Token {
            word: std::mem::take(word),
            before: std::mem::take(border),
        });
    }
}

/// Adds a letter in lower case; a third one of the same kind in a row is dropped.
pub(super) fn push_plain(word: &mut String, letter: char) {
    if let Some(digit) = digit(letter) {
        return word.push(digit);
    }
    for plain in letter.to_lowercase() {
        let mut back = word.chars().rev();
        let drawn_out = back.next() == Some(plain) && back.next() == Some(plain);
        if !drawn_out {
            word.push(plain);
        }
    }
}

/// The first digit of each script's ten that keyboards offer; Unicode keeps the ten together.
const ZEROS: [char; 16] = [
    '0', '\u{660}', '\u{6F0}', '\u{966}', '\u{9E6}', '\u{A66}', '\u{AE6}', '\u{B66}', '\u{BE6}',
    '\u{C66}', '\u{CE6}', '\u{D66}', '\u{E50}', '\u{ED0}', '\u{F20}', '\u{1040}',
];

pub(super) fn digit(letter: char) -> Option<char> {
    let code = u32::from(letter);
    let zero = ZEROS.iter().map(|zero| u32::from(*zero));
    let value = zero
        .filter_map(|zero| code.checked_sub(zero))
        .find(|value| *value < 10)?;
    char::from_digit(value, 10)
}

pub(super) const fn is_apostrophe(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2BC}' | '\u{B4}' | '`' | '\u{2032}'
    )
}

/// Zero-width and direction marks, soft hyphens, variation selectors.
pub(super) const fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
    )
}

pub(super) fn border_of(letter: char, last: char, next: char) -> Border {
    match letter {
        // Dots that trail off rarely end the thought: "my leg... its swollen".
        '.' | '\u{2026}' if last == '.' || next == '.' => Border::Soft,
        '.' | '!' | '\n' | '\r' | '\u{A1}' | '\u{3002}' | '\u{6D4}' | '\u{964}' => Border::Stop,
        '?' | '\u{BF}' | '\u{61F}' => Border::Question,
        ',' | ';' | ':' | '(' | ')' | '/' | '\u{60C}' | '\u{61B}' | '\u{3001}' | '\u{2014}' => {
            Border::Soft
        }
        '-' | '\u{2010}'..='\u{2013}' if last.is_whitespace() => Border::Soft,
        _ => Border::None,
    }
}
