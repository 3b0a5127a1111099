//! `figures calibration [PEOPLE] [SEED]`: how often "fewer" and "more" are claimed where nothing changed, and how often where something did.
//!
//! Deliberately not here: who the people are (`diaries`), and what is claimed (`care::progress`).

use std::collections::HashMap;

use charley::care::progress::{self, Finding, Tally};

use super::{
    diaries::{Course, Kind, Pain, Told},
    dice::Dice,
};

/// What was found in the diaries of so many people of one kind.
#[derive(Debug, Default, Clone, Copy)]
pub struct Claims {
    pub people: u64,
    pub few: u64,
    pub unclear: u64,
    pub fewer: u64,
    pub more: u64,
    /// Sums over the people: the change of the share, its square, the shares of both times, and one over the nights of both.
    change: (f64, f64),
    shares: f64,
    per_night: f64,
}

impl Claims {
    fn note(&mut self, finding: Finding) {
        self.people += 1;
        match finding {
            Finding::Few(_) => self.few += 1,
            Finding::Unclear => self.unclear += 1,
            Finding::Fewer => self.fewer += 1,
            Finding::More => self.more += 1,
        }
    }

    fn measure(&mut self, before: Tally, after: Tally) {
        let share = |tally: Tally| f64::from(tally.cramps) / f64::from(tally.known.max(1));
        let change = share(after) - share(before);
        self.change.0 += change;
        self.change.1 += change * change;
        self.shares += share(before) + share(after);
        self.per_night +=
            1.0 / f64::from(before.known.max(1)) + 1.0 / f64::from(after.known.max(1));
    }

    /// How much more the change varies than with nights that do not hang together.
    fn spread(&self) -> f64 {
        let people = self.people.max(1) as f64;
        let share = self.shares / people / 2.0;
        let usual = share * (1.0 - share) * self.per_night / people;
        (self.change.1 / people - (self.change.0 / people).powi(2)) / usual
    }

    /// A part of the people, in per cent.
    pub fn percent(&self, part: u64) -> f64 {
        100.0 * part as f64 / self.people.max(1) as f64
    }
}

/// The findings in the diaries of so many people.
pub fn nights(kind: &Kind, people: u64, seed: u64) -> Claims {
    let mut dice = Dice(seed);
    let mut claims = Claims::default();
    // Few different diaries are possible, and many people have the same.
    let mut known: HashMap<(Tally, Tally), Finding> = HashMap::new();
    for _ in 0..people {
        let (before, after) = kind.diary(&mut dice);
        let finding = known
            .entry((before, after))
            .or_insert_with(|| progress::compare(before, after).finding);
        claims.note(*finding);
        claims.measure(before, after);
    }
    claims
}

/// The findings in the pains of so many people.
pub fn pains(pain: &Pain, people: u64, seed: u64) -> Claims {
    let mut dice = Dice(seed);
    let mut claims = Claims::default();
    for _ in 0..people {
        let (before, after) = pain.diary(&mut dice);
        claims.note(
            progress::compare_amounts(Finding::Unclear, &before, &after, progress::PAIN).finding,
        );
    }
    claims
}

/// All nights with a cramp are told, and so many of those without.
const fn shy(free: f64) -> Told {
    (1.0, free)
}

const ALL: Told = (1.0, 1.0);
/// Three nights in ten are left out, whatever they were.
const SEVEN_IN_TEN: Told = (0.7, 0.7);
/// The mild and the harsh weeks.
const MILD: Course = Course::Weeks(0.4);
const HARSH: Course = Course::Weeks(0.7);
const PATCHES: Course = Course::Patches(6.0);
/// Longer than what is compared: for two weeks such a patch is a change.
const LONG: Course = Course::Patches(21.0);

