//! One typed line and what it may mean. Each meaning is looked for when it is first asked for, and only once.
//!
//! Deliberately not here: which meaning counts where (`dialogue::route`), and red flags, which come before all of this.

use std::cell::OnceCell;

use chrono::NaiveDateTime;

use super::{
    Language,
    cramp_now::Meaning,
    log::{CrampLog, Told},
    topics::Ranked,
};

#[derive(Debug)]
pub struct Line<'a> {
    pub text: &'a str,
    /// The local time of writing.
    now: NaiveDateTime,
    language: &'a Language,
    cramp: OnceCell<Meaning>,
    ranked: OnceCell<Ranked<'a>>,
    asks: OnceCell<bool>,
    told: OnceCell<Told>,
}

impl<'a> Line<'a> {
    pub(super) const fn new(language: &'a Language, text: &'a str, now: NaiveDateTime) -> Self {
        Self {
            text,
            now,
            language,
            cramp: OnceCell::new(),
            ranked: OnceCell::new(),
            asks: OnceCell::new(),
            told: OnceCell::new(),
        }
    }

    /// Whether it says that a cramp is there now.
    pub fn cramp(&self) -> Meaning {
        *self
            .cramp
            .get_or_init(|| self.language.talk.cramp(self.text))
    }

    /// Whether it tells of a cramp that is over, or of a night without one, so that it is no cry for help.
    pub fn is_told(&self) -> bool {
        match self.told() {
            Told::Log(log) => log.is_over(),
            Told::NoCramp(_) => true,
            Told::Nothing => false,
        }
    }

    /// The topics that it may ask about.
    pub fn topics(&self) -> &Ranked<'a> {
        self.ranked
            .get_or_init(|| self.language.topics.rank(self.text))
    }

    /// Whether it reads as a question, whatever it asks.
    pub fn asks(&self) -> bool {
        *self
            .asks
            .get_or_init(|| self.language.topics.asks(self.text))
    }

    /// What it tells of a night. What tells little and asks something is left to the topics: "gave up milk in March and the cramps
    /// began. Connected?"
    pub fn told(&self) -> &Told {
        self.told.get_or_init(|| {
            let told = self.language.log.read(self.text, self.now);
            let is_left = |log: &CrampLog| {
                let asks = !log.says_much() && !log.doubted && self.asks();
                (asks || log.says_little()) && self.topics().sure().is_some()
            };
            match &told {
                Told::Log(log) if is_left(log) => Told::Nothing,
                Told::Log(_) | Told::NoCramp(_) | Told::Nothing => told,
            }
        })
    }
}
