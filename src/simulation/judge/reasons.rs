//! No evening is missing without a reason: for each date of the plan a message, or something that explains why there is none.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::{
    Verdict,
    case::{Case, LINGERS, Place},
    contract::{DELAY, FEW, GRAIN, LEAST, WINDOW},
};
use crate::{
    dialogue::{Course, Mark},
    simulation::{
        calendar,
        ledger::{Fate, Kind, Sent},
        people::Deed,
    },
};

/// Looks at each date of the plan.
pub fn weigh(case: &Case<'_>, verdict: &mut Verdict) {
    // No date has two evenings, also where a journey brings it back.
    let mut dates = BTreeSet::new();
    for (index, place) in case.places.iter().enumerate() {
        let next = case.places.get(index + 1).map(|place| place.from);
        let until = next.unwrap_or(case.end.bot);
        let last = until.with_timezone(&place.zone).date_naive();
        let first = place.from.with_timezone(&place.zone).date_naive();
        for date in first.iter_days().take_while(|date| *date <= last) {
            let at = place.evening(date);
            let over = if next.is_some() { at } else { at + DELAY };
            if at < place.from || over >= until || !calendar::has(place.zone, date) {
                continue;
            }
            // A weekend's time that is set when the usual one has passed begins with the next date.
            let usual = calendar::instant(place.zone, date, place.time);
            if index == 0 && usual < place.from || !dates.insert(date) {
                continue;
            }
            if !case.is_placed(at) {
                verdict.reason("not known where the person is");
                continue;
            }
            match reason(case, place, date, at) {
                Ok(reason) => verdict.reason(reason),
                Err(what) => {
                    verdict.reason("WRONG");
                    verdict.wrong(case, Some(date), what);
                }
            }
        }
    }
}

/// Why there was a message, or none.
fn reason(
    case: &Case<'_>,
    place: &Place,
    date: NaiveDate,
    at: DateTime<Utc>,
) -> Result<&'static str, String> {
    let is_of = |sent: &&Sent| case.date_of(sent) == Some(date);
    if case.arrived(&[Kind::Evening]).any(|sent| is_of(&sent)) {
        return Ok("message");
    }
    if case.arrived(&[Kind::OnceMore]).any(|sent| is_of(&sent)) {
        let lost = not_arrived(case, date, at).map(|_| "message, the second one only");
        return lost.ok_or_else(|| "the second message came, the first was never sent".to_owned());
    }
    let near =
        |sent: &Sent| sent.at.bot >= at - Duration::hours(12) && sent.at.bot <= at + WINDOW + DELAY;
    if case.arrived(&[Kind::Rest]).any(near) {
        return Ok("a goodbye in its place");
    }
    // After the month, messages no longer say which evening they are.
    let unnumbered = |sent: &Sent| sent.evening.is_none() && near(sent);
    if case.arrived(&[Kind::Evening]).any(unnumbered) {
        return Ok("message");
    }
    let mark = case.mark(date);
    explained(case, place, date, at, mark).ok_or_else(|| {
        format!("no message, the mark is {mark:?}, and nothing that happened explains it")
    })
}

fn explained(
    case: &Case<'_>,
    place: &Place,
    date: NaiveDate,
    at: DateTime<Utc>,
    mark: Mark,
) -> Option<&'static str> {
    let closes = at + WINDOW + DELAY;
    let unsettled = case
        .is_unsettled(at)
        .then_some("a journey, or another time");
    let blocked = || is_blocked(case, at) || is_blocked(case, closes);
    match mark {
        Mark::Done | Mark::Short | Mark::No => said_before(case, date).or(unsettled),
        Mark::Paused => paused_may(case, place, date).then_some("paused"),
        Mark::Held => {
            let held = held_may(case, at) || held_may(case, closes);
            held.then_some("a red flag is open").or(unsettled)
        }
        Mark::Spaced => {
            let spaced = is_silent(case, at) && is_near(case, date);
            spaced.then_some("several were not answered").or(unsettled)
        }
        Mark::Late if blocked() => Some("blocked"),
        Mark::Late if cramp_may(case, closes) => Some("in a cramp"),
        Mark::Late => missed(case, place, date, at).or(unsettled),
        // A stop takes back what has not left yet.
        Mark::Asked => not_arrived(case, date, at).or(stopped_in(case, at, closes)),
        Mark::Nothing => nothing(case, at, closes).or(unsettled),
    }
}

