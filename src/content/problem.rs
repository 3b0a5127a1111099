//! What is wrong with the content files, each with its place, so that an author finds it without searching.
//!
//! Deliberately not here: the checks themselves.

use std::fmt;

/// How grave a [`Problem`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Charley does not start with it.
    Error,
    /// `charley check` prints it; it does not keep Charley from starting.
    Warning,
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub file: String,
    /// Counted from 1, if it is known.
    pub line: Option<usize>,
    /// The message key, the slug or the setting.
    pub key: Option<String>,
    pub what: String,
    pub level: Level,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        if let Some(key) = &self.key {
            write!(out, ": {key}")?;
        }
        match self.level {
            Level::Error => write!(out, ": {}", self.what),
            Level::Warning => write!(out, ": warning: {}", self.what),
        }
    }
}

/// All that a check found, in the order of the files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Notes something that keeps Charley from starting.
    pub fn error(
        &mut self,
        file: &str,
        line: Option<usize>,
        key: Option<&str>,
        what: impl Into<String>,
    ) {
        self.note(Level::Error, file, line, key, what.into());
    }

    /// Notes something that an author should look at.
    pub fn warning(
        &mut self,
        file: &str,
        line: Option<usize>,
        key: Option<&str>,
        what: impl Into<String>,
    ) {
        self.note(Level::Warning, file, line, key, what.into());
    }

    fn note(
        &mut self,
        level: Level,
        file: &str,
        line: Option<usize>,
        key: Option<&str>,
        what: String,
    ) {
        self.0.push(Problem {
            file: file.to_owned(),
            line,
            key: key.map(str::to_owned),
            what,
            level,
        });
    }

    /// True if nothing was found, not even a warning.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True if something keeps Charley from starting.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|problem| problem.level == Level::Error)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                out.write_str("\n")?;
            }
            problem.fmt(out)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// The line, counted from 1, in which the byte at `offset` stands.
#[must_use]
pub fn line_at(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}
