//! From an update to an event, in teloxide's own vocabulary.
//!
//! Invariants: only private chats with a person become events; names and coordinates end here, and the id of a file leaves only as
//! far as the intake, which fetches it; the words pass as
//! they came. Nothing is decided about care: `/start <payload>` is a plain start, an unknown command is a text.
//!
//! Deliberately not here: any reply. [`Parsed`] says what an update was; the intake hands it on.

use chrono::{DateTime, Utc};
use teloxide::{
    dispatching::{DpHandlerDescription, HandlerExt, UpdateFilterExt},
    dptree::{self, Handler},
    types::{
        CallbackQuery, Chat, ChatMemberStatus, ChatMemberUpdated, Location, Me, MediaKind, Message,
        MessageKind, Update, User,
    },
    utils::command::{BotCommands, parse_command},
};

use super::place::Places;
use crate::{
    app::Incoming,
    dialogue::{self, Event, Odd, What},
};

/// What an update was.
#[derive(Debug, Clone)]
pub enum Parsed {
    /// Something that happened in a private chat.
    Event(Box<Incoming>),
    /// The same with a file, which is to be fetched first.
    File(Box<Incoming>, Sent),
    /// Somebody spoke to us where we do not talk. Nothing of it is stored.
    Outside {
        chat_id: i64,
        language: Option<String>,
        why: Outside,
    },
    /// Nothing for us.
    Ignore(Ignored),
}

/// A file that may be a diary, at Telegram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub id: String,
    /// Bytes.
    pub size: u32,
}

/// Where we do not talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outside {
    /// A command to us in a group: a diary of many hands would be nobody's.
    Group,
}

/// Why nothing comes of an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ignored {
    /// Talk in a group, or a press there.
    Group,
    Channel,
    /// A bot, an anonymous admin, a chat that speaks as itself.
    NotAPerson,
    /// A message that nobody wrote: pinned, chat created, a live location that moved.
    Service,
    /// A change of membership that means neither "blocked" nor "allowed again".
    Membership,
    /// A kind of update that is not read.
    Kind,
}

/// What the update itself does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    pub update_id: i64,
    /// When it was fetched: the only time that a press has.
    pub at: DateTime<Utc>,
}

/// The commands in teloxide's form; see [`dialogue::Command`]. Their descriptions are content, not code.
#[derive(BotCommands, Debug, Clone, Copy, PartialEq, Eq)]
#[command(rename_rule = "lowercase")]
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

impl From<Command> for dialogue::Command {
    fn from(command: Command) -> Self {
        match command {
            Command::Start => Self::Start,
            Command::Cramp => Self::Cramp,
            Command::Soak => Self::Soak,
            Command::Symptoms => Self::Symptoms,
            Command::Doctor => Self::Doctor,
            Command::Log => Self::Log,
            Command::Why => Self::Why,
            Command::Article => Self::Article,
            Command::History => Self::History,
            Command::Progress => Self::Progress,
            Command::Report => Self::Report,
            Command::Export => Self::Export,
            Command::Routine => Self::Routine,
            Command::Pause => Self::Pause,
            Command::Zone => Self::Zone,
            Command::Language => Self::Language,
            Command::Privacy => Self::Privacy,
            Command::Delete => Self::Delete,
            Command::Stop => Self::Stop,
            Command::Cancel => Self::Cancel,
            Command::Help => Self::Help,
        }
    }
}

/// A handler of this module.
pub type Schema = Handler<'static, Parsed, DpHandlerDescription>;

/// The tree. It needs [`Update`], [`Me`], [`Seen`] and [`Places`].
#[must_use]
pub fn schema() -> Schema {
    dptree::entry()
        .branch(Update::filter_message().chain(message()))
        .branch(Update::filter_callback_query().endpoint(pressed))
        .branch(Update::filter_edited_message().endpoint(edited))
        .branch(Update::filter_my_chat_member().endpoint(membership))
        .endpoint(|| async { Parsed::Ignore(Ignored::Kind) })
}

fn message() -> Schema {
    dptree::entry()
        .branch(dptree::filter_map(stranger).endpoint(ignored))
        .branch(
            dptree::filter(in_public)
                .branch(dptree::filter(addressed).endpoint(outside))
                .endpoint(|| async { Parsed::Ignore(Ignored::Group) }),
        )
        .branch(
            dptree::entry()
                .filter_command::<Command>()
                .map(|command: Command| dialogue::Command::from(command))
                .endpoint(command),
        )
        .branch(dptree::filter_map(in_any_case).endpoint(command))
        .branch(dptree::filter_map(place_of).endpoint(located))
        .branch(dptree::filter_map(diary_of).endpoint(file))
        .branch(dptree::filter(is_table).endpoint(table))
        .endpoint(said)
}

