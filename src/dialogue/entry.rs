//! The diary: one entry is one thing that happened in a night. The stored shape; see `tests/golden` for each released version.
//!
//! Nothing is ever guessed into a field: what was not said stays `None` and is shown as unknown.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// An entry's number in its chat, allotted by the chat's counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntryId(pub u32);

/// One line of the diary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub id: EntryId,
    /// The earliest instant it may have begun.
    pub from: DateTime<Utc>,
    /// The latest instant it may have begun; equal to `from` where the start is known.
    pub until: DateTime<Utc>,
    /// The person's zone then, so that a later journey does not move old nights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Tz>,
    pub told: Told,
    pub what: Happening,
}

/// How the entry came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    /// While it happened, through the relief card.
    Live,
    /// Afterwards.
    Later,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Happening {
    Cramp(Cramp),
    /// A night without a cramp, from its evening to its morning: a fact of its own, and no gap in the diary.
    Free,
}

/// A cramp, as far as the person told us.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cramp {
    /// Seconds from the start until the person said it was gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub muscle: Option<Muscle>,
    /// Pain, 0 (none) to 10 (worst).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pain: Option<u8>,
    /// How much it disturbed the sleep, 0 to 10.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sleep: Option<u8>,
    /// What helped; `Nothing` stands alone.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub helped: BTreeSet<Helped>,
    /// The red flag (a topic slug) that came up. Such an episode is kept apart from the cramp counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flag: Option<String>,
    /// What a soak came to, if there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub soak: Option<SoakResult>,
}

/// What was seen in warm water. A comfort, never a diagnosis (clinical.md section 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoakResult {
    pub gauge: Gauge,
    /// Seconds in the water: until the pain was gone, else until the feet came out.
    pub seconds: u32,
    /// Whether the pain went in the water, by the person's last word there. `None`: they did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gone: Option<bool>,
}

/// How the water was tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gauge {
    Thermometer,
    /// A forearm, held in for ten seconds.
    Forearm,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    Left,
    Right,
    Both,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Muscle {
    Calf,
    Foot,
    Toe,
    Thigh,
    Hamstring,
    Shin,
    Other,
}

/// What helped. Medicines are left out: Charley counts none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Helped {
    Stretching,
    Standing,
    Walking,
    Massage,
    Heat,
    Ice,
    Soak,
    PickleJuice,
    Nothing,
    Other,
}

impl Helped {
    /// All of them, in the order of their buttons; their numbers stand in callback data.
    pub const ALL: [Self; 10] = [
        Self::Stretching,
        Self::Standing,
        Self::Walking,
        Self::Massage,
        Self::Heat,
        Self::Ice,
        Self::Soak,
        Self::PickleJuice,
        Self::Nothing,
        Self::Other,
    ];

    /// As it stands in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stretching => "stretching",
            Self::Standing => "standing",
            Self::Walking => "walking",
            Self::Massage => "massage",
            Self::Heat => "heat",
            Self::Ice => "ice",
            Self::Soak => "soak",
            Self::PickleJuice => "pickle",
            Self::Nothing => "nothing",
            Self::Other => "other",
        }
    }
}

impl Cramp {
    /// Adds what helped. "Nothing" takes the place of all else, and all else that of "nothing".
    pub fn add_helped(&mut self, helped: Helped) {
        self.helped
            .retain(|other| (*other == Helped::Nothing) == (helped == Helped::Nothing));
        self.helped.insert(helped);
    }

    /// Adds it, or takes it away.
    pub fn toggle_helped(&mut self, helped: Helped) {
        if !self.helped.remove(&helped) {
            self.add_helped(helped);
        }
    }
}

impl Entry {
    /// The night it belongs to: the local date on which that evening began. Noon divides the nights. Of a start that is known roughly the
    /// middle counts: a date means the night that begins on it. Without a zone, UTC stands in.
    #[must_use]
    pub fn night(&self) -> NaiveDate {
        let middle = self.from + (self.until - self.from) / 2;
        let local = match self.zone {
            Some(zone) => middle.with_timezone(&zone).naive_local(),
            None => middle.naive_utc(),
        };
        (local - Duration::hours(12)).date()
    }

    /// The cramp of this entry, if it is one.
    #[must_use]
    pub const fn cramp(&self) -> Option<&Cramp> {
        match &self.what {
            Happening::Cramp(cramp) => Some(cramp),
            Happening::Free => None,
        }
    }

    /// The cramp of this entry, to be completed.
    pub const fn cramp_mut(&mut self) -> Option<&mut Cramp> {
        match &mut self.what {
            Happening::Cramp(cramp) => Some(cramp),
            Happening::Free => None,
        }
    }
}
