//! What must never be: twice, too close, at night, in a red flag, after a stop; and what must be kept.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};

use super::{Verdict, case::Case};
use crate::{
    dialogue::Mark,
    simulation::{
        calendar,
        ledger::{Fact, Kind, Sent},
        people::{Answer, Deed},
    },
};

/// Two evenings are never closer, nor two mornings.
const APART: Duration = Duration::hours(18);
/// A person's own delay, at most, and the grain of the agenda.
const DELAY: Duration = Duration::minutes(13);
const WINDOW: Duration = Duration::minutes(90);
/// A window has at least so much, however near the quiet hours are.
const LEAST: Duration = Duration::minutes(15);
/// Until this hour the evening before is meant.
const NIGHT: u32 = 5;

/// Holds one person's life against all of it.
pub fn hold(case: &Case<'_>, verdict: &mut Verdict) {
    twice(case, verdict);
    apart(case, verdict, &[Kind::Evening, Kind::Rest]);
    apart(case, verdict, &[Kind::Morning]);
    for sent in &case.record.sent {
        if sent.arrived() && !sent.edit && sent.kind.is_unasked() {
            quiet(case, verdict, sent);
            unwanted(case, verdict, sent);
            in_time(case, verdict, sent);
        }
    }
    refused(case, verdict);
    marks(case, verdict);
    diary(case, verdict);
}

/// At most one message for a date, but for a date that a journey repeats.
fn twice(case: &Case<'_>, verdict: &mut Verdict) {
    let mut by_date: BTreeMap<NaiveDate, &Sent> = BTreeMap::new();
    for sent in case.arrived(&[Kind::Evening]) {
        let Some(date) = case.date_of(sent) else {
            continue;
        };
        verdict.check("evening messages: one for a date");
        if let Some(before) = by_date.insert(date, sent) {
            let mut flights = case.facts(|deed| matches!(deed, Deed::Fly(_)));
            let between = flights.any(|fact| {
                let known = fact
                    .acked
                    .map_or(fact.asked.bot + Duration::days(3), |acked| acked.bot);
                fact.asked.bot <= sent.at.bot && known >= before.at.bot
            });
            if !between {
                let what = format!("two messages for one date: {} and {}", before.at, sent.at);
                verdict.wrong(case, Some(date), what);
            }
        }
    }
}

fn apart(case: &Case<'_>, verdict: &mut Verdict, kinds: &'static [Kind]) {
    let mut before: Option<&Sent> = None;
    for sent in case.arrived(kinds) {
        if let Some(before) = before {
            verdict.check("two unasked messages: 18 hours apart");
            let by_bot = sent.at.bot - before.at.bot;
            let by_truth = sent.at.truth - before.at.truth;
            if by_bot.max(by_truth) < APART {
                let what = format!("less than 18 hours apart: {} and {}", before.at, sent.at);
                verdict.wrong(case, case.date_of(sent), what);
            }
        }
        before = Some(sent);
    }
}

/// Nothing comes in the quiet hours that the person did not choose.
fn quiet(case: &Case<'_>, verdict: &mut Verdict, sent: &Sent) {
    let at = sent.at.bot;
    let Some(place) = case.place(at).filter(|_| case.is_placed(at)) else {
        return;
    };
    verdict.check("unasked messages: not in quiet hours");
    let local = place.local(at);
    if !calendar::is_quiet(local.time()) || chose(case, sent) {
        return;
    }
    let dates = [local.date().pred_opt(), Some(local.date())];
    let own = dates.into_iter().flatten().any(|date| {
        let evening = place.evening(date);
        let chosen = calendar::is_quiet(place.time_on(date));
        let late = match (chosen, sent.kind) {
            // Once more is three quarters of an hour later, and may be late itself.
            (true, Kind::OnceMore) => WINDOW + WINDOW / 2,
            (true, _) => WINDOW,
            (false, _) => LEAST,
        };
        // Where the clock skips the time, the gap's end is the evening; where the time is near, the least window lies beyond.
        let latest = place.local(evening) + DELAY + LEAST;
        let lies_near = chosen || calendar::is_quiet(latest.time());
        lies_near && at >= evening && at <= evening + DELAY + late
    });
    let glides = matches!(sent.kind, Kind::Evening | Kind::OnceMore)
        && case.is_unsettled(at)
        && calendar::is_quiet(place.time_on(local.date()));
    if !own && !glides {
        let what = format!("{:?} in quiet hours, at {} there", sent.kind, local.time());
        verdict.wrong(case, case.date_of(sent), what);
    }
}

