//! A sheet of paper: marks in grey, gathered in pieces that each have a part in the document.
//!
//! Invariants: the pieces stand in the order of reading; a sheet knows all that is on it, so that its picture ([`Sheet::svg`]) and the
//! document (`document`) are drawn from the same marks; there is no colour, because many a surgery prints in black and white.
//! Deliberately not here: where marks go (`layout` and the parts of the page).

use crate::render::{
    fonts::{self, Weight},
    svg::{Anchor, Area, Shapes, Type},
};

/// A grey: 0 is black, 255 is white.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ink(pub u8);

impl Ink {
    pub const BLACK: Self = Self(20);
    /// For what is less important; still 7 to 1 on white.
    pub const SOFT: Self = Self(85);
    pub const RULE: Self = Self(170);
    pub const SHADE: Self = Self(222);
    pub const WHITE: Self = Self(255);

    fn colour(self) -> String {
        let Self(grey) = self;
        format!("#{grey:02x}{grey:02x}{grey:02x}")
    }
}

/// How a stroke is drawn; `width` in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    pub ink: Ink,
    pub width: f32,
}

/// How letters look; `size` in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    pub size: f32,
    pub weight: Weight,
    pub ink: Ink,
}

/// What is put on paper. Places are in points from the upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A line of text that begins at `x`, on its base line.
    Text {
        x: f32,
        y: f32,
        look: Look,
        text: String,
    },
    Box {
        area: Area,
        fill: Option<Ink>,
        edge: Option<Stroke>,
    },
    Line {
        from: (f32, f32),
        to: (f32, f32),
        stroke: Stroke,
    },
}

/// What a piece is in the document, for those who listen to it.
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    /// Ornament, or what stands on each sheet again: not read out.
    Artifact,
    /// The heading of the whole.
    Title,
    /// The heading of a part.
    Heading,
    Paragraph,
    /// A point of a list.
    Item,
    /// A drawing, with all that it shows in words.
    Figure(String),
    Cell(Cell),
}

/// A cell's place: cells of one row follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The number of its table in the document.
    pub table: u16,
    pub row: u32,
    pub kind: Kind,
    /// How many columns it spans.
    pub columns: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Heads a column.
    Column,
    /// Heads a row.
    Row,
    Data,
}

/// Marks that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    pub role: Role,
    pub marks: Vec<Mark>,
}

/// A sheet, in points.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    pub width: f32,
    pub height: f32,
    pub pieces: Vec<Piece>,
}

impl Mark {
    /// A text; letters that the fonts lack become question marks, rather than nothing.
    pub fn text(x: f32, y: f32, look: Look, text: &str) -> Self {
        let missing = fonts::lacks(text);
        let shown = |letter: char| match letter {
            letter if letter.is_control() => ' ',
            letter if missing.contains(&letter) => '?',
            letter => letter,
        };
        let text = text.chars().map(shown).collect();
        Self::Text { x, y, look, text }
    }

    /// Moves it down.
    pub fn shift(&mut self, by: f32) {
        match self {
            Self::Text { y, .. } => *y += by,
            Self::Box { area, .. } => area.y += by,
            Self::Line { from, to, .. } => {
                from.1 += by;
                to.1 += by;
            }
        }
    }
}

impl Sheet {
    /// The sheet as a picture of its size in points, times `scale`.
    #[must_use]
    pub fn svg(&self, scale: f32) -> String {
        let mut shapes = Shapes::new(self.width * scale, self.height * scale);
        let paper = Area {
            x: 0.0,
            y: 0.0,
            width: self.width,
            height: self.height,
            radius: 0.0,
        };
        // Letters stand where they were measured to stand: without kerning.
        let common = format!(r#"transform="scale({scale})" font-kerning="none""#);
        shapes.group(&common, |shapes| {
            shapes.area(paper, &Ink::WHITE.colour());
            for mark in self.pieces.iter().flat_map(|piece| &piece.marks) {
                draw(shapes, mark);
            }
        });
        shapes.finish()
    }
}

fn draw(shapes: &mut Shapes, mark: &Mark) {
    match mark {
        Mark::Text { x, y, look, text } => {
            let kind = Type {
                size: look.size,
                weight: look.weight,
                fill: &look.ink.colour(),
                anchor: Anchor::Start,
            };
            shapes.text(*x, *y, kind, text);
        }
        Mark::Box { area, fill, edge } => {
            let fill = fill.map_or_else(|| "none".to_owned(), Ink::colour);
            let edge = edge.map(attributes).unwrap_or_default();
            shapes.shape(*area, &format!(r#"fill="{fill}" {edge}"#));
        }
        Mark::Line { from, to, stroke } => shapes.line(*from, *to, &attributes(*stroke)),
    }
}

fn attributes(stroke: Stroke) -> String {
    let Stroke { ink, width } = stroke;
    format!(r#"stroke="{}" stroke-width="{width}""#, ink.colour())
}
