//! The pure core: `step`.

mod due;
mod effect;
mod entry;
mod event;

pub use due::{Due, Wake};
pub use effect::{Anchor, Button, Class, Effect, Keyboard, Message};
pub use entry::{Cramp, Entry, EntryId, Happening, Muscle, Side, Told};
pub use event::{Command, Event, Odd, What};

/// The aggregate of one chat (to be filled).
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Chat {}
