//! One person's life, as it can be asked about: where they were, what they had asked for, and what was the matter.
//!
//! `may` is said of what a deed that was begun might have done already; `surely` of what a person has seen to be taken.

use std::fmt::Write as _;

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;

use super::contract::{DELAY, KEPT, WEEKEND_WITHIN, WINDOW};
use crate::{
    dialogue::{Chat, Mark, Routine},
    simulation::{
        calendar,
        ledger::{Fact, Kind, Outage, Record, Sent, Stamp},
        people::{Deed, Life},
    },
};

/// After a journey the evenings glide by six hours a day, at most around the globe.
const SETTLES: Duration = Duration::hours(5 * 30);
/// Another time in the same zone: the date of the change and the next may have theirs by either.
const CHANGES: Duration = Duration::hours(36);
/// A deed of which nothing was heard may still be done for so long.
pub const LINGERS: Duration = Duration::days(3);

/// The zone and the times of a stretch of life.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// From when the bot surely knew.
    pub from: DateTime<Utc>,
    pub zone: Tz,
    pub time: NaiveTime,
    pub weekend: Option<NaiveTime>,
}

impl Place {
    pub fn time_on(&self, date: NaiveDate) -> NaiveTime {
        match date.weekday() {
            Weekday::Fri | Weekday::Sat => self.weekend.unwrap_or(self.time),
            _ => self.time,
        }
    }

    /// When a date's evening begins.
    pub fn evening(&self, date: NaiveDate) -> DateTime<Utc> {
        calendar::instant(self.zone, date, self.time_on(date))
    }

    pub fn local(&self, at: DateTime<Utc>) -> chrono::NaiveDateTime {
        at.with_timezone(&self.zone).naive_local()
    }
}

/// Whether an outage that holds this instant goes on for so long.
fn outlasts(outages: &[Outage], at: Stamp, time: Duration) -> bool {
    let mut outages = outages.iter();
    outages.any(|outage| outage.from.truth <= at.truth && outage.until.truth - at.truth > time)
}

/// An outage by the bot's clock: one that is set back waits until it shows again what it showed.
fn span(outage: &Outage) -> (DateTime<Utc>, DateTime<Utc>) {
    let (from, until) = (outage.from.bot, outage.until.bot);
    (from.min(until), from.max(until))
}

/// Whether Telegram surely gave up what was said, before the bot could hear it.
fn is_lost(fact: &Fact, outages: &[Outage]) -> bool {
    fact.acked.is_none() && outlasts(outages, fact.asked, KEPT + Duration::hours(1))
}

/// One person.
pub struct Case<'a> {
    pub life: &'a Life,
    pub record: &'a Record,
    outages: &'a [Outage],
    pub routine: Option<&'a Routine>,
    pub entries: usize,
    pub end: Stamp,
    pub places: Vec<Place>,
}

impl<'a> Case<'a> {
    /// `None`: the person never joined.
    pub fn new(
        life: &'a Life,
        record: &'a Record,
        outages: &'a [Outage],
        chat: Option<&'a Chat>,
        entries: usize,
        end: Stamp,
    ) -> Option<Self> {
        let routine = chat.and_then(|chat| chat.routine.as_deref())?;
        let joined = record.facts.iter().find(|fact| fact.deed == Deed::Join)?;
        let mut places = vec![Place {
            from: joined.acked?.bot,
            zone: life.zone,
            time: life.time,
            weekend: life.weekend,
        }];
        let heard = record.facts.iter().filter(|fact| !is_lost(fact, outages));
        for fact in heard {
            let before = *places.last()?;
            let from = fact.acked.map_or(fact.asked.bot, |acked| acked.bot);
            match fact.deed {
                Deed::Fly(zone) => places.push(Place {
                    from,
                    zone,
                    ..before
                }),
                Deed::Retime(time) => places.push(Place {
                    from,
                    time,
                    // A weekend's time that is too far off the new one goes.
                    weekend: before
                        .weekend
                        .filter(|weekend| (*weekend - time).abs() <= WEEKEND_WITHIN),
                    ..before
                }),
                _ => {}
            }
        }
        places.sort_by_key(|place| place.from);
        Some(Self {
            routine: Some(routine),
            entries,
            places,
            ..Self::blank(life, record, outages, end)
        })
    }

