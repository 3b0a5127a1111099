//! The key figures and what stands beside them: the routine, relief, warning signs.
//!
//! Invariants: each figure says on how many nights or cramps it rests; "before" and "lately" stand only where two whole weeks do; nothing
//! is credited to the exercises.

use super::{
    Page,
    layout::{BODY, Column, HEADING, Part, SMALL, STRONG},
    numbers::{Spread, nights_a_week},
    sheet::Role,
    table::Table,
    words::{Words, number},
};
use crate::{
    care::progress::CRAMPS,
    content::Arg,
    dialogue::{
        Entry,
        figures::{Count, Figures, Span, Spell},
        lines,
    },
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
        Self {
            title: format!("{}\n{}", page.words.t(key), page.words.dates(span)),
            count: page.figures.count(span),
            cramps: inside.copied().collect(),
        }
    }
}

fn figures(page: &Page<'_>, number: u16, column: Column) -> Part {
    let (figures, words) = (&page.figures, &page.words);
    let before = figures.baseline();
    let lately = figures.lately();
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
    let mut heads = vec![words.t("report-measure")];
    heads.extend(spans.iter().map(|span| span.title.clone()));

    let mut part = Part::text(Role::Heading, &words.t("report-figures"), HEADING, column);
    part.add(3.0, table.head(&heads));
    for (key, value) in measures() {
        let mut cells = vec![words.t(key)];
        cells.extend(spans.iter().map(|span| value(page, span)));
        part.add(0.0, table.row(&cells, BODY));
    }
    let note = words.t("report-measured");
    part.add(3.0, Part::text(Role::Paragraph, &note, SMALL, column));
    part
}

