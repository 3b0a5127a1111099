//! Retention in virtual time: a year without contact is announced and then erased; withdrawn consent and deleted accounts go at once. And
//! what time, an outage or a block may do to it.
//!
//! Deliberately not here: the words (the stories `a_year_of_silence…`), and that no sequence of events erases anybody unannounced (`core`).

use charley::{
    dialogue::{Away, Chat, Command, Course, Farewell, What, set_right},
    store::Counts,
};
use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    core::model::Model,
    world::{World, agree, heard, lore, night, says, taps},
};

/// How the announcement begins, the last word, and the words that take it back: after a tap, and after anything else.
const NOTICE: &str = "Hello. We have not talked for a long time.";
const ERASED: &str = "As I wrote to you";
const KEPT: &str = "Good. I keep it all as it was.";
const HERE: &str = "You are here again";

const DAY: i64 = 86_400;
/// A year less a month.
const UNTIL_NOTICE: TimeDelta = TimeDelta::days(335);
const NOTICE_TIME: TimeDelta = TimeDelta::days(30);

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// Somebody in Berlin with a diary, heard of at three at night.
fn agreed() -> Model {
    let mut model = Model::at_night();
    model.does(What::Command(Command::Start));
    model.taps("Set up").taps("I'm 16+ and I agree");
    model.does(What::Location(Some(chrono_tz::Europe::Berlin)));
    model.does(What::Command(Command::Cramp));
    model.taps("It's easing").taps("Gone");
    // The morning's questions.
    model.passes(TimeDelta::days(1));
    model.hears();
    assert!(!model.entries.is_empty());
    model
}

/// Agreed, and eleven months later.
fn announced() -> Model {
    let mut model = agreed();
    model.passes(UNTIL_NOTICE);
    assert_eq!(count(&mut model, NOTICE), 1);
    model
}

fn count(model: &mut Model, words: &str) -> usize {
    let heard = model.hears();
    heard.iter().filter(|text| text.starts_with(words)).count()
}

fn is_there(model: &Model) -> bool {
    model.chat.is_some() && !model.entries.is_empty()
}

fn chat(model: &Model) -> &Chat {
    model.chat.as_ref().expect("a chat")
}

/// When it was announced, and for when.
fn said(model: &Model) -> (DateTime<Utc>, DateTime<Utc>) {
    match chat(model).farewell {
        Some(Farewell::Said { at, until, .. }) => (at, until),
        Some(Farewell::Waits(_)) | None => panic!("it was not announced"),
    }
}

/// The clock of the machine shows something else from now on.
fn clock_shows(model: &mut Model, now: DateTime<Utc>) {
    model.now = now;
    model.is_down(TimeDelta::zero());
}

// ---- The year

#[test]
fn a_year_of_silence_is_announced_by_day_a_month_before_and_then_everything_goes() {
    let mut model = agreed();
    let last = chat(&model).heard;
    assert_eq!(last, utc("2026-11-22T02:00:00Z"));
    // Eleven months later it is four at night in Berlin: it waits until ten.
    let day = utc("2027-10-23T08:00:00Z");
    assert_eq!(model.next().map(|due| due.at), Some(day));
    let wait = day - TimeDelta::seconds(1) - model.now;
    model.passes(wait);
    assert!(model.hears().is_empty());
    model.passes(TimeDelta::seconds(1));
    assert_eq!(count(&mut model, NOTICE), 1);
    let (at, until) = said(&model);
    assert_eq!((at, until), (day, utc("2027-11-22T09:00:00Z")));
    let wait = until - TimeDelta::seconds(1) - model.now;
    model.passes(wait);
    assert!(is_there(&model) && model.hears().is_empty());
    model.passes(TimeDelta::seconds(1));
    assert!(!is_there(&model));
    assert!(model.heard.iter().all(|message| message.silent));
    assert_eq!(count(&mut model, ERASED), 1);
    assert_eq!(model.next(), None);
}

#[test]
fn whatever_a_person_does_is_contact() {
    let deeds = [
        What::Text("hello".to_owned()),
        What::Command(Command::Help),
        What::Pressed("junk".to_owned()),
        What::Location(None),
        What::Edited(None),
        What::Failed,
    ];
    for what in deeds {
        let mut model = announced();
        model.passes(TimeDelta::days(29));
        model.does(what.clone());
        assert_eq!(count(&mut model, HERE), 1, "{what:?}");
        model.passes(TimeDelta::days(334));
        assert!(is_there(&model), "{what:?}");
        assert_eq!(count(&mut model, NOTICE), 0, "{what:?}");
        model.passes(TimeDelta::days(2));
        assert_eq!(count(&mut model, NOTICE), 1, "after another year: {what:?}");
    }
}

