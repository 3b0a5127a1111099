//! What follows from the answers: who may soak and how warm, and what is worth asking a doctor. Read from `knowledge/soak.toml` and
//! `knowledge/doctor.toml`.
//!
//! Invariant: a rule names only questions and answers that exist, and the soak asks for each question that its rules read.
//! Deliberately not here: evaluating the rules (`care::rules`).

use serde::Deserialize;

use super::{
    Grade, Knowledge, Review, line_of,
    questions::{When, unknown},
    read_toml,
};
use crate::content::{File, Files, problem::Problems};

pub(super) const SOAK: &str = "knowledge/soak.toml";
pub(super) const DOCTOR: &str = "knowledge/doctor.toml";

/// Who may soak, and how warm.
#[derive(Debug, Default)]
pub struct Soak {
    /// The slugs of the questions whose answers must be there and fresh, in the order of asking.
    pub needs: Vec<String>,
    pub water: Water,
    /// When the gentler ceiling applies.
    pub gentle_when: Vec<When>,
    pub rules: Vec<SoakRule>,
    pub review: Review,
}

/// Temperatures of the water, measured, in degrees Celsius.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Water {
    pub from: u8,
    /// The ceiling.
    pub to: u8,
    /// The ceiling for whom [`Soak::gentle_when`] names.
    pub gentle: u8,
    pub grade: Grade,
    pub sources: Vec<String>,
}

/// What a rule of the soak says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A clinician has to be asked first.
    AskFirst,
    /// Not offered.
    Stop,
}

/// A rule of the soak: holds when one of its lines holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SoakRule {
    pub slug: String,
    pub outcome: Outcome,
    pub when: Vec<When>,
    pub grade: Grade,
    pub sources: Vec<String>,
    /// The key of its reason.
    #[serde(skip)]
    pub text: String,
}

/// Something worth asking a doctor.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoctorItem {
    pub slug: String,
    pub when: Vec<When>,
    pub grade: Grade,
    pub sources: Vec<String>,
    /// The key of its text.
    #[serde(skip)]
    pub text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SoakFile {
    reviewed_by: String,
    reviewed_on: String,
    needs: Vec<String>,
    water: Water,
    #[serde(default)]
    gentle_when: Vec<When>,
    rule: Vec<SoakRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DoctorFile {
    reviewed_by: String,
    reviewed_on: String,
    item: Vec<DoctorItem>,
}

/// Reads both files; the questions have been read before.
pub(super) fn read(files: &Files, knowledge: &mut Knowledge, problems: &mut Problems) {
    if let Some(mut file) = read_toml::<SoakFile>(SOAK, files, problems) {
        for rule in &mut file.rule {
            rule.text = match rule.outcome {
                Outcome::Stop => format!("soak-stop-{}", rule.slug),
                Outcome::AskFirst => format!("soak-ask-{}", rule.slug),
            };
        }
        knowledge.soak = Soak {
            needs: file.needs,
            water: file.water,
            gentle_when: file.gentle_when,
            rules: file.rule,
            review: Review::new(&file.reviewed_by, &file.reviewed_on),
        };
        check_soak(files, knowledge, problems);
    }
    if let Some(mut file) = read_toml::<DoctorFile>(DOCTOR, files, problems) {
        for item in &mut file.item {
            item.text = format!("doctor-{}", item.slug);
        }
        knowledge.doctor = file.item;
        knowledge.doctor_review = Review::new(&file.reviewed_by, &file.reviewed_on);
        check_doctor(files, knowledge, problems);
    }
}

fn check_soak(files: &Files, knowledge: &Knowledge, problems: &mut Problems) {
    let Some(file) = files.get(SOAK) else {
        return;
    };
    let soak = &knowledge.soak;
    if let Err(what) = soak.review.check() {
        problems.error(&file.shown, None, Some("reviewed_on"), what);
    }
    let water = &soak.water;
    // The ceiling of clinical.md section 7. No content may raise it.
    if !(water.from < water.gentle && water.gentle <= water.to && water.to <= 40) {
        let what = "from < gentle <= to <= 40 must hold: warmer water scalds";
        problems.error(&file.shown, None, Some("water"), what);
    }
    cite(file, "water", &water.sources, knowledge, problems);
    for slug in &soak.needs {
        if knowledge.question(slug).is_none() {
            let what = format!("names the unknown question {slug}");
            problems.error(&file.shown, line_of(file, slug), Some("needs"), what);
        }
    }
    for when in &soak.gentle_when {
        check_when(file, "gentle_when", when, Some(soak), knowledge, problems);
    }
    for rule in &soak.rules {
        cite(file, &rule.slug, &rule.sources, knowledge, problems);
        for when in &rule.when {
            check_when(file, &rule.slug, when, Some(soak), knowledge, problems);
        }
    }
}

fn check_doctor(files: &Files, knowledge: &Knowledge, problems: &mut Problems) {
    let Some(file) = files.get(DOCTOR) else {
        return;
    };
    if let Err(what) = knowledge.doctor_review.check() {
        problems.error(&file.shown, None, Some("reviewed_on"), what);
    }
    for (index, item) in knowledge.doctor.iter().enumerate() {
        if knowledge.doctor[..index]
            .iter()
            .any(|other| other.slug == item.slug)
        {
            let line = line_of(file, &item.slug);
            problems.error(&file.shown, line, Some(&item.slug), "stands there twice");
        }
        cite(file, &item.slug, &item.sources, knowledge, problems);
        for when in &item.when {
            check_when(file, &item.slug, when, None, knowledge, problems);
        }
    }
}

fn check_when(
    file: &File,
    slug: &str,
    when: &When,
    soak: Option<&Soak>,
    knowledge: &Knowledge,
    problems: &mut Problems,
) {
    let mut found = unknown(when, &knowledge.questions);
    if let Some(soak) = soak {
        let unasked = when.0.keys().filter(|asked| !soak.needs.contains(asked));
        found.extend(unasked.map(|asked| format!("reads {asked}, which is not in needs")));
    }
    for what in found {
        problems.error(&file.shown, line_of(file, slug), Some(slug), what);
    }
}

pub(super) fn cite(
    file: &File,
    slug: &str,
    sources: &[String],
    knowledge: &Knowledge,
    problems: &mut Problems,
) {
    let line = line_of(file, slug);
    if sources.is_empty() {
        problems.error(&file.shown, line, Some(slug), "has no source");
    }
    for id in sources {
        if !knowledge.sources.iter().any(|source| source.id == *id) {
            let what = format!("names the unknown source {id}");
            problems.error(&file.shown, line, Some(slug), what);
        }
    }
}
