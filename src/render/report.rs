//! The doctor's page: a diary on one sheet of paper, with the entries one by one on those that follow; as a PDF.
//!
//! Invariants: the same case gives the same bytes; a night that nobody told about is shown as unknown; nothing is concluded, and nothing
//! is credited to the exercises; all that stands on paper can be heard, too (PDF/UA-1).
//!
//! Deliberately not here: what is counted and how (`dialogue::figures`), which entries and whose answers (the caller brings them), and
//! sending.

mod document;
mod entries;
mod layout;
mod nights;
mod numbers;
mod sheet;
mod summary;
mod table;
mod told;
mod words;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

pub use sheet::Sheet;

use super::{
    NotDrawn,
    voice::{Voice, number},
};
use crate::{
    care::{answers::Answers, rules::View},
    content::{Arg, Content},
    dialogue::{
        Entry, Paper, Routine,
        figures::{Figures, Span},
    },
};
use document::About;
use layout::{BODY, Column, Frame, HEADING, Part, SMALL, STRONG, Sheets, TITLE, base_line, width};
use sheet::{Ink, Mark, Piece, Role, Stroke};

/// The tables of the document, by their numbers.
const FIGURES: u16 = 0;
const ANSWERS: u16 = 1;
const MORE_ANSWERS: u16 = 2;
const ENTRIES: u16 = 3;
/// Between the parts of the page, in points.
const GAP: f32 = 8.5;

/// All that the page is made from.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// A language of the content.
    pub language: &'a str,
    pub paper: Paper,
    pub span: Span,
    /// The diary up to the last entry that belongs to the page; those outside the span are passed over.
    pub entries: &'a [Entry],
    pub routine: Option<&'a Routine>,
    pub answers: &'a Answers,
    /// Where the person is now.
    pub zone: Option<Tz>,
    /// When the page was made.
    pub made: DateTime<Utc>,
}

/// The page and what follows, as a PDF.
///
/// # Errors
/// [`NotDrawn`], where krilla cannot write it; the tests know of no case that does that.
pub fn pdf(content: &Content, case: &Case<'_>) -> Result<Vec<u8>, NotDrawn> {
    let title = content.say(case.language, "report-title", &[]);
    let about = About {
        title: &title,
        language: case.language,
        made: case.made,
    };
    document::pdf(&sheets(content, case), &about)
}

/// The sheets of the same document, to be looked at.
#[must_use]
pub fn sheets(content: &Content, case: &Case<'_>) -> Vec<Sheet> {
    let page = Page::new(content, case);
    let mut sheets = Sheets::new(page.frame);
    sheets.put(0.0, heading(&page));
    sheets.put(GAP, summary::part(&page, FIGURES));
    sheets.put(GAP, nights::part(&page));
    put_answers(&page, &mut sheets);
    sheets.put(GAP, told::method(&page));
    if !page.entries.is_empty() {
        sheets.turn();
        let (heading, head, rows) = entries::parts(&page, ENTRIES);
        sheets.put_rows(0.0, heading, head, rows);
    }
    let mut sheets = sheets.finish();
    let pages = sheets.len();
    for (index, sheet) in sheets.iter_mut().enumerate() {
        sheet.pieces.extend(foot(&page, index + 1, pages));
    }
    sheets
}

/// What the person told, and what of it is to discuss.
fn put_answers(page: &Page<'_>, sheets: &mut Sheets) {
    let Some(answers) = told::answers(page, ANSWERS) else {
        let (voice, column) = (page.voice, page.frame.column);
        let mut part = Part::text(Role::Heading, &voice.t("report-told"), HEADING, column);
        let none = voice.t("report-no-answers");
        part.add(3.0, Part::text(Role::Paragraph, &none, BODY, column));
        return sheets.put(GAP, part);
    };
    let halves = told::answers_in_halves(page, [ANSWERS, MORE_ANSWERS]);
    match halves.filter(|part| sheets.fits(GAP, part.height)) {
        Some(halves) => sheets.put(GAP, halves),
        None => sheets.put_rows(GAP, answers.heading, answers.head, answers.rows),
    }
    for (index, part) in told::to_discuss(page).into_iter().enumerate() {
        sheets.put(if index == 0 { GAP } else { 1.5 }, part);
    }
}

/// A case with what follows from it.
struct Page<'a> {
    case: &'a Case<'a>,
    voice: Voice<'a>,
    frame: Frame,
    figures: Figures,
    /// Those of the span, in their order.
    entries: Vec<&'a Entry>,
}