/// Whether the person had asked to hear about that evening once more, later.
fn chose(case: &Case<'_>, sent: &Sent) -> bool {
    let is_later = |deed: &Deed| matches!(deed, Deed::Answer(Answer::Soon | Answer::Bedtime));
    sent.kind == Kind::OnceMore
        && case.facts(is_later).any(|fact| {
            let since = sent.at.bot - fact.asked.bot;
            since >= Duration::zero() && since <= Duration::hours(24)
        })
}

/// Nothing unasked while a red flag is open, after a stop, or in a pause.
fn unwanted(case: &Case<'_>, verdict: &mut Verdict, sent: &Sent) {
    verdict.check("unasked messages: no red flag, no stop, no pause");
    let at = sent.at.bot;
    let mut wrong = |what: &str| {
        let what = format!("{:?} {what}, {}", sent.kind, sent.at);
        verdict.wrong(case, case.date_of(sent), what);
    };
    if case.surely(at, |deed| *deed == Deed::Flag, |deed| *deed == Deed::Seen) {
        wrong("while a red flag is open");
    }
    let again = |deed: &Deed| matches!(deed, Deed::Again | Deed::Resume | Deed::Join);
    let stopped = |deed: &Deed| *deed == Deed::Stop;
    let last = case.facts(stopped).last().map(|stop| stop.asked);
    // Only joining comes before every stop.
    if last.is_some() && case.surely(at, stopped, |deed| again(deed) && *deed != Deed::Join) {
        wrong("after /stop");
    }
    if sent.kind == Kind::Evening
        && let Some(date) = case.date_of(sent)
        && paused(case, date, at)
    {
        wrong("in a pause");
    }
}

/// Whether the date surely lies in a pause that was asked for before.
fn paused(case: &Case<'_>, date: NaiveDate, at: DateTime<Utc>) -> bool {
    let ends = |deed: &Deed| matches!(deed, Deed::Resume | Deed::Again | Deed::Stop | Deed::Fly(_));
    let pauses = case.facts(|deed| matches!(deed, Deed::Pause(_)));
    let last = pauses.filter(|fact| fact.asked.bot < at).last();
    last.is_some_and(|fact| {
        let (Deed::Pause(days), Some(acked)) = (fact.deed.clone(), fact.acked) else {
            return false;
        };
        let Some(place) = case.place(fact.asked.bot) else {
            return false;
        };
        // It may be lost, and what was taken for its answer was about another.
        if case.is_deaf(fact.asked) {
            return false;
        }
        let from = place.local(fact.asked.bot).date();
        let sure = from + Duration::days(1)..from + Duration::days(i64::from(days));
        let untouched = !case.facts(ends).any(|other| {
            other.asked.bot <= at && other.acked.is_none_or(|acked| acked >= fact.asked)
        });
        acked.bot < at && untouched && sure.contains(&date)
    })
}

/// An evening message comes at its time, or a little later; early only on a journey.
fn in_time(case: &Case<'_>, verdict: &mut Verdict, sent: &Sent) {
    let at = sent.at.bot;
    let (Kind::Evening, Some(date)) = (sent.kind, case.date_of(sent)) else {
        return;
    };
    if case.is_unsettled(at) || !case.is_placed(at) {
        return;
    }
    let Some(place) = case.place(at) else {
        return;
    };
    verdict.check("evening messages: in their window");
    let from = place.evening(date);
    if at < from || at > from + DELAY + WINDOW {
        let what = format!(
            "the evening of {date} came at {}, not from {from} on",
            sent.at
        );
        verdict.wrong(case, Some(date), what);
    }
}

