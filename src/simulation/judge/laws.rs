//! What must never be: twice, too close, at night, in a red flag, after a stop; and what must be kept.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};

use super::{
    Verdict,
    case::Case,
    contract::{APART, DELAY, LEAST, SOON, WINDOW},
    reasons::cramp_may,
};
use crate::{
    dialogue::Mark,
    simulation::{
        calendar,
        ledger::{Fact, Fate, Kind, Sent},
        people::{Answer, Deed},
    },
};

/// Until this hour the evening before is meant.
const NIGHT: u32 = 5;
/// From this hour on the one to come is meant.
const MORNING: u32 = 11;

/// Holds one person's life against all of it.
pub fn hold(case: &Case<'_>, verdict: &mut Verdict) {
    twice(case, verdict);
    apart(case, verdict, &[Kind::Evening, Kind::Rest]);
    apart(case, verdict, &[Kind::Morning]);
    for sent in &case.record.sent {
        if !sent.arrived() || sent.edit {
            continue;
        }
        if sent.kind != Kind::Answer && !(sent.kind == Kind::Seen && sent.silent) {
            quiet(case, verdict, sent);
        }
        if sent.kind.is_unasked() {
            unwanted(case, verdict, sent);
            in_time(case, verdict, sent);
        }
    }
    once_more(case, verdict);
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

/// Whether the person had asked to hear about that evening once more at about that time.
fn chose(case: &Case<'_>, sent: &Sent) -> bool {
    sent.kind == Kind::OnceMore
        && later(case, sent.at.bot).any(|fact| {
            let then = match fact.deed {
                Deed::Answer(Answer::Soon) => Some(fact.asked.bot + SOON),
                // Bedtime is half past ten, or an hour after the evening's time.
                _ => None,
            };
            then.is_none_or(|then| sent.at.bot <= then + WINDOW + DELAY)
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
    if case.surely(
        sent.at,
        |deed| *deed == Deed::Flag,
        |deed| *deed == Deed::Seen,
    ) {
        wrong("while a red flag is open");
    }
    let again = |deed: &Deed| matches!(deed, Deed::Again | Deed::Resume);
    if case.surely(sent.at, |deed| *deed == Deed::Stop, again) {
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

/// Once more: as often as it was asked for or chosen, and when it was asked for it comes.
fn once_more(case: &Case<'_>, verdict: &mut Verdict) {
    let mut by_date: BTreeMap<Option<NaiveDate>, usize> = BTreeMap::new();
    for sent in case.arrived(&[Kind::OnceMore]) {
        verdict.check("once more: as often as it was wanted");
        let date = case.date_of(sent);
        let count = by_date.entry(date).or_default();
        *count += 1;
        let wanted = later(case, sent.at.bot).count() + usize::from(case.life.repeat);
        if *count > wanted {
            let what = format!("once more, the {count}. time, {}", sent.at);
            verdict.wrong(case, date, what);
        }
    }
    for fact in case.facts(|deed| *deed == Deed::Answer(Answer::Soon)) {
        let Some(asked) = fact.acked.map(|acked| acked.bot) else {
            continue;
        };
        let (at, until) = (asked + SOON, asked + SOON + LEAST);
        // Whoever does something else meanwhile, or cannot be reached, is not waited for.
        let others = case.facts(|_| true);
        let mut others =
            others.filter(|other| other.asked >= fact.asked && !std::ptr::eq(*other, fact));
        let disturbed = others.any(|other| other.asked.bot <= until)
            || case.outage(asked, until).is_some()
            || case.is_unsettled(at)
            || cramp_may(case, until)
            || until > case.end.bot;
        if disturbed {
            continue;
        }
        verdict.check("once more: comes when it was asked for");
        let mut calls = case.record.sent.iter();
        // One that was lost on the way is not tried again.
        let came = calls.any(|sent| {
            sent.kind == Kind::OnceMore && !sent.edit && sent.at.bot >= at && sent.at.bot <= until
        });
        if !came {
            let what = format!("asked for once more, {}, and nothing came", fact.asked);
            verdict.wrong(case, None, what);
        }
    }
}

/// What was put off within a day before, by what the person tapped.
fn later<'a>(case: &Case<'a>, at: DateTime<Utc>) -> impl Iterator<Item = &'a Fact> {
    let is_later = |deed: &Deed| matches!(deed, Deed::Answer(Answer::Soon | Answer::Bedtime));
    case.facts(is_later).filter(move |fact| {
        let since = at - fact.asked.bot;
        since >= Duration::zero() && since <= Duration::hours(24)
    })
}

/// Who blocked the bot is left alone once that is known.
fn refused(case: &Case<'_>, verdict: &mut Verdict) {
    let blocks: Vec<&Fact> = case.facts(|deed| *deed == Deed::Block).collect();
    for (index, block) in blocks.iter().enumerate() {
        let until = blocks.get(index + 1).map_or(case.end, |next| next.asked);
        let tried = case.record.sent.iter().filter(|sent| {
            let forbidden = matches!(&sent.fate, Fate::Lost(why) if why.starts_with("Forbidden"));
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

/// The date that "today" means to whoever says it. In the morning nobody knows whether the evening before is meant, or the one to come.
fn today(case: &Case<'_>, fact: &Fact) -> Option<NaiveDate> {
    let place = case
        .place(fact.asked.bot)
        .filter(|_| case.is_placed(fact.asked.bot))?;
    let hour = |hours| NaiveTime::from_hms_opt(hours, 0, 0);
    let (night, late) = (hour(NIGHT)?, hour(MORNING)?);
    let date = |at: DateTime<Utc>| {
        let local = place.local(at);
        let evening = match local.time() {
            time if time < night => local.date().pred_opt(),
            time if time < late => None,
            _ => Some(local.date()),
        };
        // An evening after midnight belongs to the night before.
        evening.map(|date| date + Duration::days(i64::from(place.time < night)))
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
