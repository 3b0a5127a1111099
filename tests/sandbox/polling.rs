//! Long polling: waiting, confirmation, redelivery, and the quarrel of two pollers.

use std::time::{Duration, Instant};

use charley::sandbox::{Emulator, EmulatorConfig, Mess};
use chrono::{TimeDelta, Utc};
use serde_json::json;

use super::{call, emulator, ids, refusal, result};

#[tokio::test]
async fn a_poll_returns_at_once_when_an_update_comes() {
    let emulator = emulator().await;
    let sam = emulator.person(1, "Sam");
    let began = Instant::now();
    let poll = result(&emulator, "getUpdates", json!({"timeout": 30}));
    let later = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        sam.say("ow").expect("not blocked");
    };
    let (updates, ()) = tokio::join!(poll, later);
    assert_eq!(updates[0]["message"]["text"], "ow");
    assert!(began.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn a_poll_without_updates_lasts_as_long_as_asked() {
    let emulator = emulator().await;
    let began = Instant::now();
    assert_eq!(
        result(&emulator, "getUpdates", json!({"timeout": 1})).await,
        json!([])
    );
    assert!(began.elapsed() >= Duration::from_secs(1));
    assert_eq!(result(&emulator, "getUpdates", json!({})).await, json!([]));
}

#[tokio::test]
async fn what_is_not_confirmed_comes_again_and_what_is_confirmed_does_not() {
    let emulator = emulator().await;
    let sam = emulator.person(1, "Sam");
    for text in ["one", "two", "three"] {
        sam.say(text).expect("not blocked");
    }
    let first = ids(&result(&emulator, "getUpdates", json!({"limit": 2})).await);
    assert_eq!(first.len(), 2);
    assert_eq!(
        ids(&result(&emulator, "getUpdates", json!({"limit": 2})).await),
        first
    );
    let rest = result(&emulator, "getUpdates", json!({"offset": first[1] + 1})).await;
    assert_eq!(rest[0]["message"]["text"], "three");
    assert_eq!(rest[0]["update_id"], json!(first[1] + 1));
    // Confirmed ones do not come back, not even for a lower offset.
    assert_eq!(
        ids(&result(&emulator, "getUpdates", json!({"offset": first[0]})).await).len(),
        1
    );
    assert_eq!(emulator.pending_updates(), 1);
}

#[tokio::test]
async fn a_negative_offset_keeps_only_the_newest() {
    let emulator = emulator().await;
    let sam = emulator.person(1, "Sam");
    for text in ["one", "two", "three"] {
        sam.say(text).expect("not blocked");
    }
    let updates = result(&emulator, "getUpdates", json!({"offset": -1})).await;
    assert_eq!(updates[0]["message"]["text"], "three");
    assert_eq!(emulator.pending_updates(), 1);
}

#[tokio::test]
async fn an_offset_from_before_the_ids_restarted_confirms_nothing() {
    let emulator = emulator().await;
    emulator.restart_update_ids(500);
    emulator
        .person(1, "Sam")
        .say("after a quiet week")
        .expect("not blocked");
    let updates = result(&emulator, "getUpdates", json!({"offset": 900_000_000})).await;
    assert_eq!(ids(&updates), [500]);
}

#[tokio::test]
async fn the_older_of_two_pollers_is_told_of_the_conflict() {
    let emulator = emulator().await;
    let sam = emulator.person(1, "Sam");
    let older = call(&emulator, "getUpdates", json!({"timeout": 20}));
    let newer = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        result(&emulator, "getUpdates", json!({"timeout": 20})).await
    };
    let says = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        sam.say("ow").expect("not blocked");
    };
    let ((status, answer), updates, ()) = tokio::join!(older, newer, says);
    assert_eq!(status, 409);
    assert_eq!(
        answer["description"],
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    );
    assert_eq!(ids(&updates).len(), 1, "the newer one gets the update");
}

#[tokio::test]
async fn a_webhook_excludes_polling() {
    let emulator = emulator().await;
    result(
        &emulator,
        "setWebhook",
        json!({"url": "https://example.org/hook"}),
    )
    .await;
    let info = result(&emulator, "getWebhookInfo", json!({})).await;
    assert_eq!(info["url"], "https://example.org/hook");
    let (status, description) = refusal(&emulator, "getUpdates", json!({})).await;
    assert_eq!(status, 409);
    assert!(description.contains("webhook is active"), "{description}");
    result(&emulator, "deleteWebhook", json!({})).await;
    result(&emulator, "getUpdates", json!({})).await;
}

#[tokio::test]
async fn allowed_updates_are_remembered() {
    let emulator = emulator().await;
    let sam = emulator.person(1, "Sam");
    result(
        &emulator,
        "getUpdates",
        json!({"allowed_updates": ["callback_query"]}),
    )
    .await;
    sam.say("left out").expect("not blocked");
    assert_eq!(result(&emulator, "getUpdates", json!({})).await, json!([]));
    result(&emulator, "getUpdates", json!({"allowed_updates": []})).await;
    sam.say("back").expect("not blocked");
    assert_eq!(
        ids(&result(&emulator, "getUpdates", json!({})).await).len(),
        1
    );
}

#[tokio::test]
async fn updates_can_come_twice_and_in_disorder_on_request() {
    let emulator = emulator().await;
    emulator.mess(Mess {
        duplicate: 1.0,
        reorder: true,
    });
    let sam = emulator.person(1, "Sam");
    for number in 0..20 {
        sam.say(&number.to_string()).expect("not blocked");
    }
    let seen = ids(&result(&emulator, "getUpdates", json!({})).await);
    assert_eq!(seen.len(), 40);
    assert!(!seen.is_sorted());
    let last = seen.iter().max().expect("there are some");
    let again = ids(&result(&emulator, "getUpdates", json!({"offset": last + 1})).await);
    assert_eq!(again.len(), 20, "confirmed ones come once more");
    assert_eq!(
        result(&emulator, "getUpdates", json!({"offset": last + 1})).await,
        json!([])
    );
}

#[tokio::test]
#[expect(
    clippy::disallowed_methods,
    reason = "only the distance between two times matters here"
)]
async fn updates_that_nobody_fetches_for_a_day_are_gone() {
    let ahead = std::sync::Arc::new(std::sync::atomic::AtomicI64::new(0));
    let hours = std::sync::Arc::clone(&ahead);
    let config = EmulatorConfig {
        now: std::sync::Arc::new(move || {
            Utc::now() + TimeDelta::hours(hours.load(std::sync::atomic::Ordering::SeqCst))
        }),
        ..EmulatorConfig::default()
    };
    let emulator = Emulator::start(config)
        .await
        .expect("a free port on loopback");
    emulator.person(1, "Sam").say("ow").expect("not blocked");
    ahead.store(23, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(
        ids(&result(&emulator, "getUpdates", json!({})).await).len(),
        1
    );
    ahead.store(25, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(result(&emulator, "getUpdates", json!({})).await, json!([]));
}
