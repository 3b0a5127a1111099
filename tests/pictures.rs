//! The pictures of a diary, against files that were looked at: small and large diaries, dark and light, long words, nothing at all.
//!
//! `UPDATE_PICTURES=1 cargo nextest run pictures` draws the files anew: look at each that changed. Edges of letters may differ a little;
//! what differs for the eye does not pass, and a test sees to it that the comparison can tell.

mod alike;
mod any;
mod layout;
mod scenes;
mod words;

use std::{fs, path::PathBuf};

use charley::{
    dialogue::{Picture, figures::Night},
    render,
};

use self::{
    alike::{Bitmap, Difference},
    scenes::{SCENES, Scene},
};

/// All files together; what nobody wants to download is not looked at.
const BYTES: u64 = 1_000_000;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pictures")
}

fn drawn(scene: &Scene, picture: &Picture) -> Vec<u8> {
    render::picture(scene.content(), picture).expect("it is drawn")
}

/// Draws a scene and compares it with its file.
fn check(name: &str) {
    let scene = scenes::named(name);
    let bytes = drawn(scene, &scene.picture());
    let path = folder().join(format!("{name}.png"));
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        fs::write(&path, &bytes).expect("the picture is written");
        return;
    }
    let expected = fs::read(&path).expect("the picture; UPDATE_PICTURES=1 draws it");
    let difference = Difference::between(&Bitmap::read(&expected), &Bitmap::read(&bytes));
    assert!(
        difference.is_none_for_the_eye(),
        "{name}: {difference:?}; if that is meant, set UPDATE_PICTURES=1 and look at it"
    );
}

/// One test a scene: each is drawn on its own.
macro_rules! pictures {
    ($($name:ident),* $(,)?) => {
        $(#[test]
        fn $name() {
            check(stringify!($name));
        })*

        #[test]
        fn every_scene_is_drawn_and_every_file_has_a_scene() {
            let mut drawn = vec![$(stringify!($name)),*];
            let mut scenes: Vec<&str> = SCENES.iter().map(|scene| scene.name).collect();
            drawn.sort_unstable();
            scenes.sort_unstable();
            assert_eq!(drawn, scenes);
            let mut bytes = 0;
            let mut files = Vec::new();
            for entry in fs::read_dir(folder()).expect("the folder").flatten() {
                let name = entry.file_name().into_string().expect("a name");
                if let Some(name) = name.strip_suffix(".png") {
                    files.push(name.to_owned());
                    bytes += entry.metadata().expect("a size").len();
                }
            }
            files.sort();
            assert_eq!(files, scenes);
            assert!(bytes < BYTES, "the pictures have {bytes} bytes");
        }
    };
}

pictures! {
    nights_of_a_season_dark,
    nights_of_six_weeks_light,
    nights_of_four_days_dark,
    nights_mostly_unknown_light,
    nights_in_long_words_dark,
    nights_none_dark,
    pain_of_a_season_dark,
    pain_of_six_weeks_light,
    pain_in_long_words_light,
    pain_none_light,
    helped_much_dark,
    helped_little_light,
    helped_in_long_words_light,
    helped_none_dark,
}

/// What a scene looks like when one of its nights is another one.
fn with(name: &str, index: usize, night: Night) -> Difference {
    let scene = scenes::named(name);
    let before = scene.picture();
    let mut after = before.clone();
    assert_ne!(after.figures.nights[index], night, "a change");
    after.figures.nights[index] = night;
    let [before, after] = [before, after].map(|picture| Bitmap::read(&drawn(scene, &picture)));
    Difference::between(&before, &after)
}

#[test]
fn the_comparison_notices_a_bar_that_is_one_night_higher() {
    let index = 20;
    let difference = with("nights_of_six_weeks_light", index, Night::Mild);
    assert!(!difference.is_none_for_the_eye(), "{difference:?}");
}

#[test]
fn the_comparison_notices_a_colour_that_is_another() {
    let scene = scenes::named("nights_of_six_weeks_light");
    let nights = scene.picture().figures.nights;
    let index = nights.iter().position(|night| *night == Night::Mild);
    let index = index.expect("one of them");
    let difference = with("nights_of_six_weeks_light", index, Night::Cramp);
    assert!(!difference.is_none_for_the_eye(), "{difference:?}");
    let difference = with("nights_of_six_weeks_light", index, Night::Severe);
    assert!(!difference.is_none_for_the_eye(), "{difference:?}");
}

#[test]
fn the_same_numbers_give_the_same_bytes() {
    let scene = scenes::named("helped_little_light");
    let picture = scene.picture();
    assert_eq!(drawn(scene, &picture), drawn(scene, &picture));
}
