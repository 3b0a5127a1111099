//! A Bot API server of forty lines for these tests: every call goes to a closure, and is written down.
//!
//! Deliberately not here: any memory of chats or updates. The sandbox is the emulator; this is a puppet.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::Request,
    http::StatusCode,
    response::Response,
};
use charley::{
    app::{Delivered, Incoming, Job, NotSaved, Outcome, Start, Writer},
    clock::Clock,
    dialogue::{Anchor, Class, Message},
    store::{Op, OutRow, Person, RowKey},
    telegram::{Api, Token, studio::Studio},
};
use futures_util::stream;
use serde_json::{Value, json};
use tokio::sync::mpsc;

pub const TOKEN: &str = "123456789:AAcanaryTOKENcanaryTOKENcanaryTOKEN0";

/// What the server does with a call.
pub enum Reply {
    Ok(Value),
    /// `error_code`, which is the HTTP status too, and the description.
    No(u16, &'static str),
    Wait(u64),
    Raw(u16, &'static str),
    /// The effect is done, the connection breaks.
    Broken,
    /// Never answers.
    Hang,
    After(Duration, Box<Reply>),
}

#[derive(Clone, Debug)]
pub struct Call {
    pub at: Instant,
    pub method: String,
    pub body: Value,
}

pub struct Fake {
    pub url: String,
    calls: Arc<Mutex<Vec<Call>>>,
}

type Answer = dyn FnMut(&Call) -> Reply + Send;

impl Fake {
    pub async fn start(answer: impl FnMut(&Call) -> Reply + Send + 'static) -> Self {
        let calls = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&calls);
        let answer: Arc<Mutex<Box<Answer>>> = Arc::new(Mutex::new(Box::new(answer)));
        let handler = move |request: Request| {
            let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
            async move {
                let path = request.uri().path().to_owned();
                let (path, is_file) = match path.strip_prefix("/file") {
                    Some(rest) => (rest.to_owned(), true),
                    None => (path, false),
                };
                let (token, method) = path[1..].split_once('/').unwrap();
                assert_eq!(token, format!("bot{TOKEN}"));
                let method = match is_file {
                    true => format!("file {method}"),
                    false => method.to_ascii_lowercase(),
                };
                let body = axum::body::to_bytes(request.into_body(), 1 << 20).await;
                let body = body.unwrap();
                // An upload is no JSON: as it came, as far as it is text.
                let as_text = || Value::String(String::from_utf8_lossy(&body).into_owned());
                let body = serde_json::from_slice(&body).unwrap_or_else(|_| as_text());
                let at = Instant::now();
                let call = Call { at, method, body };
                log.lock().unwrap().push(call.clone());
                let reply = (answer.lock().unwrap())(&call);
                respond(reply).await
            }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(handler);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, calls }
    }

    pub fn api(&self) -> Api {
        api_at(&self.url)
    }

    pub fn calls(&self, method: &str) -> Vec<Call> {
        let calls = self.calls.lock().unwrap();
        let wanted = |call: &&Call| call.method == method;
        calls.iter().filter(wanted).cloned().collect()
    }
}

pub fn api_at(url: &str) -> Api {
    let poll = Duration::from_secs(20);
    Api::new(Token::new(TOKEN), Some(url.parse().unwrap()), poll).unwrap()
}

async fn respond(mut reply: Reply) -> Response {
    while let Reply::After(pause, then) = reply {
        tokio::time::sleep(pause).await;
        reply = *then;
    }
    let (status, body) = match reply {
        Reply::Ok(result) => (200, json!({ "ok": true, "result": result }).to_string()),
        Reply::No(code, text) => {
            let no = json!({ "ok": false, "error_code": code, "description": text });
            (code, no.to_string())
        }
        Reply::Wait(seconds) => {
            let no = json!({
                "ok": false, "error_code": 429, "description": "Too Many Requests: retry after",
                "parameters": { "retry_after": seconds },
            });
            (429, no.to_string())
        }
        Reply::Raw(status, body) => (status, body.to_owned()),
        Reply::Broken => {
            let broken = stream::iter([
                Ok(Bytes::from_static(b"{\"ok\":tr")),
                Err(std::io::Error::other("cut")),
            ]);
            return Response::new(Body::from_stream(broken));
        }
        Reply::Hang => std::future::pending().await,
        Reply::After(..) => unreachable!("unwrapped above"),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    response
}

/// What Telegram answers to a message that was sent.
pub fn sent(id: i32) -> Reply {
    Reply::Ok(json!({
        "message_id": id, "date": 1_760_000_000, "text": "…",
        "chat": { "id": 7, "type": "private", "first_name": "A" },
    }))
}

/// A stand-in for the writer: writes down what it is told, and saves or not as `save` says.
pub struct Scribe {
    pub writer: Writer,
    pub batches: mpsc::UnboundedReceiver<Vec<Incoming>>,
    pub outcomes: mpsc::UnboundedReceiver<Outcome>,
}

impl Scribe {
    pub fn start(mut save: impl FnMut() -> bool + Send + 'static, go: Start) -> Self {
        let (inbox, mut jobs) = mpsc::unbounded_channel();
        let (to_batches, batches) = mpsc::unbounded_channel();
        let (to_outcomes, outcomes) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Some(job) = jobs.recv().await {
                match job {
                    Job::Batch { incoming, done } => {
                        let saved = if save() {
                            Ok(())
                        } else {
                            Err(NotSaved("full".into()))
                        };
                        let _ = to_batches.send(incoming);
                        let _ = done.send(saved);
                    }
                    Job::Delivered(tray) => {
                        for outcome in tray.take() {
                            drop(to_outcomes.send(outcome));
                        }
                    }
                    Job::Starting { go: answer, .. } => drop(answer.send(go)),
                    Job::Wake { done } => drop(done.send(None)),
                    // It keeps nothing: whoever asks hears that nobody answers.
                    Job::Copy { .. } | Job::Keyring { .. } | Job::Read { .. } => {}
                    Job::Stop => return,
                }
            }
        });
        Self {
            writer: Writer::new(inbox),
            batches,
            outcomes,
        }
    }

