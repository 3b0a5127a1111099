//! One object of a file, field by field, so that each fault is told with its place and its name.
//!
//! Invariants: what was not asked for is a fault too, and so is a name that stands there twice. However long an object or a list is,
//! only so much of it is held. Nothing is read deeper than one level at a time, so no nesting can overflow the stack.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::complaint::Wrong;

/// More fields than this no object of ours has.
const FIELDS: usize = 32;

/// A fault, and the piece of the text that it is about.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault<'a> {
    pub at: &'a str,
    pub what: Wrong,
}

/// An object that is being read.
pub(super) struct Fields<'a> {
    row: &'a RawValue,
    left: Vec<(String, &'a RawValue)>,
}

impl<'a> Fields<'a> {
    pub fn of(row: &'a RawValue) -> Result<Self, Fault<'a>> {
        let fault = |at, what| Fault { at, what };
        // A struct may also be read from a list; that is why it is asked for by hand.
        let pairs: Pairs<'a> =
            serde_json::from_str(row.get()).map_err(|_| fault(row.get(), Wrong::Row))?;
        let left = pairs.0;
        for (index, (name, value)) in left.iter().enumerate() {
            if left[..index].iter().any(|(before, _)| before == name) {
                return Err(fault(value.get(), Wrong::Twice(name.clone())));
            }
        }
        Ok(Self { row, left })
    }

    /// The value of a field, if it is there and not `null`, as `read` takes it.
    pub fn take<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&'a RawValue) -> Result<T, Wrong>,
    ) -> Result<Option<T>, Fault<'a>> {
        let Some(index) = self.left.iter().position(|(known, _)| known == name) else {
            return Ok(None);
        };
        let (_, value) = self.left.swap_remove(index);
        if value.get() == "null" {
            return Ok(None);
        }
        let fault = |what| Fault {
            at: value.get(),
            what,
        };
        read(value).map(Some).map_err(fault)
    }

    /// The same of a field that must be known.
    pub fn need<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&'a RawValue) -> Result<T, Wrong>,
    ) -> Result<T, Fault<'a>> {
        let missing = self.fault(Wrong::Missing { field: name });
        self.take(name, read)?.ok_or(missing)
    }

    /// Nothing may be left over.
    pub fn end(self) -> Result<(), Fault<'a>> {
        match self.left.into_iter().next() {
            Some((name, value)) => Err(Fault {
                at: value.get(),
                what: Wrong::Extra(name),
            }),
            None => Ok(()),
        }
    }

    /// A fault of the object as a whole.
    pub fn fault(&self, what: Wrong) -> Fault<'a> {
        Fault {
            at: self.row.get(),
            what,
        }
    }
}

/// A value of one type.
pub(super) fn value<T: DeserializeOwned>(raw: &RawValue, wrong: Wrong) -> Result<T, Wrong> {
    serde_json::from_str(raw.get()).map_err(|_| wrong)
}

/// The fields of an object in their order.
struct Pairs<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("{}")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    // One too many is a fault already; more of them say no more.
                    if pairs.len() <= FIELDS {
                        pairs.push(pair);
                    }
                }
                Ok(pairs)
            }
        }
        deserializer.deserialize_map(Each).map(Self)
    }
}

/// The elements of a list: the first `MOST`, and how many there are.
pub(super) struct List<'a, const MOST: usize> {
    pub first: Vec<&'a RawValue>,
    pub count: usize,
}

impl<'de: 'a, 'a, const MOST: usize> Deserialize<'de> for List<'a, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each<const MOST: usize>;
        impl<'de, const MOST: usize> Visitor<'de> for Each<MOST> {
            type Value = List<'de, MOST>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("[]")
            }

            fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Self::Value, S::Error> {
                let mut first = Vec::new();
                while first.len() < MOST
                    && let Some(element) = seq.next_element()?
                {
                    first.push(element);
                }
                let mut count = first.len();
                while seq.next_element::<IgnoredAny>()?.is_some() {
                    count += 1;
                }
                Ok(List { first, count })
            }
        }
        let List { first, count } = deserializer.deserialize_seq(Each::<MOST>)?;
        Ok(Self { first, count })
    }
}
