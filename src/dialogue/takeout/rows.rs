//! Single rows of a file: an entry, an evening, an answer, the month. Each is right in every field, or a fault.
//!
//! The night of an entry is not read back: it follows from the rest. Deliberately not here: the file around them (`read`).

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use serde_json::value::RawValue;

use super::{
    Month,
    complaint::Wrong,
    fields::{Fault, Fields, List, value},
    read::Unnumbered,
    words::{Kind, Word, field},
};
use crate::{
    care::answers::Answer,
    content::knowledge::{Knowledge, Question, questions::Kind as Takes, questions::UNSURE},
    dialogue::{
        diary::LONGEST,
        entry::{Cramp, Happening, Helped, SoakResult},
        month::{self, Mark},
    },
};

/// Nothing was ever kept before this year.
const OLDEST_YEAR: i32 = 2000;
/// The worst pain, and the worst disturbance of the sleep.
const WORST: u8 = 10;
/// A clock on earth is at most so far ahead of UTC: there, today may be tomorrow.
const EASTERN_MOST: Duration = Duration::hours(14);
/// A month is begun no longer than this ahead.
const AHEAD: Duration = Duration::days(31);
/// More words than this no list of an answer or of what helped has.
const WORDS: usize = 32;
/// What the slugs of all red flags begin with.
const FLAG: &str = "redflag_";
/// Longer than any slug.
const SLUG: usize = 64;

type Read<'a, T> = Result<T, Fault<'a>>;

/// One line of the diary.
pub(super) fn entry(row: &RawValue, now: DateTime<Utc>) -> Read<'_, Unnumbered> {
    let mut fields = Fields::of(row)?;
    let kind = fields.need(field::KIND, |raw| word(raw, field::KIND))?;
    fields.take(field::NIGHT, |raw| date(raw, field::NIGHT))?;
    let from = fields.need(field::EARLIEST, |raw| instant(raw, field::EARLIEST, now))?;
    let until = fields.need(field::LATEST, |raw| instant(raw, field::LATEST, now))?;
    if until < from {
        return Err(fields.fault(Wrong::Order {
            field: field::LATEST,
            before: field::EARLIEST,
        }));
    }
    let zone = fields.take(field::ZONE, zone)?;
    let told = fields.need(field::TOLD, |raw| word(raw, field::TOLD))?;
    let what = match kind {
        Kind::Cramp => Happening::Cramp(cramp(&mut fields)?),
        Kind::Free => Happening::Free,
    };
    fields.end()?;
    Ok(Unnumbered {
        from,
        until,
        zone,
        told,
        what,
    })
}

fn cramp<'a>(fields: &mut Fields<'a>) -> Read<'a, Cramp> {
    Ok(Cramp {
        seconds: fields.take(field::DURATION, |raw| seconds(raw, field::DURATION))?,
        side: fields.take(field::SIDE, |raw| word(raw, field::SIDE))?,
        muscle: fields.take(field::MUSCLE, |raw| word(raw, field::MUSCLE))?,
        pain: fields.take(field::PAIN, |raw| score(raw, field::PAIN))?,
        sleep: fields.take(field::SLEEP, |raw| score(raw, field::SLEEP))?,
        helped: fields.take(field::HELPED, helped)?.unwrap_or_default(),
        flag: fields.take(field::WARNING, flag)?,
        soak: match fields.take(field::SOAK, Ok)? {
            Some(raw) => Some(soak(raw)?),
            None => None,
        },
    })
}

fn soak(row: &RawValue) -> Read<'_, SoakResult> {
    let mut fields = Fields::of(row)?;
    let soak = SoakResult {
        gauge: fields.need(field::GAUGE, |raw| word(raw, field::GAUGE))?,
        seconds: fields.need(field::SECONDS, |raw| seconds(raw, field::SECONDS))?,
        gone: fields.take(field::GONE, |raw| {
            value(raw, Wrong::Word { field: field::GONE })
        })?,
    };
    fields.end()?;
    Ok(soak)
}

/// What became of an evening.
pub(super) fn evening(row: &RawValue, now: DateTime<Utc>) -> Read<'_, (NaiveDate, Mark)> {
    let mut fields = Fields::of(row)?;
    let date = fields.need(field::DATE, |raw| {
        let date = date(raw, field::DATE)?;
        let (today, oldest) = (now + EASTERN_MOST, now - month::KEPT);
        within(date, oldest.date_naive(), today.date_naive(), field::DATE)
    })?;
    let mark = fields.need(field::EVENING, |raw| {
        let mark: Mark = word(raw, field::EVENING)?;
        let field = field::EVENING;
        (mark != Mark::Nothing)
            .then_some(mark)
            .ok_or(Wrong::Word { field })
    })?;
    fields.end()?;
    Ok((date, mark))
}

/// What was chosen for the month of evenings.
pub(super) fn month(row: &RawValue, now: DateTime<Utc>) -> Read<'_, Month> {
    let mut fields = Fields::of(row)?;
    let month = Month {
        first: fields.need(field::FIRST, |raw| {
            let date = date(raw, field::FIRST)?;
            let latest = (now + AHEAD).date_naive();
            within(date, oldest(), latest, field::FIRST)
        })?,
        time: fields.need(field::TIME, |raw| time(raw, field::TIME))?,
        weekend: fields.take(field::WEEKEND, |raw| time(raw, field::WEEKEND))?,
    };
    fields.end()?;
    Ok(month)
}

