//! What people hear when their message could not be saved: the emergency text all the same, everybody else that it was not saved.
//!
//! Invariants: each update is answered once, however often it is tried; nothing of this touches the disk.

use std::collections::VecDeque;

use super::{Incoming, desk::Lore};
use crate::{
    dialogue::{Keyboard, Message, What},
    telegram::Outbox,
};

/// Update ids whose senders have been told "not saved".
const TOLD: usize = 10_000;

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
        let flag = match &one.event.what {
            What::Text(text) | What::Edited(Some(text)) => lore.reader.flag(language, text),
            What::Command(_)
            | What::Pressed(_)
            | What::Location(_)
            | What::Odd(_)
            | What::Edited(None) => None,
            // Nobody wrote anything.
            What::Due(_) | What::Blocked | What::Unblocked | What::Failed => return,
        };
        let key = flag.map_or("not-saved", |flag| flag.message);
        let message = Message {
            text: lore.content.say(language, key, &[]),
            keyboard: Keyboard::None,
            silent: false,
        };
        outbox.direct(one.chat_id, message);
    }
}
