//! The program behind scripts/load, scripts/kills, scripts/drill, scripts/memory and scripts/crowd: the emulator and what people do in this process, `charley run` as
//! a process of its own beside it. And behind scripts/measure, scripts/calibration, scripts/oracle and `tests/peers/takeout.py`, which need no bot.
//!
//! Deliberately not here: any shortcut into the bot. It is reached through the Bot API and its own files only, except that `memory`, `crowd`
//! and `drill` fill a store through the store's own typed layer.

mod bot;
mod calibration;
mod crowd;
mod diaries;
mod dice;
mod drill;
mod evenings;
mod kills;
mod load;
mod machine;
mod memory;
mod people;
mod takeout;
mod understanding;

use std::{process::ExitCode, time::Duration};

/// The report of `kills`.
fn killed((kills, seed): (u64, u64)) -> bool {
    println!("{}; seed {seed}", machine::describe());
    let plan = kills::Plan {
        program: bot::beside_me(),
        kills: u32::try_from(kills).unwrap_or(u32::MAX),
        seed,
        longest_life: Duration::from_millis(500),
        start: Duration::from_millis(60),
        sleepers: 200,
        ballast: 30,
    };
    let runtime = machine::runtime();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let all = tokio::task::LocalSet::new();
    let found = all.block_on(&runtime, kills::torment(&plan, folder.path()));
    println!("kill -9 of the running bot: {}", found.kills);
    println!(
        "acknowledged steps: {}; lost: {}; entries doubled: {} (diaries compared {} times)",
        found.acknowledged, found.lost, found.doubled, found.checks
    );
    if found.sound() {
        println!(
            "with 0 of {}, fewer than {:.2} % of kills lose or double something (rule of three, 95 %)",
            found.kills,
            300.0 / f64::from(found.kills.max(1))
        );
    }
    println!(
        "answers that came twice (at least once is the promise): {}, {:.2} a kill",
        found.repeated,
        found.repeated as f64 / f64::from(found.kills.max(1))
    );
    println!(
        "nudges: {} came once, {} twice; {} of {} never came (killed between the mark and the answer; at most once is the promise)",
        found.nudges, found.nudges_doubled, found.nudges_missing, plan.sleepers
    );
    println!("the bot ended by itself: {}", found.deaths);
    println!(
        "backups beside a bot that was then killed: {} whole, {} broken off and not there, {} torn",
        found.backups, found.backups_not_there, found.backups_torn
    );
    for fault in &found.faults {
        println!("FAULT: {fault}");
    }
    found.sound()
}

const USAGE: &str = "usage: figures load [SECONDS] | kills [N] [SEED] | drill [PEOPLE] | memory [CHATS...] | understanding [--lines] [FOLDER] \
     | crowd [CHATS DUE SECONDS] | calibration [PEOPLE] [SEED] | evenings [FROM DAYS HH:MM,... ZONE...] | takeout json|csv|columns";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |index: usize, otherwise: u64| match args.get(index) {
        Some(text) => text.parse().ok(),
        None => Some(otherwise),
    };
    let done = match args.first().map(String::as_str) {
        Some("load") => number(1, 10).map(load::run),
        Some("drill") => number(1, 20_000).map(drill::run),
        Some("kills") => number(1, 500).zip(number(2, 1)).map(killed),
        Some("memory") => {
            let sizes: Option<Vec<u64>> = args[1..].iter().map(|text| text.parse().ok()).collect();
            sizes.map(memory::run)
        }
        Some("understanding") => {
            let (flags, folders): (Vec<&String>, Vec<&String>) =
                args[1..].iter().partition(|arg| arg.starts_with("--"));
            let is_known = flags.iter().all(|flag| *flag == "--lines") && folders.len() < 2;
            let folder = folders.first().map(|folder| folder.as_str());
            is_known.then(|| understanding::run(folder, !flags.is_empty()))
        }
        Some("crowd") => {
            let numbers = number(1, 1_000_000).zip(number(2, 100_000));
            let numbers = numbers.zip(number(3, 180));
            numbers.map(|((chats, due), seconds)| crowd::run((chats, due, seconds)))
        }
        Some("calibration") => number(1, 10_000).zip(number(2, 1)).map(calibration::run),
        Some("evenings") => evenings::run(&args[1..]),
        Some("takeout") => takeout::run(&args[1..]),
        _ => None,
    };
    match done {
        Some(true) => ExitCode::SUCCESS,
        Some(false) => ExitCode::FAILURE,
        None => {
            eprintln!("{USAGE}");
            ExitCode::FAILURE
        }
    }
}
