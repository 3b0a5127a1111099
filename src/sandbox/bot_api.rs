//! The Bot API over HTTP: `/bot<token>/<Method>` and `/file/bot<token>/<path>`.
//!
//! Any token of the right shape is taken, and none is kept or logged. Here a call meets its fault, if one was ordered;
//! what the methods do is in `methods.rs`. Deliberately not here: the page's own routes (`web.rs`).

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request, State},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use serde_json::Value;

use super::{
    answer::{Answer, Refusal, success},
    emulator::Shared,
    faults::{Action, Fault},
    ledger::Happened,
    methods::{self, Call, Trace},
    params::{Params, percent_decoded},
    web,
    wire::Cut,
};

/// All routes: the Bot API's as the fallback, because a token is no path segment of its own.
pub(super) fn router(shared: Arc<Shared>) -> Router {
    web::routes()
        .fallback(api)
        .layer(axum::middleware::from_fn(web::guard))
        .with_state(shared)
}

/// Any path that is no page's.
async fn api(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    request: Request,
) -> Response {
    let path = request.uri().path().to_owned();
    if let Some(file) = path.strip_prefix("/file/bot") {
        return stored_file(&shared, file);
    }
    let Some((token, method)) = path
        .strip_prefix("/bot")
        .and_then(|rest| rest.split_once('/'))
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if !plausible(token) {
        return answer_response(Err(Refusal::new(401, "Unauthorized")));
    }
    let method = method.to_ascii_lowercase();
    match Params::read(request).await {
        Ok(params) => call(&shared, &cut, &method, &params).await,
        Err(refusal) => answer_response(Err(refusal)),
    }
}

/// Digits, a colon, and characters of a token's alphabet. The URL may carry the colon escaped.
fn plausible(token: &str) -> bool {
    let token = percent_decoded(token.as_bytes());
    token.split_once(':').is_some_and(|(id, secret)| {
        let of_alphabet = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        !id.is_empty()
            && id.bytes().all(|byte| byte.is_ascii_digit())
            && !secret.is_empty()
            && secret.bytes().all(of_alphabet)
    })
}

/// Runs a call through its fault.
async fn call(shared: &Shared, cut: &Cut, method: &str, params: &Params) -> Response {
    let fault = {
        let mut world = shared.world();
        if world.faults.is_empty() {
            None
        } else {
            let chat = methods::chat_of(params, &world);
            world.faults.take(method, chat)
        }
    };
    let Some(fault) = fault else {
        return answer_response(effect(shared, method, params, true).await);
    };
    meet(shared, cut, method, params, fault).await
}

/// Carries out a fault.
async fn meet(shared: &Shared, cut: &Cut, method: &str, params: &Params, fault: Fault) -> Response {
    if fault.delay_ms > 0 {
        tokio::time::sleep(Duration::from_millis(fault.delay_ms)).await;
    }
    match fault.action {
        Action::Wait => answer_response(effect(shared, method, params, true).await),
        Action::Refuse {
            code,
            description,
            retry_after,
        } => {
            let refusal = Refusal {
                retry_after,
                ..Refusal::new(code, description)
            };
            note(
                shared,
                method,
                params,
                &Err(refusal.clone()),
                Trace::default(),
                true,
            );
            answer_response(Err(refusal))
        }
        Action::Raw {
            status,
            body,
            content_type,
        } => {
            let lost = Err(Refusal::new(status, "a raw body was answered"));
            note(shared, method, params, &lost, Trace::default(), true);
            raw(status, body, content_type.as_deref().unwrap_or("text/html"))
        }
        Action::DropBefore => {
            let lost = Err(Refusal::new(0, "the connection was cut before the effect"));
            note(shared, method, params, &lost, Trace::default(), false);
            cut.after(0);
            StatusCode::OK.into_response()
        }
        Action::DropAfter => {
            // The answer is lost, so it does not matter whether it was a refusal.
            let _ = effect(shared, method, params, false).await;
            cut.after(0);
            StatusCode::OK.into_response()
        }
        Action::HalfAnswer { bytes } => {
            let answer = effect(shared, method, params, false).await;
            cut.after(bytes);
            answer_response(answer)
        }
        Action::EffectThenRaw { status, body } => {
            let _ = effect(shared, method, params, false).await;
            raw(status, body, "text/html")
        }
    }
}

/// Runs the method.
async fn effect(shared: &Shared, method: &str, params: &Params, answered: bool) -> Answer {
    if method == "getupdates" {
        return methods::get_updates(shared, params).await;
    }
    let now = shared.now();
    let mut world = shared.world();
    let mut call = Call {
        world: &mut world,
        params,
        now,
        trace: Trace::default(),
    };
    let answer = methods::run(method, &mut call);
    let trace = call.trace;
    write_ledger(&mut world, now, method, params, &answer, &trace, answered);
    answer
}

/// Writes a call that had no effect into the ledger.
fn note(
    shared: &Shared,
    method: &str,
    params: &Params,
    answer: &Answer,
    trace: Trace,
    answered: bool,
) {
    let now = shared.now();
    let mut world = shared.world();
    write_ledger(&mut world, now, method, params, answer, &trace, answered);
}

fn write_ledger(
    world: &mut super::world::World,
    now: chrono::DateTime<chrono::Utc>,
    method: &str,
    params: &Params,
    answer: &Answer,
    trace: &Trace,
    answered: bool,
) {
    world.ledger.write(now, || Happened::Call {
        method: method.to_owned(),
        chat: params.integer("chat_id"),
        message: trace.message,
        params: Value::Object(params.fields.clone()),
        took_effect: answer.is_ok(),
        answered,
        error: answer
            .as_ref()
            .err()
            .map(|refusal| refusal.description.to_string()),
    });
}

fn answer_response(answer: Answer) -> Response {
    let (status, body) = match answer {
        Ok(result) => (200, success(result)),
        Err(refusal) => (refusal.code, refusal.body()),
    };
    raw(status, body, "application/json")
}

fn raw(status: u16, body: String, content_type: &str) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let response = Response::builder()
        .status(status)
        .header(CONTENT_TYPE, content_type);
    // The builder fails only on a content type that is no header value.
    response
        .body(Body::from(body))
        .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// `/file/bot<token>/<path>`: the bytes of a file. teloxide sends the path as one escaped segment.
fn stored_file(shared: &Shared, rest: &str) -> Response {
    let path = rest.split_once('/').filter(|(token, _)| plausible(token));
    let path = path
        .map(|(_, path)| percent_decoded(path.as_bytes()))
        .unwrap_or_default();
    match shared.world().files.at_path(&path) {
        Some(file) => (
            [(CONTENT_TYPE, "application/octet-stream")],
            file.bytes.clone(),
        )
            .into_response(),
        None => answer_response(Err(Refusal::new(404, "Not Found"))),
    }
}
