//! Everything in motion: the writer's thread, the intake, delivery, and the order in which they start and stop.
//!
//! There is one real path: `charley run`, the sandbox and the tests all start the bot here; they differ in the server, the store
//! and the clock that they hand in.
//!
//! Stopping: the intake first (what was fetched is committed and confirmed), then a moment for delivery, then the writer. What has not
//! left by then stays in the outbox for the next start.

use std::{sync::Arc, thread, time::Duration};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use tokio::{
    runtime::Builder,
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
};

use crate::{
    app::{Desk, Lore, Polled, Writer},
    clock::Clock,
    content::Content,
    dialogue::{Command, Keyboard, Message},
    store::{self, Marker, Store},
    telegram::{
        Api, Delivery, Fatal, Intake, Limits, Notice, Outbox,
        intake::{Hooks, Patience},
        place,
        profile::{self, Profile},
        queries::Queries,
        schema::Outside,
        studio::Studio,
    },
};

/// How long a stop waits for messages that are about to leave.
const DRAIN: Duration = Duration::from_secs(8);
/// How long a moved clock waits for the messages of one instant.
const STEP: Duration = Duration::from_secs(20);

/// What a bot is made of.
pub struct Parts {
    pub api: Api,
    pub store: Store,
    pub marker: Marker,
    pub lore: Arc<Lore>,
    pub limits: Limits,
    pub patience: Patience,
    pub clock: Clock,
    /// Whether a long silence of the clock means an outage. Not where the clock is moved by hand.
    pub watch_outages: bool,
    /// Whether to set the command menu and the descriptions.
    pub set_profile: bool,
}

/// A bot at work.
pub struct Running {
    writer: Writer,
    outbox: Outbox,
    clock: Clock,
    stop_intake: watch::Sender<bool>,
    stop_delivery: watch::Sender<bool>,
    intake: oneshot::Receiver<Result<(), Fatal>>,
    delivery: JoinHandle<()>,
    desk: oneshot::Receiver<Result<(), store::Error>>,
}

