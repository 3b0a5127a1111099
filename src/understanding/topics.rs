//! Which topic a message asks about, and how sure that is: learnt at the start from the examples of each topic.
//!
//! Invariants: the same answer for the same text; small talk and what is out of scope have examples too, and compete with the topics.
//! Why so: `ARCHITECTURE.md`, "How questions are understood". Deliberately not here: what is answered (`dialogue::ask`).

mod counts;
mod features;
mod model;

use std::collections::{HashMap, HashSet};

use crate::content::{
    knowledge::Knowledge,
    words::{ExampleWords, Lists, SmallTalk, TopicWords},
};

use self::{
    counts::{Class, Counts},
    features::{Feature, collect, features},
    model::Model,
};
use super::{
    normalise::{Border, Token, Tokens, normalise},
    phrases::{self, Found, Phrasebook},
};

/// How many topics are offered where none is sure.
pub(super) const OFFERED: usize = 3;

/// By how much the best topic must lead what is out of scope to be taken as meant (see [`Model::scores`]); and by how much, in the
/// whole text, the next topic.
const SURE_IN_SCOPE: f32 = 0.65;
const WHOLE_SURE: f32 = 5.0;

/// By how much the best topic must lead what is out of scope to be offered at all.
const OFFER_IN_SCOPE: f32 = 0.1;

/// By how much topics and the rest must differ in the whole text: a short one may lead by chance.
const WHOLE_LEAD: f32 = 12.0;

/// The groups of words that make a question: at the beginning of a clause, and at the end of the message.
const FIRST: usize = 0;
const LAST: usize = 1;

/// What a message asks about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked<'a> {
    pub verdict: Verdict,
    /// Whether it is one of the examples, as it stands there.
    pub exact: bool,
    /// The slugs of the nearest topics, the likeliest first; fewer than three only where nothing of the message is known.
    pub nearest: Vec<&'a str>,
}

/// How sure the nearest topic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Sure,
    /// One of the nearest, most likely.
    Unsure,
    Talk(SmallTalk),
    /// No topic.
    Other,
}

impl<'a> Ranked<'a> {
    /// The slug of the topic that is meant, where that is sure.
    #[must_use]
    pub fn sure(&self) -> Option<&'a str> {
        let is_sure = self.verdict == Verdict::Sure;
        self.nearest.first().copied().filter(|_| is_sure)
    }

    const fn none() -> Self {
        Self {
            verdict: Verdict::Other,
            exact: false,
            nearest: Vec::new(),
        }
    }
}

/// What a class of the model is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Label {
    Topic(String),
    Talk(SmallTalk),
    Other,
}

/// The topics of one language.
#[derive(Debug)]
pub struct Topics {
    asking: Phrasebook,
    light: HashSet<String>,
    labels: Vec<Label>,
    /// The class of each example, sorted by the hash of its words: what is typed as it stands there needs no guess.
    exact: Vec<(Feature, Class)>,
    model: Model,
}

impl Topics {
    #[must_use]
    pub fn new(words: &TopicWords, examples: &ExampleWords, knowledge: &Knowledge) -> Self {
        let mut asking = phrases::Builder::careful();
        for (group, phrases) in [(FIRST, &words.asking), (LAST, &words.asking_last)] {
            for phrase in phrases {
                asking.add(phrase, &Lists::default(), group);
            }
        }
        let light: HashSet<String> = words.light.iter().cloned().collect();
        let mut labels = Vec::new();
        let mut exact = HashMap::new();
        let mut counts = Counts::new();
        let mut learn = |label: Label, lines: &mut dyn Iterator<Item = &String>| {
            let class = Class::try_from(labels.len()).unwrap_or(Class::MAX); // Topics are written by hand: they fit.
            labels.push(label);
            for line in lines {
                let tokens = normalise(line);
                let whole = counts.example(class, |shown| collect(&tokens, &light, shown));
                exact.insert(whole, class);
            }
            counts.end(class);
        };
        for topic in &knowledge.topics.all {
            let asked = examples.topics.get(&topic.slug).into_iter().flatten();
            let named = words.phrases.get(&topic.slug).into_iter().flatten();
            let told = examples.more.get(&topic.slug).into_iter().flatten();
            let lines = &mut asked.chain(named).chain(told);
            learn(Label::Topic(topic.slug.clone()), lines);
        }
        for (talk, lines) in &examples.talk {
            learn(Label::Talk(*talk), &mut lines.iter());
        }
        learn(Label::Other, &mut examples.other.iter());
        // Last, and in one piece: so it lies where the counts were.
        let model = Model::new(counts);
        let mut exact: Vec<(Feature, Class)> = exact.into_iter().collect();
        exact.sort_unstable();
        Self {
            asking: asking.build(),
            light,
            labels,
            exact,
            model,
        }
    }

    /// What a text asks about.
    #[must_use]
    pub fn rank(&self, text: &str) -> Ranked<'_> {
        let tokens = normalise(text);
        let features = features(&tokens, &self.light);
        let is_number = |token: &Token| token.word.chars().all(char::is_numeric);
        if is_command(text) || tokens.words.iter().all(is_number) {
            return Ranked::none();
        }
        let mut scores = self.model.scores(&features);
        let exact = self
            .exact
            .binary_search_by_key(&features.whole, |(whole, _)| *whole)
            .ok();
        if let Some(at) = exact {
            scores[usize::from(self.exact[at].1)] = f32::INFINITY;
        }
        let mut topics: Vec<(f32, &str)> = Vec::new();
        let mut beside: (f32, Verdict) = (f32::NEG_INFINITY, Verdict::Other);
        for (score, label) in scores.into_iter().zip(&self.labels) {
            match label {
                Label::Topic(slug) => topics.push((score, slug)),
                Label::Talk(talk) if score > beside.0 => beside = (score, Verdict::Talk(*talk)),
                Label::Other if score > beside.0 => beside = (score, Verdict::Other),
                Label::Talk(_) | Label::Other => {}
            }
        }
        topics.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        let score = |place: usize| topics.get(place).map_or(f32::NEG_INFINITY, |topic| topic.0);
        let lead = score(0) - score(1);
        let in_scope = score(0) - beside.0;
        let said_enough = in_scope.abs() * features.total >= WHOLE_LEAD;
        let verdict =
            if said_enough && in_scope >= SURE_IN_SCOPE && lead * features.total >= WHOLE_SURE {
                Verdict::Sure
            } else if said_enough && in_scope >= OFFER_IN_SCOPE {
                Verdict::Unsure
            } else if said_enough {
                beside.1
            } else {
                Verdict::Other
            };
        topics.truncate(OFFERED);
        Ranked {
            verdict,
            exact: exact.is_some(),
            nearest: topics.into_iter().map(|(_, slug)| slug).collect(),
        }
    }

    /// Whether a text reads as a question, whatever it asks.
    #[must_use]
    pub fn asks(&self, text: &str) -> bool {
        let tokens: Tokens = normalise(text);
        // "My dad eats bananas, still cramps, why": a question may begin with any clause.
        let begins = |at: usize| at == 0 || tokens.words[at].before != Border::None;
        let is_last = |found: &Found| found.to == tokens.words.len() && found.to == found.from + 1;
        let frames = |found: &Found| match found.group {
            LAST => is_last(found),
            _ => begins(found.from),
        };
        !is_command(text) && (tokens.asks() || self.asking.find(&tokens).iter().any(frames))
    }
}

/// "/privacy@another_bot" is a command, maybe of others, and no question.
fn is_command(text: &str) -> bool {
    text.trim_start().starts_with('/')
}
