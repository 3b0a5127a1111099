//! Drains the outbox, call by call.
//!
//! One task drives up to [`Limits::calls`](super::Limits) calls; there is no task a row, and it sleeps until a row is pushed, a
//! call returns or a pause ends. Every rule about what may leave when is in [`outbox`](super::outbox).
//!
//! Invariant: a nudge that makes a new message is marked on the disk before its call.
//!
//! Deliberately not here: teloxide's `Throttle` (one 429 stops every chat, and answers queue behind nudges).

use std::{sync::Arc, time::Instant};

use futures_util::{StreamExt, stream::FuturesUnordered};
use serde::Serialize;
use teloxide::{
    payloads::{
        EditMessageCaption, EditMessageCaptionSetters, EditMessageText, EditMessageTextSetters,
        SendMessage, SendMessageSetters,
    },
    types::{ChatId, LinkPreviewOptions, MessageId},
};
use tokio::sync::watch;

use super::{
    api::{Api, Fault, Method, Reply},
    errors::{self, Failure},
    keyboards,
    notice::Notice,
    outbox::{Call, Outbox, Taken, Verdict, Work},
    studio::{File, LONGEST_CAPTION, Studio, Unmade},
};
use crate::{
    app::{Start, Writer},
    dialogue::{Class, Message},
    store::Op,
};

/// Everything delivery needs.
pub struct Delivery {
    pub api: Api,
    pub outbox: Outbox,
    pub writer: Writer,
    /// Where what is attached is made.
    pub studio: Studio,
    /// Calls in flight at once.
    pub calls: usize,
    /// Called with what the operator should know. Must not block.
    pub notice: Arc<dyn Fn(Notice) + Send + Sync>,
}

