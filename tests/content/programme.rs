//! The month's programme: the shipped file is whole and its texts are short and plain; the checker finds what is wrong with one, with
//! its file, line and key.

use charley::content::{Arg, Content, Problems, knowledge::Grade, load, readability};

use crate::understanding::CONTENT;

const PATH: &str = "knowledge/programme.toml";

/// The shipped files with another programme.
fn with(programme: &str) -> Problems {
    let (mut files, found) = load::files(None);
    let file = load::File {
        shown: format!("config/{PATH}"),
        text: programme.to_owned().into(),
    };
    files.insert(PATH.to_owned(), file);
    Content::from_files(&files, found).1
}

fn shipped() -> String {
    load::files(None).0[PATH].text.to_string()
}

/// The shipped file with its first `from` replaced is faulty in just this way, at the first line that reads `place`, if it names one.
#[track_caller]
fn check(from: &str, to: &str, place: &str, expected: &str) {
    let text = shipped();
    assert!(text.contains(from), "{from}");
    let text = text.replacen(from, to, 1);
    let line = text
        .lines()
        .position(|line| !place.is_empty() && line == place);
    let line = line.map_or(String::new(), |line| format!(":{}", line + 1));
    let problems = with(&text).to_string();
    assert_eq!(problems, format!("config/{PATH}{line}: {expected}"));
}

#[test]
fn nothing_takes_no_time() {
    check(
        "move = 180",
        "move = 0",
        "slug = \"warm-up\"",
        "warm-up: takes no time",
    );
    check(
        "hold = 10",
        "hold = 0",
        "[stretch]",
        "stretch: hold is zero",
    );
    check("up = 2", "up = 0", "[pace]", "pace: up is zero");
    check(
        "hours = 24",
        "hours = 0",
        "[bad_cramp]",
        "bad_cramp: hours is zero",
    );
    check(
        "every = 2\n",
        "every = 0\n",
        "[[week]]",
        "week: sets, rest or every is zero",
    );
}

#[test]
fn amounts_have_their_bounds() {
    check(
        "low = 8\nhigh = 8",
        "low = 9\nhigh = 8",
        "[[week]]",
        "week: low and high do not fit",
    );
    check(
        "pain = 7",
        "pain = 11",
        "[bad_cramp]",
        "bad_cramp: pain goes up to 10",
    );
    check(
        "warmth = 600",
        "warmth = 901",
        "slug = \"heat\"",
        "heat: more than fifteen minutes of warmth are too long",
    );
    check(
        "times = 3",
        "times = 7",
        "",
        "short: takes longer than two minutes",
    );
}

#[test]
fn a_ladder_has_steps() {
    let text = shipped();
    let from = text.find("\n[[week]]\n").expect("weeks");
    let to = text.find("# No raises for so many hours").expect("a rest");
    let problems = with(&format!("{}{}", &text[..from], &text[to..])).to_string();
    assert_eq!(
        problems,
        format!("config/{PATH}: week: the ladder of calf raises has no week")
    );
}

#[test]
fn the_evening_ends_with_a_stretch_and_has_a_short_version() {
    let last = "slug = \"both-stretch\"\ndoes = \"stretch\"";
    check(
        last,
        &last.replace("\"stretch\"", "{ move = 60 }"),
        "",
        "step: the last step must be a stretch, right before bed",
    );
    check(
        "short = true\n",
        "",
        "",
        "short: no step belongs to the two-minute version",
    );
    check(
        "standing = true\ngrade = \"traditional\"",
        "standing = true\nshort = true\ngrade = \"traditional\"",
        "",
        "short: only stretches belong to the two-minute version",
    );
}

