//! How a text must be worded: its length, its tone at night, and phrases that Charley never says.
//!
//! The limits follow the key: `night-…` is read at 3 am, `flag-…` in alarm, `topic-…` and `claim-…` by somebody who asked, `…-button` and `button-…`
//! are labels. English texts are also measured for how hard they are to read.

use serde::Deserialize;

use super::{ENGLISH, Files, knowledge::read_toml, problem::Problems, readability};

/// Telegram takes no longer message.
const MESSAGE_CHARS: usize = 4096;
/// A longer label is cut on a narrow phone.
const LABEL_CHARS: usize = 24;
/// More is not read at 3 am.
const NIGHT_WORDS: usize = 25;
/// A red-flag text is read in alarm.
const FLAG_WORDS: usize = 60;
/// A short answer, the one behind "More", and what a guard says.
const SHORT_ANSWER_WORDS: usize = 60;
const MORE_WORDS: usize = 120;
const GUARD_WORDS: usize = 40;
/// A claim of the article and what is known about it: together no longer than a short answer.
const CLAIM_WORDS: usize = 20;
const FOUND_WORDS: usize = SHORT_ANSWER_WORDS - CLAIM_WORDS;
/// The end of grade 7: read at the age of 12 to 13.
const GRADE: f64 = 8.0;
/// Longer sentences are hard to read for many.
const SENTENCE_WORDS: usize = 20;

/// The list of forbidden phrases.
const NEVER_SAY: &str = "knowledge/never_say.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NeverSay {
    #[serde(default)]
    never: Vec<Never>,
}

/// A group of phrases with one reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Never {
    reason: String,
    /// Words in their order; `*` stands for up to two words.
    phrases: Vec<String>,
    /// Their plain words.
    #[serde(skip)]
    plain: Vec<Vec<String>>,
    #[serde(default)]
    allow: Vec<Allowed>,
}

/// A text that may say it after all.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Allowed {
    key: String,
    reason: String,
}

/// The rules that each text is held to.
pub struct Limits {
    never: Vec<Never>,
    english: bool,
}

impl Limits {
    /// Reads the forbidden phrases; the language says what else can be measured.
    pub fn read(code: &str, files: &Files) -> Self {
        // `check_list` reports a file that is missing or cannot be read.
        let list = files
            .get(NEVER_SAY)
            .and_then(|file| toml::from_str::<NeverSay>(&file.text).ok());
        let mut never = list.map(|list| list.never).unwrap_or_default();
        for group in &mut never {
            let phrases = group.phrases.iter();
            group.plain = phrases.map(|phrase| plain_words(phrase)).collect();
        }
        Self {
            never,
            english: code == ENGLISH,
        }
    }

    /// Reports what is wrong with one text.
    pub fn check(&self, file: &str, line: usize, key: &str, text: &str, problems: &mut Problems) {
        let length = text.chars().count();
        let mut complain = |what: String| problems.error(file, Some(line), Some(key), what);
        if length > MESSAGE_CHARS {
            complain(format!(
                "has {length} characters; Telegram takes {MESSAGE_CHARS}"
            ));
        }
        if (key.ends_with("-button") || key.starts_with("button-")) && length > LABEL_CHARS {
            complain(format!(
                "has {length} characters; a label has at most {LABEL_CHARS}"
            ));
        }
        let words = count_words(text);
        if key.starts_with("flag-") && words > FLAG_WORDS {
            complain(format!(
                "has {words} words; a red-flag text has at most {FLAG_WORDS}"
            ));
        }
        if key.starts_with("night-") {
            check_night(text, &mut complain);
        }
        if let Some(limit) = words_of_answer(key)
            && words > limit
        {
            complain(format!("has {words} words; here at most {limit}"));
        }
        let plain_text = plain_words(text);
        for never in &self.never {
            if never.allow.iter().any(|allowed| allowed.key == key) {
                continue;
            }
            let mut phrases = never.phrases.iter().zip(&never.plain);
            if let Some((phrase, _)) = phrases.find(|(_, plain)| says(&plain_text, plain)) {
                complain(format!("says \"{phrase}\": {}", never.reason));
            }
        }
        if self.english
            && let Some(grade) = readability::grade(text)
            && grade >= GRADE
        {
            let what =
                format!("is hard to read: school grade {grade:.1}; below {GRADE:.0} it is plain");
            problems.warning(file, Some(line), Some(key), what);
        }
        for sentence in text.split_inclusive(['.', '!', '?', '\n', ':', ';']) {
            let words = count_words(sentence);
            if words > SENTENCE_WORDS {
                let what = format!(
                    "a sentence has {words} words; more than {SENTENCE_WORDS} are hard to read"
                );
                problems.warning(file, Some(line), Some(key), what);
            }
        }
    }
}

