//! The program: reads the command line, does it, and prints what went wrong in one place.

use std::process::ExitCode;

use charley::cli::{self, Cli};
use clap::Parser as _;

fn main() -> ExitCode {
    match cli::run(Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("charley: {error:#}");
            ExitCode::FAILURE
        }
    }
}
