//! Pictures and documents on their way out, and files on their way in.

use std::sync::atomic::{AtomicU32, Ordering};

use charley::{
    app::{Delivered, Start},
    dialogue::{
        Attached, Class, EntryId, File, Look, Message, Paper, Picture, Report, View, What,
        figures::{Figures, Span},
    },
    store::{Op, OutRow},
};
use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{
    fake::{Call, Fake, Reply, Scribe, edit, key, send, sent},
    intake,
    sending::{FAST, run},
};

fn span() -> Span {
    Span {
        first: NaiveDate::from_ymd_opt(2026, 11, 2).expect("a date"),
        nights: 14,
    }
}

fn picture() -> Attached {
    Attached::Picture(Picture {
        view: View::Nights,
        look: Look::Dark,
        language: "en".to_owned(),
        figures: Figures::of(&[], None, span()),
        asks: false,
    })
}

fn row(class: Class, attached: Attached) -> OutRow {
    OutRow {
        chat_id: 7,
        class,
        started: false,
        created: None,
        good_for: None,
        op: Op::Send {
            anchor: Some(charley::dialogue::Anchor(4)),
            message: Message {
                text: "What I have found.".to_owned(),
                keyboard: charley::dialogue::Keyboard::None,
                silent: true,
                attached: Some(Box::new(attached)),
            },
        },
    }
}

fn text(call: &Call) -> &str {
    call.body.as_str().expect("an upload")
}

fn field(upload: &str, name: &str) -> Option<String> {
    let (_, rest) = upload.split_once(&format!("name=\"{name}\""))?;
    let (_, rest) = rest.split_once("\r\n\r\n")?;
    rest.split("\r\n--").next().map(str::to_owned)
}

#[tokio::test]
async fn a_picture_goes_out_with_its_words_below_it_and_something_is_shown_meanwhile() {
    let fake = Fake::start(|_| sent(77)).await;
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = run(&fake.url, &scribe, FAST);
    running
        .outbox
        .push(key(1, 1), row(Class::Answer, picture()), &[]);
    let anchor = Some(charley::dialogue::Anchor(4));
    let message_id = 77;
    assert_eq!(
        scribe.outcome().await,
        Delivered::Sent { anchor, message_id }
    );
    let calls = fake.calls("sendphoto");
    let upload = text(&calls[0]);
    assert!(upload.contains("Content-Type: image/png"));
    assert_eq!(field(upload, "chat_id").as_deref(), Some("7"));
    assert_eq!(
        field(upload, "disable_notification").as_deref(),
        Some("true")
    );
    let caption = field(upload, "caption").expect("a caption");
    assert!(
        caption.starts_with("What I have found.\n\n") && caption.contains("night"),
        "{caption}"
    );
    assert!(field(upload, "has_spoiler").is_none(), "it was asked for");
    let shown = &fake.calls("sendchataction")[0].body;
    assert_eq!(shown, &json!({ "chat_id": 7, "action": "upload_photo" }));
    running.end().await;
}

#[tokio::test]
async fn a_picture_that_comes_by_itself_is_marked_first_and_covered() {
    let fake = Fake::start(|_| sent(77)).await;
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = run(&fake.url, &scribe, FAST);
    running
        .outbox
        .push(key(1, 1), row(Class::Nudge, picture()), &[]);
    scribe.outcome().await;
    let calls = fake.calls("sendphoto");
    assert_eq!(
        field(text(&calls[0]), "has_spoiler").as_deref(),
        Some("true")
    );
    running.end().await;

    let refused = Scribe::start(|| true, Start::Gone);
    let fake = Fake::start(|_| sent(77)).await;
    let running = run(&fake.url, &refused, FAST);
    running
        .outbox
        .push(key(1, 1), row(Class::Nudge, picture()), &[]);
    running.outbox.idle().await;
    assert!(fake.calls("sendphoto").is_empty());
    running.end().await;
}

#[tokio::test]
async fn a_picture_is_tried_again_and_a_broken_answer_to_an_upload_is_none() {
    let tries = AtomicU32::new(0);
    let fake = Fake::start(move |call| match call.method.as_str() {
        "sendphoto" if tries.fetch_add(1, Ordering::SeqCst) == 0 => {
            Reply::No(500, "Internal Server Error")
        }
        _ => sent(77),
    })
    .await;
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = run(&fake.url, &scribe, FAST);
    running
        .outbox
        .push(key(1, 1), row(Class::Answer, picture()), &[]);
    assert!(matches!(scribe.outcome().await, Delivered::Sent { .. }));
    let calls = fake.calls("sendphoto");
    assert_eq!(calls.len(), 2);
    let same = |call: &Call| field(text(call), "photo");
    assert_eq!(
        same(&calls[0]),
        same(&calls[1]),
        "the same picture both times"
    );
    running.end().await;
}

#[tokio::test]
async fn with_the_servers_for_files_out_of_order_the_words_come_and_what_waits_behind_them() {
    let fake = Fake::start(|call| match call.method.as_str() {
        "sendphoto" => Reply::No(500, "Internal Server Error"),
        _ => sent(77),
    })
    .await;
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = run(&fake.url, &scribe, FAST);
    let outbox = &running.outbox;
    outbox.push(key(1, 1), row(Class::Answer, picture()), &[]);
    outbox.push(key(1, 2), send(7, Class::Answer, None, "Call 112."), &[]);
    for _ in 0..2 {
        assert!(matches!(scribe.outcome().await, Delivered::Sent { .. }));
    }
    assert_eq!(fake.calls("sendphoto").len(), 2);
    let texts = fake.calls("sendmessage");
    let texts: Vec<_> = texts.iter().map(|call| &call.body["text"]).collect();
    let words = texts[0].as_str().expect("words");
    assert!(words.contains("could not be made"), "{words}");
    assert_eq!(texts[1], "Call 112.");
    running.end().await;
}

