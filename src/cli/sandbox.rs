//! `charley sandbox`: the emulator, the page and the real bot against them, in one process.

use std::{
    env, fs,
    path::PathBuf,
    process::{Command, ExitCode, Stdio},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use anyhow::Context as _;
use clap::Args;
use tokio::sync::{mpsc, oneshot};

use super::{Settings, logging};
use crate::{
    clock::Clock,
    runtime::{Mover, Parts, Running},
    sandbox::{ClockControl, Restart, SandboxConfig, serve},
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

/// The page's way to the bot that runs now; a restart puts another in its place.
type Current = Arc<Mutex<Option<Mover>>>;
/// Asks for a restart; answered when the bot runs again.
type Restarts = mpsc::UnboundedSender<oneshot::Sender<()>>;

async fn with_bot(options: &Options, stop: impl Future<Output = ()>) -> anyhow::Result<ExitCode> {
    let folder = Folder::of(options)?;
    let settings = Settings::sandbox(folder.path.join("data"));
    let clock = Clock::system();
    let current = Current::default();
    let (restarts, mut asked) = mpsc::unbounded_channel();
    // Opened before the page is there: a fault of the folder is told at once.
    let mut parts = Some(open_store(&settings)?);
    let sandbox = serve(SandboxConfig {
        port: options.port,
        restart: Some(restart(restarts)),
        ..SandboxConfig::new(control(clock.clone(), Arc::clone(&current)))
    })
    .await
    .with_context(|| format!("port {} cannot be used", options.port))?;
    let url = sandbox.emulator.api_url();
    announce(options, &sandbox.addr.to_string());
    let mut stop = std::pin::pin!(stop);
    let mut waiting: Option<oneshot::Sender<()>> = None;
    loop {
        let (store, marker) = match parts.take() {
            Some(parts) => parts,
            None => open_store(&settings)?,
        };
        let running = start(&settings, &url, store, marker, clock.clone())?;
        *lock(&current) = Some(running.mover());
        if let Some(done) = waiting.take() {
            // The page that asked may have gone.
            let _ = done.send(());
        }
        let until = async {
            tokio::select! {
                () = &mut stop => {}
                again = asked.recv() => waiting = again,
            }
        };
        running.until(until).await?;
        if waiting.is_none() {
            return Ok(ExitCode::SUCCESS);
        }
    }
}

fn open_store(settings: &Settings) -> anyhow::Result<(Store, Marker)> {
    let (store, notices) = Store::open(&settings.places(), settings.tuning())?;
    for notice in notices {
        log::info!("{notice}");
    }
    Ok((store, Marker::open(&settings.places().data)?))
}

fn start(
    settings: &Settings,
    url: &str,
    store: Store,
    marker: Marker,
    clock: Clock,
) -> anyhow::Result<Running> {
    let url = url.parse().context("our own address")?;
    Running::start(Parts {
        api: Api::new(Token::new(TOKEN), Some(url), Duration::from_secs(20))
            .context("the HTTP client cannot be made")?,
        store,
        marker,
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
    })
}

fn lock(current: &Current) -> MutexGuard<'_, Option<Mover>> {
    current.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The clock as the page may move it.
fn control(clock: Clock, current: Current) -> ClockControl {
    ClockControl {
        now: Arc::new(move || clock.now()),
        advance: Arc::new(move |to| {
            let mover = lock(&current).clone();
            Box::pin(async move {
                let mover = mover.ok_or_else(|| "the bot is still starting".to_owned())?;
                mover.advance(to).await;
                Ok(())
            })
        }),
    }
}

/// The restart as the page may ask for it.
fn restart(restarts: Restarts) -> Restart {
    Restart(Arc::new(move || {
        let restarts = restarts.clone();
        Box::pin(async move {
            let (done, again) = oneshot::channel();
            let gone = || "the bot is stopping".to_owned();
            restarts.send(done).map_err(|_| gone())?;
            again.await.map_err(|_| gone())
        })
    }))
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
