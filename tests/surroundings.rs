//! What surrounds the program says what is true of it: the papers, the image, the scripts.
//!
//! An image cannot be built everywhere, so the Dockerfile is read here as a text. Deliberately not here: whether the papers are
//! well written.

use std::{
    collections::BTreeSet,
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use charley::{
    cli::{Cli, Settings},
    config::Config,
    dialogue::Command,
};
use clap::{CommandFactory, Parser};

const PAPERS: [&str; 4] = [
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "SECURITY.md",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn manifest() -> toml::Table {
    read("Cargo.toml").parse().expect("Cargo.toml is TOML")
}

fn package(key: &str) -> String {
    let manifest = manifest();
    let value = manifest["package"][key].as_str();
    value.expect("a text").to_owned()
}

/// The instructions of the Dockerfile with their stage, comments gone and continued lines joined.
fn instructions() -> Vec<(usize, String, String)> {
    let text = read("Dockerfile");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let joined = lines.collect::<Vec<_>>().join("\n").replace("\\\n", " ");
    let mut stage = 0;
    let mut found = Vec::new();
    for line in joined.lines().filter(|line| !line.trim().is_empty()) {
        let (word, rest) = line.split_once(' ').expect("an instruction and its words");
        stage += usize::from(word == "FROM");
        found.push((stage, word.to_owned(), rest.trim().to_owned()));
    }
    found
}

/// The words of the last instruction of that name in the final stage.
fn last(instruction: &str) -> String {
    let all = instructions();
    let stage = all.last().expect("a Dockerfile").0;
    let mut of_image = all
        .into_iter()
        .filter(|(its, word, _)| *its == stage && word == instruction);
    let (_, _, words) = of_image
        .next_back()
        .unwrap_or_else(|| panic!("the image has no {instruction}"));
    words
}

/// The strings of an instruction in its JSON form.
fn listed(words: &str) -> Vec<String> {
    let start = words.find('[').expect("the form with brackets");
    serde_json::from_str(&words[start..]).expect("a list of strings")
}

fn parses(line: &[String]) {
    if let Err(error) = Cli::try_parse_from(line) {
        panic!("{line:?}: {error}");
    }
}

#[test]
fn the_image_is_built_from_files_that_are_there_and_let_in() {
    let let_in: Vec<String> = read(".dockerignore")
        .lines()
        .filter_map(|line| line.strip_prefix('!').map(str::to_owned))
        .collect();
    let mut sources = 0;
    for (_, _, words) in instructions().iter().filter(|(_, word, _)| word == "COPY") {
        let words: Vec<&str> = words.split_whitespace().collect();
        if words.iter().any(|word| word.starts_with("--from=")) {
            continue;
        }
        let (_, copied) = words.split_last().expect("a target");
        for source in copied.iter().filter(|word| !word.starts_with("--")) {
            assert!(root().join(source).exists(), "COPY {source}");
            assert!(
                let_in
                    .iter()
                    .any(|name| Path::new(source).starts_with(name)),
                ".dockerignore keeps {source} out"
            );
            sources += 1;
        }
    }
    assert!(sources > 0);
}

#[test]
fn the_image_holds_each_file_that_the_manifest_names() {
    let copied: Vec<String> = instructions()
        .into_iter()
        .filter(|(stage, word, _)| *stage == 1 && word == "COPY")
        .flat_map(|(_, _, words)| {
            words
                .split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    let manifest = manifest();
    for (kind, folder) in [("bench", "benches"), ("test", "tests"), ("bin", "src")] {
        if manifest.contains_key(kind) {
            assert!(
                copied
                    .iter()
                    .any(|name| Path::new(name).starts_with(folder)),
                "cargo wants to see {folder}"
            );
        }
    }
}

#[test]
fn the_image_runs_without_rights_and_stops_with_the_signal_that_charley_heeds() {
    let user = last("USER");
    let id: u32 = user
        .split(':')
        .next()
        .and_then(|id| id.parse().ok())
        .expect("a number, so that a cluster can check it");
    assert_eq!(id, 65532);
    assert_eq!(last("STOPSIGNAL"), "SIGTERM");
}

#[test]
fn the_images_commands_are_commands_of_the_program() {
    let entry = listed(&last("ENTRYPOINT"));
    assert_eq!(entry, ["/usr/local/bin/charley"]);
    parses(&[entry.clone(), listed(&last("CMD"))].concat());
    let health = last("HEALTHCHECK");
    assert!(health.contains(" CMD ["));
    let health = listed(&health);
    assert_eq!(health, ["/usr/local/bin/charley", "health"]);
    parses(&health);
}

#[test]
fn the_image_keeps_data_and_keys_in_volumes_of_their_own() {
    let volumes = listed(&last("VOLUME"));
    let environment = last("ENV");
    let set = |name: &str| {
        let pairs = environment.split_whitespace();
        let value = pairs.filter_map(|pair| pair.split_once('='));
        value
            .filter(|(key, _)| *key == name)
            .map(|(_, value)| value)
            .next_back()
    };
    let config = set("CHARLEY_CONFIG").expect("the settings' place");
    assert!(
        instructions()
            .iter()
            .any(|(_, word, words)| word == "COPY" && words.ends_with(config)),
        "the image has no settings file"
    );
    let data = PathBuf::from(set("CHARLEY_DATA").expect("the data's place"));
    let folder = PathBuf::from(last("WORKDIR"));
    // What the program makes of these, as it will in the image.
    let places = Settings::sandbox(data).places();
    let volume_of = |path: &Path| {
        let path = folder.join(path);
        let found = volumes.iter().find(|volume| path.starts_with(volume));
        found.unwrap_or_else(|| panic!("{} is in no volume", path.display()))
    };
    assert_ne!(volume_of(&places.data), volume_of(&places.key));
    assert_ne!(volume_of(&places.data), volume_of(&places.keyring));
}

#[test]
fn the_image_is_built_with_the_rust_version_of_the_manifest() {
    let (_, _, words) = instructions().into_iter().next().expect("a first line");
    let image = words.split_whitespace().next().unwrap_or_default();
    let tag = image.strip_prefix("rust:").expect("the Rust image");
    let version = tag.split('-').next().unwrap_or_default();
    assert_eq!(version, package("rust-version"));
}

/// Every subcommand with those below it, such as `key check`.
fn subcommands() -> Vec<String> {
    fn below(command: &clap::Command, before: &str, found: &mut Vec<String>) {
        let mut deepest = true;
        for sub in command.get_subcommands() {
            deepest = false;
            below(sub, &format!("{before} {}", sub.get_name()), found);
        }
        if deepest {
            found.push(before.to_owned());
        }
    }
    let mut found = Vec::new();
    below(&Cli::command(), "charley", &mut found);
    found
}

#[test]
fn the_readme_names_each_command_and_each_subcommand() {
    let readme = read("README.md");
    for command in Command::ALL {
        let name = format!("`/{}`", command.name());
        assert!(readme.contains(&name), "{name} is not in the README");
    }
    for command in subcommands() {
        let name = format!("`{command}");
        assert!(readme.contains(&name), "{command} is not in the README");
    }
}

/// The lines of the code blocks of a paper that start the program, as words.
fn command_lines(paper: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut inside = false;
    for line in read(paper).lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
            continue;
        }
        let words = line.split('#').next().unwrap_or_default();
        let words = words
            .split_whitespace()
            .skip_while(|word| word.contains('='));
        let words: Vec<&str> = words.collect();
        let arguments = match words.as_slice() {
            ["charley" | "target/release/charley", rest @ ..] => Some(rest),
            ["cargo", "run", rest @ ..] => {
                let dashes = rest.iter().position(|word| *word == "--");
                dashes.map(|at| &rest[at + 1..])
            }
            _ => None,
        };
        if let Some(arguments) = arguments.filter(|_| inside) {
            let line = std::iter::once(&"charley").chain(arguments);
            found.push(line.map(|word| (*word).to_owned()).collect());
        }
    }
    found
}

#[test]
fn each_command_line_in_the_papers_is_one_that_the_program_takes() {
    let papers = PAPERS.into_iter().chain(["docs/running.md"]);
    let lines: Vec<_> = papers.flat_map(command_lines).collect();
    assert!(!lines.is_empty());
    for line in lines {
        parses(&line);
    }
}

#[test]
fn the_two_commands_to_try_it_are_there() {
    let readme = read("README.md");
    let start = readme.find("## Try it").expect("a section");
    let section = &readme[start..];
    let end = section[3..]
        .find("\n## ")
        .map_or(section.len(), |end| end + 3);
    let section = &section[..end];
    assert!(section.contains("cargo run --release -- sandbox\n"));
    assert!(section.contains("./scripts/test\n"));
    assert_eq!(package("default-run"), "charley");
    for script in ["scripts/test", ".ci/run"] {
        let mode = fs::metadata(root().join(script))
            .expect(script)
            .permissions();
        assert_eq!(mode.mode() & 0o111, 0o111, "{script} cannot be run");
    }
}

#[test]
fn the_build_server_runs_what_people_run() {
    let script = read(".ci/run");
    let deeds: Vec<&str> = script
        .lines()
        .filter(|line| !line.starts_with('#') && !line.starts_with("set ") && !line.is_empty())
        .collect();
    let [deed] = deeds.as_slice() else {
        panic!("{deeds:?}");
    };
    assert!(deed.starts_with("exec ") && deed.contains("/scripts/test"));
}

/// A heading as a link names it.
pub fn slug(heading: &str) -> String {
    let letters = heading.trim().to_lowercase();
    letters
        .chars()
        .filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'))
        .map(|letter| if letter == ' ' { '-' } else { letter })
        .collect()
}

fn headings(paper: &str) -> BTreeSet<String> {
    let text = read(paper);
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| slug(line.trim_start_matches('#')))
        .collect()
}

#[test]
fn links_between_the_papers_lead_somewhere() {
    for paper in PAPERS {
        let text = read(paper);
        let targets = text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split_once(')').map(|(target, _)| target));
        for target in targets.filter(|target| !target.contains("://")) {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { paper } else { file };
            assert!(root().join(file).exists(), "{paper}: {target}");
            if !heading.is_empty() {
                assert!(headings(file).contains(heading), "{paper}: {target}");
            }
        }
    }
}