impl<'a> Page<'a> {
    fn new(content: &'a Content, case: &'a Case<'a>) -> Self {
        let inside = case.entries.iter();
        let mut entries: Vec<&Entry> = inside
            .filter(|entry| case.span.holds(entry.night()))
            .collect();
        entries.sort_by_key(|entry| (entry.from, entry.id));
        Self {
            case,
            voice: Voice {
                content,
                language: case.language,
            },
            frame: Frame::of(case.paper),
            figures: Figures::of(case.entries, case.routine, case.span),
            entries,
        }
    }

    /// The date of an instant where the person is now.
    fn local(&self, instant: DateTime<Utc>) -> NaiveDate {
        match self.case.zone {
            Some(zone) => instant.with_timezone(&zone).date_naive(),
            None => instant.date_naive(),
        }
    }

    /// The answers as they hold on the day of the page.
    fn view(&self) -> View<'a> {
        View {
            answers: self.case.answers,
            knowledge: self.voice.content.knowledge(),
            now: self.case.made,
        }
    }
}

/// The title, the period, and a line to write a name on: Charley knows none.
fn heading(page: &Page<'_>) -> Part {
    let (voice, column) = (page.voice, page.frame.column);
    let mut part = Part::text(Role::Title, &voice.t("report-title"), TITLE, column);
    let span = page.case.span;
    let (from, to) = (
        voice.day_and_year(span.first),
        voice.day_and_year(span.last()),
    );
    let total = page.figures.total();
    let args = [
        ("from", Arg::Text(&from)),
        ("to", Arg::Text(&to)),
        ("known", number(total.known)),
        ("nights", number(total.nights)),
    ];
    let period = voice.tn("report-period", &args);
    part.add(1.0, Part::text(Role::Paragraph, &period, STRONG, column));
    let made = voice.day_and_year(page.local(page.case.made));
    let made = voice.tn("report-made", &[("date", Arg::Text(&made))]);
    // At the right of the title: there is room, and none below.
    let wide = width(&made, SMALL).min(column.width / 2.0);
    let beside = Column {
        x: column.x + column.width - wide - 1.0,
        width: wide + 1.0,
    };
    let made = Part::text(Role::Paragraph, &made, SMALL, beside);
    part.add(8.0, form(page));
    part.add_beside(made);
    part
}

/// Two labels, each with a line to write on.
fn form(page: &Page<'_>) -> Part {
    let column = page.frame.column;
    let half = column.width * 0.62;
    let fields = [
        ("report-name", column.x, half - 12.0),
        ("report-born", column.x + half, column.width - half),
    ];
    let mut part = Part::default();
    for (key, x, wide) in fields {
        let label = page.voice.t(key);
        let base = base_line(BODY) + 1.5;
        let line = Mark::Line {
            from: (x + width(&label, BODY) + 5.0, base),
            to: (x + wide, base),
            stroke: Stroke {
                ink: Ink::SOFT,
                width: 0.6,
            },
        };
        let mut field = Part::text(Role::Paragraph, &label, BODY, Column { x, width: wide });
        field.pieces.push(Piece {
            role: Role::Artifact,
            marks: vec![line],
        });
        part.add_beside(field);
    }
    part
}

/// The bottom of a sheet.
fn foot(page: &Page<'_>, index: usize, pages: usize) -> [Piece; 1] {
    let (voice, frame) = (page.voice, page.frame);
    let dates = voice.period_with_years(page.case.span);
    let made = voice.day_and_year(page.local(page.case.made));
    let args = [("dates", Arg::Text(&dates)), ("date", Arg::Text(&made))];
    let left = voice.tn("report-foot", &args);
    let count = |count: usize| Arg::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let args = [("page", count(index)), ("pages", count(pages))];
    let right = voice.tn("report-page", &args);
    let room = frame.column.width - width(&right, SMALL) - 12.0;
    let left = layout::lines(&left, SMALL, room).into_iter().next();
    let y = frame.height - 26.0;
    let end = frame.column.x + frame.column.width - width(&right, SMALL);
    let marks = vec![
        Mark::text(frame.column.x, y, SMALL, &left.unwrap_or_default()),
        Mark::text(end, y, SMALL, &right),
    ];
    [Piece {
        role: Role::Artifact,
        marks,
    }]
}
