//! Weeks as columns: where each stands, its date below it, and where the evenings began between two of them.
//!
//! Invariant: no date and no month lies upon another; where there is no room for all months, the first gives way.

use chrono::{Datelike, NaiveDate};

use super::sheet::{LABEL, LEFT, RIGHT, SMALL, Sheet};
use crate::{
    dialogue::figures::{Figures, WEEK},
    render::{
        fonts::{self, Weight},
        svg::{Anchor, Type},
        voice::Voice,
    },
};

/// A column is no wider than this, however few there are.
const WIDEST: f32 = 236.0;
/// Between columns.
const GAP: f32 = 10.0;
/// What the gap is wider by where the evenings began.
const BREAK: f32 = 22.0;
/// Between the first column and what stands left of it.
const GUTTER_GAP: f32 = 20.0;

/// Where the columns stand.
pub struct Columns {
    left: f32,
    pitch: f32,
    /// The first evening of each week.
    starts: Vec<NaiveDate>,
    /// The column before which the evenings began.
    begun: Option<usize>,
}

impl Columns {
    /// Columns for the weeks of these figures, right of a gutter that holds labels so wide.
    pub fn new(figures: &Figures, labels: f32) -> Self {
        let starts: Vec<NaiveDate> = figures.weeks().map(|(first, _)| first).collect();
        let begun = figures
            .month
            .and_then(|month| starts.iter().position(|first| *first == month.first));
        let gutter = labels + GUTTER_GAP;
        let extra = if begun.is_some() { BREAK } else { 0.0 };
        let count = real(starts.len().max(1));
        let room = RIGHT - LEFT - gutter - extra;
        let pitch = ((room + GAP) / count).min(WIDEST);
        let spare = room + GAP - pitch * count;
        Self {
            left: LEFT + gutter + spare / 2.0,
            pitch,
            starts,
            begun,
        }
    }

    /// The left edge of the gutter's labels, on whose right end they are aligned.
    pub fn labels_end(&self) -> f32 {
        self.left - GUTTER_GAP
    }

    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// How wide a column is.
    pub fn width(&self) -> f32 {
        self.pitch - GAP
    }

    /// The left edge of a column.
    pub fn x(&self, week: usize) -> f32 {
        let past = self.begun.is_some_and(|begun| week >= begun);
        let extra = if past { BREAK } else { 0.0 };
        self.left + self.pitch * real(week) + extra
    }

    pub fn centre(&self, week: usize) -> f32 {
        self.x(week) + self.width() / 2.0
    }

    /// The right edge of the last column.
    pub fn end(&self) -> f32 {
        self.x(self.count().saturating_sub(1)) + self.width()
    }

    /// Where a night stands, if it is one of these.
    pub fn night(&self, night: NaiveDate) -> Option<(usize, f32)> {
        let first = *self.starts.first()?;
        let nights = usize::try_from((night - first).num_days()).ok()?;
        let (week, day) = (nights / usize::from(WEEK), nights % usize::from(WEEK));
        let day = (real(day) + 0.5) / f32::from(WEEK);
        (week < self.count()).then(|| (week, self.x(week) + day * self.width()))
    }

    /// How high the rows of dates are.
    pub fn dates_height(&self, voice: Voice<'_>) -> f32 {
        if self.are_dates_whole(voice) {
            44.0
        } else {
            82.0
        }
    }

    fn are_dates_whole(&self, voice: Voice<'_>) -> bool {
        let room = self.pitch - 14.0;
        let fits =
            |date: &NaiveDate| fonts::width(&voice.day(*date), Weight::Regular, SMALL) <= room;
        self.starts.iter().all(fits)
    }

    /// The dates below the columns, from a height down.
    pub fn draw_dates(&self, sheet: &mut Sheet<'_>, top: f32) {
        let voice = sheet.voice;
        let y = top + 34.0;
        let is_whole = self.are_dates_whole(voice);
        for (week, date) in self.starts.iter().enumerate() {
            let shown = if is_whole {
                voice.day(*date)
            } else {
                date.day().to_string()
            };
            sheet.whisper(self.centre(week), y, Anchor::Middle, &shown);
        }
        if !is_whole {
            self.draw_months(sheet, y + 38.0);
        }
    }

    /// The months, each below the first of its dates.
    fn draw_months(&self, sheet: &mut Sheet<'_>, y: f32) {
        let mut months: Vec<(f32, f32, String)> = Vec::new();
        let mut last = None;
        for (week, date) in self.starts.iter().enumerate() {
            let month = (date.year(), date.month());
            if last.replace(month) == Some(month) {
                continue;
            }
            let name = sheet.voice.month(*date);
            let name = fonts::cut(&name, Weight::SemiBold, SMALL, self.pitch * 3.0);
            let half = fonts::width(&name, Weight::SemiBold, SMALL) / 2.0;
            let centre = self.centre(week).min(RIGHT + 16.0 - half);
            if let Some((before, its_half, _)) = months.last()
                && centre - half < before + its_half + 16.0
            {
                months.pop();
            }
            months.push((centre, half, name));
        }
        for (centre, _, name) in months {
            let look = Type {
                size: SMALL,
                weight: Weight::SemiBold,
                fill: sheet.palette.soft,
                anchor: Anchor::Middle,
            };
            sheet.shapes.text(centre, y, look, &name);
        }
    }

    /// How much room the sign for the first evening needs above the columns.
    pub fn sign_height(&self) -> f32 {
        if self.begun.is_some() { 54.0 } else { 0.0 }
    }

    /// The words that say where the evenings began, beside the line. That is all they say.
    pub fn draw_sign(&self, sheet: &mut Sheet<'_>, top: f32) {
        let Some(x) = self.begun_x() else {
            return;
        };
        let words = sheet.voice.t("picture-evenings-began");
        let (left, right) = (x - LEFT, RIGHT - x);
        let wide = fonts::width(&words, Weight::SemiBold, LABEL);
        let is_right = wide + 16.0 <= right || right >= left;
        let room = if is_right { right } else { left } - 16.0;
        let (x, anchor) = if is_right {
            (x + 16.0, Anchor::Start)
        } else {
            (x - 16.0, Anchor::End)
        };
        let look = Type {
            size: LABEL,
            weight: Weight::SemiBold,
            fill: sheet.palette.begun,
            anchor,
        };
        let words = fonts::cut(&words, Weight::SemiBold, LABEL, room);
        sheet.shapes.text(x, top + 30.0, look, &words);
    }

    /// The line between the weeks before and those since.
    pub fn draw_line(&self, sheet: &mut Sheet<'_>, from: f32, to: f32) {
        if let Some(x) = self.begun_x() {
            let attributes = format!(
                r#"stroke="{}" stroke-width="4" stroke-dasharray="0.1 11" stroke-linecap="round""#,
                sheet.palette.begun
            );
            sheet.shapes.line((x, from), (x, to), &attributes);
        }
    }

    fn begun_x(&self) -> Option<f32> {
        self.begun.map(|week| self.x(week) - (GAP + BREAK) / 2.0)
    }
}

/// A small count as a length.
pub fn real(count: usize) -> f32 {
    u16::try_from(count).map_or(f32::from(u16::MAX), f32::from)
}
