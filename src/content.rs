//! All that Charley says and knows, read from `config/` and checked before it is used.
//!
//! Invariants: a [`Content`] that exists is complete (each key of each language is there, each fact has a source);
//! nothing here reads a clock or the environment, and only [`load`] reads the disk. Sharing is by `Arc`.
//!
//! Deliberately not here: matching what people type (`understanding`), and deciding what to say (`dialogue`).

pub mod dates;
pub mod knowledge;
pub mod load;
pub mod problem;
pub mod readability;
mod texts;
mod wording;
pub mod words;

use std::{fmt, path::Path};

use fluent_bundle::{FluentArgs, FluentValue};

pub use load::{File, Files};
pub use problem::{Level, Problem, Problems};

use knowledge::Knowledge;
use texts::Texts;
use words::Words;

/// The language that is always there and that every other one falls back to.
pub const ENGLISH: &str = "en";

/// A value for a place-holder in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arg<'a> {
    Text(&'a str),
    /// Chooses the plural form too.
    Number(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Arg<'_> {
    fn from(number: u32) -> Self {
        Self::Number(i64::from(number))
    }
}

/// One language: what Charley says in it, and the words it understands.
struct Language {
    /// An IETF tag in lower case, such as `en` or `pt-br`; the name of its folder.
    code: String,
    own_name: String,
    texts: Texts,
    words: Words,
}

/// The checked content.
pub struct Content {
    /// English comes first.
    languages: Vec<Language>,
    /// The language of people whose own one is not there.
    usual: String,
    knowledge: Knowledge,
}

impl Content {
    /// The content that is built into the program.
    ///
    /// # Errors
    /// All that keeps Charley from starting. The tests see to it that there is nothing.
    pub fn embedded() -> Result<Self, Problems> {
        Self::load(None)
    }

    /// The built-in content, with the files of `overlay` (laid out like `config/`) in the place of those of the same path.
    ///
    /// # Errors
    /// All that keeps Charley from starting, with file, line and key.
    pub fn load(overlay: Option<&Path>) -> Result<Self, Problems> {
        let (files, found) = load::files(overlay);
        let (content, problems) = Self::from_files(&files, found);
        content.ok_or(problems)
    }

    /// All problems, warnings too; for `charley check`.
    #[must_use]
    pub fn check(overlay: Option<&Path>) -> Problems {
        let (files, found) = load::files(overlay);
        Self::from_files(&files, found).1
    }

    /// The content of these files, if nothing grave is wrong with them, and all that is wrong.
    #[must_use]
    pub fn from_files(files: &Files, mut problems: Problems) -> (Option<Self>, Problems) {
        let knowledge = knowledge::read(files, &mut problems);
        let mut languages = Vec::new();
        for code in language_codes(files) {
            let texts = Texts::read(&code, files, &mut problems);
            let words = words::read(&code, files, &knowledge, &mut problems);
            languages.push(Language {
                own_name: texts.own_name().unwrap_or(&code).to_owned(),
                code,
                texts,
                words,
            });
        }
        check_languages(&languages, files, &knowledge, &mut problems);
        problems.0.sort();
        let content = Self {
            languages,
            usual: ENGLISH.to_owned(),
            knowledge,
        };
        let usable = !problems.has_errors() && !content.languages.is_empty();
        (usable.then_some(content), problems)
    }

    /// The text of `key` in `language`, else in English. Costs a few microseconds.
    ///
    /// A key that does not exist gives the key itself and a line in the log; a test compares the keys in the code with the files.
    #[must_use]
    pub fn say(&self, language: &str, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            let value = match value {
                Arg::Text(text) => FluentValue::from(*text),
                Arg::Number(number) => FluentValue::from(*number),
            };
            values.set(*name, value);
        }
        let chosen = self.language(language);
        let text = chosen
            .texts
            .format(key, &values)
            .or_else(|| self.english().texts.format(key, &values));
        text.unwrap_or_else(|| {
            log::error!("there is no text for the key {key}");
            key.to_owned()
        })
    }

    /// A number given in tenths, as it is written in `language`: "4" or "4.5".
    #[must_use]
    pub fn decimal(&self, language: &str, tenths: u32) -> String {
        let (whole, tenths) = (tenths / 10, tenths % 10);
        if tenths == 0 {
            return whole.to_string();
        }
        let args = [("whole", Arg::from(whole)), ("tenths", Arg::from(tenths))];
        self.say(language, "drawn-decimal", &args)
    }

    /// Whether there is a text for `key`.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.english().texts.has(key)
    }

    /// The keys of all texts.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.english().texts.keys()
    }

    /// The keys that other texts and the data files refer to.
    #[must_use]
    pub fn keys_used_by_content(&self) -> Vec<&str> {
        let mut keys = self.english().texts.referred();
        keys.extend(self.knowledge.text_keys().map(|(_, key)| key));
        let topics = self.knowledge.topics.all.iter();
        keys.extend(topics.flat_map(knowledge::Topic::text_keys));
        let claims = self.knowledge.article.claims.iter();
        keys.extend(claims.flat_map(knowledge::Claim::text_keys));
        keys
    }

    /// The languages: code and own name, English first.
    #[must_use]
    pub fn languages(&self) -> Vec<(&str, &str)> {
        self.languages
            .iter()
            .map(|language| (language.code.as_str(), language.own_name.as_str()))
            .collect()
    }

    /// This content, with another language than English for people whose own one is not there. `None`: there is no such language.
    #[must_use]
    pub fn with_usual(mut self, code: &str) -> Option<Self> {
        let language = self.languages.iter().find(|it| it.code == code)?;
        self.usual.clone_from(&language.code);
        Some(self)
    }

    /// The code of the language that suits an IETF tag best: `pt-br`, else `pt`, else the usual one.
    #[must_use]
    pub fn choose(&self, hint: Option<&str>) -> &str {
        let wanted = hint.unwrap_or(&self.usual).to_lowercase().replace('_', "-");
        let mut tag = wanted.as_str();
        loop {
            if let Some(language) = self.languages.iter().find(|other| other.code == tag) {
                return &language.code;
            }
            match tag.rsplit_once('-') {
                Some((shorter, _)) => tag = shorter,
                None => return &self.usual,
            }
        }
    }

    /// What is true in every language.
    #[must_use]
    pub const fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// This content without the words that people use, which are as large as all the rest: once there is a reader and the places are
    /// known, nobody looks at them again.
    #[must_use]
    pub fn without_words(mut self) -> Self {
        for language in &mut self.languages {
            language.words = Words::default();
        }
        self
    }

    /// The words that people use in `language`, else those of English.
    #[must_use]
    pub fn words(&self, language: &str) -> &Words {
        &self.language(language).words
    }

    fn language(&self, code: &str) -> &Language {
        self.languages
            .iter()
            .find(|language| language.code == code)
            .unwrap_or_else(|| self.english())
    }

    fn english(&self) -> &Language {
        &self.languages[0] // `from_files` gives no content without English in the first place.
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Content")
            .field("languages", &self.languages())
            .finish_non_exhaustive()
    }
}

/// The folders under `texts/`, English first.
fn language_codes(files: &Files) -> Vec<String> {
    let mut codes: Vec<String> = files
        .keys()
        .filter_map(|path| path.strip_prefix("texts/")?.split_once('/'))
        .map(|(code, _)| code.to_owned())
        .collect();
    codes.sort();
    codes.dedup();
    codes.sort_by_key(|code| code != ENGLISH);
    codes
}

fn check_languages(
    languages: &[Language],
    files: &Files,
    knowledge: &Knowledge,
    problems: &mut Problems,
) {
    let Some(english) = languages.first().filter(|first| first.code == ENGLISH) else {
        return problems.error(
            "config/texts/en",
            None,
            None,
            "the English texts are missing",
        );
    };
    for (file, key) in knowledge.text_keys() {
        if !english.texts.has(key) {
            let what = "is named by this file, and no English text has the key";
            problems.error(&format!("config/{file}"), None, Some(key), what);
        }
    }
    let has = |key: &str| english.texts.has(key);
    knowledge::topics::check_texts(files, knowledge, has, problems);
    knowledge::article::check_texts(files, knowledge, has, problems);
    for other in &languages[1..] {
        other.texts.compare_with(&english.texts, problems);
    }
}
