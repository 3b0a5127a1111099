//! What the person told about themselves, which of it to discuss, and how all of the page came about.
//!
//! Invariants: what is to discuss follows from the same rules and is said in the same words as in the chat (`config/knowledge/doctor.toml`);
//! an aged answer is shown with its date and rests no rule; an answer is shown as it was told, and nothing is concluded from it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Page,
    layout::{BODY, Column, HEADING, Part, SMALL, STRONG, base_line, rows_that_fit, width},
    sheet::{Mark, Role},
    table::Table,
};
use crate::{
    care::answers::Answer,
    content::{
        Arg,
        knowledge::{
            DoctorItem, Question, Review,
            questions::{Choice, UNSURE},
        },
    },
    dialogue::{Entry, Told},
};

/// The answers as a table that can be torn between its rows.
pub struct Answers {
    /// With the day on which most of them were told.
    pub heading: Part,
    pub head: Part,
    pub rows: Vec<Part>,
}

/// The answers in one wide table; `None` where there are none.
pub fn answers(page: &Page<'_>, number: u16) -> Option<Answers> {
    let column = page.frame.column;
    let rows = rows(page);
    let mut table = table(number, column);
    let head = table.head(&heads(page));
    let rows = rows.iter().map(|row| table.row(row, BODY)).collect();
    Some(Answers {
        heading: heading(page)?,
        head,
        rows,
    })
}

/// The same in two narrow tables beside each other; `None` where there are too few for that.
pub fn answers_in_halves(page: &Page<'_>, numbers: [u16; 2]) -> Option<Part> {
    let rows = rows(page);
    let column = page.frame.column;
    let gap = 14.0;
    let wide = (column.width - gap) / 2.0;
    let heights: Vec<f32> = {
        let mut table = table(
            0,
            Column {
                width: wide,
                ..column
            },
        );
        let heights = rows.iter().map(|row| table.row(row, BODY).height);
        heights.collect()
    };
    let half = heights.iter().sum::<f32>() / 2.0;
    let left = rows_that_fit(heights.iter().copied(), half + BODY.size);
    if left == 0 || left == rows.len() {
        return None;
    }
    let (left, right) = rows.split_at(left);
    let mut both = Part::default();
    for ((rows, number), x) in [left, right]
        .into_iter()
        .zip(numbers)
        .zip([column.x, column.x + wide + gap])
    {
        let mut table = table(number, Column { x, width: wide });
        let mut part = table.head(&heads(page));
        for row in rows {
            part.add(0.0, table.row(row, BODY));
        }
        both.add_beside(part);
    }
    let mut part = heading(page)?;
    part.add(3.0, both);
    Some(part)
}

fn table(number: u16, column: Column) -> Table {
    let asked = 104.0;
    let widths = [asked, column.width - asked];
    Table::new(number, column.x, &widths, &[false; 2])
}

fn heads(page: &Page<'_>) -> [String; 2] {
    ["report-asked", "report-answer"].map(|key| page.voice.t(key))
}

/// The heading, with the day of most answers; `None` where there is no answer.
fn heading(page: &Page<'_>) -> Option<Part> {
    let (voice, column) = (page.voice, page.frame.column);
    let date = voice.day_and_year(usual_day(page)?);
    let told = voice.tn("report-told-on", &[("date", Arg::Text(&date))]);
    let mut part = Part::text(Role::Heading, &voice.t("report-told"), HEADING, column);
    part.add(1.0, small(&told, column));
    Some(part)
}

/// The answers that belong on the page, in the order of asking.
fn shown<'p>(page: &'p Page<'_>) -> impl Iterator<Item = (&'p Question, &'p Answer)> {
    let questions = page.voice.content.knowledge().questions.iter();
    questions
        // What was asked for one soak alone is of no use to anybody by day.
        .filter(|question| question.round || question.only_if.is_some())
        .filter_map(|question| Some((question, page.case.answers.get(&question.slug)?)))
}

/// The day on which most of the answers were told; of several, the latest.
fn usual_day(page: &Page<'_>) -> Option<NaiveDate> {
    let mut days: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    for (_, answer) in shown(page) {
        *days.entry(page.local(answer.at)).or_default() += 1;
    }
    let (day, _) = days.into_iter().max_by_key(|(day, count)| (*count, *day))?;
    Some(day)
}

fn rows(page: &Page<'_>) -> Vec<[String; 2]> {
    let usual = usual_day(page);
    shown(page)
        .map(|(question, answer)| row(page, question, answer, usual))
        .collect()
}

fn row(
    page: &Page<'_>,
    question: &Question,
    answer: &Answer,
    usual: Option<NaiveDate>,
) -> [String; 2] {
    let voice = page.voice;
    let picks = answer.picks.iter().filter_map(|pick| {
        let label = match question.choice(pick) {
            Some(choice) => voice.t(&choice.label),
            None if pick == UNSURE => voice.t("unsure-name"),
            None => return None,
        };
        Some(if is_to_discuss(page, &question.slug, pick) {
            voice.tn("report-discuss-mark", &[("what", Arg::Text(&label))])
        } else {
            label
        })
    });
    let picks = voice.joined(picks);
    let picks = if picks.is_empty() {
        voice.t("report-untold")
    } else {
        picks
    };
    let day = page.local(answer.at);
    let date = voice.day_and_year(day);
    let args = [("answer", Arg::Text(&picks)), ("date", Arg::Text(&date))];
    let name = voice.t(&question.keys.name);
    if page.view().fresh(&question.slug).is_none() {
        [name, voice.tn("report-answer-aged", &args)]
    } else if Some(day) == usual {
        [name, picks]
    } else {
        [name, voice.tn("report-answer-on", &args)]
    }
}

