//! "Is it working?": what is claimed of a diary, on people whose truth is known, and the laws of the comparison. A fast sample of
//! `scripts/calibration`, which prints all of it.
//!
//! Deliberately not here: which nights of a diary are compared.

use charley::{
    care::progress::{
        CRAMPS, Comparison, DESIGN, Finding, KNOWN, MINUTES, PAIN, Shift, Tally, VALUES, Why,
        compare, compare_amounts, nights_a_week,
    },
    content::Content,
    dialogue::progress_words::{Amount, report},
};
use chrono::NaiveDate;
use proptest::{collection::vec, prelude::*};

#[expect(dead_code, reason = "the figures' script prints the rest")]
#[path = "../examples/figures/calibration.rs"]
mod calibration;
#[path = "../examples/figures/diaries.rs"]
mod diaries;

use crate::kill::dice;
use calibration::{Claims, nights, pains};
use diaries::{Course, Kind, Pain};

const PEOPLE: u64 = 500;
const SEED: u64 = 20_261_122;

const fn tally(cramps: u16, known: u16) -> Tally {
    Tally { cramps, known }
}

fn found(before: (u16, u16), after: (u16, u16)) -> Finding {
    compare(tally(before.0, before.1), tally(after.0, after.1)).finding
}

/// Findings of so many people of one kind, as shares of all in per cent: fewer, more.
fn shares(claims: Claims) -> (f64, f64) {
    assert_eq!(claims.people, PEOPLE);
    assert_eq!(
        claims.few + claims.unclear + claims.fewer + claims.more,
        PEOPLE
    );
    (claims.percent(claims.fewer), claims.percent(claims.more))
}

// ---- Simulated people

#[test]
fn where_nothing_changed_few_hear_of_a_change() {
    // With 500 people a share of 5 % is uncertain by 2. The bounds lie beyond that: only a method that broke goes past them.
    let table = [
        (Course::Independent, 0.4, 4.0),
        (Course::Independent, 0.6, 4.0),
        (Course::Weeks(0.4), 0.6, 6.0),
        (Course::Weeks(0.7), 0.6, 8.0),
        (Course::Patches(6.0), 0.4, 8.0),
    ];
    for (course, rate, most) in table {
        let claims = nights(&Kind::steady(course, rate), PEOPLE, SEED);
        let (fewer, more) = shares(claims);
        assert!(fewer <= most && more <= most, "{course:?}: {claims:?}");
        assert!(claims.unclear > PEOPLE / 2, "{course:?}: {claims:?}");
    }
}

#[test]
fn where_much_changed_most_hear_of_it_and_hardly_anyone_of_the_opposite() {
    let half = Kind::steady(Course::Independent, 0.8).becoming(0.4);
    let (fewer, more) = shares(nights(&half, PEOPLE, SEED));
    assert!(fewer > 35.0 && more < 1.0, "{fewer} {more}");
    let quarter = Kind::steady(Course::Independent, 0.8).becoming(0.2);
    let (fewer, more) = shares(nights(&quarter, PEOPLE, SEED));
    assert!(fewer > 75.0 && more < 1.0, "{fewer} {more}");
}

#[test]
fn who_joins_in_a_long_bad_patch_gets_better_by_itself() {
    let joins = Kind::steady(Course::Patches(21.0), 0.4).joining_in_a_bad_week();
    let (fewer, more) = shares(nights(&joins, PEOPLE, SEED));
    assert!(fewer > 2.0 * more, "{fewer} {more}");
}

#[test]
fn nights_left_out_only_since_make_few_look_worse() {
    let lazy = Kind::steady(Course::Independent, 0.5).telling((1.0, 1.0), (1.0, 0.5));
    let (fewer, more) = shares(nights(&lazy, PEOPLE, SEED));
    assert!(fewer < 2.0 && more < 10.0, "{fewer} {more}");
}