    /// Somebody of whom nothing is known.
    pub const fn blank(
        life: &'a Life,
        record: &'a Record,
        outages: &'a [Outage],
        end: Stamp,
    ) -> Self {
        Self {
            life,
            record,
            outages,
            routine: None,
            entries: 0,
            end,
            places: Vec::new(),
        }
    }

    pub fn mark(&self, date: NaiveDate) -> Mark {
        self.routine
            .map_or(Mark::Nothing, |routine| routine.evenings.on(date))
    }

    /// The date for which a message says it is: an evening of the month that is kept, or of one that was given up before.
    pub fn date_of(&self, sent: &Sent) -> Option<NaiveDate> {
        let after = Duration::days(sent.evening? - 1);
        let kept = self.routine?.first;
        let begun = self
            .facts(|deed| matches!(deed, Deed::Join | Deed::Again))
            .filter_map(|fact| {
                let at = fact.acked?.bot;
                let place = self.place(at)?;
                let date = place.local(at).date();
                let today = place.evening(date) >= at;
                Some(if today {
                    date
                } else {
                    date + Duration::days(1)
                })
            });
        let here = self.place(sent.at.bot)?.local(sent.at.bot).date();
        let off = |first: &NaiveDate| (*first + after - here).abs();
        // A message may come after midnight; one that is further off counts from another beginning.
        let first = if off(&kept) <= Duration::days(1) {
            kept
        } else {
            begun.min_by_key(off).unwrap_or(kept)
        };
        Some(first + after)
    }

    /// Where the person was, by the bot's clock.
    pub fn place(&self, at: DateTime<Utc>) -> Option<&Place> {
        self.places.iter().rev().find(|place| place.from <= at)
    }

    /// The messages of a kind that arrived, each as a message of its own.
    pub fn arrived(&self, kinds: &'static [Kind]) -> impl Iterator<Item = &'a Sent> {
        let sent = self.record.sent.iter();
        sent.filter(move |sent| sent.arrived() && !sent.edit && kinds.contains(&sent.kind))
    }

    pub fn facts(&self, is: impl Fn(&Deed) -> bool) -> impl Iterator<Item = &'a Fact> {
        self.record.facts.iter().filter(move |fact| is(&fact.deed))
    }

    /// Whether a deed that is undone by another may hold at that time.
    pub fn may(
        &self,
        at: DateTime<Utc>,
        begins: impl Fn(&Deed) -> bool,
        ends: impl Fn(&Deed) -> bool,
    ) -> bool {
        let facts = || self.record.facts.iter().enumerate();
        let begun = facts().filter(|(_, fact)| begins(&fact.deed) && fact.asked.bot <= at);
        begun.last().is_some_and(|(begun, _)| {
            let mut ended = facts().filter(|(index, fact)| *index > begun && ends(&fact.deed));
            !ended.any(|(_, fact)| fact.acked.is_some_and(|acked| acked.bot <= at))
        })
    }

    /// Whether it surely holds: seen to be taken, and nothing was done to undo it.
    pub fn surely(
        &self,
        at: Stamp,
        begins: impl Fn(&Deed) -> bool,
        ends: impl Fn(&Deed) -> bool,
    ) -> bool {
        let before = |acked: Stamp| acked.bot < at.bot && acked.truth < at.truth;
        let acked = |fact: &&Fact| fact.acked.is_some_and(before);
        let at = at.bot;
        self.facts(begins)
            .filter(acked)
            .last()
            .is_some_and(|begun| {
                let mut ended = self.facts(&ends);
                !ended.any(|fact| {
                    let lingers = fact
                        .acked
                        .map_or(fact.asked.bot + LINGERS, |acked| acked.bot);
                    lingers >= begun.asked.bot && fact.asked.bot <= at
                })
            })
    }

    /// Whether the zone or the time was changed a short while before, or is about to be.
    /// What was changed while the bot was away is heard before it looks at the evenings that it missed.
    pub fn is_unsettled(&self, at: DateTime<Utc>) -> bool {
        self.is_moving(at) || self.back(at).is_some_and(|back| self.is_moving(back))
    }

