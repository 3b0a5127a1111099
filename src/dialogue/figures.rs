//! The diary of a span of nights, in numbers: what pictures and the doctor's page are drawn from. A message on its way carries them, so that
//! a picture shows what was true when its words were written; the stored shape, therefore.
//!
//! Invariants: a night that nobody told about is unknown, never free; a flagged episode is in no count of cramps; weeks are counted from
//! the month's first evening where there was one, so that a week lies before it or after it, never across.
//!
//! Deliberately not here: whether a difference means anything (`care::progress`), and every word and colour.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{
    entry::{Cramp, Entry, Helped},
    month::{BASELINE, Routine},
};
use crate::care::progress::twice_the_median;

/// From this pain on, of 10, a cramp is severe; the usual cut of the numeric rating scale.
pub const SEVERE: u8 = 7;
/// So many evenings in two weeks may have been tried out, and they are still weeks without the exercises.
const TRIED: u16 = 2;
/// How many weeks a picture shows at most: a season. More columns would be too narrow for a finger.
pub const SEASON: u16 = 13;
/// Nights of a week.
pub const WEEK: u16 = 7;

/// Nights in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The evening on which the first night begins.
    pub first: NaiveDate,
    pub nights: u16,
}

/// What a span of nights came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// The evening on which the first night begins.
    pub first: NaiveDate,
    /// One for each evening from the first on.
    pub nights: Vec<Night>,
    /// The cramps that count, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cramps: Vec<Spell>,
    /// What helped, and in how many of the cramps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub helped: Vec<(Helped, u16)>,
    /// The cramps of which anything is known about what helped.
    #[serde(default, skip_serializing_if = "super::chat::is_default")]
    pub answered: u16,
    #[serde(default, skip_serializing_if = "super::chat::is_default")]
    pub soaks: Soaks,
    /// The month's evenings that lie in the span, if it was begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<Month>,
}

/// What is known of a night, by its worst cramp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Night {
    /// Nobody told.
    #[serde(rename = "?")]
    Unknown,
    /// No cramp.
    #[serde(rename = "-")]
    Free,
    /// Nothing but an episode with a warning sign.
    #[serde(rename = "!")]
    Flagged,
    /// A cramp, and no word about the pain.
    #[serde(rename = "c")]
    Cramp,
    /// A cramp below [`SEVERE`].
    #[serde(rename = "m")]
    Mild,
    #[serde(rename = "s")]
    Severe,
}

/// A cramp that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spell {
    /// The evening on which its night began.
    pub night: NaiveDate,
    /// 0 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pain: Option<u8>,
    /// 0 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sleep: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
}

/// Soaks during a cramp.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Soaks {
    /// The pain went in the water.
    pub eased: u16,
    /// It did not.
    pub stayed: u16,
    /// Nobody said.
    pub untold: u16,
}

/// The month of evenings, as far as it lies in the span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// Its first evening, also where it lies before the span.
    pub first: NaiveDate,
    /// Evenings on which the exercises were done.
    pub done: u16,
    /// Evenings that were the person's to do.
    pub of: u16,
    /// Evenings with exercises in the two weeks before the first: of another month, or tried out.
    #[serde(default, skip_serializing_if = "super::chat::is_default")]
    pub before: u16,
}

/// Nights with a cramp, among those that are known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub cramps: u16,
    pub known: u16,
    pub nights: u16,
}

impl Night {
    #[must_use]
    pub const fn is_cramp(self) -> bool {
        matches!(self, Self::Cramp | Self::Mild | Self::Severe)
    }

    /// Whether it counts among the nights that are known: an episode with a warning sign says nothing about ordinary cramps.
    #[must_use]
    pub const fn is_known(self) -> bool {
        self.is_cramp() || matches!(self, Self::Free)
    }

    fn of(cramp: &Cramp) -> Self {
        match (&cramp.flag, cramp.pain) {
            (Some(_), _) => Self::Flagged,
            (None, None) => Self::Cramp,
            (None, Some(pain)) if pain < SEVERE => Self::Mild,
            (None, Some(_)) => Self::Severe,
        }
    }
}

impl Soaks {
    /// Soaks of which it is known what they came to.
    #[must_use]
    pub const fn told(self) -> u16 {
        self.eased.saturating_add(self.stayed)
    }
}

