//! Short words about the evenings: "done", "later", "not tonight", "pause for 3 days", "stop".
//!
//! Invariant: a text is one of these only as a whole; a word too many ("done nothing, it hurts") makes it none.
//! Deliberately not here: what follows from it (`dialogue::evening`).

use std::collections::{BTreeMap, HashSet};

use super::normalise::normalise;
use crate::content::words::WishWords;

/// Days of a week.
const WEEK: u16 = 7;

/// What a person wants of the evenings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    Done,
    /// What was noted as done was not.
    NotDone,
    Later,
    NotTonight,
    /// The exercises that are going on shall end.
    Enough,
    /// "Stop", and no more than that: the exercises that go on, else the evenings.
    Stop,
    /// No more evenings, by that name.
    End,
    /// No more messages that were not asked for.
    Silence,
    /// For so many days, if that was said.
    Pause(Option<u16>),
}

/// The words of one language.
#[derive(Debug)]
pub(super) struct Wishes {
    beside: HashSet<String>,
    phrases: Vec<(Vec<String>, Wish)>,
    pause: HashSet<String>,
    pause_beside: HashSet<String>,
    days: HashSet<String>,
    weeks: HashSet<String>,
    numbers: BTreeMap<String, u8>,
}

fn words(text: &str) -> Vec<String> {
    let tokens = normalise(text).words;
    tokens.into_iter().map(|token| token.word).collect()
}

fn set(words: &[String]) -> HashSet<String> {
    words.iter().cloned().collect()
}

impl Wishes {
    pub fn new(listed: &WishWords, numbers: &BTreeMap<String, u8>) -> Self {
        let beside = set(&listed.beside);
        let lists = [
            (&listed.done, Wish::Done),
            (&listed.not_done, Wish::NotDone),
            (&listed.later, Wish::Later),
            (&listed.not_tonight, Wish::NotTonight),
            (&listed.enough, Wish::Enough),
            (&listed.stop, Wish::Stop),
            (&listed.end, Wish::End),
            (&listed.silence, Wish::Silence),
        ];
        let mut phrases: Vec<(Vec<String>, Wish)> = lists
            .into_iter()
            .flat_map(|(phrases, wish)| phrases.iter().map(move |phrase| (words(phrase), wish)))
            .collect();
        // "Stop evening messages" says more than "stop messages".
        phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        Self {
            beside,
            phrases,
            pause: set(&listed.pause),
            pause_beside: set(&listed.pause_beside),
            days: set(&listed.days),
            weeks: set(&listed.weeks),
            numbers: numbers.clone(),
        }
    }

    pub fn read(&self, text: &str) -> Option<Wish> {
        let said = words(text);
        let mut phrases = self.phrases.iter();
        let found = phrases.find(|(phrase, _)| self.is_said(phrase, &said));
        found.map(|(_, wish)| *wish).or_else(|| self.pause(&said))
    }

    /// Whether a text is this phrase, and beside it nothing but words that change nothing.
    fn is_said(&self, phrase: &[String], said: &[String]) -> bool {
        let mut missing = phrase.iter().peekable();
        let fits = said
            .iter()
            .all(|word| missing.next_if_eq(&word).is_some() || self.beside.contains(word));
        fits && missing.peek().is_none() && !said.is_empty()
    }

    /// "Pause", "I'm away for two weeks", "holiday 10 days": nothing but such words.
    fn pause(&self, said: &[String]) -> Option<Wish> {
        let mut pauses = false;
        let mut number = None;
        let mut unit = None;
        for word in said {
            let typed = word.parse::<u16>().ok();
            let value = typed.or_else(|| self.numbers.get(word).copied().map(u16::from));
            if self.pause.contains(word) {
                pauses = true;
            } else if self.days.contains(word) && unit.is_none() {
                unit = Some(1);
            } else if self.weeks.contains(word) && unit.is_none() {
                unit = Some(WEEK);
            } else if value.is_some() && number.is_none() {
                number = value;
            } else if !self.pause_beside.contains(word) && !self.beside.contains(word) {
                return None;
            }
        }
        let days = match (number, unit) {
            (Some(number), unit) => Some(number.saturating_mul(unit.unwrap_or(1))),
            (None, unit) => unit,
        };
        pauses.then_some(Wish::Pause(days))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{content::Content, understanding::Reader};

    #[test]
    fn short_words_about_the_evening_are_heard_and_longer_ones_are_not() {
        let content = Content::embedded().expect("the content");
        let reader = Reader::new(&content);
        let cases = [
            ("done", Some(Wish::Done)),
            ("Done for today, thanks", Some(Wish::Done)),
            ("I did it", Some(Wish::Done)),
            ("did my exercises", Some(Wish::Done)),
            ("I've done the stretches", Some(Wish::Done)),
            ("later please", Some(Wish::Later)),
            ("not tonight", Some(Wish::NotTonight)),
            ("skip tonight", Some(Wish::NotTonight)),
            ("pause", Some(Wish::Pause(None))),
            ("pause 3 days", Some(Wish::Pause(Some(3)))),
            ("/pause 3 days", Some(Wish::Pause(Some(3)))),
            ("pause for a week", Some(Wish::Pause(Some(7)))),
            ("I'm on holiday for two weeks", Some(Wish::Pause(Some(14)))),
            ("pause 10", Some(Wish::Pause(Some(10)))),
            ("I didn't do it after all", Some(Wish::NotDone)),
            ("enough for tonight", Some(Wish::Enough)),
            ("stop", Some(Wish::Stop)),
            ("STOP!", Some(Wish::Stop)),
            ("please stop the evenings", Some(Wish::End)),
            ("no more evening messages please", Some(Wish::End)),
            ("stop the evening messages", Some(Wish::End)),
            ("stop messaging me", Some(Wish::Silence)),
            ("no more messages", Some(Wish::Silence)),
            ("unsubscribe", Some(Wish::Silence)),
            ("make it stop", None),
            ("it won't stop", None),
            ("stop this cramp", None),
            ("how do I stop a cramp", None),
            ("the pain has stopped", None),
            ("done nothing, it hurts", None),
            ("my calf hurts again tonight", None),
            ("on holiday my leg swelled up", None),
            ("", None),
        ];
        for (text, wish) in cases {
            assert_eq!(reader.wish("en", text), wish, "{text}");
        }
    }
}
