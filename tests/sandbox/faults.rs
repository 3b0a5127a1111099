//! Each kind of fault, and the ledger that tells what really happened.

use std::time::{Duration, Instant};

use charley::sandbox::{Action, Emulator, Fault, Happened};
use reqwest::{Client, header::CONTENT_TYPE};
use serde_json::json;

use super::{TOKEN, call, emulator, result};

const SEND: &str = "sendMessage";

fn refuse(code: u16, description: &str, retry_after: Option<u32>) -> Action {
    Action::Refuse {
        code,
        description: description.to_owned(),
        retry_after,
    }
}

/// A send on a connection of its own; an error when the answer was lost.
async fn send(emulator: &Emulator, chat: i64) -> reqwest::Result<(u16, String)> {
    let response = Client::new()
        .post(format!("{}/bot{TOKEN}/SendMessage", emulator.api_url()))
        .header(CONTENT_TYPE, "application/json")
        .body(json!({"chat_id": chat, "text": "x"}).to_string())
        .send()
        .await?;
    Ok((response.status().as_u16(), response.text().await?))
}

#[tokio::test]
async fn each_kind_of_fault_does_what_it_says() {
    let emulator = emulator().await;
    let sam = emulator.person(1, "Sam");
    sam.say("hello").expect("not blocked");
    let arrived = || {
        sam.messages()
            .iter()
            .filter(|bubble| bubble.from_bot)
            .count()
    };

    emulator.fault(
        Fault::of(
            SEND,
            refuse(429, "Too Many Requests: retry after 3", Some(3)),
        )
        .times(1),
    );
    let (status, answer) = call(&emulator, SEND, json!({"chat_id": 1, "text": "x"})).await;
    assert_eq!(
        (status, &answer["parameters"]["retry_after"]),
        (429, &json!(3))
    );

    let html = "<html>502 Bad Gateway</html>".to_owned();
    emulator.fault(
        Fault::of(
            SEND,
            Action::Raw {
                status: 502,
                body: html.clone(),
                content_type: None,
            },
        )
        .times(1),
    );
    assert_eq!(send(&emulator, 1).await.expect("an answer"), (502, html));

    emulator.fault(Fault::of(SEND, Action::DropBefore).times(1));
    assert!(send(&emulator, 1).await.is_err());
    assert_eq!(arrived(), 0, "none of these had an effect");

    emulator.fault(Fault::of(SEND, Action::DropAfter).times(1));
    assert!(send(&emulator, 1).await.is_err());
    assert_eq!(arrived(), 1, "the effect was done, the answer was lost");

    emulator.fault(Fault::of(SEND, Action::HalfAnswer { bytes: 100 }).times(1));
    assert!(send(&emulator, 1).await.is_err());
    assert_eq!(arrived(), 2);

    emulator.fault(
        Fault::of(
            SEND,
            Action::EffectThenRaw {
                status: 500,
                body: "oops".to_owned(),
            },
        )
        .times(1),
    );
    assert_eq!(send(&emulator, 1).await.expect("an answer").0, 500);
    assert_eq!(arrived(), 3);

    emulator.fault(Fault::of(SEND, Action::Wait).delayed(300).times(1));
    let began = Instant::now();
    assert_eq!(send(&emulator, 1).await.expect("an answer").0, 200);
    assert!(began.elapsed() >= Duration::from_millis(300));
    assert!(emulator.faults().is_empty(), "all are used up");
}

#[tokio::test]
async fn a_fault_is_bound_to_method_chat_and_count() {
    let emulator = emulator().await;
    for id in [1, 2] {
        emulator
            .person(id, "Sam")
            .say("hello")
            .expect("not blocked");
    }
    let blocked = refuse(403, "Forbidden: bot was blocked by the user", None);
    emulator.fault(
        Fault::of("SENDMESSAGE", blocked)
            .in_chat(2)
            .after(1)
            .times(2),
    );
    let mut seen = Vec::new();
    for chat in [1, 2, 2, 1, 2, 2] {
        seen.push(send(&emulator, chat).await.expect("an answer").0);
    }
    assert_eq!(seen, [200, 200, 403, 200, 403, 200]);
    emulator.fault(Fault {
        method: None,
        ..Fault::of("", refuse(500, "x", None))
    });
    assert_eq!(call(&emulator, "getMe", json!({})).await.0, 500);
    emulator.clear_faults();
    assert_eq!(call(&emulator, "getMe", json!({})).await.0, 200);
}

#[tokio::test]
async fn the_ledger_tells_what_had_an_effect_and_never_holds_the_token() {
    let emulator = emulator().await;
    let sam = emulator.person(1, "Sam");
    sam.say("hello").expect("not blocked");
    let update = super::ids(&result(&emulator, "getUpdates", json!({})).await)[0];
    result(&emulator, "getUpdates", json!({"offset": update + 1})).await;
    emulator.fault(Fault::of(SEND, Action::DropAfter).times(1));
    assert!(send(&emulator, 1).await.is_err());
    let ledger = emulator.ledger(0);
    let text = serde_json::to_string(&ledger).expect("JSON");
    assert!(!text.contains(TOKEN) && !text.contains("ABC-DEF"));
    let kinds: Vec<&Happened> = ledger.iter().map(|entry| &entry.what).collect();
    assert!(matches!(kinds[0], Happened::Queued { .. }));
    assert!(matches!(kinds[1], Happened::Delivered { update: id } if *id == update));
    assert!(matches!(kinds[2], Happened::Confirmed { update: id } if *id == update));
    assert!(matches!(
        kinds[3],
        Happened::Call {
            took_effect: true,
            answered: false,
            chat: Some(1),
            ..
        }
    ));
    assert!(emulator.ledger(ledger[2].seq).len() == 1);
}
