//! The running bot is killed with SIGKILL while people talk to it: nothing that was acknowledged is lost or doubled (I4, I5, I6, I7).
//! The small brother of scripts/kills, which does the same 500 times and prints what it found.

use std::time::Duration;

#[expect(dead_code, reason = "the figures' scripts use the rest")]
#[path = "../../examples/figures/bot.rs"]
mod bot;
#[path = "../../examples/figures/dice.rs"]
pub mod dice;
#[path = "../../examples/figures/kills.rs"]
mod kills;
#[expect(dead_code, reason = "the figures' scripts use the rest")]
#[path = "../../examples/figures/people.rs"]
mod people;

#[tokio::test]
async fn nothing_acknowledged_is_lost_when_the_bot_is_killed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let plan = kills::Plan {
        program: env!("CARGO_BIN_EXE_charley").into(),
        kills: 15,
        seed: 20_261_122,
        longest_life: Duration::from_millis(1200),
        start: Duration::from_millis(600),
        sleepers: 40,
        ballast: 0,
    };
    let all = tokio::task::LocalSet::new();
    let found = all.run_until(kills::torment(&plan, folder.path())).await;
    assert!(found.sound(), "{found:#?}");
    assert_eq!(found.kills, plan.kills);
    assert!(
        found.checks > 0 && found.acknowledged > 50,
        "the people got nowhere: {found:#?}"
    );
}
