//! The page's routes: who may use them, and what they do.

use charley::sandbox::{ClockControl, Sandbox, SandboxConfig, serve};
use reqwest::{Client, Method, RequestBuilder, header::CONTENT_TYPE};
use serde_json::{Value, json};

async fn sandbox() -> Sandbox {
    serve(SandboxConfig::new(ClockControl::offset()))
        .await
        .expect("a free port on loopback")
}

fn request(sandbox: &Sandbox, method: Method, path: &str) -> RequestBuilder {
    Client::new().request(method, format!("http://{}{path}", sandbox.addr))
}

async fn post(sandbox: &Sandbox, path: &str, body: Value) -> (u16, Value) {
    let request = request(sandbox, Method::POST, path).header(CONTENT_TYPE, "application/json");
    let response = request
        .body(body.to_string())
        .send()
        .await
        .expect("an answer");
    let status = response.status().as_u16();
    (
        status,
        serde_json::from_str(&response.text().await.expect("a body")).unwrap_or_default(),
    )
}

async fn get(sandbox: &Sandbox, path: &str) -> Value {
    let response = request(sandbox, Method::GET, path)
        .send()
        .await
        .expect("an answer");
    serde_json::from_str(&response.text().await.expect("a body")).expect("JSON")
}

#[tokio::test]
async fn another_website_cannot_use_the_sandbox() {
    let sandbox = sandbox().await;
    let own = format!("http://{}", sandbox.addr);
    let port = sandbox.addr.port();
    let table = [
        ("host", "evil.example".to_owned(), 403),
        ("host", format!("evil.example:{port}"), 403),
        ("host", format!("127.0.0.1.evil.example:{port}"), 403),
        ("host", format!("localhost:{port}"), 200),
        ("origin", "https://evil.example".to_owned(), 403),
        ("origin", "null".to_owned(), 403),
        (
            "origin",
            format!("http://127.0.0.1:{}", port.wrapping_add(1)),
            403,
        ),
        ("origin", own, 200),
        ("sec-fetch-site", "cross-site".to_owned(), 403),
        ("sec-fetch-site", "same-site".to_owned(), 403),
        ("sec-fetch-site", "same-origin".to_owned(), 200),
    ];
    for (name, value, expected) in table {
        for path in ["/sandbox/state", "/bot1:abc/getMe"] {
            let request = request(&sandbox, Method::GET, path).header(name, &value);
            let status = request.send().await.expect("an answer").status().as_u16();
            assert_eq!(status, expected, "{path} with {name}: {value}");
        }
    }
    // A form of another site can post, but not with this content type.
    let form = request(&sandbox, Method::POST, "/sandbox/say").header(CONTENT_TYPE, "text/plain");
    let status = form
        .body(r#"{"chat":1001,"text":"x"}"#)
        .send()
        .await
        .expect("an answer")
        .status();
    assert_eq!(status.as_u16(), 415);
    let link = request(&sandbox, Method::GET, "/").header("sec-fetch-site", "cross-site");
    let page = link.send().await.expect("an answer");
    assert_eq!(page.status().as_u16(), 200, "a link may open the page");
    let policy = page.headers()["content-security-policy"]
        .to_str()
        .expect("text")
        .to_owned();
    assert!(policy.starts_with("default-src 'self'"));
}

#[tokio::test]
async fn the_page_asks_no_other_host() {
    let sandbox = sandbox().await;
    for path in ["/", "/page/page.css", "/page/page.js", "/page/bubbles.js"] {
        let response = request(&sandbox, Method::GET, path)
            .send()
            .await
            .expect("an answer");
        assert_eq!(response.status().as_u16(), 200, "{path}");
        let text = response
            .text()
            .await
            .expect("text")
            .replace("http://www.w3.org/2000/svg", "");
        assert!(
            !text.contains("http://") && !text.contains("src=\"//"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_clock_goes_forward_and_not_back() {
    let sandbox = sandbox().await;
    let before = get(&sandbox, "/sandbox/clock").await;
    let (status, after) = post(&sandbox, "/sandbox/clock", json!({"by": 3600})).await;
    assert_eq!(status, 200);
    let instant = |clock: &Value| {
        clock["now"]
            .as_str()
            .expect("text")
            .parse::<chrono::DateTime<chrono::Utc>>()
    };
    let ahead = instant(&after).expect("a date") - instant(&before).expect("a date");
    assert!((3600..3610).contains(&ahead.num_seconds()));
    let (status, refused) = post(
        &sandbox,
        "/sandbox/clock",
        json!({"to": "2020-01-01T00:00:00Z"}),
    )
    .await;
    assert_eq!(status, 409);
    assert!(
        refused["error"]
            .as_str()
            .expect("text")
            .contains("only goes forward")
    );
    assert_eq!(
        post(
            &sandbox,
            "/sandbox/clock",
            json!({"by": 40_000_000_000_i64})
        )
        .await
        .0,
        409
    );
    let (_, added) = post(&sandbox, "/sandbox/people", json!({"name": "Kim"})).await;
    post(
        &sandbox,
        "/sandbox/say",
        json!({"chat": added["id"], "text": "hello"}),
    )
    .await;
    let messages = get(&sandbox, &format!("/sandbox/messages?chat={}", added["id"])).await;
    let date = messages[0]["message"]["date"].as_i64().expect("a date");
    assert!(
        date >= instant(&after).expect("a date").timestamp(),
        "messages carry the sandbox's time"
    );
}

#[tokio::test]
async fn a_person_can_do_everything_by_http() {
    let sandbox = sandbox().await;
    let sam = json!(1001);
    for (path, body) in [
        ("/sandbox/say", json!({"chat": sam, "text": "hello"})),
        (
            "/sandbox/edit",
            json!({"chat": sam, "message": 1, "text": "hello there"}),
        ),
        (
            "/sandbox/send",
            json!({"chat": sam, "message": {"location": {"latitude": 1.0, "longitude": 2.0}}}),
        ),
        ("/sandbox/upload?chat=1001&kind=sticker", json!("any bytes")),
        ("/sandbox/upload?chat=1001&kind=voice", json!("any bytes")),
        (
            "/sandbox/press",
            json!({"chat": sam, "message": 1, "data": "forged"}),
        ),
        ("/sandbox/block", json!({"chat": sam, "blocked": true})),
        ("/sandbox/inject", json!({"poll": {"id": "1"}})),
        (
            "/sandbox/faults",
            json!({"method": "sendMessage", "count": 2, "do": "refuse", "code": 403, "description": "x"}),
        ),
        ("/sandbox/mess", json!({"duplicate": 0.5})),
        ("/sandbox/limits", json!({"per_chat": 1, "overall": 30})),
    ] {
        assert_eq!(post(&sandbox, path, body).await.0, 200, "{path}");
    }
    assert_eq!(
        post(&sandbox, "/sandbox/say", json!({"chat": sam, "text": "x"}))
            .await
            .0,
        409,
        "blocked"
    );
    assert_eq!(
        post(&sandbox, "/sandbox/say", json!({"chat": 5, "text": "x"}))
            .await
            .0,
        409
    );
    let faults = get(&sandbox, "/sandbox/faults").await;
    assert_eq!(
        (&faults[0]["do"], &faults[0]["count"]),
        (&json!("refuse"), &json!(2))
    );
    request(&sandbox, Method::DELETE, "/sandbox/faults")
        .send()
        .await
        .expect("an answer");
    assert_eq!(get(&sandbox, "/sandbox/faults").await, json!([]));
    let state = get(&sandbox, "/sandbox/state").await;
    assert_eq!(
        state["chats"][0]["messages"][0]["message"]["text"],
        "hello there"
    );
    assert_eq!(state["testers"]["limits"]["overall"], 30);
    assert!(
        get(&sandbox, "/sandbox/ledger?since=0")
            .await
            .as_array()
            .is_some_and(|list| list.len() >= 7)
    );
}

#[tokio::test]
async fn events_begin_with_the_state_and_resume_after_the_last_one_seen() {
    let sandbox = sandbox().await;
    let mut stream = request(&sandbox, Method::GET, "/sandbox/events")
        .send()
        .await
        .expect("a stream");
    let first = next(&mut stream).await;
    assert!(first.contains("event: state"), "{first}");
    post(
        &sandbox,
        "/sandbox/say",
        json!({"chat": 1001, "text": "one"}),
    )
    .await;
    let one = next(&mut stream).await;
    assert!(
        one.contains("event: message") && one.contains("one"),
        "{one}"
    );
    drop(stream);
    post(
        &sandbox,
        "/sandbox/say",
        json!({"chat": 1001, "text": "two"}),
    )
    .await;
    let id = one
        .lines()
        .find_map(|line| line.strip_prefix("id: "))
        .expect("an id")
        .to_owned();
    let resumed =
        |id: String| request(&sandbox, Method::GET, "/sandbox/events").header("last-event-id", id);
    let mut stream = resumed(id).send().await.expect("a stream");
    let two = next(&mut stream).await;
    assert!(
        two.contains("event: message") && two.contains("two"),
        "{two}"
    );
    let mut stream = resumed("1-1".to_owned()).send().await.expect("a stream");
    assert!(
        next(&mut stream).await.contains("event: state"),
        "from another run: all of it"
    );
}

/// The next event's text.
async fn next(stream: &mut reqwest::Response) -> String {
    let mut text = String::new();
    while !text.ends_with("\n\n") {
        let chunk = tokio::time::timeout(super::PATIENCE, stream.chunk())
            .await
            .expect("in time");
        text += &String::from_utf8_lossy(&chunk.expect("bytes").expect("more"));
    }
    text
}
