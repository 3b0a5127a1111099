//! The settings as the program uses them: the file, laid over by the environment and the command line.

use std::{
    env,
    net::IpAddr,
    panic::resume_unwind,
    path::{Path, PathBuf},
    thread,
};

use anyhow::{Context as _, bail};
use reqwest::Url;

use super::Where;
use crate::{
    app::Lore,
    care::zone::Places,
    config::Config,
    content::{Content, problem::Problems},
    dialogue::House,
    store::{self, sled::Tuning},
    telegram::{Limits, Token},
    understanding::Reader,
};

/// The settings file that is read when none is named.
const USUAL: &str = "charley.toml";
/// Where the token and the server come from; the names are teloxide's.
const TOKEN: &str = "TELOXIDE_TOKEN";
const API_URL: &str = "TELOXIDE_API_URL";

/// The settings, and where they come from.
#[derive(Debug, Clone)]
pub struct Settings {
    pub config: Config,
    /// What to call the settings in messages.
    pub shown: String,
    data: PathBuf,
}

impl Settings {
    /// Reads the settings file, if there is one, and lays the command line over it.
    ///
    /// # Errors
    /// What is wrong with the file: line and key.
    pub fn load(place: &Where) -> anyhow::Result<Self> {
        let usual = Path::new(USUAL);
        let file = place
            .config
            .as_deref()
            .or_else(|| usual.exists().then_some(usual));
        let (config, shown) = match file {
            Some(path) => (Config::read(path)?, path.display().to_string()),
            None => (Config::default(), "the defaults".to_owned()),
        };
        let data = place
            .data
            .clone()
            .unwrap_or_else(|| config.paths.data.clone());
        Ok(Self {
            config,
            shown,
            // Without a slash at its end: what lies beside it is named after it.
            data: data.components().collect(),
        })
    }

    /// Settings for the sandbox: a copy that belongs to nobody.
    #[must_use]
    pub fn sandbox(data: PathBuf) -> Self {
        let mut config = Config::default();
        config.operator.name = "a sandbox tester".to_owned();
        config.operator.contact = "nobody; this is a trial".to_owned();
        Self {
            config,
            shown: "the sandbox's".to_owned(),
            data,
        }
    }

    /// Where data and keys lie. Without a setting the keys lie beside the data folder, never in it.
    #[must_use]
    pub fn places(&self) -> store::Places {
        let beside = |name: &str| {
            let mut folder = self.data.clone().into_os_string();
            folder.push("-keys");
            PathBuf::from(folder).join(name)
        };
        let paths = &self.config.paths;
        let or_beside = |set: &Path, name| {
            if set.as_os_str().is_empty() {
                beside(name)
            } else {
                set.to_owned()
            }
        };
        store::Places {
            data: self.data.clone(),
            key: or_beside(&paths.key_file, "master.key"),
            keyring: or_beside(&paths.keyring_file, "keyring"),
        }
    }

    /// The bot's token, from the environment or the token file.
    ///
    /// # Errors
    /// When there is none, with the ways to give one.
    pub fn token(&self) -> anyhow::Result<Token> {
        if let Ok(token) = env::var(TOKEN)
            && !token.trim().is_empty()
        {
            return Ok(Token::new(token.trim()));
        }
        let file = &self.config.paths.token_file;
        if file.as_os_str().is_empty() {
            bail!(
                "no token. Ask @BotFather in Telegram for one, then set {TOKEN}, or put it into a file and name that file as \
                 paths.token_file in the settings. To try Charley without a token: charley sandbox"
            );
        }
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("the token file {} cannot be read", file.display()))?;
        let token = text.trim();
        if token.is_empty() {
            bail!("the token file {} is empty", file.display());
        }
        Ok(Token::new(token))
    }

    /// The Bot API server: the environment's, else the settings'.
    ///
    /// # Errors
    /// When it is no URL.
    pub fn api_url(&self) -> anyhow::Result<Url> {
        let (text, from) = match env::var(API_URL) {
            Ok(text) if !text.trim().is_empty() => (text, API_URL),
            Ok(_) | Err(_) => (self.config.telegram.api_url.clone(), "telegram.api_url"),
        };
        text.trim()
            .parse()
            .with_context(|| format!("{from} is no web address"))
    }

    /// Whether everything is set that people have a right to know. A server on this machine is no Telegram: there nobody needs it.
    ///
    /// # Errors
    /// What is missing.
    pub fn ready_to_run(&self) -> Result<(), Problems> {
        let at_home = self.api_url().is_ok_and(|url| is_loopback(&url));
        if at_home {
            return Ok(());
        }
        self.config.ready_to_run(&self.shown)
    }

    /// The operator's own texts and facts, if any.
    #[must_use]
    pub fn overlay(&self) -> Option<&Path> {
        let folder = &self.config.paths.content;
        (!folder.as_os_str().is_empty()).then_some(folder.as_path())
    }

    /// Texts and facts.
    ///
    /// # Errors
    /// Everything that is wrong with them, or with the language that the settings ask for.
    pub fn content(&self) -> Result<Content, Problems> {
        let content = Content::load(self.overlay())?;
        let known = content.languages();
        let known: Vec<_> = known.into_iter().map(|(code, _)| code.to_owned()).collect();
        let wanted = self.config.people.language.trim();
        content.with_usual(wanted).ok_or_else(|| {
            let mut problems = Problems::default();
            let what = format!("is \"{wanted}\"; the languages are: {}", known.join(", "));
            problems.error(&self.shown, None, Some("people.language"), what);
            problems
        })
    }

    /// All that the core may look at.
    ///
    /// # Errors
    /// What is wrong with the content.
    pub fn lore(&self) -> anyhow::Result<Lore> {
        let content = self.content()?;
        let (reader, places) = thread::scope(|scope| {
            // What a thread allocates lies apart: so the words, when they go, leave no holes between what stays.
            let read = scope.spawn(|| (Reader::new(&content), Places::new(&content)));
            read.join().unwrap_or_else(|panic| resume_unwind(panic))
        });
        let or_test = |text: &str| {
            if text.trim().is_empty() {
                "(a test copy)".to_owned()
            } else {
                text.trim().to_owned()
            }
        };
        let config = &self.config;
        let narrow = |n: u32| u16::try_from(n).unwrap_or(u16::MAX);
        Ok(Lore {
            reader,
            places,
            content: content.without_words(),
            house: House {
                operator: or_test(&config.operator.name),
                contact: or_test(&config.operator.contact),
                provisional_hours: config.retention.provisional_hours,
                idle_days: config.retention.idle_days,
                entries_per_day: narrow(config.limits.entries_per_day),
                flood_burst: narrow(config.limits.inbound_burst),
                flood_per_minute: config.limits.inbound_per_minute,
            },
            bytes_per_person: config.limits.stored_bytes_per_person,
            allowed: (!config.people.allowed_chats.is_empty())
                .then(|| config.people.allowed_chats.iter().copied().collect()),
        })
    }

    /// How fast messages may leave.
    #[must_use]
    pub fn limits(&self) -> Limits {
        let limits = &self.config.limits;
        Limits {
            per_second: limits.sends_per_second,
            burst: limits.sends_per_second,
            reserve: limits.sends_per_second / 3,
            chat_per_second: limits.sends_per_second_per_chat,
            chat_burst: limits.send_burst_per_chat,
            ..Limits::default()
        }
    }

    /// The store's needs.
    #[must_use]
    pub fn tuning(&self) -> Tuning {
        Tuning {
            cache: self.config.store.cache_mib * 1024 * 1024,
            ..Tuning::default()
        }
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}