#[test]
fn a_tap_keeps_it_and_a_second_tap_or_one_on_an_older_message_says_nothing_wrong() {
    let mut model = announced();
    let keep = model.button("Keep it");
    model.does(What::Pressed(keep.clone()));
    assert_eq!(count(&mut model, KEPT), 1);
    model.does(What::Pressed(keep.clone()));
    assert!(model.hears().is_empty(), "a second tap");
    // So much later that the message is long forgotten.
    for _ in 0..8 {
        model.does(What::Command(Command::Log));
        model.taps("60 min ago").taps("That's all");
    }
    model.passes(UNTIL_NOTICE + NOTICE_TIME + TimeDelta::days(2));
    assert!(!is_there(&model));
    model.hears();
    model.does(What::Pressed(keep));
    assert_eq!(count(&mut model, KEPT), 0, "nothing is there to be kept");
}

#[test]
fn evenings_that_nobody_answers_are_no_contact() {
    let mut model = agreed();
    model.does(What::Command(Command::Routine)).taps("21:00");
    model.passes(UNTIL_NOTICE + TimeDelta::days(1));
    let routine = chat(&model).routine.as_deref().expect("a month");
    assert_eq!(routine.course, Course::Asleep, "goodbye was said");
    assert_eq!(count(&mut model, NOTICE), 1);
    model.passes(NOTICE_TIME);
    assert!(!is_there(&model));
}

#[test]
fn neither_stop_nor_a_red_flag_keeps_the_announcement_away() {
    let mut stopped = agreed();
    stopped.does(What::Command(Command::Stop));
    let mut flagged = agreed();
    flagged.says("one leg is swollen and hot");
    for (mut model, silent) in [(stopped, true), (flagged, false)] {
        model.passes(UNTIL_NOTICE + TimeDelta::days(1));
        let notice = model.heard.last().expect("a message");
        assert!(notice.text.starts_with(NOTICE));
        assert_eq!(notice.silent, silent);
        model.passes(NOTICE_TIME);
        assert!(!is_there(&model));
    }
}

#[test]
fn without_a_zone_it_comes_at_any_hour_and_without_a_sound() {
    let mut model = Model::at_night();
    model.does(What::Command(Command::Start));
    model
        .taps("Set up")
        .taps("I'm 16+ and I agree")
        .taps("Skip");
    model.passes(UNTIL_NOTICE);
    let notice = model.heard.last().expect("a message");
    assert!(notice.text.starts_with(NOTICE) && notice.silent);
    model.passes(NOTICE_TIME);
    assert!(model.chat.is_none());
}

// ---- Nobody can be reached

#[test]
fn who_has_blocked_the_bot_is_erased_when_the_time_is_over_without_a_word() {
    let mut model = agreed();
    model.does(What::Blocked);
    model.passes(UNTIL_NOTICE + NOTICE_TIME - TimeDelta::days(1));
    assert!(is_there(&model), "a block alone erases nothing");
    model.passes(TimeDelta::days(1));
    assert!(!is_there(&model) && model.hears().is_empty());
}

#[test]
fn who_blocks_the_bot_after_the_announcement_is_erased_on_its_date() {
    let mut model = announced();
    let (_, until) = said(&model);
    model.does(What::Blocked);
    let wait = until - model.now;
    model.passes(wait);
    assert!(!is_there(&model) && model.hears().is_empty());
}

#[test]
fn who_can_be_reached_again_is_told_before_anything_goes() {
    let mut model = agreed();
    model.does(What::Blocked);
    model.passes(UNTIL_NOTICE + TimeDelta::days(20));
    model.does(What::Unblocked);
    model.passes(TimeDelta::days(1));
    assert_eq!(count(&mut model, NOTICE), 1);
    let (at, until) = said(&model);
    assert!(until - at >= NOTICE_TIME && until - model.now > TimeDelta::days(28));
    model.passes(TimeDelta::days(28));
    assert!(is_there(&model));
    model.passes(TimeDelta::days(3));
    assert!(!is_there(&model));
}

#[test]
fn an_announcement_that_never_left_is_made_anew() {
    let mut model = announced();
    let Some(Farewell::Said { message, .. }) = chat(&model).farewell else {
        panic!("it was announced");
    };
    let anchor = message.expect("a message").anchor;
    model.passes(TimeDelta::hours(14));
    model.does(What::Undelivered(anchor));
    model.passes(TimeDelta::days(1));
    assert_eq!(count(&mut model, NOTICE), 1);
    let (at, until) = said(&model);
    assert!(until - at >= NOTICE_TIME);
}

