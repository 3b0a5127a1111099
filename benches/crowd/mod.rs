//! Many who ask at once, and the memory that they take, with as many places as the bot has for drawing.

use std::{
    fs,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// Who asks at once, as in one evening.
pub const CROWD: usize = 50;
/// As in `telegram::studio`.
const PLACES: usize = 2;

/// Makes one for each and prints the memory before and after: what the system says is the most that the process held (`VmHWM`).
/// The bytes that came of it.
pub fn at_once(make: impl Fn() -> Vec<u8> + Sync) -> usize {
    let before = peak();
    let (next, bytes) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..PLACES {
            scope.spawn(|| {
                while next.fetch_add(1, Ordering::Relaxed) < CROWD {
                    bytes.fetch_add(make().len(), Ordering::Relaxed);
                }
            });
        }
    });
    eprintln!("memory before: {before}; after: {}", peak());
    bytes.into_inner()
}

/// The most memory that the process held so far, in the words of Linux; elsewhere a dash.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.unwrap_or("-").to_owned()
}
