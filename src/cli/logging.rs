//! The log: our own lines only, and the token in none of them (I8).
//!
//! Other crates' lines may hold bodies, URLs or texts at some level, so none of them is let through, whatever the filter says.
//! A panic is told by its place alone: its words may hold what a person typed.

use std::io::{self, Write};

use anyhow::Context as _;
use log::{Log, Metadata, Record};
use pretty_env_logger::env_logger::{Logger, Target};

/// Starts the log. `filter` is in the form of `RUST_LOG`, which goes before it.
pub fn start(filter: &str, token: Option<&str>) -> anyhow::Result<()> {
    let mut builder = pretty_env_logger::formatted_timed_builder();
    let from_environment = std::env::var("RUST_LOG").ok();
    builder.parse_filters(from_environment.as_deref().unwrap_or(filter));
    builder.target(Target::Pipe(Box::new(Redacting {
        token: token.unwrap_or_default().to_owned(),
    })));
    let logger = builder.build();
    log::set_max_level(logger.filter());
    log::set_boxed_logger(Box::new(OwnLines(logger))).context("the log was started twice")?;
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location();
        log::error!(
            "a part of the program broke at {}:{}",
            place.map_or("?", |place| place.file()),
            place.map_or(0, std::panic::Location::line)
        );
    }));
    Ok(())
}

/// Lets only this crate's lines through.
struct OwnLines(Logger);

impl Log for OwnLines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let target = metadata.target();
        (target == "charley" || target.starts_with("charley::")) && self.0.enabled(metadata)
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            self.0.log(record);
        }
    }

    fn flush(&self) {
        self.0.flush();
    }
}

/// The last line of defence: whatever is written, the token is not.
struct Redacting {
    token: String,
}

impl Write for Redacting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        let mut out = io::stderr().lock();
        if self.token.is_empty() || !text.contains(&self.token) {
            out.write_all(bytes)?;
        } else {
            out.write_all(text.replace(&self.token, "[token]").as_bytes())?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
