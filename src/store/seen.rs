//! The update ids that have taken effect: a set, kept as ranges, a day apart.
//!
//! Invariants: ids may jump, go down and repeat (Telegram starts anew at a random number after a quiet week), so membership is asked of
//! the set, never of "the last one"; ranges are disjoint; a range belongs to the day on which its ids came, so that whole days can go.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

/// Ids are kept for more than eight days: Telegram keeps updates for one, and numbers them anew after a week of silence.
const KEPT: Days = Days::new(9);

#[derive(Debug, Default)]
pub(super) struct Seen {
    /// First id -> last id and day.
    ranges: BTreeMap<i64, (i64, NaiveDate)>,
}

/// What remembering one id changed: the row to write, and how to take it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Change {
    pub day: NaiveDate,
    pub first: i64,
    pub last: i64,
    before: Option<i64>,
}

impl Seen {
    pub(super) fn load(&mut self, day: NaiveDate, first: i64, last: i64) {
        self.ranges.insert(first, (last, day));
    }

    pub(super) fn contains(&self, id: i64) -> bool {
        let below = self.ranges.range(..=id).next_back();
        below.is_some_and(|(_, (last, _))| id <= *last)
    }

    /// `None`: it was there already.
    pub(super) fn insert(&mut self, id: i64, day: NaiveDate) -> Option<Change> {
        if self.contains(id) {
            return None;
        }
        if let Some((&first, (last, its_day))) = self.ranges.range_mut(..id).next_back()
            && last.checked_add(1) == Some(id)
            && *its_day == day
        {
            let before = Some(*last);
            *last = id;
            return Some(Change {
                day,
                first,
                last: id,
                before,
            });
        }
        self.ranges.insert(id, (id, day));
        Some(Change {
            day,
            first: id,
            last: id,
            before: None,
        })
    }

    /// Takes changes back; give them newest first.
    pub(super) fn undo(&mut self, change: Change) {
        match change.before {
            Some(last) => {
                self.ranges.insert(change.first, (last, change.day));
            }
            None => {
                self.ranges.remove(&change.first);
            }
        }
    }

    /// The ranges whose day is long past.
    pub(super) fn old(&self, today: NaiveDate) -> Vec<(NaiveDate, i64)> {
        let ranges = self.ranges.iter();
        ranges
            .filter(|(_, (_, day))| day.checked_add_days(KEPT).is_some_and(|end| end < today))
            .map(|(first, (_, day))| (*day, *first))
            .collect()
    }

    pub(super) fn forget(&mut self, first: i64) {
        self.ranges.remove(&first);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn day(n: i32) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(740_000 + n).unwrap()
    }

    #[test]
    fn a_day_of_consecutive_ids_is_one_range_and_goes_after_nine_days() {
        let mut seen = Seen::default();
        for id in 0..1000 {
            assert!(seen.insert(id, day(0)).is_some());
        }
        seen.insert(1000, day(1));
        assert_eq!(seen.ranges.len(), 2);
        assert_eq!(seen.old(day(9)), []);
        assert_eq!(seen.old(day(10)), [(day(0), 0)]);
    }

    proptest! {
        #[test]
        fn it_is_a_set_whatever_the_order(ids in prop::collection::vec((-20i64..60, 0i32..3), 0..200), undone in 0usize..50) {
            let mut seen = Seen::default();
            let mut model = HashSet::new();
            let keep = ids.len().saturating_sub(undone);
            for &(id, d) in &ids[..keep] {
                prop_assert_eq!(seen.insert(id, day(d)).is_some(), model.insert(id));
            }
            let undo: Vec<_> = ids[keep..].iter().filter_map(|&(id, d)| seen.insert(id, day(d))).collect();
            for change in undo.into_iter().rev() {
                seen.undo(change);
            }
            for id in -25..65 {
                prop_assert_eq!(seen.contains(id), model.contains(&id));
            }
        }

        #[test]
        fn the_rows_it_asks_for_bring_the_same_set_back(ids in prop::collection::vec((any::<i8>(), 0i32..3), 0..100)) {
            let mut seen = Seen::default();
            let mut rows = BTreeMap::new();
            for (id, d) in ids {
                if let Some(change) = seen.insert(i64::from(id), day(d)) {
                    rows.insert((change.day, change.first), change.last);
                }
            }
            let mut again = Seen::default();
            for ((day, first), last) in rows {
                again.load(day, first, last);
            }
            prop_assert_eq!(again.ranges, seen.ranges);
        }
    }
}
