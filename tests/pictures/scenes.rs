//! Diaries that pictures are drawn of, and a content with words three times as long.

use std::{borrow::Cow, sync::LazyLock};

use charley::{
    content::{Content, load},
    dialogue::{
        Helped, Look, Picture, View,
        figures::{Figures, Month, Night, Soaks, Spell},
    },
};
use chrono::{Days, NaiveDate};

/// A picture, by the name of its file.
pub struct Scene {
    pub name: &'static str,
    view: View,
    look: Look,
    figures: fn() -> Figures,
    has_long_words: bool,
}

const fn scene(name: &'static str, view: View, look: Look, figures: fn() -> Figures) -> Scene {
    Scene {
        name,
        view,
        look,
        figures,
        has_long_words: false,
    }
}

const fn in_long_words(scene: Scene) -> Scene {
    Scene {
        has_long_words: true,
        ..scene
    }
}

use Look::{Dark, Light};
use View::{Helped as WhatHelped, Nights, Pain};

pub const SCENES: [Scene; 14] = [
    scene("nights_of_a_season_dark", Nights, Dark, a_season),
    scene("nights_of_six_weeks_light", Nights, Light, six_weeks),
    scene("nights_of_four_days_dark", Nights, Dark, four_days),
    scene("nights_mostly_unknown_light", Nights, Light, mostly_unknown),
    in_long_words(scene("nights_in_long_words_dark", Nights, Dark, a_season)),
    scene("nights_none_dark", Nights, Dark, nothing),
    scene("pain_of_a_season_dark", Pain, Dark, a_season),
    scene("pain_of_six_weeks_light", Pain, Light, six_weeks),
    in_long_words(scene("pain_in_long_words_light", Pain, Light, a_season)),
    scene("pain_none_light", Pain, Light, nothing),
    scene("helped_much_dark", WhatHelped, Dark, six_weeks),
    scene("helped_little_light", WhatHelped, Light, four_days),
    in_long_words(scene(
        "helped_in_long_words_light",
        WhatHelped,
        Light,
        a_season,
    )),
    scene("helped_none_dark", WhatHelped, Dark, nothing),
];

pub fn named(name: &str) -> &'static Scene {
    static ALL: [Scene; SCENES.len()] = SCENES;
    let found = ALL.iter().find(|scene| scene.name == name);
    found.expect("a scene of this name")
}

impl Scene {
    pub fn picture(&self) -> Picture {
        Picture {
            view: self.view,
            look: self.look,
            language: "en".to_owned(),
            figures: (self.figures)(),
            asks: false,
        }
    }

    pub fn content(&self) -> &'static Content {
        if self.has_long_words { &LONG } else { &SHIPPED }
    }
}

pub static SHIPPED: LazyLock<Content> =
    LazyLock::new(|| Content::embedded().expect("the shipped content is sound"));

/// The shipped content, with each word that stands in a picture three times as long.
static LONG: LazyLock<Content> = LazyLock::new(|| {
    let (mut files, found) = load::files(None);
    for path in ["picture.ftl", "dates.ftl", "log.ftl"] {
        let file = files.get_mut(&format!("texts/en/{path}"));
        let file = file.expect("a shipped file");
        let lines = file.text.lines().map(longer);
        file.text = Cow::Owned(lines.map(|line| line + "\n").collect());
    }
    let (content, problems) = Content::from_files(&files, found);
    content.unwrap_or_else(|| panic!("{problems}"))
});

/// A line of Fluent with its words three times as long. A button's stay within what the content allows.
fn longer(line: &str) -> String {
    let is_drawn = ["picture-", "drawn-", "weekday-", "month-", "helped-", "   "];
    if !is_drawn.iter().any(|start| line.starts_with(start)) {
        return line.to_owned();
    }
    let Some(at) = line.find(['=', ']']) else {
        return line.to_owned();
    };
    let (key, text) = line.split_at(at + 1);
    let mut is_value = false;
    let words = text.split(' ').map(|word| {
        is_value = (is_value || word == "{") && word != "}";
        let is_word = word.chars().next().is_some_and(char::is_alphabetic);
        if is_word && !is_value {
            word.repeat(3)
        } else {
            word.to_owned()
        }
    });
    let text = words.collect::<Vec<_>>().join(" ");
    let limit = if key.contains("-button") {
        25
    } else {
        usize::MAX
    };
    key.chars().chain(text.chars().take(limit)).collect()
}

