//! The sandbox alone, for a bot of your own: prints its address and serves until it is stopped.

use charley::sandbox::{ClockControl, SandboxConfig, serve};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let mut config = SandboxConfig::new(ClockControl::offset());
    config.port = std::env::args()
        .nth(1)
        .and_then(|port| port.parse().ok())
        .unwrap_or(0);
    let sandbox = serve(config).await?;
    println!("http://{}/", sandbox.addr);
    tokio::signal::ctrl_c().await
}
