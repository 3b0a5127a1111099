//! The words that people of one language use, as its files list them. `understanding` makes them searchable.
//!
//! A phrase is words in their order. `*` stands for up to two words, `{leg}` for any entry of the list `leg`.
//! Phrases are written as people type them, without apostrophes.

mod flags;
pub mod log;
pub mod past;
mod places;
mod topics;

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{
    ENGLISH, File, Files,
    knowledge::{Knowledge, line_of, read_toml},
    problem::Problems,
};
use past::PastWords;

pub use flags::{FlagWords, LineWords, Negation, Rule};
pub use places::{OneOrMore, Places};
pub use topics::{ExampleWords, SmallTalk, TopicWords};

/// Lists of words that phrases can refer to.
pub type Lists = BTreeMap<String, Vec<String>>;

/// All word tables of one language. A table that its folder does not have is empty.
#[derive(Debug, Default)]
pub struct Words {
    pub flags: FlagWords,
    pub talk: TalkWords,
    pub past: PastWords,
    pub places: Places,
    pub answers: AnswerWords,
    pub topics: TopicWords,
    pub examples: ExampleWords,
    pub log: log::LogWords,
}

/// `words.toml`: a cramp now, and short answers.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TalkWords {
    #[serde(default)]
    pub lists: Lists,
    pub cramp: CrampWords,
    pub replies: ReplyWords,
    pub signs: SignWords,
    pub evening: WishWords,
    /// Number words, 0 to 10.
    pub numbers: BTreeMap<String, u8>,
    /// Words that may stand beside a number ("about").
    pub beside_numbers: Vec<String>,
    /// Words that may stand beside a number of minutes ("about", "minutes").
    pub minute_words: Vec<String>,
    #[serde(default)]
    pub known: Vec<String>,
}

/// Short answers to "Is any of this true?": single words that would be no flag by themselves.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignWords {
    pub chest: Vec<String>,
    pub cold: Vec<String>,
    pub swollen: Vec<String>,
    pub injury: Vec<String>,
    pub clot: Vec<String>,
    /// These two matter where water is near.
    pub burn: Vec<String>,
    pub faint: Vec<String>,
}

/// Short words about the evenings.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WishWords {
    pub done: Vec<String>,
    /// What takes "done" back.
    pub not_done: Vec<String>,
    pub later: Vec<String>,
    pub not_tonight: Vec<String>,
    /// What ends tonight's exercises.
    pub enough: Vec<String>,
    /// What ends the exercises that go on, else the evenings.
    pub stop: Vec<String>,
    /// What ends the evenings, by their name.
    pub end: Vec<String>,
    /// What ends every message that was not asked for.
    pub silence: Vec<String>,
    /// Single words that change nothing beside these ("please", "today").
    pub beside: Vec<String>,
    /// Single words that ask for a pause ("pause", "holiday").
    pub pause: Vec<String>,
    /// Single words that may stand beside them ("for", "on").
    pub pause_beside: Vec<String>,
    pub days: Vec<String>,
    pub weeks: Vec<String>,
}

/// What tells a cramp that is there now from one that was.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrampWords {
    /// Says outright that it is there now.
    pub now: Vec<String>,
    /// Names a cramp; now, if little else is said.
    pub mention: Vec<String>,
    /// Speaks of cramps in general.
    pub general: Vec<String>,
    /// Cries that mean a cramp if little else is said.
    pub outcry: Vec<String>,
    /// Places it in the past, or says that it is over.
    pub past: Vec<String>,
    /// Asks or plans rather than reports.
    pub asking: Vec<String>,
    /// Says that there is none.
    pub none: Vec<String>,
}

/// Typed answers to the relief card and to yes-or-no questions.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyWords {
    pub easing: Vec<String>,
    pub still_bad: Vec<String>,
    pub gone: Vec<String>,
    pub yes: Vec<String>,
    pub no: Vec<String>,
    pub skip: Vec<String>,
    pub back: Vec<String>,
}

/// `answers.toml`: how people type the answers to the questions about themselves.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerWords {
    /// Words that change nothing in an answer ("about", "my").
    pub fillers: Vec<String>,
    /// "Not sure", in all its forms.
    pub unsure: Vec<String>,
    /// By question and answer. The labels of the buttons need not stand here.
    #[serde(default)]
    pub choices: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

