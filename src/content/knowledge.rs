//! What is true in every language: sources, the red flags and their tiers, what is asked and what follows, the topics, the article's
//! claims, the month's programme, time zones.
//! Read from `knowledge/*.toml`.
//!
//! Each fact names its grade and its sources; `reviewed_by` stays empty until a clinician has read the file.

pub mod article;
pub mod programme;
pub mod questions;
mod review;
pub mod rules;
pub mod topics;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    File, Files,
    problem::{Problems, line_at},
    wording,
};

pub use article::{Article, Claim};
pub use programme::Programme;
pub use questions::{Question, Shelf, When};
pub use review::Review;
pub use rules::{DoctorItem, Soak};
pub use topics::{Topic, Topics};

const SOURCES: &str = "knowledge/sources.toml";
const RED_FLAGS: &str = "knowledge/red_flags.toml";
const ZONES: &str = "knowledge/zones.toml";

/// All of it.
#[derive(Debug, Default)]
pub struct Knowledge {
    pub sources: Vec<Source>,
    /// In the order of urgency within a tier: of two that match, the earlier one wins.
    pub flags: Vec<Flag>,
    pub flags_review: Review,
    /// In the order of asking.
    pub questions: Vec<Question>,
    pub questions_review: Review,
    /// When the article would say "night cramps after a hard day".
    pub hard_day: Vec<When>,
    pub soak: Soak,
    /// In the order of showing.
    pub doctor: Vec<DoctorItem>,
    pub doctor_review: Review,
    pub topics: Topics,
    pub article: Article,
    pub programme: Programme,
    pub zones: Zones,
}

/// Where a fact comes from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub id: String,
    pub title: String,
    /// The year of publication; absent where the page carries none.
    pub year: Option<u16>,
    /// A web address; absent where only a citation is known.
    pub address: Option<String>,
    /// False where nobody on the project read it again: to be verified before it is quoted.
    pub read: bool,
}

/// How sure a fact is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    Strong,
    Moderate,
    #[default]
    Weak,
    Traditional,
    Contradicted,
}

/// How urgent a red flag is. The order is the order of urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// A doctor or an urgent advice line within hours.
    SameDay,
    /// A wish to die: a crisis line now.
    Crisis,
    /// The emergency number now.
    Emergency,
}

/// A way out of a red flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WayOut {
    /// "I've been seen."
    Seen,
    /// "I meant something else."
    MeantOtherwise,
}

/// A red flag: what Charley does about it. The words that give it away are in the language's own file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flag {
    /// A slug of the topic list, such as `redflag_dvt`.
    pub slug: String,
    /// The tier, unless a rule of the language says otherwise.
    pub tier: Tier,
    /// The text for each tier it can have.
    pub messages: BTreeMap<Tier, String>,
    pub grade: Grade,
    /// Ids of [`Source`]s.
    pub sources: Vec<String>,
    pub ways_out: Vec<WayOut>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceFile {
    #[serde(default)]
    source: Vec<Source>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FlagFile {
    reviewed_by: String,
    reviewed_on: String,
    #[serde(default)]
    flag: Vec<Flag>,
}

/// Zones that stand for all those with the same clock.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zones {
    /// IANA names; the first of those that show a given time now is offered.
    pub representatives: Vec<String>,
}

impl Knowledge {
    /// The flag with this slug.
    #[must_use]
    pub fn flag(&self, slug: &str) -> Option<&Flag> {
        self.flags.iter().find(|flag| flag.slug == slug)
    }

    /// The topic with this slug.
    #[must_use]
    pub fn topic(&self, slug: &str) -> Option<&Topic> {
        self.topics.all.iter().find(|topic| topic.slug == slug)
    }

    /// The source with this id.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// The question with this slug.
    #[must_use]
    pub fn question(&self, slug: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.slug == slug)
    }

    /// The texts that the knowledge files name: the file, as it is shown in a message, and the key.
    pub fn text_keys(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let flags = self.flags.iter().flat_map(|flag| flag.messages.values());
        let asked = self.questions.iter().flat_map(|question| {
            let keys = &question.keys;
            let labels = question.choices.iter().map(|choice| &choice.label);
            [&keys.ask, &keys.why, &keys.name].into_iter().chain(labels)
        });
        let reasons = self.soak.rules.iter().map(|rule| &rule.text);
        let items = self.doctor.iter().map(|item| &item.text);
        let programme = self.programme.text_keys();
        flags
            .map(|key| (RED_FLAGS, key))
            .chain(asked.map(|key| (questions::QUESTIONS, key)))
            .chain(reasons.map(|key| (rules::SOAK, key)))
            .chain(items.map(|key| (rules::DOCTOR, key)))
            .map(|(file, key)| (file, key.as_str()))
            .chain(programme.map(|key| (programme::PROGRAMME, key)))
    }
}

