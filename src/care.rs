//! What is true whatever is said: hours of the day, time zones. Pure; time is an argument.

pub mod clock;
pub mod zone;
