//! A new file under `config/` must be embedded: the compiler only watches those that it has seen.
//!
//! And the tables of the time zones are full of addresses, which a start has to put right: packed, their list takes 20 kB instead of 1.1 MB.
//! glibc reads it so from 2.36 on; a binary needs the glibc that it was built with anyway, so the one at hand decides.

use std::{env, process::Command};

/// The first glibc that reads packed addresses.
const PACKED_FROM: (u32, u32) = (2, 36);

fn main() {
    println!("cargo:rerun-if-changed=config");
    println!("cargo:rerun-if-changed=build.rs");
    let is_here = env::var("HOST") == env::var("TARGET");
    // The linker that comes with Rust for this target knows how.
    let is_target = env::var("TARGET").is_ok_and(|target| target == "x86_64-unknown-linux-gnu");
    if is_here && is_target && glibc().is_some_and(|version| version >= PACKED_FROM) {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The version of this machine's C library, if it is glibc: "glibc 2.36".
fn glibc() -> Option<(u32, u32)> {
    let asked = Command::new("getconf").arg("GNU_LIBC_VERSION").output();
    let answer = String::from_utf8(asked.ok()?.stdout).ok()?;
    let (major, minor) = answer.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
