//! Where things go on paper: words into lines, lines into parts, parts onto sheets.
//!
//! Invariants: no line is wider than its column, because words are measured and a word that is too wide is broken; no part ends below the
//! body of its sheet; nothing is left out, and no sheet is empty.
//! Deliberately not here: what is said, and how the bottom of a sheet looks (`report`).

use super::sheet::{Ink, Look, Mark, Piece, Role, Sheet};
use crate::{
    dialogue::Paper,
    render::fonts::{self, Weight},
};

pub const TITLE: Look = look(19.0, Weight::Bold);
pub const HEADING: Look = look(10.5, Weight::Bold);
pub const BODY: Look = look(8.5, Weight::Regular);
pub const STRONG: Look = look(8.5, Weight::SemiBold);
pub const SMALL: Look = Look {
    ink: Ink::SOFT,
    ..look(7.5, Weight::Regular)
};
/// The head of a column.
pub const HEAD: Look = look(7.5, Weight::SemiBold);

const fn look(size: f32, weight: Weight) -> Look {
    Look {
        size,
        weight,
        ink: Ink::BLACK,
    }
}

/// A place for text on a sheet, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    pub x: f32,
    pub width: f32,
}

/// A sheet's size and the part of it that may be filled, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    pub width: f32,
    pub height: f32,
    /// From margin to margin.
    pub column: Column,
    pub top: f32,
    pub bottom: f32,
}

impl Frame {
    /// ISO 216's A4 is 210 by 297 mm, ANSI's Letter 8.5 by 11 inches; a point is a 72nd of an inch.
    pub const fn of(paper: Paper) -> Self {
        let (width, height) = match paper {
            Paper::A4 => (595.28, 841.89),
            Paper::Letter => (612.0, 792.0),
        };
        Self {
            width,
            height,
            column: Column {
                x: 40.0,
                width: width - 80.0,
            },
            top: 32.0,
            bottom: height - 42.0,
        }
    }
}

/// Pieces with the height that they take; their places count from its top.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Part {
    pub height: f32,
    pub pieces: Vec<Piece>,
}

/// How wide a line is, in points.
pub fn width(text: &str, look: Look) -> f32 {
    fonts::width(text, look.weight, look.size)
}

/// How high a line is, in points.
pub const fn line_height(look: Look) -> f32 {
    look.size * 1.32
}

/// How far the base line lies below the top of a line: its capitals stand in the middle.
pub const fn base_line(look: Look) -> f32 {
    line_height(look) * 0.5 + look.size * 0.36
}

/// A text in lines, none wider than `room`: broken where it is broken itself, between words, and within a word that is wider.
/// A no-break space is no place to break at.
pub fn lines(text: &str, look: Look, room: f32) -> Vec<String> {
    let mut all = Vec::new();
    for line in text.lines() {
        fill(&mut all, line, look, room);
    }
    all
}

fn fill(all: &mut Vec<String>, text: &str, look: Look, room: f32) {
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if width(&longer, look) <= room {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            all.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            line.push(letter);
            if width(&line, look) > room && line.chars().nth(1).is_some() {
                line.pop();
                all.push(std::mem::replace(&mut line, letter.to_string()));
            }
        }
    }
    if !line.is_empty() {
        all.push(line);
    }
}

impl Part {
    /// A text in its column.
    pub fn text(role: Role, text: &str, look: Look, column: Column) -> Self {
        let lines = lines(text, look, column.width);
        let mut marks = Vec::with_capacity(lines.len());
        let mut y = 0.0;
        for line in &lines {
            marks.push(Mark::text(column.x, y + base_line(look), look, line));
            y += line_height(look);
        }
        Self {
            height: y,
            pieces: vec![Piece { role, marks }],
        }
    }

    /// Puts a part below, after a gap.
    pub fn add(&mut self, gap: f32, below: Self) {
        let by = self.height + gap;
        self.pieces.extend(shifted(below.pieces, by));
        self.height = by + below.height;
    }

    /// Puts a part beside: its top is the top of this one.
    pub fn add_beside(&mut self, other: Self) {
        self.pieces.extend(other.pieces);
        self.height = self.height.max(other.height);
    }
}

fn shifted(mut pieces: Vec<Piece>, by: f32) -> Vec<Piece> {
    for mark in pieces.iter_mut().flat_map(|piece| &mut piece.marks) {
        mark.shift(by);
    }
    pieces
}

/// How many of the first rows, with these heights, fit into the room. All in points.
pub fn rows_that_fit(heights: impl IntoIterator<Item = f32>, room: f32) -> usize {
    let mut used = 0.0;
    heights
        .into_iter()
        .take_while(|height| {
            used += height;
            used <= room
        })
        .count()
}

/// Sheets that fill up.
pub struct Sheets {
    pub frame: Frame,
    done: Vec<Sheet>,
    /// The lower end of what is on the last sheet.
    y: f32,
}

impl Sheets {
    pub fn new(frame: Frame) -> Self {
        let mut sheets = Self {
            frame,
            done: Vec::new(),
            y: 0.0,
        };
        sheets.turn();
        sheets
    }

    /// Begins a new sheet.
    pub fn turn(&mut self) {
        self.done.push(Sheet {
            width: self.frame.width,
            height: self.frame.height,
            pieces: Vec::new(),
        });
        self.y = self.frame.top;
    }

