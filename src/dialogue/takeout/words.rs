//! The names in the files: of the fields, and of all that is one of several.
//!
//! Invariants: a name that was once published keeps its meaning; the stored names (`entry`, `month`) may change without it. Each variant
//! has a word: a new one does not compile without. `docs/diary.schema.json` lists the same words, and a test compares them.

use crate::dialogue::{
    entry::{Gauge, Helped, Muscle, Side, Told},
    month::Mark,
};

/// Names of fields that both files, the reader and its complaints use.
pub(super) mod field {
    pub const KIND: &str = "kind";
    pub const NIGHT: &str = "night";
    pub const EARLIEST: &str = "start_earliest";
    pub const LATEST: &str = "start_latest";
    pub const ZONE: &str = "zone";
    pub const TOLD: &str = "told";
    pub const SIDE: &str = "side";
    pub const MUSCLE: &str = "muscle";
    pub const DURATION: &str = "duration_seconds";
    pub const PAIN: &str = "pain";
    pub const SLEEP: &str = "sleep_disturbance";
    pub const HELPED: &str = "helped";
    pub const WARNING: &str = "warning_sign";
    pub const SOAK: &str = "soak";
    pub const GAUGE: &str = "water_tested_with";
    pub const SECONDS: &str = "seconds_in_water";
    pub const GONE: &str = "pain_gone";
    pub const MONTH: &str = "month";
    pub const FIRST: &str = "first";
    pub const TIME: &str = "time";
    pub const WEEKEND: &str = "weekend_time";
    pub const DATE: &str = "date";
    pub const EVENING: &str = "evening";
    pub const QUESTION: &str = "question";
    pub const ANSWERS: &str = "answers";
    pub const AT: &str = "answered_at";
}

/// One of several, each with its word.
pub(super) trait Word: Copy + 'static {
    /// All of them, in the order in which they are listed.
    const ALL: &'static [(Self, &'static str)];

    fn word(self) -> &'static str;

    fn of(word: &str) -> Option<Self> {
        let mut all = Self::ALL.iter();
        all.find(|(_, known)| *known == word).map(|(this, _)| *this)
    }
}

/// The list and the exhaustive `match` from one table.
macro_rules! words {
    ($($of:ty { $($variant:path => $word:literal),+ $(,)? })+) => {
        $(
            impl Word for $of {
                const ALL: &'static [(Self, &'static str)] = &[$(($variant, $word)),+];

                fn word(self) -> &'static str {
                    match self { $($variant => $word),+ }
                }
            }
        )+
    };
}

/// What an entry is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Cramp,
    Free,
}

words! {
    Kind {
        Kind::Cramp => "cramp",
        Kind::Free => "free",
    }
    Told {
        Told::Live => "live",
        Told::Later => "later",
    }
    Side {
        Side::Left => "left",
        Side::Right => "right",
        Side::Both => "both",
    }
    Muscle {
        Muscle::Calf => "calf",
        Muscle::Foot => "foot",
        Muscle::Toe => "toe",
        Muscle::Thigh => "thigh",
        Muscle::Hamstring => "hamstring",
        Muscle::Shin => "shin",
        Muscle::Other => "other",
    }
    Helped {
        Helped::Stretching => "stretching",
        Helped::Standing => "standing",
        Helped::Walking => "walking",
        Helped::Massage => "massage",
        Helped::Heat => "heat",
        Helped::Ice => "ice",
        Helped::Soak => "soak",
        Helped::PickleJuice => "pickle_juice",
        Helped::Nothing => "nothing",
        Helped::Other => "other",
    }
    Gauge {
        Gauge::Thermometer => "thermometer",
        Gauge::Forearm => "forearm",
    }
    Mark {
        // In no file: a date without an evening is left out.
        Mark::Nothing => "none",
        Mark::Asked => "no_answer",
        Mark::Done => "done",
        Mark::Short => "short",
        Mark::No => "not_tonight",
        Mark::Paused => "paused",
        Mark::Held => "warning_sign",
        Mark::Spaced => "left_out",
        Mark::Late => "too_late",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// The words that the published schema lists at a place, without `null`.
    fn listed(place: &str) -> Vec<String> {
        let schema: Value = serde_json::from_str(include_str!("../../../docs/diary.schema.json"))
            .expect("the schema is JSON");
        let list = schema.pointer(place).and_then(Value::as_array);
        let words = list.unwrap_or_else(|| panic!("no list at {place}"));
        let words = words.iter().filter_map(Value::as_str);
        words.map(str::to_owned).collect()
    }

    fn ours<T: Word>() -> Vec<&'static str> {
        T::ALL.iter().map(|(_, word)| *word).collect()
    }

    #[test]
    fn the_schema_lists_the_words_of_every_variant() {
        let of_cramp = |field: &str| listed(&format!("/$defs/cramp/properties/{field}"));
        assert_eq!(of_cramp("side/enum"), ours::<Side>());
        assert_eq!(of_cramp("muscle/enum"), ours::<Muscle>());
        assert_eq!(of_cramp("helped/items/enum"), ours::<Helped>());
        assert_eq!(listed("/$defs/told/enum"), ours::<Told>());
        assert_eq!(
            listed("/$defs/soak/properties/water_tested_with/enum"),
            ours::<Gauge>()
        );
        let marks = listed("/$defs/evening/properties/evening/enum");
        let none = [Mark::Nothing.word().to_owned()];
        assert_eq!([&none[..], &marks].concat(), ours::<Mark>());
    }

    #[test]
    fn no_word_stands_for_two() {
        fn distinct<T: Word + PartialEq>() {
            for (this, word) in T::ALL {
                assert!(T::of(word) == Some(*this), "{word}");
                assert_eq!(this.word(), *word);
            }
        }
        distinct::<Kind>();
        distinct::<Told>();
        distinct::<Side>();
        distinct::<Muscle>();
        distinct::<Helped>();
        distinct::<Gauge>();
        distinct::<Mark>();
    }
}
