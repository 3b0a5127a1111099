//! What a figure is to be read beside: the machine, the commit, and how long the disk takes for an fsync.

use std::{
    fs::{self, File},
    io::Write,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

/// Syncs of the disk that are timed.
const SYNCS: usize = 200;

/// One line: processor, cores, load, commit.
pub fn describe() -> String {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("unknown processor", |rest| {
            rest.trim_start_matches(['\t', ' ', ':'])
        });
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("?");
    let commit = Command::new("git")
        .args(["rev-parse", "--short", "HEAD"])
        .output()
        .map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned())
        .unwrap_or_default();
    format!("machine: {model}, {cores} cores, load average {load} at the start; commit {commit}")
}

/// The median and the 99th percentile of a 4 KiB append and fsync in `folder`.
pub fn fsync_times(folder: &Path) -> (Duration, Duration) {
    let path = folder.join("fsync-probe");
    let mut file = File::create(&path).expect("a file for the probe");
    let mut times: Vec<Duration> = (0..SYNCS)
        .map(|_| {
            file.write_all(&[7; 4096]).expect("room on the disk");
            let start = Instant::now();
            file.sync_data().expect("a working disk");
            start.elapsed()
        })
        .collect();
    // The probe has done its work; a leftover does no harm.
    let _ = fs::remove_file(&path);
    (percentile(&mut times, 50), percentile(&mut times, 99))
}

/// Sorts, and picks.
pub fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    let index = (times.len() * percent / 100).min(times.len().saturating_sub(1));
    times.get(index).copied().unwrap_or_default()
}

/// In milliseconds, for people.
pub fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

/// All people of a run live on one thread.
pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}
