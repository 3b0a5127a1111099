//! The doctor's page: how it looks, what it says, that nothing lies over anything else, and that it can be heard and copied.
//!
//! Its pictures are drawn from the sheets; where poppler is there, the document itself is looked at, too.

mod cases;
mod likeness;

use std::{
    collections::BTreeSet,
    process::{Command, Stdio},
    sync::LazyLock,
};

use charley::{
    content::{Arg, Content},
    dialogue::{Cramp, Entry, Happening, Helped, Muscle, Paper, Side, figures::Span},
    render::{fonts, png, report},
};
use chrono::{Days, TimeDelta};
use proptest::prelude::*;
use resvg::usvg;

use cases::Diary;
use likeness::{Small, approve};

static CONTENT: LazyLock<Content> =
    LazyLock::new(|| Content::embedded().expect("the shipped content is sound"));

fn pdf(diary: &Diary) -> Vec<u8> {
    report::pdf(&CONTENT, &diary.case()).expect("a document")
}

/// All texts of the sheets with their boxes.
fn texts(svg: &str) -> Vec<(String, usvg::Rect)> {
    fn walk(group: &usvg::Group, found: &mut Vec<(String, usvg::Rect)>) {
        for node in group.children() {
            match node {
                usvg::Node::Group(group) => walk(group, found),
                usvg::Node::Text(text) => {
                    let words: String = text.chunks().iter().map(|chunk| chunk.text()).collect();
                    found.push((words, text.abs_bounding_box()));
                }
                usvg::Node::Path(_) | usvg::Node::Image(_) => {}
            }
        }
    }
    let tree = usvg::Tree::from_str(svg, fonts::options()).expect("well-formed");
    let mut found = Vec::new();
    walk(tree.root(), &mut found);
    found
}

/// What a program says about a file, or nothing where there is no such program.
fn asked(program: &str, args: &[&str]) -> Option<Vec<u8>> {
    let output = Command::new(program)
        .args(args)
        .stderr(Stdio::null())
        .output();
    match output {
        Ok(output) => {
            assert!(output.status.success(), "{program} {args:?}");
            Some(output.stdout)
        }
        Err(_) => {
            eprintln!("SKIPPED in part: there is no {program} here");
            None
        }
    }
}

#[test]
fn the_sheets_look_as_they_were_approved() {
    let diaries = [
        ("usual", cases::usual()),
        ("month", cases::month()),
        ("empty", cases::empty()),
        ("crowded", cases::crowded(&CONTENT)),
    ];
    for (name, diary) in diaries {
        let sheets = report::sheets(&CONTENT, &diary.case());
        for (sheet, number) in sheets.iter().take(2).zip(1..) {
            let picture = png(&sheet.svg(1.5)).expect("a picture");
            approve(&format!("tests/report/{name}-{number}.png"), &picture);
        }
    }
}

#[test]
fn the_document_looks_as_its_sheets() {
    let diary = cases::usual();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("page.pdf");
    std::fs::write(&file, pdf(&diary)).expect("room");
    let file = file.to_string_lossy();
    let out = folder.path().join("page");
    let args = [
        "-r",
        "144",
        "-png",
        "-f",
        "1",
        "-l",
        "1",
        "-singlefile",
        &file,
        &out.to_string_lossy(),
    ];
    if asked("pdftoppm", &args).is_none() {
        return;
    }
    let drawn = std::fs::read(out.with_extension("png")).expect("a picture");
    let sheets = report::sheets(&CONTENT, &diary.case());
    let own = png(&sheets[0].svg(2.0)).expect("a picture");
    let distance = Small::of(&drawn).distance(&Small::of(&own));
    let distance = distance.expect("the same size");
    assert!(distance.mean < 3.0 && distance.most < 120.0, "{distance:?}");
}

#[test]
fn the_same_case_gives_the_same_bytes() {
    let diary = cases::usual();
    assert_eq!(pdf(&diary), pdf(&diary));
    let mut later = diary.clone();
    later.made += TimeDelta::days(1);
    assert_ne!(pdf(&diary), pdf(&later));
}

