//! When each chat is woken, worked out anew: after a change of the time-zone data or of how long things are kept, after a clock that was
//! far ahead is right again, and after a backup was put back.
//!
//! Invariant: wall time is kept. What was planned by the old rules of a zone comes at the same time on the clock by the new ones.
//! Deliberately not here: what a chat wants to be woken for (`dialogue::next_due`).

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, Utc};

use crate::{
    dialogue::{Chat, House, next_due, pass_over, set_right},
    store::{Durability, Error, Loaded, Person, RESTORED, Store},
};

/// The store's note of the rules by which the index was made.
const PLANNED_BY: &str = "planned_by";
/// A change of what wakes a chat takes the next number.
const PLAN: u8 = 2;
/// Chats in one batch.
const AT_ONCE: usize = 1000;

/// Plans all chats anew if they were planned by other rules: those of other time-zone data, or of other settings.
///
/// # Errors
/// A failure of the disk.
pub fn by_todays_rules(store: &mut Store, now: DateTime<Utc>, house: &House) -> Result<(), Error> {
    let (hours, days) = (house.provisional_hours, house.idle_days);
    let rules = format!("{} {PLAN} {hours} {days}", chrono_tz::IANA_TZDB_VERSION);
    let before = store.meta(PLANNED_BY)?;
    if before.as_deref() == Some(rules.as_bytes()) {
        return Ok(());
    }
    // A store without the note is new.
    if before.is_some() {
        let count = replan(store, now, house, set_right)?;
        log::info!("the zones or the settings have changed: {count} chat(s) were planned anew");
    }
    let mut txn = store.txn();
    txn.put_meta(PLANNED_BY, rules.as_bytes());
    txn.commit(Durability::Synced).map(|_| ())
}

/// After a restore: what was due since the backup was made may have been sent, so nobody gets it (again). Once.
///
/// # Errors
/// A failure of the disk; then it is done at the next start.
pub fn after_a_restore(store: &mut Store, now: DateTime<Utc>, house: &House) -> Result<(), Error> {
    if store.meta(RESTORED)?.is_none_or(|note| note.is_empty()) {
        return Ok(());
    }
    let count = replan(store, now, house, pass_over)?;
    log::info!(
        "a backup was put back: for {count} chat(s) what was due since it was made is passed over"
    );
    let mut txn = store.txn();
    txn.put_meta(RESTORED, &[]);
    txn.commit(Durability::Synced).map(|_| ())
}

/// Plans all chats anew, changed by `with`, and says how many there are. Costs as much as reading each of them: a million take a minute or two.
///
/// # Errors
/// A failure of the disk; what was planned by then stays.
pub fn replan(
    store: &mut Store,
    now: DateTime<Utc>,
    house: &House,
    with: impl Fn(Chat, DateTime<Utc>) -> Chat,
) -> Result<u64, Error> {
    let mut count = 0;
    let mut after: Option<Person> = None;
    loop {
        let people = store.people(after, AT_ONCE)?;
        let Some(last) = people.last().copied() else {
            return Ok(count);
        };
        let mut txn = store.txn();
        for person in people {
            let Loaded::Found { chat_id, chat } = txn.chat(person)? else {
                continue;
            };
            let planned = catch_unwind(AssertUnwindSafe(|| {
                let chat = with(chat, now);
                let due = next_due(&chat, house).map(|due| due.at);
                (chat, due)
            }));
            // A chat that cannot be planned is met again when it is woken or writes.
            if let Ok((chat, due)) = planned {
                txn.put_chat(person, chat_id, chat, due)?;
                count += 1;
            }
        }
        let set_aside = txn.commit(Durability::Synced)?.set_aside;
        if set_aside > 0 {
            log::error!(
                "{set_aside} record(s) could not be read and were set aside; those people begin anew, and are told"
            );
        }
        after = Some(last);
    }
}
