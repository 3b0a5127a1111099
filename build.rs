//! A new file under `config/` must be embedded: the compiler only watches those that it has seen.

fn main() {
    println!("cargo:rerun-if-changed=config");
}
