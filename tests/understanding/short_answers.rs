//! A cramp now, typed answers, numbers.

use charley::{
    content::ENGLISH,
    dialogue::{SIGNS, WET_SIGNS},
    understanding::{Meaning, Reader, Reply, Sign},
};

use super::READER;

#[track_caller]
fn check_cramp(expected: Meaning, texts: &[&str]) {
    for text in texts {
        assert_eq!(READER.cramp(ENGLISH, text), expected, "{text}");
    }
}

#[track_caller]
fn check_reply(expected: Option<Reply>, texts: &[&str]) {
    for text in texts {
        assert_eq!(READER.reply(ENGLISH, text), expected, "{text}");
    }
}

#[track_caller]
fn check_number(expected: Option<u8>, texts: &[&str]) {
    for text in texts {
        assert_eq!(READER.number(ENGLISH, text), expected, "{text}");
    }
}

#[test]
fn a_cry_for_help_means_a_cramp_now() {
    check_cramp(
        Meaning::Now,
        &[
            "cramp",
            "CRAMP!!",
            "crammmp",
            "leg cramp",
            "cramp again",
            "i have a cramp",
            "I’ve got a bad cramp",
            "calf seized",
            "my leg is locked",
            "charley horse",
            "foot cramping so bad",
            "my calf is killing me",
            "ow ow ow",
            "aaaargh",
            "help it hurts",
            "help",
            "cramp in my left calf",
            "woke up with a cramp",
            "toes are curling",
            "my calf is rock hard and it wont let go",
            "another cramp in my foot right now please",
            "i'm cramping",
            "it's happening again",
            "ouch 😭",
            "calf spasm",
        ],
    );
}

#[test]
fn a_question_or_a_past_cramp_is_a_maybe() {
    check_cramp(
        Meaning::Maybe,
        &[
            "why do I get a cramp at night",
            "cramp?",
            "had a cramp last night",
            "i get cramps every night",
            "cramps",
            "is this a cramp",
            "log a cramp",
            "does magnesium help cramps?",
            "my wife has a cramp",
            "i had a charley horse yesterday",
            "the cramp went away",
            "what causes cramps",
        ],
    );
}

#[test]
fn other_things_are_no_cramp() {
    check_cramp(
        Meaning::No,
        &[
            "no cramp tonight",
            "hello",
            "thank you",
            "yes",
            "7",
            "are you a doctor?",
            "bananas",
            "period cramps",
            "",
            "👍",
            "cramp free for a week",
            "didn't cramp",
        ],
    );
}

#[test]
fn answers_to_the_relief_card_are_read() {
    check_reply(
        Some(Reply::Easing),
        &[
            "easing",
            "It's easing",
            "a bit better",
            "better",
            "almost gone",
            "loosening",
        ],
    );
    check_reply(
        Some(Reply::StillBad),
        &[
            "still bad",
            "still hurts",
            "no better",
            "not easing",
            "not gone",
            "no it still hurts",
            "worse",
            "not getting better",
            "nope, still there",
            "same",
        ],
    );
    check_reply(
        Some(Reply::Gone),
        &[
            "gone",
            "it's gone!",
            "all gone now",
            "it stopped",
            "it let go",
            "yes it's gone",
            "no more pain",
        ],
    );
}

#[test]
fn yes_no_skip_and_back_are_read() {
    check_reply(
        Some(Reply::Yes),
        &["yes", "Yes please", "yep", "y", "ok", "yeah sure", "YES!!"],
    );
    check_reply(
        Some(Reply::No),
        &[
            "no",
            "nope",
            "No thanks",
            "n",
            "not really",
            "i don't think so",
        ],
    );
    check_reply(
        Some(Reply::Skip),
        &["skip", "don't know", "not sure", "idk", "later", "next"],
    );
    check_reply(Some(Reply::Back), &["back", "go back", "oops", "undo"]);
}

#[test]
fn other_texts_are_no_answer() {
    check_reply(
        None,
        &[
            "",
            "why aren't bananas enough?",
            "my calf",
            "7",
            "what",
            "tell me about magnesium and the kidneys please",
        ],
    );
}

#[test]
fn numbers_are_read_typed_and_in_words() {
    check_number(
        Some(7),
        &[
            "7",
            "seven",
            "7/10",
            "about 7",
            "7 out of 10",
            "٧",
            "७",
            "it was a 7",
            "７",
            "Seven!",
            "seven out of ten",
        ],
    );
    check_number(Some(0), &["0", "zero"]);
    check_number(Some(10), &["10", "ten", "10/10"]);
    check_number(
        None,
        &[
            "11",
            "7 or 8",
            "-",
            "",
            "7.5",
            "bad",
            "70",
            "7 bananas",
            "999999999999999999999",
        ],
    );
}

#[test]
fn what_a_thermometer_shows_is_read_in_both_scales() {
    for (text, expected) in [
        ("39", Some(39.0)),
        ("38.5", Some(38.5)),
        ("38,5 °C", Some(38.5)),
        ("it says 40 now", Some(40.0)),
        ("104 F", Some(40.0)),
        ("55.", Some(55.0)),
        ("", None),
        ("warm", None),
        ("7", None),
        ("37 to 40", None),
        ("3.9.1", None),
        ("99999999999999999999999999999999999999999", None),
    ] {
        assert_eq!(Reader::degrees(text), expected, "{text}");
    }
}

#[test]
fn a_label_is_known_again_however_it_is_typed() {
    assert!(Reader::same("It's filled", "its FILLED!"));
    assert!(Reader::same("Something is wrong", "something is wrong."));
    assert!(!Reader::same("Gone", "not gone"));
}

#[test]
fn the_signs_of_the_water_count_only_there() {
    for (text, wet) in [
        ("too hot", Some(Sign::Burn)),
        ("it burns", Some(Sign::Burn)),
        ("i feel dizzy", Some(Sign::Faint)),
        ("numb", Some(Sign::Cold)),
        ("dizzy and my chest is tight", Some(Sign::Chest)),
        ("no", None),
        ("not bad", None),
    ] {
        assert_eq!(READER.sign(ENGLISH, text, &WET_SIGNS), wet, "{text}");
    }
    assert_eq!(READER.sign(ENGLISH, "dizzy", &SIGNS), None);
    assert_eq!(
        READER.sign(ENGLISH, "swollen and burning", &SIGNS),
        Some(Sign::Swollen)
    );
}
