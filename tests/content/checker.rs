//! The checker finds what is wrong in content files and says where.

use charley::content::{Content, Files, Problems, load};

/// The shipped files with one of them replaced or added.
fn with(path: &str, text: &str) -> Problems {
    let (mut files, found) = load::files(None);
    put(&mut files, path, text);
    Content::from_files(&files, found).1
}

fn put(files: &mut Files, path: &str, text: &str) {
    let file = load::File {
        shown: format!("config/{path}"),
        text: text.to_owned().into(),
    };
    files.insert(path.to_owned(), file);
}

/// A file of English texts is faulty in just this way.
#[track_caller]
fn check_text(text: &str, expected: &str) {
    let problems = with("texts/en/zz.ftl", text).to_string();
    assert_eq!(problems, expected);
}

#[track_caller]
fn check_contains(problems: &Problems, expected: &str) {
    let all = problems.to_string();
    assert!(all.lines().any(|line| line == expected), "{all}");
}

#[test]
fn a_syntax_error_has_its_line() {
    let problems = with("texts/en/zz.ftl", "zz-one = One\n\nzz two = Two\n").to_string();
    assert!(
        problems.starts_with("config/texts/en/zz.ftl:3: "),
        "{problems}"
    );
}

#[test]
fn a_duplicate_key_is_found_across_files() {
    let problems = with("texts/en/zz.ftl", "\nweekday-1 = Monday\n").to_string();
    assert!(
        problems.starts_with(
            "config/texts/en/zz.ftl:2: weekday-1: stands in config/texts/en/dates.ftl:"
        ),
        "{problems}"
    );
}

#[test]
fn a_night_text_is_short_and_quiet() {
    check_text(
        &format!("night-zz = {}\n", "Hold it. ".repeat(13)),
        "config/texts/en/zz.ftl:1: night-zz: has 26 words; at night at most 25",
    );
    check_text(
        "night-zz = Hold it!\n",
        "config/texts/en/zz.ftl:1: night-zz: has an exclamation mark; at night the tone is quiet",
    );
    check_text(
        "night-zz = Hold it 💪\n",
        "config/texts/en/zz.ftl:1: night-zz: has an emoji; at night there is none",
    );
}

#[test]
fn a_label_fits_a_narrow_phone() {
    check_text(
        "zz-button = Yes, and what is more, so\n",
        "config/texts/en/zz.ftl:1: zz-button: has 25 characters; a label has at most 24",
    );
}

#[test]
fn a_long_sentence_is_a_warning() {
    check_text(
        &format!("zz-long = {}\n", "word ".repeat(21)),
        "config/texts/en/zz.ftl:1: zz-long: warning: a sentence has 21 words; more than 20 are hard to read",
    );
}

#[test]
fn a_forbidden_phrase_is_found_in_each_variant() {
    check_text(
        "zz-count = { $n ->\n    [one] One night.\n   *[other] It is just a cramp.\n }\n",
        "config/texts/en/zz.ftl:1: zz-count: says \"just a cramp\": plays down what may be serious",
    );
    check_text(
        "zz-hot = Use water as hot as you can bear.\n",
        "config/texts/en/zz.ftl:1: zz-hot: says \"as hot as you can\": scalds; warm water is 37 to 40 C (99 to 104 F), measured",
    );
}

#[test]
fn a_choice_by_number_needs_other() {
    check_text(
        "zz-count = { $n ->\n    [one] One\n   *[few] Few\n }\n",
        "config/texts/en/zz.ftl:1: zz-count: a choice by number needs *[other]",
    );
}

#[test]
fn a_reference_to_nothing_is_found() {
    check_text(
        "zz-a = See { zz-b }\n",
        "config/texts/en/zz.ftl:1: zz-a: refers to zz-b, which does not exist",
    );
}

#[test]
fn another_language_needs_all_keys_and_no_other_place_holders() {
    let problems = with(
        "texts/de/zz.ftl",
        "language-own-name = Deutsch\nweekday-1 = Mo { $oops }\nzz-extra = Mehr\n",
    );
    check_contains(
        &problems,
        "config/texts/de: weekday-2: is missing; English has it in config/texts/en/dates.ftl",
    );
    check_contains(
        &problems,
        "config/texts/de/zz.ftl:2: weekday-1: uses $oops, which the English text does not have",
    );
    check_contains(
        &problems,
        "config/texts/de/zz.ftl:3: zz-extra: is not an English key",
    );
    check_contains(&problems, "config/texts/de/red_flags.toml: is missing");
}

