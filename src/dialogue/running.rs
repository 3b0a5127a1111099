//! A cramp that is going on, as it is stored with the chat: where the relief card stands, and where the soak in it.
//!
//! Invariant: what a step needs lives in its variant; the soak is a step of the card, so that there is one card and one ten minutes.
//! Deliberately not here: what the steps say and do (`relief`, `relief::water`).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    chat::is_default,
    entry::{EntryId, Gauge, SoakResult},
};

/// A cramp that is going on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relief {
    /// The entry's number, allotted at once so that a restart cannot make two.
    pub entry: EntryId,
    /// When the cramp's message was sent: the start of the entry, and of the ten minutes.
    pub start: DateTime<Utc>,
    /// When the card was opened: the start of the countdown.
    pub opened: DateTime<Utc>,
    pub step: Step,
    /// The last thing shown within this step, so that missed ticks collapse into one.
    pub shown: u8,
    /// The person's last word was that it eases.
    #[serde(default, skip_serializing_if = "is_default")]
    pub easing: bool,
    /// Opened on a guess: becomes an entry only when a button says so.
    #[serde(default, skip_serializing_if = "is_default")]
    pub guess: bool,
    /// A clear "no" to the red-flag question: rubbing and warmth may be offered.
    #[serde(default, skip_serializing_if = "is_default")]
    pub clear: bool,
    /// Ten minutes have passed while it eased: said so once, without a sound.
    #[serde(default, skip_serializing_if = "is_default")]
    pub long: bool,
    /// When the question was asked that must not be left without an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<DateTime<Utc>>,
    /// The person asked for the soak: it is offered as soon as it may be.
    #[serde(default, skip_serializing_if = "is_default")]
    pub wants_soak: bool,
    /// The soak is over: what it came to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub soaked: Option<SoakResult>,
    /// When the pain went, while the card goes on: the feet are to be dried and looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gone: Option<DateTime<Utc>>,
}

/// The steps of relief, in their usual order (clinical.md section 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// Toes up, held for 30 seconds with a countdown.
    Stretch,
    /// Heel on the floor.
    Stand,
    /// Any red flag?
    Ask,
    /// Yes: which one?
    Which,
    /// Rub and walk.
    Rub,
    /// May warmth be offered?
    WarmAsk,
    /// A warm towel.
    Warm,
    /// No warmth: go on stretching.
    Gentle,
    /// A message that came late: is it still there?
    Late,
    /// The soak, for those who may have it.
    Soak(Soak),
}

impl Step {
    /// The soak, if the card is there.
    #[must_use]
    pub const fn soak(self) -> Option<Soak> {
        if let Self::Soak(soak) = self {
            Some(soak)
        } else {
            None
        }
    }
}

/// The steps of the soak, in their usual order (clinical.md section 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Soak {
    /// What may have changed since it was last asked: is any of it true tonight?
    Tonight,
    /// The basin: where, and cold water first.
    Fill,
    /// The thermometer.
    Measure,
    /// No thermometer: the forearm.
    Forearm,
    /// The water is right: feet in, and a tap that starts the clock.
    Ready(Gauge),
    /// Feet in.
    In(Bath),
    /// Feet out: dry them, look at the skin.
    Out,
    /// Something is wrong: feet out, and which one?
    Wrong,
    /// Faint: lie down.
    Dizzy,
}

/// Feet in the water.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bath {
    pub gauge: Gauge,
    /// When the feet went in: the start of the clock.
    pub since: DateTime<Utc>,
    /// How often "Has the pain gone?" was answered with a "not yet".
    #[serde(default, skip_serializing_if = "is_default")]
    pub answered: u8,
}

impl Relief {
    /// Whether the card knows how long the cramp lasted: its seconds, if so.
    #[must_use]
    pub fn lasted(&self) -> Option<u32> {
        let gone = self.gone?;
        u32::try_from((gone - self.start).num_seconds()).ok()
    }
}
