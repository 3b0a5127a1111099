//! Short texts: "I have a cramp now", an answer to the relief card, yes and no, a number from 0 to 10.
//!
//! A guess is cheap here (the relief card is what most people want) but never becomes a diary entry by itself.

use std::collections::BTreeMap;

use crate::content::words::TalkWords;

use super::{
    normalise::{Border, Tokens, normalise},
    phrases::{self, Found, Phrasebook},
};

/// More words than this tell a story; then a mere mention is no call for help.
const SHORT: usize = 5;

/// A typed answer has no more words.
const REPLY: usize = 8;

/// What a text says about a cramp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A cramp is there now.
    Now,
    /// It speaks of a cramp; it may be a question, or a past one.
    Maybe,
    /// It does not speak of a cramp, or says that there is none.
    No,
}

/// A typed answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    Easing,
    StillBad,
    Gone,
    Yes,
    No,
    Skip,
    Back,
}

/// A warning sign that the relief card asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Chest,
    Cold,
    Swollen,
    Injury,
    /// A recent clot, or an operation that makes one likelier.
    Clot,
    /// Skin that was burnt, or water that is too hot.
    Burn,
    /// Dizzy or faint.
    Faint,
}

/// What a group of phrases is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Now,
    Mention,
    General,
    Outcry,
    Past,
    Asking,
    None,
    Reply(Reply),
    Sign(Sign),
}

/// The small talk of one language.
#[derive(Debug)]
pub struct Talk {
    book: Phrasebook,
    roles: Vec<Role>,
    numbers: BTreeMap<String, u8>,
    beside_numbers: Vec<String>,
    minute_words: Vec<String>,
}

impl Talk {
    #[must_use]
    pub fn new(words: &TalkWords) -> Self {
        let (cramp, replies, signs) = (&words.cramp, &words.replies, &words.signs);
        let tables = [
            (Role::Now, &cramp.now),
            (Role::Mention, &cramp.mention),
            (Role::General, &cramp.general),
            (Role::Outcry, &cramp.outcry),
            (Role::Past, &cramp.past),
            (Role::Asking, &cramp.asking),
            (Role::None, &cramp.none),
            (Role::Reply(Reply::StillBad), &replies.still_bad),
            (Role::Reply(Reply::Easing), &replies.easing),
            (Role::Reply(Reply::Gone), &replies.gone),
            (Role::Reply(Reply::Skip), &replies.skip),
            (Role::Reply(Reply::Back), &replies.back),
            (Role::Reply(Reply::Yes), &replies.yes),
            (Role::Reply(Reply::No), &replies.no),
            (Role::Sign(Sign::Chest), &signs.chest),
            (Role::Sign(Sign::Cold), &signs.cold),
            (Role::Sign(Sign::Swollen), &signs.swollen),
            (Role::Sign(Sign::Injury), &signs.injury),
            (Role::Sign(Sign::Clot), &signs.clot),
            (Role::Sign(Sign::Burn), &signs.burn),
            (Role::Sign(Sign::Faint), &signs.faint),
        ];
        let mut book = phrases::Builder::careful();
        book.know(&words.known);
        for (group, (_, phrases)) in tables.iter().enumerate() {
            for phrase in *phrases {
                book.add(phrase, &words.lists, group);
            }
        }
        Self {
            book: book.build(),
            roles: tables.iter().map(|(role, _)| *role).collect(),
            numbers: words.numbers.clone(),
            beside_numbers: words.beside_numbers.clone(),
            minute_words: words.minute_words.clone(),
        }
    }

    #[must_use]
    pub fn cramp(&self, text: &str) -> Meaning {
        let tokens = normalise(text);
        let found = self.book.find(&tokens);
        let has = |role: Role| found.iter().any(|found| self.roles[found.group] == role);
        let is_short = tokens.words.len() <= SHORT;
        let speaks = has(Role::Now) || has(Role::Mention) || has(Role::General);
        if has(Role::None) || !(speaks || has(Role::Outcry)) {
            return Meaning::No;
        }
        let doubtful = has(Role::Asking) || has(Role::Past) || tokens.asks();
        match (doubtful, speaks) {
            (true, true) => Meaning::Maybe,
            (true, false) => Meaning::No,
            (false, _) if has(Role::Now) => Meaning::Now,
            // Relief before questions: a cramp that is named, and neither past nor asked about, is there.
            (false, _) if has(Role::Mention) || (is_short && has(Role::Outcry)) => Meaning::Now,
            (false, true) => Meaning::Maybe,
            (false, false) => Meaning::No,
        }
    }