#[test]
fn pain_is_claimed_to_have_fallen_where_it_has_and_hardly_elsewhere() {
    let pain = |since, weeks| Pain {
        usual: (6.0, since),
        spread: (1.8, weeks, 0.0),
        nights: (14, 1),
    };
    let (fewer, more) = shares(pains(&pain(6.0, 1.0), PEOPLE, SEED));
    assert!(fewer < 6.0 && more < 6.0, "unchanged: {fewer} {more}");
    let (fewer, _) = shares(pains(&pain(5.0, 0.0), PEOPLE, SEED));
    assert!(fewer < 10.0, "one point is no news: {fewer}");
    let (fewer, more) = shares(pains(&pain(4.0, 0.0), PEOPLE, SEED));
    assert!(
        fewer > 25.0 && more < 1.0,
        "two points less: {fewer} {more}"
    );
}

// ---- Nights

#[test]
fn findings_of_some_diaries() {
    let table = [
        ((4, 7), (2, 7), Finding::Few(Why::Before)),
        ((9, KNOWN), (1, KNOWN - 1), Finding::Few(Why::After)),
        ((7, 14), (0, 14), Finding::Few(Why::Cramps)),
        ((CRAMPS, 14), (0, 14), Finding::Fewer),
        ((12, 14), (7, 14), Finding::Unclear),
        ((12, 14), (6, 14), Finding::Fewer),
        ((10, 14), (4, 14), Finding::Unclear),
        ((10, 14), (3, 14), Finding::Fewer),
        ((4, 14), (12, 14), Finding::More),
        ((8, 14), (5, 14), Finding::Unclear),
        ((14, 14), (14, 14), Finding::Unclear),
        ((2000, 2000), (10, 10), Finding::Unclear),
    ];
    for (before, after, finding) in table {
        assert_eq!(found(before, after), finding, "{before:?} {after:?}");
    }
}

/// The interval by brute force, over the shares themselves: the posterior's cumulative sums on a fine grid, and each of its steps
/// against the other's. The one of the two poles that a count of zero has is integrated by hand.
fn by_brute_force(before: Tally, after: Tally) -> (f64, f64) {
    const GRID: usize = 100_000;
    let cells = |tally: Tally| -> Vec<f64> {
        let a = f64::from(tally.cramps) / DESIGN + 0.5;
        let b = f64::from(tally.known - tally.cramps) / DESIGN + 0.5;
        let step = 1.0 / GRID as f64;
        let at = |cell: usize| {
            let (from, to) = (cell as f64 * step, (cell + 1) as f64 * step);
            let share = f64::midpoint(from, to);
            if cell < 50 {
                (to.powf(a) - from.powf(a)) / a * (1.0 - share).powf(b - 1.0)
            } else if cell >= GRID - 50 {
                ((1.0 - from).powf(b) - (1.0 - to).max(0.0).powf(b)) / b * share.powf(a - 1.0)
            } else {
                step * share.powf(a - 1.0) * (1.0 - share).powf(b - 1.0)
            }
        };
        let cells: Vec<f64> = (0..GRID).map(at).collect();
        let total: f64 = cells.iter().sum();
        cells.into_iter().map(|cell| cell / total).collect()
    };
    let (before, after) = (cells(before), cells(after));
    let below: Vec<f64> = after
        .iter()
        .scan(0.0, |sum, cell| {
            *sum += cell;
            Some(*sum)
        })
        .collect();
    let below = |cell: i64| match usize::try_from(cell) {
        Ok(cell) => below[cell.min(GRID - 1)],
        Err(_) => 0.0,
    };
    let quantile = |part: f64| {
        let (mut low, mut high) = (-(GRID as i64), GRID as i64);
        while high - low > 1 {
            let shift = i64::midpoint(low, high);
            let each = before.iter().zip(0_i64..);
            let sum: f64 = each.map(|(cell, at)| cell * below(at + shift)).sum();
            if sum < part {
                low = shift;
            } else {
                high = shift;
            }
        }
        high as f64 / GRID as f64
    };
    (quantile(0.05), quantile(0.95))
}

#[test]
fn the_interval_is_that_of_brute_force() {
    let table = [
        (tally(0, 14), tally(14, 14)),
        (tally(0, 0), tally(3, 12)),
        (tally(8, 14), tally(0, 14)),
        (tally(7, 13), tally(5, 11)),
        (tally(1, 10), tally(2, 14)),
        (tally(300, 700), tally(260, 700)),
    ];
    for (before, after) in table {
        let (low, high) = compare(before, after).interval;
        let (rough_low, rough_high) = by_brute_force(before, after);
        let far = (low - rough_low).abs().max((high - rough_high).abs());
        assert!(
            far < 0.001,
            "{before:?} {after:?}: {low} {high}, not {rough_low} {rough_high}"
        );
    }
}

