//! What is true whatever is said.

pub mod zone;