    fn is_moving(&self, at: DateTime<Utc>) -> bool {
        let changes = self.facts(|deed| matches!(deed, Deed::Fly(_) | Deed::Retime(_)));
        let mut changes = changes.filter(|fact| !is_lost(fact, self.outages));
        changes.any(|fact| {
            let known = fact
                .acked
                .map_or(fact.asked.bot + LINGERS, |acked| acked.bot);
            let settles = match fact.deed {
                Deed::Retime(_) => CHANGES,
                _ => SETTLES,
            };
            fact.asked.bot - WINDOW - DELAY <= at && at <= known + settles
        })
    }

    /// Whether it is known at all where the person is: each change was seen to be taken, or is surely lost.
    pub fn is_placed(&self, at: DateTime<Utc>) -> bool {
        let changes = self.facts(|deed| matches!(deed, Deed::Fly(_) | Deed::Retime(_)));
        let mut changes = changes.filter(|fact| !is_lost(fact, self.outages));
        !changes.any(|fact| match fact.acked {
            Some(acked) => fact.asked.bot <= at && at <= acked.bot,
            // What was said later, and taken, holds in any case.
            None => {
                let same = std::mem::discriminant(&fact.deed);
                let mut later = self.facts(|deed| std::mem::discriminant(deed) == same);
                let settled = later.any(|later| {
                    later.asked > fact.asked && later.acked.is_some_and(|acked| acked.bot < at)
                });
                fact.asked.bot <= at && !settled
            }
        })
    }

    /// Whether what was said then may be lost: the bot was away for so long after it that Telegram gave it up, or was about to be.
    pub fn is_deaf(&self, at: Stamp) -> bool {
        outlasts(self.outages, at, KEPT - Duration::hours(1))
    }

    fn around(&self, at: DateTime<Utc>) -> Option<&Outage> {
        let mut outages = self.outages.iter();
        outages.find(|outage| outage.from.bot <= at && at <= outage.until.bot)
    }

    /// When the outage that holds this instant began.
    pub fn away(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.around(at).map(|outage| outage.from.bot)
    }

    /// When it ends.
    pub fn back(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.around(at).map(|outage| outage.until.bot)
    }

    /// What kept the bot from working at some time from `from` to `until`.
    pub fn outage(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Option<&'static str> {
        self.outages_in(from, until).next()
    }

    /// The same of one kind.
    pub fn outage_of(
        &self,
        what: &str,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Option<&'static str> {
        self.outages_in(from, until).find(|other| *other == what)
    }

    fn outages_in(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> impl Iterator<Item = &'static str> {
        let outages = self.outages.iter().filter(move |outage| {
            let (begin, end) = span(outage);
            begin <= until && end >= from
        });
        outages.map(|outage| outage.what)
    }

    /// What kept the bot from working all the time from `from` to `until`.
    pub fn covered(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Option<&'static str> {
        let mut spans: Vec<_> = self.outages.iter().map(|it| (span(it), it.what)).collect();
        spans.sort_unstable();
        let (mut at, mut why) = (from, None);
        for ((begin, end), what) in spans {
            if begin <= at && end >= at {
                at = end;
                why = Some(what);
            }
        }
        why.filter(|_| at >= until)
    }

    /// All that happened, in order.
    pub fn trace(&self) -> String {
        let mut lines: Vec<(DateTime<Utc>, String)> = Vec::new();
        for fact in &self.record.facts {
            let acked = fact.acked.map_or_else(
                || "never heard of it".to_owned(),
                |at| format!("taken {at}"),
            );
            let line = format!("{}  does {:?}; {acked}", fact.asked, fact.deed);
            lines.push((fact.asked.truth, line));
        }
        for sent in &self.record.sent {
            let verb = if sent.edit { "edit" } else { "message" };
            let line = format!(
                "{}  {verb} {:?}: {} ({:?})",
                sent.at, sent.kind, sent.head, sent.fate
            );
            lines.push((sent.at.truth, line));
        }
        for outage in self.outages {
            let line = format!("{}  {} until {}", outage.from, outage.what, outage.until);
            lines.push((outage.from.truth, line));
        }
        lines.sort_by_key(|(at, _)| *at);
        let mut trace = format!("{:?}\n", self.life);
        if let Some(routine) = self.routine {
            let evenings = serde_json::to_string(&routine.evenings).unwrap_or_default();
            let _ = writeln!(
                trace,
                "first {}, delay {} s, course {:?}, marks {evenings}",
                routine.first, routine.delay, routine.course
            );
        }
        for (_, line) in lines {
            let _ = writeln!(trace, "{line}");
        }
        trace
    }
}
