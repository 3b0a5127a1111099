//! The pure core. [`step`] decides what happens; it reads no clock, no disk, no network, and cannot fail.
//!
//! - [`step`] is total: each (chat, event) has an outcome; a wrong input is answered with the current question again (I2).
//! - The red-flag scan runs on each text before anything else and wins (I3); see `flags`.
//! - A chat has one foreground question ([`State`]) and any number of addressed cards ([`Deck`]). What nobody asked for never
//!   changes the foreground. A stale or forged press changes nothing and is answered with what is current.
//! - [`next_due`] derives the next wake-up from the chat; a spurious wake-up changes nothing.
//! - No sentence that a person reads stands here (I10): the flows name keys of `config/texts`.
//!
//! To add a flow: a variant of `State` or `Deck`, its actions in `press`, one file with its steps, its prompt in `prompt`,
//! its texts, a story in `tests/stories`.

mod answer;
mod article;
mod ask;
mod chat;
mod diary;
mod due;
mod effect;
mod entry;
mod evening;
mod event;
mod export;
pub mod figures;
mod flags;
mod guess;
mod guide;
mod last_night;
pub(crate) mod lines;
mod log;
mod month;
mod morning;
mod pages;
mod press;
mod progress;
pub mod progress_words;
mod prompt;
mod questions;
mod record;
mod relief;
mod report;
mod retention;
mod route;
mod routine;
mod running;
mod settings;
mod soak;
mod symptoms;
pub mod takeout;
mod turn;
mod wake;
mod welcome;
mod zone;

use chrono::{DateTime, Utc};

pub use chat::{
    Address, Age, Asked, Bath, Card, Chat, Deck, Diary, FlagCard, Flood, Hold, Imported, Keeping,
    Leaf, MonthPage, Morning, MorningStep, Night, Page, Purpose, Relief, Round, Soak, State, Step,
    TimeAsk, ZoneAsk,
};
pub use due::{Due, Wake};
pub use effect::{
    Anchor, Attached, Button, Class, Effect, Export, Format, Keyboard, Look, Message, Paper,
    Picture, Report, View,
};
pub use entry::{Cramp, Entry, EntryId, Gauge, Happening, Helped, Muscle, Side, SoakResult, Told};
pub use event::{Command, Event, File, Odd, What};
pub use log::{About, Ask, Draft, Known, Log};
pub use month::{
    Clockwork, Course, Dealt, EveningCard, EveningStep, Evenings, Guide, Habit, LastNight, Mark,
    Milestone, Routine,
};
pub use press::{Action, Press, SIGNS, WET_SIGNS, slug_of};
pub use retention::Farewell;
pub use takeout::BYTES as LONGEST_FILE;
pub use wake::next_due;

use crate::{care::zone::Places, content::Content, understanding::Reader};

/// What a step may look at besides the chat.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub now: DateTime<Utc>,
    pub content: &'a Content,
    pub reader: &'a Reader,
    pub places: &'a Places,
    /// The rows that [`needs`] asked for.
    pub read: Read<'a>,
    pub house: &'a House,
    /// The last long outage of this copy, if there was one.
    pub away: Option<Away>,
}

/// Rows that a step may need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    Nothing,
    /// All entries of the person; their number is bounded by the storage limit.
    Diary,
}

/// The rows that were read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Read<'a> {
    pub entries: &'a [Entry],
    /// Bytes that still fit: with none, no new entry is kept.
    pub room: u64,
}

/// Who runs this copy, and its limits; from the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct House {
    /// The operator's name, shown under `/privacy`.
    pub operator: String,
    /// How to reach the operator.
    pub contact: String,
    /// Hours after which a record without consent goes.
    pub provisional_hours: u32,
    /// Days without contact after which everything goes.
    pub idle_days: u32,
    /// Entries that a chat may make a day.
    pub entries_per_day: u16,
    /// Messages that a chat may send at once before it is asked to slow down.
    pub flood_burst: u16,
    /// Messages a minute that a chat may send in the long run.
    pub flood_per_minute: u32,
}

