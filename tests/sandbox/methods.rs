//! The methods by bare HTTP: strict errors, the four ways to send parameters, formatting.

use reqwest::{Client, header::CONTENT_TYPE};
use serde_json::{Value, json};

use super::{TOKEN, call, emulator, refusal, result};

#[tokio::test]
async fn mistakes_are_refused_in_telegrams_words() {
    let emulator = emulator().await;
    let sam = emulator.person(1, "Sam");
    let mine = sam.say("hello").expect("not blocked");
    let _silent = emulator.person(2, "Never wrote");
    let blocker = emulator.person(3, "Blocker");
    blocker.say("hi").expect("not blocked");
    blocker.block().expect("a person");
    let gone = emulator.person(4, "Gone");
    gone.say("hi").expect("not blocked");
    gone.deactivate();
    let sent = result(
        &emulator,
        "sendMessage",
        json!({"chat_id": 1, "text": "first"}),
    )
    .await;
    let first = &sent["message_id"];
    let button =
        |data: &str| json!({"inline_keyboard": [[{"text": "Yes", "callback_data": data}]]});
    let send = |text: &str| json!({"chat_id": 1, "text": text});
    let table: Vec<(&str, Value, u16, &str)> = vec![
        (
            "sendMessage",
            json!({"text": "x"}),
            400,
            "Bad Request: chat_id is empty",
        ),
        (
            "sendMessage",
            json!({"chat_id": 99, "text": "x"}),
            400,
            "Bad Request: chat not found",
        ),
        (
            "sendMessage",
            json!({"chat_id": 2, "text": "x"}),
            403,
            "Forbidden: bot can't initiate conversation with a user",
        ),
        (
            "sendMessage",
            json!({"chat_id": 3, "text": "x"}),
            403,
            "Forbidden: bot was blocked by the user",
        ),
        (
            "sendMessage",
            json!({"chat_id": 4, "text": "x"}),
            403,
            "Forbidden: user is deactivated",
        ),
        (
            "sendMessage",
            send("  \n "),
            400,
            "Bad Request: message text is empty",
        ),
        (
            "sendMessage",
            send(&"x".repeat(4097)),
            400,
            "Bad Request: message is too long",
        ),
        (
            "sendMessage",
            send(&"\u{1F9B5}".repeat(2049)),
            400,
            "Bad Request: message is too long",
        ),
        (
            "sendMessage",
            json!({"chat_id": 1, "text": "<b>x", "parse_mode": "HTML"}),
            400,
            "can't parse entities",
        ),
        (
            "sendMessage",
            json!({"chat_id": 1, "text": "<x>x</x>", "parse_mode": "HTML"}),
            400,
            "Unsupported start tag \"x\"",
        ),
        (
            "sendMessage",
            json!({"chat_id": 1, "text": "*x", "parse_mode": "MarkdownV2"}),
            400,
            "can't parse entities",
        ),
        (
            "sendMessage",
            json!({"chat_id": 1, "text": "x.", "parse_mode": "MarkdownV2"}),
            400,
            "Character '.' is reserved",
        ),
        (
            "sendMessage",
            json!({"chat_id": 1, "text": "x", "reply_markup": button("")}),
            400,
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            "sendMessage",
            json!({"chat_id": 1, "text": "x", "reply_markup": button(&"я".repeat(33))}),
            400,
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            "sendMessage",
            json!({"chat_id": 1, "text": "x", "reply_parameters": {"message_id": 77}}),
            400,
            "message to be replied not found",
        ),
        (
            "editMessageText",
            json!({"chat_id": 1, "message_id": first, "text": "first"}),
            400,
            "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
        ),
        (
            "editMessageText",
            json!({"chat_id": 1, "message_id": 77, "text": "x"}),
            400,
            "Bad Request: message to edit not found",
        ),
        (
            "editMessageText",
            json!({"chat_id": 1, "message_id": mine, "text": "x"}),
            400,
            "Bad Request: message can't be edited",
        ),
        (
            "editMessageReplyMarkup",
            json!({"chat_id": 1, "message_id": first}),
            400,
            "message is not modified",
        ),
        (
            "deleteMessage",
            json!({"chat_id": 1, "message_id": 77}),
            400,
            "Bad Request: message to delete not found",
        ),
        (
            "answerCallbackQuery",
            json!({"callback_query_id": "1"}),
            400,
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
        ),
        (
            "getFile",
            json!({"file_id": "nothing"}),
            400,
            "wrong file_id",
        ),
        (
            "getChat",
            json!({"chat_id": 99}),
            400,
            "Bad Request: chat not found",
        ),
        (
            "setMyCommands",
            json!({"commands": [{"command": "Loud", "description": "x"}]}),
            400,
            "BOT_COMMAND_INVALID",
        ),
        (
            "sendChatAction",
            json!({"chat_id": 1, "action": "dancing"}),
            400,
            "wrong parameter action",
        ),
        (
            "sendDocument",
            json!({"chat_id": 1, "document": "https://example.org/x"}),
            400,
            "wrong file identifier",
        ),
        ("doTheLaundry", json!({}), 404, "Not Found"),
    ];
    for (method, params, status, words) in table {
        let (got, description) = refusal(&emulator, method, params.clone()).await;
        assert_eq!(got, status, "{method} {params}: {description}");
        assert!(
            description.contains(words),
            "{method} {params}: {description}"
        );
    }
}

