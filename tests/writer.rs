//! The writer under strain: a disk that stays full, a backlog, nudges that cannot be marked, strangers. What it does then, how often,
//! and that it goes on afterwards.

use std::time::Duration;

use charley::{
    dialogue::{Action, Class, Keyboard, Message, Press},
    sandbox::{Action as Trouble, Fault, Person},
    store::{Durability, Marker, Op, OutRow},
    understanding::Sign,
};
use chrono::TimeDelta;

use crate::world::{World, agree, heard, night, says};

const STRETCH: &str = "Cramp? Sit up, knee straight.";

async fn until(what: &str, mut is: impl FnMut() -> bool) {
    let start = std::time::Instant::now();
    while !is() {
        assert!(start.elapsed() < Duration::from_secs(20), "{what}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn a_full_disk_is_tried_now_and_then_and_what_was_due_happens_when_there_is_room() {
    let mut world = World::at(night()).await;
    let sam = world.person(1001, "Sam");
    agree(&world, &sam).await;
    says(&world, &sam, "/cramp").await;
    assert_eq!(heard(&sam, STRETCH), 1);
    world.faults.fill_disk(true);
    // The card has something to do, and cannot.
    world.clock.move_to(night() + TimeDelta::seconds(90));
    world.mover().answers().await;
    let before = world.faults.calls();
    tokio::time::sleep(Duration::from_millis(700)).await;
    let tries = world.faults.calls() - before;
    assert!(tries < 30, "{tries} calls of the disk in vain");
    world.faults.fill_disk(false);
    world.pass(3_600).await;
    assert_eq!(heard(&sam, STRETCH), 0, "the card went on to its end");
    world.stop().await;
}

/// A row that was left over at a stop, made that many hours ago.
fn left_over(class: Class, hours: i64) -> OutRow {
    OutRow {
        chat_id: 1001,
        class,
        started: false,
        created: Some(night() - TimeDelta::hours(hours)),
        good_for: None,
        op: Op::Send {
            anchor: None,
            message: Message {
                text: format!("{class:?} of {hours} h"),
                keyboard: Keyboard::None,
                silent: false,
                attached: None,
            },
        },
    }
}

#[tokio::test]
async fn what_waited_too_long_is_not_sent_after_a_restart_either() {
    let mut world = World::at(night()).await;
    let sam = world.person(1001, "Sam");
    agree(&world, &sam).await;
    world.stop().await;
    let mut store = world.store();
    let mut txn = store.txn();
    for (class, hours) in [
        (Class::Answer, 25),
        (Class::Answer, 23),
        (Class::Nudge, 13),
        (Class::Nudge, 11),
    ] {
        txn.push_row(&left_over(class, hours)).expect("a row");
    }
    txn.commit(Durability::Synced).expect("a commit");
    drop(store);
    world.start();
    world.settle().await;
    assert_eq!(heard(&sam, "Answer of"), 1);
    assert_eq!(heard(&sam, "Nudge of"), 1);
    assert_eq!(heard(&sam, "of 23 h") + heard(&sam, "of 11 h"), 2);
    world.stop().await;
    let left = world.store().txn().outbox().expect("rows");
    assert_eq!(left, [], "nothing stays behind");
}

#[tokio::test]
async fn a_backlog_does_not_hold_up_a_card() {
    let mut world = World::at(night()).await;
    let sam = world.person(1001, "Sam");
    let alex = world.person(1002, "Alex");
    agree(&world, &sam).await;
    agree(&world, &alex).await;
    world.stop().await;
    let mut store = world.store();
    let mut txn = store.txn();
    for _ in 0..2_100 {
        let row = OutRow {
            chat_id: 1002,
            ..left_over(Class::Answer, 0)
        };
        txn.push_row(&row).expect("a row");
    }
    txn.commit(Durability::Synced).expect("a commit");
    drop(store);
    let wait = Trouble::Refuse {
        code: 429,
        description: "Too Many Requests: retry after 600".to_owned(),
        retry_after: Some(600),
    };
    let fault = Fault::of("sendMessage", wait).in_chat(1002);
    world.emulator.fault(fault);
    world.start();
    sam.say("/cramp").expect("a message");
    until("the card", || heard(&sam, STRETCH) == 1).await;
    world.clock.move_to(night() + TimeDelta::seconds(90));
    world.mover().answers().await;
    until("the card goes on", || heard(&sam, STRETCH) == 0).await;
    world.stop().await;
}

/// A button of another time, on the card.
fn presses_on_the_card(person: &Person, action: Action) {
    let press = Press { at: None, action };
    let card = person.messages().pop().expect("the card");
    person.press(card.id, &press.encode()).expect("a press");
}

#[tokio::test]
async fn an_emergency_by_button_is_answered_without_the_disk() {
    let mut world = World::at(night()).await;
    let sam = world.person(1001, "Sam");
    agree(&world, &sam).await;
    says(&world, &sam, "/cramp").await;
    world.faults.fill_disk(true);
    presses_on_the_card(&sam, Action::Sign(Sign::Chest));
    until("the emergency text", || {
        heard(&sam, "Call your local emergency number now") == 1
    })
    .await;
    assert_eq!(heard(&sam, "I could not save that."), 0);
    world.faults.fill_disk(false);
    world.settle().await;
    world.stop().await;
}

#[tokio::test]
async fn out_of_the_water_is_said_without_the_disk() {
    let mut world = World::at(night()).await;
    let sam = world.person(1001, "Sam");
    agree(&world, &sam).await;
    says(&world, &sam, "/cramp").await;
    world.faults.fill_disk(true);
    presses_on_the_card(&sam, Action::Wrong);
    until("feet out", || heard(&sam, "Feet out of the water.") == 1).await;
    world.faults.fill_disk(false);
    world.settle().await;
    world.stop().await;
}

#[tokio::test]
async fn when_suspects_go_one_by_one_nobody_who_was_saved_hears_otherwise() {
    const FIRST: i64 = 555_000;
    const NOT_SAVED: &str = "I could not save that.";
    let mut only_the_second = 0;
    for call in 1..=24 {
        let mut world = World::at(night()).await;
        let (sam, alex) = (world.person(1001, "Sam"), world.person(1002, "Alex"));
        world.settle().await;
        world.stop().await;
        world.emulator.restart_update_ids(FIRST);
        sam.say("/help").expect("a message");
        alex.say("/help").expect("a message");
        let mut marker = Marker::open(&world.folder).expect("a marker");
        marker.begin(&[FIRST, FIRST + 1]).expect("a note");
        world.start();
        world.faults.fail_call(call);
        world.settle().await;
        let told = (heard(&sam, NOT_SAVED), heard(&alex, NOT_SAVED));
        assert_ne!(
            told,
            (1, 0),
            "call {call}: what follows is not saved either"
        );
        only_the_second += usize::from(told == (0, 1));
        assert_eq!(heard(&sam, "What I can do:"), 1, "call {call}");
        assert_eq!(heard(&alex, "What I can do:"), 1, "call {call}");
        world.stop().await;
    }
    assert!(only_the_second > 0, "the first was saved, the second not");
}
