//! What of a file that was brought back is new, beside what there is now.
//!
//! Invariants: what there is now is never changed; the same file a second time adds nothing. Two entries are the same one if they began at
//! the same time, were told alike, and are the first, second, … of those; what is equal throughout goes together first, so that an
//! entry that was deleted since does not make another one of them look new.
//! Deliberately not here: numbering and keeping (`Effect::Keep`), and whether there is room.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{
    Month, Owned, Period, Place, chosen, place,
    read::{Import, Unnumbered},
};
use crate::{
    care::answers::Answer,
    content::knowledge::{Knowledge, Shelf},
    dialogue::{
        entry::{Entry, EntryId},
        month::{Evenings, Mark},
    },
};

/// What is new in a file, and what is not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merge {
    /// To be kept, in this order, under numbers of their own.
    pub entries: Vec<Unnumbered>,
    /// How many entries are there already, just as they are in the file.
    pub known: usize,
    /// The same entries, but changed on one side since: left as they are now.
    pub conflicts: Vec<Conflict>,
    /// Where there is none now.
    pub zone: Option<Tz>,
    /// Where no month was begun.
    pub month: Option<Month>,
    /// Marks of dates that have none now; only where there is a month for them, now or in the file.
    pub evenings: Vec<(NaiveDate, Mark)>,
    /// Answers to what was not answered here.
    pub answers: Vec<Answer>,
    /// Answers that were left out, for they are asked anew: see [`merge`].
    pub to_ask: usize,
    /// Answers and evenings that say something else here, and evenings for which there is no month: left out.
    pub kept: usize,
}

/// An entry that says one thing here and another in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub here: EntryId,
    pub there: Unnumbered,
}

impl Merge {
    /// Whether nothing is to be added.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
            && self.zone.is_none()
            && self.month.is_none()
            && self.evenings.is_empty()
            && self.answers.is_empty()
    }
}

/// What of `import` is to be added to what there is.
///
/// An answer that is there is never replaced. One about tonight, a clinician's word, and each that decides what is safe to do are left out as
/// long as they would hold: they may be another person's, and something serious may have come up since the file was written. Such a file must
/// not clear a soak, and a warning sign in it would be heard by nobody. What never changes comes in.
#[must_use]
pub fn merge(
    owned: &Owned<'_>,
    import: &Import,
    knowledge: &Knowledge,
    now: DateTime<Utc>,
) -> Merge {
    let mut merge = Merge::default();
    pair(owned, import, &mut merge);
    if owned.zone.is_none() {
        merge.zone = import.zone;
    }
    if owned.routine.is_none() {
        merge.month = import.month;
    }
    let none = Evenings::default();
    let there = owned.routine.map_or(&none, |routine| &routine.evenings);
    if owned.routine.is_some() || merge.month.is_some() {
        for (date, mark) in import.evenings.iter().copied() {
            match there.on(date) {
                Mark::Nothing => merge.evenings.push((date, mark)),
                known => merge.kept += usize::from(known != mark),
            }
        }
    } else {
        merge.kept += import.evenings.len();
    }
    for answer in &import.answers {
        if let Some(known) = owned.answers.get(&answer.ask) {
            merge.kept += usize::from(known.picks != answer.picks);
            continue;
        }
        if is_asked_anew(answer, knowledge, now) {
            merge.to_ask += 1;
        } else {
            merge.answers.push(answer.clone());
        }
    }
    merge
}

/// Whether somebody's safety would rest on an answer from a file.
fn is_asked_anew(answer: &Answer, knowledge: &Knowledge, now: DateTime<Utc>) -> bool {
    let Some(question) = knowledge.question(&answer.ask) else {
        return answer.is_for_tonight(knowledge);
    };
    let picks = answer.picks.iter().filter_map(|pick| question.choice(pick));
    let mut grave = picks.filter(|choice| choice.flag.is_some() || choice.young);
    if grave.next().is_some() {
        return answer.holds(question, now);
    }
    let decides = question.shelf != Shelf::Standing && is_ruled_by(knowledge, &question.slug);
    (decides || answer.is_for_tonight(knowledge)) && answer.holds(question, now)
}

/// Whether a rule of the soak or of the programme looks at this question.
fn is_ruled_by(knowledge: &Knowledge, slug: &str) -> bool {
    let soak = knowledge.soak.rules.iter().flat_map(|rule| &rule.when);
    let programme = knowledge.programme.rules.iter().flat_map(|rule| &rule.when);
    let needed = knowledge.soak.needs.iter().any(|need| need == slug);
    needed || soak.chain(programme).any(|when| when.0.contains_key(slug))
}

/// Pairs the entries of the file with those there are.
fn pair(owned: &Owned<'_>, import: &Import, merge: &mut Merge) {
    let mut here: BTreeMap<Place, Vec<&Entry>> = BTreeMap::new();
    for entry in chosen(owned, Period::default()) {
        let place = place(entry.from, entry.until, entry.told);
        here.entry(place).or_default().push(entry);
    }
    let mut rest = Vec::new();
    for entry in &import.entries {
        let group = here
            .entry(place(entry.from, entry.until, entry.told))
            .or_default();
        match group.iter().position(|known| entry.is(known)) {
            Some(index) => {
                group.remove(index);
                merge.known += 1;
            }
            None => rest.push(entry),
        }
    }
    for entry in rest {
        let group = here
            .entry(place(entry.from, entry.until, entry.told))
            .or_default();
        if group.is_empty() {
            merge.entries.push(entry.clone());
        } else {
            merge.conflicts.push(Conflict {
                here: group.remove(0).id,
                there: entry.clone(),
            });
        }
    }
}
