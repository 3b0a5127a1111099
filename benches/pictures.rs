//! What a picture costs, from its numbers to PNG: each view, of four weeks and of a season, and its two halves.
//!
//! `cargo bench --bench pictures`. The goal is 120 milliseconds of processor time at most.

mod crowd;

use charley::{
    content::Content,
    dialogue::{
        Helped, Look, Picture, View,
        figures::{Figures, Month, Night, Soaks, Spell},
    },
    render,
};
use chrono::{Days, NaiveDate};
use divan::{Bencher, black_box, counter::ItemsCount};

use crowd::{CROWD, at_once};

fn main() {
    divan::main();
}

/// A full diary of so many weeks: a kind of night after the other, a cramp or two in each that has one.
fn picture(view: View, weeks: u16) -> Picture {
    const KINDS: [Night; 6] = [
        Night::Mild,
        Night::Free,
        Night::Severe,
        Night::Unknown,
        Night::Cramp,
        Night::Flagged,
    ];
    let first = NaiveDate::from_ymd_opt(2026, 8, 24).expect("a date");
    let nights: Vec<Night> = KINDS
        .into_iter()
        .cycle()
        .take(usize::from(weeks) * 7)
        .collect();
    let cramps = (0_u32..).zip(&nights).filter(|(_, night)| night.is_cramp());
    let cramps = cramps
        .flat_map(|(index, _)| {
            let spell = Spell {
                night: first + Days::new(index.into()),
                pain: u8::try_from(index % 11).ok(),
                sleep: None,
                seconds: Some(index * 37 % 900),
            };
            [spell; 2]
        })
        .collect();
    Picture {
        view,
        look: Look::Dark,
        language: "en".to_owned(),
        figures: Figures {
            first,
            nights,
            cramps,
            helped: Helped::ALL.into_iter().zip(1..).collect(),
            answered: 20,
            soaks: Soaks {
                eased: 2,
                stayed: 1,
                untold: 1,
            },
            month: Some(Month {
                first: first + Days::new(14),
                done: 24,
                of: 30,
                before: 0,
            }),
        },
        asks: false,
    }
}

#[divan::bench(args = [(View::Nights, 4), (View::Nights, 13), (View::Pain, 4), (View::Pain, 13), (View::Helped, 4)])]
fn whole(bencher: Bencher<'_, '_>, (view, weeks): (View, u16)) {
    let content = Content::embedded().expect("the shipped content is sound");
    let picture = picture(view, weeks);
    bencher.bench(|| render::picture(&content, black_box(&picture)));
}

#[divan::bench(args = [(View::Nights, 13), (View::Pain, 13), (View::Helped, 4)])]
fn shapes_only(bencher: Bencher<'_, '_>, (view, weeks): (View, u16)) {
    let content = Content::embedded().expect("the shipped content is sound");
    let picture = picture(view, weeks);
    bencher.bench(|| render::picture::drawing(&content, black_box(&picture)));
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn fifty_at_once(bencher: Bencher) {
    let content = Content::embedded().expect("the shipped content is sound");
    let picture = picture(View::Nights, 13);
    let bencher = bencher.counter(ItemsCount::new(CROWD));
    bencher.bench_local(|| at_once(|| render::picture(&content, &picture).expect("a picture")));
}
