//! The aggregate: all that Charley knows of one chat, in one record. The stored shape; `tests/golden` holds each released version.
//!
//! Invariants: the foreground question is [`Chat::state`]; everything else that can be tapped is a [`Card`] with an anchor and a version.
//! State data lives in the variant. Times to wake are derived from this record by `next_due`, never kept beside it.
//! Deliberately not here: the diary (rows of its own), message ids (delivery's), the chat id and the person's name (nobody needs them).

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{
    effect::{Anchor, Look, Paper},
    entry::{Entry, EntryId, Side},
    log::Log,
    month::{EveningCard, LastNight, Routine},
    retention::Farewell,
};
pub use super::{
    pages::{Asked, Leaf, MonthPage, Page},
    running::{Bath, Relief, Soak, Step},
};
use crate::{care::answers::Answers, content::knowledge::Tier};

/// One chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chat {
    /// The language that the person chose or their app suggested.
    pub language: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Tz>,
    /// When the person last did something.
    pub heard: DateTime<Utc>,
    pub keeping: Keeping,
    #[serde(default, skip_serializing_if = "is_default")]
    pub age: Age,
    /// The foreground: the question that is open.
    #[serde(default, skip_serializing_if = "is_default")]
    pub state: State,
    /// The message that carries the foreground's buttons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Address>,
    /// How often the open question was answered with something that is no answer to it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub misses: u8,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<Card>,
    /// Cards that ended a moment ago: a second tap on one of them needs no answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ended: Vec<Anchor>,
    /// An open red flag: everything but help and settings is paused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<Hold>,
    /// The cramps that the next morning will ask about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub night: Option<Night>,
    /// Entries of a person who has not agreed to a diary yet. Consent turns them into rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drafts: Vec<Entry>,
    /// The last morning message: the local date that it was meant for, and when it was asked (I7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<(NaiveDate, DateTime<Utc>)>,
    /// What the person told about themselves.
    #[serde(default, skip_serializing_if = "Answers::is_empty")]
    pub answers: Answers,
    /// `/stop`: Charley does not write unasked.
    #[serde(default, skip_serializing_if = "is_default")]
    pub silent: bool,
    /// Blocked by the person: nothing is sent until they write.
    #[serde(default, skip_serializing_if = "is_default")]
    pub asleep: bool,
    /// It is long since the person was there, and the end of what is kept was announced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub farewell: Option<Farewell>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub flood: Flood,
    /// Entries made on one UTC day, for the daily limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<(NaiveDate, u16)>,
    /// Something was said to this person already.
    #[serde(default, skip_serializing_if = "is_default")]
    pub greeted: bool,
    /// The month of evenings, once it was begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routine: Option<Box<Routine>>,
    /// `/routine` was asked for, and what it needs to know is being asked first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub joining: bool,
    /// How pictures look; `None`: dark in the evening and at night, light by day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look: Option<Look>,
    /// The paper of the doctor's page; `None`: A4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<Paper>,
    /// The highest anchor allotted. They begin at the time of the first contact, so that a button from before an erasure never fits a
    /// message from after it.
    #[serde(default)]
    pub anchors: u32,
    /// The highest entry id allotted.
    #[serde(default)]
    pub entries: u32,
}

impl Chat {
    /// A chat that has just begun.
    #[must_use]
    pub fn new(language: &str, now: DateTime<Utc>) -> Self {
        Self {
            language: language.to_owned(),
            zone: None,
            heard: now,
            keeping: Keeping::Provisional {
                since: now,
                withdrawn: false,
            },
            age: Age::default(),
            state: State::default(),
            form: None,
            misses: 0,
            cards: Vec::new(),
            ended: Vec::new(),
            hold: None,
            night: None,
            drafts: Vec::new(),
            asked: None,
            answers: Answers::default(),
            silent: false,
            asleep: false,
            farewell: None,
            flood: Flood::default(),
            made: None,
            greeted: false,
            routine: None,
            joining: false,
            look: None,
            paper: None,
            // Seconds since 1970 fit until the year 2106.
            anchors: u32::try_from(now.timestamp()).unwrap_or_default(),
            entries: 0,
        }
    }

    /// Whether the person agreed to a diary.
    #[must_use]
    pub const fn consented(&self) -> bool {
        matches!(self.keeping, Keeping::Agreed { .. })
    }

    /// The relief card that is running, if any.
    #[must_use]
    pub fn relief(&self) -> Option<(&Card, &Relief)> {
        self.cards.iter().find_map(|card| match &card.what {
            Deck::Relief(relief) => Some((card, relief)),
            Deck::Morning(_)
            | Deck::Diary(_)
            | Deck::Flag(_)
            | Deck::Topic(_)
            | Deck::Evening(_)
            | Deck::LastNight(_)
            | Deck::Routine(_)
            | Deck::Imported(_) => None,
        })
    }
}

