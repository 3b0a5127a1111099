//! Files that people send, fetched before their update goes to the writer.
//!
//! Invariants: a file is fetched only from whoever this copy talks to, if it may be a diary by its size, and not often from one chat, for everybody's updates wait
//! meanwhile; what is fetched goes into the event and nowhere else. A file that did not arrive is an event too: the person is told.

use std::{collections::HashMap, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;

use super::super::{api::Api, schema::Sent};
use crate::{
    app::Incoming,
    dialogue::{File, LONGEST_FILE, What},
};

/// The updates of others wait no longer than this for all files of a batch.
const PATIENCE: Duration = Duration::from_secs(4);
/// A chat has one file fetched in this time.
const EVERY: TimeDelta = TimeDelta::seconds(20);
/// Files fetched at once; the others of a batch did not arrive.
const AT_ONCE: usize = 3;

/// Who had a file fetched lately.
#[derive(Default)]
pub(super) struct Files {
    lately: HashMap<i64, DateTime<Utc>>,
}

impl Files {
    /// These could not be saved, and come again: so may their files.
    pub fn again(&mut self) {
        self.lately.clear();
    }

    /// The same updates, with what stands in their files.
    pub async fn fetch(
        &mut self,
        api: &Api,
        updates: Vec<(Incoming, Sent)>,
        (now, invited): (DateTime<Utc>, &(dyn Fn(i64) -> bool + Sync)),
    ) -> Vec<Incoming> {
        // A clock that was set back must not shut anybody out.
        self.lately.retain(|_, at| (now - *at).abs() < EVERY);
        let mut places = AT_ONCE;
        let fetched = updates.into_iter().map(|(mut update, sent)| {
            let too_long = usize::try_from(sent.size).is_ok_and(|size| size > LONGEST_FILE);
            let may = places > 0 && invited(update.chat_id);
            let fetches = !too_long && may && !self.lately.contains_key(&update.chat_id);
            if fetches {
                places -= 1;
                self.lately.insert(update.chat_id, now);
            }
            async move {
                let file = match (too_long, fetches) {
                    (true, _) => File::TooLong,
                    (false, true) => fetch(api, &sent).await,
                    (false, false) => File::NotHere,
                };
                if let What::File(place, _) = &mut update.event.what {
                    *place = file;
                }
                update
            }
        });
        join_all(fetched).await
    }
}

async fn fetch(api: &Api, sent: &Sent) -> File {
    let bytes = tokio::time::timeout(PATIENCE, api.download(&sent.id, LONGEST_FILE));
    match bytes.await.ok().flatten() {
        // What is no text is no diary either, and its reader says so.
        Some(bytes) => File::Text(String::from_utf8_lossy(&bytes).into_owned()),
        None => File::NotHere,
    }
}
