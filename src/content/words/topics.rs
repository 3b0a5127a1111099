//! `topics.toml` of a language: the words that people ask with, and what makes words a question.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{File, Knowledge, Lists, Problems, check_lists, check_phrases, line_of};

/// The words of one language for the topics.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicWords {
    #[serde(default)]
    pub lists: Lists,
    /// Phrases that make a question of a message.
    #[serde(default)]
    pub asking: Vec<String>,
    /// Ordinary words that are no misspelling of a topic's word.
    #[serde(default)]
    pub known: Vec<String>,
    /// By the slug of the topic.
    #[serde(default)]
    pub phrases: BTreeMap<String, Vec<String>>,
}

/// Reports topics without words, words without a topic, and phrases that cannot be found.
pub(super) fn check(
    file: &File,
    words: &TopicWords,
    knowledge: &Knowledge,
    problems: &mut Problems,
) {
    check_lists(file, &words.lists, problems);
    check_phrases(file, "asking", &words.asking, &words.lists, problems);
    if words.asking.is_empty() {
        problems.error(&file.shown, None, Some("asking"), "is empty");
    }
    for topic in &knowledge.topics.all {
        if words.phrases.get(&topic.slug).is_none_or(Vec::is_empty) {
            problems.error(&file.shown, None, Some(&topic.slug), "has no phrases here");
        }
    }
    for (slug, phrases) in &words.phrases {
        if knowledge.topic(slug).is_none() {
            let what = "is no topic of the knowledge files";
            problems.error(&file.shown, line_of_key(file, slug), Some(slug), what);
        }
        check_phrases(file, slug, phrases, &words.lists, problems);
    }
    check_twice(file, words, problems);
}

/// A phrase that two topics claim would leave the answer to chance.
fn check_twice(file: &File, words: &TopicWords, problems: &mut Problems) {
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for (slug, phrases) in &words.phrases {
        for phrase in phrases {
            if let Some(other) = owners.insert(phrase, slug) {
                let what = format!("\"{phrase}\" belongs to {other} already");
                problems.error(&file.shown, line_of(file, phrase), Some(slug), what);
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
