//! `charley sandbox`: the emulator, the page and the real bot against them, in one process.

use std::{
    env, fs,
    path::PathBuf,
    process::{Command, ExitCode, Stdio},
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use clap::Args;

use super::{Settings, logging};
use crate::{
    clock::Clock,
    runtime::{Mover, Parts, Running},
    sandbox::{ClockControl, SandboxConfig, serve},
    store::{Marker, Store},
    telegram::{Api, Limits, Token, intake::Patience},
};

/// The sandbox's own token: it opens nothing.
const TOKEN: &str = "1:sandbox-sandbox-sandbox-sandbox-sandbox";

/// Options of the sandbox.
#[derive(Debug, Args)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes a free one.
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
    /// Keep data and keys in this folder, and go on where they are. Without it, everything is gone at the end.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Do not open the browser.
    #[arg(long)]
    no_open: bool,
    /// Only the emulator and the page: bring a bot of your own.
    #[arg(long)]
    no_bot: bool,
}

/// A folder that goes with the sandbox, unless it was named.
struct Folder {
    path: PathBuf,
    passing: bool,
}

impl Folder {
    fn of(options: &Options) -> anyhow::Result<Self> {
        let (path, passing) = match &options.data {
            Some(path) => (path.clone(), false),
            None => {
                let name = format!("charley-sandbox-{}", std::process::id());
                (env::temp_dir().join(name), true)
            }
        };
        fs::create_dir_all(&path)
            .with_context(|| format!("the folder {} cannot be made", path.display()))?;
        Ok(Self { path, passing })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.passing {
            // It is in the folder for temporary files: what is left there goes by itself one day.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Runs the sandbox until Ctrl-C.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    logging::start("warn", Some(TOKEN))?;
    let runtime = super::runtime()?;
    runtime.block_on(async {
        let stop = super::signals()?;
        if options.no_bot {
            let sandbox = serve(SandboxConfig {
                port: options.port,
                ..SandboxConfig::new(ClockControl::offset())
            })
            .await
            .with_context(|| format!("port {} cannot be used", options.port))?;
            announce(options, &sandbox.addr.to_string());
            println!("No bot runs. Bot API: {}", sandbox.emulator.api_url());
            stop.await;
            return Ok(ExitCode::SUCCESS);
        }
        with_bot(options, stop).await
    })
}

async fn with_bot(options: &Options, stop: impl Future<Output = ()>) -> anyhow::Result<ExitCode> {
    let folder = Folder::of(options)?;
    let settings = Settings::sandbox(folder.path.join("data"));
    let (store, notices) = Store::open(&settings.places(), settings.tuning())?;
    for notice in notices {
        log::info!("{notice}");
    }
    let clock = Clock::system();
    let shared: Arc<std::sync::OnceLock<Mover>> = Arc::default();
    let sandbox = serve(SandboxConfig {
        port: options.port,
        ..SandboxConfig::new(control(clock.clone(), Arc::clone(&shared)))
    })
    .await
    .with_context(|| format!("port {} cannot be used", options.port))?;
    let url = sandbox
        .emulator
        .api_url()
        .parse()
        .context("our own address")?;
    let running = Running::start(Parts {
        api: Api::new(Token::new(TOKEN), Some(url), Duration::from_secs(20))
            .context("the HTTP client cannot be made")?,
        store,
        marker: Marker::open(&settings.places().data)?,
        lore: Arc::new(settings.lore()?),
        limits: Limits {
            // A clock that jumps sends the messages of hours at once.
            chat_per_second: 50,
            chat_burst: 100,
            per_second: 500,
            burst: 500,
            ..Limits::default()
        },
        patience: Patience::default(),
        clock,
        watch_outages: false,
        set_profile: true,
    })?;
    let _ = shared.set(running.mover());
    announce(options, &sandbox.addr.to_string());
    running.until(stop).await?;
    Ok(ExitCode::SUCCESS)
}

/// The clock as the page may move it.
fn control(clock: Clock, mover: Arc<std::sync::OnceLock<Mover>>) -> ClockControl {
    ClockControl {
        now: Arc::new(move || clock.now()),
        advance: Arc::new(move |to| {
            let mover = mover.get().cloned();
            Box::pin(async move {
                let mover = mover.ok_or_else(|| "the bot is still starting".to_owned())?;
                mover.advance(to).await;
                Ok(())
            })
        }),
    }
}

fn announce(options: &Options, address: &str) {
    let url = format!("http://{address}/");
    println!("Charley's sandbox is at {url}  (Ctrl-C ends it)");
    if !options.no_open {
        open(&url);
    }
}

/// Opens the browser, if this machine has a screen. Failing is no harm: the address is printed.
fn open(url: &str) {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if env::var_os("DISPLAY").is_some() || env::var_os("WAYLAND_DISPLAY").is_some() {
        "xdg-open"
    } else {
        return;
    };
    let _ = Command::new(opener)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
}
