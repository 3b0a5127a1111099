//! The clock's routes: read it, and move it forward.
//!
//! One move at a time; while one runs, the pages are told how far it is. Deliberately not here: what a "3 am" is. The
//! page knows the zone and sends an instant.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{Json, State},
    http::StatusCode,
    response::Response,
};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{json as json_response, refusal};
use crate::sandbox::emulator::Shared;

/// How often the pages hear of a move that runs.
const PROGRESS: Duration = Duration::from_millis(200);
/// The furthest move: a mistyped year must not make a month of nudges for a century.
const FURTHEST_DAYS: i64 = 400;

/// Where to: an instant, or so many seconds on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Move {
    to: Option<DateTime<Utc>>,
    by: Option<i64>,
}

pub(super) fn value(shared: &Shared) -> Value {
    let moving = shared.moving.load(std::sync::atomic::Ordering::SeqCst);
    json!({ "now": text(shared.now()), "moving": moving })
}

fn text(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Millis, true)
}

pub(super) async fn read(State(shared): State<Arc<Shared>>) -> Response {
    json_response(value(&shared).to_string())
}

pub(super) async fn advance(State(shared): State<Arc<Shared>>, Json(wish): Json<Move>) -> Response {
    let now = shared.now();
    let by = wish.by.and_then(TimeDelta::try_seconds);
    let Some(to) = wish.to.or_else(|| now.checked_add_signed(by?)) else {
        return refusal(StatusCode::BAD_REQUEST, "Say where to: \"to\" or \"by\".");
    };
    if to < now {
        return refusal(
            StatusCode::CONFLICT,
            "The clock only goes forward: what has been said cannot be unsaid.",
        );
    }
    if to - now > TimeDelta::days(FURTHEST_DAYS) {
        return refusal(
            StatusCode::CONFLICT,
            "That is too far: at most 400 days at once.",
        );
    }
    if !shared.claim_clock() {
        return refusal(StatusCode::CONFLICT, "The clock is already moving.");
    }
    // Spawned, so that a page that goes away does not stop the move half way.
    let moved = tokio::spawn(run(Arc::clone(&shared), to)).await;
    match moved {
        Ok(Ok(())) => json_response(value(&shared).to_string()),
        Ok(Err(reason)) => refusal(StatusCode::CONFLICT, &reason),
        Err(_) => refusal(StatusCode::INTERNAL_SERVER_ERROR, "The move failed."),
    }
}

/// Frees the clock also when the move panics.
struct Claim(Arc<Shared>);

impl Drop for Claim {
    fn drop(&mut self) {
        self.0.release_clock();
        tell(&self.0, None);
    }
}

async fn run(shared: Arc<Shared>, to: DateTime<Utc>) -> Result<(), String> {
    let _claim = Claim(Arc::clone(&shared));
    tell(&shared, Some(to));
    let mut moving = (shared.clock.advance)(to);
    loop {
        tokio::select! {
            done = &mut moving => return done,
            () = tokio::time::sleep(PROGRESS) => tell(&shared, Some(to)),
        }
    }
}

fn tell(shared: &Shared, to: Option<DateTime<Utc>>) {
    let mut clock = value(shared);
    if let Some(to) = to {
        clock["to"] = json!(text(to));
    }
    shared.world().feed.tell("clock", &clock.to_string());
}
