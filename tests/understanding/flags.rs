//! The red-flag scan on lines in people's own words. A new case is a new line in one of the tables beside this file.

use std::collections::BTreeMap;

use charley::content::{ENGLISH, knowledge::Tier};

use super::{CONTENT, READER};

/// Texts, each with the one flag that it must raise, or none.
const LINES: &str = include_str!("flags.tsv");
/// Texts of which nothing was learnt, each with its flag and its tier, or none.
const UNSEEN: &str = include_str!("unseen.tsv");
/// Texts that are half a picture, each with the flag that is asked about, or none.
const HALVES: &str = include_str!("half.tsv");

/// Each flag has at least so many lines.
const LINES_PER_FLAG: usize = 30;

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

fn flag(text: &str) -> Option<(&'static str, Tier)> {
    let found = READER.flag(ENGLISH, text)?;
    let name = found.slug.strip_prefix("redflag_");
    Some((name.unwrap_or(found.slug), found.tier))
}

fn name(text: &str) -> &'static str {
    flag(text).map_or("none", |(name, _)| name)
}

fn none_of(wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn each_line_raises_its_flag_or_none() {
    let wrong: Vec<String> = rows(LINES)
        .filter(|row| name(row[0]) != row[1])
        .map(|row| format!("{}: expected {}, found {}", row[0], row[1], name(row[0])))
        .collect();
    none_of(&wrong);
}

/// The messages of the content from which the net under the rules learns: the text, its flag and its tier.
fn danger() -> impl Iterator<Item = (&'static str, &'static str, Tier)> {
    let lines = &CONTENT.words(ENGLISH).flags.lines;
    lines.danger.iter().flat_map(|(slug, tiers)| {
        let slug = slug.trim_start_matches("redflag_");
        tiers.iter().flat_map(move |(tier, texts)| {
            let texts = texts.iter().map(String::as_str);
            texts.map(move |text| (text, slug, *tier))
        })
    })
}

fn ordinary() -> impl Iterator<Item = &'static str> {
    let lines = &CONTENT.words(ENGLISH).flags.lines.ordinary;
    lines.iter().map(String::as_str)
}

/// Fails if there are more of them than `percent` of `all`.
fn at_most(percent: usize, all: usize, wrong: &[String]) {
    assert!(
        wrong.len() * 100 <= all * percent,
        "{} of {all}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn no_danger_is_missed() {
    let missed: Vec<String> = danger()
        .filter(|(text, ..)| flag(text).is_none())
        .map(|(text, slug, _)| format!("{text} ({slug})"))
        .collect();
    none_of(&missed);
}

/// Where two flags of one tier are there, either will do; where the tier is another, the action is.
#[test]
fn danger_is_told_with_its_urgency() {
    let wrong: Vec<String> = danger()
        .filter_map(|(text, _, expected)| {
            let (found, tier) = flag(text)?;
            (tier != expected).then(|| format!("{text}: {found} {tier:?}"))
        })
        .collect();
    at_most(2, danger().count(), &wrong);
}

/// A danger is heard in the middle of any story.
#[test]
fn no_story_drowns_a_danger() {
    const BEFORE: &str = "Left calf again at ten past three, 6 out of 10, two minutes, walked it off to the kitchen and back.";
    const AFTER: &str = "Did my stretches at nine as always and had a cup of tea with my wife. Which magnesium is best?";
    let drowned: Vec<String> = danger()
        .map(|(text, ..)| format!("{BEFORE} {text}. {AFTER}"))
        .filter(|story| flag(story).is_none())
        .collect();
    at_most(1, danger().count(), &drowned);
}

#[test]
fn ordinary_lines_hardly_ever_raise_a_flag() {
    let wrong: Vec<String> = ordinary()
        .filter(|text| flag(text).is_some())
        .map(|text| format!("{text}: {}", name(text)))
        .collect();
    at_most(1, ordinary().count(), &wrong);
}

/// What is said of lines that nobody has seen: hardly a danger missed, its tier right. Of the ordinary lines among them most
/// were chosen for sounding like danger.
#[test]
fn unseen_lines_are_read_nearly_as_well() {
    let (mut missed, mut other_tier, mut alarms) = (Vec::new(), Vec::new(), Vec::new());
    let (mut dangers, mut ordinary) = (0, 0);
    for row in rows(UNSEEN) {
        let found = flag(row[0]);
        let expected = match row[2] {
            "E" => Some(Tier::Emergency),
            "S" => Some(Tier::SameDay),
            "C" => Some(Tier::Crisis),
            _ => None,
        };
        let line = format!("{}: {found:?}", row[0]);
        match (expected, found) {
            (Some(_), None) => missed.push(line),
            (Some(tier), Some((_, found))) if tier != found => other_tier.push(line),
            (None, Some(_)) => alarms.push(line),
            (Some(_), Some(_)) | (None, None) => {}
        }
        dangers += usize::from(expected.is_some());
        ordinary += usize::from(expected.is_none());
    }
    at_most(2, dangers, &missed);
    at_most(5, dangers, &other_tier);
    at_most(6, ordinary, &alarms);
}

#[test]
fn each_flag_has_enough_lines() {
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for slug in rows(LINES)
        .map(|row| row[1])
        .chain(danger().map(|line| line.1))
    {
        *lines.entry(slug).or_default() += 1;
    }
    for flag in &CONTENT.knowledge().flags {
        let slug = flag.slug.trim_start_matches("redflag_");
        let count = lines.get(slug).copied().unwrap_or_default();
        assert!(count >= LINES_PER_FLAG, "{slug} has {count} lines");
    }
    let ordinary = lines["none"] + ordinary().count();
    assert!(ordinary >= 900, "there are too few ordinary lines");
}

#[test]
fn each_flag_has_a_question_that_can_clear_it() {
    for flag in &CONTENT.knowledge().flags {
        let name = flag.slug.trim_start_matches("redflag_").replace('_', "-");
        assert!(CONTENT.has(&format!("check-{name}")), "{}", flag.slug);
    }
}

#[test]
fn half_a_picture_leads_to_a_question() {
    let wrong: Vec<String> = rows(HALVES)
        .filter_map(|row| {
            let half = READER.half(ENGLISH, row[0]);
            let found = half.map_or("none", |half| half.slug.trim_start_matches("redflag_"));
            let is_right = found == row[1] && flag(row[0]).is_none();
            (!is_right).then(|| format!("{}: {found}, {}", row[0], name(row[0])))
        })
        .collect();
    none_of(&wrong);
}

#[test]
fn ordinary_lines_are_hardly_ever_asked_about() {
    let asked: Vec<String> = ordinary()
        .filter(|text| READER.half(ENGLISH, text).is_some())
        .map(str::to_owned)
        .collect();
    at_most(1, ordinary().count(), &asked);
}
