//! How rows are named: `kind ‖ person ‖ sequence`, big-endian, so that a diary, an export and an erasure are ranges.
//!
//! Invariants: keys sort as what they stand for; none holds a chat id, only its keyed hash.

use std::ops::Range;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::records::{Person, RowKey};
use crate::dialogue::EntryId;

/// The first byte of a row's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    Chat = b'C',
    Due = b'D',
    Entry = b'E',
    DeadLetter = b'L',
    Meta = b'M',
    /// Whose chat holds messages on their way.
    Outbox = b'O',
    SetAside = b'Q',
    Receipt = b'R',
    Seen = b'U',
}

impl Kind {
    /// Every kind, in the order of the keys.
    pub const ALL: [Self; 9] = [
        Self::Chat,
        Self::Due,
        Self::Entry,
        Self::DeadLetter,
        Self::Meta,
        Self::Outbox,
        Self::SetAside,
        Self::Receipt,
        Self::Seen,
    ];

    /// The kinds that hold sealed records.
    pub const SEALED: [Self; 5] = [
        Self::Chat,
        Self::Entry,
        Self::DeadLetter,
        Self::SetAside,
        Self::Receipt,
    ];

    /// The kinds whose keys begin with a person.
    pub const PERSONAL: [Self; 4] = [Self::Chat, Self::Entry, Self::Outbox, Self::SetAside];

    /// All keys of the kind.
    #[must_use]
    pub fn all(self) -> Span {
        Span::of(vec![self as u8])
    }

    /// All keys of the kind that belong to a person.
    #[must_use]
    pub fn of(self, person: Person) -> Span {
        Span::of(self.key(person))
    }

    fn key(self, person: Person) -> Vec<u8> {
        let mut key = Vec::with_capacity(25);
        key.push(self as u8);
        key.extend_from_slice(&person.0);
        key
    }
}

/// A range of keys, half open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    start: Vec<u8>,
    end: Vec<u8>,
}

impl Span {
    #[must_use]
    pub fn range(&self) -> Range<&[u8]> {
        &self.start..&self.end
    }

    /// Everything that begins with `prefix`. Kinds are ASCII, so there is always a next prefix.
    fn of(prefix: Vec<u8>) -> Self {
        let mut end = prefix.clone();
        while let Some(last) = end.pop() {
            if last < u8::MAX {
                end.push(last + 1);
                break;
            }
        }
        Self { start: prefix, end }
    }
}

#[must_use]
pub fn chat(person: Person) -> Vec<u8> {
    Kind::Chat.key(person)
}

/// Whose chat that is.
#[must_use]
pub fn chat_key(bytes: &[u8]) -> Option<Person> {
    let person = bytes.strip_prefix(&[Kind::Chat as u8])?;
    Some(Person(person.try_into().ok()?))
}

#[must_use]
pub fn entry(person: Person, id: EntryId) -> Vec<u8> {
    let mut key = Kind::Entry.key(person);
    key.extend_from_slice(&id.0.to_be_bytes());
    key
}

/// Stands while a person's chat holds messages on their way, so that a start finds them.
#[must_use]
pub fn outbox(person: Person) -> Vec<u8> {
    Kind::Outbox.key(person)
}

#[must_use]
pub fn outbox_key(bytes: &[u8]) -> Option<Person> {
    let person = bytes.strip_prefix(&[Kind::Outbox as u8])?;
    Some(Person(person.try_into().ok()?))
}

#[must_use]
pub fn receipt(seq: u64) -> Vec<u8> {
    let mut key = vec![Kind::Receipt as u8];
    key.extend_from_slice(&seq.to_be_bytes());
    key
}

#[must_use]
pub fn receipt_key(bytes: &[u8]) -> Option<RowKey> {
    let seq = bytes.strip_prefix(&[Kind::Receipt as u8])?;
    Some(RowKey {
        person: Person::NOBODY,
        seq: u64::from_be_bytes(seq.try_into().ok()?),
    })
}

