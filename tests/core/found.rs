//! What the sequences once broke, as stories: each stays fixed.

use charley::dialogue::{Card, Command, Deck, FlagCard, What};
use chrono::TimeDelta;

use super::model::{Model, buttons, text};

fn agreed() -> Model {
    let mut model = Model::at_night();
    model
        .does(What::Command(Command::Start))
        .taps("Set up")
        .taps("I'm 16+ and I agree");
    model.does(What::Location(Some(chrono_tz::Europe::Berlin)));
    model.hears();
    model
}

fn cramp(model: &mut Model) {
    model
        .does(What::Command(Command::Cramp))
        .taps("It's easing")
        .passes(TimeDelta::seconds(90))
        .taps("Gone");
}

#[test]
fn a_deletion_is_one_even_after_the_consent_was_withdrawn() {
    let mut model = agreed();
    cramp(&mut model);
    model.does(What::Command(Command::Privacy));
    model.taps("Withdraw consent");
    model
        .does(What::Command(Command::History))
        .taps("Open 1")
        .taps("Delete");
    assert_eq!(model.entries.len(), 0);
    model.hears();
    model.does(What::Command(Command::History));
    assert_eq!(model.hears(), [text("diary-empty")]);
}

#[test]
fn a_late_no_to_an_old_notice_takes_the_consent_back() {
    let mut model = Model::at_night();
    model.does(What::Location(Some(chrono_tz::Europe::Berlin)));
    cramp(&mut model);
    model.passes(TimeDelta::hours(8));
    let asked_in_the_morning = model.button("Not now");
    model.does(What::Command(Command::Start)).says("hello");
    model.taps("Set up").taps("I'm 16+ and I agree");
    assert!(model.record().consented());
    model.does(What::Pressed(asked_in_the_morning));
    assert!(!model.record().consented());
}

#[test]
fn a_question_that_was_opened_during_a_pause_outlives_it() {
    let mut model = agreed();
    model
        .says("one leg is swollen and hot")
        .does(What::Command(Command::Zone));
    model.taps("I've been seen");
    model.says("Auckland");
    assert_eq!(model.record().zone, Some(chrono_tz::Pacific::Auckland));
}

#[test]
fn a_cramp_that_runs_when_a_day_is_over_is_seen_through() {
    let mut model = Model::at_night();
    model.does(What::Command(Command::Start));
    model.passes(TimeDelta::hours(24) - TimeDelta::minutes(5));
    model.does(What::Command(Command::Cramp)).hears();
    model.passes(TimeDelta::minutes(10));
    assert!(
        model.hears().contains(&text("flag-prolonged")),
        "the ten minutes are still watched"
    );
}

#[test]
fn a_night_of_fifty_cramps_fits_into_one_message() {
    let mut model = agreed();
    for _ in 0..50 {
        cramp(&mut model);
        model.passes(TimeDelta::seconds(30));
    }
    model.passes(TimeDelta::hours(10));
    model
        .taps("Somewhere else")
        .taps("Right")
        .taps("Another muscle")
        .taps("10")
        .taps("10");
    let last = model.hears().pop().expect("a last word");
    assert!(last.starts_with("Thank you. Noted:"), "{last}");
}

#[test]
fn who_blocked_the_bot_gets_no_card_put_away() {
    let mut model = agreed();
    model
        .does(What::Command(Command::Cramp))
        .does(What::Blocked)
        .hears();
    model.passes(TimeDelta::hours(2));
    assert_eq!(model.hears(), [""; 0]);
    assert_eq!(
        model.entries.len(),
        1,
        "the cramp is kept, its length unknown"
    );
}

#[test]
fn a_button_whose_time_is_over_is_answered() {
    let mut model = agreed();
    cramp(&mut model);
    model.does(What::Command(Command::History));
    let old = model.button("Open 1");
    model.passes(TimeDelta::hours(30)).hears();
    model.does(What::Pressed(old));
    assert_eq!(model.hears(), [text("stale-press")]);
}

