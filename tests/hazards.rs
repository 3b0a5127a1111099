//! The hazard log names what holds each row: every hazard has its section, its figures add up, and the tests that it names exist.
//!
//! Deliberately not here: whether a test holds what the row says (that is for whoever reads it), and whether it passes.

use std::{collections::BTreeMap, fs, path::Path};

const LOG: &str = "docs/hazards.md";
/// The hazards that must be there, whatever else is.
const STARTERS: u32 = 12;
/// What may stand above a test's name: its attribute and its description.
const ABOVE: [&str; 2] = ["#[", "///"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The number of `H7`.
fn number(id: &str) -> Option<u32> {
    id.trim().strip_prefix('H')?.parse().ok()
}

/// `5 × 3 = 15`, if that is so.
fn risk(cell: &str) -> Option<u32> {
    let (factors, product) = cell.split_once('=')?;
    let (severity, likelihood) = factors.split_once('×')?;
    let figure = |text: &str| text.trim().parse::<u32>().ok();
    let (severity, likelihood, product) =
        (figure(severity)?, figure(likelihood)?, figure(product)?);
    let in_scale = |n| (1..=5).contains(&n);
    (in_scale(severity) && in_scale(likelihood) && severity * likelihood == product)
        .then_some(product)
}

/// A section's title, and the tests that it names.
fn sections(log: &str) -> BTreeMap<u32, (String, Vec<String>)> {
    let mut found = BTreeMap::new();
    for section in log.split("\n### ").skip(1) {
        let section = section.split("\n## ").next().unwrap_or_default();
        let (title, body) = section.split_once('\n').unwrap_or((section, ""));
        let Some((id, name)) = title.split_once(". ") else {
            continue;
        };
        let tests = body
            .split_once("- **Tests:**")
            .map_or("", |(_, tests)| tests);
        let named = tests.split('`').skip(1).step_by(2);
        if let Some(id) = number(id) {
            found.insert(id, (name.to_owned(), named.map(str::to_owned).collect()));
        }
    }
    found
}

/// Everything that is wrong with a log; `exists` says whether there is such a test.
fn problems(log: &str, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let sections = sections(log);
    let mut found = Vec::new();
    let mut ids = Vec::new();
    for row in log.lines().filter(|line| line.starts_with("| H")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [id, hazard, cause, effect, before, after] = cells.as_slice() else {
            found.push(format!("not six cells: {row}"));
            continue;
        };
        let Some(number) = number(id) else {
            found.push(format!("no number: {row}"));
            continue;
        };
        ids.push(number);
        if hazard.is_empty() || cause.is_empty() || effect.is_empty() {
            found.push(format!("{id} has an empty cell"));
        }
        match (risk(before), risk(after)) {
            (Some(before), Some(after)) if after <= before => {}
            (Some(_), Some(_)) => found.push(format!("{id} is worse after its controls")),
            (None, _) | (_, None) => found.push(format!("{id}: {before}, {after} do not add up")),
        }
        match sections.get(&number) {
            None => found.push(format!("{id} has no section")),
            Some((title, _)) if title != hazard => {
                found.push(format!("{id} is called “{hazard}” and “{title}”"));
            }
            Some((_, tests)) if tests.is_empty() => found.push(format!("{id} names no test")),
            Some((_, tests)) => {
                let missing = tests.iter().filter(|test| !exists(test));
                found.extend(missing.map(|test| format!("{id} names {test}, and there is none")));
            }
        }
    }
    let expected: Vec<u32> = (1..=STARTERS.max(ids.len().try_into().unwrap_or(0))).collect();
    if ids != expected {
        found.push(format!("the rows are {ids:?}, and should be {expected:?}"));
    }
    let alone = sections.keys().filter(|id| !ids.contains(id));
    found.extend(alone.map(|id| format!("H{id} has a section and no row")));
    found
}

/// Whether there is a test of that name, as `cargo nextest list` prints it: `stories::a_guess_at_night` below tests/,
/// `care::clock::tests::…` below src/.
fn exists(name: &str) -> bool {
    let parts: Vec<&str> = name.split("::").collect();
    let Some((test, modules)) = parts.split_last() else {
        return false;
    };
    ["tests", "src"]
        .into_iter()
        .any(|top| module(top, modules).is_some_and(|text| is_test_of(&text, test)))
}

/// The source of a module: its file without its own tests, or the part of the file around it.
fn module(top: &str, modules: &[&str]) -> Option<String> {
    for split in (1..=modules.len()).rev() {
        let path = format!("{top}/{}", modules[..split].join("/"));
        let files = [format!("{path}.rs"), format!("{path}/mod.rs")];
        let Some(file) = files.iter().find(|file| root().join(file).is_file()) else {
            continue;
        };
        let whole = read(file);
        return match &modules[split..] {
            [] => whole.split("\nmod tests {").next().map(str::to_owned),
            [inner] => {
                let (_, rest) = whole.split_once(&format!("\nmod {inner} {{"))?;
                rest.split("\n}").next().map(str::to_owned)
            }
            [_, _, ..] => None,
        };
    }
    None
}

/// Whether a source has that test: a function below a test's attribute, or a name in a list of stories.
fn is_test_of(source: &str, test: &str) -> bool {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let begins = [format!("fn {test}("), format!("async fn {test}(")];
    let is_function = lines.iter().enumerate().any(|(at, line)| {
        let above = lines[..at].iter().rev();
        begins.iter().any(|begin| line.starts_with(begin))
            && above
                .take_while(|line| ABOVE.iter().any(|mark| line.starts_with(mark)))
                .any(|line| *line == "#[test]" || line.starts_with("#[tokio::test"))
    });
    let told = source.split("\nstories! {").nth(1).unwrap_or_default();
    let told = told.split("\n}").next().unwrap_or_default();
    is_function
        || told
            .lines()
            .any(|line| line.trim().strip_suffix(',') == Some(test))
}

#[test]
fn every_hazard_is_held_by_tests_that_exist() {
    let found = problems(&read(LOG), exists);
    assert!(found.is_empty(), "{LOG}:\n{}", found.join("\n"));
}

#[test]
fn a_test_is_found_where_its_name_says_and_nowhere_else() {
    for there in [
        "hazards::a_test_is_found_where_its_name_says_and_nowhere_else",
        "stories::a_red_flag_in_the_middle",
        "stories::every_story_is_played",
        "store::seal::tests::nonces_do_not_repeat",
        "simulation::judge::tests::a_doubled_evening_is_found",
        "programme::amounts::raises_rest_for_a_day_after_a_bad_cramp",
    ] {
        assert!(exists(there), "{there}");
    }
    for gone in [
        "",
        "a_red_flag_in_the_middle",
        "stories::a_red_flag_in_the_muddle",
        "stories::prepared",
        "trouble::a_red_flag_in_the_middle",
        "hazards::read",
        "store::seal::nonces_do_not_repeat",
        "nowhere::tests::nonces_do_not_repeat",
    ] {
        assert!(!exists(gone), "{gone}");
    }
}

#[test]
fn a_log_that_is_wrong_is_found_out() {
    let row =
        |id: u32| format!("| H{id} | A fall | dark | a broken hip | 4 × 3 = 12 | 4 × 1 = 4 |\n");
    let section = |id: u32| format!("\n### H{id}. A fall\n\n- **Tests:** `a::b`\n");
    let rows: String = (1..=STARTERS).map(row).collect();
    let all: String = (1..=STARTERS).map(section).collect();
    let told = |log: &str| problems(log, |test| test == "a::b").join("; ");
    let sound = format!("{rows}{all}");
    assert_eq!(told(&sound), "");
    for (from, into, expected) in [
        ("`a::b`", "`a::c`", "H1 names a::c, and there is none"),
        ("`a::b`", "none", "H1 names no test"),
        (
            "12 | 4",
            "13 | 4",
            "H1: 4 × 3 = 13, 4 × 1 = 4 do not add up",
        ),
        (
            "= 12 | 4 × 1 = 4",
            "= 12 | 4 × 4 = 16",
            "H1 is worse after its controls",
        ),
        ("A fall |", "A trip |", "H1 is called “A trip” and “A fall”"),
        ("### H1.", "### X1.", "H1 has no section"),
        ("| dark |", "| |", "H1 has an empty cell"),
        ("| dark |", "|", "not six cells"),
        ("| H1 | A fall", "- A fall", "H1 has a section and no row"),
        ("| H1 |", "| H2 |", "the rows are [2, 2, 3"),
    ] {
        assert!(sound.contains(from), "{from}");
        let wrong = sound.replacen(from, into, 1);
        assert!(told(&wrong).contains(expected), "{into}: {}", told(&wrong));
    }
    let eleven = sound.replace(&row(7), "").replace(&section(7), "");
    assert!(told(&eleven).contains("the rows are [1, 2, 3, 4, 5, 6, 8"));
}
