//! Questions in people's own words, and the topic that each is about.

use charley::{
    content::ENGLISH,
    understanding::{Line, Verdict},
};
use chrono::NaiveDateTime;

use super::READER;

fn line(text: &str) -> Line<'_> {
    READER.line(ENGLISH, text, NaiveDateTime::default())
}

#[track_caller]
fn check(expected: Option<&str>, texts: &[&str]) {
    for text in texts {
        assert_eq!(line(text).topics().sure(), expected, "{text}");
    }
}

#[test]
fn the_three_questions_of_the_menu_are_known_in_many_words() {
    check(
        Some("bananas_potassium"),
        &[
            "why aren't bananas enough?",
            "why arent bananas enough",
            "should I take potassium",
            "do bananas help with leg cramps",
            "Is it low potassium?",
            "my nan says eat bananas, is that true?",
            "bananas",
            "what about potassium tablets",
            "isn't it just a lack of potasium",
        ],
    );
    check(
        Some("vitamin_d"),
        &[
            "does vitamin d help",
            "Vitamin D?",
            "vit d",
            "could it be a vitamin D deficiency",
            "should i get my vitamin d checked",
        ],
    );
    check(
        Some("blood_supply"),
        &[
            "is it my circulation",
            "is it blood supply?",
            "could it be poor blood flow in my calf",
            "circulation?",
        ],
    );
}

#[test]
fn other_questions_find_their_topic() {
    for (text, slug) in [
        ("why do i get cramps at night", "cause_general"),
        ("how long until it works", "routine_timeline"),
        ("does stretching help", "stretching"),
        ("which magnesium is best", "magnesium"),
        ("is tonic water good for cramps", "quinine_tonic"),
        ("can statins cause cramps?", "meds_cause"),
        ("are you a doctor", "bot_identity_privacy"),
        ("how do you know that", "evidence"),
        ("how hot should the water be", "soak_safety"),
        ("what does the soak show?", "soak_test"),
        ("ice or heat?", "ice_vs_heat"),
        ("when should i see a doctor", "when_doctor"),
        ("is it restless legs?", "rls_difference"),
        ("does soap in the bed work", "soap_folk"),
        ("can i take magnesium while pregnant", "pregnancy"),
        ("my son gets leg cramps, is that normal?", "children"),
        ("do compression socks help", "compression_socks"),
        ("will it ever stop", "prognosis"),
        ("who can read my diary", "bot_identity_privacy"),
        ("pickle juice", "pickle_mustard"),
    ] {
        let line = line(text);
        let ranked = line.topics();
        assert_eq!(ranked.nearest.first(), Some(&slug), "{text}");
        assert!(ranked.verdict != Verdict::Other, "{text}");
    }
}

#[test]
fn what_is_no_question_and_what_is_unknown_has_no_topic() {
    check(
        None,
        &[
            "what is the capital of France?",
            "i had a banana with my breakfast and went to work",
            "hello",
            "/privacy@another_bot",
            "thank you",
            "7",
            "",
            "is it going to rain",
        ],
    );
}

#[test]
fn a_question_is_told_from_a_statement() {
    for text in [
        "what is the capital of France",
        "is it?",
        "how so",
        "tell me more",
    ] {
        assert!(line(text).asks(), "{text}");
    }
    for text in ["hello", "my calf hurts", "blorp", ""] {
        assert!(!line(text).asks(), "{text}");
    }
}

/// What is learnt is known, also with a word more: hardly an example lies nearer to another topic.
#[test]
fn nearly_every_example_finds_its_topic() {
    let words = super::CONTENT.words(ENGLISH);
    let examples = &words.examples;
    let asked = examples.topics.iter().chain(&examples.more);
    let (mut count, mut wrong) = (0, Vec::new());
    for (slug, texts) in asked.chain(&words.topics.phrases) {
        for text in texts {
            // As it stands in the list it would be known without being compared.
            let said = format!("{text} xqz");
            let nearest = line(&said).topics().nearest.clone();
            count += 1;
            if nearest.first() != Some(&slug.as_str()) {
                wrong.push(format!("{text}: {slug}, found {nearest:?}"));
            }
        }
    }
    assert!(wrong.len() * 100 <= count * 2, "{}", wrong.join("\n"));
}
