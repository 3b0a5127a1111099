//! The one integration crate.

mod sandbox;