fn any_tally() -> impl Strategy<Value = Tally> {
    let few = (0_u16..20, 0_u16..20);
    let any = (any::<u16>(), any::<u16>());
    prop_oneof![few, any].prop_map(|(cramps, known)| tally(cramps, known))
}

const fn turned(finding: Finding) -> Finding {
    match finding {
        Finding::Fewer => Finding::More,
        Finding::More => Finding::Fewer,
        Finding::Few(Why::Before) => Finding::Few(Why::After),
        Finding::Few(Why::After) => Finding::Few(Why::Before),
        Finding::Few(Why::Cramps) | Finding::Unclear => finding,
    }
}

const fn is_few(finding: Finding) -> bool {
    matches!(finding, Finding::Few(_))
}

proptest! {
    #[test]
    fn any_counts_have_an_outcome(before in any_tally(), after in any_tally()) {
        let Comparison { before, after, interval: (low, high), finding } = compare(before, after);
        prop_assert!(before.cramps <= before.known && after.cramps <= after.known);
        prop_assert!((-1.0..=1.0).contains(&low) && (-1.0..=1.0).contains(&high) && low < high);
        if !is_few(finding) {
            prop_assert!(before.known >= KNOWN && after.known >= KNOWN);
            prop_assert!(before.cramps.saturating_add(after.cramps) >= CRAMPS);
        }
        let share = |tally: Tally| f64::from(tally.cramps) / f64::from(tally.known);
        if finding == Finding::Fewer {
            prop_assert!(share(after) < share(before));
        }
    }

    #[test]
    fn swapping_before_and_after_turns_all_round(one in any_tally(), other in any_tally()) {
        let (there, back) = (compare(one, other), compare(other, one));
        prop_assert_eq!(there.interval, (-back.interval.1, -back.interval.0));
        // Where too little is known on both sides, the side before is named.
        if !(is_few(there.finding) && is_few(back.finding)) {
            prop_assert_eq!(there.finding, turned(back.finding));
        }
    }

    #[test]
    fn the_same_shares_of_more_nights_tell_no_less(
        one in (0_u16..=14, 0_u16..=14),
        other in (0_u16..=14, 0_u16..=14),
        times in 2_u16..50,
    ) {
        let known = |(cramps, free): (u16, u16), times| tally(cramps * times, (cramps + free) * times);
        let width = |times| {
            let (low, high) = compare(known(one, times), known(other, times)).interval;
            high - low
        };
        // Only where nights of one kind are all there is can more of them widen it a little: the prior expects the other kind too.
        prop_assert!(width(times) <= width(1) + 0.02, "{} {}", width(times), width(1));
    }

    #[test]
    fn a_cramp_more_since_never_makes_it_look_better(before in (0_u16..=14, 14_u16..=14), after in 0_u16..14) {
        let at = |cramps| compare(tally(before.0, before.1), tally(cramps, 14)).interval;
        let (fewer, more) = (at(after), at(after + 1));
        prop_assert!(fewer.0 <= more.0 && fewer.1 <= more.1);
    }
}

#[test]
fn a_rate_rests_on_five_nights_of_seven_and_on_eight_cramps() {
    let rate = |cramps, known, nights| nights_a_week(tally(cramps, known), nights, 8);
    assert_eq!(rate(6, 6, 6), None, "less than a week");
    assert_eq!(rate(0, 7, 7), Some(0));
    assert_eq!(rate(7, 9, 14), None, "people tell the bad nights");
    assert_eq!(rate(7, 10, 14), Some(49));
    assert_eq!(rate(14, 14, 14), Some(70));
    assert_eq!(rate(28, 59, 84), None);
    assert_eq!(rate(28, 60, 84), Some(33));
    assert_eq!(nights_a_week(tally(1, 14), 14, 7), None, "counts only");
}

// ---- Amounts

