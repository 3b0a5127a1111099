//! `figures understanding`: how well texts are understood, measured on the lines of tests/data.
//!
//! It prints counts and slugs, so that nobody tunes a rule to the wording of a line; `--lines` names the lines as well.

use std::{collections::BTreeMap, fmt::Display, fs, path::Path};

use charley::{
    content::{Content, ENGLISH, knowledge::Tier},
    understanding::{
        Reader, Verdict,
        log::{Row, Told},
    },
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

/// Prints all figures. `lines`: with the lines that were misunderstood.
pub fn run(lines: bool) -> bool {
    let content = Content::embedded().expect("the shipped content is sound");
    let reader = Reader::new(&content);
    let mut wrong = Wrong::default();
    logs(&reader, &mut wrong);
    red_flags(&reader, &mut wrong);
    near_misses(&reader, &mut wrong);
    questions(&reader, &mut wrong);
    wrong.print(lines);
    true
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

/// The rows of a file of tests/data, without its header.
fn rows(name: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name);
    let text = fs::read_to_string(&path).expect("tests/data is there");
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

fn logs(reader: &Reader, wrong: &mut Wrong) {
    let mut fields: [Field; 6] = Default::default();
    let (mut entries, mut others, mut free) = (0, 0, 0);
    let (mut missed, mut invented, mut free_right) = (0, 0, 0);
    for row in rows("logs.tsv") {
        let now = NaiveDateTime::parse_from_str(&row[1], "%Y-%m-%dT%H:%M").expect("a local time");
        let told = reader.log(ENGLISH, &row[0], now);
        let found = match &told {
            Told::Log(_) => "entry",
            Told::NoCramp => "free",
            Told::Nothing => "none",
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
            let row_found = if let Told::Log(log) = &told {
                Some(Row::from(log))
            } else {
                None
            };
            compare(&row, row_found.as_ref(), &mut fields, wrong);
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

fn red_flags(reader: &Reader, wrong: &mut Wrong) {
    let rows = rows("red_flags.tsv");
    let (mut raised, mut same_slug, mut same_tier) = (0, 0, 0);
    for row in &rows {
        let tier = match row[2].as_str() {
            "E" => Tier::Emergency,
            "C" => Tier::Crisis,
            _ => Tier::SameDay,
        };
        let Some(flag) = reader.flag(ENGLISH, &row[0]) else {
            wrong.note(&row[1], "no flag", &row[0]);
            continue;
        };
        raised += 1;
        same_slug += usize::from(flag.slug == row[1]);
        same_tier += usize::from(flag.tier == tier);
        if flag.slug != row[1] || flag.tier != tier {
            wrong.note(
                format!("{} {tier:?}", row[1]),
                format!("{} {:?}", flag.slug, flag.tier),
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

fn near_misses(reader: &Reader, wrong: &mut Wrong) {
    let rows = rows("near_misses.tsv");
    let mut alarms = 0;
    for row in &rows {
        if let Some(flag) = reader.flag(ENGLISH, &row[0]) {
            alarms += 1;
            wrong.note("near miss", flag.slug, &row[0]);
        }
    }
    println!("near misses: false alarms: {}", share(alarms, rows.len()));
}

/// Questions that the diary reader would take for an entry.
fn taken_for_logs(reader: &Reader, rows: &[Vec<String>], wrong: &mut Wrong) {
    let now = NaiveDateTime::default();
    let mut taken = 0;
    for row in rows {
        let found = match reader.log(ENGLISH, &row[0], now) {
            Told::Log(_) => "an entry",
            Told::NoCramp => "a cramp-free night",
            Told::Nothing => continue,
        };
        taken += 1;
        wrong.note(format!("question {}", row[1]), found, &row[0]);
    }
    println!("questions: read as a log: {}", share(taken, rows.len()));
}

fn questions(reader: &Reader, wrong: &mut Wrong) {
    let rows = rows("questions.tsv");
    taken_for_logs(reader, &rows, wrong);
    let (mut inside, mut first, mut among) = (0, 0, 0);
    let (mut sure, mut sure_wrong, mut lost) = (0, 0, 0);
    let (mut outside, mut answered, mut offered) = (0, 0, 0);
    for row in &rows {
        let ranked = reader.topics(ENGLISH, &row[0]);
        let nearest = ranked.nearest.first().copied().unwrap_or("none");
        let is_sure = ranked.verdict == Verdict::Sure;
        let is_unsure = ranked.verdict == Verdict::Unsure;
        if row[1] == "none" {
            outside += 1;
            answered += usize::from(is_sure);
            offered += usize::from(is_unsure);
            if is_sure {
                wrong.note("none", nearest, &row[0]);
            }
            continue;
        }
        let is_right = nearest == row[1];
        inside += 1;
        first += usize::from(is_right);
        among += usize::from(ranked.nearest.contains(&row[1].as_str()));
        sure += usize::from(is_sure);
        sure_wrong += usize::from(is_sure && !is_right);
        lost += usize::from(!is_sure && !is_unsure);
        if !is_right {
            wrong.note(&row[1], nearest, &row[0]);
        } else if !is_sure && !is_unsure {
            wrong.note(&row[1], "not answered", &row[0]);
        }
    }
    println!(
        "questions: the first topic is right: {}",
        share(first, inside)
    );
    println!("questions: it is among three: {}", share(among, inside));
    println!("questions: answered at once: {}", share(sure, inside));
    println!(
        "questions: answered at once, and wrong: {}",
        share(sure_wrong, sure)
    );
    println!("questions: taken for out of scope: {}", share(lost, inside));
    println!(
        "out of scope: answered as a topic: {}",
        share(answered, outside)
    );
    println!(
        "out of scope: three topics offered: {}",
        share(offered, outside)
    );
}
