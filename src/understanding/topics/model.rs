//! Which class a text is likest to: how much more often its features occur in the class's examples than in all others
//! (naive Bayes, each class against the rest).
//!
//! Invariants: deterministic; trained in one pass over the examples, in their order; a score is per unit of the text's weight, so that
//! long and short texts compare. Deliberately not here: what the classes are and what follows from a score (`topics`).

use super::features::{Feature, Features};

/// The number of a class.
pub type Class = u16;

/// What a feature counts that a class has never shown.
const NEVER: f32 = 0.1;

/// A trained model.
#[derive(Debug, Default)]
pub struct Model {
    /// The known features in their order, and for each where its classes begin in `seen`; one more at the end.
    known: Vec<Feature>,
    begins: Vec<u32>,
    /// The classes that showed the feature, and what that says beyond having not shown it.
    seen: Vec<(Class, f32)>,
    /// By class: what a known feature says that the class has not shown.
    unseen: Vec<f32>,
}

impl Model {
    /// Learns from the features of all examples of each class.
    #[must_use]
    pub fn train<'a>(examples: impl IntoIterator<Item = (Class, &'a Features)>) -> Self {
        let mut counts: Vec<((Feature, Class), f32)> = Vec::new();
        for (class, example) in examples {
            let shown = example.weights.iter();
            counts.extend(shown.map(|(feature, weight)| ((*feature, class), *weight)));
        }
        // Sorting and adding what stands together takes a third of the time of a map.
        counts.sort_unstable_by_key(|(key, _)| *key);
        counts.dedup_by(|again, first| {
            let is_same = again.0 == first.0;
            first.1 += if is_same { again.1 } else { 0.0 };
            is_same
        });
        let mut by_class: Vec<f32> = Vec::new();
        for ((_, class), count) in &counts {
            let class = usize::from(*class);
            by_class.resize(by_class.len().max(class + 1), 0.0);
            by_class[class] += count;
        }
        let of_a_feature = || counts.chunk_by(|((one, _), _), ((other, _), _)| one == other);
        let whole: f32 = by_class.iter().sum();
        let floor = NEVER * of_a_feature().count() as f32;
        let unseen = by_class
            .iter()
            .map(|count| ((whole - count + floor) / (count + floor)).ln())
            .collect();
        let mut model = Self {
            unseen,
            ..Self::default()
        };
        for classes in of_a_feature() {
            let ((feature, _), _) = classes[0];
            model.known.push(feature);
            model.begins.push(position(model.seen.len()));
            let all: f32 = classes.iter().map(|(_, count)| count).sum();
            for ((_, class), count) in classes {
                let others = (all - count + NEVER) / (all + NEVER);
                model
                    .seen
                    .push((*class, ((count + NEVER) / NEVER).ln() - others.ln()));
            }
        }
        model.begins.push(position(model.seen.len()));
        model.known.shrink_to_fit();
        model.begins.shrink_to_fit();
        model.seen.shrink_to_fit();
        model
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
            for (class, beyond) in &self.seen[classes] {
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
