//! Keys of texts in the code and keys in the files are the same set.
//!
//! In the folders below every string literal of lower-case words joined by dashes (`"relief-hold"`) is a key. A literal with a
//! place-holder (`"weekday-{}"`) uses each key that begins with what stands before it. To except a literal that only looks
//! like a key, add it to `NOT_KEYS`; to look into another folder, add it to `FOLDERS`.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use charley::content::Content;

const FOLDERS: [&str; 10] = [
    "src/dialogue.rs",
    "src/dialogue",
    "src/app.rs",
    "src/app",
    "src/runtime.rs",
    "src/telegram.rs",
    "src/telegram",
    "src/render",
    "src/content.rs",
    "src/content",
];

/// Literals that look like a key and are none, each with its reason.
const NOT_KEYS: [&str; 1] = [
    // The format of a file, which programs read.
    "charley-diary",
];

/// Keys that no code asks for yet, by what they begin with. Empty it as the flows arrive.
const NOT_USED_YET: [&str; 0] = [];

#[test]
fn each_key_in_the_code_has_a_text() {
    let content = Content::embedded().expect("the shipped content is sound");
    let mut missing = Vec::new();
    for (file, literal) in literals() {
        if is_key(&literal) && !NOT_KEYS.contains(&literal.as_str()) && !content.has(&literal) {
            missing.push(format!("{}: {literal}", file.display()));
        }
    }
    assert!(missing.is_empty(), "no text for:\n{}", missing.join("\n"));
}

#[test]
fn each_text_is_used_by_the_code_or_by_other_content() {
    let content = Content::embedded().expect("the shipped content is sound");
    let literals: BTreeSet<String> = literals().into_iter().map(|(_, literal)| literal).collect();
    let by_content = content.keys_used_by_content();
    let prefixes: Vec<&str> = literals
        .iter()
        .filter_map(|literal| literal.split_once('{'))
        .map(|(prefix, _)| prefix)
        .filter(|prefix| prefix.strip_suffix('-').is_some_and(is_part_of_key))
        .collect();
    let is_used = |key: &str| {
        literals.contains(key)
            || by_content.contains(&key)
            || prefixes.iter().any(|prefix| key.starts_with(prefix))
            || NOT_USED_YET.iter().any(|prefix| key.starts_with(prefix))
    };
    let unused: Vec<&str> = content.keys().filter(|key| !is_used(key)).collect();
    assert!(unused.is_empty(), "nobody says:\n{}", unused.join("\n"));
}

/// A word, or words joined by dashes.
fn is_part_of_key(literal: &str) -> bool {
    let is_word = |word: &str| {
        let is_plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
        !word.is_empty() && word.chars().all(is_plain)
    };
    literal.starts_with(|letter: char| letter.is_ascii_lowercase())
        && literal.split('-').all(is_word)
}

fn is_key(literal: &str) -> bool {
    literal.contains('-') && is_part_of_key(literal)
}

/// All string literals of the code, comments left out.
fn literals() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in FOLDERS {
        sources(&root.join(folder), &mut files);
    }
    let mut all = Vec::new();
    for file in files {
        let code = fs::read_to_string(&file).expect("a source file can be read");
        for literal in literals_of(&code) {
            all.push((file.clone(), literal));
        }
    }
    all
}

fn sources(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_file() {
        files.push(path.to_owned());
    } else if let Ok(entries) = fs::read_dir(path) {
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() || path.extension().is_some_and(|kind| kind == "rs") {
                sources(&path, files);
            }
        }
    }
}

fn literals_of(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut letters = code.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '/' if letters.peek() == Some(&'/') => {
                letters
                    .by_ref()
                    .take_while(|letter| *letter != '\n')
                    .for_each(drop);
            }
            // A character such as '"' opens no literal; a lifetime has no closing mark and is left alone.
            '\'' if letters.peek() == Some(&'"') => drop(letters.nth(1)),
            '\'' if letters.peek() == Some(&'\\') => drop(letters.nth(2)),
            '"' => {
                let mut literal = String::new();
                while let Some(letter) = letters.next() {
                    match letter {
                        '"' => break,
                        '\\' => drop(letters.next()),
                        other => literal.push(other),
                    }
                }
                found.push(literal);
            }
            _ => {}
        }
    }
    found
}

#[test]
fn literals_are_found_and_comments_are_not() {
    let code = "say(\"relief-hold\"); // \"not-this\"\nlet quote = '\"'; say(\"and-this\")";
    assert_eq!(literals_of(code), ["relief-hold", "and-this"]);
    assert!(
        is_key("relief-hold") && !is_key("Relief-hold") && !is_key("relief") && !is_key("a b-c")
    );
}
