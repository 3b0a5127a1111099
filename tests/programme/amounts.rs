//! How much of it: the ladder, the measure of the stretches, how long an evening takes, and when the raises rest.

use charley::care::programme::{BeatKind, Exercise, Leg, Tonight, Version, exercises, rests};
use chrono::TimeDelta;

use super::{FIRST, STRETCHES, UNKNOWN, WELL, answers, check, now, view};

#[test]
fn the_ladder_climbs_for_four_weeks_and_stays_there() {
    for (week, evening, raises) in [
        (1, 1, "raises:1x8-8 "),
        (1, 2, ""),
        (1, 3, "raises:1x8-8 "),
        (1, 6, ""),
        (1, 7, "raises:1x8-8 "),
        (2, 8, "raises:1x10-10 "),
        (2, 9, "raises:1x10-10 "),
        (3, 15, "raises:2x8-10 "),
        (3, 16, "raises:2x8-10 "),
        (4, 22, "raises:2x10-12 "),
        (5, 30, "raises:2x10-12 "),
        (255, u16::MAX, "raises:2x10-12 "),
        // Nobody counts like this; the first week is the gentlest.
        (0, 0, "raises:1x8-8 "),
    ] {
        let tonight = Tonight {
            week,
            evening,
            ..FIRST
        };
        check(UNKNOWN, tonight, &format!("warm-up {raises}{STRETCHES}"));
    }
}

#[test]
fn a_sore_calf_rests_from_raises_alone() {
    let sore = Tonight {
        week: 3,
        evening: 15,
        sore: true,
        ..FIRST
    };
    check(UNKNOWN, sore, &format!("warm-up {STRETCHES}"));
}

/// Section 9: each leg three times ten seconds, ten seconds of rest in between, both legs, three stretches, three minutes in all.
#[test]
fn the_stretches_have_the_measure_of_the_study() {
    let answers = answers(UNKNOWN);
    let all = exercises(&view(&answers), &FIRST, Version::Full);
    let stretches: Vec<&Exercise<'_>> = all
        .iter()
        .filter(|exercise| exercise.slug.ends_with("-stretch"))
        .collect();
    let seconds: u32 = stretches.iter().map(|one| one.seconds()).sum();
    assert_eq!((stretches.len(), seconds), (3, 180));
    for exercise in stretches {
        let beats: Vec<(BeatKind, Leg, u16, u8, u8)> = exercise
            .beats
            .iter()
            .map(|beat| (beat.kind, beat.leg, beat.seconds, beat.round, beat.of))
            .collect();
        let hold = |leg, round| (BeatKind::Hold, leg, 10, round, 3);
        let expected: Vec<_> = (1..=3)
            .flat_map(|round| [hold(Leg::One, round), hold(Leg::Other, round)])
            .collect();
        assert_eq!(beats, expected);
    }
}

#[test]
fn sets_of_raises_are_counted_at_their_pace_with_a_rest_between() {
    let answers = answers(UNKNOWN);
    let tonight = Tonight { week: 4, ..FIRST };
    let all = exercises(&view(&answers), &tonight, Version::Full);
    let raises = all.iter().find(|one| one.slug == "raises").expect("raises");
    let beats: Vec<(BeatKind, u16, u8, u8)> = raises
        .beats
        .iter()
        .map(|beat| (beat.kind, beat.seconds, beat.round, beat.of))
        .collect();
    // Twelve raises of two seconds up and two down.
    assert_eq!(
        beats,
        [
            (BeatKind::Move, 48, 1, 2),
            (BeatKind::Rest, 60, 1, 2),
            (BeatKind::Move, 48, 2, 2),
        ]
    );
}

#[test]
fn a_stretch_is_always_the_last_thing_and_the_times_fit() {
    for told in [UNKNOWN, WELL, "steady: falls", "conditions: heart"] {
        let answers = answers(told);
        for week in 1..=5 {
            for evening in 1..=14 {
                for sore in [false, true] {
                    let tonight = Tonight {
                        week,
                        evening,
                        sore,
                        ..FIRST
                    };
                    let full = exercises(&view(&answers), &tonight, Version::Full);
                    let short = exercises(&view(&answers), &tonight, Version::Short);
                    for all in [&full, &short] {
                        let last = all.last().expect("something");
                        assert!(last.slug.ends_with("-stretch"), "{}", last.slug);
                    }
                    // Warm water comes on top, for those who want it.
                    let dry = full.iter().filter(|one| one.water.is_none());
                    let seconds: u32 = dry.map(Exercise::seconds).sum();
                    assert!((6 * 60..=11 * 60).contains(&seconds), "{seconds}");
                    let seconds: u32 = short.iter().map(Exercise::seconds).sum();
                    assert!(seconds <= 120, "{seconds}");
                }
            }
        }
    }
}

#[test]
fn raises_rest_for_a_day_after_a_bad_cramp() {
    let answers = answers(UNKNOWN);
    let view = view(&answers);
    let ago = |hours| now() - TimeDelta::hours(hours);
    for (ended, pain, seconds, expected) in [
        (ago(1), Some(7), None, true),
        (ago(1), Some(10), Some(5), true),
        (ago(1), Some(6), Some(599), false),
        (ago(1), None, Some(600), true),
        (ago(1), None, None, false),
        (ago(23), Some(9), None, true),
        (ago(24), Some(9), None, false),
        // A clock that was set back.
        (ago(-1), Some(9), None, true),
    ] {
        let rests = rests(&view, ended, pain, seconds);
        assert_eq!(rests, expected, "{ended} {pain:?} {seconds:?}");
    }
}
