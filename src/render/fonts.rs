//! The letters: Inter in three weights, built in, and how wide a word is in them.
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