/// The person had said it before it came.
fn said_before(case: &Case<'_>, date: NaiveDate) -> Option<&'static str> {
    let mut early = case.facts(|deed| *deed == Deed::Early);
    let said = early.any(|fact| {
        let local = case
            .place(fact.asked.bot)
            .map(|place| place.local(fact.asked.bot));
        local.is_some_and(|local| (local.date() - date).num_days().abs() <= 1)
    });
    said.then_some("done before it came")
}

fn paused_may(case: &Case<'_>, place: &Place, date: NaiveDate) -> bool {
    let mut pauses = case.facts(|deed| matches!(deed, Deed::Pause(_)));
    pauses.any(|fact| {
        let Deed::Pause(days) = fact.deed else {
            return false;
        };
        // By the dates of where it was said and heard; the person may have gone on since.
        let date_at = |at| case.place(at).unwrap_or(place).local(at).date();
        let from = date_at(fact.asked.bot);
        let heard = fact
            .acked
            .map_or(fact.asked.bot + LINGERS, |acked| acked.bot);
        // The first evening of a pause is the next one: today's, or tomorrow's.
        let last = date_at(heard) + Duration::days(i64::from(days) + 1);
        let begun = place.evening(date);
        let mut ends = case.facts(|deed| matches!(deed, Deed::Resume | Deed::Again));
        let ended = ends
            .any(|end| end.asked > fact.asked && end.acked.is_some_and(|acked| acked.bot < begun));
        (from - Duration::days(1)..=last).contains(&date) && !ended
    })
}

fn held_may(case: &Case<'_>, at: DateTime<Utc>) -> bool {
    // A cramp of which no end was heard may have become one.
    case.may(at, |deed| *deed == Deed::Flag, |deed| *deed == Deed::Seen)
        || case.facts(|deed| *deed == Deed::Cramp).any(|fact| {
            fact.acked
                .is_none_or(|acked| acked.bot - fact.asked.bot > Duration::minutes(9))
                && fact.asked.bot <= at
        })
}

pub(super) fn cramp_may(case: &Case<'_>, closes: DateTime<Utc>) -> bool {
    case.facts(|deed| *deed == Deed::Cramp).any(|fact| {
        let until = fact
            .acked
            .map_or(fact.asked.bot + Duration::hours(30), |acked| acked.bot);
        fact.asked.bot <= closes && until >= closes - WINDOW - DELAY
    })
}

/// Whether the last few messages were not answered.
fn is_silent(case: &Case<'_>, at: DateTime<Utc>) -> bool {
    let sent = case.record.sent.iter().rev();
    let evenings = sent.filter(|sent| {
        sent.kind == Kind::Evening && !sent.edit && sent.at.bot < at - Duration::hours(3)
    });
    let last: Vec<&Sent> = evenings.take(FEW).collect();
    let answered = |sent: &&Sent| {
        let answers = case.facts(|deed| matches!(deed, Deed::Answer(_)));
        let mut acked = answers.filter(|fact| fact.acked.is_some_and(|acked| acked.bot < at));
        sent.message.is_some() && acked.any(|fact| fact.message == sent.message)
    };
    // One that fell between the mark and the call is not in the ledger.
    last.len() >= FEW - 1 && !last.iter().take(FEW - 1).any(answered)
}

/// Whether one of the two evenings before had a message: it is never more than three from one to the next.
fn is_near(case: &Case<'_>, date: NaiveDate) -> bool {
    [1, 2].into_iter().any(|days| {
        let mark = case.mark(date - Duration::days(days));
        mark == Mark::Asked || mark.is_said()
    })
}

/// The bot could do nothing in the whole of the window. The person's own delay is asked of what was written down.
fn missed(
    case: &Case<'_>,
    place: &Place,
    date: NaiveDate,
    at: DateTime<Utc>,
) -> Option<&'static str> {
    let delay = case.routine.map_or(0, |routine| i64::from(routine.delay));
    let due = at + Duration::seconds(delay);
    let mut closes = due + WINDOW;
    if !calendar::is_quiet(place.time_on(date)) {
        let quiet = calendar::quiet_from(place.zone, due);
        closes = closes.min(quiet).max(due + LEAST);
    }
    // A message that was made at its time may still wait for its turn when the bot goes.
    case.covered(due + GRAIN, closes - GRAIN)
}

