//! The red-flag scan on lines in people's own words. A new case is a new line in `flags.tsv`.

use std::collections::BTreeMap;

use charley::content::{ENGLISH, words::expand};
use proptest::prelude::*;

use super::{CONTENT, READER};

const LINES: &str = include_str!("flags.tsv");

/// Each flag has at least so many lines.
const LINES_PER_FLAG: usize = 12;

fn cases() -> impl Iterator<Item = (&'static str, &'static str)> {
    LINES
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            line.split_once('\t')
                .expect("a line is a text, a tab and a flag")
        })
}

fn flag(text: &str) -> &'static str {
    let found = READER.flag(ENGLISH, text);
    found.map_or("none", |flag| {
        flag.slug.strip_prefix("redflag_").unwrap_or(flag.slug)
    })
}

#[test]
fn each_line_raises_its_flag_or_none() {
    let wrong: Vec<String> = cases()
        .filter(|(text, expected)| flag(text) != *expected)
        .map(|(text, expected)| format!("{text}: expected {expected}, found {}", flag(text)))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn each_flag_has_enough_lines() {
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, expected) in cases() {
        *lines.entry(expected).or_default() += 1;
    }
    for flag in &CONTENT.knowledge().flags {
        let slug = flag.slug.trim_start_matches("redflag_");
        let count = lines.get(slug).copied().unwrap_or_default();
        assert!(count >= LINES_PER_FLAG, "{slug} has {count} lines");
    }
    assert!(lines["none"] >= 150, "there are too few ordinary lines");
}

/// Some listed phrase that is enough by itself, with its gaps closed.
fn listed_phrase() -> impl Strategy<Value = String> {
    let words = &CONTENT.words(ENGLISH).flags;
    let rules = words.rules.values().flatten();
    let plain = rules.filter(|rule| rule.unless_anywhere.is_empty());
    let phrases: Vec<String> = plain
        .flat_map(|rule| &rule.any)
        .flat_map(|phrase| expand(phrase, &words.lists))
        .map(|phrase| phrase.replace(" * ", " "))
        .collect();
    proptest::sample::select(phrases)
}

/// Words that mean nothing to the scan.
fn filler() -> impl Strategy<Value = String> {
    proptest::collection::vec("[qxz]{3,4}", 0..8).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn a_listed_phrase_is_found_inside_anything(before in filler(), phrase in listed_phrase(), after in filler()) {
        let text = format!("{before} {phrase} {after}");
        prop_assert!(READER.flag(ENGLISH, &text).is_some(), "{}", text);
    }

    #[test]
    fn capitals_and_long_letters_hide_nothing(phrase in listed_phrase()) {
        let text = phrase.to_uppercase();
        prop_assert!(READER.flag(ENGLISH, &text).is_some(), "{}", text);
    }

    #[test]
    fn any_text_is_scanned_without_a_panic_and_twice_alike(text in any::<String>()) {
        prop_assert_eq!(READER.flag(ENGLISH, &text), READER.flag(ENGLISH, &text));
        let _meaning = READER.cramp(ENGLISH, &text);
        let _reply = READER.reply(ENGLISH, &text);
        let _number = READER.number(ENGLISH, &text);
    }
}

#[test]
fn each_flag_has_a_question_that_can_clear_it() {
    for flag in &CONTENT.knowledge().flags {
        let name = flag.slug.trim_start_matches("redflag_").replace('_', "-");
        assert!(CONTENT.has(&format!("check-{name}")), "{}", flag.slug);
    }
}
