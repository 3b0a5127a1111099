//! One poll, what can go wrong with it, and how long to wait then.
//!
//! Invariant: a trouble is told once a change of state, not once a try.

use std::{
    mem::discriminant,
    sync::Arc,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tokio::sync::watch;

use super::Patience;
use crate::telegram::{
    api::{Api, Envelope, Fault, Method},
    legible::KINDS,
    notice::{Fatal, Notice, Rival},
};

/// What a poll came back with.
pub(super) enum Polled {
    Body(Vec<u8>),
    Refused(Refusal),
    Failed(Fault),
}

/// Telegram's "no".
pub(super) struct Refusal {
    code: u16,
    rival: Rival,
    retry_after: Option<Duration>,
}

#[derive(Serialize)]
struct GetUpdates {
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<i64>,
    limit: u8,
    /// Seconds.
    timeout: u64,
    allowed_updates: [&'static str; 4],
}

/// The most that Telegram gives at once.
const LIMIT: u8 = 100;

pub(super) async fn poll(api: &Api, offset: Option<i64>) -> Polled {
    let body = GetUpdates {
        offset,
        limit: LIMIT,
        timeout: api.poll_timeout().as_secs(),
        allowed_updates: KINDS,
    };
    match api.poll(Method::GetUpdates, &body).await {
        Ok(reply) if reply.status == 200 => Polled::Body(reply.body),
        Ok(reply) => Polled::Refused(refusal(reply.status, &reply.body)),
        Err(fault) => Polled::Failed(fault),
    }
}

/// Tells Telegram that everything before `offset` is safe. Best effort: what is not confirmed comes again, and is known.
pub(super) async fn confirm(api: &Api, offset: i64) {
    let body = GetUpdates {
        offset: Some(offset),
        limit: 1,
        timeout: 0,
        allowed_updates: KINDS,
    };
    let call = api.poll(Method::GetUpdates, &body);
    let _ = tokio::time::timeout(Duration::from_secs(3), call).await;
}

/// The updates of an answer, unread. `None`: this is no answer of the Bot API.
pub(super) fn updates(body: &[u8]) -> Option<Vec<&RawValue>> {
    let envelope: Envelope<Vec<&RawValue>> = serde_json::from_slice(body).ok()?;
    envelope.result.filter(|_| envelope.ok)
}

/// Reads a "no"; `status` stands in for an error code that is not there.
pub(super) fn refusal(status: u16, body: &[u8]) -> Refusal {
    let envelope: Option<Envelope<&RawValue>> = serde_json::from_slice(body).ok();
    let code = envelope.as_ref().and_then(|envelope| envelope.error_code);
    let text = envelope.as_ref().and_then(|it| it.description.as_deref());
    let text = text.unwrap_or_default().to_ascii_lowercase();
    let rival = if text.contains("webhook") {
        Rival::Webhook
    } else if text.contains("terminated by other") {
        Rival::AnotherCopy
    } else {
        Rival::Unknown
    };
    let retry_after = envelope
        .and_then(|envelope| envelope.parameters?.retry_after)
        .map(Duration::from_secs);
    Refusal {
        code: code.unwrap_or(status),
        rival,
        retry_after,
    }
}

/// The pause after so many failures in a row.
pub(super) fn backoff(patience: Patience, failures: u32) -> Duration {
    patience
        .longest
        .min(patience.first * (1 << failures.min(10)))
}

/// What is wrong at present, and since when.
pub(super) struct Troubles {
    patience: Patience,
    notice: Arc<dyn Fn(Notice) + Send + Sync>,
    said: Option<Notice>,
    failures: u32,
    /// The first and the latest conflict of a row.
    conflict: Option<(Instant, Instant)>,
}

impl Troubles {
    pub fn new(patience: Patience, notice: Arc<dyn Fn(Notice) + Send + Sync>) -> Self {
        Self {
            patience,
            notice,
            said: None,
            failures: 0,
            conflict: None,
        }
    }

    /// A poll succeeded.
    pub fn over(&mut self) {
        self.failures = 0;
        if let Some((_, latest)) = self.conflict
            && latest.elapsed() < self.patience.calm
        {
            // It may be the other poller's turn again with the next poll.
            return;
        }
        self.conflict = None;
        self.say(Notice::Online);
    }

    pub fn failed(&mut self, fault: Fault) -> Duration {
        match fault {
            Fault::Unreached | Fault::TimedOut | Fault::Broken => {
                self.say(Notice::NoNetwork(self.patience.longest));
            }
        }
        self.pause()
    }

    /// How long to wait after a "no", if that makes sense.
    pub fn refused(&mut self, refusal: Refusal) -> Result<Duration, Fatal> {
        match refusal.code {
            401 | 404 => return Err(Fatal::BadToken(refusal.code)),
            409 => self.conflict(refusal.rival)?,
            429 => {
                let pause = refusal.retry_after.unwrap_or(self.patience.longest);
                self.say(Notice::Slowed(pause));
                return Ok(pause);
            }
            500.. => self.say(Notice::ServerFault(refusal.code)),
            _ => self.say(Notice::Garbled),
        }
        Ok(self.pause())
    }

    fn conflict(&mut self, rival: Rival) -> Result<(), Fatal> {
        let now = Instant::now();
        let first = match self.conflict {
            Some((first, latest)) if now.duration_since(latest) < self.patience.calm => first,
            Some(_) | None => now,
        };
        self.conflict = Some((first, now));
        let lasted = now.duration_since(first);
        if lasted >= self.patience.conflict {
            return Err(Fatal::Conflict { rival, lasted });
        }
        self.say(Notice::Conflict(rival));
        Ok(())
    }

    fn pause(&mut self) -> Duration {
        let pause = backoff(self.patience, self.failures);
        self.failures += 1;
        pause
    }

    fn say(&mut self, notice: Notice) {
        if self.said.map(|said| discriminant(&said)) != Some(discriminant(&notice)) {
            self.said = Some(notice);
            (self.notice)(notice);
        }
    }
}

/// What is known of our own name.
#[derive(Default)]
pub(super) struct Name {
    /// At least one call has come back, with or without a name.
    pub tried: bool,
    /// Without the `@`; empty until known.
    pub name: String,
}

/// Asks for the bot's name until it is told, beside the polling, which does not depend on it.
pub(super) fn learn_name(api: &Api, patience: Patience) -> watch::Receiver<Name> {
    let (tell, name) = watch::channel(Name::default());
    let api = api.clone();
    tokio::spawn(async move {
        let mut failures = 0;
        // It ends with the intake, which holds the only receiver.
        while !tell.is_closed() {
            let name = get_me(&api).await;
            let known = name.is_some();
            tell.send_modify(|it| {
                it.tried = true;
                it.name = name.unwrap_or_default();
            });
            if known {
                return;
            }
            tokio::select! {
                () = tell.closed() => return,
                () = tokio::time::sleep(backoff(patience, failures)) => failures += 1,
            }
        }
    });
    name
}

async fn get_me(api: &Api) -> Option<String> {
    #[derive(Deserialize)]
    struct Myself {
        username: String,
    }
    #[derive(Serialize)]
    struct Nothing {}
    let reply = api.poll(Method::GetMe, &Nothing {}).await.ok()?;
    let envelope: Envelope<Myself> = serde_json::from_slice(&reply.body).ok()?;
    envelope.result.map(|myself| myself.username)
}