    /// A place where pictures are drawn, and no documents: nothing is kept here.
    pub fn studio(&self) -> Studio {
        let lore = Arc::new(crate::world::lore());
        Studio::new(self.writer.clone(), lore, Clock::default())
    }

    pub async fn outcome(&mut self) -> Delivered {
        let wait = tokio::time::timeout(Duration::from_secs(15), self.outcomes.recv());
        wait.await.expect("an outcome in time").unwrap().result
    }
}

pub fn key(person: u8, seq: u64) -> RowKey {
    RowKey {
        person: Person([person; 16]),
        seq,
    }
}

pub fn words(text: &str) -> Message {
    Message {
        text: text.to_owned(),
        keyboard: charley::dialogue::Keyboard::None,
        silent: false,
        attached: None,
    }
}

pub fn send(chat_id: i64, class: Class, anchor: Option<u32>, text: &str) -> OutRow {
    OutRow {
        chat_id,
        class,
        started: false,
        created: None,
        good_for: None,
        op: Op::Send {
            anchor: anchor.map(Anchor),
            message: words(text),
        },
    }
}

pub fn edit(chat_id: i64, anchor: u32, text: &str) -> OutRow {
    OutRow {
        chat_id,
        class: Class::Answer,
        started: false,
        created: None,
        good_for: None,
        op: Op::Edit {
            anchor: Anchor(anchor),
            message: words(text),
        },
    }
}

/// The text of a row, whatever is done with it.
pub fn text_of(row: &OutRow) -> &str {
    let (Op::Send { message, .. } | Op::Edit { message, .. }) = &row.op;
    &message.text
}
