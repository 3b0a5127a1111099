//! Who may soak, and how warm (clinical.md sections 6 and 7). The rules themselves are data: `config/knowledge/soak.toml`.
//!
//! Invariant: [`Verdict::Offered`] needs every answer that the rules read, fresh. A hard "no" needs only the answer that causes it.

use super::rules::View;
use crate::content::knowledge::{
    Shelf,
    rules::{Outcome, SoakRule},
};

/// The question whose "yes" says that a clinician has allowed the soak. A button under the verdict asks it.
pub const CLEARED: &str = "cleared";

/// Seconds up to which relief counts as "within a minute or two".
const QUICK: u32 = 150;
/// Seconds in the water after which pain that is still there says something.
const ENOUGH: u32 = 120;

/// May this person soak now?
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// Not before these questions are answered, in this order. Never empty.
    Ask(Vec<&'a str>),
    /// Not offered, for these reasons.
    Stop(Vec<&'a str>),
    /// A clinician first, for these reasons.
    AskFirst(Vec<&'a str>),
    /// In water up to so many degrees Celsius, measured.
    Offered { ceiling: u8 },
}

/// The verdict over the answers. The reasons are keys of texts.
#[must_use]
pub fn verdict<'a>(view: &View<'a>) -> Verdict<'a> {
    let soak = &view.knowledge.soak;
    let reasons = |outcome: Outcome| -> Vec<&'a SoakRule> {
        soak.rules
            .iter()
            .filter(|rule| rule.outcome == outcome && view.any(&rule.when))
            .collect()
    };
    let keys = |rules: Vec<&'a SoakRule>| rules.iter().map(|rule| rule.text.as_str()).collect();
    let stop = reasons(Outcome::Stop);
    if !stop.is_empty() {
        return Verdict::Stop(keys(stop));
    }
    let missing: Vec<&str> = view
        .missing(soak.needs.iter().map(String::as_str))
        .map(|question| question.slug.as_str())
        .collect();
    if !missing.is_empty() {
        return Verdict::Ask(missing);
    }
    let ask_first = reasons(Outcome::AskFirst);
    if awaits_clinician(view) {
        return Verdict::AskFirst(keys(ask_first));
    }
    let gentle = !ask_first.is_empty() || view.any(&soak.gentle_when);
    let ceiling = if gentle {
        soak.water.gentle
    } else {
        soak.water.to
    };
    Verdict::Offered { ceiling }
}

/// Whether what is known so far already sends this person to a clinician first, and none has said yes.
#[must_use]
pub fn awaits_clinician(view: &View<'_>) -> bool {
    let rules = &view.knowledge.soak.rules;
    let found = rules
        .iter()
        .any(|rule| rule.outcome == Outcome::AskFirst && view.any(&rule.when));
    found && !cleared(view)
}

/// How a soak is read (clinical.md section 8): whether the pain went within a minute or two. `None`: it was no test, for the feet came
/// out early or nobody said.
#[must_use]
pub const fn was_quick(seconds: u32, gone: Option<bool>) -> Option<bool> {
    match gone {
        Some(true) => Some(seconds <= QUICK),
        Some(false) if seconds >= ENOUGH => Some(false),
        Some(false) | None => None,
    }
}

/// Whether a clinician's yes could lift what speaks against the soak: not where something about tonight does.
#[must_use]
pub fn clearable(view: &View<'_>) -> bool {
    !reason_tonight(view)
}

/// Whether something about tonight is a reason to ask first.
fn reason_tonight(view: &View<'_>) -> bool {
    view.knowledge
        .soak
        .rules
        .iter()
        .filter(|rule| rule.outcome == Outcome::AskFirst)
        .flat_map(|rule| &rule.when)
        .any(|when| when.0.keys().any(|slug| is_tonight(view, slug)) && view.holds(when))
}

fn is_tonight(view: &View<'_>, slug: &str) -> bool {
    let question = view.knowledge.question(slug);
    question.is_some_and(|question| question.shelf == Shelf::Tonight)
}

/// Whether a clinician's word covers all that is known now: an answer that was given later takes it away again. What is asked anew
/// each night does not, for it says nothing about what the clinician looked at, unless it is itself a reason to ask first.
fn cleared(view: &View<'_>) -> bool {
    let Some(word) = view.fresh(CLEARED).filter(|word| word.has("yes")) else {
        return false;
    };
    let changed = view
        .knowledge
        .soak
        .needs
        .iter()
        .filter(|slug| !is_tonight(view, slug))
        .filter_map(|slug| view.fresh(slug))
        .any(|answer| answer.at > word.at);
    !changed && !reason_tonight(view)
}
