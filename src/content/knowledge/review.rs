//! Who checked a knowledge file, and when.

use chrono::NaiveDate;

/// The review of a file by a clinician; empty until one has read it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Review {
    by: String,
    on: String,
}

impl Review {
    pub(super) fn new(by: &str, on: &str) -> Self {
        Self {
            by: by.trim().to_owned(),
            on: on.trim().to_owned(),
        }
    }

    /// Who reviewed it and on which day, or nothing.
    #[must_use]
    pub fn done(&self) -> Option<(&str, NaiveDate)> {
        let day = self.on.parse().ok()?;
        (!self.by.is_empty()).then_some((self.by.as_str(), day))
    }

    /// Both or neither must be given, and the day must be one.
    pub(super) fn check(&self) -> Result<(), &'static str> {
        match (self.by.is_empty(), self.on.is_empty()) {
            (true, true) => Ok(()),
            (true, false) => Err("there is a day of review, but nobody in reviewed_by"),
            (false, true) => Err("there is a reviewer, but no day in reviewed_on"),
            (false, false) => match self.on.parse::<NaiveDate>() {
                Ok(_) => Ok(()),
                Err(_) => Err("is no day; write it as 2026-03-31"),
            },
        }
    }
}