/// An answer to a question that is asked here.
pub(super) fn answer<'a>(
    row: &'a RawValue,
    knowledge: &Knowledge,
    now: DateTime<Utc>,
) -> Read<'a, Answer> {
    let mut fields = Fields::of(row)?;
    let question = fields.need(field::QUESTION, |raw| {
        let slug: String = value(raw, Wrong::Question)?;
        knowledge.question(&slug).ok_or(Wrong::Question)
    })?;
    let picks = fields.need(field::ANSWERS, |raw| picks(raw, question))?;
    let at = fields.need(field::AT, |raw| instant(raw, field::AT, now))?;
    fields.end()?;
    Ok(Answer {
        ask: question.slug.clone(),
        picks,
        at,
    })
}

/// What was chosen, as it can be chosen: "not sure" may stand beside others, what rules out all others may not.
fn picks(raw: &RawValue, question: &Question) -> Result<Vec<String>, Wrong> {
    let picks = list(raw, Wrong::Answer)?;
    let real = picks.iter().filter(|pick| *pick != UNSURE);
    let choices: Option<Vec<_>> = real.map(|pick| question.choice(pick)).collect();
    let choices = choices.ok_or(Wrong::Answer)?;
    let distinct: BTreeSet<&String> = picks.iter().collect();
    let one = match question.kind {
        Takes::One => true,
        Takes::Several => choices.iter().any(|choice| choice.alone),
    };
    let fits = !picks.is_empty() && distinct.len() == picks.len() && (!one || picks.len() == 1);
    fits.then_some(picks).ok_or(Wrong::Answer)
}

fn helped(raw: &RawValue) -> Result<BTreeSet<Helped>, Wrong> {
    let field = field::HELPED;
    let words = list(raw, Wrong::Word { field })?;
    let helped: Option<BTreeSet<Helped>> = words.iter().map(|word| Helped::of(word)).collect();
    let helped = helped.ok_or(Wrong::Word { field })?;
    if helped.contains(&Helped::Nothing) && helped.len() > 1 {
        return Err(Wrong::Alone { field });
    }
    Ok(helped)
}

/// A list of words.
fn list(raw: &RawValue, wrong: Wrong) -> Result<Vec<String>, Wrong> {
    let read = serde_json::from_str::<List<'_, WORDS>>(raw.get());
    let list = read.ok().filter(|list| list.count <= WORDS);
    let words = list.into_iter().flat_map(|list| list.first);
    let words: Option<Vec<String>> = words
        .map(|word| serde_json::from_str(word.get()).ok())
        .collect();
    words.ok_or(wrong)
}

fn word<T: Word>(raw: &RawValue, field: &'static str) -> Result<T, Wrong> {
    let word: String = value(raw, Wrong::Word { field })?;
    T::of(&word).ok_or(Wrong::Word { field })
}

fn score(raw: &RawValue, field: &'static str) -> Result<u8, Wrong> {
    let most = u32::from(WORST);
    let score: u8 = value(raw, Wrong::Number { field, most })?;
    (score <= WORST)
        .then_some(score)
        .ok_or(Wrong::Number { field, most })
}

/// Seconds of a cramp or in the water, no more than can be told by hand.
fn seconds(raw: &RawValue, field: &'static str) -> Result<u32, Wrong> {
    let most = u32::from(LONGEST) * 60;
    let seconds: u32 = value(raw, Wrong::Number { field, most })?;
    (seconds <= most)
        .then_some(seconds)
        .ok_or(Wrong::Number { field, most })
}

/// The slug of a red flag. It need not be known: which there are may have changed, and that there was one must not be lost.
fn flag(raw: &RawValue) -> Result<String, Wrong> {
    let wrong = || Wrong::Word {
        field: field::WARNING,
    };
    let slug: String = value(raw, wrong())?;
    let is_plain = |letter: char| matches!(letter, 'a'..='z' | '0'..='9' | '_');
    let name = slug.strip_prefix(FLAG).unwrap_or_default();
    let fits = !name.is_empty() && slug.len() <= SLUG && name.chars().all(is_plain);
    fits.then_some(slug).ok_or_else(wrong)
}

/// The name of a zone, as the time-zone database spells it.
pub(super) fn zone(raw: &RawValue) -> Result<Tz, Wrong> {
    let wrong = || Wrong::Zone { field: field::ZONE };
    let name: String = value(raw, wrong())?;
    name.parse().map_err(|_| wrong())
}

fn instant(
    raw: &RawValue,
    field: &'static str,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, Wrong> {
    let text: String = value(raw, Wrong::Moment { field })?;
    let read = DateTime::parse_from_rfc3339(&text).map_err(|_| Wrong::Moment { field })?;
    let at = read.to_utc();
    if at > now {
        Err(Wrong::Future { field })
    } else if at.year() < OLDEST_YEAR {
        Err(Wrong::Past { field })
    } else {
        Ok(at)
    }
}

fn date(raw: &RawValue, field: &'static str) -> Result<NaiveDate, Wrong> {
    let text: String = value(raw, Wrong::Date { field })?;
    let date = NaiveDate::parse_from_str(&text, "%Y-%m-%d");
    date.map_err(|_| Wrong::Date { field })
}

fn time(raw: &RawValue, field: &'static str) -> Result<NaiveTime, Wrong> {
    let text: String = value(raw, Wrong::Time { field })?;
    let time = NaiveTime::parse_from_str(&text, "%H:%M");
    time.map_err(|_| Wrong::Time { field })
}

fn within(
    date: NaiveDate,
    oldest: NaiveDate,
    latest: NaiveDate,
    field: &'static str,
) -> Result<NaiveDate, Wrong> {
    if date > latest {
        Err(Wrong::Future { field })
    } else if date < oldest {
        Err(Wrong::Past { field })
    } else {
        Ok(date)
    }
}

fn oldest() -> NaiveDate {
    NaiveDate::from_ymd_opt(OLDEST_YEAR, 1, 1).unwrap_or_default()
}