    fn room(&self) -> f32 {
        self.frame.bottom - self.y
    }

    /// Whether a part of this height, after a gap, has a place on this sheet.
    pub fn fits(&self, gap: f32, height: f32) -> bool {
        gap + height <= self.room()
    }

    fn is_fresh(&self) -> bool {
        self.y <= self.frame.top
    }

    /// Puts a part on the sheet, after a gap, or on the next one if it does not fit here.
    pub fn put(&mut self, gap: f32, part: Part) {
        if !self.is_fresh() && !self.fits(gap, part.height) {
            self.turn();
        }
        let top = if self.is_fresh() {
            self.y
        } else {
            self.y + gap
        };
        self.y = top + part.height;
        if let Some(sheet) = self.done.last_mut() {
            sheet.pieces.extend(shifted(part.pieces, top));
        }
    }

    /// Puts the rows of a table below its heading and its head, and on each further sheet below its head again.
    pub fn put_rows(&mut self, gap: f32, heading: Part, head: Part, rows: Vec<Part>) {
        let again = Part {
            height: head.height,
            pieces: head.pieces.iter().map(as_ornament).collect(),
        };
        let mut opening = heading;
        opening.add(3.0, head);
        let first = rows.first().map_or(0.0, |row| row.height);
        if !self.fits(gap, opening.height + first) && !self.is_fresh() {
            self.turn();
        }
        self.put(gap, opening);
        let mut rows = rows.into_iter();
        loop {
            let heights = rows.as_slice().iter().map(|row| row.height);
            // A row that is higher than a sheet would come anyway: it stands for itself rather than for ever.
            let count = rows_that_fit(heights, self.room()).max(1);
            for row in rows.by_ref().take(count) {
                self.put(0.0, row);
            }
            if rows.as_slice().is_empty() {
                return;
            }
            self.turn();
            self.put(0.0, again.clone());
        }
    }

    pub fn finish(self) -> Vec<Sheet> {
        self.done
    }
}

/// What was read out on an earlier sheet.
fn as_ornament(piece: &Piece) -> Piece {
    Piece {
        role: Role::Artifact,
        marks: piece.marks.clone(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn row(number: usize, height: f32) -> Part {
        let mut part = Part::text(
            Role::Paragraph,
            &number.to_string(),
            BODY,
            Column {
                x: 40.0,
                width: 90.0,
            },
        );
        part.height = height;
        part
    }

    /// The texts of a sheet with their base lines.
    fn texts(sheet: &Sheet) -> Vec<(f32, &str)> {
        let marks = sheet.pieces.iter().flat_map(|piece| &piece.marks);
        marks
            .filter_map(|mark| match mark {
                Mark::Text { y, text, .. } => Some((*y, text.as_str())),
                Mark::Box { .. } | Mark::Line { .. } => None,
            })
            .collect()
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_its_column_and_no_letter_is_lost(
            text in "[a-zA-Z0-9,.\u{e4}\u{f6} -]{0,200}", room in 12.0f32..300.0
        ) {
            let lines = lines(&text, BODY, room);
            for line in &lines {
                prop_assert!(width(line, BODY) <= room, "{line:?} in {room}");
            }
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }

        #[test]
        fn each_row_stands_once_in_order_and_above_the_bottom(
            heights in prop::collection::vec(11.0f32..60.0, 0..2000),
            letter in any::<bool>(),
            before in 0.0f32..760.0,
        ) {
            let frame = Frame::of(if letter { Paper::Letter } else { Paper::A4 });
            let mut sheets = Sheets::new(frame);
            sheets.put(0.0, Part { height: before.min(frame.bottom - frame.top), pieces: Vec::new() });
            let column = frame.column;
            let heading = Part::text(Role::Heading, "heading", HEADING, column);
            let head = Part::text(Role::Paragraph, "head", HEAD, column);
            let rows = heights.iter().enumerate().map(|(number, height)| row(number, *height));
            sheets.put_rows(8.0, heading, head, rows.collect());
            let sheets = sheets.finish();
            let mut seen = Vec::new();
            for (page, sheet) in sheets.iter().enumerate() {
                let texts = texts(sheet);
                let is_empty = texts.is_empty();
                prop_assert!(!is_empty || (page == 0 && before > 0.0), "sheet {page} is empty");
                prop_assert_eq!(texts.iter().filter(|(_, text)| *text == "head").count(), usize::from(!is_empty));
                for pair in texts.windows(2) {
                    prop_assert!(pair[0].0 < pair[1].0, "above each other");
                }
                for (y, text) in texts {
                    prop_assert!(y < frame.bottom, "{text} on {page}");
                    if let Ok(number) = text.parse::<usize>() {
                        prop_assert!(y - base_line(BODY) + heights[number] <= frame.bottom + 0.01, "row {number}");
                        seen.push(number);
                    }
                }
            }
            prop_assert_eq!(seen, (0..heights.len()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn as_many_rows_fit_as_there_is_room_for() {
        assert_eq!(rows_that_fit([10.0, 10.0, 10.0], 29.9), 2);
        assert_eq!(rows_that_fit([10.0, 10.0, 10.0], 30.0), 3);
        assert_eq!(rows_that_fit([10.0], 9.0), 0);
        assert_eq!(rows_that_fit([], 9.0), 0);
    }
}
