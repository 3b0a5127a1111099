//! Each kind of update and of message, known to the library or not, sent into the middle of each sort of situation (D01, D02): the bot
//! still answers, and what was open stays open. Groups and channels leave nothing behind.

use charley::{
    dialogue::{Chat, State, Step},
    sandbox::Person,
    store::Loaded,
};
use serde_json::{Value, json};

use crate::world::{World, lore, says, taps};

/// A file as Telegram sends it.
fn file(more: &Value) -> Value {
    let mut file = json!({ "file_id": "f", "file_unique_id": "u", "file_size": 1 });
    let (all, more) = (
        file.as_object_mut().expect("an object"),
        more.as_object().expect("an object"),
    );
    all.extend(more.clone());
    file
}

/// The fields of a message of each kind. None of them answers a question.
fn messages() -> Vec<Value> {
    let size = json!({ "width": 1, "height": 1 });
    let clip = json!({ "width": 1, "height": 1, "duration": 1, "mime_type": "video/mp4" });
    let sound = json!({ "duration": 1, "mime_type": "audio/ogg" });
    let user = json!({ "id": 9, "is_bot": false, "first_name": "X" });
    let channel = json!({ "id": -1_000_000_000_008_i64, "type": "channel", "title": "C" });
    let pinned = json!({ "message_id": 1, "date": 5, "chat": { "id": 7, "type": "private", "first_name": "A" }, "text": "x" });
    vec![
        json!({ "text": "blorp" }),
        json!({ "text": "/frobnicate" }),
        json!({ "text": "/privacy@another_bot" }),
        json!({ "text": "\u{0}" }),
        json!({ "text": "\u{202e}gnorw" }),
        json!({ "text": "👩‍👩‍👧‍👦".repeat(372) }),
        json!({ "text": "x".repeat(4096) }),
        json!({ "text": "x", "entities": [{ "type": "date_time", "offset": 0, "length": 1 }] }),
        json!({ "text": "x", "entities": [{ "type": "bold", "offset": 5, "length": 900 }] }),
        json!({ "text": "x", "forward_origin": { "type": "from_the_future", "date": 1 } }),
        json!({ "text": "x", "forward_origin": { "type": "hidden_user", "date": 1, "sender_user_name": "N" } }),
        json!({ "text": "x", "quote": { "text": "y", "position": 0 }, "reply_to_message": pinned }),
        json!({ "text": "x", "via_bot": { "id": 8, "is_bot": true, "first_name": "B", "username": "b_bot" } }),
        json!({ "photo": [file(&size)] }),
        json!({ "photo": [file(&size)], "caption": "blorp", "media_group_id": "1" }),
        json!({ "photo": [file(&size)], "has_media_spoiler": true, "caption": "" }),
        json!({ "sticker": file(&json!({ "type": "regular", "width": 1, "height": 1, "is_animated": false, "is_video": false })) }),
        json!({ "sticker": file(&json!({ "type": "of tomorrow" })) }),
        json!({ "video": file(&clip) }),
        json!({ "animation": file(&clip), "document": file(&json!({})) }),
        json!({ "voice": file(&sound) }),
        json!({ "audio": file(&sound) }),
        json!({ "video_note": file(&json!({ "length": 1, "duration": 1 })) }),
        json!({ "document": file(&json!({ "file_name": "cramps.pdf" })) }),
        json!({ "paid_media": { "star_count": 1, "paid_media": [{ "type": "preview" }] } }),
        json!({ "live_photo": file(&json!({})) }),
        json!({ "contact": { "phone_number": "1", "first_name": "A" } }),
        json!({ "dice": { "emoji": "🎲", "value": 3 } }),
        json!({ "dice": { "emoji": "🦖", "value": 300 } }),
        json!({ "poll": { "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": false,
            "is_anonymous": true, "type": "regular", "allows_multiple_answers": false } }),
        json!({ "poll": { "id": "1", "type": "of tomorrow" } }),
        json!({ "checklist": { "title": "T", "tasks": [{ "id": 1, "text": "x" }] } }),
        json!({ "story": { "id": 1, "chat": channel } }),
        json!({ "game": { "title": "T", "description": "D", "photo": [file(&size)] } }),
        json!({ "invoice": { "title": "T", "description": "D", "start_parameter": "s", "currency": "EUR", "total_amount": 1 } }),
        json!({ "venue": { "location": { "latitude": 95.0, "longitude": 13.4 }, "title": "T", "address": "A" } }),
        json!({ "giveaway": { "chats": [channel], "winners_selection_date": 5, "winner_count": 1 } }),
        json!({ "giveaway_completed": { "winner_count": 1 } }),
        json!({ "hologram": { "depth": 3 } }),
        json!({ "rich_message": { "blocks": [] } }),
        json!({}),
        // What nobody wrote.
        json!({ "pinned_message": pinned }),
        json!({ "new_chat_members": [user] }),
        json!({ "left_chat_member": user }),
        json!({ "new_chat_title": "/stop" }),
        json!({ "new_chat_photo": [file(&size)] }),
        json!({ "delete_chat_photo": true }),
        json!({ "group_chat_created": true }),
        json!({ "message_auto_delete_timer_changed": { "message_auto_delete_time": 86400 } }),
        json!({ "migrate_to_chat_id": -100 }),
        json!({ "successful_payment": { "currency": "EUR", "total_amount": 1, "invoice_payload": "p",
            "telegram_payment_charge_id": "t", "provider_payment_charge_id": "q" } }),
        json!({ "refunded_payment": { "currency": "XTR", "total_amount": 1, "invoice_payload": "p", "telegram_payment_charge_id": "t" } }),
        json!({ "users_shared": { "request_id": 1, "users": [{ "user_id": 9 }] } }),
        json!({ "chat_shared": { "request_id": 1, "chat_id": -100 } }),
        json!({ "connected_website": "example.org" }),
        json!({ "write_access_allowed": {} }),
        json!({ "passport_data": { "data": [], "credentials": { "data": "d", "hash": "h", "secret": "s" } } }),
        json!({ "proximity_alert_triggered": { "traveler": user, "watcher": user, "distance": 1 } }),
        json!({ "boost_added": { "boost_count": 1 } }),
        json!({ "chat_background_set": { "type": { "type": "fill" } } }),
        json!({ "forum_topic_created": { "name": "N", "icon_color": 7_322_096 } }),
        json!({ "forum_topic_closed": {} }),
        json!({ "video_chat_started": {} }),
        json!({ "video_chat_ended": { "duration": 1 } }),
        json!({ "web_app_data": { "data": "stop", "button_text": "b" } }),
        json!({ "gift": { "gift": {} } }),
        json!({ "direct_message_price_changed": {} }),
    ]
}

