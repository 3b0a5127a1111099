//! `places.toml` of a language: cities and countries as people type them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{File, Problems, line_of};

/// `places.toml`: cities and countries as people type them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    /// How a zone is named to people, where its last part would not do.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// Name to zone, or to several where the name alone does not tell.
    #[serde(default)]
    pub aliases: BTreeMap<String, OneOrMore>,
}

/// One zone name or several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    #[must_use]
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::More(names) => names,
        }
    }
}

/// Reports names that lead to no time zone, or that can never be typed.
pub(super) fn check(file: &File, places: &Places, problems: &mut Problems) {
    let named = places.names.keys().map(|zone| (zone, zone));
    let aliases = places
        .aliases
        .iter()
        .flat_map(|(name, zones)| zones.as_slice().iter().map(move |zone| (name, zone)));
    for (key, zone) in named.chain(aliases) {
        if zone.parse::<chrono_tz::Tz>().is_err() {
            let what = format!("{zone} is no time zone");
            problems.error(&file.shown, line_of(file, zone), Some(key), what);
        }
    }
    for (name, zones) in &places.aliases {
        if zones.as_slice().is_empty() {
            problems.error(
                &file.shown,
                line_of(file, name),
                Some(name),
                "names no zone",
            );
        }
        if *name != name.to_lowercase() {
            let what = "is looked up in lower case";
            problems.error(&file.shown, line_of(file, name), Some(name), what);
        }
    }
}
