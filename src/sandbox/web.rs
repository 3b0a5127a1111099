//! The page's routes: its files, its events, and what a person does there.
//!
//! Deliberately not here: the Bot API (`bot_api.rs`), and who may call at all (`web/guard.rs`).

mod actions;
mod clock;
mod events;
mod guard;
mod testers;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Path},
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use rust_embed::Embed;

pub(super) use guard::guard;

use super::emulator::Shared;

/// The page's files, as written.
#[derive(Embed)]
#[folder = "src/sandbox/page/"]
struct Page;

/// Everything that the page may load is ours, and nobody may frame it.
const POLICY: &str = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

/// As large as the Bot API takes.
const LARGEST_UPLOAD: usize = 50 << 20;

pub(super) fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route("/", get(|| async { file("index.html") }))
        .route(
            "/page/{name}",
            get(|Path(name): Path<String>| async move { file(&name) }),
        )
        .route("/sandbox/events", get(events::stream))
        .route("/sandbox/state", get(actions::state))
        .route("/sandbox/messages", get(actions::messages))
        .route("/sandbox/file", get(actions::stored_file))
        .route("/sandbox/people", post(actions::add_person))
        .route("/sandbox/say", post(actions::say))
        .route("/sandbox/send", post(actions::send))
        .route(
            "/sandbox/upload",
            post(actions::upload).layer(DefaultBodyLimit::max(LARGEST_UPLOAD)),
        )
        .route("/sandbox/press", post(actions::press))
        .route("/sandbox/edit", post(actions::edit))
        .route("/sandbox/block", post(actions::block))
        .route("/sandbox/clock", get(clock::read).post(clock::advance))
        .route(
            "/sandbox/faults",
            get(testers::faults)
                .post(testers::add_fault)
                .delete(testers::clear_faults),
        )
        .route("/sandbox/mess", post(testers::mess))
        .route("/sandbox/limits", post(testers::limits))
        .route("/sandbox/inject", post(testers::inject))
        .route("/sandbox/ledger", get(testers::ledger))
        .route("/sandbox/restart", post(testers::restart))
}

fn file(name: &str) -> Response {
    let Some(file) = Page::get(name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    (headers, file.data.into_owned()).into_response()
}

/// JSON text as an answer.
fn json(body: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// A refusal that the page can show.
fn refusal(status: StatusCode, reason: &str) -> Response {
    let body = serde_json::json!({ "error": reason }).to_string();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}