/// How many words a text of a topic or a claim may have.
fn words_of_answer(key: &str) -> Option<usize> {
    if key.starts_with("claim-") {
        let is_found = key.ends_with("-found");
        return Some(if is_found { FOUND_WORDS } else { CLAIM_WORDS });
    }
    let part = key.strip_prefix("topic-")?.rsplit('-').next()?;
    Some(match part {
        "more" => MORE_WORDS,
        "guard" | "careful" | "clear" => GUARD_WORDS,
        _ => SHORT_ANSWER_WORDS,
    })
}

fn check_night(text: &str, complain: &mut impl FnMut(String)) {
    let words = count_words(text);
    if words > NIGHT_WORDS {
        complain(format!("has {words} words; at night at most {NIGHT_WORDS}"));
    }
    if text.contains('!') {
        complain("has an exclamation mark; at night the tone is quiet".to_owned());
    }
    if text.chars().any(is_pictorial) {
        complain("has an emoji; at night there is none".to_owned());
    }
}

/// Symbols, dingbats and all pictures above the basic plane; arrows and punctuation are not among them.
fn is_pictorial(letter: char) -> bool {
    matches!(letter, '\u{2600}'..='\u{27BF}' | '\u{2B50}'..='\u{2B55}' | '\u{1F000}'..='\u{1FAFF}')
}

fn count_words(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
}

/// The words of a text in lower case, without apostrophes.
fn plain_words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .replace(['\'', '\u{2019}'], "")
        .split(|letter: char| !letter.is_alphanumeric() && letter != '*')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether the words of `phrase` stand in `text`, with `*` for up to two words.
fn says(text: &[String], phrase: &[String]) -> bool {
    !phrase.is_empty() && (0..text.len()).any(|from| begins(&text[from..], phrase))
}

fn begins(text: &[String], phrase: &[String]) -> bool {
    match phrase.split_first() {
        None => true,
        Some((first, rest)) if first == "*" => {
            (0..=2.min(text.len())).any(|gap| begins(&text[gap..], rest))
        }
        Some((first, rest)) => text
            .split_first()
            .is_some_and(|(word, others)| word == first && begins(others, rest)),
    }
}

/// Whether the list of forbidden phrases itself is sound.
pub fn check_list(files: &Files, problems: &mut Problems) {
    let Some(list) = read_toml::<NeverSay>(NEVER_SAY, files, problems) else {
        return;
    };
    let file = &files[NEVER_SAY]; // It was just read.
    for never in &list.never {
        if never.reason.trim().is_empty() || never.phrases.is_empty() {
            let what = "each group needs a reason and at least one phrase";
            problems.error(
                &file.shown,
                None,
                never.phrases.first().map(String::as_str),
                what,
            );
        }
        for phrase in &never.phrases {
            if plain_words(phrase).iter().all(|word| word == "*") {
                problems.error(&file.shown, None, Some(phrase), "has no words");
            }
        }
        for allowed in &never.allow {
            if allowed.reason.trim().is_empty() {
                let what = "an exception needs a reason";
                problems.error(&file.shown, None, Some(&allowed.key), what);
            }
        }
    }
}
