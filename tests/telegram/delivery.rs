//! Messages out, over HTTP.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use charley::{
    app::{Delivered, Start},
    dialogue::{Anchor, Button, Class, Keyboard, Message},
    store::{Op, OutRow},
};
use serde_json::json;

use super::{
    fake::{Fake, Reply, Scribe, edit, key, send, sent, words},
    sending::{FAST, run},
};

#[tokio::test]
async fn a_message_goes_out_plain_with_its_buttons_and_comes_back_with_its_id() {
    let fake = Fake::start(|_| sent(77)).await;
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = run(&fake.url, &scribe, FAST);
    let button = |label: &str| Button {
        label: label.into(),
        data: "v1:x".into(),
    };
    let message = |keyboard| Message {
        text: "<b>_*".into(),
        keyboard,
        silent: true,
        attached: None,
    };
    let row = |keyboard| OutRow {
        chat_id: 7,
        class: Class::Answer,
        started: false,
        created: None,
        good_for: None,
        op: Op::Send {
            anchor: Some(Anchor(4)),
            message: message(keyboard),
        },
    };
    let buttons = Keyboard::Buttons(vec![vec![button("a"), button("b")], vec![button("c")]]);
    let share = Keyboard::ShareLocation {
        label: "here".into(),
    };
    for (seq, keyboard) in [buttons, share, Keyboard::Away, Keyboard::None]
        .into_iter()
        .enumerate()
    {
        running.outbox.push(key(1, seq as u64), row(keyboard), &[]);
    }
    let anchor = Some(Anchor(4));
    assert_eq!(
        scribe.outcome().await,
        Delivered::Sent {
            anchor,
            message_id: 77
        }
    );
    running.outbox.idle().await;
    let bodies: Vec<_> = fake
        .calls("sendmessage")
        .into_iter()
        .map(|call| call.body)
        .collect();
    assert_eq!(bodies.len(), 4);
    for body in &bodies {
        assert_eq!(
            (&body["chat_id"], &body["text"]),
            (&json!(7), &json!("<b>_*"))
        );
        assert_eq!(body["disable_notification"], true);
        assert_eq!(body["link_preview_options"], json!({ "is_disabled": true }));
        assert!(body.get("parse_mode").is_none());
    }
    let button = |text: &str| json!({ "text": text, "callback_data": "v1:x" });
    let inline = json!({ "inline_keyboard": [[button("a"), button("b")], [button("c")]] });
    assert_eq!(bodies[0]["reply_markup"], inline);
    let share = &bodies[1]["reply_markup"];
    assert_eq!(
        share["keyboard"],
        json!([[{ "text": "here", "request_location": true }]])
    );
    assert_eq!(share["one_time_keyboard"], true);
    assert_eq!(bodies[2]["reply_markup"]["remove_keyboard"], true);
    assert!(bodies[3].get("reply_markup").is_none());
    running.end().await;
}

#[tokio::test]
async fn an_edit_reaches_the_message_that_was_just_sent() {
    let fake = Fake::start(|_| sent(77)).await;
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = run(&fake.url, &scribe, FAST);
    running
        .outbox
        .push(key(1, 1), send(7, Class::Answer, Some(4), "card"), &[]);
    running.outbox.push(key(1, 2), edit(7, 4, "later"), &[]);
    scribe.outcome().await;
    assert_eq!(scribe.outcome().await, Delivered::Edited);
    let call = fake.calls("editmessagetext").remove(0);
    assert_eq!(
        (&call.body["message_id"], &call.body["text"]),
        (&json!(77), &json!("later"))
    );
    running.end().await;
}

