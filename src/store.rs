//! What is kept, and how. See the submodules: `backend` (the contract: ordered bytes, atomic durable batches), `sled` and `memory`
//! (its two implementations), `keyring` (a data key per person, outside the data folder), `seal` (rows on disk), `records` (typed rows).

pub mod records;

pub use records::{Op, OutRow, Person, RowKey};
