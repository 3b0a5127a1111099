//! How often each class of examples shows each feature.
//!
//! Counted in many small lists, by the beginnings of the features' numbers: one list of all would be the largest thing that a start
//! ever holds, and a heap seldom gives back what lies in its middle.

use super::features::{Feature, add_up};

/// The number of a class.
pub type Class = u16;

/// How often a feature was shown by a class, as the sum of its weights.
pub type Count = ((Feature, Class), f32);

/// So many bits of a feature's number name its list.
const BITS: u32 = 6;

/// So many features are added up before they are put into the lists.
const AT_ONCE: usize = 8192;

/// What was counted so far.
#[derive(Debug)]
pub struct Counts {
    /// Features of the class at hand.
    shown: Vec<(Feature, f32)>,
    lists: Vec<Vec<Count>>,
}

impl Counts {
    pub fn new() -> Self {
        Self {
            shown: Vec::with_capacity(AT_ONCE),
            lists: vec![Vec::new(); 1 << BITS],
        }
    }

    /// Counts what one example of a class shows: `show` adds that to the features that it is given.
    pub fn example<T>(
        &mut self,
        class: Class,
        show: impl FnOnce(&mut Vec<(Feature, f32)>) -> T,
    ) -> T {
        let shown = show(&mut self.shown);
        if self.shown.len() >= AT_ONCE / 2 {
            self.put_away(class);
        }
        shown
    }

    /// Ends the class at hand.
    pub fn end(&mut self, class: Class) {
        self.put_away(class);
    }

    fn put_away(&mut self, class: Class) {
        add_up(&mut self.shown);
        for (feature, weight) in self.shown.drain(..) {
            let list = (feature >> (Feature::BITS - BITS)) as usize;
            self.lists[list].push(((feature, class), weight));
        }
    }

    /// The counts, sorted through all lists, each once.
    pub fn into_sorted(self) -> Vec<Vec<Count>> {
        let mut lists = self.lists;
        for list in &mut lists {
            // Sorting and adding what stands together takes a third of the time of a map.
            list.sort_unstable_by_key(|(key, _)| *key);
            list.dedup_by(|again, first| {
                let is_same = again.0 == first.0;
                first.1 += if is_same { again.1 } else { 0.0 };
                is_same
            });
        }
        lists
    }
}

/// The counts of each feature of a sorted list.
pub fn of_features(list: &[Count]) -> impl Iterator<Item = &[Count]> {
    list.chunk_by(|((one, _), _), ((other, _), _)| one == other)
}
