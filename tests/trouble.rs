//! When things go wrong around a conversation: the disk, a long outage, a flood, strangers, limits, a record or an update that nothing
//! can be done with. The whole bot, its real writer and delivery; what a person then hears, and that nothing is lost or doubled.

use std::{sync::Arc, time::Duration};

use charley::{
    app::Lore,
    runtime::Ended,
    sandbox::{Action, Fault, Happened, Person},
    store::{
        Backend, Durability, Loaded, Marker,
        backend::{Batch, Direction},
        rows::Kind,
    },
};

use crate::world::{World, agree, heard, lore, night, says, taps};

const PATIENCE: Duration = Duration::from_secs(20);
const NOT_SAVED: &str = "I could not save that.";
const FAILED: &str = "I could not handle your last message";
const STRETCH: &str = "Cramp? Sit up, knee straight.";
const EMERGENCY: &str = "Call your local emergency number now";

/// A cramp from `/cramp` to "Gone".
async fn cramp(world: &World, person: &Person) {
    says(world, person, "/cramp").await;
    taps(world, person, "It's easing").await;
    world.pass(60).await;
    taps(world, person, "Gone").await;
}

/// How often an update has been handed to the bot.
fn deliveries(world: &World) -> usize {
    let ledger = world.emulator.ledger(0);
    ledger
        .iter()
        .filter(|line| matches!(line.what, Happened::Delivered { .. }))
        .count()
}

