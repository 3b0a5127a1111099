//! A delivery that runs, for tests.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use charley::telegram::{Delivery, Limits, Notice, Outbox};
use tokio::{sync::watch, task::JoinHandle};

use super::fake::{Scribe, api_at};

/// No limit at all.
pub const FAST: Limits = Limits {
    per_second: 1_000_000,
    burst: 1_000_000,
    reserve: 0,
    chat_per_second: 1_000_000,
    chat_burst: 1_000_000,
    calls: 128,
};

pub struct Running {
    pub outbox: Outbox,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
    pub notices: Arc<Mutex<Vec<Notice>>>,
}

pub fn run(url: &str, scribe: &Scribe, limits: Limits) -> Running {
    let (stop, stopped) = watch::channel(false);
    let notices = Arc::new(Mutex::new(Vec::new()));
    let said = notices.clone();
    let outbox = Outbox::new(limits);
    let delivery = Delivery {
        api: api_at(url),
        outbox: outbox.clone(),
        writer: scribe.writer.clone(),
        studio: scribe.studio(),
        calls: limits.calls,
        notice: Arc::new(move |notice| said.lock().unwrap().push(notice)),
    };
    let task = tokio::spawn(delivery.run(stopped));
    Running {
        outbox,
        stop,
        task,
        notices,
    }
}

impl Running {
    pub async fn end(self) {
        self.stop.send_replace(true);
        let wait = tokio::time::timeout(Duration::from_secs(15), self.task);
        wait.await.expect("ends in time").unwrap();
    }
}
