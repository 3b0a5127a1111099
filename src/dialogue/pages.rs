//! The pages of cards that are read rather than answered, as they are stored: questions and answers, the article, the month.

use serde::{Deserialize, Serialize};

/// The menu of questions, the answer to one, or the article that all began with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asked {
    Menu,
    /// The topic's slug, and which of its texts is shown.
    Answer {
        slug: String,
        page: Page,
        /// The claim of the article that led here, by its slug: the way back to it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        claim: Option<String>,
    },
    /// Which of these topics, by their slugs, was meant.
    Which(Vec<String>),
    /// The article, open at this page.
    Article(Leaf),
}

impl Asked {
    /// The short answer about a topic.
    #[must_use]
    pub fn answer(slug: &str) -> Self {
        Self::page_of(slug, Page::Short)
    }

    /// A page of the answer about a topic.
    #[must_use]
    pub fn page_of(slug: &str, page: Page) -> Self {
        Self::Answer {
            slug: slug.to_owned(),
            page,
            claim: None,
        }
    }

    /// The short answer that says more about a claim of the article.
    #[must_use]
    pub fn answer_from(slug: &str, claim: &str) -> Self {
        Self::Answer {
            slug: slug.to_owned(),
            page: Page::Short,
            claim: Some(claim.to_owned()),
        }
    }
}

/// What is shown of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MonthPage {
    Overview,
    Settings,
    /// For how long?
    Pause,
}

/// A page of the article; the claims by their slugs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Leaf {
    /// What the article is.
    Cover,
    Claim(String),
    Sources(String),
}

impl Leaf {
    /// The claim that the page is about.
    #[must_use]
    pub fn slug(&self) -> Option<&str> {
        match self {
            Self::Cover => None,
            Self::Claim(slug) | Self::Sources(slug) => Some(slug),
        }
    }
}

/// What is shown of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Page {
    Short,
    More,
    Sources,
    /// Whether it is safe for this person.
    Guard,
}
