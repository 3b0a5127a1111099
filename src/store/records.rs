//! The typed rows, and how they look before they are sealed.
//!
//! Invariants: each record carries its version, and a newer one is refused rather than guessed; golden files of every released version
//! are read by a test for ever. Deliberately not here: row keys (`rows`) and sealing (`seal`).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::dialogue::{Anchor, Chat, Class, Entry, Message};

/// A person in a row key: a keyed hash of the chat id, so that a key tells nobody who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person(pub [u8; 16]);

/// The name of a message on its way: those of one person leave in the order of `seq`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey {
    pub person: Person,
    pub seq: u64,
}

/// A message on its way out, as it is kept until Telegram has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutRow {
    pub chat_id: i64,
    pub class: Class,
    /// A nudge whose call has begun: never sent again, whatever became of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub started: bool,
    /// When it was made, so that its age survives a restart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<DateTime<Utc>>,
    /// Seconds after which it is not sent any more; without it, by its class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub good_for: Option<u32>,
    pub op: Op,
}

/// What to do at Telegram.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Op {
    Send {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        anchor: Option<Anchor>,
        message: Message,
    },
    Edit {
        anchor: Anchor,
        message: Message,
    },
}

impl Op {
    /// The anchor that it is about.
    #[must_use]
    pub const fn anchor(&self) -> Option<Anchor> {
        match self {
            Self::Send { anchor, .. } => *anchor,
            Self::Edit { anchor, .. } => Some(*anchor),
        }
    }

    /// Puts another message in; one that was not sent yet stays a new message, with its picture: an edit changes words.
    pub fn replace(&mut self, with: Message) {
        let (Self::Send { message, .. } | Self::Edit { message, .. }) = self;
        let attached = message.attached.take();
        *message = with;
        message.attached = message.attached.take().or(attached);
    }
}

impl Person {
    /// Nobody: stands for the service in the key of a receipt.
    pub const NOBODY: Self = Self([0; 16]);
}

/// A record that is kept sealed: `version ‖ JSON` before sealing.
pub trait Record: Serialize + DeserializeOwned {
    /// What it is, in the words of an error message.
    const WHAT: &'static str;
    /// The version that this program writes. Raise it when an older program would misread the record, and teach `upgrade` the old one.
    const VERSION: u8;

    /// Reads the JSON of an older version. `None`: it does not decode.
    #[must_use]
    fn upgrade(_version: u8, _json: &[u8]) -> Option<Self> {
        None
    }
}

/// Why a plaintext is not a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// A newer program wrote it: it must not be touched.
    Newer(u8),
    /// It makes no sense to any version.
    Undecodable,
}

/// Puts the plaintext of a record behind what `into` holds already.
///
/// # Errors
/// [`Error::Encode`](super::Error::Encode).
pub fn encode<R: Record>(record: &R, into: &mut Vec<u8>) -> Result<(), super::Error> {
    into.push(R::VERSION);
    Ok(serde_json::to_writer(into, record)?)
}

/// The plaintext of a record, as it is sealed: what the golden files of a release hold.
///
/// # Errors
/// [`Error::Encode`](super::Error::Encode).
pub fn plaintext<R: Record>(record: &R) -> Result<Vec<u8>, super::Error> {
    let mut bytes = Vec::new();
    encode(record, &mut bytes)?;
    Ok(bytes)
}

/// Reads a plaintext of this version or an older one.
///
/// # Errors
/// [`Unreadable`].
pub fn from_plaintext<R: Record>(bytes: &[u8]) -> Result<R, Unreadable> {
    let (&version, json) = bytes.split_first().ok_or(Unreadable::Undecodable)?;
    match version {
        newer if newer > R::VERSION => Err(Unreadable::Newer(newer)),
        older if older < R::VERSION => R::upgrade(older, json).ok_or(Unreadable::Undecodable),
        _ => serde_json::from_slice(json).map_err(|_| Unreadable::Undecodable),
    }
}

/// The chat with what the store must know about it, and with all that changes at each turn of a conversation: one row is sealed and
/// written for it, not four.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatRecord {
    pub chat_id: i64,
    /// The instant under which the chat stands in the due index now, so that a move finds the old row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<DateTime<Utc>>,
    /// How many diary entries there are.
    #[serde(default)]
    pub entries: u32,
    /// The bytes of these entries on the disk.
    #[serde(default)]
    pub bytes: u64,
    #[serde(default, skip_serializing_if = "Anchors::is_empty")]
    pub anchors: Anchors,
    /// The messages on their way, by their `seq`, in the order in which they leave. Few: the core answers a flood once a minute.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<(u64, OutRow)>,
    pub chat: Chat,
}

impl Record for ChatRecord {
    const WHAT: &'static str = "chat";
    const VERSION: u8 = 1;
}

impl Record for Entry {
    const WHAT: &'static str = "diary entry";
    const VERSION: u8 = 1;
}

/// Which Telegram messages a chat's anchors stand for; the newest last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Anchors(pub Vec<(Anchor, i32)>);

impl Anchors {
    /// Older ones are forgotten; an edit of theirs becomes a new message.
    pub const KEPT: usize = 16;

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub fn message_id(&self, anchor: Anchor) -> Option<i32> {
        let known = self.0.iter().rev().find(|(known, _)| *known == anchor);
        known.map(|(_, message_id)| *message_id)
    }

    /// `false`: it was known already.
    pub fn learn(&mut self, anchor: Anchor, message_id: i32) -> bool {
        if self.message_id(anchor) == Some(message_id) {
            return false;
        }
        self.0.retain(|(known, _)| *known != anchor);
        self.0.push((anchor, message_id));
        let surplus = self.0.len().saturating_sub(Self::KEPT);
        self.0.drain(..surplus);
        true
    }
}

/// The receipt of an erasure: the only row that survives it, for a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub created: DateTime<Utc>,
    pub row: OutRow,
}

impl Record for Receipt {
    const WHAT: &'static str = "receipt";
    const VERSION: u8 = 1;
}

/// An update that could not be handled: which one and of what kind, never what it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLetter {
    pub update_id: i64,
    pub kind: String,
    pub at: DateTime<Utc>,
}

impl Record for DeadLetter {
    const WHAT: &'static str = "dead letter";
    const VERSION: u8 = 1;
}
