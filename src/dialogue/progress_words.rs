//! What a comparison of two times says to a person: the numbers, whether they differ, and what that cannot show.
//!
//! Invariants: whatever was found, what a diary cannot show is said after it: why (clinical.md section 2). Nothing here credits anything. Where
//! the nights are too few to compare, of what the cramps were like there are numbers and no conclusion either.
//!
//! Deliberately not here: what is found (`care::progress`), and which nights are looked at.

use chrono::NaiveDate;

use crate::{
    care::progress::{Comparison, Finding, Shift, Why},
    content::{Arg, Content},
};

/// An amount that is told of a cramp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// From 0 to 10.
    Pain,
    Minutes,
}

/// The nights and what the cramps were like, in lines. `until`: the evening of the last night that is compared. The last line says what a diary cannot show. An amount that is missing before or since
/// is passed over.
#[must_use]
pub fn report(
    content: &Content,
    language: &str,
    until: NaiveDate,
    nights: &Comparison,
    amounts: &[(Amount, Shift)],
) -> String {
    let mut lines = vec![
        counts(content, language, until, nights),
        content.say(language, of_nights(nights.finding), &[]),
    ];
    let mut findings = vec![nights.finding];
    for (amount, shift) in amounts {
        if let Some(medians) = medians(content, language, *amount, shift) {
            lines.push(medians);
            // Why nothing can be told has been said of the nights already.
            if !matches!(nights.finding, Finding::Few(_)) {
                lines.push(content.say(language, of_amount(*amount, shift.finding), &[]));
                findings.push(shift.finding);
            }
        }
    }
    lines.push(content.say(language, why(&findings), &[]));
    lines.join("\n")
}

fn counts(content: &Content, language: &str, until: NaiveDate, nights: &Comparison) -> String {
    let until = content.date(language, until);
    let number = |count: u16| Arg::Number(i64::from(count));
    let (before, after) = (nights.before, nights.after);
    let args = [
        ("before", number(before.cramps)),
        ("before_of", number(before.known)),
        ("after", number(after.cramps)),
        ("after_of", number(after.known)),
        ("until", Arg::Text(&until)),
    ];
    content.say(language, "progress-nights", &args)
}

fn medians(content: &Content, language: &str, amount: Amount, shift: &Shift) -> Option<String> {
    let key = match amount {
        Amount::Pain => "progress-pain",
        Amount::Minutes => "progress-minutes",
    };
    // A median of whole numbers has a half at most.
    let written = |median: f64| content.decimal(language, (median * 10.0).round() as u32);
    let (before, after) = (written(shift.before?), written(shift.after?));
    let args = [("before", Arg::Text(&before)), ("after", Arg::Text(&after))];
    Some(content.say(language, key, &args))
}

const fn of_nights(finding: Finding) -> &'static str {
    match finding {
        Finding::Few(Why::Before) => "progress-nights-few-before",
        Finding::Few(Why::After) => "progress-nights-few-after",
        Finding::Few(Why::Cramps) => "progress-nights-few-cramps",
        Finding::Unclear => "progress-nights-unclear",
        Finding::Fewer => "progress-nights-fewer",
        Finding::More => "progress-nights-more",
    }
}

const fn of_amount(amount: Amount, finding: Finding) -> &'static str {
    match (amount, finding) {
        (Amount::Pain, Finding::Few(_)) => "progress-pain-few",
        (Amount::Pain, Finding::Unclear) => "progress-pain-unclear",
        (Amount::Pain, Finding::Fewer) => "progress-pain-less",
        (Amount::Pain, Finding::More) => "progress-pain-more",
        (Amount::Minutes, Finding::Few(_)) => "progress-minutes-few",
        (Amount::Minutes, Finding::Unclear) => "progress-minutes-unclear",
        (Amount::Minutes, Finding::Fewer) => "progress-minutes-less",
        (Amount::Minutes, Finding::More) => "progress-minutes-more",
    }
}

/// Whoever is worse hears nothing of cramps that ease by themselves: that would sound like "wait and see".
fn why(findings: &[Finding]) -> &'static str {
    if findings.contains(&Finding::More) {
        "progress-why-more"
    } else {
        "progress-why"
    }
}