/// Why a bot ended.
#[derive(Debug, thiserror::Error)]
pub enum Ended {
    #[error("{0}")]
    Telegram(#[from] Fatal),
    #[error("{0}")]
    Store(#[from] store::Error),
    #[error("a part of the program broke down; this is a fault of Charley's")]
    Broken,
}

impl Running {
    /// Starts the bot.
    ///
    /// # Errors
    /// A failure of the disk.
    pub fn start(parts: Parts) -> anyhow::Result<Self> {
        let (inbox, jobs) = mpsc::unbounded_channel();
        let writer = Writer::new(inbox);
        let outbox = Outbox::new(parts.limits);
        let polled = parts.watch_outages.then(Polled::default);
        let desk = Desk::new(
            parts.store,
            parts.marker,
            Arc::clone(&parts.lore),
            outbox.clone(),
            parts.clock.clone(),
            polled.clone(),
        )?;
        let timer = &mut Builder::new_current_thread();
        let desk = on_a_thread("writer", timer.enable_time(), desk.run(jobs))?;
        let (stop_intake, intake_stops) = watch::channel(false);
        let (stop_delivery, delivery_stops) = watch::channel(false);
        let delivery = Delivery {
            api: parts.api.clone(),
            outbox: outbox.clone(),
            writer: writer.clone(),
            studio: Studio::new(writer.clone(), Arc::clone(&parts.lore), parts.clock.clone()),
            calls: parts.limits.calls,
            notice: Arc::new(tell),
        };
        let hooks = Hooks {
            notice: Arc::new(tell),
            last_poll: match polled {
                Some(polled) => Arc::new(move |at| polled.at(at)),
                None => Arc::new(|_| {}),
            },
            invited: {
                let lore = Arc::clone(&parts.lore);
                Arc::new(move |chat_id| lore.invites(chat_id))
            },
            outside: outside(Arc::clone(&parts.lore), outbox.clone()),
            now: {
                let clock = parts.clock.clone();
                Arc::new(move || clock.now())
            },
        };
        if parts.set_profile {
            let profiles = profiles(&parts.lore.content);
            let bot = parts.api.bot();
            tokio::spawn(async move {
                for notice in profile::set(&bot, &profiles).await {
                    tell(notice);
                }
            });
        }
        let intake = Intake {
            queries: Queries::start(parts.api.clone()),
            api: parts.api,
            writer: writer.clone(),
            places: place::Places::offline(),
            hooks,
            patience: parts.patience,
        };
        let network = &mut Builder::new_current_thread();
        let intake = on_a_thread("intake", network.enable_all(), intake.run(intake_stops))?;
        Ok(Self {
            intake,
            delivery: tokio::spawn(delivery.run(delivery_stops)),
            writer,
            outbox,
            clock: parts.clock,
            stop_intake,
            stop_delivery,
            desk,
        })
    }

    /// Works until `stop` completes or the bot ends by itself, then stops in order.
    ///
    /// # Errors
    /// Why it ended by itself.
    pub async fn until(mut self, stop: impl Future<Output = ()>) -> Result<(), Ended> {
        let result = tokio::select! {
            () = stop => Ok(()),
            ended = &mut self.intake => match ended {
                Ok(Ok(())) => Ok(()),
                Ok(Err(fatal)) => Err(fatal.into()),
                Err(_) => Err(Ended::Broken),
            },
            // It ends when it is told to, and nobody has told it.
            _ = &mut self.delivery => Err(Ended::Broken),
            ended = &mut self.desk => match ended {
                Ok(Ok(())) | Err(_) => Err(Ended::Broken),
                Ok(Err(error)) => {
                    // The last words ("not saved") are on their way.
                    let _ = tokio::time::timeout(DRAIN, self.outbox.idle()).await;
                    Err(error.into())
                }
            },
        };
        self.stop().await;
        result
    }

    /// Stops in order: the intake, delivery, the writer.
    async fn stop(mut self) {
        let _ = self.stop_intake.send(true);
        if !self.intake.is_terminated() {
            let _ = tokio::time::timeout(DRAIN, &mut self.intake).await;
        }
        let _ = tokio::time::timeout(DRAIN / 2, self.outbox.idle()).await;
        let _ = self.stop_delivery.send(true);
        if !self.delivery.is_finished() {
            let _ = tokio::time::timeout(DRAIN / 2, &mut self.delivery).await;
        }
        self.writer.stop();
        // A writer that ended by itself has said so already.
        if !self.desk.is_terminated() {
            let _ = tokio::time::timeout(DRAIN, &mut self.desk).await;
        }
    }

    /// Drops everything where it is: nothing is delivered any more, nothing waits. As near to a kill as one process gets, if the store's
    /// power was cut before (`simulation`), for the writer finishes what is at hand.
    pub async fn die(self) {
        self.delivery.abort();
        drop((self.stop_intake, self.stop_delivery, self.writer));
        let _ = tokio::time::timeout(DRAIN, self.delivery).await;
        let _ = tokio::time::timeout(DRAIN, self.intake).await;
        let _ = tokio::time::timeout(DRAIN, self.desk).await;
    }

    /// The way to this bot's writer.
    #[must_use]
    pub fn writer(&self) -> Writer {
        self.writer.clone()
    }

    /// What moves this bot's clock.
    #[must_use]
    pub fn mover(&self) -> Mover {
        Mover {
            writer: self.writer.clone(),
            outbox: self.outbox.clone(),
            clock: self.clock.clone(),
            patience: STEP,
        }
    }
}

/// Runs a part of the bot on a thread of its own. If it panics, nothing is received.
fn on_a_thread<T: Send + 'static>(
    name: &str,
    needs: &mut Builder,
    part: impl Future<Output = T> + Send + 'static,
) -> anyhow::Result<oneshot::Receiver<T>> {
    let (end, ended) = oneshot::channel();
    let runtime = needs
        .build()
        .with_context(|| format!("the runtime of the {name} cannot be made"))?;
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || {
            // Nobody waits any more if the receiver is gone.
            let _ = end.send(runtime.block_on(part));
        })
        .with_context(|| format!("the thread of the {name} cannot be started"))?;
    Ok(ended)
}

/// Moves a bot's clock forward: everything due on the way happens, in order, delivered.
#[derive(Clone)]
pub struct Mover {
    writer: Writer,
    outbox: Outbox,
    clock: Clock,
    patience: Duration,
}

