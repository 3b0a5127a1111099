//! The topics: the shipped ones are whole, and the checker finds what is wrong with one, with its file, line and key.

use charley::content::{Content, Problems, load, readability};

use crate::understanding::CONTENT;

/// A topic file with one topic that is sound, as far as it goes.
const SOUND: &str = "reviewed_by = \"\"\nreviewed_on = \"\"\nmenu = [\"zz\"]\n[[topic]]\nslug = \"zz\"\ngrade = \"weak\"\nsources = [\"general\"]\nfollow_ups = [\"/cramp\"]\n";

const TEXTS: &str = "topic-zz = Yes.\ntopic-zz-more = More.\ntopic-zz-button = Zz?\n";

const EXAMPLES: &str = "[topics]\nzz = [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\", \"i\", \"j\", \"k\", \"l\"]\n";

/// The shipped files with the topics, their texts and their words replaced.
fn with(topics: &str, texts: &str, words: &str) -> Problems {
    with_examples(topics, texts, words, EXAMPLES)
}

fn with_examples(topics: &str, texts: &str, words: &str, examples: &str) -> Problems {
    let (mut files, found) = load::files(None);
    files.retain(|path, _| !path.starts_with("texts/en/topics_"));
    let mut put = |path: &str, text: &str| {
        let file = load::File {
            shown: format!("config/{path}"),
            text: text.to_owned().into(),
        };
        files.insert(path.to_owned(), file);
    };
    put("knowledge/topics.toml", topics);
    // The article leads to topics that are not here.
    put(
        "knowledge/article.toml",
        "reviewed_by = \"\"\nreviewed_on = \"\"\nclaim = []\n",
    );
    put("texts/en/topics_zz.ftl", texts);
    put("texts/en/topics.toml", words);
    put("texts/en/examples.toml", examples);
    Content::from_files(&files, found).1
}

/// The topic file is faulty in just this way.
#[track_caller]
fn check(from: &str, to: &str, expected: &str) {
    assert!(SOUND.contains(from));
    let words = "asking = [\"why\"]\n[phrases]\nzz = [\"zz\"]\n";
    let problems = with(&SOUND.replace(from, to), TEXTS, words).to_string();
    assert_eq!(problems, expected);
}

/// The texts of the topic are faulty in just this way.
#[track_caller]
fn check_text(from: &str, to: &str, expected: &str) {
    assert!(TEXTS.contains(from));
    let words = "asking = [\"why\"]\n[phrases]\nzz = [\"zz\"]\n";
    let problems = with(SOUND, &TEXTS.replace(from, to), words).to_string();
    assert_eq!(problems, expected);
}

#[test]
fn a_sound_topic_has_no_problems() {
    check("zz", "zz", "");
}

#[test]
fn every_topic_that_people_ask_about_has_an_answer() {
    let topics = &CONTENT.knowledge().topics;
    assert!(topics.all.len() >= 48, "{}", topics.all.len());
    for topic in &topics.all {
        for key in topic.text_keys() {
            assert!(CONTENT.has(key), "{key}");
        }
    }
}

#[test]
fn a_fact_needs_a_known_source_and_a_grade() {
    check(
        "sources = [\"general\"]",
        "sources = []",
        "config/knowledge/topics.toml:5: zz: has no source",
    );
    check(
        "grade = \"weak\"\n",
        "",
        "config/knowledge/topics.toml:5: zz: has sources, but no grade",
    );
    check(
        "[\"general\"]",
        "[\"general\", \"nowhere\"]",
        "config/knowledge/topics.toml:5: zz: names the unknown source nowhere",
    );
}

#[test]
fn a_button_leads_somewhere() {
    check(
        "\"/cramp\"",
        "\"/cramp\", \"nothing\"",
        "config/knowledge/topics.toml:5: zz: leads to nothing, which is no topic",
    );
    check(
        "\"/cramp\"",
        "\"/cramp\", \"/dance\"",
        "config/knowledge/topics.toml:8: zz: leads to /dance, which is nothing that a button can do",
    );
    check(
        "[\"/cramp\"]",
        "[]",
        "config/knowledge/topics.toml:5: zz: leads nowhere; it needs a follow-up",
    );
    check(
        "\"/cramp\"",
        "\"/cramp\", \"zz\"",
        "config/knowledge/topics.toml:5: zz: leads to itself",
    );
    check(
        "\"/cramp\"",
        "\"/cramp\", \"/soak\", \"/zone\", \"/zone\"",
        "config/knowledge/topics.toml:5: zz: has 4 follow-ups; at most 3\nconfig/knowledge/topics.toml:5: zz: has the same follow-up twice",
    );
    check(
        "menu = [\"zz\"]",
        "menu = [\"zz\", \"yy\"]",
        "config/knowledge/topics.toml:3: menu: leads to yy, which is no topic",
    );
}

