//! Any numbers at all, also such as contradict each other, give a picture of a bounded size.

use charley::{
    dialogue::{
        Helped, Look, Picture, View,
        figures::{Figures, Month, Night, Soaks, Spell},
    },
    render,
};
use chrono::{Days, NaiveDate};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::scenes::SHIPPED;

fn date() -> impl Strategy<Value = NaiveDate> {
    let near = (0_u64..400).prop_map(|days| {
        let first = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date");
        first + Days::new(days)
    });
    prop_oneof![
        20 => near,
        1 => Just(NaiveDate::MIN),
        1 => Just(NaiveDate::MAX),
    ]
}

fn night() -> impl Strategy<Value = Night> {
    select(vec![
        Night::Unknown,
        Night::Free,
        Night::Flagged,
        Night::Cramp,
        Night::Mild,
        Night::Severe,
    ])
}

fn spell() -> impl Strategy<Value = Spell> {
    let seconds = prop_oneof![0_u32..1200, any::<u32>()];
    (date(), option::of(any::<u8>()), option::of(seconds)).prop_map(|(night, pain, seconds)| {
        Spell {
            night,
            pain,
            sleep: None,
            seconds,
        }
    })
}

fn figures() -> impl Strategy<Value = Figures> {
    let soaks = (any::<u16>(), any::<u16>(), any::<u16>());
    let soaks = soaks.prop_map(|(eased, stayed, untold)| Soaks {
        eased,
        stayed,
        untold,
    });
    let month = (date(), any::<u16>(), any::<u16>());
    let month = month.prop_map(|(first, done, of)| Month {
        first,
        done,
        of,
        before: 0,
    });
    let helped = vec((select(Helped::ALL.to_vec()), any::<u16>()), 0..14);
    (
        date(),
        vec(night(), 0..230),
        vec(spell(), 0..60),
        helped,
        0_u16..70,
        soaks,
        option::of(month),
    )
        .prop_map(
            |(first, nights, cramps, helped, answered, soaks, month)| Figures {
                first,
                nights,
                cramps,
                helped,
                answered,
                soaks,
                month,
            },
        )
}

/// The height that a drawing says it has.
fn height(shapes: &str) -> f32 {
    let (_, rest) = shapes.split_once(" height=\"").expect("a height");
    let height = rest.split('"').next().expect("a value");
    height.parse().expect("a number")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_numbers_give_a_picture(
        figures in figures(),
        view in select(vec![View::Nights, View::Pain, View::Helped]),
        look in select(vec![Look::Dark, Look::Light]),
    ) {
        let picture = Picture { view, look, language: "en".to_owned(), figures, asks: false };
        let shapes = render::picture::drawing(&SHIPPED, &picture);
        let height = height(&shapes);
        prop_assert!((400.0..2200.0).contains(&height), "{height} high");
        prop_assert!(!shapes.contains("NaN") && !shapes.contains("inf"), "a length that is none");
        let words = render::words(&SHIPPED, &picture);
        prop_assert!(!words.is_empty() && words.len() < 2500, "{words}");
    }
}

#[test]
fn of_a_year_the_last_thirteen_weeks_are_shown() {
    let first = NaiveDate::from_ymd_opt(2026, 1, 5).expect("a date");
    let mut nights = vec![Night::Severe; 39 * 7];
    nights.extend(vec![Night::Free; 13 * 7]);
    let figures = Figures {
        first,
        nights,
        cramps: Vec::new(),
        helped: Vec::new(),
        answered: 0,
        soaks: Soaks::default(),
        month: None,
    };
    let picture = Picture {
        view: View::Nights,
        look: Look::Dark,
        language: "en".to_owned(),
        figures,
        asks: false,
    };
    let words = render::words(&SHIPPED, &picture);
    assert!(
        words.starts_with("Your nights, 5 Oct to 3 Jan. 0 of 91 known nights"),
        "{words}"
    );
    let bytes = render::picture(&SHIPPED, &picture).expect("it is drawn");
    let bitmap = super::alike::Bitmap::read(&bytes);
    assert_eq!(bitmap.width, 1280);
    assert!(bitmap.height <= 1700, "{}", bitmap.height);
}
