//! `log_words.toml`: the words of a cramp told afterwards, such as "left calf 3am 7/10, walked it off".
//!
//! Each table is complete: a language that leaves a word group out is reported. What the groups mean together is
//! `understanding`'s matter.

use std::{collections::BTreeMap, fmt::Debug};

use serde::{Deserialize, Serialize};

use super::{Lists, check_lists, check_phrases};
use crate::content::{File, Problems};

/// The words of a language for telling of a cramp.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogWords {
    #[serde(default)]
    pub lists: Lists,
    /// Ordinary words that are no misspelling of a listed one.
    #[serde(default)]
    pub known: Vec<String>,
    pub half_hour: HalfHour,
    /// Whether 3/4 is the third of April.
    pub day_first: bool,
    /// Number words.
    pub numbers: BTreeMap<String, u16>,
    /// Words for a number that is not meant exactly: "a couple of".
    pub vague_numbers: BTreeMap<String, u16>,
    pub units: BTreeMap<Unit, Vec<String>>,
    /// Monday first.
    pub weekdays: [Vec<String>; 7],
    /// January first.
    pub months: [Vec<String>; 12],
    pub sides: BTreeMap<Side, Phrases>,
    pub muscles: BTreeMap<Muscle, Phrases>,
    pub relief: BTreeMap<Relief, Phrases>,
    pub signs: BTreeMap<Sign, Vec<String>>,
}

/// What "half two" is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HalfHour {
    /// 02:30.
    #[default]
    After,
    /// 01:30.
    Before,
}

/// Phrases, and longer ones inside which they do not count.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrases {
    pub said: Vec<String>,
    /// Phrases that count only between two borders: the letter of "calf (R)".
    #[serde(default)]
    pub alone: Vec<String>,
    #[serde(default)]
    pub unless: Vec<String>,
}

/// Declares a closed set of table keys that knows all of its members, so that a missing table is noticed.
macro_rules! keys {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $key:ident),* $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $key),* }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$key),*];
        }
    };
}

keys! {
    /// A unit of time.
    Unit { Second, Minute, Hour, Day, Night, Week, Longer }
}

keys! {
    /// Which leg.
    Side { Left, Right, Both }
}

keys! {
    /// Where it cramped.
    Muscle { Calf, Foot, Toe, Thigh, Hamstring, Shin }
}

keys! {
    /// What was done about it. The order is the order of telling.
    Relief { Stretching, Standing, Walking, Massage, Heat, Ice, WarmSoak, PickleJuice, Other }
}

