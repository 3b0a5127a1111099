//! Whole lives in virtual time (`charley simulate --chats`): a few people, a fortnight, several seeds, everything that goes wrong.
//!
//! Deliberately not here: many people, which take minutes (`charley simulate --chats 1000` in a release build).

use charley::simulation::{Order, Report, run};

use crate::world::lore;

async fn live(seed: u64, chats: u32, faults: bool, from: &str) -> Report {
    let order = Order {
        chats,
        seed,
        days: 14,
        from: from.parse().expect("a date"),
        faults,
    };
    let report = run(order, lore()).await.expect("the machinery works");
    assert!(report.is_sound(), "{report}");
    report
}

/// Over the end of March, where many clocks go forward.
#[tokio::test]
async fn without_faults_each_evening_comes_or_has_its_reason() {
    let report = live(11, 12, false, "2026-03-20").await;
    assert!(report.evenings("message") > 60, "{report}");
    assert!(report.faults.is_empty(), "{report}");
}

/// Over the first of November, where others go back.
#[tokio::test]
async fn with_everything_that_goes_wrong_no_promise_is_broken() {
    for seed in [3, 4] {
        let report = live(seed, 12, true, "2026-10-25").await;
        assert!(report.evenings("message") > 30, "{report}");
        assert!(report.faults.contains_key("kill"), "{report}");
    }
}
