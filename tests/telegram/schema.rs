//! Each kind of update and message, in each kind of chat.

use std::ops::ControlFlow;

use charley::{
    dialogue::{Command, Odd, What},
    telegram::{
        intake::me,
        place::Places,
        schema::{Parsed, Seen, schema},
    },
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};
use teloxide::{dptree, types::Update};

const SENT: i64 = 1_760_000_000;

fn seen() -> Seen {
    Seen {
        update_id: 5,
        at: DateTime::<Utc>::from_timestamp(1_770_000_000, 0).unwrap(),
    }
}

/// What the schema makes of one update.
async fn parse(kind: &str, content: Value) -> Parsed {
    let text = json!({ "update_id": 5, kind: content }).to_string();
    let update: Update = serde_json::from_str(&text).unwrap();
    let places = Places::new(|latitude, longitude| {
        assert_eq!((latitude, longitude), (52.5, 13.4));
        Some(Tz::Europe__Berlin)
    });
    let deps = dptree::deps![update, me("OurBot"), seen(), places];
    match schema().dispatch(deps).await {
        ControlFlow::Break(parsed) => parsed,
        ControlFlow::Continue(_) => panic!("the tree has an endpoint for everything"),
    }
}

/// A short form: the event's kind, `outside`, or why it is ignored.
async fn short(kind: &str, content: Value) -> String {
    match parse(kind, content).await {
        Parsed::Event(event) => format!("{:?}", event.event.what),
        Parsed::File(event, sent) => format!("{:?} of {} bytes", event.event.what, sent.size),
        Parsed::Outside { chat_id, .. } => format!("outside {chat_id}"),
        Parsed::Ignore(why) => format!("ignored {why:?}"),
    }
}

fn person() -> Value {
    json!({ "id": 7, "is_bot": false, "first_name": "<test/>", "language_code": "pt-br" })
}

fn chat(kind: &str) -> Value {
    match kind {
        "private" => json!({ "id": 7, "type": "private", "first_name": "_" }),
        "group" => json!({ "id": -7, "type": "group", "title": "G" }),
        "supergroup" => json!({ "id": -1_000_000_000_007_i64, "type": "supergroup", "title": "S" }),
        "forum" => {
            json!({ "id": -1_000_000_000_007_i64, "type": "supergroup", "title": "F", "is_forum": true })
        }
        "channel" => json!({ "id": -1_000_000_000_008_i64, "type": "channel", "title": "C" }),
        other => panic!("no chat kind {other}"),
    }
}

/// A message in that kind of chat, with the given fields on top.
fn message(chat_kind: &str, fields: Value) -> Value {
    let mut message = json!({
        "message_id": 3, "date": SENT, "chat": chat(chat_kind), "from": person(),
    });
    let all = message.as_object_mut().unwrap();
    for (name, value) in fields.as_object().unwrap() {
        all.insert(name.clone(), value.clone());
    }
    message
}

fn file(more: Value) -> Value {
    let mut file = json!({ "file_id": "f", "file_unique_id": "u", "file_size": 1 });
    let all = file.as_object_mut().unwrap();
    all.extend(more.as_object().unwrap().clone());
    file
}

