//! The sources, the texts and the documents are read, and must keep to the rules: layers (I1), no sentence in code (I10), headers,
//! lengths, what Charley never says, and that README, menu and commands agree.

use std::{fs, path::Path};

use charley::{
    content::Arg,
    dialogue::{Command, Keeping, What},
};
use sha2::{Digest, Sha256};

use crate::core::model::{LORE, Model};

/// A file, by its path from the top of the package.
struct File {
    path: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder with that ending.
fn files(folder: &str, ending: &str) -> Vec<File> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let shown = path.strip_prefix(root()).expect("below the top");
                found.push(File {
                    path: shown.to_string_lossy().into_owned(),
                    text: fs::read_to_string(&path).expect("UTF-8"),
                });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn rust() -> Vec<File> {
    ["src", "tests", "benches", "examples"]
        .into_iter()
        .flat_map(|folder| files(folder, ".rs"))
        .collect()
}

/// The parts of a source: code without comments, and the string literals with the code that leads to each.
struct Code {
    bare: String,
    literals: Vec<Literal>,
}

struct Literal {
    text: String,
    line: usize,
    /// The statement up to the literal.
    before: String,
}

/// Reads Rust well enough for these tests: comments, strings (raw ones too), characters and lifetimes.
fn read(source: &str) -> Code {
    // What only the tests of a file say is no concern here.
    let source = source.split("#[cfg(test)]").next().unwrap_or(source);
    let chars: Vec<char> = source.chars().collect();
    let (mut bare, mut literals) = (String::new(), Vec::new());
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let rest = &chars[at..];
        let starts = |with: &str| {
            with.chars()
                .eq(rest.iter().copied().take(with.chars().count()))
        };
        let end = if starts("//") {
            rest.iter()
                .position(|c| *c == '\n')
                .map_or(chars.len(), |n| at + n)
        } else if starts("/*") {
            let text: String = rest.iter().collect();
            text.find("*/")
                .map_or(chars.len(), |n| at + text[..n].chars().count() + 2)
        } else if starts("r\"") || starts("r#\"") {
            let hashes = rest[1..].iter().take_while(|c| **c == '#').count();
            let close: String = std::iter::once('"')
                .chain("#".repeat(hashes).chars())
                .collect();
            let text: String = rest[2 + hashes..].iter().collect();
            let length = text.find(&close).map_or(0, |n| text[..n].chars().count());
            note(
                &mut literals,
                &bare,
                line,
                &text.chars().take(length).collect::<String>(),
            );
            bare.push_str("\"\"");
            at + 2 + hashes + length + close.len()
        } else if starts("\"") {
            let mut end = at + 1;
            while end < chars.len() && chars[end] != '"' {
                end += if chars[end] == '\\' { 2 } else { 1 };
            }
            note(
                &mut literals,
                &bare,
                line,
                &chars[at + 1..end.min(chars.len())]
                    .iter()
                    .collect::<String>(),
            );
            bare.push_str("\"\"");
            end + 1
        } else if starts("'\\") {
            rest[2..]
                .iter()
                .skip(1)
                .position(|c| *c == '\'')
                .map_or(at + 1, |n| at + n + 4)
        } else if starts("'") && rest.get(2) == Some(&'\'') {
            at + 3
        } else {
            bare.push(rest[0]);
            at + 1
        };
        line += chars[at..end.min(chars.len())]
            .iter()
            .filter(|c| **c == '\n')
            .count();
        at = end;
    }
    Code { bare, literals }
}

fn note(literals: &mut Vec<Literal>, bare: &str, line: usize, text: &str) {
    let from = bare.rfind([';', '{', '}']).map_or(0, |n| n + 1);
    literals.push(Literal {
        text: text.to_owned(),
        line,
        before: bare[from..].to_owned(),
    });
}

#[test]
fn the_scanner_reads_rust() {
    let code = read(
        "// a comment \"not a string\"\nlet a = \"two words\"; /* \"no\" */ let c = '\"'; let l: &'static str = r#\"raw \" one\"#;\nlog::info!(\"x \\\" y\");",
    );
    let texts: Vec<&str> = code
        .literals
        .iter()
        .map(|literal| literal.text.as_str())
        .collect();
    assert_eq!(texts, ["two words", "raw \" one", "x \\\" y"]);
    assert_eq!(code.literals[2].line, 3);
    assert!(code.literals[2].before.contains("log::info!("));
    assert!(!code.bare.contains("comment") && code.bare.contains("let l"));
}

