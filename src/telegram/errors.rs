//! What the answer to a call means for the row behind it.
//!
//! Of a success only the message id is read, so that nothing else in it can be too new to be understood. A refusal is judged by its text,
//! in lower case, by prefix and by part: Telegram has no finer codes, and changes the texts.
//!
//! Invariant: nothing of this module formats an error for a log; [`Failure`] is all that leaves.

use std::time::Duration;

use serde::Deserialize;

use super::api::{Envelope, Fault, Parameters};

/// What went wrong, as far as delivery must tell it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The person blocked the bot, or cannot be reached for another reason that may pass: nothing arrives for now.
    Gone,
    /// The account was deleted: nothing will ever arrive.
    Deleted,
    /// An edit that changes nothing: a success.
    NotModified,
    /// The message to edit is not there any more, or cannot be edited.
    Lost,
    /// The message to edit is a picture or a document: its words are a caption.
    Captioned,
    /// A press that Telegram no longer waits for.
    Stale,
    /// No retry mends this one; which kind it is, in our own words.
    Refused(&'static str),
    /// Not before this much time has passed.
    Wait(Duration),
    /// The token is not known (any more): nobody's row is at fault.
    Token,
    /// Certainly not carried out: no connection came about.
    Unreached,
    /// Telegram says that the fault is its own; hardly carried out.
    Server,
    /// It may have been carried out.
    Unclear,
    /// It was carried out, but the answer could not be read in full. The message id, where it could be found.
    Done(Option<i32>),
}

/// Judges the answer to a call that makes or edits a message: its id, or why there is none.
///
/// # Errors
/// The [`Failure`] that it is.
pub fn judge(body: &[u8]) -> Result<i32, Failure> {
    #[derive(Deserialize)]
    struct Message {
        message_id: i32,
    }
    match serde_json::from_slice::<Envelope<Message>>(body) {
        Ok(Envelope {
            ok: true,
            result: Some(message),
            ..
        }) => Ok(message.message_id),
        Ok(Envelope {
            ok: false,
            parameters: Some(Parameters {
                retry_after: Some(seconds),
            }),
            ..
        }) => Err(Failure::Wait(Duration::from_secs(seconds))),
        Ok(Envelope {
            ok: false,
            description: Some(text),
            ..
        }) => Err(by_text(&text)),
        Ok(_) | Err(_) => Err(odd(body)),
    }
}

/// Judges a call that has no answer.
#[must_use]
pub const fn unanswered(fault: Fault) -> Failure {
    match fault {
        Fault::Unreached => Failure::Unreached,
        Fault::TimedOut | Fault::Broken => Failure::Unclear,
    }
}

/// Judges the description of a refusal, in whatever case it comes.
#[must_use]
pub fn by_text(text: &str) -> Failure {
    let text = text.to_ascii_lowercase();
    let has = |part: &str| text.contains(part);
    if text == "unauthorized" || text == "not found" {
        Failure::Token
    } else if DELETED.iter().any(|part| has(part)) {
        Failure::Deleted
    } else if text.starts_with("forbidden") || GONE.iter().any(|part| has(part)) {
        Failure::Gone
    } else if has("message is not modified") || has("message_not_modified") {
        Failure::NotModified
    } else if has("there is no text in the message") {
        Failure::Captioned
    } else if LOST.iter().any(|part| has(part)) {
        Failure::Lost
    } else if has("query is too old") || has("query id is invalid") || has("query_id_invalid") {
        Failure::Stale
    } else if text.starts_with("too many requests") || has("flood_wait") {
        // Without the parameter that says how long.
        Failure::Wait(Duration::from_secs(5))
    } else if SERVER.iter().any(|part| has(part)) {
        Failure::Server
    } else {
        let known = REFUSED.iter().find(|(part, _)| has(part));
        Failure::Refused(known.map_or("a reason that is not known", |(_, words)| words))
    }
}

/// What the operator is told of a refusal. The server's own text may quote the message, so it is never shown.
const REFUSED: [(&str, &str); 7] = [
    ("too long", "the text is too long"),
    ("message_too_long", "the text is too long"),
    ("text is empty", "the text is empty"),
    ("button_", "a button is malformed"),
    ("inline keyboard", "a button is malformed"),
    ("can't parse", "it cannot be parsed"),
    // Private chats never migrate; a group is no place for us.
    ("upgraded to a supergroup", "the chat has moved"),
];

/// Texts after which all that is kept of a person goes. No more than these: "chat not found" may mean anything.
const DELETED: [&str; 2] = ["user is deactivated", "user_deactivated"];

/// Texts after which a chat is asleep. The server hands unknown all-caps codes on as 400, so both spellings occur.
const GONE: [&str; 11] = [
    "bot was blocked by the user",
    "chat not found",
    "user not found",
    "bot was kicked",
    "group is deactivated",
    "can't initiate conversation",
    "can't send messages to bots",
    "user_is_blocked",
    "you_blocked_user",
    "peer_id_invalid",
    "user_is_bot",
];

/// Texts after which an edit must become a new message.
const LOST: [&str; 6] = [
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not specified",
    "message_edit_time_expired",
    "message is inaccessible",
];

/// Texts with which the server confesses.
const SERVER: [&str; 6] = [
    "internal server error",
    "bad gateway",
    "gateway timeout",
    "service unavailable",
    "restart",
    "timed out",
];

/// An answer of no expected shape. Sent anew each time, it would fill the chat with copies, so what says "ok" is believed.
fn odd(body: &[u8]) -> Failure {
    #[derive(Deserialize)]
    struct Sketch {
        ok: bool,
        #[serde(default)]
        result: serde_json::Value,
        #[serde(default)]
        description: String,
    }
    match serde_json::from_slice::<Sketch>(body) {
        Ok(Sketch {
            ok: true, result, ..
        }) => {
            let id = result.get("message_id").and_then(|id| id.as_i64());
            Failure::Done(id.and_then(|id| i32::try_from(id).ok()))
        }
        Ok(Sketch { description, .. }) => by_text(&description),
        // The error page of a proxy or of Telegram's own front.
        Err(_) if body.trim_ascii_start().starts_with(b"<") => Failure::Server,
        Err(_) => Failure::Unclear,
    }
}
