//! What a line is, taken for itself: the one thing that the conversation would do about it with no question open, by day.
//!
//! The order is the conversation's: a red flag, then a cramp or a night told, then a cramp of this minute, then a topic. Where the chat
//! helps or asks first, this shows what the words say: a cramp of this minute that names a topic ("toes locked, help") is shown under
//! that topic; one of which only the pain is told ("left calf, 8/10") as told; half a picture of a red flag, and what may be a cramp
//! now, as what else the line is.

use chrono::NaiveDateTime;
use serde::Serialize;

use super::{
    Line, Meaning, Reader, Verdict,
    log::{Row, Told},
    topics::OFFERED,
};
use crate::content::knowledge::Tier;

/// What a cramp of this minute is about.
const NOW: &str = "acute_relief";

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    #[serde(rename = "redflag")]
    RedFlag,
    CrampLog,
    Topic,
    /// One of the candidates, most likely.
    Unsure,
    /// Small talk, a night without a cramp, or nothing that Charley knows.
    None,
}

/// All that is understood of a line. What does not belong to its kind is empty.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Understood<'a> {
    pub text: &'a str,
    pub kind: Kind,
    /// The slug of a red flag or of a topic.
    pub topic: Option<&'a str>,
    pub tier: Option<Tier>,
    /// The slugs of the nearest topics, the likeliest first.
    pub candidates: Vec<&'a str>,
    pub log: Option<Row>,
    /// A night without a cramp, which is no entry.
    #[serde(skip)]
    pub free: bool,
}

impl Reader {
    /// What a line is that was written at the local time `now`.
    #[must_use]
    pub fn understand<'a>(
        &'a self,
        language: &str,
        text: &'a str,
        now: NaiveDateTime,
    ) -> Understood<'a> {
        let nothing = Understood {
            text,
            kind: Kind::None,
            topic: None,
            tier: None,
            candidates: Vec::new(),
            log: None,
            free: false,
        };
        if let Some(flag) = self.flag(language, text) {
            return Understood {
                kind: Kind::RedFlag,
                topic: Some(flag.slug),
                tier: Some(flag.tier),
                ..nothing
            };
        }
        let line = self.line(language, text, now);
        match line.told() {
            Told::Log(log) => Understood {
                kind: Kind::CrampLog,
                log: Some(Row::from(log)),
                candidates: line.topics().nearest.clone(),
                ..nothing
            },
            Told::NoCramp(_) => Understood {
                free: true,
                ..nothing
            },
            Told::Nothing => asked(&line, nothing),
        }
    }
}

/// A cramp of this minute, a topic, or one of a few.
fn asked<'a>(line: &Line<'a>, nothing: Understood<'a>) -> Understood<'a> {
    let ranked = line.topics();
    let candidates = ranked.nearest.clone();
    if ranked.sure().is_none() && line.cramp() == Meaning::Now {
        let others = candidates.into_iter().filter(|slug| *slug != NOW);
        let candidates = std::iter::once(NOW).chain(others).take(OFFERED);
        return Understood {
            kind: Kind::Topic,
            topic: Some(NOW),
            candidates: candidates.collect(),
            ..nothing
        };
    }
    Understood {
        kind: match ranked.verdict {
            Verdict::Sure => Kind::Topic,
            Verdict::Unsure => Kind::Unsure,
            Verdict::Talk(_) | Verdict::Other => Kind::None,
        },
        topic: ranked.sure(),
        candidates,
        ..nothing
    }
}
