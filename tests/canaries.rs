//! Nothing of a person and nothing of the token is where it must not be (I8, P01, P02, P03): the real program as a child process at its
//! most talkative, and the whole bot on the real store; then every byte on the disk and every line of the log is searched.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use charley::{
    sandbox::{Action, Emulator, EmulatorConfig, Fault, Person},
    store::{Backend, backend::Direction},
    store::{
        Loaded, Store,
        keyring::Keyring,
        keys::MasterKey,
        rows::Kind,
        slab::FileSlab,
        sled::{Sled, Tuning},
    },
};
use serde_json::json;

use crate::world::{TOKEN, World, lore};

const PATIENCE: Duration = Duration::from_secs(20);
const CHAT: i64 = 7_315_926_535;
/// One for each place that words can come from.
const WORDS: [&str; 9] = [
    "canary-first-name",
    "canary-last-name",
    "canary_username",
    "canary-typed-words",
    "canary-caption",
    "canary-callback",
    "canary-file-name",
    "canary-edited",
    "canary-refusal",
];

/// Each way in which a secret could lie around.
fn disguises(word: &str) -> Vec<Vec<u8>> {
    let hex: String = word.bytes().map(|byte| format!("{byte:02x}")).collect();
    let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut all = vec![
        word.as_bytes().to_vec(),
        hex.to_uppercase().into_bytes(),
        hex.into_bytes(),
        wide,
    ];
    // At each of the three places in a group of bytes, without the ends that depend on what stands beside it.
    all.extend((0..3).map(|shift| {
        let padded: Vec<u8> = std::iter::repeat_n(b' ', shift)
            .chain(word.bytes())
            .collect();
        let coded = base64(&padded[..padded.len() / 3 * 3]);
        coded[4..].to_vec()
    }));
    all
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    bytes
        .chunks_exact(3)
        .flat_map(|three| {
            let n = u32::from(three[0]) << 16 | u32::from(three[1]) << 8 | u32::from(three[2]);
            [18, 12, 6, 0].map(|shift| LETTERS[(n >> shift & 63) as usize])
        })
        .collect()
}

/// All that must be found nowhere, with its name.
fn canaries() -> Vec<(String, Vec<u8>)> {
    let texts = WORDS
        .iter()
        .map(|word| (*word).to_owned())
        .chain([
            TOKEN.to_owned(),
            TOKEN[5..].to_owned(),
            CHAT.to_string(),
            format!("{CHAT:x}"),
        ])
        .chain(["48.858093", "2.294694"].map(str::to_owned));
    let mut all: Vec<(String, Vec<u8>)> = texts
        .flat_map(|word| {
            disguises(&word)
                .into_iter()
                .map(move |bytes| (word.clone(), bytes))
        })
        .collect();
    all.push((
        "the chat id, big-endian".to_owned(),
        CHAT.to_be_bytes().to_vec(),
    ));
    all.push((
        "the chat id, little-endian".to_owned(),
        CHAT.to_le_bytes().to_vec(),
    ));
    all
}

fn files(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.is_file() {
            // A socket holds nothing.
            found.push(path);
        }
    }
    found
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Nothing below a folder holds a canary.
fn assert_clean(root: &Path, canaries: &[(String, Vec<u8>)]) -> usize {
    let files = files(root);
    let mut searched = 0;
    for path in files {
        let bytes = fs::read(&path).expect("a file");
        searched += bytes.len();
        // A file of zeroes is long to search and has nothing.
        let end = bytes
            .iter()
            .rposition(|byte| *byte != 0)
            .map_or(0, |last| last + 1);
        for (name, canary) in canaries {
            assert!(
                !holds(&bytes[..end], canary),
                "{} holds {name}",
                path.display()
            );
        }
    }
    searched
}

#[test]
fn the_search_finds_what_it_looks_for() {
    let all = canaries();
    for text in [
        "xx canary-caption",
        "63616e6172792d63617074696f6e",
        "eCBjYW5hcnktY2FwdGlvbiB4",
    ] {
        assert!(
            all.iter().any(|(_, canary)| holds(text.as_bytes(), canary)),
            "{text}"
        );
    }
    let wide: Vec<u8> = TOKEN.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(all.iter().any(|(_, canary)| holds(&wide, canary)));
}

