//! The words of what is drawn, in its language: texts of the content with their values, dates and small numbers. What only the page says
//! is beside it, in `report/words`.

use chrono::{Datelike, NaiveDate};

use crate::{
    content::{Arg, Content},
    dialogue::figures::Span,
};

/// A content and the language that is written in.
#[derive(Clone, Copy)]
pub(super) struct Voice<'a> {
    pub content: &'a Content,
    pub language: &'a str,
}

impl Voice<'_> {
    /// The text of a key.
    pub fn t(self, key: &str) -> String {
        self.tn(key, &[])
    }

    /// The text of a key, with its values.
    pub fn tn(self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.content.say(self.language, key, args)
    }

    /// A text with one number, `$count`.
    pub fn counted(self, key: &str, count: usize) -> String {
        self.tn(key, &[("count", number(count))])
    }

    pub fn weekday(self, date: NaiveDate) -> String {
        self.t(&format!("weekday-{}", date.weekday().number_from_monday()))
    }

    pub fn month(self, date: NaiveDate) -> String {
        self.t(&format!("month-{}", date.month()))
    }

    /// A date without its year, as it stands among others of its season: "3 Nov".
    pub fn day(self, date: NaiveDate) -> String {
        let month = self.month(date);
        let args = [("day", Arg::from(date.day())), ("month", Arg::Text(&month))];
        self.tn("drawn-day", &args)
    }

    /// "1 Nov to 14 Nov"
    pub fn period(self, span: Span) -> String {
        self.between(&self.day(span.first), &self.day(span.last()))
    }

    /// From one date to another, each as it was written.
    pub fn between(self, from: &str, until: &str) -> String {
        let args = [("from", Arg::Text(from)), ("until", Arg::Text(until))];
        self.tn("drawn-period", &args)
    }

    /// A number given in tenths: "4" or "4.5".
    pub fn tenths(self, tenths: u32) -> String {
        self.content.decimal(self.language, tenths)
    }
}

/// A count as a value of a text.
pub(super) fn number(count: impl TryInto<i64>) -> Arg<'static> {
    Arg::Number(count.try_into().unwrap_or(i64::MAX))
}
