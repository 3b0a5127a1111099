//! The operator's settings: one TOML file, each key with a default, each mistake named by file, line and key.
//!
//! Invariants: an unknown key is refused, so a misspelt setting never goes unnoticed; no secret stands in the file.
//! Deliberately not here: the environment and the command line, which `cli` lays over it.

mod check;

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::content::problem::{Problems, line_at};

/// The shipped settings file: every key, commented, with its default.
pub const SHIPPED: &str = include_str!("../config/charley.toml");

/// All settings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    pub operator: Operator,
    pub paths: Paths,
    pub telegram: Telegram,
    pub people: People,
    pub limits: Limits,
    pub retention: Retention,
    pub store: Store,
    pub backup: Backup,
    pub log: Log,
}

/// Who runs this Charley. People read it in the privacy notice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Operator {
    pub name: String,
    /// A web address, an e-mail address or a Telegram name.
    pub contact: String,
}

/// Where things lie. Relative paths count from the working folder.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Paths {
    pub data: PathBuf,
    /// Empty: beside the data folder.
    pub key_file: PathBuf,
    /// Empty: beside the data folder.
    pub keyring_file: PathBuf,
    /// Empty: the token comes from the environment.
    pub token_file: PathBuf,
    /// Empty: only the built-in content.
    pub content: PathBuf,
}

/// How Telegram is reached.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Telegram {
    pub api_url: String,
}

/// Whom Charley talks to, and in which language if theirs is not there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct People {
    pub language: String,
    /// Empty: everyone.
    pub allowed_chats: Vec<i64>,
}

/// Bounds against floods, and Telegram's own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    pub inbound_per_minute: u32,
    pub inbound_burst: u32,
    pub entries_per_day: u32,
    /// Bytes.
    pub stored_bytes_per_person: u64,
    pub sends_per_second: u32,
    pub sends_per_second_per_chat: u32,
    pub send_burst_per_chat: u32,
}

/// How long things are kept.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    /// Hours.
    pub provisional_hours: u32,
    /// Days.
    pub idle_days: u32,
}

/// The store's needs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Store {
    /// MiB.
    pub cache_mib: u64,
}

/// Backups that a running Charley makes by itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Backup {
    /// Empty: beside the data folder.
    pub folder: PathBuf,
    /// Hours from one to the next; 0: none are made.
    pub every_hours: u32,
    /// How many are kept.
    pub keep: u32,
    /// Empty: the keyring is not copied.
    pub keyring_copy: PathBuf,
}

/// What is logged.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// As in `RUST_LOG`.
    pub filter: String,
}

impl Default for Paths {
    fn default() -> Self {
        Self {
            data: "data".into(),
            key_file: PathBuf::new(),
            keyring_file: PathBuf::new(),
            token_file: PathBuf::new(),
            content: PathBuf::new(),
        }
    }
}

impl Default for Telegram {
    fn default() -> Self {
        Self {
            api_url: "https://api.telegram.org".to_owned(),
        }
    }
}

impl Default for People {
    fn default() -> Self {
        Self {
            language: "en".to_owned(),
            allowed_chats: Vec::new(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            inbound_per_minute: 30,
            inbound_burst: 20,
            entries_per_day: 50,
            stored_bytes_per_person: 1024 * 1024,
            sends_per_second: 30,
            sends_per_second_per_chat: 1,
            send_burst_per_chat: 5,
        }
    }
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            provisional_hours: 24,
            idle_days: 365,
        }
    }
}

impl Default for Store {
    fn default() -> Self {
        Self { cache_mib: 16 }
    }
}

impl Default for Backup {
    fn default() -> Self {
        Self {
            folder: PathBuf::new(),
            every_hours: 24,
            keep: 7,
            keyring_copy: PathBuf::new(),
        }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self {
            filter: "info".to_owned(),
        }
    }
}

impl Config {
    /// Reads and checks a settings file.
    ///
    /// # Errors
    /// All that is wrong with it, each with file, line and key.
    pub fn read(path: &Path) -> Result<Self, Problems> {
        let shown = path.display().to_string();
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&shown, &text),
            Err(error) => {
                let mut problems = Problems::default();
                problems.error(&shown, None, None, format!("cannot be read: {error}"));
                Err(problems)
            }
        }
    }

    /// The settings in `text`; `shown` names the file in messages.
    ///
    /// # Errors
    /// All that is wrong with it, each with file, line and key.
    pub fn parse(shown: &str, text: &str) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        match toml::from_str::<Self>(text) {
            Ok(config) => {
                check::ranges(&config, shown, text, &mut problems);
                if problems.is_empty() {
                    return Ok(config);
                }
            }
            Err(error) => report(&error, shown, text, &mut problems),
        }
        Err(problems)
    }

    /// What `charley run` needs beyond what the sandbox does.
    ///
    /// # Errors
    /// The settings that are missing, in words.
    pub fn ready_to_run(&self, shown: &str) -> Result<(), Problems> {
        let mut problems = Problems::default();
        let needed = [
            ("operator.name", &self.operator.name),
            ("operator.contact", &self.operator.contact),
        ];
        for (key, value) in needed {
            if value.trim().is_empty() {
                let what = "is needed: people must know who keeps their diary and whom to ask";
                problems.error(shown, None, Some(key), what);
            }
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }
}

/// A mistake of form: file, line and column, and for an unknown key the nearest known one.
fn report(error: &toml::de::Error, shown: &str, text: &str, problems: &mut Problems) {
    let offset = error.span().map(|span| span.start);
    let line = offset.map(|offset| line_at(text, offset));
    let column = offset.and_then(|offset| {
        let before = text.get(..offset)?;
        let start = before.rfind('\n').map_or(0, |place| place + 1);
        Some(before[start..].chars().count() + 1)
    });
    let mut what = error.message().trim().to_owned();
    if let Some(column) = column {
        what = format!("column {column}: {what}");
    }
    let key = check::quoted(error.message());
    if let Some(known) = key.and_then(check::did_you_mean) {
        what = format!("{what}; did you mean `{known}`?");
    }
    problems.error(shown, line, key, what);
}
