//! The month in one picture: a bar a week with its nights with a cramp, and below it, in the same column, each night.
//!
//! Invariants: a bar counts known nights only and says how many there were if not all; a week without a known night has no bar and no
//! nought; the dashes before the evenings are there only where `care::progress` gives a rate; nothing says what caused what.

use super::{
    columns::{Columns, real},
    sheet::{LABEL, NUMBER, SMALL, Sheet},
    signs::{self, Sign},
};
use crate::{
    care::progress::{Tally, nights_a_week},
    dialogue::figures::{Count, Figures, Night, WEEK},
    render::{
        fonts::{self, Weight},
        svg::{Anchor, Area, Type},
        voice::{Voice, number},
    },
};

/// A night's share of a bar.
const UNIT: f32 = 34.0;
/// A row of cells and the gap below it.
const ROW: f32 = 74.0;
const CELL: f32 = 64.0;

/// Draws the view.
pub fn draw(mut sheet: Sheet<'_>, figures: &Figures) -> String {
    let voice = sheet.voice;
    let lines = [total(voice, figures), voice.period(figures.span())];
    sheet.heading(&voice.t("picture-nights-title"), &lines);

    let columns = Columns::new(figures, weekdays_width(voice, figures));
    let is_partial = figures.weeks().any(|(_, week)| is_partial(week));
    let numbers = if is_partial { 104.0 } else { 66.0 };
    let before = before(figures);
    let bars = UNIT * highest(figures, before);
    let dates = columns.dates_height(voice);
    let rows = ROW * real(figures.rows());
    let height = 34.0 + columns.sign_height() + numbers + bars + dates + 22.0 + rows + 26.0;
    let top = sheet.panel(height).y + 34.0;
    let base = top + columns.sign_height() + numbers + bars;
    let cells = base + dates + 22.0;

    columns.draw_sign(&mut sheet, top);
    columns.draw_line(&mut sheet, top + 6.0, base);
    columns.draw_line(&mut sheet, cells, cells + rows - (ROW - CELL));
    draw_base(&mut sheet, &columns, base);
    let height = before.map(|tenths| base - UNIT * tenths_of(tenths));
    if let (Some(tenths), Some(y)) = (before, height) {
        draw_before(&mut sheet, &columns, tenths, y);
    }
    for (week, (_, nights)) in figures.weeks().enumerate() {
        let top = draw_bar(&mut sheet, &columns, week, nights, base);
        if let Some(y) = height.filter(|y| top < y - 4.0) {
            let (left, right) = (columns.x(week), columns.x(week) + columns.width());
            let panel = sheet.palette.panel;
            signs::dashes(&mut sheet.shapes, (left, y), (right, y), panel);
        }
    }
    for (week, (_, nights)) in figures.weeks().enumerate() {
        draw_number(&mut sheet, &columns, week, nights, base);
    }
    columns.draw_dates(&mut sheet, base);
    draw_cells(&mut sheet, &columns, figures, cells);
    let key = key(voice, figures, before);
    sheet.key(&key);
    sheet.finish()
}

/// "12 of 60 known nights with a cramp".
pub fn total(voice: Voice<'_>, figures: &Figures) -> String {
    let count = figures.total();
    if count.known == 0 {
        return voice.t("picture-nights-none-known");
    }
    let args = [
        ("cramps", number(count.cramps)),
        ("known", number(count.known)),
    ];
    voice.tn("picture-nights-total", &args)
}

/// Nights with a cramp a week in the two weeks before the evenings, in tenths, where enough is known.
pub fn before(figures: &Figures) -> Option<u32> {
    let Count {
        cramps,
        known,
        nights,
    } = figures.count(figures.baseline()?);
    nights_a_week(Tally { cramps, known }, nights, figures.total().cramps)
}

/// How many nights high the bars' room is: as high as what stands in it. A night has the same height in each picture.
fn highest(figures: &Figures, before: Option<u32>) -> f32 {
    let weeks = figures.weeks();
    let cramps = weeks.map(|(_, week)| f32::from(Count::of(week.iter().copied()).cramps));
    let before = before.map_or(0.0, tenths_of);
    cramps.fold(before.max(2.0), f32::max)
}

/// Whether some of a week's nights are known, and not all.
fn is_partial(week: &[Night]) -> bool {
    let count = Count::of(week.iter().copied());
    count.known > 0 && count.known < WEEK
}

fn weekdays_width(voice: Voice<'_>, figures: &Figures) -> f32 {
    let dates = figures.first.iter_days().take(usize::from(WEEK));
    let widths = dates.map(|date| fonts::width(&voice.weekday(date), Weight::Regular, LABEL));
    // Long names are cut: the nights need the room.
    widths.fold(70.0_f32, f32::max).min(150.0)
}

