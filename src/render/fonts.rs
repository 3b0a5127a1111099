//! The letters: Inter in three weights, built in, how wide a word is in them, and how it is made to fit.
//!
//! Invariant: no font of the machine is ever used. A letter that these files lack is left out of a picture without a word, so
//! [`lacks`] exists, and a test asks it of each text that is drawn.

use std::sync::{Arc, OnceLock};

use resvg::usvg;
use ttf_parser::Face;

/// The name of the family, as shapes name it.
pub const FAMILY: &str = "Inter";

const REGULAR: &[u8] = include_bytes!("fonts/Inter-Regular.ttf");
const SEMI_BOLD: &[u8] = include_bytes!("fonts/Inter-SemiBold.ttf");
const BOLD: &[u8] = include_bytes!("fonts/Inter-Bold.ttf");

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Regular,
    SemiBold,
    Bold,
}

impl Weight {
    /// In the numbers of CSS.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::SemiBold => 600,
            Self::Bold => 700,
        }
    }

    fn face(self) -> Option<&'static Face<'static>> {
        static FACES: OnceLock<[Option<Face<'static>>; 3]> = OnceLock::new();
        let faces =
            FACES.get_or_init(|| [REGULAR, SEMI_BOLD, BOLD].map(|font| Face::parse(font, 0).ok()));
        faces[self as usize].as_ref()
    }
}

/// How usvg reads shapes: with these fonts and no others. Read once.
pub fn options() -> &'static usvg::Options<'static> {
    static OPTIONS: OnceLock<usvg::Options<'static>> = OnceLock::new();
    OPTIONS.get_or_init(|| {
        let mut fonts = usvg::fontdb::Database::new();
        for font in [REGULAR, SEMI_BOLD, BOLD] {
            fonts.load_font_data(font.to_vec());
        }
        usvg::Options {
            font_family: FAMILY.to_owned(),
            fontdb: Arc::new(fonts),
            ..usvg::Options::default()
        }
    })
}

/// How wide a line is, in the unit of `size`. Kerning is left out: it makes lines a little shorter.
#[must_use]
pub fn width(text: &str, weight: Weight, size: f32) -> f32 {
    let Some(face) = weight.face() else {
        return 0.0;
    };
    let advance = |letter: char| {
        let glyph = face.glyph_index(letter).unwrap_or_default();
        f32::from(face.glyph_hor_advance(glyph).unwrap_or_default())
    };
    text.chars().map(advance).sum::<f32>() * size / f32::from(face.units_per_em())
}

/// The largest size, from `largest` down to `smallest`, at which a line is no wider than `room`; `smallest` where none is.
#[must_use]
pub fn shrunk(text: &str, weight: Weight, (smallest, largest): (f32, f32), room: f32) -> f32 {
    let wide = width(text, weight, largest);
    if wide <= room {
        largest
    } else {
        // Rounded down to half a unit, so that the same words at nearly the same room look the same.
        ((largest * room / wide * 2.0).floor() / 2.0).clamp(smallest, largest)
    }
}

/// The line itself where it is no wider than `room`; else as much of it as is, with an ellipsis.
#[must_use]
pub fn cut(text: &str, weight: Weight, size: f32, room: f32) -> String {
    if width(text, weight, size) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut left = room - width("…", weight, size);
    for letter in text.chars() {
        left -= width(letter.encode_utf8(&mut [0; 4]), weight, size);
        if left < 0.0 {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end())
}

/// A text in at most so many lines, none wider than `room`: broken between words, and cut with an ellipsis where it is longer.
#[must_use]
pub fn wrapped(text: &str, weight: Weight, size: f32, room: f32, lines: usize) -> Vec<String> {
    let mut done: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        // The last line takes all that is left, and is cut.
        let is_last = done.len() + 1 >= lines;
        if line.is_empty() || is_last || width(&longer, weight, size) <= room {
            line = longer;
        } else {
            done.push(std::mem::replace(&mut line, word.to_owned()));
        }
    }
    done.push(line);
    done.iter()
        .map(|line| cut(line, weight, size, room))
        .collect()
}

/// The letters of a text that the fonts do not have.
#[must_use]
pub fn lacks(text: &str) -> Vec<char> {
    let weights = [Weight::Regular, Weight::SemiBold, Weight::Bold];
    let is_missing = |letter: &char| {
        let glyph = |weight: Weight| weight.face()?.glyph_index(*letter);
        weights.iter().any(|weight| glyph(*weight).is_none())
    };
    text.chars().filter(is_missing).collect()
}

/// A letter in its place: what a document needs to know of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Letter {
    /// Where it begins in the text, and how long it is there, in bytes.
    pub at: usize,
    pub bytes: usize,
    /// The number of its shape in the font.
    pub glyph: u16,
    /// How far the next one stands from it, in heights of the letters.
    pub advance: f32,
}

/// The letters of a line one by one, as [`width`] measures them.
#[must_use]
pub fn letters(text: &str, weight: Weight) -> Vec<Letter> {
    let Some(face) = weight.face() else {
        return Vec::new();
    };
    let height = f32::from(face.units_per_em());
    let letter = |(at, letter): (usize, char)| {
        let glyph = face.glyph_index(letter).unwrap_or_default();
        Letter {
            at,
            bytes: letter.len_utf8(),
            glyph: glyph.0,
            advance: f32::from(face.glyph_hor_advance(glyph).unwrap_or_default()) / height,
        }
    };
    text.char_indices().map(letter).collect()
}

/// The file of a weight.
#[must_use]
pub const fn file(weight: Weight) -> &'static [u8] {
    match weight {
        Weight::Regular => REGULAR,
        Weight::SemiBold => SEMI_BOLD,
        Weight::Bold => BOLD,
    }
}
