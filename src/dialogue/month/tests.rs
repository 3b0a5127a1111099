//! The marks of evenings: what stays, what is taken out, what is read back.

use proptest::prelude::*;

use super::*;

fn date(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).expect("a date")
}

#[test]
fn what_the_person_said_stays() {
    let mut evenings = Evenings::default();
    evenings.mark(date(3), Mark::Done);
    evenings.mark(date(3), Mark::Asked);
    assert_eq!(evenings.on(date(3)), Mark::Done);
    evenings.mark(date(3), Mark::No);
    assert_eq!(evenings.on(date(3)), Mark::No);
}

#[test]
fn what_others_marked_is_taken_out_and_what_was_said_since_stays() {
    let mut evenings = Evenings::default();
    evenings.mark(date(9), Mark::Done);
    let mut others = Evenings::default();
    for (day, mark) in [(3, Mark::Short), (4, Mark::Done)] {
        evenings.mark(date(day), mark);
        others.mark(date(day), mark);
    }
    evenings.mark(date(4), Mark::No);
    evenings.take_out(&others);
    let marks = [3, 4, 9].map(|day| evenings.on(date(day)));
    assert_eq!(marks, [Mark::Nothing, Mark::No, Mark::Done]);
}

#[test]
fn only_messages_that_went_out_count_as_unanswered() {
    let mut evenings = Evenings::default();
    let marks = [
        Mark::Asked,
        Mark::Short,
        Mark::Asked,
        Mark::Paused,
        Mark::Asked,
        Mark::Spaced,
    ];
    for (mark, day) in marks.into_iter().zip(1..) {
        evenings.mark(date(day), mark);
    }
    assert_eq!(evenings.unanswered(None), 2);
    assert_eq!(evenings.last_asked(), Some(date(5)));
    assert_eq!(evenings.done(date(1), 6), 1);
}

proptest! {
    #[test]
    fn marks_are_read_back(days in prop::collection::vec((1u32..=30, 0usize..9), 0..40)) {
        let mut evenings = Evenings::default();
        for (day, mark) in days {
            evenings.mark(date(day), Mark::ALL[mark].0);
        }
        let text = serde_json::to_string(&evenings).expect("a value");
        prop_assert_eq!(serde_json::from_str::<Evenings>(&text).expect("what was written"), evenings);
    }
}