/// I1.
#[test]
fn the_core_names_no_adapter_no_clock_and_no_chance() {
    const PURE: [&str; 4] = [
        "src/dialogue",
        "src/care",
        "src/understanding",
        "src/content",
    ];
    const FORBIDDEN: [&str; 19] = [
        "teloxide",
        "sled",
        "sqlx",
        "tokio",
        "axum",
        "reqwest",
        "std::fs",
        "fs::",
        "std::env",
        "env::var",
        "std::net",
        "std::thread",
        "std::process",
        "Utc::now",
        "Local::now",
        "Instant",
        "SystemTime",
        "getrandom",
        "rand::",
    ];
    /// Only the loader of the content reads the disk.
    const LOADER: &str = "src/content/load.rs";
    let mut seen = 0;
    for file in files("src", ".rs") {
        if !PURE.iter().any(|pure| file.path.starts_with(pure)) {
            continue;
        }
        seen += 1;
        let code = read(&file.text).bare;
        for word in FORBIDDEN {
            let allowed = file.path == LOADER && (word == "fs::" || word == "std::fs");
            assert!(allowed || !names(&code, word), "{} names {word}", file.path);
        }
        for upper in [
            "crate::app",
            "crate::store",
            "crate::telegram",
            "crate::sandbox",
            "crate::runtime",
            "crate::clock",
            "crate::cli",
        ] {
            assert!(!code.contains(upper), "{} reaches up to {upper}", file.path);
        }
    }
    assert!(seen > 20, "the folders are where they are thought to be");
}

/// Whether code names a word, as a word.
fn names(code: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        !before.is_some_and(part) && (word.ends_with(':') || !after.is_some_and(part))
    })
}

/// I10. A sentence is a literal with two words or more. What only an operator or an engineer reads is none.
#[test]
fn no_sentence_that_a_chat_partner_reads_stands_in_the_code() {
    const LAYERS: [&str; 6] = [
        "src/dialogue",
        "src/care",
        "src/understanding",
        "src/telegram",
        "src/app",
        "src/runtime",
    ];
    /// Code that leads to words for the operator, or for the next engineer.
    const FOR_OTHERS: [&str; 16] = [
        "log::",
        "#[error",
        "#[expect",
        "reason =",
        "expect(",
        "panic!",
        "assert",
        "unreachable!",
        "context(",
        "NotSaved(",
        "Notice",
        "Refused(",
        "GivenUp",
        "Profile(",
        "Failure::",
        "Unclear",
    ];
    /// Files whose literals are no sentences of ours, with the reason.
    const NO_SENTENCES: [(&str, &str); 3] = [
        (
            "src/telegram/errors.rs",
            "Telegram's own error texts to be recognised, and their classes for the operator's log",
        ),
        (
            "src/telegram/intake/poll.rs",
            "Telegram's own words for a second poller",
        ),
        (
            "src/telegram/profile.rs",
            "what could not be set, for the operator's log",
        ),
    ];
    let mut found = Vec::new();
    for file in files("src", ".rs") {
        if !LAYERS.iter().any(|layer| file.path.starts_with(layer)) {
            continue;
        }
        for literal in read(&file.text).literals {
            let words = literal.text.split_whitespace().filter(|word| {
                word.chars().filter(|c| c.is_alphabetic()).count() >= 2
                    && !word.contains(['{', '<'])
            });
            let for_others = FOR_OTHERS.iter().any(|mark| literal.before.contains(mark));
            let known = NO_SENTENCES.iter().any(|(path, _)| file.path == *path);
            if words.count() >= 2 && !for_others && !known {
                found.push(format!("{}:{}: {}", file.path, literal.line, literal.text));
            }
        }
    }
    assert!(
        found.is_empty(),
        "sentences in the code:\n{}",
        found.join("\n")
    );
}

#[test]
fn each_source_says_what_it_is_for_and_none_is_too_long() {
    const LINES: usize = 500;
    /// Longer ones, with the reason.
    const LONGER: [(&str, &str); 2] = [
        (
            "tests/telegram/outbox.rs",
            "one table of cases for one state machine",
        ),
        (
            "tests/tidy.rs",
            "the rules of the whole house stand in one place",
        ),
    ];
    for file in rust() {
        assert!(file.text.starts_with("//!"), "{} has no header", file.path);
        let lines = file.text.lines().count();
        let allowed = LONGER.iter().any(|(path, _)| *path == file.path);
        assert!(lines <= LINES || allowed, "{} has {lines} lines", file.path);
    }
    for (path, _) in LONGER {
        assert!(
            root().join(path).exists(),
            "{path} is gone from here; take it off the list"
        );
    }
}

#[test]
fn nothing_is_left_to_do_and_nothing_is_switched_off_without_a_reason() {
    for file in rust() {
        let code = read(&file.text).bare;
        for word in ["todo!", "unimplemented!", "dbg!"] {
            assert!(!code.contains(word), "{} has {word}", file.path);
        }
        for (n, line) in file.text.lines().enumerate() {
            let line = line.trim();
            let at = format!("{}:{}: {line}", file.path, n + 1);
            assert!(
                !line.starts_with("#[ignore]") && !line.starts_with("#[allow("),
                "{at}"
            );
        }
        let expects = code.matches("#[expect(").count() + code.matches("#![expect(").count();
        let reasons = code.matches("reason =").count();
        assert!(
            expects <= reasons,
            "{} expects a lint without a reason",
            file.path
        );
    }
}

#[test]
fn no_path_of_anyones_machine_is_in_the_sources() {
    let paths = ["/home/", "/Users/"];
    let all = rust().into_iter().chain(files("config", ""));
    for file in all.filter(|file| file.path != "tests/tidy.rs") {
        for path in paths {
            assert!(!file.text.contains(path), "{} names {path}", file.path);
        }
    }
}