#[test]
fn a_guard_asks_what_exists_and_waits_for_what_it_asks() {
    let guarded = |guard: &str| format!("follow_ups = [\"/cramp\"]\nguard = {guard}");
    let texts = "config/knowledge/topics.toml:5: zz: has no English text topic-zz-careful\nconfig/knowledge/topics.toml:5: zz: has no English text topic-zz-check-button\nconfig/knowledge/topics.toml:5: zz: has no English text topic-zz-clear\nconfig/knowledge/topics.toml:5: zz: has no English text topic-zz-guard\n";
    for (guard, expected) in [
        (
            "{ needs = [\"shoe-size\"], when = [{ shoe-size = [\"big\"] }] }",
            "config/knowledge/topics.toml:5: zz: the guard asks the unknown question shoe-size\nconfig/knowledge/topics.toml:5: zz: the guard names the unknown question shoe-size",
        ),
        (
            "{ needs = [\"walking\"], when = [{ walking = [\"sideways\"] }] }",
            "config/knowledge/topics.toml:5: zz: the guard names sideways, which is no answer to walking",
        ),
        (
            "{ needs = [\"walking\"], when = [{ conditions = [\"kidney\"] }] }",
            "config/knowledge/topics.toml:5: zz: the guard does not ask for conditions",
        ),
        (
            "{ needs = [\"walking\"], when = [] }",
            "config/knowledge/topics.toml:5: zz: a guard needs questions, and answers that call for care",
        ),
    ] {
        // Sorted by file, line and key, then by words: "has no…" stands before "the guard…", and "a guard…" before both.
        let all = if expected.contains(": a guard") {
            format!("{expected}\n{}", texts.trim_end())
        } else {
            format!("{texts}{expected}")
        };
        check("follow_ups = [\"/cramp\"]", &guarded(guard), &all);
    }
}

#[test]
fn a_slug_is_plain_and_stands_there_once() {
    let twice = format!(
        "{SOUND}{}",
        &SOUND[SOUND.find("[[topic]]").expect("a topic")..]
    );
    check(
        SOUND,
        &twice,
        "config/knowledge/topics.toml:5: zz: stands there twice",
    );
    let problems = with(&SOUND.replace("zz", "Z-z"), TEXTS, "asking = [\"why\"]\n").to_string();
    assert!(
        problems
            .contains("topics.toml:5: Z-z: a slug is of lower-case words joined by underscores"),
        "{problems}"
    );
}

#[test]
fn a_review_has_a_name_and_a_day() {
    check(
        "reviewed_by = \"\"",
        "reviewed_by = \"Dr Example\"",
        "config/knowledge/topics.toml: reviewed_on: there is a reviewer, but no day in reviewed_on",
    );
}

#[test]
fn an_answer_is_there_short_and_plain() {
    check_text(
        "topic-zz-more = More.\n",
        "",
        "config/knowledge/topics.toml:5: zz: has no English text topic-zz-more",
    );
    check_text(
        "Yes.",
        &"Yes, it is. ".repeat(21),
        "config/texts/en/topics_zz.ftl:1: topic-zz: has 63 words; here at most 60",
    );
    check_text(
        "More.",
        &"Yes, it is. ".repeat(41),
        "config/texts/en/topics_zz.ftl:2: topic-zz-more: has 123 words; here at most 120",
    );
    check_text(
        "Zz?",
        "What do people say of zz?",
        "config/texts/en/topics_zz.ftl:3: topic-zz-button: has 25 characters; a label has at most 24",
    );
    check_text(
        "Yes.",
        "Supplementation demonstrates inconsistent efficacy concerning idiopathic nocturnal contractions, irrespective of administration frequency. That is a matter of opinion, and of taste.",
        "config/texts/en/topics_zz.ftl:1: topic-zz: warning: is hard to read: school grade 18.8; below 8 it is plain",
    );
    check_text(
        "Yes.",
        "Eat more bananas.",
        "config/texts/en/topics_zz.ftl:1: topic-zz: says \"eat more bananas\": kidney and heart trouble and some tablets make added potassium dangerous: ask first",
    );
}

#[test]
fn words_belong_to_one_topic() {
    let check = |words: &str, expected: &str| {
        let problems = with(SOUND, TEXTS, words).to_string();
        assert_eq!(problems, expected);
    };
    check(
        "asking = [\"why\"]\n[phrases]\n",
        "config/texts/en/topics.toml: zz: has no phrases here",
    );
    check(
        "asking = []\n[phrases]\nzz = [\"zz\"]\nyy = [\"yy\"]\n",
        "config/texts/en/topics.toml: asking: is empty\nconfig/texts/en/topics.toml:4: yy: is no topic of the knowledge files",
    );
    check(
        "asking = [\"why\"]\n[phrases]\nzz = [\"zz\"]\nyy = [\"zz\"]\n",
        "config/texts/en/topics.toml:3: zz: \"zz\" belongs to yy already\nconfig/texts/en/topics.toml:4: yy: is no topic of the knowledge files",
    );
}

#[test]
fn a_topic_has_enough_examples_of_its_own() {
    let check = |from: &str, to: &str, expected: &str| {
        assert!(EXAMPLES.contains(from));
        let words = "asking = [\"why\"]\n[phrases]\nzz = [\"zz\"]\n";
        let problems = with_examples(SOUND, TEXTS, words, &EXAMPLES.replace(from, to)).to_string();
        assert_eq!(problems, expected);
    };
    check(
        ", \"l\"",
        "",
        "config/texts/en/examples.toml:2: zz: has 11 examples; 12 to 25 are needed",
    );
    check(
        "zz = ",
        "yy = [\"y\"]\nzz = ",
        "config/texts/en/examples.toml:2: yy: is no topic of the knowledge files",
    );
    check(
        "[topics]\n",
        "other = [\"A\"]\n[topics]\n",
        "config/texts/en/examples.toml:1: other: \"A\" belongs to zz already",
    );
}

/// Every text is read at the age of thirteen, by the measure; most of them much earlier.
#[test]
fn the_answers_are_plain_on_average() {
    let keys = CONTENT.keys().filter(|key| key.starts_with("topic-"));
    let grades: Vec<f64> = keys
        .filter_map(|key| readability::grade(&CONTENT.say("en", key, &[])))
        .collect();
    let count = u32::try_from(grades.len()).expect("a few hundred");
    let mean = grades.iter().sum::<f64>() / f64::from(count);
    assert!(count > 90 && mean < 5.0, "{count} texts, grade {mean:.1}");
}
