//! What a method answers: JSON text, or a refusal in Telegram's words.
//!
//! The descriptions are part of the Bot API's behaviour: client libraries match on them, so they are spelled as Telegram
//! spells them. Deliberately not here: HTTP.

use std::borrow::Cow;

use serde_json::json;

/// The JSON text of `result`, or why there is none.
pub(super) type Answer = Result<String, Refusal>;

/// An `{"ok":false}` answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub code: u16,
    pub description: Cow<'static, str>,
    pub retry_after: Option<u32>,
}

impl Refusal {
    pub(super) fn new(code: u16, description: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            description: description.into(),
            retry_after: None,
        }
    }

    /// 400 with "Bad Request: " before the reason.
    pub(super) fn bad(reason: &str) -> Self {
        Self::new(400, format!("Bad Request: {reason}"))
    }

    /// 403 with "Forbidden: " before the reason.
    pub(super) fn forbidden(reason: &str) -> Self {
        Self::new(403, format!("Forbidden: {reason}"))
    }

    /// 429, to be tried again after so many seconds.
    pub(super) fn too_many(retry_after: u32) -> Self {
        Self {
            retry_after: Some(retry_after),
            ..Self::new(429, format!("Too Many Requests: retry after {retry_after}"))
        }
    }

    /// The body of the answer.
    pub(super) fn body(&self) -> String {
        let mut body = json!({
            "ok": false, "error_code": self.code, "description": self.description,
        });
        if let Some(seconds) = self.retry_after {
            body["parameters"] = json!({ "retry_after": seconds });
        }
        body.to_string()
    }
}

/// The body of a success, in the result's own buffer: an answer to a poll is long.
pub(super) fn success(mut result: String) -> String {
    result.insert_str(0, r#"{"ok":true,"result":"#);
    result.push('}');
    result
}

/// The `true` that many methods answer.
pub(super) fn yes() -> Answer {
    Ok("true".to_owned())
}
