//! What the adapter has to say to the operator, as values. The runtime turns them into log lines and exit codes.
//!
//! Invariant: no variant can carry a text, a name, a chat id, the token or a URL; only classes and numbers.

use std::time::Duration;

/// Something the operator should know. Reported once a change of state, not once a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Notice {
    #[error("Telegram answers: updates are coming in")]
    Online,
    #[error("no connection to Telegram (network, DNS or proxy); trying again, at most {} s apart", .0.as_secs())]
    NoNetwork(Duration),
    #[error("Telegram has a fault of its own (HTTP {0}); trying again")]
    ServerFault(u16),
    #[error("Telegram's answer to a poll cannot be read; is the API address right? trying again")]
    Garbled,
    #[error("Telegram asks for a pause of {} s in polling", .0.as_secs())]
    Slowed(Duration),
    #[error("updates do not reach this bot: {0}")]
    Conflict(Rival),
    #[error("updates could not be saved; they stay at Telegram and are fetched again")]
    NotSaved,
    #[error("updates are being saved again")]
    SavedAgain,
    #[error("an update has a shape that is not known and was left out")]
    Unreadable,
    #[error("many chats were told to wait: all sending pauses for {} ms", .0.as_millis())]
    Paused(Duration),
    #[error("Telegram refused a message for good: {0}")]
    Refused(&'static str),
    #[error("Telegram does not know the token any more: messages wait")]
    TokenGone,
    #[error("a message was given up after {} of trying", span(*.0))]
    GivenUp(Duration),
    #[error("the bot's profile could not be set ({0}); going on without")]
    Profile(&'static str),
}

fn span(time: Duration) -> String {
    match time.as_secs() / 60 {
        minutes @ 0..120 => format!("{minutes} min"),
        minutes => format!("{} h", minutes / 60),
    }
}

/// Who takes our updates away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Rival {
    #[error("another copy is polling with the same token")]
    AnotherCopy,
    #[error("a webhook is set for this token; remove it with deleteWebhook")]
    Webhook,
    #[error("another copy is polling, or a webhook is set")]
    Unknown,
}

/// Why the intake ended although nobody asked it to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fatal {
    #[error(
        "Telegram does not know this token (HTTP {0}); check the token, and the API address if you set one"
    )]
    BadToken(u16),
    #[error("gave up after {} s: {rival}", .lasted.as_secs())]
    Conflict { rival: Rival, lasted: Duration },
}