/// Updates of each kind that concern this person.
fn updates(id: i64) -> Vec<Value> {
    let user = json!({ "id": id, "is_bot": false, "first_name": "A", "language_code": "en" });
    let chat = json!({ "id": id, "type": "private", "first_name": "A" });
    let message =
        json!({ "message_id": 900, "date": 5, "chat": chat, "from": user, "text": "blorp" });
    let channel = json!({ "id": -1_000_000_000_008_i64, "type": "channel", "title": "C" });
    let post = json!({ "message_id": 900, "date": 5, "chat": channel, "text": "/cramp" });
    let member = |status: &str| json!({ "user": user, "status": status });
    let change = |status: &str| {
        json!({ "chat": chat, "from": user, "date": 5,
        "old_chat_member": member("member"), "new_chat_member": member(status) })
    };
    let press = |more: Value| {
        let mut press = json!({ "id": "5", "from": user, "chat_instance": "c" });
        press
            .as_object_mut()
            .expect("an object")
            .extend(more.as_object().expect("an object").clone());
        json!({ "callback_query": press })
    };
    vec![
        json!({ "edited_message": message }),
        json!({ "edited_message": { "message_id": "three" } }),
        json!({ "channel_post": post }),
        json!({ "edited_channel_post": post }),
        press(json!({ "data": "junk", "message": message })),
        press(json!({ "data": "1.1.9999.yes" })),
        press(json!({ "game_short_name": "g" })),
        press(
            json!({ "data": "1.77.1.yes", "message": { "message_id": 3, "date": 0, "chat": chat } }),
        ),
        press(json!({ "data": 5 })),
        json!({ "my_chat_member": change("administrator") }),
        json!({ "my_chat_member": change("of tomorrow") }),
        json!({ "chat_member": change("member") }),
        json!({ "chat_join_request": { "chat": channel, "from": user, "user_chat_id": id, "date": 5 } }),
        json!({ "inline_query": { "id": "1", "from": user, "query": "q", "offset": "" } }),
        json!({ "chosen_inline_result": { "result_id": "1", "from": user, "query": "q" } }),
        json!({ "shipping_query": { "id": "1", "from": user, "invoice_payload": "p" } }),
        json!({ "pre_checkout_query": { "id": "1", "from": user, "currency": "EUR", "total_amount": 1, "invoice_payload": "p" } }),
        json!({ "poll": { "id": "1" } }),
        json!({ "poll_answer": { "poll_id": "1", "user": user, "option_ids": [0] } }),
        json!({ "message_reaction": { "chat": chat, "message_id": 1, "user": user, "date": 5, "old_reaction": [], "new_reaction": [] } }),
        json!({ "message_reaction_count": { "chat": channel, "message_id": 1, "date": 5, "reactions": [] } }),
        json!({ "chat_boost": { "chat": channel, "boost": {} } }),
        json!({ "removed_chat_boost": { "chat": channel } }),
        json!({ "business_connection": { "id": "1", "user": user, "user_chat_id": id, "date": 5, "is_enabled": true } }),
        json!({ "business_message": message }),
        json!({ "edited_business_message": message }),
        json!({ "deleted_business_messages": { "business_connection_id": "1", "chat": chat, "message_ids": [1] } }),
        json!({ "purchased_paid_media": { "from": user, "paid_media_payload": "p" } }),
        json!({ "guest_message": message }),
        json!({ "managed_bot": {} }),
        json!({ "an_update_of_tomorrow": [1, 2, 3] }),
        json!({ "message": { "chat": chat } }),
        json!({ "message": "not even an object" }),
        json!({ "message": { "message_id": 4, "date": -5, "chat": { "id": id, "type": "space_station" }, "text": "x" } }),
    ]
}

