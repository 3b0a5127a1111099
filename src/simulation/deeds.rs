//! How a person carries out a deed: what they write and tap, and by which words they see that it was taken.
//!
//! Invariant: the words on buttons come from the content, as a person reads them.
//!
//! Deliberately not here: who does what and when (`people`).

use super::people::{Answer, Deed, Life};
use crate::{
    content::{Arg, Content, ENGLISH},
    sandbox::{Bubble, Person},
};

/// Stands for what is filled into a text.
const HOLDER: &str = "\u{1}";

/// One thing to do, before the answer to it is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Say(String),
    /// The newest button with that label; with a label that ends in a space, the newest that begins so.
    Tap(String),
    /// The same, if it is there: not everybody is asked each time.
    MayTap(String),
    /// The rest after a while.
    Wait,
    Block,
    Unblock,
}

/// A deed as it is carried out.
#[derive(Debug, Clone)]
pub struct Script {
    pub steps: Vec<Step>,
    /// By these words the person sees that it was taken; one of them is enough, none means that there is nothing to see.
    pub seen_by: Vec<String>,
}

/// The words of the content.
#[derive(Clone, Copy)]
pub struct Words<'a>(pub &'a Content);

impl Words<'_> {
    /// A text without its place-holders, up to the first of them.
    #[must_use]
    pub fn of(&self, key: &str) -> String {
        let holders = ["clock", "date", "day", "place", "value"];
        let text = self
            .0
            .say(ENGLISH, key, &holders.map(|name| (name, Arg::Text(HOLDER))));
        let until = text.find(HOLDER).unwrap_or(text.len());
        text[..until].lines().next().unwrap_or_default().to_owned()
    }

    /// How a text begins, however many there are of what it counts.
    #[must_use]
    pub fn beginning(&self, key: &str) -> String {
        let [one, many] = [1, 2].map(|count| {
            let args = [("count", Arg::Number(count)), ("when", Arg::Text(HOLDER))];
            self.0.say(ENGLISH, key, &args)
        });
        let same = one.chars().zip(many.chars()).take_while(|(a, b)| a == b);
        same.map(|(letter, _)| letter).collect()
    }

    /// How a person does that.
    #[must_use]
    pub fn script(&self, life: &Life, deed: &Deed) -> Script {
        let say = |words: &str| Step::Say(words.to_owned());
        let tap = |key: &str| Step::Tap(self.of(key));
        let (steps, seen_by): (Vec<Step>, Vec<&str>) = match deed {
            Deed::Join => {
                let mut steps = vec![
                    say("/routine"),
                    tap("agree-button"),
                    say(life.zone.name()),
                    say(&life.time.format("%H:%M").to_string()),
                ];
                if life.repeat {
                    steps.extend([tap("routine-change-button"), tap("setting-repeat-button")]);
                }
                if let Some(weekend) = life.weekend {
                    steps.extend([
                        tap("routine-change-button"),
                        tap("setting-weekend-button"),
                        say(&weekend.format("%H:%M").to_string()),
                    ]);
                }
                (steps, vec!["routine-joined"])
            }
            Deed::Answer(Answer::Done) => (vec![tap("done-button")], vec!["evening-done"]),
            Deed::Answer(Answer::Short) => (
                vec![
                    tap("evening-short-button"),
                    Step::MayTap(self.of("guide-check-none-button")),
                    tap("guide-go-button"),
                    Step::Wait,
                ],
                vec!["evening-done"],
            ),
            Deed::Answer(Answer::NotTonight) => (
                vec![tap("evening-no-button")],
                vec!["evening-no", "evening-no-spare"],
            ),
            Deed::Answer(Answer::Soon) => (
                vec![tap("evening-later-button"), tap("evening-soon-button")],
                vec!["evening-later-set"],
            ),
            Deed::Answer(Answer::Bedtime) => (
                vec![tap("evening-later-button"), tap("evening-bedtime-button")],
                vec!["evening-later-set"],
            ),
            Deed::Early => (
                vec![say("/routine"), tap("routine-done-button")],
                vec!["evening-done"],
            ),
            Deed::Night { free: true } => {
                (vec![tap("last-night-no-button")], vec!["last-night-free"])
            }
            Deed::Night { free: false } => (
                vec![tap("last-night-unsure-button")],
                vec!["last-night-unknown"],
            ),
            Deed::Cramp => (
                vec![say("/cramp"), tap("easing-button"), tap("gone-button")],
                vec!["night-gone", "night-gone-silent"],
            ),
            Deed::Flag => (
                vec![say(
                    "my calf cramped and now I have chest pain and can't breathe",
                )],
                vec!["flag-pe-chest"],
            ),
            Deed::Seen => (vec![tap("seen-button")], vec!["flag-seen"]),
            Deed::Pause(days) => (
                vec![say(&format!("/pause {days} days"))],
                vec!["routine-paused"],
            ),
            Deed::Resume => (
                vec![say("/routine"), tap("routine-resume-button")],
                vec!["routine-next"],
            ),
            Deed::Stop => (vec![say("/stop")], vec!["stop-text", "stop-text-evenings"]),
            Deed::Again => (
                vec![say("/routine"), tap("routine-again-button")],
                vec!["routine-next"],
            ),
            Deed::Block => (vec![Step::Block], Vec::new()),
            Deed::Unblock => (vec![Step::Unblock], Vec::new()),
            Deed::Fly(zone) => (vec![say("/zone"), say(zone.name())], vec!["zone-set"]),
            Deed::Retime(time) => (
                vec![
                    say("/routine"),
                    tap("routine-change-button"),
                    tap("setting-time-button"),
                    say(&time.format("%H:%M").to_string()),
                ],
                vec!["routine-settled"],
            ),
        };
        let seen_by = seen_by.into_iter().map(|key| self.of(key)).collect();
        Script { steps, seen_by }
    }
}

/// Does a step. `false`: there is no such button, or the person has blocked the bot.
pub fn carry_out(person: &Person, step: &Step) -> bool {
    match step {
        Step::Say(words) => person.say(words).is_ok(),
        Step::Tap(label) => tap(person, label),
        Step::MayTap(label) => {
            tap(person, label);
            true
        }
        Step::Wait => true,
        Step::Block => person.block().is_ok(),
        Step::Unblock => person.unblock().is_ok(),
    }
}

fn tap(person: &Person, label: &str) -> bool {
    button(&person.messages(), label)
        .is_some_and(|(message, data)| person.press(message, &data).is_ok())
}

/// The newest button with that label, or that begins so: its message, and its data.
pub fn button(bubbles: &[Bubble], label: &str) -> Option<(i64, String)> {
    bubbles.iter().rev().find_map(|bubble| {
        let mut buttons = bubble.keyboard.iter().flatten();
        let found = buttons.find(|button| {
            button.label == label || label.ends_with(' ') && button.label.starts_with(label)
        })?;
        Some((bubble.id, found.data.clone()?))
    })
}