/// Reads and checks the knowledge files.
pub(super) fn read(files: &Files, problems: &mut Problems) -> Knowledge {
    wording::check_list(files, problems);
    let sources = read_toml::<SourceFile>(SOURCES, files, problems);
    let flags = read_toml::<FlagFile>(RED_FLAGS, files, problems);
    let zones = read_toml::<Zones>(ZONES, files, problems);
    let topics = topics::read(files, problems);
    let article = article::read(files, problems);
    let mut knowledge = Knowledge {
        sources: sources.map(|file| file.source).unwrap_or_default(),
        zones: zones.unwrap_or_default(),
        topics,
        article,
        ..Knowledge::default()
    };
    if let Some(flags) = flags {
        knowledge.flags_review = Review::new(&flags.reviewed_by, &flags.reviewed_on);
        knowledge.flags = flags.flag;
    }
    questions::read(files, &mut knowledge, problems);
    rules::read(files, &mut knowledge, problems);
    programme::read(files, &mut knowledge, problems);
    check_sources(files, &knowledge, problems);
    check_flags(files, &knowledge, problems);
    topics::check(files, &knowledge, problems);
    article::check(files, &knowledge, problems);
    check_zones(files, &knowledge, problems);
    knowledge
}

/// The file at `path` as a `T`; what is wrong with it is reported.
pub(super) fn read_toml<T: DeserializeOwned>(
    path: &str,
    files: &Files,
    problems: &mut Problems,
) -> Option<T> {
    let Some(file) = files.get(path) else {
        problems.error(&format!("config/{path}"), None, None, "is missing");
        return None;
    };
    toml::from_str(&file.text)
        .inspect_err(|error| report_toml(file, error, problems))
        .ok()
}

fn report_toml(file: &File, error: &toml::de::Error, problems: &mut Problems) {
    let line = error.span().map(|span| line_at(&file.text, span.start));
    problems.error(&file.shown, line, None, error.message());
}

/// The line in which `text` is the slug of something, else the first in which it stands in quotes.
pub(super) fn line_of(file: &File, text: &str) -> Option<usize> {
    let heading = file.text.find(&format!("\nslug = \"{text}\""));
    let place = heading.map(|line| line + 1);
    let offset = place.or_else(|| file.text.find(&format!("\"{text}\"")))?;
    Some(line_at(&file.text, offset))
}

fn check_sources(files: &Files, knowledge: &Knowledge, problems: &mut Problems) {
    let Some(file) = files.get(SOURCES) else {
        return;
    };
    for (index, source) in knowledge.sources.iter().enumerate() {
        let line = line_of(file, &source.id);
        let mut complain = |what: &str| problems.error(&file.shown, line, Some(&source.id), what);
        if source.title.trim().is_empty() {
            complain("has no title");
        }
        let is_web =
            |address: &String| address.starts_with("https://") || address.starts_with("http://");
        if !source.address.as_ref().is_none_or(is_web) {
            complain("the address is no web address");
        }
        if knowledge.sources[..index]
            .iter()
            .any(|other| other.id == source.id)
        {
            complain("stands there twice");
        }
    }
}

fn check_flags(files: &Files, knowledge: &Knowledge, problems: &mut Problems) {
    let Some(file) = files.get(RED_FLAGS) else {
        return;
    };
    if let Err(what) = knowledge.flags_review.check() {
        problems.error(&file.shown, None, Some("reviewed_on"), what);
    }
    for (index, flag) in knowledge.flags.iter().enumerate() {
        let line = line_of(file, &flag.slug);
        let mut complain = |what: String| problems.error(&file.shown, line, Some(&flag.slug), what);
        if !flag.slug.starts_with("redflag_") {
            complain("the slug of a red flag begins with redflag_".to_owned());
        }
        if !flag.messages.contains_key(&flag.tier) {
            complain("has no message for its own tier".to_owned());
        }
        if flag.sources.is_empty() {
            complain("has no source".to_owned());
        }
        for id in &flag.sources {
            if !knowledge.sources.iter().any(|source| source.id == *id) {
                complain(format!("names the unknown source {id}"));
            }
        }
        if flag.ways_out.is_empty() {
            complain("has no way out".to_owned());
        }
        if knowledge.flags[..index]
            .iter()
            .any(|other| other.slug == flag.slug)
        {
            complain("stands there twice".to_owned());
        }
    }
}

fn check_zones(files: &Files, knowledge: &Knowledge, problems: &mut Problems) {
    let Some(file) = files.get(ZONES) else {
        return;
    };
    for name in &knowledge.zones.representatives {
        if name.parse::<chrono_tz::Tz>().is_err() {
            problems.error(
                &file.shown,
                line_of(file, name),
                Some(name),
                "is no time zone",
            );
        }
    }
}