#[tokio::test]
async fn words_below_a_picture_are_changed_as_a_caption() {
    let fake = Fake::start(|call| match call.method.as_str() {
        "editmessagetext" => Reply::No(400, "Bad Request: there is no text in the message to edit"),
        _ => sent(77),
    })
    .await;
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = run(&fake.url, &scribe, FAST);
    running
        .outbox
        .push(key(1, 1), row(Class::Answer, picture()), &[]);
    running.outbox.push(key(1, 2), edit(7, 4, "later"), &[]);
    scribe.outcome().await;
    assert_eq!(scribe.outcome().await, Delivered::Edited);
    let calls = fake.calls("editmessagecaption");
    assert_eq!(calls[0].body["caption"], "later");
    running.end().await;
}

#[tokio::test]
async fn what_cannot_be_made_or_is_not_taken_is_said_in_words() {
    let fake = Fake::start(|call| match call.method.as_str() {
        "sendphoto" => Reply::No(400, "Bad Request: IMAGE_PROCESS_FAILED"),
        _ => sent(77),
    })
    .await;
    // This writer answers no question: what is kept cannot be read.
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = run(&fake.url, &scribe, FAST);
    let report = Attached::Report(Report {
        span: span(),
        last: EntryId(3),
        paper: Paper::A4,
        language: "en".to_owned(),
    });
    for (person, attached) in [(1, report), (2, picture())] {
        let row = row(Class::Answer, attached);
        running.outbox.push(key(person, 1), row, &[]);
        assert!(matches!(scribe.outcome().await, Delivered::Sent { .. }));
    }
    assert!(fake.calls("senddocument").is_empty());
    for call in fake.calls("sendmessage") {
        let words = call.body["text"].as_str().expect("words");
        assert!(words.starts_with("What I have found."), "{words}");
        assert!(words.contains("could not be made"), "{words}");
    }
    assert_eq!(fake.calls("sendmessage").len(), 2);
    running.end().await;
}

// ---- Files on their way in

fn update(number: i64, person: i64, name: &str, size: u32) -> Value {
    json!({
        "update_id": number,
        "message": {
            "message_id": number, "date": 1_760_000_000, "caption": "my diary",
            "chat": { "id": person, "type": "private", "first_name": "_" },
            "from": { "id": person, "is_bot": false, "first_name": "_" },
            "document": { "file_id": format!("f{number}"), "file_unique_id": "u", "file_name": name, "file_size": size },
        },
    })
}

/// A server with these updates; of its files, `f2` cannot be had.
async fn server(updates: Value) -> Fake {
    let mut updates = Some(updates);
    Fake::start(move |call| match call.method.as_str() {
        "getupdates" => match updates.take() {
            Some(updates) => Reply::Ok(updates),
            None => Reply::Hang,
        },
        "getfile" if call.body["file_id"] == "f2" => Reply::No(400, "Bad Request: file is too big"),
        "getfile" => Reply::Ok(
            json!({ "file_id": "f", "file_unique_id": "u", "file_path": "documents/file 1.json" }),
        ),
        "file documents/file%201.json" => Reply::Raw(200, "{\"a\": 1}"),
        _ => Reply::Ok(json!({ "id": 1, "is_bot": true, "first_name": "C", "username": "c_bot" })),
    })
    .await
}

#[tokio::test]
async fn a_diary_is_fetched_and_nobody_waits_for_it() {
    let words = json!({
        "update_id": 9,
        "message": {
            "message_id": 9, "date": 1_760_000_000, "text": "cramp",
            "chat": { "id": 5, "type": "private", "first_name": "_" },
            "from": { "id": 5, "is_bot": false, "first_name": "_" },
        },
    });
    let fake = server(json!([
        update(1, 7, "diary.json", 8),
        update(2, 8, "Diary.JSON", 8),
        update(3, 9, "diary.json", 20_000_000),
        update(4, 7, "again.json", 8),
        update(5, 6, "scan.pdf", 8),
        words,
    ]))
    .await;
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = intake::run(fake.api(), &scribe);
    let first = scribe.batches.recv().await.expect("a batch");
    let ids = |batch: &[charley::app::Incoming]| -> Vec<i64> {
        batch.iter().map(|one| one.update_id).collect()
    };
    assert_eq!(ids(&first), [5, 9], "what needs no file goes first");
    let second = scribe.batches.recv().await.expect("a batch");
    assert_eq!(ids(&second), [1, 2, 3, 4]);
    let files: Vec<_> = second
        .iter()
        .map(|one| match &one.event.what {
            What::File(file, words) => {
                assert_eq!(words.as_deref(), Some("my diary"));
                file.clone()
            }
            other => panic!("{other:?}"),
        })
        .collect();
    let whole = File::Text("{\"a\": 1}".to_owned());
    assert_eq!(
        files,
        [whole, File::NotHere, File::TooLong, File::NotHere],
        "fetched; not to be had; too long; a second one of the same person at once"
    );
    running.end().await.expect("a good end");
}
