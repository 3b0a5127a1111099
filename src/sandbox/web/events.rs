//! `/sandbox/events`: what happens, as server-sent events.
//!
//! An event's id is `<run>-<number>`. A page that comes back with the last one gets what it missed; one that was away too
//! long, or comes from before a restart, gets the whole state first. Deliberately not here: making events (`feed.rs`).

use std::{collections::VecDeque, convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::State,
    http::HeaderMap,
    response::sse::{Event, KeepAlive, Sse},
};
use futures_util::{Stream, stream};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use super::clock;
use crate::sandbox::{emulator::Shared, feed::Told};

struct Listener {
    shared: Arc<Shared>,
    run: u64,
    waiting: VecDeque<Told>,
    receiver: Receiver<Told>,
    last: u64,
}

pub(super) async fn stream(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let last = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok())
        .and_then(parse);
    let listener = begin(shared, last);
    let events = stream::unfold(listener, |mut listener| async move {
        let told = listener.next().await?;
        let id = format!("{}-{}", listener.run, told.number);
        let event = Event::default()
            .id(id)
            .event(&*told.kind)
            .data(&*told.content);
        Some((Ok(event), listener))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

fn parse(id: &str) -> Option<(u64, u64)> {
    let (run, number) = id.split_once('-')?;
    Some((run.parse().ok()?, number.parse().ok()?))
}

fn begin(shared: Arc<Shared>, last: Option<(u64, u64)>) -> Listener {
    let mut world = shared.world();
    let receiver = world.feed.listen();
    let run = world.feed.run;
    let missed = last.and_then(|(run, number)| world.feed.after(run, number));
    let waiting = missed.map(VecDeque::from);
    let number = world.feed.number();
    drop(world);
    let waiting = waiting.unwrap_or_else(|| VecDeque::from([whole(&shared)]));
    Listener {
        shared,
        run,
        waiting,
        receiver,
        last: number,
    }
}

/// The whole state as an event. What happens meanwhile is told again after it; a page takes each message by its id, so
/// seeing one twice does no harm.
fn whole(shared: &Shared) -> Told {
    let clock = clock::value(shared);
    let world = shared.world();
    Told {
        number: world.feed.number(),
        kind: "state".into(),
        content: world.whole_for_page(&clock).into(),
    }
}

impl Listener {
    async fn next(&mut self) -> Option<Told> {
        loop {
            if let Some(told) = self.waiting.pop_front() {
                self.last = self.last.max(told.number);
                return Some(told);
            }
            match self.receiver.recv().await {
                Ok(told) if told.number > self.last => return Some(told),
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => self.waiting.push_back(whole(&self.shared)),
                Err(RecvError::Closed) => return None,
            }
        }
    }
}
