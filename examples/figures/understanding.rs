//! `figures understanding [--lines] [FOLDER]`: how well texts are understood, measured on the lines of tests/data or of another folder
//! with such files. What is measured is the whole: what `charley understand` prints.
//!
//! It prints counts and slugs, so that nobody tunes a rule to the wording of a line; `--lines` names the lines as well.

use std::{
    collections::BTreeMap,
    fmt::Display,
    fs,
    path::{Path, PathBuf},
};

use charley::{
    content::{Content, ENGLISH, knowledge::Tier},
    understanding::{Kind, Reader, Understood, log::Row},
};
use chrono::NaiveDateTime;

/// Minutes may differ by this: seconds are given to two places.
const TOLERANCE: f64 = 0.02;

/// The columns of a log, and their keys in a [`Row`].
const FIELDS: [(&str, &str); 6] = [
    ("time", "start_local_time"),
    ("side", "side"),
    ("muscle", "muscle"),
    ("minutes", "duration_min"),
    ("pain", "severity_0_10"),
    ("relief", "relief"),
];

/// Prints all figures of the lines in `folder`. `lines`: with the lines that were misunderstood.
pub fn run(folder: Option<&str>, lines: bool) -> bool {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let folder = folder.map_or(shipped, PathBuf::from);
    let content = Content::embedded().expect("the shipped content is sound");
    let reader = Reader::new(&content);
    let mut wrong = Wrong::default();
    logs(&reader, &folder, &mut wrong);
    red_flags(&reader, &folder, &mut wrong);
    near_misses(&reader, &folder, &mut wrong);
    questions(&reader, &folder, &mut wrong);
    wrong.print(lines);
    true
}

/// Those for whom the time of writing does not matter.
fn understand<'a>(reader: &'a Reader, text: &'a str) -> Understood<'a> {
    reader.understand(ENGLISH, text, NaiveDateTime::default())
}

/// What was misunderstood, by what was expected and what was found.
#[derive(Default)]
struct Wrong(BTreeMap<String, Vec<String>>);

impl Wrong {
    fn note(&mut self, expected: impl Display, found: impl Display, line: &str) {
        let kind = format!("{expected} -> {found}");
        self.0.entry(kind).or_default().push(line.to_owned());
    }

    fn print(&self, lines: bool) {
        println!("\nmisunderstood (expected -> found):");
        for (kind, texts) in &self.0 {
            println!("  {kind}: {}", texts.len());
            for text in texts.iter().filter(|_| lines) {
                println!("      {text}");
            }
        }
    }
}

/// The rows of a file, without its header.
fn rows(folder: &Path, name: &str) -> Vec<Vec<String>> {
    let path = folder.join(name);
    let text =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let split = |line: &str| line.split('\t').map(str::to_owned).collect();
    text.lines()
        .skip(1)
        .filter(|line| !line.is_empty())
        .map(split)
        .collect()
}

fn share(part: usize, whole: usize) -> String {
    let percent = 100.0 * part as f64 / whole.max(1) as f64;
    format!("{part} of {whole} ({percent:.1} %)")
}

/// How often one field was right, missing, made up, or something else.
#[derive(Default)]
struct Field {
    right: usize,
    other: usize,
    missing: usize,
    made_up: usize,
}

fn logs(reader: &Reader, folder: &Path, wrong: &mut Wrong) {
    let mut fields: [Field; 6] = Default::default();
    let (mut entries, mut others, mut free) = (0, 0, 0);
    let (mut missed, mut invented, mut free_right) = (0, 0, 0);
    for row in rows(folder, "logs.tsv") {
        let now = NaiveDateTime::parse_from_str(&row[1], "%Y-%m-%dT%H:%M").expect("a local time");
        let understood = reader.understand(ENGLISH, &row[0], now);
        let found = match understood.kind {
            Kind::CrampLog => "entry",
            _ if understood.free => "free",
            Kind::RedFlag | Kind::Topic | Kind::Unsure | Kind::None => "none",
        };
        let expected = match row[2].as_str() {
            "free" | "none" => row[2].as_str(),
            _ => "entry",
        };
        if expected != found {
            wrong.note(format!("log: {expected}"), found, &row[0]);
        }
        entries += usize::from(expected == "entry");
        others += usize::from(expected != "entry");
        free += usize::from(expected == "free");
        free_right += usize::from(expected == "free" && found == "free");
        missed += usize::from(expected == "entry" && found != "entry");
        invented += usize::from(expected != "entry" && found == "entry");
        if expected == "entry" {
            compare(&row, understood.log.as_ref(), &mut fields, wrong);
        }
    }
    let right = fields.iter().map(|field| field.right).sum();
    println!(
        "logs: fields right: {}",
        share(right, entries * FIELDS.len())
    );
    for ((name, _), field) in FIELDS.iter().zip(&fields) {
        println!(
            "  {name}: {}; another value {}, not read {}, made up {}",
            share(field.right, entries),
            field.other,
            field.missing,
            field.made_up
        );
    }
    println!("logs: entries missed: {}", share(missed, entries));
    println!("logs: entries invented: {}", share(invented, others));
    println!("logs: cramp-free nights read: {}", share(free_right, free));
}

