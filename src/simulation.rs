//! `charley simulate --chats N`: lives of so many people in virtual time, through the real core, the real store and the real adapter,
//! against the sandbox's Bot API, with everything that goes wrong; and a model outside the bot that holds what came against what was
//! promised.
//!
//! - `people`, `deeds`: who lives here, what each day brings, and how a person does it; `dice`: chance, from a seed
//! - `faults`: what goes wrong; `power`: a kill, as near as one process gets
//! - `bot`, `world`: the bot on a clock that can be wrong, and the agenda of all that happens
//! - `ledger`: what was seen from outside; `calendar`: when evenings are, worked out without the bot's rules; `judge`: whether it was right
//!
//! Invariants: the same seed brings the same people, plans and ordered faults. Which of several messages meets a fault that is aimed at all
//! of them, and which commit is a kill's last, hangs on the threads, and so does what people do about it. The judge shares no code with the
//! schedule and the flows.
//!
//! Deliberately not here: what a dying kernel or disk leaves behind (`scripts/kill`), and rates: limits are raised, so that virtual time does
//! not wait for real time.

mod bot;
mod calendar;
mod deeds;
mod dice;
mod faults;
mod judge;
mod ledger;
mod people;
mod power;
mod report;
mod world;

use std::time::Instant;

use chrono::NaiveDate;

use crate::app::Lore;

pub use report::Report;

/// What is to be simulated.
#[derive(Debug, Clone, Copy)]
pub struct Order {
    pub chats: u32,
    pub seed: u64,
    pub days: u16,
    /// The first date, in UTC.
    pub from: NaiveDate,
    /// Whether anything goes wrong.
    pub faults: bool,
}

/// Lives the lives, and judges them.
///
/// # Errors
/// When the machine, and not the bot, has failed: no port, no folder, a bot that no longer moves.
pub async fn run(order: Order, lore: Lore) -> anyhow::Result<Report> {
    let begun = Instant::now();
    let mut world = world::World::new(order, lore).await?;
    world.live().await?;
    let verdict = judge::judge(&mut world)?;
    Ok(Report {
        order,
        verdict,
        faults: std::mem::take(&mut world.history.faults),
        messages: world.history.messages,
        took: begun.elapsed(),
    })
}
