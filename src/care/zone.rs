//! Time zones, from what a person types: a city, a country, a zone's name, or the time on their clock.
//!
//! Invariants: total, and never a guess: where several zones fit, all are given and the person chooses.

use std::collections::BTreeMap;

use chrono::{DateTime, Offset, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

use crate::content::{Content, ENGLISH};

/// Names shorter than this are not corrected: too much would be near them.
const CORRECTED_FROM: usize = 4;

/// How many suggestions there may be.
const SUGGESTIONS: usize = 4;

/// What a typed place means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    One(Tz),
    /// The name alone does not tell; the likeliest first.
    Several(Vec<Tz>),
    /// Not a known name, but near these.
    Near(Vec<Tz>),
    Nothing,
}

/// The places that Charley knows, in all languages together.
#[derive(Debug)]
pub struct Places {
    /// By plain name; a name stands for one zone or several.
    by_name: BTreeMap<String, Vec<Tz>>,
    representatives: Vec<Tz>,
    /// By language and zone.
    names: BTreeMap<(String, String), String>,
}

impl Places {
    /// Collects the zones of the time-zone database and the aliases of `content`.
    #[must_use]
    pub fn new(content: &Content) -> Self {
        let mut places = Self {
            by_name: BTreeMap::new(),
            representatives: zones(&content.knowledge().zones.representatives),
            names: BTreeMap::new(),
        };
        for zone in TZ_VARIANTS {
            places.add(zone.name(), &[zone]);
            if let Some((_, last)) = zone.name().rsplit_once('/')
                && is_city(zone)
            {
                places.add(last, &[zone]);
            }
        }
        for known in places.by_name.values_mut() {
            keep_full_names(known);
        }
        let languages = content.languages();
        // An alias says more than the database. Languages come in a fixed order, so the outcome is fixed too.
        for (language, _) in &languages {
            let words = &content.words(language).places;
            for (alias, names) in &words.aliases {
                let chosen = zones(names.as_slice());
                if !chosen.is_empty() {
                    places.by_name.insert(plain(alias), chosen);
                }
            }
            for (zone, name) in &words.names {
                let key = ((*language).to_owned(), zone.clone());
                places.names.insert(key, name.clone());
            }
        }
        places
    }

    fn add(&mut self, name: &str, zones: &[Tz]) {
        self.by_name.entry(plain(name)).or_default().extend(zones);
    }

    /// The zones that a typed city, country or zone name may mean.
    #[must_use]
    pub fn find(&self, typed: &str) -> Found {
        let name = plain(typed);
        if let Some(zones) = self.by_name.get(&name) {
            return chosen(zones);
        }
        // "Berlin, Germany", "I live in Berlin": the first known part, then any known run of words at the end.
        let parts = typed.split([',', ';', '(']).map(plain);
        if let Some(zones) = parts.filter_map(|part| self.by_name.get(&part)).next() {
            return chosen(zones);
        }
        let mut rest = name.as_str();
        while let Some((_, shorter)) = rest.split_once(' ') {
            if let Some(zones) = self.by_name.get(shorter).filter(|_| shorter.len() > 2) {
                return chosen(zones);
            }
            rest = shorter;
        }
        self.near(&name)
    }

    fn near(&self, name: &str) -> Found {
        let length = name.chars().count();
        if length < CORRECTED_FROM {
            return Found::Nothing;
        }
        let allowed = 1 + usize::from(length > 7);
        let mut near: Vec<(usize, &Vec<Tz>)> = self
            .by_name
            .iter()
            .filter(|(known, _)| known.chars().count().abs_diff(length) <= allowed)
            .map(|(known, zones)| (strsim::osa_distance(known, name), zones))
            .filter(|(distance, _)| *distance <= allowed)
            .collect();
        near.sort_by_key(|(distance, _)| *distance);
        let mut zones: Vec<Tz> = Vec::new();
        for zone in near.into_iter().flat_map(|(_, zones)| zones) {
            if zones.len() < SUGGESTIONS && !zones.contains(zone) {
                zones.push(*zone);
            }
        }
        if zones.is_empty() {
            Found::Nothing
        } else {
            Found::Near(zones)
        }
    }