/// Who is no person for us, or speaks in a channel.
fn stranger(message: Message) -> Option<Ignored> {
    if message.chat.is_channel() {
        Some(Ignored::Channel)
    } else if message.sender_chat.is_some() || message.from.as_ref().is_some_and(|user| user.is_bot)
    {
        Some(Ignored::NotAPerson)
    } else {
        None
    }
}

async fn ignored(why: Ignored) -> Parsed {
    Parsed::Ignore(why)
}

fn in_public(message: Message) -> bool {
    !is_private(&message.chat)
}

/// A private chat has its person's id, and those are positive.
fn is_private(chat: &Chat) -> bool {
    chat.is_private() && chat.id.is_user()
}

/// `/x@us`: in a group a bare `/x` may be meant for any bot.
fn addressed(message: Message, me: Me) -> bool {
    let words = message.text().unwrap_or_default();
    let names_someone = words
        .split_whitespace()
        .next()
        .is_some_and(|first| first.contains('@'));
    names_someone && parse_command(words, me.username()).is_some_and(|(name, _)| !name.is_empty())
}

async fn outside(message: Message) -> Parsed {
    Parsed::Outside {
        chat_id: message.chat.id.0,
        language: language(message.from.as_ref()),
        why: Outside::Group,
    }
}

async fn command(message: Message, command: dialogue::Command, seen: Seen) -> Parsed {
    // "/pause 3 days": what stands behind it is meant.
    let words = message.text().unwrap_or_default();
    if command == dialogue::Command::Pause
        && let Some((_, rest)) = words.trim().split_once(char::is_whitespace)
    {
        return happened(
            &message,
            seen,
            What::Text(clipped(&format!("/pause {rest}"))),
        );
    }
    happened(&message, seen, What::Command(command))
}

/// Phones like to write `/Cramp`; teloxide's parser is strict.
fn in_any_case(message: Message, me: Me) -> Option<dialogue::Command> {
    let words = message.text().or_else(|| message.caption())?;
    let (name, _) = parse_command(words, me.username())?;
    dialogue::Command::from_name(name)
}

fn place_of(message: Message) -> Option<Location> {
    let MessageKind::Common(common) = message.kind else {
        return None;
    };
    match common.media_kind {
        MediaKind::Location(media) => Some(media.location),
        MediaKind::Venue(media) => Some(media.venue.location),
        _ => None,
    }
}

async fn located(message: Message, place: Location, places: Places, seen: Seen) -> Parsed {
    let zone = places.zone(place.latitude, place.longitude).await;
    happened(&message, seen, What::Location(zone))
}

/// A document that may be a diary of ours, by its name or its kind.
fn diary_of(message: Message) -> Option<Sent> {
    let file = message.document()?;
    let by_name = file
        .file_name
        .as_deref()
        .is_some_and(|name| name.to_ascii_lowercase().ends_with(".json"));
    let by_kind = file
        .mime_type
        .as_ref()
        .is_some_and(|kind| kind.subtype() == "json");
    (by_name || by_kind).then(|| Sent {
        id: file.file.id.0.clone(),
        size: file.file.size,
    })
}

/// Another document of ours, by its name: people send back what is at hand.
fn is_table(message: Message) -> bool {
    let file = message.document();
    let name = file.and_then(|file| file.file_name.as_deref());
    name.is_some_and(|name| name.starts_with("charley-"))
}

async fn table(message: Message, seen: Seen) -> Parsed {
    let words = message.caption().map(clipped);
    happened(&message, seen, What::File(dialogue::File::Table, words))
}

/// What stands in the file is put in once it was fetched.
async fn file(message: Message, sent: Sent, seen: Seen) -> Parsed {
    let words = message.caption().map(clipped);
    let what = What::File(dialogue::File::NotHere, words);
    Parsed::File(Box::new(incoming(&message, seen, what)), sent)
}

async fn said(message: Message, seen: Seen) -> Parsed {
    let words = message.text().or_else(|| message.caption());
    match words.map(clipped).map(What::Text) {
        Some(text) => happened(&message, seen, text),
        None => match odd(&message.kind) {
            Some(odd) => happened(&message, seen, What::Odd(odd)),
            None => Parsed::Ignore(Ignored::Service),
        },
    }
}

