//! The settings file: what is shipped is the truth, and mistakes are named.

use charley::config::{Config, SHIPPED};

/// The shipped file with each default in force.
fn uncommented() -> String {
    let is_setting = |line: &str| {
        line.strip_prefix("# ")
            .and_then(|rest| rest.split_once(" = "))
            .is_some_and(|(key, _)| {
                key.chars()
                    .all(|letter| letter.is_ascii_lowercase() || letter == '_')
            })
    };
    let lines = SHIPPED.lines().map(|line| match line.strip_prefix("# ") {
        Some(setting) if is_setting(line) => setting,
        Some(_) | None => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn check_problem(text: &str, expected: &str) {
    let problems = Config::parse("charley.toml", text).expect_err("the settings are wrong");
    assert_eq!(problems.to_string(), expected);
}

#[test]
fn the_shipped_file_changes_nothing() {
    assert_eq!(
        Config::parse("charley.toml", SHIPPED),
        Ok(Config::default())
    );
}

#[test]
fn each_documented_default_is_the_one_in_the_code() {
    assert_eq!(
        Config::parse("charley.toml", &uncommented()),
        Ok(Config::default())
    );
}

#[test]
fn every_field_stands_in_the_shipped_file() {
    let shown = format!("{:?}", Config::default());
    let fields = shown
        .split([' ', '{', ','])
        .filter_map(|word| word.strip_suffix(':'));
    for field in fields {
        let is_there =
            SHIPPED.contains(&format!("# {field} = ")) || SHIPPED.contains(&format!("[{field}]"));
        assert!(is_there, "{field} is not in config/charley.toml");
    }
}

#[test]
fn a_misspelt_key_is_named_with_its_place_and_the_nearest_one() {
    let problems =
        Config::parse("charley.toml", "[limits]\nentries_per_dya = 3\n").expect_err("no such key");
    let text = problems.to_string();
    assert!(
        text.starts_with(
            "charley.toml:2: entries_per_dya: column 1: unknown field `entries_per_dya`"
        ),
        "{text}"
    );
    assert!(text.ends_with("did you mean `entries_per_day`?"), "{text}");
}

#[test]
fn a_value_out_of_range_is_told_in_words() {
    check_problem(
        "[limits]\n\nsends_per_second = 0\n",
        "charley.toml:3: sends_per_second: is 0; it must be from 1 to 1000000",
    );
}

#[test]
fn keys_in_the_data_folder_are_refused() {
    check_problem(
        "[paths]\nkeyring_file = \"data/keyring\"\n",
        "charley.toml:2: keyring_file: lies in the data folder; keep it elsewhere",
    );
}

#[test]
fn a_wrong_type_is_told_with_its_line() {
    let problems =
        Config::parse("charley.toml", "[store]\ncache_mib = \"much\"\n").expect_err("no number");
    assert!(
        problems.to_string().starts_with("charley.toml:2: "),
        "{problems}"
    );
}

#[test]
fn running_needs_an_operator() {
    let problems = Config::default()
        .ready_to_run("charley.toml")
        .expect_err("nobody is named");
    assert_eq!(problems.iter().count(), 2, "{problems}");
}

#[test]
fn a_log_that_would_be_silent_is_refused() {
    check_problem(
        "[log]\nfilter = \"inof\"\n",
        "charley.toml:2: filter: has the part \"inof\"; a part is off, error, warn, info, debug or trace, or one of them behind charley=",
    );
    for filter in [
        "warn,charley=debug",
        "off",
        "",
        "charley::store=trace, info",
    ] {
        let text = format!("[log]\nfilter = \"{filter}\"\n");
        assert!(Config::parse("charley.toml", &text).is_ok(), "{filter}");
    }
}
