//! What a simulation found, in words for whoever started it.

use std::{collections::BTreeMap, fmt, time::Duration};

use super::{Order, judge::Verdict};

/// The lives of so many people are told at length.
const TOLD: usize = 20;

/// The end of a simulation.
#[derive(Debug)]
pub struct Report {
    pub order: Order,
    pub verdict: Verdict,
    pub faults: BTreeMap<&'static str, u64>,
    pub messages: u64,
    pub took: Duration,
}

impl Report {
    /// Whether all that was promised was kept.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.verdict.wrong.is_empty()
    }

    /// How many evenings of the plan ended so.
    #[must_use]
    pub fn evenings(&self, reason: &str) -> u64 {
        self.verdict.reasons.get(reason).copied().unwrap_or(0)
    }

    /// How many of the things that must not be were found, each with its date and person.
    #[must_use]
    pub fn wrongs(&self) -> Vec<String> {
        let wrong = self.verdict.wrong.iter();
        let line = |wrong: &super::judge::Wrong| {
            let date = wrong
                .date
                .map_or_else(String::new, |date| format!(", {date}"));
            format!("person {}{date}: {}", wrong.person, wrong.what)
        };
        wrong.map(line).collect()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { order, verdict, .. } = self;
        writeln!(
            f,
            "seed {}: {} people, {} days from {}",
            order.seed, verdict.people, order.days, order.from
        )?;
        table(
            f,
            "what became of the evenings: each that was planned, once",
            &verdict.reasons,
        )?;
        table(f, "what went wrong around the bot: how often", &self.faults)?;
        table(
            f,
            "what was held against the rules: how often; what broke one stands below as WRONG",
            &verdict.checked,
        )?;
        writeln!(f, "\nevenings planned  {:>9}", verdict.planned)?;
        writeln!(f, "messages sent     {:>9}", self.messages)?;
        writeln!(f, "wall time         {:>9.1} s", self.took.as_secs_f64())?;
        let lines = self.wrongs();
        let mut traces = BTreeMap::new();
        for (wrong, line) in verdict.wrong.iter().zip(&lines) {
            writeln!(f, "WRONG  seed {}, {line}", order.seed)?;
            traces.entry(wrong.person).or_insert(&wrong.trace);
        }
        for (person, trace) in traces.iter().take(TOLD) {
            writeln!(f, "\nperson {person}\n{trace}")?;
        }
        let kept = if self.is_sound() {
            "everything that was promised was kept".to_owned()
        } else {
            format!("{} broken promises; seed {}", lines.len(), order.seed)
        };
        writeln!(f, "\n{kept}")
    }
}

fn table(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    rows: &BTreeMap<&'static str, u64>,
) -> fmt::Result {
    writeln!(f, "\n{title}")?;
    for (name, count) in rows {
        writeln!(f, "  {count:>9}  {name}")?;
    }
    Ok(())
}