/// Counts the six fields of an entry. Of a missed entry all are wrong.
fn compare(row: &[String], found: Option<&Row>, fields: &mut [Field; 6], wrong: &mut Wrong) {
    let values = found.map(|row| serde_json::to_value(row).expect("plain columns"));
    for (index, (name, key)) in FIELDS.iter().enumerate() {
        let expected = row[index + 2].as_str();
        let said = expected != "-";
        let value = values
            .as_ref()
            .map(|values| &values[key])
            .filter(|value| !value.is_null());
        let shown = value.map_or("-".to_owned(), |value| {
            value.as_str().map_or(value.to_string(), str::to_owned)
        });
        let is_right = found.is_some() && is_same(expected, &shown);
        let field = &mut fields[index];
        match (is_right, said, value.is_some()) {
            (true, _, _) => field.right += 1,
            (false, true, true) => field.other += 1,
            (false, true | false, false) => field.missing += 1,
            (false, false, true) => field.made_up += 1,
        }
        if !is_right && found.is_some() {
            wrong.note(format!("{name} {expected}"), shown, &row[0]);
        }
    }
}

fn is_same(expected: &str, found: &str) -> bool {
    let numbers = expected.parse::<f64>().ok().zip(found.parse::<f64>().ok());
    numbers.map_or(expected == found, |(expected, found)| {
        (expected - found).abs() <= TOLERANCE
    })
}

fn red_flags(reader: &Reader, folder: &Path, wrong: &mut Wrong) {
    let rows = rows(folder, "red_flags.tsv");
    let (mut raised, mut same_slug, mut same_tier) = (0, 0, 0);
    for row in &rows {
        let tier = match row[2].as_str() {
            "E" => Tier::Emergency,
            "C" => Tier::Crisis,
            _ => Tier::SameDay,
        };
        let understood = understand(reader, &row[0]);
        let (Some(slug), Some(found)) = (understood.topic, understood.tier) else {
            wrong.note(&row[1], "no flag", &row[0]);
            continue;
        };
        raised += 1;
        same_slug += usize::from(slug == row[1]);
        same_tier += usize::from(found == tier);
        if slug != row[1] || found != tier {
            wrong.note(
                format!("{} {tier:?}", row[1]),
                format!("{slug} {found:?}"),
                &row[0],
            );
        }
    }
    println!("red flags: raised: {}", share(raised, rows.len()));
    println!("red flags: the right one: {}", share(same_slug, rows.len()));
    println!(
        "red flags: the right urgency: {}",
        share(same_tier, rows.len())
    );
}

fn near_misses(reader: &Reader, folder: &Path, wrong: &mut Wrong) {
    let rows = rows(folder, "near_misses.tsv");
    let mut alarms = 0;
    for row in &rows {
        let understood = understand(reader, &row[0]);
        if understood.kind == Kind::RedFlag {
            alarms += 1;
            wrong.note("near miss", understood.topic.unwrap_or_default(), &row[0]);
        }
    }
    println!("near misses: false alarms: {}", share(alarms, rows.len()));
}

/// What became of the questions that have a topic, and of those that have none.
#[derive(Default)]
struct Questions {
    inside: usize,
    first: usize,
    among: usize,
    at_once: usize,
    at_once_wrong: usize,
    lost: usize,
    as_logs: usize,
    as_flags: usize,
    outside: usize,
    answered: usize,
    offered: usize,
}

fn questions(reader: &Reader, folder: &Path, wrong: &mut Wrong) {
    let rows = rows(folder, "questions.tsv");
    let mut count = Questions::default();
    for row in &rows {
        let understood = understand(reader, &row[0]);
        count.as_logs += usize::from(understood.kind == Kind::CrampLog || understood.free);
        count.as_flags += usize::from(understood.kind == Kind::RedFlag);
        let named = match understood.kind {
            Kind::Topic | Kind::RedFlag => understood.topic.unwrap_or_default(),
            Kind::CrampLog => "a log",
            Kind::Unsure => "unsure",
            Kind::None => "none",
        };
        let noted = if row[1] == "none" {
            count.outside(&understood)
        } else {
            count.inside(&understood, &row[1])
        };
        if noted {
            let nearest = understood.candidates.first().copied().unwrap_or("none");
            wrong.note(&row[1], format!("{named} (nearest {nearest})"), &row[0]);
        }
    }
    count.print(rows.len());
}

impl Questions {
    /// Returns whether it is worth a note.
    fn outside(&mut self, understood: &Understood<'_>) -> bool {
        let is_answered = matches!(
            understood.kind,
            Kind::Topic | Kind::RedFlag | Kind::CrampLog
        );
        self.outside += 1;
        self.answered += usize::from(is_answered);
        self.offered += usize::from(understood.kind == Kind::Unsure);
        is_answered
    }

    /// Returns whether it is worth a note.
    fn inside(&mut self, understood: &Understood<'_>, slug: &str) -> bool {
        let is_first = understood.candidates.first() == Some(&slug);
        let is_topic = understood.kind == Kind::Topic;
        let is_lost = understood.kind == Kind::None;
        self.inside += 1;
        self.first += usize::from(is_first);
        self.among += usize::from(understood.candidates.contains(&slug));
        self.at_once += usize::from(is_topic);
        self.at_once_wrong += usize::from(is_topic && !is_first);
        self.lost += usize::from(is_lost);
        !is_first || is_lost
    }

    fn print(&self, all: usize) {
        let shares = [
            ("taken for a log", self.as_logs, all),
            ("taken for a red flag", self.as_flags, all),
            ("the first topic is right", self.first, self.inside),
            ("it is among three", self.among, self.inside),
            ("answered at once", self.at_once, self.inside),
            (
                "answered at once, and wrong",
                self.at_once_wrong,
                self.at_once,
            ),
            ("taken for out of scope", self.lost, self.inside),
            (
                "out of scope, and answered as a topic",
                self.answered,
                self.outside,
            ),
            (
                "out of scope, and three topics offered",
                self.offered,
                self.outside,
            ),
        ];
        for (what, part, whole) in shares {
            println!("questions: {what}: {}", share(part, whole));
        }
    }
}
