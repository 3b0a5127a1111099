//! Every error text that teloxide knows, and those that the server says today.

use std::time::Duration;

use charley::telegram::errors::{Failure, by_text, judge};
use serde_json::json;

/// The operator's words are not judged here.
const REFUSED: Failure = Failure::Refused("");

/// The class without those words.
fn class(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(_) => REFUSED,
        other => other,
    }
}

/// The text, as the server sends it, and what it means for a row.
const TEXTS: [(&str, Failure); 89] = [
    ("Forbidden: bot was blocked by the user", Failure::Gone),
    ("Unauthorized", Failure::Token),
    ("Not Found", Failure::Token),
    (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
        Failure::NotModified,
    ),
    ("Bad Request: MESSAGE_NOT_MODIFIED", Failure::NotModified),
    ("Bad Request: MESSAGE_ID_INVALID", Failure::Lost),
    ("Bad Request: message to forward not found", REFUSED),
    ("Bad Request: message to delete not found", REFUSED),
    ("Bad Request: message to copy not found", REFUSED),
    ("Bad Request: message text is empty", REFUSED),
    ("Bad Request: message can't be edited", Failure::Lost),
    ("Bad Request: message can't be deleted", REFUSED),
    ("Bad Request: message to edit not found", Failure::Lost),
    ("Bad Request: message to be replied not found", REFUSED),
    (
        "Bad Request: message identifier is not specified",
        Failure::Lost,
    ),
    ("Bad Request: message is too long", REFUSED),
    ("Bad Request: MESSAGE_TOO_LONG", REFUSED),
    (
        "Bad Request: Too much messages to send as an album",
        REFUSED,
    ),
    ("Bad Request: RESULTS_TOO_MUCH", REFUSED),
    ("Bad Request: poll has already been closed", REFUSED),
    ("Bad Request: poll must have at least 2 option", REFUSED),
    ("Bad Request: poll can't have more than 12 options", REFUSED),
    ("Bad Request: poll options must be non-empty", REFUSED),
    ("Bad Request: poll question must be non-empty", REFUSED),
    (
        "Bad Request: poll options length must not exceed 100",
        REFUSED,
    ),
    (
        "Bad Request: poll question length must not exceed 255",
        REFUSED,
    ),
    ("Bad Request: message with poll to stop not found", REFUSED),
    ("Bad Request: message is not a poll", REFUSED),
    ("Bad Request: chat not found", Failure::Gone),
    ("Bad Request: user not found", Failure::Gone),
    ("Bad Request: chat description is not modified", REFUSED),
    (
        "Bad Request: query is too old and response timeout expired or query id is invalid",
        Failure::Stale,
    ),
    (
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
        Failure::Stale,
    ),
    ("Bad Request: QUERY_ID_INVALID", Failure::Stale),
    ("Bad Request: BUTTON_URL_INVALID", REFUSED),
    ("Bad Request: BUTTON_DATA_INVALID", REFUSED),
    (
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        REFUSED,
    ),
    ("Bad Request: wrong file id", REFUSED),
    (
        "Bad Request: wrong file identifier/HTTP URL specified",
        REFUSED,
    ),
    ("Bad Request: failed to get HTTP URL content", REFUSED),
    ("Bad Request: group is deactivated", Failure::Gone),
    ("Bad Request: IMAGE_PROCESS_FAILED", REFUSED),
    (
        "Bad Request: Photo should be uploaded as an InputFile",
        REFUSED,
    ),
    ("Bad Request: STICKERSET_INVALID", REFUSED),
    ("Bad Request: sticker set name is already occupied", REFUSED),
    ("Bad Request: USER_IS_BOT", Failure::Gone),
    (
        "Bad Request: invalid sticker set name is specified",
        REFUSED,
    ),
    ("Bad Request: not enough rights to pin a message", REFUSED),
    (
        "Bad Request: not enough rights to manage pinned messages in the chat",
        REFUSED,
    ),
    (
        "Bad Request: not enough rights to change chat permissions",
        REFUSED,
    ),
    (
        "Bad Request: method is available only for supergroups and channel",
        REFUSED,
    ),
    ("Bad Request: can't demote chat creator", REFUSED),
    ("Bad Request: can't restrict self", REFUSED),
    (
        "Bad Request: not enough rights to restrict/unrestrict chat member",
        REFUSED,
    ),
    (
        "Bad Request: need administrator rights in the channel chat",
        REFUSED,
    ),
    (
        "Bad Request: bad webhook: HTTPS url must be provided for webhook",
        REFUSED,
    ),
    (
        "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        REFUSED,
    ),
    (
        "Bad Request: bad webhook: Failed to resolve host: Name or service not known",
        REFUSED,
    ),
    ("Bad Request: can't parse URL", REFUSED),
    ("Bad Request: can't parse entities: byte offset 3", REFUSED),
    (
        "can't use getUpdates method while webhook is active",
        REFUSED,
    ),
    ("Unauthorized: bot was kicked from a chat", Failure::Gone),
    (
        "Forbidden: bot was kicked from the supergroup chat",
        Failure::Gone,
    ),
    (
        "Forbidden: bot was kicked from the channel chat",
        Failure::Gone,
    ),
    ("Forbidden: user is deactivated", Failure::Deleted),
    (
        "Unauthorized: bot can't initiate conversation with a user",
        Failure::Gone,
    ),
    (
        "Forbidden: bot can't initiate conversation with a user",
        Failure::Gone,
    ),
    (
        "Unauthorized: bot can't send messages to bots",
        Failure::Gone,
    ),
    ("Forbidden: bot can't send messages to bots", Failure::Gone),
    (
        "Forbidden: bot was kicked from the group chat",
        Failure::Gone,
    ),
    (
        "Forbidden: bot is not a member of the channel chat",
        Failure::Gone,
    ),
    ("Forbidden: a reason of next year", Failure::Gone),
    ("Bad Request: USER_IS_BLOCKED", Failure::Gone),
    ("Bad Request: INPUT_USER_DEACTIVATED", Failure::Deleted),
    ("Bad Request: PEER_ID_INVALID", Failure::Gone),
    ("Bad Request: YOU_BLOCKED_USER", Failure::Gone),
    ("Bad Request: wrong HTTP URL", REFUSED),
    (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        REFUSED,
    ),
    ("Bad Request: invalid file id", REFUSED),
    ("Request Entity Too Large", REFUSED),
    ("Bad Request: BUTTON_TYPE_INVALID", REFUSED),
    ("Bad Request: message_text_invalid of next year", REFUSED),
    ("Internal Server Error", Failure::Server),
    ("Bad Gateway", Failure::Server),
    ("Gateway Timeout", Failure::Server),
    ("Service Unavailable", Failure::Server),
    ("Internal Server Error: restart", Failure::Server),
    (
        "Too Many Requests: retry later",
        Failure::Wait(Duration::from_secs(5)),
    ),
    ("", REFUSED),
];

