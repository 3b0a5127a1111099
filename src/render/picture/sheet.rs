//! The sheet that each picture lies on: a ground, a heading, rounded panels below each other, and a key.
//!
//! Invariants: a sheet is [`WIDTH`] wide and as high as what is on it; no letters are smaller than [`SMALL`], which is what a phone still
//! shows legibly of a picture of this width.

use super::{palette::Palette, signs::Sign};
use crate::render::{
    fonts::{self, Weight},
    svg::{Anchor, Area, Shapes, Type},
    voice::Voice,
};

/// Pixels; what Telegram keeps of a photo.
pub const WIDTH: f32 = 1280.0;
/// Around the panels.
pub const MARGIN: f32 = 36.0;
/// Between the edge of a panel and what is in it.
pub const PAD: f32 = 40.0;
/// The smallest letters.
pub const SMALL: f32 = 30.0;
/// Letters of a label.
pub const LABEL: f32 = 33.0;
/// Letters of a number that the eye should find first.
pub const NUMBER: f32 = 44.0;

const TITLE: f32 = 64.0;
const SUBTITLE: f32 = 38.0;
/// The left edge of what is in a panel, and of the heading.
pub const LEFT: f32 = MARGIN + PAD;
/// The right edge of it.
pub const RIGHT: f32 = WIDTH - LEFT;
/// Between panels.
const BETWEEN: f32 = 28.0;
/// How far apart the lines of the key are.
const KEY_LINE: f32 = 44.0;
/// The side of a sample in the key.
pub const SAMPLE: f32 = 40.0;

/// A picture while it is drawn, from the top down.
pub struct Sheet<'a> {
    pub voice: Voice<'a>,
    pub palette: &'static Palette,
    /// What lies above the panels.
    pub shapes: Shapes,
    /// Where the next thing begins.
    pub y: f32,
    panels: Vec<Area>,
}

impl<'a> Sheet<'a> {
    pub fn new(voice: Voice<'a>, palette: &'static Palette) -> Self {
        Self {
            voice,
            palette,
            shapes: Shapes::new(WIDTH, 0.0),
            y: MARGIN + 18.0,
            panels: Vec::new(),
        }
    }

    /// The title, and lines that say the most important in words; the first of them stands out.
    pub fn heading(&mut self, title: &str, lines: &[String]) {
        let room = RIGHT - LEFT;
        let size = fonts::shrunk(title, Weight::Bold, (SUBTITLE, TITLE), room);
        let title = fonts::cut(title, Weight::Bold, size, room);
        self.y += TITLE;
        self.write(LEFT, self.y, size, Weight::Bold, &title);
        self.y += 8.0;
        for (index, line) in lines.iter().enumerate() {
            let (weight, fill) = if index == 0 {
                (Weight::SemiBold, self.palette.ink)
            } else {
                (Weight::Regular, self.palette.soft)
            };
            let size = fonts::shrunk(line, weight, (LABEL, SUBTITLE), room);
            for part in fonts::wrapped(line, weight, size, room, 2) {
                self.y += 52.0;
                let look = Type {
                    size,
                    weight,
                    fill,
                    anchor: Anchor::Start,
                };
                self.shapes.text(LEFT, self.y, look, &part);
            }
        }
        self.y += 44.0;
    }

    /// A panel from here on, so high; the next thing begins below it.
    pub fn panel(&mut self, height: f32) -> Area {
        let area = Area {
            x: MARGIN,
            y: self.y,
            width: WIDTH - 2.0 * MARGIN,
            height,
            radius: 40.0,
        };
        self.panels.push(area);
        self.y += height + BETWEEN;
        area
    }

    /// A line in ink, from its left end on.
    pub fn write(&mut self, x: f32, y: f32, size: f32, weight: Weight, text: &str) {
        let look = Type {
            size,
            weight,
            fill: self.palette.ink,
            anchor: Anchor::Start,
        };
        self.shapes.text(x, y, look, text);
    }

    /// A line that explains.
    pub fn whisper(&mut self, x: f32, y: f32, anchor: Anchor, text: &str) {
        let look = Type {
            size: SMALL,
            weight: Weight::Regular,
            fill: self.palette.soft,
            anchor,
        };
        self.shapes.text(x, y, look, text);
    }

    /// What the signs mean: each with its words, in two columns, as high as the words need.
    pub fn key(&mut self, lines: &[(Sign, String)]) {
        let half = (RIGHT - LEFT) / 2.0;
        let room = half - SAMPLE - 18.0 - 24.0;
        self.y += 8.0;
        for pair in lines.chunks(2) {
            let mut most = 1;
            for (x, (sign, words)) in [LEFT, LEFT + half].into_iter().zip(pair) {
                let words = fonts::wrapped(words, Weight::Regular, LABEL, room, 3);
                let square = Area {
                    x,
                    y: self.y,
                    width: SAMPLE,
                    height: SAMPLE,
                    radius: 11.0,
                };
                sign.draw(&mut self.shapes, square, self.palette);
                for (row, words) in (0_u8..).zip(&words) {
                    let y = self.y + 31.0 + f32::from(row) * KEY_LINE;
                    let look = Type {
                        size: LABEL,
                        weight: Weight::Regular,
                        fill: self.palette.ink,
                        anchor: Anchor::Start,
                    };
                    self.shapes.text(x + SAMPLE + 18.0, y, look, words);
                }
                most = most.max(words.len());
            }
            let most = u8::try_from(most).unwrap_or(1);
            self.y += KEY_LINE * f32::from(most) + 16.0;
        }
        self.y += 4.0;
    }

    /// The whole as SVG.
    pub fn finish(self) -> String {
        let height = (self.y + 12.0).ceil();
        let mut whole = Shapes::new(WIDTH, height);
        let ground = Area {
            x: 0.0,
            y: 0.0,
            width: WIDTH,
            height,
            radius: 0.0,
        };
        whole.area(ground, self.palette.ground);
        for panel in self.panels {
            whole.area(panel, self.palette.panel);
        }
        whole.lay(&self.shapes);
        whole.finish()
    }
}