type Measure = fn(&Page<'_>, &Shown) -> String;

fn measures() -> [(&'static str, Measure); 7] {
    [
        ("report-known", |page, span| {
            page.words.of(span.count.known, span.count.nights)
        }),
        ("report-nights", |page, span| {
            if span.count.known == 0 {
                return page.words.t("report-none-told");
            }
            page.words.of(span.count.cramps, span.count.known)
        }),
        ("report-rate", |page, span| {
            let rate = nights_a_week(span.count.cramps, span.count.known);
            // With fewer cramps than that, counts and no shares (clinical.md section 15).
            let rate = rate.filter(|_| span.cramps.len() >= usize::from(CRAMPS));
            rate.map_or_else(
                || page.words.t("report-few"),
                |rate| page.words.tenths(rate),
            )
        }),
        ("report-cramps", |page, span| {
            if span.count.known == 0 {
                return page.words.t("report-none-told");
            }
            span.cramps.len().to_string()
        }),
        ("report-minutes", |page, span| {
            let told = span.cramps.iter().filter_map(|cramp| cramp.seconds);
            spread(page, Words::minutes, told.map(lines::minutes))
        }),
        ("report-pain", |page, span| {
            spread(
                page,
                Words::tenths,
                span.cramps
                    .iter()
                    .filter_map(|cramp| cramp.pain.map(u32::from)),
            )
        }),
        ("report-sleep", |page, span| {
            spread(
                page,
                Words::tenths,
                span.cramps
                    .iter()
                    .filter_map(|cramp| cramp.sleep.map(u32::from)),
            )
        }),
    ]
}

fn spread<'a>(
    page: &Page<'a>,
    shown: fn(&Words<'a>, u32) -> String,
    numbers: impl Iterator<Item = u32>,
) -> String {
    let words = &page.words;
    let Some(spread) = Spread::of(numbers) else {
        return words.t("report-none-told");
    };
    let median = shown(words, spread.median);
    let (low, high) = (
        shown(words, spread.low * 10),
        shown(words, spread.high * 10),
    );
    let args = [
        ("median", Arg::Text(&median)),
        ("low", Arg::Text(&low)),
        ("high", Arg::Text(&high)),
        ("n", number(spread.n)),
    ];
    words.tn("report-median", &args)
}

fn facts(page: &Page<'_>, column: Column) -> Part {
    let words = &page.words;
    let text = |text: &str| Part::text(Role::Paragraph, text, BODY, column);
    let mut part = Part::text(Role::Heading, &words.t("report-relief"), HEADING, column);
    part.add(4.0, text(&evenings(page)));
    part.add(4.0, text(&helped(page)));
    part.add(4.0, text(&comfort(page)));
    part.add(
        7.0,
        Part::text(Role::Heading, &words.t("report-flags"), HEADING, column),
    );
    part.add(3.0, flags(page, column));
    part
}

fn evenings(page: &Page<'_>) -> String {
    let Some(month) = page.figures.month.filter(|month| month.of > 0) else {
        return page.words.t("report-no-routine");
    };
    let first = page.words.day_and_year(month.first);
    let args = [
        ("first", Arg::Text(&first)),
        ("done", number(month.done)),
        ("of", number(month.of)),
    ];
    page.words.tn("report-evenings", &args)
}

fn helped(page: &Page<'_>) -> String {
    let (figures, words) = (&page.figures, &page.words);
    if figures.helped.is_empty() {
        return words.t("report-no-helped");
    }
    let items = figures.helped.iter().map(|(what, times)| {
        let what = words.t(&format!("helped-{}", what.name()));
        let args = [("what", Arg::Text(&what)), ("times", number(*times))];
        words.tn("report-helped-item", &args)
    });
    let list = words.joined(items);
    let cramps = Arg::Number(i64::try_from(figures.cramps.len()).unwrap_or(i64::MAX));
    let args = [
        ("told", number(figures.answered)),
        ("cramps", cramps),
        ("list", Arg::Text(&list)),
    ];
    words.tn("report-helped", &args)
}

fn comfort(page: &Page<'_>) -> String {
    let (soaks, words) = (page.figures.soaks, &page.words);
    if soaks.told() == 0 && soaks.untold == 0 {
        return words.t("report-no-soak");
    }
    let args = [
        ("eased", number(soaks.eased)),
        ("told", number(soaks.told())),
    ];
    let known = words.tn("report-comfort", &args);
    if soaks.untold == 0 {
        return known;
    }
    let more = words.tn("report-comfort-untold", &[("count", number(soaks.untold))]);
    format!("{known} {more}")
}

/// A warning sign by its group, in a few words.
pub fn flag_name(page: &Page<'_>, slug: &str) -> String {
    let words = &page.words;
    let name = slug.trim_start_matches("redflag_").replace('_', "-");
    let key = format!("report-flag-{name}");
    if words.content.has(&key) {
        words.t(&key)
    } else {
        words.t("report-flag-other")
    }
}

fn flags(page: &Page<'_>, column: Column) -> Part {
    let words = &page.words;
    let flagged: Vec<(&Entry, &str)> = page
        .entries
        .iter()
        .filter_map(|entry| Some((*entry, entry.cramp()?.flag.as_deref()?)))
        .collect();
    if flagged.is_empty() {
        let none = words.t("report-no-flags");
        return Part::text(Role::Paragraph, &none, BODY, column);
    }
    let count = |count: usize| {
        [(
            "count",
            Arg::Number(i64::try_from(count).unwrap_or(i64::MAX)),
        )]
    };
    let text = words.tn("report-flagged", &count(flagged.len()));
    let mut part = Part::text(Role::Paragraph, &text, STRONG, column);
    // The newest are what a doctor has not heard of yet.
    let older = flagged.len().saturating_sub(NAMED);
    for (entry, slug) in &flagged[older..] {
        let what = flag_name(page, slug);
        let date = words.day(entry.night());
        let args = [("date", Arg::Text(&date)), ("what", Arg::Text(&what))];
        let item = words.tn("report-flag-item", &args);
        part.add(1.0, Part::text(Role::Paragraph, &item, BODY, column));
    }
    if older > 0 {
        let more = words.tn("report-flags-more", &count(older));
        part.add(1.0, Part::text(Role::Paragraph, &more, BODY, column));
    }
    part
}