keys! {
    /// All other words that the grammar knows.
    Sign {
        // Amounts.
        /// "a", "an".
        Article,
        Half,
        Quarter,
        AndAHalf,
        And,
        Or,
        /// "to" in "5 to 10".
        To,
        Between,
        From,
        /// "about", "roughly".
        About,
        /// "ish" behind a number.
        Ish,
        /// "or so", "max": says nothing more about the amount.
        OrSo,
        Over,
        Under,
        /// "lasted", before a number that may have no unit.
        Lasted,
        /// "for" before a length.
        For,
        /// May stand between a number and its unit: "two full minutes".
        Stressed,
        /// "10, maybe 15": a second number behind it is the other end of a range.
        OrMaybe,
        /// "out of" in "7 out of 10".
        OutOf,
        /// Names the scale of pain: "pain", "severity".
        Scale,
        /// Leads to a number on that scale: "call it".
        Rated,
        /// May stand between the scale and its number: "pain was".
        Was,
        /// Shows that a number before it counts something.
        Counted,
        // The clock.
        PastHour,
        ToHour,
        /// "before" between a length and a time: "an hour before 6".
        Earlier,
        /// "after" in the same place.
        After,
        OClock,
        Am,
        Pm,
        /// "at", "around": a bare number after it may be an hour.
        At,
        Midnight,
        Noon,
        Ago,
        JustNow,
        /// "now" behind a time: it is that of writing.
        AsOfNow,
        // Days and their parts.
        LastNight,
        NightBeforeLast,
        Yesterday,
        Today,
        Tonight,
        ThisMorning,
        Morning,
        Afternoon,
        Evening,
        Night,
        SmallHours,
        Dawn,
        /// "on" or "the" before a date.
        On,
        /// "st", "nd" behind a day of the month.
        Ordinal,
        // What a time beside it is of.
        /// Going to bed, getting up, the working day: not the time of a cramp.
        Elsewhen,
        /// Up in the night for something else: perhaps the time of a cramp as well.
        Risen,
        /// "until", "gone by": the time at which it was over.
        Until,
        /// "slept till": the time at which a sleep was over, perhaps by a cramp.
        Roused,
        /// "no idea when": a time that is not known, of a cramp that was.
        SomeTime,
        /// Soreness, sleeplessness: not the length of a cramp.
        Aftermath,
        /// "later", "after i": a length that lies between two things.
        Apart,
        // What it is about.
        Cramp,
        /// "another one": a cramp by a word that need not mean one.
        Another,
        /// "woke": by a cramp, or by anything else.
        Woke,
        /// "horrible", "over quickly": how a cramp was, by words that need not mean one.
        Felt,
        /// "leg": a place, and no muscle.
        Leg,
        /// A part of the body that night leg cramps do not have.
        Elsewhere,
        /// Another trouble with a leg: "pins and needles", "stubbed".
        Complaint,
        /// "had", "woke": it happened.
        Happened,
        /// "stretched", "got up": what was done, in the past.
        Done,
        /// Work and sport of the legs, and what is planned with them.
        Exercise,
        // How it went.
        Worked,
        Failed,
        NothingWorked,
        NothingDone,
        /// "nothing" as an item of its own.
        LoneNothing,
        Tried,
        OnlyThat,
        /// "but", "until": something else follows.
        Contrast,
        /// "not", "could not".
        Not,
        /// "was fine": the part of the body before it had nothing.
        Unaffected,
        /// "only" before the one leg that had it.
        OnlyOne,
        /// A joint, an operation: the side beside it may be another than that of the cramp.
        OtherPart,
        /// "no, sorry": what follows takes the place of what was said before.
        Correction,
        /// "brought on by": what follows was there before the cramp, and no help.
        CausedBy,
        /// "set it off": the same of what stands before.
        Caused,
        /// "before bed": what was done then was not done about the cramp.
        Prevention,
        /// "still got one": what was told before it had not kept the cramp away.
        Despite,
        // What makes words no report.
        Asking,
        /// Asks Charley to note something, and is a report.
        AskingPardon,
        Conditional,
        Plan,
        General,
        /// "i get cramp": a habit, or a cramp that was.
        Present,
        /// The report of one night, inside general talk.
        Episode,
        Others,
        /// "my", "i".
        Own,
        Sport,
        Now,
        /// Words whose meaning lies in the whole phrase and which are none of the above.
        Idiom,
        // A night without.
        NoCramp,
        QuietNight,
        /// The night is not over, or the words are about this minute.
        NotYet,
    }
}

/// Reports what is missing or malformed.
pub(super) fn check(file: &File, words: &LogWords, problems: &mut Problems) {
    if words.units.is_empty() && words.signs.is_empty() {
        return; // It could not be read at all, which is reported already.
    }
    check_lists(file, &words.lists, problems);
    let mut table = |key: String, phrases: &[String]| {
        if phrases.is_empty() {
            problems.error(&file.shown, None, Some(&key), "is empty");
        }
        check_phrases(file, &key, phrases, &words.lists, problems);
    };
    for unit in Unit::ALL {
        let phrases = words.units.get(unit).map_or(&[][..], Vec::as_slice);
        table(name("units", unit), phrases);
    }
    for (index, phrases) in words.weekdays.iter().enumerate() {
        table(format!("weekdays.{index}"), phrases);
    }
    for (index, phrases) in words.months.iter().enumerate() {
        table(format!("months.{index}"), phrases);
    }
    for sign in Sign::ALL {
        let phrases = words.signs.get(sign).map_or(&[][..], Vec::as_slice);
        table(name("signs", sign), phrases);
    }
    for side in Side::ALL {
        check_both(&name("sides", side), words.sides.get(side), &mut table);
    }
    for muscle in Muscle::ALL {
        check_both(
            &name("muscles", muscle),
            words.muscles.get(muscle),
            &mut table,
        );
    }
    for relief in Relief::ALL {
        check_both(
            &name("relief", relief),
            words.relief.get(relief),
            &mut table,
        );
    }
    for (key, numbers) in [
        ("numbers", &words.numbers),
        ("vague_numbers", &words.vague_numbers),
    ] {
        let numbers: Vec<String> = numbers.keys().cloned().collect();
        table(key.to_owned(), &numbers);
    }
}

fn check_both(key: &str, phrases: Option<&Phrases>, table: &mut impl FnMut(String, &[String])) {
    let said = phrases.map_or(&[][..], |phrases| phrases.said.as_slice());
    table(key.to_owned(), said);
    for (part, phrases) in phrases
        .iter()
        .flat_map(|phrases| [("alone", &phrases.alone), ("unless", &phrases.unless)])
        .filter(|(_, phrases)| !phrases.is_empty())
    {
        table(format!("{key}.{part}"), phrases);
    }
}

fn name(table: &str, key: &impl Debug) -> String {
    format!("{table}.{key:?}")
}
