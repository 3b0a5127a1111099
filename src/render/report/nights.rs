//! The nights, week by week: a bar for each week, and below it a box for each night with its worst pain.
//!
//! Invariants: what a night was can be told without colour, by its letter, its frame or its shade; a night that nobody told about is no
//! empty box but a question mark; bars count known nights, and their frame shows how many those are.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::{
    Page,
    layout::{Column, HEADING, Part, SMALL, base_line, line_height, lines, width},
    sheet::{Ink, Look, Mark, Piece, Role, Stroke},
};
use crate::{
    content::Arg,
    dialogue::figures::{Count, Figures, Night, WEEK},
    render::{fonts::Weight, svg::Area, voice::number},
};

/// Weeks that are drawn at most: more would be too narrow to read.
const WEEKS: usize = 52;
/// A column is no wider than this, in points.
const WIDEST: f32 = 40.0;
/// The room for the names of the days, in points.
const DAYS: f32 = 40.0;
/// The height of a night in a bar, and of a night's box with the gap below it, in points.
const STEP: f32 = 4.2;
const BOX: f32 = 10.0;
const GAP: f32 = 1.5;

const LABEL: Look = Look {
    size: 6.8,
    weight: Weight::Regular,
    ink: Ink::SOFT,
};
const FIGURE: Look = Look {
    size: 7.2,
    weight: Weight::SemiBold,
    ink: Ink::BLACK,
};
const THIN: Stroke = Stroke {
    ink: Ink::SOFT,
    width: 0.5,
};

/// The heading, the drawing, its key.
pub fn part(page: &Page<'_>) -> Part {
    let column = page.frame.column;
    let voice = page.voice;
    let mut part = Part::text(Role::Heading, &voice.t("report-weeks"), HEADING, column);
    let grid = Grid::of(page);
    let drawing = grid.draw(page);
    let taken = DAYS + grid.step * grid.weeks.len() as f32 + 18.0;
    if column.width - taken > 170.0 {
        let beside = Column {
            x: column.x + taken,
            width: column.width - taken,
        };
        let mut whole = drawing;
        whole.add_beside(key(page, beside, true));
        part.add(4.0, whole);
    } else {
        part.add(4.0, drawing);
        part.add(3.0, key(page, column, false));
    }
    if grid.cut {
        let weeks = Arg::Number(WEEKS as i64);
        let note = voice.tn("report-weeks-cut", &[("weeks", weeks)]);
        part.add(2.0, Part::text(Role::Paragraph, &note, SMALL, column));
    }
    part
}

/// The weeks as columns.
struct Grid {
    weeks: Vec<(NaiveDate, Vec<Night>)>,
    /// The worst pain of each night.
    pain: BTreeMap<NaiveDate, u8>,
    /// Nights with a warning sign, also where a cramp outweighs it.
    flagged: BTreeSet<NaiveDate>,
    /// From one column to the next, in points.
    step: f32,
    cut: bool,
}

impl Grid {
    fn of(page: &Page<'_>) -> Self {
        let Figures { cramps, .. } = &page.figures;
        let weeks: Vec<_> = page
            .figures
            .weeks()
            .map(|(first, nights)| (first, nights.to_vec()))
            .collect();
        let cut = weeks.len() > WEEKS;
        let weeks: Vec<_> = weeks
            .into_iter()
            .rev()
            .take(WEEKS)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let mut pain = BTreeMap::new();
        for cramp in cramps {
            if let Some(told) = cramp.pain {
                let worst = pain.entry(cramp.night).or_insert(told);
                *worst = told.max(*worst);
            }
        }
        let flagged = page
            .entries
            .iter()
            .filter(|entry| entry.cramp().is_some_and(|cramp| cramp.flag.is_some()));
        let room = page.frame.column.width - DAYS;
        Self {
            step: (room / weeks.len().max(1) as f32).min(WIDEST),
            flagged: flagged.map(|entry| entry.night()).collect(),
            weeks,
            pain,
            cut,
        }
    }

