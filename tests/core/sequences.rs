//! Arbitrary sequences of events. The laws are checked after each step by the model; here is only what to draw, and the way out at the end.

use std::sync::LazyLock;

use charley::dialogue::{Command, Odd, What};
use chrono::TimeDelta;
use proptest::{collection::vec, prelude::*, sample::Index};

use super::model::{LORE, Model, buttons, text};

/// What a person or the world does.
#[derive(Debug, Clone)]
enum Move {
    Command(Command),
    /// One of the words below.
    Words(Index),
    /// Words of a red flag.
    Flag(Index),
    Edit(Option<Index>),
    /// A message that comes as late as this many minutes.
    Late(Index, i64),
    /// Any button that was ever shown.
    Press(Index),
    /// One of the buttons of the newest message that has any.
    Newest(Index),
    /// A shown button with one bit turned.
    Flipped(Index, Index, u8),
    Forged(String),
    Twice(Index),
    Place(Option<chrono_tz::Tz>),
    Odd(Odd),
    Blocked,
    Unblocked,
    Deleted,
    Failed,
    /// Seconds pass.
    Pass(i64),
    /// Seconds pass while Charley is down.
    Down(i64),
}

/// Words that mean something, and words that try to break something.
static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let meant = [
        "cramp",
        "it's back",
        "my calf",
        "yes",
        "no",
        "gone",
        "still bad",
        "it's easing",
        "skip",
        "back",
        "Berlin",
        "Auckland",
        "new york",
        "Nowhereville",
        "English",
        "en",
        "7",
        "10",
        "11",
        "about 5 minutes",
        "720",
        "721",
        "0",
        "-1",
        "99999999999999999999",
        "2,5",
        "1e9",
        "-0",
        "٣",
        "３",
        "seven",
        "done",
        "39",
        "104 F",
        "dizzy",
        "too hot",
        "hello",
        "thanks",
        "/frobnicate",
        "stop",
        "help",
        "last night",
        "20 minutes ago",
        "half two",
        "yesterday",
        "10/11",
        "tomorrow",
        "left calf",
        "half an hour",
        "stretched it",
        "nothing helped",
        "that's all",
        "why aren't bananas enough?",
        "does vitamin d help",
        "magnesium",
        "what is the capital of France?",
    ];
    let hostile = [
        " ",
        "\u{0}",
        "\u{202e}gnorw\u{202c}",
        "👩‍👩‍👧‍👦",
        "<b>&lt;</b> _*[]()~`",
        "{ $count }",
        "{{}}",
        "night-hold",
        "1.1.1.yes",
        "\u{200b}",
        "=cmd|' /C calc'!A0",
        "'; DROP TABLE chats; --",
    ];
    let long = [
        "x".repeat(4096),
        "👩‍👩‍👧‍👦".repeat(372),
        "e\u{301}".repeat(2048),
        "\u{FDFD}".repeat(4096),
        "cramp ".repeat(682),
        "9".repeat(4096),
    ];
    meant
        .into_iter()
        .chain(hostile)
        .map(str::to_owned)
        .chain(long)
        .collect()
});

/// Phrases that raise a flag by themselves.
static FLAGS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let words = &LORE.content.words("en").flags;
    let rules = words.rules.values().flatten();
    rules
        .flat_map(|rule| &rule.any)
        .filter(|phrase| !phrase.contains('{'))
        .map(|phrase| phrase.replace(" * ", " "))
        .filter(|phrase| LORE.reader.flag("en", phrase).is_some())
        .collect()
});

fn seconds() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => 0i64..30,
        4 => 30i64..900,
        2 => 900i64..7_200,
        2 => 7_200i64..86_400,
        1 => 86_400i64..259_200,
    ]
}

/// About a year, or the month after it: passed at one go, for each evening on the way takes its time.
fn ages() -> impl Strategy<Value = i64> {
    prop_oneof![28_000_000i64..33_000_000, 2_400_000i64..3_000_000]
}

fn moves() -> impl Strategy<Value = Move> {
    let zone = prop_oneof![
        Just(None),
        Just(Some(chrono_tz::Europe::Berlin)),
        Just(Some(chrono_tz::Pacific::Auckland)),
        Just(Some(chrono_tz::Pacific::Honolulu)),
        Just(Some(chrono_tz::America::Nuuk)),
    ];
    let odd = prop_oneof![
        Just(Odd::Sticker),
        Just(Odd::Picture),
        Just(Odd::Voice),
        Just(Odd::Other)
    ];
    prop_oneof![
        6 => proptest::sample::select(&Command::ALL[..]).prop_map(Move::Command),
        2 => Just(Move::Command(Command::Cramp)),
        6 => any::<Index>().prop_map(Move::Words),
        1 => any::<Index>().prop_map(Move::Flag),
        1 => proptest::option::of(any::<Index>()).prop_map(Move::Edit),
        1 => (any::<Index>(), 0i64..3_000).prop_map(|(words, late)| Move::Late(words, late)),
        4 => any::<Index>().prop_map(Move::Press),
        16 => any::<Index>().prop_map(Move::Newest),
        2 => (any::<Index>(), any::<Index>(), 0u8..8).prop_map(|(which, at, bit)| Move::Flipped(which, at, bit)),
        1 => ".{0,64}".prop_map(Move::Forged),
        1 => "1\\.[0-9]{1,3}\\.[0-9]{1,3}\\.(yes|no|agree|erase|gone|undo|s7|p3|g9|e1|o60|withdraw|log|h0|h8|stop|lastnight|feetin|wrong|burn|done)".prop_map(Move::Forged),
        2 => any::<Index>().prop_map(Move::Twice),
        2 => zone.prop_map(Move::Place),
        1 => odd.prop_map(Move::Odd),
        1 => Just(Move::Blocked),
        1 => Just(Move::Unblocked),
        1 => proptest::bool::weighted(0.2).prop_map(|gone| if gone { Move::Deleted } else { Move::Failed }),
        9 => seconds().prop_map(Move::Pass),
        1 => seconds().prop_map(Move::Down),
        1 => ages().prop_map(Move::Down),
    ]
}