fn draw_base(sheet: &mut Sheet<'_>, columns: &Columns, base: f32) {
    let attributes = format!(r#"stroke="{}" stroke-width="3""#, sheet.palette.rule);
    let (left, right) = (columns.x(0), columns.end());
    sheet
        .shapes
        .line((left, base + 1.5), (right, base + 1.5), &attributes);
}

/// A week's bar: the nights with a strong cramp at the bottom, the others above; gives the height of its upper end.
fn draw_bar(
    sheet: &mut Sheet<'_>,
    columns: &Columns,
    week: usize,
    nights: &[Night],
    base: f32,
) -> f32 {
    let mut y = base;
    let cramps = nights.iter().filter(|night| night.is_cramp()).count();
    let strong = nights.iter().filter(|night| **night == Night::Severe);
    let strong = strong.count();
    for (kind, count) in [(Night::Severe, strong), (Night::Mild, cramps - strong)] {
        if count == 0 {
            continue;
        }
        let height = UNIT * real(count);
        let area = Area {
            x: columns.x(week),
            y: y - height + 2.0,
            width: columns.width(),
            height: height - 4.0,
            radius: 10.0,
        };
        signs::cell(&mut sheet.shapes, area, kind, sheet.palette);
        y -= height;
    }
    y
}

/// Tenths as what they are tenths of.
fn tenths_of(tenths: u32) -> f32 {
    u16::try_from(tenths).map_or(0.0, f32::from) / 10.0
}

/// The dashes, and their number where a scale's would stand.
fn draw_before(sheet: &mut Sheet<'_>, columns: &Columns, tenths: u32, y: f32) {
    let (left, right) = (columns.x(0), columns.end());
    let ink = sheet.palette.ink;
    signs::dashes(&mut sheet.shapes, (left, y), (right, y), ink);
    let look = Type {
        size: LABEL,
        weight: Weight::SemiBold,
        fill: sheet.palette.ink,
        anchor: Anchor::End,
    };
    let words = sheet.voice.tenths(tenths);
    sheet
        .shapes
        .text(columns.labels_end(), y + 12.0, look, &words);
}

/// A week's number above its bar, and of how many nights, if not of all seven.
fn draw_number(sheet: &mut Sheet<'_>, columns: &Columns, week: usize, nights: &[Night], base: f32) {
    let count = Count::of(nights.iter().copied());
    let (x, mut y) = (
        columns.centre(week),
        base - UNIT * f32::from(count.cramps) - 14.0,
    );
    if count.known == 0 {
        return draw_big(sheet, x, y, sheet.palette.soft, "–");
    }
    if count.known < WEEK {
        let words = of_known(sheet.voice, count.known, columns.width());
        backed(sheet, x, y, SMALL, &words);
        sheet.whisper(x, y, Anchor::Middle, &words);
        y -= 36.0;
    }
    let shown = count.cramps.to_string();
    backed(sheet, x, y, NUMBER, &shown);
    draw_big(sheet, x, y, sheet.palette.ink, &shown);
}

fn draw_big(sheet: &mut Sheet<'_>, x: f32, y: f32, fill: &str, words: &str) {
    let look = Type {
        size: NUMBER,
        weight: Weight::Bold,
        fill,
        anchor: Anchor::Middle,
    };
    sheet.shapes.text(x, y, look, words);
}

/// "of 5", or "/5" where the words are too long for the column.
fn of_known(voice: Voice<'_>, known: u16, room: f32) -> String {
    let words = voice.tn("picture-of-known", &[("known", number(known))]);
    if fonts::width(&words, Weight::Regular, SMALL) <= room + 6.0 {
        words
    } else {
        format!("/{known}")
    }
}

/// Takes the dashes away behind a number.
fn backed(sheet: &mut Sheet<'_>, x: f32, y: f32, size: f32, words: &str) {
    let width = fonts::width(words, Weight::Bold, size) + 16.0;
    // Figures are 0.73 of their size high.
    let (height, around) = (size * 0.73, 9.0);
    let area = Area {
        x: x - width / 2.0,
        y: y - height - around,
        width,
        height: height + 2.0 * around,
        radius: 0.0,
    };
    sheet.shapes.area(area, sheet.palette.panel);
}

fn draw_cells(sheet: &mut Sheet<'_>, columns: &Columns, figures: &Figures, top: f32) {
    let dates = figures.first.iter_days().zip(&figures.nights);
    for (date, _) in dates.take(usize::from(WEEK)) {
        let row = figures.row(date);
        let end = columns.labels_end();
        let name = fonts::cut(&sheet.voice.weekday(date), Weight::Regular, LABEL, 150.0);
        let look = Type {
            size: LABEL,
            weight: Weight::Regular,
            fill: sheet.palette.soft,
            anchor: Anchor::End,
        };
        let y = top + ROW * real(row) + CELL / 2.0 + 12.0;
        sheet.shapes.text(end, y, look, &name);
    }
    for (week, (first, nights)) in figures.weeks().enumerate() {
        for (row, night) in (figures.row(first)..).zip(nights) {
            let area = Area {
                x: columns.x(week),
                y: top + ROW * real(row),
                width: columns.width(),
                height: CELL,
                radius: 16.0,
            };
            signs::cell(&mut sheet.shapes, area, *night, sheet.palette);
        }
    }
}

/// The main four, and what else occurs.
fn key(voice: Voice<'_>, figures: &Figures, before: Option<u32>) -> Vec<(Sign, String)> {
    let mut key = Vec::new();
    for (night, words) in [
        (Night::Free, "picture-key-free"),
        (Night::Unknown, "picture-key-unknown"),
        (Night::Mild, "picture-key-mild"),
        (Night::Severe, "picture-key-severe"),
        (Night::Cramp, "picture-key-cramp"),
        (Night::Flagged, "picture-key-flagged"),
    ] {
        let is_optional = matches!(night, Night::Cramp | Night::Flagged);
        if !is_optional || figures.nights.contains(&night) {
            key.push((Sign::Night(night), voice.t(words)));
        }
    }
    if let Some(tenths) = before {
        let mean = voice.tenths(tenths);
        let args = [("mean", mean.as_str().into())];
        key.push((Sign::Before, voice.tn("picture-key-before", &args)));
    }
    key
}