/// The kinds of message that people send, and what each is in a private chat.
fn kinds() -> Vec<(&'static str, Value, What)> {
    let text = |words: &str| What::Text(words.to_owned());
    let odd = What::Odd;
    let size = json!({ "width": 1, "height": 1 });
    let clip = json!({ "width": 1, "height": 1, "duration": 1, "mime_type": "video/mp4" });
    vec![
        (
            "text",
            json!({ "text": " my calf_ *hurts* " }),
            text(" my calf_ *hurts* "),
        ),
        (
            "command",
            json!({ "text": "/cramp" }),
            What::Command(Command::Cramp),
        ),
        (
            "addressed",
            json!({ "text": "/cramp@ourbot" }),
            What::Command(Command::Cramp),
        ),
        (
            "payload",
            json!({ "text": "/start '; DROP--" }),
            What::Command(Command::Start),
        ),
        (
            "capitals",
            json!({ "text": "/Help" }),
            What::Command(Command::Help),
        ),
        (
            "unknown",
            json!({ "text": "/frobnicate now" }),
            text("/frobnicate now"),
        ),
        (
            "other bot",
            json!({ "text": "/cramp@otherbot" }),
            text("/cramp@otherbot"),
        ),
        ("slash", json!({ "text": "/" }), text("/")),
        (
            "photo",
            json!({ "photo": [file(size.clone())] }),
            odd(Odd::Picture),
        ),
        (
            "photo with words",
            json!({ "photo": [file(size)], "caption": "my leg is swollen" }),
            text("my leg is swollen"),
        ),
        (
            "sticker",
            json!({ "sticker": file(json!({
                "type": "regular", "width": 1, "height": 1, "is_animated": false, "is_video": false,
            })) }),
            odd(Odd::Sticker),
        ),
        (
            "video",
            json!({ "video": file(clip.clone()) }),
            odd(Odd::Picture),
        ),
        (
            "animation",
            json!({ "animation": file(clip), "document": file(json!({})) }),
            odd(Odd::Picture),
        ),
        (
            "voice",
            json!({ "voice": file(json!({ "duration": 1, "mime_type": "audio/ogg" })) }),
            odd(Odd::Voice),
        ),
        (
            "audio",
            json!({ "audio": file(json!({ "duration": 1, "mime_type": "audio/ogg" })) }),
            odd(Odd::Voice),
        ),
        (
            "video note",
            json!({ "video_note": file(json!({ "length": 1, "duration": 1 })) }),
            odd(Odd::Voice),
        ),
        (
            "document",
            json!({ "document": file(json!({})) }),
            odd(Odd::Other),
        ),
        (
            "contact",
            json!({ "contact": { "phone_number": "1", "first_name": "A" } }),
            odd(Odd::Other),
        ),
        (
            "dice",
            json!({ "dice": { "emoji": "🎲", "value": 3 } }),
            odd(Odd::Other),
        ),
        (
            "poll",
            json!({ "poll": {
                "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": false,
                "is_anonymous": true, "type": "regular", "allows_multiple_answers": false,
            } }),
            odd(Odd::Other),
        ),
        (
            "story",
            json!({ "story": { "id": 1, "chat": chat("channel") } }),
            odd(Odd::Other),
        ),
        (
            "unheard of",
            json!({ "hologram": { "depth": 3 } }),
            odd(Odd::Other),
        ),
        (
            "place",
            json!({ "location": { "latitude": 52.5, "longitude": 13.4 } }),
            What::Location(Some(Tz::Europe__Berlin)),
        ),
        (
            "live place",
            json!({ "location": { "latitude": 52.5, "longitude": 13.4, "live_period": 900 } }),
            What::Location(Some(Tz::Europe__Berlin)),
        ),
        (
            "venue",
            json!({
                "location": { "latitude": 52.5, "longitude": 13.4 },
                "venue": {
                    "location": { "latitude": 52.5, "longitude": 13.4 }, "title": "T", "address": "A",
                },
            }),
            What::Location(Some(Tz::Europe__Berlin)),
        ),
    ]
}

#[tokio::test]
async fn a_private_message_of_each_kind_becomes_its_event() {
    for (name, fields, wanted) in kinds() {
        let Parsed::Event(event) = parse("message", message("private", fields)).await else {
            panic!("{name}: no event");
        };
        assert_eq!(event.event.what, wanted, "{name}");
        assert_eq!(
            (event.update_id, event.chat_id, event.message_id),
            (5, 7, None)
        );
        assert_eq!(event.event.sent.timestamp(), SENT);
        assert_eq!(event.event.language.as_deref(), Some("pt-br"));
    }
}

#[tokio::test]
async fn in_groups_only_a_command_to_us_is_answered_and_nothing_becomes_an_event() {
    for kind in ["group", "supergroup", "forum"] {
        let id = chat(kind)["id"].clone();
        for (name, fields, _) in kinds() {
            let ours = name == "addressed";
            let wanted = if ours {
                format!("outside {id}")
            } else {
                "ignored Group".to_owned()
            };
            assert_eq!(
                short("message", message(kind, fields.clone())).await,
                wanted,
                "{kind} {name}"
            );
            let edited = short("edited_message", message(kind, fields)).await;
            assert_eq!(edited, "ignored Group", "{kind} {name}");
        }
    }
}

