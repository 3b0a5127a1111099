//! Pain and minutes of each cramp over time, in two panels above one row of dates.
//!
//! Invariants: each cramp with a number is a dot of its own, at its night; nothing is joined by a line or smoothed; a week without a number
//! has no middle; what the scale of minutes has no room for is marked, with its number; what has no number is counted in words.

use super::{
    columns::{Columns, real},
    scale,
    sheet::{LABEL, SMALL, Sheet},
    signs::{self, DOT, Sign},
};
use crate::{
    dialogue::figures::{Figures, Night, SEVERE, Spell, middle},
    render::{
        fonts::{self, Weight},
        svg::{Anchor, Type},
        voice::Voice,
    },
};

/// The height of a scale.
const PLOT: f32 = 300.0;
/// Between the lowest and the highest value and the ends of the scale.
const AIR: f32 = 16.0;
/// How far apart the dots of one night and one value lie, and how many of them are shown.
const STEP: f32 = 13.0;
const SHOWN: usize = 6;
/// The most minutes that are written as they are: a day.
const DAY: u32 = 24 * 60;

/// One of the two panels.
struct Measure {
    /// The text that says what is measured.
    title: &'static str,
    /// The number of a cramp, if it has one.
    value: fn(&Spell) -> Option<u32>,
    top: u32,
}

/// Draws the view.
pub fn draw(mut sheet: Sheet<'_>, figures: &Figures) -> String {
    let voice = sheet.voice;
    let count = voice.counted("picture-pain-total", figures.cramps.len());
    let lines = [count, voice.period(figures.span())];
    sheet.heading(&voice.t("picture-pain-title"), &lines);

    let [pain, minutes] = measures(figures);
    let widest = [&pain, &minutes].map(|measure| {
        let label = measure.top.to_string();
        fonts::width(&label, Weight::Regular, SMALL)
    });
    let columns = Columns::new(figures, widest[0].max(widest[1]));
    let is_over = figures
        .cramps
        .iter()
        .any(|spell| (minutes.value)(spell).is_some_and(|value| value > minutes.top));
    draw_measure(&mut sheet, &columns, figures, &pain, (true, false));
    draw_measure(&mut sheet, &columns, figures, &minutes, (false, is_over));
    let key = key(voice, figures, is_over);
    sheet.key(&key);
    sheet.finish()
}

/// The two measures, each with the end of its scale.
fn measures(figures: &Figures) -> [Measure; 2] {
    let all: Vec<u32> = figures.cramps.iter().filter_map(minutes).collect();
    [
        Measure {
            title: "picture-pain-panel",
            value: pain,
            top: 10,
        },
        Measure {
            title: "picture-minutes-panel",
            value: minutes,
            top: scale::top(&all),
        },
    ]
}

/// 0 to 10.
pub fn pain(spell: &Spell) -> Option<u32> {
    spell.pain.map(|pain| u32::from(pain.min(10)))
}

/// Whole minutes, rounded as in the diary.
pub fn minutes(spell: &Spell) -> Option<u32> {
    spell.seconds.map(|seconds| seconds.saturating_add(30) / 60)
}

fn draw_measure(
    sheet: &mut Sheet<'_>,
    columns: &Columns,
    figures: &Figures,
    measure: &Measure,
    (has_sign, is_over): (bool, bool),
) {
    let sign = if has_sign { columns.sign_height() } else { 0.0 };
    let over = if is_over { 40.0 } else { 0.0 };
    let dates = columns.dates_height(sheet.voice);
    let height = 34.0 + 54.0 + sign + 50.0 + over + PLOT + dates + 16.0;
    let top = sheet.panel(height).y + 34.0;
    draw_title(sheet, figures, measure, top);
    let mut y = top + 54.0;
    if has_sign {
        columns.draw_sign(sheet, y);
    }
    let line = y + 6.0;
    y += sign + 50.0;
    let middles = y - 12.0;
    y += over;
    let plot = Plot {
        low: y + PLOT - AIR,
        high: y + AIR,
        top: measure.top,
    };
    plot.draw_scale(sheet, columns);
    let line = if has_sign { line } else { middles - 24.0 };
    columns.draw_line(sheet, line, y + PLOT);
    draw_dots(sheet, columns, figures, measure, &plot);
    draw_middles(sheet, columns, figures, measure, &plot, middles);
    columns.draw_dates(sheet, y + PLOT);
}

/// What is measured, and how many cramps have no number.
fn draw_title(sheet: &mut Sheet<'_>, figures: &Figures, measure: &Measure, top: f32) {
    use super::sheet::{LEFT, RIGHT};
    let missing = figures.cramps.iter().map(measure.value);
    let missing = missing.filter(Option::is_none).count();
    let mut room = RIGHT - LEFT;
    if missing > 0 {
        let words = sheet.voice.counted("picture-without-number", missing);
        let words = fonts::cut(&words, Weight::Regular, SMALL, room * 0.6);
        room -= fonts::width(&words, Weight::Regular, SMALL) + 30.0;
        sheet.whisper(RIGHT, top + 32.0, Anchor::End, &words);
    }
    let title = sheet.voice.t(measure.title);
    let title = fonts::cut(&title, Weight::SemiBold, LABEL + 3.0, room);
    sheet.write(LEFT, top + 32.0, LABEL + 3.0, Weight::SemiBold, &title);
}

/// Where values stand.
struct Plot {
    low: f32,
    high: f32,
    top: u32,
}

