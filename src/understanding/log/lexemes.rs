//! Text into words and numerals, with what stands between them: "3:15am" is 3, a colon, 15, and "am" glued to it.
//!
//! Letters are evened out as in [`normalise`](super::super::normalise); unlike there, the marks between numbers are kept.

use unicode_normalization::UnicodeNormalization;

use crate::understanding::normalise::{
    Border, border_of, digit, is_apostrophe, is_invisible, push_plain,
};

use super::senses::Sense;

/// More digits than this are no amount and no time.
const DIGITS: usize = 4;

/// One word or one numeral.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub numeral: Option<Numeral>,
    pub joint: Joint,
    pub border: Border,
    /// What it may mean, each with the number of words that mean it together.
    pub senses: Vec<(Sense, usize)>,
}

/// A number in digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numeral {
    /// In quarters: 7 is 28, and a half is 2.
    pub quarters: u32,
    pub digits: usize,
    pub leading_zero: bool,
    /// "10+".
    pub plus: bool,
}

/// What stands directly before a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Joint {
    #[default]
    Space,
    /// Nothing at all: "3am".
    Glued,
    Slash,
    Colon,
    Point,
    Dash,
    /// A tilde: roughly.
    Tilde,
    /// An at sign.
    At,
    /// An ampersand, or a plus sign between words.
    And,
}

impl Joint {
    /// Whether it makes one number of two.
    #[must_use]
    pub const fn is_tight(self) -> bool {
        matches!(
            self,
            Self::Glued | Self::Slash | Self::Colon | Self::Point | Self::Dash
        )
    }
}

impl Numeral {
    /// The number, if it is a whole one.
    #[must_use]
    pub fn whole(self) -> Option<u32> {
        self.quarters.is_multiple_of(4).then_some(self.quarters / 4)
    }

    fn read(text: &str) -> Option<Self> {
        let fraction = match text {
            "½" => Some(2),
            "¼" => Some(1),
            "¾" => Some(3),
            _ => None,
        };
        let is_number = text.len() <= DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
        let whole = text.parse::<u32>().ok().filter(|_| is_number);
        Some(Self {
            quarters: fraction.or(whole.map(|whole| whole * 4))?,
            digits: if fraction.is_some() { 0 } else { text.len() },
            leading_zero: text.starts_with('0'),
            plus: false,
        })
    }
}

/// A text on its way into words.
#[derive(Default)]
struct Lexer {
    words: Vec<Word>,
    word: String,
    between: String,
    border: Border,
}

/// The words of a text, and what stands after the last one.
#[must_use]
pub fn lex(text: &str) -> (Vec<Word>, Border) {
    let letters: Vec<char> = text
        .chars()
        .filter(|letter| !is_invisible(*letter) && !is_apostrophe(*letter))
        .flat_map(plain)
        .collect();
    let mut lexer = Lexer::default();
    for (place, letter) in letters.iter().copied().enumerate() {
        let last = place.checked_sub(1).map_or(' ', |place| letters[place]);
        let next = letters.get(place + 1).copied().unwrap_or(' ');
        let after = letters.get(place + 2).copied().unwrap_or(' ');
        if is_fraction(letter) {
            lexer.finish();
            lexer.word.push(letter);
            lexer.finish();
        } else if letter.is_alphanumeric() {
            if lexer.turns(letter) {
                lexer.finish();
            }
            push_plain(&mut lexer.word, letter);
        } else if letter == '.' && lexer.abbreviates(next, after) {
            // "a.m." is one word. "calf. R. about 3" is a list.
            if next == ' ' && lexer.word.len() == 1 {
                lexer.finish();
                lexer.border = Border::Soft;
            }
        } else {
            lexer.finish();
            lexer.between.push(letter);
            lexer.border = lexer.border.max(border_of(letter, last, next));
        }
    }
    lexer.finish();
    (lexer.words, lexer.border)
}