#[tokio::test]
async fn channels_are_left_alone() {
    for (name, fields, _) in kinds() {
        for kind in ["message", "edited_message"] {
            let parsed = short(kind, message("channel", fields.clone())).await;
            assert_eq!(parsed, "ignored Channel", "{name}");
        }
        let post = short("channel_post", message("channel", fields.clone())).await;
        assert_eq!(post, "ignored Kind", "{name}");
        let post = short("edited_channel_post", message("channel", fields)).await;
        assert_eq!(post, "ignored Kind", "{name}");
    }
}

#[tokio::test]
async fn nobody_but_a_person_is_a_person() {
    let anonymous = json!({
        "text": "/cramp", "sender_chat": chat("supergroup"),
        "from": { "id": 1_087_968_824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot" },
    });
    let as_channel = json!({
        "text": "/cramp", "sender_chat": chat("channel"),
        "from": { "id": 136_817_688, "is_bot": true, "first_name": "Channel", "username": "Channel_Bot" },
    });
    let bot = json!({
        "text": "/cramp", "from": { "id": 9, "is_bot": true, "first_name": "B", "username": "b_bot" },
    });
    for fields in [anonymous, as_channel, bot] {
        for chat in ["private", "group", "supergroup", "forum"] {
            for kind in ["message", "edited_message"] {
                let parsed = short(kind, message(chat, fields.clone())).await;
                assert_eq!(parsed, "ignored NotAPerson");
            }
        }
    }
}

#[tokio::test]
async fn service_messages_are_no_events() {
    let pinned = message("private", json!({ "text": "x" }));
    for fields in [
        json!({ "pinned_message": pinned }),
        json!({ "message_auto_delete_timer_changed": { "message_auto_delete_time": 86400 } }),
        json!({ "write_access_allowed": {} }),
        json!({ "connected_website": "example.org" }),
    ] {
        let parsed = short("message", message("private", fields.clone())).await;
        assert_eq!(parsed, "ignored Service", "{fields}");
    }
    for fields in [
        json!({ "group_chat_created": true }),
        json!({ "new_chat_members": [person()] }),
        json!({ "left_chat_member": person() }),
        json!({ "new_chat_title": "/cramp" }),
        json!({ "migrate_to_chat_id": -100 }),
    ] {
        let parsed = short("message", message("group", fields.clone())).await;
        assert_eq!(parsed, "ignored Group", "{fields}");
    }
}

#[tokio::test]
async fn an_edit_carries_the_new_words_and_the_time_of_the_edit() {
    let fields = json!({ "text": "pain 7", "edit_date": SENT + 60 });
    let Parsed::Event(event) = parse("edited_message", message("private", fields)).await else {
        panic!("no event");
    };
    assert_eq!(event.event.what, What::Edited(Some("pain 7".to_owned())));
    assert_eq!(event.event.sent.timestamp(), SENT + 60);
    let size = file(json!({ "width": 1, "height": 1 }));
    let photo = message("private", json!({ "photo": [size], "edit_date": SENT }));
    assert_eq!(short("edited_message", photo).await, "Edited(None)");
    let live = json!({ "location": { "latitude": 1.0, "longitude": 1.0 }, "edit_date": SENT });
    let moved = short("edited_message", message("private", live)).await;
    assert_eq!(moved, "ignored Service");
}

fn press(fields: Value) -> Value {
    let mut press = json!({ "id": "q", "from": person(), "chat_instance": "c" });
    let all = press.as_object_mut().unwrap();
    all.extend(fields.as_object().unwrap().clone());
    press
}

#[tokio::test]
async fn a_press_names_its_message_and_has_the_time_of_its_arrival() {
    let regular = message("private", json!({ "text": "x" }));
    let inaccessible = json!({ "message_id": 3, "date": 0, "chat": chat("private") });
    for (message, id) in [
        (regular, Some(3)),
        (inaccessible, Some(3)),
        (Value::Null, None),
    ] {
        let mut fields = json!({ "data": "v1:ok" });
        if !message.is_null() {
            fields["message"] = message;
        }
        let Parsed::Event(event) = parse("callback_query", press(fields)).await else {
            panic!("no event");
        };
        assert_eq!(event.event.what, What::Pressed("v1:ok".to_owned()));
        assert_eq!((event.chat_id, event.message_id), (7, id));
        assert_eq!(event.event.sent, seen().at);
    }
    assert_eq!(
        short("callback_query", press(json!({}))).await,
        r#"Pressed("")"#
    );
    let inline = press(json!({ "inline_message_id": "i", "data": "x" }));
    assert_eq!(short("callback_query", inline).await, r#"Pressed("x")"#);
    let in_group =
        press(json!({ "message": message("group", json!({ "text": "x" })), "data": "x" }));
    assert_eq!(short("callback_query", in_group).await, "ignored Group");
}

fn membership(chat_kind: &str, status: &str) -> Value {
    let bot = json!({ "id": 1, "is_bot": true, "first_name": "B", "username": "OurBot" });
    let mut new = json!({ "user": bot, "status": status });
    if status == "kicked" {
        new["until_date"] = 0.into();
    }
    json!({
        "chat": chat(chat_kind), "from": person(), "date": SENT,
        "old_chat_member": { "user": bot, "status": "member" }, "new_chat_member": new,
    })
}

#[tokio::test]
async fn blocking_and_unblocking_are_events_in_private_only() {
    for (status, wanted) in [
        ("kicked", "Blocked"),
        ("left", "Blocked"),
        ("member", "Unblocked"),
    ] {
        let parsed = short("my_chat_member", membership("private", status)).await;
        assert_eq!(parsed, wanted);
        for chat in ["group", "supergroup", "channel"] {
            let parsed = short("my_chat_member", membership(chat, status)).await;
            assert_eq!(parsed, "ignored Group");
        }
    }
}

#[tokio::test]
async fn words_pass_unchanged_up_to_telegrams_own_limit() {
    for words in [
        "\u{202e}rtl\0 e\u{301} ٣ ３ 2,5",
        "<b>_*[]()~`",
        "&lt;",
        "👩‍👩‍👧‍👦",
    ] {
        let parsed = parse("message", message("private", json!({ "text": words }))).await;
        let Parsed::Event(event) = parsed else {
            panic!("no event")
        };
        assert_eq!(event.event.what, What::Text(words.to_owned()));
    }
    let long = message("private", json!({ "text": "é".repeat(5000) }));
    let Parsed::Event(event) = parse("message", long).await else {
        panic!("no event")
    };
    assert_eq!(event.event.what, What::Text("é".repeat(4096)));
}

#[test]
fn the_tree_asks_for_nothing_that_it_is_not_given() {
    let given = [
        dptree::Type::of::<Update>(),
        dptree::Type::of::<teloxide::types::Me>(),
        dptree::Type::of::<Seen>(),
        dptree::Type::of::<Places>(),
    ];
    dptree::type_check(schema().sig(), &dptree::di::DependencyMap::new(), &given);
}

#[test]
fn teloxides_commands_and_the_cores_are_the_same() {
    use teloxide::utils::command::BotCommands;
    for command in Command::ALL {
        let text = format!("/{}", command.name());
        let parsed = charley::telegram::schema::Command::parse(&text, "OurBot").unwrap();
        assert_eq!(Command::from(parsed), command);
    }
    let ours = charley::telegram::schema::Command::bot_commands().len();
    assert_eq!(ours, Command::ALL.len());
}

#[test]
fn a_place_has_its_zone_and_nonsense_has_none() {
    use charley::telegram::place::zone_at;
    assert_eq!(zone_at(52.52, 13.40), Some(Tz::Europe__Berlin));
    assert_eq!(zone_at(-33.87, 151.21), Some(Tz::Australia__Sydney));
    assert_eq!(zone_at(f64::NAN, 13.4), None);
    assert_eq!(zone_at(91.0, 0.0), None);
}