/// The points that the rules find in the answers.
fn items<'p>(page: &'p Page<'_>) -> impl Iterator<Item = &'p DoctorItem> {
    let view = page.view();
    let doctor = &page.voice.content.knowledge().doctor;
    doctor.iter().filter(move |item| view.any(&item.when))
}

/// Answers that are a warning sign and too old to rest a rule on, with what was told and when: on this page they must not look settled.
fn aged_signs<'p>(
    page: &'p Page<'_>,
) -> impl Iterator<Item = (&'p Question, &'p Choice, NaiveDate)> {
    shown(page)
        .filter(|(question, _)| page.view().fresh(&question.slug).is_none())
        .flat_map(|(question, answer)| {
            let day = page.local(answer.at);
            let picks = answer.picks.iter().filter_map(|pick| question.choice(pick));
            let signs = picks.filter(|choice| choice.flag.is_some());
            signs.map(move |choice| (question, choice, day))
        })
}

/// Whether one of these points rests on this answer.
fn is_to_discuss(page: &Page<'_>, slug: &str, pick: &str) -> bool {
    if aged_signs(page).any(|(question, choice, _)| question.slug == slug && choice.slug == pick) {
        return true;
    }
    let view = page.view();
    items(page).any(|item| {
        let lines = item.when.iter().filter(|when| view.holds(when));
        let mut asked = lines.filter_map(|when| when.0.get(slug));
        asked.any(|picks| picks.iter().any(|own| own == pick))
    })
}

/// The points to discuss, each a part.
pub fn to_discuss(page: &Page<'_>) -> Vec<Part> {
    let (voice, column) = (page.voice, page.frame.column);
    let aged = aged_signs(page).map(|(question, choice, day)| {
        let what = format!(
            "{}: {}",
            voice.t(&question.keys.name),
            voice.t(&choice.label)
        );
        let date = voice.day_and_year(day);
        let args = [("what", Arg::Text(&what)), ("date", Arg::Text(&date))];
        point(page, &voice.tn("report-discuss-aged", &args))
    });
    let found = items(page).map(|item| point(page, &voice.t(&item.text)));
    let mut parts: Vec<Part> = aged.chain(found).collect();
    if parts.is_empty() {
        let none = voice.t("report-discuss-none");
        parts.push(Part::text(Role::Paragraph, &none, BODY, column));
    }
    let never = voice.t("report-never-stop");
    let heading = voice.t("report-discuss");
    let mut first = Part::text(Role::Heading, &heading, HEADING, column);
    first.add(3.0, Part::text(Role::Paragraph, &never, STRONG, column));
    parts.insert(0, first);
    parts
}

/// A point of a list: its lines stand clear of its mark.
fn point(page: &Page<'_>, text: &str) -> Part {
    let column = page.frame.column;
    let mark = page.voice.t("report-list-mark");
    let indent = width(&mark, BODY) + 4.0;
    let inner = Column {
        x: column.x + indent,
        width: column.width - indent,
    };
    let mut part = Part::text(Role::Item, text, BODY, inner);
    let mark = Mark::text(column.x, base_line(BODY), BODY, &mark);
    if let Some(piece) = part.pieces.first_mut() {
        piece.marks.insert(0, mark);
    }
    part
}

/// How the page came about, and what it cannot say.
pub fn method(page: &Page<'_>) -> Part {
    let (voice, column) = (page.voice, page.frame.column);
    let told = |how: Told| {
        let entries = page
            .entries
            .iter()
            .filter(|entry: &&&Entry| entry.told == how);
        Arg::Number(i64::try_from(entries.count()).unwrap_or(i64::MAX))
    };
    let counts = [("live", told(Told::Live)), ("later", told(Told::Later))];
    let zone = match page.case.zone {
        Some(zone) => voice.tn("report-zone", &[("zone", Arg::Text(zone.name()))]),
        None => voice.t("report-no-zone"),
    };
    let about = [
        voice.tn("report-collected", &counts),
        voice.t("report-noon"),
        zone,
    ];
    let limits = [voice.t("report-limits"), reviewed(page)];
    let mut part = Part::text(Role::Heading, &voice.t("report-method"), HEADING, column);
    for text in [about.join(" "), limits.join(" ")] {
        part.add(2.0, small(&text, column));
    }
    part
}

fn small(text: &str, column: Column) -> Part {
    Part::text(Role::Paragraph, text, SMALL, column)
}

/// Whether clinicians have read the texts that stand on the page.
fn reviewed(page: &Page<'_>) -> String {
    let voice = page.voice;
    let knowledge = voice.content.knowledge();
    let reviews: [&Review; 3] = [
        &knowledge.questions_review,
        &knowledge.doctor_review,
        &knowledge.flags_review,
    ];
    let done: Vec<String> = reviews
        .iter()
        .filter_map(|review| review.done())
        .map(|(who, day)| format!("{who} ({})", voice.day_and_year(day)))
        .collect();
    if done.is_empty() {
        return voice.t("report-not-reviewed");
    }
    if done.len() < reviews.len() {
        return voice.t("report-partly-reviewed");
    }
    let mut once: Vec<String> = Vec::new();
    for who in done {
        if !once.contains(&who) {
            once.push(who);
        }
    }
    let who = voice.joined(once);
    voice.tn("report-reviewed", &[("who", Arg::Text(&who))])
}
