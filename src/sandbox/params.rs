//! A method's parameters, in whichever of the Bot API's four ways they came: query string, form, JSON or multipart.
//!
//! Text forms carry nested values as JSON text; the readers below accept both, as Telegram does. Deliberately not here:
//! what a parameter means.

use std::borrow::Cow;

use axum::{
    body::{Bytes, to_bytes},
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request},
    http::header::CONTENT_TYPE,
};
use serde_json::{Map, Value};

use super::answer::Refusal;

/// The largest body taken: a little over the Bot API's 50 MB for uploads.
const LARGEST_BODY: usize = 52 << 20;

/// A file that came with a multipart request.
#[derive(Debug, Clone)]
pub(super) struct Upload {
    pub field: String,
    pub name: String,
    pub mime: String,
    pub bytes: Bytes,
}

#[derive(Debug, Default)]
pub(super) struct Params {
    pub fields: Map<String, Value>,
    pub uploads: Vec<Upload>,
}

impl Params {
    pub(super) async fn read(request: Request) -> Result<Self, Refusal> {
        let mut params = Self::default();
        if let Some(query) = request.uri().query() {
            params.add_form(query.as_bytes());
        }
        let kind = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_ascii_lowercase();
        if kind.starts_with("multipart/form-data") {
            params.add_multipart(request).await?;
            return Ok(params);
        }
        let body = to_bytes(request.into_body(), LARGEST_BODY)
            .await
            .map_err(|_| Refusal::new(413, "Request Entity Too Large"))?;
        if kind.starts_with("application/json") {
            params.add_json(&body)?;
        } else if kind.starts_with("application/x-www-form-urlencoded") {
            params.add_form(&body);
        }
        Ok(params)
    }

    fn add_json(&mut self, body: &[u8]) -> Result<(), Refusal> {
        if body.iter().all(u8::is_ascii_whitespace) {
            return Ok(());
        }
        let fields: Map<String, Value> =
            serde_json::from_slice(body).map_err(|_| Refusal::bad("can't parse JSON object"))?;
        if self.fields.is_empty() {
            self.fields = fields;
        } else {
            self.fields.extend(fields);
        }
        Ok(())
    }

    fn add_form(&mut self, form: &[u8]) {
        for pair in form.split(|&byte| byte == b'&').filter(|p| !p.is_empty()) {
            let mut halves = pair.splitn(2, |&byte| byte == b'=');
            let key = form_text(halves.next().unwrap_or_default());
            let value = form_text(halves.next().unwrap_or_default());
            self.fields.insert(key, Value::String(value));
        }
    }

    async fn add_multipart(&mut self, request: Request) -> Result<(), Refusal> {
        let broken = |_| Refusal::bad("can't parse multipart body");
        let mut request = request;
        // axum caps bodies at 2 MB unless told otherwise.
        DefaultBodyLimit::max(LARGEST_BODY).apply(&mut request);
        let mut form = Multipart::from_request(request, &())
            .await
            .map_err(|_| Refusal::bad("can't parse multipart body"))?;
        while let Some(part) = form.next_field().await.map_err(broken)? {
            let field = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(name) => {
                    let mime = part
                        .content_type()
                        .unwrap_or("application/octet-stream")
                        .to_owned();
                    let bytes = part.bytes().await.map_err(broken)?;
                    self.uploads.push(Upload {
                        field,
                        name,
                        mime,
                        bytes,
                    });
                }
                None => {
                    let text = part.text().await.map_err(broken)?;
                    self.fields.insert(field, Value::String(text));
                }
            }
        }
        Ok(())
    }

    /// A text, also when it came as a number.
    pub(super) fn text(&self, key: &str) -> Option<Cow<'_, str>> {
        match self.fields.get(key)? {
            Value::String(text) => Some(Cow::Borrowed(text)),
            Value::Number(number) => Some(Cow::Owned(number.to_string())),
            _ => None,
        }
    }

    pub(super) fn integer(&self, key: &str) -> Option<i64> {
        match self.fields.get(key)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        match self.fields.get(key) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => matches!(text.as_str(), "true" | "True" | "1" | "yes"),
            Some(Value::Number(number)) => number.as_i64() == Some(1),
            _ => false,
        }
    }

    /// A nested value, also when it came as JSON text; an absent, null or empty one is `None`.
    pub(super) fn nested(&self, key: &str) -> Result<Option<Value>, Refusal> {
        match self.fields.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => serde_json::from_str(text)
                .map(Some)
                .map_err(|_| Refusal::bad(&format!("can't parse {key} JSON object"))),
            Some(value) => Ok(Some(value.clone())),
        }
    }

    /// The file of a parameter: uploaded under its name, or under the name that `attach://` gives.
    pub(super) fn upload(&self, key: &str) -> Option<&Upload> {
        let reference = self.fields.get(key).and_then(Value::as_str);
        let name = match reference {
            Some(reference) => reference.strip_prefix("attach://")?,
            None => key,
        };
        self.uploads.iter().find(|upload| upload.field == name)
    }
}

/// Decodes `application/x-www-form-urlencoded` text; what is no valid escape stays as it is.
pub(super) fn form_text(raw: &[u8]) -> String {
    let plus_as_space: Vec<u8> = raw
        .iter()
        .map(|&byte| if byte == b'+' { b' ' } else { byte })
        .collect();
    percent_decoded(&plus_as_space)
}

/// Decodes `%41` and its like.
pub(super) fn percent_decoded(raw: &[u8]) -> String {
    let mut decoded = Vec::with_capacity(raw.len());
    let mut at = 0;
    while at < raw.len() {
        let escape = (raw[at] == b'%')
            .then(|| raw.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match escape {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(raw[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
