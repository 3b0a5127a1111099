//! `charley run` as a process of its own, and what the kernel knows about it.

use std::{
    env, fs,
    fs::File,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use charley::{
    sandbox::Emulator,
    store::{Places, Store, sled::Tuning},
};

/// A token of the right shape; the emulator takes any.
const TOKEN: &str = "4242:AAfiguresTOKENfiguresTOKENfigures1234";

/// The settings of a bot that nothing but the machine slows down.
const SETTINGS: &str = "\
[limits]
inbound_per_minute = 1000000
inbound_burst = 65535
entries_per_day = 1000
stored_bytes_per_person = 16777216
sends_per_second = 1000000
sends_per_second_per_chat = 1000000
send_burst_per_chat = 1000000
[log]
filter = \"warn\"
";

/// A folder with settings and data, and how to run the bot on it.
pub struct Home {
    pub folder: PathBuf,
    program: PathBuf,
    url: String,
}

impl Home {
    /// In `folder`, which exists; the bot will talk to `emulator`.
    pub fn new(folder: &Path, program: PathBuf, emulator: &Emulator) -> Self {
        fs::write(folder.join("charley.toml"), SETTINGS).expect("the settings are written");
        Self {
            folder: folder.to_owned(),
            program,
            url: emulator.api_url(),
        }
    }

    /// Where the data are.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// The bot's store, while the bot does not run.
    pub fn store(&self) -> Store {
        let keys = self.folder.join("data-keys");
        let places = Places {
            data: self.data(),
            key: keys.join("master.key"),
            keyring: keys.join("keyring"),
        };
        let (store, _) = Store::open(&places, Tuning::default()).expect("a new store");
        store
    }

    /// What the bot says goes into the folder's log.
    pub fn start(&self) -> Bot {
        let log = File::options()
            .append(true)
            .create(true)
            .open(self.folder.join("log"))
            .expect("a log file");
        let child = self
            .command(&["run"])
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("charley starts; is it built?");
        Bot(child)
    }

    /// `charley` with these words, on this folder.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(words)
            .args(["--config", "charley.toml", "--data", "data"])
            .current_dir(&self.folder)
            .env("TELOXIDE_TOKEN", TOKEN)
            .env("TELOXIDE_API_URL", &self.url)
            .env_remove("RUST_LOG")
            .stdin(Stdio::null());
        command
    }

    /// What the bot said.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

/// The program, built beside this helper: `target/<profile>/examples/figures` and `target/<profile>/charley`.
pub fn beside_me() -> PathBuf {
    let me = env::current_exe().expect("this program's path");
    let profile = me.ancestors().nth(2).expect("target/<profile>");
    profile.join("charley")
}

/// A running bot. Dropping it kills it.
pub struct Bot(Child);

impl Bot {
    /// SIGKILL: nothing of the process runs any more.
    pub fn kill(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }

    /// Whether it has ended by itself.
    pub fn ended(&mut self) -> bool {
        matches!(self.0.try_wait(), Ok(Some(_)))
    }

    /// Processor seconds so far, user and system.
    pub fn processor_seconds(&self) -> f64 {
        let stat = self.proc("stat");
        // The name in brackets may hold blanks; after it stand the state and numbers.
        let numbers: Vec<f64> = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .map(|word| word.parse().unwrap_or(0.0))
            .collect();
        // Fields 14 and 15 of proc(5), in ticks of 10 ms on every Linux in use.
        (numbers[11] + numbers[12]) / 100.0
    }

    /// Bytes handed to the disk so far.
    pub fn bytes_written(&self) -> u64 {
        number_after(&self.proc("io"), "\nwrite_bytes:")
    }

    /// Resident memory in KiB: what the process itself holds, and what it shares with its files.
    pub fn resident_kib(&self) -> u64 {
        number_after(&self.proc("status"), "VmRSS:")
    }

    /// The part of it that is nobody else's.
    pub fn anonymous_kib(&self) -> u64 {
        number_after(&self.proc("status"), "RssAnon:")
    }

    fn proc(&self, file: &str) -> String {
        fs::read_to_string(format!("/proc/{}/{file}", self.0.id())).unwrap_or_default()
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.kill();
    }
}

fn number_after(text: &str, name: &str) -> u64 {
    let rest = text.split_once(name).map_or("", |(_, rest)| rest);
    let word = rest.split_whitespace().next().unwrap_or_default();
    word.parse().unwrap_or(0)
}