#[tokio::test]
async fn a_token_of_the_wrong_shape_is_unauthorized() {
    let emulator = emulator().await;
    for token in ["abc", "123:", ":abc", "12x:abc", "123:a b"] {
        let url = format!("{}/bot{token}/getMe", emulator.api_url());
        let response = Client::new().get(url).send().await.expect("an answer");
        assert_eq!(response.status().as_u16(), 401, "{token}");
    }
}

#[tokio::test]
async fn parameters_come_by_query_form_json_and_multipart() {
    let emulator = emulator().await;
    let sam = emulator.person(1, "Sam");
    sam.say("hello").expect("not blocked");
    let markup = r#"{"inline_keyboard":[[{"text":"Yes & no","callback_data":"y"}]]}"#;
    let url = format!("{}/bot{TOKEN}/sendmessage", emulator.api_url());
    let client = Client::new();
    let escaped = "%7B%22inline_keyboard%22%3A%5B%5B%7B%22text%22%3A%22Yes+%26+no%22%2C%22callback_data%22%3A%22y%22%7D%5D%5D%7D";
    let pairs =
        format!("chat_id=1&text=caf%C3%A9+1%2B1&disable_notification=true&reply_markup={escaped}");
    let boundary = "frontier";
    let part = |name: &str, value: &str| {
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        )
    };
    let parts = [
        ("chat_id", "1"),
        ("text", "café 1+1"),
        ("disable_notification", "true"),
        ("reply_markup", markup),
    ];
    let multipart: String = parts
        .iter()
        .map(|(name, value)| part(name, value))
        .collect();
    let json_body = json!({"chat_id": "1", "text": "café 1+1", "disable_notification": true, "reply_markup": markup});
    let requests = [
        client.get(format!("{url}?{pairs}")),
        client
            .post(&url)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(pairs.clone()),
        client
            .post(&url)
            .header(CONTENT_TYPE, "application/json")
            .body(json_body.to_string()),
        client
            .post(&url)
            .header(
                CONTENT_TYPE,
                format!("multipart/form-data; boundary={boundary}"),
            )
            .body(format!("{multipart}--{boundary}--\r\n")),
    ];
    for (number, request) in requests.into_iter().enumerate() {
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status().as_u16(), 200, "request {number}");
        let bubble = sam.last_from_bot().expect("it was sent");
        assert_eq!(bubble.text, "café 1+1", "request {number}");
        assert_eq!(bubble.labels(), ["Yes & no"], "request {number}");
        assert!(bubble.silent, "request {number}");
    }
}