#[test]
fn the_usual_page_is_one_sheet_and_the_list_begins_on_the_next() {
    for mut diary in [cases::usual(), cases::month()] {
        for paper in [Paper::A4, Paper::Letter] {
            diary.paper = paper;
            let sheets = report::sheets(&CONTENT, &diary.case());
            let has = |sheet: &report::Sheet, key: &str| {
                let text = CONTENT.say("en", key, &[]);
                texts(&sheet.svg(1.0))
                    .iter()
                    .any(|(words, _)| *words == text)
            };
            for key in [
                "report-figures",
                "report-weeks",
                "report-told",
                "report-discuss",
                "report-method",
            ] {
                assert!(has(&sheets[0], key), "{key} on {paper:?}");
            }
            assert!(has(&sheets[1], "report-entries"), "{paper:?}");
        }
    }
}

#[test]
fn the_document_says_what_it_is_to_whoever_cannot_see_it() {
    let bytes = pdf(&cases::usual());
    let has = |needle: &str| {
        bytes
            .windows(needle.len())
            .any(|part| part == needle.as_bytes())
    };
    for mark in [
        "/StructTreeRoot",
        "/MarkInfo",
        "/Lang",
        "/Outlines",
        "Night leg cramp diary",
        "pdfuaid:part",
        "(Charley)",
    ] {
        assert!(has(mark), "{mark}");
    }
    // Structure elements lie in compressed streams in some releases; here they can be read.
    for kind in [
        "/H1", "/H2", "/TR", "/TH", "/TD", "/Figure", "/LI", "/THead",
    ] {
        assert!(
            has(&format!("/S {kind}")) || has(&format!("/S{kind}")),
            "no {kind}"
        );
    }
    let when = "D:20261123083000";
    assert!(has(when), "the date on which it was made");
}

#[test]
fn its_words_can_be_copied() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("page.pdf");
    std::fs::write(&file, pdf(&cases::usual())).expect("room");
    let Some(text) = asked("pdftotext", &["-raw", &file.to_string_lossy(), "-"]) else {
        return;
    };
    let text = String::from_utf8(text).expect("UTF-8");
    let copied: Vec<&str> = text.split_whitespace().collect();
    let copied = copied.join(" ");
    for words in [
        "Night leg cramp diary",
        "59 of 84 nights are known",
        "Cramp nights a week too few too few 3.3",
        "Exercises (begun 28 Sep 2026)",
        "Statin [discuss]",
        "Not a diagnosis",
        "Page 1 of 3",
        "Mon 31 Aug 00:40 left foot",
    ] {
        assert!(copied.contains(words), "{words}\n{text}");
    }
}

#[test]
fn the_fonts_have_each_letter_of_the_texts() {
    for (language, _) in CONTENT.languages() {
        for key in CONTENT.keys().filter(|key| key.starts_with("report-")) {
            // A value that is missing shows as its name in braces, which are letters too.
            let text = CONTENT.say(language, key, &[("count", Arg::Number(2))]);
            assert_eq!(
                fonts::lacks(&text),
                Vec::<char>::new(),
                "{key} in {language}"
            );
        }
    }
}

/// What a night without anything told comes to.
#[test]
fn unknown_nights_are_unknown_and_none_is_made_up() {
    let sheets = report::sheets(&CONTENT, &cases::empty().case());
    assert_eq!(sheets.len(), 1);
    let texts = texts(&sheets[0].svg(1.0));
    let count = |wanted: &str| texts.iter().filter(|(words, _)| words == wanted).count();
    assert_eq!(count("?"), 28 + 4 + 1, "each night, each week, and the key");
    assert!(count("0 of 28") == 1 && count("0/0") == 0 && count("0") == 0);
    assert_eq!(count("not told"), 5);
}

#[test]
fn an_aged_answer_is_shown_as_older_and_marks_nothing() {
    let mut diary = cases::usual();
    let words = |diary: &Diary| {
        let sheets = report::sheets(&CONTENT, &diary.case());
        let texts = texts(&sheets[0].svg(1.0)).into_iter();
        texts.map(|(words, _)| words).collect::<Vec<_>>().join(" ")
    };
    assert!(words(&diary).contains("Statin\u{a0}[discuss]"));
    diary.made += TimeDelta::days(60);
    let later = words(&diary);
    assert!(
        later.contains("Statin, Water tablet") && !later.contains("\u{a0}[discuss]"),
        "{later}"
    );
    assert!(later.contains("older)"), "{later}");
}

