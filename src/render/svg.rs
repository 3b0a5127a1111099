//! Shapes, written as SVG: as few kinds as the pictures need.
//!
//! Invariant: whatever text goes in, what comes out is well-formed.

use std::fmt::Write;

use super::fonts::{FAMILY, Weight};

/// Shapes on a sheet, in their order: later ones lie above earlier ones.
pub struct Shapes {
    width: f32,
    height: f32,
    body: String,
}

/// Where a text stands at its x.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// How letters look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Type<'a> {
    /// Height of the letters, in the unit of the sheet.
    pub size: f32,
    pub weight: Weight,
    /// A colour such as `#a0b0c0`.
    pub fill: &'a str,
    pub anchor: Anchor,
}

/// A box with its corner, its size, and the radius of its corners.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
    pub radius: f32,
}

impl Shapes {
    /// An empty sheet.
    #[must_use]
    pub const fn new(width: f32, height: f32) -> Self {
        Self {
            width,
            height,
            body: String::new(),
        }
    }

    /// A text on its base line.
    pub fn text(&mut self, x: f32, y: f32, look: Type<'_>, text: &str) {
        let anchor = match look.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let Type {
            size, weight, fill, ..
        } = look;
        let weight = weight.number();
        let text = escaped(text);
        self.add(format_args!(
            r#"<text x="{x:.2}" y="{y:.2}" font-family="{FAMILY}" font-size="{size}" font-weight="{weight}" fill="{fill}" text-anchor="{anchor}">{text}</text>"#
        ));
    }

    /// A filled box.
    pub fn area(&mut self, area: Area, fill: &str) {
        self.shape(area, &format!(r#"fill="{fill}""#));
    }

    /// A box with the attributes given: `fill`, `stroke` and the like.
    pub fn shape(&mut self, area: Area, attributes: &str) {
        let Area {
            x,
            y,
            width,
            height,
            radius,
        } = area;
        self.add(format_args!(
            r#"<rect x="{x:.2}" y="{y:.2}" width="{width:.2}" height="{height:.2}" rx="{radius:.2}" {attributes}/>"#
        ));
    }

    /// A straight line from one point to another.
    pub fn line(&mut self, from: (f32, f32), to: (f32, f32), attributes: &str) {
        let ((x1, y1), (x2, y2)) = (from, to);
        self.add(format_args!(
            r#"<line x1="{x1:.2}" y1="{y1:.2}" x2="{x2:.2}" y2="{y2:.2}" {attributes}/>"#
        ));
    }

    /// A circle.
    pub fn circle(&mut self, centre: (f32, f32), radius: f32, attributes: &str) {
        let (x, y) = centre;
        self.add(format_args!(
            r#"<circle cx="{x:.2}" cy="{y:.2}" r="{radius:.2}" {attributes}/>"#
        ));
    }

    /// A path, in the language of SVG's `d`.
    pub fn path(&mut self, path: &str, attributes: &str) {
        self.add(format_args!(r#"<path d="{path}" {attributes}/>"#));
    }

    /// Shapes that have attributes in common.
    pub fn group(&mut self, attributes: &str, draw: impl FnOnce(&mut Self)) {
        self.add(format_args!("<g {attributes}>"));
        draw(self);
        self.add(format_args!("</g>"));
    }

    /// Another sheet's shapes, above those that are here.
    pub fn lay(&mut self, other: &Self) {
        self.body.push_str(&other.body);
    }

    /// The whole as SVG.
    #[must_use]
    pub fn finish(self) -> String {
        let Self {
            width,
            height,
            body,
        } = self;
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">{body}</svg>"#
        )
    }

    fn add(&mut self, shape: std::fmt::Arguments<'_>) {
        // Writing into a String cannot fail.
        let _ = self.body.write_fmt(shape);
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML has no place for these at all.
            control if control.is_control() => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            other => out.push(other),
        }
    }
    out
}
