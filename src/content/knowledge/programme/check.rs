//! What is wrong with the programme's file, each with its place.
//!
//! Deliberately not here: whether its texts are there, which is reported with those that the other knowledge files name.

use super::{Does, Files, Knowledge, Outcome, PROGRAMME, Problems, Programme, Step};
use crate::content::{
    File,
    knowledge::{line_of, questions::unknown, rules::cite},
    problem::line_at,
};

/// The two-minute version, in seconds.
const SHORT: u32 = 120;
/// Nobody stays longer in warm water in the evening, in seconds (clinical.md section 7).
const WARMTH: u16 = 15 * 60;

/// Reports all that is wrong with a file that could be read.
pub(super) fn check(files: &Files, knowledge: &Knowledge, problems: &mut Problems) {
    let Some(file) = files.get(PROGRAMME) else {
        return;
    };
    let programme = &knowledge.programme;
    if let Err(what) = programme.review.check() {
        problems.error(&file.shown, None, Some("reviewed_on"), what);
    }
    check_steps(file, knowledge, problems);
    check_short(file, programme, problems);
    check_amounts(file, programme, problems);
    check_weeks(file, programme, problems);
    check_rules(file, knowledge, problems);
}

fn check_steps(file: &File, knowledge: &Knowledge, problems: &mut Problems) {
    let steps = &knowledge.programme.steps;
    for (index, step) in steps.iter().enumerate() {
        let slug = &step.slug;
        cite(file, slug, &step.sources, knowledge, problems);
        let mut complain =
            |what: &str| problems.error(&file.shown, line_of(file, slug), Some(slug), what);
        if steps[..index].iter().any(|other| other.slug == *slug) {
            complain("stands there twice");
        }
        match step.does {
            Does::Move(0) | Does::Warmth(0) => complain("takes no time"),
            Does::Warmth(seconds) if seconds > WARMTH => {
                complain("more than fifteen minutes of warmth are too long");
            }
            Does::Move(_) | Does::Warmth(_) | Does::Raises | Does::Stretch => {}
        }
        if step.standing && matches!(step.does, Does::Warmth(_)) {
            complain("nobody stands in warm water");
        }
    }
    let ends_well = steps
        .last()
        .is_some_and(|step| matches!(step.does, Does::Stretch));
    if !ends_well {
        let what = "the last step must be a stretch, right before bed";
        problems.error(&file.shown, None, Some("step"), what);
    }
}

/// The two-minute version: stretches alone, and no more of them than fit.
fn check_short(file: &File, programme: &Programme, problems: &mut Problems) {
    let short: Vec<&Step> = programme.steps.iter().filter(|step| step.short).collect();
    let mut complain = |what: &str| problems.error(&file.shown, None, Some("short"), what);
    if short.is_empty() {
        complain("no step belongs to the two-minute version");
    }
    if short.iter().any(|step| !matches!(step.does, Does::Stretch)) {
        complain("only stretches belong to the two-minute version");
    }
    let count = u32::try_from(short.len()).unwrap_or(u32::MAX);
    if count.saturating_mul(programme.stretch.seconds()) > SHORT {
        complain("takes longer than two minutes");
    }
}

fn check_amounts(file: &File, programme: &Programme, problems: &mut Problems) {
    let (stretch, pace, bad) = (programme.stretch, programme.pace, programme.bad_cramp);
    let needed = [
        ("stretch", u32::from(stretch.hold), "hold"),
        ("stretch", u32::from(stretch.rest), "rest"),
        ("stretch", u32::from(stretch.times), "times"),
        ("pace", u32::from(pace.up), "up"),
        ("pace", u32::from(pace.down), "down"),
        ("bad_cramp", u32::from(bad.pain), "pain"),
        ("bad_cramp", bad.seconds, "seconds"),
        ("bad_cramp", u32::from(bad.hours), "hours"),
    ];
    for (table, amount, name) in needed {
        if amount == 0 {
            let what = format!("{name} is zero");
            problems.error(
                &file.shown,
                line_of_table(file, table, 0),
                Some(table),
                what,
            );
        }
    }
    if bad.pain > 10 {
        let line = line_of_table(file, "bad_cramp", 0);
        problems.error(&file.shown, line, Some("bad_cramp"), "pain goes up to 10");
    }
}

fn check_weeks(file: &File, programme: &Programme, problems: &mut Problems) {
    if programme.weeks.is_empty() {
        let what = "the ladder of calf raises has no week";
        problems.error(&file.shown, None, Some("week"), what);
    }
    for (index, week) in programme.weeks.iter().enumerate() {
        let line = line_of_table(file, "week", index);
        let mut complain = |what: &str| problems.error(&file.shown, line, Some("week"), what);
        if week.sets == 0 || week.every == 0 || week.rest == 0 {
            complain("sets, rest or every is zero");
        }
        if week.low == 0 || week.low > week.high {
            complain("low and high do not fit");
        }
    }
}

fn check_rules(file: &File, knowledge: &Knowledge, problems: &mut Problems) {
    let rules = &knowledge.programme.rules;
    for (index, rule) in rules.iter().enumerate() {
        let slug = &rule.slug;
        cite(file, slug, &rule.sources, knowledge, problems);
        let mut complain =
            |what: String| problems.error(&file.shown, line_of(file, slug), Some(slug), what);
        if rules[..index].iter().any(|other| other.slug == *slug) {
            complain("stands there twice".to_owned());
        }
        if rule.outcomes.is_empty() {
            complain("has no outcome".to_owned());
        }
        if rule.outcomes.contains(&Outcome::Gentle) && rule.outcomes.len() > 1 {
            complain("gentle goes with no other outcome".to_owned());
        }
        if rule.when.is_empty() {
            complain("never holds".to_owned());
        }
        for when in &rule.when {
            for what in unknown(when, &knowledge.questions) {
                complain(what);
            }
        }
    }
}

/// The line of the heading of a table, of the one at `index` where there are several.
fn line_of_table(file: &File, table: &str, index: usize) -> Option<usize> {
    let headings = [format!("[{table}]"), format!("[[{table}]]")];
    let mut offset = 0;
    let mut starts = file.text.split_inclusive('\n').filter_map(|line| {
        let start = offset;
        offset += line.len();
        headings
            .iter()
            .any(|heading| line.trim() == heading)
            .then_some(start)
    });
    Some(line_at(&file.text, starts.nth(index)?))
}
