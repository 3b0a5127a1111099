//! A drawing as a PNG of at most 256 colours.
//!
//! What we draw is flat: a dozen colours, and what lies between two of them at the edges. So one byte a pixel says it all, and the file is
//! written in about half the time and half as long as with three. Where there are more colours, the rarest become the nearest of the others.
//!
//! Deliberately not here: transparency. What is not covered becomes black.

use std::collections::HashMap;

use resvg::tiny_skia::{Pixmap, PremultipliedColorU8};

use super::NotDrawn;

/// As many as one byte can name.
const COLOURS: usize = 256;

type Colour = [u8; 3];

/// The drawing as PNG.
pub fn encode(pixels: &Pixmap) -> Result<Vec<u8>, NotDrawn> {
    let counts = counts(pixels.pixels());
    let kept = kept(&counts);
    let numbers = numbers(&counts, &kept);
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(kept.as_flattened());
    encoder.set_compression(png::Compression::Balanced);
    // A number of a colour says nothing about the next one: differences would only be longer.
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header().map_err(|_| NotDrawn::Png)?;
    writer
        .write_image_data(&indexed(pixels.pixels(), &numbers))
        .map_err(|_| NotDrawn::Png)?;
    writer.finish().map_err(|_| NotDrawn::Png)?;
    Ok(out)
}

fn colour(pixel: PremultipliedColorU8) -> Colour {
    [pixel.red(), pixel.green(), pixel.blue()]
}

/// How often each colour occurs. Counted by runs: most pixels are as the one before.
fn counts(pixels: &[PremultipliedColorU8]) -> HashMap<Colour, usize> {
    let mut counts = HashMap::new();
    for run in pixels.chunk_by(|one, other| one == other) {
        *counts.entry(colour(run[0])).or_insert(0) += run.len();
    }
    counts
}

/// The colours that occur most.
fn kept(counts: &HashMap<Colour, usize>) -> Vec<Colour> {
    let mut all: Vec<(usize, Colour)> = counts
        .iter()
        .map(|(colour, count)| (*count, *colour))
        .collect();
    // By colour where they occur as often: the same drawing gives the same bytes.
    all.sort_unstable_by(|one, other| other.cmp(one));
    all.truncate(COLOURS);
    all.into_iter().map(|(_, colour)| colour).collect()
}

/// The number of each colour, or of the one that is nearest.
fn numbers(counts: &HashMap<Colour, usize>, kept: &[Colour]) -> HashMap<Colour, u8> {
    let mut numbers: HashMap<Colour, u8> = (0..=u8::MAX)
        .zip(kept)
        .map(|(number, colour)| (*colour, number))
        .collect();
    for colour in counts
        .keys()
        .filter(|colour| counts.len() > kept.len() && !kept.contains(colour))
    {
        let nearest = (0..=u8::MAX)
            .zip(kept)
            .min_by_key(|(_, other)| distance(*colour, **other));
        numbers.insert(*colour, nearest.map_or(0, |(number, _)| number));
    }
    numbers
}

fn distance(one: Colour, other: Colour) -> u32 {
    let parts = one.into_iter().zip(other);
    parts
        .map(|(one, other)| u32::from(one.abs_diff(other)).pow(2))
        .sum()
}

fn indexed(pixels: &[PremultipliedColorU8], numbers: &HashMap<Colour, u8>) -> Vec<u8> {
    let mut out = Vec::with_capacity(pixels.len());
    for run in pixels.chunk_by(|one, other| one == other) {
        let number = numbers.get(&colour(run[0])).copied().unwrap_or_default();
        out.resize(out.len() + run.len(), number);
    }
    out
}

#[cfg(test)]
mod tests {
    use resvg::tiny_skia::{Color, Paint, Rect, Transform};

    use super::*;

    fn decoded(bytes: &[u8]) -> Vec<u8> {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("a PNG");
        let mut out = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut out).expect("a picture");
        out.truncate(info.buffer_size());
        out
    }

    fn stripes(count: u16) -> Pixmap {
        let mut pixels = Pixmap::new(u32::from(count), 2).expect("a size");
        for x in 0..count {
            let [high, low] = x.to_be_bytes();
            let mut paint = Paint::default();
            paint.set_color(Color::from_rgba8(low, high * 9, 200, 255));
            let stripe = Rect::from_xywh(f32::from(x), 0.0, 1.0, 2.0).expect("a stripe");
            pixels.fill_rect(stripe, &paint, Transform::default(), None);
        }
        pixels
    }

    #[test]
    fn few_colours_come_back_as_they_were() {
        let pixels = stripes(200);
        let expected: Vec<u8> = pixels
            .pixels()
            .iter()
            .flat_map(|pixel| colour(*pixel))
            .collect();
        assert_eq!(decoded(&encode(&pixels).expect("a PNG")), expected);
    }

    #[test]
    fn of_many_colours_the_rarest_become_their_neighbours() {
        let pixels = stripes(300);
        let expected = pixels.pixels().iter().flat_map(|pixel| colour(*pixel));
        let found = decoded(&encode(&pixels).expect("a PNG"));
        let most = expected
            .zip(found)
            .map(|(one, other)| one.abs_diff(other))
            .max();
        assert!(most.is_some_and(|most| most > 0 && most <= 44), "{most:?}");
    }
}
