//! What is true whatever is said: hours of the day, time zones, when a past cramp was, who does what,
//! whether it is better than before.
//! Pure; time is an argument.

pub mod answers;
pub mod clock;
pub mod past;
pub mod programme;
pub mod progress;
pub mod rules;
pub mod schedule;
pub mod soak;
pub mod zone;
