//! Fetches updates and hands them to the writer, batch by batch.
//!
//! Invariants: the offset moves only after the commit of the batch (I4), and is never stored: the store's set of seen ids is what
//! makes an update take effect once, so a start fetches whatever Telegram still holds. Pending updates are never dropped.
//!
//! Deliberately not here: teloxide's dispatcher. It confirms a batch while its handlers still run, a panic in one handler ends
//! all, and one busy chat stalls the others.

mod files;
mod poll;

use std::{
    collections::HashMap,
    ops::ControlFlow,
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use serde_json::value::RawValue;
use teloxide::{
    dptree::{self, di::DependencyMap},
    types::{Me, UpdateKind, User, UserId},
};
use tokio::sync::watch;

use super::{
    api::Api,
    legible,
    notice::{Fatal, Notice},
    place::Places,
    queries::Queries,
    schema::{Ignored, Outside, Parsed, Schema, Seen, schema},
};
use crate::app::{Incoming, Writer};
use files::Files;
use poll::{Polled, Troubles};

/// How the intake waits. The defaults are for production.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// The first pause after a failure; it doubles from there.
    pub first: Duration,
    pub longest: Duration,
    /// For how long another poller or a webhook is borne with.
    pub conflict: Duration,
    /// After this long without a conflict, the next one counts as new. Two pollers win in turns, so one good poll is no peace: this must be
    /// longer than a poll that Telegram holds and the longest pause behind it.
    pub calm: Duration,
    /// How long the first poll waits for the bot's own name, which `/command@name` needs.
    pub name: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            first: Duration::from_secs(1),
            longest: Duration::from_secs(30),
            conflict: Duration::from_secs(60),
            calm: Duration::from_secs(90),
            name: Duration::from_secs(3),
        }
    }
}

/// What the runtime wants to hear. None of these may block.
#[derive(Clone)]
pub struct Hooks {
    pub notice: Arc<dyn Fn(Notice) + Send + Sync>,
    /// A poll succeeded at this time.
    pub last_poll: Arc<dyn Fn(DateTime<Utc>) + Send + Sync>,
    /// Somebody spoke to us where we do not talk: chat id, language. At most once a chat in ten minutes.
    pub outside: Arc<dyn Fn(i64, Option<String>, Outside) + Send + Sync>,
    /// Whether this copy talks to that chat.
    pub invited: Arc<dyn Fn(i64) -> bool + Send + Sync>,
    /// The clock, for what Telegram gives no time: presses.
    pub now: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
}

/// Everything the intake needs.
pub struct Intake {
    pub api: Api,
    /// Where pressed buttons are answered.
    pub queries: Queries,
    pub writer: Writer,
    pub places: Places,
    pub hooks: Hooks,
    pub patience: Patience,
}

/// A chat outside is told where to go at most this often.
const HINT_EVERY: Duration = Duration::from_secs(600);
/// With more chats than this, old hints are looked for and dropped.
const HINTS: usize = 1024;
/// A quiet time after which the offset is dropped: all before it is confirmed, and after a quiet week Telegram draws new,
/// possibly lower ids.
const QUIET: Duration = Duration::from_secs(3600);

impl Intake {
    /// Polls until `stop` becomes true, then confirms what was committed.
    ///
    /// # Errors
    /// [`Fatal`] when trying on makes no sense: a bad token, or another poller that stays.
    pub async fn run(self, mut stop: watch::Receiver<bool>) -> Result<(), Fatal> {
        let mut name = poll::learn_name(&self.api, self.patience);
        let tried = name.wait_for(|name| name.tried);
        // Without a name all but `/command@name` works.
        let _ = tokio::time::timeout(self.patience.name, tried).await;
        let mut run = Run {
            reader: Reader::new(&self.places),
            offset: None,
            unconfirmed: false,
            last_batch: Instant::now(),
            unsaved: 0,
            files: Files::default(),
            intake: &self,
        };
        let mut troubles = Troubles::new(self.patience, Arc::clone(&self.hooks.notice));
        while !*stop.borrow() {
            let polled = tokio::select! {
                biased;
                _ = stop.wait_for(|stop| *stop) => break,
                polled = poll::poll(&self.api, run.offset) => polled,
            };
            let pause = match polled {
                Polled::Body(body) => match poll::updates(&body) {
                    Some(updates) => {
                        troubles.over();
                        (self.hooks.last_poll)((self.hooks.now)());
                        run.reader.rename(&name.borrow_and_update().name);
                        run.batch(&updates).await
                    }
                    None => Some(troubles.refused(poll::refusal(200, &body))?),
                },
                Polled::Refused(refusal) => Some(troubles.refused(refusal)?),
                Polled::Failed(fault) => Some(troubles.failed(fault)),
            };
            if let Some(pause) = pause {
                tokio::select! {
                    _ = stop.wait_for(|stop| *stop) => break,
                    () = tokio::time::sleep(pause) => {}
                }
            }
        }
        if let Some(offset) = run.offset.filter(|_| run.unconfirmed) {
            poll::confirm(&self.api, offset).await;
        }
        Ok(())
    }
}

/// The state of a run.
struct Run<'a> {
    intake: &'a Intake,
    reader: Reader,
    /// The next update to ask for; `None`: whatever is there.
    offset: Option<i64>,
    /// Telegram has not been told of this offset yet.
    unconfirmed: bool,
    last_batch: Instant,
    /// Failed commits in a row.
    unsaved: u32,
    files: Files,
}

