//! The words of a picture, in its language: texts, dates and numbers.

use chrono::{Datelike, NaiveDate};

use crate::{
    content::{Arg, Content},
    dialogue::figures::Span,
};

/// A content and the language that a picture speaks.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    pub content: &'a Content,
    pub language: &'a str,
}

impl Voice<'_> {
    pub fn t(self, key: &str) -> String {
        self.tn(key, &[])
    }

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

    /// A date without its year: a picture shows a season at most.
    pub fn day(self, date: NaiveDate) -> String {
        let month = self.month(date);
        let args = [("day", Arg::from(date.day())), ("month", Arg::Text(&month))];
        self.tn("picture-day", &args)
    }

    pub fn period(self, span: Span) -> String {
        let (from, until) = (self.day(span.first), self.day(span.last()));
        let args = [("from", Arg::Text(&from)), ("until", Arg::Text(&until))];
        self.tn("picture-period", &args)
    }

    /// A number that is given in tenths; whole ones without a point.
    pub fn tenths(self, tenths: u32) -> String {
        let (whole, tenths) = (tenths / 10, tenths % 10);
        if tenths == 0 {
            return whole.to_string();
        }
        let args = [("whole", Arg::from(whole)), ("tenths", Arg::from(tenths))];
        self.tn("picture-decimal", &args)
    }
}

/// A count as a value for a place-holder.
pub fn number(count: usize) -> Arg<'static> {
    Arg::Number(i64::try_from(count).unwrap_or(i64::MAX))
}
