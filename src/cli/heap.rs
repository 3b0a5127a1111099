//! Memory that the program has freed and the allocator keeps.
//!
//! glibc gives a large block back to the system at once, but takes its being freed as a sign that there will be more of the kind, and
//! from then on keeps blocks of that size. Reading the texts frees some of 2 MiB, so 10 MiB that only the start needs would stay for
//! good. It stops guessing where its environment names a size, and that it reads before anything of ours runs.
//!
//! Deliberately not here: another allocator. This costs a few milliseconds and no code of others.

#[cfg(all(target_os = "linux", target_env = "gnu"))]
use std::{env, os::unix::process::CommandExt as _, process::Command};

/// From so many bytes on a block goes back to the system when it is freed, an eighth of what glibc begins with; so many more are taken than
/// are asked for, an eighth of the usual; and all threads take from one place, for each has a little of its own at hand anyway.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const SIZES: [(&str, &str); 3] = [
    ("MALLOC_MMAP_THRESHOLD_", "16384"),
    ("MALLOC_TOP_PAD_", "16384"),
    ("MALLOC_ARENA_MAX", "1"),
];

/// Begins this process anew with these sizes named, unless one of them is: the same process id, files and arguments. Where that cannot be,
/// all goes on as it is.
pub fn keep_small() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    if SIZES.iter().all(|(name, _)| env::var_os(name).is_none())
        && let Ok(program) = env::current_exe()
    {
        let mut arguments = env::args_os();
        let mut again = Command::new(program);
        if let Some(own_name) = arguments.next() {
            again.arg0(own_name);
        }
        // It returns only where it failed.
        let _ = again.args(arguments).envs(SIZES).exec();
    }
}
