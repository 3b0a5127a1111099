//! What goes wrong, and when: with one person's messages, with all of Telegram, with the machine and its clock. Drawn from the seed, by
//! person and day.
//!
//! Most of it is aimed at the evenings, for that is when it hurts: `Moment::Evening` is the evening of a person who is drawn as well.
//!
//! A fault after which the bot waits in real time costs a second of it, in which the world stands still; there are about a hundred of
//! these in a run, however many people there are.
//!
//! Deliberately not here: carrying it out (`world`, `sandbox::faults`).

use chrono::Duration;

use super::dice::{Dice, For};
use crate::sandbox::{Action, Fault};

/// Faults of one person's that cost real time, in a whole run.
const SLOW: u64 = 100;

/// When a trouble comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// After so much of the day.
    Day(Duration),
    /// So long after the evening of that person begins.
    Evening(i64, Duration),
}

/// What goes wrong with everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The bot is stopped in order, and is down for so long.
    Stop(Duration),
    /// It falls after so many more commits, and is down for so long.
    Kill(u32, Duration),
    /// Its clock is set by so much.
    Step(Duration),
    /// The machine sleeps.
    Sleep(Duration),
    /// Telegram wants so many calls to be made a second later.
    Flood(u32),
    /// Telegram wants this person's evening to wait for an hour, and the bot falls meanwhile, for so long.
    Choke(i64, Duration),
}

/// What goes wrong with one person's next message.
#[derive(Debug, Clone)]
pub struct Mishap {
    pub name: &'static str,
    pub fault: Fault,
}

fn downtime(dice: &mut Dice) -> Duration {
    let minutes = [0, 0, 0, 1, 10, 30, 75, 100, 5 * 60, 26 * 60, 3 * 24 * 60];
    Duration::minutes(*dice.pick(&minutes))
}

/// What goes wrong with everything on a day.
#[must_use]
pub fn troubles(seed: u64, day: i64, people: i64) -> Vec<(Moment, Trouble)> {
    let mut dice = Dice::of(seed, For::Weather, 0, day);
    let mut all = Vec::new();
    let whole_day = |dice: &mut Dice| Moment::Day(Duration::minutes(dice.between(0, 1439)));
    let near = |dice: &mut Dice, before: i64, after: i64| {
        let person = dice.between(1, people);
        Moment::Evening(person, Duration::minutes(dice.between(-before, after)))
    };
    if dice.once_in(350) {
        let at = near(&mut dice, 20, 20);
        all.push((at, Trouble::Stop(downtime(&mut dice))));
    }
    if dice.once_in(500) {
        let at = near(&mut dice, 3, 9);
        let commits = u32::try_from(dice.below(6)).unwrap_or_default();
        all.push((at, Trouble::Kill(commits, downtime(&mut dice))));
    }
    if dice.once_in(150) {
        let by = *dice.pick(&[60, -60]);
        let at = near(&mut dice, 90, 90);
        let back = match at {
            Moment::Evening(person, after) => {
                let later = Duration::minutes(dice.between(30, 600));
                Moment::Evening(person, after + later)
            }
            Moment::Day(after) => Moment::Day(after),
        };
        all.push((at, Trouble::Step(Duration::minutes(by))));
        all.push((back, Trouble::Step(Duration::minutes(-by))));
    }
    if dice.once_in(60) {
        let at = near(&mut dice, 9 * 60, 10);
        all.push((at, Trouble::Sleep(Duration::hours(9))));
    }
    if dice.once_in(100) {
        let at = near(&mut dice, 5, 5);
        all.push((
            at,
            Trouble::Flood(u32::try_from(dice.between(1, 12)).unwrap_or(1)),
        ));
    }
    if dice.once_in(100) {
        let at = whole_day(&mut dice);
        all.push((at, Trouble::Flood(3)));
    }
    if dice.once_in(100) {
        let person = dice.between(1, people);
        let at = Moment::Evening(person, Duration::minutes(-3));
        all.push((at, Trouble::Choke(person, downtime(&mut dice))));
    }
    all
}

/// What goes wrong with this person's evening message of that day.
#[must_use]
pub fn mishap(seed: u64, person: i64, day: i64, person_days: u64) -> Option<Mishap> {
    let mut dice = Dice::of(seed, For::Fault, person, day);
    let slow = SLOW * 1000 / person_days.max(1);
    let is_slow = dice.once_in(slow.min(30));
    let (name, method, action) = if is_slow {
        match dice.below(3) {
            0 => ("429, one chat", "sendMessage", slowed()),
            1 => (
                "dropped before, an edit",
                "editMessageText",
                Action::DropBefore,
            ),
            _ => (
                "dropped after, an edit",
                "editMessageText",
                Action::DropAfter,
            ),
        }
    } else if dice.once_in(50) {
        let body = "<html>Bad Gateway</html>".to_owned();
        let raw = |status| Action::Raw {
            status,
            body: body.clone(),
            content_type: None,
        };
        let (name, action) = match dice.below(6) {
            0 | 1 => ("dropped after", Action::DropAfter),
            2 => ("dropped before", Action::DropBefore),
            3 => ("half an answer", Action::HalfAnswer { bytes: 20 }),
            4 => ("5xx", raw(502)),
            _ => (
                "5xx after the effect",
                Action::EffectThenRaw { status: 500, body },
            ),
        };
        (name, "sendMessage", action)
    } else {
        return None;
    };
    let fault = Fault::of(method, action).in_chat(person).times(1);
    Some(Mishap { name, fault })
}

/// "Too Many Requests", for a second.
#[must_use]
pub fn slowed() -> Action {
    too_many(1)
}

/// "Too Many Requests", for an hour.
#[must_use]
pub fn choked() -> Action {
    too_many(3600)
}

fn too_many(seconds: u32) -> Action {
    Action::Refuse {
        code: 429,
        description: format!("Too Many Requests: retry after {seconds}"),
        retry_after: Some(seconds),
    }
}
