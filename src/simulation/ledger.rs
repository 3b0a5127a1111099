//! What happened, seen from outside the bot: what the emulator accepted and when, what people did, and when they saw that it was taken.
//!
//! Deliberately not here: whether that is right (`judge`).

use std::{collections::BTreeMap, fmt};

use anyhow::bail;
use chrono::{DateTime, Utc};

use super::{deeds::Words, people::Deed};
use crate::sandbox::{Happened, LedgerEntry};

/// An instant, by Telegram's clock and by the bot's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    pub truth: DateTime<Utc>,
    pub bot: DateTime<Utc>,
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.truth.format("%Y-%m-%dT%H:%M:%SZ"))?;
        match (self.bot - self.truth).num_minutes() {
            0 => Ok(()),
            minutes => write!(f, " (its clock: {minutes:+} min)"),
        }
    }
}

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The evening message.
    Evening,
    /// The same once more: asked for, or chosen.
    OnceMore,
    /// The last one for now: a goodbye, or "shall I go on?".
    Rest,
    /// The question about the night.
    Morning,
    /// "Were you seen?"
    Seen,
    /// An answer to something.
    Answer,
}

impl Kind {
    /// Whether nobody asked for it.
    #[must_use]
    pub const fn is_unasked(self) -> bool {
        match self {
            Self::Evening | Self::OnceMore | Self::Rest | Self::Morning => true,
            Self::Seen | Self::Answer => false,
        }
    }
}

/// What became of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    Arrived,
    /// It arrived, and the bot was not told.
    Unheard,
    /// It did not.
    Lost(String),
}

/// A call that makes or changes a message.
#[derive(Debug, Clone)]
pub struct Sent {
    pub at: Stamp,
    pub kind: Kind,
    pub edit: bool,
    /// Which evening of the month it says it is.
    pub evening: Option<i64>,
    pub message: Option<i64>,
    pub fate: Fate,
    /// Without a sound.
    pub silent: bool,
    pub head: String,
}

impl Sent {
    #[must_use]
    pub const fn arrived(&self) -> bool {
        matches!(self.fate, Fate::Arrived | Fate::Unheard)
    }
}

/// What a person did.
#[derive(Debug, Clone)]
pub struct Fact {
    pub deed: Deed,
    pub asked: Stamp,
    /// When the person saw that it was taken.
    pub acked: Option<Stamp>,
    /// The message that was tapped.
    pub message: Option<i64>,
}

/// A time in which the bot could do nothing.
#[derive(Debug, Clone)]
pub struct Outage {
    pub from: Stamp,
    pub until: Stamp,
    pub what: &'static str,
}

/// All of one person.
#[derive(Debug, Clone, Default)]
pub struct Record {
    pub sent: Vec<Sent>,
    pub facts: Vec<Fact>,
}

/// All of all.
#[derive(Debug, Default)]
pub struct History {
    pub people: BTreeMap<i64, Record>,
    pub outages: Vec<Outage>,
    /// What went wrong, how often.
    pub faults: BTreeMap<&'static str, u64>,
    pub messages: u64,
}

impl History {
    pub fn count(&mut self, fault: &'static str) {
        *self.faults.entry(fault).or_default() += 1;
    }

    pub fn of(&mut self, person: i64) -> &mut Record {
        self.people.entry(person).or_default()
    }
}

/// The texts by which messages are told apart.
pub struct Heads {
    kinds: Vec<(String, Kind)>,
    evening: String,
}

impl Heads {
    /// # Errors
    /// When a text begins with what is filled in: every message would be that.
    pub fn of(words: Words<'_>) -> anyhow::Result<Self> {
        let kinds = [
            ("evening-hello", Kind::Evening),
            ("evening-once-more", Kind::OnceMore),
            ("evening-goodbye", Kind::Rest),
            ("evening-away", Kind::Rest),
            ("last-night-hello", Kind::Morning),
            ("flag-were-you-seen", Kind::Seen),
        ];
        let mut kinds: Vec<_> = kinds.map(|(key, kind)| (words.of(key), kind)).to_vec();
        kinds.push((words.beginning("morning-hello"), Kind::Morning));
        let evening = words.of("evening-day");
        if evening.is_empty() || kinds.iter().any(|(head, _)| head.is_empty()) {
            bail!("a text that messages are known by begins with a place-holder");
        }
        Ok(Self { kinds, evening })
    }

    /// Reads a line of the emulator's ledger, if it is about a message: whose, and what.
    #[must_use]
    pub fn read(&self, entry: &LedgerEntry, at: Stamp) -> Option<(i64, Sent)> {
        let Happened::Call {
            method,
            chat: Some(chat),
            message,
            params,
            took_effect,
            answered,
            error,
        } = &entry.what
        else {
            return None;
        };
        let edit = match method.as_str() {
            "sendmessage" => false,
            "editmessagetext" => true,
            _ => return None,
        };
        let text = params["text"].as_str().unwrap_or_default();
        let kind = self.kinds.iter().find(|(head, _)| text.starts_with(head));
        let evening = text.lines().find_map(|line| {
            let rest = line.strip_prefix(&self.evening)?;
            rest.split(' ').next()?.parse().ok()
        });
        let fate = match (took_effect, answered) {
            (true, true) => Fate::Arrived,
            (true, false) => Fate::Unheard,
            (false, true) => Fate::Lost(error.clone().unwrap_or_default()),
            // Nobody heard why.
            (false, false) => Fate::Lost(String::new()),
        };
        let sent = Sent {
            at,
            kind: kind.map_or(Kind::Answer, |(_, kind)| *kind),
            edit,
            evening,
            message: *message,
            fate,
            silent: params["disable_notification"].as_bool() == Some(true),
            head: text.chars().take(48).collect::<String>().replace('\n', " "),
        };
        Some((*chat, sent))
    }
}
