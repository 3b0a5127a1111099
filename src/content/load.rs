//! Where the content files come from: the binary, and a folder of the operator laid over it, file by file.
//!
//! The only part of the content that reads the disk. A new file under `config/` reaches a debug build once this file is
//! compiled again; a test compares the two.

use std::{borrow::Cow, collections::BTreeMap, fs, path::Path, str};

use super::problem::Problems;

#[derive(rust_embed::Embed)]
#[folder = "config/"]
struct Shipped;

/// One text file, and how to name it in a message.
#[derive(Debug, Clone)]
pub struct File {
    pub shown: String,
    /// Of a built-in file, the text where the program holds it.
    pub text: Cow<'static, str>,
}

/// The content files by their path under `config/`, such as `texts/en/relief.ftl`.
pub type Files = BTreeMap<String, File>;

/// The files that are built in, with those of `overlay` in their place or beside them.
#[must_use]
pub fn files(overlay: Option<&Path>) -> (Files, Problems) {
    let mut problems = Problems::default();
    let mut files = Files::new();
    for path in Shipped::iter().filter(|path| is_content(path)) {
        let Some(file) = Shipped::get(&path) else {
            continue; // `iter` and `get` read the same table.
        };
        let shown = format!("config/{path}");
        match text_of(file.data) {
            Some(text) => drop(files.insert(path.into_owned(), File { shown, text })),
            None => problems.error(&shown, None, None, "is not UTF-8 text"),
        }
    }
    if let Some(folder) = overlay {
        lay_over(folder, folder, &mut files, &mut problems);
    }
    (files, problems)
}

fn text_of(data: Cow<'static, [u8]>) -> Option<Cow<'static, str>> {
    match data {
        Cow::Borrowed(bytes) => str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
    }
}

/// The paths of the built-in content files.
pub fn shipped() -> impl Iterator<Item = String> {
    Shipped::iter()
        .map(|path| path.into_owned())
        .filter(|path| is_content(path))
}

fn is_content(path: &str) -> bool {
    let folder = path.starts_with("texts/") || path.starts_with("knowledge/");
    let kind = Path::new(path).extension().and_then(|kind| kind.to_str());
    folder && matches!(kind, Some("ftl" | "toml"))
}

fn lay_over(root: &Path, folder: &Path, files: &mut Files, problems: &mut Problems) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            let shown = folder.display().to_string();
            return problems.error(&shown, None, None, format!("cannot be read: {error}"));
        }
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            lay_over(root, &path, files, problems);
            continue;
        }
        let Some(name) = name_under(root, &path) else {
            continue;
        };
        let shown = path.display().to_string();
        if !is_content(&name) {
            problems.warning(
                &shown,
                None,
                None,
                "is not read: content is texts/**.ftl, texts/**.toml and knowledge/**.toml",
            );
            continue;
        }
        match fs::read_to_string(&path) {
            Ok(text) => {
                let text = Cow::Owned(text);
                files.insert(name, File { shown, text });
            }
            Err(error) => problems.error(&shown, None, None, format!("cannot be read: {error}")),
        }
    }
}

/// `path` relative to `root`, with `/` between the parts.
fn name_under(root: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path
        .strip_prefix(root)
        .ok()?
        .components()
        .map(|part| part.as_os_str().to_str())
        .collect();
    Some(parts?.join("/"))
}
