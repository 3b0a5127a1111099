//! The topics that Charley explains: how sure each answer is, where it comes from, who has to take care, and where it leads on.
//! Read from `knowledge/topics.toml`; the answers themselves are texts of each language, found by the topic's slug.
//!
//! Invariants of a checked file: each source is known, each button leads somewhere, each topic has its texts.
//! Deliberately not here: the words that people ask with (`words`), and when a guard holds (`care`).

use serde::Deserialize;

use super::{Files, Grade, Knowledge, Problems, Review, When, line_of, questions, read_toml};

const TOPICS: &str = "knowledge/topics.toml";

/// What all texts of answers begin with.
const PREFIX: &str = "topic-";

/// How many follow-ups stand below an answer. More buttons are a list to be read.
const FOLLOW_UPS: usize = 3;

/// The topics, and the few that are offered first.
#[derive(Debug, Default)]
pub struct Topics {
    pub all: Vec<Topic>,
    /// Slugs of those that the menu of questions offers.
    pub menu: Vec<String>,
    pub review: Review,
}

/// One thing that people ask about.
#[derive(Debug)]
pub struct Topic {
    /// A slug of the topic list, such as `bananas_potassium`.
    pub slug: String,
    /// How sure the answer is; absent where it is about Charley itself.
    pub grade: Option<Grade>,
    /// Ids of [`Source`](super::Source)s.
    pub sources: Vec<String>,
    pub follow_ups: Vec<FollowUp>,
    pub guard: Option<Guard>,
    pub keys: Keys,
}

/// Where a button below an answer leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FollowUp {
    /// To another answer, by its slug.
    Topic(String),
    Deed(Deed),
}

/// What can be done from below an answer; written as the command that does the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Cramp,
    Soak,
    Doctor,
    Diary,
    Zone,
    Privacy,
}

/// For whom an answer is careful.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guard {
    /// The questions that must be answered before anything can be said.
    pub needs: Vec<String>,
    /// Each line names questions and answers; if any line holds, care is needed.
    pub when: Vec<When>,
}

/// The keys of a topic's texts.
#[derive(Debug)]
pub struct Keys {
    /// The short answer.
    pub short: String,
    pub more: String,
    pub button: String,
    /// What to know before it can be said whether it is safe.
    pub guard: String,
    /// Care is needed.
    pub careful: String,
    /// Nothing that was told speaks against it.
    pub clear: String,
    /// The label of the button that asks what is missing.
    pub check: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    reviewed_by: String,
    reviewed_on: String,
    menu: Vec<String>,
    #[serde(default)]
    topic: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    slug: String,
    grade: Option<Grade>,
    #[serde(default)]
    sources: Vec<String>,
    #[serde(default)]
    follow_ups: Vec<String>,
    guard: Option<Guard>,
}

impl Deed {
    fn from_command(name: &str) -> Option<Self> {
        match name {
            "cramp" => Some(Self::Cramp),
            "soak" => Some(Self::Soak),
            "doctor" => Some(Self::Doctor),
            "history" => Some(Self::Diary),
            "zone" => Some(Self::Zone),
            "privacy" => Some(Self::Privacy),
            _ => None,
        }
    }
}

impl Topic {
    /// The keys of the texts that this topic needs in each language.
    pub fn text_keys(&self) -> impl Iterator<Item = &str> {
        let keys = &self.keys;
        let always = [&keys.short, &keys.more, &keys.button];
        let guarded = [&keys.guard, &keys.careful, &keys.clear, &keys.check];
        let guarded = guarded.into_iter().filter(|_| self.guard.is_some());
        always.into_iter().chain(guarded).map(String::as_str)
    }
}

impl Keys {
    fn of(slug: &str) -> Self {
        let short = format!("{PREFIX}{}", slug.replace('_', "-"));
        let part = |name: &str| format!("{short}-{name}");
        Self {
            more: part("more"),
            button: part("button"),
            guard: part("guard"),
            careful: part("careful"),
            clear: part("clear"),
            check: format!("{}-button", part("check")),
            short,
        }
    }
}

/// Reads the topics; a follow-up that is no command is the slug of a topic.
pub(super) fn read(files: &Files, problems: &mut Problems) -> Topics {
    let Some(read) = read_toml::<File>(TOPICS, files, problems) else {
        return Topics::default();
    };
    let file = &files[TOPICS]; // It was just read.
    let mut all = Vec::new();
    for entry in read.topic {
        let mut follow_ups = Vec::new();
        for name in entry.follow_ups {
            match name.strip_prefix('/').map(Deed::from_command) {
                None => follow_ups.push(FollowUp::Topic(name)),
                Some(Some(deed)) => follow_ups.push(FollowUp::Deed(deed)),
                Some(None) => {
                    let what = format!("leads to {name}, which is nothing that a button can do");
                    let line = line_of(file, &name);
                    problems.error(&file.shown, line, Some(&entry.slug), what);
                }
            }
        }
        all.push(Topic {
            keys: Keys::of(&entry.slug),
            slug: entry.slug,
            grade: entry.grade,
            sources: entry.sources,
            follow_ups,
            guard: entry.guard,
        });
    }
    Topics {
        all,
        menu: read.menu,
        review: Review::new(&read.reviewed_by, &read.reviewed_on),
    }
}