/// A part of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    Word(&'a str),
    /// Any entry of the list with this name.
    List(&'a str),
    /// Up to two words.
    Gap,
}

/// Takes a phrase apart.
pub fn pieces(phrase: &str) -> impl Iterator<Item = Piece<'_>> {
    phrase.split_whitespace().map(|part| {
        let name = part
            .strip_prefix('{')
            .and_then(|part| part.strip_suffix('}'));
        match name {
            Some(name) => Piece::List(name),
            None if part == "*" => Piece::Gap,
            None => Piece::Word(part),
        }
    })
}

/// Reads and checks the word tables of the language `code`.
pub(super) fn read(
    code: &str,
    files: &Files,
    knowledge: &Knowledge,
    problems: &mut Problems,
) -> Words {
    let mut flags: FlagWords = table(code, "red_flag_words.toml", files, problems);
    let rules = table(code, "red_flags.toml", files, problems);
    flags.take(rules, table(code, "red_flag_lines.toml", files, problems));
    let talk: TalkWords = table(code, "words.toml", files, problems);
    let past: PastWords = table(code, "past.toml", files, problems);
    let places: Places = table(code, "places.toml", files, problems);
    let answers: AnswerWords = table(code, "answers.toml", files, problems);
    let topics: TopicWords = table(code, "topics.toml", files, problems);
    flags::check(code, files, &flags, knowledge, problems);
    let examples: ExampleWords = table(code, "examples.toml", files, problems);
    let log: log::LogWords = table(code, "log_words.toml", files, problems);
    if let Some(file) = files.get(&path(code, "log_words.toml")) {
        log::check(file, &log, problems);
    }
    if let Some(file) = files.get(&path(code, "words.toml")) {
        check_talk(file, &talk, problems);
    }
    if let Some(file) = files.get(&path(code, "past.toml")) {
        past::check(file, &past, problems);
    }
    if let Some(file) = files.get(&path(code, "places.toml")) {
        places::check(file, &places, problems);
    }
    if let Some(file) = files.get(&path(code, "answers.toml")) {
        check_answers(file, &answers, knowledge, problems);
    }
    if let Some(file) = files.get(&path(code, "topics.toml")) {
        topics::check(file, &topics, knowledge, problems);
    }
    if let Some(file) = files.get(&path(code, "examples.toml")) {
        topics::check_examples(file, &examples, knowledge, problems);
    }
    Words {
        flags,
        talk,
        past,
        places,
        answers,
        topics,
        examples,
        log,
    }
}

fn path(code: &str, name: &str) -> String {
    format!("texts/{code}/{name}")
}

/// English needs each table. Another language may go without places, and then English ones serve.
fn table<T: serde::de::DeserializeOwned + Default>(
    code: &str,
    name: &str,
    files: &Files,
    problems: &mut Problems,
) -> T {
    let path = path(code, name);
    if code != ENGLISH && name == "places.toml" && !files.contains_key(&path) {
        return T::default();
    }
    read_toml(&path, files, problems).unwrap_or_default()
}

