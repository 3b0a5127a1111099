//! Who lives here: a zone, an evening, habits, and what each day brings. All of it is drawn from the seed, by person and day.
//!
//! Invariant: what a person does never depends on the order in which the machine happened to handle things.
//!
//! Deliberately not here: how a deed is carried out (`deeds`), and what goes wrong (`faults`).

use chrono::{DateTime, Duration, NaiveTime, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::dice::{Dice, For};
use crate::care::zone::{Found, Places};

/// Zones that skip or repeat an hour of the evening, that lie far out, or whose clocks differ by an odd part of an hour.
const AWKWARD: [&str; 16] = [
    "America/Nuuk",
    "America/Scoresbysund",
    "Africa/Cairo",
    "Asia/Beirut",
    "America/Santiago",
    "Pacific/Easter",
    "Atlantic/Azores",
    "America/Havana",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Antarctica/Troll",
    "Africa/Casablanca",
];
/// Times that people type.
const TIMES: [(u32, u32); 12] = [
    (19, 0),
    (20, 0),
    (20, 30),
    (21, 0),
    (21, 0),
    (21, 30),
    (22, 0),
    (22, 15),
    (22, 25),
    (22, 29),
    (23, 30),
    (0, 30),
];

/// What a person is like.
#[derive(Debug, Clone)]
pub struct Life {
    pub id: i64,
    pub zone: Tz,
    pub time: NaiveTime,
    pub weekend: Option<NaiveTime>,
    pub repeat: bool,
    /// In how many of a thousand evenings and mornings they answer.
    pub answers: u64,
    /// In how many of a thousand days they take a flight.
    flies: u64,
    /// A row of days on which they answer nothing.
    silent: Option<(i64, i64)>,
}

/// Something that a person does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    Join,
    /// The newest evening message is answered.
    Answer(Answer),
    /// "Done already", before the evening's message.
    Early,
    /// The question about last night: no cramp, or no idea.
    Night {
        free: bool,
    },
    /// A cramp, from the first word until it has gone.
    Cramp,
    Flag,
    /// "I've been seen."
    Seen,
    Pause(u16),
    Resume,
    Stop,
    /// The evenings begin again, after a stop or a goodbye.
    Again,
    Block,
    Unblock,
    Fly(Tz),
    Retime(NaiveTime),
}

/// An answer to the evening message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Done,
    Short,
    NotTonight,
    Soon,
    Bedtime,
}

/// The zones that can be set by typing their name.
pub fn zones(places: &Places) -> Vec<Tz> {
    let found = |zone: &Tz| matches!(places.find(zone.name()), Found::One(one) if one == *zone);
    TZ_VARIANTS.iter().copied().filter(found).collect()
}

fn zone(dice: &mut Dice, all: &[Tz]) -> Tz {
    let awkward = AWKWARD.iter().filter_map(|name| name.parse::<Tz>().ok());
    let awkward: Vec<Tz> = awkward.filter(|zone| all.contains(zone)).collect();
    if dice.once_in(400) && !awkward.is_empty() {
        *dice.pick(&awkward)
    } else {
        *dice.pick(all)
    }
}

fn time(dice: &mut Dice) -> NaiveTime {
    let (hour, minute) = *dice.pick(&TIMES);
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN)
}

impl Life {
    /// The person with this number.
    #[must_use]
    pub fn of(seed: u64, id: i64, zones: &[Tz]) -> Self {
        let mut dice = Dice::of(seed, For::Character, id, 0);
        let zone = zone(&mut dice, zones);
        let time = time(&mut dice);
        let later = dice.between(-120, 120);
        let weekend = (time + Duration::minutes(later / 15 * 15), dice.once_in(150));
        let answers = *dice.pick(&[970, 900, 700, 400]);
        let from = dice.between(1, 20);
        let silent = (from, from + dice.between(2, 25));
        Self {
            id,
            zone,
            time,
            // Not over midnight: the next date would be meant.
            weekend: (weekend.1
                && (time - NaiveTime::MIN) > Duration::hours(3)
                && weekend.0 > time)
                .then_some(weekend.0),
            repeat: dice.once_in(200),
            answers,
            flies: *dice.pick(&[0, 0, 10, 150]),
            silent: dice.once_in(250).then_some(silent),
        }
    }