impl Span {
    /// The last night's evening.
    #[must_use]
    pub fn last(self) -> NaiveDate {
        days_after(self.first, i64::from(self.nights) - 1)
    }

    /// Whether its dates mean nothing without their years.
    #[must_use]
    pub fn has_years(self) -> bool {
        self.first.year() != self.last().year()
    }

    #[must_use]
    pub fn holds(self, night: NaiveDate) -> bool {
        (self.first..=self.last()).contains(&night)
    }

    /// From an evening to another, both included; at least one night.
    #[must_use]
    pub fn between(first: NaiveDate, last: NaiveDate) -> Self {
        let nights = (last - first).num_days() + 1;
        Self {
            first,
            nights: u16::try_from(nights.max(1)).unwrap_or(u16::MAX),
        }
    }

    /// So many whole weeks up to a night, as the month counts them: the last one may still be going on.
    #[must_use]
    pub fn weeks(last: NaiveDate, weeks: u16, month: Option<NaiveDate>) -> Self {
        let week = i64::from(WEEK);
        let into = month.map_or(week - 1, |first| (last - first).num_days().rem_euclid(week));
        let back = into + week * (i64::from(weeks) - 1);
        Self::between(days_after(last, -back), last)
    }
}

/// The last night that can be looked at: the one that goes on now if it is in the diary already, else the one before it.
#[must_use]
pub fn last_night(entries: &[Entry], zone: Option<Tz>, now: DateTime<Utc>) -> NaiveDate {
    let before = last_over(zone, now);
    let tonight = days_after(before, 1);
    if entries.iter().any(|entry| entry.night() == tonight) {
        tonight
    } else {
        before
    }
}

/// The last night that is over, at noon. Comparisons end with it: a night that still goes on is in the diary only if it went badly.
#[must_use]
pub fn last_over(zone: Option<Tz>, now: DateTime<Utc>) -> NaiveDate {
    let local = zone.map_or(now.naive_utc(), |zone| {
        now.with_timezone(&zone).naive_local()
    });
    days_after((local - Duration::hours(12)).date(), -1)
}

impl Figures {
    /// What the entries and the month's evenings say of a span. Entries of one id are one; the order does not matter.
    #[must_use]
    pub fn of(entries: &[Entry], month: Option<&Routine>, span: Span) -> Self {
        let mut nights = vec![Night::Unknown; usize::from(span.nights)];
        let mut cramps = Vec::new();
        let mut helped = BTreeMap::new();
        let mut answered = 0;
        let mut soaks = Soaks::default();
        let mut inside: Vec<&Entry> = entries
            .iter()
            .filter(|entry| span.holds(entry.night()))
            .collect();
        inside.sort_by_key(|entry| (entry.from, entry.id));
        for entry in inside {
            let cramp = entry.cramp();
            let night = cramp.map_or(Night::Free, Night::of);
            let index = (entry.night() - span.first).num_days();
            if let Some(known) = usize::try_from(index)
                .ok()
                .and_then(|index| nights.get_mut(index))
            {
                *known = night.max(*known);
            }
            let Some(cramp) = cramp.filter(|cramp| cramp.flag.is_none()) else {
                continue;
            };
            cramps.push(Spell {
                night: entry.night(),
                pain: cramp.pain,
                sleep: cramp.sleep,
                seconds: cramp.seconds,
            });
            answered += u16::from(!cramp.helped.is_empty());
            for what in &cramp.helped {
                *helped.entry(*what).or_insert(0_u16) += 1;
            }
            match cramp.soak.map(|soak| soak.gone) {
                Some(Some(true)) => soaks.eased += 1,
                Some(Some(false)) => soaks.stayed += 1,
                Some(None) => soaks.untold += 1,
                None => {}
            }
        }
        let mut helped: Vec<(Helped, u16)> = helped.into_iter().collect();
        helped.sort_by_key(|(what, times)| (std::cmp::Reverse(*times), *what));
        Self {
            first: span.first,
            nights,
            cramps,
            helped,
            answered,
            soaks,
            month: month.map(|month| Month::of(month, span)),
        }
    }

