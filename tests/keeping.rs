//! Backups on a schedule, and the commands of an operator beside a bot that runs.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::Arc,
    time::Duration,
};

use charley::{
    keeping::{Backups, KeyringCopy, Rolling},
    sandbox::{Action, Emulator, EmulatorConfig, Fault, Person},
    store::{keyring::Keyring, keys::MasterKey, restore, slab::FileSlab, sled::Tuning},
};
use chrono::{DateTime, TimeDelta, Utc};

use crate::world::{TOKEN, World, agree, heard, lore, night, says, taps};

const PATIENCE: Duration = Duration::from_secs(20);

/// A turn of the schedule at that time, beside the running bot.
async fn turn(world: &World, rolling: Rolling, now: DateTime<Utc>) -> Rolling {
    let writer = world.writer();
    let mut rolling = rolling;
    let turned = tokio::task::spawn_blocking(move || {
        rolling.turn(&writer, now);
        rolling
    });
    turned.await.expect("a turn")
}

fn daily(folder: &Path) -> (Backups, Rolling) {
    let backups = Backups::new(folder.to_owned());
    let data = folder.with_file_name("data");
    let rolling = Rolling::new(backups.clone(), data, TimeDelta::hours(24), 2, None);
    (backups, rolling)
}

fn times(backups: &Backups) -> Vec<DateTime<Utc>> {
    let all = backups.all().expect("a folder");
    all.into_iter().map(|(made, _)| made).collect()
}

#[tokio::test]
async fn a_backup_a_day_is_made_and_the_newest_are_kept() {
    let mut world = World::at(night()).await;
    agree(&world, &world.person(1, "Alex")).await;
    let dir = tempfile::tempdir().expect("a folder");
    let folder = dir.path().join("backups");
    let (backups, mut rolling) = daily(&folder);
    let day = |days: i64| night() + TimeDelta::hours(1) + TimeDelta::days(days);
    rolling = turn(&world, rolling, night()).await;
    assert!(
        times(&backups).is_empty(),
        "at the first start there is nobody in it"
    );
    rolling = turn(&world, rolling, day(0)).await;
    assert_eq!(times(&backups), [day(0)], "the first after an hour");
    rolling = turn(&world, rolling, day(0) + TimeDelta::hours(23)).await;
    assert_eq!(times(&backups), [day(0)]);
    // What somebody else has put there is nobody's business.
    fs::write(folder.join("charley-notes.txt"), "mine").expect("a file");
    rolling = turn(&world, rolling, day(1)).await;
    rolling = turn(&world, rolling, day(2)).await;
    assert_eq!(times(&backups), [day(2), day(1)]);
    // The clock is ten years ahead, and comes back: what was made meanwhile does not stand for the newest for ten years.
    rolling = turn(&world, rolling, day(3653)).await;
    assert_eq!(
        times(&backups),
        [day(3653), day(2)],
        "the one just made stays"
    );
    rolling = turn(&world, rolling, day(4)).await;
    assert_eq!(times(&backups), [day(4), day(2)]);
    rolling = turn(&world, rolling, day(4) + TimeDelta::hours(1)).await;
    assert_eq!(times(&backups), [day(4), day(2)], "one a day");
    // A machine that starts in 1970 makes one more, and does not take all others for news from the future.
    let wrong = DateTime::UNIX_EPOCH + TimeDelta::hours(2);
    turn(&world, rolling, wrong).await;
    assert_eq!(times(&backups), [day(4), wrong]);
    assert!(folder.join("charley-notes.txt").exists());
    world.stop().await;
}

