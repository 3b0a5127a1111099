//! What helped in a cramp, what the soaks came to, and the evenings that were done: counts, each of how many.
//!
//! Invariants: each number stands beside what it is a part of; a soak is comfort and no test, and the picture says so; nothing here says
//! that the evenings changed anything.

use super::{
    columns::real,
    sheet::{LABEL, LEFT, RIGHT, SMALL, Sheet},
};
use crate::{
    dialogue::{
        Helped,
        figures::{Figures, Month, Soaks},
    },
    render::{
        fonts::{self, Weight},
        svg::{Anchor, Area, Type},
        voice::{Voice, number},
    },
};

/// A bar with its words above it.
const ROW: f32 = 106.0;
const BAR: f32 = 24.0;
/// The title of a panel.
const TITLE: f32 = 64.0;
/// A line of explanation.
const NOTE: f32 = 44.0;

/// A bar: what it is, how long of how long, and that in words.
struct Bar {
    name: String,
    part: u16,
    of: u16,
    words: String,
    /// Not an answer to what helped, but that nothing did.
    is_faint: bool,
}

/// Draws the view.
pub fn draw(mut sheet: Sheet<'_>, figures: &Figures) -> String {
    let voice = sheet.voice;
    let count = voice.counted("picture-pain-total", figures.cramps.len());
    let lines = [count, voice.period(figures.span())];
    sheet.heading(&voice.t("picture-helped-title"), &lines);
    let bars = helped(voice, figures);
    if !bars.is_empty() {
        draw_panel(
            &mut sheet,
            "picture-helped-panel",
            &bars,
            &notes(voice, figures),
        );
    }
    if let Some((bar, notes)) = soaks(voice, figures.soaks) {
        draw_panel(&mut sheet, "picture-soaks-panel", &bar, &notes);
    }
    if let Some(bar) = figures.month.and_then(|month| evenings(voice, month)) {
        draw_panel(&mut sheet, "picture-evenings-panel", &[bar], &[]);
    }
    sheet.finish()
}

/// Whether there is nothing to draw.
pub fn is_empty(figures: &Figures) -> bool {
    let Soaks {
        eased,
        stayed,
        untold,
    } = figures.soaks;
    let has_evenings = figures.month.is_some_and(|month| month.of > 0);
    figures.helped.is_empty() && eased == 0 && stayed == 0 && untold == 0 && !has_evenings
}

/// What helped, in words: "in 7 of 12 cramps", with what it is. "Nothing" comes last.
pub fn counts(voice: Voice<'_>, figures: &Figures) -> Vec<(Helped, u16, String)> {
    let count = usize::from(figures.answered);
    let mut all: Vec<(Helped, u16)> = figures.helped.clone();
    all.sort_by_key(|(what, times)| (*what == Helped::Nothing, std::cmp::Reverse(*times), *what));
    all.dedup_by_key(|(what, _)| *what);
    all.truncate(Helped::ALL.len());
    all.into_iter()
        .map(|(what, times)| {
            let args = [("times", number(times)), ("count", number(count))];
            (what, times, voice.tn("picture-helped-in", &args))
        })
        .collect()
}

/// How many cramps have no answer, and what the bars are not.
pub fn notes(voice: Voice<'_>, figures: &Figures) -> Vec<String> {
    let untold = figures.cramps.len().saturating_sub(figures.answered.into());
    let untold = (untold > 0).then(|| voice.counted("picture-helped-untold", untold));
    let note = voice.t("picture-helped-note");
    untold.into_iter().chain([note]).collect()
}

fn helped(voice: Voice<'_>, figures: &Figures) -> Vec<Bar> {
    let of = figures.answered;
    counts(voice, figures)
        .into_iter()
        .map(|(what, part, words)| Bar {
            name: voice.t(&format!("helped-{}-button", what.name())),
            part,
            of,
            words,
            is_faint: what == Helped::Nothing,
        })
        .collect()
}

/// "in 2 of 3", or another text with these numbers, if it is known of any soak.
pub fn eased(voice: Voice<'_>, soaks: Soaks, key: &str) -> Option<String> {
    let args = [
        ("eased", number(soaks.eased)),
        ("told", number(soaks.told())),
    ];
    (soaks.told() > 0).then(|| voice.tn(key, &args))
}