/// The evening on which all of them begin.
fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 8, 31).expect("a date")
}

/// Weeks as signs, separated by blanks: how a night is stored.
fn nights(weeks: &str) -> Vec<Night> {
    weeks
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .map(|sign| match sign {
            '?' => Night::Unknown,
            '-' => Night::Free,
            '!' => Night::Flagged,
            'c' => Night::Cramp,
            'm' => Night::Mild,
            's' => Night::Severe,
            other => panic!("no night is {other}"),
        })
        .collect()
}

/// A cramp for each night that has one, with minutes in turn; every ninth has none, and every fifth night a second cramp.
fn cramps(nights: &[Night]) -> Vec<Spell> {
    const PAIN: [u8; 5] = [3, 5, 4, 6, 2];
    const MINUTES: [u32; 8] = [4, 7, 3, 12, 5, 9, 2, 6];
    let mut all = Vec::new();
    for (index, night) in nights.iter().enumerate() {
        let pain = match night {
            Night::Mild => Some(PAIN[index % PAIN.len()]),
            Night::Severe => Some(7 + PAIN[index % PAIN.len()] % 3),
            Night::Cramp => None,
            Night::Free | Night::Unknown | Night::Flagged => continue,
        };
        let minutes = MINUTES[(index * 5) % MINUTES.len()];
        let spell = Spell {
            night: monday() + Days::new(index.try_into().expect("small")),
            pain,
            sleep: None,
            seconds: (index % 9 > 0).then_some(minutes * 60),
        };
        all.push(spell);
        if index % 5 == 0 {
            all.push(spell);
        }
    }
    all
}

fn figures(weeks: &str) -> Figures {
    let nights = nights(weeks);
    Figures {
        first: monday(),
        cramps: cramps(&nights),
        nights,
        helped: Vec::new(),
        answered: 0,
        soaks: Soaks::default(),
        month: None,
    }
}

/// Thirteen weeks, the last not yet over; of all kinds of nights, and one cramp that went on for half a day.
fn a_season() -> Figures {
    let mut figures = figures(
        "sm-sm-m -s-mcm- m-s--m- s-m-m-- -m--?-m --m-c-- m-?!--- --m--m- -----m- ?-?-??? --m---- ---c--- m--",
    );
    figures.cramps[20].seconds = Some(12 * 3600);
    figures.helped = Helped::ALL.into_iter().zip((1..=10).rev()).collect();
    figures.answered = u16::try_from(figures.cramps.len()).expect("few") - 2;
    figures.soaks = Soaks {
        eased: 7,
        stayed: 4,
        untold: 3,
    };
    figures.month = Some(Month {
        first: monday() + Days::new(14),
        done: 62,
        of: 75,
        before: 0,
    });
    figures
}

/// Two weeks of diary and a month of evenings.
fn six_weeks() -> Figures {
    let mut figures = figures("m-sm-m- -s-m-cm sm--m-s -m---m- --m-?-m ---m---");
    figures.helped = vec![
        (Helped::Stretching, 14),
        (Helped::Walking, 9),
        (Helped::Soak, 3),
        (Helped::PickleJuice, 1),
        (Helped::Nothing, 2),
    ];
    figures.answered = u16::try_from(figures.cramps.len()).expect("few") - 2;
    figures.soaks = Soaks {
        eased: 2,
        stayed: 1,
        untold: 0,
    };
    figures.month = Some(Month {
        first: monday() + Days::new(14),
        done: 24,
        of: 28,
        before: 0,
    });
    figures
}

/// The first days of a diary.
fn four_days() -> Figures {
    let mut figures = figures("-m-?");
    figures.helped = vec![(Helped::Standing, 1)];
    figures.answered = u16::try_from(figures.cramps.len()).expect("few");
    figures.soaks.untold = 1;
    figures
}

/// Little is known, and a warning sign came up twice.
fn mostly_unknown() -> Figures {
    figures("??m???? ??????? !?-??c? ?!???")
}

/// Two weeks of which nobody told.
fn nothing() -> Figures {
    figures("??????? ???????")
}