/// Any diary at all.
fn diaries() -> impl Strategy<Value = Diary> {
    let cramp = (
        prop::option::of(0u32..40_000),
        prop::option::of(prop::sample::select(vec![
            Side::Left,
            Side::Right,
            Side::Both,
        ])),
        prop::option::of(prop::sample::select(vec![
            Muscle::Calf,
            Muscle::Hamstring,
            Muscle::Other,
        ])),
        prop::option::of(0u8..=10),
        prop::collection::btree_set(prop::sample::select(Helped::ALL.to_vec()), 0..5),
        prop::option::weighted(
            0.1,
            prop::sample::select(vec!["redflag_dvt", "redflag_burn"]),
        ),
    )
        .prop_map(|(seconds, side, muscle, pain, helped, flag)| Cramp {
            seconds,
            side,
            muscle,
            pain,
            sleep: pain,
            helped,
            flag: flag.map(str::to_owned),
            soak: None,
        });
    let what = prop_oneof![1 => Just(Happening::Free), 3 => cramp.prop_map(Happening::Cramp)];
    let entry = (0u64..120, 0i64..1440, 0i64..2000, any::<bool>(), what);
    let answers = prop::collection::vec((any::<prop::sample::Index>(), any::<u32>()), 0..20);
    let entries = prop::collection::vec(entry, 0..60);
    (
        entries,
        answers,
        1u16..120,
        any::<bool>(),
        prop::option::of(0u64..100),
    )
        .prop_map(|(entries, answers, nights, letter, routine)| {
            let mut diary = cases::empty();
            diary.span = Span {
                first: cases::date("2026-07-27"),
                nights,
            };
            diary.paper = if letter { Paper::Letter } else { Paper::A4 };
            let first = diary.span.first;
            diary.routine = routine.map(|after| cases::routine(first + Days::new(after), 30));
            let entries = entries.into_iter().zip(1..);
            diary.entries = entries
                .map(|((night, minutes, span, has_zone, what), id)| {
                    let zone = has_zone.then_some(chrono_tz::America::St_Johns);
                    let at = cases::at(zone, first + Days::new(night), minutes);
                    let until = at + TimeDelta::minutes((span - 1000).max(0));
                    Entry {
                        until,
                        ..cases::entry(id, zone, at, what)
                    }
                })
                .collect();
            let questions = &CONTENT.knowledge().questions;
            for (which, picks) in answers {
                let question = which.get(questions);
                let chosen = question
                    .choices
                    .iter()
                    .zip(0..)
                    .filter(|(_, n)| picks >> n & 1 == 1);
                let picks_made = chosen.map(|(choice, _)| choice.slug.clone()).collect();
                let at = diary.made - TimeDelta::days(i64::from(picks >> 26));
                diary.answers.put(&question.slug, picks_made, at);
            }
            diary
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn no_text_lies_over_another_or_leaves_the_page(diary in diaries()) {
        let sheets = report::sheets(&CONTENT, &diary.case());
        let mut rows = BTreeSet::new();
        for (number, sheet) in sheets.iter().enumerate() {
            let texts = texts(&sheet.svg(1.0));
            prop_assert!(texts.len() > 2, "sheet {number} is empty");
            for (index, (words, place)) in texts.iter().enumerate() {
                let inside = place.left() >= 39.0
                    && place.right() <= sheet.width - 39.0
                    && place.top() >= 30.0
                    && place.bottom() <= sheet.height - 20.0;
                prop_assert!(inside, "{words:?} on sheet {number}: {place:?}");
                let foot = place.top() > sheet.height - 44.0;
                prop_assert!(foot || place.bottom() <= sheet.height - 42.0, "{words:?} touches the foot");
                for (other, beside) in &texts[..index] {
                    // Boxes reach from the highest letter to the lowest; a hair of room is common to two lines.
                    let apart = place.left() >= beside.right() - 0.3
                        || beside.left() >= place.right() - 0.3
                        || place.top() >= beside.bottom() - 0.3
                        || beside.top() >= place.bottom() - 0.3;
                    prop_assert!(apart, "{words:?} over {other:?} on sheet {number}");
                }
                rows.insert((number, place.top().to_bits(), place.left().to_bits()));
            }
        }
        prop_assert!(report::pdf(&CONTENT, &diary.case()).is_ok());
    }
}