impl Default for Chat {
    /// A chat in English that began at the epoch: a blank to build on.
    fn default() -> Self {
        Self::new(crate::content::ENGLISH, DateTime::UNIX_EPOCH)
    }
}

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Keeping {
    /// No consent: this one record, and it goes 24 hours after `since`. `withdrawn`: there was consent once.
    Provisional {
        since: DateTime<Utc>,
        #[serde(default, skip_serializing_if = "is_default")]
        withdrawn: bool,
    },
    /// The person agreed, to this version of the notice, at that time.
    Agreed { version: u16, at: DateTime<Utc> },
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Age {
    #[default]
    Unknown,
    /// Under sixteen: no soak, no routine, no diary of their own.
    Young,
    Adult,
}

/// The question in the foreground.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// Nothing is open.
    #[default]
    Start,
    /// The notice: may a diary be kept? (The set-up's first question.)
    Consent,
    /// Which time zone? `setup`: it is the last question of the set-up.
    Zone {
        ask: ZoneAsk,
        #[serde(default, skip_serializing_if = "is_default")]
        setup: bool,
    },
    Language,
    /// "Erase everything?"
    Erase,
    /// How many minutes did it last? A number is expected.
    Minutes {
        entry: EntryId,
    },
    /// "Do you have a cramp now?": a message might have meant one, sent at that time.
    MaybeCramp {
        sent: DateTime<Utc>,
    },
    /// A question about the person.
    Asking(Round),
    /// Which answer is to be changed?
    WhichAnswer,
    /// A past cramp is being logged.
    Log(Log),
    /// At what time shall the evening message come?
    Time(TimeAsk),
}

/// Which time is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimeAsk {
    /// The month begins with the answer.
    Join,
    Usual,
    /// Friday and Saturday.
    Weekend,
}

/// Questions about the person, asked one at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    pub purpose: Purpose,
    /// The slug of the question that is open.
    pub at: String,
    /// The answers ticked so far, of a question that takes several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ticked: Vec<String>,
    /// The questions answered in this round, for Back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<String>,
    /// More was tapped: "Not sure" and "Why do you ask?" are shown.
    #[serde(default, skip_serializing_if = "is_default")]
    pub more: bool,
    /// The reason is shown.
    #[serde(default, skip_serializing_if = "is_default")]
    pub why: bool,
}

impl Round {
    /// A round that has come to this question.
    #[must_use]
    pub const fn at(purpose: Purpose, slug: String, asked: Vec<String>) -> Self {
        Self {
            purpose,
            at: slug,
            ticked: Vec::new(),
            asked,
            more: false,
            why: false,
        }
    }
}

/// What the questions are for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    Symptoms,
    /// May this person soak?
    Soak,
    /// Is what this topic speaks of safe for this person?
    Guard(String),
    /// To change one answer.
    One,
}

/// The ways to find a time zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ZoneAsk {
    /// Type a city, share a place, or go by the clock.
    How,
    /// "What does your clock show?"
    Clock,
    /// One of these.
    Among(Vec<Tz>),
}

/// Where buttons live: which message, and which version of its question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub anchor: Anchor,
    pub version: u16,
}

/// A message that can be tapped independently of the foreground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    pub at: Address,
    /// After this time the card is put away.
    pub until: DateTime<Utc>,
    pub what: Deck,
}

/// The kinds of cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deck {
    Relief(Relief),
    Morning(Morning),
    Diary(Diary),
    Flag(FlagCard),
    Topic(Asked),
    Evening(EveningCard),
    LastNight(LastNight),
    Routine(MonthPage),
    /// What a file brought, to be taken out again.
    Imported(Imported),
}

/// The questions on the morning after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Morning {
    pub entries: Vec<EntryId>,
    /// When the first of them began, to be recognised by.
    pub first: DateTime<Utc>,
    pub step: MorningStep,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MorningStep {
    /// May I keep it?
    Consent,
    Place,
    /// "Somewhere else": which side, then which muscle.
    Side,
    Muscle,
    Pain,
    Sleep,
}

/// A page of the diary, one entry of it, or what can be brought back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Diary {
    Page(u16),
    Entry(EntryId),
    Side(EntryId),
    Muscle(EntryId, Side),
    Pain(EntryId),
    Sleep(EntryId),
    Helped(EntryId),
    /// It was deleted; here it is until the card is put away.
    Deleted(Entry),
}

/// What a red-flag message shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FlagCard {
    /// The one clear action, and the two ways out.
    Advice,
    /// A short word instead of the whole advice again, and the two ways out.
    Still,
    /// "I meant something else": is the flag's own sign there?
    CheckSign,
    /// Is there anything that is dangerous in any case?
    CheckDanger,
    /// The morning after: "Were you seen?"
    Seen,
}

/// What came into the diary with a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The entries: from this one to that one, both among them.
    pub entries: Option<(EntryId, EntryId)>,
    /// The questions whose answers it brought, by their slugs, and when those were given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<(String, DateTime<Utc>)>,
    /// The month of evenings came with it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub month: bool,
    /// The evenings that it marked, with what they were marked as.
    #[serde(default, skip_serializing_if = "super::month::Evenings::is_empty")]
    pub evenings: super::month::Evenings,
}

/// A red flag that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// The flag's topic slug.
    pub slug: String,
    pub tier: Tier,
    pub since: DateTime<Utc>,
    /// The episode's entry, kept apart from the cramp counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryId>,
    /// When that cramp began, for its duration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<DateTime<Utc>>,
    /// "Were you seen?" was asked.
    #[serde(default, skip_serializing_if = "is_default")]
    pub asked: bool,
    /// It came up beside warm water, and the newest advice says so: feet out first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub wet: bool,
}

/// The cramps since the last morning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Night {
    /// When the first one began.
    pub first: DateTime<Utc>,
    /// When the last one was put away.
    pub last: DateTime<Utc>,
    pub entries: Vec<EntryId>,
}

/// A leaky bucket against flooding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flood {
    /// Messages in the bucket at `at`.
    pub level: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
    /// When the person was last told to slow down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<DateTime<Utc>>,
}
