//! Whether it was right: what came to each person, held against what was promised, by someone who was not there.
//!
//! The plan is worked out from dates (`calendar`), what arrived is read from the emulator's ledger, and the bot is asked for one thing only:
//! what it wrote down in the end. A reason that it wrote down counts only if something that happened explains it.
//!
//! Where it cannot be known (a zone that was sent into an outage, and never answered), the judge is silent and counts that.
//!
//! It shares no code with the schedule and the flows; the numbers of the contract are written down a second time (`contract`).
//!
//! Deliberately not here: any rule of `care` and `dialogue`.

mod case;
mod contract;
mod laws;
mod reasons;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::world::World;
use crate::store::Loaded;

use case::Case;

/// Something that was not right.
#[derive(Debug, Clone)]
pub struct Wrong {
    pub person: i64,
    pub date: Option<NaiveDate>,
    pub what: String,
    /// All that happened to that person.
    pub trace: String,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Verdict {
    pub people: u64,
    /// Evenings of the plan.
    pub planned: u64,
    /// What became of them.
    pub reasons: BTreeMap<&'static str, u64>,
    /// Things that were held against the rules.
    pub checked: BTreeMap<&'static str, u64>,
    pub wrong: Vec<Wrong>,
}

impl Verdict {
    fn reason(&mut self, reason: &'static str) {
        self.planned += 1;
        *self.reasons.entry(reason).or_default() += 1;
    }

    fn check(&mut self, what: &'static str) {
        *self.checked.entry(what).or_default() += 1;
    }

    fn wrong(&mut self, case: &Case<'_>, date: Option<NaiveDate>, what: String) {
        self.wrong.push(Wrong {
            person: case.life.id,
            date,
            what,
            trace: case.trace(),
        });
    }
}

/// Judges all people of a world that has ended.
///
/// # Errors
/// When the store cannot be read.
pub fn judge(world: &mut World) -> anyhow::Result<Verdict> {
    let mut verdict = Verdict::default();
    let mut store = world.bot.store()?;
    let end = world.bot.now();
    for life in world.lives() {
        verdict.people += 1;
        let person = store.person(life.id);
        let mut txn = store.txn();
        let (chat, entries) = match txn.chat(person)? {
            Loaded::Found { chat, .. } => (Some(chat), txn.entries(person)?.len()),
            Loaded::Missing | Loaded::Unreadable => (None, 0),
        };
        let nothing = super::ledger::Record::default();
        let record = world.history.people.get(&life.id).unwrap_or(&nothing);
        let outages = &world.history.outages;
        let Some(case) = Case::new(life, record, outages, chat.as_ref(), entries, end) else {
            let case = Case::blank(life, record, outages, end);
            verdict.wrong(&case, None, "never joined, or is not known".to_owned());
            continue;
        };
        reasons::weigh(&case, &mut verdict);
        laws::hold(&case, &mut verdict);
    }
    Ok(verdict)
}
