//! The adapter to Telegram: updates in ([`intake`], through [`schema`]), messages out ([`outbox`], [`delivery`]).
//!
//! Invariants: nothing is acknowledged before its commit (I4); no message of this module holds a text, a name, a chat id, the
//! token, a URL or a raw body (I8); no sentence that a chat partner reads stands here (I10).
//!
//! Deliberately not here: any rule of care, the store, webhooks. The log lines themselves are the runtime's: this module hands
//! out [`notice::Notice`]s.

pub mod api;
pub mod delivery;
pub mod errors;
pub mod intake;
mod keyboards;
mod legible;
pub mod limiter;
pub mod notice;
pub mod outbox;
pub mod place;
pub mod profile;
pub mod queries;
pub mod schema;
pub mod studio;

pub use api::{Api, Token};
pub use delivery::Delivery;
pub use intake::Intake;
pub use limiter::Limits;
pub use notice::{Fatal, Notice, Rival};
pub use outbox::Outbox;
