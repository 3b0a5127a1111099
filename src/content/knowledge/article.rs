//! The article that the project grew from, as its claims in its own order: how each was judged, on what grounds, and which topic says
//! more. Read from `knowledge/article.toml`; the claims and their judgement are texts of each language, found by the claim's slug.
//!
//! Invariants of a checked file: each source and each topic is known, each claim has its texts.

use serde::Deserialize;

use super::{Files, Grade, Knowledge, Problems, Review, line_of, read_toml, rules};

const ARTICLE: &str = "knowledge/article.toml";

/// The claims, in the article's order.
#[derive(Debug, Default)]
pub struct Article {
    pub claims: Vec<Claim>,
    pub review: Review,
}

/// One thing that the article says.
#[derive(Debug)]
pub struct Claim {
    pub slug: String,
    pub grade: Grade,
    /// Ids of [`Source`](super::Source)s.
    pub sources: Vec<String>,
    /// The slug of the topic that says more.
    pub topic: String,
    /// The key of the claim, in our own words.
    pub text: String,
    /// The key of what is known about it.
    pub found: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    reviewed_by: String,
    reviewed_on: String,
    claim: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    slug: String,
    grade: Grade,
    sources: Vec<String>,
    topic: String,
}

impl Article {
    /// Where in the article the claim with this slug stands.
    #[must_use]
    pub fn place(&self, slug: &str) -> Option<usize> {
        self.claims.iter().position(|claim| claim.slug == slug)
    }
}

impl Claim {
    fn new(entry: Entry) -> Self {
        let text = format!("claim-{}", entry.slug);
        Self {
            found: format!("{text}-found"),
            text,
            slug: entry.slug,
            grade: entry.grade,
            sources: entry.sources,
            topic: entry.topic,
        }
    }

    /// The keys of the texts that this claim needs in each language.
    pub fn text_keys(&self) -> impl Iterator<Item = &str> {
        [&self.text, &self.found].into_iter().map(String::as_str)
    }
}

pub(super) fn read(files: &Files, problems: &mut Problems) -> Article {
    let Some(file) = read_toml::<File>(ARTICLE, files, problems) else {
        return Article::default();
    };
    Article {
        claims: file.claim.into_iter().map(Claim::new).collect(),
        review: Review::new(&file.reviewed_by, &file.reviewed_on),
    }
}

/// Reports what is wrong with the claims, but for their texts.
pub(super) fn check(files: &Files, knowledge: &Knowledge, problems: &mut Problems) {
    let Some(file) = files.get(ARTICLE) else {
        return;
    };
    let article = &knowledge.article;
    if let Err(what) = article.review.check() {
        problems.error(&file.shown, None, Some("reviewed_on"), what);
    }
    for (index, claim) in article.claims.iter().enumerate() {
        let slug = &claim.slug;
        rules::cite(file, slug, &claim.sources, knowledge, problems);
        let mut complain =
            |what: String| problems.error(&file.shown, line_of(file, slug), Some(slug), what);
        if knowledge.topic(&claim.topic).is_none() {
            complain(format!("leads to {}, which is no topic", claim.topic));
        }
        if article.place(slug) != Some(index) {
            complain("stands there twice".to_owned());
        }
    }
}

/// Reports the texts that English lacks. What another language lacks is found by comparing it with English.
pub(in crate::content) fn check_texts(
    files: &Files,
    knowledge: &Knowledge,
    has: impl Fn(&str) -> bool,
    problems: &mut Problems,
) {
    let Some(file) = files.get(ARTICLE) else {
        return;
    };
    for claim in &knowledge.article.claims {
        let line = line_of(file, &claim.slug);
        for key in claim.text_keys().filter(|key| !has(key)) {
            let what = format!("has no English text {key}");
            problems.error(&file.shown, line, Some(&claim.slug), what);
        }
    }
}
