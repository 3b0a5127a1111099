//! Nothing of a person and nothing of the token reaches a log, at whatever level, and no notice carries any of it.

use std::sync::{Arc, Mutex};

use charley::app::Start;
use charley::{
    dialogue::Class,
    telegram::{Delivery, Limits, Outbox},
};
use serde_json::json;
use tokio::sync::watch;

use super::{
    fake::{Fake, Reply, Scribe, TOKEN, api_at, key, send},
    intake::{run, until},
};

struct Capture;

static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

impl log::Log for Capture {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let line = format!("{} {}", record.target(), record.args());
        LINES.lock().unwrap().push(line);
    }

    fn flush(&self) {}
}

const WORDS: &str = "canary-words-of-a-person";
const NAME: &str = "canary-name";
const CHAT: i64 = 7_315_926_535;

/// Updates that teloxide cannot read, answers that it cannot read, a dead server, an unknown error: each is a chance to leak.
#[tokio::test]
async fn no_log_line_holds_words_names_chats_or_the_token() {
    log::set_logger(&Capture).expect("only this test installs a logger");
    log::set_max_level(log::LevelFilter::Trace);
    let chat = json!({ "id": CHAT, "type": "private", "first_name": NAME });
    let from = json!({ "id": CHAT, "is_bot": false, "first_name": NAME });
    let plain = json!({ "message_id": 3, "date": 5, "text": WORDS, "chat": chat, "from": from });
    let mut strange = plain.clone();
    strange["entities"] = json!([{ "type": "date_time" }]);
    let mut batch = Some(json!([
        { "update_id": 1, "message": plain },
        { "update_id": 2, "message": strange },
        { "update_id": 3, "guest_message": plain },
        { "update_id": 4, "message": { "chat": WORDS, "text": WORDS } },
        { "update_id": 5, "callback_query": { "id": WORDS, "from": from, "chat_instance": "c", "data": WORDS } },
    ]));
    let mut sends = 0;
    let fake = Fake::start(move |call| match call.method.as_str() {
        "getupdates" => batch.take().map_or(Reply::Hang, Reply::Ok),
        "answercallbackquery" => Reply::No(
            400,
            "Bad Request: query is too old: canary-words-of-a-person",
        ),
        "sendmessage" => {
            sends += 1;
            match sends {
                1 => Reply::Raw(200, "canary-words-of-a-person"),
                2 => Reply::No(400, "Bad Request: canary-words-of-a-person"),
                _ => Reply::Broken,
            }
        }
        _ => Reply::Raw(200, "canary-words-of-a-person"),
    })
    .await;
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let intake = run(fake.api(), &scribe);
    assert_eq!(scribe.batches.recv().await.unwrap().len(), 3);
    until(|| !fake.calls("answercallbackquery").is_empty()).await;

    let mut said: Vec<String> = Vec::new();
    for url in [fake.url.as_str(), "http://127.0.0.1:9"] {
        let notices = Arc::new(Mutex::new(Vec::new()));
        let heard = notices.clone();
        let (stop, stopped) = watch::channel(false);
        let outbox = Outbox::new(Limits::default());
        let delivery = Delivery {
            api: api_at(url),
            outbox: outbox.clone(),
            writer: scribe.writer.clone(),
            studio: scribe.studio(),
            calls: 8,
            notice: Arc::new(move |notice| heard.lock().unwrap().push(notice.to_string())),
        };
        let task = tokio::spawn(delivery.run(stopped));
        for person in 1..=3 {
            let row = send(CHAT + i64::from(person), Class::Nudge, None, WORDS);
            outbox.push(key(person, 1), row, &[]);
        }
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        stop.send_replace(true);
        task.await.unwrap();
        said.extend(notices.lock().unwrap().drain(..));
    }
    said.extend(
        intake
            .notices
            .lock()
            .unwrap()
            .iter()
            .map(ToString::to_string),
    );
    intake.task.abort();

    let mut lines = LINES.lock().unwrap().clone();
    assert!(!lines.is_empty(), "the capture works");
    assert!(!said.is_empty());
    lines.extend(said);
    let chat = CHAT.to_string();
    for canary in [WORDS, NAME, &chat, TOKEN, &TOKEN[10..]] {
        let leak = lines.iter().find(|line| line.contains(canary));
        assert!(leak.is_none(), "{canary} in: {leak:?}");
    }
}
