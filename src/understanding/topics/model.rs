//! Which class a text is likest to: how much more often its features occur in the class's examples than in all others
//! (naive Bayes, each class against the rest).
//!
//! Invariants: deterministic; trained from counts, whose order says nothing; a score is per unit of the text's weight, so that
//! long and short texts compare. Deliberately not here: what the classes are and what follows from a score (`topics`).

use std::{collections::HashMap, ops::Range};

use super::{
    counts::{Class, Count, Counts, of_features},
    features::{Feature, Features},
};

/// What a feature counts that a class has never shown.
const NEVER: f32 = 0.1;

/// So many features share a note of where their classes begin.
const TOGETHER: usize = 16;

/// In what is kept of a class: it is the feature's last. There are never so many classes.
const LAST: Class = 1 << 15;

/// A trained model.
#[derive(Debug, Default)]
pub struct Model {
    /// The known features in their order, and for the first of each few where its classes begin.
    known: Vec<Feature>,
    begins: Vec<u32>,
    /// The classes that showed the features, each feature's last one marked, and what that says beyond having not shown it: a place
    /// among the values. There are few, as most features are shown by a few examples.
    classes: Vec<Class>,
    beyond: Vec<u16>,
    values: Vec<f32>,
    /// By class: what a known feature says that the class has not shown.
    unseen: Vec<f32>,
}

impl Model {
    /// Learns from what was counted.
    #[must_use]
    pub fn new(counts: Counts) -> Self {
        let lists = counts.into_sorted();
        let all = || lists.iter().flatten();
        let mut by_class: Vec<f32> = Vec::new();
        for ((_, class), count) in all() {
            let class = usize::from(*class);
            by_class.resize(by_class.len().max(class + 1), 0.0);
            by_class[class] += count;
        }
        let features = lists.iter().map(|list| of_features(list).count()).sum();
        let whole: f32 = by_class.iter().sum();
        let floor = NEVER * features as f32;
        let unseen = by_class
            .iter()
            .map(|count| ((whole - count + floor) / (count + floor)).ln());
        let mut model = Self {
            known: Vec::with_capacity(features),
            begins: Vec::with_capacity(features.div_ceil(TOGETHER)),
            classes: Vec::with_capacity(all().count()),
            beyond: Vec::with_capacity(all().count()),
            values: Vec::new(),
            unseen: unseen.collect(),
        };
        let mut places = HashMap::new();
        for list in lists {
            of_features(&list).for_each(|classes| model.learn(classes, &mut places));
        }
        model.values.shrink_to_fit();
        model
    }

    /// Takes in what was counted of one feature; `places` are those of the values, by their bits.
    fn learn(&mut self, counts: &[Count], places: &mut HashMap<u32, u16>) {
        let ((feature, _), _) = counts[0];
        if self.known.len().is_multiple_of(TOGETHER) {
            self.begins.push(position(self.classes.len()));
        }
        self.known.push(feature);
        let all: f32 = counts.iter().map(|(_, count)| count).sum();
        for ((_, class), count) in counts {
            let others = (all - count + NEVER) / (all + NEVER);
            self.classes.push(*class);
            let value = ((count + NEVER) / NEVER).ln() - others.ln();
            let place = *places.entry(value.to_bits()).or_insert_with(|| {
                self.values.push(value);
                // Examples are written by hand: their values fit, a few thousand.
                u16::try_from(self.values.len() - 1).unwrap_or(u16::MAX)
            });
            self.beyond.push(place);
        }
        if let Some(last) = self.classes.last_mut() {
            *last |= LAST;
        }
    }

    /// By class: how much likelier the text is there than elsewhere, as a natural logarithm per unit of weight.
    #[must_use]
    pub fn scores(&self, text: &Features) -> Vec<f32> {
        let mut scores = vec![0.0; self.unseen.len()];
        let mut known = 0.0;
        for (feature, weight) in &text.weights {
            let Ok(at) = self.known.binary_search(feature) else {
                continue;
            };
            known += weight;
            for place in self.classes_of(at) {
                let class = self.classes[place] & !LAST;
                let beyond = self.values[usize::from(self.beyond[place])];
                scores[usize::from(class)] += weight * beyond;
            }
        }
        for (score, unseen) in scores.iter_mut().zip(&self.unseen) {
            *score = (*score + known * unseen) / text.total.max(1.0);
        }
        scores
    }

    /// Where the classes of a known feature stand.
    fn classes_of(&self, feature: usize) -> Range<usize> {
        let is_last = |place: &usize| self.classes[*place] & LAST != 0;
        let begin = self.begins[feature / TOGETHER] as usize;
        let mut ends = (begin..self.classes.len())
            .filter(is_last)
            .map(|last| last + 1);
        let before = feature % TOGETHER;
        let from = before.checked_sub(1).and_then(|skip| ends.nth(skip));
        let to = ends.next().unwrap_or(self.classes.len());
        from.unwrap_or(begin)..to
    }
}

/// Examples are written by hand: their features fit.
fn position(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