#[tokio::test]
async fn what_fails_is_tried_again_and_leaves_nothing_half() {
    let mut world = World::at(night()).await;
    let dir = tempfile::tempdir().expect("a folder");
    let folder = dir.path().join("backups");
    fs::write(&folder, "a file where the folder should be").expect("a file");
    let (backups, mut rolling) = daily(&folder);
    let begun = night() + TimeDelta::hours(1);
    rolling = turn(&world, rolling, night()).await;
    rolling = turn(&world, rolling, begun).await;
    fs::remove_file(&folder).expect("it goes");
    let soon = begun + TimeDelta::minutes(10);
    rolling = turn(&world, rolling, soon).await;
    assert!(times(&backups).is_empty(), "not at once");
    // What a killed process has left goes.
    fs::create_dir(&folder).expect("a folder");
    fs::write(folder.join("charley-20260101T000000Z.backup.part"), "half").expect("a file");
    let later = begun + TimeDelta::minutes(16);
    rolling = turn(&world, rolling, later).await;
    assert_eq!(times(&backups), [later]);
    // The disk fails in the middle of the next one.
    let next = later + TimeDelta::days(1);
    world.faults.fail_call(2);
    rolling = turn(&world, rolling, next).await;
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 1);
    let again = next + TimeDelta::minutes(15);
    turn(&world, rolling, again).await;
    assert_eq!(times(&backups), [again, later]);
    world.stop().await;
}

#[tokio::test]
async fn the_copy_of_the_keyring_follows_an_erasure_at_once() {
    let mut world = World::asleep(night(), lore()).await;
    world.on_disk = true;
    world.start();
    let (alex, kim) = (world.person(1, "Alex"), world.person(2, "Kim"));
    agree(&world, &alex).await;
    let dir = tempfile::tempdir().expect("a folder");
    let copy = dir.path().join("keyring");
    let keyring = Arc::new(KeyringCopy::new(copy.clone()));
    let key = world.places().key;
    let people = || {
        let (master, _) = MasterKey::load(&key).expect("the key");
        let slab = FileSlab::look(&copy).expect("the copy");
        Keyring::open(Box::new(slab), &master)
            .expect("it opens")
            .people()
    };
    let copies = async |minutes: i64, at_once: bool| {
        let (writer, keyring) = (world.writer(), Arc::clone(&keyring));
        let now = night() + TimeDelta::minutes(minutes);
        let turned = tokio::task::spawn_blocking(move || keyring.turn(&writer, now, at_once));
        turned.await.expect("a turn");
    };
    copies(0, false).await;
    assert_eq!(people(), 1);
    agree(&world, &kim).await;
    copies(1, false).await;
    assert_eq!(people(), 1, "who joined can wait a little");
    copies(1, true).await;
    assert_eq!(people(), 2, "but not where a backup was made");
    says(&world, &alex, "/delete").await;
    taps(&world, &alex, "Yes, erase it all").await;
    copies(2, false).await;
    assert_eq!(people(), 1, "an erasure does not");
    world.stop().await;
}

#[tokio::test]
async fn what_was_sent_after_a_backup_is_not_sent_again_after_its_restore() {
    const EVENING: &str = "Time for your ten minutes";
    const MORNING: &str = "How was last night?";
    let mut world = World::asleep(night(), lore()).await;
    world.on_disk = true;
    world.start();
    let alex = world.person(1, "Alex");
    agree(&world, &alex).await;
    says(&world, &alex, "/routine").await;
    taps(&world, &alex, "21:00").await;
    // A backup of the afternoon; then an evening and a morning come.
    world.pass(12 * 3600).await;
    let dir = tempfile::tempdir().expect("a folder");
    let (backups, mut rolling) = daily(&dir.path().join("backups"));
    let now = world.clock.now();
    rolling = turn(&world, rolling, now - TimeDelta::hours(1)).await;
    turn(&world, rolling, now).await;
    let heard = |words| heard(&alex, words);
    let before = (heard(EVENING), heard(MORNING));
    world.pass(24 * 3600).await;
    let since = (heard(EVENING), heard(MORNING));
    assert_eq!(since, (before.0 + 1, before.1 + 1));
    world.stop().await;
    let made = backups.in_order(now).expect("a folder");
    let (_, file) = made.first().expect("a backup").clone();
    let places = world.places();
    fs::remove_dir_all(&places.data).expect("the data go");
    restore(&file, &places, Tuning::default(), None).expect("a restore");
    world.start();
    world.pass(3600).await;
    assert_eq!(
        (heard(EVENING), heard(MORNING)),
        since,
        "nothing comes twice"
    );
    world.pass(24 * 3600).await;
    let next = (since.0 + 1, since.1 + 1);
    assert_eq!((heard(EVENING), heard(MORNING)), next, "and it goes on");
    world.restart().await;
    world.pass(24 * 3600).await;
    assert_eq!(heard(EVENING), next.0 + 1, "the note is gone");
    world.stop().await;
}

