//! The typed rows.

use serde::{Deserialize, Serialize};

use crate::dialogue::{Anchor, Class, Message};

/// A person in a row key: a keyed hash of the chat id, so that a key tells nobody who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person(pub [u8; 16]);

/// The key of an outbox row: rows of one person leave in the order of `seq`.
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