/// Who blocked the bot is left alone once that is known.
fn refused(case: &Case<'_>, verdict: &mut Verdict) {
    let blocks: Vec<&Fact> = case.facts(|deed| *deed == Deed::Block).collect();
    for (index, block) in blocks.iter().enumerate() {
        let until = blocks.get(index + 1).map_or(case.end, |next| next.asked);
        let tried = case.record.sent.iter().filter(|sent| {
            let forbidden = matches!(&sent.fate, super::super::ledger::Fate::Lost(why) if why.starts_with("Forbidden"));
            forbidden && sent.kind.is_unasked() && sent.at >= block.asked && sent.at < until
        });
        verdict.check("blocks: tried once at most");
        let tried = tried.count();
        if tried > 1 {
            let what = format!(
                "{tried} unasked messages were tried after a block, {}",
                block.asked
            );
            verdict.wrong(case, None, what);
        }
    }
}

/// What the person said about an evening, and saw to be taken, is written down.
fn marks(case: &Case<'_>, verdict: &mut Verdict) {
    // What was said last counts; of what was begun and not heard of, nobody knows.
    let mut said: BTreeMap<NaiveDate, (Option<Mark>, &Fact)> = BTreeMap::new();
    for fact in &case.record.facts {
        let mark = match fact.deed {
            Deed::Answer(Answer::Done) | Deed::Early => Mark::Done,
            Deed::Answer(Answer::Short) => Mark::Short,
            Deed::Answer(Answer::NotTonight) => Mark::No,
            _ => continue,
        };
        let date = if fact.deed == Deed::Early {
            today(case, fact)
        } else {
            let of = |sent: &&Sent| fact.message.is_some() && sent.message == fact.message;
            let sent = case.record.sent.iter().find(of);
            sent.and_then(|sent| case.date_of(sent))
        };
        match date {
            Some(date) => {
                said.insert(date, (fact.acked.map(|_| mark), fact));
            }
            // It may be about any of these.
            None => {
                let around = fact.asked.bot.date_naive() - Duration::days(2);
                for date in around.iter_days().take(5) {
                    said.insert(date, (None, fact));
                }
            }
        }
    }
    for (date, (mark, fact)) in said {
        let Some(mark) = mark else {
            continue;
        };
        verdict.check("answers: written down");
        let kept = case.mark(date);
        if kept != mark {
            let what = format!("{:?} of {} is kept as {kept:?}", fact.deed, fact.asked);
            verdict.wrong(case, Some(date), what);
        }
    }
}

/// The date that "today" means to whoever says it, if both clocks agree.
fn today(case: &Case<'_>, fact: &Fact) -> Option<NaiveDate> {
    let place = case
        .place(fact.asked.bot)
        .filter(|_| case.is_placed(fact.asked.bot))?;
    let night = NaiveTime::from_hms_opt(NIGHT, 0, 0)?;
    // An evening after midnight belongs to the night before.
    let shift = Duration::days(i64::from(place.time < night));
    let date = |at: DateTime<Utc>| {
        let local = place.local(at) - night.signed_duration_since(NaiveTime::MIN) + shift;
        Some(local.date())
    };
    let acked = fact.acked?;
    let dates = [fact.asked.truth, fact.asked.bot, acked.truth, acked.bot].map(date);
    dates[0].filter(|first| dates.iter().all(|date| *date == Some(*first)))
}

/// What was seen to be kept is in the diary, once.
fn diary(case: &Case<'_>, verdict: &mut Verdict) {
    let keeps = |deed: &Deed| matches!(deed, Deed::Cramp | Deed::Night { free: true });
    let all = case.facts(keeps).count();
    let acked = case
        .facts(keeps)
        .filter(|fact| fact.acked.is_some())
        .count();
    verdict.check("diaries: as many entries as were kept");
    if !(acked..=all).contains(&case.entries) {
        let what = format!("{} entries, where {acked} to {all} were made", case.entries);
        verdict.wrong(case, None, what);
    }
}
