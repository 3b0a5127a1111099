//! Sequences that go for the water: random ones with time passing, in which `soaks` looks at each step; and the moments that count, one
//! by one: the answers once more, an outage, a tap as the step turns.

use std::cell::Cell;

use charley::dialogue::{Action, Command, Press, Purpose, Soak, State, Step, What};
use chrono::TimeDelta;
use proptest::{collection::vec, prelude::*, sample::Index};

use super::{
    model::{LORE, Model, buttons},
    soaks::{feet_are_in, soak},
};

/// What leads to the water, and what comes in between.
#[derive(Debug, Clone)]
enum Move {
    /// The next thing on the way to the water.
    Along,
    Command(Command),
    Newest(Index),
    Older(Index),
    /// Each "Feet in" that was ever shown.
    OldFeetIn,
    /// "Feet in" at the address of the card that runs, whatever it shows.
    ForgedFeetIn,
    Words(&'static str),
    /// "A clinician said yes", from an old message.
    Cleared,
    /// Answers what /soak asks: mostly with a "no".
    Answers(Vec<Option<Index>>),
    Pass(i64),
    Down(i64),
    Blocked,
    Unblocked,
}

fn moves() -> impl Strategy<Value = Move> {
    let words = [
        "yes",
        "no",
        "gone",
        "still bad",
        "it's easing",
        "skip",
        "back",
        "39",
        "101 F",
        "55",
        "done",
        "ok",
        "dizzy",
        "too hot",
        "numb",
        "blister",
        "none",
        "drowsy",
        "blorp",
        "feet in",
        "my chest hurts and i cant breathe",
    ];
    let commands = [
        Command::Soak,
        Command::Cramp,
        Command::Symptoms,
        Command::Stop,
        Command::Cancel,
        Command::Start,
        Command::Delete,
        Command::Privacy,
    ];
    let seconds = prop_oneof![
        6 => 1i64..90,
        3 => 90i64..700,
        2 => 3_000i64..12_000,
        1 => Just(86_400),
        1 => Just(86_400 * 31),
    ];
    let answer = prop_oneof![9 => Just(None), 1 => any::<Index>().prop_map(Some)];
    prop_oneof![
        30 => Just(Move::Along),
        5 => proptest::sample::select(commands.to_vec()).prop_map(Move::Command),
        6 => any::<Index>().prop_map(Move::Newest),
        2 => any::<Index>().prop_map(Move::Older),
        1 => Just(Move::OldFeetIn),
        1 => Just(Move::ForgedFeetIn),
        5 => proptest::sample::select(words.to_vec()).prop_map(Move::Words),
        1 => Just(Move::Cleared),
        3 => vec(answer, 10).prop_map(Move::Answers),
        7 => seconds.prop_map(Move::Pass),
        1 => (1i64..900).prop_map(Move::Down),
        1 => Just(Move::Blocked),
        1 => Just(Move::Unblocked),
    ]
}

fn press(model: &mut Model, data: String) {
    model.does(What::Pressed(data));
}

fn play(model: &mut Model, what: &Move) {
    match what {
        Move::Along => along(model),
        Move::Command(command) => drop(model.does(What::Command(*command))),
        Move::Newest(index) => {
            let newest = model.screen.values().rev().map(buttons);
            let newest = newest.into_iter().find(|all| !all.is_empty());
            if let Some(all) = newest {
                press(model, index.get(&all).data.clone());
            }
        }
        Move::Older(index) if !model.shown.is_empty() => {
            press(model, index.get(&model.shown).data.clone());
        }
        Move::Older(_) => {}
        Move::OldFeetIn => {
            let all: Vec<String> = model
                .shown
                .iter()
                .map(|button| button.data.clone())
                .collect();
            for data in all.iter().filter(|data| data.ends_with(".feetin")) {
                press(model, data.clone());
            }
        }
        Move::ForgedFeetIn => {
            let at = model.record().relief().map(|(card, _)| card.at);
            let forged = Press {
                at,
                action: Action::FeetIn,
            };
            press(model, forged.encode());
        }
        Move::Words(words) => drop(model.says(words)),
        Move::Cleared => press(model, "1.0.0.cleared".to_owned()),
        Move::Answers(answers) => answer(model, answers),
        Move::Pass(seconds) => drop(model.passes(TimeDelta::seconds(*seconds))),
        Move::Down(seconds) => drop(model.is_down(TimeDelta::seconds(*seconds))),
        Move::Blocked => drop(model.does(What::Blocked)),
        Move::Unblocked => drop(model.does(What::Unblocked)),
    }
}

/// Answers each question before the soak: with its "no", or with one of its answers.
fn answer(model: &mut Model, answers: &[Option<Index>]) {
    model.does(What::Command(Command::Soak));
    for any in answers {
        let chat = model.record();
        let State::Asking(round) = &chat.state else {
            return;
        };
        if round.purpose != Purpose::Soak {
            return;
        }
        let question = LORE
            .content
            .knowledge()
            .question(&round.at)
            .expect("a question");
        let harmless = ["none", "no", "50-64", "normal"];
        let none = question
            .choices
            .iter()
            .position(|choice| harmless.contains(&choice.slug.as_str()))
            .expect("a harmless answer");
        let index = any.map_or(none, |any| any.index(question.choices.len()));
        let pick = Press {
            at: chat.form,
            action: Action::Pick(u16::try_from(index).expect("few")),
        };
        press(model, pick.encode());
        let ticked = model.record();
        if matches!(&ticked.state, State::Asking(round) if !round.ticked.is_empty()) {
            let done = Press {
                at: ticked.form,
                action: Action::Done,
            };
            press(model, done.encode());
        }
    }
}

/// One tap further, if there is one.
fn along(model: &mut Model) {
    let chat = model.record();
    let Some((card, relief)) = chat.relief() else {
        model.does(What::Command(Command::Cramp));
        return;
    };
    if relief.step == Step::Rub {
        model.passes(TimeDelta::minutes(3));
        return;
    }
    let shown = model.screen.get(&card.at.anchor).map(buttons);
    let on = [
        "No, none",
        "None of these",
        "It's filled",
        "Comfortably warm",
        "Feet in",
        "Still bad",
        "Not yet",
    ];
    let next = shown
        .into_iter()
        .flatten()
        .find(|button| button.label.starts_with("It's 37") || on.contains(&button.label.as_str()));
    match next {
        Some(button) => press(model, button.data),
        None => drop(model.passes(TimeDelta::seconds(40))),
    }
}

fn prepared() -> Model {
    let mut model = Model::at_night();
    model
        .does(What::Command(Command::Start))
        .taps("Set up")
        .taps("I'm 16+ and I agree");
    model.does(What::Location(Some(chrono_tz::Europe::Berlin)));
    model
}

/// I2 for the soak: from no reachable state can it start without the answers of section 7, fresh enough, at that moment.
#[test]
fn no_soak_starts_without_the_answers_of_that_moment() {
    let config = ProptestConfig {
        cases: 160,
        failure_persistence: None,
        max_shrink_iters: 600,
        ..ProptestConfig::default()
    };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let (soaks, refused) = (Cell::new(0), Cell::new(0));
    let harmless = prop_oneof![3 => Just(None), 1 => Just(Some(()))];
    let result = runner.run(&(harmless, vec(moves(), 10..70)), |(unasked, moves)| {
        let mut model = prepared();
        if unasked.is_none() {
            answer(&mut model, &[None; 10]);
        }
        for what in &moves {
            let was = soak(&model.record());
            play(&mut model, what);
            let is = soak(&model.record());
            if feet_are_in(is) && !feet_are_in(was) {
                soaks.set(soaks.get() + 1);
            } else if matches!(was, Some(Soak::Ready(_))) && !matches!(is, Some(Soak::Ready(_))) {
                refused.set(refused.get() + 1);
            }
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    println!(
        "{} soaks began, {} ended at the edge",
        soaks.get(),
        refused.get()
    );
    assert!(
        soaks.get() >= 20,
        "the sequences hardly reach the water: {}",
        soaks.get()
    );
}

/// The moment itself: the answers age between the thermometer and "Feet in".
#[test]
fn feet_in_looks_at_the_answers_once_more() {
    let mut model = prepared();
    answer(&mut model, &[None; 10]);
    model.passes(TimeDelta::minutes(176));
    model.does(What::Command(Command::Cramp));
    model.taps("Still bad").taps("Still bad");
    model.does(What::Command(Command::Soak)).taps("No, none");
    model.taps("It's filled").taps("It's 37–40 °C");
    let feet_in = model.button("Feet in");
    model.passes(TimeDelta::minutes(5));
    model.does(What::Pressed(feet_in));
    assert_eq!(
        soak(&model.record()),
        Some(Soak::Tonight),
        "asked again, and no clock"
    );
    model.taps("None of these");
    assert_eq!(soak(&model.record()), Some(Soak::Fill));
}

/// A cramp with the feet in since just now.
fn in_the_water() -> Model {
    let mut model = prepared();
    answer(&mut model, &[None; 10]);
    model.does(What::Command(Command::Cramp));
    model.taps("Still bad").taps("Still bad");
    model.does(What::Command(Command::Soak)).taps("No, none");
    model
        .taps("It's filled")
        .taps("It's 37–40 °C")
        .taps("Feet in");
    model.hears();
    model
}

#[test]
fn after_an_outage_of_six_minutes_the_first_word_is_out() {
    let mut model = in_the_water();
    model.is_down(TimeDelta::minutes(6));
    let heard = model.hears();
    assert_eq!(heard.len(), 1, "missed ticks collapse into one: {heard:?}");
    assert!(heard[0].starts_with("Feet out"), "{heard:?}");
    assert_eq!(soak(&model.record()), Some(Soak::Out));
}

#[test]
fn after_an_outage_past_the_ten_minutes_the_alarm_begins_with_the_water() {
    let mut model = in_the_water();
    model.is_down(TimeDelta::minutes(11));
    let heard = model.hears();
    assert!(
        heard.iter().all(|said| said.starts_with("Feet out")),
        "{heard:?}"
    );
    assert!(model.record().hold.is_some());
}

#[test]
fn after_an_outage_of_hours_the_card_is_put_away_and_speaks_of_the_water() {
    let mut model = in_the_water();
    model.is_down(TimeDelta::hours(2));
    let heard = model.hears();
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert!(heard[0].starts_with("Feet out"), "{heard:?}");
    let entry = model.entries.values().next().expect("the cramp is kept");
    let soaked = entry.cramp().soak.expect("the soak is kept");
    assert_eq!(
        (soaked.seconds, soaked.gone),
        (300, None),
        "nobody said how it was"
    );
    assert_eq!(entry.cramp().seconds, None);
}

#[test]
fn a_tap_that_comes_as_the_step_turns_is_not_lost() {
    for label in ["Something is wrong", "Gone"] {
        let mut model = in_the_water();
        let tap = model.button(label);
        model.passes(TimeDelta::minutes(5));
        assert_eq!(soak(&model.record()), Some(Soak::Out));
        model.does(What::Pressed(tap));
        let chat = model.record();
        let gone = chat
            .relief()
            .is_some_and(|(_, relief)| relief.gone.is_some());
        assert!(gone || soak(&chat) == Some(Soak::Wrong), "{label}");
    }
}

#[test]
fn gone_after_the_five_minutes_is_no_relief_in_the_water() {
    let mut model = in_the_water();
    let gone = model.button("Gone");
    model.passes(TimeDelta::minutes(5));
    model.does(What::Pressed(gone)).taps("Skin looks fine");
    let entry = model.entries.values().next().expect("the cramp is kept");
    assert_eq!(entry.cramp().seconds, Some(300));
    assert_eq!(entry.cramp().soak.expect("a soak").gone, None);
}

#[test]
fn one_soak_a_cramp() {
    let mut model = in_the_water();
    model.taps("Stop the soak").taps("Skin looks fine");
    model.does(What::Command(Command::Soak)).hears();
    model.passes(TimeDelta::minutes(6));
    let chat = model.record();
    let (_, relief) = chat.relief().expect("the card runs");
    assert_eq!(relief.step, Step::Gentle);
}