fn check_talk(file: &File, words: &TalkWords, problems: &mut Problems) {
    check_lists(file, &words.lists, problems);
    let CrampWords {
        now,
        mention,
        general,
        outcry,
        past,
        asking,
        none,
    } = &words.cramp;
    let ReplyWords {
        easing,
        still_bad,
        gone,
        yes,
        no,
        skip,
        back,
    } = &words.replies;
    let SignWords {
        chest,
        cold,
        swollen,
        injury,
        clot,
        burn,
        faint,
    } = &words.signs;
    let WishWords {
        done,
        not_done,
        later,
        not_tonight,
        enough,
        stop,
        end,
        silence,
        beside,
        pause,
        pause_beside,
        days,
        weeks,
    } = &words.evening;
    let tables = [
        ("evening.done", done),
        ("evening.not_done", not_done),
        ("evening.later", later),
        ("evening.not_tonight", not_tonight),
        ("evening.enough", enough),
        ("evening.stop", stop),
        ("evening.end", end),
        ("evening.silence", silence),
        ("evening.beside", beside),
        ("evening.pause", pause),
        ("evening.pause_beside", pause_beside),
        ("evening.days", days),
        ("evening.weeks", weeks),
        ("cramp.now", now),
        ("cramp.mention", mention),
        ("cramp.general", general),
        ("cramp.outcry", outcry),
        ("cramp.past", past),
        ("cramp.asking", asking),
        ("cramp.none", none),
        ("replies.easing", easing),
        ("replies.still_bad", still_bad),
        ("replies.gone", gone),
        ("replies.yes", yes),
        ("replies.no", no),
        ("replies.skip", skip),
        ("replies.back", back),
        ("signs.chest", chest),
        ("signs.cold", cold),
        ("signs.swollen", swollen),
        ("signs.injury", injury),
        ("signs.clot", clot),
        ("signs.burn", burn),
        ("signs.faint", faint),
    ];
    for (key, phrases) in tables {
        if phrases.is_empty() {
            problems.error(&file.shown, None, Some(key), "is empty");
        }
        check_phrases(file, key, phrases, &words.lists, problems);
    }
    for (word, number) in &words.numbers {
        if *number > 10 {
            problems.error(&file.shown, None, Some(word), "numbers go from 0 to 10");
        }
    }
}

fn check_answers(file: &File, words: &AnswerWords, knowledge: &Knowledge, problems: &mut Problems) {
    let none = Lists::new();
    check_phrases(file, "unsure", &words.unsure, &none, problems);
    for (slug, choices) in &words.choices {
        let question = knowledge.question(slug);
        if question.is_none() {
            problems.error(&file.shown, None, Some(slug), "is no question");
        }
        for (choice, phrases) in choices {
            if question.is_some_and(|question| question.choice(choice).is_none()) {
                problems.error(&file.shown, None, Some(choice), "is no answer");
            }
            check_phrases(file, slug, phrases, &none, problems);
        }
    }
}

fn check_lists(file: &File, lists: &Lists, problems: &mut Problems) {
    for (name, phrases) in lists {
        if phrases.is_empty() {
            problems.error(&file.shown, None, Some(name), "the list is empty");
        }
        check_phrases(file, name, phrases, lists, problems);
        if leads_to(name, name, lists, lists.len()) {
            let what = "the list contains itself";
            problems.error(&file.shown, line_of(file, name), Some(name), what);
        }
    }
}

/// Whether the list `from` refers to `goal`, in at most so many steps.
fn leads_to(from: &str, goal: &str, lists: &Lists, steps: usize) -> bool {
    let phrases = lists.get(from).into_iter().flatten();
    let mut names = phrases
        .flat_map(|phrase| pieces(phrase))
        .filter_map(|piece| match piece {
            Piece::List(name) => Some(name),
            Piece::Word(_) | Piece::Gap => None,
        });
    steps > 0 && names.any(|name| name == goal || leads_to(name, goal, lists, steps - 1))
}

fn check_phrases(
    file: &File,
    key: &str,
    phrases: &[String],
    lists: &Lists,
    problems: &mut Problems,
) {
    for phrase in phrases {
        let mut complain = |what: String| {
            problems.error(&file.shown, line_of(file, phrase), Some(key), what);
        };
        let parts: Vec<Piece<'_>> = pieces(phrase).collect();
        let is_open = |end: Option<&Piece<'_>>| end.is_none_or(|end| *end == Piece::Gap);
        if is_open(parts.first()) || is_open(parts.last()) {
            complain(format!("\"{phrase}\" must begin and end with a word"));
        }
        if phrase.contains('\'') || *phrase != phrase.to_lowercase() {
            complain(format!(
                "\"{phrase}\" must be in lower case, without apostrophes"
            ));
        }
        for part in parts {
            match part {
                Piece::List(name) if !lists.contains_key(name) => {
                    complain(format!("\"{phrase}\" names a list that does not exist"));
                }
                Piece::Word(word) if word.contains(['{', '}']) => {
                    complain(format!("in \"{phrase}\" a list must stand alone"));
                }
                Piece::Word(_) | Piece::List(_) | Piece::Gap => {}
            }
        }
    }
}
