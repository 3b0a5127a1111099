//! What a person does on the page: write, press, share, edit, block. And reading the state.
//!
//! Deliberately not here: anything that a Rust test needs other than by HTTP (`person.rs`).

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Json, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{clock, json as json_response, refusal};
use crate::sandbox::{chat::Author, emulator::Shared, world::SandboxError};

type World = State<Arc<Shared>>;

/// Ids that the page gives to people it adds.
const FIRST_PERSON: i64 = 1001;

fn outcome<T>(result: Result<T, SandboxError>, body: impl FnOnce(T) -> Value) -> Response {
    match result {
        Ok(done) => json_response(body(done).to_string()),
        Err(error) => refusal(StatusCode::CONFLICT, &error.to_string()),
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct OfChat {
    chat: i64,
}

pub(super) async fn state(State(shared): World) -> Response {
    let clock = clock::value(&shared);
    json_response(shared.world().whole_for_page(&clock))
}

pub(super) async fn messages(State(shared): World, Query(of): Query<OfChat>) -> Response {
    match shared.world().messages_for_page(of.chat) {
        Some(messages) => json_response(messages),
        None => refusal(StatusCode::NOT_FOUND, "there is no such chat"),
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct NewPerson {
    id: Option<i64>,
    name: String,
    #[serde(default)]
    language: String,
}

pub(super) async fn add_person(State(shared): World, Json(new): Json<NewPerson>) -> Response {
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > 64 {
        return refusal(StatusCode::BAD_REQUEST, "A name has 1 to 64 characters.");
    }
    let mut world = shared.world();
    let id = new.id.unwrap_or_else(|| {
        let highest = world.people.keys().copied().max();
        highest.map_or(FIRST_PERSON, |id| id + 1)
    });
    world.add_person(id, name, &new.language);
    json_response(json!({ "id": id }).to_string())
}

#[derive(Debug, Deserialize)]
pub(super) struct Say {
    chat: i64,
    text: String,
}

/// Telegram's limit for what a person writes at once; a client splits longer ones.
const LONGEST_SAYING: usize = 4096;

pub(super) async fn say(State(shared): World, Json(say): Json<Say>) -> Response {
    let text = say.text.trim();
    if text.is_empty() || text.chars().map(char::len_utf16).sum::<usize>() > LONGEST_SAYING {
        return refusal(
            StatusCode::BAD_REQUEST,
            "A message has 1 to 4096 characters.",
        );
    }
    post(
        &shared,
        say.chat,
        Map::from_iter([("text".to_owned(), json!(text))]),
    )
}

fn post(shared: &Shared, chat: i64, fields: Map<String, Value>) -> Response {
    let now = shared.now();
    let posted = shared.world().post(chat, Author::Person(chat), fields, now);
    outcome(posted, |message| json!({ "message": message }))
}

#[derive(Debug, Deserialize)]
pub(super) struct Send {
    chat: i64,
    /// Fields of the Bot API's `Message`, such as `location`.
    message: Map<String, Value>,
}

pub(super) async fn send(State(shared): World, Json(send): Json<Send>) -> Response {
    post(&shared, send.chat, send.message)
}

#[derive(Debug, Deserialize)]
pub(super) struct Upload {
    chat: i64,
    kind: Kind,
    #[serde(default)]
    name: String,
    #[serde(default)]
    caption: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Photo,
    Document,
    Voice,
    Sticker,
}

/// A file as the body; a voice message or a sticker may be empty, for nobody here listens to it.
pub(super) async fn upload(
    State(shared): World,
    Query(upload): Query<Upload>,
    headers: axum::http::HeaderMap,
    body: Bytes,
) -> Response {
    let mime = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or("application/octet-stream");
    let mut fields = Map::new();
    {
        let mut world = shared.world();
        let mut keep = |folder: &str, name: &str, mime: &str| {
            let name = if upload.name.is_empty() {
                name
            } else {
                &upload.name
            };
            world.files.keep(folder, name, mime, body.clone())
        };
        let (key, value) = match upload.kind {
            Kind::Photo => match keep("photos", "photo.jpg", mime).photo() {
                Some(photo) => ("photo", photo),
                None => return refusal(StatusCode::BAD_REQUEST, "That file is no picture."),
            },
            Kind::Document => ("document", keep("documents", "file.bin", mime).document()),
            Kind::Voice => {
                let mut voice = keep("voice", "voice.oga", "audio/ogg").meta();
                voice["duration"] = json!(4);
                voice["mime_type"] = json!("audio/ogg");
                ("voice", voice)
            }
            Kind::Sticker => {
                let mut sticker = keep("stickers", "sticker.webp", "image/webp").meta();
                sticker["type"] = json!("regular");
                sticker["width"] = json!(512);
                sticker["height"] = json!(512);
                sticker["is_animated"] = json!(false);
                sticker["is_video"] = json!(false);
                sticker["emoji"] = json!("\u{1f44b}");
                ("sticker", sticker)
            }
        };
        fields.insert(key.to_owned(), value);
    }
    if !upload.caption.is_empty() {
        fields.insert("caption".to_owned(), json!(upload.caption));
    }
    post(&shared, upload.chat, fields)
}

#[derive(Debug, Deserialize)]
pub(super) struct Press {
    chat: i64,
    message: i64,
    data: String,
}

pub(super) async fn press(State(shared): World, Json(press): Json<Press>) -> Response {
    let now = shared.now();
    let mut world = shared.world();
    let pressed = world.press(press.chat, press.chat, press.message, &press.data, now);
    // As text: a browser's numbers are too small for it.
    outcome(pressed, |id| json!({ "query": id.to_string() }))
}

#[derive(Debug, Deserialize)]
pub(super) struct Edit {
    chat: i64,
    message: i64,
    text: String,
}

pub(super) async fn edit(State(shared): World, Json(edit): Json<Edit>) -> Response {
    let now = shared.now();
    let text = edit.text.trim();
    if text.is_empty() {
        return refusal(StatusCode::BAD_REQUEST, "A message cannot be empty.");
    }
    let edited = shared.world().edit(edit.chat, edit.message, text, now);
    outcome(edited, |()| json!({}))
}

#[derive(Debug, Deserialize)]
pub(super) struct Block {
    chat: i64,
    blocked: bool,
}

pub(super) async fn block(State(shared): World, Json(block): Json<Block>) -> Response {
    let now = shared.now();
    let done = shared.world().set_blocked(block.chat, block.blocked, now);
    outcome(done, |()| json!({}))
}

#[derive(Debug, Deserialize)]
pub(super) struct FileId {
    id: String,
}

/// A file for the page: pictures are shown, everything else is only ever downloaded.
pub(super) async fn stored_file(State(shared): World, Query(file): Query<FileId>) -> Response {
    let world = shared.world();
    let Some(file) = world.files.get(&file.id) else {
        return refusal(StatusCode::NOT_FOUND, "there is no such file");
    };
    let picture = file.photo().is_some();
    let kind = match picture {
        true if file.bytes.starts_with(b"\x89PNG") => "image/png",
        true if file.bytes.starts_with(b"GIF8") => "image/gif",
        true if file.bytes.starts_with(b"\xff\xd8") => "image/jpeg",
        true => "image/webp",
        false => "application/octet-stream",
    };
    let place = if picture { "inline" } else { "attachment" };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, place),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox",
        ),
    ];
    (headers, file.bytes.clone()).into_response()
}