/// A row of the table: its name, and the people in it.
type Row = (&'static str, Kind);

/// The rows in which nothing changed. Every claim here is false.
fn unchanged() -> Vec<Row> {
    let of = Kind::steady;
    vec![
        (
            "independent nights, 20 % with a cramp",
            of(Course::Independent, 0.2),
        ),
        ("independent nights, 40 %", of(Course::Independent, 0.4)),
        ("independent nights, 60 %", of(Course::Independent, 0.6)),
        ("better and worse weeks, mild, 40 %", of(MILD, 0.4)),
        ("better and worse weeks, mild, 60 %", of(MILD, 0.6)),
        ("better and worse weeks, harsh, 40 %", of(HARSH, 0.4)),
        ("better and worse weeks, harsh, 60 %", of(HARSH, 0.6)),
        ("bad patches of six nights, 20 %", of(PATCHES, 0.2)),
        ("bad patches of six nights, 40 %", of(PATCHES, 0.4)),
        ("bad patches of six nights, 60 %", of(PATCHES, 0.6)),
        ("bad patches of three weeks, 40 %", of(LONG, 0.4)),
    ]
}

/// The rows in which nothing changed, and the diary is not whole.
fn patchy() -> Vec<Row> {
    let of = Kind::steady(Course::Independent, 0.5);
    let rarer = Kind::steady(Course::Independent, 0.3);
    vec![
        (
            "30 % left out, whatever they were, 50 %",
            of.telling(SEVEN_IN_TEN, SEVEN_IN_TEN),
        ),
        (
            "30 % of free nights left out, 50 %",
            of.telling(shy(0.7), shy(0.7)),
        ),
        (
            "30 % of free nights left out, 30 %",
            rarer.telling(shy(0.7), shy(0.7)),
        ),
        (
            "30 % of free nights left out only before, 50 %",
            of.telling(shy(0.7), ALL),
        ),
        (
            "30 % of free nights left out only since, 50 %",
            of.telling(ALL, shy(0.7)),
        ),
        (
            "30 % of free nights left out only since, 30 %",
            rarer.telling(ALL, shy(0.7)),
        ),
        (
            "half of free nights left out only since, 50 %",
            of.telling(ALL, shy(0.5)),
        ),
    ]
}

/// The rows of people who join in a bad week. "Fewer" is often true of them, and due to nothing that anybody did.
fn joining() -> Vec<Row> {
    let of = |course, rate| Kind::steady(course, rate).joining_in_a_bad_week();
    vec![
        ("independent nights, 40 %", of(Course::Independent, 0.4)),
        ("better and worse weeks, harsh, 40 %", of(HARSH, 0.4)),
        ("bad patches of six nights, 40 %", of(PATCHES, 0.4)),
        ("bad patches of three weeks, 40 %", of(LONG, 0.4)),
    ]
}

/// The rows in which there are fewer cramp nights from the first evening on. "Fewer" is right here, "more" is false.
fn fallen() -> Vec<Row> {
    let of = |course, from, to| Kind::steady(course, from).becoming(to);
    let patchy = of(Course::Independent, 0.6, 0.3).telling(SEVEN_IN_TEN, SEVEN_IN_TEN);
    vec![
        (
            "36 % fewer, independent, 60 % to 38 %",
            of(Course::Independent, 0.6, 0.384),
        ),
        (
            "36 % fewer, bad patches, 60 % to 38 %",
            of(PATCHES, 0.6, 0.384),
        ),
        (
            "halved, independent, 40 % to 20 %",
            of(Course::Independent, 0.4, 0.2),
        ),
        (
            "halved, independent, 60 % to 30 %",
            of(Course::Independent, 0.6, 0.3),
        ),
        ("halved, bad patches, 60 % to 30 %", of(PATCHES, 0.6, 0.3)),
        (
            "halved, independent, 80 % to 40 %",
            of(Course::Independent, 0.8, 0.4),
        ),
        ("halved, 30 % of all nights left out, 60 % to 30 %", patchy),
        (
            "a quarter is left, independent, 80 % to 20 %",
            of(Course::Independent, 0.8, 0.2),
        ),
    ]
}

/// The rows about pain.
fn painful() -> Vec<(&'static str, Pain)> {
    let of = |since, weeks, nights| Pain {
        usual: (6.0, since),
        spread: (1.8, weeks, 0.0),
        nights: (nights, 1),
    };
    let together = |nights| Pain {
        usual: (6.0, 6.0),
        spread: (1.0, 0.0, 2.0),
        nights,
    };
    vec![
        ("unchanged, 1 night with 5 cramps", together((1, 5))),
        ("unchanged, 2 nights with 3 cramps each", together((2, 3))),
        ("unchanged, 5 nights with 3 cramps each", together((5, 3))),
        ("unchanged, 10 nights with 3 cramps each", together((10, 3))),
        ("unchanged, 5 nights before and since", of(6.0, 0.0, 5)),
        ("unchanged, 8 nights", of(6.0, 0.0, 8)),
        (
            "unchanged, 8 nights, better and worse weeks",
            of(6.0, 1.0, 8),
        ),
        ("unchanged, 14 nights", of(6.0, 0.0, 14)),
        (
            "unchanged, 14 nights, better and worse weeks",
            of(6.0, 1.0, 14),
        ),
        ("1 point less, 14 nights", of(5.0, 0.0, 14)),
        ("2 points less, 5 nights", of(4.0, 0.0, 5)),
        ("2 points less, 8 nights", of(4.0, 0.0, 8)),
        ("2 points less, 14 nights", of(4.0, 0.0, 14)),
        (
            "2 points less, 14 nights, better and worse weeks",
            of(4.0, 1.0, 14),
        ),
        ("3 points less, 8 nights", of(3.0, 0.0, 8)),
    ]
}

/// The head of the columns.
const HEAD: &str =
    "                                                     fewer    more  unclear  too few  spread";

/// Prints the tables.
pub fn run((people, seed): (u64, u64)) -> bool {
    println!("{people} people a row, seed {seed}; the findings in per cent of them");
    let spread =
        "Spread: how much more the change varies than with nights that do not hang together.";
    println!("{spread} Fourteen nights before, and the last fourteen of the month.\n");
    let tables = [
        ("Nothing changed: every claim is false.", unchanged()),
        (
            "Nothing changed, and nights are left out: every claim is false.",
            patchy(),
        ),
        (
            "People join after a week with five cramp nights or more, and nothing is done: what gets better does so by itself.",
            joining(),
        ),
        (
            "Fewer cramp nights: \"fewer\" is right, \"more\" is false.",
            fallen(),
        ),
    ];
    for (title, rows) in tables {
        println!("{title}\n{HEAD}");
        for (name, kind) in rows {
            let claims = nights(&kind, people, seed);
            println!("{}  {:>6.2}", line(name, &claims), claims.spread());
        }
        println!();
    }
    println!(
        "Pain (6 of 10 before): a claim is false where it is unchanged, and for less than two points none is wanted."
    );
    println!("{}", HEAD.trim_end_matches("  spread"));
    for (name, pain) in painful() {
        println!("{}", line(name, &pains(&pain, people, seed)));
    }
    let half = 196.0 * (0.05_f64 * 0.95 / people.max(1) as f64).sqrt();
    println!(
        "\nA figure of 5 is uncertain by {half:.1} either way (95 %), from the number of people alone."
    );
    true
}

fn line(name: &str, claims: &Claims) -> String {
    let parts = [claims.fewer, claims.more, claims.unclear, claims.few];
    let parts = parts.map(|part| format!("{:>5.1}", claims.percent(part)));
    format!("  {name:<50} {}", parts.join("   "))
}