impl Mover {
    /// One that waits no longer than this for the messages of one instant.
    #[must_use]
    pub const fn patient(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Moves the clock to `to`, stopping at each instant at which something is due.
    pub async fn advance(&self, to: DateTime<Utc>) {
        // What is at hand now belongs to the time before.
        let mut next = self.writer.wake().await;
        loop {
            let _ = tokio::time::timeout(self.patience, self.outbox.idle()).await;
            match next {
                Some(at) if at <= to => {
                    self.clock.move_to(at);
                    next = self.writer.wake().await;
                }
                Some(_) | None => break,
            }
        }
        // Without a writer nothing is due, and nothing should be missed.
        if self.writer.is_gone() {
            return;
        }
        self.clock.move_to(to);
        self.writer.wake().await;
        let _ = tokio::time::timeout(self.patience, self.outbox.idle()).await;
    }

    /// Returns once the writer has answered.
    pub async fn answers(&self) {
        self.writer.wake().await;
    }

    /// Waits until all that is at hand is committed and delivered.
    pub async fn settle(&self) {
        self.writer.wake().await;
        let _ = tokio::time::timeout(self.patience, self.outbox.idle()).await;
    }
}

/// Writes a notice of the adapter into the log, at the level that it deserves.
fn tell(notice: Notice) {
    match notice {
        Notice::Online | Notice::SavedAgain => log::info!("{notice}"),
        Notice::Conflict(_) | Notice::NotSaved | Notice::TokenGone => log::error!("{notice}"),
        Notice::NoNetwork(_)
        | Notice::ServerFault(_)
        | Notice::Garbled
        | Notice::Slowed(_)
        | Notice::Unreadable
        | Notice::Paused(_)
        | Notice::Refused(_)
        | Notice::GivenUp(_)
        | Notice::Profile(_) => log::warn!("{notice}"),
    }
}

/// In a group: "write to me privately". Nothing is stored.
fn outside(
    lore: Arc<Lore>,
    outbox: Outbox,
) -> Arc<dyn Fn(i64, Option<String>, Outside) + Send + Sync> {
    Arc::new(move |chat_id, language, _| {
        let language = lore.content.choose(language.as_deref());
        outbox.hint(
            chat_id,
            Message {
                text: lore.content.say(language, "private-only", &[]),
                keyboard: Keyboard::None,
                silent: false,
                attached: None,
            },
        );
    })
}

/// The command menu and the descriptions in each language; the first language also serves everybody else.
fn profiles(content: &Content) -> Vec<Profile> {
    let of = |code: &str, language: Option<String>| Profile {
        language,
        commands: Command::ALL
            .into_iter()
            .map(|command| {
                let key = format!("command-{}", command.name());
                (command.name().to_owned(), content.say(code, &key, &[]))
            })
            .collect(),
        description: content.say(code, "bot-description", &[]),
        short_description: content.say(code, "bot-short-description", &[]),
    };
    let languages = content.languages();
    let first = languages.first().map(|(code, _)| of(code, None));
    let others = languages
        .iter()
        .skip(1)
        .map(|(code, _)| of(code, Some((*code).to_owned())));
    first.into_iter().chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_delivery_that_breaks_down_ends_the_bot() {
        let (inbox, mut jobs) = mpsc::unbounded_channel();
        let (ended, desk) = oneshot::channel();
        let (stop_intake, mut stops) = watch::channel(false);
        let (intake_ended, intake) = oneshot::channel();
        // A writer that is well ends when it is told to.
        tokio::spawn(async move {
            let _ = jobs.recv().await;
            let _ = ended.send(Ok(()));
        });
        tokio::spawn(async move {
            let _ = stops.changed().await;
            let _ = intake_ended.send(Ok(()));
        });
        let running = Running {
            writer: Writer::new(inbox),
            outbox: Outbox::new(Limits::default()),
            clock: Clock::system(),
            stop_intake,
            stop_delivery: watch::channel(false).0,
            intake,
            delivery: tokio::spawn(async { panic!("a fault") }),
            desk,
        };
        let ended = tokio::time::timeout(DRAIN * 3, running.until(std::future::pending())).await;
        assert!(matches!(ended, Ok(Err(Ended::Broken))));
    }
}
