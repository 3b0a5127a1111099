//! What can happen to a chat. Every cause is a value of one closed enum, timers included.
//!
//! Deliberately not here: Telegram's types. The adapter in `telegram` turns an update into an [`Event`] and throws the rest away
//! (names, coordinates, file ids), so nothing that is not needed can reach the store.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{due::Due, effect::Anchor};

/// One thing that happened in one private chat.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When the person sent it, by Telegram's clock; for [`What::Due`] the instant it was due.
    pub sent: DateTime<Utc>,
    /// The language that the person's app is set to (an IETF tag such as `en` or `pt-br`), if known.
    pub language: Option<String>,
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    Command(Command),
    Text(String),
    /// A button was pressed; the callback data as it came, so possibly stale or forged.
    Pressed(String),
    /// A shared place, already looked up: its zone, or `None` where no zone is known. Never the coordinates.
    Location(Option<Tz>),
    /// A message that holds no words: a photo, a sticker, something the library cannot read.
    Odd(Odd),
    /// A file that may be a diary of theirs, and the words below it.
    File(File, Option<String>),
    /// The person corrected a message that was sent before. The new words, if it has any.
    Edited(Option<String>),
    /// A time that [`next_due`](super::next_due) named has come.
    Due(Due),
    /// The person blocked the bot, or nothing arrives for another reason that may pass.
    Blocked,
    /// The account was deleted: nobody can ever be there again.
    Deleted,
    /// The person allowed the bot again without writing.
    Unblocked,
    /// A message that was to come by itself did not leave in its time, for certain.
    Undelivered(Anchor),
    /// An earlier update of this chat could not be handled and was set aside.
    Failed,
}

/// The commands, valid in every state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Start,
    Cramp,
    Soak,
    Symptoms,
    Doctor,
    Log,
    Why,
    Article,
    History,
    Progress,
    Report,
    Export,
    Routine,
    Pause,
    Zone,
    Language,
    Privacy,
    Delete,
    Stop,
    Cancel,
    Help,
}

impl Command {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 21] = [
        Self::Cramp,
        Self::Soak,
        Self::Symptoms,
        Self::Doctor,
        Self::Log,
        Self::Why,
        Self::Article,
        Self::History,
        Self::Progress,
        Self::Report,
        Self::Export,
        Self::Routine,
        Self::Pause,
        Self::Zone,
        Self::Language,
        Self::Privacy,
        Self::Delete,
        Self::Stop,
        Self::Cancel,
        Self::Help,
        Self::Start,
    ];

    /// The word behind the slash.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Cramp => "cramp",
            Self::Soak => "soak",
            Self::Symptoms => "symptoms",
            Self::Doctor => "doctor",
            Self::Log => "log",
            Self::Why => "why",
            Self::Article => "article",
            Self::History => "history",
            Self::Progress => "progress",
            Self::Report => "report",
            Self::Export => "export",
            Self::Routine => "routine",
            Self::Pause => "pause",
            Self::Zone => "zone",
            Self::Language => "language",
            Self::Privacy => "privacy",
            Self::Delete => "delete",
            Self::Stop => "stop",
            Self::Cancel => "cancel",
            Self::Help => "help",
        }
    }

    /// The command of that name, without the slash, in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|command| command.name().eq_ignore_ascii_case(name))
    }
}

/// A file that was sent to us.
#[derive(Debug, Clone, PartialEq)]
pub enum File {
    /// What stands in it.
    Text(String),
    /// It is longer than any diary.
    TooLong,
    /// It did not arrive here, and may when it is sent again.
    NotHere,
    /// A table or a page that we made: nothing of it is read.
    Table,
}

/// A kind of message without words for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Odd {
    Sticker,
    Picture,
    Voice,
    Other,
}