impl Run<'_> {
    /// Handles one answer of Telegram. Returns how long to wait before the next poll.
    async fn batch(&mut self, updates: &[&RawValue]) -> Option<Duration> {
        let hooks = &self.intake.hooks;
        if updates.is_empty() {
            self.unconfirmed = false;
            if self.last_batch.elapsed() > QUIET {
                self.offset = None;
            }
            return None;
        }
        self.last_batch = Instant::now();
        let mut incoming = Vec::with_capacity(updates.len());
        let mut with_files = Vec::new();
        let mut last = None;
        for raw in updates {
            let Some(legible) = legible::read(raw) else {
                (hooks.notice)(Notice::Unreadable);
                continue;
            };
            // The order of the batch counts, not the size of the ids: they may start anew, lower.
            last = Some(legible.id);
            match self
                .reader
                .parse(legible, (hooks.now)(), &self.intake.queries)
                .await
            {
                Parsed::Event(event) => incoming.push(*event),
                Parsed::File(event, sent) => with_files.push((*event, sent)),
                Parsed::Outside {
                    chat_id,
                    language,
                    why,
                } => {
                    if self.reader.may_hint(chat_id) {
                        (hooks.outside)(chat_id, language, why);
                    }
                }
                Parsed::Ignore(Ignored::Kind) => (hooks.notice)(Notice::Unreadable),
                Parsed::Ignore(
                    Ignored::Group
                    | Ignored::Channel
                    | Ignored::NotAPerson
                    | Ignored::Service
                    | Ignored::Membership,
                ) => {}
            }
        }
        // Nobody's words wait for somebody's file.
        if let Err(pause) = self.save(incoming).await {
            return Some(pause);
        }
        let now = (self.intake.hooks.now)();
        let about = (
            now,
            &*self.intake.hooks.invited as &(dyn Fn(i64) -> bool + Sync),
        );
        let fetched = self.files.fetch(&self.intake.api, with_files, about).await;
        if let Err(pause) = self.save(fetched).await {
            self.files.again();
            return Some(pause);
        }
        match last {
            Some(last) => {
                self.offset = Some(last + 1);
                self.unconfirmed = true;
                None
            }
            // A batch without one readable id would come again at once.
            None => Some(self.intake.patience.longest),
        }
    }

    /// Hands updates to the writer; returns once they are on the disk.
    ///
    /// # Errors
    /// They could not be saved: how long to wait until they are fetched again.
    async fn save(&mut self, incoming: Vec<Incoming>) -> Result<(), Duration> {
        let Intake {
            writer,
            hooks,
            patience,
            ..
        } = self.intake;
        if incoming.is_empty() {
            return Ok(());
        }
        if writer.submit(incoming).await.is_err() {
            if self.unsaved == 0 {
                (hooks.notice)(Notice::NotSaved);
            }
            let pause = poll::backoff(*patience, self.unsaved);
            self.unsaved += 1;
            return Err(pause);
        }
        if std::mem::take(&mut self.unsaved) > 0 {
            (hooks.notice)(Notice::SavedAgain);
        }
        Ok(())
    }
}

/// Turns updates into what they were.
struct Reader {
    schema: Schema,
    /// What every update shares: our name, and the map.
    shared: DependencyMap,
    name: String,
    hints: HashMap<i64, Instant>,
}

impl Reader {
    fn new(places: &Places) -> Self {
        let shared = dptree::deps![me(""), places.clone()];
        Self {
            schema: schema(),
            shared,
            name: String::new(),
            hints: HashMap::new(),
        }
    }

    fn rename(&mut self, name: &str) {
        if self.name != name {
            name.clone_into(&mut self.name);
            self.shared.insert(me(name));
        }
    }

    async fn parse(
        &self,
        legible: legible::Legible,
        at: DateTime<Utc>,
        queries: &Queries,
    ) -> Parsed {
        let Some(update) = legible.update else {
            return Parsed::Ignore(Ignored::Kind);
        };
        if let UpdateKind::CallbackQuery(query) = &update.kind {
            queries.answer(query.id.0.clone());
        }
        let seen = Seen {
            update_id: legible.id,
            at,
        };
        let mut deps = self.shared.clone();
        deps.insert(update);
        deps.insert(seen);
        // An update that made this panic would come again after every restart; it is left out instead.
        let dispatch = AssertUnwindSafe(self.schema.dispatch(deps)).catch_unwind();
        match dispatch.await {
            Ok(ControlFlow::Break(parsed)) => parsed,
            // The tree ends with an endpoint for everything, so the first of these is never reached.
            Ok(ControlFlow::Continue(_)) | Err(_) => Parsed::Ignore(Ignored::Kind),
        }
    }

    /// Whether a chat outside is to be told where to go, now.
    fn may_hint(&mut self, chat_id: i64) -> bool {
        let now = Instant::now();
        let fresh = |at: &Instant| now.duration_since(*at) < HINT_EVERY;
        if self.hints.get(&chat_id).is_some_and(fresh) {
            return false;
        }
        if self.hints.len() >= HINTS {
            self.hints.retain(|_, at| fresh(at));
        }
        self.hints.insert(chat_id, now);
        true
    }
}

/// teloxide's filters want a whole `Me`; of it, only the name is ever read.
#[must_use]
pub fn me(name: &str) -> Me {
    Me {
        user: User {
            id: UserId(0),
            is_bot: true,
            first_name: String::new(),
            last_name: None,
            username: Some(name.to_owned()),
            language_code: None,
            is_premium: false,
            added_to_attachment_menu: false,
        },
        can_join_groups: false,
        can_read_all_group_messages: false,
        supports_inline_queries: false,
        can_connect_to_business: false,
        has_main_web_app: false,
    }
}