/// The answer to `/help`, which everybody gets whatever was before.
async fn is_answered(world: &World, person: &Person, after: &Value) {
    let before = person.messages().len();
    says(world, person, "/help").await;
    let answered = person.messages()[before..]
        .iter()
        .any(|message| message.from_bot && message.text.starts_with("What I can do:"));
    assert!(answered, "no answer after {after}");
}

/// Where each of the four stands.
fn is_where_it_was(at: usize, chat: &Chat) -> bool {
    let relief = chat.relief().map(|(_, relief)| relief.step);
    match at {
        0 => chat.state == State::Start && chat.cards.is_empty() && chat.hold.is_none(),
        1 => chat.state == State::Language && relief.is_none(),
        2 => chat.state == State::Start && relief == Some(Step::Stretch),
        _ => chat.state == State::Start && chat.hold.is_some() && relief.is_none(),
    }
}

#[tokio::test]
async fn no_kind_of_message_or_update_disturbs_what_is_open() {
    let mut patient = lore();
    patient.house.flood_burst = u16::MAX;
    let noon = "2026-11-22T12:00:00Z".parse().expect("a time");
    let mut world = World::with(noon, patient).await;
    let people: Vec<Person> = (0..4).map(|n| world.person(5001 + n, "A")).collect();
    for person in &people {
        says(&world, person, "/start").await;
    }
    says(&world, &people[1], "/language").await;
    says(&world, &people[2], "/cramp").await;
    says(&world, &people[3], "one leg is swollen and hot").await;
    let mut sent = 0;
    for fields in messages() {
        for person in &people {
            person.send_raw(fields.clone()).expect("a message");
            sent += 1;
        }
        for person in &people {
            is_answered(&world, person, &fields).await;
        }
    }
    let (mut reached, mut held_back) = (0, 0);
    let kinds = updates(0).len();
    for n in 0..kinds {
        for person in &people {
            let update = &updates(person.id())[n];
            match world.emulator.inject(update).expect("an update") {
                Some(_) => reached += 1,
                // The bot did not ask for this kind.
                None => held_back += 1,
            }
            is_answered(&world, person, update).await;
        }
    }
    println!(
        "{sent} messages of {} kinds, {reached} updates, {held_back} not asked for",
        messages().len()
    );
    world.stop().await;
    let mut store = world.store();
    assert_eq!(store.counts().expect("counts").dead_letters, 0);
    let mut txn = store.txn();
    for (at, person) in people.iter().enumerate() {
        let key = txn.person(person.id());
        let Loaded::Found { chat, .. } = txn.chat(key).expect("rows") else {
            panic!("nothing is kept of number {at}");
        };
        assert!(
            is_where_it_was(at, &chat),
            "number {at}: {:?}, {:?}",
            chat.state,
            chat.cards
        );
    }
}

