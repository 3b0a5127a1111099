//! What is true whatever is said: hours of the day, time zones. Pure; time is an argument.

pub mod answers;
pub mod clock;
pub mod rules;
pub mod soak;
pub mod zone;
