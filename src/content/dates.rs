//! Local times in words: "Tue 3 Nov, 02:10".

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;

use super::{Arg, Content};

impl Content {
    /// The day and the time of day at `instant` in `zone`, such as "Tue 3 Nov, 02:10".
    #[must_use]
    pub fn date_and_time(&self, language: &str, instant: DateTime<Utc>, zone: Tz) -> String {
        let local = instant.with_timezone(&zone);
        let time = clock(local.hour(), local.minute());
        self.dated(language, local.date_naive(), "date-with-time", &time)
    }

    /// A day, such as "Tue 3 Nov".
    #[must_use]
    pub fn date(&self, language: &str, day: NaiveDate) -> String {
        self.dated(language, day, "date-without-time", "")
    }

    /// The same with its year, such as "Tue 3 Nov 2026".
    #[must_use]
    pub fn date_and_year(&self, language: &str, day: NaiveDate) -> String {
        let (date, year) = (self.date(language, day), day.year().to_string());
        let args = [("date", Arg::Text(&date)), ("year", Arg::Text(&year))];
        self.say(language, "date-with-year", &args)
    }

    fn dated(&self, language: &str, day: NaiveDate, key: &str, time: &str) -> String {
        let weekday = format!("weekday-{}", day.weekday().number_from_monday());
        let weekday = self.say(language, &weekday, &[]);
        let month = self.say(language, &format!("month-{}", day.month()), &[]);
        let args = [
            ("weekday", Arg::Text(&weekday)),
            ("day", Arg::from(day.day())),
            ("month", Arg::Text(&month)),
            ("time", Arg::Text(time)),
        ];
        self.say(language, key, &args)
    }
}

/// The time of day as "02:10"; the 24-hour clock is read everywhere.
#[must_use]
pub fn clock(hour: u32, minute: u32) -> String {
    format!("{hour:02}:{minute:02}")
}