#[tokio::test]
async fn html_and_markdown_become_entities_with_offsets_in_utf16() {
    let emulator = emulator().await;
    emulator.person(1, "Sam").say("hello").expect("not blocked");
    let html = json!({"chat_id": 1, "parse_mode": "HTML", "text": "\u{1F9B5} <b>a &lt; <i>b</i></b> <a href=\"https://x.org/?a=1&amp;b\">c</a> /cramp"});
    let sent = result(&emulator, "sendMessage", html).await;
    assert_eq!(sent["text"], "\u{1F9B5} a < b c /cramp");
    let expected = json!([
        {"type": "bold", "offset": 3, "length": 5},
        {"type": "italic", "offset": 7, "length": 1},
        {"type": "text_link", "offset": 9, "length": 1, "url": "https://x.org/?a=1&b"},
        {"type": "bot_command", "offset": 11, "length": 6},
    ]);
    assert_eq!(sent["entities"], expected);
    let markdown = json!({"chat_id": 1, "parse_mode": "MarkdownV2", "text": "*a\\.* _b_ `c.` [d](https://x.org)"});
    let sent = result(&emulator, "sendMessage", markdown).await;
    assert_eq!(sent["text"], "a. b c. d");
    let kinds: Vec<&str> = sent["entities"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|e| e["type"].as_str())
        .collect();
    assert_eq!(kinds, ["bold", "italic", "code", "text_link"]);
}

#[tokio::test]
async fn any_text_comes_through_unchanged() {
    let emulator = emulator().await;
    let sam = emulator.person(1, "Sam");
    for text in [
        "\u{202E}abc",
        "\"quoted\" \\ back",
        "\u{0}nul",
        "<test/> & _",
        "\u{FDFD}\u{200B}x",
        "emoji \u{1F468}\u{200D}\u{1F469}",
    ] {
        sam.say(text).expect("not blocked");
        let updates = result(&emulator, "getUpdates", json!({"offset": -1})).await;
        assert_eq!(updates[0]["message"]["text"], text);
        result(
            &emulator,
            "sendMessage",
            json!({"chat_id": 1, "text": text}),
        )
        .await;
        assert_eq!(sam.last_from_bot().expect("it was sent").text, text);
    }
}

#[tokio::test]
async fn names_descriptions_and_commands_go_by_language_and_scope() {
    let emulator = emulator().await;
    result(
        &emulator,
        "setMyDescription",
        json!({"description": "for all"}),
    )
    .await;
    result(
        &emulator,
        "setMyDescription",
        json!({"description": "für alle", "language_code": "de"}),
    )
    .await;
    let description = |code: &'static str| {
        result(
            &emulator,
            "getMyDescription",
            json!({"language_code": code}),
        )
    };
    assert_eq!(description("de").await["description"], "für alle");
    assert_eq!(description("fr").await["description"], "for all");
    let commands = |name: &str| json!([{"command": name, "description": "x"}]);
    let private = json!({"type": "all_private_chats"});
    result(
        &emulator,
        "setMyCommands",
        json!({"commands": commands("all")}),
    )
    .await;
    result(
        &emulator,
        "setMyCommands",
        json!({"commands": commands("private"), "scope": private}),
    )
    .await;
    assert_eq!(
        result(&emulator, "getMyCommands", json!({})).await,
        commands("all")
    );
    let _sam = emulator.person(1, "Sam");
    assert_eq!(emulator.commands_for(1), commands("private"));
    result(&emulator, "deleteMyCommands", json!({"scope": private})).await;
    assert_eq!(emulator.commands_for(1), commands("all"));
}

#[tokio::test]
async fn limits_like_telegrams_can_be_switched_on() {
    let emulator = emulator().await;
    emulator.person(1, "Sam").say("hello").expect("not blocked");
    emulator.limits(charley::sandbox::Limits::like_telegram());
    result(
        &emulator,
        "sendMessage",
        json!({"chat_id": 1, "text": "one"}),
    )
    .await;
    let (status, answer) = call(
        &emulator,
        "sendMessage",
        json!({"chat_id": 1, "text": "two"}),
    )
    .await;
    assert_eq!(status, 429);
    assert_eq!(answer["parameters"]["retry_after"], 1);
}
