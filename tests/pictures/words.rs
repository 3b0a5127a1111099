//! What is said beside a picture: all its numbers, the unknown ones as unknown, and no cause.

use charley::render;

use super::scenes;

#[track_caller]
fn check(name: &str, expected: &str) {
    let scene = scenes::named(name);
    let words = render::words(scene.content(), &scene.picture());
    assert_eq!(words, expected);
}

#[test]
fn the_nights_are_told_week_by_week() {
    check(
        "nights_of_six_weeks_light",
        "Your nights, 31 Aug to 11 Oct. 17 of 41 known nights with a cramp. 4 nights had a strong cramp, with pain of 7 or more. \
         1 night had a cramp, and the pain was not told. 1 night is not known. \
         Nights with a cramp, week by week: 4, 4, 4, 2, 2 of 6 known, 1. \
         In the two weeks before the exercises: 4 nights a week. The exercises began on 14 Sep. \
         Each night stands under the date of its evening.",
    );
}

#[test]
fn what_nobody_told_is_not_known_and_never_nought() {
    check(
        "nights_mostly_unknown_light",
        "Your nights, 31 Aug to 25 Sep. 2 of 3 known nights with a cramp. 1 night had a cramp, and the pain was not told. \
         21 nights are not known. 2 nights had a warning sign and are kept apart. \
         Nights with a cramp, week by week: 1 of 1 known, not known, 1 of 2 known, not known. \
         Each night stands under the date of its evening.",
    );
}

#[test]
fn pain_and_minutes_have_a_range_and_a_middle() {
    check(
        "pain_of_six_weeks_light",
        "Pain and minutes, 31 Aug to 11 Oct. 23 cramps. Pain from 2 to 9, usually 3.5. \
         Usual pain, week by week: 3, 4.5, 6.5, 4.5, 3, 6. 1 cramp has no number for the pain. \
         Minutes from 2 to 12, usually 3.5. \
         Usual minutes, week by week: 6.5, 4, 5, 2.5, 2, 2. 3 cramps have no number of minutes. \
         The exercises began on 14 Sep.",
    );
}

#[test]
fn what_helped_is_told_with_what_it_is_a_part_of() {
    check(
        "helped_much_dark",
        "What you noted, 31 Aug to 11 Oct. 23 cramps. Stretching: in 14 of 21 with an answer. \
         Walking: in 9 of 21 with an answer. Warm soak: in 3 of 21 with an answer. Pickle juice: in 1 of 21 with an answer. \
         Nothing: in 2 of 21 with an answer. 2 cramps without an answer. \
         Most cramps end by themselves. This is what you noted, not what works. \
         Warm soaks in a cramp: eased in 2 of 3. A soak is for comfort. It is no test of blood flow. \
         Evening exercises: done on 24 of 28 evenings.",
    );
}

#[test]
fn nothing_is_told_as_nothing() {
    check(
        "nights_none_dark",
        "No night of these weeks is known. Each morning you can tell me how it was.",
    );
    check(
        "pain_none_light",
        "No cramp is in the diary for these nights.",
    );
    check(
        "helped_none_dark",
        "Nothing is noted in these weeks about what helped.",
    );
}
