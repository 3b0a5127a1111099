//! The article's claims: the shipped ones are whole, and the checker finds what is wrong with one, with its file, line and key.

use charley::{
    content::{Content, Problems, load, readability},
    dialogue::Command,
};

use crate::understanding::CONTENT;

/// An article of one claim that is sound.
const SOUND: &str = "reviewed_by = \"\"\nreviewed_on = \"\"\n[[claim]]\nslug = \"zz\"\ngrade = \"weak\"\nsources = [\"general\"]\ntopic = \"stretching\"\n";

const TEXTS: &str = "claim-zz = Zz helps.\nclaim-zz-found = Nobody knows.\n";

/// The shipped files with another article beside the texts of this one.
fn with(article: &str, texts: &str) -> Problems {
    let (mut files, found) = load::files(None);
    for (path, text) in [
        ("knowledge/article.toml", article),
        ("texts/en/zz.ftl", texts),
    ] {
        let file = load::File {
            shown: format!("config/{path}"),
            text: text.to_owned().into(),
        };
        files.insert(path.to_owned(), file);
    }
    Content::from_files(&files, found).1
}

/// The article's file is faulty in just this way.
#[track_caller]
fn check(from: &str, to: &str, expected: &str) {
    assert!(SOUND.contains(from));
    assert_eq!(with(&SOUND.replace(from, to), TEXTS).to_string(), expected);
}

/// The claim's texts are faulty in just this way.
#[track_caller]
fn check_text(from: &str, to: &str, expected: &str) {
    assert!(TEXTS.contains(from));
    assert_eq!(with(SOUND, &TEXTS.replace(from, to)).to_string(), expected);
}

#[test]
fn a_sound_claim_has_no_problems() {
    check("zz", "zz", "");
}

#[test]
fn a_claim_needs_a_known_source_a_topic_and_a_grade() {
    check(
        "[\"general\"]",
        "[]",
        "config/knowledge/article.toml:4: zz: has no source",
    );
    check(
        "\"general\"",
        "\"nowhere\"",
        "config/knowledge/article.toml:4: zz: names the unknown source nowhere",
    );
    check(
        "\"stretching\"",
        "\"dancing\"",
        "config/knowledge/article.toml:4: zz: leads to dancing, which is no topic",
    );
    check(
        "\"weak\"",
        "\"perhaps\"",
        "config/knowledge/article.toml:5: unknown variant `perhaps`, expected one of `strong`, `moderate`, `weak`, `traditional`, `contradicted`",
    );
}

#[test]
fn a_claim_stands_there_once() {
    let claim = &SOUND[SOUND.find("[[claim]]").expect("a claim")..];
    check(
        SOUND,
        &format!("{SOUND}{claim}"),
        "config/knowledge/article.toml:4: zz: stands there twice",
    );
}

#[test]
fn a_review_has_a_name_and_a_day() {
    check(
        "reviewed_on = \"\"",
        "reviewed_on = \"2026-03-31\"",
        "config/knowledge/article.toml: reviewed_on: there is a day of review, but nobody in reviewed_by",
    );
}

#[test]
fn a_claim_and_its_judgement_are_there_and_short() {
    check_text(
        "claim-zz-found = Nobody knows.\n",
        "",
        "config/knowledge/article.toml:4: zz: has no English text claim-zz-found",
    );
    check_text(
        "Zz helps.",
        &"Yes, it helps. ".repeat(7),
        "config/texts/en/zz.ftl:1: claim-zz: has 21 words; here at most 20",
    );
    check_text(
        "Nobody knows.",
        &"No, it does not. ".repeat(11),
        "config/texts/en/zz.ftl:2: claim-zz-found: has 44 words; here at most 40",
    );
    check_text(
        "Zz helps.",
        "Water as hot as you can bear helps.",
        "config/texts/en/zz.ftl:1: claim-zz: says \"as hot as you can\": scalds; warm water is 37 to 40 C (99 to 104 F), measured",
    );
}

#[test]
fn every_claim_of_the_article_is_judged_plainly() {
    let claims = &CONTENT.knowledge().article.claims;
    assert_eq!(claims.len(), 17);
    let keys = claims.iter().flat_map(|claim| claim.text_keys());
    let texts = keys.map(|key| CONTENT.say("en", key, &[]));
    let grades: Vec<f64> = texts.filter_map(|text| readability::grade(&text)).collect();
    let count = u32::try_from(grades.len()).expect("a few");
    let mean = grades.iter().sum::<f64>() / f64::from(count);
    assert!(count >= 12 && mean < 5.0, "{count} texts, grade {mean:.1}");
}

/// What the article leaves out is named by its first page, with commands that there are.
#[test]
fn the_first_page_says_where_the_rest_is() {
    let intro = CONTENT.say("en", "article-intro", &[]);
    for command in [Command::Symptoms, Command::Doctor] {
        let name = format!("/{}", command.name());
        assert!(intro.contains(&name), "{intro}");
    }
}
