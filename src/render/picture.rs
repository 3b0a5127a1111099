//! The pictures of a diary as a person sees them on a phone: its nights, the pain of its cramps, and what helped.
//!
//! Invariants: each picture is 1,280 pixels wide, opaque, and of one design; the same numbers give the same shapes; any numbers
//! give a picture, also such as make no sense; what is not known is said to be unknown, and an empty diary gives a calm picture
//! that says so. A picture shows no more than [`SEASON`] weeks, the last ones.
//!
//! Deliberately not here: whether a difference means anything, and pixels (`render::png`).

mod columns;
mod helped;
mod nights;
mod pain;
mod palette;
mod scale;
mod sheet;
mod signs;
mod words;

use chrono::Days;

use self::{palette::Palette, sheet::Sheet};
use super::{
    fonts::{self, Weight},
    svg::{Anchor, Area, Type},
    voice::Voice,
};
use crate::{
    content::Content,
    dialogue::{
        Picture, View,
        figures::{Figures, Night, SEASON, WEEK},
    },
};

/// How high the sign of an empty picture is.
const EMPTY: f32 = 72.0;

/// A picture as SVG, 1280 wide, in the language that it names.
#[must_use]
pub fn drawing(content: &Content, picture: &Picture) -> String {
    let figures = latest(&picture.figures);
    let voice = voice(content, picture);
    let sheet = Sheet::new(voice, Palette::of(picture.look));
    match (picture.view, nothing(picture.view, &figures)) {
        (view, Some(why)) => draw_nothing(sheet, view, why),
        (View::Nights, None) => nights::draw(sheet, &figures),
        (View::Pain, None) => pain::draw(sheet, &figures),
        (View::Helped, None) => helped::draw(sheet, &figures),
    }
}

/// All that a picture shows, in short sentences: the text for whoever cannot see it.
#[must_use]
pub fn words(content: &Content, picture: &Picture) -> String {
    let figures = latest(&picture.figures);
    let voice = voice(content, picture);
    let said = match (picture.view, nothing(picture.view, &figures)) {
        (_, Some(why)) => vec![voice.t(why)],
        (View::Nights, None) => words::nights(voice, &figures),
        (View::Pain, None) => words::pain(voice, &figures),
        (View::Helped, None) => words::helped(voice, &figures),
    };
    said.join(" ")
}

fn voice<'a>(content: &'a Content, picture: &'a Picture) -> Voice<'a> {
    Voice {
        content,
        language: &picture.language,
    }
}

/// The last [`SEASON`] weeks of the figures, and the cramps of these. What helped is counted for the whole span and cannot be cut.
fn latest(figures: &Figures) -> Figures {
    let weeks = figures.weeks().count();
    let skipped = figures.weeks().take(weeks.saturating_sub(SEASON.into()));
    let skipped: usize = skipped.map(|(_, nights)| nights.len()).sum();
    let days = Days::new(u64::try_from(skipped).unwrap_or_default());
    let mut shown = Figures {
        first: figures
            .first
            .checked_add_days(days)
            .unwrap_or(figures.first),
        nights: figures.nights[skipped..].to_vec(),
        ..figures.clone()
    };
    if skipped > 0 {
        let span = shown.span();
        shown.cramps.retain(|spell| span.holds(spell.night));
    }
    shown
}

/// The key of the text that says why there is nothing to see.
fn nothing(view: View, figures: &Figures) -> Option<&'static str> {
    let is_told = |night: &Night| *night != Night::Unknown;
    match view {
        View::Nights => (!figures.nights.iter().any(is_told)).then_some("picture-nights-empty"),
        View::Pain => figures.cramps.is_empty().then_some("picture-pain-empty"),
        View::Helped => helped::is_empty(figures).then_some("picture-helped-empty"),
    }
}

/// An empty sign of what will be here, and why there is none yet.
fn draw_nothing(mut sheet: Sheet<'_>, view: View, why: &str) -> String {
    let title = match view {
        View::Nights => "picture-nights-title",
        View::Pain => "picture-pain-title",
        View::Helped => "picture-helped-title",
    };
    let (title, why) = (sheet.voice.t(title), sheet.voice.t(why));
    sheet.heading(&title, &[]);
    // Lines of about the same length: a single word in the last one looks lost.
    let room = sheet::RIGHT - sheet::LEFT - 160.0;
    let wide = fonts::width(&why, Weight::Regular, 40.0);
    let room = room.min(wide / (wide / room).ceil() * 1.15);
    let lines = fonts::wrapped(&why, Weight::Regular, 40.0, room, 6);
    let height = 330.0 + 60.0 * columns::real(lines.len());
    let top = sheet.panel(height).y + 110.0;
    let mut y = top + EMPTY + 100.0;
    match view {
        View::Nights => draw_empty_week(&mut sheet, top),
        View::Pain | View::Helped => draw_empty_bar(&mut sheet, top),
    }
    let look = Type {
        size: 40.0,
        weight: Weight::Regular,
        fill: sheet.palette.ink,
        anchor: Anchor::Middle,
    };
    for line in lines {
        sheet.shapes.text(sheet::WIDTH / 2.0, y, look, &line);
        y += 60.0;
    }
    sheet.finish()
}

/// A week of nights that nobody told about.
fn draw_empty_week(sheet: &mut Sheet<'_>, y: f32) {
    let (count, gap) = (usize::from(WEEK), 22.0);
    let wide = (EMPTY + gap) * columns::real(count) - gap;
    for index in 0..count {
        let area = Area {
            x: (sheet::WIDTH - wide) / 2.0 + (EMPTY + gap) * columns::real(index),
            y,
            width: EMPTY,
            height: EMPTY,
            radius: 18.0,
        };
        signs::cell(&mut sheet.shapes, area, Night::Unknown, sheet.palette);
    }
}

/// The track of a bar, without the bar: nights would say something about nights.
fn draw_empty_bar(sheet: &mut Sheet<'_>, y: f32) {
    let (width, height) = (sheet::WIDTH / 2.0, EMPTY / 3.0);
    let area = Area {
        x: (sheet::WIDTH - width) / 2.0,
        y: y + (EMPTY - height) / 2.0,
        width,
        height,
        radius: height / 2.0,
    };
    sheet.shapes.area(area, sheet.palette.track);
}