/// So many amounts, each of a night of its own.
fn each_in_its_night(amounts: &[u16]) -> Vec<(NaiveDate, u16)> {
    NaiveDate::default()
        .iter_days()
        .zip(amounts.iter().copied())
        .collect()
}

fn shift(before: &[u16], after: &[u16], least: u16) -> Shift {
    let [before, after] = [before, after].map(each_in_its_night);
    compare_amounts(Finding::Unclear, &before, &after, least)
}

/// All differences of the amounts, sorted, and what the interval must be by its rank.
fn differences(before: &[u16], after: &[u16]) -> Vec<f64> {
    let each = before.iter().flat_map(|one| {
        let differ = |other: &u16| f64::from(*other) - f64::from(*one);
        after.iter().map(differ)
    });
    let mut all: Vec<f64> = each.collect();
    all.sort_by(f64::total_cmp);
    all
}

#[test]
fn findings_of_some_amounts() {
    let high = [8, 7, 8, 9, 8, 7, 9, 8];
    let low = [5, 4, 6, 5, 5, 4, 5, 6];
    let finding = |before: &[u16], after: &[u16], least| shift(before, after, least).finding;
    assert_eq!(finding(&high, &low, PAIN), Finding::Fewer);
    assert_eq!(finding(&low, &high, PAIN), Finding::More);
    assert_eq!(finding(&high, &high, PAIN), Finding::Unclear);
    assert_eq!(finding(&high[..4], &low, PAIN), Finding::Few(Why::Before));
    assert_eq!(finding(&high, &low[..4], PAIN), Finding::Few(Why::After));
    // Sure, but not felt: each pain is one point less.
    let less = [7; 20];
    assert_eq!(finding(&[8; 20], &less, PAIN), Finding::Unclear);
    assert_eq!(finding(&[8; 20], &less, MINUTES), Finding::Fewer);
    // Five on each side suffice if every one is below.
    assert_eq!(finding(&[9; VALUES], &[3; VALUES], PAIN), Finding::Fewer);
    assert_eq!(
        finding(&[9, 9, 9, 9, 3], &[3; VALUES], PAIN),
        Finding::Unclear
    );
}

#[test]
fn the_cramps_of_one_night_are_one_amount() {
    let night = NaiveDate::default();
    let of = |amounts: &[u16]| -> Vec<_> { amounts.iter().map(|it| (night, *it)).collect() };
    let shift = compare_amounts(
        Finding::Unclear,
        &of(&[9; 8]),
        &of(&[2, 3, 2, 3, 2, 3]),
        PAIN,
    );
    assert_eq!(shift.finding, Finding::Few(Why::Before));
    assert_eq!((shift.before, shift.after), (Some(9.0), Some(2.5)));
    // A bad night of many cramps weighs no more than any other.
    let mut after = each_in_its_night(&[3; VALUES]);
    after.extend([(night, 3); 20]);
    let shift = compare_amounts(
        Finding::Unclear,
        &each_in_its_night(&[9; VALUES]),
        &after,
        PAIN,
    );
    assert_eq!(shift.by.map(|by| by.middle), Some(-6.0));
    assert_eq!(shift.finding, Finding::Fewer);
}

#[test]
fn where_the_nights_are_too_few_nothing_is_concluded_of_the_cramps_either() {
    let content = Content::embedded().expect("the shipped content is sound");
    let [before, after] = [[8; 6], [2; 6]].map(|amounts| each_in_its_night(&amounts));
    let nights = compare(tally(6, 6), tally(5, 12));
    let pain = compare_amounts(nights.finding, &before, &after, PAIN);
    assert_eq!(pain.finding, Finding::Few(Why::Before));
    let text = report(&content, "en", until(), &nights, &[(Amount::Pain, pain)]);
    assert!(text.contains("8 of 10, then 2 of 10"), "{text}");
    assert!(text.contains("can't compare"), "{text}");
    assert!(!text.contains("less pain"), "{text}");
}