impl Plot {
    /// The height of a value that is given in tenths; what is above the scale stands at its end.
    fn y(&self, tenths: u32) -> f32 {
        let real = |tenths: u32| u16::try_from(tenths).map_or(f32::MAX, f32::from);
        let top = self.top.saturating_mul(10).max(1);
        let share = real(tenths.min(top)) / real(top);
        self.low - (self.low - self.high) * share
    }

    /// Lines at nought, the middle and the end, with their numbers.
    fn draw_scale(&self, sheet: &mut Sheet<'_>, columns: &Columns) {
        for value in [0, self.top / 2, self.top] {
            let y = self.y(value * 10);
            let attributes = format!(r#"stroke="{}" stroke-width="2""#, sheet.palette.rule);
            let (left, right) = (columns.x(0), columns.end());
            sheet.shapes.line((left, y), (right, y), &attributes);
            let end = columns.labels_end();
            sheet.whisper(end, y + 11.0, Anchor::End, &value.to_string());
        }
    }
}

/// The cramps of a night that have one value, side by side where they are several.
fn draw_dots(
    sheet: &mut Sheet<'_>,
    columns: &Columns,
    figures: &Figures,
    measure: &Measure,
    plot: &Plot,
) {
    let mut dots: Vec<(chrono::NaiveDate, u32, Night)> = figures
        .cramps
        .iter()
        .filter_map(|spell| Some((spell.night, (measure.value)(spell)?, kind(spell))))
        .collect();
    dots.sort();
    for same in dots.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        let (night, value, _) = same[0];
        let Some((week, x)) = columns.night(night) else {
            continue;
        };
        if value > plot.top {
            signs::over(&mut sheet.shapes, (x, plot.high - 14.0), sheet.palette);
            continue;
        }
        let shown = same.len().min(SHOWN);
        let step = STEP.min(columns.width() / real(shown));
        let (first, last) = (
            columns.x(week) + DOT,
            columns.x(week) + columns.width() - DOT,
        );
        let spread = step * real(shown - 1);
        let from = (x - spread / 2.0).min(last - spread).max(first);
        for (index, (_, _, kind)) in same.iter().take(shown).enumerate() {
            let centre = (from + step * real(index), plot.y(value.saturating_mul(10)));
            signs::dot(&mut sheet.shapes, centre, *kind, sheet.palette);
        }
    }
}

/// The kind of night that a cramp by itself makes.
fn kind(spell: &Spell) -> Night {
    match spell.pain {
        None => Night::Cramp,
        Some(pain) if pain < SEVERE => Night::Mild,
        Some(_) => Night::Severe,
    }
}

/// The middle of each week, as a bar among the dots and as a number above them; and the largest value above the scale.
fn draw_middles(
    sheet: &mut Sheet<'_>,
    columns: &Columns,
    figures: &Figures,
    measure: &Measure,
    plot: &Plot,
    y: f32,
) {
    for (week, values) in by_week(columns, figures, measure.value).iter().enumerate() {
        let Some(tenths) = middle(values) else {
            continue;
        };
        // Above the scale there is no height that would be true: the number has to do.
        if tenths <= plot.top * 10 {
            let (left, width) = (columns.x(week), columns.width());
            let height = plot.y(tenths);
            let (from, to) = ((left + 3.0, height), (left + width - 3.0, height));
            signs::middle(&mut sheet.shapes, from, to, sheet.palette);
        }
        let words = capped(sheet.voice, tenths);
        let room = columns.width() + 6.0;
        let size = fonts::shrunk(&words, Weight::Bold, (SMALL, 38.0), room);
        let look = Type {
            size,
            weight: Weight::Bold,
            fill: sheet.palette.ink,
            anchor: Anchor::Middle,
        };
        let x = columns.centre(week);
        sheet.shapes.text(x, y, look, &words);
        let most = values.iter().max().filter(|most| **most > plot.top);
        if let Some(most) = most {
            let words = capped(sheet.voice, most.saturating_mul(10));
            sheet.whisper(x, plot.high - 34.0, Anchor::Middle, &words);
        }
    }
}

/// A value in tenths, or that it is above a day's minutes.
fn capped(voice: Voice<'_>, tenths: u32) -> String {
    if tenths > DAY * 10 {
        format!("{DAY}+")
    } else {
        voice.tenths(tenths)
    }
}

fn by_week(
    columns: &Columns,
    figures: &Figures,
    value: fn(&Spell) -> Option<u32>,
) -> Vec<Vec<u32>> {
    let mut weeks = vec![Vec::new(); columns.count()];
    for spell in &figures.cramps {
        let week = columns.night(spell.night).map(|(week, _)| week);
        if let (Some(week), Some(value)) = (week, value(spell)) {
            weeks[week].push(value);
        }
    }
    weeks
}

/// The signs that occur; the two kinds of cramps always.
fn key(voice: Voice<'_>, figures: &Figures, is_over: bool) -> Vec<(Sign, String)> {
    let mut key = vec![
        (Sign::Dot(Night::Mild), voice.t("picture-key-mild")),
        (Sign::Dot(Night::Severe), voice.t("picture-key-severe")),
        (Sign::Middle, voice.t("picture-key-middle")),
    ];
    let is_untold = |spell: &Spell| spell.pain.is_none() && spell.seconds.is_some();
    if figures.cramps.iter().any(is_untold) {
        key.push((Sign::Dot(Night::Cramp), voice.t("picture-key-cramp")));
    }
    if is_over {
        key.push((Sign::Over, voice.t("picture-key-over")));
    }
    key
}