    /// The longest phrase of an answer decides: "not gone" over "gone". Yes and no must come first in the text.
    #[must_use]
    pub fn reply(&self, text: &str) -> Option<Reply> {
        let tokens = normalise(text);
        if tokens.words.len() > REPLY {
            return None;
        }
        let mut best: Option<(usize, Reply)> = None;
        let mut found = self.book.find(&tokens);
        found.sort_by_key(|found| found.group);
        for Found { group, from, to } in found {
            let Role::Reply(reply) = self.roles[group] else {
                continue;
            };
            let is_answer = match reply {
                Reply::Yes | Reply::No | Reply::Skip | Reply::Back => {
                    from == 0 && stands_alone(&tokens, to)
                }
                Reply::Easing | Reply::StillBad | Reply::Gone => true,
            };
            // An answer in words ("no, still hurts") says more than its yes or no.
            let weight = match reply {
                Reply::Yes | Reply::No => 0,
                Reply::Easing | Reply::StillBad | Reply::Gone | Reply::Skip | Reply::Back => {
                    to - from
                }
            };
            if is_answer && best.is_none_or(|(longest, _)| weight > longest) {
                best = Some((weight, reply));
            }
        }
        best.map(|(_, reply)| reply)
    }

    /// The first of these signs that a short answer to "Is any of this true?" names. A "no" anywhere names none.
    #[must_use]
    pub fn sign(&self, text: &str, among: &[Sign]) -> Option<Sign> {
        let tokens = normalise(text);
        if tokens.words.len() > REPLY {
            return None;
        }
        let roles: Vec<Role> = self
            .book
            .find(&tokens)
            .iter()
            .map(|found| self.roles[found.group])
            .collect();
        if roles.contains(&Role::Reply(Reply::No)) {
            return None;
        }
        among
            .iter()
            .copied()
            .find(|sign| roles.contains(&Role::Sign(*sign)))
    }

    /// One number and nothing that could make it another: "7", "seven", "about 7", "7/10", "7 out of 10".
    #[must_use]
    pub fn number(&self, text: &str) -> Option<u8> {
        let tokens = normalise(text);
        let mut value = None;
        for (index, token) in tokens.words.iter().enumerate() {
            match self.value(&token.word) {
                Some(10) if value.is_some() && index + 1 == tokens.words.len() => {} // "7/10"
                Some(number) if value.is_none() => value = Some(number),
                Some(_) => return None,
                None if self.beside_numbers.contains(&token.word) => {}
                None => return None,
            }
        }
        value
    }

    /// A number of minutes and nothing that could make it something else.
    #[must_use]
    pub fn minutes(&self, text: &str) -> Option<u16> {
        let tokens = normalise(text);
        let mut minutes = None;
        for token in &tokens.words {
            let word = token.word.as_str();
            let typed = word.parse().ok();
            let number = typed.or_else(|| self.numbers.get(word).copied().map(u16::from));
            match number {
                Some(number) if minutes.is_none() => minutes = Some(number),
                Some(_) => return None,
                None if self.minute_words.iter().any(|known| known == word) => {}
                None => return None,
            }
        }
        minutes
    }

    /// The degrees Celsius that a text is, if it is one number that a thermometer in warm water may show: "38.5", "39 C", "101 F".
    #[must_use]
    pub fn degrees(text: &str) -> Option<f32> {
        let text = text.replace(',', ".");
        let mut numbers = text
            .split(|c: char| !c.is_ascii_digit() && c != '.')
            .map(|part| part.trim_matches('.'))
            .filter(|part| !part.is_empty());
        let shown: f32 = numbers.next()?.parse().ok()?;
        if numbers.next().is_some() {
            return None;
        }
        match shown {
            celsius if (20.0..=70.0).contains(&celsius) => Some(celsius),
            fahrenheit if (80.0..=160.0).contains(&fahrenheit) => {
                Some((fahrenheit - 32.0) * 5.0 / 9.0)
            }
            _neither => None,
        }
    }

    fn value(&self, word: &str) -> Option<u8> {
        let typed = word.parse().ok().filter(|number| *number <= 10);
        typed.or_else(|| self.numbers.get(word).copied())
    }
}

/// Whether the words up to `to` are all, or are set off, or are followed by little.
fn stands_alone(tokens: &Tokens, to: usize) -> bool {
    let rest = tokens.words.len().saturating_sub(to);
    rest <= 3
        || tokens
            .words
            .get(to)
            .is_none_or(|token| token.before > Border::None)
}
