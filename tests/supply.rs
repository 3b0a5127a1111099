//! What comes with Charley: the dependencies stay few, and the papers for operators say what is true of the files beside them.
//!
//! Deliberately not here: which licences and sources a dependency may have (`deny.toml`), and the form of its exceptions (`surroundings`).

use std::{collections::BTreeSet, fs, path::Path};

use crate::surroundings::slug;

/// A little above today's, so that an update of one package needs no change here.
const PACKAGES: usize = 430;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The papers below docs/, by their names.
fn papers() -> Vec<String> {
    let folder = fs::read_dir(root().join("docs")).expect("a folder");
    let names = folder.map(|entry| entry.expect("an entry").file_name());
    let names = names.map(|name| name.into_string().expect("UTF-8"));
    let mut papers: Vec<String> = names.filter(|name| name.ends_with(".md")).collect();
    papers.sort();
    papers
}

#[test]
fn dependencies_stay_few() {
    let lock: toml::Table = read("Cargo.lock").parse().expect("Cargo.lock is TOML");
    let count = lock["package"].as_array().expect("packages").len();
    assert!(
        count <= PACKAGES,
        "Cargo.lock holds {count} packages, and {PACKAGES} were thought to be enough. Each of them is code of others that runs beside \
         health data: is there a way with less? `cargo tree --invert NAME` says who wants one. If it is worth it, say why in the commit \
         and raise the limit in tests/supply.rs"
    );
    assert!(
        count + 40 > PACKAGES,
        "there are far fewer now: lower the limit"
    );
}

#[test]
fn the_readme_leads_to_each_paper_for_operators() {
    let readme = read("README.md");
    let papers = papers();
    assert!(papers.len() >= 6, "{papers:?}");
    for paper in papers {
        assert!(readme.contains(&format!("](docs/{paper})")), "{paper}");
    }
}

#[test]
fn links_in_the_papers_for_operators_lead_somewhere() {
    let mut seen = 0;
    for paper in papers() {
        let text = read(&format!("docs/{paper}"));
        let targets = text.split("](").skip(1);
        let targets = targets.filter_map(|rest| rest.split_once(')').map(|(target, _)| target));
        for target in targets.filter(|target| !target.contains("://")) {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { &paper } else { file };
            let file = root().join("docs").join(file);
            let there = fs::read_to_string(&file).unwrap_or_else(|_| panic!("{paper}: {target}"));
            let headings = there.lines().filter(|line| line.starts_with('#'));
            let headings: BTreeSet<String> = headings
                .map(|line| slug(line.trim_start_matches('#')))
                .collect();
            assert!(
                heading.is_empty() || headings.contains(heading),
                "{paper}: {target}"
            );
            seen += 1;
        }
    }
    assert!(seen > 10);
}

/// The lines of the unit that set something.
fn settings() -> Vec<(String, String)> {
    let unit = read("docs/charley.service");
    let lines = unit.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| line.split_once('='));
    pairs
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

#[test]
fn the_paper_says_why_each_line_of_the_unit_is_there() {
    /// They say what it is, and what everybody knows.
    const PLAIN: [&str; 4] = ["Description", "ExecStart", "Environment", "WantedBy"];
    let paper = read("docs/running.md");
    let settings = settings();
    assert!(settings.len() > 40);
    for (key, _) in settings {
        let named = paper.contains(&format!("`{key}="));
        assert!(
            named || PLAIN.contains(&key.as_str()),
            "docs/running.md does not say why there is {key}="
        );
    }
}

#[test]
fn the_unit_gives_no_rights_and_time_to_stop() {
    let settings = settings();
    let value = |wanted: &str| {
        let mut found = settings.iter().filter(|(key, _)| key == wanted);
        let value = found.next().map(|(_, value)| value.as_str());
        value.unwrap_or_else(|| panic!("the unit has no {wanted}="))
    };
    for (key, expected) in [
        ("CapabilityBoundingSet", ""),
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("MemoryDenyWriteExecute", "yes"),
        ("UMask", "0077"),
        ("LimitCORE", "0"),
    ] {
        assert_eq!(value(key), expected, "{key}");
    }
    assert_ne!(value("User"), "root");
    let seconds: u32 = value("TimeoutStopSec").parse().expect("seconds");
    assert!(seconds >= 30, "a stop takes up to half a minute");
    assert!(
        value("LoadCredential").starts_with("token:"),
        "the token is read from a file that only root sees"
    );
}
