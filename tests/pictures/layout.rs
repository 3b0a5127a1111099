//! Where the letters of each scene stand: on the sheet, apart from each other, large enough, and in fonts that have them.

use charley::render::{fonts, picture};
use resvg::{tiny_skia::Rect, usvg};

use super::scenes::{SCENES, SHIPPED};

/// Half of what a phone's width leaves of 1280 pixels: smaller letters are guessed, not read.
const SMALLEST: f32 = 30.0;

/// All texts of a tree, each with the box of its letters.
fn texts(group: &usvg::Group, found: &mut Vec<(String, Rect)>) {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => texts(group, found),
            usvg::Node::Text(text) => {
                let words = text.chunks().iter().map(|chunk| chunk.text().to_owned());
                found.push((words.collect(), text.flattened().abs_bounding_box()));
            }
            usvg::Node::Path(_) | usvg::Node::Image(_) => {}
        }
    }
}

#[test]
fn no_text_lies_upon_another_or_leaves_the_sheet() {
    for scene in &SCENES {
        let shapes = picture::drawing(scene.content(), &scene.picture());
        let tree = usvg::Tree::from_str(&shapes, fonts::options()).expect("well-formed");
        let mut all = Vec::new();
        texts(tree.root(), &mut all);
        assert!(all.len() >= 2, "{}: there are words", scene.name);
        let size = tree.size();
        for (index, (words, area)) in all.iter().enumerate() {
            let is_inside = area.left() >= 24.0
                && area.right() <= size.width() - 24.0
                && area.top() >= 0.0
                && area.bottom() <= size.height();
            assert!(is_inside, "{}: “{words}” leaves the sheet", scene.name);
            for (other, its) in &all[index + 1..] {
                let is_apart = area.intersect(its).is_none();
                assert!(is_apart, "{}: “{words}” lies on “{other}”", scene.name);
            }
        }
    }
}

#[test]
fn letters_are_never_smaller_than_a_phone_shows() {
    for scene in &SCENES {
        let shapes = picture::drawing(scene.content(), &scene.picture());
        let sizes = shapes.split("font-size=\"").skip(1);
        let sizes: Vec<f32> = sizes
            .map(|rest| {
                let size = rest.split('"').next().expect("a value");
                size.parse().expect("a number")
            })
            .collect();
        assert!(!sizes.is_empty());
        let smallest = sizes.into_iter().fold(f32::MAX, f32::min);
        assert!(smallest >= SMALLEST, "{}: {smallest}", scene.name);
    }
}

#[test]
fn the_fonts_have_each_letter_that_a_picture_may_show() {
    let months: Vec<String> = (1..=12).map(|month| format!("month-{month}")).collect();
    let starts = ["picture-", "weekday-", "helped-"];
    let is_drawn = |key: &str| {
        starts.iter().any(|start| key.starts_with(start)) || months.iter().any(|month| month == key)
    };
    let mut seen = 0;
    for (language, _) in SHIPPED.languages() {
        for key in SHIPPED.keys() {
            if !is_drawn(key) {
                continue;
            }
            // A place-holder without a value shows as its own name, which costs nothing here.
            let text = SHIPPED.say(language, key, &[]);
            assert_eq!(fonts::lacks(&text), Vec::<char>::new(), "{language}: {key}");
            seen += 1;
        }
    }
    assert!(seen > 60, "the texts are where they are thought to be");
    assert!(fonts::lacks("0123456789–…/+").is_empty());
}

#[test]
fn a_letter_that_is_missing_is_noticed() {
    assert_eq!(fonts::lacks("日a本"), ['日', '本']);
}