#[test]
fn the_way_out_of_a_red_flag_is_not_crowded_out_by_other_cards() {
    let mut model = agreed();
    for _ in 0..9 {
        cramp(&mut model);
        model.passes(TimeDelta::seconds(30));
    }
    model.says("one leg is swollen and hot");
    let seen = model.button("I've been seen");
    for _ in 0..9 {
        model
            .does(What::Command(Command::History))
            .taps("Open 1")
            .taps("Delete");
        model.passes(TimeDelta::seconds(30));
    }
    model.does(What::Pressed(seen));
    assert_eq!(model.record().hold, None);
}

/// `simulate --chats 1000 --seed 2 --from 2026-03-10`: after an outage the night's questions came too late, the question about the night was
/// due at the very same instant, and was taken for a wake-up that changes nothing.
#[test]
fn a_morning_that_is_over_does_not_come_back_as_another() {
    let mut model = joined("22:15");
    cramp(&mut model);
    model.is_down(TimeDelta::hours(18)).hears();
    model.passes(TimeDelta::hours(2));
    assert_eq!(evenings(&mut model), 1);
}

/// `simulate --chats 1000 --seed 1 --from 2026-03-10`: the days after it, "later" put an old evening off to a time of today.
#[test]
fn an_evening_that_is_over_is_not_put_off() {
    let mut model = joined("21:00");
    let evening = TimeDelta::minutes(18 * 60 + 15);
    model.passes(evening).taps("Later").hears();
    model.passes(TimeDelta::hours(30)).taps("In 30 minutes");
    assert!(
        model
            .hears()
            .iter()
            .any(|said| said.starts_with(&text("evening-hello")))
    );
    model.passes(TimeDelta::hours(1));
    assert_eq!(model.hears(), [""; 0]);
}

/// The same: somebody whose message was to be repeated at 21:45 heard it at 23:18, after an outage.
#[test]
fn a_message_that_is_repeated_keeps_to_the_quiet_hours() {
    let mut model = joined("21:00");
    model.taps("Change").taps("Ask once more: off").hears();
    model.passes(TimeDelta::minutes(18 * 60 + 15));
    assert_eq!(evenings(&mut model), 1);
    model.is_down(TimeDelta::minutes(90));
    assert_eq!(model.hears(), [""; 0]);
}

/// `simulate --chats 1000 --seed 3 --from 2026-03-10`: whoever was in Sydney when the message was to be repeated heard it at 06:22.
#[test]
fn a_message_is_not_repeated_at_night_after_a_journey() {
    let mut model = joined("20:30");
    model.taps("Change").taps("Ask once more: off").hears();
    model.passes(TimeDelta::minutes(17 * 60 + 45));
    assert_eq!(evenings(&mut model), 1);
    model
        .does(What::Location(Some(chrono_tz::Asia::Tokyo)))
        .hears();
    model.passes(TimeDelta::hours(1));
    assert_eq!(model.hears(), [""; 0]);
}

/// The same: after an outage "Paused. I come again on" named a day that had passed.
#[test]
fn a_pause_that_is_over_is_not_spoken_of() {
    let mut model = joined("21:00");
    model.says("/pause 2 days").hears();
    model.is_down(TimeDelta::days(4)).hears();
    model.does(What::Command(Command::Routine));
    let said = model.hears().pop().expect("an overview");
    assert!(said.starts_with("Next evening message:"), "{said}");
}

/// Without a network for days: nobody saw the messages, so nobody left them unanswered.
#[test]
fn an_evening_that_never_left_does_not_count_as_unanswered() {
    let mut model = joined("21:00");
    model.passes(TimeDelta::minutes(18 * 60 + 15));
    for evening in 0..14 {
        assert_eq!(evenings(&mut model), 1, "evening {evening}");
        let record = model.record();
        let evening = |card: &&Card| matches!(card.what, Deck::Evening(_));
        let anchor = record.cards.iter().find(evening).expect("a card").at.anchor;
        model.does(What::Undelivered(anchor));
        model.passes(TimeDelta::hours(24));
    }
}