#[test]
fn a_flag_needs_its_source_its_message_and_words_in_each_language() {
    let flag = "reviewed_by = \"\"\nreviewed_on = \"2026-01-01\"\n[[flag]]\nslug = \"redflag_zz\"\ntier = \"crisis\"\nmessages = { same_day = \"flag-zz\" }\ngrade = \"weak\"\nsources = [\"nowhere\"]\nways_out = []\n";
    let problems = with("knowledge/red_flags.toml", flag);
    for expected in [
        "config/knowledge/red_flags.toml: reviewed_on: there is a day of review, but nobody in reviewed_by",
        "config/knowledge/red_flags.toml:4: redflag_zz: has no message for its own tier",
        "config/knowledge/red_flags.toml:4: redflag_zz: names the unknown source nowhere",
        "config/knowledge/red_flags.toml:4: redflag_zz: has no way out",
        "config/knowledge/red_flags.toml: flag-zz: is named by this file, and no English text has the key",
        "config/texts/en/red_flags.toml: redflag_zz: has no rules here",
    ] {
        check_contains(&problems, expected);
    }
}

#[test]
fn no_content_may_make_the_water_hotter() {
    const WATER: &str = "config/knowledge/soak.toml: water: from < gentle <= to <= 40 must hold: warmer water scalds";
    let (files, _) = load::files(None);
    let shipped = &files["knowledge/soak.toml"].text;
    for (from, into) in [
        ("to = 40", "to = 41"),
        ("to = 40", "to = 255"),
        ("gentle = 38", "gentle = 41"),
        ("to = 40", "to = 37"),
        ("from = 37", "from = 38"),
    ] {
        assert!(shipped.contains(&format!("\n{from}\n")), "{from}");
        let hotter = shipped.replace(&format!("\n{from}\n"), &format!("\n{into}\n"));
        let problems = with("knowledge/soak.toml", &hotter);
        check_contains(&problems, WATER);
        let (mut files, found) = load::files(None);
        put(&mut files, "knowledge/soak.toml", &hotter);
        assert!(Content::from_files(&files, found).0.is_none(), "{into}");
    }
}

#[test]
fn a_rule_of_the_soak_names_what_is_asked_and_where_it_comes_from() {
    let (files, _) = load::files(None);
    let shipped = &files["knowledge/soak.toml"].text;
    let rule = "[[rule]]\nslug = \"zz\"\noutcome = \"stop\"\nwhen = [{ nights = [\"every\"] }, { legs = [\"wings\"] }, { tail = [\"yes\"] }]\ngrade = \"weak\"\nsources = [\"nowhere\"]\n";
    let problems = with("knowledge/soak.toml", &format!("{shipped}\n{rule}")).to_string();
    for expected in [
        "zz: reads nights, which is not in needs",
        "zz: names wings, which is no answer to legs",
        "zz: names the unknown question tail",
        "zz: names the unknown source nowhere",
        "soak-stop-zz: is named by this file, and no English text has the key",
    ] {
        assert!(problems.contains(expected), "{expected}\n{problems}");
    }
}

#[test]
fn an_unknown_key_of_a_knowledge_file_has_its_line() {
    let problems = with(
        "knowledge/zones.toml",
        "representatives = []\nzonnes = []\n",
    )
    .to_string();
    assert!(
        problems.starts_with("config/knowledge/zones.toml:2: unknown field `zonnes`"),
        "{problems}"
    );
}

#[test]
fn nothing_is_said_with_a_problem_and_everything_with_a_warning() {
    let (mut files, found) = load::files(None);
    put(
        &mut files,
        "texts/en/zz.ftl",
        &format!("zz-long = {}\n", "word ".repeat(21)),
    );
    assert!(Content::from_files(&files, found.clone()).0.is_some());
    put(
        &mut files,
        "texts/en/zz.ftl",
        "zz-long = No need to worry.\n",
    );
    assert!(Content::from_files(&files, found).0.is_none());
}

#[test]
fn the_operators_folder_replaces_single_files() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let texts = folder.path().join("texts/en");
    std::fs::create_dir_all(&texts).expect("a folder can be made");
    std::fs::write(
        texts.join("language.ftl"),
        "language-own-name = Plain English\n",
    )
    .expect("a file can be written");
    let content = Content::load(Some(folder.path())).expect("the overlay is sound");
    assert_eq!(content.languages(), [("en", "Plain English")]);
    assert_eq!(content.choose(Some("pt-BR")), "en");
    assert_eq!(content.choose(Some("en_GB")), "en");
}

#[test]
fn the_built_in_files_are_those_of_the_folder() {
    let mut built_in: Vec<String> = load::shipped().collect();
    built_in.sort();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    let (files, _) = load::files(Some(&root));
    let on_disk: Vec<String> = files.into_keys().collect();
    assert_eq!(built_in, on_disk, "compile src/content/load.rs again");
}
