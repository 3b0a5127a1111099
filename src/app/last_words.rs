//! What people hear when their message could not be saved: the emergency text all the same, everybody else that it was not saved.
//!
//! Invariants: each update is answered once, however often it is tried; nothing of this touches the disk.

use std::collections::VecDeque;

use super::{Incoming, desk::Lore};
use crate::{
    dialogue::{Action, Keyboard, Message, Press, What, slug_of},
    telegram::Outbox,
};

/// Update ids whose senders have been told "not saved".
const TOLD: usize = 10_000;

/// The key of the emergency text that an event calls for by itself: by its words, or by the button of a sign.
pub(super) fn emergency<'a>(lore: &'a Lore, language: &str, what: &What) -> Option<&'a str> {
    match what {
        What::Text(text) | What::Edited(Some(text)) | What::File(_, Some(text)) => {
            lore.reader.flag(language, text).map(|flag| flag.message)
        }
        What::Pressed(data) => {
            let sign = match Press::parse(data)?.action {
                Action::Sign(sign) => sign,
                Action::Wrong => return Some("night-wrong-unsaved"),
                _ => return None,
            };
            let flag = lore.content.knowledge().flag(slug_of(sign))?;
            flag.messages.get(&flag.tier).map(String::as_str)
        }
        What::Command(_)
        | What::Location(_)
        | What::Odd(_)
        | What::File(_, None)
        | What::Edited(None)
        | What::Due(_)
        | What::Blocked
        | What::Unblocked
        | What::Undelivered(_)
        | What::Deleted
        | What::Failed => None,
    }
}

/// Whose message could not be saved and who was told so.
#[derive(Debug, Default)]
pub(super) struct LastWords {
    told: VecDeque<i64>,
}

impl LastWords {
    /// The commit of this update failed.
    pub fn say(&mut self, lore: &Lore, outbox: &Outbox, one: &Incoming) {
        if self.told.contains(&one.update_id) {
            return;
        }
        self.told.push_back(one.update_id);
        if self.told.len() > TOLD {
            self.told.pop_front();
        }
        let language = lore.content.choose(one.event.language.as_deref());
        let key = match (emergency(lore, language, &one.event.what), &one.event.what) {
            (Some(key), _) => key,
            // Nobody wrote anything.
            (
                None,
                What::Due(_)
                | What::Blocked
                | What::Unblocked
                | What::Undelivered(_)
                | What::Failed,
            ) => return,
            (None, _) if !lore.invites(one.chat_id) => return,
            (None, _) => "not-saved",
        };
        let message = Message {
            text: lore.content.say(language, key, &[]),
            keyboard: Keyboard::None,
            silent: false,
            attached: None,
        };
        outbox.direct(one.chat_id, message);
    }
}
