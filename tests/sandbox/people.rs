//! What people do, and what the bot hears of it.

use std::time::Duration;

use serde_json::json;

use super::{PATIENCE, emulator, ids, refusal, result};
use charley::sandbox::{Emulator, EmulatorConfig};

fn keyboard() -> serde_json::Value {
    json!({"inline_keyboard": [[{"text": "It's easing", "callback_data": "ease"}], [{"text": "Still bad", "callback_data": "bad"}]]})
}

#[tokio::test]
async fn a_pressed_button_carries_its_message_and_is_answered_once_known() {
    let emulator = emulator().await;
    let sam = emulator.person(1, "Sam");
    sam.say("ow").expect("not blocked");
    result(
        &emulator,
        "sendMessage",
        json!({"chat_id": 1, "text": "Hold.", "reply_markup": keyboard()}),
    )
    .await;
    sam.press_label("Still bad").expect("the button is there");
    let updates = result(&emulator, "getUpdates", json!({"offset": -1})).await;
    let query = &updates[0]["callback_query"];
    assert_eq!(query["data"], "bad");
    assert_eq!(query["message"]["text"], "Hold.");
    assert_eq!(query["message"]["reply_markup"], keyboard());
    assert!(query["chat_instance"].is_string() && query["message"]["date"].is_i64());
    result(
        &emulator,
        "answerCallbackQuery",
        json!({"callback_query_id": query["id"]}),
    )
    .await;
    let (status, _) = refusal(
        &emulator,
        "answerCallbackQuery",
        json!({"callback_query_id": "12345"}),
    )
    .await;
    assert_eq!(status, 400);
    assert!(sam.press_label("No such button").is_err());
}

#[tokio::test]
async fn waiting_ends_with_the_bots_next_change_and_each_is_seen_once() {
    let emulator = emulator().await;
    let sam = emulator.person(1, "Sam");
    sam.say("ow").expect("not blocked");
    let bot = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let sent = result(
            &emulator,
            "sendMessage",
            json!({"chat_id": 1, "text": "Hold."}),
        )
        .await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        let edit = json!({"chat_id": 1, "message_id": sent["message_id"], "text": "Longer."});
        result(&emulator, "editMessageText", edit).await;
    };
    let waiting = sam.clone();
    let person = tokio::spawn(async move {
        let first = waiting.next_change(PATIENCE).await.expect("a message");
        let second = waiting.next_change(PATIENCE).await.expect("an edit");
        (first, second)
    });
    bot.await;
    let (first, second) = person.await.expect("it ends well");
    assert_eq!((first.text.as_str(), first.edited), ("Hold.", None));
    assert_eq!((second.text.as_str(), second.id), ("Longer.", first.id));
    assert!(second.edited.is_some());
    assert!(sam.next_change(Duration::from_millis(30)).await.is_none());
    assert!(
        sam.wait_for(PATIENCE, |bubbles| (bubbles.len() == 2).then_some(()))
            .await
            .is_some()
    );
}

#[tokio::test]
async fn blocking_is_told_and_taken_back() {
    let emulator = emulator().await;
    let sam = emulator.person(1, "Sam");
    sam.say("ow").expect("not blocked");
    sam.block().expect("a person");
    assert!(sam.say("still there?").is_err());
    sam.unblock().expect("a person");
    sam.say("back").expect("unblocked");
    let updates = result(&emulator, "getUpdates", json!({})).await;
    let statuses: Vec<_> = (1..=2)
        .map(|at| &updates[at]["my_chat_member"]["new_chat_member"]["status"])
        .collect();
    assert_eq!(statuses, ["kicked", "member"]);
    assert_eq!(ids(&updates).len(), 4);
}

#[tokio::test]
async fn edits_places_groups_channels_and_raw_updates_arrive() {
    let emulator = emulator().await;
    let sam = emulator.person(1, "Sam Smith");
    sam.say("/cramp@bot bad").expect("not blocked");
    sam.edit_last("/cramp gone").expect("there is one");
    sam.send_location(52.52, 13.405).expect("not blocked");
    emulator
        .group(-1001, "Family")
        .say(&sam, "hello all")
        .expect("the bot is in");
    emulator
        .channel(-1002, "News")
        .post("news")
        .expect("the bot is in");
    emulator
        .inject(&json!({"guest_message": {"anything": [1, 2]}}))
        .expect("it has a kind");
    let updates = result(&emulator, "getUpdates", json!({})).await;
    assert_eq!(
        updates[0]["message"]["entities"][0],
        json!({"type": "bot_command", "offset": 0, "length": 10})
    );
    assert_eq!(updates[1]["edited_message"]["text"], "/cramp gone");
    assert!(updates[1]["edited_message"]["edit_date"].is_i64());
    assert_eq!(updates[2]["message"]["location"]["latitude"], 52.52);
    assert_eq!(updates[3]["message"]["chat"]["type"], "supergroup");
    assert_eq!(updates[3]["message"]["from"]["last_name"], "Smith");
    assert_eq!(updates[4]["channel_post"]["text"], "news");
    assert_eq!(updates[5]["guest_message"]["anything"], json!([1, 2]));
}

#[tokio::test]
async fn a_reply_keyboard_belongs_to_the_chat() {
    let emulator = emulator().await;
    let sam = emulator.person(1, "Sam");
    sam.say("hello").expect("not blocked");
    let markup = json!({"keyboard": [[{"text": "Share", "request_location": true}], ["Later"]]});
    let sent = result(
        &emulator,
        "sendMessage",
        json!({"chat_id": 1, "text": "Where?", "reply_markup": markup}),
    )
    .await;
    assert!(sent.get("reply_markup").is_none());
    assert_eq!(sam.reply_keyboard(), ["Share", "Later"]);
    sam.press_label("Later").expect("it is on the keyboard");
    assert_eq!(sam.messages().last().expect("it was said").text, "Later");
    let gone = json!({"chat_id": 1, "text": "Fine.", "reply_markup": {"remove_keyboard": true}});
    result(&emulator, "sendMessage", gone).await;
    assert!(sam.reply_keyboard().is_empty());
}

#[tokio::test]
async fn a_press_that_waited_too_long_cannot_be_answered() {
    let config = EmulatorConfig {
        callback_life: Duration::from_millis(300),
        ..EmulatorConfig::default()
    };
    let emulator = Emulator::start(config)
        .await
        .expect("a free port on loopback");
    let sam = emulator.person(1, "Sam");
    let message = sam.say("ow").expect("not blocked");
    let query = sam.press(message, "x").expect("the message is there");
    let answer = json!({"callback_query_id": query});
    result(&emulator, "answerCallbackQuery", answer.clone()).await;
    tokio::time::sleep(Duration::from_millis(350)).await;
    let (_, description) = refusal(&emulator, "answerCallbackQuery", answer).await;
    assert!(description.contains("query is too old"), "{description}");
}
