//! The key figures and what stands beside them: the routine, relief, warning signs.
//!
//! Invariants: each figure says on how many nights or cramps it rests; "before" and "lately" stand only where two whole weeks do; nothing
//! is credited to the exercises.

use super::{
    Page,
    layout::{BODY, Column, HEADING, Part, SMALL, STRONG},
    numbers::Spread,
    sheet::Role,
    table::Table,
};
use crate::{
    care::progress::{Tally, nights_a_week},
    content::Arg,
    dialogue::{
        Entry,
        figures::{Count, Figures, Span, Spell, last_over},
        lines,
    },
    render::voice::{Voice, number},
};

/// So many warning signs are named; the list of entries has all.
const NAMED: usize = 5;

/// Both, side by side.
pub fn part(page: &Page<'_>, number: u16) -> Part {
    let column = page.frame.column;
    let left = Column {
        width: column.width * 0.66,
        ..column
    };
    let gap = 16.0;
    let right = Column {
        x: left.x + left.width + gap,
        width: column.width - left.width - gap,
    };
    let mut part = figures(page, number, left);
    part.add_beside(facts(page, right));
    part
}

/// A span of nights as the table shows it.
struct Shown {
    title: String,
    count: Count,
    cramps: Vec<Spell>,
}

impl Shown {
    fn of(page: &Page<'_>, key: &str, span: Span) -> Self {
        let Figures { cramps, .. } = &page.figures;
        let inside = cramps.iter().filter(|cramp| span.holds(cramp.night));
        let dates = match span.has_years() {
            true => page.voice.period_with_years(span),
            false => page.voice.period(span),
        };
        Self {
            title: format!("{}\n{dates}", page.voice.t(key)),
            count: page.figures.count(span),
            cramps: inside.copied().collect(),
        }
    }
}

fn figures(page: &Page<'_>, number: u16, column: Column) -> Part {
    let (figures, voice) = (&page.figures, page.voice);
    let before = figures.baseline();
    let lately = figures.lately(last_over(page.case.zone, page.case.made));
    let spans: Vec<Shown> = [("report-before", before), ("report-lately", lately)]
        .into_iter()
        .filter_map(|(key, span)| Some(Shown::of(page, key, span?)))
        .chain([Shown::of(page, "report-whole", figures.span())])
        .collect();
    let label = 102.0;
    let room = (column.width - label) / spans.len().max(2) as f32;
    let widths: Vec<f32> = std::iter::once(label)
        .chain(spans.iter().map(|_| room))
        .collect();
    let mut table = Table::new(number, column.x, &widths, &vec![false; widths.len()]);
    let mut heads = vec![voice.t("report-measure")];
    heads.extend(spans.iter().map(|span| span.title.clone()));

    let mut part = Part::text(Role::Heading, &voice.t("report-figures"), HEADING, column);
    part.add(3.0, table.head(&heads));
    for (key, value) in measures() {
        let mut cells = vec![voice.t(key)];
        cells.extend(spans.iter().map(|span| value(page, span)));
        part.add(0.0, table.row(&cells, BODY));
    }
    let note = voice.t("report-measured");
    part.add(3.0, Part::text(Role::Paragraph, &note, SMALL, column));
    part
}