/// Everything that a person can send with words in it.
fn speak(emulator: &Emulator, person: &Person) {
    let file = json!({ "file_id": "f", "file_unique_id": "u", "file_size": 1, "file_name": "canary-file-name" });
    let from = json!({ "id": CHAT, "is_bot": false, "first_name": "canary-first-name", "last_name": "canary-last-name",
        "username": "canary_username", "language_code": "en" });
    let chat = json!({ "id": CHAT, "type": "private", "first_name": "canary-first-name", "username": "canary_username" });
    for fields in [
        json!({ "text": "canary-typed-words" }),
        json!({ "text": "/start canary-typed-words" }),
        json!({ "text": "/frobnicate canary-typed-words" }),
        json!({ "text": "canary-typed-words", "entities": [{ "type": "of_tomorrow", "canary-typed-words": 5 }] }),
        json!({ "photo": [{ "file_id": "f", "file_unique_id": "u", "width": 1, "height": 1 }], "caption": "canary-caption" }),
        json!({ "document": file, "caption": "canary-caption" }),
        json!({ "contact": { "phone_number": "1", "first_name": "canary-first-name" } }),
        json!({ "location": { "latitude": 48.858_093, "longitude": 2.294_694 } }),
        json!({ "video": "canary-file-name" }),
    ] {
        person.send_raw(fields).expect("a message");
    }
    person.edit_last("canary-edited").ok();
    let message = json!({ "message_id": 3, "date": 5, "chat": chat, "from": from, "text": "canary-typed-words" });
    for update in [
        json!({ "message": { "chat": "canary-typed-words", "text": "canary-typed-words" } }),
        json!({ "edited_message": message }),
        json!({ "callback_query": { "id": "1", "from": from, "chat_instance": "c", "data": "canary-callback", "message": message } }),
        json!({ "callback_query": { "id": "canary-callback", "from": from } }),
        json!({ "my_chat_member": { "chat": chat, "from": from, "canary-typed-words": [] } }),
        json!({ "message": message }),
    ] {
        emulator.inject(&update).expect("an update");
    }
}

/// The child's output, collected while it runs: a full pipe would stop it.
fn collect(mut from: impl std::io::Read + Send + 'static) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).expect("output");
        bytes
    })
}

async fn pressed(person: &Person, label: &str) {
    let shown = person.wait_for(PATIENCE, |messages| {
        let last = messages.iter().rev().find(|message| message.from_bot)?;
        last.labels().contains(&label).then_some(())
    });
    let found = shown.await;
    let last = person
        .last_from_bot()
        .map(|message| (message.text, message.keyboard));
    assert!(found.is_some(), "no button “{label}” at {last:?}");
    person.press_label(label).expect(label);
}