/// A time during which nothing could be received for so long that Telegram may have dropped messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Away {
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

/// A chat as it should be at this time: rid of what a clock that was far ahead has marked.
#[must_use]
pub fn set_right(mut chat: Chat, now: DateTime<Utc>) -> Chat {
    evening::heal(&mut chat, now);
    retention::heal(&mut chat, now);
    chat
}

/// A chat of an older copy of the data, put back now: what was due since then may have been sent, and is passed over.
#[must_use]
pub fn pass_over(mut chat: Chat, now: DateTime<Utc>) -> Chat {
    evening::pass_over(&mut chat, now);
    wake::pass_over(&mut chat, now);
    // Somebody may have said since that it is to be kept: the end is announced anew.
    chat.farewell = None;
    chat
}

/// Which rows [`step`] will want to see for this event.
#[must_use]
pub fn needs(chat: &Chat, event: &Event) -> Needs {
    let card_needs = |card: &Card| match &card.what {
        Deck::Diary(_) | Deck::Morning(_) | Deck::LastNight(_) => true,
        // No typed word is meant for it; see below.
        Deck::Imported(_) => false,
        Deck::Flag(_) => chat.hold.is_some(),
        Deck::Relief(_) | Deck::Topic(_) | Deck::Evening(_) | Deck::Routine(_) => false,
    };
    // The soak's questions end with what earlier soaks came to.
    let state_needs = match &chat.state {
        State::Minutes { .. }
        | State::Log(Log::Over { .. } | Log::Free(_) | Log::About(..) | Log::Told(_)) => true,
        State::Asking(round) => round.purpose == Purpose::Soak,
        State::Start
        | State::Consent
        | State::Zone { .. }
        | State::Language
        | State::Erase
        | State::MaybeCramp { .. }
        | State::WhichAnswer
        | State::Time(_)
        | State::Log(Log::When(..)) => false,
    };
    let wanted = match &event.what {
        What::Command(command) => matches!(
            command,
            Command::History
                | Command::Soak
                | Command::Progress
                | Command::Report
                | Command::Export
        ),
        What::Edited(_) | What::File(..) => true,
        What::Text(_) => state_needs || chat.cards.iter().any(card_needs),
        What::Pressed(data) => match Press::parse(data) {
            Some(Press { at: None, action }) => matches!(
                action,
                Action::History
                    | Action::Open(_)
                    | Action::Soak
                    | Action::Cleared
                    | Action::Prepare
                    | Action::See(_)
                    | Action::Look(_)
                    | Action::Reports
                    | Action::Report(_)
                    | Action::Paper(_)
                    | Action::Exports
                    | Action::Export(..)
            ),
            Some(Press { at: Some(at), .. }) => {
                // The ways out of a red flag stand on older messages too.
                chat.hold.is_some()
                    || state_needs
                    || chat.cards.iter().any(|card| {
                        let brought = matches!(card.what, Deck::Imported(_));
                        card.at.anchor == at.anchor && (brought || card_needs(card))
                    })
            }
            None => false,
        },
        // The morning looks back at the diary.
        What::Due(due) => due.what == Wake::Morning && chat.routine.is_some(),
        What::Location(_)
        | What::Odd(_)
        | What::Blocked
        | What::Deleted
        | What::Unblocked
        | What::Undelivered(_)
        | What::Failed => false,
    };
    if wanted { Needs::Diary } else { Needs::Nothing }
}

/// Decides what happens: the chat as it is after the event, and what is to be done.
///
/// Pure and total: the same input gives the same output, and there is no input without an output.
#[must_use]
pub fn step(context: &Context<'_>, chat: Chat, event: &Event) -> (Chat, Vec<Effect>) {
    let mut turn = turn::Turn::new(context, chat, event);
    route::route(&mut turn);
    turn.finish()
}