    #[must_use]
    pub fn span(&self) -> Span {
        Span {
            first: self.first,
            nights: u16::try_from(self.nights.len()).unwrap_or(u16::MAX),
        }
    }

    /// The nights by weeks, each with the evening that it begins with; the first one may be short, and the last.
    pub fn weeks(&self) -> impl Iterator<Item = (NaiveDate, &[Night])> {
        let week = usize::from(WEEK);
        let short = (week - self.row(self.first)) % week;
        let (head, rest) = self.nights.split_at(short.min(self.nights.len()));
        let head = (!head.is_empty()).then_some(head);
        let mut first = self.first;
        head.into_iter()
            .chain(rest.chunks(week))
            .map(move |nights| {
                let start = first;
                first = days_after(first, i64::try_from(nights.len()).unwrap_or_default());
                (start, nights)
            })
    }

    /// Which night of its week one is, from 0: weeks are counted from the month's first evening, else from the first night.
    #[must_use]
    pub fn row(&self, night: NaiveDate) -> usize {
        let first = self.month.map_or(self.first, |month| month.first);
        let row = (night - first).num_days().rem_euclid(i64::from(WEEK));
        usize::try_from(row).unwrap_or_default()
    }

    /// How many nights of a week there are to be shown below each other: all seven, but in a diary of a few nights.
    #[must_use]
    pub fn rows(&self) -> usize {
        let rows = self
            .first
            .iter_days()
            .take(self.nights.len().min(usize::from(WEEK)));
        rows.map(|night| self.row(night) + 1)
            .max()
            .unwrap_or_default()
    }

    /// The nights of a part of the span, counted.
    #[must_use]
    pub fn count(&self, span: Span) -> Count {
        let dates = self.first.iter_days().zip(&self.nights);
        let inside = dates.filter(|(date, _)| span.holds(*date));
        Count::of(inside.map(|(_, night)| *night))
    }

    /// All nights, counted.
    #[must_use]
    pub fn total(&self) -> Count {
        Count::of(self.nights.iter().copied())
    }

    /// The two weeks before the month's first evening, if the span holds them whole, and if they were without exercises.
    #[must_use]
    pub fn baseline(&self) -> Option<Span> {
        let Month { first, before, .. } = self.month?;
        if before > TRIED {
            return None;
        }
        let span = Span {
            first: days_after(first, -i64::from(BASELINE)),
            nights: BASELINE,
        };
        (self.span().holds(span.first) && self.span().holds(span.last())).then_some(span)
    }

    /// The last two weeks that are over, if all of them lie after the month's first evening. `over`: see [`last_over`].
    #[must_use]
    pub fn lately(&self, over: NaiveDate) -> Option<Span> {
        let last = self.span().last().min(over);
        let span = Span {
            first: days_after(last, 1 - i64::from(BASELINE)),
            nights: BASELINE,
        };
        (span.first >= self.month?.first && self.span().holds(span.first)).then_some(span)
    }
}

impl Count {
    /// These nights, counted.
    pub fn of(nights: impl Iterator<Item = Night>) -> Self {
        nights.fold(Self::default(), |count, night| Self {
            cramps: count.cramps + u16::from(night.is_cramp()),
            known: count.known + u16::from(night.is_known()),
            nights: count.nights + 1,
        })
    }
}

impl Month {
    fn of(month: &Routine, span: Span) -> Self {
        let first = month.first.max(span.first);
        let days = (days_after(span.last(), 1) - first).num_days().max(0);
        let days = u16::try_from(days).unwrap_or(u16::MAX);
        Self {
            first: month.first,
            done: month.evenings.done(first, days),
            of: month.evenings.owed(first, days),
            before: month
                .evenings
                .done(days_after(month.first, -i64::from(BASELINE)), BASELINE),
        }
    }
}

/// The median in tenths, if there is a number.
#[must_use]
pub fn middle(values: &[u32]) -> Option<u32> {
    let twice = twice_the_median(values.iter().copied())?;
    Some(u32::try_from(twice * 5).unwrap_or(u32::MAX))
}

/// So many days later; at the ends of the calendar, the date itself.
fn days_after(date: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    let moved = if days < 0 {
        date.checked_sub_days(by)
    } else {
        date.checked_add_days(by)
    };
    moved.unwrap_or(date)
}