impl Delivery {
    /// Runs until `stop` becomes true, then waits for the calls in flight; what has not left stays in the store. The caller
    /// bounds that wait, since a call may take 17 s.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut calls = FuturesUnordered::new();
        let mut nudges = 0;
        let mut stopping = *stop.borrow();
        loop {
            let mut wait = None;
            while !stopping && calls.len() < self.calls.max(1) {
                // Pictures that wait to be drawn must not take all the places of answers.
                let now = Instant::now();
                let taken = match nudges < self.calls.div_ceil(2) {
                    true => self.outbox.take(now),
                    false => self.outbox.take_answer(now),
                };
                match taken {
                    Taken::Work(work) => {
                        nudges += usize::from(work.row.class == Class::Nudge);
                        calls.push(self.carry_out(work));
                    }
                    Taken::Report(outcome) => {
                        self.writer.delivered(outcome);
                        self.outbox.tell_if_drained();
                    }
                    Taken::Wait(until) => {
                        wait = until;
                        break;
                    }
                }
            }
            if stopping && calls.is_empty() {
                return;
            }
            let pause = async {
                match wait {
                    Some(until) => tokio::time::sleep_until(until.into()).await,
                    None => std::future::pending().await,
                }
            };
            let room = !stopping && calls.len() < self.calls.max(1);
            tokio::select! {
                Some((work, verdict)) = calls.next() => {
                    nudges -= usize::from(work.row.class == Class::Nudge);
                    self.settle(&work, verdict);
                }
                () = self.outbox.filled(), if room => {}
                () = pause, if room => {}
                changed = stop.changed(), if !stopping => stopping = changed.is_err() || *stop.borrow(),
            }
        }
    }

    fn settle(&self, work: &Work, verdict: Verdict) {
        let mut report = |outcome| self.writer.delivered(outcome);
        let now = Instant::now();
        if let Some(notice) = self.outbox.finish(work, verdict, now, &mut report) {
            (self.notice)(notice);
        }
    }

    async fn carry_out(&self, work: Work) -> (Work, Verdict) {
        let (Op::Send { message, .. } | Op::Edit { message, .. }) = &work.row.op;
        // Made before the mark: what is marked has left, as far as anybody will ever know.
        let made = match (work.call, &message.attached) {
            (Call::Send, Some(attached)) if work.without_file => {
                Some(Err(Unmade::Broken(self.studio.apology(attached, message))))
            }
            (Call::Send, Some(_)) => Some(self.studio.make(&self.api, &work, message).await),
            (Call::Send, None) | (Call::Edit(_), _) => None,
        };
        if let Some(key) = work.mark {
            match self.writer.starting(key).await {
                Start::Begun => {}
                Start::Gone => return (work, Verdict::Vanished),
                Start::NotSaved => return (work, Verdict::Unmarked),
            }
        }
        let chat = ChatId(work.row.chat_id);
        let done = match (work.call, made) {
            (Call::Send, None) => self.send(chat, message).await,
            (Call::Send, Some(made)) => self.send_with_file(chat, made).await,
            (Call::Edit(id), _) => self.edit(chat, MessageId(id), message).await,
        };
        let verdict = done.unwrap_or_else(Verdict::Failed);
        (work, verdict)
    }

    /// Sends a file with the words below it. What could not be made, and what Telegram does not take, is said in words: they stand for
    /// themselves.
    async fn send_with_file(
        &self,
        chat: ChatId,
        made: Result<File, Unmade>,
    ) -> Result<Verdict, Failure> {
        let file = match made {
            Ok(file) => file,
            Err(Unmade::Gone) => return Ok(Verdict::Vanished),
            Err(Unmade::Broken(words)) => return self.send(chat, &words).await,
        };
        match judged(self.api.upload(file.method, file.form).await) {
            Err(Failure::Refused(_)) => self.send(chat, &file.instead).await,
            done => done.map(Verdict::Sent),
        }
    }

    async fn send(&self, chat: ChatId, message: &Message) -> Result<Verdict, Failure> {
        let mut call =
            SendMessage::new(chat, message.text.as_str()).link_preview_options(no_preview());
        if message.silent {
            call = call.disable_notification(true);
        }
        if let Some(markup) = keyboards::under_new(&message.keyboard) {
            call = call.reply_markup(markup);
        }
        self.call(Method::SendMessage, &call)
            .await
            .map(Verdict::Sent)
    }

    async fn edit(
        &self,
        chat: ChatId,
        id: MessageId,
        message: &Message,
    ) -> Result<Verdict, Failure> {
        let mut call = EditMessageText::new(chat, id, message.text.as_str())
            .link_preview_options(no_preview());
        if let Some(markup) = keyboards::under_edit(&message.keyboard) {
            call = call.reply_markup(markup);
        }
        match self.call(Method::EditMessageText, &call).await {
            Err(Failure::Captioned) => self.edit_caption(chat, id, message).await,
            done => done.map(|_| Verdict::Edited),
        }
    }

    /// The words below a picture: that it has one is only known once Telegram has said so.
    async fn edit_caption(
        &self,
        chat: ChatId,
        id: MessageId,
        message: &Message,
    ) -> Result<Verdict, Failure> {
        if message.text.encode_utf16().count() > LONGEST_CAPTION {
            // It goes out anew, as a text.
            return Err(Failure::Lost);
        }
        let mut call = EditMessageCaption::new(chat, id).caption(message.text.as_str());
        if let Some(markup) = keyboards::under_edit(&message.keyboard) {
            call = call.reply_markup(markup);
        }
        self.call(Method::EditMessageCaption, &call)
            .await
            .map(|_| Verdict::Edited)
    }

    /// A call in teloxide's terms, and what came of it in ours: teloxide itself would read the whole message that is the answer, at a
    /// cost, fail where Telegram has moved on since its release, and sleep ten seconds after an HTTP 5xx.
    async fn call(&self, method: Method, payload: &impl Serialize) -> Result<i32, Failure> {
        judged(self.api.call(method, payload).await)
    }
}

fn judged(reply: Result<Reply, Fault>) -> Result<i32, Failure> {
    errors::judge(&reply.map_err(errors::unanswered)?.body)
}

/// A preview would fetch and show a page that nobody asked for.
const fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}