#[tokio::test]
async fn refusals_end_as_the_outcomes_they_mean() {
    for (reply, wanted) in [
        (
            Reply::No(403, "Forbidden: bot was blocked by the user"),
            Delivered::Gone,
        ),
        (
            Reply::No(400, "Bad Request: USER_IS_BLOCKED"),
            Delivered::Gone,
        ),
        (
            Reply::No(400, "Bad Request: chat not found"),
            Delivered::Gone,
        ),
        (
            Reply::No(403, "Forbidden: user is deactivated"),
            Delivered::Deleted,
        ),
        (
            Reply::No(400, "Bad Request: message is too long"),
            Delivered::Refused,
        ),
        (
            Reply::Raw(
                400,
                r#"{"ok":false,"error_code":400,"description":"x","parameters":{"migrate_to_chat_id":-9}}"#,
            ),
            Delivered::Refused,
        ),
        (
            Reply::Raw(200, r#"{"ok":true,"result":{"message_id":5,"date":"new"}}"#),
            Delivered::Sent {
                anchor: None,
                message_id: 5,
            },
        ),
    ] {
        let mut reply = Some(reply);
        let fake = Fake::start(move |_| reply.take().expect("one call")).await;
        let mut scribe = Scribe::start(|| true, Start::Begun);
        let running = run(&fake.url, &scribe, FAST);
        running
            .outbox
            .push(key(1, 1), send(7, Class::Answer, None, "x"), &[]);
        assert_eq!(scribe.outcome().await, wanted);
        running.outbox.idle().await;
        let refused = running.notices.lock().unwrap().len();
        assert_eq!(refused, usize::from(wanted == Delivered::Refused));
        running.end().await;
    }
}

#[tokio::test]
async fn an_edit_that_changes_nothing_is_done_and_one_without_its_message_is_sent_anew() {
    let fake = Fake::start(|call| match (call.method.as_str(), call.body["message_id"].as_i64()) {
        ("editmessagetext", Some(44)) => Reply::No(400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"),
        ("editmessagetext", _) => Reply::No(400, "Bad Request: message to edit not found"),
        _ => sent(78),
    })
    .await;
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = run(&fake.url, &scribe, FAST);
    running
        .outbox
        .push(key(1, 1), edit(7, 4, "same"), &[(Anchor(4), 44)]);
    assert_eq!(scribe.outcome().await, Delivered::Edited);
    running
        .outbox
        .push(key(1, 2), edit(7, 5, "anew"), &[(Anchor(5), 55)]);
    let anchor = Some(Anchor(5));
    assert_eq!(
        scribe.outcome().await,
        Delivered::Sent {
            anchor,
            message_id: 78
        }
    );
    running.end().await;
}

#[tokio::test]
async fn a_broken_answer_repeats_an_answer_and_never_a_nudge() {
    let mut seen: HashMap<i64, u32> = HashMap::new();
    let fake = Fake::start(move |call| {
        let count = seen
            .entry(call.body["chat_id"].as_i64().unwrap())
            .or_default();
        *count += 1;
        if *count == 1 { Reply::Broken } else { sent(5) }
    })
    .await;
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = run(&fake.url, &scribe, FAST);
    running
        .outbox
        .push(key(1, 1), send(7, Class::Nudge, None, "nudge"), &[]);
    running
        .outbox
        .push(key(2, 1), send(8, Class::Answer, None, "answer"), &[]);
    assert_eq!(scribe.outcome().await, Delivered::Unknown);
    assert_eq!(
        scribe.outcome().await,
        Delivered::Sent {
            anchor: None,
            message_id: 5
        }
    );
    running.outbox.idle().await;
    let calls = fake.calls("sendmessage");
    let count = |chat: i64| {
        calls
            .iter()
            .filter(|call| call.body["chat_id"] == chat)
            .count()
    };
    assert_eq!((count(7), count(8)), (1, 2));
    running.end().await;
}

#[tokio::test]
async fn a_nudge_whose_row_is_gone_is_not_sent() {
    let fake = Fake::start(|_| sent(5)).await;
    let mut scribe = Scribe::start(|| true, Start::Gone);
    let running = run(&fake.url, &scribe, FAST);
    running
        .outbox
        .push(key(1, 1), send(7, Class::Nudge, None, "nudge"), &[]);
    running
        .outbox
        .push(key(1, 2), send(7, Class::Answer, None, "answer"), &[]);
    assert!(matches!(scribe.outcome().await, Delivered::Sent { .. }));
    let texts: Vec<_> = fake
        .calls("sendmessage")
        .iter()
        .map(|call| call.body["text"].clone())
        .collect();
    assert_eq!(texts, ["answer"]);
    running.end().await;
}

#[tokio::test]
async fn a_nudge_whose_mark_cannot_be_saved_stays_for_later() {
    let fake = Fake::start(|_| sent(5)).await;
    let mut scribe = Scribe::start(|| true, Start::NotSaved);
    let running = run(&fake.url, &scribe, FAST);
    running
        .outbox
        .push(key(1, 1), send(7, Class::Nudge, None, "nudge"), &[]);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(fake.calls("sendmessage").is_empty(), "not without its mark");
    assert_eq!(running.outbox.len(), 1, "and not forgotten");
    assert!(scribe.outcomes.try_recv().is_err());
    running.end().await;
}

#[tokio::test]
async fn a_429_holds_up_its_own_chat_only_and_for_as_long_as_it_says() {
    let mut refused = false;
    let fake = Fake::start(move |call| {
        let first = call.body["chat_id"] == 7 && !std::mem::replace(&mut refused, true);
        if first { Reply::Wait(1) } else { sent(5) }
    })
    .await;
    let scribe = Scribe::start(|| true, Start::Begun);
    let running = run(&fake.url, &scribe, FAST);
    running
        .outbox
        .push(key(1, 1), send(7, Class::Answer, None, "first"), &[]);
    running
        .outbox
        .push(key(1, 2), send(7, Class::Answer, None, "second"), &[]);
    for person in 20..40 {
        running.outbox.push(
            key(person, 1),
            send(person.into(), Class::Answer, None, "x"),
            &[],
        );
    }
    let started = Instant::now();
    running.outbox.idle().await;
    let calls = fake.calls("sendmessage");
    let of_7: Vec<_> = calls
        .iter()
        .filter(|call| call.body["chat_id"] == 7)
        .collect();
    let texts: Vec<_> = of_7.iter().map(|call| &call.body["text"]).collect();
    assert_eq!(texts, ["first", "first", "second"]);
    assert!(of_7[1].at - of_7[0].at >= Duration::from_secs(1));
    assert!(started.elapsed() < Duration::from_secs(3));
    let others = calls.iter().filter(|call| call.body["chat_id"] != 7);
    assert!(others.clone().count() == 20 && others.clone().all(|call| call.at < of_7[1].at));
    running.end().await;
}

#[tokio::test]
async fn chats_are_served_side_by_side_and_each_in_order() {
    let fake = Fake::start(|_| Reply::After(Duration::from_millis(20), Box::new(sent(5)))).await;
    let scribe = Scribe::start(|| true, Start::Begun);
    let running = run(&fake.url, &scribe, FAST);
    let started = Instant::now();
    for seq in 0..5 {
        for person in 0..100 {
            let text = format!("{seq}");
            running.outbox.push(
                key(person, seq),
                send(person.into(), Class::Answer, None, &text),
                &[],
            );
        }
    }
    running.outbox.idle().await;
    // One after the other this would be ten seconds.
    assert!(
        started.elapsed() < Duration::from_secs(4),
        "{:?}",
        started.elapsed()
    );
    let calls = fake.calls("sendmessage");
    assert_eq!(calls.len(), 500);
    for person in 0..100 {
        let texts = calls.iter().filter(|call| call.body["chat_id"] == person);
        let texts: Vec<_> = texts
            .map(|call| call.body["text"].as_str().unwrap())
            .collect();
        assert_eq!(texts, ["0", "1", "2", "3", "4"]);
    }
    running.end().await;
}

#[tokio::test]
async fn a_direct_message_leaves_no_trace_at_the_writer() {
    let fake = Fake::start(|_| sent(5)).await;
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = run(&fake.url, &scribe, FAST);
    running.outbox.direct(-5, words("elsewhere"));
    running.outbox.idle().await;
    assert_eq!(fake.calls("sendmessage")[0].body["chat_id"], -5);
    assert!(scribe.outcomes.try_recv().is_err());
    running.end().await;
}

#[tokio::test]
async fn what_is_erased_in_flight_reports_nothing() {
    let fake = Fake::start(|_| Reply::After(Duration::from_millis(100), Box::new(sent(5)))).await;
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = run(&fake.url, &scribe, FAST);
    running
        .outbox
        .push(key(1, 1), send(7, Class::Answer, None, "x"), &[]);
    super::intake::until(|| !fake.calls("sendmessage").is_empty()).await;
    running.outbox.forget(key(1, 1).person);
    running.outbox.idle().await;
    assert!(scribe.outcomes.try_recv().is_err());
    running.end().await;
}

#[tokio::test]
async fn a_stop_waits_for_the_calls_in_flight_and_begins_no_other() {
    let fake = Fake::start(|_| Reply::After(Duration::from_millis(100), Box::new(sent(5)))).await;
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = run(&fake.url, &scribe, FAST);
    running
        .outbox
        .push(key(1, 1), send(7, Class::Answer, None, "first"), &[]);
    running
        .outbox
        .push(key(1, 2), send(7, Class::Answer, None, "second"), &[]);
    super::intake::until(|| !fake.calls("sendmessage").is_empty()).await;
    running.end().await;
    assert!(matches!(scribe.outcome().await, Delivered::Sent { .. }));
    assert!(scribe.outcomes.try_recv().is_err());
    assert_eq!(fake.calls("sendmessage").len(), 1);
}

#[tokio::test]
async fn an_answer_waits_for_a_server_that_is_not_there_yet() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = run(&url, &scribe, FAST);
    running
        .outbox
        .push(key(1, 1), send(7, Class::Nudge, None, "nudge"), &[]);
    running
        .outbox
        .push(key(2, 1), send(8, Class::Answer, None, "answer"), &[]);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(scribe.outcomes.try_recv().is_err(), "neither is lost");
    assert_eq!(running.outbox.len(), 2);
    running.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_races_the_newest_payload_of_a_card_is_the_last_to_arrive() {
    let fake = Fake::start(|_| sent(5)).await;
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = run(&fake.url, &scribe, FAST);
    let outbox = running.outbox.clone();
    // The writer is a plain thread, and delivery drains while it writes.
    let writer = std::thread::spawn(move || {
        for person in 0..10 {
            outbox.push(
                key(person, 0),
                send(person.into(), Class::Answer, Some(4), "0"),
                &[],
            );
        }
        for seq in 1..=200_u64 {
            for person in 0..10 {
                let text = seq.to_string();
                match outbox.hold(key(person, 0).person, Anchor(4)) {
                    Some((held, mut row)) => {
                        let (Op::Send { message, .. } | Op::Edit { message, .. }) = &mut row.op;
                        message.text = text;
                        outbox.release(held, Some(row));
                    }
                    None => outbox.push(key(person, seq), edit(person.into(), 4, &text), &[]),
                }
            }
            if seq == 100 {
                outbox.forget(key(9, 0).person);
            }
        }
    });
    writer.join().unwrap();
    running.outbox.idle().await;
    let mut calls = fake.calls("sendmessage");
    calls.extend(fake.calls("editmessagetext"));
    calls.sort_by_key(|call| call.at);
    for person in 0..10 {
        let texts = calls.iter().filter(|call| call.body["chat_id"] == person);
        let numbers = texts.map(|call| call.body["text"].as_str().unwrap().parse::<u64>().unwrap());
        let numbers: Vec<_> = numbers.collect();
        assert!(numbers.is_sorted(), "chat {person}: {numbers:?}");
        assert_eq!(numbers.last(), Some(&200));
    }
    let mut keys = std::collections::HashSet::new();
    while let Ok(outcome) = scribe.outcomes.try_recv() {
        assert!(keys.insert(outcome.key), "reported twice");
    }
    running.end().await;
}
