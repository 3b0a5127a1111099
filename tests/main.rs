//! The integration tests, as one crate: it links once.

mod storage;
