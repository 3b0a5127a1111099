//! The judge is held to the contract itself: of lives made up by hand it finds what is wrong, and nothing else.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};

use super::{Verdict, case::Case, laws, reasons};
use crate::{
    dialogue::{Chat, Mark, Routine},
    simulation::{
        ledger::{Fact, Fate, Kind, Outage, Record, Sent, Stamp},
        people::{Answer, Deed, Life},
    },
};

const DAYS: i64 = 4;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn stamp(at: DateTime<Utc>) -> Stamp {
    Stamp { truth: at, bot: at }
}

fn first() -> NaiveDate {
    utc("2026-06-01T00:00:00Z").date_naive()
}

/// Nine in the evening in Berlin, on a day of the month that begins on 1 June.
fn evening(day: i64) -> DateTime<Utc> {
    utc("2026-06-01T19:00:00Z") + Duration::days(day)
}

/// A life of four evenings, each with its message.
struct Made {
    record: Record,
    outages: Vec<Outage>,
    marks: Vec<Mark>,
}

fn message(day: i64, at: DateTime<Utc>) -> Sent {
    Sent {
        at: stamp(at),
        kind: Kind::Evening,
        edit: false,
        evening: Some(day + 1),
        message: Some(100 + day),
        fate: Fate::Arrived,
        silent: true,
        head: String::new(),
    }
}

fn fact(deed: Deed, at: DateTime<Utc>) -> Fact {
    Fact {
        deed,
        asked: stamp(at),
        acked: Some(stamp(at)),
        message: None,
    }
}

fn made() -> Made {
    let sent = (0..DAYS).map(|day| message(day, evening(day)));
    Made {
        record: Record {
            sent: sent.collect(),
            facts: vec![fact(Deed::Join, utc("2026-06-01T10:00:00Z"))],
        },
        outages: Vec::new(),
        marks: vec![Mark::Asked; 4],
    }
}

fn down(what: &'static str, from: DateTime<Utc>, minutes: i64) -> Outage {
    Outage {
        from: stamp(from),
        until: stamp(from + Duration::minutes(minutes)),
        what,
    }
}

impl Made {
    /// The evening of that day brought no message.
    fn without(mut self, day: i64, mark: Mark) -> Self {
        self.record
            .sent
            .retain(|sent| sent.evening != Some(day + 1));
        self.marks[usize::try_from(day).expect("a day")] = mark;
        self
    }

    fn down(mut self, what: &'static str, from: DateTime<Utc>, minutes: i64) -> Self {
        self.outages.push(down(what, from, minutes));
        self
    }

    fn sent(mut self, sent: Sent) -> Self {
        self.record.sent.push(sent);
        self.record.sent.sort_by_key(|sent| sent.at);
        self
    }

    fn does(mut self, deed: Deed, at: DateTime<Utc>) -> Self {
        self.record.facts.push(fact(deed, at));
        self
    }

    /// What the judge finds wrong, in its words.
    fn wrongs(&self) -> Vec<String> {
        let zone = chrono_tz::Europe::Berlin;
        let time = NaiveTime::from_hms_opt(21, 0, 0).expect("a time");
        let mut life = Life::of(1, 1, &[zone]);
        life.zone = zone;
        life.time = time;
        life.weekend = None;
        life.repeat = false;
        let joined = utc("2026-06-01T10:00:00Z");
        let mut routine = Routine::new(joined, first(), time, 0);
        for (mark, date) in self.marks.iter().zip(first().iter_days()) {
            routine.evenings.mark(date, *mark);
        }
        let mut chat = Chat::new("en", joined);
        chat.routine = Some(Box::new(routine));
        let end = stamp(evening(DAYS - 1) + Duration::hours(4));
        let outages = &self.outages;
        let case = Case::new(&life, &self.record, outages, Some(&chat), 0, end);
        let case = case.expect("somebody who joined");
        let mut verdict = Verdict::default();
        reasons::weigh(&case, &mut verdict);
        laws::hold(&case, &mut verdict);
        verdict.wrong.into_iter().map(|wrong| wrong.what).collect()
    }
}

fn finds(made: &Made, what: &str) {
    let wrongs = made.wrongs();
    assert!(
        wrongs.iter().any(|wrong| wrong.contains(what)),
        "{what:?} is not among {wrongs:?}"
    );
}

#[test]
fn nothing_is_wrong_with_a_message_each_evening() {
    assert_eq!(made().wrongs(), [""; 0]);
}

#[test]
fn a_doubled_evening_is_found() {
    let again = message(1, evening(1) + Duration::minutes(5));
    finds(&made().sent(again), "two messages for one date");
    let near = message(2, evening(1) + Duration::hours(17));
    let made = made().without(2, Mark::Asked).sent(near);
    finds(&made, "less than 18 hours apart");
}

#[test]
fn a_missing_evening_is_excused_by_what_kept_the_bot_away_and_by_nothing_less() {
    let late = || made().without(1, Mark::Late);
    finds(&late(), "nothing that happened explains it");
    let restart = late().down("a stop", evening(1) + Duration::minutes(10), 1);
    finds(&restart, "nothing that happened explains it");
    let half = late().down("a stop", evening(1) - Duration::minutes(5), 60);
    finds(&half, "nothing that happened explains it");
    let all = late().down("a stop", evening(1) - Duration::minutes(5), 100);
    assert_eq!(all.wrongs(), [""; 0]);
    let nothing = made().without(1, Mark::Nothing);
    finds(&nothing, "nothing that happened explains it");
}

#[test]
fn a_call_that_was_told_to_wait_must_be_made_again() {
    let lost = |why: &str| Sent {
        fate: Fate::Lost(why.to_owned()),
        ..message(1, evening(1))
    };
    let asked = || made().without(1, Mark::Asked);
    let waits = asked().sent(lost("Too Many Requests: retry after 1"));
    finds(&waits, "nothing that happened explains it");
    assert_eq!(asked().sent(lost("")).wrongs(), [""; 0]);
    let stopped = asked().down("a stop", evening(1), 1);
    finds(&stopped, "nothing that happened explains it");
    assert_eq!(asked().down("a kill", evening(1), 1).wrongs(), [""; 0]);
}

#[test]
fn messages_at_night_after_a_stop_or_too_late_are_found() {
    let night = message(1, utc("2026-06-03T01:00:00Z"));
    let at_night = made().without(1, Mark::Asked).sent(night);
    finds(&at_night, "in quiet hours");
    finds(&at_night, "came at");
    let stopped = made().does(Deed::Stop, evening(1) + Duration::hours(1));
    finds(&stopped, "after /stop");
    let held = made().does(Deed::Flag, evening(1) + Duration::hours(1));
    finds(&held, "while a red flag is open");
    let paused = made().does(Deed::Pause(3), evening(0) + Duration::hours(1));
    finds(&paused, "in a pause");
}

#[test]
fn what_was_put_off_must_come_and_what_was_said_must_be_kept() {
    let soon = Fact {
        message: Some(101),
        ..fact(
            Deed::Answer(Answer::Soon),
            evening(1) + Duration::minutes(6),
        )
    };
    let mut put_off = made();
    put_off.record.facts.push(soon);
    finds(&put_off, "and nothing came");
    let mut done = made();
    done.record.facts.push(Fact {
        message: Some(101),
        ..fact(
            Deed::Answer(Answer::Done),
            evening(1) + Duration::minutes(6),
        )
    });
    finds(&done, "is kept as Asked");
    let spaced = made().without(1, Mark::Spaced);
    finds(&spaced, "the mark is Spaced");
    assert_eq!(made().without(3, Mark::Spaced).wrongs(), [""; 0]);
}
