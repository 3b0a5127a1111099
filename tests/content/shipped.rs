//! The shipped content.

use charley::content::{Arg, Content};

#[test]
fn the_shipped_content_has_no_problems() {
    let problems = Content::check(None);
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn a_text_is_found_in_a_language_that_falls_back_to_english() {
    let content = Content::embedded().expect("the shipped content is sound");
    let args = [
        ("weekday", Arg::from("Tue")),
        ("day", Arg::from(3_i64)),
        ("month", Arg::from("Nov")),
    ];
    assert_eq!(content.say("xx", "date-without-time", &args), "Tue 3 Nov");
}