#[tokio::test]
async fn groups_and_channels_leave_nothing_behind() {
    let mut world = World::at("2026-11-22T12:00:00Z".parse().expect("a time")).await;
    let (sam, alex) = (world.person(5001, "Sam"), world.person(5002, "Alex"));
    let group = world.emulator.group(-1_000_000_000_007, "Cramps");
    let small = world.emulator.basic_group(-7, "Cramps too");
    let channel = world.emulator.channel(-1_000_000_000_008, "News of cramps");
    for room in [&group, &small] {
        for words in [
            "hello all",
            "my leg is swollen",
            "cramp",
            "/cramp@another_bot",
            "/cramp",
        ] {
            room.say(&sam, words).expect("a message");
        }
        world.settle().await;
        assert_eq!(
            room.messages()
                .iter()
                .filter(|message| message.from_bot)
                .count(),
            0
        );
        let mut last = 0;
        for words in ["/start", "/cramp", "/history", "/help"] {
            last = room
                .say(&alex, &format!("{words}@charley_sandbox_bot"))
                .expect("a message");
        }
        world.settle().await;
        let said: Vec<String> = room
            .messages()
            .into_iter()
            .filter(|message| message.from_bot)
            .map(|message| message.text)
            .collect();
        assert_eq!(
            said,
            [
                "Please write to me privately. Others can read along here. In an emergency call 112, 911, 999 or 000."
            ]
        );
        room.press(&alex, last, "1.0.0.cramp").expect("a press");
        world.settle().await;
    }
    for words in ["/start", "cramp", "my leg is swollen"] {
        channel.post(words).expect("a post");
    }
    world.settle().await;
    assert_eq!(
        channel
            .messages()
            .iter()
            .filter(|message| message.from_bot)
            .count(),
        0
    );
    assert_eq!(sam.messages().len() + alex.messages().len(), 0);
    world.stop().await;
    let counts = world.store().counts().expect("counts");
    assert_eq!(
        (counts.chats, counts.keys, counts.outbox, counts.entries),
        (0, 0, 0, 0)
    );
}

#[tokio::test]
async fn whoever_speaks_to_it_in_private_too_has_a_chat_of_their_own() {
    let mut world = World::at("2026-11-22T12:00:00Z".parse().expect("a time")).await;
    let sam = world.person(5001, "Sam");
    let group = world.emulator.group(-1_000_000_000_007, "Cramps");
    says(&world, &sam, "/language").await;
    group.say(&sam, "/cramp").expect("a message");
    world.settle().await;
    taps(&world, &sam, "English").await;
    world.stop().await;
    let mut store = world.store();
    assert_eq!(store.counts().expect("counts").chats, 1);
    let mut txn = store.txn();
    let key = txn.person(5001);
    let Loaded::Found { chat, .. } = txn.chat(key).expect("rows") else {
        panic!("a chat");
    };
    assert!(
        chat.relief().is_none(),
        "the group's command is no private one"
    );
}
