//! `charley understand`: what Charley makes of lines of text, a line in, a line out. For those who measure it or wonder at it.
//!
//! Nothing is stored and nothing is sent. Deliberately not here: the decision itself (`understanding::whole`).

use std::io::{self, BufRead, Write};

use anyhow::Context as _;
use chrono::{Local, NaiveDateTime};
use clap::Args;

use super::{Settings, Where};
use crate::{
    clock::Clock,
    content::{ENGLISH, knowledge::Tier},
    understanding::{Kind, Reader, Understood, log::Row},
};

#[derive(Debug, Args)]
pub struct Options {
    /// One JSON object a line, for programs.
    #[arg(long)]
    json: bool,
    /// The local time at which the lines are written, for "an hour ago"; otherwise that of this machine.
    #[arg(long, value_name = "YYYY-MM-DDTHH:MM", value_parser = moment)]
    now: Option<NaiveDateTime>,
    /// The language of the lines.
    #[arg(long, value_name = "CODE", default_value = ENGLISH)]
    language: String,
    #[command(flatten)]
    place: Where,
}

fn moment(text: &str) -> Result<NaiveDateTime, chrono::ParseError> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let content = Settings::load(&options.place)?.content()?;
    let reader = Reader::new(&content);
    let clock = Clock::system();
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line.context("the lines on the standard input are to be UTF-8 text")?;
        let now = options
            .now
            .unwrap_or_else(|| clock.now().with_timezone(&Local).naive_local());
        let understood = reader.understand(&options.language, &line, now);
        let shown = if options.json {
            serde_json::to_string(&understood)?
        } else {
            in_words(&understood)
        };
        writeln!(out, "{shown}").context("the standard output cannot be written")?;
        out.flush()?;
    }
    Ok(())
}

/// One line for people: the kind, and what is known.
fn in_words(understood: &Understood<'_>) -> String {
    let topic = understood.topic.unwrap_or_default();
    match (&understood.kind, &understood.log) {
        (Kind::RedFlag, _) => format!(
            "red flag: {topic}, {:?}",
            understood.tier.unwrap_or(Tier::SameDay)
        ),
        (Kind::CrampLog, Some(row)) => format!("cramp: {}", fields(row)),
        (Kind::Topic, _) => format!("topic: {topic}"),
        (Kind::Unsure, _) => format!("one of: {}", understood.candidates.join(", ")),
        (Kind::None, _) if understood.free => "a night without a cramp".to_owned(),
        (Kind::CrampLog | Kind::None, _) => "nothing".to_owned(),
    }
}

/// The columns that were said.
fn fields(row: &Row) -> String {
    let value = serde_json::to_value(row).unwrap_or_default();
    let said = value
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, value)| !value.is_null());
    let said: Vec<String> = said
        .map(|(key, value)| format!("{key} {}", value.to_string().trim_matches('"')))
        .collect();
    if said.is_empty() {
        "nothing else is known".to_owned()
    } else {
        said.join(", ")
    }
}
