//! Which class a text is likest to: how much more often its features occur in the class's examples than in all others
//! (naive Bayes, each class against the rest).
//!
//! Invariants: deterministic; trained from counts, whose order says nothing; a score is per unit of the text's weight, so that
//! long and short texts compare. Deliberately not here: what the classes are and what follows from a score (`topics`).

use super::{
    counts::{Class, Count, Counts, of_features},
    features::{Feature, Features},
};

/// What a feature counts that a class has never shown.
const NEVER: f32 = 0.1;

/// A trained model.
#[derive(Debug, Default)]
pub struct Model {
    /// The known features in their order, and for each where its classes begin; one more at the end.
    known: Vec<Feature>,
    begins: Vec<u32>,
    /// The classes that showed the features, and what that says beyond having not shown it.
    classes: Vec<Class>,
    beyond: Vec<f32>,
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
            begins: Vec::with_capacity(features + 1),
            classes: Vec::with_capacity(all().count()),
            beyond: Vec::with_capacity(all().count()),
            unseen: unseen.collect(),
        };
        for list in lists {
            of_features(&list).for_each(|classes| model.learn(classes));
        }
        model.begins.push(position(model.classes.len()));
        model
    }

    /// Takes in what was counted of one feature.
    fn learn(&mut self, counts: &[Count]) {
        let ((feature, _), _) = counts[0];
        self.known.push(feature);
        self.begins.push(position(self.classes.len()));
        let all: f32 = counts.iter().map(|(_, count)| count).sum();
        for ((_, class), count) in counts {
            let others = (all - count + NEVER) / (all + NEVER);
            self.classes.push(*class);
            self.beyond
                .push(((count + NEVER) / NEVER).ln() - others.ln());
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
            let classes = self.begins[at] as usize..self.begins[at + 1] as usize;
            let beyond = &self.beyond[classes.clone()];
            for (class, beyond) in self.classes[classes].iter().zip(beyond) {
                scores[usize::from(*class)] += weight * beyond;
            }
        }
        for (score, unseen) in scores.iter_mut().zip(&self.unseen) {
            *score = (*score + known * unseen) / text.total.max(1.0);
        }
        scores
    }
}

/// Examples are written by hand: their features fit.
fn position(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