proptest! {
    #[test]
    fn the_shift_is_that_of_all_pairs(before in vec(any::<u16>(), 5..30), after in vec(any::<u16>(), 5..30)) {
        let all = differences(&before, &after);
        let by = shift(&before, &after, MINUTES).by.expect("enough amounts");
        let middle = f64::midpoint(all[(all.len() - 1) / 2], all[all.len() / 2]);
        prop_assert_eq!(by.middle, middle);
        // The formula of the normal approximation, with the discount; with five or more a side a pair is left outside.
        let (m, n) = (before.len() as f64, after.len() as f64);
        let outside = m * n / 2.0 - 1.644_853_6 * (DESIGN * m * n * (m + n + 1.0) / 12.0).sqrt();
        prop_assert!(outside >= 1.0);
        let outside = outside.floor() as usize;
        prop_assert_eq!(by.interval, (all[outside - 1], all[all.len() - outside]));
    }

    #[test]
    fn any_amounts_have_an_outcome_and_swapping_turns_it_round(
        before in vec(0_u16..=10, 0..20),
        after in vec(0_u16..=10, 0..20),
        least in 0_u16..4,
    ) {
        let there = shift(&before, &after, least);
        let back = shift(&after, &before, least);
        prop_assert_eq!((there.before, there.after), (back.after, back.before));
        if !(is_few(there.finding) && is_few(back.finding)) {
            prop_assert_eq!(there.finding, turned(back.finding));
        }
        let enough = before.len() >= VALUES && after.len() >= VALUES;
        prop_assert_eq!(there.by.is_some(), enough);
        prop_assert_eq!(is_few(there.finding), !enough);
        if there.finding == Finding::Fewer {
            prop_assert!(there.by.is_some_and(|by| by.middle <= -f64::from(least)));
        }
    }
}

// ---- Words

const FINDINGS: [Finding; 6] = [
    Finding::Few(Why::Before),
    Finding::Few(Why::After),
    Finding::Few(Why::Cramps),
    Finding::Unclear,
    Finding::Fewer,
    Finding::More,
];

fn until() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, 20).expect("a date")
}

fn said(content: &Content, nights: Finding, pain: Finding) -> String {
    let nights = Comparison {
        before: tally(9, 14),
        after: tally(4, 13),
        interval: (-0.7, 0.1),
        finding: nights,
    };
    let shift = |finding| Shift {
        before: Some(6.5),
        after: Some(4.0),
        by: None,
        finding,
    };
    let amounts = [
        (Amount::Pain, shift(pain)),
        (Amount::Minutes, shift(Finding::Unclear)),
    ];
    report(content, "en", until(), &nights, &amounts)
}

#[test]
fn whatever_is_found_the_words_end_in_what_it_cannot_show() {
    let content = Content::embedded().expect("the shipped content is sound");
    for nights in FINDINGS {
        for pain in FINDINGS {
            let text = said(&content, nights, pain);
            assert!(
                text.starts_with("In the two weeks before the exercises: a cramp on 9 of 14 known nights. In the two weeks up to Sun 20 Dec: on 4 of 13.\n"),
                "{text}"
            );
            assert!(text.contains("6.5 of 10, then 4 of 10"), "{text}");
            let last = text.lines().last().expect("lines");
            assert!(last.contains("not why"), "{text}");
            let few = matches!(nights, Finding::Few(_));
            assert_eq!(
                text.contains("less pain"),
                !few && pain == Finding::Fewer,
                "{text}"
            );
            let worse = nights == Finding::More || !few && pain == Finding::More;
            assert_eq!(last.contains("doctor"), worse, "{text}");
            assert_eq!(last.contains("ease"), !worse, "{text}");
            assert!(
                !text.contains(['%', '{']) && !text.contains("work"),
                "{text}"
            );
            assert_eq!(
                text.contains("fewer cramp nights"),
                nights == Finding::Fewer
            );
        }
    }
}

#[test]
fn an_amount_that_nobody_told_is_not_spoken_of() {
    let content = Content::embedded().expect("the shipped content is sound");
    let nights = compare(tally(4, 7), tally(2, 7));
    let none = shift(&[], &[3], PAIN);
    let text = report(&content, "en", until(), &nights, &[(Amount::Pain, none)]);
    assert!(
        text.starts_with("In the two weeks before the exercises: a cramp on 4 of 7 known nights. In the two weeks up to Sun 20 Dec: on 2 of 7.\n"),
        "{text}"
    );
    assert_eq!(text.lines().count(), 3, "{text}");
}
