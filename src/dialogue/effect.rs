//! What a step wants done. Effects are values: the writer stores them in the same commit as the chat, and only then are they carried out.

use serde::{Deserialize, Serialize};

use super::{
    entry::{Entry, EntryId},
    figures::{Figures, Span},
};

/// Names a message of the chat that may be edited later. The chat allots it; delivery alone knows Telegram's message id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Anchor(pub u32);

/// One wish of a step.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// A new message. With an anchor it can be edited later.
    Say {
        anchor: Option<Anchor>,
        class: Class,
        message: Message,
        /// Seconds after which it is not sent any more; `None`: as long as its class is.
        good_for: Option<u32>,
    },
    /// Put `message` in the place of an earlier one. Makes no sound.
    Edit { anchor: Anchor, message: Message },
    /// The same with a message that says nothing new, for it only loses its buttons. Where nobody knows whether the earlier one arrived,
    /// nothing is sent: a copy would be a second message that nobody asked for.
    Tidy { anchor: Anchor, message: Message },
    /// Keep the entry; one with the same id is replaced.
    Keep(Entry),
    /// Take the entry out of the diary.
    Remove(EntryId),
    /// Destroy all that is kept of this person; the receipt, if any, is the last message.
    Erase { receipt: Option<Message> },
}

/// How hard delivery tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Class {
    /// Answers what a person did: at least once, ahead of all nudges.
    Answer,
    /// Comes unasked: at most once; an unknown outcome counts as sent.
    Nudge,
}

/// A message as the person will see it. Plain text: no markup, so nothing needs escaping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub text: String,
    #[serde(default, skip_serializing_if = "Keyboard::is_none")]
    pub keyboard: Keyboard,
    /// Delivered without a sound.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub silent: bool,
    /// A picture or a document that the words belong to. What a picture shows in words is put below them when it is drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attached: Option<Box<Attached>>,
}

/// What comes with the words: made when the message is sent, from what is kept here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Attached {
    Picture(Picture),
    Report(Report),
    Export(Export),
}

/// A picture, with all its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    pub view: View,
    pub look: Look,
    pub language: String,
    pub figures: Figures,
    /// The last paragraph of the words with it asks something: what the picture shows is said before that, else after all.
    #[serde(default, skip_serializing_if = "super::chat::is_default")]
    pub asks: bool,
}

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum View {
    /// The weeks, and each night of them.
    Nights,
    /// Pain and minutes of the cramps.
    Pain,
    /// What helped, the soaks, the evenings.
    Helped,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Look {
    Dark,
    Light,
}

/// The doctor's page: of these nights, with the entries up to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub span: Span,
    pub last: EntryId,
    pub paper: Paper,
    pub language: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Paper {
    A4,
    Letter,
}

/// The diary as a file: of these nights, or all, with the entries up to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    pub format: Format,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    pub last: EntryId,
    pub language: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// All of it, to be read back.
    Json,
    /// A table of the entries.
    Csv,
    /// What the columns of the table mean.
    Columns,
}

/// What can be tapped under a message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Keyboard {
    #[default]
    None,
    /// Inline buttons, row by row.
    Buttons(Vec<Vec<Button>>),
    /// A reply keyboard with one button that shares the person's place; it goes away once used.
    ShareLocation { label: String },
    /// Takes a reply keyboard away.
    Away,
}

impl Keyboard {
    #[must_use]
    pub const fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }
}

/// An inline button: what it says, and the callback data (at most 64 bytes).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    pub label: String,
    pub data: String,
}
