//! Whether a picture is still the one that was approved: as an eye would say it, not bit by bit.
//!
//! Letters are drawn a shade otherwise from one machine or release of a crate to another. So both pictures are made smaller, and then
//! the greys are compared: on average, and where they differ most.
//!
//! `UPDATE_PICTURES=1` writes the approved pictures anew; what changed is then looked at.

use std::{fs, path::Path};

use resvg::tiny_skia::Pixmap;

/// How many pixels of each direction become one.
const BLOCK: u32 = 4;
/// The mean difference that is still alike, of 255.
const MEAN: f64 = 0.4;
/// The difference of one block that is still alike, of 255.
const LOCAL: f64 = 40.0;

/// A picture in greys, made smaller.
pub struct Small {
    width: u32,
    height: u32,
    greys: Vec<f64>,
}

/// How far two pictures lie apart, of 255.
#[derive(Debug)]
pub struct Distance {
    pub mean: f64,
    pub most: f64,
}

impl Small {
    pub fn of(png: &[u8]) -> Self {
        let pixels = Pixmap::decode_png(png).expect("a PNG");
        let (width, height) = (pixels.width() / BLOCK, pixels.height() / BLOCK);
        let grey = |x: u32, y: u32| {
            let pixel = pixels.pixel(x, y).expect("inside");
            let sum = u32::from(pixel.red()) + u32::from(pixel.green()) + u32::from(pixel.blue());
            f64::from(sum) / 3.0
        };
        let greys = (0..width * height).map(|block| {
            let (left, top) = (block % width * BLOCK, block / width * BLOCK);
            let inside = (0..BLOCK * BLOCK).map(|n| grey(left + n % BLOCK, top + n / BLOCK));
            inside.sum::<f64>() / f64::from(BLOCK * BLOCK)
        });
        Self {
            width,
            height,
            greys: greys.collect(),
        }
    }

    /// `None` where their sizes differ.
    pub fn distance(&self, other: &Self) -> Option<Distance> {
        if (self.width, self.height) != (other.width, other.height) {
            return None;
        }
        let pairs = self.greys.iter().zip(&other.greys);
        let each: Vec<f64> = pairs.map(|(one, two)| (one - two).abs()).collect();
        Some(Distance {
            mean: each.iter().sum::<f64>() / each.len().max(1) as f64,
            most: each.iter().copied().fold(0.0, f64::max),
        })
    }
}

/// Compares a picture with the approved one at `path`, below the top of the package.
pub fn approve(path: &str, png: &[u8]) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        fs::write(&file, png).expect("a place for the picture");
        return;
    }
    let approved = fs::read(&file).unwrap_or_else(|error| panic!("{path}: {error}"));
    let distance = Small::of(&approved).distance(&Small::of(png));
    let distance = distance.unwrap_or_else(|| panic!("{path} has another size"));
    assert!(
        distance.mean <= MEAN && distance.most <= LOCAL,
        "{path} looks otherwise: {distance:?}"
    );
}

#[test]
fn a_word_that_is_missing_is_seen_and_a_hair_is_not() {
    let sheet = |dark: u8, high: u32| {
        let mut pixels = Pixmap::new(400, 400).expect("a size");
        for (index, pixel) in pixels.data_mut().chunks_mut(4).enumerate() {
            let (x, y) = (index as u32 % 400, index as u32 / 400);
            let is_ink = (100..160).contains(&x) && (100..100 + high).contains(&y);
            let grey = if is_ink { dark } else { 255 };
            pixel.copy_from_slice(&[grey, grey, grey, 255]);
        }
        Small::of(&pixels.encode_png().expect("a PNG"))
    };
    let full = sheet(0, 12);
    let apart = |other: &Small| full.distance(other).expect("one size");
    let hair = apart(&sheet(12, 12));
    assert!(hair.mean <= MEAN && hair.most <= LOCAL, "{hair:?}");
    let missing = apart(&sheet(0, 0));
    assert!(missing.most > LOCAL, "{missing:?}");
    let other_size = Pixmap::new(400, 404);
    let other_size = other_size.expect("a size").encode_png().expect("a PNG");
    assert!(full.distance(&Small::of(&other_size)).is_none());
}