/// Compatibility forms evened out; fractions stay in one piece.
fn plain(letter: char) -> Vec<char> {
    if is_fraction(letter) {
        return vec![letter];
    }
    std::iter::once(letter).nfkc().collect()
}

const fn is_fraction(letter: char) -> bool {
    matches!(letter, '½' | '¼' | '¾')
}

impl Lexer {
    /// Whether `letter` begins another kind of word than the one at hand: "3am" is two.
    fn turns(&self, letter: char) -> bool {
        let last = self.word.chars().next_back();
        last.is_some_and(|last| last.is_ascii_digit() != digit(letter).is_some())
    }

    /// Whether a point stands inside or behind an abbreviation of single letters.
    fn abbreviates(&mut self, next: char, after: char) -> bool {
        let mut letters = self.word.chars();
        let single = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
        if single && next.is_alphabetic() && !after.is_alphanumeric() {
            return true;
        }
        // The point behind "a.m" or "r" ends no sentence if a small letter follows.
        let short = single || matches!(self.word.as_str(), "am" | "pm");
        short && next == ' ' && after.is_lowercase()
    }

    fn finish(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.word);
        let numeral = Numeral::read(&text);
        let before = self.words.last_mut().and_then(|last| last.numeral.as_mut());
        let mut border = std::mem::take(&mut self.border);
        let between = std::mem::take(&mut self.between);
        let (one, two) = (before.is_some(), numeral.is_some());
        let joint = joint(&between, one && two, one || two);
        if let Some(before) = before {
            before.plus |= between.starts_with('+');
        }
        if matches!(
            joint,
            Joint::Slash | Joint::Colon | Joint::Point | Joint::Dash
        ) {
            border = Border::None;
        }
        let first = self.words.is_empty();
        self.words.push(Word {
            text,
            numeral,
            joint: if first && joint == Joint::Glued {
                Joint::Space
            } else {
                joint
            },
            border,
            senses: Vec::new(),
        });
    }
}

/// The marks between numbers join them; a dash may join anything ("3-ish").
fn joint(between: &str, numbers: bool, number: bool) -> Joint {
    let tight = between.trim_matches(' ');
    match tight {
        "" if between.is_empty() => Joint::Glued,
        // "4am / 2 mins" is a list.
        "/" if numbers || number && between == tight => Joint::Slash,
        ":" if numbers => Joint::Colon,
        "." if numbers && between == tight => Joint::Point,
        "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}" | "\u{2014}"
            if numbers || between == tight =>
        {
            Joint::Dash
        }
        _ if tight.ends_with(['~', '\u{2248}', '\u{2243}']) => Joint::Tilde,
        _ if tight.ends_with('@') => Joint::At,
        "&" | "+" => Joint::And,
        _ => Joint::Space,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, Joint)]) {
        let (words, _) = lex(text);
        let found: Vec<(&str, Joint)> = words
            .iter()
            .map(|word| (word.text.as_str(), word.joint))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn numbers_and_letters_part_and_marks_are_kept() {
        check(
            "3:15am",
            &[
                ("3", Joint::Space),
                ("15", Joint::Colon),
                ("am", Joint::Glued),
            ],
        );
        check("7/10", &[("7", Joint::Space), ("10", Joint::Slash)]);
        check(
            "5 - 10m",
            &[
                ("5", Joint::Space),
                ("10", Joint::Dash),
                ("m", Joint::Glued),
            ],
        );
        check(
            "3 a.m. left",
            &[
                ("3", Joint::Space),
                ("am", Joint::Space),
                ("left", Joint::Space),
            ],
        );
        check("1½", &[("1", Joint::Space), ("½", Joint::Glued)]);
        check("~3", &[("3", Joint::Tilde)]);
    }

    #[test]
    fn a_sentence_ends_at_its_point() {
        let (words, end) = lex("at 3 a.m. Left calf. Gone");
        assert_eq!(words[3].border, Border::Stop);
        assert_eq!(words[5].border, Border::Stop);
        assert_eq!(end, Border::None);
    }
}
