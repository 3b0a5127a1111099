//! One integration crate: each module tests one side of the program.

mod telegram;