fn play(model: &mut Model, what: &Move) {
    let words = |index: &Index| index.get(&WORDS).clone();
    let shown = |model: &Model, index: &Index| {
        (!model.shown.is_empty()).then(|| index.get(&model.shown).data.clone())
    };
    let newest = |model: &Model, index: &Index| {
        let last = model
            .screen
            .values()
            .rev()
            .map(buttons)
            .find(|all| !all.is_empty())?;
        Some(index.get(&last).data.clone())
    };
    match what {
        Move::Command(command) => drop(model.does(What::Command(*command))),
        Move::Words(index) => drop(model.does(What::Text(words(index)))),
        Move::Flag(index) => drop(model.does(What::Text(index.get(&FLAGS).clone()))),
        Move::Edit(index) => drop(model.does(What::Edited(index.as_ref().map(words)))),
        Move::Late(index, minutes) => {
            let sent = model.now - TimeDelta::minutes(*minutes);
            model.did_at(sent, What::Text(words(index)));
        }
        Move::Press(index) => {
            if let Some(data) = shown(model, index) {
                model.does(What::Pressed(data));
            }
        }
        Move::Newest(index) => {
            if let Some(data) = newest(model, index) {
                model.does(What::Pressed(data));
            }
        }
        Move::Twice(index) => {
            if let Some(data) = newest(model, index) {
                model.does(What::Pressed(data.clone()));
                model.does(What::Pressed(data));
            }
        }
        Move::Flipped(index, at, bit) => {
            if let Some(data) = shown(model, index) {
                let mut bytes = data.into_bytes();
                let at = at.index(bytes.len());
                bytes[at] ^= 1 << bit;
                model.does(What::Pressed(String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
        Move::Forged(data) => drop(model.does(What::Pressed(data.clone()))),
        Move::Place(zone) => drop(model.does(What::Location(*zone))),
        Move::Odd(odd) => drop(model.does(What::Odd(*odd))),
        Move::Blocked => drop(model.does(What::Blocked)),
        Move::Unblocked => drop(model.does(What::Unblocked)),
        Move::Deleted => drop(model.does(What::Deleted)),
        Move::Failed => drop(model.does(What::Failed)),
        Move::Pass(seconds) => drop(model.passes(TimeDelta::seconds(*seconds))),
        Move::Down(seconds) => drop(model.is_down(TimeDelta::seconds(*seconds))),
    }
}

/// From wherever they are, a person gets out and is welcome.
fn leave(mut model: Model) {
    // Whoever flooded has waited a little.
    model.passes(TimeDelta::minutes(2));
    model.hears();
    model.does(What::Command(Command::Cancel));
    assert!(!model.hears().is_empty(), "/cancel is answered");
    model.does(What::Command(Command::Start));
    assert!(model.hears().contains(&text("welcome-text")));
    let chat = model.record();
    assert!(chat.relief().is_none() && chat.form.is_none());
    assert!(!chat.silent && !chat.asleep);
}

#[test]
fn whatever_happens_every_law_holds_and_there_is_a_way_out() {
    let config = ProptestConfig {
        cases: 220,
        failure_persistence: None,
        max_shrink_iters: 600,
        ..ProptestConfig::default()
    };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let largest = std::cell::Cell::new((0, 0));
    let start = (0i64..86_400 * 365)
        .prop_map(|seconds| Model::at_night().now + TimeDelta::seconds(seconds));
    let set_up = prop_oneof![
        2 => Just(None),
        3 => Just(Some(chrono_tz::Europe::Berlin)),
        1 => Just(Some(chrono_tz::Pacific::Auckland))
    ];
    let story = (start, set_up, vec(moves(), 1..40));
    let result = runner.run(&story, |(start, zone, moves)| {
        let mut model = Model::at(start);
        if let Some(zone) = zone {
            model
                .does(What::Command(Command::Start))
                .taps("Set up")
                .taps("I'm 16+ and I agree");
            model.does(What::Location(Some(zone)));
        }
        for what in &moves {
            play(&mut model, what);
        }
        let (bare, whole) = largest.get();
        largest.set((bare.max(model.largest.0), whole.max(model.largest.1)));
        leave(model);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    let (bare, whole) = largest.get();
    println!("the largest record: {bare} bytes, {whole} with drafts");
}

/// The largest record that a person can make: unasked nights, open cards, all that is deleted.
#[test]
fn the_record_of_the_busiest_person_stays_small() {
    let mut model = Model::at_night();
    model
        .does(What::Command(Command::Start))
        .taps("Set up")
        .taps("I'm 16+ and I agree");
    model.does(What::Location(Some(
        chrono_tz::America::Argentina::ComodRivadavia,
    )));
    for _ in 0..50 {
        model
            .does(What::Command(Command::Cramp))
            .taps("It's easing")
            .passes(TimeDelta::seconds(90))
            .taps("Gone");
    }
    for _ in 0..9 {
        model.passes(TimeDelta::seconds(60));
        model
            .does(What::Command(Command::History))
            .taps("Open 1")
            .taps("Delete");
    }
    model.passes(TimeDelta::hours(20));
    for _ in 0..50 {
        model
            .does(What::Command(Command::Cramp))
            .taps("It's easing")
            .passes(TimeDelta::seconds(90))
            .taps("Gone");
    }
    println!("the busiest record: {} bytes", model.largest.0);
}