/// Waits until the bot has confirmed all updates.
async fn taken_in(emulator: &Emulator) {
    let start = std::time::Instant::now();
    while emulator.pending_updates() > 0 {
        assert!(start.elapsed() < PATIENCE, "the bot takes no updates");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn the_real_program_at_its_most_talkative_lets_nothing_out() {
    let root = tempfile::tempdir().expect("a folder");
    let temporary = root.path().join("tmp");
    fs::create_dir(&temporary).expect("a folder");
    // One person sends in a second what others do in a night.
    let limits =
        "[limits]\ninbound_burst = 600\nsends_per_second_per_chat = 5\nsend_burst_per_chat = 20\n";
    fs::write(root.path().join("settings.toml"), limits).expect("settings");
    let emulator = Emulator::start(EmulatorConfig::default())
        .await
        .expect("a port");
    let person = emulator.person(CHAT, "canary-first-name");
    let mut child = Command::new(env!("CARGO_BIN_EXE_charley"))
        .args(["run", "--config", "settings.toml", "--data", "data"])
        .current_dir(root.path())
        .env("TELOXIDE_TOKEN", TOKEN)
        .env("TELOXIDE_API_URL", emulator.api_url())
        .env("RUST_LOG", "trace")
        .env("RUST_BACKTRACE", "full")
        .env("TMPDIR", &temporary)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let out = collect(child.stdout.take().expect("stdout"));
    let err = collect(child.stderr.take().expect("stderr"));
    person.say("/start").expect("a message");
    pressed(&person, "Set up").await;
    // What Telegram refuses, it may refuse with our own words in it.
    let refusal = |code| Action::Refuse {
        code,
        description: format!("Bad Request: canary-refusal {CHAT} {TOKEN}"),
        retry_after: None,
    };
    pressed(&person, "I'm 16+ and I agree").await;
    speak(&emulator, &person);
    emulator.fault(
        Fault::of("sendMessage", refusal(400))
            .times(2)
            .in_chat(CHAT),
    );
    emulator.fault(Fault::of("answerCallbackQuery", refusal(400)).times(1));
    let raw = Action::EffectThenRaw {
        status: 200,
        body: format!("{{\"ok\":canary-refusal {CHAT}}}"),
    };
    emulator.fault(
        Fault::of("sendMessage", raw)
            .times(1)
            .after(2)
            .in_chat(CHAT),
    );
    emulator.fault(
        Fault::of(
            "getUpdates",
            Action::Raw {
                status: 200,
                body: "canary-refusal".to_owned(),
                content_type: None,
            },
        )
        .times(1),
    );
    for _ in 0..4 {
        person.say("/help").expect("a message");
    }
    taken_in(&emulator).await;
    emulator.clear_faults();
    person.say("/cancel").expect("a message");
    let is_out = person.wait_for(PATIENCE, |messages| {
        let last = messages.iter().rev().find(|message| message.from_bot)?;
        let words = ["Stopped. Nothing else", "There was nothing open"];
        words
            .iter()
            .any(|words| last.text.starts_with(words))
            .then_some(())
    });
    assert!(is_out.await.is_some(), "/cancel is answered");
    person.say("/cramp").expect("a message");
    pressed(&person, "It's easing").await;
    pressed(&person, "Gone").await;
    person
        .say("one leg is swollen and hot, canary-typed-words")
        .expect("a message");
    pressed(&person, "I've been seen").await;
    person.say("/history").expect("a message");
    pressed(&person, "Open 1").await;
    let done = person
        .wait_for_text(PATIENCE, "Sleep disturbed: not said")
        .await;
    assert!(done.is_some());
    taken_in(&emulator).await;
    let stopped = Command::new("kill").arg(child.id().to_string()).status();
    assert!(stopped.expect("kill").success());
    let status = tokio::task::spawn_blocking(move || child.wait())
        .await
        .expect("a task")
        .expect("an end");
    assert!(status.success(), "{status}");
    let (out, err) = (out.join().expect("output"), err.join().expect("output"));
    let log = String::from_utf8_lossy(&err).into_owned();
    assert!(
        log.contains("is up") && log.contains("everything is saved"),
        "{log}"
    );
    let all = canaries();
    for (name, canary) in &all {
        assert!(!holds(&err, canary), "the log holds {name}:\n{log}");
        assert!(!holds(&out, canary), "the output holds {name}");
    }
    assert!(
        files(&root.path().join("data")).len() > 1,
        "it did write something"
    );
    let searched = assert_clean(root.path(), &all);
    println!(
        "{} bytes of log, {searched} bytes of files, {} canaries",
        err.len(),
        all.len()
    );
}

async fn says(world: &World, person: &Person, text: &str) {
    person.say(text).expect("a message");
    world.settle().await;
}

async fn taps(world: &World, person: &Person, label: &str) {
    person.press_label(label).expect(label);
    world.settle().await;
}

/// All sealed rows of the data folder, and whether any key that is left opens one of them as this person's.
fn rows(world: &World) -> usize {
    let (backend, _) = Sled::open(&world.places().data, Tuning::default()).expect("the data");
    Kind::PERSONAL
        .iter()
        .map(|kind| {
            let span = kind.all();
            backend
                .scan(span.range(), usize::MAX, Direction::Forward)
                .expect("rows")
                .len()
        })
        .sum()
}

fn keyring(world: &World) -> Keyring {
    let places = world.places();
    let (master, _) = MasterKey::load(&places.key).expect("the key");
    let slab = FileSlab::look(&places.keyring).expect("the keyring");
    Keyring::open(Box::new(slab), &master).expect("the keyring opens")
}

#[tokio::test]
async fn after_an_erasure_nothing_of_the_person_opens_with_any_key_that_is_left() {
    let night = "2026-11-22T02:00:00Z".parse().expect("a time");
    let mut world = World::asleep(night, lore()).await;
    world.on_disk = true;
    world.start();
    let person = world.person(CHAT, "canary-first-name");
    let other = world.person(42, "Other");
    speak(&world.emulator, &person);
    world.settle().await;
    for one in [&person, &other] {
        says(&world, one, "/cancel").await;
        says(&world, one, "/start").await;
        taps(&world, one, "Set up").await;
        taps(&world, one, "I'm 16+ and I agree").await;
        says(&world, one, "Berlin").await;
        says(&world, one, "/cramp").await;
        taps(&world, one, "It's easing").await;
        world.pass(60).await;
        taps(&world, one, "Gone").await;
    }
    world.pass(8 * 3600).await;
    taps(&world, &person, "Left calf").await;
    world.stop().await;
    let all = canaries();
    assert_clean(&world.folder, &all);
    let (with_both, keys) = (rows(&world), keyring(&world));
    let erased = keys.person(CHAT);
    assert_eq!(keys.find(erased).expect("slots").len(), 1);
    drop(keys);

    world.start();
    says(&world, &person, "/delete").await;
    let update = {
        world.emulator.restart_update_ids(900_000_000);
        taps(&world, &person, "Yes, erase it all").await;
        900_000_000
    };
    let receipt = person.last_from_bot().expect("a receipt");
    assert!(
        receipt
            .text
            .starts_with("Everything that I kept about you is erased")
    );
    world.stop().await;
    assert_clean(&world.folder, &all);
    assert_eq!(
        keyring(&world).find(erased).expect("slots").len(),
        0,
        "the slot is destroyed"
    );
    assert!(rows(&world) < with_both);
    let mut store: Store = world.store();
    let counts = store.counts().expect("counts");
    assert_eq!(
        (counts.chats, counts.entries, counts.keys, counts.set_aside),
        (1, 1, 1, 0),
        "the other one's"
    );
    assert!(counts.receipts <= 1);
    let check = store.check().expect("a check");
    assert_eq!(
        (counts.keys, check.unreadable),
        (1, 0),
        "each row that is left is the other one's"
    );
    let mut txn = store.txn();
    assert!(txn.seen(update), "its updates are known all the same");
    assert_eq!(txn.chat(erased).expect("rows"), Loaded::Missing);
    assert_eq!(txn.entries(erased).expect("rows"), []);
    drop(txn);
    drop(store);

    // A day later even the receipt is gone.
    world.start();
    world.pass(25 * 3600).await;
    says(&world, &other, "/help").await;
    world.stop().await;
    assert_eq!(world.store().counts().expect("counts").receipts, 0);
    assert_clean(&world.folder, &all);
}
