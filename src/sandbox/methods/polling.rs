//! `getUpdates`, a true long poll, and the webhook settings that exclude it.
//!
//! Invariants: one poll at a time; a newer one makes the older answer 409 at once. An update that is there is answered at
//! once. Deliberately not here: calling a webhook. One can be set, so that a bot meets Telegram's 409; nothing is sent.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, timeout_at};

use super::Call;
use crate::sandbox::{
    answer::{Answer, Refusal, yes},
    emulator::Shared,
    params::Params,
};

/// Telegram answers a poll after so many seconds at the latest.
const LONGEST_POLL: i64 = 50;

const OTHER_POLLER: &str = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
const WEBHOOK_SET: &str = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

pub(in crate::sandbox) async fn get_updates(shared: &Shared, params: &Params) -> Answer {
    let limit = usize::try_from(params.integer("limit").unwrap_or(100)).unwrap_or(100);
    let limit = if (1..=100).contains(&limit) {
        limit
    } else {
        100
    };
    let seconds = params
        .integer("timeout")
        .unwrap_or(0)
        .clamp(0, LONGEST_POLL);
    let deadline = Instant::now() + Duration::from_secs(seconds.unsigned_abs());
    let mine = begin(shared, params)?;
    loop {
        let arrived = shared.arrived.notified();
        tokio::pin!(arrived);
        // Registered before looking, so that nothing can come unnoticed in between.
        arrived.as_mut().enable();
        {
            let now = shared.now();
            let mut world = shared.world();
            let world = &mut *world;
            if world.updates.poll != mine {
                return Err(Refusal::new(409, OTHER_POLLER));
            }
            let batch = world
                .updates
                .batch(limit, now, &mut world.ledger, &mut world.random);
            if let Some(batch) = batch {
                return Ok(batch);
            }
        }
        if timeout_at(deadline, arrived).await.is_err() {
            return Ok("[]".to_owned());
        }
    }
}

/// Confirms what the offset confirms, remembers what is allowed, and ends an older poll.
fn begin(shared: &Shared, params: &Params) -> Result<u64, Refusal> {
    let allowed = params.nested("allowed_updates")?;
    let now = shared.now();
    let mut world = shared.world();
    let world = &mut *world;
    if !world.webhook.is_empty() {
        return Err(Refusal::new(409, WEBHOOK_SET));
    }
    if let Some(Value::Array(kinds)) = allowed {
        let kinds = kinds
            .iter()
            .filter_map(|kind| kind.as_str().map(str::to_owned));
        world.updates.allowed = Some(kinds.collect());
    }
    if let Some(offset) = params.integer("offset").filter(|offset| *offset != 0) {
        world
            .updates
            .confirm(offset, now, &mut world.ledger, &mut world.random);
    }
    world.updates.poll += 1;
    let mine = world.updates.poll;
    shared.arrived.notify_waiters();
    Ok(mine)
}

pub(super) fn set_webhook(call: &mut Call<'_>) -> Answer {
    let url = call.params.text("url").unwrap_or_default().into_owned();
    if !url.is_empty() && !url.starts_with("https://") {
        return Err(Refusal::bad(
            "bad webhook: An HTTPS URL must be provided for webhook",
        ));
    }
    call.world.webhook = url;
    if let Some(Value::Array(kinds)) = call.params.nested("allowed_updates")? {
        let kinds = kinds
            .iter()
            .filter_map(|kind| kind.as_str().map(str::to_owned));
        call.world.updates.allowed = Some(kinds.collect());
    }
    drop_pending(call);
    yes()
}

pub(super) fn delete_webhook(call: &mut Call<'_>) -> Answer {
    call.world.webhook.clear();
    drop_pending(call);
    yes()
}

fn drop_pending(call: &mut Call<'_>) {
    if call.params.flag("drop_pending_updates") {
        call.world.updates.forget_all();
    }
}

pub(super) fn webhook_info(call: &Call<'_>) -> String {
    let world = &call.world;
    let mut info = json!({
        "url": world.webhook, "has_custom_certificate": false,
        "pending_update_count": world.updates.len(),
    });
    if let Some(kinds) = &world.updates.allowed {
        info["allowed_updates"] = json!(kinds);
    }
    info.to_string()
}
