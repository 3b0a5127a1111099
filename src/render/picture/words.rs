//! What a picture shows, in short sentences: for whoever cannot see it, and beside it.
//!
//! Invariants: each number that the picture shows can be found here, the single nights and dots aside; unknown is said, never left out.

use super::{helped, nights, pain};
use crate::{
    content::Arg,
    dialogue::figures::{Count, Figures, Night, Spell, WEEK, middle},
    render::voice::{Voice, number},
};

/// The nights.
pub fn nights(voice: Voice<'_>, figures: &Figures) -> Vec<String> {
    let mut said = vec![
        title(voice, figures, "picture-nights-title"),
        sentence(voice, &nights::total(voice, figures)),
    ];
    for (night, key) in [
        (Night::Severe, "picture-words-strong"),
        (Night::Cramp, "picture-words-pain-untold"),
        (Night::Unknown, "picture-words-unknown"),
        (Night::Flagged, "picture-words-flagged"),
    ] {
        let count = figures.nights.iter().filter(|other| **other == night);
        said.extend(if_any(voice, key, count.count()));
    }
    let weeks: Vec<String> = figures
        .weeks()
        .map(|(_, week)| of_week(voice, Count::of(week.iter().copied())))
        .collect();
    said.push(listed(voice, "picture-words-weeks", &weeks));
    if let Some(tenths) = nights::before(figures) {
        let mean = voice.tenths(tenths);
        said.push(voice.tn("picture-words-before", &[("mean", Arg::Text(&mean))]));
    }
    said.extend(began(voice, figures));
    said.push(voice.t("picture-words-evening"));
    said
}

fn of_week(voice: Voice<'_>, count: Count) -> String {
    if count.known == 0 {
        return voice.t("picture-words-week-unknown");
    }
    if count.known == WEEK {
        return count.cramps.to_string();
    }
    let args = [
        ("cramps", number(count.cramps)),
        ("known", number(count.known)),
    ];
    voice.tn("picture-words-some", &args)
}

/// Where the evenings began, if that lies in the span.
fn began(voice: Voice<'_>, figures: &Figures) -> Option<String> {
    let first = figures.month?.first;
    let day = voice.day(first);
    let said = voice.tn("picture-words-began", &[("day", Arg::Text(&day))]);
    figures.span().holds(first).then_some(said)
}

/// The pain and the minutes.
pub fn pain(voice: Voice<'_>, figures: &Figures) -> Vec<String> {
    let count = voice.counted("picture-pain-total", figures.cramps.len());
    let mut said = vec![
        title(voice, figures, "picture-pain-title"),
        sentence(voice, &count),
    ];
    let keys = [
        "picture-words-pain",
        "picture-words-pain-weeks",
        "picture-words-pain-missing",
    ];
    said.extend(measure(voice, figures, pain::pain, keys));
    let keys = [
        "picture-words-minutes",
        "picture-words-minutes-weeks",
        "picture-words-minutes-missing",
    ];
    said.extend(measure(voice, figures, pain::minutes, keys));
    said.extend(began(voice, figures));
    said
}

/// The range and the middle of a measure, the middle of each week, and how many have no number.
fn measure(
    voice: Voice<'_>,
    figures: &Figures,
    value: fn(&Spell) -> Option<u32>,
    [range, by_week, missing]: [&str; 3],
) -> Vec<String> {
    let all: Vec<u32> = figures.cramps.iter().filter_map(value).collect();
    let mut said = Vec::new();
    if let (Some(least), Some(most), Some(tenths)) =
        (all.iter().min(), all.iter().max(), middle(&all))
    {
        let usual = voice.tenths(tenths);
        let args = [
            ("least", Arg::from(*least)),
            ("most", Arg::from(*most)),
            ("middle", Arg::Text(&usual)),
        ];
        said.push(voice.tn(range, &args));
        let weeks: Vec<String> = figures
            .weeks()
            .map(|(first, nights)| {
                let days = 0..i64::try_from(nights.len()).unwrap_or_default();
                let inside = |spell: &&Spell| days.contains(&(spell.night - first).num_days());
                let values: Vec<u32> = figures
                    .cramps
                    .iter()
                    .filter(inside)
                    .filter_map(value)
                    .collect();
                middle(&values).map_or_else(
                    || voice.t("picture-words-week-none"),
                    |tenths| voice.tenths(tenths),
                )
            })
            .collect();
        said.push(listed(voice, by_week, &weeks));
    }
    said.extend(if_any(voice, missing, figures.cramps.len() - all.len()));
    said
}

/// What helped, the soaks, the evenings.
pub fn helped(voice: Voice<'_>, figures: &Figures) -> Vec<String> {
    let count = voice.counted("picture-pain-total", figures.cramps.len());
    let mut said = vec![
        title(voice, figures, "picture-helped-title"),
        sentence(voice, &count),
    ];
    for (what, _, count) in helped::counts(voice, figures) {
        let what = voice.t(&format!("helped-{}-button", what.name()));
        let args = [("what", Arg::Text(&what)), ("count", Arg::Text(&count))];
        said.push(voice.tn("picture-words-helped", &args));
    }
    if !figures.helped.is_empty() {
        let notes = helped::notes(voice, figures);
        said.extend(notes.into_iter().map(|note| match note.ends_with('.') {
            true => note,
            false => sentence(voice, &note),
        }));
    }
    let soaks = figures.soaks;
    said.extend(helped::eased(voice, soaks, "picture-words-eased"));
    if soaks.untold > 0 {
        let count = voice.counted("picture-soaks-untold", soaks.untold.into());
        said.push(sentence(voice, &count));
    }
    if soaks.told() > 0 || soaks.untold > 0 {
        said.push(voice.t("picture-soaks-note"));
    }
    let done = |month| helped::done(voice, month, "picture-words-done");
    said.extend(figures.month.and_then(done));
    said
}

fn title(voice: Voice<'_>, figures: &Figures, key: &str) -> String {
    let (title, period) = (voice.t(key), voice.period(figures.span()));
    let args = [("title", Arg::Text(&title)), ("period", Arg::Text(&period))];
    voice.tn("picture-words-title", &args)
}

fn sentence(voice: Voice<'_>, said: &str) -> String {
    voice.tn("picture-words-sentence", &[("said", Arg::Text(said))])
}

fn listed(voice: Voice<'_>, key: &str, parts: &[String]) -> String {
    voice.tn(key, &[("list", Arg::Text(&parts.join(", ")))])
}

fn if_any(voice: Voice<'_>, key: &str, count: usize) -> Option<String> {
    (count > 0).then(|| voice.counted(key, count))
}
