//! `charley understand`: what Charley makes of lines of text, a line in, a line out. For those who measure it or wonder at it.
//!
//! The order is that of the conversation: red flags, then a cramp told, then a topic. Nothing is stored and nothing is sent.

use std::io::{self, BufRead, Write};

use anyhow::Context as _;
use chrono::{Local, NaiveDateTime};
use clap::Args;
use serde::Serialize;

use super::{Settings, Where};
use crate::{
    clock::Clock,
    content::{ENGLISH, knowledge::Tier},
    understanding::{
        Meaning, Ranked, Reader, Verdict,
        log::{Row, Told},
    },
};

/// How many topics are shown.
const CANDIDATES: usize = 3;

/// What a cramp of this minute is about.
const NOW: &str = "acute_relief";

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

/// What a line is.
#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    RedFlag,
    #[serde(rename = "cramp_log")]
    CrampLog,
    Topic,
    Unsure,
    None,
}

/// What was understood, as it is printed.
#[derive(Debug, Serialize)]
struct Understood<'a> {
    text: &'a str,
    kind: Kind,
    topic: Option<&'a str>,
    tier: Option<Tier>,
    candidates: Vec<&'a str>,
    log: Option<Row>,
    /// A night without a cramp, which is no entry.
    #[serde(skip)]
    free: bool,
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
        let understood = understand(&reader, &options.language, &line, now);
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

fn understand<'a>(
    reader: &'a Reader,
    language: &str,
    text: &'a str,
    now: NaiveDateTime,
) -> Understood<'a> {
    let nothing = Understood {
        text,
        kind: Kind::None,
        topic: None,
        tier: None,
        candidates: Vec::new(),
        log: None,
        free: false,
    };
    if let Some(flag) = reader.flag(language, text) {
        return Understood {
            kind: Kind::RedFlag,
            topic: Some(flag.slug),
            tier: Some(flag.tier),
            ..nothing
        };
    }
    match reader.told(language, text, now) {
        Told::Log(log) => Understood {
            kind: Kind::CrampLog,
            log: Some(Row::from(&log)),
            candidates: reader.topics(language, text).nearest,
            ..nothing
        },
        Told::NoCramp => Understood {
            free: true,
            ..nothing
        },
        Told::Nothing => {
            let ranked = reader.topics(language, text);
            let kind = match ranked.verdict {
                _ if is_now(reader, language, text, &ranked) => {
                    let others = ranked.nearest.into_iter().filter(|slug| *slug != NOW);
                    return Understood {
                        kind: Kind::Topic,
                        topic: Some(NOW),
                        candidates: std::iter::once(NOW)
                            .chain(others)
                            .take(CANDIDATES)
                            .collect(),
                        ..nothing
                    };
                }
                Verdict::Sure => Kind::Topic,
                Verdict::Unsure => Kind::Unsure,
                Verdict::Talk(_) | Verdict::Other => Kind::None,
            };
            Understood {
                kind,
                topic: ranked.sure(),
                candidates: ranked.nearest,
                ..nothing
            }
        }
    }
}

/// A cramp of this minute, where no topic is surer: help comes first.
fn is_now(reader: &Reader, language: &str, text: &str, ranked: &Ranked<'_>) -> bool {
    reader.cramp(language, text) == Meaning::Now && ranked.sure().is_none()
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
