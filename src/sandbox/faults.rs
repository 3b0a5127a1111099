//! Faults on order: what goes wrong between a bot and Telegram, programmed per method, chat and count.
//!
//! A fault is used up in the order of arrival: the first one that fits a call is taken. Deliberately not here: carrying
//! the fault out, which needs the connection (`bot_api.rs`, `wire.rs`).

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

/// What goes wrong, with which calls, and how often.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Fault {
    /// The method's name, in any case; `None` is every method.
    pub method: Option<String>,
    /// Only calls that concern this chat.
    pub chat: Option<i64>,
    /// So many fitting calls are let through first.
    pub skip: u32,
    /// So often, then the fault is spent; `None` until it is removed.
    pub count: Option<u32>,
    /// Wait so long before anything else.
    pub delay_ms: u64,
    /// And then.
    #[serde(flatten)]
    pub action: Action,
}

/// What a fault does to the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Action {
    /// Nothing but the delay.
    #[default]
    Wait,
    /// Refuse as Telegram does, with a JSON body; no effect.
    Refuse {
        code: u16,
        description: String,
        #[serde(default)]
        retry_after: Option<u32>,
    },
    /// Answer this status and body, whatever it is; no effect. Say `text/html` for a 502 of a proxy.
    Raw {
        status: u16,
        body: String,
        #[serde(default)]
        content_type: Option<String>,
    },
    /// Cut the connection before the effect.
    DropBefore,
    /// Do the effect, then cut the connection: the answer is lost.
    DropAfter,
    /// Do the effect, then send only so many bytes of the answer.
    HalfAnswer { bytes: u64 },
    /// Do the effect, and answer with this body all the same.
    EffectThenRaw { status: u16, body: String },
}

impl Fault {
    /// A fault of one method, until it is removed.
    #[must_use]
    pub fn of(method: &str, action: Action) -> Self {
        Self {
            method: Some(method.to_owned()),
            action,
            ..Self::default()
        }
    }

    /// The same, so many times.
    #[must_use]
    pub fn times(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }

    /// The same, in this chat only.
    #[must_use]
    pub const fn in_chat(mut self, chat: i64) -> Self {
        self.chat = Some(chat);
        self
    }

    /// The same, after letting so many calls through.
    #[must_use]
    pub const fn after(mut self, calls: u32) -> Self {
        self.skip = calls;
        self
    }

    /// The same, after a wait.
    #[must_use]
    pub const fn delayed(mut self, milliseconds: u64) -> Self {
        self.delay_ms = milliseconds;
        self
    }

    fn fits(&self, method: &str, chat: Option<i64>) -> bool {
        let method_fits = match self.method.as_deref() {
            None | Some("" | "*") => true,
            Some(name) => name.eq_ignore_ascii_case(method),
        };
        method_fits && (self.chat.is_none() || self.chat == chat)
    }
}

/// A fault that waits, with the id by which it can be removed.
#[derive(Debug, Clone, Serialize)]
pub struct Ordered {
    pub id: u64,
    #[serde(flatten)]
    pub fault: Fault,
}

/// What may happen to updates on their way to the bot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mess {
    /// The probability that an update comes twice: within its batch, and again after it was confirmed.
    pub duplicate: f64,
    /// Shuffle each batch.
    pub reorder: bool,
}

#[derive(Debug, Default)]
pub(super) struct Faults {
    ordered: VecDeque<Ordered>,
    next: u64,
}

impl Faults {
    pub(super) fn add(&mut self, fault: Fault) -> u64 {
        self.next += 1;
        self.ordered.push_back(Ordered {
            id: self.next,
            fault,
        });
        self.next
    }

    pub(super) fn list(&self) -> Vec<Ordered> {
        self.ordered.iter().cloned().collect()
    }

    pub(super) fn remove(&mut self, id: u64) {
        self.ordered.retain(|ordered| ordered.id != id);
    }

    pub(super) fn clear(&mut self) {
        self.ordered.clear();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ordered.is_empty()
    }

    /// Takes the fault that this call meets, if any.
    pub(super) fn take(&mut self, method: &str, chat: Option<i64>) -> Option<Fault> {
        let at = self.ordered.iter_mut().position(|ordered| {
            let fault = &mut ordered.fault;
            let fits = fault.fits(method, chat);
            if fits && fault.skip > 0 {
                fault.skip -= 1;
                return false;
            }
            fits
        })?;
        let fault = &mut self.ordered[at].fault;
        let taken = fault.clone();
        if let Some(count) = &mut fault.count {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.ordered.remove(at);
            }
        }
        Some(taken)
    }
}
