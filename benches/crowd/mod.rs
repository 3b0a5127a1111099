//! Many at once, and the memory that they take.

use std::{fs, thread};

/// At once, as when many ask in one evening. The bot itself draws two at once; the rest wait.
pub const CROWD: usize = 50;

/// Does it on so many threads and prints the memory before and after: what the system says is the most that the process held (`VmHWM`).
/// The bytes that came of it.
pub fn at_once(make: impl Fn() -> Vec<u8> + Sync) -> usize {
    let before = peak();
    let made = thread::scope(|scope| {
        let threads: Vec<_> = (0..CROWD).map(|_| scope.spawn(|| make().len())).collect();
        let made = threads.into_iter().map(thread::ScopedJoinHandle::join);
        made.map(|length| length.expect("no panic")).sum()
    });
    eprintln!("memory before: {before}; after: {}", peak());
    made
}

/// The most memory that the process held so far, in the words of Linux; elsewhere a dash.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.unwrap_or("-").to_owned()
}
