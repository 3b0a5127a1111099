//! Pictures and documents: numbers in, bytes out.
//!
//! Invariants: the same numbers give the same bytes; letters come from the fonts that are built in, never from the machine; no word that a
//! person reads stands here (they are texts of the content); nothing here reads a clock, a disk or a network.
//!
//! Deliberately not here: what the numbers are (`dialogue::figures`), what they mean (`care::progress`), and sending (`telegram`).

pub mod fonts;
mod indexed;
pub mod picture;
pub mod report;
pub mod svg;
mod voice;

use crate::{content::Content, dialogue::Picture};

pub use picture::words;

/// Why nothing could be drawn. A fault of the program, not of the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotDrawn {
    #[error("the shapes of a picture are not well-formed")]
    Shapes,
    #[error("a picture has no size")]
    Size,
    #[error("a picture cannot be written as PNG")]
    Png,
    #[error("a document cannot be written as PDF")]
    Pdf,
}

/// A picture of the diary as PNG, 1280 pixels wide.
///
/// # Errors
/// [`NotDrawn`]: never for want of sense in the numbers.
pub fn picture(content: &Content, picture: &Picture) -> Result<Vec<u8>, NotDrawn> {
    png(&picture::drawing(content, picture))
}

/// A picture as PNG, drawn from its shapes at their own size. It is opaque, and has 256 colours at most.
///
/// # Errors
/// [`NotDrawn`], where the shapes are none.
pub fn png(shapes: &str) -> Result<Vec<u8>, NotDrawn> {
    use resvg::{tiny_skia, usvg};
    let tree = usvg::Tree::from_str(shapes, fonts::options()).map_err(|_| NotDrawn::Shapes)?;
    let size = tree.size().to_int_size();
    let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height()).ok_or(NotDrawn::Size)?;
    resvg::render(&tree, tiny_skia::Transform::default(), &mut pixels.as_mut());
    indexed::encode(&pixels)
}