    fn draw(&self, page: &Page<'_>) -> Part {
        let voice = page.voice;
        let left = page.frame.column.x;
        let bars = line_height(FIGURE) + f32::from(WEEK) * STEP;
        let dates = bars + 2.0;
        let boxes = dates + line_height(LABEL) + 3.0;
        let mut marks = Vec::new();
        self.axis(page, bars, &mut marks);
        caption(&mut marks, left, dates, LABEL, &voice.t("report-axis-top"));
        Self::days(page, boxes, &mut marks);
        let mut until = f32::MIN;
        for (index, (first, nights)) in self.weeks.iter().enumerate() {
            let x = left + DAYS + self.step * index as f32;
            let wide = self.step * 0.8;
            self.bar(page, (x, bars, wide), nights, &mut marks);
            let date = voice.day(*first);
            let date_width = width(&date, LABEL);
            if x >= until && x + date_width <= left + page.frame.column.width {
                caption(&mut marks, x, dates, LABEL, &date);
                until = x + date_width + 3.0;
            }
            let rows = page.figures.row(*first)..;
            for ((row, night), date) in rows.zip(nights).zip(first.iter_days()) {
                let area = Area {
                    x,
                    y: boxes + row as f32 * (BOX + GAP),
                    width: wide,
                    height: BOX,
                    radius: 0.0,
                };
                let flagged = self.flagged.contains(&date);
                let pain = self.pain.get(&date).copied();
                cell(page, &mut marks, area, *night, pain, flagged);
            }
        }
        let mut height = boxes + f32::from(WEEK) * (BOX + GAP);
        if let Some(x) = self.begins(page) {
            let line = Stroke {
                ink: Ink::BLACK,
                width: 0.6,
            };
            marks.push(Mark::Line {
                from: (x, line_height(FIGURE)),
                to: (x, height + 1.0),
                stroke: line,
            });
            let first = page.figures.month.map(|month| voice.day(month.first));
            let args = [("date", Arg::Text(&first.unwrap_or_default()))];
            let label = voice.tn("report-routine-begins", &args);
            let room = left + page.frame.column.width - width(&label, LABEL);
            caption(&mut marks, x.min(room), height + 1.0, LABEL, &label);
            height += 1.0 + line_height(LABEL);
        }
        let role = Role::Figure(self.in_words(page));
        Part {
            height,
            pieces: vec![Piece { role, marks }],
        }
    }

    /// Where the routine begins between two columns, as it does where weeks are counted from it.
    fn begins(&self, page: &Page<'_>) -> Option<f32> {
        let begin = page.figures.month?.first;
        let index = self.weeks.iter().position(|(first, _)| *first == begin)?;
        let gap = self.step * 0.1;
        let at = page.frame.column.x + DAYS + self.step * index as f32;
        (index > 0).then_some(at - gap)
    }

    fn axis(&self, page: &Page<'_>, bottom: f32, marks: &mut Vec<Mark>) {
        let left = page.frame.column.x;
        let label = page.voice.t("report-axis");
        let lines = lines(&label, LABEL, DAYS - 4.0);
        let mut y = bottom - lines.len() as f32 * line_height(LABEL);
        for line in lines {
            caption(marks, left, y.max(0.0), LABEL, &line);
            y += line_height(LABEL);
        }
        marks.push(Mark::Line {
            from: (left + DAYS, bottom),
            to: (left + DAYS + self.step * self.weeks.len() as f32, bottom),
            stroke: THIN,
        });
    }

    fn days(page: &Page<'_>, top: f32, marks: &mut Vec<Mark>) {
        let first = page.figures.first;
        let nights = page.figures.nights.len().min(usize::from(WEEK));
        for date in first.iter_days().take(nights) {
            let row = page.figures.row(date);
            let day = page
                .voice
                .t(&format!("weekday-{}", date.weekday().number_from_monday()));
            let y = top + row as f32 * (BOX + GAP) + (BOX - line_height(LABEL)) / 2.0;
            caption(marks, page.frame.column.x, y, LABEL, &day);
        }
    }

    /// The known nights as a frame, the cramp nights in it filled, both as figures above.
    fn bar(
        &self,
        page: &Page<'_>,
        (x, bottom, wide): (f32, f32, f32),
        nights: &[Night],
        marks: &mut Vec<Mark>,
    ) {
        let count = Count::of(nights.iter().copied());
        let high = |nights: u16| f32::from(nights) * STEP;
        let area = |nights: u16| Area {
            x,
            y: bottom - high(nights),
            width: wide,
            height: high(nights),
            radius: 0.0,
        };
        if count.known > 0 {
            marks.push(Mark::Box {
                area: area(count.known),
                fill: None,
                edge: Some(THIN),
            });
        }
        if count.cramps > 0 {
            marks.push(Mark::Box {
                area: area(count.cramps),
                fill: Some(Ink::SOFT),
                edge: None,
            });
        }
        let args = [
            ("cramps", number(count.cramps)),
            ("known", number(count.known)),
        ];
        let text = if count.known == 0 {
            page.voice.t("report-sign-unknown")
        } else {
            page.voice.tn("report-week-count", &args)
        };
        let room = self.step - 2.0;
        if width(&text, FIGURE) <= room {
            let middle = x + (wide - width(&text, FIGURE)) / 2.0;
            let top = bottom - high(count.known) - line_height(FIGURE);
            caption(marks, middle, top, FIGURE, &text);
        }
    }