fn soaks(voice: Voice<'_>, soaks: Soaks) -> Option<(Vec<Bar>, Vec<String>)> {
    if soaks.told() == 0 && soaks.untold == 0 {
        return None;
    }
    let mut notes = Vec::new();
    if soaks.untold > 0 {
        notes.push(voice.counted("picture-soaks-untold", soaks.untold.into()));
    }
    notes.push(voice.t("picture-soaks-note"));
    let bar = eased(voice, soaks, "picture-soaks-in").map(|words| Bar {
        name: voice.t("picture-soaks-eased"),
        part: soaks.eased,
        of: soaks.told(),
        words,
        is_faint: false,
    });
    Some((bar.into_iter().collect(), notes))
}

/// "on 24 of 30 evenings", or another text with these numbers, if there was an evening to do.
pub fn done(voice: Voice<'_>, month: Month, key: &str) -> Option<String> {
    let args = [("done", number(month.done)), ("of", number(month.of))];
    (month.of > 0).then(|| voice.tn(key, &args))
}

fn evenings(voice: Voice<'_>, month: Month) -> Option<Bar> {
    Some(Bar {
        name: voice.t("picture-evenings-done"),
        part: month.done,
        of: month.of,
        words: done(voice, month, "picture-evenings-of")?,
        is_faint: false,
    })
}

fn draw_panel(sheet: &mut Sheet<'_>, title: &str, bars: &[Bar], notes: &[String]) {
    let room = RIGHT - LEFT;
    let notes: Vec<String> = notes
        .iter()
        .flat_map(|note| fonts::wrapped(note, Weight::Regular, SMALL, room, 2))
        .collect();
    let height = 34.0 + TITLE + ROW * real(bars.len()) + NOTE * real(notes.len()) + 22.0;
    let mut y = sheet.panel(height).y + 34.0;
    let title = fonts::cut(&sheet.voice.t(title), Weight::SemiBold, LABEL, room);
    let look = Type {
        size: LABEL,
        weight: Weight::SemiBold,
        fill: sheet.palette.soft,
        anchor: Anchor::Start,
    };
    sheet.shapes.text(LEFT, y + 30.0, look, &title);
    y += TITLE;
    for bar in bars {
        draw_bar(sheet, bar, y);
        y += ROW;
    }
    for note in notes {
        sheet.whisper(LEFT, y + 30.0, Anchor::Start, &note);
        y += NOTE;
    }
}

/// The name at the left, the number at the right, the bar below both.
fn draw_bar(sheet: &mut Sheet<'_>, bar: &Bar, top: f32) {
    let mut room = RIGHT - LEFT;
    let base = top + 34.0;
    let words = fonts::cut(&bar.words, Weight::Regular, LABEL, room * 0.55);
    room -= fonts::width(&words, Weight::Regular, LABEL) + 24.0;
    let look = Type {
        size: LABEL,
        weight: Weight::Regular,
        fill: sheet.palette.ink,
        anchor: Anchor::End,
    };
    sheet.shapes.text(RIGHT, base, look, &words);
    let size = fonts::shrunk(&bar.name, Weight::SemiBold, (SMALL, 38.0), room);
    let name = fonts::cut(&bar.name, Weight::SemiBold, size, room);
    sheet.write(LEFT, base, size, Weight::SemiBold, &name);
    let track = Area {
        x: LEFT,
        y: top + 50.0,
        width: RIGHT - LEFT,
        height: BAR,
        radius: BAR / 2.0,
    };
    sheet.shapes.area(track, sheet.palette.track);
    let share = f32::from(bar.part.min(bar.of)) / f32::from(bar.of.max(1));
    if share > 0.0 {
        let filled = Area {
            // A bar is never so short that it has no round ends.
            width: (track.width * share).max(BAR),
            ..track
        };
        let fill = if bar.is_faint {
            sheet.palette.unknown
        } else {
            sheet.palette.mild
        };
        sheet.shapes.area(filled, fill);
    }
}