#[test]
fn the_changelog_knows_this_version() {
    let log = read("CHANGELOG.md");
    let version = format!("## [{}]", package("version"));
    assert!(log.contains("## [Unreleased]") || log.contains(&version));
}

/// What stands between back-quotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .flat_map(|line| line.split('`').skip(1).step_by(2))
}

#[test]
fn every_file_that_the_architecture_names_is_there() {
    let text = read("ARCHITECTURE.md");
    let mut named = 0;
    for name in quoted(&text) {
        let path = name.starts_with("src/")
            || name.starts_with("config/")
            || name.starts_with("scripts/")
            || name.starts_with("benches/")
            || name.starts_with("examples/");
        if path && !name.contains(['*', '<', ' ']) {
            assert!(root().join(name).exists(), "{name}");
            named += 1;
        }
    }
    assert!(named > 20);
}

#[test]
fn every_module_at_the_top_is_in_the_code_map() {
    let text = read("ARCHITECTURE.md");
    for line in read("src/lib.rs").lines() {
        let module = line.strip_prefix("pub mod ");
        if let Some(module) = module.and_then(|rest| rest.strip_suffix(';')) {
            let file = format!("`src/{module}.rs`");
            assert!(text.contains(&file), "{file} is not in the code map");
        }
    }
}

