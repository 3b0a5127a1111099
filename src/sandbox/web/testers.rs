//! The testers' routes: faults, disorder, limits, raw updates, the ledger.

use std::sync::Arc;

use axum::{
    extract::{Json, Query, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{json as json_response, refusal};
use crate::sandbox::{
    emulator::Shared,
    faults::{Fault, Mess},
    limits::Limits,
};

type World = State<Arc<Shared>>;

/// The testers' panel as it now is; also told to the pages.
fn panel(shared: &Shared) -> Response {
    let mut world = shared.world();
    let panel = world.for_testers().to_string();
    world.feed.tell("testers", &panel);
    json_response(panel)
}

pub(super) async fn faults(State(shared): World) -> Response {
    json_response(json!(shared.world().faults.list()).to_string())
}

pub(super) async fn add_fault(State(shared): World, Json(fault): Json<Fault>) -> Response {
    shared.world().faults.add(fault);
    panel(&shared)
}

#[derive(Debug, Deserialize)]
pub(super) struct Which {
    id: Option<u64>,
}

/// Removes one, or all.
pub(super) async fn clear_faults(State(shared): World, Query(which): Query<Which>) -> Response {
    match which.id {
        Some(id) => shared.world().faults.remove(id),
        None => shared.world().faults.clear(),
    }
    panel(&shared)
}

pub(super) async fn mess(State(shared): World, Json(mess): Json<Mess>) -> Response {
    shared.world().updates.mess = mess;
    panel(&shared)
}

pub(super) async fn limits(State(shared): World, Json(limits): Json<Limits>) -> Response {
    shared.world().limiter.limits = limits;
    panel(&shared)
}

pub(super) async fn inject(State(shared): World, Json(update): Json<Value>) -> Response {
    let now = shared.now();
    let injected = shared.world().inject(&update, now);
    match injected {
        Ok(id) => json_response(json!({ "update_id": id }).to_string()),
        Err(error) => refusal(StatusCode::BAD_REQUEST, &error.to_string()),
    }
}

/// The bot stops and starts again, over the same data.
pub(super) async fn restart(State(shared): World) -> Response {
    let Some(restart) = shared.restart.clone() else {
        return refusal(StatusCode::CONFLICT, "This bot is not the sandbox's own.");
    };
    // Spawned, so that a page that goes away does not stop it half way.
    match tokio::spawn((restart.0)()).await {
        Ok(Ok(())) => panel(&shared),
        Ok(Err(reason)) => refusal(StatusCode::CONFLICT, &reason),
        Err(_) => refusal(StatusCode::INTERNAL_SERVER_ERROR, "The restart failed."),
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Since {
    #[serde(default)]
    since: u64,
}

pub(super) async fn ledger(State(shared): World, Query(after): Query<Since>) -> Response {
    json_response(json!(shared.world().ledger.since(after.since)).to_string())
}