/// The program, as an operator has it: a folder, a server, a token.
struct Operator {
    dir: tempfile::TempDir,
    url: String,
}

impl Operator {
    fn command(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_charley"));
        command
            .args(words.split_whitespace())
            .current_dir(self.dir.path())
            .env("TELOXIDE_TOKEN", TOKEN)
            .env("TELOXIDE_API_URL", &self.url)
            .env_remove("RUST_LOG");
        command
    }

    /// Starts the bot, and waits until it listens to other commands.
    async fn start(&self) -> Child {
        let child = self
            .command("run")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("charley starts");
        let control = self.dir.path().join("data/control");
        // One that a killed bot has left tells nothing.
        let _ = fs::remove_file(&control);
        let began = std::time::Instant::now();
        while !control.exists() {
            assert!(began.elapsed() < PATIENCE, "it does not come up");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        child
    }

    /// Runs a command beside everything else. Its code, and all that it said.
    async fn run(&self, words: &str) -> (i32, String) {
        let mut command = self.command(words);
        let ended = tokio::task::spawn_blocking(move || command.output());
        let Output {
            status,
            stdout,
            stderr,
        } = ended.await.expect("a thread").expect("charley runs");
        let said = [stdout, stderr].concat();
        (
            status.code().unwrap_or(-1),
            String::from_utf8_lossy(&said).into_owned(),
        )
    }

    async fn succeeds(&self, words: &str) -> String {
        let (code, said) = self.run(words).await;
        assert_eq!(code, 0, "charley {words}: {said}");
        said
    }

    async fn refuses(&self, words: &str) -> String {
        let (code, said) = self.run(words).await;
        assert_eq!(code, 1, "charley {words}: {said}");
        said
    }
}

async fn asked(person: &Person, text: &str, answer: &str) {
    person.say(text).expect("a message");
    let come = person.wait_for(PATIENCE, |messages| {
        let last = messages.iter().rev().find(|message| message.from_bot)?;
        last.text.contains(answer).then_some(())
    });
    assert!(come.await.is_some(), "no answer with {answer}");
}

#[tokio::test]
async fn an_operator_backs_up_beside_the_bot_and_comes_back_from_damage() {
    let emulator = Emulator::start(EmulatorConfig::default())
        .await
        .expect("a port");
    let operator = Operator {
        dir: tempfile::tempdir().expect("a folder"),
        url: emulator.api_url(),
    };
    let at = |path: &str| operator.dir.path().join(path);
    assert!(operator.refuses("backup one").await.contains("no data"));
    assert!(!at("data-keys").exists(), "looking makes no keys");

    let mut bot = operator.start().await;
    let person = emulator.person(7, "Alex");
    asked(&person, "cramp", "Pull your toes").await;
    let said = operator.succeeds("backup one").await;
    assert!(
        said.contains("read back") && said.contains("no keys"),
        "{said}"
    );
    assert!(
        operator
            .refuses("backup one")
            .await
            .contains("there already")
    );
    assert!(operator.succeeds("verify one").await.contains("1 chats"));
    let doctor = operator.succeeds("doctor").await;
    assert!(
        doctor.contains("a Charley runs here") || doctor.contains("in a copy"),
        "{doctor}"
    );
    assert!(
        operator
            .refuses("key backup data/keyring")
            .await
            .contains("kept apart")
    );
    for in_use in ["data-keys/keyring", "data-keys/../data-keys/master.key"] {
        let said = operator.refuses(&format!("key backup {in_use}")).await;
        assert!(said.contains("that Charley uses"), "{said}");
    }
    assert!(
        operator
            .refuses("key backup one")
            .await
            .contains("is no keyring")
    );
    operator.succeeds("key backup keyring").await;
    let mut other = fs::read(at("keyring")).expect("a copy");
    other[30] ^= 1;
    fs::write(at("other"), &other).expect("a keyring of other data");
    let said = operator.refuses("key backup other").await;
    assert!(said.contains("of other data"), "{said}");
    assert!(operator.refuses("key rotate").await.contains("in use"));
    assert!(operator.refuses("restore one").await.contains("not empty"));
    bot.kill().expect("it goes");
    bot.wait().expect("it is gone");

    // The disk has lost the beginning of the main file.
    let db = at("data/db");
    let mut bytes = fs::read(&db).expect("the main file");
    bytes.iter_mut().take(64 << 10).for_each(|byte| *byte = 0);
    fs::write(&db, bytes).expect("damage");
    for snapshot in fs::read_dir(at("data")).expect("a folder") {
        let path = snapshot.expect("a file").path();
        if path.display().to_string().contains("snap.") {
            fs::remove_file(path).expect("damage");
        }
    }
    // A newer backup that was torn, and one of other data, are no way back.
    fs::create_dir(at("data-backups")).expect("a folder");
    let whole = fs::read(at("one")).expect("the backup");
    for (name, bytes) in [
        ("charley-20260101T000000Z.backup", &whole[..]),
        ("charley-20260102T000000Z.backup", &whole[..whole.len() / 2]),
    ] {
        fs::write(at("data-backups").join(name), bytes).expect("a backup");
    }
    let doctor = operator.refuses("doctor").await;
    assert!(doctor.contains("WRONG  store"), "{doctor}");
    assert!(
        doctor.contains("2026-01-01 00:00 UTC") && doctor.contains("1 newer one(s)"),
        "{doctor}"
    );
    assert!(doctor.contains("the last one was killed"), "{doctor}");
    assert!(doctor.contains("WRONG  backups"), "{doctor}");
    fs::remove_dir_all(at("data-backups")).expect("they go");
    operator.succeeds("restore --set-aside one").await;
    let doctor = operator.succeeds("doctor").await;
    assert!(!doctor.contains("WRONG"), "{doctor}");
    operator.succeeds("key rotate").await;
    assert!(operator.succeeds("key check").await.contains("1 chats"));
    let mut bot = operator.start().await;
    let before = person.messages().len();
    person.say("/history").expect("a message");
    let come = person.wait_for(PATIENCE, |messages| {
        (messages.len() > before + 1).then_some(())
    });
    assert!(come.await.is_some(), "it answers again");
    bot.kill().expect("it goes");
    bot.wait().expect("it is gone");
}

#[tokio::test]
async fn a_doctor_names_what_is_wrong() {
    let emulator = Emulator::start(EmulatorConfig::default())
        .await
        .expect("a port");
    let mut operator = Operator {
        dir: tempfile::tempdir().expect("a folder"),
        url: emulator.api_url(),
    };
    let said = operator.succeeds("doctor").await;
    assert!(said.contains("there are none yet"), "{said}");
    let said = operator.refuses("restore nothing").await;
    assert!(said.contains("there is no master key"), "{said}");
    // What looks makes nothing, and what would fail at a start fails here.
    let at = |path: &str| operator.dir.path().join(path);
    fs::create_dir(at("data-keys")).expect("a folder");
    let key = MasterKey::generate().expect("a key");
    key.save_new(&at("data-keys/master.key")).expect("a key");
    let slab = FileSlab::create(&at("data-keys/keyring")).expect("a file");
    Keyring::create(Box::new(slab), &key).expect("a keyring");
    assert!(operator.succeeds("key check").await.contains("no data yet"));
    operator.succeeds("doctor").await;
    assert!(!at("data").exists(), "no store was made");
    fs::write(at("charley.toml"), "[backup]\nfolder = \"data/backups\"\n").expect("settings");
    let said = operator.refuses("check").await;
    assert!(said.contains("lies in the data folder"), "{said}");
    fs::write(at("charley.toml"), "[people]\nlanguage = \"xx\"\n").expect("settings");
    let said = operator.refuses("check").await;
    assert!(
        said.contains("people.language: is \"xx\"; the languages are: en"),
        "{said}"
    );
    fs::remove_file(at("charley.toml")).expect("it goes");
    "http://127.0.0.1:9/".clone_into(&mut operator.url);
    let said = operator.refuses("doctor").await;
    assert!(said.contains("cannot be reached"), "{said}");
    operator.url = emulator.api_url();
    let refusal = Action::Refuse {
        code: 401,
        description: "Unauthorized".to_owned(),
        retry_after: None,
    };
    emulator.fault(Fault::of("getMe", refusal).times(1));
    let said = operator.refuses("doctor").await;
    assert!(said.contains("does not know this token"), "{said}");
    assert!(!said.contains(TOKEN), "{said}");
}
