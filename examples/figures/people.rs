//! Simulated people: what they send, and the answer that they wait for.

use std::time::Duration;

use charley::{
    dialogue::{Cramp, Entry, EntryId, Happening, Told},
    sandbox::{Bubble, Emulator, Person},
};
use chrono::{DateTime, Utc};

/// A person gives up after this long; the run has then failed.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// What a person does next.
#[derive(Debug, Clone, Copy)]
pub enum Move {
    /// Writes a text.
    Say(&'static str),
    /// Taps the button with this label under the message that changed last.
    Tap(&'static str),
}

/// A move, and words of the message that answers it.
pub type Step = (Move, &'static str);

/// From the first word to a diary that is kept.
pub const SET_UP: &[Step] = &[
    (Move::Say("/start"), "I'm Charley"),
    (Move::Tap("Set up"), "May I keep a diary"),
    (Move::Tap("I'm 16+ and I agree"), "What is your time zone?"),
    (Move::Say("Berlin"), "Your time zone is now"),
];

/// One conversation: a cramp, the diary, and a few typed words.
pub const CONVERSATION: &[Step] = &[
    (Move::Say("/cramp"), "Sit up, knee straight"),
    (Move::Tap("Still bad"), "Foot flat"),
    (Move::Tap("Still bad"), "Is any of this true?"),
    (Move::Tap("No, none"), "Rub the muscle"),
    (Move::Tap("Gone"), "Put the phone down"),
    (Move::Say("/history"), "Your diary:"),
    (Move::Tap("Open 1"), "Lasted:"),
    (Move::Tap("Back"), "Your diary:"),
    (
        Move::Say("my calf hurts again, a cramp I think"),
        "Sit up, knee straight",
    ),
    (Move::Tap("It's easing"), "Keep the toes pulled up"),
    (Move::Tap("Gone"), "Put the phone down"),
    (Move::Say("/help"), ""),
];

/// Makes the move. `shown` is the message that changed last.
pub fn make(person: &Person, step: Move, shown: Option<&Bubble>) {
    let done = match step {
        Move::Say(text) => person.say(text).map(|_| ()),
        Move::Tap(label) => {
            let shown = shown.expect("a message to tap on");
            let data = data_of(shown, label).unwrap_or_else(|| {
                panic!("no button \"{label}\" under \"{}\"", shown.text);
            });
            person.press(shown.id, data).map(|_| ())
        }
    };
    done.expect("the emulator takes what a person does");
}

fn data_of<'a>(shown: &'a Bubble, label: &str) -> Option<&'a str> {
    let mut buttons = shown.keyboard.iter().flatten();
    let button = buttons.find(|button| button.label == label)?;
    button.data.as_deref()
}

/// Goes through the steps; `after` hears of each answer.
pub async fn converse(person: &Person, steps: &[Step], mut after: impl FnMut()) {
    let mut shown: Option<Bubble> = None;
    for (step, words) in steps {
        make(person, *step, shown.as_ref());
        shown = Some(answer(person, words).await);
        after();
    }
}

/// The next change that holds these words.
async fn answer(person: &Person, words: &str) -> Bubble {
    loop {
        let change = person.next_change(PATIENCE).await;
        let change = change.unwrap_or_else(|| panic!("no answer with \"{words}\" in time"));
        if change.text.contains(words) {
            return change;
        }
    }
}

/// People who have agreed to the diary and told their zone.
pub async fn settled(emulator: &Emulator, ids: std::ops::Range<i64>) -> Vec<Person> {
    let people: Vec<Person> = ids
        .map(|id| emulator.person_speaking(id, "Kim", "en"))
        .collect();
    for crowd in people.chunks(64) {
        let set_up = crowd.iter().map(|person| converse(person, SET_UP, || {}));
        futures_util::future::join_all(set_up).await;
    }
    people
}

/// A diary entry as a cramp leaves it.
pub fn entry(id: u32, at: DateTime<Utc>) -> Entry {
    Entry {
        id: EntryId(id),
        from: at,
        until: at,
        zone: None,
        told: Told::Live,
        what: Happening::Cramp(Cramp {
            seconds: Some(90),
            pain: Some(6),
            ..Cramp::default()
        }),
    }
}