// ---- Time goes wrong

#[test]
fn down_through_both_dates_it_is_announced_late_and_erased_a_month_later() {
    let mut model = agreed();
    model.is_down(TimeDelta::days(500));
    assert!(is_there(&model) && model.hears().is_empty(), "it is night");
    model.passes(TimeDelta::hours(12));
    assert_eq!(count(&mut model, NOTICE), 1);
    model.passes(NOTICE_TIME - TimeDelta::days(1));
    assert!(is_there(&model));
    model.passes(TimeDelta::days(2));
    assert!(!is_there(&model));
}

#[test]
fn down_through_the_last_date_it_goes_at_the_return_unless_answers_may_be_lost() {
    let mut model = announced();
    model.is_down(TimeDelta::hours(24 * 30 + 6));
    assert!(!is_there(&model), "Telegram keeps words for a day");

    let mut model = announced();
    let (at, _) = said(&model);
    let from = at + TimeDelta::days(3);
    model.passes(TimeDelta::days(3));
    let until = model.now + TimeDelta::days(40);
    model.away = Some(Away { from, until });
    model.is_down(TimeDelta::days(40));
    model.passes(TimeDelta::days(1));
    assert!(is_there(&model));
    assert_eq!(count(&mut model, NOTICE), 1, "it is asked again");
    model.passes(NOTICE_TIME);
    assert!(!is_there(&model), "and no third time");
}

#[test]
fn ten_years_ahead_nobody_is_erased_at_once_and_back_again_all_is_as_it_was() {
    for blocked in [false, true] {
        let mut model = agreed();
        if blocked {
            model.does(What::Blocked);
        }
        let now = model.now;
        clock_shows(&mut model, now + TimeDelta::days(3653));
        model.passes(TimeDelta::days(29));
        assert!(is_there(&model), "a jump erases nobody");
        assert_eq!(count(&mut model, NOTICE), usize::from(!blocked));
        // Right again: the writer sets each chat right as it plans anew.
        model.chat = model.chat.map(|chat| set_right(chat, now));
        assert_eq!(chat(&model).farewell, None);
        clock_shows(&mut model, now);
        model.passes(TimeDelta::days(333));
        assert!(is_there(&model) && model.hears().is_empty());
        model.passes(TimeDelta::days(2));
        assert_eq!(count(&mut model, NOTICE), usize::from(!blocked));
    }
}

#[test]
fn words_of_a_time_that_never_was_keep_nobody_for_ten_years() {
    let mut model = agreed();
    let now = model.now;
    clock_shows(&mut model, now + TimeDelta::days(3653));
    model.says("hello");
    model.chat = model.chat.map(|chat| set_right(chat, now));
    assert_eq!(chat(&model).heard, now);
    clock_shows(&mut model, now);
    model.hears();
    model.passes(UNTIL_NOTICE + TimeDelta::days(1));
    assert_eq!(count(&mut model, NOTICE), 1);
}

#[test]
fn in_the_past_nothing_happens() {
    for mut model in [agreed(), announced()] {
        clock_shows(&mut model, DateTime::UNIX_EPOCH);
        model.passes(TimeDelta::days(300));
        assert!(is_there(&model) && model.hears().is_empty());
    }
}

// ---- The whole bot: what is left in the store

/// What the store holds, without what is about nobody.
fn rows(world: &mut World) -> Counts {
    let counts = world.store().counts().expect("counts");
    Counts {
        seen_ranges: 0,
        bytes_on_disk: 0,
        ..counts
    }
}

/// Somebody with one cramp in the diary, and nobody else.
async fn with_a_diary(world: &World) -> charley::sandbox::Person {
    let sam = world.person(1001, "Sam");
    agree(world, &sam).await;
    says(world, &sam, "/cramp").await;
    taps(world, &sam, "It's easing").await;
    taps(world, &sam, "Gone").await;
    sam
}

#[tokio::test]
async fn after_the_year_no_row_and_no_key_is_left() {
    let mut world = World::at(night()).await;
    let sam = with_a_diary(&world).await;
    world.pass(336 * DAY).await;
    assert_eq!(heard(&sam, NOTICE), 1);
    world.restart().await;
    world.pass(28 * DAY).await;
    world.stop().await;
    let before = rows(&mut world);
    assert_eq!((before.chats, before.entries, before.keys), (1, 1, 1));
    world.start();
    world.pass(2 * DAY).await;
    assert_eq!(heard(&sam, ERASED), 1);
    world.pass(2 * DAY).await;
    world.stop().await;
    assert_eq!(rows(&mut world), Counts::default());
    // And who comes back is a stranger.
    world.start();
    says(&world, &sam, "/history").await;
    assert_eq!(heard(&sam, "Your diary is empty"), 1);
    world.stop().await;
}