    /// All that is drawn, for who cannot see it.
    fn in_words(&self, page: &Page<'_>) -> String {
        let weeks = self.weeks.iter().map(|(first, nights)| {
            let count = Count::of(nights.iter().copied());
            let date = page.voice.day(*first);
            let args = [
                ("date", Arg::Text(&date)),
                ("cramps", number(count.cramps)),
                ("known", number(count.known)),
                ("unknown", number(count.nights - count.known)),
            ];
            page.voice.tn("report-alt-week", &args)
        });
        let weeks = weeks.collect::<Vec<_>>().join(" ");
        page.voice.tn("report-alt", &[("weeks", Arg::Text(&weeks))])
    }
}

/// A line of text whose top is at `y`.
fn caption(marks: &mut Vec<Mark>, x: f32, y: f32, look: Look, text: &str) {
    marks.push(Mark::text(x, y + base_line(look), look, text));
}

/// A night in its box.
fn cell(
    page: &Page<'_>,
    marks: &mut Vec<Mark>,
    area: Area,
    night: Night,
    pain: Option<u8>,
    flagged: bool,
) {
    let (fill, edge, ink) = match night {
        Night::Unknown => (None, None, Ink::SOFT),
        Night::Free | Night::Flagged => (None, Some(THIN), Ink::BLACK),
        Night::Cramp | Night::Mild => (Some(Ink::SHADE), Some(THIN), Ink::BLACK),
        Night::Severe => (Some(Ink::BLACK), None, Ink::WHITE),
    };
    if fill.is_some() || edge.is_some() {
        marks.push(Mark::Box { area, fill, edge });
    }
    let mut text = match night {
        Night::Unknown => page.voice.t("report-sign-unknown"),
        Night::Free | Night::Flagged | Night::Cramp => String::new(),
        Night::Mild | Night::Severe => pain.map(|pain| pain.to_string()).unwrap_or_default(),
    };
    if flagged {
        text.push_str(&page.voice.t("report-sign-flagged"));
    }
    let look = Look { ink, ..FIGURE };
    let wide = width(&text, look);
    if !text.is_empty() && wide <= area.width {
        let y = area.y + (area.height - line_height(look)) / 2.0;
        caption(marks, area.x + (area.width - wide) / 2.0, y, look, &text);
    }
}

/// What the boxes mean: below each other, or in lines.
fn key(page: &Page<'_>, column: Column, upright: bool) -> Part {
    let samples = [
        (Night::Severe, Some(8), "report-key-severe"),
        (Night::Mild, Some(4), "report-key-mild"),
        (Night::Cramp, None, "report-key-cramp"),
        (Night::Free, None, "report-key-free"),
        (Night::Unknown, None, "report-key-unknown"),
        (Night::Flagged, None, "report-key-flagged"),
    ];
    let (wide, high) = (17.0, BOX + 2.5);
    let mut pieces = Vec::new();
    let (mut x, mut y) = (column.x, if upright { 8.0 } else { 0.0 });
    let mut row = high;
    for (night, pain, name) in samples {
        let lines = lines(&page.voice.t(name), LABEL, column.width - wide - 4.0);
        let longest = lines.iter().map(|line| width(line, LABEL));
        let needed = wide + 4.0 + longest.fold(0.0, f32::max);
        if x > column.x && (upright || x + needed > column.x + column.width) {
            x = column.x;
            y += row;
            row = high;
        }
        let area = Area {
            x,
            y,
            width: wide,
            height: BOX,
            radius: 0.0,
        };
        let mut marks = Vec::new();
        cell(page, &mut marks, area, night, pain, night == Night::Flagged);
        let mut top = y + (BOX - line_height(LABEL)) / 2.0;
        for line in &lines {
            caption(&mut marks, x + wide + 4.0, top, LABEL, line);
            top += line_height(LABEL);
        }
        row = row.max(top - y + 2.0);
        pieces.push(Piece {
            role: Role::Paragraph,
            marks,
        });
        x += needed + 9.0;
    }
    Part {
        height: y + row,
        pieces,
    }
}
