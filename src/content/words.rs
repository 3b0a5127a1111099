//! The words that people of one language use, as its files list them. `understanding` makes them searchable.
//!
//! A phrase is words in their order. `*` stands for up to two words, `{leg}` for any entry of the list `leg`.
//! Phrases are written as people type them, without apostrophes.

pub mod log;
pub mod past;
mod places;
mod topics;

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{
    ENGLISH, File, Files,
    knowledge::{Knowledge, Tier, line_of, read_toml},
    problem::Problems,
};
use past::PastWords;

pub use places::{OneOrMore, Places};
pub use topics::{ExampleWords, SmallTalk, TopicWords};

/// Lists of words that phrases can refer to.
pub type Lists = BTreeMap<String, Vec<String>>;

/// The most phrases that one line may stand for once its lists are put in.
const EXPANSIONS: usize = 5000;

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

/// `red_flags.toml`: the words that give a red flag away.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagWords {
    #[serde(default)]
    pub lists: Lists,
    pub negation: Negation,
    /// Words that may stand between the words of a phrase: "jaw stiff" is found in "jaw is really stiff".
    #[serde(default)]
    pub fillers: Vec<String>,
    /// Figures of speech: words inside them raise no flag.
    #[serde(default)]
    pub idioms: Vec<String>,
    /// Ways to ask in general ("what are the signs of"): no flag, unless a word of `own` is there too.
    #[serde(default)]
    pub general: Vec<String>,
    /// Words that show that people speak of themselves ("my", "i have").
    #[serde(default)]
    pub own: Vec<String>,
    /// Ordinary words that are no misspelling of a flag's word.
    #[serde(default)]
    pub known: Vec<String>,
    /// By the slug of the flag.
    #[serde(default)]
    pub rules: BTreeMap<String, Vec<Rule>>,
}

/// How this language says no.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Negation {
    pub words: Vec<String>,
    /// Words that begin a new thought and so end the reach of a "no".
    pub borders: Vec<String>,
    /// Phrases that hold such a word and deny nothing ("not getting better").
    pub pardon: Vec<String>,
    /// Words that carry a "no" on over a comma ("no redness, swelling or heat").
    pub alternatives: Vec<String>,
    /// How many words after it a "no" still denies.
    pub reach: usize,
}

/// One rule: either one phrase of `any`, or one phrase of each group of `all`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    #[serde(default)]
    pub any: Vec<String>,
    #[serde(default)]
    pub all: Vec<Vec<String>>,
    /// How many words may lie between the groups of `all`; the whole message if absent.
    pub within: Option<usize>,
    /// Phrases whose words do not count for this rule.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Phrases that switch this rule off for the whole message.
    #[serde(default)]
    pub unless_anywhere: Vec<String>,
    /// The tier, where it is not the flag's usual one.
    pub tier: Option<Tier>,
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

/// Puts the lists into a phrase: all phrases that it stands for. An unknown list gives none.
#[must_use]
pub fn expand(phrase: &str, lists: &Lists) -> Vec<String> {
    let Some((before, rest)) = phrase.split_once('{') else {
        return vec![phrase.to_owned()];
    };
    let Some((name, after)) = rest.split_once('}') else {
        return Vec::new();
    };
    let tails = expand(after, lists);
    lists
        .get(name)
        .into_iter()
        .flatten()
        .flat_map(|word| {
            tails
                .iter()
                .map(move |tail| format!("{before}{word}{tail}"))
        })
        .collect()
}

