//! The people of the last transactions, decoded: who is in the middle of a conversation is not read, unsealed and decoded anew for each
//! word.
//!
//! Invariant: what stands here is what the last commit left in the backend. A transaction takes a person out when it first looks at them,
//! and nothing but its success puts them back; so after a failure, or after an erasure, there is nothing here that could be wrong.
//! The memory is bounded: two generations of [`GENERATION`] people, and when the young one is full the old one is dropped.

use std::collections::HashMap;

use super::records::Person;

/// A person takes up a few kilobytes.
const GENERATION: usize = 128;

/// What is known of people, least recently used last.
pub(super) struct Warm<T> {
    young: HashMap<Person, T>,
    old: HashMap<Person, T>,
}

impl<T> Warm<T> {
    pub fn new() -> Self {
        Self {
            young: HashMap::new(),
            old: HashMap::new(),
        }
    }

    pub fn take(&mut self, person: Person) -> Option<T> {
        let young = self.young.remove(&person);
        young.or_else(|| self.old.remove(&person))
    }

    pub fn put(&mut self, person: Person, known: T) {
        if self.young.len() >= GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(person, known);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(n: usize) -> Person {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&n.to_be_bytes());
        Person(bytes)
    }

    #[test]
    fn the_last_ones_are_there_once_and_the_rest_is_forgotten() {
        let mut warm = Warm::new();
        for n in 0..10 * GENERATION {
            warm.put(person(n), n);
            assert!(warm.young.len() + warm.old.len() <= 2 * GENERATION);
        }
        for n in (0..10 * GENERATION).rev() {
            let there = warm.take(person(n));
            assert_eq!(there, (n >= 8 * GENERATION).then_some(n));
            assert_eq!(warm.take(person(n)), None);
        }
    }
}
