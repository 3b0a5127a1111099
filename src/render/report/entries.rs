//! The entries one by one: a row each.
//!
//! Invariants: what was not told is shown as not told; times are those of the place where the person was then.

use chrono::{DateTime, Duration, NaiveTime, Timelike, Utc};

use super::{
    Page,
    layout::{BODY, HEADING, Part, SMALL},
    sheet::{Ink, Kind, Role},
    summary,
    table::Table,
};
use crate::{
    content::{Arg, dates::clock},
    dialogue::{Cramp, Entry, Told, lines},
};

const COLUMNS: [&str; 9] = [
    "report-column-night",
    "report-column-began",
    "report-column-where",
    "report-column-minutes",
    "report-column-pain",
    "report-column-sleep",
    "report-column-helped",
    "report-column-water",
    "report-column-told",
];
/// Their widths in points; what is left goes to what helped.
const WIDTHS: [f32; 9] = [61.0, 64.0, 92.0, 28.0, 30.0, 34.0, 0.0, 84.0, 30.0];
const RIGHT: [bool; 9] = [false, false, false, true, true, true, false, false, false];
const HELPED: usize = 6;

/// The heading with its note, the head and the rows.
pub fn parts(page: &Page<'_>, number: u16) -> (Part, Part, Vec<Part>) {
    let (voice, column) = (page.voice, page.frame.column);
    let mut widths = WIDTHS;
    widths[HELPED] = column.width - WIDTHS.iter().sum::<f32>();
    let mut table = Table::new(number, column.x, &widths, &RIGHT);
    let mut heading = Part::text(Role::Heading, &voice.t("report-entries"), HEADING, column);
    let note = voice.t("report-entries-note");
    heading.add(2.0, Part::text(Role::Paragraph, &note, SMALL, column));
    let head = table.head(&COLUMNS.map(|key| voice.t(key)));
    let rows = page
        .entries
        .iter()
        .map(|entry| row(page, &mut table, entry))
        .collect();
    (heading, head, rows)
}

fn row(page: &Page<'_>, table: &mut Table, entry: &Entry) -> Part {
    let voice = page.voice;
    let night = match page.case.span.has_years() {
        true => voice.content.date_and_year(voice.language, entry.night()),
        false => voice.content.date(voice.language, entry.night()),
    };
    let told = voice.t(match entry.told {
        Told::Live => "report-live",
        Told::Later => "report-later",
    });
    let Some(cramp) = entry.cramp() else {
        let free = voice.t("line-free");
        let cells = [
            (Kind::Row, 1, night.as_str()),
            (Kind::Data, 7, free.as_str()),
            (Kind::Data, 1, told.as_str()),
        ];
        return table.set(&cells, BODY, Ink::RULE);
    };
    let cells = [
        night,
        began(page, entry),
        place(page, cramp),
        length(page, cramp),
        score(page, cramp.pain.map(u32::from)),
        score(page, cramp.sleep.map(u32::from)),
        helped(page, cramp),
        water(page, cramp),
        told,
    ];
    table.row(&cells, BODY)
}

/// When it began, as exactly as it was told.
fn began(page: &Page<'_>, entry: &Entry) -> String {
    let voice = page.voice;
    let at = |instant: DateTime<Utc>| {
        let local = match entry.zone {
            Some(zone) => instant.with_timezone(&zone).naive_local(),
            None => instant.naive_utc(),
        };
        local.time()
    };
    let shown = |time: NaiveTime| clock(time.hour(), time.minute());
    let (from, until) = (at(entry.from), at(entry.until));
    let evening = from.hour() == 22 && from.minute() == 0;
    let length = entry.until - entry.from;
    let time = if length.is_zero() {
        shown(from)
    } else if evening && length <= Duration::hours(10) {
        return voice.t("report-in-night");
    } else if length < Duration::hours(24) {
        let (from, until) = (shown(from), shown(until));
        let ends = [("from", Arg::Text(&from)), ("until", Arg::Text(&until))];
        voice.tn("report-span", &ends)
    } else {
        return voice.t("report-untold");
    };
    if entry.zone.is_some() {
        time
    } else {
        voice.tn("report-utc", &[("time", Arg::Text(&time))])
    }
}

fn place(page: &Page<'_>, cramp: &Cramp) -> String {
    let voice = page.voice;
    let place = lines::place_key(cramp).map(|key| voice.t(&key));
    let flagged = cramp.flag.as_deref();
    let flagged = flagged.map(|slug| {
        let what = summary::flag_name(page, slug);
        voice.tn("report-entry-flagged", &[("what", Arg::Text(&what))])
    });
    let parts: Vec<String> = place.into_iter().chain(flagged).collect();
    or_untold(page, voice.joined(parts))
}

fn length(page: &Page<'_>, cramp: &Cramp) -> String {
    let minutes = cramp.seconds.map(lines::minutes);
    let shown = minutes.map(|minutes| page.voice.minutes(minutes.saturating_mul(10)));
    or_untold(page, shown.unwrap_or_default())
}

fn score(page: &Page<'_>, score: Option<u32>) -> String {
    or_untold(
        page,
        score.map(|score| score.to_string()).unwrap_or_default(),
    )
}

fn helped(page: &Page<'_>, cramp: &Cramp) -> String {
    let voice = page.voice;
    let names = cramp
        .helped
        .iter()
        .map(|helped| voice.t(&format!("helped-{}", helped.name())));
    or_untold(page, voice.joined(names))
}

fn water(page: &Page<'_>, cramp: &Cramp) -> String {
    let voice = page.voice;
    let Some(soak) = cramp.soak else {
        return voice.t("report-untold");
    };
    let Some(gone) = soak.gone else {
        return voice.t("report-none-told");
    };
    let key = if gone {
        "report-eased"
    } else {
        "report-not-eased"
    };
    let minutes = voice.minutes(lines::minutes(soak.seconds).saturating_mul(10));
    voice.tn(key, &[("minutes", Arg::Text(&minutes))])
}

fn or_untold(page: &Page<'_>, text: String) -> String {
    if text.is_empty() {
        page.voice.t("report-untold")
    } else {
        text
    }
}