/// Reads and checks the word tables of the language `code`.
pub(super) fn read(
    code: &str,
    files: &Files,
    knowledge: &Knowledge,
    problems: &mut Problems,
) -> Words {
    let flags: FlagWords = table(code, "red_flags.toml", files, problems);
    let talk: TalkWords = table(code, "words.toml", files, problems);
    let past: PastWords = table(code, "past.toml", files, problems);
    let places: Places = table(code, "places.toml", files, problems);
    let answers: AnswerWords = table(code, "answers.toml", files, problems);
    let topics: TopicWords = table(code, "topics.toml", files, problems);
    let examples: ExampleWords = table(code, "examples.toml", files, problems);
    let log: log::LogWords = table(code, "log_words.toml", files, problems);
    if let Some(file) = files.get(&path(code, "log_words.toml")) {
        log::check(file, &log, problems);
    }
    if let Some(file) = files.get(&path(code, "red_flags.toml")) {
        check_flags(file, &flags, knowledge, problems);
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

fn check_flags(file: &File, words: &FlagWords, knowledge: &Knowledge, problems: &mut Problems) {
    for flag in &knowledge.flags {
        if words.rules.get(&flag.slug).is_none_or(Vec::is_empty) {
            problems.error(&file.shown, None, Some(&flag.slug), "has no rules here");
        }
    }
    check_lists(file, &words.lists, problems);
    let general = [
        ("negation.words", &words.negation.words),
        ("negation.borders", &words.negation.borders),
        ("negation.pardon", &words.negation.pardon),
        ("negation.alternatives", &words.negation.alternatives),
        ("fillers", &words.fillers),
        ("idioms", &words.idioms),
        ("general", &words.general),
        ("own", &words.own),
    ];
    for (key, phrases) in general {
        check_phrases(file, key, phrases, &words.lists, problems);
    }
    if words.negation.words.is_empty() || words.negation.reach == 0 {
        problems.error(
            &file.shown,
            None,
            Some("negation"),
            "has no words or no reach",
        );
    }
    for (slug, rules) in &words.rules {
        let line = line_of_rules(file, slug);
        let Some(flag) = knowledge.flag(slug) else {
            let what = "is no red flag of the knowledge files";
            problems.error(&file.shown, line, Some(slug), what);
            continue;
        };
        for rule in rules {
            if rule.any.is_empty() == rule.all.is_empty() {
                let what = "a rule has either any or all";
                problems.error(&file.shown, line, Some(slug), what);
            }
            if let Some(tier) = rule.tier
                && !flag.messages.contains_key(&tier)
            {
                let what = format!("has no message for the tier {tier:?}");
                problems.error(&file.shown, line, Some(slug), what);
            }
            let groups = rule.all.iter().chain([&rule.unless, &rule.unless_anywhere]);
            for phrases in groups.chain([&rule.any]) {
                check_phrases(file, slug, phrases, &words.lists, problems);
            }
            if rule.all.iter().any(Vec::is_empty) {
                problems.error(&file.shown, line, Some(slug), "a group of all is empty");
            }
        }
    }
}

/// The line in which the first rule of a flag begins.
fn line_of_rules(file: &File, slug: &str) -> Option<usize> {
    let heading = format!("[[rules.{slug}]]");
    let place = file.text.lines().position(|line| line.trim() == heading);
    place.map(|index| index + 1)
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
    let tables = [
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
    for (name, words) in lists {
        if words.is_empty() {
            problems.error(&file.shown, None, Some(name), "the list is empty");
        }
        for word in words {
            if word.trim().is_empty() || word.contains(['{', '*']) {
                let what = format!("\"{word}\" is no plain phrase");
                problems.error(&file.shown, line_of(file, word), Some(name), what);
            }
        }
    }
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
        let words: Vec<&str> = phrase.split_whitespace().collect();
        if words.is_empty() || words.first() == Some(&"*") || words.last() == Some(&"*") {
            complain(format!("\"{phrase}\" must begin and end with a word"));
        }
        if phrase.contains('\'') || *phrase != phrase.to_lowercase() {
            complain(format!(
                "\"{phrase}\" must be in lower case, without apostrophes"
            ));
        }
        match expand(phrase, lists).len() {
            0 => complain(format!("\"{phrase}\" names a list that does not exist")),
            count if count > EXPANSIONS => {
                complain(format!(
                    "\"{phrase}\" stands for {count} phrases; at most {EXPANSIONS}"
                ));
            }
            _ => {}
        }
    }
}