async fn until(what: &str, mut is: impl FnMut() -> bool) {
    let start = std::time::Instant::now();
    while !is() {
        assert!(start.elapsed() < PATIENCE, "{what}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn a_full_disk_is_told_once_and_what_was_said_takes_effect_once_when_there_is_room() {
    let mut world = World::at(night()).await;
    let (sam, alex) = (world.person(1001, "Sam"), world.person(1002, "Alex"));
    agree(&world, &sam).await;
    world.faults.fill_disk(true);
    let before = deliveries(&world);
    sam.say("/cramp").expect("a message");
    alex.say("chest pain, i cannot breathe").expect("a message");
    // Fetched, refused, and fetched again, several times.
    until("the updates are fetched again", || {
        deliveries(&world) >= before + 8
    })
    .await;
    assert_eq!(world.emulator.pending_updates(), 2, "the offset stays");
    assert_eq!(heard(&sam, NOT_SAVED), 1);
    assert_eq!(heard(&alex, NOT_SAVED), 0);
    assert_eq!(
        heard(&alex, EMERGENCY),
        1,
        "the emergency text needs no disk"
    );
    assert_eq!(heard(&sam, STRETCH), 0);
    world.faults.fill_disk(false);
    world.settle().await;
    assert_eq!((heard(&sam, STRETCH), heard(&sam, NOT_SAVED)), (1, 1));
    assert_eq!(heard(&alex, EMERGENCY), 2, "now with its ways out");
    world.stop().await;
    assert_eq!(world.store().counts().expect("counts").chats, 2);
}

#[tokio::test]
async fn whichever_call_of_the_disk_fails_each_update_takes_effect_once() {
    let mut world = World::at(night()).await;
    let sam = world.person(1001, "Sam");
    agree(&world, &sam).await;
    for n in 1..=14 {
        world.faults.fail_call(n);
        cramp(&world, &sam).await;
        world.pass(120).await;
        let count = usize::try_from(n).expect("a small number");
        assert_eq!(heard(&sam, "Noted. Put the phone down."), count, "call {n}");
    }
    world.faults.fail_call(0);
    says(&world, &sam, "/history").await;
    assert_eq!(heard(&sam, "Your diary: 14 entries"), 1);
    world.stop().await;
    assert_eq!(world.store().counts().expect("counts").entries, 14);
}

#[tokio::test]
async fn a_failed_fsync_ends_the_program_with_words_and_the_next_start_goes_on() {
    let mut world = World::at(night()).await;
    let sam = world.person(1001, "Sam");
    agree(&world, &sam).await;
    world.faults.fail_sync();
    sam.say("/cramp").expect("a message");
    let ended = world.ends().await;
    let Ended::Store(error) = &ended else {
        panic!("another reason: {ended}");
    };
    assert!(error.must_stop() && ended.to_string().len() > 20, "{ended}");
    assert_eq!(heard(&sam, NOT_SAVED), 1, "the last words have left");
    world.start();
    world.settle().await;
    assert_eq!((heard(&sam, STRETCH), heard(&sam, NOT_SAVED)), (1, 1));
    world.stop().await;
}

#[tokio::test]
async fn a_failed_fsync_that_lost_everything_loses_no_update() {
    let mut world = World::at(night()).await;
    let sam = world.person(1001, "Sam");
    agree(&world, &sam).await;
    world.faults.fail_sync();
    sam.say("/cramp").expect("a message");
    let _ended = world.ends().await;
    world.memory.lose_power();
    world.start();
    world.settle().await;
    assert_eq!(heard(&sam, STRETCH), 1);
    world.stop().await;
}

#[tokio::test]
async fn after_more_than_a_day_of_silence_each_person_hears_once_that_messages_may_be_lost() {
    const AWAY: &str = "I was away for more than a day.";
    let mut world = World::asleep(night(), lore()).await;
    world.watch_outages = true;
    world.start();
    let (sam, alex) = (world.person(1001, "Sam"), world.person(1002, "Alex"));
    agree(&world, &sam).await;
    world.stop().await;
    world.clock.move_to(night() + chrono::TimeDelta::hours(25));
    world.start();
    says(&world, &sam, "hello").await;
    assert_eq!(heard(&sam, AWAY), 1);
    says(&world, &sam, "hello again").await;
    assert_eq!(heard(&sam, AWAY), 1, "once");
    says(&world, &alex, "/start").await;
    assert_eq!(heard(&alex, AWAY), 0, "who is new has lost nothing");
    world.restart().await;
    says(&world, &sam, "/help").await;
    assert_eq!(heard(&sam, AWAY), 1, "a restart does not repeat it");
    world.stop().await;
    world.clock.move_to(night() + chrono::TimeDelta::hours(48));
    world.start();
    says(&world, &sam, "/help").await;
    assert_eq!(heard(&sam, AWAY), 1, "Telegram keeps messages for a day");
    world.stop().await;
}

#[tokio::test]
async fn who_is_not_invited_is_told_so_and_still_gets_the_emergency_text() {
    let lore = Lore {
        allowed: Some([1001].into()),
        ..lore()
    };
    let mut world = World::with(night(), lore).await;
    let (sam, guest) = (world.person(1001, "Sam"), world.person(2002, "Guest"));
    says(&world, &sam, "/start").await;
    assert_eq!(heard(&sam, "I'm Charley."), 1);
    says(&world, &guest, "/start").await;
    says(&world, &guest, "/start").await;
    assert_eq!(heard(&guest, "for invited people only"), 1);
    says(&world, &guest, "chest pain, i cannot breathe").await;
    assert_eq!(heard(&guest, EMERGENCY), 1);
    guest.send_location(52.5, 13.4).expect("a place");
    world.settle().await;
    assert_eq!(
        guest
            .messages()
            .iter()
            .filter(|message| message.from_bot)
            .count(),
        2
    );
    world.stop().await;
    let counts = world.store().counts().expect("counts");
    assert_eq!(
        (counts.chats, counts.keys),
        (1, 1),
        "nothing is kept of the guest"
    );
}

#[tokio::test]
async fn a_flood_is_answered_once_a_minute_and_hides_neither_a_red_flag_nor_other_people() {
    const SLOW: &str = "That is a lot at once.";
    let mut gentle = lore();
    gentle.house.flood_burst = 5;
    gentle.house.flood_per_minute = 30;
    let mut world = World::with(night(), gentle).await;
    let (sam, alex) = (world.person(1001, "Sam"), world.person(1002, "Alex"));
    for n in 0..60 {
        sam.say(&format!("/help {n}")).expect("a message");
    }
    alex.say("/help").expect("a message");
    world.settle().await;
    assert_eq!((heard(&sam, "What I can do:"), heard(&sam, SLOW)), (5, 1));
    assert_eq!((heard(&alex, "What I can do:"), heard(&alex, SLOW)), (1, 0));
    says(&world, &sam, "chest pain, i cannot breathe").await;
    assert_eq!(heard(&sam, EMERGENCY), 1);
    world.pass(60).await;
    for _ in 0..60 {
        sam.say("/help").expect("a message");
    }
    world.settle().await;
    assert_eq!(heard(&sam, SLOW), 2, "once more, a minute later");
    world.stop().await;
}

#[tokio::test]
async fn entries_beyond_the_limit_of_a_day_are_not_kept_and_nobody_is_told_they_were() {
    let mut little = lore();
    little.house.entries_per_day = 2;
    let mut world = World::with(night(), little).await;
    let sam = world.person(1001, "Sam");
    agree(&world, &sam).await;
    for _ in 0..3 {
        cramp(&world, &sam).await;
    }
    assert_eq!(heard(&sam, "Noted. Put the phone down."), 2);
    assert_eq!(
        heard(
            &sam,
            "There is no more room for today, so this one is not kept."
        ),
        1
    );
    world.pass(86_400).await;
    cramp(&world, &sam).await;
    assert_eq!(heard(&sam, "Noted. Put the phone down."), 3, "a new day");
    world.stop().await;
    assert_eq!(world.store().counts().expect("counts").entries, 3);
}

#[tokio::test]
async fn a_person_whose_rows_are_full_is_helped_all_the_same() {
    let little = Lore {
        bytes_per_person: 1,
        ..lore()
    };
    let mut world = World::with(night(), little).await;
    let sam = world.person(1001, "Sam");
    agree(&world, &sam).await;
    for _ in 0..3 {
        cramp(&world, &sam).await;
    }
    assert_eq!(
        heard(
            &sam,
            "There is no more room for today, so this one is not kept."
        ),
        2
    );
    world.stop().await;
    assert_eq!(world.store().counts().expect("counts").entries, 1);
}

#[tokio::test]
async fn a_record_that_cannot_be_read_is_set_aside_and_the_person_is_told() {
    const ASIDE: &str = "I could not read my notes about you";
    let mut world = World::at(night()).await;
    let (sam, alex) = (world.person(1001, "Sam"), world.person(1002, "Alex"));
    agree(&world, &sam).await;
    cramp(&world, &sam).await;
    agree(&world, &alex).await;
    world.stop().await;
    let person = world.store().person(1001);
    let mut rows = world.memory.clone();
    let span = Kind::Chat.of(person);
    let found = rows
        .scan(span.range(), 9, Direction::Forward)
        .expect("rows");
    let (key, mut value) = found.into_iter().next().expect("the record");
    *value.last_mut().expect("a byte") ^= 1;
    let mut batch = Batch::new();
    batch.put(key, value);
    rows.commit(&batch, Durability::Synced).expect("a commit");
    world.start();
    says(&world, &sam, "/help").await;
    assert_eq!((heard(&sam, ASIDE), heard(&sam, "What I can do:")), (1, 1));
    says(&world, &sam, "/cramp").await;
    assert_eq!((heard(&sam, ASIDE), heard(&sam, STRETCH)), (1, 1));
    assert_eq!(heard(&alex, ASIDE), 0);
    world.stop().await;
    let counts = world.store().counts().expect("counts");
    assert!(counts.set_aside >= 1, "kept, not overwritten");
}

#[tokio::test]
async fn an_update_that_was_at_hand_at_five_deaths_is_set_aside_and_the_others_are_answered() {
    const POISON: i64 = 555_000;
    let mut world = World::at(night()).await;
    let (sam, alex) = (world.person(1001, "Sam"), world.person(1002, "Alex"));
    says(&world, &sam, "/start").await;
    world.stop().await;
    world.emulator.restart_update_ids(POISON);
    sam.say("/cramp").expect("a message");
    alex.say("/help").expect("a message");
    for _ in 0..5 {
        let mut marker = Marker::open(&world.folder).expect("a marker");
        marker.begin(&[POISON]).expect("a note");
    }
    world.start();
    world.settle().await;
    assert_eq!((heard(&sam, FAILED), heard(&sam, STRETCH)), (1, 0));
    assert_eq!(heard(&alex, "What I can do:"), 1);
    says(&world, &sam, "/cramp").await;
    assert_eq!(heard(&sam, STRETCH), 1, "the next one is handled as ever");
    world.stop().await;
    assert_eq!(world.store().counts().expect("counts").dead_letters, 1);
}

/// A limit that no configuration allows: an instant beyond what the calendar holds, so that each step of a chat without consent panics.
fn poisoned() -> Arc<Lore> {
    let mut lore = lore();
    lore.house.provisional_hours = u32::MAX;
    Arc::new(lore)
}

#[tokio::test]
async fn a_panic_in_a_step_costs_this_one_update_and_a_red_flag_is_answered_all_the_same() {
    let mut world = World::at(night()).await;
    let (sam, alex) = (world.person(1001, "Sam"), world.person(1002, "Alex"));
    agree(&world, &sam).await;
    world.stop().await;
    world.lore = poisoned();
    world.start();
    says(&world, &alex, "/start").await;
    assert_eq!(heard(&alex, FAILED), 1);
    says(&world, &alex, "chest pain, i cannot breathe").await;
    assert_eq!(heard(&alex, EMERGENCY), 1);
    says(&world, &sam, "/cramp").await;
    assert_eq!((heard(&sam, STRETCH), heard(&sam, FAILED)), (1, 0));
    world.stop().await;
    let mut store = world.store();
    assert_eq!(store.counts().expect("counts").dead_letters, 2);
    let mut txn = store.txn();
    let alex = txn.person(1002);
    assert_eq!(
        txn.chat(alex).expect("rows"),
        Loaded::Missing,
        "as it was before"
    );
}

#[tokio::test]
async fn a_wake_up_that_panics_stops_nobody_else() {
    let mut world = World::at(night()).await;
    let (sam, alex) = (world.person(1001, "Sam"), world.person(1002, "Alex"));
    agree(&world, &sam).await;
    // Alex has not agreed: the record's end is due tomorrow.
    says(&world, &alex, "/cramp").await;
    world.stop().await;
    world.lore = poisoned();
    world.start();
    world.pass(3_600).await;
    says(&world, &sam, "/cramp").await;
    assert_eq!(heard(&sam, STRETCH), 1);
    world.stop().await;
    world.lore = Arc::new(lore());
    world.start();
    world.pass(2 * 86_400).await;
    world.stop().await;
    assert_eq!(
        world.store().counts().expect("counts").chats,
        1,
        "and it is made up for"
    );
}

/// `simulate --chats 150 --seed 6 --from 2026-03-10`: whoever has the evening repeated got a copy of the one that was lost, beside it.
#[tokio::test]
async fn an_evening_that_may_have_arrived_is_not_sent_again_when_it_is_repeated() {
    for (action, seen) in [(Action::DropBefore, 0), (Action::DropAfter, 1)] {
        let world = World::at(night()).await;
        let person = world.person(1001, "Sam");
        agree(&world, &person).await;
        says(&world, &person, "/routine").await;
        taps(&world, &person, "21:00").await;
        taps(&world, &person, "Change").await;
        taps(&world, &person, "Ask once more: off").await;
        // The morning's question comes before.
        world.pass(10 * 3600).await;
        let fault = Fault::of("sendMessage", action.clone());
        world.emulator.fault(fault.in_chat(1001).times(1));
        world.pass(10 * 3600).await;
        let hello = "Time for your ten minutes";
        assert_eq!(heard(&person, hello), seen, "{action:?}");
        assert_eq!(heard(&person, "Good evening, once more"), 1, "{action:?}");
    }
}

/// The machine slept while the message waited for its turn: the outbox's own clock stood still, the one on the wall did not.
#[tokio::test]
async fn an_evening_that_waited_through_a_sleep_of_the_machine_does_not_come_late() {
    let world = World::at(night()).await;
    let person = world.person(1001, "Sam");
    agree(&world, &person).await;
    says(&world, &person, "/routine").await;
    taps(&world, &person, "21:00").await;
    world.pass(16 * 3600).await;
    let wait = Action::Refuse {
        code: 429,
        description: "Too Many Requests: retry after 2".to_owned(),
        retry_after: Some(2),
    };
    let fault = Fault::of("sendMessage", wait).in_chat(1001).times(1);
    world.emulator.fault(fault);
    person.say("/help").expect("not blocked");
    while !world.emulator.faults().is_empty() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let mover = world.mover().clone().patient(Duration::from_millis(1));
    mover
        .advance(world.clock.now() + chrono::TimeDelta::hours(4))
        .await;
    world
        .clock
        .move_to(world.clock.now() + chrono::TimeDelta::hours(3));
    world.settle().await;
    let hello = "Time for your ten minutes";
    assert_eq!(heard(&person, hello), 0);
    world.pass(22 * 3600).await;
    assert_eq!(heard(&person, hello), 1, "the next one comes");
}