/// Reports what is wrong with the topics, but for their texts.
pub(super) fn check(files: &Files, knowledge: &Knowledge, problems: &mut Problems) {
    let Some(file) = files.get(TOPICS) else {
        return;
    };
    let topics = &knowledge.topics;
    if let Err(what) = topics.review.check() {
        problems.error(&file.shown, None, Some("reviewed_on"), what);
    }
    for slug in &topics.menu {
        if knowledge.topic(slug).is_none() {
            let what = format!("leads to {slug}, which is no topic");
            problems.error(&file.shown, line_of(file, slug), Some("menu"), what);
        }
    }
    for (index, topic) in topics.all.iter().enumerate() {
        let line = line_of_slug(&file.text, &topic.slug);
        let mut complain =
            |what: String| problems.error(&file.shown, line, Some(&topic.slug), what);
        if !is_slug(&topic.slug) {
            complain("a slug is of lower-case words joined by underscores".to_owned());
        }
        if topics.all[..index]
            .iter()
            .any(|other| other.slug == topic.slug)
        {
            complain("stands there twice".to_owned());
        }
        check_sources(topic, knowledge, &mut complain);
        check_follow_ups(topic, knowledge, &mut complain);
        if let Some(guard) = &topic.guard {
            check_guard(guard, knowledge, &mut complain);
        }
    }
}

fn check_sources(topic: &Topic, knowledge: &Knowledge, complain: &mut impl FnMut(String)) {
    match (topic.grade, topic.sources.is_empty()) {
        (Some(_), true) => complain("has no source".to_owned()),
        (None, false) => complain("has sources, but no grade".to_owned()),
        (Some(_), false) | (None, true) => {}
    }
    for id in &topic.sources {
        if knowledge.source(id).is_none() {
            complain(format!("names the unknown source {id}"));
        }
    }
}

fn check_follow_ups(topic: &Topic, knowledge: &Knowledge, complain: &mut impl FnMut(String)) {
    let count = topic.follow_ups.len();
    if count == 0 {
        complain("leads nowhere; it needs a follow-up".to_owned());
    }
    if count > FOLLOW_UPS {
        complain(format!("has {count} follow-ups; at most {FOLLOW_UPS}"));
    }
    for (index, follow_up) in topic.follow_ups.iter().enumerate() {
        if topic.follow_ups[..index].contains(follow_up) {
            complain("has the same follow-up twice".to_owned());
        }
        let FollowUp::Topic(slug) = follow_up else {
            continue;
        };
        if knowledge.topic(slug).is_none() {
            complain(format!("leads to {slug}, which is no topic"));
        }
        if *slug == topic.slug {
            complain("leads to itself".to_owned());
        }
    }
}

fn check_guard(guard: &Guard, knowledge: &Knowledge, complain: &mut impl FnMut(String)) {
    if guard.needs.is_empty() || guard.when.is_empty() {
        complain("a guard needs questions, and answers that call for care".to_owned());
    }
    for question in &guard.needs {
        if knowledge.question(question).is_none() {
            complain(format!("the guard asks the unknown question {question}"));
        }
    }
    for when in &guard.when {
        for what in questions::unknown(when, &knowledge.questions) {
            complain(format!("the guard {what}"));
        }
    }
    for (question, answers) in guard.when.iter().flat_map(|when| &when.0) {
        if !guard.needs.contains(question) {
            complain(format!("the guard does not ask for {question}"));
        }
        if answers.is_empty() {
            complain(format!("the guard waits for no answer to {question}"));
        }
    }
}

/// Reports the texts that English lacks. What another language lacks is found by comparing it with English.
pub(in crate::content) fn check_texts(
    files: &Files,
    knowledge: &Knowledge,
    has: impl Fn(&str) -> bool,
    problems: &mut Problems,
) {
    let Some(file) = files.get(TOPICS) else {
        return;
    };
    for topic in &knowledge.topics.all {
        let line = line_of_slug(&file.text, &topic.slug);
        for key in topic.text_keys().filter(|key| !has(key)) {
            let what = format!("has no English text {key}");
            problems.error(&file.shown, line, Some(&topic.slug), what);
        }
    }
}

/// The line `slug = "…"` of a topic.
fn line_of_slug(text: &str, slug: &str) -> Option<usize> {
    let wanted = format!("\"{slug}\"");
    let is_here = |line: &str| line.starts_with("slug") && line.contains(&wanted);
    text.lines().position(is_here).map(|index| index + 1)
}

fn is_slug(slug: &str) -> bool {
    let is_word = |word: &str| {
        let is_plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
        !word.is_empty() && word.chars().all(is_plain)
    };
    slug.split('_').all(is_word) && !slug.starts_with("redflag_")
}
