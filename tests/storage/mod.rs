//! The store: the contract of its backends, the typed rows over each of them, keys, privacy, faults and repairs.

mod backup;
mod contract;
mod damage;
mod faults;
mod keys;
mod kill;
mod models;
mod privacy;
mod repair;
mod rotation;
mod typed;
mod world;
