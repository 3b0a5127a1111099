//! What Telegram may send tomorrow: no words may be lost because teloxide does not know what stands beside them.

use charley::{
    app::{Incoming, Start},
    dialogue::{Command, Odd, What},
};
use serde_json::{Value, json};

use super::{
    fake::Scribe,
    intake::{run, server, until},
};

/// Lets the intake read one batch, and returns what the writer was given.
async fn read(batch: Value) -> Vec<Incoming> {
    let fake = server(vec![batch]).await;
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = run(fake.api(), &scribe);
    until(|| fake.calls("getupdates").len() == 2).await;
    running.end().await.unwrap();
    scribe.batches.try_recv().unwrap_or_default()
}

/// A text message with one strange field.
fn with(name: &str, value: Value) -> Value {
    let mut message = json!({
        "message_id": 3, "date": 1_760_000_000, "text": "my calf hurts",
        "chat": { "id": 7, "type": "private", "first_name": "A" },
        "from": { "id": 7, "is_bot": false, "first_name": "A", "language_code": "de" },
    });
    message[name] = value;
    message
}

#[tokio::test]
async fn the_words_survive_whatever_strange_thing_stands_beside_them() {
    let strange = [
        ("hologram", json!({ "depth": 3 })),
        (
            "entities",
            json!([{ "type": "date_time", "offset": 0, "length": 2, "unix_time": 5 }]),
        ),
        ("entities", json!("not even a list")),
        (
            "forward_origin",
            json!({ "type": "from_the_future", "date": 1 }),
        ),
        ("reply_to_message", json!({ "message_id": "a string" })),
        (
            "reply_to_message",
            with("chat", json!({ "id": 7, "type": "space_station" })),
        ),
        ("external_reply", json!({ "origin": 5 })),
        ("quote", json!({ "position": "x" })),
        ("reply_to_story", json!(true)),
        ("link_preview_options", json!([])),
        (
            "reply_markup",
            json!({ "inline_keyboard": [[{ "text": "x", "style": 5 }]] }),
        ),
        ("via_bot", json!("a name")),
        ("effect_id", json!(5)),
        ("is_topic_message", json!("yes")),
        ("message_thread_id", json!("main")),
        ("message_id", json!("three")),
        ("edit_date", json!("yesterday")),
        ("paid_star_count", json!(-1)),
        (
            "from",
            json!({ "id": 7, "is_bot": false, "language_code": "de" }),
        ),
        (
            "from",
            json!({ "id": 7, "first_name": 5, "language_code": "de" }),
        ),
        (
            "chat",
            json!({ "id": 7, "type": "private", "first_name": ["A"] }),
        ),
    ];
    for (name, value) in strange {
        let batch = read(json!([{ "update_id": 4, "message": with(name, value.clone()) }])).await;
        assert_eq!(batch.len(), 1, "{name}: {value}");
        let incoming = &batch[0];
        assert_eq!(
            incoming.event.what,
            What::Text("my calf hurts".into()),
            "{name}: {value}"
        );
        assert_eq!((incoming.update_id, incoming.chat_id), (4, 7));
        assert_eq!(incoming.event.sent.timestamp(), 1_760_000_000);
        assert_eq!(incoming.event.language.as_deref(), Some("de"));
    }
}

#[tokio::test]
async fn a_strange_update_does_not_touch_its_neighbours() {
    let plain = with("text", json!("/cramp"));
    let batch = read(json!([
        { "update_id": 1, "message": plain },
        { "update_id": 2, "guest_message": plain },
        { "update_id": 3, "new_beside_it": {}, "message": plain },
        { "update_id": 4_294_967_299_i64, "message": plain },
        { "update_id": 5, "message": { "chat": { "id": 7, "type": "space_station" }, "text": "x" } },
        { "update_id": 6, "message": plain },
    ]))
    .await;
    let ids: Vec<_> = batch.iter().map(|incoming| incoming.update_id).collect();
    assert_eq!(ids, [1, 3, 4_294_967_299, 6]);
    let cramp = What::Command(Command::Cramp);
    assert!(batch.iter().all(|incoming| incoming.event.what == cramp));
}

#[tokio::test]
async fn a_message_without_words_is_at_least_known_for_what_it_is() {
    let kinds = [
        (json!({ "video": { "file_id": "f" } }), Odd::Picture),
        (json!({ "live_photo": { "file_id": "f" } }), Odd::Picture),
        (json!({ "photo": [{}] }), Odd::Picture),
        (json!({ "voice": { "file_size": "big" } }), Odd::Voice),
        (json!({ "sticker": { "type": "hologram" } }), Odd::Sticker),
        (json!({ "document": 5 }), Odd::Other),
        (json!({ "rich_message": { "blocks": [] } }), Odd::Other),
    ];
    for (fields, wanted) in kinds {
        let mut message = with("text", json!(null));
        let all = message.as_object_mut().unwrap();
        all.remove("text");
        all.extend(fields.as_object().unwrap().clone());
        let batch = read(json!([{ "update_id": 4, "message": message }])).await;
        assert_eq!(batch[0].event.what, What::Odd(wanted), "{fields}");
    }
}

#[tokio::test]
async fn a_caption_a_place_an_edit_and_a_press_survive_too() {
    let mut captioned = with("photo", json!([{ "hologram": 1 }]));
    captioned["caption"] = captioned["text"].take();
    let mut place = with(
        "location",
        json!({ "latitude": 1.0, "longitude": 2.0, "heading": "north" }),
    );
    place.as_object_mut().unwrap().remove("text");
    let odd = json!({ "id": 7, "type": "private", "first_name": ["A"] });
    let from = json!({ "id": 7, "is_bot": false, "first_name": 5 });
    let batch = read(json!([
        { "update_id": 1, "message": captioned },
        { "update_id": 2, "message": place },
        { "update_id": 3, "edited_message": with("entities", json!([{ "type": "new" }])) },
        { "update_id": 4, "callback_query": {
            "id": "q", "from": from, "chat_instance": "c", "data": "v1",
            "message": { "message_id": 9, "date": 5, "chat": odd },
        } },
        { "update_id": 5, "my_chat_member": {
            "chat": odd, "from": from, "date": 5,
            "old_chat_member": { "user": from, "status": "member" },
            "new_chat_member": { "user": from, "status": "kicked" },
        } },
    ]))
    .await;
    let whats: Vec<_> = batch.iter().map(|incoming| &incoming.event.what).collect();
    let words = "my calf hurts".to_owned();
    let wanted = [
        &What::Text(words.clone()),
        &What::Location(None),
        &What::Edited(Some(words)),
        &What::Pressed("v1".into()),
        &What::Blocked,
    ];
    assert_eq!(whats, wanted);
    assert_eq!(batch[3].message_id, Some(9));
}

#[tokio::test]
async fn an_anonymous_sender_stays_no_person_however_strange() {
    let mut message = with("sender_chat", json!({ "id": "strange" }));
    message["entities"] = json!([{ "type": "new" }]);
    let batch = read(json!([{ "update_id": 4, "message": message }])).await;
    assert!(batch.is_empty());
}
