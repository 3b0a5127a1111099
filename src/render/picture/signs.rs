//! The signs that pictures are made of, each in one way only, so that the key and the charts cannot differ.
//!
//! Invariants: a filled sign is a night that counts; a hollow one is not known, and never looks like a night without a cramp; the
//! warning sign has a shape of its own.

use super::palette::Palette;
use crate::{
    dialogue::figures::Night,
    render::svg::{Area, Shapes},
};

/// Width of an outline.
const OUTLINE: f32 = 3.0;
/// Radius of a dot.
pub const DOT: f32 = 11.0;

/// A sign of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// A night in the calendar.
    Night(Night),
    /// The dashes at the height of the weeks before.
    Before,
    /// A cramp as a dot.
    Dot(Night),
    /// The middle of a week's dots.
    Middle,
    /// A dot that the scale has no room for.
    Over,
}

impl Sign {
    /// Draws the sign into a square of the key.
    pub fn draw(self, shapes: &mut Shapes, square: Area, palette: &Palette) {
        let centre = (
            square.x + square.width / 2.0,
            square.y + square.height / 2.0,
        );
        let (left, right) = ((square.x, centre.1), (square.x + square.width, centre.1));
        match self {
            Self::Night(night) => cell(shapes, square, night, palette),
            Self::Before => dashes(shapes, left, right, palette.ink),
            Self::Dot(night) => dot(shapes, centre, night, palette),
            Self::Middle => middle(shapes, left, right, palette),
            Self::Over => over(shapes, centre, palette),
        }
    }
}

/// A night as a cell of the calendar.
pub fn cell(shapes: &mut Shapes, area: Area, night: Night, palette: &Palette) {
    match night {
        Night::Free => shapes.area(area, palette.free),
        Night::Mild => shapes.area(area, palette.mild),
        Night::Severe => shapes.area(area, palette.severe),
        Night::Cramp => {
            // The colour of cramps around an empty middle: the pain is not known.
            let thick = (area.height.min(area.width) * 0.17).clamp(5.0, 12.0);
            outline(shapes, area, thick, palette.mild);
        }
        Night::Unknown => outline(shapes, area, OUTLINE, palette.unknown),
        Night::Flagged => {
            outline(shapes, area, OUTLINE, palette.unknown);
            diamond(shapes, area, palette.flagged);
        }
    }
}

/// An outline that lies wholly inside the box.
fn outline(shapes: &mut Shapes, area: Area, thick: f32, colour: &str) {
    let inside = Area {
        x: area.x + thick / 2.0,
        y: area.y + thick / 2.0,
        width: area.width - thick,
        height: area.height - thick,
        radius: (area.radius - thick / 2.0).max(0.0),
    };
    let attributes = format!(r#"fill="none" stroke="{colour}" stroke-width="{thick:.1}""#);
    shapes.shape(inside, &attributes);
}

fn diamond(shapes: &mut Shapes, area: Area, colour: &str) {
    let (x, y) = (area.x + area.width / 2.0, area.y + area.height / 2.0);
    let r = area.height.min(area.width) * 0.26;
    let path = format!(
        "M{x:.1} {:.1}L{:.1} {y:.1}L{x:.1} {:.1}L{:.1} {y:.1}Z",
        y - r,
        x + r,
        y + r,
        x - r
    );
    let attributes =
        format!(r#"fill="{colour}" stroke="{colour}" stroke-width="4" stroke-linejoin="round""#);
    shapes.path(&path, &attributes);
}

/// The dashes at the height of the weeks before.
pub fn dashes(shapes: &mut Shapes, from: (f32, f32), to: (f32, f32), colour: &str) {
    let attributes = format!(r#"stroke="{colour}" stroke-width="4" stroke-dasharray="12 10""#);
    shapes.line(from, to, &attributes);
}

/// A cramp as a dot, set off from those that it lies upon.
pub fn dot(shapes: &mut Shapes, centre: (f32, f32), night: Night, palette: &Palette) {
    let panel = palette.panel;
    shapes.circle(centre, DOT + 2.5, &format!(r#"fill="{panel}""#));
    let attributes = match night {
        Night::Severe => format!(r#"fill="{}""#, palette.severe),
        Night::Cramp => {
            let blue = palette.mild;
            shapes.circle(
                centre,
                DOT - 2.5,
                &format!(r#"fill="{panel}" stroke="{blue}" stroke-width="5""#),
            );
            return;
        }
        Night::Mild | Night::Free | Night::Flagged | Night::Unknown => {
            format!(r#"fill="{}""#, palette.mild)
        }
    };
    shapes.circle(centre, DOT, &attributes);
}

/// The middle of a week, as a bar across it.
pub fn middle(shapes: &mut Shapes, from: (f32, f32), to: (f32, f32), palette: &Palette) {
    let attributes = format!(
        r#"stroke="{}" stroke-width="6" stroke-linecap="round""#,
        palette.ink
    );
    shapes.line(from, to, &attributes);
}

/// An arrow head: what is meant lies higher than the scale.
pub fn over(shapes: &mut Shapes, (x, y): (f32, f32), palette: &Palette) {
    let path = format!(
        "M{:.1} {:.1}L{x:.1} {:.1}L{:.1} {:.1}Z",
        x - DOT,
        y + DOT * 0.8,
        y - DOT * 0.9,
        x + DOT,
        y + DOT * 0.8
    );
    let ink = palette.ink;
    let attributes =
        format!(r#"fill="{ink}" stroke="{ink}" stroke-width="3" stroke-linejoin="round""#);
    shapes.path(&path, &attributes);
}
