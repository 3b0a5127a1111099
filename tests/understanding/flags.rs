//! The red-flag scan on lines in people's own words. A new case is a new line in one of the tables beside this file.

use std::collections::BTreeMap;

use charley::content::{ENGLISH, knowledge::Tier};

use super::{CONTENT, READER};

/// Texts, each with the one flag that it must raise, or none.
const LINES: &str = include_str!("flags.tsv");
/// Texts in many voices, each with its flag and its tier.
const DANGER: &str = include_str!("danger.tsv");
/// Texts that must raise nothing, however near they come.
const ORDINARY: &str = include_str!("ordinary.tsv");
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

#[test]
fn no_danger_is_missed() {
    let missed: Vec<String> = rows(DANGER)
        .filter(|row| flag(row[0]).is_none())
        .map(|row| format!("{} ({})", row[0], row[1]))
        .collect();
    none_of(&missed);
}

/// Where two flags of one tier are there, either will do; where the tier is another, the action is.
#[test]
fn danger_is_told_with_its_urgency() {
    let all = rows(DANGER).count();
    let wrong: Vec<String> = rows(DANGER)
        .filter_map(|row| {
            let (found, tier) = flag(row[0])?;
            let expected = match row[2] {
                "E" => Tier::Emergency,
                "S" => Tier::SameDay,
                "C" => Tier::Crisis,
                other => panic!("{other} is no tier"),
            };
            (tier != expected).then(|| format!("{}: {found} {tier:?}", row[0]))
        })
        .collect();
    assert!(
        wrong.len() * 50 <= all,
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn ordinary_lines_raise_nothing() {
    let wrong: Vec<String> = rows(ORDINARY)
        .filter(|row| flag(row[0]).is_some())
        .map(|row| format!("{}: {}", row[0], name(row[0])))
        .collect();
    none_of(&wrong);
}

#[test]
fn each_flag_has_enough_lines() {
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows(LINES).chain(rows(DANGER)) {
        *lines.entry(row[1]).or_default() += 1;
    }
    for flag in &CONTENT.knowledge().flags {
        let slug = flag.slug.trim_start_matches("redflag_");
        let count = lines.get(slug).copied().unwrap_or_default();
        assert!(count >= LINES_PER_FLAG, "{slug} has {count} lines");
    }
    let ordinary = lines["none"] + rows(ORDINARY).count();
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
    let asked: Vec<&str> = rows(ORDINARY)
        .map(|row| row[0])
        .filter(|text| READER.half(ENGLISH, text).is_some())
        .collect();
    assert!(
        asked.len() * 100 <= rows(ORDINARY).count(),
        "{} are asked about:\n{}",
        asked.len(),
        asked.join("\n")
    );
}
