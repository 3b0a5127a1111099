//! Fetching: what is acknowledged when, and what is said when it does not work.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use charley::app::Start;
use charley::{
    dialogue::What,
    telegram::{
        Api, Fatal, Intake, Notice, Rival,
        intake::{Hooks, Patience},
        place::Places,
        queries::Queries,
    },
};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tokio::{sync::watch, task::JoinHandle};

use super::fake::{Call, Fake, Reply, Scribe, api_at};

/// Short enough for tests, with the proportions of production.
pub const PATIENCE: Patience = Patience {
    first: Duration::from_millis(10),
    longest: Duration::from_millis(40),
    conflict: Duration::from_millis(300),
    calm: Duration::from_secs(5),
    name: Duration::from_secs(1),
};

/// A running intake and what it said.
pub struct Running {
    pub stop: watch::Sender<bool>,
    pub task: JoinHandle<Result<(), Fatal>>,
    pub notices: Arc<Mutex<Vec<Notice>>>,
    pub outside: Arc<Mutex<Vec<i64>>>,
    pub polls: Arc<Mutex<Vec<DateTime<Utc>>>>,
}

#[expect(
    clippy::disallowed_methods,
    reason = "only that there is a time matters here"
)]
pub fn run(api: Api, scribe: &Scribe) -> Running {
    let (stop, stopped) = watch::channel(false);
    let notices = Arc::new(Mutex::new(Vec::new()));
    let outside = Arc::new(Mutex::new(Vec::new()));
    let polls = Arc::new(Mutex::new(Vec::new()));
    let (said, hinted, polled) = (notices.clone(), outside.clone(), polls.clone());
    let intake = Intake {
        queries: Queries::start(api.clone()),
        api,
        writer: scribe.writer.clone(),
        places: Places::new(|_, _| None),
        hooks: Hooks {
            notice: Arc::new(move |notice| said.lock().unwrap().push(notice)),
            last_poll: Arc::new(move |at| polled.lock().unwrap().push(at)),
            outside: Arc::new(move |chat, _, _| hinted.lock().unwrap().push(chat)),
            invited: Arc::new(|_| true),
            now: Arc::new(Utc::now),
        },
        patience: PATIENCE,
    };
    let task = tokio::spawn(intake.run(stopped));
    Running {
        stop,
        task,
        notices,
        outside,
        polls,
    }
}

impl Running {
    pub async fn end(self) -> Result<(), Fatal> {
        self.stop.send_replace(true);
        let wait = tokio::time::timeout(Duration::from_secs(15), self.task);
        wait.await.expect("ends in time").unwrap()
    }

    async fn fails(self) -> (Fatal, Vec<Notice>) {
        let wait = tokio::time::timeout(Duration::from_secs(15), self.task);
        let fatal = wait.await.expect("ends in time").unwrap().unwrap_err();
        (fatal, self.notices.lock().unwrap().clone())
    }
}

