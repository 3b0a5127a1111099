//! What one step of the core costs: a press, a typed text, a sentence of the content, the red-flag scan, and a cramp told.
//!
//! `cargo bench --bench step`. The goal for a press is 50 microseconds at most.

use charley::{
    care::zone::Places,
    content::Content,
    dialogue::{Chat, Command, Context, Effect, Event, House, Keeping, Keyboard, Read, What, step},
    understanding::Reader,
};
use chrono::{DateTime, Utc};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// All that a step looks at.
struct Room {
    content: Content,
    reader: Reader,
    places: Places,
    house: House,
}

impl Room {
    fn new() -> Self {
        let content = Content::embedded().expect("the shipped content is sound");
        Self {
            reader: Reader::new(&content),
            places: Places::new(&content),
            content,
            house: House {
                operator: "Bench".to_owned(),
                contact: "nobody".to_owned(),
                provisional_hours: 24,
                idle_days: 365,
                entries_per_day: 1000,
                flood_burst: 1000,
                flood_per_minute: 1000,
            },
        }
    }

    fn context(&self) -> Context<'_> {
        Context {
            now: now(),
            content: &self.content,
            reader: &self.reader,
            places: &self.places,
            read: Read::default(),
            house: &self.house,
            away: None,
        }
    }

    /// Somebody who agreed to the diary and has a relief card, and the data of its button "Still bad".
    fn with_a_cramp(&self) -> (Chat, String) {
        let mut chat = Chat::new("en", now());
        chat.keeping = Keeping::Agreed {
            version: 1,
            at: now(),
        };
        chat.zone = Some(chrono_tz::Europe::Berlin);
        let (chat, effects) = step(&self.context(), chat, &event(What::Command(Command::Cramp)));
        let data = effects.iter().find_map(second_button);
        (chat, data.expect("a card with two buttons"))
    }
}

fn second_button(effect: &Effect) -> Option<String> {
    let Effect::Say { message, .. } = effect else {
        return None;
    };
    let Keyboard::Buttons(rows) = &message.keyboard else {
        return None;
    };
    rows.iter()
        .flatten()
        .nth(1)
        .map(|button| button.data.clone())
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).expect("a moment of this century")
}

fn event(what: What) -> Event {
    Event {
        sent: now(),
        language: Some("en".to_owned()),
        what,
    }
}

/// About 200 letters without any red flag.
const LONG: &str = "it came again last night in the left calf and I stood up and walked around the kitchen until it let go, \
    then I slept quite well and in the morning only a little soreness was left of it, so what now?";

#[divan::bench]
fn press(bencher: Bencher) {
    let room = Room::new();
    let (chat, data) = room.with_a_cramp();
    let pressed = event(What::Pressed(data));
    let (_, effects) = step(&room.context(), chat.clone(), &pressed);
    assert!(
        matches!(effects[..], [Effect::Edit { .. }]),
        "the press counts"
    );
    bencher
        .with_inputs(|| chat.clone())
        .bench_values(|chat| step(&room.context(), chat, black_box(&pressed)));
}

#[divan::bench]
fn typed_text(bencher: Bencher) {
    let room = Room::new();
    let (chat, _) = room.with_a_cramp();
    let text = event(What::Text(LONG.to_owned()));
    bencher
        .with_inputs(|| chat.clone())
        .bench_values(|chat| step(&room.context(), chat, black_box(&text)));
}

#[divan::bench]
fn one_sentence(bencher: Bencher) {
    let room = Room::new();
    bencher.bench(|| room.content.say("en", black_box("night-put-away"), &[]));
}

#[divan::bench]
fn red_flag_scan_of_200_letters(bencher: Bencher) {
    let room = Room::new();
    bencher.bench(|| room.reader.flag("en", black_box(LONG)).is_some());
}

/// The goal is a millisecond at most.
#[divan::bench]
fn a_cramp_told_in_one_line(bencher: Bencher) {
    const LINE: &str =
        "left calf 3am 7/10 lasted about five mins, stretching didn't help, walked it off";
    let room = Room::new();
    bencher.bench(|| room.reader.log("en", black_box(LINE), now().naive_utc()));
}

#[divan::bench]
fn a_cramp_told_in_200_letters(bencher: Bencher) {
    let room = Room::new();
    bencher.bench(|| room.reader.log("en", black_box(LONG), now().naive_utc()));
}

/// The goal is a millisecond at most for all that is looked for in a line, one after the other.
#[divan::bench(args = ["question", "aside", "log", "danger", "long"])]
fn a_line_is_understood(bencher: Bencher, kind: &str) {
    let line = match kind {
        "question" => "why do bananas not help",
        "aside" => "my dad eats bananas still cramps why",
        "log" => "left calf 3am 7/10 lasted about five mins, stretching didn't help, walked it off",
        "danger" => "one leg swollen n hot since the flight",
        _ => LONG,
    };
    let room = Room::new();
    let now = now().naive_utc();
    bencher.bench(|| {
        let understood = room.reader.understand("en", black_box(line), now);
        black_box(understood.kind)
    });
}

/// What of a start goes into reading what people type: the rules compiled, the examples learnt.
#[divan::bench(sample_count = 20)]
fn the_reader_is_made(bencher: Bencher) {
    let room = Room::new();
    bencher.bench(|| Reader::new(&room.content));
}

/// What a start spends before it opens the store: texts, facts and examples read and learnt. The goal is 100 ms at most.
#[divan::bench(sample_count = 20)]
fn all_content_is_read(bencher: Bencher) {
    bencher.bench(Room::new);
}