#[must_use]
pub fn set_aside(person: Person, seq: u64) -> Vec<u8> {
    let mut key = Kind::SetAside.key(person);
    key.extend_from_slice(&seq.to_be_bytes());
    key
}

#[must_use]
pub fn dead_letter(update_id: i64) -> Vec<u8> {
    let mut key = vec![Kind::DeadLetter as u8];
    key.extend_from_slice(&ordered(update_id));
    key
}

#[must_use]
pub fn meta(name: &str) -> Vec<u8> {
    let mut key = vec![Kind::Meta as u8];
    key.extend_from_slice(name.as_bytes());
    key
}

/// A due time in the index: seconds and nanoseconds, so that the exact instant comes back.
#[must_use]
pub fn due(at: DateTime<Utc>, person: Person) -> Vec<u8> {
    let mut key = due_bound(at);
    key.extend_from_slice(&person.0);
    key
}

/// Where the rows of an instant begin.
#[must_use]
pub fn due_bound(at: DateTime<Utc>) -> Vec<u8> {
    let mut key = Vec::with_capacity(29);
    key.push(Kind::Due as u8);
    key.extend_from_slice(&ordered(at.timestamp()));
    key.extend_from_slice(&at.timestamp_subsec_nanos().to_be_bytes());
    key
}

#[must_use]
pub fn due_key(bytes: &[u8]) -> Option<(DateTime<Utc>, Person)> {
    if bytes.len() != 29 {
        return None;
    }
    let seconds = unordered(bytes[1..9].try_into().ok()?);
    let nanos = u32::from_be_bytes(bytes[9..13].try_into().ok()?);
    let at = DateTime::from_timestamp(seconds, nanos)?;
    Some((at, Person(bytes[13..].try_into().ok()?)))
}

/// A range of update ids: the day on which they came, and the first of them.
#[must_use]
pub fn seen(day: NaiveDate, first: i64) -> Vec<u8> {
    let mut key = vec![Kind::Seen as u8];
    key.extend_from_slice(&ordered(i64::from(day.num_days_from_ce())));
    key.extend_from_slice(&ordered(first));
    key
}

#[must_use]
pub fn seen_key(bytes: &[u8]) -> Option<(NaiveDate, i64)> {
    if bytes.len() != 17 {
        return None;
    }
    let day = unordered(bytes[1..9].try_into().ok()?);
    let day = NaiveDate::from_num_days_from_ce_opt(i32::try_from(day).ok()?)?;
    Some((day, unordered(bytes[9..].try_into().ok()?)))
}

/// Big-endian with the sign turned round: negative numbers sort before positive ones.
#[must_use]
pub const fn ordered(n: i64) -> [u8; 8] {
    (n ^ i64::MIN).to_be_bytes()
}

#[must_use]
pub const fn unordered(bytes: [u8; 8]) -> i64 {
    i64::from_be_bytes(bytes) ^ i64::MIN
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_last_person_has_a_span_too() {
        let span = Kind::Entry.of(Person([0xff; 16]));
        let key = entry(Person([0xff; 16]), EntryId(u32::MAX));
        assert!(span.range().contains(&key.as_slice()));
        assert!(!span.range().contains(&dead_letter(0).as_slice()));
    }

    proptest! {
        #[test]
        fn due_keys_sort_as_their_instants_and_come_back_exactly(a in any::<(i32, u32)>(), b in any::<(i32, u32)>()) {
            let instant = |(s, n): (i32, u32)| DateTime::from_timestamp(i64::from(s) * 1000, n % 1_000_000_000).unwrap();
            let (a, b) = (instant(a), instant(b));
            let person = Person([7; 16]);
            prop_assert_eq!(a.cmp(&b), due(a, person).cmp(&due(b, person)));
            prop_assert_eq!(due_key(&due(a, person)), Some((a, person)));
        }

        #[test]
        fn numbers_sort_with_their_sign(a: i64, b: i64) {
            prop_assert_eq!(a.cmp(&b), ordered(a).cmp(&ordered(b)));
            prop_assert_eq!(unordered(ordered(a)), a);
        }
    }
}