type Measure = fn(&Page<'_>, &Shown) -> String;

fn measures() -> [(&'static str, Measure); 7] {
    [
        ("report-known", |page, span| {
            page.voice.of(span.count.known, span.count.nights)
        }),
        ("report-nights", |page, span| {
            if span.count.known == 0 {
                return page.voice.t("report-none-told");
            }
            page.voice.of(span.count.cramps, span.count.known)
        }),
        ("report-rate", |page, span| {
            let Count {
                cramps,
                known,
                nights,
            } = span.count;
            let all = page.figures.total().cramps;
            nights_a_week(Tally { cramps, known }, nights, all).map_or_else(
                || page.voice.t("report-few"),
                |rate| page.voice.tenths(rate),
            )
        }),
        ("report-cramps", |page, span| {
            if span.count.known == 0 {
                return page.voice.t("report-none-told");
            }
            span.cramps.len().to_string()
        }),
        ("report-minutes", |page, span| {
            let told = span.cramps.iter().filter_map(|cramp| cramp.seconds);
            spread(page, Voice::minutes, told.map(lines::minutes))
        }),
        ("report-pain", |page, span| {
            spread(
                page,
                Voice::tenths,
                span.cramps
                    .iter()
                    .filter_map(|cramp| cramp.pain.map(u32::from)),
            )
        }),
        ("report-sleep", |page, span| {
            spread(
                page,
                Voice::tenths,
                span.cramps
                    .iter()
                    .filter_map(|cramp| cramp.sleep.map(u32::from)),
            )
        }),
    ]
}

fn spread<'a>(
    page: &Page<'a>,
    shown: fn(Voice<'a>, u32) -> String,
    numbers: impl Iterator<Item = u32>,
) -> String {
    let voice = page.voice;
    let Some(spread) = Spread::of(numbers) else {
        return voice.t("report-none-told");
    };
    let median = shown(voice, spread.median);
    let (low, high) = (
        shown(voice, spread.low * 10),
        shown(voice, spread.high * 10),
    );
    let args = [
        ("median", Arg::Text(&median)),
        ("low", Arg::Text(&low)),
        ("high", Arg::Text(&high)),
        ("n", number(spread.n)),
    ];
    voice.tn("report-median", &args)
}

fn facts(page: &Page<'_>, column: Column) -> Part {
    let voice = page.voice;
    let text = |text: &str| Part::text(Role::Paragraph, text, BODY, column);
    let mut part = Part::text(Role::Heading, &voice.t("report-relief"), HEADING, column);
    part.add(4.0, text(&evenings(page)));
    part.add(4.0, text(&helped(page)));
    part.add(4.0, text(&comfort(page)));
    part.add(
        7.0,
        Part::text(Role::Heading, &voice.t("report-flags"), HEADING, column),
    );
    part.add(3.0, flags(page, column));
    part
}

fn evenings(page: &Page<'_>) -> String {
    let Some(month) = page.figures.month.filter(|month| month.of > 0) else {
        return page.voice.t("report-no-routine");
    };
    let first = page.voice.day_and_year(month.first);
    let args = [
        ("first", Arg::Text(&first)),
        ("done", number(month.done)),
        ("of", number(month.of)),
    ];
    page.voice.tn("report-evenings", &args)
}

fn helped(page: &Page<'_>) -> String {
    let (figures, voice) = (&page.figures, page.voice);
    if figures.helped.is_empty() {
        return voice.t("report-no-helped");
    }
    let items = figures.helped.iter().map(|(what, times)| {
        let what = voice.t(&format!("helped-{}", what.name()));
        let args = [("what", Arg::Text(&what)), ("times", number(*times))];
        voice.tn("report-helped-item", &args)
    });
    let list = voice.joined(items);
    let cramps = Arg::Number(i64::try_from(figures.cramps.len()).unwrap_or(i64::MAX));
    let args = [
        ("told", number(figures.answered)),
        ("cramps", cramps),
        ("list", Arg::Text(&list)),
    ];
    voice.tn("report-helped", &args)
}

fn comfort(page: &Page<'_>) -> String {
    let (soaks, voice) = (page.figures.soaks, page.voice);
    if soaks.told() == 0 && soaks.untold == 0 {
        return voice.t("report-no-soak");
    }
    let args = [
        ("eased", number(soaks.eased)),
        ("told", number(soaks.told())),
    ];
    let known = voice.tn("report-comfort", &args);
    if soaks.untold == 0 {
        return known;
    }
    let more = voice.tn("report-comfort-untold", &[("count", number(soaks.untold))]);
    format!("{known} {more}")
}

/// A warning sign by its group, in a few words.
pub fn flag_name(page: &Page<'_>, slug: &str) -> String {
    let voice = page.voice;
    let name = slug.trim_start_matches("redflag_").replace('_', "-");
    let key = format!("report-flag-{name}");
    if voice.content.has(&key) {
        voice.t(&key)
    } else {
        voice.t("report-flag-other")
    }
}

fn flags(page: &Page<'_>, column: Column) -> Part {
    let voice = page.voice;
    let flagged: Vec<(&Entry, &str)> = page
        .entries
        .iter()
        .filter_map(|entry| Some((*entry, entry.cramp()?.flag.as_deref()?)))
        .collect();
    if flagged.is_empty() {
        let none = voice.t("report-no-flags");
        return Part::text(Role::Paragraph, &none, BODY, column);
    }
    let count = |count: usize| {
        [(
            "count",
            Arg::Number(i64::try_from(count).unwrap_or(i64::MAX)),
        )]
    };
    let text = voice.tn("report-flagged", &count(flagged.len()));
    let mut part = Part::text(Role::Paragraph, &text, STRONG, column);
    // The newest are what a doctor has not heard of yet.
    let older = flagged.len().saturating_sub(NAMED);
    for (entry, slug) in &flagged[older..] {
        let what = flag_name(page, slug);
        let date = voice.day(entry.night());
        let args = [("date", Arg::Text(&date)), ("what", Arg::Text(&what))];
        let item = voice.tn("report-flag-item", &args);
        part.add(1.0, Part::text(Role::Paragraph, &item, BODY, column));
    }
    if older > 0 {
        let more = voice.tn("report-flags-more", &count(older));
        part.add(1.0, Part::text(Role::Paragraph, &more, BODY, column));
    }
    part
}
