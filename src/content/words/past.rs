//! `past.toml`: how people of one language tell of a cramp that is over. `understanding::past` reads with it.
//!
//! Every word that may stand in such an answer is listed: an answer with any other word is none.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::{File, problem::Problems};

/// The words for when, where, how long, and what helped.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastWords {
    pub when: WhenWords,
    pub places: PlaceWords,
    pub helped: HelpedWords,
    pub ways: WayWords,
}

/// Days, clock times, lengths of time.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhenWords {
    /// Words that say nothing about it ("about").
    pub noise: Vec<String>,
    /// Makes a bare number a time on the clock.
    pub at: Vec<String>,
    /// "a", "an": one, or nothing.
    pub article: Vec<String>,
    pub just_now: Vec<String>,
    pub ago: Vec<String>,
    pub second: Vec<String>,
    pub minute: Vec<String>,
    pub hour: Vec<String>,
    pub day: Vec<String>,
    pub night: Vec<String>,
    pub week: Vec<String>,
    pub half: Vec<String>,
    pub quarter: Vec<String>,
    pub past: Vec<String>,
    pub to: Vec<String>,
    pub am: Vec<String>,
    pub pm: Vec<String>,
    /// "3 at night" is in the small hours, "10 at night" before midnight.
    pub at_night: Vec<String>,
    pub o_clock: Vec<String>,
    pub midnight: Vec<String>,
    pub noon: Vec<String>,
    pub last_night: Vec<String>,
    pub night_before_last: Vec<String>,
    pub tonight: Vec<String>,
    pub today: Vec<String>,
    pub this_morning: Vec<String>,
    pub yesterday: Vec<String>,
    pub day_before_yesterday: Vec<String>,
    /// What is still to come.
    pub ahead: Vec<String>,
    /// Monday first.
    pub weekdays: Vec<Vec<String>>,
    /// January first.
    pub months: Vec<Vec<String>>,
    /// Number words.
    pub numbers: BTreeMap<String, u32>,
}

/// Legs and muscles.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceWords {
    pub noise: Vec<String>,
    pub left: Vec<String>,
    pub right: Vec<String>,
    pub both: Vec<String>,
    pub calf: Vec<String>,
    pub foot: Vec<String>,
    pub thigh: Vec<String>,
    pub other: Vec<String>,
    /// The button that leads to more.
    pub elsewhere: Vec<String>,
}

/// What helped. Medicines are not among it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HelpedWords {
    pub noise: Vec<String>,
    pub stretching: Vec<String>,
    pub standing: Vec<String>,
    pub walking: Vec<String>,
    pub massage: Vec<String>,
    pub heat: Vec<String>,
    pub ice: Vec<String>,
    pub soak: Vec<String>,
    pub pickle_juice: Vec<String>,
    pub nothing: Vec<String>,
    pub other: Vec<String>,
}

/// The ways through and out of the questions.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WayWords {
    pub stop: Vec<String>,
    pub enough: Vec<String>,
    pub another_day: Vec<String>,
}

/// Reports what is wrong with the table.
pub(super) fn check(file: &File, words: &PastWords, problems: &mut Problems) {
    let mut complain = |key: &str, what: &str| problems.error(&file.shown, None, Some(key), what);
    let WhenWords {
        weekdays, months, ..
    } = &words.when;
    if weekdays.len() != 7 || months.len() != 12 {
        complain("when", "a week has 7 days, and a year 12 months");
    }
    let plain = |phrase: &String| {
        !phrase.trim().is_empty()
            && *phrase == phrase.to_lowercase()
            && !phrase.contains(['\'', '*', '{'])
    };
    for (key, phrases) in tables(words) {
        if phrases.is_empty() {
            complain(key, "is empty");
        }
        if !phrases.iter().all(plain) {
            complain(key, "holds phrases in lower case, without apostrophes");
        }
    }
}

/// All lists of phrases, by name.
fn tables(words: &PastWords) -> Vec<(&'static str, &Vec<String>)> {
    let (when, places) = (&words.when, &words.places);
    let (helped, ways) = (&words.helped, &words.ways);
    let days = when.weekdays.iter().map(|names| ("when.weekdays", names));
    let months = when.months.iter().map(|names| ("when.months", names));
    [
        ("when.noise", &when.noise),
        ("when.at", &when.at),
        ("when.article", &when.article),
        ("when.just_now", &when.just_now),
        ("when.ago", &when.ago),
        ("when.second", &when.second),
        ("when.minute", &when.minute),
        ("when.hour", &when.hour),
        ("when.day", &when.day),
        ("when.night", &when.night),
        ("when.week", &when.week),
        ("when.half", &when.half),
        ("when.quarter", &when.quarter),
        ("when.past", &when.past),
        ("when.to", &when.to),
        ("when.am", &when.am),
        ("when.pm", &when.pm),
        ("when.at_night", &when.at_night),
        ("when.o_clock", &when.o_clock),
        ("when.midnight", &when.midnight),
        ("when.noon", &when.noon),
        ("when.last_night", &when.last_night),
        ("when.night_before_last", &when.night_before_last),
        ("when.tonight", &when.tonight),
        ("when.today", &when.today),
        ("when.this_morning", &when.this_morning),
        ("when.yesterday", &when.yesterday),
        ("when.day_before_yesterday", &when.day_before_yesterday),
        ("when.ahead", &when.ahead),
        ("places.left", &places.left),
        ("places.right", &places.right),
        ("places.both", &places.both),
        ("places.calf", &places.calf),
        ("places.foot", &places.foot),
        ("places.thigh", &places.thigh),
        ("places.other", &places.other),
        ("places.elsewhere", &places.elsewhere),
        ("helped.stretching", &helped.stretching),
        ("helped.standing", &helped.standing),
        ("helped.walking", &helped.walking),
        ("helped.massage", &helped.massage),
        ("helped.heat", &helped.heat),
        ("helped.ice", &helped.ice),
        ("helped.soak", &helped.soak),
        ("helped.pickle_juice", &helped.pickle_juice),
        ("helped.nothing", &helped.nothing),
        ("helped.other", &helped.other),
        ("ways.stop", &ways.stop),
        ("ways.enough", &ways.enough),
        ("ways.another_day", &ways.another_day),
    ]
    .into_iter()
    .chain(days)
    .chain(months)
    .collect()
}