    /// The representative zones whose clocks are `minutes` ahead of UTC at `now`, in the order of the buttons.
    #[must_use]
    pub fn by_offset(&self, now: DateTime<Utc>, minutes: i32) -> Vec<Tz> {
        let fits = |zone: &&Tz| offset_minutes(**zone, now) == minutes;
        self.representatives.iter().filter(fits).copied().collect()
    }

    /// The representative zones by how far their clocks are ahead of UTC at `now`, in minutes, from west to east.
    #[must_use]
    pub fn offsets(&self, now: DateTime<Utc>) -> BTreeMap<i32, Vec<Tz>> {
        let mut groups: BTreeMap<i32, Vec<Tz>> = BTreeMap::new();
        for zone in &self.representatives {
            let group = groups.entry(offset_minutes(*zone, now)).or_default();
            group.push(*zone);
        }
        groups
    }

    /// The representative zones that show `hour:minute` at `now`, give or take seven minutes, for clocks that are off.
    #[must_use]
    pub fn by_clock(&self, now: DateTime<Utc>, hour: u32, minute: u32) -> Vec<Tz> {
        let day = 24 * 60;
        let shown = i64::from(hour * 60 + minute);
        let fits = |zone: &&Tz| {
            let ahead = i64::from(offset_minutes(**zone, now));
            let local = (now.timestamp() / 60 + ahead).rem_euclid(day);
            let apart = (local - shown).rem_euclid(day);
            apart.min(day - apart) <= 7
        };
        self.representatives.iter().filter(fits).copied().collect()
    }

    /// How `zone` is named to people: a name of the language's list, else its last part.
    #[must_use]
    pub fn name(&self, language: &str, zone: Tz) -> String {
        let listed = |language: &str| {
            self.names
                .get(&(language.to_owned(), zone.name().to_owned()))
                .cloned()
        };
        let last = || {
            zone.name()
                .rsplit('/')
                .next()
                .map(|part| part.replace('_', " "))
        };
        listed(language)
            .or_else(|| listed(ENGLISH))
            .or_else(last)
            .unwrap_or_default()
    }
}

/// How many minutes the clocks of `zone` are ahead of UTC at `now`.
#[must_use]
pub fn offset_minutes(zone: Tz, now: DateTime<Utc>) -> i32 {
    let offset = zone.offset_from_utc_datetime(&now.naive_utc());
    offset.fix().local_minus_utc() / 60
}

fn chosen(zones: &[Tz]) -> Found {
    match zones {
        [] => Found::Nothing,
        [zone] => Found::One(*zone),
        several => Found::Several(several.to_vec()),
    }
}

fn zones(names: &[String]) -> Vec<Tz> {
    names.iter().filter_map(|name| name.parse().ok()).collect()
}

/// Of zones of one area that share their last part ("America/Louisville", "America/Kentucky/Louisville") the longest name stays:
/// the shorter one is an old name of the same zone.
fn keep_full_names(zones: &mut Vec<Tz>) {
    let area = |zone: &Tz| zone.name().split('/').next().unwrap_or_default();
    let all = zones.clone();
    zones.retain(|zone| {
        let is_longer =
            |other: &Tz| area(other) == area(zone) && other.name().len() > zone.name().len();
        !all.iter().any(is_longer)
    });
}

/// A zone named after a place. "Etc/GMT+5" and old names such as "US/Eastern" are found by their full name only.
fn is_city(zone: Tz) -> bool {
    let area = zone.name().split('/').next().unwrap_or_default();
    matches!(
        area,
        "Africa"
            | "America"
            | "Antarctica"
            | "Arctic"
            | "Asia"
            | "Atlantic"
            | "Australia"
            | "Europe"
            | "Indian"
            | "Pacific"
    ) && zone.name().contains('/')
}

/// A name as it is looked up: lower case, single spaces, no underscores, dots or apostrophes.
fn plain(name: &str) -> String {
    let name = name.to_lowercase();
    let letters = name
        .chars()
        .filter(|letter| !matches!(letter, '.' | '\'' | '\u{2019}'));
    let spaced: String = letters
        .map(|letter| {
            if letter.is_alphanumeric() || matches!(letter, '/' | '+') {
                letter
            } else {
                ' '
            }
        })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
