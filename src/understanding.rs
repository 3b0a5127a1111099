//! What people type, made into meaning: red flags, a cramp now, a cramp told afterwards, short answers, questions.
//!
//! Invariants: total (any text, no panic), the same answer for the same text, and never a word of a person in the log.
//! The words themselves are data of each language (`config/texts/<language>/*.toml`).
//!
//! Deliberately not here: what is done about it (`dialogue`).

mod cramp_now;
mod hash;
mod heard;
mod likeness;
mod line;
pub mod log;
pub mod normalise;
mod past;
mod phrases;
mod picks;
mod red_flags;
mod topics;
mod vocabulary;
mod whole;
mod wish;

use std::{panic::resume_unwind, thread};

use crate::{
    care::past::Said,
    content::{Content, ENGLISH, knowledge::Question},
};

pub use cramp_now::{Meaning, Reply, Sign};
pub use line::Line;
pub use past::{Leg, Part, Remedy, Way, Where};
pub use red_flags::Flag;
pub use topics::{Ranked, Verdict};
pub use whole::{Kind, Understood};
pub use wish::Wish;

use chrono::NaiveDateTime;
use cramp_now::Talk;
use log::{LogReader, Told};
use normalise::normalise;
use past::Past;
use picks::Picks;
use red_flags::Rules;
use topics::Topics;
use wish::Wishes;

/// Reads what people type, in all languages of the content. Built once, then shared.
#[derive(Debug)]
pub struct Reader {
    /// English comes first.
    languages: Vec<Language>,
}

#[derive(Debug)]
struct Language {
    code: String,
    rules: Rules,
    talk: Talk,
    wishes: Wishes,
    picks: Picks,
    past: Past,
    topics: Topics,
    log: LogReader,
}

impl Language {
    fn new(content: &Content, code: &str) -> Self {
        let words = content.words(code);
        let topics = || Topics::new(&words.topics, &words.examples, content.knowledge());
        thread::scope(|scope| {
            // What is learnt takes longest, and half of the time each.
            let topics_learnt = scope.spawn(topics);
            Self {
                code: code.to_owned(),
                rules: Rules::new(&words.flags, &words.examples, content.knowledge()),
                talk: Talk::new(&words.talk),
                wishes: Wishes::new(&words.talk.evening, &words.talk.numbers),
                picks: Picks::new(content, code),
                past: Past::new(&words.past),
                log: LogReader::new(&words.log),
                topics: topics_learnt
                    .join()
                    .unwrap_or_else(|panic| resume_unwind(panic)),
            }
        })
    }
}

impl Reader {
    /// Makes the word tables of `content` searchable.
    #[must_use]
    pub fn new(content: &Content) -> Self {
        let languages = content.languages();
        let languages = languages
            .iter()
            .map(|(code, _)| Language::new(content, code));
        Self {
            languages: languages.collect(),
        }
    }

    /// The most urgent red flag in a text. The person's own language is searched, and English.
    #[must_use]
    pub fn flag(&self, language: &str, text: &str) -> Option<Flag<'_>> {
        let tokens = normalise(text);
        self.searched(language)
            .filter_map(|rules| rules.scan(&tokens))
            .max_by_key(Flag::urgency)
    }

    /// The red flag of which a text without one paints half the picture: a question decides.
    #[must_use]
    pub fn half(&self, language: &str, text: &str) -> Option<Flag<'_>> {
        let tokens = normalise(text);
        self.searched(language)
            .filter_map(|rules| rules.half(&tokens))
            .max_by_key(Flag::urgency)
    }

    fn searched<'a>(&'a self, language: &str) -> impl Iterator<Item = &'a Rules> {
        let searched = self
            .languages
            .iter()
            .filter(move |other| other.code == language || other.code == ENGLISH);
        searched.map(|language| &language.rules)
    }

    /// A line written at the local time `now`, to be asked what it means. Red flags are to be looked for first.
    #[must_use]
    pub fn line<'a>(&'a self, language: &str, text: &'a str, now: NaiveDateTime) -> Line<'a> {
        Line::new(self.language(language), text, now)
    }

    /// Whether a text says that a cramp is there now.
    #[must_use]
    pub fn cramp(&self, language: &str, text: &str) -> Meaning {
        self.language(language).talk.cramp(text)
    }

    /// What the grammar reads in a text written at the local time `now`, whatever else it may mean.
    #[must_use]
    pub fn log(&self, language: &str, text: &str, now: NaiveDateTime) -> Told {
        self.language(language).log.read(text, now)
    }

    /// The short answer that a text is, if it is one.
    #[must_use]
    pub fn reply(&self, language: &str, text: &str) -> Option<Reply> {
        self.language(language).talk.reply(text)
    }

    /// What a text wants of the evenings, if it says that and nothing else.
    #[must_use]
    pub fn wish(&self, language: &str, text: &str) -> Option<Wish> {
        self.language(language).wishes.read(text)
    }

    /// The first of these warning signs that a short answer names.
    #[must_use]
    pub fn sign(&self, language: &str, text: &str, among: &[Sign]) -> Option<Sign> {
        self.language(language).talk.sign(text, among)
    }

    /// Whether two texts have the same words.
    #[must_use]
    pub fn same(one: &str, other: &str) -> bool {
        let words = |text| normalise(text).words.into_iter().map(|token| token.word);
        words(one).eq(words(other))
    }

    /// The degrees Celsius that a text is, typed in Celsius or Fahrenheit.
    #[must_use]
    pub fn degrees(text: &str) -> Option<f32> {
        Talk::degrees(text)
    }

    /// The number of minutes that a text is, if it is one and of nothing else ("4", "about 4 minutes", never "1 hour").
    #[must_use]
    pub fn minutes(&self, language: &str, text: &str) -> Option<u16> {
        self.language(language).talk.minutes(text)
    }

    /// The number from 0 to 10 that a text is, typed or in words, if it is one.
    #[must_use]
    pub fn number(&self, language: &str, text: &str) -> Option<u8> {
        self.language(language).talk.number(text)
    }

    /// The answers that a text gives to a question about the person, if it is nothing else.
    #[must_use]
    pub fn picks(&self, language: &str, question: &Question, text: &str) -> Option<Vec<String>> {
        self.language(language).picks.read(question, text)
    }

    /// When a past cramp was, if the text says that and nothing else.
    #[must_use]
    pub fn when(&self, language: &str, text: &str) -> Option<Said> {
        self.language(language).past.when(text)
    }

    /// How many seconds a past cramp was, the same.
    #[must_use]
    pub fn lasted(&self, language: &str, text: &str) -> Option<u32> {
        self.language(language).past.lasted(text)
    }

    /// Where it was, the same.
    #[must_use]
    pub fn place(&self, language: &str, text: &str) -> Option<Where> {
        self.language(language).past.place(text)
    }

    /// What helped, the same.
    #[must_use]
    pub fn helped(&self, language: &str, text: &str) -> Option<Vec<Remedy>> {
        self.language(language).past.helped(text)
    }

    /// The way through or out of a row of questions that a text is.
    #[must_use]
    pub fn way(&self, language: &str, text: &str) -> Option<Way> {
        self.language(language).past.way(text)
    }

    fn language(&self, code: &str) -> &Language {
        let found = self.languages.iter().find(|other| other.code == code);
        found.unwrap_or(&self.languages[0]) // A content always has English, in the first place.
    }
}