/// The same with the question about safety, which is asked once.
#[test]
fn a_question_about_a_warning_that_never_left_is_asked_again() {
    let mut model = agreed();
    model.says("one leg is swollen and hot");
    model.passes(TimeDelta::hours(8)).hears();
    let record = model.record();
    let seen = |card: &&Card| matches!(card.what, Deck::Flag(FlagCard::Seen));
    let anchor = record.cards.iter().find(seen).expect("asked").at.anchor;
    model.does(What::Undelivered(anchor)).hears();
    model.passes(TimeDelta::hours(24));
    let asked = text("flag-were-you-seen");
    assert!(model.hears().iter().any(|said| said.starts_with(&asked)));
}

/// Joined the evenings at that time; it is 02:00 UTC, three at night in Berlin.
fn joined(time: &str) -> Model {
    let mut model = agreed();
    model.does(What::Command(Command::Routine)).says(time);
    model.hears();
    model
}

fn evenings(model: &mut Model) -> usize {
    let hello = text("evening-hello");
    let heard = model.hears();
    heard.iter().filter(|text| text.starts_with(&hello)).count()
}

/// `simulate --chats 150 --seed 6 --calm --from 2026-03-10`: two messages for one date, 18 hours and a half apart.
#[test]
fn a_date_whose_evening_came_after_midnight_has_no_second_one_at_another_time() {
    let mut model = joined("00:30");
    model.passes(TimeDelta::hours(22));
    assert_eq!(evenings(&mut model), 1);
    model
        .does(What::Command(Command::Routine))
        .taps("Change")
        .taps("Time: 00:30")
        .says("21:00");
    model.hears();
    model.passes(TimeDelta::hours(23));
    assert_eq!(evenings(&mut model), 0, "its date had its evening");
    model.passes(TimeDelta::hours(24));
    assert_eq!(evenings(&mut model), 1);
}

/// `simulate --chats 12 --seed 3 --days 14 --from 2026-11-01`: "at bedtime, 22:30" came with the next evening.
#[test]
fn after_midnight_bedtime_is_over() {
    let mut model = joined("00:30");
    model.passes(TimeDelta::hours(22)).taps("Later");
    let shown = model.screen.values().flat_map(buttons);
    let labels: Vec<String> = shown.map(|button| button.label).collect();
    assert!(labels.contains(&text("evening-soon-button")), "{labels:?}");
    assert!(
        !labels.iter().any(|label| label.contains("22:30")),
        "{labels:?}"
    );
}

/// `simulate --chats 150 --seed 7 --from 2026-03-10`: the pause of somebody who had been taken for gone was over before it began.
#[test]
fn a_pause_after_an_absence_begins_with_the_next_evening() {
    let mut model = joined("21:00");
    model
        .does(What::Blocked)
        .passes(TimeDelta::days(10))
        .says("/pause 2 days");
    model.hears();
    model.passes(TimeDelta::hours(44));
    assert_eq!(evenings(&mut model), 0, "paused");
    model.passes(TimeDelta::hours(24));
    assert_eq!(evenings(&mut model), 1);
}

/// `simulate --chats 1000 --seed 1 --from 2026-03-10`: paused for two days, then "in 30 minutes" on tonight's message; nothing came.
#[test]
fn what_is_put_off_after_a_pause_was_asked_for_comes() {
    let mut model = joined("21:00");
    model.passes(TimeDelta::minutes(18 * 60 + 15));
    model.says("/pause 2 days");
    model.taps("Later").taps("In 30 minutes").hears();
    model.passes(TimeDelta::minutes(31));
    let heard = model.hears();
    assert!(
        heard
            .iter()
            .any(|said| said.starts_with(&text("evening-once-more")))
    );
    model.passes(TimeDelta::hours(24));
    assert_eq!(evenings(&mut model), 0, "and the pause goes on");
}
