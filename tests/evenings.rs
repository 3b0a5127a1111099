//! The evening message when time itself goes wrong: restarts, downtime, clocks that jump, a machine that slept, new rules of a zone. Each
//! case has its letter and number from the list of what a nudge must survive, and says what it expects.

use charley::{
    clock::Clock,
    dialogue::{Command, Course, Mark, What},
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::{
    core::model::Model,
    matrix::restarted,
    world::{World, agree, heard, lore, says, taps},
};

/// How an evening message begins.
const HELLO: &str = "Good evening. Time for your ten minutes";
const THE_END: &str = "I will erase all that I keep";
const GO_ON: &str = "Shall I go on?";

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// Somebody in Berlin who joined at noon and wants nine in the evening: 20:00 UTC, and up to ten minutes of their own.
fn joined() -> Model {
    let mut model = Model::at(utc("2026-11-23T11:00:00Z"));
    model.does(What::Command(Command::Start));
    model.taps("Set up").taps("I'm 16+ and I agree");
    model.does(What::Location(Some(chrono_tz::Europe::Berlin)));
    model.does(What::Command(Command::Routine)).taps("21:00");
    model.hears();
    model
}

/// When the first evening is due, to the second.
fn first_evening(model: &Model) -> DateTime<Utc> {
    let due = model.next().expect("an evening");
    assert!(due.at >= utc("2026-11-23T20:00:00Z") && due.at < utc("2026-11-23T20:10:00Z"));
    due.at
}

fn hellos(model: &mut Model) -> usize {
    let heard = model.hears();
    heard.iter().filter(|text| text.starts_with(HELLO)).count()
}

fn mark(model: &Model, date: &str) -> Mark {
    let date: NaiveDate = date.parse().expect("a date");
    let routine = model.chat.as_ref().and_then(|chat| chat.routine.as_deref());
    routine.expect("a month").evenings.on(date)
}

fn course(model: &Model) -> Course {
    let routine = model.chat.as_ref().and_then(|chat| chat.routine.as_deref());
    routine.expect("a month").course
}

/// Down from shortly before the evening until so long after its time; then once more, through the bytes on the disk.
fn down_until(model: &Model, after: TimeDelta) -> Model {
    let at = first_evening(model);
    let mut model = restarted(model);
    let time = at + after - model.now;
    model.is_down(time);
    model
}

/// The window: 90 minutes, and 22:30 local where that is earlier; 21:00 and a few minutes leaves less than 90.
fn window(model: &Model) -> TimeDelta {
    utc("2026-11-23T21:30:00Z") - first_evening(model)
}

// ---- N04

#[test]
fn n04_a_restart_at_any_second_of_the_window_brings_one_message() {
    let model = joined();
    let window = window(&model).num_seconds();
    for second in (0..window).chain([window - 1]) {
        let mut up = down_until(&model, TimeDelta::seconds(second));
        assert_eq!(hellos(&mut up), 1, "up again after {second} s");
        let mut again = restarted(&up);
        again.is_down(TimeDelta::seconds(1));
        again.passes(TimeDelta::seconds(window - second));
        assert_eq!(hellos(&mut again), 0, "a second one after {second} s");
    }
}

// ---- N05

#[test]
fn n05_down_for_a_minute_it_comes_late() {
    let mut up = down_until(&joined(), TimeDelta::minutes(1));
    assert_eq!(hellos(&mut up), 1);
    assert_eq!(mark(&up, "2026-11-23"), Mark::Asked);
}

#[test]
fn n05_down_until_just_before_the_window_ends_it_comes_late() {
    let model = joined();
    let mut up = down_until(&model, window(&model) - TimeDelta::minutes(1));
    assert_eq!(hellos(&mut up), 1);
}

#[test]
fn n05_down_until_after_the_window_it_is_expired_and_the_next_one_comes() {
    let model = joined();
    let mut up = down_until(&model, window(&model) + TimeDelta::minutes(1));
    assert_eq!(hellos(&mut up), 0);
    assert_eq!(mark(&up, "2026-11-23"), Mark::Late);
    up.passes(TimeDelta::hours(24));
    assert_eq!(hellos(&mut up), 1, "the evening after");
}

#[test]
fn n05_down_for_three_days_there_is_no_backlog() {
    let mut up = down_until(&joined(), TimeDelta::days(3) + TimeDelta::minutes(5));
    assert_eq!(hellos(&mut up), 1, "tonight's, and none of the three");
    let late = ["2026-11-23", "2026-11-24", "2026-11-25"];
    assert!(late.iter().all(|date| mark(&up, date) == Mark::Late));
    assert_eq!(mark(&up, "2026-11-26"), Mark::Asked);
}

#[test]
fn n05_down_for_four_hundred_days_it_asks_once_whether_to_go_on() {
    let mut up = down_until(&joined(), TimeDelta::days(400) + TimeDelta::hours(12));
    assert!(
        up.hears().is_empty(),
        "nothing at the return, in the morning"
    );
    up.passes(TimeDelta::days(30));
    let heard = up.hears();
    assert_eq!(heard.iter().filter(|text| text.contains(GO_ON)).count(), 1);
    assert!(!heard.iter().any(|text| text.starts_with(HELLO)));
    assert_eq!(course(&up), Course::Asleep);
    up.taps("Start again").passes(TimeDelta::days(1));
    assert_eq!(hellos(&mut up), 1, "once it may go on");
}

// ---- N06

/// The clock of the machine shows something else from now on.
fn clock_shows(model: &mut Model, now: DateTime<Utc>) {
    model.now = now;
    model.is_down(TimeDelta::zero());
}

#[test]
fn n06_an_hour_ahead_the_message_comes_then_and_not_again() {
    let mut model = joined();
    let at = first_evening(&model);
    clock_shows(
        &mut model,
        at - TimeDelta::minutes(10) + TimeDelta::hours(1),
    );
    assert_eq!(hellos(&mut model), 1);
    // Set right again, an hour back: the time comes a second time.
    clock_shows(&mut model, at - TimeDelta::minutes(5));
    model.passes(TimeDelta::hours(2));
    assert_eq!(hellos(&mut model), 0);
    model.passes(TimeDelta::hours(23));
    assert_eq!(hellos(&mut model), 1, "the evening after");
}

#[test]
fn n06_an_hour_back_right_after_it_came_it_does_not_come_again() {
    let mut model = joined();
    let at = first_evening(&model);
    let wait = at - model.now;
    model.passes(wait);
    assert_eq!(hellos(&mut model), 1);
    clock_shows(&mut model, at - TimeDelta::hours(1));
    model.passes(TimeDelta::hours(3));
    assert_eq!(hellos(&mut model), 0);
}

#[test]
fn n06_ten_years_ahead_there_is_no_flood_and_back_again_no_silence() {
    let mut model = joined();
    let now = model.now;
    clock_shows(&mut model, now + TimeDelta::days(3653));
    model.passes(TimeDelta::days(2));
    // After ten years it is also announced that nothing is kept for ever: once.
    let heard = model.hears();
    let (ends, heard): (Vec<_>, Vec<_>) = heard.iter().partition(|text| text.contains(THE_END));
    assert!(heard.len() <= 1 && ends.len() == 1, "{ends:?} {heard:?}");
    // The clock is right again; the person asks for the evenings, or the writer plans anew (N08): both set the chat right.
    clock_shows(&mut model, now + TimeDelta::days(2));
    model.does(What::Command(Command::Routine));
    if course(&model) == Course::Asleep {
        model.taps("Start again");
    }
    model.hears();
    model.passes(TimeDelta::days(1));
    assert_eq!(hellos(&mut model), 1);
}

#[test]
fn n06_in_1970_and_with_a_frozen_clock_nothing_comes() {
    let mut model = joined();
    let at = first_evening(&model);
    for wrong in [
        DateTime::UNIX_EPOCH,
        at - TimeDelta::days(3653),
        at - TimeDelta::seconds(1),
    ] {
        let mut model = model.clone();
        clock_shows(&mut model, wrong);
        for _ in 0..100 {
            model.is_down(TimeDelta::zero());
        }
        assert_eq!(hellos(&mut model), 0, "{wrong}");
    }
    let wait = at - model.now;
    model.passes(wait);
    assert_eq!(hellos(&mut model), 1, "and once it runs, one");
}

#[tokio::test]
async fn n06_while_the_clock_is_behind_nudges_wait_and_answers_do_not() {
    let mut world = World::asleep(utc("2026-11-23T11:00:00Z"), lore()).await;
    world.watch_outages = true;
    world.start();
    let sam = world.person(1001, "Sam");
    joins(&world, &sam).await;
    world.pass(9 * 3600 + 2 * 3600).await;
    assert_eq!(heard(&sam, HELLO), 1);
    // What was heard last, and when, is written down.
    says(&world, &sam, "/zone").await;
    says(&world, &sam, "/zone").await;
    world.stop().await;
    // The bot's clock alone went back; Telegram's goes on.
    world.clock = Clock::still(utc("2026-11-23T19:00:00Z"));
    world.start();
    says(&world, &sam, "/help").await;
    assert_eq!(heard(&sam, "What I can do:"), 1, "an answer comes at once");
    // Alex is new, so only the clock holds this evening: it comes to nine, and is not nine yet.
    let alex = world.person(1002, "Alex");
    joins(&world, &alex).await;
    world.pass(2 * 3600 + 50 * 60).await;
    assert_eq!((heard(&sam, HELLO), heard(&alex, HELLO)), (1, 0));
    world.pass(24 * 3600).await;
    assert_eq!(
        (heard(&sam, HELLO), heard(&alex, HELLO)),
        (2, 1),
        "once it has caught up"
    );
    world.stop().await;
}

// ---- N07

async fn joins(world: &World, person: &charley::sandbox::Person) {
    agree(world, person).await;
    says(world, person, "/routine").await;
    taps(world, person, "21:00").await;
}

/// Suspended, and awake at that time: the clock has jumped, and no timer has run.
async fn wakes_up(now: &str) -> (usize, usize) {
    let mut world = World::at(utc("2026-11-23T19:00:00Z")).await;
    let (sam, alex) = (world.person(1001, "Sam"), world.person(1002, "Alex"));
    joins(&world, &sam).await;
    world.clock.move_to(utc(now));
    // The writer looks at the clock every half minute; somebody who writes makes it look now.
    says(&world, &alex, "/help").await;
    world.mover().settle().await;
    let first = heard(&sam, HELLO);
    world.pass(24 * 3600).await;
    let both = heard(&sam, HELLO);
    world.stop().await;
    (first, both)
}

#[tokio::test]
async fn n07_a_machine_that_wakes_within_the_window_sends_one_that_wakes_later_none() {
    assert_eq!(wakes_up("2026-11-23T21:00:00Z").await, (1, 2));
    assert_eq!(wakes_up("2026-11-24T04:00:00Z").await, (0, 1));
}

// ---- N08

#[tokio::test]
async fn n08_new_rules_of_a_zone_keep_the_time_on_the_clock() {
    let mut world = World::at(utc("2026-11-23T11:00:00Z")).await;
    let sam = world.person(1001, "Sam");
    joins(&world, &sam).await;
    world.stop().await;
    // As another release of the time-zone data had planned it: three hours too late.
    let mut store = world.store();
    let person = store.person(1001);
    let mut txn = store.txn();
    let charley::store::Loaded::Found { chat_id, chat } = txn.chat(person).expect("a row") else {
        panic!("Sam has a chat");
    };
    let planned = Some(utc("2026-11-23T23:00:00Z"));
    txn.put_chat(person, chat_id, chat, planned)
        .expect("a chat");
    txn.put_meta("planned_by", b"2019c 1");
    txn.commit(charley::store::Durability::Synced)
        .expect("memory");
    drop(store);
    world.start();
    world.pass(9 * 3600 + 15 * 60).await;
    assert_eq!(
        heard(&sam, HELLO),
        1,
        "by 21:15 in Berlin, whatever was planned before"
    );
    world.stop().await;
}

// ---- U06

#[tokio::test]
async fn u06_after_a_quiet_week_update_ids_may_begin_lower_and_are_heard() {
    let mut world = World::at(utc("2026-11-23T11:00:00Z")).await;
    let sam = world.person(1001, "Sam");
    joins(&world, &sam).await;
    world.pass(8 * 24 * 3600).await;
    world.emulator.restart_update_ids(17);
    says(&world, &sam, "done").await;
    assert_eq!(heard(&sam, "Noted. Sleep well."), 1);
    world.stop().await;
}