/// It was called, and did not arrive; or the bot was killed before the call.
fn not_arrived(case: &Case<'_>, date: NaiveDate, at: DateTime<Utc>) -> Option<&'static str> {
    let until = at + WINDOW + DELAY;
    let killed = case
        .outage_of("a kill", at, until)
        .map(|_| "not known: the bot fell before the call");
    let lost = case.record.sent.iter().any(|sent| {
        let near = sent.at.bot >= at && sent.at.bot <= until;
        // Who is told to wait tries again.
        let waits = matches!(&sent.fate, Fate::Lost(why) if why.starts_with("Too Many Requests"));
        let this = near || case.date_of(sent) == Some(date);
        sent.kind == Kind::Evening && !sent.edit && !sent.arrived() && !waits && this
    });
    if lost {
        return Some("not known: lost on the way, never tried again");
    }
    killed
}

fn stopped_in(case: &Case<'_>, from: DateTime<Utc>, until: DateTime<Utc>) -> Option<&'static str> {
    let mut stops = case.facts(|deed| *deed == Deed::Stop);
    let stopped = stops
        .any(|fact| fact.asked.bot <= until && fact.acked.is_some_and(|acked| acked.bot >= from));
    stopped.then_some("stopped")
}

fn nothing(case: &Case<'_>, at: DateTime<Utc>, closes: DateTime<Utc>) -> Option<&'static str> {
    let again = |deed: &Deed| matches!(deed, Deed::Again | Deed::Resume);
    // Who begins again begins with the next evening.
    let stopped = |at| case.may(at, |deed| *deed == Deed::Stop, again);
    let back = case.back(at).unwrap_or(at);
    if stopped(at) || stopped(closes) || stopped(back) {
        return Some("stopped");
    }
    // Who comes back while the bot is away is heard when it is back itself.
    let away = case.away(at).unwrap_or(at);
    let whens = [away, at, closes, back];
    if whens.iter().any(|when| is_blocked(case, *when)) {
        return Some("blocked");
    }
    let rest = case.record.sent.iter().rev();
    let mut rest =
        rest.filter(|sent| sent.kind == Kind::Rest && !sent.edit && sent.at.bot <= closes);
    if rest.next().is_some_and(|rest| {
        let mut agains = case.facts(again);
        !agains.any(|fact| fact.asked >= rest.at && fact.acked.is_some_and(|acked| acked.bot <= at))
    }) {
        return Some("after the goodbye");
    }
    // A goodbye that fell before its call.
    let asleep = case
        .routine
        .is_some_and(|routine| routine.course == Course::Asleep);
    (asleep && is_silent(case, at)).then_some("after the goodbye")
}

/// Whether the bot may take the person for gone: blocked, or unblocked in an outage after which Telegram no longer told of it.
fn is_blocked(case: &Case<'_>, at: DateTime<Utc>) -> bool {
    if case.may(
        at,
        |deed| *deed == Deed::Block,
        |deed| *deed == Deed::Unblock,
    ) {
        return true;
    }
    let unblocked = case.facts(|deed| *deed == Deed::Unblock);
    let last = unblocked.filter(|fact| fact.asked.bot <= at).last();
    last.is_some_and(|unblocked| {
        // Whoever writes is there again.
        let others = |deed: &Deed| !matches!(deed, Deed::Block | Deed::Unblock);
        let mut heard = case.facts(others);
        let heard = heard.any(|fact| {
            fact.asked >= unblocked.asked && fact.acked.is_some_and(|acked| acked.bot <= at)
        });
        !heard && case.is_deaf(unblocked.asked)
    })
}
