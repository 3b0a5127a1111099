//! Keeps other websites out: the browser that shows the page also shows others.
//!
//! Three ways are closed. A foreign name that resolves to loopback (DNS rebinding): the Host must be a loopback name. A
//! foreign page that posts here (CSRF): an Origin must be our own, and a request that the browser marks as cross-site is
//! refused, but for opening the page by a link. Programs send none of these headers and pass: whoever runs programs on
//! this machine needs no browser for mischief.

use axum::{
    extract::Request,
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};

use super::refusal;

pub(in crate::sandbox) async fn guard(request: Request, next: Next) -> Response {
    let opens_page = request.method() == Method::GET && request.uri().path() == "/";
    match check(request.headers(), opens_page) {
        Ok(()) => next.run(request).await,
        Err(reason) => refusal(StatusCode::FORBIDDEN, reason),
    }
}

fn check(headers: &HeaderMap, opens_page: bool) -> Result<(), &'static str> {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let host = text(header::HOST.as_str()).unwrap_or_default();
    if !is_loopback(host) {
        return Err("this sandbox answers only under a loopback name");
    }
    if let Some(origin) = text(header::ORIGIN.as_str())
        && origin.strip_prefix("http://") != Some(host)
    {
        return Err("another website may not use this sandbox");
    }
    match text("sec-fetch-site") {
        None | Some("same-origin" | "none") => Ok(()),
        Some(_) if opens_page => Ok(()),
        Some(_) => Err("another website may not use this sandbox"),
    }
}

/// `127.0.0.1`, `localhost` or `[::1]`, with or without a port.
fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    ["127.0.0.1", "localhost", "[::1]"]
        .iter()
        .any(|own| name.eq_ignore_ascii_case(own))
}