#[test]
fn every_command_stands_in_the_menu_in_the_help_and_in_the_readme() {
    let help = LORE.content.say("en", "help-text", &[]);
    let readme = fs::read_to_string(root().join("README.md"));
    for command in Command::ALL {
        let key = format!("command-{}", command.name());
        assert!(
            LORE.content.has(&key),
            "the menu has no text for /{}",
            command.name()
        );
        let slashed = format!("/{}", command.name());
        // Whoever reads the help has found it, and has started.
        assert!(
            [Command::Start, Command::Help].contains(&command) || help.contains(&slashed),
            "the help leaves {slashed} out"
        );
        // Until there is a README there is nothing to agree with.
        if let Ok(readme) = &readme {
            assert!(readme.contains(&slashed), "README.md leaves {slashed} out");
        }
    }
    let menu: Vec<&str> = LORE
        .content
        .keys()
        .filter(|key| key.starts_with("command-"))
        .collect();
    assert_eq!(
        menu.len(),
        Command::ALL.len(),
        "the menu has a text for no command: {menu:?}"
    );
}

/// Each notice that people have agreed to, by its version: whoever changes the text takes the next number and adds a line.
const NOTICES: [(u16, &str); 2] = [(1, "307b582c4d8546d2"), (2, "ad137271d3d80d6a")];

#[test]
fn the_notice_that_people_agree_to_is_the_one_of_its_version() {
    let mut model = Model::at_night();
    model
        .does(What::Command(Command::Start))
        .taps("Set up")
        .taps("I'm 16+ and I agree");
    let Keeping::Agreed { version, .. } = model.record().keeping else {
        panic!("agreed");
    };
    let mut hash = Sha256::new();
    for (language, _) in LORE.content.languages() {
        let args = [("operator", Arg::Text("NAME")), ("hours", Arg::Number(24))];
        hash.update(LORE.content.say(language, "consent-notice", &args));
    }
    let hash: String = hash
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let (newest, expected) = NOTICES[NOTICES.len() - 1];
    assert_eq!(
        (version, hash.as_str()),
        (newest, expected),
        "the notice changed: raise NOTICE in src/dialogue/welcome.rs and add its version here"
    );
}

#[test]
fn at_night_no_message_has_more_than_twenty_five_words() {
    let mut count = 0;
    for key in LORE.content.keys().filter(|key| key.starts_with("night-")) {
        for seconds in [30, 20, 10, 1, 0] {
            let text = LORE
                .content
                .say("en", key, &[("seconds", Arg::Number(seconds))]);
            let words = text.split_whitespace().count();
            assert!(words <= 25, "{key} has {words} words: {text}");
            count += 1;
        }
    }
    assert!(
        count >= 100,
        "the night's texts are where they are thought to be"
    );
}

/// The words of a text, without marks: as the list of phrases is written.
fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace(['\'', '’'], "");
    text.split(|c: char| !c.is_alphanumeric() && c != '*')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn begins(text: &[String], phrase: &[String]) -> bool {
    match phrase.split_first() {
        None => true,
        Some((star, rest)) if star == "*" => {
            (0..=text.len().min(2)).any(|gap| begins(&text[gap..], rest))
        }
        Some((word, rest)) => text.first() == Some(word) && begins(&text[1..], rest),
    }
}

#[test]
fn charley_never_says_what_must_never_be_said() {
    let list: toml::Table = fs::read_to_string(root().join("config/knowledge/never_say.toml"))
        .expect("the list")
        .parse()
        .expect("TOML");
    let groups = list["never"].as_array().expect("groups");
    let phrases: Vec<Vec<String>> = groups
        .iter()
        .flat_map(|group| group["phrases"].as_array().expect("phrases"))
        .map(|phrase| words(phrase.as_str().expect("a phrase")))
        .collect();
    assert!(phrases.len() > 80);
    // What Charley says in the stories, with every value filled in, and each text of each language as it is written.
    let stories = files("tests/stories", ".txt").into_iter().map(|file| {
        let said = file.text.lines().filter(|line| line.starts_with("    "));
        (file.path.clone(), said.collect::<Vec<_>>().join("\n"))
    });
    let texts = files("config/texts", ".ftl")
        .into_iter()
        .map(|file| (file.path, file.text));
    let all: Vec<(String, String)> = stories.chain(texts).collect();
    assert!(all.len() > 25);
    for (path, text) in all {
        let said = words(&text);
        for phrase in &phrases {
            let at = (0..said.len()).find(|at| begins(&said[*at..], phrase));
            assert_eq!(at, None, "{path} says “{}”", phrase.join(" "));
        }
    }
}

#[test]
fn each_story_has_a_title() {
    let stories = files("tests/stories", ".txt");
    assert!(stories.len() >= 19);
    for story in stories {
        let title = story.text.lines().next().unwrap_or_default();
        let words = title
            .strip_prefix("# ")
            .map_or(0, |title| title.split_whitespace().count());
        assert!(words >= 3, "{} has no title", story.path);
    }
}