#[test]
fn a_rule_names_what_is_asked_what_follows_and_where_it_comes_from() {
    let rule = "\n[[rule]]\nslug = \"zz\"\noutcomes = []\nwhen = [{ legs = [\"wings\"] }, { tail = [\"yes\"] }]\ngrade = \"weak\"\nsources = [\"nowhere\"]\n";
    let problems = with(&format!("{}{rule}", shipped())).to_string();
    for expected in [
        "zz: has no outcome",
        "zz: names wings, which is no answer to legs",
        "zz: names the unknown question tail",
        "zz: names the unknown source nowhere",
        "programme-rule-zz: is named by this file, and no English text has the key",
    ] {
        assert!(problems.contains(expected), "{expected}\n{problems}");
    }
    check(
        "when = [{ recent = [\"pregnant\"] }]",
        "when = []",
        "slug = \"pregnant\"",
        "pregnant: never holds",
    );
    check(
        "outcomes = [\"gentle\"]",
        "outcomes = [\"gentle\", \"sitting\"]",
        "slug = \"pregnant\"",
        "pregnant: gentle goes with no other outcome",
    );
    check(
        "slug = \"memory\"",
        "slug = \"feeling\"",
        "slug = \"feeling\"",
        "feeling: stands there twice",
    );
}

#[test]
fn nobody_stands_in_warm_water_and_a_way_needs_its_text() {
    let standing = shipped().replace(
        "standing = false\ngrade = \"traditional\"",
        "standing = true\ngrade = \"traditional\"",
    );
    let problems = with(&standing).to_string();
    for expected in [
        "heat: nobody stands in warm water",
        "programme-heat-standing: is named by this file, and no English text has the key",
    ] {
        assert!(problems.contains(expected), "{expected}\n{problems}");
    }
}

#[test]
fn a_step_names_its_sources_and_what_it_does() {
    check(
        "[\"mayo-leg-cramps\", \"handout\"]",
        "[]",
        "slug = \"warm-up\"",
        "warm-up: has no source",
    );
    check(
        "\"handout\"",
        "\"nowhere\"",
        "slug = \"warm-up\"",
        "warm-up: names the unknown source nowhere",
    );
    check(
        "does = \"raises\"",
        "does = \"jumps\"",
        "does = \"jumps\"",
        "unknown variant `jumps`, expected one of `move`, `raises`, `warmth`, `stretch`",
    );
}

#[test]
fn a_review_has_a_name_and_a_day() {
    check(
        "reviewed_on = \"\"",
        "reviewed_on = \"2026-03-31\"",
        "",
        "reviewed_on: there is a day of review, but nobody in reviewed_by",
    );
}

/// The evidence of the routine is low throughout (clinical.md sections 9 and 10), and no text may sound surer than its grade.
#[test]
fn no_step_claims_more_than_is_known() {
    for step in &CONTENT.knowledge().programme.steps {
        assert!(
            matches!(step.grade, Grade::Weak | Grade::Traditional),
            "{}",
            step.slug
        );
        let why = CONTENT.say("en", &step.keys.why, &[]);
        let hedges = ["Nobody", "No study", "weak"];
        assert!(hedges.iter().any(|hedge| why.contains(hedge)), "{why}");
    }
}

/// The numbers that the texts may hold.
fn args() -> Vec<(&'static str, Arg<'static>)> {
    let names = [
        "from", "to", "from_f", "to_f", "minutes", "low", "high", "up", "down", "count", "round",
        "of", "times", "seconds",
    ];
    names
        .into_iter()
        .map(|name| (name, Arg::Number(10)))
        .collect()
}

fn count(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
}

#[test]
fn its_texts_are_short_and_plain() {
    let mut grades = Vec::new();
    // With the water's figures this one is a little longer, and it must not be split: each of its sentences keeps somebody safe.
    let limit = |key| {
        if key == "programme-heat-sitting" {
            70
        } else {
            60
        }
    };
    for key in CONTENT.knowledge().programme.text_keys() {
        let text = CONTENT.say("en", key, &args());
        assert!(!text.contains('!'), "{key}: {text}");
        assert!(
            count(&text) <= limit(key),
            "{key} has {} words",
            count(&text)
        );
        for sentence in text.split(['.', '?', ':', ';', '\n']) {
            assert!(count(sentence) <= 15, "{key}: {sentence}");
        }
        grades.extend(readability::grade(&text));
    }
    let mean = grades.iter().sum::<f64>() / f64::from(u32::try_from(grades.len()).expect("few"));
    // Grade 4 is read at nine to ten.
    assert!(grades.len() > 25 && mean < 4.5, "grade {mean:.1}");
}
