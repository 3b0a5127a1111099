//! `charley simulate`: the evenings that the schedule plans for somebody who joins as a date begins. For those who wonder what becomes of
//! 23:30 on the night on which the clock skips it. With `--chats`, whole lives instead (`simulation`).
//!
//! It plans with `care::schedule` itself, each evening after the one before. What it says beside an evening is asked of the zone
//! and the plan anew, so that a difference between the two would show.
//!
//! Deliberately not here: when an evening is (`care::schedule`), whether that is right (scripts/oracle), the small delay that each
//! person has of their own, and settings and data, for it needs neither.

use std::{
    io::{self, ErrorKind, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context as _, bail};
use chrono::{
    DateTime, Datelike as _, Days, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime,
    TimeZone as _, Utc,
};
use chrono_tz::{TZ_VARIANTS, Tz};
use clap::Args;

use super::{Settings, logging};
use crate::{
    care::{
        clock,
        schedule::{Evening, Last, Plan},
    },
    clock::Clock,
    simulation::{self, Order},
};

/// The years for which the time-zone database is built in.
const YEARS: std::ops::Range<i32> = 1970..2100;
/// Days of the lives that are simulated, if none are named, and their seed.
const LIVES: u16 = 30;
const SEED: u64 = 1;
/// The exit code when a promise was broken; 1 is a machine that failed.
const BROKEN: u8 = 2;
/// How many near names an unknown zone is answered with.
const SUGGESTIONS: usize = 3;

/// What is asked for together, and what the output leaves out.
const MORE: &str = "\
Evenings: --days, --zone and --time are needed; --weekend, --from and --csv may be added. In the bot each person's messages come \
later than this, by a delay of their own of up to ten minutes.

Lives: --chats is needed; --seed, --calm, --days and --from may be added. A seed that fails replays exactly.";

#[derive(Debug, Args)]
#[command(
    override_usage = "charley simulate --days N --zone ZONE --time HH:MM [OPTIONS]\n       charley simulate --chats N [--seed S] [OPTIONS]",
    after_help = MORE
)]
pub struct Options {
    /// On how many dates, 1 to 3660; 30 with --chats.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=3660), required_unless_present = "chats")]
    days: Option<u16>,
    /// The time zone, such as Europe/Berlin.
    #[arg(long, value_name = "ZONE", value_parser = zone, required_unless_present = "chats")]
    zone: Option<Tz>,
    /// The time on the clock there.
    #[arg(long, value_name = "HH:MM", value_parser = time, required_unless_present = "chats")]
    time: Option<NaiveTime>,
    /// The time on Fridays and Saturdays, where it is another. The bot itself takes none that is more than four hours off.
    #[arg(long, value_name = "HH:MM", value_parser = time)]
    weekend: Option<NaiveTime>,
    /// The date on which the person joins, as it begins, from 1970 to 2099; otherwise today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    from: Option<NaiveDate>,
    /// Comma-separated values (RFC 4180), for programs.
    #[arg(long)]
    csv: bool,
    /// The lives of so many people instead, 1 to 100000, through the whole bot, with everything that goes wrong; exit code 2 if a promise was broken.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000),
        conflicts_with_all = ["zone", "time", "weekend", "csv"])]
    chats: Option<u32>,
    /// The seed of these lives: the same one brings the same people, plans and faults.
    #[arg(long, value_name = "S", requires = "chats")]
    seed: Option<u64>,
    /// Nothing goes wrong in these lives.
    #[arg(long, requires = "chats")]
    calm: bool,
}

fn zone(typed: &str) -> Result<Tz, String> {
    Tz::from_str_insensitive(typed).map_err(|_| match near(typed).as_slice() {
        [] => "no zone has that name; they are like Europe/Berlin".to_owned(),
        near => format!("no zone has that name; near it are {}", near.join(", ")),
    })
}

/// The zones whose name, or its last part, is a slip or two away from what was typed.
fn near(typed: &str) -> Vec<&'static str> {
    let typed = typed.to_lowercase().replace(' ', "_");
    let distance = |name: &str| {
        let name = name.to_lowercase();
        let last = name.rsplit('/').next().unwrap_or_default();
        strsim::osa_distance(&name, &typed).min(strsim::osa_distance(last, &typed))
    };
    let all = TZ_VARIANTS.iter().map(|zone| zone.name());
    let mut near: Vec<(usize, &str)> = all.map(|name| (distance(name), name)).collect();
    near.retain(|(distance, _)| *distance <= typed.len().min(8) / 4);
    near.sort_unstable();
    let names = near.into_iter().map(|(_, name)| name);
    names.take(SUGGESTIONS).collect()
}

fn time(typed: &str) -> Result<NaiveTime, &'static str> {
    NaiveTime::parse_from_str(typed, "%H:%M").map_err(|_| "a time is like 21:30")
}

fn date(typed: &str) -> Result<NaiveDate, &'static str> {
    let date = NaiveDate::parse_from_str(typed, "%Y-%m-%d");
    let known = date.ok().filter(|date| YEARS.contains(&date.year()));
    known.ok_or("a date is like 2026-03-28, from 1970 to 2099")
}

pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    if let Some(chats) = options.chats {
        return lives(chats, options);
    }
    let (Some(zone), Some(time), Some(days)) = (options.zone, options.time, options.days) else {
        bail!("--days, --zone and --time are needed, or --chats");
    };
    let plan = Plan {
        zone,
        time,
        weekend: options.weekend,
        delay: Duration::zero(),
    };
    let today = || Clock::system().now().with_timezone(&plan.zone).date_naive();
    let from = options.from.unwrap_or_else(today);
    let until = known(from, days)?;
    let rows = rows(&plan, from, until);
    let shown = if options.csv {
        csv(&rows)
    } else {
        table(&rows)
    };
    print(&shown)?;
    Ok(ExitCode::SUCCESS)
}

/// The date after the last one.
fn known(from: NaiveDate, days: u16) -> anyhow::Result<NaiveDate> {
    let until = from + Days::new(u64::from(days));
    if !YEARS.contains(&until.year()) {
        bail!("--days goes beyond the year 2099, up to which the zones are known");
    }
    Ok(until)
}

fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("the standard output cannot be written"),
    }
}

/// Many lives.
fn lives(chats: u32, options: &Options) -> anyhow::Result<ExitCode> {
    // What goes wrong on order is no news.
    logging::start("off", None)?;
    let settings = Settings::sandbox(PathBuf::new());
    let today = || Clock::system().now().date_naive();
    let order = Order {
        chats,
        seed: options.seed.unwrap_or(SEED),
        days: options.days.unwrap_or(LIVES),
        from: options.from.unwrap_or_else(today),
        faults: !options.calm,
    };
    known(order.from, order.days)?;
    let report = super::runtime()?.block_on(simulation::run(order, settings.lore()?))?;
    print(&report.to_string())?;
    Ok(if report.is_sound() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(BROKEN)
    })
}

/// A date and its evening.
struct Row {
    date: NaiveDate,
    /// What the clock there shows, and the instant. `None`: that date has no evening.
    comes: Option<(NaiveDateTime, DateTime<Utc>)>,
    note: String,
}

/// The evenings before `until` of somebody who joins as `from` begins, and the dates that have none.
fn rows(plan: &Plan, from: NaiveDate, until: NaiveDate) -> Vec<Row> {
    let since = clock::instant(plan.zone, from, NaiveTime::MIN);
    let (mut rows, mut due) = (Vec::new(), from);
    let mut evening = plan.next(since, None);
    loop {
        let passed_over = due.iter_days();
        let passed_over = passed_over.take_while(|date| *date < evening.date.min(until));
        rows.extend(passed_over.map(|date| without(plan, date)));
        if evening.date >= until {
            return rows;
        }
        rows.push(with(plan, evening));
        due = due.max(evening.date + Days::new(1));
        let last = Last {
            date: evening.date,
            at: evening.at,
        };
        evening = plan.next(since, Some(last));
    }
}

fn with(plan: &Plan, evening: Evening) -> Row {
    let wanted = plan.time_on(evening.date);
    let local = evening.at.with_timezone(&plan.zone).naive_local();
    let clock = wanted.format("%H:%M");
    let on_that_date = plan
        .zone
        .from_local_datetime(&evening.date.and_time(wanted));
    let mut note = match on_that_date {
        _ if plan.on(evening.date) != Some(evening.at) => {
            "early, not to be too long after the one before".to_owned()
        }
        LocalResult::Single(_) => String::new(),
        LocalResult::Ambiguous(..) => format!("first of two {clock}"),
        LocalResult::None => format!("the clock skips {clock}"),
    };
    if local.date() != evening.date {
        note += ", so it comes on the next date";
    }
    Row {
        date: evening.date,
        comes: Some((local, evening.at)),
        note,
    }
}

fn without(plan: &Plan, date: NaiveDate) -> Row {
    let note = match plan.on(date) {
        None => "the zone never had this date",
        Some(_) => "left out, too near to the one before",
    };
    Row {
        date,
        comes: None,
        note: note.to_owned(),
    }
}

impl Row {
    /// The columns: date, local time, UTC, note.
    fn columns(&self) -> [String; 4] {
        let local = |(local, _): &(NaiveDateTime, _)| local.format("%Y-%m-%d %H:%M").to_string();
        let utc = |(_, at): &(_, DateTime<Utc>)| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
        [
            self.date.to_string(),
            self.comes.as_ref().map(local).unwrap_or_default(),
            self.comes.as_ref().map(utc).unwrap_or_default(),
            self.note.clone(),
        ]
    }
}

fn table(rows: &[Row]) -> String {
    let line = |[date, local, utc, note]: [String; 4]| {
        let line = format!("{date:10}  {local:16}  {utc:20}  {note}");
        format!("{}\n", line.trim_end())
    };
    let head = ["date", "local", "utc", "note"].map(str::to_owned);
    let all = std::iter::once(head).chain(rows.iter().map(Row::columns));
    all.map(line).collect()
}

fn csv(rows: &[Row]) -> String {
    let quoted = |text: String| {
        if text.contains([',', '"', '\r', '\n']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text
        }
    };
    let lines = rows.iter().map(|row| row.columns().map(quoted).join(","));
    let all = std::iter::once("date,local,utc,note".to_owned()).chain(lines);
    all.map(|line| line + "\r\n").collect()
}
