//! The evenings as the schedule plans them, for scripts/oracle: `tests/peers/evenings.py` works them out once more and compares.
//!
//! A line is a chain: the evenings of one zone at one time, each planned after the one before, as the writer plans them. It loses
//! nothing: whoever reads its runs knows the date and the instant of each evening.
//!
//! Deliberately not here: whether any of it is right, and which zones and times are asked about.

use std::{
    fmt,
    io::{self, BufWriter, Write as _},
};

use charley::care::{
    clock,
    schedule::{Last, Plan},
};
use chrono::{DateTime, Days, Duration, LocalResult, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::{IANA_TZDB_VERSION, TZ_VARIANTS, Tz};

/// Evenings on dates in a row, each 86,400 seconds after the one before.
struct Run {
    first: NaiveDate,
    begins: DateTime<Utc>,
    count: i64,
}

impl fmt::Display for Run {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, seconds) = (self.first, self.begins.timestamp());
        write!(out, "{first}/{seconds}/{}", self.count)
    }
}

impl Run {
    fn goes_on_with(&self, date: NaiveDate, at: DateTime<Utc>) -> bool {
        self.first + Duration::days(self.count) == date
            && self.begins + Duration::days(self.count) == at
    }
}

/// A time on the clock, and that of the weekend if it is another.
type Times = (NaiveTime, Option<NaiveTime>);

/// Without words: the release of the time-zone database and the names of all zones. With `FROM DAYS HH:MM,… ZONE…`: a line for each
/// zone and time; `HH:MM/HH:MM` is one with another for the weekend. `None` where the words make no sense.
pub fn run(words: &[String]) -> Option<bool> {
    let mut out = BufWriter::new(io::stdout().lock());
    let [from, days, times, zones @ ..] = words else {
        let names: Vec<&str> = TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
        let all = writeln!(out, "{IANA_TZDB_VERSION}\n{}", names.join("\n"));
        return words.is_empty().then(|| all.is_ok());
    };
    let from = from.parse().ok()?;
    let days = days.parse().ok().map(Days::new)?;
    let times = times.split(',').map(both_times);
    let times: Vec<Times> = times.collect::<Option<_>>()?;
    for name in zones {
        let zone: Tz = name.parse().ok()?;
        for time in &times {
            writeln!(out, "{}", chain(zone, *time, from, days)).ok()?;
        }
    }
    Some(out.flush().is_ok())
}

fn both_times(text: &str) -> Option<Times> {
    let time = |text| NaiveTime::parse_from_str(text, "%H:%M").ok();
    match text.split_once('/') {
        Some((usual, weekend)) => Some((time(usual)?, Some(time(weekend)?))),
        None => Some((time(text)?, None)),
    }
}

/// The evenings of somebody who joins as `from` begins, as a line: zone, time, runs, and what is odd, with tabs between.
fn chain(zone: Tz, times: Times, from: NaiveDate, days: Days) -> String {
    let plan = Plan {
        zone,
        time: times.0,
        weekend: times.1,
        delay: Duration::zero(),
    };
    let since = clock::instant(zone, from, NaiveTime::MIN);
    let until = from + days;
    let mut chain = Chain {
        due: from,
        runs: Vec::new(),
        odd: Vec::new(),
    };
    let mut evening = plan.next(since, None);
    while evening.date < until {
        let (date, at) = (evening.date, evening.at);
        chain.pass_over(date);
        chain.come(&plan, date, at);
        evening = plan.next(since, Some(Last { date, at }));
    }
    chain.pass_over(until);
    let weekend = times.1.map(|time| time.format("/%H:%M").to_string());
    let weekend = weekend.unwrap_or_default();
    let time = times.0.format("%H:%M");
    let runs: Vec<String> = chain.runs.iter().map(Run::to_string).collect();
    let (runs, odd) = (runs.join(" "), chain.odd.join(" "));
    format!("{}\t{time}{weekend}\t{runs}\t{odd}", zone.name())
}

struct Chain {
    /// The first date that nothing is known of yet.
    due: NaiveDate,
    runs: Vec<Run>,
    /// The dates that have no evening (`none/date`), or on which the clock skips its time (`gap/date`) or shows it twice (`fold/date`).
    odd: Vec<String>,
}

impl Chain {
    /// The dates before `date` that have had no evening have none.
    fn pass_over(&mut self, date: NaiveDate) {
        let dates = self.due.iter_days().take_while(|due| *due < date);
        self.odd.extend(dates.map(|date| format!("none/{date}")));
    }

    fn come(&mut self, plan: &Plan, date: NaiveDate, at: DateTime<Utc>) {
        match (plan.zone).from_local_datetime(&date.and_time(plan.time_on(date))) {
            LocalResult::Single(_) => {}
            LocalResult::Ambiguous(..) => self.odd.push(format!("fold/{date}")),
            LocalResult::None => self.odd.push(format!("gap/{date}")),
        }
        match self.runs.last_mut() {
            Some(run) if run.goes_on_with(date, at) => run.count += 1,
            _ => self.runs.push(Run {
                first: date,
                begins: at,
                count: 1,
            }),
        }
        self.due = date + Days::new(1);
    }
}
