//! The pure core under arbitrary sequences of events, with no network: `model` applies the effects as the writer would, `laws` says
//! what must hold after each step, `sequences` draws the events, `found` holds what these sequences once broke, as stories;
//! `soaks` and `water` are the same for the soak.

mod found;
mod labels;
mod laws;
pub mod model;
mod sequences;
mod soaks;
mod water;