async fn edited(message: Message, seen: Seen) -> Parsed {
    if let Some(why) = stranger(message.clone()) {
        return Parsed::Ignore(why);
    }
    if !is_private(&message.chat) {
        return Parsed::Ignore(Ignored::Group);
    }
    let words = message.text().or_else(|| message.caption()).map(clipped);
    if words.is_none() && place_of(message.clone()).is_some() {
        // A live location moves every few seconds.
        return Parsed::Ignore(Ignored::Service);
    }
    happened(&message, seen, What::Edited(words))
}

async fn pressed(query: CallbackQuery, seen: Seen) -> Parsed {
    if query.from.is_bot {
        return Parsed::Ignore(Ignored::NotAPerson);
    }
    let chat = query.message.as_ref().map(|message| message.chat());
    if chat.is_some_and(|chat| !is_private(chat)) {
        return Parsed::Ignore(Ignored::Group);
    }
    let Ok(person) = i64::try_from(query.from.id.0) else {
        return Parsed::Ignore(Ignored::NotAPerson);
    };
    event(Incoming {
        update_id: seen.update_id,
        chat_id: chat.map_or(person, |chat| chat.id.0),
        message_id: query.message.as_ref().map(|message| message.id().0),
        event: Event {
            sent: seen.at,
            language: query.from.language_code,
            what: What::Pressed(query.data.unwrap_or_default()),
        },
    })
}

async fn membership(change: ChatMemberUpdated, seen: Seen) -> Parsed {
    if !is_private(&change.chat) {
        return Parsed::Ignore(Ignored::Group);
    }
    let what = match change.new_chat_member.status() {
        ChatMemberStatus::Banned | ChatMemberStatus::Left => What::Blocked,
        ChatMemberStatus::Member => What::Unblocked,
        ChatMemberStatus::Owner
        | ChatMemberStatus::Administrator
        | ChatMemberStatus::Restricted => return Parsed::Ignore(Ignored::Membership),
    };
    event(Incoming {
        update_id: seen.update_id,
        chat_id: change.chat.id.0,
        message_id: None,
        event: Event {
            sent: change.date,
            language: change.from.language_code,
            what,
        },
    })
}

fn happened(message: &Message, seen: Seen, what: What) -> Parsed {
    event(incoming(message, seen, what))
}

fn incoming(message: &Message, seen: Seen, what: What) -> Incoming {
    let edited = message
        .edit_date()
        .filter(|_| matches!(what, What::Edited(_)));
    Incoming {
        update_id: seen.update_id,
        chat_id: message.chat.id.0,
        message_id: None,
        event: Event {
            sent: edited.copied().unwrap_or(message.date),
            language: language(message.from.as_ref()),
            what,
        },
    }
}

fn event(incoming: Incoming) -> Parsed {
    Parsed::Event(Box::new(incoming))
}

fn language(from: Option<&User>) -> Option<String> {
    from.and_then(|user| user.language_code.clone())
}

/// Telegram's own limit, in case a server of one's own has none.
const LONGEST: usize = 4096;

fn clipped(words: &str) -> String {
    match words.char_indices().nth(LONGEST) {
        Some((end, _)) => words[..end].to_owned(),
        None => words.to_owned(),
    }
}

/// What a message without words shows; `None` when nobody wrote it.
fn odd(kind: &MessageKind) -> Option<Odd> {
    match kind {
        MessageKind::Common(common) => match common.media_kind {
            MediaKind::Sticker(_) => Some(Odd::Sticker),
            MediaKind::Animation(_)
            | MediaKind::Photo(_)
            | MediaKind::Video(_)
            | MediaKind::PaidMedia(_) => Some(Odd::Picture),
            MediaKind::Audio(_) | MediaKind::Voice(_) | MediaKind::VideoNote(_) => Some(Odd::Voice),
            MediaKind::Migration(_) => None,
            MediaKind::Contact(_)
            | MediaKind::Document(_)
            | MediaKind::Game(_)
            | MediaKind::Venue(_)
            | MediaKind::Location(_)
            | MediaKind::Poll(_)
            | MediaKind::Checklist(_)
            | MediaKind::Story(_)
            | MediaKind::Text(_) => Some(Odd::Other),
        },
        // What teloxide cannot read, a person may have written.
        MessageKind::Empty {} | MessageKind::Dice(_) => Some(Odd::Other),
        _ => None,
    }
}
