//! What is kept, and how. See the submodules: `backend` (the contract: ordered bytes, atomic durable batches), `sled` and `memory`
//! (its two implementations), `keyring` (a data key per person, outside the data folder), `seal` (rows on disk), `records` (typed rows),
//! `txn` (all rows of all events at hand, as one commit), `marker` (what was at hand when the process died).
//!
//! Deliberately not here: the loop that uses it (the writer), and any rule of care.

pub mod backend;
pub mod backup;
mod check;
mod copy;
mod doctor;
mod error;
pub mod faulty;
pub mod keyring;
pub mod keys;
pub mod marker;
pub mod memory;
mod names;
mod open;
mod purge;
pub mod records;
mod restore;
mod rotate;
pub mod rows;
pub mod seal;
mod seen;
pub mod slab;
pub mod sled;
mod sum;
mod tally;
mod txn;
mod warm;

pub use backend::{Backend, Durability};
pub use check::Findings;
pub use copy::{Piece, Row};
pub use doctor::{Counts, counters_of, key_check, look_into, people};
pub use error::{Error, Notice};
pub use marker::{Marker, Pending};
pub use open::{Places, STORE_FORMAT, Store, lies_in};
pub use records::{DeadLetter, Op, OutRow, Person, RowKey};
pub use restore::{RESTORED, Restored, restore, verify};
pub use rotate::rotate;
pub use txn::{Committed, Loaded, Txn};

/// The writer's thread takes the store along.
const _: fn() = || {
    fn is_send<T: Send>() {}
    is_send::<Store>();
    is_send::<Marker>();
};
