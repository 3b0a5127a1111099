//! `topics.toml` and `examples.toml` of a language: how people ask for each topic, and what is no topic.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::{File, Knowledge, Lists, Problems, check_phrases, line_of};

/// How many examples a topic has. Fewer do not show how people ask; more are not looked through by anybody.
const EXAMPLES: std::ops::RangeInclusive<usize> = 12..=25;

/// `topics.toml`: what makes words a question, and the short phrases that name a topic.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicWords {
    /// Phrases that make a question of a message.
    #[serde(default)]
    pub asking: Vec<String>,
    /// Words that do so where they stand last: "still cramps why".
    #[serde(default)]
    pub asking_last: Vec<String>,
    /// Words that say little about the topic ("the", "my").
    #[serde(default)]
    pub light: Vec<String>,
    /// By the slug of the topic.
    #[serde(default)]
    pub phrases: BTreeMap<String, Vec<String>>,
}

/// `examples.toml`: whole messages.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleWords {
    /// By the slug of the topic.
    #[serde(default)]
    pub topics: BTreeMap<String, Vec<String>>,
    /// The same, any number: the long and the roundabout, in which the question is wrapped in a story.
    #[serde(default)]
    pub more: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub talk: BTreeMap<SmallTalk, Vec<String>>,
    /// What Charley is not for.
    #[serde(default)]
    pub other: Vec<String>,
}

impl ExampleWords {
    /// All messages, of every kind.
    pub fn lines(&self) -> impl Iterator<Item = &String> {
        let lists = self.topics.values().chain(self.more.values());
        lists
            .chain(self.talk.values())
            .chain([&self.other])
            .flatten()
    }
}

/// What people say to anyone, and to a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SmallTalk {
    Hello,
    Thanks,
    Bye,
    /// "Ok", "haha", "not now".
    Fine,
    /// "What can you do?"
    Able,
    /// Cross with Charley.
    Upset,
}

/// Reports topics without words, words without a topic, and phrases that cannot be found.
pub(super) fn check(
    file: &File,
    words: &TopicWords,
    knowledge: &Knowledge,
    problems: &mut Problems,
) {
    check_phrases(file, "asking", &words.asking, &Lists::default(), problems);
    if words.asking.is_empty() {
        problems.error(&file.shown, None, Some("asking"), "is empty");
    }
    for topic in &knowledge.topics.all {
        if words.phrases.get(&topic.slug).is_none_or(Vec::is_empty) {
            problems.error(&file.shown, None, Some(&topic.slug), "has no phrases here");
        }
    }
    check_slugs(file, &words.phrases, knowledge, problems);
    let lines = words.phrases.iter();
    check_twice(
        file,
        lines.map(|(slug, lines)| (slug.as_str(), lines)),
        problems,
    );
}

/// Reports topics with too few examples or too many, examples of no topic, and lines that stand twice.
pub(super) fn check_examples(
    file: &File,
    words: &ExampleWords,
    knowledge: &Knowledge,
    problems: &mut Problems,
) {
    for topic in &knowledge.topics.all {
        let count = words.topics.get(&topic.slug).map_or(0, Vec::len);
        if !EXAMPLES.contains(&count) {
            let (least, most) = (EXAMPLES.start(), EXAMPLES.end());
            let what = format!("has {count} examples; {least} to {most} are needed");
            let line = line_of_key(file, &topic.slug);
            problems.error(&file.shown, line, Some(&topic.slug), &what);
        }
    }
    check_slugs(file, &words.topics, knowledge, problems);
    check_slugs(file, &words.more, knowledge, problems);
    let topics = words
        .topics
        .iter()
        .chain(&words.more)
        .map(|(slug, lines)| (slug.as_str(), lines));
    let talk = words.talk.values().map(|lines| ("small talk", lines));
    let other = std::iter::once(("other", &words.other));
    check_twice(file, topics.chain(talk).chain(other), problems);
}

fn check_slugs(
    file: &File,
    lines: &BTreeMap<String, Vec<String>>,
    knowledge: &Knowledge,
    problems: &mut Problems,
) {
    for slug in lines.keys() {
        if knowledge.topic(slug).is_none() {
            let what = "is no topic of the knowledge files";
            problems.error(&file.shown, line_of_key(file, slug), Some(slug), what);
        }
    }
}

/// A line that two topics claim would leave the answer to chance.
fn check_twice<'a>(
    file: &File,
    groups: impl Iterator<Item = (&'a str, &'a Vec<String>)>,
    problems: &mut Problems,
) {
    let mut owners: HashMap<String, &str> = HashMap::new();
    for (group, lines) in groups {
        for line in lines {
            if let Some(other) = owners.insert(line.to_lowercase(), group) {
                let what = format!("\"{line}\" belongs to {other} already");
                problems.error(&file.shown, line_of(file, line), Some(group), &what);
            }
        }
    }
}

/// The line `slug = [`.
fn line_of_key(file: &File, slug: &str) -> Option<usize> {
    let is_here = |line: &str| {
        line.strip_prefix(slug)
            .is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    file.text.lines().position(is_here).map(|index| index + 1)
}
