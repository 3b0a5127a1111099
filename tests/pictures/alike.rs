//! Whether two pictures look alike: both are laid under a grid of squares, and the mean colours of the squares are compared.

use std::io::Cursor;

/// The side of a square, in pixels.
const SQUARE: usize = 8;
/// Steps of 255 by which squares may differ on average, and the most that one may.
const ON_AVERAGE: f64 = 0.15;
const AT_MOST: f64 = 12.0;

/// Pixels, three bytes each.
pub struct Bitmap {
    pub width: usize,
    pub height: usize,
    bytes: Vec<u8>,
}

impl Bitmap {
    /// Reads a PNG of any colours, without transparency.
    pub fn read(png: &[u8]) -> Self {
        let mut decoder = png::Decoder::new(Cursor::new(png));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("a PNG");
        let mut bytes = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut bytes).expect("a picture");
        assert_eq!(info.color_type, png::ColorType::Rgb, "opaque");
        bytes.truncate(info.buffer_size());
        Self {
            width: usize::try_from(info.width).expect("small"),
            height: usize::try_from(info.height).expect("small"),
            bytes,
        }
    }

    /// The mean colour of each square, row by row.
    fn squares(&self) -> Vec<[f64; 3]> {
        let across = self.width.div_ceil(SQUARE);
        let down = self.height.div_ceil(SQUARE);
        let mut sums = vec![([0.0; 3], 0.0); across * down];
        for (index, pixel) in self.bytes.chunks_exact(3).enumerate() {
            let (x, y) = (index % self.width, index / self.width);
            let (sum, count) = &mut sums[y / SQUARE * across + x / SQUARE];
            for (sum, part) in sum.iter_mut().zip(pixel) {
                *sum += f64::from(*part);
            }
            *count += 1.0;
        }
        let means = sums.into_iter();
        means
            .map(|(sum, count)| sum.map(|part| part / count))
            .collect()
    }
}

/// By how much two pictures differ, in steps of 255.
#[derive(Debug)]
pub enum Difference {
    Size,
    Colours { on_average: f64, at_most: f64 },
}

impl Difference {
    pub fn between(one: &Bitmap, other: &Bitmap) -> Self {
        if (one.width, one.height) != (other.width, other.height) {
            return Self::Size;
        }
        let (ours, theirs) = (one.squares(), other.squares());
        let parts = ours.iter().flatten().zip(theirs.iter().flatten());
        let (mut sum, mut at_most, mut count) = (0.0, 0.0_f64, 0.0);
        for (ours, theirs) in parts {
            let difference = (ours - theirs).abs();
            sum += difference;
            at_most = at_most.max(difference);
            count += 1.0;
        }
        Self::Colours {
            on_average: sum / count,
            at_most,
        }
    }

    /// Whether nobody would see it.
    pub fn is_none_for_the_eye(&self) -> bool {
        match self {
            Self::Size => false,
            Self::Colours {
                on_average,
                at_most,
            } => *on_average <= ON_AVERAGE && *at_most <= AT_MOST,
        }
    }
}