/// The source that holds `a::b::test`: `tests/a/b.rs`, `tests/a/mod.rs` or `tests/a.rs`; for `unit::a::b::test` under `src`.
fn source_of(path: &[&str]) -> Option<String> {
    let (top, path) = match path {
        ["unit", rest @ ..] => ("src", rest),
        path => ("tests", path),
    };
    let joined = format!("{top}/{}", path.join("/"));
    let files = [format!("{joined}.rs"), format!("{joined}/mod.rs")];
    files.into_iter().find(|file| root().join(file).exists())
}

#[test]
fn every_test_that_the_architecture_names_is_there() {
    let text = read("ARCHITECTURE.md");
    let start = text.find("## Invariants").expect("a section");
    let mut named = 0;
    for name in quoted(&text[start..]) {
        let parts: Vec<&str> = name.split("::").collect();
        let plain = |part: &str| {
            part.chars().all(|letter| {
                letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_'
            })
        };
        let Some((test, modules)) = parts.split_last() else {
            continue;
        };
        let is_path = parts.iter().all(|part| !part.is_empty() && plain(part));
        if modules.is_empty() || !is_path {
            continue;
        }
        if source_of(&parts).is_some() {
            // A whole module.
            named += 1;
            continue;
        }
        let source = source_of(modules).unwrap_or_else(|| panic!("no module of {name}"));
        let is_there = read(&source).contains(&format!("fn {test}("));
        assert!(is_there, "{name} is not in {source}");
        named += 1;
    }
    assert!(named > 20);
}

#[test]
fn the_settings_that_the_readme_shows_are_good() {
    let readme = read("README.md");
    let mut shown = 0;
    for block in readme.split("```toml\n").skip(1) {
        let (block, _) = block.split_once("```").expect("an end");
        let config = Config::parse("README.md", block).unwrap_or_else(|problems| {
            panic!("{problems}\n{block}");
        });
        assert!(config.ready_to_run("README.md").is_ok(), "{block}");
        shown += 1;
    }
    assert!(shown > 0);
    assert!(root().join("config/charley.toml").exists());
}

#[test]
fn the_papers_name_the_place_of_the_keys() {
    let places = Settings::sandbox("data".into()).places();
    for paper in ["README.md", "SECURITY.md"] {
        let text = read(paper);
        for path in [&places.key, &places.keyring] {
            let name = format!("`{}`", path.display());
            assert!(text.contains(&name), "{paper} does not say {name}");
        }
    }
}

#[test]
fn the_picture_is_there_and_light() {
    let size = fs::metadata(root().join("docs/conversation.png")).expect("a picture");
    assert!(size.len() < 200_000);
    assert!(read("README.md").contains("](docs/conversation.png)"));
}

#[test]
fn each_exception_for_a_dependency_has_a_reason_and_a_day() {
    let deny: toml::Table = read("deny.toml").parse().expect("deny.toml is TOML");
    let ignored = deny["advisories"]["ignore"].as_array().expect("a list");
    for exception in ignored {
        let id = exception["id"].as_str().expect("an id");
        let reason = exception["reason"].as_str().expect("a reason");
        let (_, again) = reason.split_once("again by ").unwrap_or_else(|| {
            panic!("{id}: when is it looked at again?");
        });
        assert!(again.parse::<chrono::NaiveDate>().is_ok(), "{id}: {again}");
    }
}

#[test]
fn the_licence_is_the_one_that_the_manifest_names() {
    assert_eq!(package("license"), "MIT OR Apache-2.0");
    assert!(read("LICENSE-MIT").starts_with("MIT License"));
    assert!(read("LICENSE-APACHE").contains("Version 2.0, January 2004"));
}