    fn is_silent(&self, day: i64) -> bool {
        self.silent
            .is_some_and(|(from, until)| (from..until).contains(&day))
    }

    /// What this day brings, each at so many minutes after its begin; `day` 0 is the first.
    #[must_use]
    pub fn day(&self, seed: u64, day: i64, zones: &[Tz]) -> Vec<(Duration, Deed)> {
        let mut dice = Dice::of(seed, For::Day, self.id, day);
        let mut deeds = Vec::new();
        let mut add = |minutes, deed| deeds.push((Duration::minutes(minutes), deed));
        if day == 0 {
            add(dice.between(0, 600), Deed::Join);
            return deeds;
        }
        if self.is_silent(day) {
            return deeds;
        }
        let at = dice.between(0, 24 * 60 - 1);
        match dice.below(1000) {
            0..50 => add(at, Deed::Cramp),
            50..60 => add(at, Deed::Flag),
            60..85 => add(
                at,
                Deed::Pause(u16::try_from(dice.between(1, 5)).unwrap_or(1)),
            ),
            85..95 => add(at, Deed::Resume),
            95..105 => {
                add(at, Deed::Stop);
                add(at + dice.between(10, 4 * 1440), Deed::Again);
            }
            105..115 => {
                add(at, Deed::Block);
                let days = if dice.once_in(100) {
                    16
                } else {
                    dice.between(0, 4)
                };
                add(at + days * 1440 + dice.between(5, 1440), Deed::Unblock);
            }
            115..125 => add(at, Deed::Retime(time(&mut dice))),
            125..150 => add(at, Deed::Early),
            150..155 => add(at, Deed::Again),
            _ => {}
        }
        if dice.once_in(self.flies) {
            add(dice.between(0, 1439), Deed::Fly(zone(&mut dice, zones)));
        }
        deeds
    }

    /// What the person does about an evening message that came at `at`: when, and what.
    #[must_use]
    pub fn evening(&self, seed: u64, at: DateTime<Utc>, day: i64) -> Option<(Duration, Answer)> {
        let mut dice = Dice::of(seed, For::Evening, self.id, at.timestamp() / 3600);
        if self.is_silent(day) || !dice.once_in(self.answers) {
            return None;
        }
        let minutes = match dice.below(10) {
            0..6 => dice.between(1, 10),
            6..9 => dice.between(20, 90),
            _ => dice.between(8 * 60, 16 * 60),
        };
        let answer = match dice.below(100) {
            0..65 => Answer::Done,
            65..75 => Answer::Short,
            75..84 => Answer::NotTonight,
            84..95 => Answer::Soon,
            _ => Answer::Bedtime,
        };
        Some((Duration::minutes(minutes), answer))
    }

    /// What the person does about the question of the morning.
    #[must_use]
    pub fn morning(&self, seed: u64, at: DateTime<Utc>, day: i64) -> Option<(Duration, Deed)> {
        let mut dice = Dice::of(seed, For::Morning, self.id, at.timestamp() / 3600);
        let answers = !self.is_silent(day) && dice.once_in(self.answers);
        let free = dice.once_in(850);
        let after = Duration::minutes(dice.between(2, 240));
        answers.then_some((after, Deed::Night { free }))
    }

    /// When the person says that they were seen.
    #[must_use]
    pub fn seen(&self, seed: u64, at: DateTime<Utc>) -> Duration {
        let mut dice = Dice::of(seed, For::Seen, self.id, at.timestamp() / 3600);
        Duration::minutes(dice.between(60, 30 * 60))
    }
}
