//! What the doctor's page costs: the usual one, the fullest, and fifty at once with the memory that they take.
//!
//! `cargo bench --bench report`. The goal is 300 milliseconds of one processor at most.

#[path = "../tests/report/cases.rs"]
mod cases;
mod crowd;

use charley::{content::Content, render::report};
use divan::{Bencher, black_box, counter::ItemsCount};

use cases::Diary;
use crowd::{CROWD, at_once};

fn main() {
    divan::main();
}

fn content() -> Content {
    Content::embedded().expect("the shipped content is sound")
}

fn make(content: &Content, diary: &Diary) -> Vec<u8> {
    report::pdf(content, &diary.case()).expect("a document")
}

#[divan::bench(sample_count = 30)]
fn four_weeks_of_which_nothing_is_known(bencher: Bencher) {
    let (content, diary) = (content(), cases::empty());
    bencher.bench(|| make(&content, black_box(&diary)));
}

#[divan::bench(sample_count = 30)]
fn four_weeks_with_thirty_entries(bencher: Bencher) {
    let (content, diary) = (content(), cases::month());
    bencher.bench(|| make(&content, black_box(&diary)));
}

#[divan::bench(sample_count = 20)]
fn ninety_nights_with_two_hundred_entries(bencher: Bencher) {
    let content = content();
    let diary = cases::crowded(&content);
    bencher.bench(|| make(&content, black_box(&diary)));
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn fifty_at_once(bencher: Bencher) {
    let (content, diary) = (content(), cases::usual());
    let bencher = bencher.counter(ItemsCount::new(CROWD));
    bencher.bench_local(|| at_once(|| make(&content, &diary)));
}