#[test]
fn every_text_has_its_class() {
    for (text, wanted) in TEXTS {
        let refusal = json!({ "ok": false, "error_code": 400, "description": text });
        assert_eq!(class(failure(&refusal.to_string())), wanted, "{text}");
    }
}

#[test]
fn the_class_does_not_depend_on_the_case() {
    for (text, wanted) in TEXTS {
        assert_eq!(class(by_text(&text.to_ascii_uppercase())), wanted, "{text}");
        assert_eq!(class(by_text(&text.to_ascii_lowercase())), wanted, "{text}");
    }
}

fn failure(body: &str) -> Failure {
    judge(body.as_bytes()).expect_err("no message id")
}

#[test]
fn a_success_that_cannot_be_read_is_a_success() {
    let sent = r#"{"ok":true,"result":{"message_id":12,"date":"a shape of next year"}}"#;
    assert_eq!(judge(sent.as_bytes()), Ok(12));
    let odd = r#"{"ok":true,"result":{"message_id":12},"error_code":"a shape of next year"}"#;
    assert_eq!(failure(odd), Failure::Done(Some(12)));
    assert_eq!(failure(r#"{"ok":true,"result":true}"#), Failure::Done(None));
    let blocked = r#"{"ok":false,"description":"Forbidden: x","parameters":{"new":1}}"#;
    assert_eq!(failure(blocked), Failure::Gone);
    let odd = r#"{"ok":false,"description":"Forbidden: x","parameters":[]}"#;
    assert_eq!(failure(odd), Failure::Gone);
    assert_eq!(failure("<html>502 Bad Gateway</html>"), Failure::Server);
    assert_eq!(failure(r#"{"ok":tr"#), Failure::Unclear);
}

#[test]
fn waits_and_migrations_are_told_apart() {
    let wait = r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 35","parameters":{"retry_after":35}}"#;
    assert_eq!(failure(wait), Failure::Wait(Duration::from_secs(35)));
    let moved = r#"{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1}}"#;
    assert_eq!(failure(moved), Failure::Refused("the chat has moved"));
}

#[test]
fn the_operator_is_told_the_kind_of_a_refusal_and_never_its_text() {
    let quoting = "Bad Request: can't parse entities: my calf hurts";
    assert_eq!(by_text(quoting), Failure::Refused("it cannot be parsed"));
    let unknown = by_text("Bad Request: my calf hurts");
    assert_eq!(unknown, Failure::Refused("a reason that is not known"));
}
