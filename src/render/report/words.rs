//! The words of the page: texts of the content with their values, dates and small numbers.

use chrono::{Datelike, NaiveDate};

use crate::{
    content::{Arg, Content},
    dialogue::figures::Span,
};

/// One language of the content.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    pub content: &'a Content,
    pub language: &'a str,
}

impl Words<'_> {
    /// The text of a key.
    pub fn t(&self, key: &str) -> String {
        self.content.say(self.language, key, &[])
    }

    /// The text of a key, with its values.
    pub fn tn(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.content.say(self.language, key, args)
    }

    /// "3 Nov"
    pub fn day(&self, date: NaiveDate) -> String {
        let month = self.month(date);
        let day = ("day", Arg::from(date.day()));
        self.tn("report-day", &[day, ("month", Arg::Text(&month))])
    }

    /// "3 Nov 2026"
    pub fn day_and_year(&self, date: NaiveDate) -> String {
        let month = self.month(date);
        let year = date.year().to_string();
        let args = [
            ("day", Arg::from(date.day())),
            ("month", Arg::Text(&month)),
            ("year", Arg::Text(&year)),
        ];
        self.tn("report-day-and-year", &args)
    }

    /// "1 Nov – 14 Nov"
    pub fn dates(&self, span: Span) -> String {
        let (from, to) = (self.day(span.first), self.day(span.last()));
        let args = [("from", Arg::Text(&from)), ("to", Arg::Text(&to))];
        self.tn("report-dates", &args)
    }

    /// "1 Nov 2026 – 14 Nov 2026"
    pub fn dates_and_years(&self, span: Span) -> String {
        let (from, to) = (
            self.day_and_year(span.first),
            self.day_and_year(span.last()),
        );
        let args = [("from", Arg::Text(&from)), ("to", Arg::Text(&to))];
        self.tn("report-dates", &args)
    }

    fn month(&self, date: NaiveDate) -> String {
        self.t(&format!("month-{}", date.month()))
    }

    /// "8 of 12"
    pub fn of(&self, n: u16, of: u16) -> String {
        self.tn("report-of", &[("n", number(n)), ("of", number(of))])
    }

    /// A number given in tenths: "4" or "4.5".
    pub fn tenths(&self, tenths: u32) -> String {
        if tenths.is_multiple_of(10) {
            return (tenths / 10).to_string();
        }
        let args = [
            ("whole", Arg::from(tenths / 10)),
            ("tenth", Arg::from(tenths % 10)),
        ];
        self.tn("report-decimal", &args)
    }

    /// Minutes given in tenths; less than half of one was rounded to none.
    pub fn minutes(&self, tenths: u32) -> String {
        if tenths == 0 {
            return self.t("report-under-one");
        }
        self.tenths(tenths)
    }

    /// One after the other, as in a sentence.
    pub fn joined(&self, parts: impl IntoIterator<Item = String>) -> String {
        let mut parts = parts.into_iter();
        let first = parts.next().unwrap_or_default();
        parts.fold(first, |earlier, later| {
            let args = [
                ("earlier", Arg::Text(&earlier)),
                ("later", Arg::Text(&later)),
            ];
            self.tn("report-joined", &args)
        })
    }
}

/// A count as a value of a text.
pub fn number(count: u16) -> Arg<'static> {
    Arg::Number(count.into())
}
