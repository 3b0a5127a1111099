//! What only the page says: dates with their years, counts of counts, lists in a sentence.

use chrono::{Datelike, NaiveDate};

use crate::{
    content::Arg,
    dialogue::figures::Span,
    render::voice::{Voice, number},
};

impl Voice<'_> {
    /// "3 Nov 2026"
    pub(super) fn day_and_year(self, date: NaiveDate) -> String {
        let (month, year) = (self.month(date), date.year().to_string());
        let args = [
            ("day", Arg::from(date.day())),
            ("month", Arg::Text(&month)),
            ("year", Arg::Text(&year)),
        ];
        self.tn("report-day-and-year", &args)
    }

    /// "1 Nov 2026 to 14 Nov 2026"
    pub(super) fn period_with_years(self, span: Span) -> String {
        let (first, last) = (span.first, span.last());
        self.between(&self.day_and_year(first), &self.day_and_year(last))
    }

    /// "8 of 12"
    pub(super) fn of(self, n: u16, of: u16) -> String {
        self.tn("report-of", &[("n", number(n)), ("of", number(of))])
    }

    /// Minutes given in tenths; less than half of one was rounded to none.
    pub(super) fn minutes(self, tenths: u32) -> String {
        if tenths == 0 {
            return self.t("report-under-one");
        }
        self.tenths(tenths)
    }

    /// One after the other, as in a sentence.
    pub(super) fn joined(self, parts: impl IntoIterator<Item = String>) -> String {
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