#[tokio::test]
async fn a_deleted_account_is_erased_at_once_and_a_blocked_bot_keeps_the_diary() {
    for deleted in [true, false] {
        let mut world = World::at(night()).await;
        let sam = with_a_diary(&world).await;
        let alex = world.person(1002, "Alex");
        agree(&world, &alex).await;
        says(&world, &sam, "/help").await;
        if deleted {
            sam.deactivate();
        } else {
            sam.block().expect("a block");
            world.settle().await;
        }
        // In the morning Charley wants to ask.
        world.pass(DAY).await;
        world.stop().await;
        let left = rows(&mut world);
        let both = (2, 1, 2);
        let expected = if deleted { (1, 0, 1) } else { both };
        assert_eq!((left.chats, left.entries, left.keys), expected);
        assert_eq!((left.outbox, left.receipts, left.set_aside), (0, 0, 0));
    }
}

#[tokio::test]
async fn a_chat_that_is_not_found_is_no_deleted_account() {
    use charley::sandbox::{Action, Fault};
    let mut world = World::at(night()).await;
    let _sam = with_a_diary(&world).await;
    let refuse = Action::Refuse {
        code: 400,
        description: "Bad Request: chat not found".to_owned(),
        retry_after: None,
    };
    world
        .emulator
        .fault(Fault::of("sendMessage", refuse).in_chat(1001));
    world.pass(DAY).await;
    world.stop().await;
    let left = rows(&mut world);
    assert_eq!((left.chats, left.entries, left.keys), (1, 1, 1));
}

#[tokio::test]
async fn withdrawn_consent_leaves_nothing_after_a_day() {
    let mut world = World::at(night()).await;
    let sam = with_a_diary(&world).await;
    says(&world, &sam, "/privacy").await;
    taps(&world, &sam, "Withdraw consent").await;
    world.pass(DAY - 60).await;
    world.stop().await;
    assert_eq!(rows(&mut world).entries, 1, "it may have been a slip");
    world.start();
    world.pass(60).await;
    world.stop().await;
    assert_eq!(rows(&mut world), Counts::default());
}

#[tokio::test]
async fn a_shorter_time_in_the_settings_counts_from_the_next_start() {
    let mut world = World::at(night()).await;
    let sam = with_a_diary(&world).await;
    world.pass(40 * DAY).await;
    world.stop().await;
    let mut short = lore();
    short.house.idle_days = 30;
    world.lore = std::sync::Arc::new(short);
    world.start();
    world.pass(DAY).await;
    assert_eq!(heard(&sam, NOTICE), 1, "half of the time before its end");
    world.pass(13 * DAY).await;
    assert_eq!(heard(&sam, ERASED), 0);
    world.pass(3 * DAY).await;
    assert_eq!(heard(&sam, ERASED), 1);
    world.stop().await;
    assert_eq!(rows(&mut world).chats, 0);
}

/// The bot was down when the time was over, and somebody's word waits at Telegram: it is read before anything goes. Once Telegram was heard
/// for an hour, what is over goes.
#[tokio::test]
async fn a_word_that_waits_at_telegram_is_heard_before_the_end() {
    let mut world = World::at(night()).await;
    let sam = with_a_diary(&world).await;
    let (alex, kim) = (world.person(1002, "Alex"), world.person(1003, "Kim"));
    agree(&world, &alex).await;
    world.pass(364 * DAY).await;
    assert_eq!(heard(&sam, NOTICE), 1);
    world.stop().await;
    let later = world.clock.now() + TimeDelta::days(2);
    world.clock.move_to(later);
    world.watch_outages = true;
    sam.press_label("Keep it").expect("a button");
    world.start();
    world.settle().await;
    assert_eq!((heard(&sam, KEPT), heard(&sam, ERASED)), (1, 0));
    for minute in (0..=63).step_by(9) {
        assert_eq!(heard(&alex, ERASED), 0, "after {minute} minutes");
        // Somebody's word ends the long poll.
        says(&world, &kim, "/help").await;
        world.pass(9 * 60).await;
    }
    says(&world, &kim, "/help").await;
    world.pass(60).await;
    assert_eq!(heard(&alex, ERASED), 1);
    world.stop().await;
    let left = rows(&mut world);
    assert_eq!((left.chats, left.entries), (2, 1));
}
