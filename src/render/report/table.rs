//! Tables: cells in their columns, rows as parts that are never torn.
//!
//! Invariant: the cells of a row stand in the order of reading, and none is empty, so that each keeps its place for who listens.

use super::{
    layout::{Column, HEAD, Part, base_line, line_height, lines, width},
    sheet::{Cell, Ink, Kind, Look, Mark, Piece, Role, Stroke},
};

/// From the text of a row to the lines around it, in points.
const PADDING: f32 = 1.0;
/// Between two columns, in points.
const GUTTER: f32 = 7.0;

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub column: Column,
    /// Numbers stand at its right end.
    pub right: bool,
}

/// A table that is being set.
pub struct Table {
    /// Its number in the document.
    pub number: u16,
    pub places: Vec<Place>,
    row: u32,
}

impl Table {
    /// A table with columns of these widths, in points, from `x` on; `right`: those for numbers.
    pub fn new(number: u16, x: f32, widths: &[f32], right: &[bool]) -> Self {
        let mut at = x;
        let mut places = Vec::with_capacity(widths.len());
        for (index, (width, right)) in widths.iter().zip(right).enumerate() {
            let is_last = index + 1 == widths.len();
            let gutter = if is_last { 0.0 } else { GUTTER };
            let column = Column {
                x: at,
                width: (width - gutter).max(GUTTER),
            };
            places.push(Place {
                column,
                right: *right,
            });
            at += width;
        }
        Self {
            number,
            places,
            row: 0,
        }
    }

    /// The row that heads the columns, with a line below.
    pub fn head(&mut self, texts: &[String]) -> Part {
        let cells = texts.iter().map(|text| (Kind::Column, 1, text.as_str()));
        let cells: Vec<_> = cells.collect();
        self.set(&cells, HEAD, Ink::BLACK)
    }

    /// A row: its first cell heads it.
    pub fn row(&mut self, texts: &[String], look: Look) -> Part {
        let cells = texts.iter().enumerate().map(|(index, text)| {
            let kind = if index == 0 { Kind::Row } else { Kind::Data };
            (kind, 1, text.as_str())
        });
        let cells: Vec<_> = cells.collect();
        self.set(&cells, look, Ink::RULE)
    }

    /// A row of cells that may span several columns: what each is, how many columns it spans, its text.
    pub fn set(&mut self, cells: &[(Kind, u8, &str)], look: Look, rule: Ink) -> Part {
        let mut part = Part::default();
        let mut places = self.places.iter();
        for (kind, columns, text) in cells {
            let Some(first) = places.next() else {
                break;
            };
            let last = (1..*columns).fold(first, |last, _| places.next().unwrap_or(last));
            let column = Column {
                width: last.column.x + last.column.width - first.column.x,
                ..first.column
            };
            let look = match kind {
                Kind::Column | Kind::Data => look,
                Kind::Row => Look {
                    weight: HEAD.weight,
                    ..look
                },
            };
            let cell = Cell {
                table: self.number,
                row: self.row,
                kind: *kind,
                columns: *columns,
            };
            let (marks, height) = marks(text, look, column, first.right);
            part.height = part.height.max(height);
            part.pieces.push(Piece {
                role: Role::Cell(cell),
                marks,
            });
        }
        self.row += 1;
        part.height += PADDING;
        part.pieces.extend(self.rule(part.height, rule));
        part
    }

    /// The line below a row.
    fn rule(&self, y: f32, ink: Ink) -> Option<Piece> {
        let (first, last) = (self.places.first()?, self.places.last()?);
        let stroke = Stroke { ink, width: 0.5 };
        Some(Piece {
            role: Role::Artifact,
            marks: vec![Mark::Line {
                from: (first.column.x, y),
                to: (last.column.x + last.column.width, y),
                stroke,
            }],
        })
    }
}

fn marks(text: &str, look: Look, column: Column, right: bool) -> (Vec<Mark>, f32) {
    let mut y = PADDING;
    let mut marks = Vec::new();
    for line in lines(text, look, column.width) {
        let indent = if right {
            (column.width - width(&line, look)).max(0.0)
        } else {
            0.0
        };
        marks.push(Mark::text(
            column.x + indent,
            y + base_line(look),
            look,
            &line,
        ));
        y += line_height(look);
    }
    (marks, y)
}
