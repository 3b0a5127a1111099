//! Answers each pressed button at once, so that the person's app stops its spinner; before the commit and without waiting.
//!
//! At best effort: an error (most often "query is too old") changes nothing, and what does not fit into the queue is dropped;
//! the press itself is an update like any other.

use futures_util::{StreamExt, stream::FuturesUnordered};
use serde::Serialize;
use tokio::sync::mpsc;

use super::api::{Api, Method};

/// Answers in flight at once.
const AT_ONCE: usize = 32;
/// Answers that may wait.
const WAITING: usize = 512;

/// The way to the answering task, which ends when this is dropped.
pub struct Queries(mpsc::Sender<String>);

#[derive(Serialize)]
struct Answer {
    callback_query_id: String,
}

impl Queries {
    /// Begins on the runtime of the caller, which makes the calls.
    #[must_use]
    pub fn start(api: Api) -> Self {
        let (queue, ids) = mpsc::channel(WAITING);
        tokio::spawn(answer_all(api, ids));
        Self(queue)
    }

    pub(super) fn answer(&self, id: String) {
        // Full means hundreds of unanswered presses; a spinner more does no harm.
        let _ = self.0.try_send(id);
    }
}

async fn answer_all(api: Api, mut ids: mpsc::Receiver<String>) {
    let mut calls = FuturesUnordered::new();
    loop {
        tokio::select! {
            id = ids.recv(), if calls.len() < AT_ONCE => match id {
                Some(callback_query_id) => {
                    let api = &api;
                    calls.push(async move {
                        let answer = Answer { callback_query_id };
                        let _ = api.call(Method::AnswerCallbackQuery, &answer).await;
                    });
                }
                None => break,
            },
            Some(()) = calls.next() => {}
        }
    }
    while calls.next().await.is_some() {}
}