/// Waits for something that a task is about to do.
pub async fn until(mut done: impl FnMut() -> bool) {
    let started = Instant::now();
    while !done() {
        assert!(started.elapsed() < Duration::from_secs(15), "it never came");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

pub fn myself() -> Reply {
    Reply::Ok(json!({ "id": 1, "is_bot": true, "first_name": "B", "username": "OurBot" }))
}

pub fn text(update_id: i64, words: &str) -> Value {
    json!({ "update_id": update_id, "message": {
        "message_id": 3, "date": 1_760_000_000, "text": words,
        "chat": { "id": 7, "type": "private", "first_name": "A" },
        "from": { "id": 7, "is_bot": false, "first_name": "A" },
    } })
}

fn offset(call: &Call) -> Option<i64> {
    call.body["offset"].as_i64()
}

/// A server with these batches, one a poll; then it has nothing more to say.
pub async fn server(batches: Vec<Value>) -> Fake {
    let mut batches = batches.into_iter();
    Fake::start(move |call| match call.method.as_str() {
        "getupdates" if call.body["limit"] == 1 => Reply::Ok(json!([])),
        "getupdates" => batches.next().map_or(Reply::Hang, Reply::Ok),
        "getme" => myself(),
        _ => Reply::Ok(json!(true)),
    })
    .await
}

#[tokio::test]
async fn the_offset_moves_only_after_the_commit() {
    let batch = || json!([text(41, "one"), text(42, "two")]);
    let fake = server(vec![batch(), batch(), batch()]).await;
    let mut left = 2;
    let save = move || {
        left -= 1;
        left < 0
    };
    let scribe = Scribe::start(save, Start::Begun);
    let running = run(fake.api(), &scribe);
    until(|| fake.calls("getupdates").len() == 4).await;
    let offsets: Vec<_> = fake.calls("getupdates").iter().map(offset).collect();
    assert_eq!(offsets, [None, None, None, Some(43)]);
    let said = running.notices.lock().unwrap().clone();
    assert_eq!(said, [Notice::Online, Notice::NotSaved, Notice::SavedAgain]);
    assert_eq!(running.polls.lock().unwrap().len(), 3);
    running.end().await.unwrap();
}

#[tokio::test]
async fn a_poll_asks_for_the_kinds_that_are_read_and_never_drops_what_is_pending() {
    let fake = server(vec![]).await;
    let scribe = Scribe::start(|| true, Start::Begun);
    let running = run(fake.api(), &scribe);
    until(|| !fake.calls("getupdates").is_empty()).await;
    let wanted = json!({
        "limit": 100, "timeout": 20,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
    });
    assert_eq!(fake.calls("getupdates")[0].body, wanted);
    assert!(fake.calls("deletewebhook").is_empty());
    running.end().await.unwrap();
}

#[tokio::test]
async fn a_stop_confirms_what_was_committed_and_nothing_else() {
    let fake = server(vec![json!([text(41, "one")])]).await;
    let scribe = Scribe::start(|| true, Start::Begun);
    let running = run(fake.api(), &scribe);
    until(|| fake.calls("getupdates").len() == 2).await;
    running.end().await.unwrap();
    let last = fake.calls("getupdates").pop().unwrap();
    assert_eq!(last.body["offset"], 42);
    assert_eq!(
        (&last.body["limit"], &last.body["timeout"]),
        (&json!(1), &json!(0))
    );

    let fake = server(vec![json!([text(41, "one")])]).await;
    let scribe = Scribe::start(|| false, Start::Begun);
    let running = run(fake.api(), &scribe);
    until(|| fake.calls("getupdates").len() == 2).await;
    running.end().await.unwrap();
    assert!(
        fake.calls("getupdates")
            .iter()
            .all(|call| offset(call).is_none())
    );
}

#[tokio::test]
async fn ids_that_start_anew_lower_down_are_followed() {
    let fake = server(vec![
        json!([text(9_000_000, "one")]),
        json!([text(12, "two")]),
    ])
    .await;
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = run(fake.api(), &scribe);
    until(|| fake.calls("getupdates").len() == 3).await;
    let offsets: Vec<_> = fake.calls("getupdates").iter().map(offset).collect();
    assert_eq!(offsets, [None, Some(9_000_001), Some(13)]);
    let ids = [scribe.batches.recv().await, scribe.batches.recv().await];
    let ids = ids.map(|batch| batch.unwrap()[0].update_id);
    assert_eq!(ids, [9_000_000, 12]);
    running.end().await.unwrap();
}

#[tokio::test]
async fn a_batch_of_nothing_for_us_moves_the_offset_without_a_commit() {
    let batch = json!([
        { "update_id": 50, "guest_message": { "text": "x" } },
        { "update_id": 51, "message": "not even an object" },
        { "update_id": 52 },
    ]);
    let fake = server(vec![batch]).await;
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = run(fake.api(), &scribe);
    until(|| fake.calls("getupdates").len() == 2).await;
    assert_eq!(offset(&fake.calls("getupdates")[1]), Some(53));
    assert!(scribe.batches.try_recv().is_err());
    running.end().await.unwrap();
}

#[tokio::test]
async fn a_press_is_answered_before_its_commit() {
    let press = json!([{ "update_id": 60, "callback_query": {
        "id": "777", "chat_instance": "c", "data": "v1",
        "from": { "id": 7, "is_bot": false, "first_name": "A" },
    } }]);
    let fake = server(vec![press]).await;
    // This writer answers only once the query has been answered.
    let (inbox, mut jobs) = tokio::sync::mpsc::unbounded_channel();
    let mut scribe = Scribe::start(|| true, Start::Begun);
    scribe.writer = charley::app::Writer::new(inbox);
    let running = run(fake.api(), &scribe);
    until(|| !fake.calls("answercallbackquery").is_empty()).await;
    let answer = fake.calls("answercallbackquery").remove(0);
    assert_eq!(answer.body, json!({ "callback_query_id": "777" }));
    let Some(charley::app::Job::Batch { incoming, done }) = jobs.recv().await else {
        panic!("no batch");
    };
    assert_eq!(incoming[0].event.what, What::Pressed("v1".to_owned()));
    assert_eq!(fake.calls("getupdates").len(), 1);
    done.send(Ok(())).unwrap();
    until(|| fake.calls("getupdates").len() == 2).await;
    running.end().await.unwrap();
}

#[tokio::test]
async fn a_group_is_told_once_where_to_go_and_nothing_is_stored() {
    let group = |id: i64, words: &str| {
        json!({ "update_id": id, "message": {
            "message_id": 3, "date": 1_760_000_000, "text": words,
            "chat": { "id": -5, "type": "group", "title": "G" },
            "from": { "id": 7, "is_bot": false, "first_name": "A" },
        } })
    };
    let batch = json!([
        group(1, "/cramp@OurBot"),
        group(2, "/cramp"),
        group(3, "/cramp@other_bot")
    ]);
    let fake = server(vec![batch]).await;
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = run(fake.api(), &scribe);
    until(|| fake.calls("getupdates").len() == 2).await;
    assert_eq!(*running.outside.lock().unwrap(), [-5]);
    assert!(scribe.batches.try_recv().is_err());
    running.end().await.unwrap();
}

#[tokio::test]
async fn a_bad_token_stops_with_clear_words() {
    for (code, description) in [(401, "Unauthorized"), (404, "Not Found")] {
        let fake = Fake::start(move |_| Reply::No(code, description)).await;
        let scribe = Scribe::start(|| true, Start::Begun);
        let (fatal, _) = run(fake.api(), &scribe).fails().await;
        assert_eq!(fatal, Fatal::BadToken(code));
        assert!(fatal.to_string().contains("token"));
    }
}

#[tokio::test]
async fn a_rival_is_named_at_once_and_borne_with_for_a_while() {
    for (description, rival) in [
        (
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            Rival::AnotherCopy,
        ),
        (
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            Rival::Webhook,
        ),
        ("Conflict", Rival::Unknown),
    ] {
        let fake = Fake::start(move |_| Reply::No(409, description)).await;
        let scribe = Scribe::start(|| true, Start::Begun);
        let started = Instant::now();
        let (fatal, said) = run(fake.api(), &scribe).fails().await;
        assert!(started.elapsed() >= PATIENCE.conflict);
        assert!(matches!(fatal, Fatal::Conflict { rival: who, .. } if who == rival));
        assert_eq!(said, [Notice::Conflict(rival)], "said once");
        assert!(fake.calls("getupdates").len() > 4, "and tried on meanwhile");
    }
}

#[tokio::test]
async fn a_rival_that_wins_in_turns_is_a_rival_all_the_same() {
    let mut turn = 0;
    let fake = Fake::start(move |call| {
        turn += usize::from(call.method == "getupdates");
        match call.method.as_str() {
            "getme" => myself(),
            _ if turn % 2 == 0 => {
                Reply::After(Duration::from_millis(5), Box::new(Reply::Ok(json!([]))))
            }
            _ => Reply::No(409, "Conflict: terminated by other getUpdates request"),
        }
    })
    .await;
    let scribe = Scribe::start(|| true, Start::Begun);
    let (fatal, said) = run(fake.api(), &scribe).fails().await;
    assert!(matches!(fatal, Fatal::Conflict { .. }));
    assert_eq!(said, [Notice::Conflict(Rival::AnotherCopy)]);
}

#[tokio::test]
async fn a_start_without_a_network_waits_for_it_and_says_so_once() {
    // A port that was free a moment ago: nobody listens there yet.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let scribe = Scribe::start(|| true, Start::Begun);
    let running = run(api_at(&format!("http://{address}")), &scribe);
    until(|| !running.notices.lock().unwrap().is_empty()).await;
    // Some more tries.
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(
        *running.notices.lock().unwrap(),
        [Notice::NoNetwork(PATIENCE.longest)]
    );
    assert!(!running.task.is_finished());
    running.end().await.unwrap();
}

#[tokio::test]
async fn every_fault_of_a_poll_is_survived_and_told_once_a_change() {
    let mut step = 0;
    let fake = Fake::start(move |call| {
        if call.method != "getupdates" {
            return Reply::Raw(500, "no getMe today");
        }
        if call.body["limit"] == 1 {
            return Reply::Ok(json!([]));
        }
        step += 1;
        match step {
            1 | 2 => Reply::Raw(502, "<html>Bad Gateway</html>"),
            3 => Reply::Raw(200, "<html>a login page</html>"),
            4 => Reply::Raw(200, r#"{"ok":true,"result":[{"update_id":1,"mess"#),
            5 => Reply::Broken,
            6 => Reply::Wait(0),
            7 => Reply::Ok(json!([text(70, "at last")])),
            _ => Reply::Hang,
        }
    })
    .await;
    let mut scribe = Scribe::start(|| true, Start::Begun);
    let running = run(fake.api(), &scribe);
    let batch = scribe.batches.recv().await.unwrap();
    assert_eq!(batch[0].event.what, What::Text("at last".to_owned()));
    let said = running.notices.lock().unwrap().clone();
    let wanted = [
        Notice::ServerFault(502),
        Notice::Garbled,
        Notice::NoNetwork(PATIENCE.longest),
        Notice::Slowed(Duration::ZERO),
        Notice::Online,
    ];
    assert_eq!(said, wanted);
    running.end().await.unwrap();
}
